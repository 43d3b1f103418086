/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-window-private.h"
#include <glib/gi18n.h>
#include "tn-screens.h"
#include "tn-settings.h"
#include "tn-sync-button.h"

G_DEFINE_FINAL_TYPE (TnWindow, tn_window, ADW_TYPE_APPLICATION_WINDOW)

enum { COPY_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- closing the window --- */

static void
save_size (TnWindow *self)
{
  GSettings *settings = tn_settings_get ();
  int width, height;

  if (!settings)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
last_copy_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TnWindow *self = TN_WINDOW (source);
  g_autoptr (GError) error = NULL;

  if (!tn_window_close_copy_finish (self, result, &error))
    g_warning ("The copy could not be closed: %s", error->message);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
tn_window_close_request (GtkWindow *window)
{
  TnWindow *self = TN_WINDOW (window);

  save_size (self);
  tn_window_forget_opening (self);
  self->closed = TRUE;
  if (!self->workspace)
    return GTK_WINDOW_CLASS (tn_window_parent_class)->close_request (window);
  /* What was typed last is still on its way to the disk: the window vanishes now and ends when it is there. */
  gtk_widget_hide (GTK_WIDGET (self));
  tn_window_close_copy (self, last_copy_closed_cb, NULL);
  return TRUE;
}

static void
restore_size (TnWindow *self)
{
  GSettings *settings = tn_settings_get ();

  if (!settings)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

/* A window that is shown with no copy on its way welcomes. */
static void
tn_window_realize (GtkWidget *widget)
{
  TnWindow *self = TN_WINDOW (widget);

  if (!self->opening && !self->workspace && !self->problem)
    tn_window_show_page (self, "welcome");
  GTK_WIDGET_CLASS (tn_window_parent_class)->realize (widget);
}

static void
tn_window_dispose (GObject *object)
{
  TnWindow *self = TN_WINDOW (object);

  tn_window_forget_opening (self);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_weak_pointer (&self->done_toast);
  G_OBJECT_CLASS (tn_window_parent_class)->dispose (object);
}

static void
tn_window_finalize (GObject *object)
{
  g_free (TN_WINDOW (object)->path);
  G_OBJECT_CLASS (tn_window_parent_class)->finalize (object);
}

static void
tn_window_class_init (TnWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_window_finalize;
  widget_class->realize = tn_window_realize;
  GTK_WINDOW_CLASS (klass)->close_request = tn_window_close_request;
  g_type_ensure (TN_TYPE_SYNC_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/shell/tn-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TnWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, screens);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, primary_menu);
  gtk_widget_class_bind_template_child (widget_class, TnWindow, sync_button);
  gtk_widget_class_bind_template_callback (widget_class, tn_window_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, tn_window_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, tn_window_screen_changed_cb);
  signals[COPY_CHANGED] = g_signal_new ("copy-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  tn_window_install_actions (klass);
}

void
tn_window_say_copy_changed (TnWindow *self)
{
  g_signal_emit (self, signals[COPY_CHANGED], 0);
}

/* A menu's widgets are made when it is opened. */
static void
open_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  if (!gtk_menu_button_get_menu_model (button))
    gtk_menu_button_set_menu_model (button, TN_WINDOW (user_data)->primary_menu);
}

static void
tn_window_init (TnWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->sidebar, tn_window_update_heading_cb, NULL, NULL);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->menu_button), open_menu_cb, self, NULL);
  tn_screens_install_actions (self);
  restore_size (self);
  tn_window_update_actions (self);
}

TnWindow *
tn_window_new (GtkApplication *app)
{
  return g_object_new (TN_TYPE_WINDOW, "application", app, NULL);
}

TnWorkspace *
tn_window_get_workspace (TnWindow *self)
{
  return self->workspace;
}

void
tn_window_toggle_sidebar (TnWindow *self)
{
  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

void
tn_window_toast (TnWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  tn_window_add_toast (self, adw_toast_new (escaped));
}

void
tn_window_add_toast (TnWindow *self, AdwToast *toast)
{
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
tn_window_show_error (TnWindow *self, const char *heading, const GError *error)
{
  GtkWidget *dialog;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->closed)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (self), heading ? heading : _("That did not work"), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

TnWindow *
tn_window_of (gpointer widget)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (widget));

  while (GTK_IS_WINDOW (root) && !TN_IS_WINDOW (root) && gtk_window_get_transient_for (GTK_WINDOW (root)))
    root = GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root)));
  return TN_IS_WINDOW (root) ? TN_WINDOW (root) : NULL;
}
