/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <sys/resource.h>
#include "sync-fixture.h"

/* A ward's first upload, first copies, and one edit from desk to desk, through the real server over HTTPS on loopback (the server is a thread
 * of this process), beside the plain insertion of the same rows into SQLite in the same run.
 *   bench-sync [HOUSEHOLDS] [PEOPLE]          default 60000 220000 */
#define COPIES 3
#define EDITS 100
#define PER_EDIT 5000

static double
seconds_since (gint64 started)
{
  return (double) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
}

/* Of laptop and server together: what is left of a figure when others use the machine too. */
static double
cpu_seconds (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
add_person (TnEdit *edit, const TnId *household, guint n)
{
  g_autofree char *name = g_strdup_printf ("Nguyễn Thị Mẫu %u", n), *birth = g_strdup_printf ("%u-%02u-%02u", 1940 + n % 80, 1 + n % 12, 1 + n % 28);
  TnId id = tn_edit_create (edit, "person", NULL);
  tn_edit_set_ref (edit, &id, "household", household);
  tn_edit_set_text (edit, &id, "name", name);
  tn_edit_set_text (edit, &id, "sex", n % 2 ? "male" : "female");
  tn_edit_set_text (edit, &id, "birth", birth);
  tn_edit_set_text (edit, &id, "relation", n % 4 ? "child" : "head");
}

static void
fill (Laptop *l, guint households, guint people)
{
  guint person = 0;
  for (guint h = 0; h < households;) {
    g_autoptr (TnEdit) edit = tn_edit_new ("import");
    g_autoptr (GError) error = NULL;
    for (guint end = MIN (h + PER_EDIT, households); h < end; h++) {
      g_autofree char *door = g_strdup_printf ("%u/%u", 1 + h % 400, 1 + h / 400), *alley = g_strdup_printf ("Hẻm %u", h % 120);
      TnId id = tn_edit_create (edit, "household", NULL);
      tn_edit_set_text (edit, &id, "house_no", door);
      tn_edit_set_text (edit, &id, "alley", alley);
      tn_edit_set_text (edit, &id, "street", "Nguyễn Thông");
      guint64 upto = (guint64) people * (h + 1) / households;
      while (person < upto)
        add_person (edit, &id, person++);
    }
    tn_copy_edit (l->copy, edit, NULL, &error);
    g_assert_no_error (error);
  }
}

typedef struct { guint8 id[16], h[16]; char *kind, *stream, *stamps, *body; } Raw;

static GArray *
read_rows (Laptop *l)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Raw));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (l->copy), "SELECT id, h, kind, stream, stamps, body FROM record ORDER BY id", NULL);
  while (tn_stmt_step (stmt, NULL) == TN_STEP_ROW) {
    Raw raw = { .kind = g_strdup (tn_stmt_text (stmt, 2)), .stream = g_strdup (tn_stmt_text (stmt, 3)), .stamps = g_strdup (tn_stmt_text (stmt, 4)), .body = g_strdup (tn_stmt_text (stmt, 5)) };
    gsize len;
    memcpy (raw.id, tn_stmt_blob (stmt, 0, &len), sizeof raw.id);
    memcpy (raw.h, tn_stmt_blob (stmt, 1, &len), sizeof raw.h);
    g_array_append_val (rows, raw);
  }
  return rows;
}

