/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-search.h"

static void
append_varint (GByteArray *out, guint64 value)
{
  guint8 bytes[10];
  guint n = 0;
  for (; value >= 0x80; value >>= 7) bytes[n++] = (guint8) (value | 0x80);
  bytes[n++] = (guint8) value;
  g_byte_array_append (out, bytes, n);
}

static gboolean
read_varint (const guint8 **p, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (guint shift = 0; *p < end && shift < 64; shift += 7) {
    guint8 byte = *(*p)++;
    *value |= (guint64) (byte & 0x7f) << shift;
    if (!(byte & 0x80)) return TRUE;
  }
  return FALSE;
}

void
tn_search_block_append (GByteArray *out, guint gap, guint64 bits)
{
  append_varint (out, gap);
  append_varint (out, bits);
}

void
tn_search_block_encode (GByteArray *out, const guint64 bits[TN_SEARCH_BLOCK])
{
  guint last = 0;
  for (guint i = 0; i < TN_SEARCH_BLOCK; i++) {
    if (!bits[i]) continue;
    tn_search_block_append (out, i - last, bits[i]);
    last = i;
  }
}

void
tn_search_block_decode (const guint8 *blob, gsize len, guint64 *bits, gsize n)
{
  const guint8 *p = blob, *end = p + len;
  guint64 at = 0, gap, value;
  while (p < end && read_varint (&p, end, &gap) && read_varint (&p, end, &value)) {
    at += gap;
    if (gap >= TN_SEARCH_BLOCK || at >= n) return;
    bits[at] |= value;
  }
}

static gboolean
read_block (TnDb *db, const TnKey *key, gint64 block, guint64 bits[TN_SEARCH_BLOCK], GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT docs FROM search WHERE key = ? AND block = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, key->b, key->len);
  tn_stmt_bind_int (stmt, 2, block);
  TnStep step = tn_stmt_step (stmt, error);
  memset (bits, 0, TN_SEARCH_BLOCK * sizeof *bits);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  gsize len;
  const guint8 *blob = tn_stmt_blob (stmt, 0, &len);
  tn_search_block_decode (blob, len, bits, TN_SEARCH_BLOCK);
  return TRUE;
}

static gboolean
write_block (TnDb *db, const TnKey *key, gint64 block, const guint64 bits[TN_SEARCH_BLOCK], GError **error)
{
  g_autoptr (GByteArray) blob = g_byte_array_new ();
  tn_search_block_encode (blob, bits);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, blob->len ? "REPLACE INTO search(key, block, docs) VALUES(?, ?, ?)"
                                                         : "DELETE FROM search WHERE key = ? AND block = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, key->b, key->len);
  tn_stmt_bind_int (stmt, 2, block);
  if (blob->len) tn_stmt_bind_blob (stmt, 3, blob->data, blob->len);
  return tn_stmt_run (stmt, error);
}

static gboolean
change_key (TnDb *db, const TnKey *key, gint64 home, guint slot, gboolean set, GError **error)
{
  guint64 bits[TN_SEARCH_BLOCK], bit = G_GUINT64_CONSTANT (1) << slot;
  gint64 block = home / TN_SEARCH_BLOCK;
  if (!read_block (db, key, block, bits, error)) return FALSE;
  guint64 *at = &bits[home % TN_SEARCH_BLOCK];
  *at = set ? *at | bit : *at & ~bit;
  return write_block (db, key, block, bits, error);
}

static guint
hash_key (gconstpointer data)
{
  const TnKey *key = data;
  guint h = 5381;
  for (guint i = 0; i < key->len; i++) h = h * 33 + (guint8) key->b[i];
  return h;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  const TnKey *x = a, *y = b;
  return x->len == y->len && memcmp (x->b, y->b, x->len) == 0;
}

