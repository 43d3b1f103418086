/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits of this machine, in this run: the workload's own records into typed tables of plain SQLite with eight secondary indexes, without and with a
 * search index, everything parsed beforehand; its edits as updates with a log row in one transaction; a durable write; a round trip. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "bench-ward.h"

#define MAX_FIELDS 20
#define TRIES 200

typedef struct { char type; /* s text, i integer, d decimal, r reference */ TnSlice text; gint64 i; double d; guint8 id[16]; } Value;
typedef struct { guint kind, n; guint8 id[16]; Value values[MAX_FIELDS]; } Record;
typedef struct { guint kind; guint8 id[16]; char *field; Value value; } Edit;
typedef struct {
  GArray *records, *edits;
  char *columns[4];
  GMappedFile *files[2];
  guint64 bytes;
} Work;

static const char *const kinds[] = { "household", "person", "visit", "delivery" };
static const char *const indexes[] = { "household(street, house_no)", "household(quarter, block)", "person(household)", "person(name)", "person(cccd)", "visit(person, date)",
  "visit(date)", "delivery(household)" };

static double
seconds_since (gint64 started)
{
  return (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}

static guint
find_kind (TnSlice line)
{
  g_autofree char *kind = tn_json_get_string (tn_json_member (line, "kind"));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i]) == 0)
      return i;
  g_error ("the workload has a record of no kind");
}

static void
read_id (TnSlice line, guint8 out[16])
{
  TnId id = { { 0 } };
  TnSlice token = tn_json_member (line, "id");
  tn_id_parse (token.p + 1, (gssize) token.len - 2, &id);
  memcpy (out, id.b, 16);
}

static void
read_value (TnSlice token, Value *value)
{
  TnId id;
  *value = (Value) { .type = 'i' };
  if (token.p[0] == '"') {
    value->text = (TnSlice) { token.p + 1, token.len - 2 };
    value->type = token.len == 38 && tn_id_parse (token.p + 1, 36, &id) ? 'r' : 's';
    if (value->type == 'r')
      memcpy (value->id, id.b, 16);
  } else if (token.p[0] == 't' || token.p[0] == 'f')
    value->i = token.p[0] == 't';
  else if (memchr (token.p, '.', token.len) != NULL)
    *value = (Value) { .type = 'd', .d = g_ascii_strtod (token.p, NULL) };
  else
    value->i = g_ascii_strtoll (token.p, NULL, 10);
}

static void
read_record_cb (TnSlice line, gpointer user_data)
{
  Work *work = user_data;
  Record record = { .kind = find_kind (line) };
  TnJsonIter it;
  TnSlice key, value;
  g_autoptr (GString) columns = g_string_new (NULL);
  read_id (line, record.id);
  tn_json_iter_init (&it, tn_json_member (line, "fields"));
  while (tn_json_iter_next (&it, &key, &value) && record.n < MAX_FIELDS) {
    read_value (value, &record.values[record.n++]);
    g_string_append_printf (columns, ",%.*s", (int) key.len, key.p);
  }
  if (work->columns[record.kind] == NULL)
    work->columns[record.kind] = g_strdup (columns->str);
  work->bytes += line.len + 1;
  g_array_append_val (work->records, record);
}

static void
read_edit_cb (TnSlice line, gpointer user_data)
{
  Work *work = user_data;
  Edit edit = { .kind = find_kind (line), .field = tn_json_get_string (tn_json_member (line, "field")) };
  read_id (line, edit.id);
  read_value (tn_json_member (line, "value"), &edit.value);
  g_array_append_val (work->edits, edit);
}

/* Like ward_each_line(), but the file stays mapped: the values point into it. */
static GMappedFile *
read_file (const char *dir, const char *file, WardEachLine each, gpointer user_data)
{
  g_autofree char *path = g_build_filename (dir, file, NULL);
  GMappedFile *map = g_mapped_file_new (path, FALSE, NULL);
  if (map == NULL)
    g_error ("%s cannot be read", path);
  const char *p = g_mapped_file_get_contents (map), *end = p + g_mapped_file_get_length (map);
  for (const char *stop; p < end && (stop = memchr (p, '\n', (gsize) (end - p))) != NULL; p = stop + 1)
    each ((TnSlice) { p, (gsize) (stop - p) }, user_data);
  return map;
}

void
ward_sql_run (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

sqlite3_stmt *
ward_sql_prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt = NULL;
  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return stmt;
}

