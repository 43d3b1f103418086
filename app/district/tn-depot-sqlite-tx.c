/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transaction of a push, and what it writes. What it asks: tn-depot-sqlite-ask.c. */
#include "tn-depot-sqlite-private.h"

#define LOG_KEPT_MS (G_GINT64_CONSTANT (400) * 24 * 3600 * 1000)

#define NOW(tx) tn_env_now_ms (((SqliteWardTx *) (tx))->write->depot->env)

/* For what is written at once, after all rows that were noted before. NULL = one of them could not be written. */
static TnDb *
writer (TnWardTx *base, GError **error)
{
  SqliteWardTx *tx = (SqliteWardTx *) base;
  return tx->behind && !sqlite_behind_finish (tx->behind, error) ? NULL : tx->write->db;
}

static void
reset_gets (TnDb *db)
{
  /* tx_get and tx_get_place leave their row open; the transaction must not end with a statement at work. */
  for (sqlite3_stmt *stmt = NULL; (stmt = sqlite3_next_stmt (tn_db_handle (db), stmt));)
    if (sqlite3_stmt_busy (stmt)) sqlite3_reset (stmt);
}

/* From here on the writer is the caller's alone. */
static void
end_behind (SqliteWardTx *tx)
{
  g_clear_pointer (&tx->behind, sqlite_behind_free);
  if (!tx->before) return;
  reset_gets (tx->before->db);
  g_clear_pointer (&tx->before, sqlite_read_end);
}

static void
tx_abort (TnWardTx *base)
{
  SqliteWardTx *tx = (SqliteWardTx *) base;
  end_behind (tx);
  if (tx->write) reset_gets (tx->write->db);
  sqlite_write_end (tx->write);
  g_free (tx->ward);
  g_free (tx);
}

static TnWardTx *
tx_begin (TnDepot *depot, const char *ward, gboolean *found, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  if (!write) return NULL;
  SqliteWardTx *tx = g_new0 (SqliteWardTx, 1);
  g_autoptr (TnWardTx) base = &tx->base;
  tx->write = g_steal_pointer (&write);
  tx->ward = g_strdup (ward);
  tx->base.depot = depot;
  tx->base.ward = tx->ward;
  if (!sqlite_read_head (tx->write->db, ward, found, &tx->head, error) || !*found || !sqlite_tx_read_rarities (tx, error)) return NULL;
  tx->base.last = tx->head.seq;
  return g_steal_pointer (&base);
}

/* Others' rows that wait for the same commit are in no snapshot; then all goes on over the one connection. */
static gboolean
tx_behind (TnWardTx *base, GError **error)
{
  SqliteWardTx *tx = (SqliteWardTx *) base;
  SqliteDepot *depot = (SqliteDepot *) base->depot;
  if (tx->write->joins || tx->behind) return TRUE;
  tx->before = sqlite_read_begin (base->depot, error);
  if (!tx->before || !sqlite_write_enlarge (tx->write, error)) return FALSE;
  tx->behind = sqlite_behind_new (tx->write->db, tx->ward, NOW (tx), g_atomic_int_get (&depot->tended));
  return TRUE;
}

static gboolean
put_row (TnWardTx *base, const SqliteRow *row, GError **error)
{
  SqliteWardTx *tx = (SqliteWardTx *) base;
  return tx->behind ? sqlite_behind_add (tx->behind, row, error) : sqlite_write_row (tx->write->db, tx->ward, NOW (tx), row, error);
}

static gboolean
tx_insert (TnWardTx *tx, const TnStored *record, GError **error)
{
  SqliteRow row = { .what = SQLITE_ROW_INSERT, .record = *record };
  return put_row (tx, &row, error);
}

static gboolean
tx_update (TnWardTx *tx, const TnStored *record, gboolean place_changed, GError **error)
{
  SqliteRow row = { .what = SQLITE_ROW_UPDATE, .place_changed = place_changed, .record = *record };
  return put_row (tx, &row, error);
}

static gboolean
tx_displace (TnWardTx *tx, const TnDisplaced *displaced, GError **error)
{
  SqliteRow row = { .what = SQLITE_ROW_DISPLACE, .displaced = *displaced };
  return put_row (tx, &row, error);
}

static gboolean
tx_moved (TnWardTx *tx, const TnId *id, const char *from, const char *to, gint64 seq, GError **error)
{
  SqliteRow row = { .what = SQLITE_ROW_MOVE, .move = { *id, from, to, seq } };
  return put_row (tx, &row, error);
}

static gboolean
run_for (TnDb *db, const char *ward, const char *sql, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = sqlite_prepare_for (db, ward, sql, id, error);
  return stmt && tn_stmt_run (stmt, error);
}

static gboolean
tx_erase (TnWardTx *tx, const TnId *id, gint64 seq, GError **error)
{
  TnDb *db = writer (tx, error);
  g_autoptr (TnStmt) stmt = db ? sqlite_prepare_for (db, tx->ward, "INSERT INTO erased(ward, id, at, seq) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING", id, error) : NULL;
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 3, NOW (tx));
  tn_stmt_bind_int (stmt, 4, seq);
  ((SqliteWardTx *) tx)->erases = TRUE;
  return tn_stmt_run (stmt, error)
         && run_for (db, tx->ward, "DELETE FROM record WHERE ward=? AND id=?", id, error)
         && run_for (db, tx->ward, "DELETE FROM history WHERE ward=? AND id=?", id, error)
         && run_for (db, tx->ward, "DELETE FROM moved WHERE ward=? AND id=?", id, error)
         && run_for (db, tx->ward, "DELETE FROM quarantine WHERE ward=? AND record=?", id, error);
}

