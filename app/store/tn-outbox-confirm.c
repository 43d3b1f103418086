/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was just sent need not be fetched again. With its receipt the root says what it now holds: how many records, and the sum of their hashes.
 * If this copy's sum, with the records just sent counted as they stand here, is the same, then both hold the same records, whatever the order in
 * which they came there; so the records have their hash, and every stream is read up to that commit. If it is not (somebody else wrote meanwhile,
 * an edit lost, a record is in another stream than this laptop thought), nothing is noted, and the pull brings it all as ever. */
#include "tn-digest-private.h"
#include "tn-outbox-private.h"
#include "tn-projection.h"
#include <glib/gi18n.h>

typedef struct { TnId id; TnHash h, old; gboolean has_old; const char *stream; /* interned: there are few */ } Sent;

static void
add_hash (GArray *sent, TnStmt *stmt, const TnId *id, GString *line)
{
  Sent s = { .id = *id, .stream = g_intern_string (tn_stmt_text (stmt, 2)) };
  gsize len;
  g_string_truncate (line, 0);
  tn_line_from_parts (line, tn_stmt_slice (stmt, 1), id, tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3), tn_stmt_slice (stmt, 4));
  s.h = tn_hash (line->str, line->len);
  const void *old = tn_stmt_blob (stmt, 5, &len);
  s.has_old = old && len == sizeof s.old.b;
  if (s.has_old) memcpy (s.old.b, old, len);
  g_array_append_val (sent, s);
}

/* The records of the entries from..to that were taken. */
static gboolean
read_sent (TnCopy *copy, gint64 from, gint64 to, GArray *sent, GError **error)
{
  g_autoptr (GString) line = g_string_sized_new (1024);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT r.id, r.kind, r.stream, r.stamps, r.body, r.h FROM outbox o CROSS JOIN record r ON r.id=o.id"
    " WHERE o.n BETWEEN ?1 AND ?2 AND +o.state='acked'", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, from);
  tn_stmt_bind_int (stmt, 2, to);
  TnStep step;
  for (TnId id; (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW;) {
    tn_stmt_id (stmt, 0, &id);
    if (g_hash_table_add (seen, tn_id_copy (&id))) add_hash (sent, stmt, &id, line);
  }
  return step == TN_STEP_DONE;
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
count_sent (TnRootSum *total, const GArray *sent)
{
  for (guint i = 0; i < sent->len; i++) {
    const Sent *s = &g_array_index (sent, Sent, i);
    tn_sum_add (&total->sum, &s->h);
    if (s->has_old) tn_sum_sub (&total->sum, &s->old);
    else total->n++;
  }
}

static gboolean
note_hashes (TnCopy *copy, const GArray *sent, GError **error)
{
  for (guint i = 0; i < sent->len; i++) {
    const Sent *s = &g_array_index (sent, Sent, i);
    TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE record SET h=?2 WHERE id=?1", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_id (stmt, 1, &s->id);
    tn_stmt_bind_blob (stmt, 2, s->h.b, sizeof s->h.b);
    if (!tn_stmt_run (stmt, error)) return FALSE;
    if (s->has_old) tn_digest_remove (copy, tn_slice (s->stream, -1), &s->old);
    tn_digest_add (copy, tn_slice (s->stream, -1), &s->h);
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

gboolean
tn_outbox_confirm (TnCopy *copy, gint64 from, gint64 to, const TnReceipt *receipt, gboolean *same, GError **error)
{
  TnRootSum total;
  *same = FALSE;
  if (!receipt->root || !receipt->tok || tn_projection_in_bulk (copy)) return TRUE;
  g_autoptr (GArray) sent = g_array_new (FALSE, FALSE, sizeof (Sent));
  if (!read_sent (copy, from, to, sent, error) || !read_total (copy, &total, error)) return FALSE;
  count_sent (&total, sent);
  *same = total.n == receipt->root->n && total.sum.lo == receipt->root->sum.lo && total.sum.hi == receipt->root->sum.hi;
  return !*same || (note_hashes (copy, sent, error) && move_cursors (copy, receipt->seq, receipt->tok, error));
}
