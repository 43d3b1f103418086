/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way up: open edits as push lines, in the order they were made. The units that one save changed in one record travel in one line;
 * the line's number is that of its first row. */
#include "tn-outbox.h"
#include "tn-copy-private.h"
#include "tn-limits.h"

typedef struct {
  GString *lines;
  GArray *acks;          /* TnAck */
  TnEntry *entry;        /* the line being gathered */
  GArray *entry_acks;    /* TnAck of its rows */
  gint64 save;           /* outbox.save of the line */
  guint n_lines;
  gsize start, max_bytes;
  guint limit;
  gboolean full;
} Batch;

static void
clear_batch (Batch *b)
{
  tn_entry_free (b->entry);
  g_clear_pointer (&b->entry_acks, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, clear_batch)

/* Takes a finished line into the batch, or off it again when it would be too long; the first line always goes. */
static void
close_line (Batch *b, gsize before, const GArray *acks)
{
  if (b->n_lines > 0 && b->lines->len - b->start > b->max_bytes) {
    g_string_truncate (b->lines, before);
    b->full = TRUE;
    return;
  }
  g_array_append_vals (b->acks, acks->data, acks->len);
  b->n_lines++;
  b->full = b->n_lines >= b->limit;
}

static void
flush_entry (Batch *b)
{
  if (!b->entry) return;
  gsize before = b->lines->len;
  tn_entry_to_line (b->entry, b->lines);
  g_string_append_c (b->lines, '\n');
  close_line (b, before, b->entry_acks);
  g_clear_pointer (&b->entry, tn_entry_free);
  g_array_set_size (b->entry_acks, 0);
}

/* columns of the batch's SELECT */
enum { N, ID, UNIT, VALUE, STAMP, OVER, SEEN_H, BY, SAVE, KIND, STAMPS, BODY, STREAM };

static guint
read_over (TnStmt *stmt, TnStamp over[TN_LIMIT_OVER])
{
  TnSlice text = tn_stmt_slice (stmt, OVER);
  guint n = 0;
  for (gsize at = 0; at + TN_STAMP_LEN <= text.len && n < TN_LIMIT_OVER; at += TN_STAMP_LEN)
    if (tn_stamp_parse (tn_slice (text.p + at, TN_STAMP_LEN), &over[n])) n++;
  return n;
}

static gboolean
has_unit (const TnEntry *entry, const char *unit)
{
  for (guint i = 0; i < entry->changes->len; i++)
    if (strcmp (((const TnChange *) entry->changes->pdata[i])->unit, unit) == 0) return TRUE;
  return FALSE;
}

static void
add_change (Batch *b, TnStmt *stmt, const TnAck *ack)
{
  TnId id;
  tn_stmt_id (stmt, ID, &id);
  const char *unit = tn_stmt_text (stmt, UNIT);
  gboolean same = b->entry && b->save == tn_stmt_int (stmt, SAVE) && tn_id_equal (&b->entry->id, &id) && !has_unit (b->entry, unit);
  if (!same) flush_entry (b);
  if (b->full) return;
  if (!same) {
    b->entry = tn_entry_new (ack->n, tn_stmt_text (stmt, KIND), &id, tn_stmt_text (stmt, BY));
    b->save = tn_stmt_int (stmt, SAVE);
  }
  TnStamp over[TN_LIMIT_OVER];
  guint n_over = read_over (stmt, over);
  tn_entry_add (b->entry, unit, tn_stmt_text (stmt, VALUE), &ack->stamp, over, n_over);
  gsize len;
  const void *seen = tn_stmt_blob (stmt, SEEN_H, &len);
  if (seen && len == sizeof b->entry->seen.b) {
    b->entry->has_seen = TRUE;
    memcpy (b->entry->seen.b, seen, len);
  }
  g_array_append_val (b->entry_acks, *ack);
}

/* The body of a new record without the units that were edited again since: those have entries of their own. */
static gboolean
append_reduced_body (TnStmt *stmt, const TnId *id, const TnStamp *stamp, GString *body, GError **error)
{
  g_autoptr (TnRow) row = tn_row_from_parts (tn_stmt_slice (stmt, KIND), id, tn_stmt_slice (stmt, STREAM), tn_stmt_slice (stmt, STAMPS),
                                             tn_stmt_slice (stmt, BODY), error);
  if (!row) return FALSE;
  g_autoptr (TnRow) made = tn_row_new (row->kind_key, id);
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (tn_stamp_cmp (&unit->stamp, stamp) == 0) tn_row_set_unit (made, unit->unit, unit->value, stamp);
  }
  g_autoptr (GString) stamps = g_string_new (NULL);
  tn_row_to_parts (made, stamps, body);
  return TRUE;
}

