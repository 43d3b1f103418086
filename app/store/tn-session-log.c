/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-apply.h"
#include "tn-copy-private.h"

#define KEPT 200

void
tn_session_log_free (TnSessionLog *log)
{
  if (!log) return;
  g_free (log->error);
  g_free (log->note);
  g_free (log);
}

static gboolean
insert (TnCopy *copy, const TnSessionLog *log, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO session_log(at, took_ms, sent, received, held, conflicts, bytes_up, bytes_down, error, note)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)", error);
  if (!stmt) return FALSE;
  const gint64 numbers[] = { log->at, log->took_ms, log->sent, log->received, log->held, log->conflicts,
                             (gint64) log->bytes_up, (gint64) log->bytes_down };
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) tn_stmt_bind_int (stmt, (int) i + 1, numbers[i]);
  tn_stmt_bind_text (stmt, 9, log->error);
  tn_stmt_bind_text (stmt, 10, log->note);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_session_log_add (TnCopy *copy, const TnSessionLog *log, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  if (!tx || !insert (copy, log, error)) return FALSE;
  TnStmt *stmt = tn_db_prepare (copy->db, "DELETE FROM session_log WHERE n<=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, tn_db_last_rowid (copy->db) - KEPT);
  return tn_stmt_run (stmt, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

static TnSessionLog *
make_log (TnStmt *stmt)
{
  TnSessionLog *log = g_new0 (TnSessionLog, 1);
  *log = (TnSessionLog) {
    .at = tn_stmt_int (stmt, 0), .took_ms = tn_stmt_int (stmt, 1), .sent = (guint) tn_stmt_int (stmt, 2),
    .received = (guint) tn_stmt_int (stmt, 3), .held = (guint) tn_stmt_int (stmt, 4), .conflicts = (guint) tn_stmt_int (stmt, 5),
    .bytes_up = (guint64) tn_stmt_int (stmt, 6), .bytes_down = (guint64) tn_stmt_int (stmt, 7),
    .error = g_strdup (tn_stmt_text (stmt, 8)), .note = g_strdup (tn_stmt_text (stmt, 9)),
  };
  return log;
}

GPtrArray *
tn_session_log_list (TnCopy *copy, guint limit, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT at, took_ms, sent, received, held, conflicts, bytes_up, bytes_down, error, note FROM session_log ORDER BY n DESC LIMIT ?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, limit);
  g_autoptr (GPtrArray) logs = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_session_log_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (logs, make_log (stmt));
  return step == TN_STEP_DONE ? g_steal_pointer (&logs) : NULL;
}
