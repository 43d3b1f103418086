/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-survey-page.h"
#include <glib/gi18n.h>
#include "tn-situation.h"

#define BAR_WIDTH 160   /* of the longest, pixels */

void
tn_survey_view_free (TnSurveyView *view)
{
  g_clear_pointer (&view->row, tn_row_free);
  g_clear_pointer (&view->all, tn_survey_count_free);
  g_clear_pointer (&view->quarters, g_ptr_array_unref);
  g_free (view);
}

/* --- reading --- */

TnSurveyView *
tn_survey_view_read (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnSurveyView) view = g_new0 (TnSurveyView, 1);

  if (!(view->row = tn_copy_get (copy, id, error)))
    return NULL;
  if (view->row->deleted || !g_str_equal (view->row->kind_key, "survey"))
    {
      g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This survey has been deleted meanwhile."));
      return NULL;
    }
  view->state = tn_survey_state (view->row);
  if (!(view->all = tn_survey_count_all (copy, id, &view->quarters, error)))
    return NULL;
  return g_steal_pointer (&view);
}

/* --- questions in preparation --- */

static char *
dup_choices (const TnQuestion *question)
{
  const char *type = question->type == TN_QUESTION_ONE ? _("One of these") : question->type == TN_QUESTION_SEVERAL ? _("Any of these")
                   : question->type == TN_QUESTION_YES_NO ? _("Yes or no") : question->type == TN_QUESTION_SCALE ? _("From 1 to 5") : _("A number");
  g_autofree char *choices = g_strjoinv (" · ", question->choices);
  gboolean own = question->type == TN_QUESTION_ONE || question->type == TN_QUESTION_SEVERAL;

  return own ? g_strdup_printf ("%s: %s", type, choices) : g_strdup (type);
}

static void
add_button (GtkWidget *row, const char *icon, const char *label, const char *action, const TnId *id)
{
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), tn_record_page_button (icon, label, action, id));
}

static void
write_questions (TnRecordPage *page, const TnSurveyView *view)
{
  gboolean draft = g_str_equal (view->state, "draft");
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Questions"), draft ? _("Once the survey is open, they stand.") : NULL);
  GPtrArray *questions = view->all->questions;

  for (guint i = 0; i < questions->len; i++)
    {
      const TnQuestion *question = questions->pdata[i];
      g_autofree char *choices = dup_choices (question), *title = g_strdup_printf ("%u. %s", i + 1, question->text);
      GtkWidget *row = tn_record_page_row (group, title, choices);

      if (!draft)
        continue;
      if (i > 0)
        add_button (row, "go-up-symbolic", _("Earlier"), "survey.up", &question->id);
      if (i + 1 < questions->len)
        add_button (row, "go-down-symbolic", _("Later"), "survey.down", &question->id);
      add_button (row, "user-trash-symbolic", _("Take this question away"), "survey.remove", &question->id);
      tn_record_page_row_action (row, "survey.question", &question->id);
    }
  if (!questions->len)
    tn_record_page_row (group, _("No question yet"), _("A short survey has three to five."));
}

/* --- counts --- */

static guint
get_highest (const TnQuestionCount *count)
{
  guint highest = TN_SITUATION_LEAST;

  for (guint i = 0; i < count->counts->len; i++)
    highest = MAX (highest, tn_question_count_bar (count, i));
  return highest;
}

/* A bar must not say what the number does not. */
static GtkWidget *
make_bar (guint n, guint highest)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  guint drawn = n ? MAX (n, TN_SITUATION_LEAST - 1) : 0;

  gtk_widget_add_css_class (bar, "tn-count");
  gtk_widget_set_size_request (bar, (int) (BAR_WIDTH * drawn / highest), -1);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (bar, GTK_ALIGN_END);
  gtk_widget_set_visible (bar, drawn > 0);
  return bar;
}

static void
write_count (TnRecordPage *page, const TnQuestionCount *count)
{
  g_autofree char *answered = tn_question_count_answered (count), *mean = tn_question_count_mean (count);
  /* Translators: %s is a count; the second one an average */
  g_autofree char *text = mean ? g_strdup_printf (_("Answered: %s; on average %s"), answered, mean) : g_strdup_printf (_("Answered: %s"), answered);
  AdwPreferencesGroup *group = tn_record_page_add_group (page, count->question->text, text);
  guint highest = get_highest (count);

  for (guint i = 0; i < count->labels->len; i++)
    {
      g_autofree char *shown = tn_question_count_text (count, i), *spoken = g_strdup_printf ("%s: %s", (char *) count->labels->pdata[i], shown);
      GtkWidget *row = tn_record_page_row (group, count->labels->pdata[i], NULL);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_bar (tn_question_count_bar (count, i), highest));
      tn_record_page_row_end (row, shown, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    }
}

