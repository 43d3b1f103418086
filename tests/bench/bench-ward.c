/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ward's way up, its first copy, and the small edit, on the workload that other offline-first programs were measured on; every figure beside the
 * limit of this machine in the same run. Server and laptops are processes of their own, everything durable, HTTPS on loopback through a
 * proxy that counts every byte.
 *   bench-ward [FOLDER [SMALL_EDITS]]      FOLDER with ward.ndjson, bulk.ndjson, week.ndjson (bench-ward.h); without one, or "-", a ward of our own
 * The last line is JSON with the keys of the comparison's table. */
#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include "bench-process.h"
#include "bench-ward.h"

#define OWN_RECORDS 125000u
#define OWN_EDITS 10000u
#define SMALL_EDITS 100u
#define PAUSE_US (30 * 1000)      /* between two small edits, so that each is measured by itself: the laptops are quiet again */
#define MB 1e6

typedef struct {
  const char *name;
  GSubprocess *process;
  GDataInputStream *out;
  GOutputStream *in;
  WardWire *wire;
  char *path;
  guint64 up, down;         /* at the last take_bytes() */
} Laptop;

typedef struct {
  char *dir, *workload, *district_dir, *program, *self;
  GSubprocess *server;
  guint16 port;
  Laptop a, b;
  WardRaw raw;
  cJSON *out;
  guint small_edits, missed;
} Bench;

char *
ward_phone (guint n)
{
  return g_strdup_printf ("0280%07u", n);
}

/* ---- processes ---- */

static cJSON *
run_district (Bench *bench, const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = bench_spawn (argv);
  g_autofree char *text = NULL;
  if (!g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error) || !g_subprocess_get_successful (process))
    g_error ("%s failed", argv[1]);
  return cJSON_Parse (text);
}

static char *
read_line (GDataInputStream *stream)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  if (line == NULL)
    g_error ("a process ended: %s", error != NULL ? error->message : "no more output");
  return line;
}

static void
start_server (Bench *bench)
{
  const char *init[] = { bench->program, "init", bench->district_dir, "--json", NULL };
  const char *ward[] = { bench->program, "ward", bench->district_dir, "add", WARD_CODE, "Phường thử", "--json", NULL };
  const char *serve[] = { bench->program, "serve", bench->district_dir, "--listen", "127.0.0.1:0", "--rate", "0", NULL };
  cJSON_Delete (run_district (bench, init));
  cJSON_Delete (run_district (bench, ward));
  bench->server = bench_serve (serve, &bench->port);
}

static void
start_laptop (Bench *bench, Laptop *l)
{
  const char *argv[] = { bench->self, "--laptop", NULL };
  l->process = bench_spawn (argv);
  l->out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (l->process));
  l->in = g_object_ref (g_subprocess_get_stdin_pipe (l->process));
}

static void
write_line (Laptop *l, const char *line)
{
  g_autofree char *text = g_strconcat (line, "\n", NULL);
  if (!g_output_stream_write_all (l->in, text, strlen (text), NULL, NULL, NULL) || !g_output_stream_flush (l->in, NULL, NULL))
    g_error ("%s: does not listen any more", l->name);
}

static cJSON *
read_answer (Laptop *l)
{
  g_autofree char *line = read_line (l->out);
  return cJSON_Parse (line);
}

G_GNUC_PRINTF (2, 3) static cJSON *
ask (Laptop *l, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *line = g_strdup_vprintf (format, args);
  va_end (args);
  write_line (l, line);
  return read_answer (l);
}

static double
number (const cJSON *json, const char *key)
{
  const cJSON *item = cJSON_GetObjectItem (json, key);
  return item != NULL ? item->valuedouble : 0;
}

/* Peak, or current, memory in MB (2^20 bytes, as the comparison counts). */
static double
memory_of (GSubprocess *process, const char *key)
{
  return bench_memory (g_subprocess_get_identifier (process), key);
}

static void
stop_laptop (Laptop *l)
{
  g_output_stream_close (l->in, NULL, NULL);
  g_subprocess_wait (l->process, NULL, NULL);
  g_clear_object (&l->in);
  g_clear_object (&l->out);
  g_clear_object (&l->process);
}

