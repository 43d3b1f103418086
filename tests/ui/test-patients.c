/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patients at home as a team leader works with them: opened from the household, checked by keyboard, danger answered, closed. */
#include "ui-fixture.h"
#include "tn-case.h"
#include "tn-dialog.h"
#include "tn-form.h"
#include "tn-opened.h"
#include "tn-patient-detail.h"
#include "tn-option-drop-down.h"
#include "tn-patient-page.h"
#include "tn-patients-screen.h"
#include "tn-plot.h"
#include "tn-screen.h"

static void
set_up (Ui *ui, gconstpointer data)
{
  ui_set_up (ui, GUINT_TO_POINTER (30));
}

static GtkWidget *
patients_screen (Ui *ui)
{
  return tn_window_show_screen (ui->window, "patients");
}

static const char *
page_text (Ui *ui, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (ui_get (ui_find_type (ui->window, TN_TYPE_PATIENT_PAGE), id)));
}

static gboolean
page_shows (Ui *ui, const char *id)
{
  return gtk_widget_get_visible (ui_get (ui_find_type (ui->window, TN_TYPE_PATIENT_PAGE), id));
}

static guint
count_rows (Ui *ui, const char *list)
{
  GtkWidget *box = ui_get (ui_find_type (ui->window, TN_TYPE_PATIENT_PAGE), list);
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (box), (int) n))
    n++;
  return n;
}

static void
act (Ui *ui, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), action, NULL));
}

/* Chooses an option of the open dialog. */
static void
choose (const char *field, const char *key)
{
  g_assert_true (tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (ui_dialog (TN_TYPE_DIALOG), field)), key));
}

static void
tick (const char *name)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_get (ui_dialog (TN_TYPE_DIALOG), name)), TRUE);
}

/* By the button beside the head of the first household. */
static void
open_case (Ui *ui)
{
  ui_open_first (ui);
  WAIT (ui_find (ui_page (ui), "home_button"));
  g_signal_emit_by_name (ui_get (ui_page (ui), "home_button"), "clicked");
  ui_wait_dialog ();
  ui_type (ui_dialog (TN_TYPE_DIALOG), "station", "Trạm y tế phường");
  ui_type (ui_dialog (TN_TYPE_DIALOG), "station_phone", "02800000100");
  ui_type (ui_dialog (TN_TYPE_DIALOG), "carer", "Trần Thị Bé");
  ui_type (ui_dialog (TN_TYPE_DIALOG), "carer_phone", "02800000200");
  ui_save_dialog ();
  WAIT (ui_find_type (ui->window, TN_TYPE_PATIENT_PAGE));
  WAIT (g_str_equal (page_text (ui, "title"), "Nguyễn Văn Á"));
}

static void
write_check (Ui *ui, const char *spo2, const char *breathing)
{
  act (ui, "patient.check");
  ui_wait_dialog ();
  ui_type (ui_dialog (TN_TYPE_DIALOG), "spo2", spo2);
  ui_type (ui_dialog (TN_TYPE_DIALOG), "breathing", breathing);
  ui_save_dialog ();
}

static void
test_empty (Ui *ui, gconstpointer data)
{
  GtkWidget *screen = patients_screen (ui);

  WAIT (ui_find_text (screen, "Nobody Is Watched at Home"));
  ui_shot (ui->window, "patients-empty");
  g_signal_emit_by_name (ui_get (screen, "empty_button"), "clicked");
  WAIT (g_str_equal (tn_window_get_screen (ui->window), "households"));
}

static void
test_opened_from_the_household (Ui *ui, gconstpointer data)
{
  g_autofree char *person = tn_id_dup_string (&ui->ward.first_people[0]);

  open_case (ui);
  g_assert_cmpstr (tn_window_get_screen (ui->window), ==, "patients");
  g_assert_true (strstr (page_text (ui, "subtitle"), "watched since ") != NULL);
  g_assert_cmpuint (count_rows (ui, "calls"), >=, 3);
  WAIT (ui_find_text (ui->window, "Due now"));
  /* again: the one that is open is shown, and nothing is asked */
  tn_window_show_screen (ui->window, "households");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.open-case", "s", person));
  WAIT (g_str_equal (tn_window_get_screen (ui->window), "patients"));
  g_assert_null (ui_dialog (TN_TYPE_DIALOG));
}

