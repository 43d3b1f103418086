/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db-fixture.h"

#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

static void
test_pragmas (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), ==, 1);
  g_assert_cmpint (read_int (db, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (read_int (db, "PRAGMA foreign_keys"), ==, 0);
  g_assert_cmpint (read_int (db, "PRAGMA page_size"), ==, 8192);
  g_assert_cmpint (read_int (db, "PRAGMA cache_size"), ==, -16000);
  g_assert_cmpint (read_int (db, "PRAGMA temp_store"), ==, 2);
  g_assert_cmpint (read_int (db, "PRAGMA mmap_size"), ==, 0);
  g_assert_cmpstr (tn_db_path (db), ==, f->path);
}

static void
test_every_binder_and_reader (Fixture *f, gconstpointer data)
{
  static const char sql[] = "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, typeof(?3), typeof(?4), typeof(?5)";
  g_autoptr (TnDb) db = open_db (NULL, TN_DB_MEMORY);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, NULL);
  TnId id = { { 1, 2, 3, 0, 255 } }, none = { { 0 } }, out;
  gsize len;
  tn_stmt_bind_int (stmt, 1, G_MININT64);
  tn_stmt_bind_int (stmt, 2, -1);
  tn_stmt_bind_text (stmt, 3, "Đặng");
  tn_stmt_bind_slice (stmt, 4, tn_slice ("abcdef", 3));
  tn_stmt_bind_blob (stmt, 5, "\0\1", 2);
  tn_stmt_bind_id (stmt, 6, &id);
  tn_stmt_bind_id (stmt, 7, &none);
  tn_stmt_bind_null (stmt, 8);
  g_assert_cmpint (tn_stmt_step (stmt, NULL), ==, TN_STEP_ROW);
  g_assert_cmpint (tn_stmt_int (stmt, 0), ==, G_MININT64);
  g_assert_cmpint (tn_stmt_int (stmt, 1), ==, -1);
  g_assert_cmpstr (tn_stmt_text (stmt, 2), ==, "Đặng");
  g_assert_true (tn_slice_is (tn_stmt_slice (stmt, 3), "abc"));
  const void *blob = tn_stmt_blob (stmt, 4, &len);
  g_assert_cmpmem (blob, len, "\0\1", 2);
  g_assert_true (tn_stmt_id (stmt, 5, &out) && tn_id_equal (&out, &id));
  g_assert_false (tn_stmt_id (stmt, 6, &out));
  g_assert_true (tn_id_is_null (&out));
  g_assert_true (tn_stmt_is_null (stmt, 6) && tn_stmt_is_null (stmt, 7) && !tn_stmt_is_null (stmt, 0));
  g_assert_null (tn_stmt_text (stmt, 7));
  g_assert_cmpstr (tn_stmt_text (stmt, 8), ==, "text");
  g_assert_cmpstr (tn_stmt_text (stmt, 9), ==, "text");
  g_assert_cmpstr (tn_stmt_text (stmt, 10), ==, "blob");
  g_assert_cmpint (tn_stmt_step (stmt, NULL), ==, TN_STEP_DONE);
}

static void
test_null_and_empty_text_differ (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (NULL, TN_DB_MEMORY);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT ?1 IS NULL, ?2 = '', ?3 IS NULL, ?4 = ''", NULL);
  tn_stmt_bind_text (stmt, 1, NULL);
  tn_stmt_bind_text (stmt, 2, "");
  tn_stmt_bind_slice (stmt, 3, (TnSlice) { NULL, 0 });
  tn_stmt_bind_slice (stmt, 4, tn_slice ("", 0));
  g_assert_cmpint (tn_stmt_step (stmt, NULL), ==, TN_STEP_ROW);
  for (int i = 0; i < 4; i++) g_assert_cmpint (tn_stmt_int (stmt, i), ==, 1);
}

static void
test_statements_are_cached_and_come_clean (Fixture *f, gconstpointer data)
{
  static const char sql[] = "SELECT ?1";
  char changing[] = "SELECT 1";
  g_autoptr (TnDb) db = open_db (NULL, TN_DB_MEMORY);
  TnStmt *stmt = tn_db_prepare (db, sql, NULL);
  tn_stmt_bind_int (stmt, 1, 7);
  g_assert_cmpint (tn_stmt_step (stmt, NULL), ==, TN_STEP_ROW);
  g_assert_true (tn_db_prepare (db, sql, NULL) == stmt);
  g_assert_cmpint (tn_stmt_step (stmt, NULL), ==, TN_STEP_ROW);
  g_assert_true (tn_stmt_is_null (stmt, 0));
  tn_stmt_reset (stmt);
  /* the same address with another text */
  g_assert_cmpint (read_int (db, changing), ==, 1);
  changing[7] = '2';
  g_assert_cmpint (read_int (db, changing), ==, 2);
  g_autofree char *copy = g_strdup (sql);
  g_assert_true (tn_db_prepare (db, copy, NULL) == stmt);
}

