/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-file-progress.h"
#include <glib/gi18n.h>

#define SHOW_PROGRESS_MS 600   /* what is done sooner needs no window */

struct _TnFileProgress
{
  TnWindow *window;
  const char *title;
  GCancellable *cancellable;
  TnImportSteps *steps;
  GtkWidget *dialog;       /* NULL while it has not been shown */
  guint show_id, watch_id;
};

static void
cancel_cb (AdwMessageDialog *dialog, const char *response, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
show_progress_cb (gpointer user_data)
{
  TnFileProgress *self = user_data;
  GtkWidget *bar = gtk_progress_bar_new ();

  self->show_id = 0;
  self->dialog = adw_message_dialog_new (GTK_WINDOW (self->window), self->title, NULL);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (self->dialog), "cancel", _("_Cancel"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self->dialog), bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
  self->watch_id = tn_import_steps_watch (self->steps, GTK_PROGRESS_BAR (bar));
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (cancel_cb), self->cancellable, 0);
  gtk_window_present (GTK_WINDOW (self->dialog));
  return G_SOURCE_REMOVE;
}

TnFileProgress *
tn_file_progress_begin (TnWindow *window, const char *title, TnImportSteps *steps)
{
  TnFileProgress *self = g_new0 (TnFileProgress, 1);

  self->window = g_object_ref (window);
  self->title = title;
  self->cancellable = g_cancellable_new ();
  self->steps = tn_import_steps_ref (steps);
  self->show_id = g_timeout_add (SHOW_PROGRESS_MS, show_progress_cb, self);
  return self;
}

GCancellable *
tn_file_progress_get_cancellable (TnFileProgress *self)
{
  return self->cancellable;
}

void
tn_file_progress_end (TnFileProgress *self)
{
  g_clear_handle_id (&self->show_id, g_source_remove);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  if (self->dialog && !g_cancellable_is_cancelled (self->cancellable))   /* an answered one closes by itself */
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  g_object_unref (self->cancellable);
  tn_import_steps_unref (self->steps);
  g_object_unref (self->window);
  g_free (self);
}