static void
write_quarters (TnRecordPage *page, const TnSurveyView *view, int chosen)
{
  static const TnId whole = { { 0 } };
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("By quarter"), _("Choose one to see its counts. Of fewer than 3 sheets nothing is told."));
  GtkWidget *row = tn_record_page_row (group, _("Whole ward"), NULL);
  g_autofree char *all = tn_situation_count_text (view->all->n);

  tn_record_page_row_end (row, all, chosen < 0 ? "heading" : NULL);
  tn_record_page_row_action (row, "survey.quarter", &whole);
  for (guint i = 0; i < view->all->quarters->len; i++)
    {
      const TnSurveyQuarter *quarter = view->all->quarters->pdata[i];
      g_autofree char *n = tn_situation_count_text (quarter->n);

      row = tn_record_page_row (group, quarter->name, NULL);
      tn_record_page_row_end (row, n, chosen == (int) i ? "heading" : NULL);
      if (quarter->n >= TN_SITUATION_LEAST && !tn_id_is_null (&quarter->id))
        tn_record_page_row_action (row, "survey.quarter", &quarter->id);
    }
}

static int
find_quarter (const TnSurveyView *view, const TnId *quarter)
{
  for (guint i = 0; quarter && !tn_id_is_null (quarter) && i < view->all->quarters->len; i++)
    if (tn_id_equal (&((TnSurveyQuarter *) view->all->quarters->pdata[i])->id, quarter))
      return (int) i;
  return -1;
}

static void
write_counts (TnRecordPage *page, const TnSurveyView *view, const TnId *quarter)
{
  int chosen = find_quarter (view, quarter);
  const TnSurveyCount *count = chosen < 0 ? view->all : view->quarters->pdata[chosen];
  const char *place = chosen < 0 ? _("Whole ward") : ((TnSurveyQuarter *) view->all->quarters->pdata[chosen])->name;
  g_autofree char *sheets = tn_situation_count_text (count->n), *said = g_strdup_printf (_("Sheets: %s"), sheets);
  g_autofree char *left = count->n_left_out ? g_strdup (_("Sheets of quarters with fewer than 3 are not counted in, so that nobody can be found by them.")) : NULL;
  AdwPreferencesGroup *group = tn_record_page_add_group (page, place, said);

  if (left)
    tn_record_page_row (group, left, NULL);
  for (guint i = 0; i < count->counts->len; i++)
    write_count (page, count->counts->pdata[i]);
  if (view->all->quarters->len)
    write_quarters (page, view, chosen);
}

/* --- the page --- */

static char *
dup_subtitle (const TnSurveyView *view)
{
  const TnKind *kind = view->row->kind;
  g_autofree char *from = tn_row_show (view->row, "from");
  g_autofree char *to = tn_row_show (view->row, "to");

  return g_strdup_printf ("%s%s%s%s%s", tn_choice_label (tn_kind_field (kind, "state"), view->state), *from || *to ? " · " : "", from, *to ? "–" : "", to);
}

static void
write_buttons (TnRecordPage *page, const TnSurveyView *view)
{
  if (g_str_equal (view->state, "open"))
    {
      tn_record_page_add_main_button (page, _("_Fill In (F8)"), NULL, "survey.fill", NULL);
      tn_record_page_add_button (page, tn_record_page_button (NULL, _("_Close"), "survey.close", NULL));
    }
  else if (g_str_equal (view->state, "draft"))
    {
      tn_record_page_add_button (page, tn_record_page_button (NULL, _("_Add Question (F7)"), "survey.ask", NULL));
      if (view->all->questions->len)
        tn_record_page_add_main_button (page, _("_Open"), NULL, "survey.open", NULL);
      tn_record_page_add_button (page, tn_record_page_button ("user-trash-symbolic", _("Delete the survey"), "survey.delete", NULL));
    }
  else
    tn_record_page_add_button (page, tn_record_page_button (NULL, _("_Open Again"), "survey.open", NULL));
  if (view->all->counts->len)
    tn_record_page_add_button (page, tn_record_page_button ("document-save-symbolic", _("Save the counts as a file"), "survey.export", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit (F2)"), "survey.edit", NULL));
}

void
tn_survey_page_write (TnRecordPage *page, const TnSurveyView *view, const TnId *quarter)
{
  g_autofree char *title = tn_row_dup_text (view->row, "title"), *subtitle = dup_subtitle (view), *purpose = tn_row_dup_text (view->row, "purpose");

  tn_record_page_begin (page, title ? title : _("Survey"), subtitle);
  write_buttons (page, view);
  if (purpose && *purpose)
    tn_record_page_row (tn_record_page_add_group (page, NULL, NULL), _("Purpose"), purpose);
  if (!g_str_equal (view->state, "draft"))
    write_counts (page, view, quarter);
  write_questions (page, view);
  tn_record_page_end (page);
}
