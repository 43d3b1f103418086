/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At the door and back at the desk, by keyboard. */
#include "ui-fixture.h"
#include <glib/gstdio.h>
#include <gtk/gtkunixprint.h>
#include <signal.h>
#include "tn-dialog.h"
#include "tn-draft.h"
#include "tn-file-progress.h"
#include "tn-household-page.h"
#include "tn-key-window.h"
#include "tn-listed.h"
#include "tn-option-drop-down.h"
#include "tn-print-round.h"
#include "tn-sheet-code.h"
#include "tn-vaccination.h"
#include "tn-visit.h"

#define N_STOPS 4u
#define CHILD "TN_DOOR_CHILD"   /* the copy that a child of this test opens and types into, until it is killed */

typedef struct { Ui ui; TnId round, volunteer, stops[N_STOPS], homes[N_STOPS]; } Door;

/* --- a round for tonight --- */

static void
plan (Door *door)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&door->ui.ward);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Plan");
  g_autoptr (GArray) homes = tn_query_ids (copy, "household", &error);
  gint64 action;

  door->volunteer = tn_edit_create (edit, "volunteer", NULL);
  tn_edit_set_text (edit, &door->volunteer, "name", "Lê Thị Hoa");
  door->round = tn_edit_create (edit, "round", NULL);
  tn_edit_set_text (edit, &door->round, "name", "Khu phố 1");
  tn_edit_set_text (edit, &door->round, "evening", "2021-12-24");
  door->homes[0] = door->ui.ward.first;
  for (guint i = 0, n = 0; i < N_STOPS; i++)
    {
      while (i && tn_id_equal (&g_array_index (homes, TnId, n), &door->ui.ward.first))
        n++;
      if (i)
        door->homes[i] = g_array_index (homes, TnId, n++);
      door->stops[i] = tn_edit_create (edit, "stop", NULL);
      tn_edit_set_ref (edit, &door->stops[i], "household", &door->homes[i]);
      tn_edit_set_ref (edit, &door->stops[i], "round", &door->round);
      tn_edit_set_ref (edit, &door->stops[i], "volunteer", i < 3 ? &door->volunteer : NULL);
      tn_edit_set_int (edit, &door->stops[i], "position", (i + 1) * 10);
      tn_edit_set_int (edit, &door->stops[i], "number", i + 1);
      tn_edit_set_text (edit, &door->stops[i], "state", "open");
    }
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
}

static void
set_up (Door *door, gconstpointer data)
{
  ui_set_up (&door->ui, GUINT_TO_POINTER (20));
  plan (door);
}

static void
tear_down (Door *door, gconstpointer data)
{
  ui_tear_down (&door->ui, NULL);
}

/* --- at the window --- */

static GtkWidget *
open_visit (Door *door, guint home, gboolean of_round)
{
  g_autofree char *household = tn_id_dup_string (&door->homes[home]), *stop = of_round ? tn_id_dup_string (&door->stops[home]) : g_strdup ("");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (door->ui.window), "win.visit", "(ss)", household, stop));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  return ui_dialog (TN_TYPE_DIALOG);
}

static void
close_dialog (GtkWidget *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

static const char *
text_of (GtkWidget *root, const char *id)
{
  return gtk_editable_get_text (GTK_EDITABLE (ui_get (root, id)));
}

static gboolean
is_on (GtkWidget *root, const char *id)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (ui_get (root, id)));
}

static gboolean
has_draft (Ui *ui, const char *prefix, const char *part)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) keys = tn_draft_keys (copy, prefix, NULL);
  g_autofree char *text = keys && keys->len ? tn_draft_get (copy, keys->pdata[0]) : NULL;

  return text && strstr (text, part);
}

static gboolean
has_no_draft (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) keys = tn_draft_keys (copy, "", NULL);

  return keys->len == 0;
}

/* --- at the door --- */

