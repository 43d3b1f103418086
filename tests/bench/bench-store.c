/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store costs over plain SQLite: an import, a first copy, single edits. The raw figure of each is the insertion of the very rows that
 * came out of it, read into memory before, into the same tables with the same indexes, in one transaction: measured in the same run.
 * bench-store [HOUSEHOLDS] */
#include "tn-apply.h"
#include "tn-edit.h"
#include "tn-outbox.h"
#include "tn-page.h"
#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>

#define PEOPLE_PER_HOUSEHOLD 7 / 2
#define PAGE_LINES 5000
#define EDITS 300

static char *dir;

/* The clock, and the processor's time of all our threads: the second stays true when the machine is busy with other things. */
typedef struct {
  double wall, cpu;
} Time;

static Time
now (void)
{
  struct timespec ts;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &ts);
  return (Time) { (double) g_get_monotonic_time () / G_USEC_PER_SEC, (double) ts.tv_sec + (double) ts.tv_nsec / 1e9 };
}

static Time
since (Time start)
{
  Time end = now ();
  return (Time) { end.wall - start.wall, end.cpu - start.cpu };
}

static void
require (gboolean ok, GError *error)
{
  if (!ok) g_error ("%s", error ? error->message : "failed");
}

static TnCopy *
open_copy (const char *name)
{
  GError *error = NULL;
  g_autofree char *path = g_build_filename (dir, name, NULL);
  TnCopy *copy = tn_copy_open (path, TN_COPY_CREATE, NULL, &error);
  require (copy != NULL, error);
  require (tn_copy_set_ward (copy, "27301", &error) && tn_copy_set_user (copy, "Lan", &error), error);
  return copy;
}

/* ---- the raw figure ---- */

typedef struct {
  char *insert;
  guint columns;
  GPtrArray *values;      /* sqlite3_value*, row by row */
} Table;

static Table *
load_table (sqlite3 *db, const char *name)
{
  Table *table = g_new0 (Table, 1);
  table->values = g_ptr_array_new ();
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s", name);
  sqlite3_stmt *stmt;
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  table->columns = (guint) sqlite3_column_count (stmt);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    for (guint i = 0; i < table->columns; i++) g_ptr_array_add (table->values, sqlite3_value_dup (sqlite3_column_value (stmt, (int) i)));
  sqlite3_finalize (stmt);
  g_autoptr (GString) insert = g_string_new (NULL);
  g_string_printf (insert, "INSERT INTO %s VALUES(?", name);
  for (guint i = 1; i < table->columns; i++) g_string_append (insert, ",?");
  g_string_append_c (insert, ')');
  table->insert = g_strdup (insert->str);
  return table;
}

static void
insert_table (sqlite3 *db, const Table *table)
{
  sqlite3_stmt *stmt;
  g_assert_cmpint (sqlite3_prepare_v2 (db, table->insert, -1, &stmt, NULL), ==, SQLITE_OK);
  for (guint at = 0; at < table->values->len; at += table->columns) {
    for (guint i = 0; i < table->columns; i++) sqlite3_bind_value (stmt, (int) i + 1, table->values->pdata[at + i]);
    g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_DONE);
    sqlite3_reset (stmt);
  }
  sqlite3_finalize (stmt);
}