/* Who opens a patient's page is written down, once for each opening and not for each reading. */
static void
test_opening_is_logged (Ui *ui, gconstpointer data)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  open_case (ui);
  before = tn_opened_list (copy, 10, NULL);
  g_assert_cmpuint (before->len, ==, 1);
  g_assert_cmpstr (((TnOpened *) before->pdata[0])->field, ==, TN_OPENED_WHOLE);
  write_check (ui, "98", "18");
  WAIT (count_rows (ui, "checks") == 1);
  after = tn_opened_list (copy, 10, NULL);
  g_assert_cmpuint (after->len, ==, 1);
}

/* Those that are shown with a case are written down with it, whichever of them was asked for. */
static void
assert_both_logged (Ui *ui, const TnId *asked, const TnId *other)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;
  gpointer detail = tn_patient_detail_open (copy, (gpointer) asked, NULL, &error);
  g_autoptr (GPtrArray) opened = tn_opened_list (copy, 2, NULL);
  gboolean named[2] = { FALSE };

  g_assert_no_error (error);
  for (guint i = 0; i < opened->len; i++)
    {
      named[0] |= tn_id_equal (&((TnOpened *) opened->pdata[i])->id, asked);
      named[1] |= tn_id_equal (&((TnOpened *) opened->pdata[i])->id, other);
    }
  g_assert_true (named[0] && named[1]);
  tn_patient_detail_free (detail);
}

/* Danger is said while it is typed, and not of a number that is half typed. */
static void
test_danger_while_typing (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;

  open_case (ui);
  act (ui, "patient.check");
  dialog = ui_wait_dialog ();
  ui_type (dialog, "spo2", "9");
  g_assert_false (gtk_widget_get_visible (ui_get (dialog, "danger")));
  ui_type (dialog, "spo2", "97");
  g_assert_false (gtk_widget_get_visible (ui_get (dialog, "danger")));
  g_assert_false (gtk_widget_is_visible (ui_get (dialog, "spo2_again")));
  ui_type (dialog, "spo2", "91");
  g_assert_true (gtk_widget_get_visible (ui_get (dialog, "danger")));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (ui_get (dialog, "danger"))), "SpO2 91 % (QĐ 261/QĐ-BYT: SpO2 ≤ 96 %; QĐ 4377/QĐ-BYT: "));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (ui_get (dialog, "danger"))), "Trạm y tế phường 02800000100 or 115"));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (ui_get (dialog, "hints"))), "30 to 60 seconds"));
  g_assert_true (gtk_widget_is_visible (ui_get (dialog, "spo2_again")));
  tick ("breathless");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (ui_get (dialog, "danger"))), "Breathless"));
  ui_type (dialog, "temperature", "38,5");
  ui_type (dialog, "systolic", "120");
  ui_type (dialog, "diastolic", "80");
  ui_shot (dialog, "check-sheet");
  ui_type (dialog, "spo2_again", "98");
  g_assert_null (strstr (gtk_label_get_text (GTK_LABEL (ui_get (dialog, "danger"))), "SpO2"));
  ui_save_dialog ();
  WAIT (count_rows (ui, "checks") == 1);
  WAIT (page_shows (ui, "alert"));
  g_assert_nonnull (ui_find_containing (ui->window, "SpO2 91 %, again 98 % · temperature 38.5 °C · systolic 120 mmHg · diastolic 80 mmHg · Breathless"));
}

static void
test_second_spo2_is_asked_for (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;

  open_case (ui);
  act (ui, "patient.check");
  dialog = ui_wait_dialog ();
  ui_type (dialog, "spo2", "93");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "SpO2 is low. Measure again"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)), ui_get (dialog, "spo2_again")));
  g_assert_nonnull (ui_dialog (TN_TYPE_DIALOG));
  ui_save_dialog ();   /* once more: kept without it */
  WAIT (page_shows (ui, "alert"));
  /* the second value is written later, into the same check, and ends the alert */
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (ui_find_type (ui->window, TN_TYPE_PATIENT_PAGE), "checks")), 0)));
  dialog = ui_wait_dialog ();
  ui_type (dialog, "spo2_again", "97");
  ui_save_dialog ();
  WAIT (!page_shows (ui, "alert"));
  g_assert_cmpuint (count_rows (ui, "checks"), ==, 1);
}