static void
test_a_visit_by_keyboard (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  GtkWidget *dialog = open_visit (door, 0, TRUE);
  TnId visit = tn_visit_id_of_stop (&door->stops[0]), shot = tn_vaccination_id (&ui->ward.first_people[0]);

  g_assert_nonnull (ui_find_containing (dialog, "door 1 of 3 of Lê Thị Hoa"));
  g_assert_nonnull (ui_find_containing (dialog, "Last visit"));
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_containing (dialog, "Say first how the visit went"));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_ancestor (ui_get (dialog, "gone"), ADW_TYPE_PREFERENCES_GROUP)));
  ui_press_all (dialog, "15wA");
  g_assert_true (is_on (dialog, "met"));
  g_assert_true (gtk_widget_get_mapped (ui_get (dialog, "what")));
  ui_type (dialog, "what", "10 kg gạo");
  ui_type (dialog, "next", "2/1/2022");
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "shot-0")), "none");
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "reason-0")), "afraid");
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "category-0")), "lost_job");
  g_assert_nonnull (ui_find (dialog, "category-1"));   /* a line for the next one */
  ui_shot (dialog, "door-visit");
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  ui_wait_text (ui, &visit, "result", "met");
  g_autofree char *met = ui_text (ui, &visit, "met"), *next = ui_text (ui, &visit, "next"), *state = ui_text (ui, &door->stops[0], "state");
  g_autofree char *status = ui_text (ui, &shot, "status"), *reason = ui_text (ui, &shot, "reason");
  g_assert_cmpstr (met, ==, "Nguyễn Văn Á");
  g_assert_cmpstr (next, ==, "2022-01-02");
  g_assert_cmpstr (state, ==, "done");
  g_assert_cmpstr (status, ==, "none");
  g_assert_cmpstr (reason, ==, "afraid");
  /* the next door of the same walk opens by itself */
  WAIT (ui_dialog (TN_TYPE_DIALOG) && ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "door 2 of 3"));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  WAIT (has_no_draft (ui));
  close_dialog (dialog);
  /* one undo takes all of it back */
  ui_act (ui, "win.undo", NULL);
  ui_wait_text (ui, &door->stops[0], "state", "open");
  ui_wait_text (ui, &shot, "status", NULL);
}

static void
test_a_walk_ends (Door *door, gconstpointer data)
{
  static const char *const keys[] = { "2", "3", "4" };
  static const char *const states[] = { "absent", "refused", "moved" };
  static const char *const places[] = { "door 2 of 3", "door 3 of 3", "door 1 of 3" };
  GtkWidget *dialog = open_visit (door, 1, TRUE);   /* from the middle: the first comes last */
  guint order[] = { 1, 2, 0 };

  for (guint i = 0; i < 3; i++)
    {
      WAIT ((dialog = ui_dialog (TN_TYPE_DIALOG)) && ui_find_containing (dialog, places[i]));
      ui_press_all (dialog, keys[i]);
      if (i == 2)
        g_assert_true (gtk_widget_get_visible (gtk_widget_get_ancestor (ui_get (dialog, "gone"), ADW_TYPE_PREFERENCES_GROUP)));
      g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
      ui_wait_text (&door->ui, &door->stops[order[i]], "state", states[i]);
    }
  WAIT (ui_find_containing (door->ui.window, "That was the last open door of this walk."));
  g_assert_null (ui_dialog (TN_TYPE_DIALOG));
}

static void
test_what_is_typed_stays (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  GtkWidget *dialog = open_visit (door, 0, FALSE);

  ui_press_all (dialog, "16q");
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "category-0")), "poor");
  ui_type (dialog, "next", "2/");   /* half a date */
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_get (dialog, "note"))), "Bà cụ ho\nhai ngày", -1);
  close_dialog (dialog);
  WAIT (ui_find_containing (ui->window, "What you typed is kept"));
  dialog = open_visit (door, 0, FALSE);
  g_assert_nonnull (ui_find_containing (dialog, "typed before and not saved"));
  g_assert_true (is_on (dialog, "met") && is_on (dialog, "met-1") && is_on (dialog, "told_prevention"));
  g_assert_cmpstr (text_of (dialog, "next"), ==, "2/");
  g_assert_cmpstr (tn_option_drop_down_get_key (GTK_DROP_DOWN (ui_get (dialog, "category-0"))), ==, "poor");
  ui_shot (dialog, "door-draft");
  /* a date that is none is not saved, and nothing is lost by that */
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  ui_turn ();
  g_assert_true (ui_dialog (TN_TYPE_DIALOG) == dialog);
  g_assert_true (gtk_widget_activate (ui_get (dialog, "start_over")));
  WAIT (!is_on (dialog, "met"));
  g_assert_cmpstr (text_of (dialog, "next"), ==, "");
  WAIT (has_no_draft (ui));
  close_dialog (dialog);
  g_assert_null (ui_find_containing (open_visit (door, 0, FALSE), "typed before and not saved"));
  close_dialog (ui_dialog (TN_TYPE_DIALOG));
}

