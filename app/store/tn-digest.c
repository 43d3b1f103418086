/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The set hash is a sum, so a row that comes adds and a row that goes subtracts, in any order. A page changes thousands of rows of one or two
 * streams: the changes are gathered in memory and written once, before the transaction is committed. A sum that is kept along says what was done, and not what is there (sync.md fault 35): so once
 * a day it is added up from the rows, and then a row that went missing in any way whatever is found by the comparison with the root. */
#include "tn-digest-private.h"
#include <glib/gi18n.h>

#define SCAN_EVERY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

typedef struct {
  gint64 n;
  TnSum sum;
} Delta;

void
tn_digest_begin (TnCopy *copy)
{
  if (copy->digests) g_hash_table_remove_all (copy->digests);
}

static Delta *
find_delta (TnCopy *copy, TnSlice stream)
{
  char name[256];
  if (!copy->digests) copy->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize len = MIN (stream.len, sizeof name - 1);
  memcpy (name, stream.p, len);
  name[len] = 0;
  Delta *delta = g_hash_table_lookup (copy->digests, name);
  if (delta) return delta;
  delta = g_new0 (Delta, 1);
  g_hash_table_insert (copy->digests, g_strdup (name), delta);
  return delta;
}

void
tn_digest_add (TnCopy *copy, TnSlice stream, const TnHash *h)
{
  Delta *delta = find_delta (copy, stream);
  delta->n++;
  tn_sum_add (&delta->sum, h);
}

void
tn_digest_remove (TnCopy *copy, TnSlice stream, const TnHash *h)
{
  Delta *delta = find_delta (copy, stream);
  delta->n--;
  tn_sum_sub (&delta->sum, h);
}

/* ---- the table ---- */

static gboolean
read_row (TnCopy *copy, const char *stream, gint64 *n, TnSum *sum, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT n, sum FROM digest WHERE stream=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, stream);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  gsize len;
  const guint8 *bytes = tn_stmt_blob (stmt, 1, &len);
  *n = tn_stmt_int (stmt, 0);
  if (len == 16) tn_sum_from_bytes (sum, bytes);
  return TRUE;
}

static gboolean
write_row (TnCopy *copy, const char *stream, gint64 n, const TnSum *sum, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO digest(stream, n, sum) VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET n=excluded.n, sum=excluded.sum", error);
  if (!stmt) return FALSE;
  guint8 bytes[16];
  tn_sum_to_bytes (sum, bytes);
  tn_stmt_bind_text (stmt, 1, stream);
  tn_stmt_bind_int (stmt, 2, n);
  tn_stmt_bind_blob (stmt, 3, bytes, sizeof bytes);
  return tn_stmt_run (stmt, error);
}

static void
add_sum (TnSum *sum, const TnSum *delta)
{
  TnHash as_hash;
  tn_sum_to_bytes (delta, as_hash.b);
  tn_sum_add (sum, &as_hash);
}

static gboolean
apply_delta (TnCopy *copy, const char *stream, const Delta *delta, GError **error)
{
  gint64 n = 0;
  TnSum sum = { 0, 0 };
  if (!read_row (copy, stream, &n, &sum, error)) return FALSE;
  add_sum (&sum, &delta->sum);
  return write_row (copy, stream, n + delta->n, &sum, error);
}

gboolean
tn_digest_flush (TnCopy *copy, GError **error)
{
  GHashTableIter iter;
  gpointer stream, delta;
  if (!copy->digests) return TRUE;
  g_hash_table_iter_init (&iter, copy->digests);
  while (g_hash_table_iter_next (&iter, &stream, &delta))
    if (!apply_delta (copy, stream, delta, error)) return FALSE;
  g_hash_table_remove_all (copy->digests);
  return TRUE;
}

/* ---- reading ---- */

void
tn_digest_free (TnDigest *d)
{
  if (!d) return;
  g_free (d->stream);
  g_free (d);
}

