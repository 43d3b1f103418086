/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A damaged file, a disk that is full or may not be written, another program at it: the person is told which, and nothing is lost. */
#include "store-fixture.h"
#include "tn-page.h"
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

static TnEdit *
make_import (Fixture *f, guint n)
{
  TnEdit *edit = tn_edit_new ("Import");
  g_autofree char *note = g_strnfill (400, 'x');
  for (guint i = 0; i < n; i++) {
    TnId id = tn_id_new (&f->env);
    tn_edit_create (edit, "household", &id);
    tn_edit_set_text (edit, &id, "note", note);
  }
  return edit;
}

static void
assert_edit_fails (Fixture *f, guint n, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = make_import (f, n);
  g_assert_false (tn_copy_edit (f->copy, edit, NULL, &error));
  g_assert_error (error, TN_ERROR, code);
  g_test_message ("%s", error->message);
}

static void
assert_sound (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  TnDoctorReport report;
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (report.problem, ==, NULL);
  tn_doctor_report_clear (&report);
}

static void
reopen (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&f->copy, tn_copy_close);
  f->copy = tn_copy_open (f->path, 0, &f->env, &error);
  g_assert_no_error (error);
}

static void
set_file_limit (rlim_t bytes)
{
  struct rlimit limit;
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full_disk_keeps_what_was_saved (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  signal (SIGXFSZ, SIG_IGN);
  set_file_limit (700 * 1024);
  assert_edit_fails (f, 6000, TN_ERROR_FULL);
  set_file_limit (RLIM_INFINITY);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM outbox"), ==, 1);
  assert_text (f, &id, "code", "HK1");
  /* and with space again it goes on, the same connection and a new one */
  g_autoptr (TnEdit) edit = make_import (f, 6000);
  write_edit (f, edit, NULL);
  assert_sound (f);
  reopen (f);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 6001);
}

static GBytes *
make_page (Fixture *f, guint n)
{
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  g_autofree char *note = g_strnfill (400, 'x'), *token = tn_json_string (note);
  TnStamp stamp = tn_stamp_make (1640000000000, 0, "bbbbbbbbbbbb");
  for (guint i = 0; i < n; i++) {
    TnId id = tn_id_new (&f->env);
    g_autoptr (TnRow) row = tn_row_new ("household", &id);
    g_autoptr (GString) line = g_string_new (NULL);
    tn_row_set_unit (row, "note", token, &stamp);
    tn_row_to_line (row, line);
    tn_page_writer_record (w, i + 1, line->str, line->len);
  }
  g_autofree char *members = g_strdup_printf ("\"count\":%u", n);
  g_autoptr (GBytes) packed = tn_page_writer_end (w, members, NULL);
  return tn_page_inflate (packed, TN_LIMIT_INFLATED, NULL);
}

static void
test_full_disk_keeps_the_cursor (Fixture *f, gconstpointer data)
{
  static const char *const whole[] = { "*", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) page = make_page (f, 3000);
  TnApplyResult result;
  g_assert_true (tn_pull_set_scope (f->copy, whole, NULL));
  signal (SIGXFSZ, SIG_IGN);
  set_file_limit (700 * 1024);
  g_assert_false (tn_apply_page (f->copy, page, whole, "3000.a", TN_APPLY_READY, &result, &error));
  set_file_limit (RLIM_INFINITY);
  g_assert_error (error, TN_ERROR, TN_ERROR_FULL);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM pull WHERE cursor='0' AND ready=0"), ==, 1);
  g_clear_error (&error);
  g_assert_true (tn_apply_page (f->copy, page, whole, "3000.a", TN_APPLY_READY, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (result.rows, ==, 3000);
  tn_apply_result_clear (&result);
  assert_sound (f);
}

static void
test_database_limit_keeps_what_was_saved (Fixture *f, gconstpointer data)
{
  add_household (f, "HK1", NULL);
  g_autofree char *sql = g_strdup_printf ("PRAGMA max_page_count=%" G_GINT64_FORMAT, ask (f, "PRAGMA page_count") + 20);
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), sql, NULL));
  assert_edit_fails (f, 2000, TN_ERROR_FULL);
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), "PRAGMA max_page_count=1000000", NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 1);
  assert_sound (f);
}

