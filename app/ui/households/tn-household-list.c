/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-list.h"
#include <glib/gi18n.h>
#include "tn-bulk-dialog.h"
#include "tn-household-columns.h"
#include "tn-option-drop-down.h"
#include "tn-window.h"

#define LINE_HEIGHT 28   /* pixels: the least that a line takes */
#define AROUND 150       /* pixels: the least that stands above and below the lines */
#define MANY 2           /* chosen: from here on something can be done with all of them */

struct _TnHouseholdList
{
  AdwBin parent_instance;

  GtkSearchEntry *search;
  GtkFlowBox *filters;
  GtkStack *stack;
  GtkColumnView *view;
  GtkLabel *count;
  GtkWidget *area, *alley, *category, *gone;   /* made when a copy is there */

  TnWorkspace *workspace;
  TnHouseholdModel *model;
  GtkSliceListModel *shown;    /* the first lines of the model until the first frame, then all */
  GtkMultiSelection *selection;
  GtkRevealer *bar;            /* what can be done with many */
  GtkLabel *n_chosen;
  GtkMenuButton *bar_menu;
  GtkButton *all_button;
  GListStore *alleys;                          /* TnOption */
  GCancellable *cancellable;
  TnHousehold *chosen;                         /* whose filling is waited for */
  gulong chosen_id;
  GArray *many;                                /* gint64 rows that the person chose, in the list's order */
  gint64 select_row;                           /* to be marked when it comes; 0 = none */
};

G_DEFINE_FINAL_TYPE (TnHouseholdList, tn_household_list, ADW_TYPE_BIN)

enum { SELECTED, OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

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

static void show_all_after_frame (TnHouseholdList *self);
static void selected_cb (TnHouseholdList *self);

static void
scroll_to (TnHouseholdList *self, guint position)
{
  /* GTK 4.8 has no public call for this; the list inside the column view knows the action. */
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view)); child; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_activate_action (child, "list.scroll-to-item", "u", position))
      return;
}

static void load_alleys (TnHouseholdList *self);

static guint count_chosen (TnHouseholdList *self);

/* A GtkColumnView builds 205 lines at once, whatever its height. The person waits for those that fill the screen; the others come after
 * the first frame. */
static void
show_all (TnHouseholdList *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->view));
  gboolean all;

  if (clock)   /* without one the handler has gone with it */
    g_signal_handlers_disconnect_by_data (clock, self);
  all = count_chosen (self) >= MANY && count_chosen (self) == g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  gtk_slice_list_model_set_size (self->shown, G_MAXUINT);
  if (all)   /* who chose all in the first frame did not mean the first screen */
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  load_alleys (self);
}

/* Once. The list may be read before the window is on the screen. */
static void
show_all_after_frame (TnHouseholdList *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->view));

  if (gtk_slice_list_model_get_size (self->shown) == G_MAXUINT)
    return;
  if (clock)
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
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

static guint
count_chosen (TnHouseholdList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  return (guint) gtk_bitset_get_size (chosen);
}

/* Not while many are chosen: they were chosen one by one, and a change of the list by somebody else is no reason to lose them. */
static void
select_wanted_row (TnHouseholdList *self)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (self->selection);
  guint position = self->select_row && count_chosen (self) < MANY ? tn_household_model_find_row (self->model, self->select_row) : G_MAXUINT;

  if (position == G_MAXUINT)
    return;
  if (position >= gtk_slice_list_model_get_size (self->shown))
    show_all (self);
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

static void
failed_cb (TnHouseholdList *self, const GError *error)
{
  TnWindow *window = tn_window_of (self);

  if (window)
    tn_window_show_error (window, _("The list could not be read"), error);
}

/* --- choosing a line --- */

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
  guint n = count_chosen (self);
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

/* gint64 row numbers, in the order of the list. Owned. */
static GArray *
dup_chosen_rows (TnHouseholdList *self)
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
  self->many = dup_chosen_rows (self);
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

/* --- what is done with many --- */

/* action: "bulk.set" and the like. */
static void
bulk_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const struct { const char *action; TnBulkWhat what; } whats[] = {
    { "bulk.set", TN_BULK_SET }, { "bulk.give", TN_BULK_GIVE }, { "bulk.end", TN_BULK_END }, { "bulk.team", TN_BULK_TEAM }, { "bulk.round", TN_BULK_ROUND },
    { "bulk.propose", TN_BULK_PROPOSE },
  };
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);
  TnWindow *window = tn_window_of (self);

  if (!window || !self->selection || count_chosen (self) == 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (whats); i++)
    if (g_str_equal (action, whats[i].action))
      tn_bulk_dialog_open (window, whats[i].what, dup_chosen_rows (self));
}

static void
export_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);
  TnWindow *window = tn_window_of (self);

  if (window && self->selection && count_chosen (self) > 0)
    tn_bulk_export (window, g_variant_get_string (parameter, NULL), dup_chosen_rows (self));
}

static void
choose_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);

  if (!self->selection)
    return;
  show_all (self);   /* the lines behind the first screen too */
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
choose_none (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);

  if (self->selection)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
open_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TnHouseholdList *self = TN_HOUSEHOLD_LIST (widget);

  if (gtk_revealer_get_reveal_child (self->bar))
    gtk_menu_button_popup (self->bar_menu);
}

