/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server answered. An acknowledgement names (n, stamp): after a restore of this file in place, numbers come again, and
 * a mere "up to 812" would close edits that were never sent (sync.md fault 30b). */
#include "tn-digest-private.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"
#include "tn-mutant.h"
#include "tn-outbox.h"
#include "tn-outbox-private.h"
#include "tn-projection.h"
#include "tn-record-private.h"

#define RANGE_FROM 4   /* below, the look at the range is not worth it */

static const char *
name_state (TnAckCode code)
{
  return code == TN_ACK_OK ? "acked" : code == TN_ACK_HELD ? "held" : "rejected";
}

/* A district that was put back may hold what it had taken once: then the edit is open again. */
static gboolean
close_row (TnCopy *copy, const TnAck *ack, TnAckCode code, const char *why, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, TN_MUTANT (ACK_BY_UNIT)
    ? "UPDATE outbox SET state=?3, why=?4, at=?5 WHERE (id, unit)=(SELECT id, unit FROM outbox WHERE n=?1 AND stamp=?2)" :
    "UPDATE outbox SET state=?3, why=?4, at=CASE ?3 WHEN 'acked' THEN ?5 ELSE at END"
    " WHERE n=?1 AND stamp=?2 AND (state='new' OR state='held' OR (state='acked' AND ?3='held'))", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, ack->n);
  tn_stmt_bind_text (stmt, 2, ack->stamp.s);
  tn_stmt_bind_text (stmt, 3, name_state (code));
  tn_stmt_bind_text (stmt, 4, why);
  tn_stmt_bind_int (stmt, 5, tn_outbox_now (copy));
  return tn_stmt_run (stmt, error);
}

typedef struct {
  TnId id;
  char *unit;
  gint64 save;
  gboolean found;
} AckedRow;

static gboolean
read_row (TnCopy *copy, const TnAck *ack, AckedRow *row, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT id, unit, save FROM outbox WHERE n=?1 AND stamp=?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, ack->n);
  tn_stmt_bind_text (stmt, 2, ack->stamp.s);
  TnStep step = tn_stmt_step (stmt, error);
  row->found = step == TN_STEP_ROW;
  if (row->found) {
    const char *unit = tn_stmt_text_needed (stmt, 1, error);
    if (!unit) return FALSE;
    tn_stmt_id (stmt, 0, &row->id);
    row->unit = g_strdup (unit);
    row->save = tn_stmt_int (stmt, 2);
  }
  return step != TN_STEP_ERROR;
}

/* ---- a reviewer refused it: what stood before stands again ---- */

/* What was never sent has left the outbox for what was typed over it: an own value that is not there. A creation that is still to be sent goes without what was typed over; what a
 * reviewer refused the root does not have either. */
static gboolean
read_before (TnCopy *copy, const TnId *id, const char *unit, const TnStamp *stamp, gboolean sent, char **value, TnStamp *before, GError **error)
{
  g_autofree char *replica = sent ? tn_copy_replica (copy) : NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT value, stamp FROM history h WHERE id=?1 AND unit=?2 AND stamp<?3"
    " AND (?4 IS NULL OR substr(stamp, 17)<>?4 OR EXISTS(SELECT 1 FROM outbox o WHERE o.id=h.id AND o.stamp=h.stamp AND ((o.unit=h.unit AND o.state<>'rejected') OR (o.unit='*' AND o.state<>'new')))) ORDER BY stamp DESC LIMIT 1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 4, replica);
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_text (stmt, 2, unit);
  tn_stmt_bind_text (stmt, 3, stamp->s);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  *value = g_strdup (tn_stmt_text (stmt, 0));
  tn_stamp_parse (tn_stmt_slice (stmt, 1), before);
  return TRUE;
}

static void
remove_unit (TnRow *row, const char *unit)
{
  for (guint i = 0; i < row->units->len; i++)
    if (strcmp (g_array_index (row->units, TnUnit, i).unit, unit) == 0) {
      g_array_remove_index (row->units, i);
      return;
    }
}