static void
restart_laptop (Bench *bench, Laptop *l)
{
  if (l->process != NULL)
    stop_laptop (l);
  start_laptop (bench, l);
  cJSON_Delete (ask (l, "dir %s", bench->workload));
  cJSON_Delete (ask (l, "open %s", l->path));
}

static void
enrol_laptop (Bench *bench, Laptop *l)
{
  const char *invite[] = { bench->program, "invite", bench->district_dir, "--ward", WARD_CODE, "--role", "ward_officer", "--json", NULL };
  cJSON *invited = run_district (bench, invite);
  cJSON_Delete (ask (l, "enrol https://127.0.0.1:%u %s", ward_wire_port (l->wire), cJSON_GetStringValue (cJSON_GetObjectItem (invited, "code"))));
  cJSON_Delete (invited);
}

static void
take_bytes (Laptop *l, double *up, double *down)
{
  guint64 now_up, now_down;
  ward_wire_read (l->wire, &now_up, &now_down);
  *up = (double) (now_up - l->up);
  *down = (double) (now_down - l->down);
  l->up = now_up;
  l->down = now_down;
}

/* ---- figures ---- */

/* limit 0 = the figure has no limit of this machine; then `allowed` is the figure itself, else a ratio. */
static void
print_figure (Bench *bench, const char *what, const char *unit, double ours, double limit, double allowed)
{
  double is = limit > 0 ? ours / limit : ours;
  gboolean met = is <= allowed;
  g_autofree char *raw = limit > 0 ? g_strdup_printf ("%10.4g %10.2f %10.2g", limit, is, allowed) : g_strdup_printf ("%10s %10s %10.6g", "-", "-", allowed);
  bench->missed += !met;
  g_print ("%-44s %10.4g %-5s %s  %s\n", what, ours, unit, raw, met ? "met" : "NOT MET");
}

/* Processor time says what is left of a figure when others use the machine too; what passes between program and system, why the kernel has its share. */
typedef struct { double cpu, read, written; } Spent;
typedef struct { Spent laptop, server; } BothSpent;

static Spent
spent_by (GSubprocess *process)
{
  const char *pid = g_subprocess_get_identifier (process);
  return (Spent) { bench_cpu (pid, FALSE), bench_io (pid, "rchar:"), bench_io (pid, "wchar:") };
}

static BothSpent
spent (Bench *bench, Laptop *l)
{
  return (BothSpent) { spent_by (l->process), spent_by (bench->server) };
}

static void
add_transfer (Bench *bench, const char *key, double seconds, double up, double down, Laptop *l, const BothSpent *before)
{
  BothSpent now = spent (bench, l);
  double server = now.server.cpu - before->server.cpu;
  g_print ("%-44s laptop %.2f s, server %.2f s\n", "  processor time", now.laptop.cpu - before->laptop.cpu, server);
  g_print ("%-44s laptop %.0f and %.0f MB, server %.0f and %.0f MB\n", "  read from files, written to them", now.laptop.read - before->laptop.read,
           now.laptop.written - before->laptop.written, now.server.read - before->server.read, now.server.written - before->server.written);
  cJSON *json = cJSON_AddObjectToObject (bench->out, key);
  cJSON_AddNumberToObject (json, "s", seconds);
  cJSON_AddNumberToObject (json, "up_mb", up / MB);
  cJSON_AddNumberToObject (json, "down_mb", down / MB);
  cJSON_AddNumberToObject (json, "srv_cpu_s", server);
}

static void
fill_ward (Bench *bench)
{
  restart_laptop (bench, &bench->a);
  enrol_laptop (bench, &bench->a);
  cJSON *json = ask (&bench->a, "load");
  cJSON_AddNumberToObject (bench->out, "load_local", number (json, "s"));
  cJSON_Delete (json);
  json = ask (&bench->a, "hash");
  g_print ("records %.0f; a record is %.0f bytes in the workload, %.0f in our rows\n", number (json, "records"), (double) bench->raw.bytes / bench->raw.records,
           number (json, "bytes") / number (json, "records") + 90);
  cJSON_Delete (json);
}

