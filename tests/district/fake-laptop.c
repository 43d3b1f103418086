/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-laptop.h"
#include "tn-db.h"
#include "tn-pg.h"
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* ---- a district ---- */

static void
run_in_cluster (const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("postgresql://postgres@/postgres?host=%s", g_getenv ("TN_TEST_PG"));
  g_autoptr (TnPg) pg = tn_pg_open (url, &error);
  g_assert_no_error (error);
  tn_pg_exec (pg, sql, &error);
  g_assert_no_error (error);
}

char *
database_new (void)
{
  static gint n;
  if (!g_getenv ("TN_TEST_PG")) return NULL;
  g_autofree char *name = g_strdup_printf ("t%d_%d", (int) getpid (), g_atomic_int_add (&n, 1));
  g_autofree char *sql = g_strdup_printf ("CREATE DATABASE %s TEMPLATE template0 STRATEGY file_copy", name);
  run_in_cluster (sql);
  return g_strdup_printf ("postgresql://postgres@/%s?host=%s", name, g_getenv ("TN_TEST_PG"));
}

void
database_drop (const char *url)
{
  const char *name = strstr (url, "@/") + 2;
  g_autofree char *sql = g_strdup_printf ("DROP DATABASE %.*s WITH (FORCE)", (int) strcspn (name, "?"), name);
  run_in_cluster (sql);
}

static char *
ask_sqlite (District *district, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) row = g_string_new (NULL);
  g_autofree char *path = g_build_filename (district->dir, "district.db", NULL);
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  for (int i = 0; i < sqlite3_column_count (tn_stmt_handle (stmt)); i++) g_string_append_printf (row, "%s%s", i ? "|" : "", tn_stmt_text (stmt, i));
  return g_string_free (g_steal_pointer (&row), FALSE);
}

static char *
ask_pg (District *district, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) row = g_string_new (NULL);
  g_autoptr (TnPg) pg = tn_pg_open (district->depot, &error);
  g_assert_no_error (error);
  g_autoptr (PGresult) result = PQexec (tn_pg_handle (pg), sql);   /* as text */
  g_assert_cmpint (PQntuples (result), >, 0);
  for (int i = 0; i < PQnfields (result); i++) g_string_append_printf (row, "%s%s", i ? "|" : "", PQgetvalue (result, 0, i));
  return g_string_free (g_steal_pointer (&row), FALSE);
}

char *
district_ask (District *district, const char *sql)
{
  return district->depot ? ask_pg (district, sql) : ask_sqlite (district, sql);
}

