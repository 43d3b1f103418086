/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way up: open edits as push lines, in the order they were made. The units that one save changed in one record travel in one line;
 * the line's number is that of its first row. */
#include "tn-outbox.h"
#include "tn-outbox-private.h"
#include "tn-limits.h"

typedef struct {
  TnCopy *copy;
  gboolean again;        /* what was acknowledged too */
  GString *lines;
  GArray *acks;          /* TnAck */
  TnEntry *entry;        /* the line being gathered */
  GArray *entry_acks;    /* TnAck of its rows */
  GArray *rows;          /* TnSentRow; NULL = not asked for */
  TnSentRow entry_row;   /* the record of the line */
  GString *scratch;
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
  if (b->scratch) g_string_free (b->scratch, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, clear_batch)

/* Takes a finished line into the batch, or off it again when it would be too long; the first line always goes. */
static void
close_lines (Batch *b, gsize before, guint n, const GArray *acks, const TnSentRow *row)
{
  if (b->n_lines > 0 && b->lines->len - b->start > b->max_bytes) {
    g_string_truncate (b->lines, before);
    b->full = TRUE;
    return;
  }
  g_array_append_vals (b->acks, acks->data, acks->len);
  if (b->rows && row->stream) g_array_append_vals (b->rows, row, 1);
  b->n_lines += n;
  b->full = b->n_lines + (b->again ? 1 : 0) >= b->limit;   /* a creation that is sent again may be two lines */
}

static void
flush_entry (Batch *b)
{
  if (!b->entry) return;
  gsize before = b->lines->len;
  tn_entry_to_line (b->entry, b->lines);
  g_string_append_c (b->lines, '\n');
  close_lines (b, before, 1, b->entry_acks, &b->entry_row);
  g_clear_pointer (&b->entry, tn_entry_free);
  g_array_set_size (b->entry_acks, 0);
}

/* columns of the batch's SELECT */
enum { N, ID, UNIT, VALUE, STAMP, OVER, SEEN_H, BY, SAVE, KIND, STAMPS, BODY, STREAM, SENT_TO, HASH, AHEAD, ROW };

static void
hash_as_it_is (Batch *b, const TnId *id, const TnRecordParts *now, TnHash *h)
{
  if (!b->scratch) b->scratch = g_string_sized_new (1024);
  g_string_truncate (b->scratch, 0);
  tn_line_from_parts (b->scratch, now->kind, id, now->stream, now->stamps, now->body);
  *h = tn_hash (b->scratch->str, b->scratch->len);
}

/* What the root will hold of the record when it has taken this line and all before it. If it shows values of a hub as well, that cannot be told. */
static gboolean
read_row (Batch *b, TnStmt *stmt, const TnId *id, const TnAck *ack, TnSentRow *row, GError **error)
{
  gsize len;
  *row = (TnSentRow) { .stream = NULL };
  if (!b->rows || tn_stmt_int (stmt, AHEAD)) return TRUE;
  TnRecordParts now = { .kind = tn_stmt_slice (stmt, KIND), .stream = tn_stmt_slice (stmt, STREAM), .stamps = tn_stmt_slice (stmt, STAMPS), .body = tn_stmt_slice (stmt, BODY) };
  TnOutboxPlace place = { *id, ack->n, tn_stmt_int (stmt, SAVE) };
  *row = (TnSentRow) { .id = *id, .row = tn_stmt_int (stmt, ROW), .stream = g_intern_string (tn_stmt_text (stmt, STREAM)) };
  if (tn_outbox_may_have_later (now.stamps, &ack->stamp) && !tn_outbox_hash_passing (b->copy, &place, &now, &row->h, &row->passing, error)) return FALSE;
  if (!row->passing) hash_as_it_is (b, id, &now, &row->h);
  const void *old = tn_stmt_blob (stmt, HASH, &len);
  row->has_old = old && len == sizeof row->old.b;
  if (row->has_old) memcpy (row->old.b, old, len);
  return TRUE;
}

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

static gboolean
add_change (Batch *b, TnStmt *stmt, const TnAck *ack, GError **error)
{
  TnId id;
  tn_stmt_id (stmt, ID, &id);
  const char *unit = tn_stmt_text (stmt, UNIT);
  gboolean same = b->entry && b->save == tn_stmt_int (stmt, SAVE) && tn_id_equal (&b->entry->id, &id) && !has_unit (b->entry, unit);
  if (!same) flush_entry (b);
  if (b->full) return TRUE;
  if (!same) {
    b->entry = tn_entry_new (ack->n, tn_stmt_text (stmt, KIND), &id, tn_stmt_text (stmt, BY));
    b->save = tn_stmt_int (stmt, SAVE);
    if (!read_row (b, stmt, &id, ack, &b->entry_row, error)) return FALSE;
  }
  TnStamp over[TN_LIMIT_OVER];
  guint n_over = read_over (stmt, over);
  if (b->again && !tn_outbox_add_own_successors (b->copy, &id, unit, &ack->stamp, over, &n_over, error)) return FALSE;
  tn_entry_add (b->entry, unit, tn_stmt_text (stmt, VALUE), &ack->stamp, over, n_over);
  gsize len;
  const void *seen = tn_stmt_blob (stmt, SEEN_H, &len);
  if (seen && len == sizeof b->entry->seen.b) {
    b->entry->has_seen = TRUE;
    memcpy (b->entry->seen.b, seen, len);
  }
  g_array_append_val (b->entry_acks, *ack);
  return TRUE;
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
  TnSentRow row;
  if (!read_row (b, stmt, &id, ack, &row, error)) return FALSE;
  close_lines (b, before, 1, acks, &row);
  return TRUE;
}

/* ---- sending again ---- */

/* The body that the creation had when it was sent; empty when nothing of it is known any more. */
static gboolean
rebuild_body (Batch *b, TnStmt *stmt, const TnId *id, const TnStamp *stamp, GString *body, GArray *late, GError **error)
{
  if (tn_stmt_is_null (stmt, BODY)) {
    g_string_append (body, tn_stmt_text (stmt, VALUE) ? tn_stmt_text (stmt, VALUE) : "{}");
    return TRUE;
  }
  g_autoptr (GString) reduced = g_string_new (NULL);
  g_autoptr (GString) stamps = g_string_new (NULL);
  if (!append_reduced_body (stmt, id, stamp, reduced, error)) return FALSE;
  g_autofree char *plain = g_strdup_printf ("\"%s\",\"x\":{},\"d\":0", stamp->s);
  g_autoptr (TnRow) made = tn_row_from_parts (tn_stmt_slice (stmt, KIND), id, tn_slice ("", 0), tn_slice (plain, -1),
                                              tn_slice (reduced->str, (gssize) reduced->len), error);
  if (!made || (!tn_stmt_is_null (stmt, SENT_TO) && !tn_outbox_complete_creation (b->copy, made, stamp, late, error))) return FALSE;
  tn_row_to_parts (made, stamps, body);
  return TRUE;
}

static void
append_late (Batch *b, TnStmt *stmt, const TnId *id, const TnAck *ack, const GArray *late)
{
  g_autoptr (TnEntry) entry = tn_entry_new (ack->n, tn_stmt_text (stmt, KIND), id, tn_stmt_text (stmt, BY));
  for (guint i = 0; i < late->len; i++) {
    const TnOutboxLate *item = &g_array_index (late, TnOutboxLate, i);
    tn_entry_add (entry, item->unit, item->value, &ack->stamp, item->over, item->n_over);
  }
  tn_entry_to_line (entry, b->lines);
  g_string_append_c (b->lines, '\n');
}

static gboolean
add_creation_again (Batch *b, TnStmt *stmt, const TnAck *ack, GError **error)
{
  TnId id;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GArray) late = g_array_new (FALSE, TRUE, sizeof (TnOutboxLate));
  g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  flush_entry (b);
  if (b->full) return TRUE;
  tn_stmt_id (stmt, ID, &id);
  if (!rebuild_body (b, stmt, &id, &ack->stamp, body, late, error)) return FALSE;
  gboolean bare = strcmp (body->str, "{}") == 0;
  gsize before = b->lines->len;
  if (!bare) {
    tn_entry_append_creation (b->lines, ack->n, tn_stmt_text (stmt, KIND), &id, tn_stmt_text (stmt, BY), &ack->stamp, tn_slice (body->str, (gssize) body->len));
    g_string_append_c (b->lines, '\n');
  }
  if (late->len > 0) append_late (b, stmt, &id, ack, late);
  g_array_append_val (acks, *ack);
  if (b->lines->len > before) close_lines (b, before, (bare ? 0 : 1) + (late->len > 0), acks, NULL);
  return TRUE;
}