static void
test_the_page_shows_it (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  GtkWidget *dialog, *page = ui_page (ui);

  ui_open_first (ui);
  ui_act (ui, "household.add-visit", NULL);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  ui_press_all (dialog, "1s");
  ui_type (dialog, "met_other", "Người cháu");
  ui_type (dialog, "next", "02/01/2022");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_get (dialog, "note"))), "Cần thuốc <gấp>", -1);
  ui_save_dialog ();
  WAIT (ui_find_containing (page, "Cần thuốc <gấp>"));
  g_assert_nonnull (ui_find_containing (page, "Người cháu · Needs medicine · come again on 02/01/2022"));
  WAIT (has_no_draft (ui));
}

/* --- killed --- */

/* The child: a window of its own over the copy, in which somebody types until the end. */
G_NORETURN static void
run_child (const char *path)
{
  TnWindow *window = tn_window_new (NULL);
  const char *home = g_getenv ("TN_DOOR_HOME");
  GtkWidget *dialog;

  gtk_window_present (GTK_WINDOW (window));
  tn_window_open_copy (window, path, 0);
  WAIT (tn_window_get_workspace (window));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.visit", "(ss)", home, ""));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  ui_press_all (dialog, "1A");
  ui_type (dialog, "what", "Sữa cho em bé");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_get (dialog, "note"))), "chưa lưu", -1);
  for (;;)
    ui_turn ();
}

static void
test_killed_while_typing (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL), *home = tn_id_dup_string (&ui->ward.first);
  GtkWidget *dialog;

  g_subprocess_launcher_setenv (launcher, CHILD, ui->ward.path, TRUE);
  g_subprocess_launcher_setenv (launcher, "TN_DOOR_HOME", home, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, self, NULL);
  g_assert_no_error (error);
  WAIT (has_draft (ui, "visit/", "chưa lưu"));
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
  /* the next start offers it, and it is whole */
  tn_window_open_copy (ui->window, ui->ward.path, 0);
  WAIT (ui_find_containing (ui->window, "A visit was typed and not saved"));
  dialog = open_visit (door, 0, FALSE);
  g_assert_true (is_on (dialog, "met") && is_on (dialog, "need_food"));
  g_assert_cmpstr (text_of (dialog, "what"), ==, "Sữa cho em bé");
  ui_save_dialog ();
  WAIT (has_no_draft (ui));
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) food = tn_query_children (copy, "essentials", &ui->ward.first, &error);
  g_assert_cmpuint (food->len, ==, 1);
}

/* --- back at the desk --- */

static GtkWidget *
open_keying (Door *door)
{
  g_autofree char *round = tn_id_dup_string (&door->round);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (door->ui.window), "win.key-round", "s", round));
  WAIT (ui_dialog (TN_TYPE_KEY_WINDOW));
  return ui_dialog (TN_TYPE_KEY_WINDOW);
}

static void
enter_code (GtkWidget *window, const char *code)
{
  ui_type (window, "code", code);
  g_signal_emit_by_name (ui_get (window, "code"), "activate");
}

static void
enter_number (Door *door, GtkWidget *window, guint number)
{
  g_autofree char *code = tn_sheet_code_short (&door->round, number);

  enter_code (window, code);
  WAIT (gtk_widget_get_mapped (ui_get (window, "line")));
}

static gboolean
waits_for_code (GtkWidget *window)
{
  return !gtk_widget_get_visible (ui_get (window, "line"));
}

static void
test_sheets_are_keyed_in (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  GtkWidget *window = open_keying (door);
  TnId other = tn_id_from_name ("other"), visit = tn_visit_id_of_stop (&door->stops[0]);
  g_autofree char *foreign = tn_sheet_code_whole (&other, 1), *whole = tn_sheet_code_whole (&door->round, 2);

  enter_code (window, "nonsense");
  WAIT (ui_find_containing (window, "This is not a number of a sheet"));
  enter_code (window, foreign);
  WAIT (ui_find_containing (window, "This sheet is of another round"));
  g_assert_true (waits_for_code (window));
  enter_number (door, window, 1);
  g_assert_nonnull (ui_find_containing (window, "12/1 Hẻm 12 Hoa Mai"));
  g_assert_true (ui_press (window, GDK_KEY_Return));
  WAIT (ui_find_containing (window, "Press 1 met"));
  ui_press_all (window, "1ds");
  ui_shot (window, "door-key");
  g_assert_true (ui_press (window, GDK_KEY_Return));
  ui_wait_text (ui, &visit, "result", "met");
  WAIT (waits_for_code (window));
  g_assert_nonnull (ui_find_containing (window, "Met · Medicine · Money"));
  g_assert_nonnull (ui_find_containing (window, "1 of 4 homes"));
  enter_code (window, whole);   /* as a scanner types it */
  ui_press_all (window, "2");
  g_assert_true (ui_press (window, GDK_KEY_Return));
  ui_wait_text (ui, &door->stops[1], "state", "absent");
  WAIT (waits_for_code (window));
  gtk_window_close (GTK_WINDOW (window));
  WAIT (!ui_dialog (TN_TYPE_KEY_WINDOW));
}

