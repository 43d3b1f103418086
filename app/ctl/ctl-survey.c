/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surveys without names. A sheet is filled in here as at a door: by keys; it is never shown again but in counts. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-situation.h"
#include "tn-survey-export.h"

#define USAGE "survey [list] [--search TEXT] | survey new KEY=VALUE… | survey set ID KEY=VALUE… | survey show ID | survey ask ID KEY=VALUE… | survey open|close|delete ID | " \
  "survey fill ID ANSWER… [--area ID] [--day DATE] | survey count ID [--quarter ID] | survey export ID FILE"

typedef struct { char *search, *area, *quarter, *day; } Options;
typedef gboolean (*Doing) (TnCtl *ctl, TnCopy *copy, const TnId *id, char **argv, const Options *options, GError **error);

/* ---- looking ---- */

static gboolean
list_surveys (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) lines = copy ? tn_survey_list (copy, NULL, search, error) : NULL;
  if (!lines)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "surveys");
  for (guint i = 0; i < lines->len; i++) {
    const TnSurveyLine *line = lines->pdata[i];
    g_autofree char *sheets = tn_situation_count_text (line->n_sheets);
    cJSON *item = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (item, "id", &line->id);
    cJSON_AddStringToObject (item, "title", line->title);
    cJSON_AddStringToObject (item, "state", line->state);
    cJSON_AddStringToObject (item, "sheets", sheets);
    cJSON_AddItemToArray (out, item);
    tn_id_format (&line->id, id);
    tn_ctl_say (ctl, "%s  %s  %s: %s", id, tn_choice_label (tn_kind_field (tn_schema_kind ("survey"), "state"), line->state), line->title, sheets);
  }
  return TRUE;
}

static gboolean
show (TnCtl *ctl, TnCopy *copy, const TnId *id, char **argv, const Options *options, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  g_autoptr (GPtrArray) questions = row ? tn_survey_questions (copy, id, error) : NULL;
  if (!questions)
    return FALSE;
  tn_ctl_say_row (ctl, copy, row);
  cJSON *object = tn_ctl_row_to_json (ctl, copy, row), *list = cJSON_AddArrayToObject (object, "questions");
  for (guint i = 0; i < questions->len; i++) {
    const TnQuestion *question = questions->pdata[i];
    cJSON *item = cJSON_CreateObject (), *choices = cJSON_AddArrayToObject (item, "choices");
    tn_ctl_add_id (item, "id", &question->id);
    cJSON_AddStringToObject (item, "text", question->text);
    tn_ctl_say (ctl, "  %u. %s", i + 1, question->text);
    for (guint c = 0; question->choices[c]; c++) {
      cJSON_AddItemToArray (choices, cJSON_CreateString (question->choices[c]));
      tn_ctl_say (ctl, "       %u  %s", c + 1, question->choices[c]);
    }
    cJSON_AddItemToArray (list, item);
  }
  cJSON_AddItemToObject (ctl->out, "survey", object);
  return TRUE;
}

static void
tell_question (TnCtl *ctl, cJSON *list, const TnQuestionCount *count)
{
  g_autofree char *answered = tn_question_count_answered (count), *mean = tn_question_count_mean (count);
  cJSON *item = cJSON_CreateObject (), *choices = cJSON_AddArrayToObject (item, "choices");
  cJSON_AddStringToObject (item, "question", count->question->text);
  cJSON_AddStringToObject (item, "answered", answered);
  if (mean)
    cJSON_AddStringToObject (item, "mean", mean);
  tn_ctl_say (ctl, "%s  %s%s%s", count->question->text, answered, mean ? "  ⌀ " : "", mean ? mean : "");
  for (guint i = 0; i < count->labels->len; i++) {
    g_autofree char *n = tn_question_count_text (count, i);
    cJSON *choice = cJSON_CreateObject ();
    cJSON_AddStringToObject (choice, "answer", count->labels->pdata[i]);
    cJSON_AddStringToObject (choice, "count", n);
    cJSON_AddItemToArray (choices, choice);
    tn_ctl_say (ctl, "    %s: %s", (char *) count->labels->pdata[i], n);
  }
  cJSON_AddItemToArray (list, item);
}

