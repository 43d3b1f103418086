/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layer that gathers what goes into the log (app/db/tn-db-vfs.c), over the system's VFS, whose writes to a log are counted here and made to fail. What crashes do is
 * tried by the simulator. */
#include <glib/gstdio.h>
#include <string.h>
#include "db-fixture.h"
#include "tn-db-private.h"

#define ROWS 400u          /* of a page each: well beyond the small cache, so that pages go into the log before the commit */

static int (*real_open) (sqlite3_vfs *, const char *, sqlite3_file *, int, int *);
static int (*real_write) (sqlite3_file *, const void *, int, sqlite3_int64);
static int (*real_device) (sqlite3_file *);
static sqlite3_io_methods counting_methods;
static sqlite3_vfs counting_vfs;
static guint writes, fail_at;      /* the how manyth is refused; 0 = none */
static int refusal = SQLITE_IOERR_WRITE;
static int largest;
static gboolean tears_sectors;     /* the disk gives no word for what lies beside a write when the power goes */

static int
write_counted (sqlite3_file *file, const void *data, int n, sqlite3_int64 at)
{
  largest = MAX (largest, n);
  if (++writes == fail_at) return refusal;
  return real_write (file, data, n, at);
}

static int
device_counted (sqlite3_file *file)
{
  int features = real_device (file);
  return tears_sectors ? features & ~SQLITE_IOCAP_POWERSAFE_OVERWRITE : features | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
open_counted (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  int code = real_open (vfs, name, file, flags, out_flags);
  if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL)) return code;
  counting_methods = *file->pMethods;
  real_write = counting_methods.xWrite;
  real_device = counting_methods.xDeviceCharacteristics;
  counting_methods.xWrite = write_counted;
  counting_methods.xDeviceCharacteristics = device_counted;
  file->pMethods = &counting_methods;
  return code;
}

static void
count_writes (void)
{
  counting_vfs = *sqlite3_vfs_find (NULL);
  real_open = counting_vfs.xOpen;
  counting_vfs.zName = "counting";
  counting_vfs.xOpen = open_counted;
  counting_vfs.pNext = NULL;
  sqlite3_vfs_register (&counting_vfs, 0);
}

static TnDb *
open_counted_db (const char *path)
{
  g_autoptr (GError) error = NULL;
  TnDb *db = tn_db_open (path, TN_DB_CREATE, "counting", &error);
  g_assert_no_error (error);
  g_assert_true (tn_db_exec (db, "PRAGMA cache_size=16; CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v TEXT)", &error));
  return db;
}

static void
must (gboolean done, GError *const *error)
{
  g_assert_no_error (*error);
  g_assert_true (done);
}

/* Every row gets this letter, in one transaction; without `commit` it is taken back. */
static gboolean
fill (TnDb *db, char letter, gboolean commit, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, error);
  g_autofree char *text = g_strnfill (TN_DB_PAGE / 2 + 100, letter);
  for (guint i = 0; tx && i < ROWS; i++) {
    g_autoptr (TnStmt) stmt = tn_db_prepare (db, "INSERT OR REPLACE INTO t(id, v) VALUES(?, ?)", error);
    if (!stmt) return FALSE;
    tn_stmt_bind_int (stmt, 1, i);
    tn_stmt_bind_text (stmt, 2, text);
    if (!tn_stmt_run (stmt, error)) return FALSE;
  }
  return tx && (!commit || tn_tx_commit (g_steal_pointer (&tx), error));
}

/* As another process would, without our layer; the letters that stand, and whether the file is whole. */
static char *
look (const char *path)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *stmt = NULL;
  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, "unix"), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "SELECT (SELECT group_concat(DISTINCT substr(v, 1, 1)) FROM t) || (SELECT count(*) FROM t) || (SELECT * FROM pragma_integrity_check)", -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  char *seen = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
  return seen;
}

static void
assert_seen (const char *path, const char *expected)
{
  g_autofree char *seen = look (path);
  g_assert_cmpstr (seen, ==, expected);
}

