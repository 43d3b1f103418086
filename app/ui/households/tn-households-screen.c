/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-households-screen.h"
#include <glib/gi18n.h>
#include "tn-household-editor.h"
#include "tn-household-list.h"
#include "tn-household-page.h"

#define PAGE_DELAY_MS 400     /* after the screen is made: its first frame comes first */
#define FOLLOW_DELAY_MS 60   /* arrowing down the list does not read every household on the way */

struct _TnHouseholdsScreen
{
  TnScreen parent_instance;

  AdwLeaflet *leaflet;
  TnHouseholdList *list;
  TnHouseholdPage *page;      /* made after the list, or when a household is to be shown */
  GtkBox *page_box;
  GtkWidget *back_button, *no_page;

  GCancellable *cancellable;
  TnId next;          /* what the page will show */
  guint follow_id, page_id;
};

G_DEFINE_FINAL_TYPE (TnHouseholdsScreen, tn_households_screen, TN_TYPE_SCREEN)

/* The page is much, and the list is waited for: it comes when the list has been drawn. */
static TnHouseholdPage *
get_page (TnHouseholdsScreen *self)
{
  if (self->page)
    return self->page;
  g_clear_handle_id (&self->page_id, g_source_remove);
  self->page = g_object_new (TN_TYPE_HOUSEHOLD_PAGE, "vexpand", TRUE, NULL);
  gtk_box_remove (self->page_box, self->no_page);
  gtk_box_append (self->page_box, GTK_WIDGET (self->page));
  tn_household_page_attach (self->page, tn_screen_get_workspace (TN_SCREEN (self)));
  return self->page;
}

static gboolean
make_page_cb (gpointer user_data)
{
  TnHouseholdsScreen *self = user_data;

  self->page_id = 0;
  get_page (self);
  return G_SOURCE_REMOVE;
}

static gboolean
follow_cb (gpointer user_data)
{
  TnHouseholdsScreen *self = user_data;

  self->follow_id = 0;
  tn_household_page_show (get_page (self), &self->next);
  return G_SOURCE_REMOVE;
}

static void
selected_cb (TnHouseholdsScreen *self, TnHousehold *household)
{
  self->next = tn_household_get_item (household)->id;
  g_clear_handle_id (&self->follow_id, g_source_remove);
  self->follow_id = g_timeout_add (FOLLOW_DELAY_MS, follow_cb, self);
}

static void
opened_cb (TnHouseholdsScreen *self, TnHousehold *household)
{
  g_clear_handle_id (&self->follow_id, g_source_remove);
  tn_household_page_show (get_page (self), &tn_household_get_item (household)->id);
  adw_leaflet_set_visible_child_name (self->leaflet, "page");
  tn_household_page_focus (self->page);
}

static void
folded_cb (TnHouseholdsScreen *self)
{
  gtk_widget_set_visible (self->back_button, adw_leaflet_get_folded (self->leaflet));
}

static void
back_cb (TnHouseholdsScreen *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
}

static gpointer
read_row (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 row = tn_query_household_row (copy, data);

  return g_memdup2 (&row, sizeof row);
}

static void
row_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnHouseholdsScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *row = tn_store_finish (TN_STORE (source), result, &error);

  /* Only the mark in the list is lost; the page itself says what is wrong. */
  if (row && *row)
    tn_household_list_select_row (self->list, *row);
}

static void
tn_households_screen_show_record (TnScreen *screen, const TnId *id)
{
  TnHouseholdsScreen *self = TN_HOUSEHOLDS_SCREEN (screen);
  TnStore *store = tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self)));

  tn_household_page_show (get_page (self), id);
  adw_leaflet_set_visible_child_name (self->leaflet, "page");
  tn_store_read_async (store, read_row, tn_id_copy (id), g_free, g_free, self->cancellable, row_read_cb, g_object_ref (self));
}

static void
tn_households_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnHouseholdsScreen *self = TN_HOUSEHOLDS_SCREEN (screen);

  tn_household_list_attach (self->list, workspace);
  self->page_id = g_timeout_add_full (G_PRIORITY_LOW, PAGE_DELAY_MS, make_page_cb, self, NULL);
}

static void
tn_households_screen_find (TnScreen *screen)
{
  TnHouseholdsScreen *self = TN_HOUSEHOLDS_SCREEN (screen);

  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  tn_household_list_find (self->list);
}

static void
tn_households_screen_dispose (GObject *object)
{
  TnHouseholdsScreen *self = TN_HOUSEHOLDS_SCREEN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_handle_id (&self->page_id, g_source_remove);
  G_OBJECT_CLASS (tn_households_screen_parent_class)->dispose (object);
}

static void
tn_households_screen_finalize (GObject *object)
{
  g_object_unref (TN_HOUSEHOLDS_SCREEN (object)->cancellable);
  G_OBJECT_CLASS (tn_households_screen_parent_class)->finalize (object);
}

static void
tn_households_screen_class_init (TnHouseholdsScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_households_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_households_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_households_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_households_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_households_screen_show_record;
  g_type_ensure (TN_TYPE_HOUSEHOLD_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/households/tn-households-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdsScreen, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdsScreen, list);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdsScreen, page_box);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdsScreen, no_page);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdsScreen, back_button);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
}

static void
tn_households_screen_init (TnHouseholdsScreen *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
new_household_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (tn_window_get_workspace (TN_WINDOW (user_data)))
    tn_household_editor_new_household (TN_WINDOW (user_data));
}

void
tn_households_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-household", .activate = new_household_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
