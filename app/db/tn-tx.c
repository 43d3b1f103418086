/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-db-private.h"

struct _TnTx {
  TnDb *db;
};

static gboolean
run_cached (TnDb *db, const char *sql, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, error);
  return stmt && tn_stmt_run (stmt, error);
}

/* SQLite undoes the whole transaction by itself on a full disk or a read error; a second ROLLBACK would then be an error. A rollback
 * that fails leaves the transaction open, and the next BEGIN says so; nothing was committed either way. */
static void
roll_back (TnDb *db)
{
  if (sqlite3_get_autocommit (db->handle)) return;
  sqlite3_progress_handler (db->handle, 0, NULL, NULL);
  g_autoptr (GError) error = NULL;
  if (!run_cached (db, "ROLLBACK", &error)) g_critical ("rollback: %s", error->message);
  tn_db_set_cancellable (db, db->cancellable);
}

TnTx *
tn_tx_begin (TnDb *db, gboolean write, GError **error)
{
  if (!run_cached (db, write ? "BEGIN IMMEDIATE" : "BEGIN", error)) return NULL;
  TnTx *tx = g_new0 (TnTx, 1);
  tx->db = db;
  return tx;
}

/* A statement that was broken off may have been taken for one without an answer; so what was cancelled is never committed. */
static gboolean
is_cancelled (TnDb *db, GError **error)
{
  if (!g_cancellable_is_cancelled (db->cancellable)) return FALSE;
  tn_db_set_error (db, SQLITE_INTERRUPT, error);
  return TRUE;
}

gboolean
tn_tx_commit (TnTx *tx, GError **error)
{
  TnDb *db = tx->db;
  g_free (tx);
  if (!is_cancelled (db, error) && run_cached (db, "COMMIT", error)) return TRUE;
  roll_back (db);
  return FALSE;
}

void
tn_tx_rollback (TnTx *tx)
{
  if (!tx) return;
  roll_back (tx->db);
  g_free (tx);
}

gboolean
tn_db_savepoint (TnDb *db, GError **error)
{
  return run_cached (db, "SAVEPOINT tn", error);
}

gboolean
tn_db_savepoint_release (TnDb *db, GError **error)
{
  return run_cached (db, "RELEASE tn", error);
}

void
tn_db_savepoint_rollback (TnDb *db)
{
  /* the savepoint is gone when SQLite has undone the whole transaction; the caller's next statement says so */
  if (sqlite3_get_autocommit (db->handle)) return;
  g_autoptr (GError) error = NULL;
  if (!run_cached (db, "ROLLBACK TO tn", &error) || !run_cached (db, "RELEASE tn", &error))
    g_critical ("savepoint: %s", error->message);
}
