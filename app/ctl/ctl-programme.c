/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programmes of support: what they give to whom, and their sums, which are counted from receipts. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-money.h"
#include "tn-support.h"

#define USAGE "programme [list [open|draft|closed]] | programme new KEY=VALUE… | programme change ID KEY=VALUE… | programme show ID | programme rule ID [CONDITION…|-] | programme open|close ID | programme facts"

/* ---- looking ---- */

static char *
say_day (gint64 day)
{
  g_autofree char *stored = day ? tn_listed_date_text (day) : NULL;
  return stored ? tn_date_format (stored) : g_strdup ("–");
}

static gboolean
list_programmes (TnCtl *ctl, TnCopy *copy, const char *state, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_list (copy, state, "", error);
  if (!lines)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "programmes");
  const TnField *field = tn_kind_field (tn_schema_kind ("programme"), "state");
  for (guint i = 0; i < lines->len; i++) {
    const TnProgrammeLine *line = lines->pdata[i];
    g_autofree char *from = say_day (line->from), *to = say_day (line->to);
    cJSON *item = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (item, "id", &line->id);
    cJSON_AddStringToObject (item, "name", line->name);
    cJSON_AddStringToObject (item, "state", line->state);
    cJSON_AddNumberToObject (item, "waiting", line->n_waiting);
    cJSON_AddNumberToObject (item, "doubles", line->n_doubles);
    cJSON_AddItemToArray (out, item);
    tn_id_format (&line->id, id);
    /* Translators: id, name, state, first and last day of a programme; how many wait for what was approved; how many have two receipts */
    tn_ctl_say (ctl, _("%s  %s  %s  %s to %s  (%u approved and waiting, %u doubles)"), id, line->name, tn_choice_label (field, line->state), from, to, line->n_waiting, line->n_doubles);
  }
  return TRUE;
}

static void
say_sums (TnCtl *ctl, const TnProgrammeSums *sums)
{
  cJSON *out = cJSON_AddObjectToObject (ctl->out, "sums");
  const struct { const char *key; guint n; } numbers[] = {
    { "proposed", sums->n_proposed }, { "approved", sums->n_approved }, { "refused", sums->n_refused }, { "declined", sums->n_declined }, { "withdrawn", sums->n_withdrawn },
    { "waiting", sums->n_waiting }, { "receipts", sums->n_receipts }, { "counted", sums->n_counted }, { "subjects", sums->n_subjects }, { "to_settle", sums->n_to_settle },
    { "returned", sums->n_returned }, { "quota", sums->quota },
  };
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    cJSON_AddNumberToObject (out, numbers[i].key, numbers[i].n);
  cJSON_AddNumberToObject (out, "amount", (double) sums->amount);
  cJSON_AddStringToObject (out, "quantity", sums->quantity);
  tn_ctl_say (ctl, _("Proposed %u, approved %u (%u waiting), refused %u, declined %u."), sums->n_proposed, sums->n_approved, sums->n_waiting, sums->n_refused, sums->n_declined);
  g_autofree char *amount = tn_money_digits (sums->amount);
  /* Translators: receipts in all; those that count; people or households; đồng; goods; doubles to settle */
  tn_ctl_say (ctl, _("Receipts %u, of which %u count: %u received; %s đồng, goods %s; %u doubles to settle."), sums->n_receipts, sums->n_counted, sums->n_subjects,
              amount, sums->quantity, sums->n_to_settle);
}

static gboolean
show_programme (TnCtl *ctl, TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, id, error);
  g_autoptr (TnRow) row = programme ? tn_copy_get (copy, id, error) : NULL;
  TnProgrammeSums sums = { 0 };
  if (!row || !tn_programme_sums (copy, id, &sums, error))
    return FALSE;
  g_autofree char *words = tn_rule_words (copy, programme->rule);
  tn_ctl_say_row (ctl, copy, row);
  cJSON_AddItemToObject (ctl->out, "programme", tn_ctl_row_to_json (ctl, copy, row));
  cJSON_AddStringToObject (ctl->out, "rule", words);
  tn_ctl_say (ctl, _("Who is entitled:\n%s"), words);
  say_sums (ctl, &sums);
  tn_programme_sums_clear (&sums);
  return TRUE;
}

