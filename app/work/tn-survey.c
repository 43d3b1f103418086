/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A survey and its questions, until it is opened. */
#include "tn-survey.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-text.h"
#include "tn-work-private.h"

#define PLACE_STEP 10

static const struct { const char *key; TnQuestionType type; } types[] = {
  { "one", TN_QUESTION_ONE }, { "several", TN_QUESTION_SEVERAL }, { "yes_no", TN_QUESTION_YES_NO }, { "scale", TN_QUESTION_SCALE }, { "number", TN_QUESTION_NUMBER },
};

static gboolean
find_type (const char *key, TnQuestionType *type)
{
  for (gsize i = 0; key && i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].key, key))
      {
        *type = types[i].type;
        return TRUE;
      }
  return FALSE;
}

void
tn_question_free (TnQuestion *question)
{
  if (!question)
    return;
  g_free (question->text);
  g_strfreev (question->choices);
  g_free (question);
}

/* ---- questions as they stand ---- */

/* One a line, tidy, without empty ones. */
static char **
split_choices (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();

  for (char **line = lines; *line; line++)
    {
      char *tidy = tn_text_tidy (*line, -1);

      if (*tidy)
        g_ptr_array_add (choices, tidy);
      else
        g_free (tidy);
    }
  g_ptr_array_add (choices, NULL);
  return (char **) g_ptr_array_steal (choices, NULL);
}

static char **
make_choices (TnQuestionType type, const char *text)
{
  const char *yes_no[] = { _("Yes"), _("No"), NULL };
  static const char *const scale[] = { "1", "2", "3", "4", "5", NULL };

  return type == TN_QUESTION_YES_NO ? g_strdupv ((char **) yes_no) : type == TN_QUESTION_SCALE ? g_strdupv ((char **) scale)
       : type == TN_QUESTION_NUMBER ? g_new0 (char *, 1) : split_choices (text);
}

static TnQuestion *
make_question (const TnRow *row)
{
  g_autofree char *type = tn_row_dup_text (row, "type"), *choices = tn_row_dup_text (row, "choices");
  TnQuestion *question;
  TnQuestionType found;

  if (row->deleted || !find_type (type, &found))
    return NULL;
  question = g_new0 (TnQuestion, 1);
  question->id = row->id;
  question->type = found;
  question->text = tn_row_dup_text (row, "text");
  question->choices = make_choices (found, choices);
  tn_json_get_int (tn_row_field (row, "place"), &question->place);
  return question;
}

static int
compare_questions_cb (gconstpointer a, gconstpointer b)
{
  const TnQuestion *x = *(const TnQuestion *const *) a, *y = *(const TnQuestion *const *) b;

  return x->place != y->place ? (x->place < y->place ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

GPtrArray *
tn_survey_questions (TnCopy *copy, const TnId *survey, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_query_children (copy, "survey_question", survey, error);
  GPtrArray *questions;

  if (!rows)
    return NULL;
  questions = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_question_free);
  for (guint i = 0; i < rows->len; i++)
    {
      TnQuestion *question = make_question (rows->pdata[i]);

      if (question)
        g_ptr_array_add (questions, question);
    }
  g_ptr_array_sort (questions, compare_questions_cb);
  return questions;
}

/* ---- defining ---- */

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, text);
  return FALSE;
}

static TnEdit *
new_edit (const char *format, const TnRow *survey)
{
  g_autofree char *title = tn_row_dup_text (survey, "title"), *label = g_strdup_printf ("%s: %s", format, title ? title : "");

  return tn_edit_new (label);
}

