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

/* A choice is a key and not a place: lists are read anew while a dialog is open, and come later than it. */
typedef struct
{
  char *wanted;        /* to be chosen when the list comes; NULL = none */
  guint n_first;       /* what stands there while the list has not come */
  char *key;           /* what was chosen before the list changed; NULL while it does not */
  gboolean changing;   /* the list does: what the drop-down chooses meanwhile is nobody's choice */
} Hold;

static void
free_hold (gpointer data)
{
  Hold *hold = data;

  g_free (hold->wanted);
  g_free (hold->key);
  g_free (hold);
}

static Hold *
get_hold (GtkDropDown *self)
{
  return g_object_get_data (G_OBJECT (self), "tn-hold");
}

/* Before the drop-down itself hears of it. */
static void
list_changes_cb (GListModel *model, guint position, guint removed, guint added, GtkDropDown *self)
{
  Hold *hold = get_hold (self);

  hold->key = g_strdup (tn_option_drop_down_get_key (self));
  hold->changing = TRUE;
}

/* And after it. */
static void
list_changed_cb (GListModel *model, guint position, guint removed, guint added, GtkDropDown *self)
{
  Hold *hold = get_hold (self);

  tn_option_drop_down_set_key (self, hold->key);
  if (g_list_model_get_n_items (model) > hold->n_first)   /* it has come, with what was wanted or without */
    g_clear_pointer (&hold->wanted, g_free);
  g_clear_pointer (&hold->key, g_free);
  hold->changing = FALSE;
  gtk_drop_down_set_enable_search (self, g_list_model_get_n_items (model) >= SEARCH_FROM);
}

static void
selected_cb (GtkDropDown *self)
{
  Hold *hold = get_hold (self);

  if (!hold->changing)
    g_clear_pointer (&hold->wanted, g_free);
}

GtkWidget *
tn_option_drop_down_new (const char *first, GListModel *options)
{
  g_autoptr (GListModel) model = first ? with_first (first, options) : g_object_ref (options);
  GtkWidget *widget = gtk_drop_down_new (NULL, gtk_property_expression_new (TN_TYPE_OPTION, NULL, "label"));
  g_autoptr (GtkListItemFactory) button = make_factory (G_CALLBACK (setup_button_cb), G_CALLBACK (bind_button_cb));
  g_autoptr (GtkListItemFactory) list = make_factory (G_CALLBACK (setup_list_cb), G_CALLBACK (bind_list_cb));

  gtk_drop_down_set_factory (GTK_DROP_DOWN (widget), button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (widget), list);
  g_object_set_data_full (G_OBJECT (widget), "tn-hold", g_new0 (Hold, 1), free_hold);
  get_hold (GTK_DROP_DOWN (widget))->n_first = first != NULL;
  g_signal_connect_object (model, "items-changed", G_CALLBACK (list_changes_cb), widget, 0);
  gtk_drop_down_set_model (GTK_DROP_DOWN (widget), model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (list_changed_cb), widget, 0);
  g_signal_connect (widget, "notify::selected", G_CALLBACK (selected_cb), NULL);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (widget), g_list_model_get_n_items (model) >= SEARCH_FROM);
  return widget;
}

const char *
tn_option_drop_down_get_key (GtkDropDown *self)
{
  TnOption *option = gtk_drop_down_get_selected_item (self);
  const Hold *hold = get_hold (self);

  if (hold && hold->wanted)
    return hold->wanted;   /* who is quicker than the list must not have chosen something else by that */
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

void
tn_option_drop_down_want_key (GtkDropDown *self, const char *key)
{
  Hold *hold = get_hold (self);

  g_clear_pointer (&hold->wanted, g_free);
  if (!tn_option_drop_down_set_key (self, key) && g_list_model_get_n_items (gtk_drop_down_get_model (self)) <= hold->n_first)
    hold->wanted = g_strdup (key);
}
