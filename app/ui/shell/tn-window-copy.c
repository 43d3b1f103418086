/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window opens a copy and closes it, and says why one does not open. */
#include "tn-window-private.h"
#include <glib/gi18n.h>
#include "tn-screen.h"
#include "tn-settings.h"
#include "tn-sync-button.h"
#include "tn-welcome-page.h"

#define RECONCILE_MINUTES 15   /* when the settings say nothing */

/* Pages that most starts never show are made when they are shown. */
static void
make_page (TnWindow *self, const char *name)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_stack_get_child_by_name (self->stack, name))
    return;
  if (g_str_equal (name, "welcome"))
    {
      gtk_stack_add_named (self->stack, g_object_new (TN_TYPE_WELCOME_PAGE, NULL), name);
      return;
    }
  builder = gtk_builder_new_from_resource ("/vn/tungnha/TungNha/ui/shell/tn-problem.ui");
  self->problem = ADW_STATUS_PAGE (gtk_builder_get_object (builder, "problem"));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->problem), name);
}

void
tn_window_show_page (TnWindow *self, const char *name)
{
  gboolean main = g_str_equal (name, "main");

  make_page (self, name);
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "opening"));
  gtk_widget_set_visible (self->sidebar_button, main);
  gtk_widget_set_visible (self->sync_button, main && tn_workspace_get_reconciler (self->workspace));
  tn_window_update_actions (self);
}

static const char *
problem_title (const GError *error)
{
  if (g_error_matches (error, TN_ERROR, TN_ERROR_TOO_NEW))
    return _("This copy is from a newer version");
  if (g_error_matches (error, TN_ERROR, TN_ERROR_CORRUPT))
    return _("This copy is damaged");
  if (g_error_matches (error, TN_ERROR, TN_ERROR_BUSY))
    return _("This copy is in use");
  if (g_error_matches (error, TN_ERROR, TN_ERROR_READ_ONLY))
    return _("This copy may not be changed");
  if (g_error_matches (error, TN_ERROR, TN_ERROR_FULL))
    return _("The disk is full");
  if (g_error_matches (error, TN_ERROR, TN_ERROR_NOT_FOUND))
    return _("This copy is not there");
  return _("This copy could not be opened");
}

static void
show_problem (TnWindow *self, const GError *error)
{
  g_autofree char *file = g_filename_display_name (self->path);
  g_autofree char *text = g_strdup_printf ("%s\n\n%s", error->message, file);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  tn_window_show_page (self, "problem");
  adw_status_page_set_title (self->problem, problem_title (error));
  adw_status_page_set_description (self->problem, escaped);
  tn_window_say_copy_changed (self);
}