TnEdit *
tn_survey_save (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = about ? tn_work_get (copy, "survey", about, error) : NULL;
  g_autofree char *title = about && !row ? NULL : tn_work_dup_after (values, row, "title"), *from = NULL, *to = NULL;
  TnEdit *edit;
  TnId id;

  if (about && !row)
    return NULL;
  from = tn_work_dup_after (values, row, "from");
  to = tn_work_dup_after (values, row, "to");
  if (!title || !*title)
    {
      refuse (error, _("A survey needs a title. Write one and save again."));
      return NULL;
    }
  if (tn_listed_date (from) && tn_listed_date (to) && tn_work_last_day (tn_listed_date (to)) < tn_listed_date (from))
    {
      refuse (error, _("It cannot end before it begins. Look at the two dates and save again."));
      return NULL;
    }
  edit = row ? new_edit (_("Changed a survey"), row) : tn_edit_new (_("New survey"));
  id = about ? *about : tn_edit_create (edit, "survey", NULL);
  tn_values_apply (values, edit, &id);
  tn_edit_set_text (edit, &id, "state", row ? tn_survey_state (row) : "draft");   /* opened and closed by rules of their own, whatever a form says */
  return edit;
}

const char *
tn_survey_state (const TnRow *survey)
{
  g_autofree char *state = tn_row_dup_text (survey, "state");

  return g_strcmp0 (state, "open") == 0 ? "open" : g_strcmp0 (state, "closed") == 0 ? "closed" : "draft";
}

/* The survey, when its questions may still change. */
static TnRow *
get_draft (TnCopy *copy, const TnId *survey, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "survey", survey, error);

  if (!row)
    return NULL;
  if (g_str_equal (tn_survey_state (row), "draft"))
    return g_steal_pointer (&row);
  refuse (error, _("This survey has been opened: its questions stand, or what was answered would answer other questions. Make a new survey. Nothing was changed."));
  return NULL;
}

static gboolean
has_twice (char **choices)
{
  for (guint i = 0; choices[i]; i++)
    for (guint j = 0; j < i; j++)
      if (tn_text_same (choices[i], choices[j]))
        return TRUE;
  return FALSE;
}

static gboolean
check_question (const char *text, const char *type, const char *choices, GError **error)
{
  g_auto (GStrv) list = split_choices (choices);
  TnQuestionType found;

  if (!text || !*text || !find_type (type, &found))
    return refuse (error, _("A question needs its words and the type of its answer. Fill them in and save again."));
  if (found != TN_QUESTION_ONE && found != TN_QUESTION_SEVERAL)
    return TRUE;
  if (g_strv_length (list) < 2 || g_strv_length (list) > TN_SURVEY_CHOICES)
    return refuse (error, _("Write two to nine answers to choose from, one a line: each has a key of its own when a sheet is filled in."));
  return !has_twice (list) || refuse (error, _("Two of the answers are the same. Take one away and save again."));
}

static gboolean
check_values (const TnValues *values, const TnRow *row, GError **error)
{
  g_autofree char *text = tn_work_dup_after (values, row, "text"), *type = tn_work_dup_after (values, row, "type"), *choices = tn_work_dup_after (values, row, "choices");

  return check_question (text, type, choices, error);
}

TnEdit *
tn_survey_add_question (TnCopy *copy, const TnId *survey, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = get_draft (copy, survey, error);
  g_autoptr (GPtrArray) questions = row ? tn_survey_questions (copy, survey, error) : NULL;
  TnEdit *edit;
  TnId id;

  if (!questions || !check_values (values, NULL, error))
    return NULL;
  if (questions->len >= TN_SURVEY_QUESTIONS)
    {
      refuse (error, _("A short survey has at most twelve questions. Take one away first."));
      return NULL;
    }
  edit = new_edit (_("New question"), row);
  id = tn_edit_create (edit, "survey_question", NULL);
  tn_values_apply (values, edit, &id);
  tn_edit_set_ref (edit, &id, "survey", survey);
  tn_edit_set_int (edit, &id, "place", questions->len ? ((TnQuestion *) questions->pdata[questions->len - 1])->place + PLACE_STEP : PLACE_STEP);
  return edit;
}

/* The question and, in *survey, its survey in preparation. */
static TnRow *
get_question (TnCopy *copy, const TnId *question, TnRow **survey, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "survey_question", question, error);
  TnId id;

  if (!row)
    return NULL;
  if (!tn_row_ref (row, "survey", &id))
    memset (&id, 0, sizeof id);
  return (*survey = get_draft (copy, &id, error)) ? g_steal_pointer (&row) : NULL;
}

