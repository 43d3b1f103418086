/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-list-private.h"
#include <glib/gi18n.h>
#include "tn-household-columns.h"
#include "tn-window.h"

#define LINE_HEIGHT 28   /* pixels: the least that a line takes */
#define AROUND 150       /* pixels: the least that stands above and below the lines */
#define MANY 2           /* chosen: from here on something can be done with all of them */

G_DEFINE_FINAL_TYPE (TnHouseholdList, tn_household_list, ADW_TYPE_BIN)

enum { SELECTED, OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- choosing a line --- */

guint
tn_household_list_count_chosen (TnHouseholdList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return (guint) gtk_bitset_get_size (chosen);
}

static void
forget_chosen (TnHouseholdList *self)
{
  if (self->chosen)
    g_clear_signal_handler (&self->chosen_id, self->chosen);
  g_clear_object (&self->chosen);
}

static void
chosen_filled_cb (TnHousehold *household, GParamSpec *pspec, TnHouseholdList *self)
{
  g_autoptr (TnHousehold) chosen = g_object_ref (household);

  forget_chosen (self);
  g_signal_emit (self, signals[SELECTED], 0, chosen);
}

static void
show_bar (TnHouseholdList *self)
{
  guint n = tn_household_list_count_chosen (self);
  g_autofree char *text = g_strdup_printf (ngettext ("%u household chosen", "%u households chosen", n), n);

  if (n >= MANY)
    gtk_label_set_text (self->n_chosen, text);
  gtk_revealer_set_reveal_child (self->bar, n >= MANY);
}

/* The one that is chosen; NULL when there is none, or more than one. Owned. */
static TnHousehold *
dup_only (TnHouseholdList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return gtk_bitset_get_size (chosen) == 1 ? g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (chosen)) : NULL;
}

GArray *
tn_household_list_dup_chosen (TnHouseholdList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) gtk_bitset_get_size (chosen));
  GtkBitsetIter it;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&it, chosen, &position); more; more = gtk_bitset_iter_next (&it, &position))
    {
      gint64 row = tn_household_model_get_row (self->model, position);

      if (row)
        g_array_append_val (rows, row);
    }
  return rows;
}

static void
selected_cb (TnHouseholdList *self)
{
  g_autoptr (TnHousehold) household = dup_only (self);

  g_array_unref (self->many);
  self->many = tn_household_list_dup_chosen (self);
  show_bar (self);
  forget_chosen (self);
  if (!household)
    return;
  self->select_row = tn_household_get_row (household);
  if (tn_household_is_filled (household))
    {
      g_signal_emit (self, signals[SELECTED], 0, household);
      return;
    }
  self->chosen = g_object_ref (household);
  self->chosen_id = g_signal_connect (household, "notify::revision", G_CALLBACK (chosen_filled_cb), self);
}

static void
activate_cb (TnHouseholdList *self, guint position)
{
  g_autoptr (TnHousehold) household = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (household && tn_household_is_filled (household))
    g_signal_emit (self, signals[OPENED], 0, household);
}

/* --- the first frame --- */

/* A GtkColumnView builds 205 lines at once, whatever its height. The person waits for those that fill the screen; the others come after
 * the first frame. */
void
tn_household_list_show_all (TnHouseholdList *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->view));
  gboolean all;

  if (clock)   /* without one the handler has gone with it */
    g_signal_handlers_disconnect_by_data (clock, self);
  all = tn_household_list_count_chosen (self) >= MANY && tn_household_list_count_chosen (self) == g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  gtk_slice_list_model_set_size (self->shown, G_MAXUINT);
  if (all)   /* who chose all in the first frame did not mean the first screen */
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  tn_household_list_load_alleys (self);
}

/* Once. The list may be read before the window is on the screen. */
static void
show_all_after_frame (TnHouseholdList *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->view));

  if (gtk_slice_list_model_get_size (self->shown) == G_MAXUINT)
    return;
  if (clock)
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (tn_household_list_show_all), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  else
    g_signal_connect_object (self->view, "realize", G_CALLBACK (show_all_after_frame), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/* How many lines fill the highest screen here. */
static guint
count_first_lines (TnHouseholdList *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  int height = 0;

  for (guint i = 0; i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);
      GdkRectangle area;

      gdk_monitor_get_geometry (monitor, &area);
      height = MAX (height, area.height);
    }
  return (guint) (MAX (height, 768) - AROUND) / LINE_HEIGHT + 1;
}

/* --- what is shown --- */

static void
show_count (TnHouseholdList *self, guint n)
{
  g_autofree char *text = tn_household_model_is_filtered (self->model)
    /* Translators: how many households match the search and the filters. */
    ? g_strdup_printf (ngettext ("%u household found", "%u households found", n), n)
    : g_strdup_printf (ngettext ("%u household", "%u households", n), n);

  gtk_label_set_text (self->count, text);
}