static void
bind_value (sqlite3_stmt *stmt, int i, const Value *value)
{
  if (value->type == 's')
    sqlite3_bind_text (stmt, i, value->text.p, (int) value->text.len, SQLITE_STATIC);
  else if (value->type == 'r')
    sqlite3_bind_blob (stmt, i, value->id, 16, SQLITE_STATIC);
  else if (value->type == 'd')
    sqlite3_bind_double (stmt, i, value->d);
  else
    sqlite3_bind_int64 (stmt, i, value->i);
}

static sqlite3 *
open_tables (Work *work, const char *dir, const char *name, gboolean search)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  sqlite3 *db = NULL;
  sqlite3_open (path, &db);
  ward_sql_run (db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; CREATE TABLE log(seq INTEGER PRIMARY KEY, id BLOB, kind INT, field TEXT, value, t INT)");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *sql = g_strdup_printf ("CREATE TABLE %s(id BLOB PRIMARY KEY NOT NULL%s)", kinds[i], work->columns[i]);
    ward_sql_run (db, sql);
  }
  for (guint i = 0; i < G_N_ELEMENTS (indexes); i++) {
    g_autofree char *sql = g_strdup_printf ("CREATE INDEX i%u ON %s", i, indexes[i]);
    ward_sql_run (db, sql);
  }
  if (search)
    ward_sql_run (db, "CREATE VIRTUAL TABLE fts USING fts5(t, content='', tokenize='unicode61 remove_diacritics 2')");
  return db;
}

static sqlite3_stmt *
prepare_insert (sqlite3 *db, guint kind, guint n)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_string_append_printf (sql, "INSERT INTO %s VALUES(?", kinds[kind]);
  for (guint i = 0; i < n; i++)
    g_string_append (sql, ",?");
  g_string_append_c (sql, ')');
  return ward_sql_prepare (db, sql->str);
}

static void
insert_search (sqlite3_stmt *fts, const Record *record, guint row)
{
  if (fts == NULL || record->kind > 1)
    return;
  sqlite3_bind_int64 (fts, 1, row);
  bind_value (fts, 2, &record->values[record->kind == 0 ? 2 : 1]);
  sqlite3_step (fts);
  sqlite3_reset (fts);
}

static double
insert_all (Work *work, sqlite3 *db, gboolean search)
{
  sqlite3_stmt *inserts[G_N_ELEMENTS (kinds)] = { NULL }, *fts = search ? ward_sql_prepare (db, "INSERT INTO fts(rowid, t) VALUES(?, ?)") : NULL;
  gint64 started = g_get_monotonic_time ();
  ward_sql_run (db, "BEGIN");
  for (guint i = 0; i < work->records->len; i++) {
    const Record *record = &g_array_index (work->records, Record, i);
    if (inserts[record->kind] == NULL)
      inserts[record->kind] = prepare_insert (db, record->kind, record->n);
    sqlite3_stmt *stmt = inserts[record->kind];
    sqlite3_bind_blob (stmt, 1, record->id, 16, SQLITE_STATIC);
    for (guint k = 0; k < record->n; k++)
      bind_value (stmt, (int) k + 2, &record->values[k]);
    if (sqlite3_step (stmt) != SQLITE_DONE)
      g_error ("%s", sqlite3_errmsg (db));
    sqlite3_reset (stmt);
    insert_search (fts, record, i);
  }
  ward_sql_run (db, "COMMIT");
  ward_sql_run (db, "PRAGMA wal_checkpoint(TRUNCATE)");
  double took = seconds_since (started);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    sqlite3_finalize (inserts[i]);
  sqlite3_finalize (fts);
  return took;
}

static void
run_edit (sqlite3_stmt *update, sqlite3_stmt *log, const Edit *edit)
{
  sqlite3_bind_blob (update, 1, edit->id, 16, SQLITE_STATIC);
  bind_value (update, 2, &edit->value);
  sqlite3_step (update);
  sqlite3_reset (update);
  sqlite3_bind_blob (log, 1, edit->id, 16, SQLITE_STATIC);
  sqlite3_bind_int64 (log, 2, edit->kind);
  sqlite3_bind_text (log, 3, edit->field, -1, SQLITE_STATIC);
  bind_value (log, 4, &edit->value);
  sqlite3_step (log);
  sqlite3_reset (log);
}

