/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first page: what waits stands there, leads where it is done, and goes when it is done. */
#include "ui-fixture.h"
#include "tn-screen.h"
#include "tn-today-screen.h"

static GtkWidget *
today_of (Ui *ui)
{
  return tn_window_show_screen (ui->window, "today");
}

static GtkWidget *
row_of (Ui *ui, const char *text)
{
  GtkWidget *label = ui_find_containing (today_of (ui), text);

  return label ? gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW) : NULL;
}

static void
test_what_waits_leads_on (Ui *ui, gconstpointer data)
{
  WAIT (row_of (ui, "to be sent"));
  g_assert_nonnull (ui_find_text (ui->window, "Not sent yet"));
  ui_shot (ui->window, "today");
  gtk_widget_activate (row_of (ui, "to be sent"));
  g_assert_cmpstr (tn_window_get_screen (ui->window), ==, "reconciling");
}

/* The keyboard is on the first line, and a change elsewhere leaves it there. */
static void
test_keyboard_stays (Ui *ui, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Visited");
  g_autoptr (TnCopy) copy = NULL;
  g_autoptr (GError) error = NULL;
  TnId visit = tn_edit_create (edit, "visit", NULL);
  gint64 action;

  WAIT (row_of (ui, "to be sent"));
  gtk_widget_grab_focus (row_of (ui, "to be sent"));
  copy = practice_ward_open (&ui->ward);
  tn_edit_set_ref (edit, &visit, "household", &ui->ward.first);
  tn_edit_set_int (edit, &visit, "at", tn_env_now_ms (tn_env_system ()));
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  WAIT (ui_find_containing (ui->window, "1 of them today"));
  g_assert_true (gtk_widget_has_focus (row_of (ui, "to be sent")));
}

static void
test_nothing_waits (Ui *ui, gconstpointer data)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;

  WAIT (row_of (ui, "to be sent"));
  tn_db_exec (tn_copy_db (copy), "UPDATE outbox SET state='acked'", &error);
  g_assert_no_error (error);
  WAIT (ui_find_text (ui->window, "Nothing is waiting"));
  ui_shot (ui->window, "today-done");
}

/* Ctrl+F looks for a household from here too. */
static void
test_find_goes_to_the_list (Ui *ui, gconstpointer data)
{
  tn_screen_find (TN_SCREEN (today_of (ui)));
  g_assert_cmpstr (tn_window_get_screen (ui->window), ==, "households");
}

#define ADD(path, func) g_test_add ("/ui/today/" path, Ui, GUINT_TO_POINTER (20), ui_set_up, func, ui_tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD ("what-waits-leads-on", test_what_waits_leads_on);
  ADD ("keyboard-stays", test_keyboard_stays);
  ADD ("nothing-waits", test_nothing_waits);
  ADD ("find-goes-to-the-list", test_find_goes_to_the_list);
  return g_test_run ();
}