TnEdit *
tn_survey_change_question (TnCopy *copy, const TnId *question, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) survey = NULL, row = get_question (copy, question, &survey, error);
  TnEdit *edit;

  if (!row || !check_values (values, row, error))
    return NULL;
  edit = new_edit (_("Changed a question"), survey);
  tn_values_apply (values, edit, question);
  return edit;
}

TnEdit *
tn_survey_remove_question (TnCopy *copy, const TnId *question, GError **error)
{
  g_autoptr (TnRow) survey = NULL, row = get_question (copy, question, &survey, error);
  TnEdit *edit;

  if (!row)
    return NULL;
  edit = new_edit (_("Took a question away"), survey);
  tn_edit_delete (edit, question);
  return edit;
}

TnEdit *
tn_survey_move_question (TnCopy *copy, const TnId *question, gboolean down, GError **error)
{
  g_autoptr (TnRow) survey = NULL, row = get_question (copy, question, &survey, error);
  g_autoptr (GPtrArray) questions = row ? tn_survey_questions (copy, &survey->id, error) : NULL;
  guint at = 0;
  TnEdit *edit;

  if (!questions)
    return NULL;
  while (at < questions->len && !tn_id_equal (&((TnQuestion *) questions->pdata[at])->id, question))
    at++;
  edit = new_edit (_("Moved a question"), survey);
  if (at == questions->len || (down ? at + 1 == questions->len : at == 0))
    return edit;
  /* all are numbered anew: two that were added on two laptops may stand at one place */
  g_ptr_array_insert (questions, down ? at + 1 : at - 1, g_ptr_array_steal_index (questions, at));
  for (guint i = 0; i < questions->len; i++)
    tn_edit_set_int (edit, &((TnQuestion *) questions->pdata[i])->id, "place", (i + 1) * PLACE_STEP);
  return edit;
}

static gboolean
check_questions (TnCopy *copy, const TnId *survey, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_query_children (copy, "survey_question", survey, error);

  if (!rows)
    return FALSE;
  if (!rows->len)
    return refuse (error, _("There is no question yet. Add one, then open the survey."));
  for (guint i = 0; i < rows->len; i++)
    {
      g_autofree char *text = tn_row_dup_text (rows->pdata[i], "text"), *type = tn_row_dup_text (rows->pdata[i], "type"), *choices = tn_row_dup_text (rows->pdata[i], "choices");

      if (!check_question (text, type, choices, error))
        return FALSE;
    }
  return TRUE;
}

TnEdit *
tn_survey_set_open (TnCopy *copy, const TnId *survey, gboolean open, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "survey", survey, error);
  TnEdit *edit;

  if (!row || (open && !check_questions (copy, survey, error)))
    return NULL;
  if (!open && g_str_equal (tn_survey_state (row), "draft"))
    {
      refuse (error, _("This survey is still in preparation. Open it first, or delete it."));
      return NULL;
    }
  edit = new_edit (open ? _("Opened a survey") : _("Closed a survey"), row);
  tn_edit_set_text (edit, survey, "state", open ? "open" : "closed");
  return edit;
}

TnEdit *
tn_survey_delete (TnCopy *copy, const TnId *survey, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "survey", survey, error);
  TnListedQuery sheets = { .kind = "survey_sheet", .parent = survey };
  g_autoptr (GPtrArray) questions = row ? tn_query_children (copy, "survey_question", survey, error) : NULL;
  TnEdit *edit;
  guint n;

  if (!questions || !tn_query_count_listed (copy, &sheets, &n, error))
    return NULL;
  if (n)
    {
      refuse (error, _("This survey has been filled in. Close it; what people answered stays."));
      return NULL;
    }
  edit = new_edit (_("Deleted a survey"), row);
  for (guint i = 0; i < questions->len; i++)
    tn_edit_delete (edit, &((TnRow *) questions->pdata[i])->id);
  tn_edit_delete (edit, survey);
  return edit;
}