void
district_run (District *district, const char *sql)
{
  g_autofree char *path = g_build_filename (district->dir, "district.db", NULL);
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static gint64
now_cb (gpointer user_data)
{
  return ((District *) user_data)->now;
}

static void
random_cb (gpointer user_data, guint8 *buf, gsize len)
{
  District *district = user_data;
  g_mutex_lock (&district->lock);
  for (gsize i = 0; i < len; i++) buf[i] = (guint8) g_rand_int_range (district->rand, 0, 256);
  g_mutex_unlock (&district->lock);
}

/* A program that is told the address of every new district's database: data/citus/try distributes it. */
static void
set_up_database (const char *url)
{
  g_autoptr (GError) error = NULL;
  const char *argv[] = { g_getenv ("TN_TEST_PG_SETUP"), "--distribute", url, NULL };
  if (!url || !argv[0]) return;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

District *
district_new (void)
{
  return district_new_at (database_new ());
}

District *
district_new_at (char *depot)
{
  g_autoptr (GError) error = NULL;
  District *district = g_new0 (District, 1);
  district->dir = g_dir_make_tmp ("tn-district-XXXXXX", &error);
  g_assert_no_error (error);
  district->now = G_GINT64_CONSTANT (1795000000000);
  district->rand = g_rand_new_with_seed (7);
  g_mutex_init (&district->lock);
  district->env = (TnEnv) { .now_ms = now_cb, .random = random_cb, .user_data = district };
  district->depot = depot;
  tn_district_init_at (district->dir, district->depot, "Quận Thử", NULL, &district->env, &error);
  g_assert_no_error (error);
  set_up_database (depot);
  district->d = tn_district_new (district->dir, &district->env, &error);
  g_assert_no_error (error);
  tn_district_ward_add (district->d, "26734", "Phường Thử", &error);
  g_assert_no_error (error);
  return district;
}

void
remove_folder (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  for (const char *name; entries && (name = g_dir_read_name (entries));) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    g_unlink (path);
  }
  g_rmdir (dir);
}

void
district_free (District *district)
{
  tn_district_free (district->d);
  if (district->depot) database_drop (district->depot);
  g_free (district->depot);
  remove_folder (district->dir);
  g_rand_free (district->rand);
  g_mutex_clear (&district->lock);
  g_free (district->dir);
  g_free (district);
}

static void
send_to_desk (Laptop *laptop, const TnCall *call, TnAnswer *answer)
{
  tn_district_handle (laptop->d, call, answer);
}

Laptop *
laptop_bare (District *district)
{
  guint8 replica[TN_REPLICA_LEN / 2];
  Laptop *laptop = g_new0 (Laptop, 1);
  laptop->d = district->d;
  laptop->env = &district->env;
  laptop->send = send_to_desk;
  laptop->nonce = g_strdup ("");
  crypto_sign_keypair (laptop->pub, laptop->secret);
  tn_env_random (laptop->env, replica, sizeof replica);
  tn_hex (replica, sizeof replica, laptop->replica);
  return laptop;
}

Laptop *
laptop_new (District *district, const char *code, const char *name)
{
  Laptop *laptop = laptop_bare (district);
  cJSON_Delete (laptop_enrol (laptop, code, name, 200));
  cJSON_Delete (laptop_session (laptop, NULL, 200));
  return laptop;
}

void
laptop_free (Laptop *laptop)
{
  g_free (laptop->device);
  g_free (laptop->nonce);
  g_free (laptop->token);
  g_free (laptop);
}

static cJSON *
read_answer (TnAnswer *answer, guint status)
{
  gsize len = 0;
  const char *text = answer->body ? g_bytes_get_data (answer->body, &len) : NULL;
  if (answer->status != status) g_printerr ("answer %u: %.*s\n", answer->status, (int) len, text ? text : "");
  g_assert_cmpuint (answer->status, ==, status);
  if (status != 200 && status != 204) g_assert_cmpstr (answer->content_type, ==, TN_MEDIA_PROBLEM);
  return text ? cJSON_ParseWithLength (text, len) : NULL;
}

cJSON *
laptop_json (Laptop *laptop, const char *method, const char *path, const char *body, guint status)
{
  TnAnswer answer;
  g_autoptr (GBytes) bytes = body ? g_bytes_new (body, strlen (body)) : NULL;
  TnCall call = { .method = method, .path = path, .content_type = TN_MEDIA_JSON, .token = laptop->token, .body = bytes };
  laptop->send (laptop, &call, &answer);
  cJSON *json = read_answer (&answer, status);
  tn_answer_clear (&answer);
  return json;
}

cJSON *
laptop_enrol (Laptop *laptop, const char *code, const char *name, guint status)
{
  char hex[65];
  tn_hex (laptop->pub, sizeof laptop->pub, hex);
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\",\"pub\":\"%s\",\"name\":\"%s\"}", code, hex, name);
  cJSON *json = laptop_json (laptop, "POST", "/v1/enrol", body, status);
  if (status == 200) {
    g_free (laptop->device);
    laptop->device = g_strdup (json_text (json, "device"));
  }
  return json;
}

char *
laptop_sign (Laptop *laptop, GBytes *body)
{
  guint8 signature[crypto_sign_BYTES];
  gsize len;
  const guint8 *data = g_bytes_get_data (body, &len);
  char *hex = g_malloc (2 * sizeof signature + 1);
  crypto_sign_detached (signature, NULL, data, len, laptop->secret);
  tn_hex (signature, sizeof signature, hex);
  return hex;
}

cJSON *
laptop_signed (Laptop *laptop, const char *path, const char *media, GBytes *body, guint status)
{
  TnAnswer answer;
  g_autofree char *hex = laptop_sign (laptop, body);
  TnCall call = { .method = "POST", .path = path, .content_type = media, .body = body, .signature = hex };
  laptop->send (laptop, &call, &answer);
  cJSON *json = read_answer (&answer, status);
  tn_answer_clear (&answer);
  return json;
}