static gboolean
tell_count (TnCtl *ctl, TnCopy *copy, const TnId *id, char **argv, const Options *options, GError **error)
{
  TnId quarter;
  if (options->quarter && !tn_ctl_parse_id (options->quarter, &quarter, error))
    return FALSE;
  g_autoptr (TnSurveyCount) count = tn_survey_count (copy, id, options->quarter ? &quarter : NULL, error);
  if (!count)
    return FALSE;
  g_autofree char *sheets = tn_situation_count_text (count->n);
  cJSON *questions = cJSON_AddArrayToObject (ctl->out, "questions"), *quarters = cJSON_AddArrayToObject (ctl->out, "quarters");
  cJSON_AddStringToObject (ctl->out, "sheets", sheets);
  tn_ctl_say (ctl, "%s: %s", _("Sheets"), sheets);
  for (guint i = 0; i < count->counts->len; i++)
    tell_question (ctl, questions, count->counts->pdata[i]);
  for (guint i = 0; i < count->quarters->len; i++) {
    const TnSurveyQuarter *one = count->quarters->pdata[i];
    g_autofree char *n = tn_situation_count_text (one->n);
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &one->id);
    cJSON_AddStringToObject (item, "name", one->name);
    cJSON_AddStringToObject (item, "sheets", n);
    cJSON_AddItemToArray (quarters, item);
    tn_ctl_say (ctl, "%s: %s", one->name, n);
  }
  return TRUE;
}

static gboolean
export (TnCtl *ctl, TnCopy *copy, const TnId *id, char **argv, const Options *options, GError **error)
{
  TnExportFormat format;
  guint rows;
  if (!tn_export_format_for (argv[3], &format, error) || !tn_survey_export (copy, id, argv[3], format, &rows, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "rows", rows);
  cJSON_AddStringToObject (ctl->out, "file", argv[3]);
  tn_ctl_say (ctl, ngettext ("%u row written to %s.", "%u rows written to %s.", rows), rows, argv[3]);
  return TRUE;
}

/* ---- doing ---- */

static gboolean
ask (TnCtl *ctl, TnCopy *copy, const TnId *id, char **argv, const Options *options, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("survey_question"), argv + 3, error);
  return values && tn_ctl_do (ctl, copy, tn_survey_add_question (copy, id, values, error), error);
}

static gboolean
set (TnCtl *ctl, TnCopy *copy, const TnId *id, char **argv, const Options *options, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("survey"), argv + 3, error);
  return values && tn_ctl_do (ctl, copy, tn_survey_save (copy, id, values, error), error);
}

static gboolean
change_state (TnCtl *ctl, TnCopy *copy, const TnId *id, char **argv, const Options *options, GError **error)
{
  TnEdit *edit = g_str_equal (argv[1], "delete") ? tn_survey_delete (copy, id, error) : tn_survey_set_open (copy, id, g_str_equal (argv[1], "open"), error);
  return tn_ctl_do (ctl, copy, edit, error);
}

/* "2", or "13" of several, or the number itself; "-" = not answered. FALSE with a message. */
static gboolean
read_answer (const TnQuestion *question, const char *text, TnSurveyAnswer *answer, GError **error)
{
  gboolean good = *text != '\0' && strspn (text, "0123456789") == strlen (text);
  *answer = TN_SURVEY_NO_ANSWER;
  if (g_str_equal (text, "-"))
    return TRUE;
  if (good && question->type == TN_QUESTION_NUMBER) {
    guint64 number;
    if ((good = g_ascii_string_to_unsigned (text, 10, 0, TN_SURVEY_NUMBER, &number, NULL)))
      answer->number = (int) number;
  } else
    for (const char *key = text; good && *key; key++) {
      guint choice = (guint) (*key - '1');
      if ((good = choice < g_strv_length (question->choices)))
        answer->bits |= 1u << choice;
    }
  if (!good)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no answer to “%s”. “tungnha-ctl survey show” tells what can be chosen. Nothing was written."), text, question->text);
  return good;
}