static void
bench_upload (Bench *bench)
{
  double up, down;
  restart_laptop (bench, &bench->a);
  take_bytes (&bench->a, &up, &down);
  BothSpent had = spent (bench, &bench->a);
  cJSON *json = ask (&bench->a, "sync");
  take_bytes (&bench->a, &up, &down);
  if (number (json, "sent") < bench->raw.records)
    g_error ("only %.0f records arrived", number (json, "sent"));
  cJSON_AddNumberToObject (bench->out, "rss_A", memory_of (bench->a.process, "VmHWM"));
  cJSON_AddNumberToObject (bench->out, "rss_srv_upload", memory_of (bench->server, "VmHWM"));
  print_figure (bench, "first upload of the ward", "s", number (json, "s"), bench->raw.insert_s, 3.5);
  add_transfer (bench, "upload", number (json, "s"), up, down, &bench->a, &had);
  print_figure (bench, "  bytes up", "MB", up / MB, 0, 11.5);
  cJSON_Delete (json);
}

/* ---- the bound of a figure: its rows, written by SQLite alone ---- */

/* As a file is now, with the same pages. */
static char *
take_copy (Bench *bench, const char *path, const char *name)
{
  g_autoptr (GError) error = NULL;
  char *copy = g_build_filename (bench->dir, name, NULL);
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, &error);
  if (db == NULL || !tn_db_backup (db, copy, NULL, &error))
    g_error ("%s: %s", name, error->message);
  return copy;
}

static void
print_bound (Bench *bench, const char *key, const char *before, const char *after, double limit)
{
  double took = ward_bound (before, after, g_str_equal (key, "download"));
  cJSON_AddNumberToObject (cJSON_GetObjectItem (bench->out, key), "rows_alone_s", took);
  g_print ("%-44s %10.4g %-5s %10.4g %10.2f %10s\n", "  its rows, written by SQLite alone", took, "s", limit, took / limit, "-");
  g_unlink (before);
}

static char *
district_file (Bench *bench)
{
  return g_build_filename (bench->district_dir, "district.db", NULL);
}

static void
bench_download (Bench *bench)
{
  double up, down;
  restart_laptop (bench, &bench->b);
  enrol_laptop (bench, &bench->b);
  g_autofree char *before = take_copy (bench, bench->b.path, "before.db");
  take_bytes (&bench->b, &up, &down);
  BothSpent had = spent (bench, &bench->b);
  cJSON *json = ask (&bench->b, "sync");
  take_bytes (&bench->b, &up, &down);
  if (number (json, "received") < bench->raw.records)
    g_error ("only %.0f records came", number (json, "received"));
  cJSON_AddNumberToObject (bench->out, "rss_B_download", memory_of (bench->b.process, "VmHWM"));
  print_figure (bench, "first copy to an empty laptop, at once after", "s", number (json, "s"), bench->raw.insert_fts_s, 2);
  add_transfer (bench, "download", number (json, "s"), up, down, &bench->b, &had);
  print_figure (bench, "  bytes down", "MB", down / MB, 0, 11.5);
  print_bound (bench, "download", before, bench->b.path, bench->raw.insert_fts_s);
  cJSON_Delete (json);
}

static void
bench_nothing (Bench *bench)
{
  double up, down;
  take_bytes (&bench->b, &up, &down);
  cJSON *json = ask (&bench->b, "sync kept");
  take_bytes (&bench->b, &up, &down);
  print_figure (bench, "nothing to do, session kept: requests", "", number (json, "requests"), 0, 2);
  print_figure (bench, "  bytes with TLS", "B", up + down, 0, 2048);
  cJSON_Delete (json);
  json = ask (&bench->b, "sync");
  take_bytes (&bench->b, &up, &down);
  print_figure (bench, "nothing to do, new session: requests", "", number (json, "requests"), 0, 2);
  print_figure (bench, "  bytes of HTTP", "B", number (json, "http_up") + number (json, "http_down"), 0, 2048);
  g_print ("%-44s %10.0f B\n", "  bytes with a new TLS connection", up + down);
  cJSON_Delete (json);
}

