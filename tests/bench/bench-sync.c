/* SPDX-License-Identifier: GPL-3.0-or-later */
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

static void
note_index_cb (TnSyncStep step, guint64 done, guint64 total, gpointer user_data)
{
  gint64 *began = user_data;
  if (step == TN_SYNC_INDEX)
    *began = g_get_monotonic_time ();
}

static double
run_one (Laptop *l, const char *what, double raw)
{
  g_autoptr (GError) error = NULL;
  TnSessionLog log = { 0 };
  gint64 started = g_get_monotonic_time ();
  double cpu = cpu_seconds ();
  gint64 index = 0;
  TnSyncOptions options = { .progress = note_index_cb, .user_data = &index };
  tn_sync_run (l->copy, NULL, &options, &log, NULL, &error);
  g_assert_no_error (error);
  double took = seconds_since (started), n = log.sent + log.received, rate = n / took;
  g_print ("%-28s %8.0f records   %6.2f s   %8.0f/s   %6.2f s cpu   %5.1f MB up   %5.1f MB down%s", what, n, took, rate, cpu_seconds () - cpu, (double) log.bytes_up / 1e6, (double) log.bytes_down / 1e6, raw > 0 ? "" : "\n");
  if (raw > 0)
    g_print ("   %.2f of raw; rows %.2f s, then search and indexes %.2f s\n", rate / raw, (double) (index - started) / G_USEC_PER_SEC, seconds_since (index));
  return rate;
}

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 60000, people = argc > 2 ? (guint) atoi (argv[2]) : 220000;
  World w = { 0 };
  Laptop first = { 0 }, copies[COPIES] = { 0 };
  world_init (&w);
  laptop_init (&first, &w, "first");
  gint64 started = g_get_monotonic_time ();
  fill (&first, households, people);
  g_print ("typed in (edits)             %8u records   %6.2f s\n", households + people, seconds_since (started));
  run_one (&first, "first upload", 0);
  laptop_sync (&first);
  double raw = bench_raw (&w, &first);
  g_print ("raw SQLite insertion                                     %8.0f/s\n", raw);
  for (int i = 0; i < COPIES; i++) {
    g_autofree char *name = g_strdup_printf ("copy%d", i);
    laptop_init (&copies[i], &w, name);
    run_one (&copies[i], "first copy", raw);
  }
  bench_edit (&first, &copies[0]);
  for (int i = 0; i < COPIES; i++)
    laptop_clear (&copies[i]);
  laptop_clear (&first);
  world_clear (&w);
  return 0;
}