static void
test_few_calls (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = open_counted_db (f->path);
  writes = 0;
  must (fill (db, 'a', TRUE, &error), &error);
  assert_seen (f->path, "a400ok");
  g_assert_cmpuint (writes, <, 2 * ROWS / 10);
  g_assert_cmpint (largest, >, 10 * TN_DB_PAGE);
  g_assert_cmpint (largest, <=, 0x1ffff);
}

/* Nothing may be held back when a commit is shown, also of a connection that does not wait for the disk. */
static void
test_commit_is_seen_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = open_counted_db (f->path);
  must (tn_db_set_durable (db, FALSE, &error), &error);
  for (char letter = 'a'; letter <= 'e'; letter++) {
    g_autofree char *expected = g_strdup_printf ("%c400ok", letter);
    must (fill (db, letter, TRUE, &error), &error);
    assert_seen (f->path, expected);
  }
  must (tn_db_exec (db, "UPDATE t SET v='z' WHERE id=7", &error), &error);
  assert_seen (f->path, "e,z400ok");
}

/* On a disk that tears sectors a commit ends with whole ones, and its last frame is no longer what SQLite writes last: then nothing is held. */
static void
test_nothing_is_held_where_sectors_tear (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  tears_sectors = TRUE;
  g_autoptr (TnDb) db = open_counted_db (f->path);
  must (tn_db_set_durable (db, TRUE, &error), &error);
  largest = 0;
  writes = 0;
  must (fill (db, 'a', TRUE, &error), &error);
  assert_seen (f->path, "a400ok");
  g_assert_cmpint (largest, <=, TN_DB_PAGE);
  g_assert_cmpuint (writes, >, ROWS);
  tears_sectors = FALSE;
}

/* What one took back and still held must not come over what another wrote in its place. */
static void
test_what_is_taken_back_is_gone (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) one = open_counted_db (f->path), two = open_counted_db (f->path);
  must (fill (one, 'a', TRUE, &error), &error);
  for (guint round = 0; round < 3; round++) {
    must (fill (one, 'x', FALSE, &error), &error);
    must (fill (two, 'b', TRUE, &error), &error);
    must (tn_db_exec (one, "UPDATE t SET v='z' WHERE id=7", &error), &error);
    assert_seen (f->path, "b,z400ok");
    must (fill (two, 'y', FALSE, &error), &error);
    must (fill (one, 'c', TRUE, &error), &error);
  }
  g_clear_pointer (&two, tn_db_close);
  assert_seen (f->path, "c400ok");
}

static void
test_savepoint_is_taken_back (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = open_counted_db (f->path);
  must (fill (db, 'a', TRUE, &error), &error);
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, &error);
  must (tn_db_exec (db, "UPDATE t SET v='b' || substr(v, 2)", &error), &error);
  must (tn_db_savepoint (db, &error), &error);
  must (tn_db_exec (db, "UPDATE t SET v='c' || substr(v, 2)", &error), &error);
  tn_db_savepoint_rollback (db);
  must (tn_db_exec (db, "UPDATE t SET v='d' || substr(v, 2) WHERE id<200", &error), &error);
  assert_seen (f->path, "a400ok");
  must (tn_tx_commit (g_steal_pointer (&tx), &error), &error);
  assert_seen (f->path, "d,b400ok");
}

/* What has just left the cache for the log may not have left us. */
static void
test_own_pages_are_read_back (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = open_counted_db (f->path);
  must (fill (db, 'a', TRUE, &error), &error);
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, &error);
  for (guint i = 0; i < ROWS; i++) {
    g_autofree char *sql = g_strdup_printf ("UPDATE t SET v='b' || substr(v, 2) WHERE id=%u", i);
    g_autofree char *back = g_strdup_printf ("SELECT count(*) FROM t WHERE id BETWEEN %d AND %u AND substr(v, 1, 1)='b'", (int) i - 24, i);
    must (tn_db_exec (db, sql, &error), &error);
    g_assert_cmpint (read_int (db, back), ==, MIN (i, 24) + 1);
  }
  must (tn_tx_commit (g_steal_pointer (&tx), &error), &error);
  assert_seen (f->path, "b400ok");
}

