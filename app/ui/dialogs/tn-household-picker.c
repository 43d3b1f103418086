/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-picker.h"
#include <glib/gi18n.h>
#include "tn-household-model.h"

#define LIST_HEIGHT 220

struct _TnHouseholdPicker
{
  AdwBin parent_instance;

  GtkWidget *search, *view;
  GtkSingleSelection *selection;
  TnHouseholdModel *model;
  TnId except;
};

G_DEFINE_FINAL_TYPE (TnHouseholdPicker, tn_household_picker, ADW_TYPE_BIN)

enum { PROP_0, PROP_CHOSEN, N_PROPS };
static GParamSpec *props[N_PROPS];

/* --- lines --- */

static void
show_item (TnHousehold *household, GtkListItem *list_item)
{
  const TnHouseholdItem *item = tn_household_get_item (household);
  GtkWidget *box = gtk_list_item_get_child (list_item), *first = gtk_widget_get_first_child (box);

  gtk_inscription_set_text (GTK_INSCRIPTION (first), item ? item->address : "");
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_widget_get_next_sibling (first)), item ? item->head : "");
}

static void
revision_cb (TnHousehold *household, GParamSpec *pspec, GtkListItem *item)
{
  show_item (household, item);
}

static GtkWidget *
make_text (const char *css)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), 24);
  gtk_widget_set_hexpand (text, TRUE);
  if (css)
    gtk_widget_add_css_class (text, css);
  return text;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 3);
  gtk_widget_set_margin_bottom (box, 3);
  gtk_box_append (GTK_BOX (box), make_text (NULL));
  gtk_box_append (GTK_BOX (box), make_text ("dim-label"));
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_signal_connect (gtk_list_item_get_item (item), "notify::revision", G_CALLBACK (revision_cb), item);
  show_item (gtk_list_item_get_item (item), item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

/* --- choosing --- */

static void
search_changed_cb (TnHouseholdPicker *self)
{
  if (self->model)
    tn_household_model_set_search (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
search_activate_cb (TnHouseholdPicker *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_grab_focus (self->view);
}

static void
selected_cb (TnHouseholdPicker *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CHOSEN]);
}

static void
tn_household_picker_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TnId chosen;

  if (id == PROP_CHOSEN)
    g_value_set_boolean (value, tn_household_picker_get (TN_HOUSEHOLD_PICKER (object), &chosen));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tn_household_picker_dispose (GObject *object)
{
  TnHouseholdPicker *self = TN_HOUSEHOLD_PICKER (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (tn_household_picker_parent_class)->dispose (object);
}

static void
tn_household_picker_class_init (TnHouseholdPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = tn_household_picker_get_property;
  G_OBJECT_CLASS (klass)->dispose = tn_household_picker_dispose;
  props[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static GtkWidget *
make_list (TnHouseholdPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  self->view = gtk_list_view_new (NULL, factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Households found"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), LIST_HEIGHT);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
tn_household_picker_init (TnHouseholdPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _("Name, telephone, address, card or code"), "search-delay", 120, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search the household"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), make_list (self));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
tn_household_picker_new (TnWorkspace *workspace, const TnId *except)
{
  TnHouseholdPicker *self = g_object_new (TN_TYPE_HOUSEHOLD_PICKER, NULL);

  self->except = *except;
  self->model = tn_household_model_new (tn_workspace_get_store (workspace));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (GTK_LIST_VIEW (self->view), GTK_SELECTION_MODEL (self->selection));
  return GTK_WIDGET (self);
}

gboolean
tn_household_picker_get (TnHouseholdPicker *self, TnId *id)
{
  TnHousehold *household = self->selection ? gtk_single_selection_get_selected_item (self->selection) : NULL;
  const TnHouseholdItem *item = household ? tn_household_get_item (household) : NULL;

  if (!item || tn_id_equal (&item->id, &self->except))
    return FALSE;
  *id = item->id;
  return TRUE;
}

void
tn_household_picker_focus (TnHouseholdPicker *self)
{
  gtk_widget_grab_focus (self->search);
}
