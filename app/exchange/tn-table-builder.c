/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-table-private.h"
#include <glib/gi18n.h>
#include <string.h>

/* A cell of Excel holds 32,767 characters. */
#define MAX_CELL_TEXT (128u << 10)

static void
free_sheet (gpointer data)
{
  TnSheet *sheet = data;
  g_free (sheet->name);
  g_array_unref (sheet->rows);
  g_array_unref (sheet->merges);
  g_free (sheet);
}

TnTableBuilder *
tn_table_builder_new (const char *format, const TnTableOptions *options, GCancellable *cancellable)
{
  TnTableBuilder *b = g_new0 (TnTableBuilder, 1);
  b->table = g_new0 (TnTable, 1);
  b->table->format = format;
  b->table->sheets = g_ptr_array_new_with_free_func (free_sheet);
  g_atomic_ref_count_init (&b->table->refs);
  tn_arena_init (&b->table->arena);
  b->only = options ? options->sheet : NULL;
  b->cells = g_array_new (FALSE, TRUE, sizeof (TnCell));
  b->cancellable = cancellable;
  return b;
}

void
tn_table_builder_free (TnTableBuilder *b)
{
  if (b == NULL)
    return;
  tn_table_unref (b->table);
  g_array_unref (b->cells);
  g_free (b);
}

static guint
count_used (const GArray *cells)
{
  guint n = cells->len;
  while (n > 0 && g_array_index (cells, TnCell, n - 1).type == TN_CELL_EMPTY)
    n--;
  return n;
}

/* Stores the gathered row without its empty end. */
static gboolean
flush_row (TnTableBuilder *b, GError **error)
{
  guint n = count_used (b->cells);
  if (b->row != 0 && n > 0)
    {
      TnTableRow row = { .number = b->row, .n_cells = n };
      if ((b->table->n_cells += n) > TN_TABLE_MAX_CELLS)
        {
          tn_table_error_too_large (error, _("too many cells"));
          return FALSE;
        }
      row.cells = tn_arena_alloc (&b->table->arena, n * sizeof (TnCell));
      memcpy (row.cells, b->cells->data, n * sizeof (TnCell));
      g_array_append_val (b->sheet->rows, row);
      b->sheet->n_columns = MAX (b->sheet->n_columns, n);
    }
  g_array_set_size (b->cells, 0);
  b->row = 0;
  return TRUE;
}

gboolean
tn_table_builder_sheet (TnTableBuilder *b, const char *name, GError **error)
{
  if (!flush_row (b, error))
    return FALSE;
  b->sheet = NULL;
  if (b->only != NULL && strcmp (b->only, name) != 0)
    return FALSE;
  if (b->table->sheets->len >= TN_TABLE_MAX_SHEETS)
    {
      tn_table_error_too_large (error, _("too many sheets"));
      return FALSE;
    }
  b->sheet = g_new0 (TnSheet, 1);
  b->sheet->name = g_utf8_make_valid (name, -1);
  b->sheet->rows = g_array_new (FALSE, FALSE, sizeof (TnTableRow));
  b->sheet->merges = g_array_new (FALSE, FALSE, sizeof (TnMerge));
  g_ptr_array_add (b->table->sheets, b->sheet);
  return TRUE;
}

