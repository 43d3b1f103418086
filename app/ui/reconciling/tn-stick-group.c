/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-stick-group.h"
#include <glib/gi18n.h>
#include "tn-bundle.h"
#include "tn-window.h"

struct _TnStickGroup
{
  AdwBin parent_instance;

  AdwActionRow *result_row;
  GtkImage *result_icon;
  GtkSpinner *spinner;
  GtkWidget *write_button, *read_button, *stop_button;

  TnWorkspace *workspace;       /* weak: the window's */
  GCancellable *cancellable;    /* of the work under way; NULL = none */
};

G_DEFINE_FINAL_TYPE (TnStickGroup, tn_stick_group, ADW_TYPE_BIN)

static TnReconciler *
get_reconciler (TnStickGroup *self)
{
  return self->workspace ? tn_workspace_get_reconciler (self->workspace) : NULL;
}

/* A laptop that is not enrolled has nobody to hand in to, but may wait for its answer. */
static void
update (TnStickGroup *self)
{
  TnReconciler *reconciler = get_reconciler (self);
  TnReconcilerState state = TN_RECONCILER_NOT_ENROLLED;
  gboolean busy = self->cancellable != NULL;

  if (reconciler)
    g_object_get (reconciler, "state", &state, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stick.write", reconciler && !busy && state != TN_RECONCILER_NOT_ENROLLED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stick.read", reconciler && !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "stick.stop", busy);
  gtk_widget_set_visible (self->stop_button, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
show_result (TnStickGroup *self, const char *icon, const char *title, const char *text)
{
  gtk_image_set_from_icon_name (self->result_icon, icon);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), title);
  adw_action_row_set_subtitle (self->result_row, text);
  gtk_widget_set_visible (GTK_WIDGET (self->result_row), TRUE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnStickGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  TnBundleReport *report = tn_reconciler_bundle_finish (TN_RECONCILER (source), result, &error);
  g_autofree char *text = report ? tn_bundle_report_to_text (report) : NULL;

  g_clear_object (&self->cancellable);
  if (report)
    show_result (self, "emblem-ok-symbolic", report->read ? _("Read from the stick") : _("Written to the stick"), text);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_result (self, "dialog-information-symbolic", _("It was stopped."), _("Nothing counts as handed in. What had been taken over whole stays; read the stick again to go on."));
  else
    show_result (self, "dialog-warning-symbolic", _("That did not work"), error->message);
  tn_bundle_report_free (report);
  update (self);
}

static void
start (TnStickGroup *self, TnBundleJobType type, const char *path)
{
  TnBundleJob job = { .type = type, .path = path };

  if (self->cancellable || !get_reconciler (self))
    return;
  self->cancellable = g_cancellable_new ();
  show_result (self, "media-removable-symbolic", type == TN_BUNDLE_JOB_READ ? _("Reading the stick…") : _("Writing to the stick…"), _("Leave it in until this is done."));
  tn_reconciler_bundle_async (get_reconciler (self), &job, self->cancellable, done_cb, g_object_ref (self));
  update (self);
}

void
tn_stick_group_write (TnStickGroup *self, const char *path)
{
  start (self, TN_BUNDLE_JOB_WRITE, path);
}

void
tn_stick_group_read (TnStickGroup *self, const char *path)
{
  start (self, TN_BUNDLE_JOB_READ, path);
}

/* --- choosers --- */

GtkFileChooserNative *
tn_stick_chooser_new (GtkWindow *parent, GtkFileChooserAction action, const char *title, const char *accept)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, parent, action, accept, _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _("USB files of Từng Nhà"));
      gtk_file_filter_add_pattern (filter, "*" TN_BUNDLE_SUFFIX);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  return chooser;
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, TnStickGroup *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  gboolean reads = gtk_file_chooser_get_action (GTK_FILE_CHOOSER (chooser)) == GTK_FILE_CHOOSER_ACTION_OPEN;

  gtk_native_dialog_hide (chooser);
  if (path)
    start (self, reads ? TN_BUNDLE_JOB_READ : TN_BUNDLE_JOB_WRITE, path);
  g_object_unref (chooser);
}

static void
ask (TnStickGroup *self, GtkFileChooserAction action, const char *title, const char *accept)
{
  GtkFileChooserNative *chooser = tn_stick_chooser_new (GTK_WINDOW (tn_window_of (self)), action, title, accept);

  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
write_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (TN_STICK_GROUP (widget), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("Write to a USB Stick"), _("_Write Here"));
}

static void
read_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ask (TN_STICK_GROUP (widget), GTK_FILE_CHOOSER_ACTION_OPEN, _("Read from a USB Stick"), _("_Read"));
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnStickGroup *self = TN_STICK_GROUP (widget);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
}

void
tn_stick_group_set_workspace (TnStickGroup *self, TnWorkspace *workspace)
{
  g_set_weak_pointer (&self->workspace, workspace);
  if (get_reconciler (self))
    g_signal_connect_object (get_reconciler (self), "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
tn_stick_group_dispose (GObject *object)
{
  TnStickGroup *self = TN_STICK_GROUP (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->workspace);
  G_OBJECT_CLASS (tn_stick_group_parent_class)->dispose (object);
}

static void
tn_stick_group_finalize (GObject *object)
{
  g_clear_object (&TN_STICK_GROUP (object)->cancellable);
  G_OBJECT_CLASS (tn_stick_group_parent_class)->finalize (object);
}

static void
tn_stick_group_class_init (TnStickGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_stick_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_stick_group_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/reconciling/tn-stick-group.ui");
  gtk_widget_class_bind_template_child (widget_class, TnStickGroup, result_row);
  gtk_widget_class_bind_template_child (widget_class, TnStickGroup, result_icon);
  gtk_widget_class_bind_template_child (widget_class, TnStickGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, TnStickGroup, write_button);
  gtk_widget_class_bind_template_child (widget_class, TnStickGroup, read_button);
  gtk_widget_class_bind_template_child (widget_class, TnStickGroup, stop_button);
  gtk_widget_class_install_action (widget_class, "stick.write", NULL, write_action);
  gtk_widget_class_install_action (widget_class, "stick.read", NULL, read_action);
  gtk_widget_class_install_action (widget_class, "stick.stop", NULL, stop_action);
}

static void
tn_stick_group_init (TnStickGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}
