/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-file-progress.h"
#include <glib/gi18n.h>

#define SHOW_PROGRESS_MS 600   /* what is done sooner needs no window */

typedef struct
{
  char *path;
  const char *title, *failed;
  TnFileWrite write;
  TnFileWritten written;
  gpointer data;
  GDestroyNotify free_data;
  TnWindow *window;
  TnImportSteps *steps;
  GtkWidget *dialog;       /* NULL while it has not been shown */
  guint show_id, watch_id;
} Writing;

static void
free_writing (gpointer data)
{
  Writing *self = data;

  if (self->free_data)
    self->free_data (self->data);
  tn_import_steps_unref (self->steps);
  g_object_unref (self->window);
  g_free (self->path);
  g_free (self);
}

static void
cancel_cb (AdwMessageDialog *dialog, const char *response, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
show_cb (gpointer user_data)
{
  GTask *task = user_data;
  Writing *self = g_task_get_task_data (task);
  GtkWidget *bar = gtk_progress_bar_new ();

  self->show_id = 0;
  self->dialog = adw_message_dialog_new (GTK_WINDOW (self->window), self->title, NULL);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (self->dialog), "cancel", _("_Cancel"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self->dialog), bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
  self->watch_id = tn_import_steps_watch (self->steps, GTK_PROGRESS_BAR (bar));
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (cancel_cb), g_task_get_cancellable (task), 0);
  gtk_window_present (GTK_WINDOW (self->dialog));
  return G_SOURCE_REMOVE;
}

static void
close_window (Writing *self, GCancellable *cancellable)
{
  g_clear_handle_id (&self->show_id, g_source_remove);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  if (self->dialog && !g_cancellable_is_cancelled (cancellable))   /* an answered one closes by itself */
    gtk_window_destroy (GTK_WINDOW (self->dialog));
}

static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Writing *self = data;
  GError *error = NULL;

  if (self->write (self->data, self->path, self->steps, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  close_window (self, g_task_get_cancellable (G_TASK (result)));
  if (g_task_propagate_boolean (G_TASK (result), &error))
    self->written (self->window, self->data, self->path);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tn_window_toast (self->window, _("Stopped. Nothing was written; an older file of that name is as it was."));
  else
    tn_window_show_error (self->window, self->failed, error);
}

void
tn_file_write_long (TnWindow *window, const char *path, const char *title, const char *failed, TnFileWrite write, TnFileWritten written, gpointer data,
                    GDestroyNotify free_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (window, cancellable, written_cb, NULL);
  Writing *self = g_new0 (Writing, 1);

  g_task_set_check_cancellable (task, FALSE);   /* who stops it too late has a file, and is told so */
  *self = (Writing) { g_strdup (path), title, failed, write, written, data, free_data, g_object_ref (window), tn_import_steps_new (), NULL, 0, 0 };
  g_task_set_task_data (task, self, free_writing);
  self->show_id = g_timeout_add (SHOW_PROGRESS_MS, show_cb, task);   /* the task lives until written_cb(), which takes this away */
  g_task_run_in_thread (task, write_thread);
}
