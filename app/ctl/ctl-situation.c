/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-situation.h"

/* Numbers too small to be said are not in --json either. */
static void
tell_topic (TnCtl *ctl, cJSON *list, const TnSituationTopic *topic)
{
  g_autofree char *total = tn_situation_total_text (topic);
  g_autoptr (GString) words = g_string_new (NULL);
  cJSON *object = cJSON_CreateObject (), *weeks = cJSON_AddArrayToObject (object, "weeks");
  cJSON_AddStringToObject (object, "topic", topic->key);
  cJSON_AddStringToObject (object, "name", topic->label);
  cJSON_AddBoolToObject (object, "need", topic->need);
  cJSON_AddStringToObject (object, "total", total);
  for (guint i = 0; i < TN_SITUATION_WEEKS; i++) {
    g_autofree char *text = tn_situation_count_text (topic->weeks[i]);
    cJSON_AddItemToArray (weeks, cJSON_CreateString (text));
    g_string_append_printf (words, " %s", text);
  }
  cJSON_AddItemToArray (list, object);
  tn_ctl_say (ctl, "%s: %s (%s)", topic->label, total, words->str + 1);
}

gboolean
tn_ctl_situation (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *topic = NULL, *quarter = NULL;
  const GOptionEntry entries[] = {
    { "topic", 0, 0, G_OPTION_ARG_STRING, &topic, NULL, NULL },
    { "quarter", 0, 0, G_OPTION_ARG_STRING, &quarter, NULL, NULL },
    { NULL } };
  TnId id;
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, "situation [--topic KEY] [--quarter ID]", error) || (quarter && !tn_ctl_parse_id (quarter, &id, error)))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (TnSituation) situation = copy ? tn_situation_read (copy, tn_env_now_ms (tn_copy_env (copy)), quarter ? &id : NULL, topic, NULL, error) : NULL;
  if (!situation)
    return FALSE;
  cJSON *topics = cJSON_AddArrayToObject (ctl->out, "topics"), *quarters = cJSON_AddArrayToObject (ctl->out, "quarters");
  for (guint i = 0; i < situation->topics->len; i++)
    tell_topic (ctl, topics, situation->topics->pdata[i]);
  for (guint i = 0; i < situation->quarters->len; i++) {
    const TnSituationQuarter *one = situation->quarters->pdata[i];
    g_autofree char *text = tn_situation_count_text (one->total);
    cJSON *object = cJSON_CreateObject ();
    cJSON_AddStringToObject (object, "name", one->name);
    cJSON_AddStringToObject (object, "total", text);
    cJSON_AddItemToArray (quarters, object);
    tn_ctl_say (ctl, "%s: %s", one->name, text);
  }
  return TRUE;
}