/* Root may write everywhere, so the test steps down to nobody where it runs as root. */
static void
test_read_only_folder (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  g_clear_pointer (&f->copy, tn_copy_close);
  g_autoptr (GError) error = NULL;
  gboolean is_root = geteuid () == 0;
  g_assert_cmpint (g_chmod (f->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (f->dir, 0555), ==, 0);
  if (is_root) g_assert_cmpint (seteuid (NOBODY), ==, 0);
  TnCopy *copy = tn_copy_open (f->path, 0, &f->env, &error);
  if (is_root) g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (f->dir, 0755), ==, 0);
  g_assert_cmpint (g_chmod (f->path, 0644), ==, 0);
  g_assert_null (copy);
  g_assert_error (error, TN_ERROR, TN_ERROR_READ_ONLY);
  reopen (f);
  assert_text (f, &id, "code", "HK1");
}

static void
test_read_only_copy_refuses_edits (Fixture *f, gconstpointer data)
{
  add_household (f, "HK1", NULL);
  g_clear_pointer (&f->copy, tn_copy_close);
  f->copy = tn_copy_open (f->path, TN_COPY_READ_ONLY, &f->env, NULL);
  assert_edit_fails (f, 1, TN_ERROR_READ_ONLY);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 1);
}

/* A child process holds the write lock until `done` is written to. */
static pid_t
hold_lock (const char *path, int done[2])
{
  int ready[2];
  g_assert_true (pipe (ready) == 0 && pipe (done) == 0);
  pid_t child = fork ();
  if (child == 0) {
    TnDb *db = tn_db_open (path, 0, NULL, NULL);
    TnTx *tx = db ? tn_tx_begin (db, TRUE, NULL) : NULL;
    char c = tx ? 'y' : 'n';
    if (write (ready[1], &c, 1) != 1 || read (done[0], &c, 1) < 0) _exit (1);
    _exit (0);
  }
  char c = 0;
  g_assert_cmpint (read (ready[0], &c, 1), ==, 1);
  g_assert_cmpint (c, ==, 'y');
  close (ready[0]);
  close (ready[1]);
  return child;
}

static void
test_another_process_writes (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  int done[2];
  g_clear_pointer (&f->copy, tn_copy_close);   /* SQLite's locks do not outlive a fork */
  pid_t child = hold_lock (f->path, done);
  reopen (f);                                  /* opening needs no lock */
  sqlite3_busy_timeout (tn_db_handle (tn_copy_db (f->copy)), 0);
  assert_text (f, &id, "code", "HK1");
  assert_edit_fails (f, 1, TN_ERROR_BUSY);
  g_assert_cmpint (write (done[1], "x", 1), ==, 1);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  set_text (f, &id, "code", "HK2", NULL);
  close (done[0]);
  close (done[1]);
}

