/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-survey-export.h"
#include <glib/gi18n.h>
#include "tn-situation.h"

#define COLUMNS 4

/* Rows are made first: a ward's survey is some hundred of them. */
typedef struct { GPtrArray *rows; guint at; } Rows;

static void
add_row (GPtrArray *rows, const char *quarter, const char *question, const char *answer, const char *n)
{
  char **cells = g_new0 (char *, COLUMNS + 1);

  cells[0] = g_strdup (quarter);
  cells[1] = g_strdup (question);
  cells[2] = g_strdup (answer);
  cells[3] = g_strdup (n);
  g_ptr_array_add (rows, cells);
}

static void
add_question (GPtrArray *rows, const char *quarter, const TnQuestionCount *count)
{
  g_autofree char *answered = tn_question_count_answered (count), *mean = tn_question_count_mean (count);

  for (guint i = 0; i < count->labels->len; i++)
    {
      g_autofree char *n = tn_question_count_text (count, i);

      add_row (rows, quarter, count->question->text, count->labels->pdata[i], n);
    }
  add_row (rows, quarter, count->question->text, _("Answered"), answered);
  if (mean)
    add_row (rows, quarter, count->question->text, _("On average"), mean);
}

static void
add_group (GPtrArray *rows, const char *quarter, const TnSurveyCount *count)
{
  g_autofree char *sheets = tn_situation_count_text (count->n);

  add_row (rows, quarter, "", _("Sheets"), sheets);
  for (guint i = 0; i < count->counts->len; i++)
    add_question (rows, quarter, count->counts->pdata[i]);
}

static gboolean
next_row_cb (const char **cells, gpointer data, GError **error)
{
  Rows *rows = data;

  if (rows->at == rows->rows->len)
    return FALSE;
  for (guint i = 0; i < COLUMNS; i++)
    cells[i] = ((char **) rows->rows->pdata[rows->at])[i];
  rows->at++;
  return TRUE;
}

gboolean
tn_survey_export (TnCopy *copy, const TnId *survey, const char *path, TnExportFormat format, guint *n_rows, GCancellable *cancellable, GError **error)
{
  const char *const columns[COLUMNS] = { _("Quarter"), _("Question"), _("Answer"), _("Count") };
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GPtrArray) quarters = NULL;
  g_autoptr (TnSurveyCount) all = tn_survey_count_all (copy, survey, &quarters, error);
  g_autofree char *title = tn_query_title (copy, survey);
  Rows rows = { made, 0 };
  TnExportList list = { title, columns, COLUMNS, next_row_cb, &rows };

  if (!all)
    return FALSE;
  add_group (made, _("Whole ward"), all);
  for (guint i = 0; i < quarters->len; i++)
    add_group (made, ((TnSurveyQuarter *) all->quarters->pdata[i])->name, quarters->pdata[i]);
  return tn_export_write (&list, path, format, n_rows, cancellable, error);
}
