/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole files: backup, restore, export. */
#include "ui-fixture.h"
#include "tn-file-actions.h"

static char *
file_in (Ui *ui, const char *name)
{
  return g_build_filename (ui->ward.dir, name, NULL);
}

static void
write_phone (Ui *ui, const char *phone)
{
  TnEdit *edit = tn_edit_new ("Telephone");

  tn_edit_set_text (edit, &ui->ward.first, "phone", phone);
  tn_workspace_edit_async (tn_window_get_workspace (ui->window), edit, NULL, NULL, NULL);
  ui_wait_text (ui, &ui->ward.first, "phone", phone);
}

static void
answer (const char *response)
{
  GtkWidget *question;

  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  question = ui_dialog (ADW_TYPE_MESSAGE_DIALOG);
  ui_shot (question, response);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), response);
  if (ui_dialog (ADW_TYPE_MESSAGE_DIALOG))
    gtk_window_close (GTK_WINDOW (question));   /* a button would close it; the signal alone does not */
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

static void
make_backup (Ui *ui, const char *path)
{
  tn_file_backup (ui->window, path);
  WAIT (ui_find_containing (ui->window, "Backup written and checked"));
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_restore (Ui *ui, gconstpointer data)
{
  g_autofree char *backup = file_in (ui, "backup");

  make_backup (ui, backup);
  write_phone (ui, "02801111111");
  tn_file_restore (ui->window, backup);
  answer ("restore");
  WAIT (tn_window_get_workspace (ui->window) && ui_count (ui) == 3);
  ui_wait_text (ui, &ui->ward.first, "phone", "02800000001");
}

static void
test_not_restored (Ui *ui, gconstpointer data)
{
  g_autofree char *backup = file_in (ui, "backup");

  make_backup (ui, backup);
  write_phone (ui, "02801111111");
  tn_file_restore (ui->window, backup);
  answer ("cancel");
  g_assert_nonnull (tn_window_get_workspace (ui->window));
  ui_wait_text (ui, &ui->ward.first, "phone", "02801111111");
}

/* The window goes while it asks: nothing is restored and nothing keeps it. */
static void
test_closed (Ui *ui, gconstpointer data)
{
  g_autofree char *backup = file_in (ui, "backup");

  make_backup (ui, backup);
  tn_file_restore (ui->window, backup);
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  gtk_window_close (GTK_WINDOW (ui_dialog (ADW_TYPE_MESSAGE_DIALOG)));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

static void
test_bad_backup (Ui *ui, gconstpointer data)
{
  g_autofree char *bad = file_in (ui, "bad");

  g_assert_true (g_file_set_contents (bad, "this is no copy of a ward", -1, NULL));
  tn_file_restore (ui->window, bad);
  answer ("restore");
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (ui_dialog (ADW_TYPE_MESSAGE_DIALOG))), ==, "The backup was not restored");
  answer ("close");
  WAIT (tn_window_get_workspace (ui->window) && ui_count (ui) == 3);   /* as it was */
  ui_wait_text (ui, &ui->ward.first, "phone", "02800000001");
}

static void
test_export (Ui *ui, gconstpointer data)
{
  g_autofree char *csv = file_in (ui, "people.csv"), *xlsx = file_in (ui, "households.xlsx"), *text = NULL;

  tn_file_export (ui->window, "person", csv);
  WAIT (ui_find_containing (ui->window, "people.csv"));
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Nguyễn Văn Á"));
  tn_file_export (ui->window, "household", xlsx);
  WAIT (g_file_test (xlsx, G_FILE_TEST_IS_REGULAR));
}

static void
test_export_nowhere (Ui *ui, gconstpointer data)
{
  g_autofree char *path = file_in (ui, "no-such-folder/people.csv");

  tn_file_export (ui->window, "person", path);
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (ui_dialog (ADW_TYPE_MESSAGE_DIALOG))), ==, "The list was not written");
  answer ("close");
}

#define ADD(name, func) g_test_add ("/ui/files/" name, Ui, GUINT_TO_POINTER (3), ui_set_up, func, ui_tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD ("a backup is restored", test_restore);
  ADD ("restoring is asked about", test_not_restored);
  ADD ("the question is closed", test_closed);
  ADD ("a bad backup changes nothing", test_bad_backup);
  ADD ("lists are exported", test_export);
  ADD ("an export that cannot be written", test_export_nowhere);
  return g_test_run ();
}