static void
insert_raw (sqlite3 *db, GArray *rows)
{
  sqlite3_stmt *stmt = NULL;
  sqlite3_prepare_v2 (db, "INSERT INTO record VALUES(?,?,?,?,?,0,?)", -1, &stmt, NULL);
  for (guint i = 0; i < rows->len; i++) {
    const Raw *raw = &g_array_index (rows, Raw, i);
    if (i % PER_EDIT == 0)
      sqlite3_exec (db, "BEGIN", NULL, NULL, NULL);
    sqlite3_bind_blob (stmt, 1, raw->id, 16, SQLITE_STATIC);
    sqlite3_bind_text (stmt, 2, raw->kind, -1, SQLITE_STATIC);
    sqlite3_bind_text (stmt, 3, raw->stream, -1, SQLITE_STATIC);
    sqlite3_bind_text (stmt, 4, raw->stamps, -1, SQLITE_STATIC);
    sqlite3_bind_blob (stmt, 5, raw->h, 16, SQLITE_STATIC);
    sqlite3_bind_text (stmt, 6, raw->body, -1, SQLITE_STATIC);
    sqlite3_step (stmt);
    sqlite3_reset (stmt);
    if ((i + 1) % PER_EDIT == 0 || i + 1 == rows->len)
      sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
  }
  sqlite3_finalize (stmt);
}