gboolean
tn_outbox_put_before (TnCopy *copy, TnRow *row, const char *unit, const TnStamp *stamp, gboolean sent, gboolean *changed, GError **error)
{
  g_autofree char *value = NULL;
  TnStamp before = { "" };
  gboolean is_del = strcmp (unit, TN_UNIT_DEL) == 0;
  const TnUnit *now = is_del ? NULL : tn_row_unit (row, unit);
  const TnStamp *shown = is_del ? &row->del_stamp : now ? &now->stamp : NULL;
  *changed = shown && tn_stamp_is_set (shown) && tn_stamp_cmp (shown, stamp) == 0;
  if (!*changed) return TRUE;
  if (!read_before (copy, &row->id, unit, stamp, sent, &value, &before, error)) return FALSE;
  if (is_del) {
    row->deleted = g_strcmp0 (value, "true") == 0;
    row->del_stamp = before;
  } else if (tn_stamp_is_set (&before)) tn_row_set_unit (row, unit, value, &before);
  else remove_unit (row, unit);
  return TRUE;
}

/* What was typed stays where a person can find it. */
static gboolean
note_refused (TnCopy *copy, const TnRow *row, const char *name, const TnStamp *stamp, GError **error)
{
  gint64 now = tn_env_now_ms (copy->env);
  const TnUnit *unit = tn_row_unit (row, name);
  if (strcmp (name, TN_UNIT_DEL) == 0 || !unit || tn_stamp_cmp (&unit->stamp, stamp) != 0) return TRUE;
  return tn_history_add (copy, &row->id, name, stamp, unit->value, now, error);
}

/* The root does not have this value and never will; left in the row it would look as if the root had lost it. A refused new record stays
 * as it is: there is nothing before it, and what was typed is not thrown away. */
static gboolean
take_back (TnCopy *copy, const AckedRow *acked, const TnStamp *stamp, GError **error)
{
  if (strcmp (acked->unit, "*") == 0) return TRUE;
  g_autoptr (GError) local = NULL;
  g_autoptr (TnRow) row = tn_record_load (copy, &acked->id, NULL, NULL, &local);
  gboolean changed = FALSE;
  if (!row && g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) return TRUE;
  if (!row) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!note_refused (copy, row, acked->unit, stamp, error) || !tn_outbox_put_before (copy, row, acked->unit, stamp, FALSE, &changed, error)) return FALSE;
  return !changed || (tn_record_store (copy, row, error) && tn_projection_put (copy, row, error));
}

/* ---- one acknowledgement ---- */

static gboolean
forget_erased (TnCopy *copy, const TnId *id, GError **error)
{
  g_autofree char *kind = NULL;
  return tn_record_read_kind (copy, id, &kind, error) && tn_hub_note_erased (copy, id, error) && (tn_record_forget (copy, id, kind ? kind : "", error));
}

static gboolean
settle_exception (TnCopy *copy, const TnAck *ack, const AckedRow *row, TnAckCode code, const char *why, GError **error)
{
  if (!row->found) return TRUE;
  if (code == TN_ACK_ERASED) return forget_erased (copy, &row->id, error);
  return close_row (copy, ack, code, why, error) && (code != TN_ACK_REJECTED || take_back (copy, row, &ack->stamp, error));
}

static int
compare_exceptions (gconstpointer a, gconstpointer b)
{
  gint64 x = ((const TnAckException *) a)->n, y = ((const TnAckException *) b)->n;
  return (x > y) - (x < y);
}

/* An exception names a line by its first row; the rows after it of the same save and record travelled in the same line. */
typedef struct {
  const TnAckException *current;
  TnId id;
  gint64 save;
} LineState;

static gboolean
settle (TnCopy *copy, const TnAck *ack, GArray *except, LineState *line, GError **error)
{
  if (except->len == 0) return close_row (copy, ack, TN_ACK_OK, NULL, error);
  AckedRow row = { 0 };
  g_autofree char *unit = NULL;
  if (!read_row (copy, ack, &row, error)) return FALSE;
  unit = row.unit;
  TnAckException named = { .n = ack->n };
  guint at;
  const TnAckException *own = g_array_binary_search (except, &named, compare_exceptions, &at) ? &g_array_index (except, TnAckException, at) : NULL;
  gboolean same = line->current && row.found && line->save == row.save && tn_id_equal (&line->id, &row.id) && strcmp (unit, "*") != 0;
  if (own || !same) *line = (LineState) { own, row.id, row.save };
  if (!line->current || line->current->code == TN_ACK_OK) return close_row (copy, ack, TN_ACK_OK, NULL, error);
  return settle_exception (copy, ack, &row, line->current->code, line->current->why, error);
}