/* An index with a WHERE beside: whether it fits must not depend on what is bound, or the statement is compiled anew at each binding. */
static void
test_binding_compiles_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (NULL, TN_DB_MEMORY);
  exec (db, "CREATE TABLE t(kind TEXT, ref INTEGER); CREATE INDEX t_ref ON t(ref, kind); CREATE INDEX t_a ON t(kind, ref) WHERE kind = 'a'; INSERT INTO t VALUES('a', 1), ('b', 1), ('a', 2)");
  TnStmt *stmt = tn_db_prepare (db, "SELECT count(*) FROM t WHERE kind = ?1 AND ref = ?2", NULL);
  static const struct { const char *kind; int ref; int n; } cases[] = { { "a", 1, 1 }, { "b", 1, 1 }, { "b", 2, 0 }, { "a", 2, 1 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    tn_stmt_bind_text (stmt, 1, cases[i].kind);
    tn_stmt_bind_int (stmt, 2, cases[i].ref);
    g_assert_cmpint (tn_stmt_step (stmt, NULL), ==, TN_STEP_ROW);
    g_assert_cmpint (tn_stmt_int (stmt, 0), ==, cases[i].n);
    tn_stmt_reset (stmt);
  }
  g_assert_cmpint (sqlite3_stmt_status (tn_stmt_handle (stmt), SQLITE_STMTSTATUS_REPREPARE, FALSE), ==, 0);
}

static void
test_wrong_sql_is_an_error (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (NULL, TN_DB_MEMORY);
  g_autoptr (GError) unknown = NULL, quotes = NULL;
  g_assert_null (tn_db_prepare (db, "SELECT nothing FROM nowhere", &unknown));
  g_assert_error (unknown, TN_ERROR, TN_ERROR_FAILED);
  g_assert_null (tn_db_prepare (db, "SELECT \"no such column\"", &quotes));
  g_assert_error (quotes, TN_ERROR, TN_ERROR_FAILED);
}

static void
test_transaction_without_commit_is_undone (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  g_autoptr (GError) error = NULL;
  exec (db, "CREATE TABLE t(a)");
  {
    g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, &error);
    g_assert_no_error (error);
    exec (db, "INSERT INTO t VALUES (1)");
  }
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 0);
  TnTx *tx = tn_tx_begin (db, TRUE, &error);
  exec (db, "INSERT INTO t VALUES (2)");
  g_assert_cmpint (tn_db_last_rowid (db), ==, 1);
  g_assert_cmpint (tn_db_changes (db), ==, 1);
  g_assert_true (tn_tx_commit (tx, &error));
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_savepoint_undoes_its_part_only (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (NULL, TN_DB_MEMORY);
  exec (db, "CREATE TABLE t(a)");
  TnTx *tx = tn_tx_begin (db, TRUE, NULL);
  exec (db, "INSERT INTO t VALUES (1)");
  g_assert_true (tn_db_savepoint (db, NULL));
  exec (db, "INSERT INTO t VALUES (2)");
  tn_db_savepoint_rollback (db);
  g_assert_true (tn_db_savepoint (db, NULL));
  exec (db, "INSERT INTO t VALUES (3)");
  g_assert_true (tn_db_savepoint_release (db, NULL));
  g_assert_true (tn_tx_commit (tx, NULL));
  g_assert_cmpint (read_int (db, "SELECT sum(a) FROM t"), ==, 4);
}

static void
test_constraint_is_a_conflict (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (NULL, TN_DB_MEMORY);
  g_autoptr (GError) error = NULL;
  exec (db, "CREATE TABLE t(a PRIMARY KEY); INSERT INTO t VALUES (1)");
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "INSERT INTO t VALUES (1)", NULL);
  g_assert_false (tn_stmt_run (stmt, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (20000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancelled_statement (Fixture *f, gconstpointer data)
{
  static const char endless[] = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c";
  g_autoptr (TnDb) db = open_db (NULL, TN_DB_MEMORY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  tn_db_set_cancellable (db, cancellable);
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, endless, NULL);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ERROR);
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tn_db_set_cancellable (db, NULL);
  g_assert_cmpint (read_int (db, "SELECT 1"), ==, 1);
}

/* What was begun before the cancelling is undone although the connection is still told to stop. */
static void
test_cancelled_transaction_is_undone (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  exec (db, "CREATE TABLE t(a)");
  TnTx *tx = tn_tx_begin (db, TRUE, NULL);
  exec (db, "INSERT INTO t VALUES (1)");
  tn_db_set_cancellable (db, cancellable);
  g_cancellable_cancel (cancellable);
  tn_tx_rollback (tx);
  tn_db_set_cancellable (db, NULL);
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 0);
}

/* ---- the write-ahead log ---- */

static gint64
count_pages (const char *path, const char *tail)
{
  g_autofree char *file = g_strconcat (path, tail, NULL);
  GStatBuf info;
  return g_stat (file, &info) == 0 ? (gint64) info.st_size / TN_DB_PAGE : 0;
}

static void
test_log_stays_short (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  exec (db, "CREATE TABLE t(a)");
  g_assert_true (tn_db_set_log (db, 8, 16, NULL));
  for (int i = 0; i < 200; i++) exec (db, "INSERT INTO t VALUES (zeroblob(4000))");
  g_assert_cmpint (count_pages (f->path, "-wal"), <=, 16);
  g_assert_cmpint (count_pages (f->path, ""), >=, 80);
}

/* Nobody but the thread may bring anything in here. */
static void
test_log_is_brought_in_beside (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  gint64 until = g_get_monotonic_time () + 30 * G_USEC_PER_SEC, n = 0;
  exec (db, "CREATE TABLE t(a)");
  g_assert_true (tn_db_set_log (db, 8, G_MAXINT, NULL));
  tn_db_tend_log (db, TRUE);
  for (; count_pages (f->path, "") < 20 && g_get_monotonic_time () < until; n++) exec (db, "INSERT INTO t VALUES (zeroblob(4000))");
  g_assert_cmpint (count_pages (f->path, ""), >=, 20);
  g_clear_pointer (&db, tn_db_close);
  db = open_db (f->path, 0);
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, n);
}

