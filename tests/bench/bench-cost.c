/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include "tn-apply.h"
#include "tn-edit.h"
#include "tn-outbox.h"

/* Does one change cost what the change is, or what the ward is? On a small and on a large copy: a pulled edit of a person, an edit made here,
 * the set hashes, what a session with nothing to do asks of the copy, a deletion, a page of edits; and what SQLite alone takes for three rows. CPU time of this process, the median of many.
 *   bench-cost [SMALL] [LARGE]          records; default 10000 300000; the figure of the issue is bench-cost 10000 1000000 */
#define PAGE 5000
#define TIMES 300
#define MANY 400         /* edits of a page; fewer than what makes the lists anew as a whole */
#define T0 G_GINT64_CONSTANT (1640000000000)
static const char *const whole[] = { "*", NULL };

static double
cpu_us (void)
{
  struct timespec t;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e6 + (double) t.tv_nsec / 1e3;
}

static void
need (gboolean ok, const GError *error)
{
  if (!ok)
    g_error ("%s", error ? error->message : "?");
}

static TnId
number_id (char kind, guint n)
{
  g_autofree char *name = g_strdup_printf ("%c %u", kind, n);
  TnId id = tn_id_from_name (name);
  for (int i = 0; i < 4; i++)
    id.b[i] = (guint8) (n >> (24 - 8 * i));      /* rising, as ids that people make are */
  return id;
}

/* Three people a household. */
static void
add_line (TnPageWriter *w, guint n, guint tick, gboolean deleted)
{
  TnIdStr id, home;
  gboolean household = n % 4 == 0;
  TnId own = number_id ('r', n), parent = number_id ('r', n / 4 * 4);
  TnStamp stamp = tn_stamp_make (T0 + tick, 0, "bbbbbbbbbbbb");
  tn_id_format (&own, id);
  tn_id_format (&parent, home);
  g_autofree char *body = household ? g_strdup_printf ("{\"alley\":\"Hẻm %u\",\"code\":\"H%u\",\"house_no\":\"%u/%u\",\"street\":\"Nguyễn Thông\"}", n % 120, n, n % 400, n / 400)
                                    : g_strdup_printf ("{\"household\":\"%s\",\"name\":\"Nguyễn Thị Mẫu %u\",\"phone\":\"0280%07u\",\"relation\":\"%s\"}", home, (n + tick) % 997, n, n % 4 == 1 ? "head" : "child");
  g_autofree char *line = g_strdup_printf ("{\"k\":\"%s\",\"i\":\"%s\",\"g\":\"0\",\"t\":\"%s\",\"x\":{},\"d\":%d,\"b\":%s}", household ? "household" : "person", id, stamp.s, deleted, body);
  tn_page_writer_record (w, n + 1, line, strlen (line));
}

static void
apply (TnCopy *copy, TnPageWriter *w, guint seq, gboolean ready)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *members = g_strdup_printf ("\"count\":%u,\"cur\":\"9.x\",\"more\":false", tn_page_writer_count (w)), *cursor = g_strdup_printf ("%u.t", seq);
  g_autoptr (GBytes) packed = tn_page_writer_end (w, members, &error), bytes = packed ? tn_page_inflate (packed, TN_LIMIT_INFLATED, &error) : NULL;
  TnApplyResult result;
  need (bytes && tn_apply_page (copy, bytes, whole, cursor, (ready ? TN_APPLY_READY : 0) | TN_APPLY_REMOVAL, &result, &error), error);
  tn_apply_result_clear (&result);
}

static TnCopy *
make_copy (const char *path, guint records)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = tn_copy_open (path, TN_COPY_CREATE, NULL, &error);
  need (copy && tn_copy_set_ward (copy, "27154", &error) && tn_pull_set_scope (copy, whole, &error), error);
  for (guint from = 0; from < records; from += PAGE) {
    g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
    for (guint i = from; i < MIN (from + PAGE, records); i++)
      add_line (w, i, 1, FALSE);
    apply (copy, w, from + PAGE, from + PAGE >= records);
  }
  return copy;
}

/* ---- what is measured; n counts the times ---- */

typedef struct { TnCopy *copy; guint records; } Ward;

static guint
pick (const Ward *ward, guint n)
{
  return (guint) ((guint64) (n * 4 + 2) * 2654435761u % ward->records) / 4 * 4 + 2;
}

static void
pull_edit (Ward *ward, guint n)
{
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  add_line (w, pick (ward, n), 1000 + n, FALSE);
  apply (ward->copy, w, ward->records + n, TRUE);
}

static void
pull_many (Ward *ward, guint n)
{
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  for (guint i = 0; i < MANY; i++)
    add_line (w, pick (ward, n * MANY + i), 200000 + n, FALSE);
  apply (ward->copy, w, ward->records + 3 * TIMES + n, TRUE);
}

static void
pull_nothing (Ward *ward, guint n)
{
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  apply (ward->copy, w, ward->records + TIMES, TRUE);
}

static void
pull_deletion (Ward *ward, guint n)
{
  g_autoptr (TnPageWriter) w = tn_page_writer_new (1);
  add_line (w, pick (ward, n) + 1, 100000 + n, TRUE);
  apply (ward->copy, w, ward->records + 2 * TIMES + n, TRUE);
}

