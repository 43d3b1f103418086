/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-table-private.h"
#include "tn-date.h"
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BLOCK (64u << 10)

void
tn_arena_init (TnArena *arena)
{
  *arena = (TnArena) { .blocks = g_ptr_array_new_with_free_func (g_free) };
}

void
tn_arena_clear (TnArena *arena)
{
  g_ptr_array_unref (arena->blocks);
}

void *
tn_arena_alloc (TnArena *arena, gsize size)
{
  size = (size + 7) & ~(gsize) 7;
  if (size > arena->left)
    {
      gsize block = MAX (size, BLOCK);
      arena->next = g_malloc (block);
      arena->left = block;
      arena->used += block;
      g_ptr_array_add (arena->blocks, arena->next);
    }
  void *p = arena->next;
  arena->next += size;
  arena->left -= size;
  return p;
}

TnTable *
tn_table_ref (TnTable *table)
{
  g_atomic_ref_count_inc (&table->refs);
  return table;
}

void
tn_table_unref (TnTable *table)
{
  if (table == NULL || !g_atomic_ref_count_dec (&table->refs))
    return;
  g_ptr_array_unref (table->sheets);
  tn_arena_clear (&table->arena);
  g_free (table);
}

const char *
tn_table_format (const TnTable *table)
{
  return table->format;
}

TnEncoding
tn_table_encoding (const TnTable *table)
{
  return table->encoding;
}

gboolean
tn_table_date1904 (const TnTable *table)
{
  return table->date1904;
}

guint
tn_table_n_sheets (const TnTable *table)
{
  return table->sheets->len;
}

static const TnSheet *
get_sheet (const TnTable *table, guint sheet)
{
  g_return_val_if_fail (sheet < table->sheets->len, NULL);
  return g_ptr_array_index (table->sheets, sheet);
}

const char *
tn_table_sheet_name (const TnTable *table, guint sheet)
{
  return get_sheet (table, sheet)->name;
}

guint
tn_table_main_sheet (const TnTable *table)
{
  guint best = 0;
  for (guint i = 1; i < table->sheets->len; i++)
    if (get_sheet (table, i)->rows->len > get_sheet (table, best)->rows->len)
      best = i;
  return best;
}

guint
tn_table_n_rows (const TnTable *table, guint sheet)
{
  return get_sheet (table, sheet)->rows->len;
}

guint
tn_table_n_columns (const TnTable *table, guint sheet)
{
  return get_sheet (table, sheet)->n_columns;
}

const TnTableRow *
tn_table_row (const TnTable *table, guint sheet, guint index)
{
  const TnSheet *s = get_sheet (table, sheet);
  g_return_val_if_fail (index < s->rows->len, NULL);
  return &g_array_index (s->rows, TnTableRow, index);
}

const TnMerge *
tn_table_merges (const TnTable *table, guint sheet, guint *n)
{
  const TnSheet *s = get_sheet (table, sheet);
  *n = s->merges->len;
  return (const TnMerge *) (void *) s->merges->data;
}

const TnCell *
tn_table_cell (const TnTableRow *row, guint column)
{
  static const TnCell empty = { .text = "", .type = TN_CELL_EMPTY };
  return column < row->n_cells ? &row->cells[column] : &empty;
}

static char *
show_number (double number)
{
  char buf[G_ASCII_DTOSTR_BUF_SIZE];
  if (fabs (number) < 1e15 && number == floor (number))
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) number);
  return g_strdup (g_ascii_formatd (buf, sizeof buf, "%.15g", number));
}

static char *
show_date (const TnTable *table, double serial)
{
  g_autofree char *stored = tn_date_from_serial (serial, table->date1904);
  return stored != NULL ? tn_date_format (stored) : show_number (serial);
}

char *
tn_table_dup_text (const TnTable *table, const TnCell *cell)
{
  switch ((TnCellType) cell->type)
    {
    case TN_CELL_TEXT: return g_strdup (cell->text);
    case TN_CELL_NUMBER: return show_number (cell->number);
    case TN_CELL_DATE: return show_date (table, cell->number);
    case TN_CELL_BOOL: return g_strdup (cell->number != 0 ? "x" : "");
    case TN_CELL_EMPTY: default: return g_strdup ("");
    }
}

char *
tn_table_column_name (guint column)
{
  char name[8];
  guint i = sizeof name;
  name[--i] = '\0';
  for (column++; column > 0 && i > 0; column = (column - 1) / 26)
    name[--i] = (char) ('A' + (column - 1) % 26);
  return g_strdup (name + i);
}

int
tn_table_column_from_name (const char *name, gssize len)
{
  gsize n = len < 0 ? strlen (name) : (gsize) len;
  guint column = 0;
  for (gsize i = 0; i < n; i++)
    {
      if (!g_ascii_isalpha (name[i]) || column > TN_TABLE_MAX_COLUMNS)
        return -1;
      column = column * 26 + (guint) (g_ascii_toupper (name[i]) - 'A') + 1;
    }
  return column == 0 || column > TN_TABLE_MAX_COLUMNS ? -1 : (int) column - 1;
}

void
tn_table_error_damaged (GError **error)
{
  if (error == NULL || *error == NULL)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT,
                         _("The file is damaged or cut short. Nothing was imported. Open it in the spreadsheet program it came from, save it again, "
                           "and import the new file."));
}

void
tn_table_error_encrypted (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_UNSUPPORTED,
                       _("The file is locked with a password. Nothing was imported. Open it in the spreadsheet program, save it without a password, "
                         "and import it again."));
}

void
tn_table_error_too_large (GError **error, const char *what)
{
  if (error == NULL || *error == NULL)
    g_set_error (error, TN_ERROR, TN_ERROR_TOO_LARGE,
                 /* Translators: %s says what is too large, such as "too many cells" */
                 _("The file is larger than an import can be: %s. Nothing was imported. Split the list into several files."), what);
}