static void
test_tended_log_does_not_grow_for_ever (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  exec (db, "CREATE TABLE t(a)");
  g_assert_true (tn_db_set_log (db, 8, 64, NULL));
  tn_db_tend_log (db, TRUE);
  for (int i = 0; i < 500; i++) exec (db, "INSERT INTO t VALUES (zeroblob(4000))");
  g_assert_cmpint (count_pages (f->path, "-wal"), <=, 72);
}

/* An erasure must not find the log busy, whatever the thread is at. */
static void
test_tended_log_can_be_emptied (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  exec (db, "CREATE TABLE t(a)");
  g_assert_true (tn_db_set_log (db, 1, G_MAXINT, NULL));
  tn_db_tend_log (db, TRUE);
  for (int i = 0; i < 200; i++) {
    exec (db, "INSERT INTO t VALUES (zeroblob(100))");
    tn_db_empty_log (db);
    g_assert_cmpint (count_pages (f->path, "-wal"), ==, 0);
  }
}

/* ---- who waits for whom ---- */

static gpointer
take_lock (gpointer path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = tn_db_open (path, 0, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, &error);
  g_assert_no_error (error);
  return NULL;
}

/* Until it is so, for 30 s. */
static void
await_waiting (gboolean wanted)
{
  gint64 until = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  while (tn_db_anyone_waits () != wanted && g_get_monotonic_time () < until) g_thread_yield ();
  g_assert_cmpint (tn_db_anyone_waits (), ==, wanted);
}

static void
test_who_holds_the_lock_is_told_that_somebody_waits (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  exec (db, "CREATE TABLE t(a)");
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, NULL);
  await_waiting (FALSE);
  GThread *thread = g_thread_new ("waits", take_lock, f->path);
  await_waiting (TRUE);
  g_assert_true (tn_tx_commit (g_steal_pointer (&tx), NULL));
  g_thread_join (thread);
  await_waiting (FALSE);
}

static void
test_durable_or_not (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  g_assert_cmpint (read_int (db, "PRAGMA synchronous"), ==, 2);
  g_assert_true (tn_db_set_durable (db, FALSE, NULL));
  g_assert_cmpint (read_int (db, "PRAGMA synchronous"), ==, 1);
  exec (db, "CREATE TABLE t(a)");
  g_assert_true (tn_db_set_durable (db, TRUE, NULL));
  g_assert_true (tn_db_set_durable (db, TRUE, NULL));
  g_assert_cmpint (read_int (db, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/db/pragmas", test_pragmas);
  ADD ("/db/every-binder-and-reader", test_every_binder_and_reader);
  ADD ("/db/null-and-empty-text-differ", test_null_and_empty_text_differ);
  ADD ("/db/statements-are-cached-and-come-clean", test_statements_are_cached_and_come_clean);
  ADD ("/db/binding-compiles-nothing", test_binding_compiles_nothing);
  ADD ("/db/wrong-sql-is-an-error", test_wrong_sql_is_an_error);
  ADD ("/db/transaction-without-commit-is-undone", test_transaction_without_commit_is_undone);
  ADD ("/db/savepoint-undoes-its-part-only", test_savepoint_undoes_its_part_only);
  ADD ("/db/constraint-is-a-conflict", test_constraint_is_a_conflict);
  ADD ("/db/cancelled-statement", test_cancelled_statement);
  ADD ("/db/cancelled-transaction-is-undone", test_cancelled_transaction_is_undone);
  ADD ("/db/log-stays-short", test_log_stays_short);
  ADD ("/db/log-is-brought-in-beside", test_log_is_brought_in_beside);
  ADD ("/db/tended-log-does-not-grow-for-ever", test_tended_log_does_not_grow_for_ever);
  ADD ("/db/tended-log-can-be-emptied", test_tended_log_can_be_emptied);
  ADD ("/db/who-holds-the-lock-is-told-that-somebody-waits", test_who_holds_the_lock_is_told_that_somebody_waits);
  ADD ("/db/durable-or-not", test_durable_or_not);
  return g_test_run ();
}
