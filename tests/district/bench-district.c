/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the district: first upload, later edits and pages against raw SQLite doing the same writes, in one run. */
#include "https-client.h"
#include "tn-db.h"
#include "upload.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WARD UPLOAD_WARD
#define STAR "[{\"s\":\"*\",\"cur\":\"%s\"}]"
#define PER_BATCH UPLOAD_PER_BATCH

typedef struct { TnId id, parent; char *kind, *stream, *line, *rmax; gint64 seq; guint8 h[16]; } Row;

static void
clear_row (gpointer data)
{
  Row *row = data;
  g_free (row->kind);
  g_free (row->stream);
  g_free (row->line);
  g_free (row->rmax);
}

static GArray *
read_rows (District *district, gint64 after)
{
  g_autofree char *path = g_build_filename (district->dir, "district.db", NULL);
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, NULL);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT id, parent, kind, stream, line, rmax, seq, h FROM record WHERE seq>? ORDER BY seq", NULL);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (rows, clear_row);
  tn_stmt_bind_int (stmt, 1, after);
  while (tn_stmt_step (stmt, NULL) == TN_STEP_ROW) {
    Row row = { .kind = g_strdup (tn_stmt_text (stmt, 2)), .stream = g_strdup (tn_stmt_text (stmt, 3)), .line = g_strdup (tn_stmt_text (stmt, 4)), .rmax = g_strdup (tn_stmt_text (stmt, 5)), .seq = tn_stmt_int (stmt, 6) };
    tn_stmt_id (stmt, 0, &row.id);
    tn_stmt_id (stmt, 1, &row.parent);
    gsize len = 0;
    const void *h = tn_stmt_blob (stmt, 7, &len);
    g_assert_cmpuint (len, ==, sizeof row.h);
    memcpy (row.h, h, len);
    g_array_append_val (rows, row);
  }
  return rows;
}

/* The same rows into the same table with the same indexes, a transaction for each batch. */
static double
write_raw (const char *path, const GArray *rows, const char *sql)
{
  g_autoptr (TnDb) db = tn_db_open (path, 0, NULL, NULL);
  g_assert_true (tn_db_exec (db, "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8000", NULL));
  gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < rows->len;) {
    TnTx *tx = tn_tx_begin (db, TRUE, NULL);
    for (guint n = 0; n < PER_BATCH && i < rows->len; n++, i++) {
      const Row *row = &g_array_index (rows, Row, i);
      g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, NULL);
      tn_stmt_bind_text (stmt, 1, WARD);
      tn_stmt_bind_id (stmt, 2, &row->id);
      tn_stmt_bind_int (stmt, 3, row->seq);
      tn_stmt_bind_text (stmt, 4, row->rmax);
      tn_stmt_bind_blob (stmt, 5, row->h, 16);
      tn_stmt_bind_text (stmt, 6, row->line);
      if (strstr (sql, "?9")) {
        tn_stmt_bind_text (stmt, 7, row->stream);
        tn_stmt_bind_id (stmt, 8, &row->parent);
        tn_stmt_bind_text (stmt, 9, row->kind);
      }
      g_assert_true (tn_stmt_run (stmt, NULL));
    }
    g_assert_true (tn_tx_commit (tx, NULL));
  }
  return seconds_since (start);
}

static double
pull_all (Laptop *laptop, guint *records)
{
  g_autofree char *cursor = g_strdup ("0");
  gint64 start = g_get_monotonic_time ();
  for (gboolean more = TRUE; more;) {
    TnAnswer answer;
    TnPageReader reader;
    g_autofree char *text = g_strdup_printf ("{\"want\":" STAR ",\"limit\":5000}", cursor);
    g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
    TnCall call = { .method = "POST", .path = "/v1/w/26734/pull", .content_type = TN_MEDIA_JSON, .token = laptop->token, .body = body };
    laptop->send (laptop, &call, &answer);
    g_autoptr (GBytes) page = tn_page_inflate (answer.body, TN_LIMIT_INFLATED, NULL);
    g_assert_true (tn_page_reader_init (&reader, page, NULL));
    cJSON *end = cJSON_ParseWithLength (reader.end.p, reader.end.len);
    *records += reader.count;
    more = cJSON_IsTrue (cJSON_GetObjectItem (end, "more"));
    g_free (cursor);
    cursor = g_strdup (json_text (end, "cur"));
    cJSON_Delete (end);
    tn_answer_clear (&answer);
  }
  return seconds_since (start);
}

int
main (int argc, char **argv)
{
  guint records = argc > 1 ? (guint) atoi (argv[1]) : 125000, edits = argc > 2 ? (guint) atoi (argv[2]) : 10000, pulled = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (District) district = district_new (), raw = district_new ();
  g_autofree char *code = tn_district_invite (district->d, WARD, "ward_officer", NULL, 3, &error), *path = g_build_filename (raw->dir, "district.db", NULL);
  g_autoptr (Laptop) laptop = laptop_new (district, code, "Máy 1");
  g_autoptr (GPtrArray) upload = make_upload (laptop, records);
  double pushed = send_all (laptop, WARD, upload);
  g_autoptr (GArray) rows = read_rows (district, 0);
  double plain = write_raw (path, rows, "INSERT INTO record(ward, id, seq, rmax, h, line, stream, parent, kind) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  printf ("first upload: %u records, %.2f s (%.0f/s), raw %.2f s, ratio %.2f\n", rows->len, pushed, rows->len / pushed, plain, pushed / plain);
  double first = pull_all (laptop, &pulled);
  printf ("pages: %u records, %.2f s (%.0f/s) with inflating\n", pulled, first, pulled / first);
  g_autoptr (TnDistrictServer) server = tn_district_server_start (district->d, "127.0.0.1:0", &error);
  g_autoptr (Client) client = client_new (district->dir, tn_district_server_url (server));
  Laptop over_https = *laptop;
  over_https.send = laptop_send_over_https;
  over_https.user_data = client;
  double secure = pull_all (&over_https, &(guint) { 0 });
  printf ("pages over HTTPS: %.2f s (%.0f/s) with inflating\n", secure, pulled / secure);
  g_autoptr (GPtrArray) changes = make_edits (laptop, edits, records);
  double edited = send_all (laptop, WARD, changes);
  g_autoptr (GArray) changed = read_rows (district, records);
  plain = write_raw (path, changed, "UPDATE record SET seq=?3, rmax=?4, h=?5, line=?6 WHERE ward=?1 AND id=?2");
  printf ("edits: %u, %.3f s (%.0f/s), raw updates of %u rows %.3f s, ratio %.2f\n", edits, edited, edits / edited, changed->len, plain, (edited / edits) / (plain / changed->len));
  return 0;
}