/* Mostly a batch is all that is new from its first row to its last: then one statement closes it, which takes a third of what one for each row takes. */
static gboolean
is_range (TnCopy *copy, const GArray *acks, gboolean *range, GError **error)
{
  guint i = 0;
  *range = FALSE;
  if (acks->len < RANGE_FROM) return TRUE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT n, stamp FROM outbox WHERE n BETWEEN ?1 AND ?2 AND +state='new' ORDER BY n", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, g_array_index (acks, TnAck, 0).n);
  tn_stmt_bind_int (stmt, 2, g_array_index (acks, TnAck, acks->len - 1).n);
  TnStep step;
  for (; (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW && i < acks->len; i++) {
    const TnAck *ack = &g_array_index (acks, TnAck, i);
    if (ack->n != tn_stmt_int (stmt, 0) || !tn_slice_is (tn_stmt_slice (stmt, 1), ack->stamp.s)) return TRUE;
  }
  *range = step == TN_STEP_DONE && i == acks->len;
  return step != TN_STEP_ERROR;
}

static gboolean
close_rows (TnCopy *copy, const GArray *acks, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE outbox SET state='acked', why=NULL, at=?3 WHERE n BETWEEN ?1 AND ?2 AND +state='new'", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, g_array_index (acks, TnAck, 0).n);
  tn_stmt_bind_int (stmt, 2, g_array_index (acks, TnAck, acks->len - 1).n);
  tn_stmt_bind_int (stmt, 3, tn_outbox_now (copy));
  return tn_stmt_run (stmt, error);
}

static gboolean
close_all (TnCopy *copy, const GArray *acks, const TnRootReceipt *receipt, GError **error)
{
  LineState line = { NULL };
  gboolean range = FALSE;
  if (receipt->n_except == 0 && !TN_MUTANT (ACK_BY_UNIT) && !is_range (copy, acks, &range, error)) return FALSE;
  if (range) return close_rows (copy, acks, error);
  g_autoptr (GArray) except = g_array_new (FALSE, FALSE, sizeof (TnAckException));
  if (receipt->n_except) g_array_append_vals (except, receipt->except, (guint) receipt->n_except);
  g_array_sort (except, compare_exceptions);
  for (guint i = 0; i < acks->len; i++)
    if (!settle (copy, &g_array_index (acks, TnAck, i), except, &line, error)) return FALSE;
  return TRUE;
}

gboolean
tn_outbox_close (TnCopy *copy, const GArray *acks, const TnRootReceipt *receipt, GArray *rows, gboolean *same, GError **error)
{
  gboolean equal = FALSE, left = FALSE, erased = FALSE;
  *same = FALSE;
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  if (!tx) return FALSE;
  tn_digest_begin (copy);
  if (!close_all (copy, acks, receipt, error)) return FALSE;
  if (receipt->tok && !tn_known_set (copy, receipt->seq, receipt->tok, error)) return FALSE;
  for (gsize i = 0; i < receipt->n_except; i++) erased |= receipt->except[i].code == TN_ACK_ERASED;
  if (erased && !receipt->tok && !tn_copy_set_meta (copy, TN_META_TOLD_BY_HUB, "1", error)) return FALSE;
  if (!tn_leaving_settle (copy, &left, error) || !tn_digest_flush (copy, error)) return FALSE;
  if (rows && !tn_outbox_confirm (copy, rows, receipt, &equal, error)) return FALSE;
  if (!tn_tx_commit (g_steal_pointer (&tx), error)) return FALSE;
  *same = equal;
  if (left || erased) tn_record_empty_log (copy);
  return TRUE;
}

gboolean
tn_outbox_ack (TnCopy *copy, const GArray *acks, const TnAckException *except, gsize n_except, gint64 seq, const char *tok, GError **error)
{
  TnRootReceipt receipt = { except, n_except, seq, tok, NULL };
  gboolean same;
  return tn_outbox_close (copy, acks, &receipt, NULL, &same, error);
}

gboolean
tn_outbox_reopen (TnCopy *copy, const GArray *held, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  TnStmt *stmt = tx ? tn_db_prepare (copy->db, "UPDATE outbox SET state='new', why=NULL WHERE n=?1 AND stamp=?2 AND state='held'", error) : NULL;
  if (!stmt) return FALSE;
  for (guint i = 0; i < held->len; i++) {
    const TnAck *ack = &g_array_index (held, TnAck, i);
    tn_stmt_bind_int (stmt, 1, ack->n);
    tn_stmt_bind_text (stmt, 2, ack->stamp.s);
    if (!tn_stmt_run (stmt, error)) return FALSE;
  }
  return tn_tx_commit (g_steal_pointer (&tx), error);
}
