/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-option-drop-down.h"

#define INDENT 14
#define SEARCH_FROM 15   /* options from which a search field helps more than it hinders */

static void
setup_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
  gtk_list_item_set_child (item, label);
}

static void
setup_list_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), tn_option_get_label (gtk_list_item_get_item (item)));
}

static void
bind_list_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  TnOption *option = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_text (GTK_LABEL (label), tn_option_get_label (option));
  gtk_widget_set_margin_start (label, (int) tn_option_get_depth (option) * INDENT);
}

static GtkListItemFactory *
make_factory (GCallback setup, GCallback bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", bind, NULL);
  return factory;
}

static GListModel *
with_first (const char *first, GListModel *options)
{
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL), *head = g_list_store_new (TN_TYPE_OPTION);
  g_autoptr (TnOption) option = tn_option_new ("", first, 0);

  g_list_store_append (head, option);
  g_list_store_append (lists, head);
  g_list_store_append (lists, options);
  g_object_unref (head);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)));
}

static void
count_changed_cb (GListModel *model, guint position, guint removed, guint added, GtkDropDown *drop_down)
{
  gtk_drop_down_set_enable_search (drop_down, g_list_model_get_n_items (model) >= SEARCH_FROM);
}

GtkWidget *
tn_option_drop_down_new (const char *first, GListModel *options)
{
  GListModel *model = first ? with_first (first, options) : g_object_ref (options);
  GtkWidget *widget = gtk_drop_down_new (model, gtk_property_expression_new (TN_TYPE_OPTION, NULL, "label"));
  g_autoptr (GtkListItemFactory) button = make_factory (G_CALLBACK (setup_button_cb), G_CALLBACK (bind_button_cb));
  g_autoptr (GtkListItemFactory) list = make_factory (G_CALLBACK (setup_list_cb), G_CALLBACK (bind_list_cb));

  gtk_drop_down_set_factory (GTK_DROP_DOWN (widget), button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (widget), list);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (count_changed_cb), widget, 0);
  count_changed_cb (model, 0, 0, 0, GTK_DROP_DOWN (widget));
  return widget;
}

const char *
tn_option_drop_down_get_key (GtkDropDown *self)
{
  TnOption *option = gtk_drop_down_get_selected_item (self);

  return option ? tn_option_get_key (option) : "";
}

gboolean
tn_option_drop_down_set_key (GtkDropDown *self, const char *key)
{
  guint position = tn_option_find (gtk_drop_down_get_model (self), key ? key : "");

  if (position == G_MAXUINT)
    return FALSE;
  gtk_drop_down_set_selected (self, position);
  return TRUE;
}
