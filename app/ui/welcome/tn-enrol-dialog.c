/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enrolment needs a copy to keep the answer in. From the welcome there is none yet, so the window opens a new one first; the copy stays
 * when the district refuses, empty and harmless, and enrolling is tried again on it. */
#include "tn-enrol-dialog.h"
#include <glib/gi18n.h>
#include "tn-stick-group.h"
#include "tn-welcome-page.h"

struct _TnEnrolDialog
{
  AdwWindow parent_instance;

  GtkSpinner *spinner;
  GtkRevealer *revealer;
  GtkLabel *message;
  GtkWidget *enrol_button, *group, *stick_part, *stick_button;
  GtkEditable *url, *code, *device, *user;

  TnWindow *window;             /* not owned: the parent outlives us */
  GCancellable *cancellable;
  gulong opened_id;             /* waiting for the window to have a copy */
  char *stick;                  /* folder to write the request to; NULL = by network */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (TnEnrolDialog, tn_enrol_dialog, ADW_TYPE_WINDOW)

static char *
dup_stripped (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static gboolean
has_address (const char *url)
{
  return g_str_has_prefix (url, "https://") && strlen (url) > strlen ("https://");
}

static void
update (TnEnrolDialog *self)
{
  g_autofree char *url = dup_stripped (self->url), *code = dup_stripped (self->code), *device = dup_stripped (self->device);
  gboolean whole = has_address (url) && *code && *device;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "enrol.enrol", whole && !self->busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "enrol.stick", *code && *device && !self->busy);
  gtk_widget_set_sensitive (self->group, !self->busy);
  gtk_widget_set_sensitive (self->stick_part, !self->busy);
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
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnEnrolDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  TnBundleReport *report = tn_reconciler_bundle_finish (TN_RECONCILER (source), result, &error);
  g_autofree char *text = report ? tn_bundle_report_to_text (report) : NULL;

  if (report)
    {
      tn_window_toast (self->window, text);
      tn_window_show_screen (self->window, "reconciling");   /* where the answer is read */
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, error->message);
  tn_bundle_report_free (report);
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
  else if (self->stick)
    {
      TnBundleJob job = { TN_BUNDLE_JOB_ENROL, self->stick, code, has_address (url) ? url : NULL, device };

      tn_reconciler_bundle_async (reconciler, &job, self->cancellable, asked_cb, g_object_ref (self));
    }
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
begin (TnEnrolDialog *self)
{
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
enrol_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnEnrolDialog *self = TN_ENROL_DIALOG (widget);

  g_clear_pointer (&self->stick, g_free);
  begin (self);
}

void
tn_enrol_dialog_ask_by_stick (TnEnrolDialog *self, const char *folder)
{
  g_free (self->stick);
  self->stick = g_strdup (folder);
  begin (self);
}

static void
folder_chosen_cb (GtkNativeDialog *chooser, int response, TnEnrolDialog *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  gtk_native_dialog_hide (chooser);
  if (path)
    tn_enrol_dialog_ask_by_stick (self, path);
  g_object_unref (chooser);
}

static void
stick_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkFileChooserNative *chooser = tn_stick_chooser_new (GTK_WINDOW (widget), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("Write to a USB Stick"), _("_Write Here"));

  g_signal_connect_object (chooser, "response", G_CALLBACK (folder_chosen_cb), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
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
  g_clear_pointer (&self->stick, g_free);
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
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, stick_part);
  gtk_widget_class_bind_template_child (widget_class, TnEnrolDialog, stick_button);
  gtk_widget_class_install_action (widget_class, "enrol.enrol", NULL, enrol_action);
  gtk_widget_class_install_action (widget_class, "enrol.stick", NULL, stick_action);
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