static double
bench_raw (World *w, Laptop *l)
{
  g_autoptr (GArray) rows = read_rows (l);
  g_autofree char *path = g_build_filename (w->dir, "raw.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_open (path, &db);
  sqlite3_exec (db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; CREATE TABLE record(id BLOB PRIMARY KEY, kind TEXT, stream TEXT, stamps TEXT,"
                    " h BLOB, del INTEGER, body TEXT) WITHOUT ROWID", NULL, NULL, NULL);
  gint64 started = g_get_monotonic_time ();
  insert_raw (db, rows);
  double rate = rows->len / seconds_since (started);
  sqlite3_close (db);
  return rate;
}

/* The other desk: waits, pulls, and says when a note has arrived. */
typedef struct {
  Laptop *laptop;
  TnId id;
  GMutex lock;
  GCond cond;
  char *seen;
  GCancellable *cancellable;
} Other;

static gpointer
run_other (gpointer data)
{
  Other *o = data;
  g_autoptr (TnTransport) line = laptop_connect (o->laptop), waiting = laptop_connect (o->laptop);
  gboolean moved = FALSE;
  while (tn_sync_run (o->laptop->copy, line, NULL, NULL, o->cancellable, NULL)) {
    g_mutex_lock (&o->lock);
    g_free (o->seen);
    o->seen = laptop_get (o->laptop, &o->id, "note");
    g_cond_signal (&o->cond);
    g_mutex_unlock (&o->lock);
    if (!tn_sync_wait (o->laptop->copy, waiting, &moved, o->cancellable, NULL))
      break;
  }
  return NULL;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

static void
bench_edit (Laptop *here, Laptop *there)
{
  Other o = { .laptop = there, .id = laptop_add_household (here, "99/1"), .cancellable = g_cancellable_new () };
  g_autoptr (TnTransport) line = laptop_connect (here);
  double took[EDITS];
  g_mutex_init (&o.lock);
  g_cond_init (&o.cond);
  laptop_sync_over (here, line);
  GThread *thread = g_thread_new ("other", run_other, &o);
  for (int i = 0; i < EDITS; i++) {
    g_autofree char *text = g_strdup_printf ("note %d", i);
    gint64 started = g_get_monotonic_time ();
    laptop_set (here, &o.id, "note", text);
    laptop_sync_over (here, line);
    g_mutex_lock (&o.lock);
    while (g_strcmp0 (o.seen, text) != 0)
      g_cond_wait (&o.cond, &o.lock);
    g_mutex_unlock (&o.lock);
    took[i] = seconds_since (started) * 1000;
  }
  g_cancellable_cancel (o.cancellable);
  g_thread_join (thread);
  qsort (took, EDITS, sizeof took[0], compare_doubles);
  g_print ("one edit, desk to desk       p50 %.1f ms   p95 %.1f ms\n", took[EDITS / 2], took[EDITS * 95 / 100]);
  g_object_unref (o.cancellable);
  g_free (o.seen);
}

/* ---- the laptop's program: this one again, in a process of its own ---- */

static void
note_index_cb (TnSyncStep step, guint64 done, guint64 total, gpointer user_data)
{
  gint64 *began = user_data;
  if (step == TN_SYNC_INDEX)
    *began = g_get_monotonic_time ();
}

/* "step NAME µs" of tn-apply-first.c: how long each part took, and the longest single transaction. */
typedef struct { const char *name; gint64 us, longest; double mb; } Part;
static Part parts[] = { { .name = "page" }, { .name = "emptying" }, { .name = "reading" }, { .name = "people" }, { .name = "parents" }, { .name = "households" }, { .name = "indexes" }, { .name = "search" },
                        { .name = "tally" }, { .name = "late" } };

static double
read_memory_mb (const char *key)
{
  g_autofree char *status = NULL;
  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  const char *line = status ? strstr (status, key) : NULL;
  return line ? g_ascii_strtod (line + strlen (key), NULL) / 1024 : 0;
}

static GLogWriterOutput
take_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n, gpointer user_data)
{
  for (gsize i = 0; i < n; i++) {
    char name[32];
    gint64 us;
    if (strcmp (fields[i].key, "MESSAGE") != 0 || sscanf (fields[i].value, "step %31s %" G_GINT64_FORMAT, name, &us) != 2)
      continue;
    for (gsize k = 0; k < G_N_ELEMENTS (parts); k++)
      if (strcmp (parts[k].name, name) == 0) {
        parts[k].us += us;
        parts[k].longest = MAX (parts[k].longest, us);
        parts[k].mb = MAX (parts[k].mb, read_memory_mb ("VmRSS:"));
      }
  }
  return level & G_LOG_LEVEL_DEBUG ? G_LOG_WRITER_HANDLED : g_log_writer_default (level, fields, n, user_data);
}

static int
run_laptop (const char *path)
{
  g_autoptr (GError) error = NULL;
  TnSessionLog log = { 0 };
  gint64 index = 0;
  TnSyncOptions options = { .progress = note_index_cb, .user_data = &index };
  g_log_set_writer_func (take_log_cb, NULL, NULL);
  gint64 started = g_get_monotonic_time ();
  g_autoptr (TnCopy) copy = tn_copy_open (path, 0, NULL, &error);
  g_assert_no_error (error);
  double opened = read_memory_mb ("VmHWM:");
  tn_sync_run (copy, NULL, &options, &log, NULL, &error);
  g_assert_no_error (error);
  double took = seconds_since (started), rows = (double) (index - started) / G_USEC_PER_SEC;
  g_print ("opened %f\ntook %f\nrows %f\nrecords %u\ncpu %f\npeak %f\nup %f\ndown %f\n", opened, took, rows, log.received, cpu_seconds (), read_memory_mb ("VmHWM:"), (double) log.bytes_up / 1e6,
           (double) log.bytes_down / 1e6);
  for (gsize k = 0; k < G_N_ELEMENTS (parts); k++)
    if (parts[k].us > 0)
      g_print ("part %s %f %f %f\n", parts[k].name, (double) parts[k].us / 1e6, (double) parts[k].longest / 1e6, parts[k].mb);
  return 0;
}

/* Somebody who types while the copy comes in. */
typedef struct { Laptop *laptop; gboolean stop; guint n; double longest; double took[4096]; } Typist;

static gpointer
type_cb (gpointer data)
{
  Typist *t = data;
  while (!g_atomic_int_get (&t->stop) && t->n < G_N_ELEMENTS (t->took)) {
    gint64 started = g_get_monotonic_time ();
    laptop_add_household (t->laptop, "99/9");
    t->took[t->n++] = seconds_since (started) * 1000;
    g_usleep (10 * 1000);
  }
  return NULL;
}

static double
find_number (const char *text, const char *key)
{
  const char *at = strstr (text, key);
  return at ? g_ascii_strtod (at + strlen (key), NULL) : 0;
}

static void
print_parts (const char *text, double raw_s)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    char name[32];
    double s, longest, mb;
    if (sscanf (lines[i], "part %31s %lf %lf %lf", name, &s, &longest, &mb) == 4)
      g_print ("    %-12s %6.3f s  %5.2f x raw   longest transaction %4.0f ms   memory %4.1f MB\n", name, s, s / raw_s, longest * 1000, mb);
  }
}