static gboolean
fill (TnCtl *ctl, TnCopy *copy, const TnId *id, char **argv, const Options *options, GError **error)
{
  g_autoptr (GPtrArray) questions = tn_survey_questions (copy, id, error);
  guint n = g_strv_length (argv + 3);
  g_autofree char *day = options->day ? tn_date_parse (options->day) : NULL;
  TnId area;
  if (!questions || (options->area && !tn_ctl_parse_id (options->area, &area, error)))
    return FALSE;
  if (options->day && !(day && strlen (day) == 10)) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no day. Write it as 24/12/2021. Nothing was written."), options->day);
    return FALSE;
  }
  g_autofree TnSurveyAnswer *answers = g_new (TnSurveyAnswer, MAX (n, questions->len));
  for (guint i = 0; i < MIN (n, questions->len); i++)
    if (!read_answer (questions->pdata[i], argv[3 + i], &answers[i], error))
      return FALSE;
  return tn_ctl_do (ctl, copy, tn_survey_fill (copy, id, options->area ? &area : NULL, day, answers, n, error), error);
}

static const struct { const char *name; int min, max; gboolean writes; Doing doing; } doings[] = {
  { "show", 0, 0, FALSE, show }, { "count", 0, 0, FALSE, tell_count }, { "export", 1, 1, FALSE, export }, { "ask", 1, -1, TRUE, ask }, { "set", 1, -1, TRUE, set },
  { "open", 0, 0, TRUE, change_state }, { "close", 0, 0, TRUE, change_state }, { "delete", 0, 0, TRUE, change_state }, { "fill", 1, -1, TRUE, fill },
};

static gboolean
make_new (TnCtl *ctl, char **argv, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("survey"), argv + 2, error);
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_survey_save (copy, NULL, values, error), error);
}

static gboolean
run (TnCtl *ctl, int argc, char **argv, const Options *options, GError **error)
{
  if (argc == 1 || (argc == 2 && g_str_equal (argv[1], "list")))
    return list_surveys (ctl, options->search, error);
  if (argc > 2 && g_str_equal (argv[1], "new"))
    return make_new (ctl, argv, error);
  for (guint i = 0; argc > 2 && i < G_N_ELEMENTS (doings); i++) {
    if (!g_str_equal (doings[i].name, argv[1]) || argc - 3 < doings[i].min || (doings[i].max >= 0 && argc - 3 > doings[i].max))
      continue;
    TnId id;
    g_autoptr (TnCopy) copy = tn_ctl_parse_id (argv[2], &id, error) ? tn_ctl_open (ctl, doings[i].writes ? 0 : TN_COPY_READ_ONLY, error) : NULL;
    return copy && doings[i].doing (ctl, copy, &id, argv, options, error);
  }
  return tn_ctl_misused (USAGE, error);
}

gboolean
tn_ctl_survey (TnCtl *ctl, int argc, char **argv, GError **error)
{
  Options options = { NULL, NULL, NULL, NULL };
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &options.search, NULL, NULL }, { "area", 0, 0, G_OPTION_ARG_STRING, &options.area, NULL, NULL },
                                   { "day", 0, 0, G_OPTION_ARG_STRING, &options.day, NULL, NULL }, { "quarter", 0, 0, G_OPTION_ARG_STRING, &options.quarter, NULL, NULL }, { NULL } };
  gboolean done = tn_ctl_options (&argc, &argv, entries, 0, -1, USAGE, error) && run (ctl, argc, argv, &options, error);
  g_free (options.search);
  g_free (options.area);
  g_free (options.quarter);
  g_free (options.day);
  return done;
}
