/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-window-private.h"
#include <glib/gi18n.h>
#include "tn-screens.h"
#include "tn-settings.h"
#include "tn-sync-button.h"
#include "tn-welcome-page.h"

#define RECONCILE_MINUTES 15   /* when the settings say nothing */
#define REST_DELAY_MS 500      /* after the list is there: its first frame comes first */

struct _TnWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwToast *done_toast;         /* says what was done last, while it is shown or waits for that; weak */
  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkStack *stack, *screens;
  GtkListBox *sidebar;
  GtkSpinner *spinner;
  GtkWidget *sidebar_button, *menu_button, *sync_button;
  GMenuModel *primary_menu;

  TnWorkspace *workspace;      /* NULL while no copy is open */
  TnWorkspace *opening;        /* on its way; NULL = none */
  AdwStatusPage *problem;      /* NULL until there was one */
  guint rest_id;               /* timeout */
  char *path;
  TnCopyFlags flags;
  gboolean closed;             /* the person closed the window; it goes when the copy is closed */
};

G_DEFINE_FINAL_TYPE (TnWindow, tn_window, ADW_TYPE_APPLICATION_WINDOW)

enum { COPY_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- the sidebar --- */

static void
badge_changed_cb (TnScreen *screen, GParamSpec *pspec, gpointer label)
{
  g_autofree char *text = g_strdup_printf ("%u", tn_screen_get_badge (screen));

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (GTK_WIDGET (label), tn_screen_get_badge (screen) > 0);
}

static GtkWidget *
make_row (const TnScreenEntry *entry)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_(entry->title)), *badge = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (badge, "tn-badge");
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_hide (badge);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (entry->icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "tn-screen", (gpointer) entry->name);
  g_object_set_data (G_OBJECT (row), "tn-entry", (gpointer) entry);
  g_object_set_data (G_OBJECT (row), "tn-badge", badge);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(entry->title), -1);
  return row;
}

static const char *
find_section (GtkListBoxRow *row)
{
  const TnScreenEntry *entry = row ? g_object_get_data (G_OBJECT (row), "tn-entry") : NULL;

  return entry ? entry->section : NULL;
}

/* The first row of a section has its heading over it. */
static void
update_heading_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *section = find_section (row);
  GtkWidget *label;

  if (!section || g_strcmp0 (section, find_section (before)) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row))
    return;
  label = gtk_label_new (_(section));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "tn-section");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
find_row (TnWindow *self, const char *screen)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->sidebar));

  while (row && g_strcmp0 (g_object_get_data (G_OBJECT (row), "tn-screen"), screen) != 0)
    row = gtk_widget_get_next_sibling (row);
  return row;
}

static void
row_activated_cb (GtkListBox *sidebar, GtkListBoxRow *row, gpointer user_data)
{
  TnWindow *self = TN_WINDOW (user_data);

  tn_window_show_screen (self, g_object_get_data (G_OBJECT (row), "tn-screen"));
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

/* Arrowing through the sidebar shows the pages on the way, and leaves the keyboard where it is. */
static void
row_selected_cb (GtkListBox *sidebar, GtkListBoxRow *row, gpointer user_data)
{
  if (row)
    tn_window_show_screen (TN_WINDOW (user_data), g_object_get_data (G_OBJECT (row), "tn-screen"));
}

static void
screen_changed_cb (TnWindow *self)
{
  GtkWidget *screen = gtk_stack_get_visible_child (self->screens);
  GtkWidget *row = screen ? find_row (self, gtk_stack_get_visible_child_name (self->screens)) : NULL;

  if (!screen)
    return;
  if (row)
    gtk_list_box_select_row (self->sidebar, GTK_LIST_BOX_ROW (row));
  tn_screen_shown (TN_SCREEN (screen));
}

static void
remove_screens (TnWindow *self)
{
  GtkWidget *child;
  GtkListBoxRow *row;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->screens))))
    gtk_stack_remove (self->screens, child);
  while ((row = gtk_list_box_get_row_at_index (self->sidebar, 0)))
    gtk_list_box_remove (self->sidebar, GTK_WIDGET (row));
}