/* `raw` = s for the same rows; typing: with somebody at the same copy. */
static void
bench_copy (Laptop *l, const char *self, double raw, gboolean typing)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *argv[] = { self, "--laptop", l->path, NULL };
  Typist typist = { .laptop = l };
  GThread *thread = typing ? g_thread_new ("typist", type_cb, &typist) : NULL;
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_atomic_int_set (&typist.stop, TRUE);
  if (thread != NULL)
    g_thread_join (thread);
  double took = find_number (text, "took "), n = find_number (text, "records ");
  g_print ("%-28s %8.0f records   %6.2f s   %8.0f/s   %6.2f s cpu at the laptop   %5.1f MB down   peak %4.1f MB   %.2f x raw\n", typing ? "first copy, somebody types" : "first copy", n, took,
           n / took, find_number (text, "cpu "), find_number (text, "down "), find_number (text, "peak "), took / raw);
  g_print ("    %-12s %6.3f s  %5.2f x raw   memory when opened %4.1f MB\n", "to the last", find_number (text, "rows "), find_number (text, "rows ") / raw, find_number (text, "opened "));
  print_parts (text, raw);
  if (!typing || typist.n == 0)
    return;
  qsort (typist.took, typist.n, sizeof typist.took[0], compare_doubles);
  g_print ("    %u edits meanwhile: p50 %.1f ms, p95 %.1f ms, longest %.0f ms\n", typist.n, typist.took[typist.n / 2], typist.took[typist.n * 95 / 100], typist.took[typist.n - 1]);
}

/* In this process, the server beside it. */
static void
run_one (Laptop *l, const char *what)
{
  g_autoptr (GError) error = NULL;
  TnSessionLog log = { 0 };
  gint64 started = g_get_monotonic_time ();
  double cpu = cpu_seconds ();
  tn_sync_run (l->copy, NULL, NULL, &log, NULL, &error);
  g_assert_no_error (error);
  double took = seconds_since (started), n = log.sent + log.received;
  g_print ("%-28s %8.0f records   %6.2f s   %8.0f/s   %6.2f s cpu   %5.1f MB up   %5.1f MB down\n", what, n, took, n / took, cpu_seconds () - cpu, (double) log.bytes_up / 1e6,
           (double) log.bytes_down / 1e6);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--laptop") == 0)
    return run_laptop (argv[2]);
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 60000, people = argc > 2 ? (guint) atoi (argv[2]) : 220000;
  World w = { 0 };
  Laptop first = { 0 }, copies[COPIES] = { 0 };
  world_init (&w);
  laptop_init (&first, &w, "first");
  gint64 started = g_get_monotonic_time ();
  fill (&first, households, people);
  g_print ("typed in (edits)             %8u records   %6.2f s\n", households + people, seconds_since (started));
  run_one (&first, "first upload");
  laptop_sync (&first);
  double raw = bench_raw (&w, &first);
  double raw_s = (households + people) / raw;
  g_print ("raw SQLite insertion                             %6.2f s   %8.0f/s\n", raw_s, raw);
  for (int i = 0; i < COPIES; i++) {
    g_autofree char *name = g_strdup_printf ("copy%d", i);
    laptop_init (&copies[i], &w, name);
    bench_copy (&copies[i], argv[0], raw_s, i == COPIES - 1);
  }
  bench_edit (&first, &copies[0]);
  for (int i = 0; i < COPIES; i++)
    laptop_clear (&copies[i]);
  laptop_clear (&first);
  world_clear (&w);
  return 0;
}
