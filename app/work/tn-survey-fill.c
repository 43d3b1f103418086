/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sheet that is filled in. Its label says nothing at all: it stands in the list of undo. */
#include "tn-survey.h"
#include <glib/gi18n.h>
#include "tn-work-private.h"

void
tn_survey_press (const TnQuestion *question, guint choice, TnSurveyAnswer *answer)
{
  guint bit = choice < 32 ? 1u << choice : 0;

  if (question->type == TN_QUESTION_NUMBER || choice >= g_strv_length (question->choices))
    return;
  if (question->type == TN_QUESTION_SEVERAL)
    answer->bits ^= bit;
  else
    answer->bits = answer->bits == bit ? 0 : bit;
}

static gboolean
is_answered (const TnSurveyAnswer *answer)
{
  return answer->bits || answer->number >= 0;
}

static gboolean
fits (const TnQuestion *question, const TnSurveyAnswer *answer)
{
  guint n = MIN (g_strv_length (question->choices), TN_SURVEY_CHOICES);   /* a newer program may have more */
  gboolean one = (answer->bits & (answer->bits - 1)) == 0;

  if (question->type == TN_QUESTION_NUMBER)
    return !answer->bits && answer->number <= TN_SURVEY_NUMBER;
  return answer->number < 0 && answer->bits >> n == 0 && (one || question->type == TN_QUESTION_SEVERAL);
}

/* Choices by their words, so that a count is right whatever became of the question on another laptop meanwhile; "yes" and "no" by themselves in every
 * language. */
static void
append_answer (GString *out, const TnQuestion *question, const TnSurveyAnswer *answer)
{
  static const char *const yes_no[] = { "yes", "no" };
  const char *comma = "";

  if (question->type == TN_QUESTION_NUMBER)
    {
      g_string_append_printf (out, "%d", answer->number);
      return;
    }
  g_string_append_c (out, '[');
  for (guint i = 0; i < TN_SURVEY_CHOICES && question->choices[i]; i++)
    if (answer->bits >> i & 1)
      {
        g_string_append (out, comma);
        tn_json_append_string (out, question->type == TN_QUESTION_YES_NO ? yes_no[i] : question->choices[i], -1);
        comma = ",";
      }
  g_string_append_c (out, ']');
}

/* NULL = nothing was answered, or something does not fit. Owned. */
static char *
make_answers (const GPtrArray *questions, const TnSurveyAnswer *answers)
{
  g_autoptr (GString) out = g_string_new ("{");

  for (guint i = 0; i < questions->len; i++)
    {
      const TnQuestion *question = questions->pdata[i];
      TnIdStr id;

      if (!is_answered (&answers[i]))
        continue;
      if (!fits (question, &answers[i]))
        return NULL;
      tn_id_format (&question->id, id);
      g_string_append_printf (out, "%s\"%s\":", out->len > 1 ? "," : "", id);
      append_answer (out, question, &answers[i]);
    }
  g_string_append_c (out, '}');
  return out->len > 2 ? g_strdup (out->str) : NULL;
}

static void
write_sheet (TnCopy *copy, TnEdit *edit, const TnId *survey, const TnId *area, const char *day, const char *answers)
{
  g_autofree char *today = tn_work_today (copy, day);
  TnId id = tn_id_new_random (tn_copy_env (copy)), quarter;

  tn_edit_create (edit, "survey_sheet", &id);
  tn_edit_set_ref (edit, &id, "survey", survey);
  tn_edit_set_text (edit, &id, "day", today);
  tn_edit_set_text (edit, &id, "answers", answers);
  if (!area || tn_id_is_null (area))
    return;
  quarter = *area;
  tn_work_find_quarter (copy, &quarter);
  tn_edit_set_ref (edit, &id, "area", &quarter);
}

TnEdit *
tn_survey_fill (TnCopy *copy, const TnId *survey, const TnId *area, const char *day, const TnSurveyAnswer *answers, guint n_answers, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "survey", survey, error);
  g_autoptr (GPtrArray) questions = row ? tn_survey_questions (copy, survey, error) : NULL;
  g_autofree char *text = NULL;
  TnEdit *edit;

  if (!questions)
    return NULL;
  if (!g_str_equal (tn_survey_state (row), "open"))
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This survey is not open. Nothing was written."));
      return NULL;
    }
  if (n_answers != questions->len || !(text = make_answers (questions, answers)))
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Answer at least one question, as it asks to be answered, and save again."));
      return NULL;
    }
  edit = tn_edit_new (_("Filled in a survey sheet"));
  write_sheet (copy, edit, survey, area, day, text);
  return edit;
}
