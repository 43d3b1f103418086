/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-facts.h"
#include <glib/gi18n.h>

static void
clear_grid (GtkGrid *grid)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))))
    gtk_grid_remove (grid, child);
}

static void
add_fact (GtkGrid *grid, int *n, const char *name, const char *value)
{
  GtkWidget *label = gtk_label_new (name), *text = gtk_label_new (value);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (text), 30);
  gtk_label_set_selectable (GTK_LABEL (text), TRUE);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_grid_attach (grid, label, 0, *n, 1, 1);
  gtk_grid_attach (grid, text, 1, *n, 1, 1);
  (*n)++;
}

static void
add_field (GtkGrid *grid, int *n, const TnRow *row, const char *key)
{
  const TnField *field = tn_kind_field (row->kind, key);
  g_autofree char *shown = tn_field_show (field, tn_row_field (row, key));

  if (*shown)
    add_fact (grid, n, _(field->label), shown);
}

static void
add_status (GtkGrid *grid, int *n, const TnRow *row)
{
  const TnField *field = tn_kind_field (row->kind, "status");
  g_autofree char *key = tn_row_dup_text (row, "status"), *note = tn_row_dup_text (row, "status_note");
  g_autofree char *status = tn_field_show (field, tn_row_field (row, "status"));
  g_autofree char *since = tn_field_show (tn_kind_field (row->kind, "status_date"), tn_row_field (row, "status_date"));
  g_autofree char *text = NULL;

  if (!key || g_str_equal (key, "present"))
    return;
  text = g_strdup_printf ("%s%s%s%s%s", status, *since ? " · " : "", since, note ? " · " : "", note ? note : "");
  add_fact (grid, n, _(field->label), text);
}

void
tn_facts_fill (GtkGrid *grid, const TnHouseholdDetail *detail)
{
  const TnRow *row = detail->household;
  int n = 0;

  clear_grid (grid);
  add_status (grid, &n, row);
  add_field (grid, &n, row, "phone");
  if (detail->building)
    add_fact (grid, &n, _("Building"), detail->building);
  add_field (grid, &n, row, "housing");
  add_field (grid, &n, row, "residence");
  if (detail->safe_since)
    add_fact (grid, &n, _("Safe family since"), detail->safe_since);
  if (detail->origin)
    add_fact (grid, &n, _("Split from"), detail->origin);
  if (detail->joined_into)
    add_fact (grid, &n, _("Joined into"), detail->joined_into);
  add_field (grid, &n, row, "note");
  gtk_widget_set_visible (GTK_WIDGET (grid), n > 0);
}
