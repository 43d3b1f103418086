/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-list-keyboard.h"

void
tn_list_name_line (GtkListItem *item, GtkWidget *content)
{
  g_object_set_data (G_OBJECT (content), "tn-list-item", item);   /* which owns it */
}

/* GtkListView knows its lines by position, and tells nobody which widget that is. */
static guint
get_position (GtkWidget *line)
{
  GtkWidget *content = gtk_widget_get_first_child (line);
  GtkListItem *item = content ? g_object_get_data (G_OBJECT (content), "tn-list-item") : NULL;

  return item ? gtk_list_item_get_position (item) : GTK_INVALID_LIST_POSITION;
}

guint
tn_list_get_keyboard (GtkListView *view)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (!focus || !gtk_widget_is_ancestor (focus, GTK_WIDGET (view)))
    return GTK_INVALID_LIST_POSITION;
  while (gtk_widget_get_parent (focus) != GTK_WIDGET (view))
    focus = gtk_widget_get_parent (focus);
  return get_position (focus);
}

static GtkWidget *
find_line (GtkListView *view, guint position)
{
  for (GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (view)); line; line = gtk_widget_get_next_sibling (line))
    if (get_position (line) == position)
      return line;
  return NULL;
}

void
tn_list_take_keyboard (GtkListView *view, guint position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (view)));
  GtkWidget *line;

  if (!n)
    return;
  position = MIN (position, n - 1);
  gtk_widget_activate_action (GTK_WIDGET (view), "list.scroll-to-item", "u", position);   /* makes it, if it was far away */
  line = find_line (view, position);
  gtk_widget_grab_focus (line ? line : GTK_WIDGET (view));
}