static void
test_a_sheet_keyed_twice (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  GtkWidget *window = open_keying (door);
  TnId visit = tn_visit_id_of_stop (&door->stops[0]);

  for (guint i = 0; i < 2; i++)
    {
      enter_number (door, window, 1);
      ui_press_all (window, "1a");
      g_assert_true (ui_press (window, GDK_KEY_Return));
      WAIT (waits_for_code (window));
    }
  WAIT (ui_find_containing (window, "keyed in already, in the same way"));
  enter_number (door, window, 1);
  ui_press_all (window, "2");
  g_assert_true (ui_press (window, GDK_KEY_Return));
  WAIT (ui_find_containing (window, "Which is right?"));
  ui_shot (window, "door-key-question");
  g_assert_nonnull (ui_find_containing (window, "Written: Met · Food"));
  g_assert_true (gtk_widget_activate (ui_get (window, "keep_button")));
  WAIT (waits_for_code (window));
  ui_wait_text (ui, &visit, "result", "met");
  enter_number (door, window, 1);
  ui_press_all (window, "2");
  g_assert_true (ui_press (window, GDK_KEY_Return));
  WAIT (gtk_widget_get_mapped (ui_get (window, "replace_button")));
  g_assert_true (gtk_widget_activate (ui_get (window, "replace_button")));
  ui_wait_text (ui, &visit, "result", "absent");
  WAIT (waits_for_code (window));
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnListedQuery query = { .kind = "visit", .ref = &door->stops[0] };
  guint n;
  g_assert_true (tn_query_count_listed (copy, &query, &n, NULL));
  g_assert_cmpuint (n, ==, 1);
  gtk_window_close (GTK_WINDOW (window));
  WAIT (!ui_dialog (TN_TYPE_KEY_WINDOW));
}

/* Who scans before Enter does not change the result of the home before. */
static void
test_a_scan_into_the_toggles (Door *door, gconstpointer data)
{
  GtkWidget *window = open_keying (door);
  g_autofree char *next = tn_sheet_code_whole (&door->round, 2);

  enter_number (door, window, 1);
  ui_press_all (window, "3");
  for (const char *p = next; *p; p++)
    ui_press (window, gdk_unicode_to_keyval ((guint32) *p));
  ui_press (window, GDK_KEY_Return);
  WAIT (ui_find_containing (window, "press Enter first"));
  g_assert_true (is_on (window, "refused"));
  g_assert_false (waits_for_code (window));
  WAIT (has_draft (&door->ui, "key/", "\"result\":2"));
  gtk_window_close (GTK_WINDOW (window));
  WAIT (!ui_dialog (TN_TYPE_KEY_WINDOW));
  /* the half-keyed line is there again */
  window = open_keying (door);
  g_assert_true (is_on (window, "refused"));
  g_assert_true (ui_press (window, GDK_KEY_Return));
  ui_wait_text (&door->ui, &door->stops[0], "state", "refused");
  WAIT (waits_for_code (window));
  WAIT (has_no_draft (&door->ui));
  gtk_window_close (GTK_WINDOW (window));
  WAIT (!ui_dialog (TN_TYPE_KEY_WINDOW));
}

/* --- paper --- */