static void
edit_here (Ward *ward, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("bench");
  TnId id = number_id ('r', pick (ward, n));
  g_autofree char *phone = g_strdup_printf ("0281%07u", n);
  tn_edit_set_text (edit, &id, "phone", phone);
  need (tn_copy_edit (ward->copy, edit, NULL, &error), error);
}

static void
ask_digests (Ward *ward, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) digests = tn_apply_digests (ward->copy, &error);
  need (digests != NULL, error);
}

static void
begin_session (Ward *ward, guint n)
{
  g_autoptr (GError) error = NULL;
  TnOutboxSummary summary;
  g_autoptr (TnCopy) copy = tn_copy_open (tn_copy_path (ward->copy), 0, NULL, &error);
  need (copy != NULL, error);
  g_autoptr (GPtrArray) pulls = tn_pull_list (copy, &error), digests = tn_apply_digests (copy, &error);
  need (pulls && digests && tn_pull_set_scope (copy, whole, &error) && tn_outbox_summary (copy, &summary, &error), error);
}

/* What SQLite alone takes for the pages that an edit cannot do without: the record's row, one of its history and one of the lists, durable. Comes
 * last, as the copy is none any more after it. */
static void
write_raw (Ward *ward, guint n)
{
  static const char *const statements[] = { "UPDATE record SET h=randomblob(16) WHERE id=?1", "INSERT INTO history(id, unit, stamp, at) VALUES(?1, 'raw', hex(randomblob(14)), 0)",
                                            "UPDATE person SET gone=1-gone WHERE id=?1" };
  g_autoptr (GError) error = NULL;
  TnDb *db = tn_copy_db (ward->copy);
  TnId id = number_id ('r', pick (ward, n + 5 * TIMES));
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, &error);
  for (guint i = 0; tx && i < G_N_ELEMENTS (statements); i++) {
    TnStmt *stmt = tn_db_prepare (db, statements[i], &error);
    need (stmt != NULL, error);
    tn_stmt_bind_id (stmt, 1, &id);
    need (tn_stmt_run (stmt, &error), error);
  }
  need (tx && tn_tx_commit (g_steal_pointer (&tx), &error), error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* Pages that were not in the cache, and pages written, since the last time. */
static int
take_pages (Ward *ward, int which)
{
  int now = 0, most;
  sqlite3_db_status (tn_db_handle (tn_copy_db (ward->copy)), which, &now, &most, TRUE);
  return now;
}

typedef struct { double us, read, written; } Cost;

static Cost
measure (Ward *ward, void (*run) (Ward *, guint), guint times)
{
  double took[TIMES];
  take_pages (ward, SQLITE_DBSTATUS_CACHE_MISS);
  take_pages (ward, SQLITE_DBSTATUS_CACHE_WRITE);
  for (guint n = 0; n < times; n++) {
    double began = cpu_us ();
    run (ward, n);
    took[n] = cpu_us () - began;
  }
  qsort (took, times, sizeof took[0], compare);
  return (Cost) { took[times / 2], (double) take_pages (ward, SQLITE_DBSTATUS_CACHE_MISS) / times, (double) take_pages (ward, SQLITE_DBSTATUS_CACHE_WRITE) / times };
}

int
main (int argc, char **argv)
{
  static const struct { const char *name; void (*run) (Ward *, guint); } all[] = {
    { "a pulled edit", pull_edit }, { "a page with nothing", pull_nothing }, { "an edit made here", edit_here }, { "the set hashes", ask_digests },
    { "a session with nothing to do", begin_session }, { "a pulled deletion", pull_deletion }, { "a page of 400 pulled edits", pull_many },
    { "SQLite alone: three rows", write_raw },
  };
  guint n[2] = { argc > 1 ? (guint) atoi (argv[1]) : 10000, argc > 2 ? (guint) atoi (argv[2]) : 300000 };
  g_autofree char *dir = g_dir_make_tmp ("tn-bench-XXXXXX", NULL);
  Ward wards[2];
  for (int i = 0; i < 2; i++) {
    g_autofree char *path = g_strdup_printf ("%s/%u.tn", dir, n[i]);
    double began = cpu_us ();
    wards[i] = (Ward) { make_copy (path, n[i]), n[i] };
    g_print ("a copy of %u records made, %.2f s cpu\n", n[i], (cpu_us () - began) / 1e6);
  }
  for (gsize k = 0; k < G_N_ELEMENTS (all); k++) {
    guint times = all[k].run == pull_many ? TIMES / 20 : TIMES;
    Cost small = measure (&wards[0], all[k].run, times), large = measure (&wards[1], all[k].run, times);
    g_print ("%-30s %8.1f us   %8.1f us   %5.2f of the small one; pages read %.1f and %.1f, written %.1f and %.1f\n", all[k].name, small.us, large.us, large.us / small.us,
             small.read, large.read, small.written, large.written);
  }
  for (int i = 0; i < 2; i++) {
    g_autofree char *path = g_strdup (tn_copy_path (wards[i].copy));
    static const char *const ends[] = { "", "-wal", "-shm" };
    tn_copy_close (wards[i].copy);
    for (gsize k = 0; k < G_N_ELEMENTS (ends); k++) {
      g_autofree char *file = g_strconcat (path, ends[k], NULL);
      g_unlink (file);
    }
  }
  g_rmdir (dir);
  return 0;
}