/* A screen is made when it is wanted. NULL = no such screen. */
static GtkWidget *
get_screen (TnWindow *self, const char *name)
{
  GtkWidget *screen = gtk_stack_get_child_by_name (self->screens, name);
  guint n;
  const TnScreenEntry *entries = tn_screens (&n);

  for (guint i = 0; i < n && !screen; i++)
    if (g_str_equal (entries[i].name, name))
      {
        GtkWidget *badge = g_object_get_data (G_OBJECT (find_row (self, name)), "tn-badge");

        screen = g_object_new (entries[i].get_type (), NULL);
        g_signal_connect_object (screen, "notify::badge", G_CALLBACK (badge_changed_cb), badge, 0);
        tn_screen_attach (TN_SCREEN (screen), self->workspace);
        gtk_stack_add_named (self->screens, screen, name);
      }
  return screen;
}

static void
make_screens (TnWindow *self)
{
  guint n;
  const TnScreenEntry *entries = tn_screens (&n);

  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->sidebar, make_row (&entries[i]));
  get_screen (self, entries[0].name);
}

/* What can wait until the person sees the first page: the other screens, which put their badges into the sidebar, and reconciling. One screen in a turn
 * of the main loop: all together they would hold up a key that is pressed meanwhile. */
static gboolean
make_rest_cb (gpointer user_data)
{
  TnWindow *self = user_data;
  TnReconciler *reconciler = tn_workspace_get_reconciler (self->workspace);
  guint n;
  const TnScreenEntry *entries = tn_screens (&n);

  for (guint i = 0; i < n; i++)
    if (!gtk_stack_get_child_by_name (self->screens, entries[i].name))
      {
        get_screen (self, entries[i].name);
        self->rest_id = g_idle_add_full (G_PRIORITY_LOW, make_rest_cb, self, NULL);
        return G_SOURCE_REMOVE;
      }
  self->rest_id = 0;
  if (reconciler)
    tn_reconciler_start (reconciler);
  return G_SOURCE_REMOVE;
}

/* --- opening and closing a copy --- */

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

static void
show_page (TnWindow *self, const char *name)
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

  show_page (self, "problem");
  adw_status_page_set_title (self->problem, problem_title (error));
  adw_status_page_set_description (self->problem, escaped);
  g_signal_emit (self, signals[COPY_CHANGED], 0);
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
  make_screens (self);
  show_page (self, "main");
  tn_screen_shown (TN_SCREEN (gtk_stack_get_visible_child (self->screens)));
  self->rest_id = g_timeout_add_full (G_PRIORITY_LOW, REST_DELAY_MS, make_rest_cb, self, NULL);
  g_signal_emit (self, signals[COPY_CHANGED], 0);
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

static void
forget_opening (TnWindow *self)
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
  show_page (self, "opening");
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
  forget_opening (self);
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
  show_page (self, "welcome");
  adw_window_title_set_subtitle (self->title, "");
  remove_screens (self);
  tn_workspace_close_async (workspace, workspace_closed_cb, task);
}

gboolean
tn_window_close_copy_finish (TnWindow *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

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
  forget_opening (self);
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
    show_page (self, "welcome");
  GTK_WIDGET_CLASS (tn_window_parent_class)->realize (widget);
}

static void
tn_window_dispose (GObject *object)
{
  TnWindow *self = TN_WINDOW (object);

  forget_opening (self);
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
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, screen_changed_cb);
  signals[COPY_CHANGED] = g_signal_new ("copy-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  tn_window_install_actions (klass);
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
  gtk_list_box_set_header_func (self->sidebar, update_heading_cb, NULL, NULL);
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

GtkWidget *
tn_window_current_screen (TnWindow *self)
{
  return self->workspace ? gtk_stack_get_visible_child (self->screens) : NULL;
}

GtkWidget *
tn_window_show_screen (TnWindow *self, const char *name)
{
  GtkWidget *screen;

  /* Who is on another screen already works there, and may want what has been put off: a stick written, a reconciliation. */
  if (self->rest_id)
    {
      g_source_remove (self->rest_id);
      make_rest_cb (self);
    }
  screen = self->workspace ? get_screen (self, name) : NULL;
  if (screen)
    gtk_stack_set_visible_child (self->screens, screen);
  return screen;
}

const char *
tn_window_get_screen (TnWindow *self)
{
  return self->workspace ? gtk_stack_get_visible_child_name (self->screens) : NULL;
}

void
tn_window_go (TnWindow *self, const char *screen, const TnId *id)
{
  GtkWidget *shown = tn_window_show_screen (self, screen);

  if (shown && id)
    tn_screen_show_record (TN_SCREEN (shown), id);
}

void
tn_window_show_household (TnWindow *self, const TnId *id)
{
  tn_window_go (self, "households", id);
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
