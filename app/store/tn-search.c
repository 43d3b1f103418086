/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-search.h"

/* The table's key: a group's words stand in one row. */
static gsize
row_key_len (const TnKey *key)
{
  return key->b[0] == 'g' ? 1 + TN_WORD_GROUP : key->len;
}

/* The row's blob with the bit changed; NULL on error. */
static GByteArray *
make_blob (TnDb *db, const TnKey *key, gint64 home, guint slot, gboolean set, GError **error)
{
  guint in = (guint) (home % TN_SEARCH_BLOCK);
  guint64 bit = G_GUINT64_CONSTANT (1) << slot;
  gsize len = 0, at = row_key_len (key);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT docs FROM search WHERE key = ? AND block = ?", error);
  if (!stmt) return NULL;
  tn_stmt_bind_blob (stmt, 1, key->b, at);
  tn_stmt_bind_int (stmt, 2, home / TN_SEARCH_BLOCK);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ERROR) return NULL;
  const guint8 *blob = step == TN_STEP_ROW ? tn_stmt_blob (stmt, 0, &len) : NULL;
  return key->b[0] == 'g' ? tn_search_group_change (blob, len, in, bit, set, key->b + at, key->len - at)
                          : tn_search_block_change (blob, len, in, bit, set);
}

static gboolean
change_key (TnDb *db, const TnKey *key, gint64 home, guint slot, gboolean set, GError **error)
{
  g_autoptr (GByteArray) blob = make_blob (db, key, home, slot, set, error);
  if (!blob) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, blob->len ? "INSERT INTO search(key, block, docs) VALUES(?, ?, ?) ON CONFLICT(key, block) DO UPDATE SET docs = excluded.docs"
                                                         : "DELETE FROM search WHERE key = ? AND block = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, key->b, row_key_len (key));
  tn_stmt_bind_int (stmt, 2, home / TN_SEARCH_BLOCK);
  if (blob->len) tn_stmt_bind_blob (stmt, 3, blob->data, blob->len);
  return tn_stmt_run (stmt, error);
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

/* Consumes the statement: block and docs. rest = what the words of a group go on with; NULL = rows are no group. */
static gboolean
collect (TnStmt *stmt, const char *rest, guint64 *bits, gsize n, GError **error)
{
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gsize start = (gsize) tn_stmt_int (stmt, 0) * TN_SEARCH_BLOCK, len;
    const guint8 *blob = tn_stmt_blob (stmt, 1, &len);
    if (start >= n) continue;
    if (rest) tn_search_group_decode (blob, len, rest, strlen (rest), bits + start, n - start);
    else tn_search_block_decode (blob, len, bits + start, n - start);
  }
  tn_stmt_reset (stmt);
  return step == TN_STEP_DONE;
}

static gboolean
run_key (TnDb *db, char level, const char *begin, gsize len, const char *rest, guint64 *bits, gsize n, GError **error)
{
  char key[TN_WORD_MAX + 1] = { level };
  memcpy (key + 1, begin, len);
  TnStmt *stmt = tn_db_prepare (db, "SELECT block, docs FROM search WHERE key = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, key, len + 1);
  return collect (stmt, rest, bits, n, error);
}

/* Whole words of letters that begin so. */
static gboolean
run_range (TnDb *db, const char *begin, gsize len, guint64 *bits, gsize n, GError **error)
{
  char low[TN_WORD_MAX + 2] = { 'w' }, high[TN_WORD_MAX + 2];
  memcpy (low + 1, begin, len);
  memcpy (high, low, len + 1);
  high[len + 1] = (char) 0xff;   /* no byte of UTF-8 is that great */
  TnStmt *stmt = tn_db_prepare (db, "SELECT block, docs FROM search WHERE key >= ? AND key < ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, low, len + 1);
  tn_stmt_bind_blob (stmt, 2, high, len + 2);
  return collect (stmt, NULL, bits, n, error);
}

/* Ors the bits of all words that begin so. */
static gboolean
run_begin (TnDb *db, const char *begin, guint64 *bits, gsize n, GError **error)
{
  gsize len = strlen (begin);
  if (len < TN_WORD_GROUP) return run_key (db, (char) ('0' + len), begin, len, NULL, bits, n, error);
  len = MIN (len, TN_WORD_MAX);
  return run_key (db, 'g', begin, TN_WORD_GROUP, begin + TN_WORD_GROUP, bits, n, error)
         && (tn_word_has_digit (begin, len) || run_range (db, begin, len, bits, n, error));
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
