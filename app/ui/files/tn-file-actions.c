/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-file-actions.h"
#include <glib/gi18n.h>
#include "tn-file-rows.h"

/* --- what runs on a thread of the store --- */

/* Gives the path back when the backup is there. */
static gpointer
run_backup (TnCopy *copy, gpointer path, GCancellable *cancellable, GError **error)
{
  return tn_copy_backup (copy, path, cancellable, error) ? g_strdup (path) : NULL;
}

static gboolean
write_kind (TnCopy *copy, gpointer kind, const char *path, TnExportFormat format, guint *rows, GCancellable *cancellable, GError **error)
{
  return tn_export_kind (copy, kind, path, format, FALSE, rows, cancellable, error);
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *done = tn_store_finish (TN_STORE (source), result, &error), *text = NULL;

  if (!done)
    {
      tn_window_show_error (window, _("The backup was not made"), error);
      return;
    }
  /* Translators: %s is a file name. */
  text = g_strdup_printf (_("Backup written and checked: %s"), done);
  tn_window_toast (window, text);
}

void
tn_file_backup (TnWindow *window, const char *path)
{
  TnStore *store = tn_workspace_get_store (tn_window_get_workspace (window));

  tn_store_read_async (store, run_backup, g_strdup (path), g_free, g_free, NULL, backed_up_cb, g_object_ref (window));
}

void
tn_file_export (TnWindow *window, const char *kind, const char *path)
{
  tn_file_write_rows (window, path, write_kind, g_strdup (kind), g_free);
}

/* --- restoring: ask, close the copy, put the backup in its place, open it again --- */

typedef struct { TnWindow *window; char *backup, *path; } Restore;

static void
free_restore (gpointer data)
{
  Restore *restore = data;

  g_object_unref (restore->window);
  g_free (restore->backup);
  g_free (restore->path);
  g_free (restore);
}

static void
restore_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Restore *restore = data;
  GError *error = NULL;

  if (tn_copy_restore (restore->backup, restore->path, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Opened again either way: a restore that failed left the copy as it was. */
static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TnWindow *window = TN_WINDOW (source);
  Restore *restore = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  tn_window_open_copy (window, restore->path, 0);
  if (done)
    tn_window_toast (window, _("The copy now holds what the backup held."));
  else
    tn_window_show_error (window, _("The backup was not restored"), error);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TnWindow *window = TN_WINDOW (source);
  Restore *restore = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  if (!tn_window_close_copy_finish (window, result, &error))
    {
      tn_window_show_error (window, _("The open copy could not be closed"), error);
      free_restore (restore);
      return;
    }
  task = g_task_new (window, NULL, restored_cb, NULL);
  g_task_set_task_data (task, restore, free_restore);
  g_task_run_in_thread (task, restore_thread);
}

/* The question owns what it asks about until the answer is yes; however it goes, nothing is left behind. */
static void
answered_cb (AdwMessageDialog *question, const char *response, TnWindow *window)
{
  if (g_str_equal (response, "restore") && tn_window_get_workspace (window))
    tn_window_close_copy (window, closed_cb, g_object_steal_data (G_OBJECT (question), "restore"));
}

void
tn_file_restore (TnWindow *window, const char *backup)
{
  GtkWidget *question = adw_message_dialog_new (GTK_WINDOW (window), _("Restore the backup?"),
    _("What was typed after the backup and has not been sent to the district will be gone. What was sent comes back with the next reconciliation."));
  Restore *restore = g_new0 (Restore, 1);

  restore->window = g_object_ref (window);
  restore->backup = g_strdup (backup);
  restore->path = g_strdup (tn_store_path (tn_workspace_get_store (tn_window_get_workspace (window))));
  g_object_set_data_full (G_OBJECT (question), "restore", restore, free_restore);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "cancel", _("_Cancel"), "restore", _("_Restore"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "restore", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "cancel");
  g_signal_connect_object (question, "response", G_CALLBACK (answered_cb), window, 0);
  gtk_window_present (GTK_WINDOW (question));
}

/* --- choosers --- */

static void
export_households (TnWindow *window, const char *path)
{
  tn_file_export (window, "household", path);
}

static void
export_people (TnWindow *window, const char *path)
{
  tn_file_export (window, "person", path);
}

typedef enum { USE_BACKUP, USE_RESTORE, USE_EXPORT_HOUSEHOLDS, USE_EXPORT_PEOPLE } Use;
static void (*const uses[]) (TnWindow *window, const char *path) = {
  [USE_BACKUP] = tn_file_backup,
  [USE_RESTORE] = tn_file_restore,
  [USE_EXPORT_HOUSEHOLDS] = export_households,
  [USE_EXPORT_PEOPLE] = export_people,
};

/* What a path is for, until it is chosen. */
typedef struct { TnFileUse use; gpointer data; GDestroyNotify free_data; } Chosen;

static void
free_chosen (gpointer data)
{
  Chosen *chosen = data;

  if (chosen->free_data)
    chosen->free_data (chosen->data);
  g_free (chosen);
}

static void
use_cb (TnWindow *window, const char *path, gpointer use)
{
  uses[GPOINTER_TO_UINT (use)] (window, path);
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, TnWindow *window)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  const Chosen *chosen = g_object_get_data (G_OBJECT (chooser), "use");

  gtk_native_dialog_hide (chooser);
  if (path && tn_window_get_workspace (window))
    chosen->use (window, path, chosen->data);
  g_object_unref (chooser);
}

/* Takes the data. */
static void
ask (TnWindow *window, const char *title, GtkFileChooserAction action, const char *accept, const char *name, TnFileUse use, gpointer data, GDestroyNotify free_data)
{
  GtkFileChooserNative *chooser;
  Chosen *chosen = g_new (Chosen, 1);

  *chosen = (Chosen) { use, data, free_data };
  if (!tn_window_get_workspace (window))
    {
      free_chosen (chosen);
      return;
    }
  chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, accept, _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (name)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_object_set_data_full (G_OBJECT (chooser), "use", chosen, free_chosen);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
ask_path (TnWindow *window, const char *title, GtkFileChooserAction action, const char *accept, const char *name, Use use)
{
  ask (window, title, action, accept, name, use_cb, GUINT_TO_POINTER (use), NULL);
}

void
tn_file_ask_save (TnWindow *window, const char *title, const char *accept, const char *name, TnFileUse use, gpointer data, GDestroyNotify free_data)
{
  ask (window, title, GTK_FILE_CHOOSER_ACTION_SAVE, accept, name, use, data, free_data);
}

static void
backup_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "tungnha-%Y-%m-%d.backup");

  ask_path (window, _("Back Up the Copy"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Back Up"), name, USE_BACKUP);
}

static void
restore_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  ask_path (window, _("Restore a Backup"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Choose"), NULL, USE_RESTORE);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  gboolean people = g_str_equal (g_variant_get_string (parameter, NULL), "person");

  /* Translators: names of files, without marks. */
  ask_path (window, people ? _("Export the People") : _("Export the Households"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"),
            people ? _("people.xlsx") : _("households.xlsx"), people ? USE_EXPORT_PEOPLE : USE_EXPORT_HOUSEHOLDS);
}

void
tn_file_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "backup", .activate = backup_cb },
    { .name = "restore", .activate = restore_cb },
    { .name = "export", .activate = export_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