static void
test_what_cannot_be_stays_in_the_sheet (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;

  open_case (ui);
  act (ui, "patient.check");
  dialog = ui_wait_dialog ();
  ui_type (dialog, "pulse", "abc");
  ui_try_save (dialog);
  g_assert_true (gtk_widget_has_css_class (ui_get (dialog, "pulse"), "error"));
  ui_type (dialog, "pulse", "800");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "pulse 800/min cannot be"));
  ui_type (dialog, "pulse", "80");
  ui_save_dialog ();
  WAIT (count_rows (ui, "checks") == 1);
}

static void
test_an_alert_is_answered (Ui *ui, gconstpointer data)
{
  GtkWidget *screen, *dialog;

  open_case (ui);
  write_check (ui, "98", "24");
  WAIT (page_shows (ui, "alert"));
  screen = patients_screen (ui);
  WAIT (tn_screen_get_badge (TN_SCREEN (screen)) == 1);
  g_assert_nonnull (strstr (page_text (ui, "alert_text"), "breathing 24/min (QĐ 261/QĐ-BYT: breathing ≥ 20/min; "));
  g_assert_nonnull (strstr (page_text (ui, "alert_text"), "Call Trạm y tế phường 02800000100 or 115."));
  g_assert_nonnull (ui_find_text (screen, "Danger"));
  ui_shot (ui->window, "patient-danger");
  act (ui, "patient.respond");
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  g_assert_nonnull (ui_dialog (TN_TYPE_DIALOG));   /* what was done is asked for */
  choose ("done", "called_115");
  ui_save_dialog ();
  WAIT (!page_shows (ui, "alert"));
  WAIT (tn_screen_get_badge (TN_SCREEN (screen)) == 0);
  g_assert_cmpuint (count_rows (ui, "responses"), ==, 1);
  g_assert_nonnull (ui_find_text (screen, "Danger, answered"));
  /* undone like everything else */
  act (ui, "win.undo");
  WAIT (page_shows (ui, "alert"));
}

/* Three weeks in the past, two checks a day, some of them low: the page with its plots. */
static void
add_history (Ui *ui, const TnId *home_case)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("Checks");
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time () / 1000;
  gint64 action;

  for (int i = 1; i <= 16; i++)
    {
      TnId id = tn_edit_create (edit, "health_check", NULL);

      tn_edit_set_ref (edit, &id, "home_case", home_case);
      tn_edit_set_int (edit, &id, "at", now - (gint64) i * 12 * 3600000);
      tn_edit_set_text (edit, &id, "part", i % 2 ? "morning" : "afternoon");
      tn_edit_set_int (edit, &id, "spo2", i == 5 ? 94 : 97 + i % 3);
      tn_edit_set_int (edit, &id, "breathing", 15 + i % 4);
      tn_edit_set_int (edit, &id, "pulse", 78 + (i * 7) % 20);
      tn_edit_set (edit, &id, "temperature", i > 10 ? "38.4" : "36.9");
    }
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
}

static TnId
find_case (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  gboolean found;
  TnId id;

  g_assert_true (tn_patient_find_open (copy, &ui->ward.first_people[0], &id, &found, NULL));
  g_assert_true (found);
  return id;
}