/* Only marks and what lies outside the usual Vietnamese blocks can need normalising; most text goes through untouched. */
static gboolean
needs_nfc (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (c >= 0x300 && !(c >= 0x1ea0 && c <= 0x1ef9))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_dropped (const char *p)
{
  guchar c = (guchar) *p;
  return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f || (c == 0xef && memcmp (p, "\xef\xbb\xbf", 3) == 0) ||
         (c == 0xe2 && memcmp (p, "\xe2\x80\x8b", 3) == 0);
}

static void
drop_controls (char *text)
{
  char *to = text;
  for (const char *p = text, *next; *p; p = next)
    {
      next = g_utf8_next_char (p);   /* before the move: it may write over *p */
      if (is_dropped (p))
        continue;
      memmove (to, p, (gsize) (next - p));
      to += next - p;
    }
  *to = '\0';
}

const char *
tn_table_builder_text (TnTableBuilder *b, const char *text, gssize len, GError **error)
{
  gsize n = len < 0 ? strlen (text) : (gsize) len;
  if (n == 0)
    return "";
  if (n > MAX_CELL_TEXT || (b->table->text_bytes += n) > TN_TABLE_MAX_TEXT)
    {
      tn_table_error_too_large (error, n > MAX_CELL_TEXT ? _("too much text in one cell") : _("too much text"));
      return NULL;
    }
  if (!g_utf8_validate_len (text, n, NULL))
    {
      tn_table_error_damaged (error);
      return NULL;
    }
  char *kept = tn_arena_alloc (&b->table->arena, n + 1);
  memcpy (kept, text, n);
  kept[n] = '\0';
  drop_controls (kept);
  if (needs_nfc (kept))
    {
      /* NFC of what we take is never longer than three times as long, and normally shorter. */
      g_autofree char *nfc = g_utf8_normalize (kept, -1, G_NORMALIZE_NFC);
      gsize m = strlen (nfc);
      kept = m <= n ? kept : tn_arena_alloc (&b->table->arena, m + 1);
      memcpy (kept, nfc, m + 1);
    }
  return kept;
}

static gboolean
check_place (guint32 row, guint column, GError **error)
{
  if (row == 0)
    tn_table_error_damaged (error);
  else if (row > TN_TABLE_MAX_ROWS)
    tn_table_error_too_large (error, _("too many rows"));
  else if (column >= TN_TABLE_MAX_COLUMNS)
    tn_table_error_too_large (error, _("too many columns"));
  else
    return TRUE;
  return FALSE;
}

gboolean
tn_table_builder_put (TnTableBuilder *b, guint32 row, guint column, TnCell cell, GError **error)
{
  if ((++b->ticks & 0xfff) == 0 && g_cancellable_set_error_if_cancelled (b->cancellable, error))
    return FALSE;
  if (b->sheet == NULL || cell.type == TN_CELL_EMPTY || (cell.type == TN_CELL_TEXT && *cell.text == '\0'))
    return TRUE;
  if (!check_place (row, column, error) || (row != b->row && !flush_row (b, error)))
    return FALSE;
  b->row = row;
  if (column >= b->cells->len)
    g_array_set_size (b->cells, column + 1);
  g_array_index (b->cells, TnCell, column) = cell;
  return TRUE;
}

gboolean
tn_table_builder_merge (TnTableBuilder *b, TnMerge merge, GError **error)
{
  if (b->sheet == NULL || merge.row2 < merge.row1 || merge.col2 < merge.col1)
    return TRUE;
  if (b->sheet->merges->len >= TN_TABLE_MAX_ROWS)
    {
      tn_table_error_too_large (error, _("too many merged cells"));
      return FALSE;
    }
  g_array_append_val (b->sheet->merges, merge);
  return TRUE;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const TnTableRow *x = a, *y = b;
  return x->number < y->number ? -1 : x->number > y->number;
}

/* Files exist whose rows are out of order, or come in two pieces: sort, and join the pieces. */
static void
order_rows (TnTable *table, TnSheet *sheet)
{
  guint kept = 0;
  g_array_sort (sheet->rows, compare_rows);
  for (guint i = 0; i < sheet->rows->len; i++)
    {
      TnTableRow *row = &g_array_index (sheet->rows, TnTableRow, i);
      TnTableRow *last = kept > 0 ? &g_array_index (sheet->rows, TnTableRow, kept - 1) : NULL;
      if (last == NULL || last->number != row->number)
        {
          g_array_index (sheet->rows, TnTableRow, kept++) = *row;
          continue;
        }
      TnTableRow small = row->n_cells < last->n_cells ? *row : *last, *into = last;
      if (row->n_cells > last->n_cells)
        *into = *row;
      for (guint c = 0; c < small.n_cells; c++)
        if (into->cells[c].type == TN_CELL_EMPTY)
          into->cells[c] = small.cells[c];
    }
  g_array_set_size (sheet->rows, kept);
}

static gboolean
is_in_order (const TnSheet *sheet)
{
  for (guint i = 1; i < sheet->rows->len; i++)
    if (g_array_index (sheet->rows, TnTableRow, i - 1).number >= g_array_index (sheet->rows, TnTableRow, i).number)
      return FALSE;
  return TRUE;
}

static gboolean
check_content (TnTableBuilder *b, GError **error)
{
  guint rows = 0;
  for (guint i = 0; i < b->table->sheets->len; i++)
    rows += ((TnSheet *) g_ptr_array_index (b->table->sheets, i))->rows->len;
  if (b->only != NULL && b->table->sheets->len == 0)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("The file has no sheet called “%s”."), b->only);
  else if (rows == 0)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("The file is empty: it has no filled cell. Nothing was imported."));
  return rows > 0;
}

TnTable *
tn_table_builder_finish (TnTableBuilder *b, TnEncoding encoding, GError **error)
{
  if (!flush_row (b, error) || !check_content (b, error))
    return NULL;
  for (guint i = 0; i < b->table->sheets->len; i++)
    {
      TnSheet *sheet = g_ptr_array_index (b->table->sheets, i);
      if (!is_in_order (sheet))
        order_rows (b->table, sheet);
    }
  if (!tn_table_convert_legacy (b->table, encoding, error))
    return NULL;
  return g_steal_pointer (&b->table);
}
