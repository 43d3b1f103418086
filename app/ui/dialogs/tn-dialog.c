/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-dialog.h"
#include <glib/gi18n.h>
#include "tn-card-form.h"

struct _TnDialog
{
  AdwWindow parent_instance;

  GtkButton *save_button;
  GtkSpinner *spinner;
  GtkRevealer *revealer;
  GtkLabel *message;
  GtkBox *content;

  TnWorkspace *workspace;
  TnWindow *window;            /* not owned: the parent outlives us */
  TnDialogPrepare prepare;
  gpointer prepare_data;
  GDestroyNotify prepare_free;
  GCancellable *cancellable;   /* of what Save does; NULL = it goes to its end */
  TnEditProgress progress;     /* of the write; NULL = it is short */
  gpointer progress_data;
  gboolean dirty, busy, can_save;
};

G_DEFINE_FINAL_TYPE (TnDialog, tn_dialog, ADW_TYPE_WINDOW)

enum { SAVED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
update (TnDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.save", self->can_save && !self->busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->content), !self->busy);
  gtk_spinner_set_spinning (self->spinner, self->busy);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error))
    {
      update (self);
      if (self->cancellable)
        g_cancellable_reset (self->cancellable);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        tn_dialog_show_message (self, error->message);
      g_signal_emit (self, signals[FAILED], 0);
      return;
    }
  self->dirty = FALSE;
  g_signal_emit (self, signals[SAVED], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

void
tn_dialog_run (TnDialog *self, TnWorkFunc func, gpointer data, GDestroyNotify data_free)
{
  self->busy = TRUE;
  update (self);
  if (self->progress)
    tn_workspace_run_long_async (self->workspace, func, data, data_free, self->progress, self->progress_data, self->cancellable, saved_cb, g_object_ref (self));
  else
    tn_workspace_run_async (self->workspace, func, data, data_free, NULL, saved_cb, g_object_ref (self));
}

void
tn_dialog_save (TnDialog *self)
{
  TnWorkFunc func = NULL;
  gpointer data = NULL;
  GDestroyNotify data_free = NULL;

  if (self->busy || !self->can_save || !self->prepare)
    return;
  tn_dialog_show_message (self, NULL);
  if (!self->prepare (self, &func, &data, &data_free, self->prepare_data))
    return;
  tn_dialog_run (self, func, data, data_free);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tn_dialog_save (TN_DIALOG (widget));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static gboolean
discard_idle_cb (gpointer user_data)
{
  gtk_window_destroy (GTK_WINDOW (user_data));
  return G_SOURCE_REMOVE;
}

static void
discard_cb (AdwMessageDialog *question, const char *response, TnDialog *self)
{
  /* Not at once: the question is still on its way out, and it must not outlive the window that it stands over. */
  if (g_str_equal (response, "discard"))
    g_idle_add_full (G_PRIORITY_LOW, discard_idle_cb, g_object_ref (self), g_object_unref);
}

static gboolean
tn_dialog_close_request (GtkWindow *window)
{
  TnDialog *self = TN_DIALOG (window);
  GtkWidget *question;

  if (self->busy)
    {
      g_cancellable_cancel (self->cancellable);
      return TRUE;
    }
  if (!self->dirty)
    return GTK_WINDOW_CLASS (tn_dialog_parent_class)->close_request (window);
  question = adw_message_dialog_new (window, _("Throw away what you typed?"), _("Nothing of this form has been saved yet."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "back", _("_Go On Typing"), "discard", _("_Throw Away"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "back");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "back");
  g_signal_connect_object (question, "response", G_CALLBACK (discard_cb), self, 0);
  gtk_window_present (GTK_WINDOW (question));
  return TRUE;
}

static void
tn_dialog_dispose (GObject *object)
{
  TnDialog *self = TN_DIALOG (object);

  if (self->prepare_free)
    self->prepare_free (self->prepare_data);
  self->prepare_free = NULL;
  self->prepare = NULL;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_dialog_parent_class)->dispose (object);
}

/* The keyboard begins at what is asked, unless somebody put it elsewhere, and not at Cancel. */
static void
tn_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tn_dialog_parent_class)->map (widget);
  if (!gtk_window_get_focus (GTK_WINDOW (widget)))
    gtk_widget_child_focus (GTK_WIDGET (TN_DIALOG (widget)->content), GTK_DIR_TAB_FORWARD);
}

