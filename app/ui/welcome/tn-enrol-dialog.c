/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enrolment needs a copy to keep the answer in. From the welcome there is none yet, so the window opens a new one first; the copy stays
 * when the district refuses, empty and harmless, and enrolling is tried again on it. */
#include "tn-enrol-dialog.h"
#include <glib/gi18n.h>
#include "tn-welcome-page.h"

struct _TnEnrolDialog
{
  AdwWindow parent_instance;

  GtkSpinner *spinner;
  GtkRevealer *revealer;
  GtkLabel *message;
  GtkWidget *enrol_button, *group;
  GtkEditable *url, *code, *device, *user;

  TnWindow *window;             /* not owned: the parent outlives us */
  GCancellable *cancellable;
  gulong opened_id;             /* waiting for the window to have a copy */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (TnEnrolDialog, tn_enrol_dialog, ADW_TYPE_WINDOW)

static char *
dup_stripped (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
update (TnEnrolDialog *self)
{
  g_autofree char *url = dup_stripped (self->url), *code = dup_stripped (self->code), *device = dup_stripped (self->device);
  gboolean whole = g_str_has_prefix (url, "https://") && strlen (url) > strlen ("https://") && *code && *device;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "enrol.enrol", whole && !self->busy);
  gtk_widget_set_sensitive (self->group, !self->busy);
  gtk_spinner_set_spinning (self->spinner, self->busy);
}

static void
changed_cb (TnEnrolDialog *self)
{
  update (self);
}

static void
fail (TnEnrolDialog *self, const char *text)
{
  self->busy = FALSE;
  gtk_label_set_text (self->message, text);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  update (self);
}

static void
enrolled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnEnrolDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tn_reconciler_enrol_finish (TN_RECONCILER (source), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        fail (self, error->message);
      return;
    }
  tn_window_toast (self->window, _("This laptop is enrolled. The ward’s households are being fetched."));
  tn_reconciler_request (TN_RECONCILER (source));
  gtk_window_destroy (GTK_WINDOW (self));
}

static gpointer
write_user (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_copy_set_user (copy, data, error) ? g_strdup (data) : NULL;
}

static void
user_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnEnrolDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *user = tn_store_finish (TN_STORE (source), result, &error);
  g_autofree char *url = dup_stripped (self->url), *code = dup_stripped (self->code), *device = dup_stripped (self->device);
  TnWorkspace *workspace = tn_window_get_workspace (self->window);
  TnReconciler *reconciler = workspace ? tn_workspace_get_reconciler (workspace) : NULL;

  if (!user)
    fail (self, error->message);
  else if (!reconciler)
    fail (self, _("This copy may only be read, so it cannot be enrolled. Open it from a place where it may be written."));
  else
    tn_reconciler_enrol_async (reconciler, url, code, device, self->cancellable, enrolled_cb, g_object_ref (self));
}

static void
enrol_open_copy (TnEnrolDialog *self)
{
  TnStore *store = tn_workspace_get_store (tn_window_get_workspace (self->window));

  tn_store_write_async (store, write_user, dup_stripped (self->user), g_free, g_free, NULL, user_written_cb, g_object_ref (self));
}

static void
window_copy_cb (TnEnrolDialog *self)
{
  g_clear_signal_handler (&self->opened_id, self->window);
  if (tn_window_get_workspace (self->window))
    enrol_open_copy (self);
  else
    fail (self, _("The ward’s copy could not be made on this laptop. Close this to read why."));
}

static void
enrol_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnEnrolDialog *self = TN_ENROL_DIALOG (widget);
  g_autofree char *path = tn_welcome_default_path ();

  self->busy = TRUE;
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  update (self);
  if (tn_window_get_workspace (self->window))
    {
      enrol_open_copy (self);
      return;
    }
  self->opened_id = g_signal_connect_object (self->window, "copy-changed", G_CALLBACK (window_copy_cb), self, G_CONNECT_SWAPPED);
  tn_window_open_copy (self->window, path, TN_COPY_CREATE);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
tn_enrol_dialog_dispose (GObject *object)
{
  TnEnrolDialog *self = TN_ENROL_DIALOG (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tn_enrol_dialog_parent_class)->dispose (object);
}

static void
tn_enrol_dialog_class_init (TnEnrolDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_enrol_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/welcome/tn-enrol-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, revealer);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, message);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, enrol_button);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, group);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, url);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, code);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, device);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, user);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_install_action (widget_class, "enrol.enrol", NULL, enrol_action);
  gtk_widget_class_install_action (widget_class, "enrol.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "enrol.cancel", NULL);
}

static void
tn_enrol_dialog_init (TnEnrolDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_editable_set_text (self->device, g_get_host_name ());
  gtk_editable_set_text (self->user, g_get_real_name ());
  gtk_window_set_default_widget (GTK_WINDOW (self), self->enrol_button);
  update (self);
}

void
tn_enrol_dialog_present (TnWindow *window)
{
  TnEnrolDialog *self = g_object_new (TN_TYPE_ENROL_DIALOG, "transient-for", window, NULL);

  self->window = window;
  gtk_window_present (GTK_WINDOW (self));
}
