/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A survey from its first question to its counts, sheets filled in by keys alone. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-dialog.h"
#include "tn-listed.h"
#include "tn-option-drop-down.h"
#include "tn-form.h"
#include "tn-survey-count.h"
#include "tn-survey-dialogs.h"

#define SCREEN "surveys"

static TnId
find_survey (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) list = tn_survey_list (copy, NULL, NULL, NULL);

  g_assert_cmpuint (list->len, ==, 1);
  return ((TnSurveyLine *) list->pdata[0])->id;
}

static void
ask (Ui *ui, const char *text, const char *type, const char *choices)
{
  GtkWidget *dialog, *form;

  ui_act_on (ui, SCREEN, "survey.ask", NULL);
  dialog = ui_wait_dialog ();
  form = ui_find_type (dialog, TN_TYPE_FORM);
  ui_type (form, "text", text);
  ui_choose (form, "type", type);
  g_assert_cmpint (gtk_widget_is_visible (ui_get (form, "choices")), ==, choices != NULL);
  if (choices)
    ui_write_note (form, "choices", choices);
  ui_shot (dialog, "survey-question");
  ui_save_dialog ();
  WAIT (ui_find_containing (ui_record (ui, SCREEN), text));
}

static TnId
make_survey (Ui *ui)
{
  GtkWidget *dialog;
  TnId id;

  ui_act (ui, "win.new-survey", NULL);
  dialog = ui_wait_dialog ();
  gtk_editable_set_text (GTK_EDITABLE (tn_form_get_input (TN_FORM (ui_find_type (dialog, TN_TYPE_FORM)), "title")), "Bà con cần gì <nhất> & khi nào?");
  ui_save_dialog ();
  id = find_survey (ui);
  tn_window_go (ui->window, "surveys", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "No question yet"));
  ask (ui, "Cần gì?", "several", "Gạo\nThuốc\nViệc làm");
  ask (ui, "Đã nhận chưa?", "yes_no", NULL);
  ask (ui, "Mấy người?", "number", NULL);
  return id;
}

static guint
count_sheets (Ui *ui, const TnId *survey)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnListedQuery query = { .kind = "survey_sheet", .parent = survey };
  guint n = 0;

  g_assert_true (tn_query_count_listed (copy, &query, &n, NULL));
  return n;
}

static gboolean
is_on (GtkWidget *sheet, const char *name)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (ui_get (sheet, name)));
}

static void
test_a_survey_is_prepared_and_opened (Ui *ui, gconstpointer data)
{
  g_autoptr (GPtrArray) questions = NULL, moved = NULL;
  TnId id;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Survey Here"));
  ui_shot (ui->window, "surveys-empty");
  id = make_survey (ui);
  ui_shot (ui->window, "survey-draft");
  {
    g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
    questions = tn_survey_questions (copy, &id, NULL);
  }
  g_assert_cmpuint (questions->len, ==, 3);
  ui_act_on (ui, SCREEN, "survey.up", &((TnQuestion *) questions->pdata[2])->id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "2. Mấy người?"));
  ui_act_on (ui, SCREEN, "survey.remove", &((TnQuestion *) questions->pdata[1])->id);
  WAIT (!ui_find_containing (ui_record (ui, SCREEN), "Đã nhận chưa?"));
  ui_act (ui, "win.undo", NULL);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "3. Đã nhận chưa?"));
  ui_act_on (ui, SCREEN, "survey.open", NULL);
  ui_wait_text (ui, &id, "state", "open");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "_Fill In (F8)") || ui_find_containing (ui_record (ui, SCREEN), "Fill In"));
  g_assert_null (ui_find (ui_record (ui, SCREEN), "survey.ask"));   /* its questions stand */
  ui_act_on (ui, SCREEN, "survey.ask", NULL);
  g_assert_null (ui_dialog (TN_TYPE_DIALOG));
}

static void
wait_sheet (Ui *ui, const TnId *survey, guint n)
{
  WAIT (count_sheets (ui, survey) == n);
  WAIT (ui_dialog (TN_TYPE_DIALOG) && !is_on (ui_dialog (TN_TYPE_DIALOG), "q2-1"));   /* the next, empty */
}