static gboolean
add_row (Batch *b, TnStmt *stmt, GError **error)
{
  TnAck ack = { .n = tn_stmt_int (stmt, N) };
  tn_stamp_parse (tn_stmt_slice (stmt, STAMP), &ack.stamp);
  const char *unit = tn_stmt_text_needed (stmt, UNIT, error);
  if (!unit) return FALSE;
  if (strcmp (unit, "*") != 0) return add_change (b, stmt, &ack, error);
  return b->again ? add_creation_again (b, stmt, &ack, error) : add_creation (b, stmt, &ack, error);
}

static gboolean
gather (TnCopy *copy, Batch *b, gint64 after, gint64 upto, const char *hub, GError **error)
{
#define COLUMNS "SELECT o.n, o.id, o.unit, o.value, o.stamp, o.over, o.seen_h, o.by_user, o.save, ifnull(r.kind, o.kind), r.stamps, r.body, r.stream, o.sent_to, r.h, r.ahead, r.rowid"
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, b->again
    ? COLUMNS " FROM outbox o LEFT JOIN record r ON r.id=o.id WHERE o.state<>'rejected' AND (o.state<>'new' OR o.sent_to IS NOT NULL) AND o.n>?1 AND o.n<=?2 AND ?3 IS NULL AND ifnull(r.kind, o.kind) IS NOT NULL ORDER BY o.n"
    : COLUMNS " FROM outbox o CROSS JOIN record r ON r.id=o.id WHERE o.state='new' AND o.n>?1 AND o.n<=?2 AND (?3 IS NULL OR o.sent_to IS NOT ?3) ORDER BY o.n", error);
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