static void
scroll_to (TnHouseholdList *self, guint position)
{
  /* GTK 4.8 has no public call for this; the list inside the column view knows the action. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_activate_action (child, "list.scroll-to-item", "u", position))
      return;
}

/* Not while many are chosen: they were chosen one by one, and a change of the list by somebody else is no reason to lose them. */
static void
select_wanted_row (TnHouseholdList *self)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  guint position = self->select_row && tn_household_list_count_chosen (self) < MANY ? tn_household_model_find_row (self->model, self->select_row) : G_MAXUINT;

  if (position == G_MAXUINT)
    return;
  if (position >= gtk_slice_list_model_get_size (self->shown))
    tn_household_list_show_all (self);
  if (!gtk_selection_model_is_selected (selection, position))
    {
      gtk_selection_model_select_item (selection, position, TRUE);
      scroll_to (self, position);
    }
}

/* The positions at which those that the person chose stand now. Owned. */
static GtkBitset *
find_chosen (TnHouseholdList *self)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  GtkBitset *found = gtk_bitset_new_empty ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  for (guint i = 0; i < self->many->len; i++)
    g_hash_table_add (rows, &g_array_index (self->many, gint64, i));
  for (guint i = 0; i < n; i++)
    {
      gint64 row = tn_household_model_get_row (self->model, i);

      if (g_hash_table_contains (rows, &row))
        gtk_bitset_add (found, i);
    }
  return found;
}

/* A list that is read anew has other lines at its positions, and GTK forgets what was chosen there: many that were chosen stay chosen, whatever others
 * wrote meanwhile. What has left the list is chosen no more, and the bar says so. */
static void
choose_again (TnHouseholdList *self)
{
  g_autoptr (GtkBitset) now = NULL, found = NULL, every = NULL;

  if (self->many->len < MANY)
    return;
  now = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  found = find_chosen (self);
  every = gtk_bitset_new_range (0, g_list_model_get_n_items (G_LIST_MODEL (self->shown)));
  if (!gtk_bitset_equals (now, found))
    gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), found, every);
  if (gtk_bitset_get_size (found) != self->many->len)   /* GTK does not tell of what went with its line */
    selected_cb (self);
}

static void
loaded_cb (TnHouseholdList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  show_count (self, n);
  gtk_stack_set_visible_child_name (self->stack, n ? "list" : tn_household_model_is_filtered (self->model) ? "none" : "empty");
  show_all_after_frame (self);
  choose_again (self);
  select_wanted_row (self);
}

void
tn_household_list_show_error (TnHouseholdList *self, const GError *error)
{
  TnWindow *window = tn_window_of (self);

  if (window)
    tn_window_show_error (window, _("The list could not be read"), error);
}

/* --- the widget --- */

static void
tn_household_list_dispose (GObject *object)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (object);

  g_cancellable_cancel (self->cancellable);
  forget_chosen (self);
  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->model);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_household_list_parent_class)->dispose (object);
}

static void
tn_household_list_finalize (GObject *object)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (object);

  g_object_unref (self->alleys);
  g_object_unref (self->cancellable);
  g_array_unref (self->many);
  G_OBJECT_CLASS (tn_household_list_parent_class)->finalize (object);
}

static void
tn_household_list_class_init (TnHouseholdListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_household_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_household_list_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/households/tn-household-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, search);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, filters);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, stack);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, view);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, count);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, bar);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, bar_menu);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, n_chosen);
  gtk_widget_class_bind_template_child (widget_class, TnHouseholdList, all_button);
  tn_household_list_install_bulk (widget_class);
  tn_household_list_bind_filters (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, TN_TYPE_HOUSEHOLD);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, TN_TYPE_HOUSEHOLD);
}

static void
tn_household_list_init (TnHouseholdList *self)
{
  self->cancellable = g_cancellable_new ();
  self->alleys = g_list_store_new (TN_TYPE_OPTION);
  self->many = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->view));
  gtk_stack_set_visible_child_name (self->stack, "reading");
}

void
tn_household_list_attach (TnHouseholdList *self, TnWorkspace *workspace)
{
  self->workspace = g_object_ref (workspace);
  self->model = g_object_ref (tn_workspace_get_households (workspace));
  self->shown = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->model)), 0, count_first_lines (self));
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (tn_household_list_show_error), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (show_bar), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  tn_household_columns_add (self->view);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  tn_household_list_make_filters (self);
  if (!tn_household_model_is_loading (self->model))   /* it was asked before there was a list to show it in */
    loaded_cb (self);
}

TnHouseholdModel *
tn_household_list_get_model (TnHouseholdList *self)
{
  return self->model;
}

void
tn_household_list_find (TnHouseholdList *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

void
tn_household_list_select_row (TnHouseholdList *self, gint64 row)
{
  self->select_row = row;
  if (!self->model)
    return;
  if (tn_household_list_count_chosen (self) >= MANY)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));   /* one is asked for */
  select_wanted_row (self);
}