/* What a condition can be made of. */
static gboolean
say_facts (TnCtl *ctl, TnCopy *copy, GError **error)
{
  static const char *const takes[] = { [TN_TAKES_CHOICES] = "KEY, KEY…", [TN_TAKES_NUMBERS] = "18..59, 60.., ..17", [TN_TAKES_DATES] = "2021-05-01..2021-12-31, 2021-05-01.., any",
                                       [TN_TAKES_WORDS] = "WORD, WORD…", [TN_TAKES_UNITS] = "ID, ID…", [TN_TAKES_PROGRAMMES] = "ID, ID… | any" };
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "facts");
  for (TnFact fact = 0; fact < TN_FACT_UNKNOWN; fact++) {
    TnFactInfo info = tn_fact_info (fact);
    g_autoptr (GPtrArray) choices = tn_fact_choices (copy, fact, error);
    if (!choices)
      return FALSE;
    cJSON *item = cJSON_CreateObject (), *keys = cJSON_AddArrayToObject (item, "choices");
    cJSON_AddStringToObject (item, "key", info.key);
    cJSON_AddStringToObject (item, "takes", takes[info.takes]);
    cJSON_AddItemToArray (out, item);
    tn_ctl_say (ctl, "%s: %s    %s", info.key, takes[info.takes], info.label);
    for (guint i = 0; i < choices->len; i++) {
      const TnFactChoice *choice = choices->pdata[i];
      cJSON_AddItemToArray (keys, cJSON_CreateString (choice->key));
      tn_ctl_say (ctl, "        %s  %s", choice->key, choice->label);
    }
  }
  tn_ctl_say (ctl, "%s", _("A condition is turned round with “not ” before it."));
  return TRUE;
}

/* ---- doing ---- */

static gboolean
make_programme (TnCtl *ctl, TnCopy *copy, char **words, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("programme"), words, error);
  TnId id;
  TnEdit *edit = values ? tn_programme_add (copy, values, &id, error) : NULL;
  if (!tn_ctl_do (ctl, copy, edit, error))
    return FALSE;
  TnIdStr text;
  tn_id_format (&id, text);
  tn_ctl_add_id (ctl->out, "id", &id);
  tn_ctl_say (ctl, "%s", text);
  return TRUE;
}

/* Each word a condition; "-" alone = everybody. Without words the rule is shown. */
static gboolean
set_rule (TnCtl *ctl, TnCopy *copy, const TnId *id, char **words, GError **error)
{
  gboolean none = g_strv_length (words) == 1 && g_str_equal (words[0], "-");
  g_autofree char *text = none ? g_strdup ("") : g_strjoinv ("\n", words);
  g_autoptr (TnRule) rule = tn_rule_parse (text);
  return tn_ctl_do (ctl, copy, tn_programme_set_rule (copy, id, rule, error), error);
}

static gboolean
show_rule (TnCtl *ctl, TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, id, error);
  if (!programme)
    return FALSE;
  g_autofree char *text = tn_rule_format (programme->rule), *words = tn_rule_words (copy, programme->rule);
  cJSON_AddStringToObject (ctl->out, "text", text);
  cJSON_AddStringToObject (ctl->out, "words", words);
  tn_ctl_say (ctl, "%s%s%s", text, *text ? "\n\n" : "", words);
  return TRUE;
}

static gboolean
change_programme (TnCtl *ctl, TnCopy *copy, const TnId *id, char **words, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("programme"), words, error);
  return values && tn_ctl_do (ctl, copy, tn_programme_save (copy, id, values, error), error);
}

static gboolean
run_on (TnCtl *ctl, TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId id;
  const char *verb = argv[1];
  if (!tn_ctl_parse_id (argv[2], &id, error))
    return FALSE;
  if (g_str_equal (verb, "show") && argc == 3)
    return show_programme (ctl, copy, &id, error);
  if (g_str_equal (verb, "rule"))
    return argc == 3 ? show_rule (ctl, copy, &id, error) : set_rule (ctl, copy, &id, argv + 3, error);
  if (g_str_equal (verb, "change") && argc > 3)
    return change_programme (ctl, copy, &id, argv + 3, error);
  if ((g_str_equal (verb, "open") || g_str_equal (verb, "close")) && argc == 3)
    return tn_ctl_do (ctl, copy, tn_programme_set_state (copy, &id, g_str_equal (verb, "open") ? "open" : "closed", error), error);
  return tn_ctl_misused (USAGE, error);
}

gboolean
tn_ctl_programme (TnCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const states[] = { "open", "draft", "closed", NULL };
  gboolean lists, reads;
  if (!tn_ctl_options (&argc, &argv, NULL, 0, -1, USAGE, error))
    return FALSE;
  lists = argc == 1 || (g_str_equal (argv[1], "list") && (argc == 2 || (argc == 3 && g_strv_contains (states, argv[2]))));
  reads = lists || g_str_equal (argv[1], "show") || g_str_equal (argv[1], "facts") || (g_str_equal (argv[1], "rule") && argc == 3);
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, reads ? TN_COPY_READ_ONLY : 0, error);
  if (!copy)
    return FALSE;
  if (lists)
    return list_programmes (ctl, copy, argc == 3 ? argv[2] : NULL, error);
  if (g_str_equal (argv[1], "facts") && argc == 2)
    return say_facts (ctl, copy, error);
  if (g_str_equal (argv[1], "new") && argc > 2)
    return make_programme (ctl, copy, argv + 2, error);
  if (argc > 2)
    return run_on (ctl, copy, argc, argv, error);
  return tn_ctl_misused (USAGE, error);
}
