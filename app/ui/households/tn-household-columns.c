/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-columns.h"
#include <glib/gi18n.h>
#include "tn-tip.h"

typedef char *(*GetText) (const TnHouseholdItem *item);

static char *get_address (const TnHouseholdItem *item) { return g_strdup (item->address); }
static char *get_head (const TnHouseholdItem *item) { return g_strdup (item->head); }
static char *get_people (const TnHouseholdItem *item) { return g_strdup_printf ("%u", item->n_people); }
static char *get_phone (const TnHouseholdItem *item) { return g_strdup (item->phone); }
static char *get_area (const TnHouseholdItem *item) { return g_strdup (item->area); }

static const struct
{
  const char *title;
  GetText text;
  guint min_chars, chars;   /* least and natural width */
  gboolean expand, number;
  int sort;            /* TnHouseholdSort, -1 = not sorted by */
} columns[] = {
  { N_("Address"), get_address, 12, 24, TRUE, FALSE, TN_SORT_ADDRESS },
  { N_("Head"), get_head, 11, 18, TRUE, FALSE, TN_SORT_HEAD },
  { N_("People"), get_people, 3, 4, FALSE, TRUE, -1 },
  { N_("Telephone"), get_phone, 10, 11, FALSE, FALSE, -1 },
  { N_("Quarter, group"), get_area, 8, 11, FALSE, FALSE, -1 },
};

/* --- cells --- */

static GtkWidget *
make_mark (const char *icon, const char *css, const char *label)
{
  GtkWidget *mark = gtk_image_new_from_icon_name (icon);

  gtk_widget_add_css_class (mark, css);
  tn_tip_set (mark, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return mark;
}

static GtkWidget *
make_text (guint column)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), columns[column].min_chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), columns[column].chars);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (text), columns[column].number ? 1 : 0);
  gtk_widget_set_hexpand (text, TRUE);
  if (columns[column].number)
    gtk_widget_add_css_class (text, "numeric");
  return text;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *child = make_text (GPOINTER_TO_UINT (column));

  /* The view builds 205 lines before the first frame, whatever its height: no widget that most of them never show. */
  if (GPOINTER_TO_UINT (column) == 0)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      gtk_box_append (GTK_BOX (box), child);
      child = box;
    }
  gtk_list_item_set_child (item, child);
}

static void
show_marks (GtkBox *box, const TnHouseholdItem *item)
{
  GtkWidget *text = gtk_widget_get_first_child (GTK_WIDGET (box)), *mark;

  while ((mark = gtk_widget_get_next_sibling (text)))
    gtk_box_remove (box, mark);
  if (item && item->conflict)
    gtk_box_append (box, make_mark ("dialog-warning-symbolic", "tn-conflict", _("Changed by two people: choose")));
  if (item && item->waiting)
    gtk_box_append (box, make_mark ("document-send-symbolic", "dim-label", _("Not sent yet")));
}

static gboolean
is_gone (const TnHouseholdItem *item)
{
  return item && item->status && *item->status && !g_str_equal (item->status, "present") && !g_str_equal (item->status, "absent");
}

static void
show_item (TnHousehold *household, GtkListItem *list_item, guint column)
{
  const TnHouseholdItem *item = tn_household_get_item (household);
  GtkWidget *child = gtk_list_item_get_child (list_item), *text = column == 0 ? gtk_widget_get_first_child (child) : child;
  g_autofree char *shown = item ? columns[column].text (item) : NULL;

  gtk_inscription_set_text (GTK_INSCRIPTION (text), shown ? shown : "");
  if (column == 0)
    show_marks (GTK_BOX (child), item);
  if (is_gone (item))
    gtk_widget_add_css_class (child, "tn-gone");
  else
    gtk_widget_remove_css_class (child, "tn-gone");
}

static void
revision_cb (TnHousehold *household, GParamSpec *pspec, GtkListItem *item)
{
  show_item (household, item, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (item), "tn-column")));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  TnHousehold *household = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (item), "tn-column", column);
  g_signal_connect (household, "notify::revision", G_CALLBACK (revision_cb), item);
  show_item (household, item, GPOINTER_TO_UINT (column));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

/* --- sorting --- */

/* GTK before 4.10 does not say which column is sorted by. Its sorter is asked to compare two different dummies: the first column's
 * sorter that is called is the primary one, and the sign of the answer is the direction. Main thread only. */
static int probe_hit, probe_sign;

static int
probe_compare (gconstpointer a, gconstpointer b, gpointer column)
{
  if (probe_hit < 0)
    probe_hit = GPOINTER_TO_INT (column);
  return 1;
}

void
tn_household_columns_get_sort (GtkColumnView *view, TnHouseholdSort *sort, gboolean *descending)
{
  g_autoptr (TnHousehold) a = tn_household_new (1), b = tn_household_new (2);
  GtkSorter *sorter = gtk_column_view_get_sorter (view);

  probe_hit = -1;
  probe_sign = sorter ? (int) gtk_sorter_compare (sorter, a, b) : 0;
  *sort = probe_hit < 0 ? TN_SORT_ADDRESS : (TnHouseholdSort) columns[probe_hit].sort;
  *descending = probe_hit >= 0 && probe_sign == GTK_ORDERING_SMALLER;
}

void
tn_household_columns_add (GtkColumnView *view)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column = gtk_column_view_column_new (_(columns[i].title), factory);

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (i));
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
      g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), GUINT_TO_POINTER (i));
      gtk_column_view_column_set_expand (column, columns[i].expand);
      gtk_column_view_column_set_resizable (column, TRUE);
      if (columns[i].sort >= 0)
        {
          g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_compare, GUINT_TO_POINTER (i), NULL));
          gtk_column_view_column_set_sorter (column, sorter);
        }
      gtk_column_view_append_column (view, column);
      g_object_unref (column);
    }
}