static void
install_bulk (GtkWidgetClass *widget_class)
{
  static const char *const actions[] = { "bulk.set", "bulk.give", "bulk.end", "bulk.team", "bulk.round", "bulk.propose" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, bulk_action);
  gtk_widget_class_install_action (widget_class, "bulk.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "bulk.all", NULL, choose_all);
  gtk_widget_class_install_action (widget_class, "bulk.none", NULL, choose_none);
  gtk_widget_class_install_action (widget_class, "bulk.menu", NULL, open_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "bulk.menu", NULL);
}

/* --- search and filters --- */

static void
search_changed_cb (TnHouseholdList *self)
{
  if (self->model)
    tn_household_model_set_search (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* Enter or Down in the search goes to the first line found. */
static void
search_activate_cb (TnHouseholdList *self)
{
  if (!self->model || g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;
  if (count_chosen (self) == 0)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static gpointer
read_alleys (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnId area;

  return tn_query_alleys (copy, tn_id_parse (data, -1, &area) ? &area : NULL, error);
}

static void
alleys_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnHouseholdList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) alleys = tn_store_finish (TN_STORE (source), result, &error);
  g_autoptr (GPtrArray) options = g_ptr_array_new_with_free_func (g_object_unref);

  if (!alleys)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        failed_cb (self, error);
      return;
    }
  for (guint i = 0; i < alleys->len; i++)
    g_ptr_array_add (options, tn_option_new (alleys->pdata[i], alleys->pdata[i], 0));
  g_list_store_splice (self->alleys, 0, g_list_model_get_n_items (G_LIST_MODEL (self->alleys)), options->pdata, options->len);
}

static void
load_alleys (TnHouseholdList *self)
{
  tn_store_read_async (tn_workspace_get_store (self->workspace), read_alleys,
                       g_strdup (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->area))), g_free, (GDestroyNotify) g_ptr_array_unref,
                       self->cancellable, alleys_read_cb, g_object_ref (self));
}

static void
area_cb (TnHouseholdList *self)
{
  tn_household_model_set_area (self->model, tn_option_drop_down_get_key (GTK_DROP_DOWN (self->area)));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->alley), 0);
  load_alleys (self);
}

static void
alley_cb (TnHouseholdList *self)
{
  tn_household_model_set_alley (self->model, tn_option_drop_down_get_key (GTK_DROP_DOWN (self->alley)));
}

static void
category_cb (TnHouseholdList *self)
{
  tn_household_model_set_category (self->model, tn_option_drop_down_get_key (GTK_DROP_DOWN (self->category)));
}

static void
gone_cb (TnHouseholdList *self)
{
  tn_household_model_set_include_gone (self->model, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->gone)));
}

static void
sorter_changed_cb (GtkSorter *sorter, GtkSorterChange change, TnHouseholdList *self)
{
  TnHouseholdSort sort;
  gboolean descending;

  if (!self->model)
    return;   /* the view emits once more while it is taken down */
  tn_household_columns_get_sort (self->view, &sort, &descending);
  tn_household_model_set_sort (self->model, sort, descending);
}

static void
clear_cb (TnHouseholdList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->area), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->alley), 0);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->category), 0);
}

static GtkWidget *
add_filter (TnHouseholdList *self, const char *first, GListModel *options, const char *id, const char *label, GCallback callback)
{
  GtkWidget *drop_down = tn_option_drop_down_new (first, options);

  gtk_widget_set_name (drop_down, id);
  gtk_widget_add_css_class (drop_down, "flat");
  gtk_widget_set_tooltip_text (drop_down, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_flow_box_append (self->filters, drop_down);
  gtk_widget_set_focusable (gtk_widget_get_parent (drop_down), FALSE);
  g_signal_connect_object (drop_down, "notify::selected-item", callback, self, G_CONNECT_SWAPPED);
  return drop_down;
}

static void
make_filters (TnHouseholdList *self)
{
  TnLookups *lookups = tn_workspace_get_lookups (self->workspace);

  self->area = add_filter (self, _("All quarters"), tn_lookups_get_areas (lookups), "filter_area", _("Quarter or group"), G_CALLBACK (area_cb));
  self->alley = add_filter (self, _("All alleys"), G_LIST_MODEL (self->alleys), "filter_alley", _("Alley"), G_CALLBACK (alley_cb));
  self->category = add_filter (self, _("All categories"), tn_lookups_get_categories (lookups), "filter_category", _("Category"), G_CALLBACK (category_cb));
  self->gone = gtk_check_button_new_with_mnemonic (_("Moved _away too"));
  gtk_widget_set_name (self->gone, "filter_gone");
  gtk_widget_set_tooltip_text (self->gone, _("Show households that moved away, joined another or ended, too"));
  gtk_flow_box_append (self->filters, self->gone);
  gtk_widget_set_focusable (gtk_widget_get_parent (self->gone), FALSE);
  g_signal_connect_object (self->gone, "toggled", G_CALLBACK (gone_cb), self, G_CONNECT_SWAPPED);
}

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
  install_bulk (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
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
  make_filters (self);
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (show_bar), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  tn_household_columns_add (self->view);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_changed_cb), self, 0);
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
  if (count_chosen (self) >= MANY)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));   /* one is asked for */
  select_wanted_row (self);
}
