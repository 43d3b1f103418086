/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-answer.h"
#include "tn-date.h"
#include "tn-query.h"

/* By the same words; one that no longer holds is marked. */
static gboolean
find_answers (TnCtl *ctl, TnCopy *copy, const char *text, cJSON *out, GError **error)
{
  g_autofree char *day = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  g_autoptr (GPtrArray) answers = tn_answer_find (copy, TN_ANSWERS_ALL, text, 50, tn_listed_date (day), error);
  for (guint i = 0; answers && i < answers->len; i++) {
    const TnAnswer *answer = answers->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    TnIdStr id;
    tn_id_format (&answer->id, id);
    tn_ctl_say (ctl, "%s  %s  %s", id, answer->question, tn_answer_state_name (answer->state));
    tn_ctl_add_id (item, "id", &answer->id);
    cJSON_AddStringToObject (item, "kind", "official_answer");
    cJSON_AddStringToObject (item, "title", answer->question);
    cJSON_AddStringToObject (item, "detail", tn_answer_state_name (answer->state));
    cJSON_AddItemToArray (out, item);
  }
  return answers != NULL;
}

gboolean
tn_ctl_find (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 1, -1, "find TEXT", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  if (!copy)
    return FALSE;
  g_autofree char *text = g_strjoinv (" ", argv + 1);
  g_autoptr (GPtrArray) hits = tn_query_find (copy, text, 200, error);
  if (!hits)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "found");
  for (guint i = 0; i < hits->len; i++) {
    const TnHit *hit = hits->pdata[i];
    TnIdStr id;
    tn_id_format (&hit->id, id);
    tn_ctl_say (ctl, "%s  %s  %s", id, hit->title, hit->detail ? hit->detail : "");
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &hit->id);
    tn_ctl_add_id (item, "household", &hit->household);
    cJSON_AddStringToObject (item, "kind", hit->kind);
    cJSON_AddStringToObject (item, "title", hit->title);
    cJSON_AddStringToObject (item, "detail", hit->detail ? hit->detail : "");
    cJSON_AddItemToArray (out, item);
  }
  if (!find_answers (ctl, copy, text, out, error))
    return FALSE;
  if (!cJSON_GetArraySize (out))
    tn_ctl_say (ctl, _("Nothing found."));
  return TRUE;
}
