/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window around the screens: first start, copies that cannot be opened, closing. */
#include "ui-fixture.h"
#include "tn-household-page.h"
#include "tn-screens.h"
#include <glib/gstdio.h>
#include "tn-enrol-dialog.h"

static GtkStack *
stack_of (TnWindow *window)
{
  return GTK_STACK (ui_get (window, "stack"));
}

static void
close_window (TnWindow *window)
{
  gpointer alive = window;

  g_object_add_weak_pointer (G_OBJECT (window), &alive);
  gtk_window_close (GTK_WINDOW (window));
  WAIT (alive == NULL);
}

static TnWindow *
open_window (void)
{
  TnWindow *window = tn_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
test_welcome (void)
{
  TnWindow *window = open_window ();

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack_of (window)), ==, "welcome");
  ui_shot (window, "welcome");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.enrol", NULL));
  WAIT (ui_dialog (TN_TYPE_ENROL_DIALOG));
  ui_shot (ui_dialog (TN_TYPE_ENROL_DIALOG), "enrol");
  gtk_window_destroy (GTK_WINDOW (ui_dialog (TN_TYPE_ENROL_DIALOG)));
  close_window (window);
}

static void
test_missing (void)
{
  g_autofree char *dir = g_dir_make_tmp ("tn-shell-XXXXXX", NULL), *path = g_build_filename (dir, "not-there.tungnha", NULL);
  TnWindow *window = open_window ();

  tn_window_open_copy (window, path, 0);
  WAIT (g_strcmp0 (gtk_stack_get_visible_child_name (stack_of (window)), "problem") == 0);
  g_assert_null (tn_window_get_workspace (window));
  g_assert_nonnull (ui_find_text (window, "This copy is not there"));
  ui_shot (window, "problem-missing");
  close_window (window);
  g_rmdir (dir);
}

static void
test_damaged (void)
{
  PracticeWard ward;
  g_autofree char *bytes = g_strnfill (8192, 'x');
  TnWindow *window;

  practice_ward_make (&ward, 1);
  g_assert_true (g_file_set_contents (ward.path, bytes, 8192, NULL));
  window = open_window ();
  tn_window_open_copy (window, ward.path, 0);
  WAIT (g_strcmp0 (gtk_stack_get_visible_child_name (stack_of (window)), "problem") == 0);
  ui_shot (window, "problem-damaged");
  g_assert_nonnull (ui_find_containing (window, ward.path));
  close_window (window);
  practice_ward_clear (&ward);
}

static void
test_newer (void)
{
  PracticeWard ward;
  TnWindow *window;

  practice_ward_make (&ward, 1);
  {
    g_autoptr (TnCopy) copy = practice_ward_open (&ward);
    g_autoptr (GError) error = NULL;
    g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "PRAGMA user_version=9999", &error);
    g_assert_true (tn_stmt_run (stmt, &error));
  }
  window = open_window ();
  tn_window_open_copy (window, ward.path, 0);
  WAIT (g_strcmp0 (gtk_stack_get_visible_child_name (stack_of (window)), "problem") == 0);
  g_assert_nonnull (ui_find_text (window, "This copy is from a newer version"));
  ui_shot (window, "problem-newer");
  close_window (window);
  practice_ward_clear (&ward);
}

/* What was typed last is on disk when the window has gone, however soon it is closed. */
static void
test_close_saves (Ui *ui, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Last words");
  gpointer alive = ui->window;

  tn_edit_set_text (edit, &ui->ward.first, "phone", "02809888777");
  tn_workspace_edit_async (tn_window_get_workspace (ui->window), edit, NULL, NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (ui->window), &alive);
  gtk_window_close (GTK_WINDOW (ui->window));
  WAIT (alive == NULL);
  g_autofree char *phone = ui_text (ui, &ui->ward.first, "phone");
  g_assert_cmpstr (phone, ==, "02809888777");
  practice_ward_clear (&ui->ward);
}

static void
test_narrow (void)
{
  Ui ui = { 0 };

  practice_ward_make (&ui.ward, 3);
  ui.window = tn_window_new (NULL);
  gtk_window_set_default_size (GTK_WINDOW (ui.window), 560, 700);
  gtk_window_present (GTK_WINDOW (ui.window));
  tn_window_open_copy (ui.window, ui.ward.path, 0);
  WAIT (tn_window_get_workspace (ui.window));
  tn_window_show_screen (ui.window, "households");
  WAIT (adw_leaflet_get_folded (ADW_LEAFLET (ui_get (ui.window, "leaflet"))));
  ui_shot (ui.window, "narrow-list");
  ui_open_first (&ui);
  WAIT (gtk_widget_get_visible (ui_get (ui.window, "back_button")));
  ui_shot (ui.window, "narrow-page");
  close_window (ui.window);
  practice_ward_clear (&ui.ward);
}

