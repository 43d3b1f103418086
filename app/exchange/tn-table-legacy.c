/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-table-private.h"
#include <glib/gi18n.h>
#include <string.h>

/* A workbook can mix Unicode and legacy text cell by cell. A font that says .Vn… or VNI-… decides for its cell unless reading it so gives worse
 * Vietnamese; cells without such a font are converted together when the whole table reads better that way. */
#define SAMPLE_WORDS 20000
#define MARGIN 20   /* per cent of words by which legacy must win over leaving the text alone */

typedef struct { TnTable *table; GHashTable *done[4]; TnLegacy plain; gboolean forced; GError *error; } Conversion;

static TnCell *
next_text (TnTable *table, guint *sheet, guint *row, guint *column)
{
  for (; *sheet < table->sheets->len; (*sheet)++, *row = *column = 0)
    {
      TnSheet *s = g_ptr_array_index (table->sheets, *sheet);
      for (; *row < s->rows->len; (*row)++, *column = 0)
        {
          TnTableRow *r = &g_array_index (s->rows, TnTableRow, *row);
          while (*column < r->n_cells)
            if (r->cells[(*column)++].type == TN_CELL_TEXT)
              return &r->cells[*column - 1];
        }
    }
  return NULL;
}

static void
score_as (TnVietScore *score, const char *text, TnLegacy legacy)
{
  g_autofree char *decoded = tn_legacy_decode (text, legacy);
  tn_viet_score_add (score, decoded ? decoded : text);
}

static gboolean
is_ascii (const char *text)
{
  return g_str_is_ascii (text);
}

/* What cells without a telling font are written in. */
static TnLegacy
guess_plain (TnTable *table)
{
  static const TnLegacy ways[] = { TN_LEGACY_NONE, TN_LEGACY_TCVN3, TN_LEGACY_VNI };
  TnVietScore scores[3] = { 0 };
  guint s = 0, r = 0, c = 0, best = 0;
  for (TnCell *cell; scores[0].words < SAMPLE_WORDS && (cell = next_text (table, &s, &r, &c)) != NULL;)
    if (cell->font == TN_LEGACY_NONE && !is_ascii (cell->text))
      for (guint i = 0; i < 3; i++)
        score_as (&scores[i], cell->text, ways[i]);
  for (guint i = 1; i < 3; i++)
    if (tn_viet_score_percent (&scores[i]) > tn_viet_score_percent (&scores[best]) + (best == 0 ? MARGIN : 0))
      best = i;
  return tn_viet_score_percent (&scores[best]) >= 50 ? ways[best] : TN_LEGACY_NONE;
}

static gboolean
reads_better (const char *text, const char *decoded)
{
  TnVietScore as_is = { 0 }, as_legacy = { 0 };
  tn_viet_score_add (&as_is, text);
  tn_viet_score_add (&as_legacy, decoded);
  return tn_viet_score_percent (&as_legacy) >= tn_viet_score_percent (&as_is);
}

static const char *
convert_text (Conversion *conv, const char *text, TnLegacy legacy, gboolean by_font)
{
  g_autofree char *decoded = tn_legacy_decode (text, legacy);
  if (decoded == NULL || (by_font && legacy != TN_LEGACY_TCVN3_CAPS && !reads_better (text, decoded)))
    return text;
  gsize n = strlen (decoded);
  if ((conv->table->text_bytes += n) > 2 * (gsize) TN_TABLE_MAX_TEXT)
    {
      tn_table_error_too_large (&conv->error, _("too much text"));
      return text;
    }
  return memcpy (tn_arena_alloc (&conv->table->arena, n + 1), decoded, n + 1);
}

/* Cells share their texts in XLSX and XLS: each distinct one is converted once. In CSV every text is its own, a memory of them would only cost. */
static void
convert_cell (Conversion *conv, TnCell *cell)
{
  gboolean by_font = cell->font != TN_LEGACY_NONE;
  TnLegacy legacy = by_font && !conv->forced ? (TnLegacy) cell->font : conv->plain;
  gboolean shared = strcmp (conv->table->format, "csv") != 0;
  if (legacy == TN_LEGACY_NONE || (is_ascii (cell->text) && legacy != TN_LEGACY_TCVN3_CAPS))
    return;
  const char *known = shared ? g_hash_table_lookup (conv->done[legacy], cell->text) : NULL;
  const char *now = known ? known : convert_text (conv, cell->text, legacy, by_font && !conv->forced);
  if (shared && known == NULL)
    g_hash_table_insert (conv->done[legacy], (gpointer) cell->text, (gpointer) now);
  cell->text = now;
}

static TnEncoding
name_result (const TnTable *table, TnLegacy plain, const GHashTable *const *done)
{
  if (plain == TN_LEGACY_VNI || (plain == TN_LEGACY_NONE && g_hash_table_size ((GHashTable *) done[TN_LEGACY_VNI]) > 0))
    return TN_ENCODING_VNI;
  if (plain == TN_LEGACY_TCVN3 || g_hash_table_size ((GHashTable *) done[TN_LEGACY_TCVN3]) > 0)
    return TN_ENCODING_TCVN3;
  return table->encoding;
}

gboolean
tn_table_convert_legacy (TnTable *table, TnEncoding wanted, GError **error)
{
  Conversion conv = { .table = table, .forced = wanted == TN_ENCODING_TCVN3 || wanted == TN_ENCODING_VNI };
  guint s = 0, r = 0, c = 0;
  conv.plain = wanted == TN_ENCODING_TCVN3 ? TN_LEGACY_TCVN3 : wanted == TN_ENCODING_VNI ? TN_LEGACY_VNI :
               wanted == TN_ENCODING_AUTO ? guess_plain (table) : TN_LEGACY_NONE;
  for (guint i = 0; i < 4; i++)
    conv.done[i] = g_hash_table_new (g_direct_hash, g_direct_equal);
  for (TnCell *cell; conv.error == NULL && (cell = next_text (table, &s, &r, &c)) != NULL;)
    convert_cell (&conv, cell);
  table->encoding = name_result (table, conv.plain, (const GHashTable *const *) conv.done);
  for (guint i = 0; i < 4; i++)
    g_hash_table_unref (conv.done[i]);
  if (conv.error != NULL)
    g_propagate_error (error, conv.error);
  return conv.error == NULL;
}
