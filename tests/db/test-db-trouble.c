/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disks that are full, files that may not be written, are damaged, locked, or not ours: each ends with its own code and a
 * sentence, and what was there before is there afterwards. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "db-fixture.h"

#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
#define APP 0x546e4e68u
#define OVER_TABLE "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)"
#define FILL "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 20000) INSERT INTO t(b) SELECT hex(randomblob(50)) FROM c"

static const char *const steps[] = { OVER_TABLE, "CREATE INDEX t_b ON t(b); INSERT INTO t(b) VALUES ('x')", "ALTER TABLE t ADD COLUMN c" };

static void
assert_open_fails (const char *path, TnDbFlags flags, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (tn_db_open (path, flags, NULL, &error));
  g_assert_error (error, TN_ERROR, code);
  g_autofree char *name = g_path_get_basename (path);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (strstr (error->message, "%s"));
}

static gboolean
migrate (TnDb *db, guint32 app, guint n, GError **error)
{
  TnMigrations m = { app, steps, n };
  return tn_db_migrate (db, &m, error);
}

static void
make_ours (const char *path)
{
  g_autoptr (TnDb) db = open_db (path, TN_DB_CREATE);
  g_assert_true (migrate (db, APP, 1, NULL));
  exec (db, FILL);
}

static char *
hash_file (const char *path)
{
  g_autofree char *data = NULL;
  gsize len;
  g_assert_true (g_file_get_contents (path, &data, &len, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, len);
}

static void
test_missing_file (Fixture *f, gconstpointer data)
{
  assert_open_fails (f->path, 0, TN_ERROR_NOT_FOUND);
  assert_open_fails (f->path, TN_DB_READ_ONLY, TN_ERROR_NOT_FOUND);
  g_autofree char *deeper = g_build_filename (f->dir, "no", "such.db", NULL);
  assert_open_fails (deeper, TN_DB_CREATE, TN_ERROR_NOT_FOUND);
}

static void
test_not_a_database (Fixture *f, gconstpointer data)
{
  g_autofree char *text = g_strnfill (20000, 'x');
  g_assert_true (g_file_set_contents (f->path, text, -1, NULL));
  assert_open_fails (f->path, 0, TN_ERROR_CORRUPT);
  g_autofree char *after = NULL;
  g_assert_true (g_file_get_contents (f->path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
}

static void
test_damaged_file (Fixture *f, gconstpointer data)
{
  make_ours (f->path);
  g_autofree char *bytes = NULL;
  gsize len;
  g_assert_true (g_file_get_contents (f->path, &bytes, &len, NULL));
  g_assert_cmpuint (len, >, 20 * 8192);
  memset (bytes + 8192, 0xff, 10 * 8192);
  g_assert_true (g_file_set_contents (f->path, bytes, (gssize) len, NULL));
  g_autoptr (TnDb) db = open_db (f->path, 0);
  g_autoptr (GError) error = NULL, check = NULL, backup = NULL;
  g_autofree char *copy = g_build_filename (f->dir, "backup.db", NULL);
  g_assert_false (tn_db_exec (db, "SELECT sum(length(b)) FROM t", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  g_assert_false (tn_db_check_integrity (db, NULL, &check));
  g_assert_error (check, TN_ERROR, TN_ERROR_CORRUPT);
  /* a damaged file makes no backup that would take the place of a good one */
  g_assert_false (tn_db_backup (db, copy, NULL, &backup));
  g_assert_error (backup, TN_ERROR, TN_ERROR_CORRUPT);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
}

/* Root may write everywhere, so the test steps down to nobody where it runs as root. */
static void
test_read_only_folder_and_file (Fixture *f, gconstpointer data)
{
  make_ours (f->path);
  g_autofree char *fresh = g_build_filename (f->dir, "new.db", NULL);
  uid_t me = geteuid ();
  g_assert_cmpint (g_chmod (f->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (f->dir, 0555), ==, 0);
  if (me == 0) g_assert_cmpint (seteuid (65534), ==, 0);
  g_autoptr (GError) error = NULL;
  g_assert_null (tn_db_open (fresh, TN_DB_CREATE, NULL, &error));
  g_autoptr (GError) locked = NULL;
  g_assert_null (tn_db_open (f->path, 0, NULL, &locked));
  if (me == 0) g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (f->dir, 0755), ==, 0);
  g_assert_error (error, TN_ERROR, TN_ERROR_READ_ONLY);
  g_assert_error (locked, TN_ERROR, TN_ERROR_READ_ONLY);
  g_assert_cmpint (g_chmod (f->path, 0644), ==, 0);
}

static void
test_locked_by_another_connection (Fixture *f, gconstpointer data)
{
  make_ours (f->path);
  g_autoptr (TnDb) one = open_db (f->path, 0), two = open_db (f->path, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTx) tx = tn_tx_begin (one, TRUE, NULL);
  gint64 began = g_get_monotonic_time ();
  tn_db_set_patience (two, 30);
  g_assert_null (tn_tx_begin (two, TRUE, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 30 * 1000);
  g_assert_cmpint (read_int (two, "SELECT count(*) FROM t"), ==, 20000);   /* reading goes on */
}

static void
test_locked_by_another_process (Fixture *f, gconstpointer data)
{
  make_ours (f->path);
  int ready[2], done[2];
  g_assert_true (pipe (ready) == 0 && pipe (done) == 0);
  pid_t child = fork ();
  if (child == 0) {
    TnDb *db = tn_db_open (f->path, 0, NULL, NULL);
    TnTx *tx = db ? tn_tx_begin (db, TRUE, NULL) : NULL;
    char c = tx ? 'y' : 'n';
    if (write (ready[1], &c, 1) != 1 || read (done[0], &c, 1) < 0) _exit (1);
    _exit (0);
  }
  char c = 0;
  g_assert_cmpint (read (ready[0], &c, 1), ==, 1);
  g_assert_cmpint (c, ==, 'y');
  g_autoptr (TnDb) db = open_db (f->path, 0);
  g_autoptr (GError) error = NULL;
  sqlite3_busy_timeout (tn_db_handle (db), 0);
  g_assert_null (tn_tx_begin (db, TRUE, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_assert_cmpint (write (done[1], &c, 1), ==, 1);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, NULL);      /* its end gave the lock back */
  g_assert_nonnull (tx);
  for (int i = 0; i < 2; i++) {
    close (ready[i]);
    close (done[i]);
  }
}

static void
test_full_database_undoes_the_transaction (Fixture *f, gconstpointer data)
{
  make_ours (f->path);
  g_autoptr (TnDb) db = open_db (f->path, 0);
  g_autoptr (GError) error = NULL;
  gint64 pages = read_int (db, "PRAGMA page_count");
  g_autofree char *limit = g_strdup_printf ("PRAGMA max_page_count=%" G_GINT64_FORMAT, pages + 5);
  exec (db, limit);
  {
    g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, NULL);
    g_assert_false (tn_db_exec (db, FILL, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_FULL);
  }
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 20000);
  exec (db, "PRAGMA max_page_count=1000000");
  exec (db, FILL);
  g_assert_true (tn_db_check_integrity (db, NULL, NULL));
}

/* A real write that the system refuses: a limit on the size of files stands for the full disk. */
static void
test_full_disk (Fixture *f, gconstpointer data)
{
  make_ours (f->path);
  g_autoptr (TnDb) db = open_db (f->path, 0);
  g_autoptr (GError) write_error = NULL, commit_error = NULL, backup_error = NULL;
  g_autofree char *copy = g_build_filename (f->dir, "backup.db", NULL);
  struct rlimit before, tight;
  g_assert_true (g_file_set_contents (copy, "yesterday", -1, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  tight = (struct rlimit) { 200000, before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  gboolean wrote = tn_db_exec (db, FILL, &write_error);
  TnTx *tx = tn_tx_begin (db, TRUE, NULL);
  exec (db, FILL);                                    /* in memory so far: the commit is what meets the full disk */
  gboolean committed = tn_tx_commit (tx, &commit_error);
  gboolean backed = tn_db_backup (db, copy, NULL, &backup_error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_false (wrote || committed || backed);
  g_assert_error (commit_error, TN_ERROR, TN_ERROR_FULL);
  g_assert_error (write_error, TN_ERROR, TN_ERROR_FULL);
  g_assert_error (backup_error, TN_ERROR, TN_ERROR_FULL);
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 20000);
  g_autofree char *old = NULL;
  g_assert_true (g_file_get_contents (copy, &old, NULL, NULL));
  g_assert_cmpstr (old, ==, "yesterday");
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir))) g_assert_false (g_str_has_prefix (name, "backup.db."));
}

/* ---- migrations ---- */
static void
test_migrations_run_once_and_in_order (Fixture *f, gconstpointer data)
{
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  g_autoptr (GError) error = NULL;
  g_assert_true (migrate (db, APP, 2, &error));
  g_assert_true (migrate (db, APP, 2, &error));
  g_assert_cmpint (read_int (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint ((guint32) read_int (db, "PRAGMA application_id"), ==, APP);
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 1);
  g_assert_true (migrate (db, APP, 3, &error));
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t WHERE c IS NULL"), ==, 1);
}

static void
test_failed_step_leaves_the_version_before_it (Fixture *f, gconstpointer data)
{
  static const char *const broken[] = { OVER_TABLE, "INSERT INTO t(b) VALUES ('half'); INSERT INTO nowhere VALUES (1)" };
  TnMigrations m = { APP, broken, 2 };
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_db_migrate (db, &m, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FAILED);
  g_assert_cmpint (read_int (db, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 0);
}

static void
test_newer_file_is_not_touched (Fixture *f, gconstpointer data)
{
  {
    g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
    g_assert_true (migrate (db, APP, 3, NULL));
  }
  g_autofree char *before = hash_file (f->path);
  {
    g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
    g_autoptr (GError) error = NULL;
    g_assert_false (migrate (db, APP, 2, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_TOO_NEW);
  }
  g_autofree char *after = hash_file (f->path);
  g_assert_cmpstr (before, ==, after);
}

static void
test_file_of_another_program_is_not_touched (Fixture *f, gconstpointer data)
{
  static const char *const marks[] = { "PRAGMA application_id=99", "PRAGMA user_version=1", "CREATE TABLE theirs(a)" };
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    g_autofree char *path = g_strdup_printf ("%s.%u", f->path, i);
    sqlite3 *raw;
    g_assert_cmpint (sqlite3_open (path, &raw), ==, SQLITE_OK);
    g_assert_cmpint (sqlite3_exec (raw, marks[i], NULL, NULL, NULL), ==, SQLITE_OK);
    sqlite3_close (raw);
    g_autofree char *before = hash_file (path);
    {
      g_autoptr (TnDb) db = open_db (path, TN_DB_CREATE);
      g_autoptr (GError) error = NULL;
      g_assert_false (migrate (db, APP, 2, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_UNSUPPORTED);
    }
    g_autofree char *after = hash_file (path);
    g_assert_cmpstr (before, ==, after);
  }
}

static void
test_read_only_connection_does_not_migrate (Fixture *f, gconstpointer data)
{
  make_ours (f->path);
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_READ_ONLY);
  g_autoptr (GError) error = NULL;
  g_assert_true (migrate (db, APP, 1, &error));
  g_assert_false (migrate (db, APP, 2, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_READ_ONLY);
}

/* ---- backup ---- */
static gpointer
write_on (gpointer path)
{
  TnDb *db = open_db (path, 0);
  for (int i = 0; i < 200; i++) exec (db, "INSERT INTO t(b) VALUES ('while the backup runs')");
  tn_db_close (db);
  return NULL;
}

static void
test_backup_while_in_use_is_one_whole_file (Fixture *f, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (f->dir, "backup.db", NULL);
  make_ours (f->path);
  g_autoptr (TnDb) db = open_db (f->path, 0);
  g_autoptr (GError) error = NULL;
  GThread *writer = g_thread_new ("writer", write_on, f->path);
  g_assert_true (tn_db_backup (db, copy, NULL, &error));
  g_thread_join (writer);
  g_assert_no_error (error);
  g_autofree char *wal = g_strconcat (copy, "-wal", NULL);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_autoptr (TnDb) backup = open_db (copy, TN_DB_READ_ONLY);
  g_assert_cmpint (read_int (backup, "SELECT count(*) FROM t"), >=, 20000);
  g_assert_true (migrate (backup, APP, 1, &error));
  g_assert_true (tn_db_check_integrity (backup, NULL, &error));
}

static void
test_cancelled_backup_leaves_the_old_one (Fixture *f, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (f->dir, "backup.db", NULL);
  make_ours (f->path);
  g_assert_true (g_file_set_contents (copy, "yesterday", -1, NULL));
  g_autoptr (TnDb) db = open_db (f->path, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_cancellable_cancel (cancellable);
  g_assert_false (tn_db_backup (db, copy, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *old = NULL;
  g_assert_true (g_file_get_contents (copy, &old, NULL, NULL));
  g_assert_cmpstr (old, ==, "yesterday");
  g_assert_cmpint (read_int (db, "SELECT count(*) FROM t"), ==, 20000);
}

static void
test_backup_to_a_missing_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (f->dir, "no", "backup.db", NULL);
  g_autoptr (TnDb) db = open_db (f->path, TN_DB_CREATE);
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_db_backup (db, copy, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/db-trouble/missing-file", test_missing_file);
  ADD ("/db-trouble/not-a-database", test_not_a_database);
  ADD ("/db-trouble/damaged-file", test_damaged_file);
  ADD ("/db-trouble/read-only-folder-and-file", test_read_only_folder_and_file);
  ADD ("/db-trouble/locked-by-another-connection", test_locked_by_another_connection);
  ADD ("/db-trouble/locked-by-another-process", test_locked_by_another_process);
  ADD ("/db-trouble/full-database-undoes-the-transaction", test_full_database_undoes_the_transaction);
  ADD ("/db-trouble/full-disk", test_full_disk);
  ADD ("/db-migrate/run-once-and-in-order", test_migrations_run_once_and_in_order);
  ADD ("/db-migrate/failed-step-leaves-the-version-before-it", test_failed_step_leaves_the_version_before_it);
  ADD ("/db-migrate/newer-file-is-not-touched", test_newer_file_is_not_touched);
  ADD ("/db-migrate/file-of-another-program-is-not-touched", test_file_of_another_program_is_not_touched);
  ADD ("/db-migrate/read-only-connection-does-not-migrate", test_read_only_connection_does_not_migrate);
  ADD ("/db-backup/while-in-use-is-one-whole-file", test_backup_while_in_use_is_one_whole_file);
  ADD ("/db-backup/cancelled-leaves-the-old-one", test_cancelled_backup_leaves_the_old_one);
  ADD ("/db-backup/to-a-missing-folder", test_backup_to_a_missing_folder);
  return g_test_run ();
}