GBytes *
laptop_session_body (const Laptop *laptop, const char *known)
{
  char *text = g_strdup_printf (
    "{\"device\":\"%s\",\"replica\":\"%s\",\"no\":1,\"nonce\":\"%s\",\"time\":1,\"schema\":%d,\"known\":%s}",
    laptop->device, laptop->replica, laptop->nonce, TN_SCHEMA_VERSION, known ? known : "[]");
  return g_bytes_new_take (text, strlen (text));
}

cJSON *
laptop_session (Laptop *laptop, const char *known, guint status)
{
  g_autoptr (GBytes) body = laptop_session_body (laptop, known);
  cJSON *json = laptop_signed (laptop, "/v1/session", TN_MEDIA_JSON, body, status);
  if (status != 200) return json;
  g_free (laptop->nonce);
  g_free (laptop->token);
  laptop->nonce = g_strdup (json_text (json, "nonce"));
  laptop->token = g_strdup (json_text (json, "token"));
  return json;
}

TnStamp
laptop_tick (Laptop *laptop, const TnStamp *over)
{
  return tn_stamp_tick (&laptop->hlc, tn_env_now_ms (laptop->env), laptop->replica, over, over ? 1 : 0);
}

Batch *
batch_new (void)
{
  Batch *batch = g_new0 (Batch, 1);
  batch->lines = g_string_new (NULL);
  return batch;
}

void
batch_free (Batch *batch)
{
  g_string_free (batch->lines, TRUE);
  g_free (batch);
}

static void
end_line (Batch *batch)
{
  if (batch->lines->str[batch->lines->len - 1] != '\n') g_string_append_c (batch->lines, '\n');
  batch->count++;
}

void
batch_raw (Batch *batch, const char *line)
{
  g_string_append (batch->lines, line);
  end_line (batch);
}

TnStamp
batch_create (Batch *batch, Laptop *laptop, const char *kind, const TnId *id, const char *body)
{
  TnStamp stamp = laptop_tick (laptop, NULL);
  tn_entry_append_creation (batch->lines, ++laptop->n, kind, id, "Lan", &stamp, tn_slice (body, -1));
  end_line (batch);
  return stamp;
}

TnStamp
batch_set (Batch *batch, Laptop *laptop, const char *kind, const TnId *id, const char *unit, const char *value, const TnStamp *over)
{
  TnStamp stamp = laptop_tick (laptop, over);
  g_autoptr (TnEntry) entry = tn_entry_new (++laptop->n, kind, id, "Lan");
  tn_entry_add (entry, unit, value, &stamp, over, over ? 1 : 0);
  tn_entry_to_line (entry, batch->lines);
  end_line (batch);
  return stamp;
}

void
batch_delete (Batch *batch, Laptop *laptop, const char *kind, const TnId *id, const TnHash *seen, const TnStamp *over)
{
  TnStamp stamp = laptop_tick (laptop, over);
  g_autoptr (TnEntry) entry = tn_entry_new (++laptop->n, kind, id, "Lan");
  tn_entry_add (entry, TN_UNIT_DEL, "true", &stamp, over, over ? 1 : 0);
  entry->has_seen = TRUE;
  entry->seen = *seen;
  tn_entry_to_line (entry, batch->lines);
  end_line (batch);
}

GBytes *
batch_pack (const Batch *batch, const char *extra)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "{\"push\":{\"batch\":\"b\",\"count\":%u,\"schema\":%d%s}}\n", batch->count, TN_SCHEMA_VERSION, extra);
  g_string_append_len (text, batch->lines->str, (gssize) batch->lines->len);
  GBytes *body = tn_page_deflate (text->str, text->len, 1, &error);
  g_assert_no_error (error);
  return body;
}

