/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-header.h"
#include "tn-import-words.h"
#include "tn-text.h"
#include <string.h>

#define LOOK_ROWS 40   /* nobody writes a longer letterhead */

/* The cell, or the first cell of the merged block it lies in. */
static char *
get_text (const TnTable *table, guint sheet, guint row, guint column)
{
  guint n;
  const TnMerge *merges = tn_table_merges (table, sheet, &n);
  const TnTableRow *r = tn_table_row (table, sheet, row);
  g_autofree char *own = tn_table_dup_text (table, tn_table_cell (r, column));
  if (*own)
    return tn_text_tidy (own, -1);
  for (guint i = 0; i < MIN (n, 10000); i++)
    {
      const TnMerge *m = &merges[i];
      if (r->number < m->row1 || r->number > m->row2 || column < m->col1 || column > m->col2)
        continue;
      for (guint up = 0; up <= row && up < 4; up++)
        {
          const TnTableRow *above = tn_table_row (table, sheet, row - up);
          if (above->number == m->row1)
            {
              g_autofree char *text = tn_table_dup_text (table, tn_table_cell (above, m->col1));
              return tn_text_tidy (text, -1);
            }
        }
    }
  return g_strdup ("");
}

static char *
fold_cell (const TnTable *table, guint sheet, guint row, guint column)
{
  g_autofree char *text = tn_table_dup_text (table, tn_table_cell (tn_table_row (table, sheet, row), column));
  return strlen (text) > 200 || strpbrk (text, "0123456789") == text ? g_strdup ("") : tn_import_words_fold (text);   /* data, and dear to judge */
}

/* Sum of the columns' best guesses, and how many there are. */
static guint
score_row (const TnTable *table, guint sheet, guint row, guint *matched)
{
  guint sum = 0, columns = tn_table_row (table, sheet, row)->n_cells;
  *matched = 0;
  for (guint c = 0; c < MIN (columns, 100); c++)
    {
      g_autofree char *folded = fold_cell (table, sheet, row, c);
      guint score = tn_import_words_best (folded);
      sum += score;
      *matched += score >= 70;
    }
  return sum;
}

static guint
count_filled (const TnTableRow *row)
{
  guint n = 0;
  for (guint c = 0; c < row->n_cells; c++)
    n += row->cells[c].type != TN_CELL_EMPTY;
  return n;
}

/* A second header row holds words of headers only, and stands under cells that leave room for it. */
static gboolean
is_second_row (const TnTable *table, guint sheet, guint row)
{
  const TnTableRow *r = tn_table_row (table, sheet, row), *top = tn_table_row (table, sheet, row - 1);
  guint filled = count_filled (r), words = 0, under_blank = 0;
  if (filled < 2 || r->number != top->number + 1)
    return FALSE;
  for (guint c = 0; c < r->n_cells; c++)
    {
      g_autofree char *folded = r->cells[c].type == TN_CELL_TEXT ? fold_cell (table, sheet, row, c) : g_strdup ("");
      words += tn_import_words_best (folded) >= 70;
      under_blank += r->cells[c].type != TN_CELL_EMPTY && tn_table_cell (top, c)->type == TN_CELL_EMPTY;
    }
  return words * 10 >= filled * 7 && under_blank > 0;
}

void
tn_import_header_find (const TnTable *table, guint sheet, guint *first, guint *n)
{
  guint best = 0, rows = MIN (tn_table_n_rows (table, sheet), LOOK_ROWS);
  *first = *n = 0;
  for (guint r = 0; r < rows; r++)
    {
      guint matched, score = score_row (table, sheet, r, &matched);
      if (score <= best || matched < 2)
        continue;
      best = score;
      *first = r;
      *n = 1;
    }
  if (*n == 0)
    return;
  if (*first + 1 < tn_table_n_rows (table, sheet) && is_second_row (table, sheet, *first + 1))
    *n = 2;
  else if (*first > 0 && is_second_row (table, sheet, *first))   /* the lower row scored best */
    {
      guint matched;
      score_row (table, sheet, *first - 1, &matched);
      if (matched > 0)
        {
          *first -= 1;
          *n = 2;
        }
    }
}

/* Without merged cells a heading over two columns stands over the first of them only. */
static char *
get_upper (const TnTable *table, guint sheet, guint first, guint column, gboolean has_lower)
{
  char *upper = get_text (table, sheet, first, column);
  for (guint c = column; has_lower && *upper == '\0' && c > 0; c--)
    {
      g_free (upper);
      upper = get_text (table, sheet, first, c - 1);
    }
  return upper;
}

char *
tn_import_header_title (const TnTable *table, guint sheet, guint first, guint n, guint column)
{
  if (n == 0)
    return g_strdup ("");
  if (n == 1)
    return get_text (table, sheet, first, column);
  g_autofree char *lower = tn_import_header_lower (table, sheet, first, n, column);
  g_autofree char *upper = get_upper (table, sheet, first, column, *lower != '\0');
  if (*lower == '\0' || *upper == '\0')
    return g_strdup (*lower ? lower : upper);
  return g_strconcat (upper, " / ", lower, NULL);
}

char *
tn_import_header_lower (const TnTable *table, guint sheet, guint first, guint n, guint column)
{
  g_autofree char *text = n == 2 ? tn_table_dup_text (table, tn_table_cell (tn_table_row (table, sheet, first + 1), column)) : g_strdup ("");
  return tn_text_tidy (text, -1);
}

static gboolean
is_count (const char *text, guint column)
{
  g_autofree char *bare = g_strdup (text);
  char *p = g_strstrip (g_strdelimit (bare, "()[].", ' '));
  guint64 n = g_ascii_strtoull (p, NULL, 10);
  return (strlen (p) == 1 && g_ascii_isalpha (*p)) || (n >= 1 && n <= column + 2u && strspn (p, "0123456789") == strlen (p));
}

gboolean
tn_import_header_is_numbering (const TnTable *table, guint sheet, guint row)
{
  const TnTableRow *r = tn_table_row (table, sheet, row);
  guint counts = 0;
  for (guint c = 0; c < r->n_cells; c++)
    {
      g_autofree char *text = tn_table_dup_text (table, &r->cells[c]);
      if (*text == '\0')
        continue;
      if (!is_count (text, c))
        return FALSE;
      counts++;
    }
  return counts >= 3;
}
