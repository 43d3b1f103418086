/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked for and left out of the list: the search, the filters, the order. */
#include "tn-household-list-private.h"
#include <glib/gi18n.h>
#include "tn-household-columns.h"
#include "tn-option-drop-down.h"

/* --- the search --- */

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
  if (tn_household_list_count_chosen (self) == 0)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- the alleys of a quarter --- */

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
        tn_household_list_show_error (self, error);
      return;
    }
  for (guint i = 0; i < alleys->len; i++)
    g_ptr_array_add (options, tn_option_new (alleys->pdata[i], alleys->pdata[i], 0));
  g_list_store_splice (self->alleys, 0, g_list_model_get_n_items (G_LIST_MODEL (self->alleys)), options->pdata, options->len);
}

void
tn_household_list_load_alleys (TnHouseholdList *self)
{
  tn_store_read_async (tn_workspace_get_store (self->workspace), read_alleys,
                       g_strdup (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->area))), g_free, (GDestroyNotify) g_ptr_array_unref,
                       self->cancellable, alleys_read_cb, g_object_ref (self));
}

/* --- filters and order --- */

static void
area_cb (TnHouseholdList *self)
{
  tn_household_model_set_area (self->model, tn_option_drop_down_get_key (GTK_DROP_DOWN (self->area)));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->alley), 0);
  tn_household_list_load_alleys (self);
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

void
tn_household_list_make_filters (TnHouseholdList *self)
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
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_changed_cb), self, 0);
}

void
tn_household_list_bind_filters (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}