static void
bench_bulk (Bench *bench)
{
  double up, down;
  cJSON *json = ask (&bench->a, "edit " BULK_FILE " A");
  cJSON_AddNumberToObject (bench->out, "edits_local", number (json, "s"));
  cJSON_Delete (json);
  g_autofree char *district = district_file (bench), *root = take_copy (bench, district, "before-root.db"), *laptop = take_copy (bench, bench->b.path, "before.db");
  BothSpent had = spent (bench, &bench->a);
  take_bytes (&bench->a, &up, &down);
  json = ask (&bench->a, "sync");
  take_bytes (&bench->a, &up, &down);
  print_figure (bench, "10,000 edits up", "s", number (json, "s"), bench->raw.updates_s, 4);
  add_transfer (bench, "up10k", number (json, "s"), up, down, &bench->a, &had);
  cJSON_Delete (json);
  print_bound (bench, "up10k", root, district, bench->raw.updates_s);
  had = spent (bench, &bench->b);
  take_bytes (&bench->b, &up, &down);
  json = ask (&bench->b, "sync");
  take_bytes (&bench->b, &up, &down);
  print_figure (bench, "10,000 edits down", "s", number (json, "s"), bench->raw.updates_s, 4);
  add_transfer (bench, "down10k", number (json, "s"), up, down, &bench->b, &had);
  cJSON_Delete (json);
  print_bound (bench, "down10k", laptop, bench->b.path, bench->raw.updates_s);
  json = ask (&bench->b, "verify " BULK_FILE);
  print_figure (bench, "  wrong values after", "", number (json, "bad"), 0, 0);
  cJSON_AddNumberToObject (bench->out, "verify_bad", number (json, "bad"));
  cJSON_Delete (json);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* The moment at which `what` was said with this text; what else is said meanwhile is passed over. */
static double
await_event (Laptop *l, const char *what, const char *text)
{
  for (;;) {
    cJSON *json = read_answer (l);
    double at = cJSON_HasObjectItem (json, what) && (text == NULL || g_strcmp0 (cJSON_GetStringValue (cJSON_GetObjectItem (json, "text")), text) == 0) ? number (json, what) : 0;
    cJSON_Delete (json);
    if (at > 0)
      return at;
  }
}

static double
run_small_edit (Bench *bench, guint n)
{
  g_autofree char *phone = ward_phone (n);
  write_line (&bench->a, phone);
  double made = await_event (&bench->a, "made", phone), seen = await_event (&bench->b, "seen", phone);
  g_usleep (PAUSE_US);
  return (seen - made) / 1000;
}

static void
bench_small_edits (Bench *bench)
{
  guint n = bench->small_edits;
  double up_a, down_a, up_b, down_b;
  g_autofree double *took = g_new (double, n);
  cJSON *found = ask (&bench->a, "household");
  g_autofree char *desk = g_strconcat ("desk ", cJSON_GetStringValue (cJSON_GetObjectItem (found, "id")), NULL);
  cJSON_Delete (found);
  write_line (&bench->a, desk);
  write_line (&bench->b, desk);
  await_event (&bench->a, "session", NULL);
  await_event (&bench->b, "session", NULL);
  for (guint i = 0; i < 10; i++)
    run_small_edit (bench, i);
  g_usleep (10 * PAUSE_US);
  take_bytes (&bench->a, &up_a, &down_a);
  take_bytes (&bench->b, &up_b, &down_b);
  for (guint i = 0; i < n; i++)
    took[i] = run_small_edit (bench, 1000 + i);
  g_usleep (10 * PAUSE_US);
  take_bytes (&bench->a, &up_a, &down_a);
  take_bytes (&bench->b, &up_b, &down_b);
  qsort (took, n, sizeof took[0], compare_doubles);
  double p50 = took[n / 2], p95 = took[n * 95 / 100], pushed = (up_a + down_a) / n, pulled = (up_b + down_b) / n;
  print_figure (bench, "one edit to the other window's model, p50", "ms", p50, 0, 10);
  g_print ("%-44s %10.4g ms    (limit: three durable writes and two trips, %.2f ms)\n", "  p95", p95, 3 * bench->raw.fsync_ms + 2 * bench->raw.trip_ms);
  print_figure (bench, "  bytes at the laptop that edits, with TLS", "B", pushed, 0, 700);
  print_figure (bench, "  bytes at the other laptop, with TLS", "B", pulled, 0, 700);
  g_print ("%-44s up %.0f down %.0f, up %.0f down %.0f\n", "    each way", up_a / n, down_a / n, up_b / n, down_b / n);
  cJSON *json = cJSON_AddObjectToObject (bench->out, "edit1_ms");
  cJSON_AddNumberToObject (json, "median", p50);
  cJSON_AddNumberToObject (json, "p95", p95);
  cJSON_AddNumberToObject (json, "wireA_bytes", pushed);
  cJSON_AddNumberToObject (json, "wireB_bytes", pulled);
}

static void
bench_week (Bench *bench)
{
  restart_laptop (bench, &bench->a);
  restart_laptop (bench, &bench->b);
  cJSON_Delete (ask (&bench->a, "sync"));
  cJSON_Delete (ask (&bench->b, "sync"));
  cJSON_Delete (ask (&bench->a, "edit " WEEK_FILE " A"));
  cJSON_Delete (ask (&bench->b, "edit " WEEK_FILE " B"));
  cJSON_Delete (ask (&bench->a, "sync"));
  cJSON_Delete (ask (&bench->b, "sync"));
  cJSON_Delete (ask (&bench->a, "sync"));
  cJSON *json = ask (&bench->a, "judge"), *hash_a = ask (&bench->a, "hash"), *hash_b = ask (&bench->b, "hash");
  gboolean same = g_strcmp0 (cJSON_GetStringValue (cJSON_GetObjectItem (hash_a, "sum")), cJSON_GetStringValue (cJSON_GetObjectItem (hash_b, "sum"))) == 0;
  double pairs = number (json, "same_edits") / 2, flagged = number (json, "same_flagged_edits") / 2;
  g_print ("offline week: %.0f edits alone, %.0f in different fields of a record, %.0f pairs in the same field\n", number (json, "solo"), number (json, "diff"), pairs);
  print_figure (bench, "  edits alone, lost", "", number (json, "solo_lost"), 0, 0);
  print_figure (bench, "  different-field edits, lost", "", number (json, "diff_lost"), 0, 0);
  print_figure (bench, "  same-field losers not flagged", "", pairs - flagged, 0, 0);
  print_figure (bench, "  same-field pairs with none or both standing", "", ABS (pairs - number (json, "same_kept")), 0, 0);
  print_figure (bench, "  false flags", "", number (json, "false_flags"), 0, 0);
  print_figure (bench, "  copies that differ", "", !same, 0, 0);
  cJSON *week = cJSON_AddObjectToObject (bench->out, "week");
  cJSON_AddNumberToObject (week, "solo_lost", number (json, "solo_lost"));
  cJSON_AddNumberToObject (week, "diff_lost", number (json, "diff_lost"));
  cJSON_AddNumberToObject (week, "diff", number (json, "diff"));
  cJSON_AddNumberToObject (week, "same_pairs", pairs);
  cJSON_AddNumberToObject (week, "same_flagged", flagged);
  cJSON_AddNumberToObject (week, "diff_pairs_flagged", number (json, "false_flags"));
  cJSON_AddNumberToObject (week, "ab_differ", !same);
  cJSON_Delete (json);
  cJSON_Delete (hash_a);
  cJSON_Delete (hash_b);
}

static double
size_of (const char *path)
{
  static const char *const tails[] = { "", "-wal" };
  double bytes = 0;
  for (guint i = 0; i < G_N_ELEMENTS (tails); i++) {
    g_autofree char *file = g_strconcat (path, tails[i], NULL);
    GStatBuf info;
    if (g_stat (file, &info) == 0)
      bytes += (double) info.st_size;
  }
  return bytes / 1048576;
}

static void
note_memory (Bench *bench)
{
  double a = number (bench->out, "rss_A"), b = number (bench->out, "rss_B_download"), server = memory_of (bench->server, "VmHWM");
  g_autofree char *depot = g_build_filename (bench->district_dir, "district.db", NULL);
  print_figure (bench, "peak memory, laptop that sent the ward", "MB", a, 0, 64);
  print_figure (bench, "peak memory, laptop that took it", "MB", b, 0, 64);
  print_figure (bench, "peak memory, server", "MB", server, 0, 64);
  cJSON_AddNumberToObject (bench->out, "rss_srv", server);
  cJSON_AddNumberToObject (bench->out, "disk_srv", size_of (depot));
  cJSON_AddNumberToObject (bench->out, "disk_B", size_of (bench->b.path));
}

/* ---- the whole ---- */

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      remove_tree (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

static void
set_up (Bench *bench, const char *workload, const char *small_edits)
{
  bench->self = g_file_read_link ("/proc/self/exe", NULL);
  bench->program = bench_district_program ();
  bench->dir = g_dir_make_tmp ("tn-bench-ward-XXXXXX", NULL);
  bench->district_dir = g_build_filename (bench->dir, "district", NULL);
  gboolean own = workload == NULL || g_str_equal (workload, "-");
  bench->workload = own ? g_strdup (bench->dir) : g_canonicalize_filename (workload, NULL);
  bench->small_edits = small_edits != NULL ? MAX ((guint) atoi (small_edits), 20) : SMALL_EDITS;
  bench->out = cJSON_CreateObject ();
  cJSON_AddStringToObject (bench->out, "peer", "tungnha");
  if (own)
    ward_generate (bench->dir, OWN_RECORDS, OWN_EDITS);
}

static void
set_up_laptops (Bench *bench)
{
  bench->a = (Laptop) { .name = "A", .path = g_build_filename (bench->dir, "a.db", NULL), .wire = ward_wire_new (bench->port) };
  bench->b = (Laptop) { .name = "B", .path = g_build_filename (bench->dir, "b.db", NULL), .wire = ward_wire_new (bench->port) };
}

static void
tear_down (Bench *bench)
{
  stop_laptop (&bench->a);
  stop_laptop (&bench->b);
  g_subprocess_send_signal (bench->server, 15);
  g_subprocess_wait (bench->server, NULL, NULL);
  remove_tree (bench->dir);
  g_object_unref (bench->server);
  g_free (bench->a.path);
  g_free (bench->b.path);
  g_free (bench->dir);
  g_free (bench->district_dir);
  g_free (bench->workload);
  g_free (bench->program);
  g_free (bench->self);
}

static void
print_json (Bench *bench)
{
  char *text = cJSON_PrintUnformatted (bench->out);
  g_print ("%u figures not met\n%s\n", bench->missed, text);
  cJSON_free (text);
  cJSON_Delete (bench->out);
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/tungnha-bench", TRUE);   /* no key ring of this machine is touched */
  if (argc > 1 && g_str_equal (argv[1], "--laptop"))
    return ward_laptop_main ();
  set_up (&bench, argc > 1 ? argv[1] : NULL, argc > 2 ? argv[2] : NULL);
  ward_raw (bench.workload, bench.dir, &bench.raw);
  g_print ("limits: insert %u records %.3f s, with search %.3f s; %u updates %.4f s; durable write %.3f ms; round trip %.3f ms\n", bench.raw.records, bench.raw.insert_s,
           bench.raw.insert_fts_s, bench.raw.edits, bench.raw.updates_s, bench.raw.fsync_ms, bench.raw.trip_ms);
  start_server (&bench);
  set_up_laptops (&bench);
  fill_ward (&bench);
  g_print ("%-44s %10s %-5s %10s %10s %10s\n", "figure", "ours", "", "limit", "ratio", "allowed");
  bench_upload (&bench);
  bench_download (&bench);
  note_memory (&bench);
  bench_nothing (&bench);
  bench_bulk (&bench);
  bench_small_edits (&bench);
  bench_week (&bench);
  print_json (&bench);
  tear_down (&bench);
  return 0;
}