/* As hashes go in and out of a set hash, so do sums of them: both are additions mod 2^128. */
static void
join_sum (TnSum *sum, const TnSum *other, gboolean add)
{
  TnHash h;
  tn_sum_to_bytes (other, h.b);
  if (add) tn_sum_add (sum, &h);
  else tn_sum_sub (sum, &h);
}

static gboolean
tx_stream (TnWardTx *tx, const char *stream, gint64 n, const TnSum *plus, const TnSum *minus, GError **error)
{
  gint64 had = 0;
  TnSum sum;
  guint8 bytes[16];
  TnDb *db = writer (tx, error);
  if (!db || !sqlite_read_stream (db, tx->ward, stream, &had, &sum, error)) return FALSE;
  join_sum (&sum, plus, TRUE);
  join_sum (&sum, minus, FALSE);
  tn_sum_to_bytes (&sum, bytes);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "INSERT OR REPLACE INTO stream(ward, stream, n, sum) VALUES(?, ?, ?, ?)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tx->ward);
  tn_stmt_bind_text (stmt, 2, stream);
  tn_stmt_bind_int (stmt, 3, had + n);
  tn_stmt_bind_blob (stmt, 4, bytes, sizeof bytes);
  return tn_stmt_run (stmt, error);
}

static gboolean
tx_hold (TnWardTx *tx, const TnHeld *held, GError **error)
{
  TnDb *db = writer (tx, error);
  return db && sqlite_hold (db, held, NOW (tx), error);
}

static gboolean
tx_close_case (TnWardTx *tx, const TnHash *qid, const char *state, GError **error)
{
  TnDb *db = writer (tx, error);
  g_autoptr (TnStmt) stmt = !db ? NULL : tn_db_prepare (db, "UPDATE quarantine SET state=?2 WHERE qid=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, qid->b, sizeof qid->b);
  tn_stmt_bind_text (stmt, 2, state);
  return tn_stmt_run (stmt, error);
}

static gboolean
tx_alarm (TnWardTx *tx, const char *device, const char *what, GError **error)
{
  TnDb *db = writer (tx, error);
  return db && sqlite_alarm (db, device, what, NOW (tx), error);
}

static gboolean
tx_set_meta (TnWardTx *tx, const char *key, const char *value, GError **error)
{
  TnDb *db = writer (tx, error);
  return db && sqlite_set_meta (db, key, value, error);
}

static gboolean
log_commit (SqliteWardTx *tx, gint64 last, GError **error)
{
  guint8 random[TN_TOK_LEN / 2];
  tn_env_random (tx->write->depot->env, random, sizeof random);
  tx->head.seq = last;
  tn_hex (random, sizeof random, tx->head.tok);
  g_autoptr (TnStmt) ward = tn_db_prepare (tx->write->db, "UPDATE ward SET seq=?2 WHERE ward=?1", error);
  g_autoptr (TnStmt) log = ward ? tn_db_prepare (tx->write->db, "INSERT INTO ward_log(ward, seq, tok, at) VALUES(?, ?, ?, ?)", error) : NULL;
  if (!log) return FALSE;
  tn_stmt_bind_text (ward, 1, tx->ward);
  tn_stmt_bind_int (ward, 2, last);
  tn_stmt_bind_text (log, 1, tx->ward);
  tn_stmt_bind_int (log, 2, last);
  tn_stmt_bind_text (log, 3, tx->head.tok);
  tn_stmt_bind_int (log, 4, NOW (tx));
  return tn_stmt_run (ward, error) && tn_stmt_run (log, error);
}

/* Each commit drops up to two rows that have outlived their use, so the log never needs a sweep. The newest always stays. */
static gboolean
prune_log (SqliteWardTx *tx, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tx->write->db,
    "DELETE FROM ward_log WHERE ward=?1 AND seq IN (SELECT seq FROM (SELECT seq, at FROM ward_log WHERE ward=?1 ORDER BY seq LIMIT 2) WHERE at<?2 AND seq<?3)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tx->ward);
  tn_stmt_bind_int (stmt, 2, NOW (tx) - LOG_KEPT_MS);
  tn_stmt_bind_int (stmt, 3, tx->head.seq);
  return tn_stmt_run (stmt, error);
}

/* What was erased may linger neither in the write-ahead log nor in a page that the log has not brought to the file yet. */
static void
empty_log (SqliteDepot *depot)
{
  g_mutex_lock (&depot->write_lock);
  tn_db_empty_log (depot->writer);
  g_mutex_unlock (&depot->write_lock);
}

static gboolean
tx_commit (TnWardTx *base, gint64 last, TnCursor *head, GError **error)
{
  SqliteWardTx *tx = (SqliteWardTx *) base;
  g_autoptr (TnWardTx) ended = base;
  if (!writer (base, error)) return FALSE;
  end_behind (tx);
  reset_gets (tx->write->db);
  if (last > base->last && (!log_commit (tx, last, error) || !prune_log (tx, error))) return FALSE;
  if (!sqlite_write_commit (g_steal_pointer (&tx->write), error)) return FALSE;
  if (tx->erases) empty_log ((SqliteDepot *) base->depot);
  *head = tx->head;
  return TRUE;
}

void
sqlite_fill_tx_driver (TnDepotDriver *driver)
{
  driver->tx_begin = tx_begin;
  driver->tx_behind = tx_behind;
  driver->tx_insert = tx_insert;
  driver->tx_update = tx_update;
  driver->tx_erase = tx_erase;
  driver->tx_displace = tx_displace;
  driver->tx_moved = tx_moved;
  driver->tx_stream = tx_stream;
  driver->tx_hold = tx_hold;
  driver->tx_close_case = tx_close_case;
  driver->tx_alarm = tx_alarm;
  driver->tx_set_meta = tx_set_meta;
  driver->tx_commit = tx_commit;
  driver->tx_abort = tx_abort;
}