static void
test_damaged_file_is_left_as_it_is (Fixture *f, gconstpointer data)
{
  g_autoptr (TnEdit) edit = make_import (f, 500);
  write_edit (f, edit, NULL);
  g_clear_pointer (&f->copy, tn_copy_close);
  g_autofree char *bytes = NULL, *after = NULL;
  gsize len, after_len;
  g_assert_true (g_file_get_contents (f->path, &bytes, &len, NULL));
  memset (bytes, 0x5a, 4096);                  /* the first sectors */
  g_assert_true (g_file_set_contents (f->path, bytes, (gssize) len, NULL));
  g_autoptr (GError) error = NULL;
  g_assert_null (tn_copy_open (f->path, TN_COPY_CREATE, &f->env, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  g_assert_true (g_file_get_contents (f->path, &after, &after_len, NULL));
  g_assert_cmpmem (after, after_len, bytes, len);
}

static void
test_bad_sector_is_found_by_the_doctor (Fixture *f, gconstpointer data)
{
  g_autoptr (TnEdit) edit = make_import (f, 500);
  write_edit (f, edit, NULL);
  gint64 at = ask (f, "SELECT (rootpage-1)*(SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name='record'");
  g_clear_pointer (&f->copy, tn_copy_close);
  g_autofree char *bytes = NULL;
  gsize len;
  g_assert_true (g_file_get_contents (f->path, &bytes, &len, NULL));
  memset (bytes + at, 0xff, 4096);
  g_assert_true (g_file_set_contents (f->path, bytes, (gssize) len, NULL));
  g_autoptr (GError) error = NULL;
  f->copy = tn_copy_open (f->path, 0, &f->env, &error);
  g_assert_no_error (error);
  TnDoctorReport report;
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (report.problem);
  tn_doctor_report_clear (&report);
  assert_edit_fails (f, 1, TN_ERROR_CORRUPT);
}

/* In place, as a disk does it: another file would be another laptop. `was` and `is` are as long as each other and stand on the first page of the table. */
static void
damage_table (Fixture *f, const char *table, const char *was, const char *is, gsize len)
{
  g_autofree char *sql = g_strdup_printf ("SELECT (rootpage-1)*%d FROM sqlite_schema WHERE name='%s'", TN_DB_PAGE, table), *bytes = NULL;
  gint64 page = ask (f, sql);
  gsize size;
  g_clear_pointer (&f->copy, tn_copy_close);
  g_assert_true (g_file_get_contents (f->path, &bytes, &size, NULL));
  const char *at = memmem (bytes + page, TN_DB_PAGE, was, len);
  g_assert_nonnull (at);
  FILE *file = g_fopen (f->path, "r+b");
  g_assert_true (file && fseek (file, at - bytes, SEEK_SET) == 0 && fwrite (is, 1, len, file) == len && fclose (file) == 0);
  reopen (f);
}

/* SQLite does not look whether a column that may not be NULL is, when it reads. A row's header says what its columns are: 0 is NULL, and texts are odd numbers. */
static void
test_null_in_a_damaged_row_is_an_error (Fixture *f, gconstpointer data)
{
  static const char *const whole[] = { "*", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  add_household (f, "HK1", NULL);
  g_assert_true (tn_pull_set_scope (f->copy, whole, &error));
  damage_table (f, "pull", "\x06\x17\x0f\x0f", "\x06\x17\x00\x0f", 4);
  g_assert_null (tn_pull_list (f->copy, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (tn_pull_set_scope (f->copy, whole, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  g_clear_error (&error);
  damage_table (f, "outbox", "\x00\x2c\x0f\x00", "\x00\x2c\x00\x00", 4);
  g_assert_null (tn_outbox_open_rows (f->copy, 10, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (tn_outbox_batch (f->copy, 0, 10, 1 << 20, "root", lines, acks, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
}

static void
test_another_programs_file_is_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), "PRAGMA application_id=12345", NULL));
  g_clear_pointer (&f->copy, tn_copy_close);
  g_assert_null (tn_copy_open (f->path, 0, &f->env, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_UNSUPPORTED);
}

static void
test_cut_off_import_leaves_lists_whole (Fixture *f, gconstpointer data)
{
  add_household (f, "HK1", NULL);
  /* as a crash between two steps of a first copy or a migration leaves it */
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), "DELETE FROM household; DELETE FROM tally; DROP INDEX record_parent; INSERT INTO meta(k, v) VALUES('bulk', '1')", NULL));
  reopen (f);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM household"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM sqlite_schema WHERE name='record_parent'"), ==, 1);
  assert_sound (f);
}

static void
test_file_of_another_ward_stays_its (Fixture *f, gconstpointer data)
{
  add_household (f, "HK1", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_copy_set_ward (f->copy, "27301", &error));
  g_assert_false (tn_copy_set_ward (f->copy, "27302", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
  g_assert_cmpstr (tn_copy_ward (f->copy), ==, "27301");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/trouble/" name, Fixture, NULL, set_up_copy, func, tear_down)
  ADD ("full-disk-keeps-what-was-saved", test_full_disk_keeps_what_was_saved);
  ADD ("full-disk-keeps-the-cursor", test_full_disk_keeps_the_cursor);
  ADD ("database-limit-keeps-what-was-saved", test_database_limit_keeps_what_was_saved);
  ADD ("read-only-folder", test_read_only_folder);
  ADD ("read-only-copy-refuses-edits", test_read_only_copy_refuses_edits);
  ADD ("another-process-writes", test_another_process_writes);
  ADD ("damaged-file-is-left-as-it-is", test_damaged_file_is_left_as_it_is);
  ADD ("bad-sector-is-found-by-the-doctor", test_bad_sector_is_found_by_the_doctor);
  ADD ("null-in-a-damaged-row-is-an-error", test_null_in_a_damaged_row_is_an_error);
  ADD ("another-programs-file-is-refused", test_another_programs_file_is_refused);
  ADD ("cut-off-import-leaves-lists-whole", test_cut_off_import_leaves_lists_whole);
  ADD ("file-of-another-ward-stays-its", test_file_of_another_ward_stays_its);
  return g_test_run ();
}