static void
count_frame_cb (GdkFrameClock *clock, TnWindow *window)
{
  guint painted = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (window), "painted"));

  if (painted == 0)   /* the first frame has what is to be done */
    g_assert_nonnull (ui_find_text (window, "Not sent yet"));
  g_object_set_data (G_OBJECT (window), "painted", GUINT_TO_POINTER (painted + 1));
}

static void
watch_frames_cb (TnWindow *window)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (count_frame_cb), window, 0);
}

/* As the program starts: the copy is opened before there is a window, and the window comes with its first page. */
static TnWindow *
start_with (const char *path)
{
  g_autoptr (TnWorkspace) workspace = tn_workspace_open (path, 0);
  TnWindow *window = tn_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  tn_window_take_workspace (window, workspace, path, 0);
  tn_window_present_ready (window);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (window)));
  return window;
}

static void
test_first_frame (void)
{
  PracticeWard ward;
  TnWindow *window;

  practice_ward_make (&ward, 300);
  window = start_with (ward.path);
  g_signal_connect (window, "realize", G_CALLBACK (watch_frames_cb), NULL);
  WAIT (g_object_get_data (G_OBJECT (window), "painted"));
  /* then every line, and what else there is */
  WAIT (ui_find_type (window, TN_TYPE_HOUSEHOLD_LIST));
  g_assert_nonnull (tn_window_show_screen (window, "households"));
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (ui_get (window, "view"))))) == 300);
  WAIT (ui_find_type (window, TN_TYPE_HOUSEHOLD_PAGE));
  g_assert_nonnull (tn_window_show_screen (window, "conflicts"));
  close_window (window);
  practice_ward_clear (&ward);
}

static void
test_first_frame_of_a_problem (void)
{
  g_autofree char *dir = g_dir_make_tmp ("tn-shell-XXXXXX", NULL), *path = g_build_filename (dir, "not-there.tungnha", NULL);
  TnWindow *window = start_with (path);

  WAIT (gtk_widget_get_mapped (GTK_WIDGET (window)));
  g_assert_nonnull (ui_find_text (window, "This copy is not there"));
  close_window (window);
  g_rmdir (dir);
}

/* A screen that is asked for before the rest was made is made then. */
static void
test_screen_at_once (Ui *ui, gconstpointer data)
{
  g_assert_nonnull (tn_window_show_screen (ui->window, "reconciling"));
  g_assert_cmpstr (tn_window_get_screen (ui->window), ==, "reconciling");
  g_assert_null (tn_window_show_screen (ui->window, "nothing"));
}

static void
tear_down_nothing (Ui *ui, gconstpointer data)
{
}

/* Every page is reached by the keyboard, and each section has its heading once. */
static void
test_pages_one_after_another (void)
{
  PracticeWard ward;
  TnWindow *window;
  guint n, headings = 0;
  const TnScreenEntry *entries = tn_screens (&n);
  GtkWidget *row;

  practice_ward_make (&ward, 1);
  window = open_window ();
  tn_window_open_copy (window, ward.path, 0);
  WAIT (g_strcmp0 (tn_window_get_screen (window), "today") == 0);
  for (guint i = 1; i <= n; i++)
    {
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.next-screen", NULL));
      g_assert_cmpstr (tn_window_get_screen (window), ==, entries[i % n].name);
    }
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.previous-screen", NULL));
  g_assert_cmpstr (tn_window_get_screen (window), ==, entries[n - 1].name);
  row = gtk_widget_get_first_child (GTK_WIDGET (ui_get (window, "sidebar")));
  for (; row; row = gtk_widget_get_next_sibling (row))
    headings += GTK_IS_LIST_BOX_ROW (row) && gtk_list_box_row_get_header (GTK_LIST_BOX_ROW (row));
  g_assert_cmpuint (headings, ==, 3);
  close_window (window);
  practice_ward_clear (&ward);
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/shell/first start welcomes", test_welcome);
  g_test_add_func ("/ui/shell/a copy that is not there", test_missing);
  g_test_add_func ("/ui/shell/a damaged copy", test_damaged);
  g_test_add_func ("/ui/shell/a copy of a newer version", test_newer);
  g_test_add ("/ui/shell/closing waits for the disk", Ui, GUINT_TO_POINTER (3), ui_set_up, test_close_saves, tear_down_nothing);
  g_test_add_func ("/ui/shell/a narrow window folds", test_narrow);
  g_test_add_func ("/ui/shell/pages one after another", test_pages_one_after_another);
  g_test_add_func ("/ui/shell/the first frame shows the list", test_first_frame);
  g_test_add_func ("/ui/shell/the first frame shows what is wrong", test_first_frame_of_a_problem);
  g_test_add ("/ui/shell/a screen is made when it is wanted", Ui, GUINT_TO_POINTER (3), ui_set_up, test_screen_at_once, ui_tear_down);
  return g_test_run ();
}