cJSON *
laptop_push (Laptop *laptop, const char *ward, const Batch *batch, guint status)
{
  TnAnswer answer;
  g_autofree char *path = g_strdup_printf ("/v1/w/%s/push", ward);
  g_autoptr (GBytes) body = batch_pack (batch, "");
  TnCall call = { .method = "POST", .path = path, .content_type = TN_MEDIA_NDJSON_ZSTD, .token = laptop->token, .body = body };
  laptop->send (laptop, &call, &answer);
  cJSON *json = read_answer (&answer, status);
  tn_answer_clear (&answer);
  return json;
}

void
laptop_push_ok (Laptop *laptop, const char *ward, const Batch *batch)
{
  cJSON *json = laptop_push (laptop, ward, batch, 200), *res = cJSON_GetObjectItem (json, "res");
  if (cJSON_GetArraySize (res)) g_printerr ("%s\n", cJSON_Print (res));
  g_assert_cmpint (cJSON_GetArraySize (res), ==, 0);
  cJSON_Delete (json);
}

static Page *
read_page (const TnAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  TnPageReader reader;
  TnSlice line;
  g_autoptr (GBytes) text = tn_page_inflate (answer->body, TN_LIMIT_INFLATED, &error);
  g_assert_no_error (error);
  tn_page_reader_init (&reader, text, &error);
  g_assert_no_error (error);
  Page *page = g_new0 (Page, 1);
  page->lines = g_ptr_array_new_with_free_func (g_free);
  page->end = cJSON_ParseWithLength (reader.end.p, reader.end.len);
  while (tn_page_reader_next (&reader, &line)) g_ptr_array_add (page->lines, tn_slice_dup (line));
  return page;
}

static Page *
ask_page (Laptop *laptop, const char *path, const char *body)
{
  TnAnswer answer;
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  TnCall call = { .method = "POST", .path = path, .content_type = TN_MEDIA_JSON, .token = laptop->token, .body = bytes };
  laptop->send (laptop, &call, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpstr (answer.content_type, ==, TN_MEDIA_NDJSON_ZSTD);
  Page *page = read_page (&answer);
  tn_answer_clear (&answer);
  return page;
}

Page *
laptop_pull (Laptop *laptop, const char *ward, const char *want, guint limit)
{
  g_autofree char *path = g_strdup_printf ("/v1/w/%s/pull", ward), *body = g_strdup_printf ("{\"want\":%s,\"limit\":%u}", want, limit);
  return ask_page (laptop, path, body);
}

void
page_free (Page *page)
{
  g_ptr_array_unref (page->lines);
  cJSON_Delete (page->end);
  g_free (page);
}

const char *
page_cursor (const Page *page)
{
  return json_text (page->end, "cur");
}

const char *
page_find (const Page *page, const TnId *id)
{
  TnIdStr text;
  const char *found = NULL;
  tn_id_format (id, text);
  g_autofree char *token = g_strdup_printf ("\"i\":\"%s\"", text);
  for (guint i = 0; i < page->lines->len; i++)
    if (strstr (page->lines->pdata[i], token)) found = page->lines->pdata[i];
  return found;
}

TnRow *
laptop_fetch (Laptop *laptop, const char *ward, const TnId *id)
{
  g_autoptr (GError) error = NULL;
  TnIdStr text;
  TnLine line;
  tn_id_format (id, text);
  g_autofree char *path = g_strdup_printf ("/v1/w/%s/fetch", ward), *body = g_strdup_printf ("{\"ids\":[\"%s\"]}", text);
  g_autoptr (Page) page = ask_page (laptop, path, body);
  if (page->lines->len == 0) return NULL;
  tn_line_parse (tn_slice (page->lines->pdata[0], -1), &line, &error);
  g_assert_no_error (error);
  TnRow *row = tn_line_to_row (&line, &error);
  g_assert_no_error (error);
  return row;
}

const char *
json_text (const cJSON *json, const char *key)
{
  return cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, key));
}

double
json_number (const cJSON *json, const char *key)
{
  return cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (json, key));
}

/* UUIDv7 in shape, rising with n. */
TnId
make_id (guint64 n)
{
  TnId id = { { 0x01, 0x9b, 0, 0, 0, 0, 0x70, 0, 0x80 } };
  for (guint i = 0; i < 7; i++) id.b[15 - i] = (guint8) (n >> (8 * i));
  return id;
}
