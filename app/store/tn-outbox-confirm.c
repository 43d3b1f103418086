/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was just sent need not be fetched again. With its receipt the root says what it now holds: how many records, and the sum of their hashes.
 * If this copy's sum, with the records just sent counted as they stand here, is the same, then both hold the same records, whatever the order in
 * which they came there; so the records have their hash, and every stream is read up to that commit. If it is not (somebody else wrote meanwhile,
 * an edit lost, a record is in another stream than this laptop thought), nothing is noted, and the pull brings it all as ever. So too while something is
 * shown here that the root has never given. */
#include "tn-digest-private.h"
#include "tn-outbox-private.h"
#include "tn-projection.h"

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  gint64 x = ((const TnSentRow *) a)->row, y = ((const TnSentRow *) b)->row;
  return (x > y) - (x < y);
}

/* In the order of the table; of a record that was sent twice stands what was sent last. The sort is stable. */
static void
sort_rows (GArray *rows)
{
  guint n = 0;
  g_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++) {
    const TnSentRow *row = &g_array_index (rows, TnSentRow, i);
    TnSentRow *last = n ? &g_array_index (rows, TnSentRow, n - 1) : NULL;
    if (last && tn_id_equal (&last->id, &row->id)) {
      last->h = row->h;
      last->passing = row->passing;
    } else g_array_index (rows, TnSentRow, n++) = *row;
  }
  g_array_set_size (rows, n);
}

static gboolean
read_total (TnCopy *copy, TnRootSum *total, GError **error)
{
  gsize len;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT n, sum FROM digest", error);
  if (!stmt) return FALSE;
  *total = (TnRootSum) { 0 };
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnHash as_hash;
    const void *bytes = tn_stmt_blob (stmt, 1, &len);
    total->n += tn_stmt_int (stmt, 0);
    if (!bytes || len != sizeof as_hash.b) continue;
    memcpy (as_hash.b, bytes, len);
    tn_sum_add (&total->sum, &as_hash);
  }
  return step == TN_STEP_DONE;
}

static void
count_rows (TnRootSum *total, const GArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    const TnSentRow *row = &g_array_index (rows, TnSentRow, i);
    tn_sum_add (&total->sum, &row->h);
    if (row->has_old) tn_sum_sub (&total->sum, &row->old);
    else total->n++;
  }
}

/* By the number of its row, as nobody moves rows while a batch is on its way: no index is gone through then. */
static gboolean
note_hash (TnCopy *copy, const TnSentRow *row, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE record SET h=?2 WHERE rowid=?3 AND id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, &row->id);
  tn_stmt_bind_blob (stmt, 2, row->h.b, sizeof row->h.b);
  tn_stmt_bind_int (stmt, 3, row->row);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  if (tn_db_changes (copy->db) == 1) return TRUE;
  if (!(stmt = tn_db_prepare (copy->db, "UPDATE record SET h=?2 WHERE id=?1", error))) return FALSE;
  tn_stmt_bind_id (stmt, 1, &row->id);
  tn_stmt_bind_blob (stmt, 2, row->h.b, sizeof row->h.b);
  return tn_stmt_run (stmt, error);
}

static gboolean
note_hashes (TnCopy *copy, const GArray *rows, GError **error)
{
  for (guint i = 0; i < rows->len; i++) {
    const TnSentRow *row = &g_array_index (rows, TnSentRow, i);
    if (!note_hash (copy, row, error)) return FALSE;
    if (row->has_old) tn_digest_remove (copy, tn_slice (row->stream, -1), &row->old);
    tn_digest_add (copy, tn_slice (row->stream, -1), &row->h);
  }
  return tn_digest_flush (copy, error);
}

static gboolean
move_cursors (TnCopy *copy, gint64 seq, const char *tok, GError **error)
{
  g_autofree char *cursor = g_strdup_printf ("%" G_GINT64_FORMAT ".%s", seq, tok);
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE pull SET cursor=?2, ready=1 WHERE ward=?1 AND lost=0", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tn_copy_ward (copy));
  tn_stmt_bind_text (stmt, 2, cursor);
  return tn_stmt_run (stmt, error);
}

/* What no sum counts, as the root has not given it: what hubs have said, what is held, and what hangs on that. Should it be erased, the page alone would tell. */
static gboolean
shows_more (TnCopy *copy, gboolean *more, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT EXISTS(SELECT 1 FROM record WHERE ahead<>0) OR EXISTS(SELECT 1 FROM outbox WHERE state='held')", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *more = tn_stmt_int (stmt, 0) != 0;
  return TRUE;
}

gboolean
tn_outbox_confirm (TnCopy *copy, GArray *rows, const TnRootReceipt *receipt, gboolean *same, GError **error)
{
  TnRootSum total;
  gboolean more;
  *same = FALSE;
  if (!receipt->root || !receipt->tok || tn_projection_in_bulk (copy)) return TRUE;
  if (!shows_more (copy, &more, error)) return FALSE;
  if (more) return TRUE;
  if (!read_total (copy, &total, error)) return FALSE;
  sort_rows (rows);
  count_rows (&total, rows);
  *same = total.n == receipt->root->n && total.sum.lo == receipt->root->sum.lo && total.sum.hi == receipt->root->sum.hi;
  return !*same || (note_hashes (copy, rows, error) && move_cursors (copy, receipt->seq, receipt->tok, error));
}
