/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-columns.h"
#include <glib/gi18n.h>
#include "tn-option-drop-down.h"

#define N_SAMPLES 3

struct _TnImportColumns
{
  AdwBin parent_instance;

  GtkListBox *list;
  GListStore *targets;      /* TnOption of every target */
  TnImportMap *map;         /* borrowed */
};

G_DEFINE_FINAL_TYPE (TnImportColumns, tn_import_columns, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, TnImportColumns *self)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (drop_down), "column"));
  const char *key = tn_option_drop_down_get_key (drop_down);

  /* Both the column and the target come from the map itself, so it can only agree. */
  if (self->map && tn_import_map_set (self->map, column, *key ? key : NULL, NULL))
    g_signal_emit (self, signals[CHANGED], 0);
}

/* The first values that are there, so that a person sees what the column holds. */
static char *
dup_samples (TnImportMap *map, guint column)
{
  TnTable *table = tn_import_map_table (map);
  guint sheet = tn_import_map_sheet (map), rows = tn_table_n_rows (table, sheet);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = tn_import_map_first_data (map), found = 0; i < rows && found < N_SAMPLES && i < 500; i++)
    {
      const TnCell *cell = tn_table_cell (tn_table_row (table, sheet, i), column);
      g_autofree char *value = tn_table_dup_text (table, cell);

      if (!*value)
        continue;
      g_string_append_printf (text, "%s%s", found++ ? " · " : "", value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_column (TnImportColumns *self, guint column)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *drop_down = tn_option_drop_down_new (_("Leave out"), G_LIST_MODEL (self->targets));
  const char *field = tn_import_map_field (self->map, column), *header = tn_import_map_title (self->map, column);
  g_autofree char *letter = tn_table_column_name (column), *samples = dup_samples (self->map, column);
  g_autofree char *title = *header ? g_strdup_printf ("%s  %s", letter, header) : g_strdup (letter);
  /* Translators: %s is a column of a spreadsheet; for those who hear the screen. */
  g_autofree char *name = g_strdup_printf (_("Meaning of column %s"), title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (row, 1);
  adw_action_row_set_subtitle (row, samples);
  adw_action_row_set_subtitle_lines (row, 1);
  if (field)
    tn_option_drop_down_set_key (GTK_DROP_DOWN (drop_down), field);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (drop_down, 240, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (drop_down), "column", GUINT_TO_POINTER (column));
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (chosen_cb), self, 0);
  adw_action_row_add_suffix (row, drop_down);
  adw_action_row_set_activatable_widget (row, drop_down);
  gtk_list_box_append (self->list, GTK_WIDGET (row));
}

void
tn_import_columns_set_map (TnImportColumns *self, TnImportMap *map)
{
  GtkListBoxRow *row;

  self->map = NULL;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->map = map;
  for (guint i = 0; map && i < tn_import_map_n_columns (map); i++)
    add_column (self, i);
}

static void
tn_import_columns_dispose (GObject *object)
{
  TnImportColumns *self = TN_IMPORT_COLUMNS (object);

  self->map = NULL;
  g_clear_object (&self->targets);
  G_OBJECT_CLASS (tn_import_columns_parent_class)->dispose (object);
}

static void
tn_import_columns_class_init (TnImportColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_import_columns_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_import_columns_init (TnImportColumns *self)
{
  guint n;
  const TnImportTarget *targets = tn_import_targets (&n);

  self->targets = g_list_store_new (TN_TYPE_OPTION);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TnOption) option = tn_option_new (targets[i].key, _(targets[i].label), 0);

      g_list_store_append (self->targets, option);
    }
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Columns of the list"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}
