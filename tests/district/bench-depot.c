/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both drivers on the same batches in one run, against PostgreSQL's own COPY of the same rows into the same table. Everything durable.
 *   pg-cluster run bench-depot [RECORDS [EDITS [COMMITS]]]   with TN_PG_OPTIONS= */
#include "tn-pg.h"
#include "upload.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 8

static Laptop *
enrol (District *district, const char *ward)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = tn_district_invite (district->d, ward, "ward_officer", NULL, 3, &error);
  g_assert_no_error (error);
  return laptop_new (district, code, "Máy");
}

/* ---- raw ---- */

static void
copy_out (TnPg *pg, const char *sql, GPtrArray *lines)
{
  char *buffer;
  int len;
  PQclear (PQexec (tn_pg_handle (pg), sql));
  while ((len = PQgetCopyData (tn_pg_handle (pg), &buffer, 0)) > 0) {
    g_ptr_array_add (lines, g_bytes_new (buffer, (gsize) len));
    PQfreemem (buffer);
  }
  PQclear (PQgetResult (tn_pg_handle (pg)));
}

static void
exec (TnPg *pg, const char *sql)
{
  g_autoptr (GError) error = NULL;
  tn_pg_exec (pg, sql, &error);
  g_assert_no_error (error);
}

/* A COPY and a commit for every `batch` rows. */
static double
copy_in (TnPg *pg, GPtrArray *lines, guint batch)
{
  PGconn *conn = tn_pg_handle (pg);
  gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < lines->len;) {
    PQclear (PQexec (conn, "COPY raw FROM STDIN"));
    for (guint n = 0; n < batch && i < lines->len; n++, i++)
      PQputCopyData (conn, g_bytes_get_data (lines->pdata[i], NULL), (int) g_bytes_get_size (lines->pdata[i]));
    PQputCopyEnd (conn, NULL);
    g_autoptr (PGresult) result = PQgetResult (conn);
    g_assert_cmpint (PQresultStatus (result), ==, PGRES_COMMAND_OK);
    PQclear (PQgetResult (conn));
  }
  return seconds_since (start);
}

static double
measure_raw (District *district, guint batch)
{
  g_autoptr (TnPg) pg = tn_pg_open (district->depot, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  copy_out (pg, "COPY (SELECT * FROM record ORDER BY seq) TO STDOUT", lines);
  exec (pg, "DROP TABLE IF EXISTS raw; CREATE TABLE raw(LIKE record INCLUDING ALL)");
  return copy_in (pg, lines, batch);
}

static double
update_raw (District *district, guint edits, guint records)
{
  g_autoptr (TnPg) pg = tn_pg_open (district->depot, NULL);
  gint64 start = g_get_monotonic_time ();
  for (guint done = 0; done < edits; done += UPLOAD_PER_BATCH) {
    g_autofree char *sql = g_strdup_printf ("UPDATE raw SET seq=seq+%u, line=line||' ' WHERE ward='" UPLOAD_WARD "' AND id IN (SELECT id FROM raw WHERE ward='" UPLOAD_WARD "' AND seq BETWEEN %u AND %u)",
                                            records, 1 + done, done + UPLOAD_PER_BATCH);
    exec (pg, sql);
  }
  return seconds_since (start);
}

/* ---- commits ---- */

typedef struct { District *district; Laptop *laptop; char *ward; guint commits, first; } Stream;

static gpointer
commit_one_by_one (gpointer data)
{
  Stream *s = data;
  for (guint i = 0; i < s->commits; i++) {
    g_autoptr (Batch) batch = batch_new ();
    TnId id = make_id (s->first + i);
    batch_create (batch, s->laptop, "household", &id, "{\"code\":\"H\",\"street\":\"Nguyễn Thị Minh Khai\"}");
    laptop_push_ok (s->laptop, s->ward, batch);
  }
  return NULL;
}

/* Commits a second, by threads each of a ward of its own. */
static double
measure_commits (District *district, guint threads, guint commits)
{
  Stream streams[THREADS];
  GThread *running[THREADS];
  for (guint i = 0; i < threads; i++) {
    g_autofree char *ward = g_strdup_printf ("9%u%u", threads, i);
    tn_district_ward_add (district->d, ward, "Phường", NULL);
    streams[i] = (Stream) { district, enrol (district, ward), g_steal_pointer (&ward), commits / threads, 1 };
  }
  gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < threads; i++) running[i] = g_thread_new ("commits", commit_one_by_one, &streams[i]);
  for (guint i = 0; i < threads; i++) g_thread_join (running[i]);
  double seconds = seconds_since (start);
  for (guint i = 0; i < threads; i++) {
    laptop_free (streams[i].laptop);
    g_free (streams[i].ward);
  }
  return commits / threads * threads / seconds;
}

typedef struct { double upload, edits, alone, together; } Figures;

static Figures
measure (District *district, guint records, guint edits, guint commits)
{
  g_autoptr (Laptop) laptop = enrol (district, UPLOAD_WARD);
  g_autoptr (GPtrArray) upload = make_upload (laptop, records);
  Figures f = { .upload = send_all (laptop, UPLOAD_WARD, upload) };
  g_autoptr (GPtrArray) changes = make_edits (laptop, edits, records);
  f.edits = send_all (laptop, UPLOAD_WARD, changes);
  f.alone = measure_commits (district, 1, commits);
  f.together = measure_commits (district, THREADS, commits);
  return f;
}

int
main (int argc, char **argv)
{
  guint records = argc > 1 ? (guint) atoi (argv[1]) : 50000, edits = argc > 2 ? (guint) atoi (argv[2]) : 10000, commits = argc > 3 ? (guint) atoi (argv[3]) : 2000;
  g_autoptr (District) sqlite = district_new_at (NULL), pg = district_new ();
  g_assert_nonnull (pg->depot);
  Figures s = measure (sqlite, records, edits, commits), p = measure (pg, records, edits, commits);
  double batches = measure_raw (pg, UPLOAD_PER_BATCH), changed = update_raw (pg, edits, records), whole = measure_raw (pg, records);
  printf ("first upload of %u records, %d a batch: SQLite %.2f s (%.0f/s), PostgreSQL %.2f s (%.0f/s), ratio %.2f\n", records, UPLOAD_PER_BATCH, s.upload, records / s.upload, p.upload, records / p.upload, p.upload / s.upload);
  printf ("  COPY of the same rows into the same table and indexes: %.2f s a commit for each batch (the push is %.2f times that), %.2f s in one\n", batches, p.upload / batches, whole);
  printf ("%u edits, %d a batch: SQLite %.2f s (%.0f/s), PostgreSQL %.2f s (%.0f/s), ratio %.2f; UPDATE of as many rows %.2f s, ratio %.2f\n", edits, UPLOAD_PER_BATCH,
          s.edits, edits / s.edits, p.edits, edits / p.edits, p.edits / s.edits, changed, p.edits / changed);
  printf ("commits of one record: one laptop SQLite %.0f/s, PostgreSQL %.0f/s; %d laptops of as many wards SQLite %.0f/s, PostgreSQL %.0f/s\n", s.alone, p.alone, THREADS, s.together, p.together);
  return 0;
}
