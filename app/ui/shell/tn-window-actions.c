/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-window-private.h"
#include <glib/gi18n.h>
#include "tn-screens.h"

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!tn_workspace_undo_finish (TN_WORKSPACE (source), result, &error))
    tn_window_show_error (self, _("This could not be undone"), error);
}

/* "win.undo" has no parameter and takes the last thing done; a toast's button names its own action. */
static void
undo (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnWindow *self = TN_WINDOW (widget);
  TnWorkspace *workspace = tn_window_get_workspace (self);

  if (workspace)
    tn_workspace_undo_async (workspace, parameter ? g_variant_get_int64 (parameter) : 0, undone_cb, g_object_ref (self));
}

static void
find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *screen = tn_window_current_screen (TN_WINDOW (widget));

  if (screen)
    tn_screen_find (TN_SCREEN (screen));
}

static void
go_to_screen (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *screen_name = g_variant_get_string (parameter, NULL);
  GtkWidget *screen = tn_window_show_screen (TN_WINDOW (widget), screen_name);

  if (!screen)
    return;
  /* The keyboard follows the eye: into the page's search, and where there is none (on Today it is that of another page) to what comes first. */
  if (g_str_equal (screen_name, "today") || !TN_SCREEN_GET_CLASS (screen)->find)
    gtk_widget_child_focus (screen, GTK_DIR_TAB_FORWARD);
  else
    tn_screen_find (TN_SCREEN (screen));
}

/* Round and round: `name` says which way. */
static void
go_to_neighbour (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *shown = tn_window_get_screen (TN_WINDOW (widget));
  guint n, at = 0;
  const TnScreenEntry *entries = tn_screens (&n);

  if (!shown)
    return;
  while (at < n && !g_str_equal (entries[at].name, shown))
    at++;
  at = (at + (g_str_equal (name, "win.next-screen") ? 1 : n - 1)) % n;
  gtk_widget_activate_action (widget, "win.screen", "s", entries[at].name);
}

static void
reconcile (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnWorkspace *workspace = tn_window_get_workspace (TN_WINDOW (widget));

  if (workspace && tn_workspace_get_reconciler (workspace))
    tn_reconciler_request (tn_workspace_get_reconciler (workspace));
}

static void
cancel_reconciling (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TnWorkspace *workspace = tn_window_get_workspace (TN_WINDOW (widget));

  if (workspace && tn_workspace_get_reconciler (workspace))
    tn_reconciler_cancel (tn_workspace_get_reconciler (workspace));
}

static void
toggle_sidebar (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tn_window_toggle_sidebar (TN_WINDOW (widget));
}

/* GtkApplication would make this window for each of ours at its start, were it named as it looks for it. */
static void
show_shortcuts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/vn/tungnha/TungNha/ui/help/shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static void
retry (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tn_window_retry (TN_WINDOW (widget));
}

void
tn_window_install_actions (TnWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo);
  gtk_widget_class_install_action (widget_class, "win.undo-action", "x", undo);
  gtk_widget_class_install_action (widget_class, "win.find", NULL, find);
  gtk_widget_class_install_action (widget_class, "win.screen", "s", go_to_screen);
  gtk_widget_class_install_action (widget_class, "win.next-screen", NULL, go_to_neighbour);
  gtk_widget_class_install_action (widget_class, "win.previous-screen", NULL, go_to_neighbour);
  gtk_widget_class_install_action (widget_class, "win.reconcile", NULL, reconcile);
  gtk_widget_class_install_action (widget_class, "win.cancel-reconciling", NULL, cancel_reconciling);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, show_shortcuts);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry);
}

void
tn_window_update_actions (TnWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  TnWorkspace *workspace = tn_window_get_workspace (self);
  TnReconciler *reconciler = workspace ? tn_workspace_get_reconciler (workspace) : NULL;
  TnReconcilerState state = TN_RECONCILER_NOT_ENROLLED;

  if (reconciler)
    g_object_get (reconciler, "state", &state, NULL);
  gtk_widget_action_set_enabled (widget, "win.undo", workspace && tn_workspace_can_undo (workspace));
  gtk_widget_action_set_enabled (widget, "win.find", workspace != NULL);
  gtk_widget_action_set_enabled (widget, "win.toggle-sidebar", workspace != NULL);
  gtk_widget_action_set_enabled (widget, "win.reconcile", state != TN_RECONCILER_NOT_ENROLLED && state != TN_RECONCILER_WORKING);
  gtk_widget_action_set_enabled (widget, "win.cancel-reconciling", state == TN_RECONCILER_WORKING);
}
