/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-answer.h"
#include "tn-ctl-fields.h"

#define USAGE "answer [find [TEXT…]] [--valid | --expired] | answer show ID | answer new KEY=VALUE… | answer set ID KEY=VALUE… | answer replace ID KEY=VALUE…"

static cJSON *
to_json (const TnAnswer *answer)
{
  static const char *const states[] = { [TN_ANSWER_VALID] = "valid", [TN_ANSWER_NOT_YET] = "not_yet", [TN_ANSWER_EXPIRED] = "expired", [TN_ANSWER_REPLACED] = "replaced" };
  cJSON *item = cJSON_CreateObject ();
  tn_ctl_add_id (item, "id", &answer->id);
  cJSON_AddStringToObject (item, "question", answer->question);
  cJSON_AddStringToObject (item, "answer", answer->answer);
  cJSON_AddStringToObject (item, "source", answer->source);
  cJSON_AddStringToObject (item, "state", states[answer->state]);
  tn_ctl_add_id (item, "replaced_by", &answer->replaced_by);
  return item;
}

static void
say (TnCtl *ctl, const TnAnswer *answer)
{
  TnIdStr id;
  tn_id_format (&answer->id, id);
  tn_ctl_say (ctl, "%s  %s  %s", id, tn_answer_state_name (answer->state), answer->question);
  tn_ctl_say (ctl, "    %s", answer->answer);
  tn_ctl_say (ctl, "    %s%s%s", answer->source, answer->valid_to ? " – " : "", answer->valid_to ? answer->valid_to : "");
  if (answer->replaced_question)
    /* Translators: %s is a question */
    tn_ctl_say (ctl, _("    In its place now: %s"), answer->replaced_question);
}

static gboolean
find (TnCtl *ctl, TnAnswerList which, char **words, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autofree char *text = g_strjoinv (" ", words);
  g_autoptr (GPtrArray) found = copy ? tn_answer_find (copy, which, text, 0, tn_listed_today (copy), error) : NULL;
  if (!found)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "answers");
  for (guint i = 0; i < found->len; i++) {
    cJSON_AddItemToArray (out, to_json (found->pdata[i]));
    say (ctl, found->pdata[i]);
  }
  if (!found->len)
    tn_ctl_say (ctl, _("Nothing found."));
  return TRUE;
}

static gboolean
show (TnCtl *ctl, const char *text, GError **error)
{
  TnId id;
  g_autoptr (TnCopy) copy = tn_ctl_parse_id (text, &id, error) ? tn_ctl_open (ctl, TN_COPY_READ_ONLY, error) : NULL;
  g_autoptr (TnAnswer) answer = copy ? tn_answer_read (copy, &id, tn_listed_today (copy), error) : NULL;
  if (!answer)
    return FALSE;
  say (ctl, answer);
  cJSON_AddItemToObject (ctl->out, "answer", to_json (answer));
  return TRUE;
}

static gboolean
save (TnCtl *ctl, char **argv, GError **error)
{
  gboolean is_new = g_str_equal (argv[1], "new"), replaces = g_str_equal (argv[1], "replace");
  TnId id;
  g_autoptr (TnValues) values = is_new || tn_ctl_parse_id (argv[2], &id, error)
                              ? tn_ctl_dup_values (tn_schema_kind ("official_answer"), argv + (is_new ? 2 : 3), error) : NULL;
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, replaces ? tn_answer_replace (copy, &id, values, error) : tn_answer_save (copy, is_new ? NULL : &id, values, error), error);
}

gboolean
tn_ctl_answer (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean valid = FALSE, expired = FALSE;
  const GOptionEntry entries[] = { { "valid", 0, 0, G_OPTION_ARG_NONE, &valid, NULL, NULL }, { "expired", 0, 0, G_OPTION_ARG_NONE, &expired, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, -1, USAGE, error))
    return FALSE;
  const char *what = argc > 1 ? argv[1] : "find";
  if (g_str_equal (what, "find"))
    return find (ctl, valid ? TN_ANSWERS_VALID : expired ? TN_ANSWERS_EXPIRED : TN_ANSWERS_ALL, argv + MIN (argc, 2), error);
  if (argc == 3 && g_str_equal (what, "show"))
    return show (ctl, argv[2], error);
  if ((argc > 2 && g_str_equal (what, "new")) || (argc > 3 && (g_str_equal (what, "set") || g_str_equal (what, "replace"))))
    return save (ctl, argv, error);
  return tn_ctl_misused (USAGE, error);
}
