/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a board is asked to list, and what it says where nothing is found. */
#include "tn-board-private.h"
#include <glib/gi18n.h>
#include "tn-option.h"
#include "tn-quarter-choice.h"

/* --- which lines --- */

char *
tn_board_dup_filter (TnBoard *self)
{
  TnOption *filter = self->filter ? TN_OPTION (gtk_drop_down_get_selected_item (self->filter)) : NULL;
  const char *key = filter ? tn_option_get_key (filter) : "";
  TnId quarter;
  TnIdStr id;

  if (!self->by_quarter || !g_hash_table_contains (self->by_quarter, key) || !tn_quarter_choice_get (self->quarter, &quarter))
    return g_strdup (key);
  tn_id_format (&quarter, id);
  return g_strdup_printf ("%s:%s", key, id);
}

char *
tn_board_split_filter (const char *filter, TnId *quarter)
{
  const char *colon = strchr (filter, ':');

  memset (quarter, 0, sizeof *quarter);
  if (!colon)
    return g_strdup (filter);
  tn_id_parse (colon + 1, -1, quarter);
  return g_strndup (filter, (gsize) (colon - filter));
}

static char *
name_option_cb (gpointer item, gpointer user_data)
{
  return item ? g_strdup (tn_option_get_label (item)) : NULL;
}

static void
filter_cb (TnBoard *self)
{
  TnOption *filter = TN_OPTION (gtk_drop_down_get_selected_item (self->filter));

  gtk_widget_set_visible (GTK_WIDGET (self->quarter_place), filter && self->by_quarter && g_hash_table_contains (self->by_quarter, tn_option_get_key (filter)));
  tn_board_reload (self);
}

static void
make_filter (TnBoard *self)
{
  GtkExpression *name = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, 0, NULL, G_CALLBACK (name_option_cb), NULL, NULL);

  self->filters = g_list_store_new (TN_TYPE_OPTION);
  self->filter = GTK_DROP_DOWN (gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->filters)), name));
  gtk_widget_set_name (GTK_WIDGET (self->filter), "filter");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->filter), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What is listed"), -1);
  adw_bin_set_child (self->filter_place, GTK_WIDGET (self->filter));
  gtk_widget_show (GTK_WIDGET (self->filter_place));
  g_signal_connect_object (self->filter, "notify::selected", G_CALLBACK (filter_cb), self, G_CONNECT_SWAPPED);
}

void
tn_board_add_filter (TnBoard *self, const char *key, const char *label)
{
  g_autoptr (TnOption) option = tn_option_new (key, label, 0);

  if (!self->filters)
    make_filter (self);
  g_list_store_append (self->filters, option);
}

void
tn_board_set_filter (TnBoard *self, const char *key)
{
  guint position = self->filters ? tn_option_find (G_LIST_MODEL (self->filters), key) : G_MAXUINT;

  if (position != G_MAXUINT)
    gtk_drop_down_set_selected (self->filter, position);
}

void
tn_board_offer_quarters (TnBoard *self, const char *filter)
{
  if (!self->by_quarter)
    {
      self->by_quarter = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      self->quarter = tn_quarter_choice_new ();
      adw_bin_set_child (self->quarter_place, self->quarter);
      g_signal_connect_object (self->quarter, "notify::selected", G_CALLBACK (tn_board_reload), self, G_CONNECT_SWAPPED);
    }
  g_hash_table_add (self->by_quarter, g_strdup (filter));
  filter_cb (self);
}

void
tn_board_set_searchable (TnBoard *self, const char *placeholder)
{
  g_object_set (self->search, "placeholder-text", placeholder, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder, -1);
  gtk_widget_show (GTK_WIDGET (self->search));
}

/* --- where there are none --- */

/* What is said when there is nothing at all. */
typedef struct
{
  char *icon, *title, *text, *button, *action;
} Empty;

static void
free_empty (gpointer data)
{
  Empty *empty = data;
  char *texts[] = { empty->icon, empty->title, empty->text, empty->button, empty->action };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_free (empty);
}

/* The target before the action: for a moment an action with one and a button without would not fit. */
static void
set_action (GtkActionable *button, const char *detailed)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  gtk_actionable_set_action_name (button, NULL);
  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    return;
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

static void
show_empty (TnBoard *self, const Empty *empty)
{
  adw_status_page_set_icon_name (self->empty, empty->icon);
  adw_status_page_set_title (self->empty, empty->title);
  adw_status_page_set_description (self->empty, empty->text);
  gtk_widget_set_visible (self->empty_button, empty->action != NULL);
  if (!empty->action)
    return;
  gtk_button_set_label (GTK_BUTTON (self->empty_button), empty->button);
  set_action (GTK_ACTIONABLE (self->empty_button), empty->action);
}

/* TRUE: the filter that is chosen has words of its own for having nothing. Else those of the board stand there. */
static gboolean
has_own_empty (TnBoard *self)
{
  g_autoptr (TnOption) option = self->filter ? g_list_model_get_item (G_LIST_MODEL (self->filters), gtk_drop_down_get_selected (self->filter)) : NULL;
  const Empty *own = option && self->empties ? g_hash_table_lookup (self->empties, tn_option_get_key (option)) : NULL;
  const Empty *empty = own || !self->empties ? own : g_hash_table_lookup (self->empties, "");

  if (empty)
    show_empty (self, empty);
  return own != NULL;
}

gboolean
tn_board_is_narrowed (TnBoard *self)
{
  TnId quarter;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)))
    return TRUE;
  if (gtk_widget_get_visible (GTK_WIDGET (self->quarter_place)) && tn_quarter_choice_get (self->quarter, &quarter))
    return TRUE;
  return !has_own_empty (self) && self->filter && gtk_drop_down_get_selected (self->filter) > 0;
}

void
tn_board_set_empty (TnBoard *self, const char *icon, const char *title, const char *text, const char *button, const char *action)
{
  tn_board_set_empty_of (self, "", icon, title, text, button, action);
  show_empty (self, g_hash_table_lookup (self->empties, ""));
}

void
tn_board_set_empty_of (TnBoard *self, const char *filter, const char *icon, const char *title, const char *text, const char *button, const char *action)
{
  Empty *empty = g_new (Empty, 1);

  if (!self->empties)
    self->empties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_empty);
  *empty = (Empty) { g_strdup (icon), g_strdup (title), g_strdup (text), g_strdup (button), g_strdup (action) };
  g_hash_table_replace (self->empties, g_strdup (filter), empty);
}