static void
test_sheets_are_filled_in_by_keys (Ui *ui, gconstpointer data)
{
  TnId id = make_survey (ui);
  g_autofree char *quarter = tn_id_dup_string (&ui->ward.quarters[1]);
  GtkWidget *sheet;

  ui_act_on (ui, SCREEN, "survey.open", NULL);
  ui_wait_text (ui, &id, "state", "open");
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Fill In"));
  ui_act_on (ui, SCREEN, "survey.fill", NULL);
  sheet = ui_wait_dialog ();
  WAIT (gtk_window_get_focus (GTK_WINDOW (sheet)));
  ui_press_all (sheet, "13");
  g_assert_true (is_on (sheet, "q1-1") && !is_on (sheet, "q1-2") && is_on (sheet, "q1-3"));
  ui_press_all (sheet, "3");   /* taken back */
  g_assert_false (is_on (sheet, "q1-3"));
  g_assert_true (ui_press (sheet, GDK_KEY_Return));
  ui_press_all (sheet, "1");   /* one answer goes on by itself */
  g_assert_true (is_on (sheet, "q2-1"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (sheet)), ui_get (sheet, "q3")) || gtk_widget_has_focus (ui_get (sheet, "q3")));
  g_assert_false (ui_press (sheet, GDK_KEY_4));   /* goes into the number */
  ui_type (sheet, "q3", "4x");
  ui_try_save (sheet);
  WAIT (ui_find_containing (sheet, "Write a number"));
  ui_type (sheet, "q3", "4");
  ui_choose (sheet, "area", quarter);
  ui_shot (sheet, "survey-sheet");
  gtk_widget_grab_focus (ui_get (sheet, "q3"));
  g_assert_true (ui_press (sheet, GDK_KEY_Return));   /* behind the last question: saved */
  wait_sheet (ui, &id, 1);
  for (guint i = 2; i <= 4; i++)
    {
      sheet = ui_dialog (TN_TYPE_DIALOG);
      WAIT (gtk_window_get_focus (GTK_WINDOW (sheet)));
      g_assert_cmpstr (tn_option_drop_down_get_key (GTK_DROP_DOWN (ui_get (sheet, "area"))), ==, quarter);   /* the same quarter */
      ui_press_all (sheet, "1");
      g_assert_true (ui_press (sheet, GDK_KEY_Down));
      ui_press_all (sheet, "1");
      g_assert_true (ui_press (sheet, GDK_KEY_Return));
      wait_sheet (ui, &id, i);
    }
  /* nothing answered is no sheet */
  sheet = ui_dialog (TN_TYPE_DIALOG);
  ui_try_save (sheet);
  WAIT (ui_find_containing (sheet, "Answer at least one question"));
  g_assert_true (gtk_widget_activate_action (sheet, "dialog.cancel", NULL));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Khu phố 2"));
  ui_shot (ui->window, "survey-counts");
  g_assert_nonnull (ui_find_containing (ui_record (ui, SCREEN), "under 3"));   /* one number was given */
  ui_act_on (ui, SCREEN, "survey.quarter", &ui->ward.quarters[1]);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Gạo"));
  {
    g_autofree char *path = g_build_filename (ui->ward.dir, "counts.csv", NULL), *text = NULL;

    tn_survey_export_to (ui->window, &id, path);
    WAIT (g_file_test (path, G_FILE_TEST_EXISTS));
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_assert_nonnull (strstr (text, "Gạo,4"));
  }
  ui_act_on (ui, SCREEN, "survey.close", NULL);
  ui_wait_text (ui, &id, "state", "closed");
  WAIT (!ui_find_containing (ui_record (ui, SCREEN), "Fill In"));
}

/* A person leaves a sheet half filled: nothing of it is anywhere. */
static void
test_a_sheet_that_was_not_saved_is_nowhere (Ui *ui, gconstpointer data)
{
  TnId id = make_survey (ui);
  GtkWidget *sheet;

  ui_act_on (ui, SCREEN, "survey.open", NULL);
  ui_wait_text (ui, &id, "state", "open");
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Fill In"));
  ui_act_on (ui, SCREEN, "survey.fill", NULL);
  sheet = ui_wait_dialog ();
  WAIT (gtk_window_get_focus (GTK_WINDOW (sheet)));
  ui_press_all (sheet, "2");
  gtk_window_destroy (GTK_WINDOW (sheet));
  g_assert_cmpuint (count_sheets (ui, &id), ==, 0);
  ui_act_on (ui, SCREEN, "survey.fill", NULL);
  sheet = ui_wait_dialog ();
  g_assert_false (is_on (sheet, "q1-2"));
  gtk_window_destroy (GTK_WINDOW (sheet));
}

#define ADD(name, test) g_test_add ("/surveys/" name, Ui, GUINT_TO_POINTER (20), ui_set_up, test, ui_tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD ("a survey is prepared and opened", test_a_survey_is_prepared_and_opened);
  ADD ("sheets are filled in by keys", test_sheets_are_filled_in_by_keys);
  ADD ("a sheet that was not saved is nowhere", test_a_sheet_that_was_not_saved_is_nowhere);
  return g_test_run ();
}
