/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-sync-button.h"
#include <glib/gi18n.h>
#include "tn-reconciler-words.h"

struct _TnSyncButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkImage *icon;
  GtkLabel *count, *state_label, *waiting_label, *last_label, *left_label, *message_label;
  GtkProgressBar *progress;
  GtkWidget *now_button, *cancel_button, *enrol_button;

  TnReconciler *reconciler;
};

G_DEFINE_FINAL_TYPE (TnSyncButton, tn_sync_button, ADW_TYPE_BIN)

static void
show_waiting (TnSyncButton *self, guint64 waiting)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, waiting);
  g_autofree char *text = waiting == 0
    ? g_strdup (_("Everything that was typed here has been received."))
    /* Translators: what was typed on this laptop and has not reached the district. */
    : g_strdup_printf (ngettext ("%u change has not been sent yet.", "%u changes have not been sent yet.", (gulong) waiting), (guint) waiting);

  gtk_label_set_text (self->count, number);
  gtk_widget_set_visible (GTK_WIDGET (self->count), waiting > 0);
  gtk_label_set_text (self->waiting_label, text);
}

static void
show_last (TnSyncButton *self, gint64 last)
{
  g_autofree char *text = tn_reconciler_dup_last_text (last);

  gtk_label_set_text (self->last_label, text);
}

static void
show_progress (TnSyncButton *self, gboolean working, double fraction)
{
  gtk_widget_set_visible (GTK_WIDGET (self->progress), working);
  if (!working)
    return;
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, MIN (fraction, 1));
  else
    gtk_progress_bar_pulse (self->progress);
}

static void
update (TnSyncButton *self)
{
  TnReconcilerState state;
  double fraction;
  gint64 last;
  guint64 waiting;
  int step;
  guint64 left;
  g_autofree char *message = NULL, *name = NULL, *left_text = NULL;

  if (!self->reconciler)
    return;
  g_object_get (self->reconciler, "state", &state, "step", &step, "fraction", &fraction, "message", &message, "last-done", &last, "waiting", &waiting, "left", &left, NULL);
  gtk_image_set_from_icon_name (self->icon, tn_reconciler_state_icon (state));
  gboolean repairing = state == TN_RECONCILER_WORKING && step == TN_SYNC_REPAIR;
  gtk_label_set_text (self->state_label, repairing ? _("Bringing the copies together again after a restore…") : tn_reconciler_state_text (state));
  show_waiting (self, waiting);
  show_last (self, last);
  show_progress (self, state == TN_RECONCILER_WORKING, fraction);
  left_text = state == TN_RECONCILER_WORKING ? tn_reconciler_dup_left_text (step, left) : NULL;
  gtk_label_set_text (self->left_label, left_text ? left_text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->left_label), left_text != NULL);
  gtk_label_set_text (self->message_label, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message_label), message && *message);
  gtk_widget_set_visible (self->now_button, state != TN_RECONCILER_NOT_ENROLLED && state != TN_RECONCILER_WORKING);
  gtk_widget_set_visible (self->cancel_button, state == TN_RECONCILER_WORKING);
  gtk_widget_set_visible (self->enrol_button, state == TN_RECONCILER_NOT_ENROLLED);
  gtk_widget_set_visible (GTK_WIDGET (self->last_label), state != TN_RECONCILER_NOT_ENROLLED);
  name = g_strdup_printf ("%s. %s", tn_reconciler_state_text (state), gtk_label_get_text (self->waiting_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
tn_sync_button_dispose (GObject *object)
{
  tn_sync_button_set_reconciler (TN_SYNC_BUTTON (object), NULL);
  G_OBJECT_CLASS (tn_sync_button_parent_class)->dispose (object);
}

static void
tn_sync_button_class_init (TnSyncButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_sync_button_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/shell/tn-sync-button.ui");
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, button);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, icon);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, count);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, state_label);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, last_label);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, left_label);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, message_label);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, progress);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, now_button);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, TnSyncButton, enrol_button);
}

static void
tn_sync_button_init (TnSyncButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tn_sync_button_set_reconciler (TnSyncButton *self, TnReconciler *reconciler)
{
  if (self->reconciler)
    g_signal_handlers_disconnect_by_data (self->reconciler, self);
  g_set_object (&self->reconciler, reconciler);
  if (reconciler)
    g_signal_connect_swapped (reconciler, "notify", G_CALLBACK (update), self);
  update (self);
}