/* Whichever call fails, it is told, nothing of the transaction stands, and the next one does. */
static void
test_a_failed_call_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = open_counted_db (f->path);
  must (fill (db, 'a', TRUE, &error), &error);
  writes = 0;
  must (fill (db, 'a', TRUE, &error), &error);
  guint all = writes;
  g_assert_cmpuint (all, >, 20);
  for (guint n = 1; n <= all; n++) {
    writes = 0;
    fail_at = n;
    g_assert_false (fill (db, 'x', TRUE, &error));
    g_assert_nonnull (error);
    g_clear_error (&error);
    fail_at = 0;
    assert_seen (f->path, "a400ok");
  }
  must (fill (db, 'b', TRUE, &error), &error);
  assert_seen (f->path, "b400ok");
}

/* A full disk takes back the statement alone that met it, if it has a journal, and the transaction goes on: what its earlier statements wrote must not be lost. */
static gboolean
go_on_after (TnDb *db, guint n, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, error);
  must (tx && tn_db_exec (db, "UPDATE t SET v='b' || substr(v, 2) WHERE id<30", error), error);
  must (tn_db_savepoint (db, error), error);
  writes = 0;
  fail_at = n;
  gboolean whole = tn_db_exec (db, "UPDATE t SET n=-n, v='c' || substr(v, 2) WHERE id BETWEEN 10 AND 60", error);
  fail_at = 0;
  if (sqlite3_get_autocommit (tn_db_handle (db))) return FALSE;
  if (whole) tn_db_savepoint_release (db, error);
  else tn_db_savepoint_rollback (db);
  g_clear_error (error);
  must (tn_tx_commit (g_steal_pointer (&tx), error), error);
  return TRUE;
}

static void
test_transaction_goes_on_after_a_full_disk (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = open_counted_db (f->path);
  guint went_on = 0;
  must (tn_db_exec (db, "ALTER TABLE t ADD COLUMN n INTEGER; CREATE UNIQUE INDEX tn ON t(n)", &error), &error);
  refusal = SQLITE_FULL;
  for (guint n = 1; n < 12; n++) {
    must (fill (db, 'a', TRUE, &error), &error);
    must (tn_db_exec (db, "UPDATE t SET n=id", &error), &error);
    gboolean committed = go_on_after (db, n, &error);
    g_autofree char *seen = look (f->path);
    if (committed) went_on++;
    g_assert_true (committed ? g_str_equal (seen, "b,a400ok") || g_str_equal (seen, "b,c,a400ok") : g_str_equal (seen, "a400ok"));
    g_clear_error (&error);
  }
  refusal = SQLITE_IOERR_WRITE;
  g_assert_cmpuint (went_on, >, 0);
}

/* The log is begun anew, emptied, and left by its database. */
static void
test_log_is_brought_in (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = open_counted_db (f->path);
  must (tn_db_set_log (db, 50, 100, &error), &error);
  for (char letter = 'a'; letter <= 'f'; letter++) must (fill (db, letter, TRUE, &error), &error);
  tn_db_empty_log (db);
  assert_seen (f->path, "f400ok");
  must (fill (db, 'g', TRUE, &error), &error);
  g_clear_pointer (&db, tn_db_close);
  assert_seen (f->path, "g400ok");
}

/* ---- what rows that moved away leave behind ---- */