/* Seconds to insert the rows of `tables` of `copy` into empty tables of the same schema. */
static Time
measure_raw (TnCopy *copy, const char *const *tables, const char *name)
{
  GPtrArray *loaded = g_ptr_array_new ();
  for (gsize i = 0; tables[i]; i++) g_ptr_array_add (loaded, load_table (tn_db_handle (tn_copy_db (copy)), tables[i]));
  g_autoptr (TnCopy) raw = open_copy (name);
  sqlite3 *db = tn_db_handle (tn_copy_db (raw));
  Time start = now ();
  sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  for (guint i = 0; i < loaded->len; i++) insert_table (db, loaded->pdata[i]);
  g_assert_cmpint (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  return since (start);
}

static const char *const shared[] = { "record", "outbox", NULL };
static const char *const rows_only[] = { "record", NULL };
static const char *const all_tables[] = { "record", "outbox", "household", "person", "item", "unit", "search", NULL };
static const char *const lists_too[] = { "record", "household", "person", "item", "unit", "search", NULL };

/* ---- what is measured ---- */

static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ" };
static const char *const middle[] = { "Văn", "Thị", "Minh", "Ngọc", "Thanh", "Quốc" };
static const char *const given[] = { "An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Mẫu", "Thử", "Ví", "Yến" };
static const char *const streets[] = { "Nguyễn Thông", "Lê Lợi", "Trần Phú", "Hai Bà Trưng", "Lý Thường Kiệt" };

static void
add_person (TnEdit *edit, const TnId *home, guint i, gboolean head)
{
  TnId id = tn_edit_create (edit, "person", NULL);
  char name[128], birth[16];
  g_snprintf (name, sizeof name, "%s %s %s", family[i % G_N_ELEMENTS (family)], middle[i / 3 % G_N_ELEMENTS (middle)], given[i / 7 % G_N_ELEMENTS (given)]);
  g_snprintf (birth, sizeof birth, "%u-%02u-%02u", 1940 + i % 80, 1 + i % 12, 1 + i % 28);
  tn_edit_set_ref (edit, &id, "household", home);
  tn_edit_set_text (edit, &id, "name", name);
  tn_edit_set_text (edit, &id, "birth", birth);
  tn_edit_set_text (edit, &id, "sex", i % 2 ? "male" : "female");
  tn_edit_set_text (edit, &id, "relation", head ? "head" : "child");
}

static TnEdit *
build_import (guint households, guint *n)
{
  TnEdit *edit = tn_edit_new ("Import");
  guint people = 0;
  for (guint i = 0; i < households; i++) {
    TnId home = tn_edit_create (edit, "household", NULL);
    char code[16], house_no[24], phone[16];
    g_snprintf (code, sizeof code, "HK%06u", i);
    g_snprintf (house_no, sizeof house_no, "%u/%u", i % 300, i / 300);
    g_snprintf (phone, sizeof phone, "09%08u", i);
    tn_edit_set_text (edit, &home, "code", code);
    tn_edit_set_text (edit, &home, "house_no", house_no);
    tn_edit_set_text (edit, &home, "street", streets[i % G_N_ELEMENTS (streets)]);
    tn_edit_set_text (edit, &home, "phone", phone);
    for (gboolean head = TRUE; people < (i + 1) * PEOPLE_PER_HOUSEHOLD; head = FALSE) add_person (edit, &home, people++, head);
  }
  *n = tn_edit_n_records (edit);
  return edit;
}

static void
print_time (const char *what, guint n, Time took)
{
  printf ("%-42s %7u  %6.2f s %8.0f/s  cpu %6.2f s %8.0f/s\n", what, n, took.wall, n / took.wall, took.cpu, n / took.cpu);
}

static void
print_ratio (const char *what, guint n, Time took, Time raw)
{
  printf ("%-42s %7u  %6.2f s %8.0f/s  cpu %6.2f s %8.0f/s   %5.2f x raw, cpu %5.2f x raw\n", what, n, took.wall, n / took.wall, took.cpu,
          n / took.cpu, took.wall / raw.wall, took.cpu / raw.cpu);
}

static void
bench_import (TnCopy *copy, guint households)
{
  GError *error = NULL;
  guint n;
  Time start = now ();
  g_autoptr (TnEdit) edit = build_import (households, &n);
  print_time ("building the import in memory", n, since (start));
  start = now ();
  require (tn_copy_edit (copy, edit, NULL, &error), error);
  Time took = since (start);
  print_ratio ("import, against all its rows", n, took, measure_raw (copy, all_tables, "raw-import.tn"));
  print_ratio ("import, against record and outbox alone", n, took, measure_raw (copy, shared, "raw-shared.tn"));
}

static GPtrArray *
make_pages (TnCopy *copy, guint *n)
{
  GError *error = NULL;
  GPtrArray *pages = g_ptr_array_new ();
  TnPageWriter *w = NULL;
  TnStmt *stmt = tn_db_prepare (tn_copy_db (copy), "SELECT kind, id, stream, stamps, body FROM record", &error);
  gboolean more = TRUE;
  *n = 0;
  while (more) {
    more = tn_stmt_step (stmt, &error) == TN_STEP_ROW;
    if (w && (!more || *n % PAGE_LINES == 0)) {
      g_autofree char *end = g_strdup_printf ("\"count\":%u", tn_page_writer_count (w));
      g_autoptr (GBytes) packed = tn_page_writer_end (w, end, &error);
      g_ptr_array_add (pages, tn_page_inflate (packed, TN_LIMIT_INFLATED, &error));
      g_clear_pointer (&w, tn_page_writer_free);
    }
    if (!more) break;
    if (!w) w = tn_page_writer_new (1);
    TnId id;
    g_autoptr (GString) line = g_string_new (NULL);
    tn_stmt_id (stmt, 1, &id);
    tn_line_from_parts (line, tn_stmt_slice (stmt, 0), &id, tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3), tn_stmt_slice (stmt, 4));
    tn_page_writer_record (w, ++*n, line->str, line->len);
  }
  tn_stmt_reset (stmt);
  return pages;
}

