/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of the district: first upload, later edits and pages against raw SQLite doing the same writes, in one run. */
#include "https-client.h"
#include "tn-db.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WARD "26734"
#define STAR "[{\"s\":\"*\",\"cur\":\"%s\"}]"
#define PER_BATCH 1000

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static void
add_household (Batch *batch, Laptop *laptop, guint h, TnId *id)
{
  g_autofree char *body = g_strdup_printf ("{\"alley\":\"%u\",\"area\":\"019b0000-0000-7000-8000-0000000%05x\",\"code\":\"HK%06u\",\"house_no\":\"%u/%u\",\"phone\":\"09%08u\",\"residence\":\"permanent\",\"street\":\"Nguyễn Thị Minh Khai\"}",
                                            h % 97, h % 60, h, h % 300, h % 17, h * 7919 % 100000000);
  *id = make_id (1 + (guint64) h * 16);
  batch_create (batch, laptop, "household", id, body);
}

static void
add_person (Batch *batch, Laptop *laptop, const TnId *household, guint h, guint p)
{
  TnIdStr text;
  TnId id = make_id (2 + (guint64) h * 16 + p);
  tn_id_format (household, text);
  g_autofree char *body = g_strdup_printf ("{\"birth\":\"19%02u-0%u-1%u\",\"household\":\"%s\",\"name\":\"Nguyễn Văn Thử %u\",\"occupation\":\"Buôn bán\",\"relation\":\"child\",\"residence\":\"permanent\",\"sex\":\"%s\"}",
                                            h % 100, 1 + p % 9, p % 10, text, h * 5 + p, p % 2 ? "male" : "female");
  batch_create (batch, laptop, "person", &id, body);
}

/* Batches of a ward's first upload, packed already: only the server is measured. */
static GPtrArray *
make_upload (Laptop *laptop, guint records)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (Batch) batch = batch_new ();
  TnId household;
  for (guint made = 0, h = 0, p = 0; made < records; made++) {
    if (p == 0) add_household (batch, laptop, h, &household);
    else add_person (batch, laptop, &household, h, p);
    if (++p == 5) p = 0, h++;
    if (batch->count < PER_BATCH && made + 1 < records) continue;
    g_ptr_array_add (bodies, batch_pack (batch, ""));
    g_string_truncate (batch->lines, 0);
    batch->count = 0;
  }
  return bodies;
}

static GPtrArray *
make_edits (Laptop *laptop, guint edits, guint records)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (Batch) batch = batch_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  for (guint i = 0; i < edits; i++) {
    TnId id = make_id (1 + (guint64) g_rand_int_range (rand, 0, (gint32) records / 5) * 16);
    g_autofree char *phone = g_strdup_printf ("\"08%08u\"", i);
    TnRow *row = laptop_fetch (laptop, WARD, &id);
    batch_set (batch, laptop, "household", &id, "phone", phone, &tn_row_unit (row, "phone")->stamp);
    tn_row_free (row);
    if (batch->count < PER_BATCH && i + 1 < edits) continue;
    g_ptr_array_add (bodies, batch_pack (batch, ""));
    g_string_truncate (batch->lines, 0);
    batch->count = 0;
  }
  return bodies;
}

static double
send_all (Laptop *laptop, GPtrArray *bodies)
{
  gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < bodies->len; i++) {
    TnAnswer answer;
    TnCall call = { .method = "POST", .path = "/v1/w/26734/push", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = laptop->token, .body = bodies->pdata[i] };
    laptop->send (laptop, &call, &answer);
    g_assert_cmpuint (answer.status, ==, 200);
    g_assert_nonnull (strstr (g_bytes_get_data (answer.body, NULL), "\"res\":[]"));
    tn_answer_clear (&answer);
  }
  return seconds_since (start);
}

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
  double pushed = send_all (laptop, upload);
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
  double edited = send_all (laptop, changes);
  g_autoptr (GArray) changed = read_rows (district, records);
  plain = write_raw (path, changed, "UPDATE record SET seq=?3, rmax=?4, h=?5, line=?6 WHERE ward=?1 AND id=?2");
  printf ("edits: %u, %.3f s (%.0f/s), raw updates of %u rows %.3f s, ratio %.2f\n", edits, edited, edits / edited, changed->len, plain, (edited / edits) / (plain / changed->len));
  return 0;
}