/* Before the first byte leaves (unless they were written so, tn_store_set_online(): then nothing is changed and nothing waited for): from now on nobody may replace these as if nobody had them. The batch is all of what is new between its first
 * and its last, so one statement marks it; `+` keeps SQLite on the table, where these rows lie side by side. */
static gboolean
mark_sent (TnCopy *copy, const GArray *acks, guint from, const char *upstream, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  TnStmt *stmt = tx ? tn_db_prepare (copy->db, "UPDATE outbox SET sent_to=?3 WHERE n BETWEEN ?1 AND ?2 AND +state='new' AND sent_to IS NOT ?3", error) : NULL;
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, g_array_index (acks, TnAck, from).n);
  tn_stmt_bind_int (stmt, 2, g_array_index (acks, TnAck, acks->len - 1).n);
  tn_stmt_bind_text (stmt, 3, upstream);
  return tn_stmt_run (stmt, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

/* Of what is sent again, only this: what lies between and was never sent must stay as it is. */
static gboolean
mark_each (TnCopy *copy, const GArray *acks, guint from, const char *upstream, GError **error)
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

static gboolean
make_batch (TnCopy *copy, gboolean again, const TnOutboxRange *range, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GArray *rows, GError **error)
{
  g_auto (Batch) b = { .copy = copy, .again = again, .lines = lines, .acks = acks, .rows = rows, .start = lines->len, .max_bytes = max_bytes, .limit = limit, .full = limit == 0 };
  b.entry_acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  guint from = acks->len;
  if (!gather (copy, &b, range->after, range->upto, range->not_at, error)) return FALSE;
  return acks->len == from || (again ? mark_each (copy, acks, from, upstream, error) : mark_sent (copy, acks, from, upstream, error));
}

gboolean
tn_outbox_batch (TnCopy *copy, gint64 after, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GError **error)
{
  TnOutboxRange range = { after, G_MAXINT64, NULL };
  return make_batch (copy, FALSE, &range, limit, max_bytes, upstream, lines, acks, NULL, error);
}

gboolean
tn_outbox_batch_again (TnCopy *copy, gint64 after, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GError **error)
{
  TnOutboxRange range = { after, G_MAXINT64, NULL };
  return make_batch (copy, TRUE, &range, limit, max_bytes, upstream, lines, acks, NULL, error);
}

gboolean
tn_outbox_batch_range (TnCopy *copy, const TnOutboxRange *range, guint limit, gsize max_bytes, const char *upstream, GString *lines, GArray *acks, GArray *rows, GError **error)
{
  return make_batch (copy, FALSE, range, limit, max_bytes, upstream, lines, acks, rows, error);
}