/* A page of households spread over the ward whose telephone somebody else changed. */
static GBytes *
make_changes (TnCopy *copy, guint *n)
{
  GError *error = NULL;
  TnStamp stamp = tn_stamp_make (g_get_real_time () / 1000 + 5000, 0, "bbbbbbbbbbbb");
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  TnStmt *stmt = tn_db_prepare (tn_copy_db (copy), "SELECT kind, id, stream, stamps, body FROM record WHERE kind='household'", &error);
  for (guint i = 0; *n < PAGE_LINES && tn_stmt_step (stmt, &error) == TN_STEP_ROW; i++) {
    TnId id;
    if (i % 4 != 0) continue;
    tn_stmt_id (stmt, 1, &id);
    g_autoptr (TnRow) row = tn_row_from_parts (tn_stmt_slice (stmt, 0), &id, tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3), tn_stmt_slice (stmt, 4), &error);
    g_autoptr (GString) line = g_string_new (NULL);
    g_autofree char *phone = g_strdup_printf ("\"08%08u\"", i);
    tn_row_set_unit (row, "phone", phone, &stamp);
    tn_row_to_line (row, line);
    tn_page_writer_record (w, ++*n, line->str, line->len);
  }
  tn_stmt_reset (stmt);
  g_autofree char *end = g_strdup_printf ("\"count\":%u", *n);
  g_autoptr (GBytes) packed = tn_page_writer_end (w, end, &error);
  return tn_page_inflate (packed, TN_LIMIT_INFLATED, &error);
}

static void
bench_changes (TnCopy *copy)
{
  static const char *const whole[] = { "*", NULL };
  GError *error = NULL;
  guint n = 0;
  g_autoptr (GBytes) page = make_changes (copy, &n);
  TnApplyResult result;
  Time start = now ();
  require (tn_apply_page (copy, page, whole, "2.a", TN_APPLY_READY, &result, &error), error);
  print_time ("a page of changed households", n, since (start));
  tn_apply_result_clear (&result);
}