static gboolean
is_untouched (TnSlice stamps, const TnStamp *stamp)
{
  static const char tail[] = "\",\"x\":{},\"d\":0";
  return stamps.len == 1 + TN_STAMP_LEN + sizeof tail - 1 && memcmp (stamps.p + 1, stamp->s, TN_STAMP_LEN) == 0
         && memcmp (stamps.p + 1 + TN_STAMP_LEN, tail, sizeof tail - 1) == 0;
}

static gboolean
add_creation (Batch *b, TnStmt *stmt, const TnAck *ack, GError **error)
{
  flush_entry (b);
  if (b->full) return TRUE;
  TnId id;
  tn_stmt_id (stmt, ID, &id);
  g_autoptr (GString) reduced = NULL;
  TnSlice body = tn_stmt_slice (stmt, BODY);
  if (!is_untouched (tn_stmt_slice (stmt, STAMPS), &ack->stamp)) {
    reduced = g_string_new (NULL);
    if (!append_reduced_body (stmt, &id, &ack->stamp, reduced, error)) return FALSE;
    body = tn_slice (reduced->str, (gssize) reduced->len);
  }
  gsize before = b->lines->len;
  tn_entry_append_creation (b->lines, ack->n, tn_stmt_text (stmt, KIND), &id, tn_stmt_text (stmt, BY), &ack->stamp, body);
  g_string_append_c (b->lines, '\n');
  g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  g_array_append_val (acks, *ack);
  close_line (b, before, acks);
  return TRUE;
}

static gboolean
add_row (Batch *b, TnStmt *stmt, GError **error)
{
  TnAck ack = { .n = tn_stmt_int (stmt, N) };
  tn_stamp_parse (tn_stmt_slice (stmt, STAMP), &ack.stamp);
  if (strcmp (tn_stmt_text (stmt, UNIT), "*") == 0) return add_creation (b, stmt, &ack, error);
  add_change (b, stmt, &ack);
  return TRUE;
}

static gboolean
gather (TnCopy *copy, Batch *b, gint64 after, gint64 upto, const char *hub, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT o.n, o.id, o.unit, o.value, o.stamp, o.over, o.seen_h, o.by_user, o.save, r.kind, r.stamps, r.body, r.stream"
    " FROM outbox o CROSS JOIN record r ON r.id=o.id WHERE o.state='new' AND o.n>?1 AND o.n<=?2 AND (?3 IS NULL OR o.sent_to IS NOT ?3) ORDER BY o.n", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, after);
  tn_stmt_bind_int (stmt, 2, upto);
  tn_stmt_bind_text (stmt, 3, hub);
  TnStep step = TN_STEP_DONE;
  while (!b->full && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (!add_row (b, stmt, error)) return FALSE;
  if (step == TN_STEP_ERROR) return FALSE;
  if (!b->full) flush_entry (b);
  return TRUE;
}

/* Before the first byte leaves: from now on nobody may replace these as if nobody had them. */
static gboolean
mark_sent (TnCopy *copy, const GArray *acks, guint from, const char *upstream, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  TnStmt *stmt = tx ? tn_db_prepare (copy->db, "UPDATE outbox SET sent_to=?2 WHERE n=?1 AND sent_to IS NOT ?2", error) : NULL;
  if (!stmt) return FALSE;
  for (guint i = from; i < acks->len; i++) {
    tn_stmt_bind_int (stmt, 1, g_array_index (acks, TnAck, i).n);
    tn_stmt_bind_text (stmt, 2, upstream);
    if (!tn_stmt_run (stmt, error)) return FALSE;
  }
  return tn_tx_commit (g_steal_pointer (&tx), error);
}

gboolean
tn_outbox_batch (TnCopy *copy, gint64 after, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GError **error)
{
  TnOutboxRange range = { after, G_MAXINT64, NULL };
  return tn_outbox_batch_range (copy, &range, limit, max_bytes, upstream, lines, acks, error);
}

gboolean
tn_outbox_batch_range (TnCopy *copy, const TnOutboxRange *range, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GError **error)
{
  g_auto (Batch) b = { .lines = lines, .acks = acks, .start = lines->len, .max_bytes = max_bytes, .limit = limit, .full = limit == 0 };
  b.entry_acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  guint from = acks->len;
  if (!gather (copy, &b, range->after, range->upto, range->not_at, error)) return FALSE;
  return acks->len == from || mark_sent (copy, acks, from, upstream, error);
}