static GHashTable *
collect_keys (const char *words)
{
  GHashTable *set = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
  TnKey keys[TN_WORDS_MAX_KEYS];
  const char *p = words ? words : "", *word;
  gsize len;
  while (tn_words_next (&p, &word, &len))
    for (guint i = 0, n = tn_word_keys (word, len, keys); i < n; i++)
      if (!g_hash_table_contains (set, &keys[i])) g_hash_table_add (set, g_memdup2 (&keys[i], sizeof keys[i]));
  return set;
}

/* Sets or clears the slot's bit under every key that is in `these` and not in `others`. */
static gboolean
change_missing (TnDb *db, GHashTable *these, GHashTable *others, gint64 home, guint slot, gboolean set, GError **error)
{
  GHashTableIter it;
  gpointer key;
  g_hash_table_iter_init (&it, these);
  while (g_hash_table_iter_next (&it, &key, NULL))
    if (!g_hash_table_contains (others, key) && !change_key (db, key, home, slot, set, error)) return FALSE;
  return TRUE;
}

gboolean
tn_search_change (TnDb *db, gint64 home, guint slot, const char *before, const char *after, GError **error)
{
  if (g_strcmp0 (before, after) == 0) return TRUE;
  g_autoptr (GHashTable) old = collect_keys (before);
  g_autoptr (GHashTable) new = collect_keys (after);
  return change_missing (db, old, new, home, slot, FALSE, error) && change_missing (db, new, old, home, slot, TRUE, error);
}

void
tn_search_hits_clear (TnSearchHits *hits)
{
  g_clear_pointer (&hits->all, g_free);
  g_clear_pointer (&hits->own, g_free);
}

static gboolean
collect (TnStmt *stmt, guint64 *bits, gsize n, GError **error)
{
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gsize start = (gsize) tn_stmt_int (stmt, 0) * TN_SEARCH_BLOCK, len;
    const guint8 *blob = tn_stmt_blob (stmt, 1, &len);
    if (start < n) tn_search_block_decode (blob, len, bits + start, n - start);
  }
  tn_stmt_reset (stmt);
  return step == TN_STEP_DONE;
}

/* Ors the bits of all words that begin so. */
static gboolean
run_begin (TnDb *db, const char *begin, guint64 *bits, gsize n, GError **error)
{
  gboolean whole;
  char low[TN_WORD_MAX + 2], high[TN_WORD_MAX + 2];
  gsize len = MIN (strlen (begin), TN_WORD_MAX);
  const guint8 *level = tn_word_levels (begin, len, &whole);
  while (*level && *level != len) level++;
  low[0] = high[0] = *level ? (char) ('0' + *level) : 'w';
  memcpy (low + 1, begin, len);
  memcpy (high + 1, begin, len);
  high[len + 1] = (char) 0xff;   /* no byte of UTF-8 is that great */
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, *level ? "SELECT block, docs FROM search WHERE key = ?"
                                                      : "SELECT block, docs FROM search WHERE key >= ? AND key < ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, low, len + 1);
  if (!*level) tn_stmt_bind_blob (stmt, 2, high, len + 2);
  return collect (stmt, bits, n, error);
}

gboolean
tn_search_run (TnDb *db, const GArray *words, gsize n_rows, TnSearchHits *hits, GError **error)
{
  g_autofree guint64 *bits = g_new (guint64, n_rows);
  *hits = (TnSearchHits) { n_rows, g_new (guint64, n_rows), g_new0 (guint64, n_rows) };
  memset (hits->all, 0xff, n_rows * sizeof *bits);
  for (guint i = 0; i < words->len; i++) {
    const TnWanted *wanted = &g_array_index (words, TnWanted, i);
    memset (bits, 0, n_rows * sizeof *bits);
    for (guint k = 0; k < 2; k++)
      if (wanted->begin[k] && !run_begin (db, wanted->begin[k], bits, n_rows, error)) return FALSE;
    for (gsize row = 0; row < n_rows; row++) {
      hits->own[row] |= bits[row];
      hits->all[row] &= bits[row] & 1 ? ~G_GUINT64_CONSTANT (0) : bits[row];
    }
  }
  return TRUE;
}
