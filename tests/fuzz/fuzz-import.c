/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that somebody sent to be imported: read as a table, its header found, every cell shown. All text that comes out is valid UTF-8. */
#include "tn-import-map.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
look_at_sheet (TnTable *table, guint sheet)
{
  g_autoptr (TnImportMap) map = tn_import_map_guess (table, sheet);
  g_autofree char *spec = tn_import_map_to_spec (map);
  guint rows = MIN (tn_table_n_rows (table, sheet), 200);
  for (guint i = 0; i < rows; i++)
    {
      const TnTableRow *row = tn_table_row (table, sheet, i);
      for (guint c = 0; c < row->n_cells; c++)
        {
          g_autofree char *text = tn_table_dup_text (table, &row->cells[c]);
          g_assert (g_utf8_validate (text, -1, NULL));
        }
    }
  g_assert (tn_import_map_parse (map, spec, NULL));
}

static void
silence_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static gboolean silenced;
  if (!silenced)
    {
      g_log_set_handler ("libgsf:msole", G_LOG_LEVEL_MASK, silence_cb, NULL);   /* it tells of every damaged container */
      silenced = TRUE;
    }
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (TnTable) table = tn_table_read_bytes (bytes, NULL, NULL, NULL);
  for (guint i = 0; table != NULL && i < tn_table_n_sheets (table); i++)
    look_at_sheet (table, i);
  return 0;
}