static GPtrArray *
read_digests (TnCopy *copy, const char *sql, void (*take) (TnStmt *stmt, TnDigest *d), GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return NULL;
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_digest_free);
  g_autoptr (GHashTable) by_stream = g_hash_table_new (g_str_hash, g_str_equal);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *stream = tn_stmt_text_needed (stmt, 0, error);
    if (!stream) return NULL;
    TnDigest *d = g_hash_table_lookup (by_stream, stream);
    if (!d) {
      d = g_new0 (TnDigest, 1);
      d->stream = g_strdup (stream);
      g_ptr_array_add (digests, d);
      g_hash_table_insert (by_stream, d->stream, d);
    }
    take (stmt, d);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&digests) : NULL;
}

static void
take_hash (TnStmt *stmt, TnDigest *d)
{
  gsize len;
  const TnHash *h = tn_stmt_blob (stmt, 1, &len);
  d->n++;
  if (len == sizeof *h) tn_sum_add (&d->sum, h);
}

static void
take_sum (TnStmt *stmt, TnDigest *d)
{
  gsize len;
  const guint8 *bytes = tn_stmt_blob (stmt, 2, &len);
  d->n = (guint64) tn_stmt_int (stmt, 1);
  if (len == 16) tn_sum_from_bytes (&d->sum, bytes);
}

GPtrArray *
tn_digest_scan (TnCopy *copy, GError **error)
{
  return read_digests (copy, "SELECT stream, h FROM record WHERE h IS NOT NULL", take_hash, error);
}

static GPtrArray *
read_kept (TnCopy *copy, GError **error)
{
  return read_digests (copy, "SELECT stream, n, sum FROM digest WHERE n<>0", take_sum, error);
}

static gboolean
is_scan_due (TnCopy *copy, gboolean *due, GError **error)
{
  gint64 at, now = tn_env_now_ms (copy->env);
  if (!tn_copy_read_meta_int (copy, TN_META_DIGEST_AT, &at, error)) return FALSE;
  *due = now < at || now - at >= SCAN_EVERY_MS;   /* a clock that was put back counts as a day */
  return TRUE;
}

GPtrArray *
tn_apply_digests (TnCopy *copy, GError **error)
{
  gboolean due;
  if (!is_scan_due (copy, &due, error)) return NULL;
  if (due && copy->read_only) return tn_digest_scan (copy, error);
  return due && !tn_digest_rebuild (copy, error) ? NULL : read_kept (copy, error);
}

/* ---- the doctor ---- */

static gboolean
set_differs (const char *stream, GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT,
    /* Translators: an internal name of a part of the ward */
    _("The check sum of part %s does not agree with the records. No record is lost. Let it be made anew (doctor with rebuild), then reconcile."), stream);
  return FALSE;
}

gboolean
tn_digest_check (TnCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_digest_scan (copy, error);
  g_autoptr (GPtrArray) kept = rows ? read_kept (copy, error) : NULL;
  if (!kept) return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const TnDigest *a = rows->pdata[i], *same = NULL;
    for (guint k = 0; k < kept->len && !same; k++) {
      const TnDigest *b = kept->pdata[k];
      if (strcmp (a->stream, b->stream) == 0 && a->n == b->n && a->sum.lo == b->sum.lo && a->sum.hi == b->sum.hi) same = b;
    }
    if (!same) return set_differs (a->stream, error);
  }
  if (rows->len == kept->len) return TRUE;
  return set_differs ("*", error);
}

gboolean
tn_digest_rebuild (TnCopy *copy, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  g_autoptr (GPtrArray) rows = tx ? tn_digest_scan (copy, error) : NULL;
  if (!rows || !tn_db_exec (copy->db, "DELETE FROM digest", error)) return FALSE;
  for (guint i = 0; i < rows->len; i++) {
    const TnDigest *d = rows->pdata[i];
    if (!write_row (copy, d->stream, (gint64) d->n, &d->sum, error)) return FALSE;
  }
  return tn_copy_write_meta_int (copy, TN_META_DIGEST_AT, tn_env_now_ms (copy->env), error) && tn_tx_commit (g_steal_pointer (&tx), error);
}