static void
test_the_round_on_paper (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  g_autofree char *round = tn_id_dup_string (&door->round), *pdf = g_build_filename (ui->ward.dir, "round.pdf", NULL), *text = NULL;
  g_autofree char *printed = g_build_filename (ui->ward.dir, "printed.pdf", NULL), *text_printed = NULL;
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.print-round", "s", round));
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  dialog = ui_dialog (ADW_TYPE_MESSAGE_DIALOG);
  WAIT (ui_find_containing (dialog, "4 homes · 2 pages"));
  ui_shot (dialog, "door-print");
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  tn_print_round_to_file (ui->window, &door->round, NULL, pdf);
  WAIT (ui_find_containing (ui->window, "4 homes on the sheets"));
  /* the printer's way gives the same words on the same pages */
  operation = tn_print_round_make_operation (tn_sheet_read (copy, &door->round, NULL, &error));
  gtk_print_operation_set_export_filename (operation, printed);
  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_show_progress (operation, FALSE);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  if (!(text = ui_read_pdf (pdf)) || !(text_printed = ui_read_pdf (printed)))
    return;
  g_assert_cmpstr (text, ==, text_printed);
  g_assert_nonnull (strstr (text, "Lê Thị Hoa"));
  g_unlink (pdf);
  g_unlink (printed);
}

/* --- paper of a whole ward --- */

#define N_LONG 2500u

/* A round that takes seconds to draw. Its doors are those of the ward many times over: for the paper that is the same. */
static TnId
plan_long (Door *door)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&door->ui.ward);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Plan");
  TnId round = tn_edit_create (edit, "round", NULL);
  gint64 action;

  tn_edit_set_text (edit, &round, "name", "Cả phường");
  tn_edit_set_text (edit, &round, "evening", "2021-12-25");
  for (guint i = 0; i < N_LONG; i++)
    {
      TnId stop = tn_edit_create (edit, "stop", NULL);

      tn_edit_set_ref (edit, &stop, "household", &door->homes[i % N_STOPS]);
      tn_edit_set_ref (edit, &stop, "round", &round);
      tn_edit_set_int (edit, &stop, "position", (i + 1) * 10);
      tn_edit_set_int (edit, &stop, "number", i + 1);
      tn_edit_set_text (edit, &stop, "state", "open");
    }
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  return round;
}

static gboolean
is_file (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_str_equal (text, expected);
}

static guint
count_files (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (open))
    n++;
  return n;
}

/* The window with the bar, which has moved. */
static GtkWidget *
wait_progress (void)
{
  GtkWidget *dialog, *bar;

  WAIT ((dialog = ui_dialog (ADW_TYPE_MESSAGE_DIALOG)) && (bar = ui_find_type (dialog, GTK_TYPE_PROGRESS_BAR)));
  WAIT (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)) > 0);
  return dialog;
}

/* To a file: progress, cancelled half-way, an older file stays and no other is left; then whole. */
static void
test_a_long_file (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  g_autofree char *dir = g_build_filename (ui->ward.dir, "paper", NULL), *pdf = g_build_filename (dir, "round.pdf", NULL);
  TnId round = plan_long (door);
  GtkWidget *dialog;

  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (pdf, "old", -1, NULL));
  tn_print_round_to_file (ui->window, &round, NULL, pdf);
  dialog = wait_progress ();
  ui_shot (dialog, "door-writing");
  g_signal_emit_by_name (gtk_widget_get_ancestor (ui_find_text (dialog, "Cancel"), GTK_TYPE_BUTTON), "clicked");
  WAIT (ui_find_containing (ui->window, "Stopped. Nothing was written"));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_true (is_file (pdf, "old"));
  g_assert_cmpuint (count_files (dir), ==, 1);
  tn_print_round_to_file (ui->window, &round, NULL, pdf);
  WAIT (ui_find_containing (ui->window, "2500 homes on the sheets"));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_false (is_file (pdf, "old"));
  g_assert_cmpuint (count_files (dir), ==, 1);
  g_unlink (pdf);
  g_rmdir (dir);
}