static void
tn_dialog_class_init (TnDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tn_dialog_close_request;
  widget_class->map = tn_dialog_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/dialogs/tn-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TnDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, TnDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, TnDialog, revealer);
  gtk_widget_class_bind_template_child (widget_class, TnDialog, message);
  gtk_widget_class_bind_template_child (widget_class, TnDialog, content);
  gtk_widget_class_install_action (widget_class, "dialog.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "dialog.cancel", NULL, cancel_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "dialog.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "dialog.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dialog.cancel", NULL);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_dialog_init (TnDialog *self)
{
  self->can_save = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A dialog opened from within another one (a petition during a visit) stands over it, and the keyboard goes back there when it closes. */
static GtkWindow *
find_front (TnWindow *window)
{
  g_autoptr (GList) toplevels = gtk_window_list_toplevels ();
  GtkWindow *front = GTK_WINDOW (window), *over;

  do
    {
      over = NULL;
      for (GList *l = toplevels; l && !over; l = l->next)
        if (TN_IS_DIALOG (l->data) && gtk_widget_get_mapped (l->data) && gtk_window_get_transient_for (l->data) == front)
          over = l->data;
      front = over ? over : front;
    }
  while (over);
  return front;
}

TnDialog *
tn_dialog_new (TnWindow *window, const char *title, const char *save_label)
{
  TnDialog *self = g_object_new (TN_TYPE_DIALOG, "transient-for", find_front (window), "title", title, NULL);

  self->window = window;
  self->workspace = g_object_ref (tn_window_get_workspace (window));
  gtk_button_set_label (self->save_button, save_label);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->save_button));
  return self;
}

void
tn_dialog_set_prepare (TnDialog *self, TnDialogPrepare prepare, gpointer user_data, GDestroyNotify destroy)
{
  self->prepare = prepare;
  self->prepare_data = user_data;
  self->prepare_free = destroy;
}

void
tn_dialog_add (TnDialog *self, GtkWidget *child)
{
  gtk_box_append (self->content, child);
}

static void
submit_cb (TnDialog *self)
{
  if (!gtk_widget_child_focus (GTK_WIDGET (self->content), GTK_DIR_TAB_FORWARD))
    tn_dialog_save (self);
}

static void
follow_form (TnDialog *self, TnForm *form)
{
  g_signal_connect_object (form, "changed", G_CALLBACK (tn_dialog_set_dirty), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (form, "submit", G_CALLBACK (submit_cb), self, G_CONNECT_SWAPPED);
}

void
tn_dialog_add_form (TnDialog *self, TnForm *form)
{
  follow_form (self, form);
  tn_dialog_add (self, GTK_WIDGET (form));
}

void
tn_dialog_add_card (TnDialog *self, GtkWidget *card)
{
  follow_form (self, tn_card_form_get_form (card));
  tn_dialog_add (self, card);
}

TnWorkspace *
tn_dialog_get_workspace (TnDialog *self)
{
  return self->workspace;
}

TnWindow *
tn_dialog_get_window (TnDialog *self)
{
  return self->window;
}

void
tn_dialog_show_message (TnDialog *self, const char *text)
{
  gtk_label_set_text (self->message, text ? text : "");
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}

void
tn_dialog_set_dirty (TnDialog *self)
{
  self->dirty = TRUE;
}

void
tn_dialog_set_cancellable (TnDialog *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

void
tn_dialog_set_progress (TnDialog *self, TnEditProgress progress, gpointer data)
{
  self->progress = progress;
  self->progress_data = data;
}

void
tn_dialog_set_can_save (TnDialog *self, gboolean can_save)
{
  self->can_save = can_save;
  update (self);
}