static void
work_done_cb (TnWindow *self, const char *label, gint64 action)
{
  g_autofree char *escaped = g_markup_escape_text (label, -1);
  AdwToast *toast = self->done_toast ? self->done_toast : adw_toast_new (escaped);

  adw_toast_set_title (toast, escaped);
  adw_toast_set_button_label (toast, action ? _("_Undo") : NULL);
  /* In this order: a toast that is shown must at no time have the action without its parameter, which GTK warns of. */
  adw_toast_set_action_name (toast, NULL);
  adw_toast_set_action_target_value (toast, action ? g_variant_new_int64 (action) : NULL);
  adw_toast_set_action_name (toast, action ? "win.undo-action" : NULL);
  if (self->done_toast)   /* toasts queue: after forty homes keyed in one says the last, and not forty one after the other */
    return;
  g_set_weak_pointer (&self->done_toast, toast);
  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
reconciler_state_cb (TnReconciler *reconciler, GParamSpec *pspec, TnWindow *self)
{
  tn_window_update_actions (self);
}

static void
add_reconciler (TnWindow *self)
{
  GSettings *settings = tn_settings_get ();
  TnReconciler *reconciler;

  if (self->flags & TN_COPY_READ_ONLY)
    return;
  tn_workspace_add_reconciler (self->workspace, settings ? g_settings_get_uint (settings, "reconcile-minutes") : RECONCILE_MINUTES);
  reconciler = tn_workspace_get_reconciler (self->workspace);
  g_signal_connect_object (reconciler, "notify::state", G_CALLBACK (reconciler_state_cb), self, 0);
  tn_sync_button_set_reconciler (TN_SYNC_BUTTON (self->sync_button), reconciler);
}

static void
attach_workspace (TnWindow *self)
{
  GSettings *settings = tn_settings_get ();
  g_autofree char *name = g_path_get_basename (self->path);

  self->workspace = g_steal_pointer (&self->opening);
  g_signal_connect_object (self->workspace, "done", G_CALLBACK (work_done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->workspace, "notify::can-undo", G_CALLBACK (tn_window_update_actions), self, G_CONNECT_SWAPPED);
  add_reconciler (self);
  adw_window_title_set_subtitle (self->title, name);
  if (settings)
    g_settings_set_string (settings, "last-copy", self->path);
  tn_window_make_screens (self);
  tn_window_show_page (self, "main");
  tn_screen_shown (TN_SCREEN (gtk_stack_get_visible_child (self->screens)));
  tn_window_make_rest_later (self);
  tn_window_say_copy_changed (self);
}

static void
opened_cb (TnWindow *self, const GError *error)
{
  if (!error)
    attach_workspace (self);
  else
    {
      g_clear_object (&self->opening);
      show_problem (self, error);
    }
}

void
tn_window_forget_opening (TnWindow *self)
{
  if (!self->opening)
    return;
  g_signal_handlers_disconnect_by_data (self->opening, self);
  tn_workspace_forget (self->opening);
  g_clear_object (&self->opening);
}

void
tn_window_take_workspace (TnWindow *self, TnWorkspace *workspace, const char *path, TnCopyFlags flags)
{
  char *copied = g_strdup (path);   /* may be our own */

  g_free (self->path);
  self->path = copied;
  self->flags = flags;
  self->opening = g_object_ref (workspace);
  g_signal_connect_object (workspace, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  tn_window_show_page (self, "opening");
}

static void
old_copy_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TnWindow *self = TN_WINDOW (source);
  g_autoptr (TnWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;

  if (!tn_window_close_copy_finish (self, result, &error))
    {
      tn_window_show_error (self, _("The open copy could not be closed"), error);
      return;
    }
  if (self->closed)
    return;
  workspace = tn_workspace_open (self->path, self->flags);
  tn_window_take_workspace (self, workspace, self->path, self->flags);
}

void
tn_window_open_copy (TnWindow *self, const char *path, TnCopyFlags flags)
{
  g_autofree char *copied = g_strdup (path);   /* may be our own */

  g_return_if_fail (TN_IS_WINDOW (self));
  tn_window_forget_opening (self);
  g_free (self->path);
  self->path = g_steal_pointer (&copied);
  self->flags = flags;
  tn_window_close_copy (self, old_copy_closed_cb, NULL);
}

void
tn_window_retry (TnWindow *self)
{
  if (self->path)
    tn_window_open_copy (self, self->path, self->flags);
}

static void
workspace_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tn_workspace_close_finish (TN_WORKSPACE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
tn_window_close_copy (TnWindow *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (TnWorkspace) workspace = g_steal_pointer (&self->workspace);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (!workspace)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  g_signal_handlers_disconnect_by_data (workspace, self);
  tn_sync_button_set_reconciler (TN_SYNC_BUTTON (self->sync_button), NULL);
  tn_window_show_page (self, "welcome");
  adw_window_title_set_subtitle (self->title, "");
  tn_window_remove_screens (self);
  tn_workspace_close_async (workspace, workspace_closed_cb, task);
}

gboolean
tn_window_close_copy_finish (TnWindow *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