/* Stops nothing any more: it is done when Cancel comes. */
static gboolean
write_late (gpointer data, const char *path, TnImportSteps *steps, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GSource *cancelled = g_cancellable_source_new (cancellable);

  g_source_set_dummy_callback (cancelled);
  g_source_attach (cancelled, context);
  while (!g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (context, TRUE);
  g_source_unref (cancelled);
  return g_file_set_contents (path, "whole", -1, error);
}

static void
note_written (TnWindow *window, gpointer data, const char *path)
{
  *(gboolean *) data = TRUE;
}

static void
test_a_file_stopped_too_late (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  g_autofree char *path = g_build_filename (ui->ward.dir, "late.pdf", NULL);
  GtkWidget *dialog;
  gboolean written = FALSE;

  tn_file_write_long (ui->window, path, "Writing", "Not written", write_late, note_written, &written, NULL);
  WAIT ((dialog = ui_dialog (ADW_TYPE_MESSAGE_DIALOG)));
  g_signal_emit_by_name (gtk_widget_get_ancestor (ui_find_text (dialog, "Cancel"), GTK_TYPE_BUTTON), "clicked");
  WAIT (written);
  g_assert_true (is_file (path, "whole"));
  g_assert_null (ui_find_containing (ui->window, "Nothing was written"));
  g_unlink (path);
}

/* On GTK's own printer that writes a file, through all that a real one goes through but its queue. */
static GtkPrintOperation *
start_print (Door *door, const TnId *round, const char *pdf)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&door->ui.ward);
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autofree char *uri = g_filename_to_uri (pdf, NULL, NULL);
  TnSheet *sheet = tn_sheet_read (copy, round, NULL, &error);
  GtkPrintOperation *operation;
  GtkWidget *dialog;

  g_assert_no_error (error);
  operation = tn_print_round_make_operation (sheet);
  gtk_print_settings_set_printer (settings, "Print to File");
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_URI, uri);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf");
  gtk_print_operation_set_print_settings (operation, settings);
  tn_print_round_start (door->ui.window, operation);
  WAIT ((dialog = ui_dialog (GTK_TYPE_PRINT_UNIX_DIALOG)) && gtk_print_unix_dialog_get_selected_printer (GTK_PRINT_UNIX_DIALOG (dialog)));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
  return operation;
}

static void
test_a_long_print (Door *door, gconstpointer data)
{
  Ui *ui = &door->ui;
  g_autofree char *dir = g_build_filename (ui->ward.dir, "paper", NULL), *pdf = g_build_filename (dir, "round.pdf", NULL);
  TnId round = plan_long (door);
  g_autoptr (GtkPrintOperation) stopped = NULL, whole = NULL;
  GtkWidget *dialog;

  /* The printers of the machine need not be asked. */
  g_object_set (gtk_settings_get_default (), "gtk-print-backends", "file", NULL);
  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  stopped = start_print (door, &round, pdf);
  WAIT ((dialog = ui_dialog (GTK_TYPE_MESSAGE_DIALOG)) && ui_find_containing (dialog, "Printing"));   /* GTK's own, with the number of the page */
  ui_shot (dialog, "door-printing");
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  WAIT (ui_find_containing (ui->window, "Printing was stopped"));
  WAIT (!ui_dialog (GTK_TYPE_MESSAGE_DIALOG));
  g_assert_cmpuint (count_files (dir), ==, 0);
  whole = start_print (door, &round, pdf);
  WAIT (gtk_print_operation_is_finished (whole));
  g_assert_cmpint (gtk_print_operation_get_status (whole), ==, GTK_PRINT_STATUS_FINISHED);
  g_assert_cmpuint (count_files (dir), ==, 1);
  g_unlink (pdf);
  g_rmdir (dir);
}

static void
test_a_file_that_cannot_be_written (Door *door, gconstpointer data)
{
  tn_print_round_to_file (door->ui.window, &door->round, NULL, "/nonexistent/folder/round.pdf");
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (ui_find_containing (ui_dialog (ADW_TYPE_MESSAGE_DIALOG), "The sheets were not written"));
  gtk_window_close (GTK_WINDOW (ui_dialog (ADW_TYPE_MESSAGE_DIALOG)));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

#define ADD(name, func) g_test_add ("/door/" name, Door, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  ui_init (&argc, &argv);
  if (g_getenv (CHILD))
    run_child (g_getenv (CHILD));
  ADD ("visit", test_a_visit_by_keyboard);
  ADD ("walk", test_a_walk_ends);
  ADD ("draft", test_what_is_typed_stays);
  ADD ("page", test_the_page_shows_it);
  ADD ("killed", test_killed_while_typing);
  ADD ("keyed", test_sheets_are_keyed_in);
  ADD ("keyed-twice", test_a_sheet_keyed_twice);
  ADD ("scan", test_a_scan_into_the_toggles);
  ADD ("paper", test_the_round_on_paper);
  ADD ("long-file", test_a_long_file);
  ADD ("file-stopped-too-late", test_a_file_stopped_too_late);
  ADD ("long-print", test_a_long_print);
  ADD ("no-file", test_a_file_that_cannot_be_written);
  return g_test_run ();
}