static void
test_plots_are_walked_over_by_keyboard (Ui *ui, gconstpointer data)
{
  TnId id;
  TnPlot *plot;
  GtkWidget *page;
  g_autofree char *last = NULL, *low = NULL, *wrong = NULL, *wrong_text = NULL;

  open_case (ui);
  id = find_case (ui);
  add_history (ui, &id);
  WAIT (count_rows (ui, "checks") == 7);   /* six, and a row for the older ones */
  page = ui_find_type (ui->window, TN_TYPE_PATIENT_PAGE);
  gtk_widget_activate (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (page, "checks")), 6)));
  g_assert_cmpint (count_rows (ui, "checks"), ==, 16);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (page, "checks")), 6))));
  plot = TN_PLOT (ui_get (page, "spo2"));
  g_assert_cmpint (tn_plot_get_place (plot), ==, -1);
  last = tn_plot_dup_text (plot);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (plot)));
  ui_shot (ui->window, "patient-plots");
  /* the fifth from the end, by its own binding: Left five times */
  for (int i = 0; i < 5; i++)
    {
      gboolean handled = FALSE;
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (plot));

      for (guint c = 0; c < g_list_model_get_n_items (controllers) && !handled; c++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, c);

          for (guint s = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && s < g_list_model_get_n_items (G_LIST_MODEL (controller)) && !handled; s++)
            {
              g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), s);
              g_autofree char *trigger = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

              if (g_str_equal (trigger, "Left"))
                handled = gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, GTK_WIDGET (plot), gtk_shortcut_get_arguments (shortcut));
            }
        }
      g_assert_true (handled);
    }
  g_assert_cmpint (tn_plot_get_place (plot), ==, 11);
  low = tn_plot_dup_text (plot);
  g_assert_true (g_str_has_suffix (low, ": SpO2 94 %, danger"));
  g_assert_true (g_str_has_suffix (last, ": SpO2 98 %"));
  wrong = gtk_test_accessible_check_property (GTK_ACCESSIBLE (plot), GTK_ACCESSIBLE_PROPERTY_LABEL, "SpO2 (%), 16 values");
  g_assert_cmpstr (wrong, ==, NULL);
  wrong_text = gtk_test_accessible_check_property (GTK_ACCESSIBLE (plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, low);
  g_assert_cmpstr (wrong_text, ==, NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  ui_shot (ui->window, "patient-dark");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 144 * 1024, NULL);
  ui_shot (ui->window, "patient-large");
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (ui_get (page, "scroller"))), 100000);
  ui_shot (ui->window, "patient-below");
}

static void
test_bags_and_essentials (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;

  open_case (ui);
  act (ui, "patient.kit");
  dialog = ui_wait_dialog ();
  choose ("bag", "b");
  WAIT (ui_find_containing (dialog, "Bag B: against inflammation"));
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Bag B is a doctor’s matter"));
  ui_shot (dialog, "kit-refused");
  ui_type (dialog, "doctor", "BS Hoa");
  ui_save_dialog ();
  WAIT (count_rows (ui, "kits") == 1);
  g_assert_nonnull (ui_find_containing (ui->window, "for 3 days"));
  act (ui, "patient.essentials");
  dialog = ui_wait_dialog ();
  ui_type (dialog, "what", "Gạo & sữa <1 hộp>");
  ui_save_dialog ();
  WAIT (count_rows (ui, "essentials") == 1);
  g_assert_nonnull (ui_find_text (ui->window, "Gạo & sữa <1 hộp>"));
  g_signal_emit_by_name (ui_find_type (ui_get (ui_find_type (ui->window, TN_TYPE_PATIENT_PAGE), "essentials"), GTK_TYPE_BUTTON), "clicked");
  WAIT (ui_find_containing (ui->window, "Brought "));
}

static void
test_closed_by_a_death (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId id;

  open_case (ui);
  id = find_case (ui);
  act (ui, "patient.close");
  dialog = ui_wait_dialog ();
  WAIT (ui_find (dialog, "new_head"));
  g_assert_false (gtk_widget_is_visible (ui_get (dialog, "new_head")));
  choose ("result", "died");
  WAIT (gtk_widget_is_visible (ui_get (dialog, "new_head")));
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "choose who heads it from now on"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_get (dialog, "new_head")), 1);
  ui_save_dialog ();
  ui_wait_text (ui, &id, "result", "died");
  ui_wait_text (ui, &ui->ward.first_people[0], "status", "died");
  WAIT (strstr (page_text (ui, "subtitle"), "Died"));
  act (ui, "win.undo");
  ui_wait_text (ui, &id, "state", "open");
  ui_wait_text (ui, &ui->ward.first_people[0], "status", NULL);
}