static double
update_all (Work *work, sqlite3 *db)
{
  g_autoptr (GHashTable) updates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *log = ward_sql_prepare (db, "INSERT INTO log(id, kind, field, value, t) VALUES(?, ?, ?, ?, 1)"), *stmt = NULL;
  gint64 started = g_get_monotonic_time ();
  ward_sql_run (db, "BEGIN");
  for (guint i = 0; i < work->edits->len; i++) {
    const Edit *edit = &g_array_index (work->edits, Edit, i);
    char key[128];
    g_snprintf (key, sizeof key, "UPDATE %s SET %s=?2 WHERE id=?1", kinds[edit->kind], edit->field);
    stmt = g_hash_table_lookup (updates, key);
    if (stmt == NULL)
      g_hash_table_insert (updates, g_strdup (key), stmt = ward_sql_prepare (db, key));
    run_edit (stmt, log, edit);
  }
  ward_sql_run (db, "COMMIT");
  double took = seconds_since (started);
  while ((stmt = sqlite3_next_stmt (db, NULL)) != NULL)
    sqlite3_finalize (stmt);
  return took;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static double
measure_fsync (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "fsync", NULL);
  char page[4096] = { 1 };
  double took[TRIES];
  int fd = g_open (path, O_RDWR | O_CREAT, 0600);
  for (int i = 0; i < TRIES; i++) {
    gint64 started = g_get_monotonic_time ();
    if (pwrite (fd, page, sizeof page, (off_t) i * 4096) != sizeof page || fdatasync (fd) != 0)
      g_error ("%s cannot be written", path);
    took[i] = seconds_since (started) * 1000;
  }
  close (fd);
  qsort (took, TRIES, sizeof took[0], compare_doubles);
  return took[TRIES / 2];
}

static gpointer
echo_thread (gpointer data)
{
  int fd = GPOINTER_TO_INT (data);
  char buffer[512];
  for (ssize_t n; (n = read (fd, buffer, sizeof buffer)) > 0;)
    if (write (fd, buffer, (size_t) n) != n)
      break;
  close (fd);
  return NULL;
}

static double
measure_trip (void)
{
  int ends[2], one = 1, listener = socket (AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t len = sizeof at;
  double took[TRIES];
  char message[256] = { 0 };
  ends[0] = socket (AF_INET, SOCK_STREAM, 0);
  if (bind (listener, (struct sockaddr *) &at, sizeof at) != 0 || listen (listener, 1) != 0 || getsockname (listener, (struct sockaddr *) &at, &len) != 0
      || connect (ends[0], (struct sockaddr *) &at, len) != 0 || (ends[1] = accept (listener, NULL, NULL)) < 0)
    g_error ("no socket on loopback");
  setsockopt (ends[0], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt (ends[1], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  GThread *thread = g_thread_new ("echo", echo_thread, GINT_TO_POINTER (ends[1]));
  for (int i = 0; i < TRIES; i++) {
    gint64 started = g_get_monotonic_time ();
    if (write (ends[0], message, sizeof message) != sizeof message || recv (ends[0], message, sizeof message, MSG_WAITALL) != sizeof message)
      g_error ("loopback broke off");
    took[i] = seconds_since (started) * 1000;
  }
  close (ends[0]);
  close (listener);
  g_thread_join (thread);
  qsort (took, TRIES, sizeof took[0], compare_doubles);
  return took[TRIES / 2];
}

static void
clear_edit (gpointer edit)
{
  g_free (((Edit *) edit)->field);
}

void
ward_raw (const char *workload, const char *dir, WardRaw *raw)
{
  Work work = { .records = g_array_new (FALSE, FALSE, sizeof (Record)), .edits = g_array_new (FALSE, FALSE, sizeof (Edit)) };
  g_array_set_clear_func (work.edits, clear_edit);
  work.files[0] = read_file (workload, WARD_FILE, read_record_cb, &work);
  work.files[1] = read_file (workload, BULK_FILE, read_edit_cb, &work);
  *raw = (WardRaw) { .records = work.records->len, .edits = work.edits->len, .bytes = work.bytes };
  sqlite3 *plain = open_tables (&work, dir, "raw.db", FALSE), *search = open_tables (&work, dir, "raw-search.db", TRUE);
  raw->insert_s = insert_all (&work, plain, FALSE);
  raw->insert_fts_s = insert_all (&work, search, TRUE);
  raw->updates_s = update_all (&work, plain);
  raw->fsync_ms = measure_fsync (dir);
  raw->trip_ms = measure_trip ();
  sqlite3_close (plain);
  sqlite3_close (search);
  g_array_unref (work.records);
  g_array_unref (work.edits);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_free (work.columns[i]);
  g_mapped_file_unref (work.files[0]);
  g_mapped_file_unref (work.files[1]);
}
