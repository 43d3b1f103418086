/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-outbox.h"
#include "tn-copy-private.h"
#include "tn-mutant.h"

#define KEPT 16

static gboolean
run_for_bundle (TnCopy *copy, const char *sql, const char *bundle, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, bundle);
  return tn_stmt_run (stmt, error);
}

static gboolean
run_for_number (TnCopy *copy, const char *sql, gint64 no, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, no);
  return tn_stmt_run (stmt, error);
}

static gboolean
drop_up_to (TnCopy *copy, gint64 no, GError **error)
{
  return run_for_number (copy, "DELETE FROM bundle_edit WHERE no<=?1", no, error) && run_for_number (copy, "DELETE FROM bundle WHERE no<=?1", no, error);
}

static gboolean
add_bundle (TnCopy *copy, const char *bundle, gint64 *no, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "INSERT INTO bundle(bundle, made) VALUES(?1, ?2)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, bundle);
  tn_stmt_bind_int (stmt, 2, tn_env_now_ms (copy->env));
  if (!tn_stmt_run (stmt, error)) return FALSE;
  *no = tn_db_last_rowid (copy->db);
  return TRUE;
}

gboolean
tn_outbox_bundle_begin (TnCopy *copy, const char *bundle, GError **error)
{
  gint64 no;
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  return tx && add_bundle (copy, bundle, &no, error) && drop_up_to (copy, no - KEPT, error)
         && run_for_number (copy, "INSERT INTO bundle_edit(no, n, stamp, fresh) SELECT ?1, n, stamp, sent_to IS NULL FROM outbox WHERE state='new'", no, error)
         && tn_tx_commit (g_steal_pointer (&tx), error);
}

gboolean
tn_outbox_bundle_forget (TnCopy *copy, const char *bundle, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  return tx
         && run_for_bundle (copy, "UPDATE outbox SET sent_to=NULL WHERE state='new' AND sent_to='" TN_UPSTREAM_STICK "' AND n IN (SELECT e.n FROM bundle b CROSS JOIN bundle_edit e"
                                  " ON e.no=b.no WHERE b.bundle=?1 AND e.fresh=1 AND e.stamp=outbox.stamp)", bundle, error)
         && run_for_bundle (copy, "DELETE FROM bundle_edit WHERE no=(SELECT no FROM bundle WHERE bundle=?1)", bundle, error)
         && run_for_bundle (copy, "DELETE FROM bundle WHERE bundle=?1", bundle, error)
         && tn_tx_commit (g_steal_pointer (&tx), error);
}

GArray *
tn_outbox_bundle_acks (TnCopy *copy, const char *bundle, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, TN_MUTANT (ACK_BY_WATERMARK)
    ? "SELECT n, stamp FROM outbox WHERE state='new' AND ?1 IS NOT NULL AND n<=(SELECT max(n) FROM bundle_edit) ORDER BY n"
    : "SELECT e.n, e.stamp FROM bundle b CROSS JOIN bundle_edit e ON e.no=b.no WHERE b.bundle=?1 ORDER BY e.n", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, bundle);
  g_autoptr (GArray) acks = g_array_new (FALSE, TRUE, sizeof (TnAck));
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnAck ack = { .n = tn_stmt_int (stmt, 0) };
    tn_stamp_parse (tn_stmt_slice (stmt, 1), &ack.stamp);
    g_array_append_val (acks, ack);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&acks) : NULL;
}

static gboolean
find_number (TnCopy *copy, const char *bundle, gint64 *no, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT no FROM bundle WHERE bundle=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, bundle);
  TnStep step = tn_stmt_step (stmt, error);
  *no = step == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
  return step != TN_STEP_ERROR;
}

gboolean
tn_outbox_bundle_close (TnCopy *copy, const char *bundle, GError **error)
{
  gint64 no;
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  return tx && find_number (copy, bundle, &no, error) && drop_up_to (copy, no, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}