static void
bench_first_copy (TnCopy *from)
{
  static const char *const whole[] = { "*", NULL };
  GError *error = NULL;
  guint n;
  g_autoptr (GPtrArray) pages = make_pages (from, &n);
  g_autoptr (TnCopy) copy = open_copy ("first.tn");
  require (tn_pull_set_scope (copy, whole, &error), error);
  Time start = now (), before_last = { 0, 0 };
  for (guint i = 0; i < pages->len; i++) {
    TnApplyResult result;
    if (i + 1 == pages->len) before_last = since (start);
    require (tn_apply_page (copy, pages->pdata[i], whole, "1.a", i + 1 == pages->len ? TN_APPLY_READY : 0, &result, &error), error);
    tn_apply_result_clear (&result);
  }
  Time took = since (start);
  print_ratio ("first copy: pages alone", (guint) (pages->len - 1) * PAGE_LINES, before_last, measure_raw (copy, rows_only, "raw-rows.tn"));
  print_ratio ("first copy, with indexes, lists and search", n, took, measure_raw (copy, lists_too, "raw-first.tn"));
  start = now ();
  for (guint i = 0; i < pages->len; i++) {
    TnApplyResult result;
    require (tn_apply_page (copy, pages->pdata[i], whole, "1.a", TN_APPLY_READY, &result, &error), error);
    tn_apply_result_clear (&result);
  }
  print_time ("the same pages again: nothing changes", n, since (start));
  bench_changes (copy);
  start = now ();
  g_autoptr (GPtrArray) digests = tn_apply_digests (copy, &error);
  print_time ("set hashes added up from the rows", n, since (start));
  g_ptr_array_set_free_func (pages, (GDestroyNotify) g_bytes_unref);
}

static void
bench_edits (TnCopy *copy)
{
  GError *error = NULL;
  TnStmt *stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id FROM record WHERE kind='household' LIMIT ?1", &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  tn_stmt_bind_int (stmt, 1, EDITS);
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) {
    TnId id;
    tn_stmt_id (stmt, 0, &id);
    g_array_append_val (ids, id);
  }
  tn_stmt_reset (stmt);
  Time start = now ();
  for (guint i = 0; i < ids->len; i++) {
    g_autoptr (TnEdit) edit = tn_edit_new ("Change");
    tn_edit_set_text (edit, &g_array_index (ids, TnId, i), "phone", "02801111111");
    require (tn_copy_edit (copy, edit, NULL, &error), error);
  }
  Time took = since (start);
  g_autoptr (TnCopy) raw = open_copy ("raw-edits.tn");
  start = now ();
  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *text = g_strnfill (400, 'x');
    require (tn_copy_set_meta (raw, "bench", text, &error), error);
  }
  print_ratio ("single edits, against one durable row", ids->len, took, since (start));
}

static void
bench_outbox (TnCopy *copy)
{
  GError *error = NULL;
  guint n = 0;
  Time start = now ();
  for (;;) {
    g_autoptr (GString) lines = g_string_new (NULL);
    g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
    require (tn_outbox_batch (copy, 0, 1000, 2 << 20, "root", lines, acks, &error), error);
    if (acks->len == 0) break;
    n += acks->len;
    require (tn_outbox_ack (copy, acks, NULL, 0, 1, "a", &error), error);
  }
  print_time ("outbox: batches of 1000 and their acks", n, since (start));
}

static void
bench_undo (guint households)
{
  GError *error = NULL;
  guint n;
  gint64 action;
  g_autoptr (TnCopy) copy = open_copy ("undo.tn");
  g_autoptr (TnEdit) edit = build_import (households, &n);
  require (tn_copy_edit (copy, edit, &action, &error), error);
  Time start = now ();
  require (tn_copy_undo (copy, action, &error), error);
  print_time ("undo of the import, unsent", n, since (start));
}

static void
remove_dir (void)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (files))) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    g_unlink (path);
  }
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 20000;
  dir = g_dir_make_tmp ("tn-bench-XXXXXX", NULL);
  TnCopy *copy = open_copy ("import.tn");
  bench_import (copy, households);
  bench_first_copy (copy);
  bench_edits (copy);
  bench_outbox (copy);
  bench_undo (households);
  tn_copy_close (copy);
  remove_dir ();
  return 0;
}
