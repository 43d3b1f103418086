/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sync page and the questions to the server need to know of the outbox. */
#include "tn-outbox.h"
#include "tn-copy-private.h"
#include "tn-outbox-private.h"
#include "tn-record-private.h"

#define KEPT_CLOSED_MS (G_GINT64_CONSTANT (90) * 24 * 3600 * 1000)   /* longer than a district keeps backups (sync.md 2.14) */

void
tn_open_row_free (TnOpenRow *row)
{
  if (!row) return;
  g_free (row->unit);
  g_free (row->value);
  g_free (row);
}

static TnOpenRow *
make_open_row (TnStmt *stmt, GError **error)
{
  const char *unit = tn_stmt_text_needed (stmt, 2, error);
  if (!unit) return NULL;
  TnOpenRow *row = g_new0 (TnOpenRow, 1);
  row->n = tn_stmt_int (stmt, 0);
  tn_stmt_id (stmt, 1, &row->id);
  row->unit = g_strdup (unit);
  tn_stamp_parse (tn_stmt_slice (stmt, 3), &row->stamp);
  row->held = tn_stmt_int (stmt, 4) != 0;
  row->value = g_strdup (tn_stmt_text (stmt, 5));
  return row;
}

TnChangeName
tn_open_row_name (const TnOpenRow *row)
{
  return tn_change_name (&row->id, row->unit, &row->stamp, row->value);
}

/* Consumes the statement. */
static GPtrArray *
read_open_rows (TnStmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_open_row_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnOpenRow *row = make_open_row (stmt, error);
    if (!row) return NULL;
    g_ptr_array_add (rows, row);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

GPtrArray *
tn_outbox_open_rows (TnCopy *copy, guint limit, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT n, id, unit, stamp, state='held', value FROM outbox WHERE (state='new' OR state='held') ORDER BY n LIMIT ?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, limit);
  return read_open_rows (stmt, error);
}

GPtrArray *
tn_outbox_rows_at (TnCopy *copy, const char *upstream, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT n, id, unit, stamp, 0, value FROM outbox WHERE state='new' AND sent_to=?1 ORDER BY n", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, upstream);
  return read_open_rows (stmt, error);
}

/* Somebody may have seen it there: so it is not "sent nowhere". */
gboolean
tn_outbox_unsend (TnCopy *copy, gint64 n, const TnStamp *stamp, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE outbox SET sent_to='lost' WHERE n=?1 AND stamp=?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, n);
  tn_stmt_bind_text (stmt, 2, stamp->s);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_outbox_summary (TnCopy *copy, TnOutboxSummary *out, GError **error)
{
  *out = (TnOutboxSummary) { 0 };
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT (SELECT count(*) FROM outbox WHERE state='new'), (SELECT count(*) FROM outbox WHERE state='held'),"
    " CASE WHEN EXISTS(SELECT 1 FROM upstream_pull) THEN (SELECT count(*) FROM outbox WHERE state='new' AND sent_to>='" TN_SENT_TO_HUB "' AND sent_to<'hub;') ELSE 0 END,"
    " (SELECT at FROM outbox WHERE n=min(ifnull((SELECT min(n) FROM outbox WHERE state='new'), 9e18),"
    "   ifnull((SELECT min(n) FROM outbox WHERE state='held'), 9e18)))", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *out = (TnOutboxSummary) { (guint64) tn_stmt_int (stmt, 0), (guint64) tn_stmt_int (stmt, 1), tn_stmt_int (stmt, 3), (guint64) tn_stmt_int (stmt, 2) };
  return TRUE;
}

void
tn_outbox_item_free (TnOutboxItem *item)
{
  if (!item) return;
  g_free (item->kind);
  g_free (item->title);
  g_free (item->unit);
  g_free (item->by);
  g_free (item->state);
  g_free (item->why);
  g_free (item);
}

gint64
tn_outbox_now (TnCopy *copy)
{
  gint64 offset = 0;
  g_autoptr (GError) error = NULL;
  if (!tn_copy_read_meta_int (copy, TN_META_CLOCK_OFFSET, &offset, &error)) g_debug ("clock offset: %s", error->message);
  return tn_env_now_ms (copy->env) + offset;
}

/* A new record that was taken and has not come back is the root's to place, and may be placed where this laptop does not look: by its receipt
 * tn_pull_drop_strays() knows it then, which may be long after (what it hangs on is held for a reviewer). */
#define AWAITED "unit='*' AND state='acked' AND EXISTS(SELECT 1 FROM record r WHERE r.id=outbox.id AND r.h IS NULL)"

gboolean
tn_outbox_prune (TnCopy *copy, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "DELETE FROM outbox WHERE at<?1 AND state <> 'new' AND state <> 'held' AND NOT (" AWAITED ")", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, tn_outbox_now (copy) - KEPT_CLOSED_MS);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  if (tn_db_changes (copy->db) > 0) tn_record_empty_log (copy);   /* some of it may be of records that are no longer ours to hold */
  return TRUE;
}