static void
run (sqlite3 *handle, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Rows grow and shrink until they have been shared out among their pages many times; then all go that have the word in them. */
static void
shuffle_and_delete (sqlite3 *handle)
{
  GRand *rand = g_rand_new_with_seed (7);
  run (handle, "PRAGMA secure_delete=ON; PRAGMA synchronous=OFF; CREATE TABLE r(id BLOB PRIMARY KEY, v TEXT) WITHOUT ROWID; CREATE TABLE s(id INTEGER PRIMARY KEY, v TEXT); BEGIN");
  for (guint i = 0; i < 8000; i++) {
    guint id = (guint) g_rand_int_range (rand, 0, 2000);
    g_autofree char *blank = g_strnfill ((gsize) g_rand_int_range (rand, 20, 1500), 'x');
    const char *word = id % 2 ? "chuyển đi" : "ở lại";
    g_autofree char *sql = g_strdup_printf ("INSERT OR REPLACE INTO r VALUES(x'%08x', '%s%s'); INSERT OR REPLACE INTO s VALUES(%u, '%s%s')", id * 7919 % 1000003, word, blank, id, word, blank);
    run (handle, sql);
    if (i % 50 == 0) run (handle, "COMMIT; BEGIN");
  }
  run (handle, "COMMIT; DELETE FROM r WHERE v LIKE 'chuyển đi%'; DELETE FROM s WHERE v LIKE 'chuyển đi%'");
  g_rand_free (rand);
}

static guint
count_word (const char *path, const char *word)
{
  g_autofree char *bytes = NULL;
  gsize len;
  guint n = 0;
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  for (char *at = bytes, *hit; (hit = memmem (at, len - (gsize) (at - bytes), word, strlen (word))) != NULL; at = hit + 1) n++;
  return n;
}

/* Also not by a page that the connection has kept from before: it is changed once more, and comes into the next log. */
static void
test_what_moved_away_is_nowhere (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  g_autoptr (TnDb) db = open_counted_db (f->path);
  run (tn_db_handle (db), "PRAGMA cache_size=-20000");
  shuffle_and_delete (tn_db_handle (db));
  tn_db_empty_log (db);
  g_assert_cmpuint (count_word (f->path, "chuyển đi"), ==, 0);
  run (tn_db_handle (db), "UPDATE r SET v='mới'; UPDATE s SET v='mới'");
  g_assert_cmpuint (count_word (log, "mới"), >, 0);
  g_assert_cmpuint (count_word (log, "chuyển đi"), ==, 0);
  g_assert_cmpint (read_int (db, "SELECT (SELECT count(*) FROM r) + (SELECT count(*) FROM s)"), >, 500);
  must (fill (db, 'a', TRUE, &error), &error);
  assert_seen (f->path, "a400ok");
}

/* Who reads keeps the log; then the next commit empties it, and nobody need remember. */
static void
test_log_is_emptied_once_nobody_reads (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  g_autoptr (TnDb) db = open_counted_db (f->path), reader = open_counted_db (f->path);
  must (tn_db_set_log (db, 100000, 100000, &error), &error);
  must (tn_db_exec (db, "INSERT INTO t VALUES(1, 'chuyển đi')", &error), &error);
  g_autoptr (TnTx) reads = tn_tx_begin (reader, FALSE, &error);
  g_assert_cmpint (read_int (reader, "SELECT count(*) FROM t"), ==, 1);
  must (tn_db_exec (db, "PRAGMA secure_delete=ON; DELETE FROM t", &error), &error);
  tn_db_empty_log (db);
  g_assert_cmpuint (count_word (log, "chuyển đi"), >, 0);
  g_clear_pointer (&reads, tn_tx_rollback);
  must (tn_db_exec (db, "INSERT INTO t VALUES(2, 'ở lại')", &error), &error);
  g_assert_cmpuint (count_word (log, "chuyển đi"), ==, 0);
  g_assert_cmpuint (count_word (f->path, "chuyển đi"), ==, 0);
}

/* ---- pages ---- */

/* A page of n bytes of that kind, with two cells at its end and `fill` everywhere between. */
static guint8 *
make_page (gsize n, gboolean first, guint8 kind, guint8 fill)
{
  guint8 *page = g_malloc (n), *header = page + (first ? 100 : 0);
  gsize content = n - 64, begin = (gsize) (header - page) + (kind == 2 || kind == 5 ? 12 : 8);
  memset (page, fill, n);
  memset (header, 0, begin - (gsize) (header - page));
  header[0] = kind;
  header[4] = 2;                  /* cells */
  header[5] = (guint8) (content >> 8);
  header[6] = (guint8) content;
  return page;
}

static void
assert_remains (gsize n, gboolean first, guint8 kind, gsize begin)
{
  gsize from = 0, len = 0;
  g_autofree guint8 *full = make_page (n, first, kind, 'x'), *empty = make_page (n, first, kind, 0);
  g_assert_true (tn_db_page_find_remains (full, n, first, &from, &len));
  g_assert_cmpuint (from, ==, begin + 4);     /* behind the places of the two cells */
  g_assert_cmpuint (from + len, ==, n - 64);
  g_assert_false (tn_db_page_find_remains (empty, n, first, &from, &len));
  empty[n - 65] = 1;                          /* the last byte alone */
  g_assert_true (tn_db_page_find_remains (empty, n, first, &from, &len));
}

/* The room that holds nothing ends where its page says, in a page of each kind and size; what is no page of a b-tree, or says what cannot be, is left alone. */
static void
test_room_of_a_page (Fixture *f, gconstpointer data)
{
  gsize from, len;
  for (gsize n = 512; n <= 65536; n *= 2) {
    assert_remains (n, FALSE, 13, 8);
    assert_remains (n, FALSE, 10, 8);
    assert_remains (n, FALSE, 5, 12);
    assert_remains (n, FALSE, 2, 12);
    assert_remains (n, TRUE, 13, 108);
  }
  g_autofree guint8 *page = make_page (8192, FALSE, 13, 'x'), *widest = make_page (65536, FALSE, 10, 'x'), *other = make_page (8192, FALSE, 0, 'x');
  g_assert_false (tn_db_page_find_remains (other, 8192, FALSE, &from, &len));       /* an overflow page: begins with a number */
  g_assert_false (tn_db_page_find_remains (page, 8191, FALSE, &from, &len));
  g_assert_false (tn_db_page_find_remains (page, 256, FALSE, &from, &len));
  page[5] = 0xff;                 /* the rows begin behind the page's end */
  g_assert_false (tn_db_page_find_remains (page, 8192, FALSE, &from, &len));
  page[5] = page[6] = 0;          /* 65,536, which only the largest has */
  g_assert_false (tn_db_page_find_remains (page, 8192, FALSE, &from, &len));
  widest[5] = widest[6] = 0;
  g_assert_true (tn_db_page_find_remains (widest, 65536, FALSE, &from, &len));
  g_assert_cmpuint (from + len, ==, 65536);
  page[3] = 0xff;                 /* more cells than there is room */
  g_assert_false (tn_db_page_find_remains (page, 8192, FALSE, &from, &len));
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  count_writes ();
  ADD ("/db-vfs/few-calls", test_few_calls);
  ADD ("/db-vfs/commit-is-seen-at-once", test_commit_is_seen_at_once);
  ADD ("/db-vfs/nothing-is-held-where-sectors-tear", test_nothing_is_held_where_sectors_tear);
  ADD ("/db-vfs/what-is-taken-back-is-gone", test_what_is_taken_back_is_gone);
  ADD ("/db-vfs/savepoint-is-taken-back", test_savepoint_is_taken_back);
  ADD ("/db-vfs/own-pages-are-read-back", test_own_pages_are_read_back);
  ADD ("/db-vfs/a-failed-call-is-told", test_a_failed_call_is_told);
  ADD ("/db-vfs/transaction-goes-on-after-a-full-disk", test_transaction_goes_on_after_a_full_disk);
  ADD ("/db-vfs/what-moved-away-is-nowhere", test_what_moved_away_is_nowhere);
  ADD ("/db-vfs/log-is-emptied-once-nobody-reads", test_log_is_emptied_once_nobody_reads);
  ADD ("/db-vfs/room-of-a-page", test_room_of_a_page);
  ADD ("/db-vfs/log-is-brought-in", test_log_is_brought_in);
  return g_test_run ();
}