/* What another laptop opened two days before, as reconciling brings it; it found the patient breathless. */
static TnId
add_second_case (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("Another laptop");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local (), before = g_date_time_add_days (now, -2);
  g_autofree char *day = g_date_time_format (before, "%Y-%m-%d");
  TnId id = tn_edit_create (edit, "home_case", NULL), check = tn_edit_create (edit, "health_check", NULL);
  gint64 action;

  tn_edit_set_ref (edit, &id, "person", &ui->ward.first_people[0]);
  tn_edit_set_text (edit, &id, "state", "open");
  tn_edit_set_text (edit, &id, "opened", day);
  tn_edit_set_text (edit, &id, "illness", "Tăng huyết áp");
  tn_edit_set_text (edit, &id, "risk", "high");
  tn_edit_set_text (edit, &id, "carer", "Nguyễn Thị Lành");
  tn_edit_set_text (edit, &id, "carer_phone", "02800000300");
  tn_edit_set_ref (edit, &check, "home_case", &id);
  tn_edit_set_int (edit, &check, "at", g_date_time_to_unix (before) * 1000);
  tn_edit_set (edit, &check, "breathless", "true");
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_two_cases_are_joined (Ui *ui, gconstpointer data)
{
  GtkWidget *page, *screen;
  TnId late, early;

  open_case (ui);
  late = find_case (ui);
  write_check (ui, "98", "18");
  WAIT (count_rows (ui, "checks") == 1);
  g_assert_false (page_shows (ui, "twice"));
  early = add_second_case (ui);
  WAIT (page_shows (ui, "twice"));
  screen = tn_window_show_screen (ui->window, "today");
  WAIT (ui_find_text (screen, "Watched in two cases"));
  ui_shot (ui->window, "today-twice");
  screen = patients_screen (ui);
  WAIT (ui_find_containing (screen, "2 cases are open for this person"));
  ui_shot (ui->window, "patient-twice");
  page = ui_find_type (ui->window, TN_TYPE_PATIENT_PAGE);
  g_signal_emit_by_name (ui_get (page, "join_button"), "clicked");
  ui_wait_text (ui, &late, "state", "joined");
  tn_window_go (ui->window, "patients", &early);
  WAIT (!page_shows (ui, "twice"));
  WAIT (count_rows (ui, "checks") == 2);
  WAIT (page_shows (ui, "alert"));   /* what the other laptop found */
  g_assert_true (page_shows (ui, "joined_group"));
  g_assert_nonnull (ui_find_containing (ui_get (page, "joined"), "Carer at home: Trần Thị Bé"));   /* what it says otherwise */
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (ui_get (page, "scroller"))), 100000);
  ui_shot (ui->window, "patient-joined");
  assert_both_logged (ui, &late, &early);
  assert_both_logged (ui, &early, &late);
  /* who asks for the one that went is shown the one that stays */
  tn_window_go (ui->window, "patients", &late);
  WAIT (count_rows (ui, "checks") == 2);
  g_signal_emit_by_name (ui_get (page, "part_button"), "clicked");
  ui_wait_text (ui, &late, "state", "open");
  WAIT (page_shows (ui, "twice"));
  act (ui, "win.undo");
  ui_wait_text (ui, &late, "state", "joined");
  WAIT (!page_shows (ui, "twice"));
}

static void
test_found_by_name_and_filter (Ui *ui, gconstpointer data)
{
  GtkWidget *screen;

  open_case (ui);
  screen = patients_screen (ui);
  ui_type (screen, "search", "nguyen van");
  WAIT (ui_find_text (screen, "Due now"));
  ui_type (screen, "search", "zzz");
  WAIT (!ui_find_text (screen, "Due now"));
  ui_type (screen, "search", "");
  WAIT (ui_find_text (screen, "Due now"));
}

#define ADD(name) g_test_add ("/patients/" #name, Ui, NULL, set_up, test_##name, ui_tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  ui_init (&argc, &argv);
  ADD (empty);
  ADD (opened_from_the_household);
  ADD (opening_is_logged);
  ADD (danger_while_typing);
  ADD (second_spo2_is_asked_for);
  ADD (what_cannot_be_stays_in_the_sheet);
  ADD (an_alert_is_answered);
  ADD (plots_are_walked_over_by_keyboard);
  ADD (bags_and_essentials);
  ADD (closed_by_a_death);
  ADD (two_cases_are_joined);
  ADD (found_by_name_and_filter);
  return g_test_run ();
}
