/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All wards are alike, record for record and stamp for stamp: one batch, made once, is pushed to each. What is said of 10,000 enrolled laptops is two
 * tables, written straight: an enrolment is a commit of its own, and none of what is measured. */
#include "herd.h"
#include "tn-db.h"
#include "tn-pg.h"
#include "upload.h"
#include <stdlib.h>
#include <string.h>

#define COMMITS_BEHIND (HERD_ROWS / (int) HERD_EDITS)
#define FIRST_BEHIND (HERD_SETS * (HERD_LAPTOPS / HERD_WARDS + 1))     /* the first record that no laptop edits */
#define ROWS_AT_ONCE 500u

G_STATIC_ASSERT (FIRST_BEHIND + HERD_ROWS <= HERD_RECORDS);

/* The n-th of make_upload(): a household, its four people, the next. */
static TnId
record_id (guint n)
{
  guint64 household = n / 5, person = n % 5;
  return make_id (person == 0 ? 1 + household * 16 : 2 + household * 16 + person);
}

static void
set_record (Herd *herd, Batch *batch, Laptop *laptop, guint n)
{
  TnId id = record_id (n);
  gboolean household = n % 5 == 0;
  g_autofree char *value = g_strdup_printf (household ? "\"0280%07" G_GINT64_FORMAT "\"" : "\"Lê Thị Thử %" G_GINT64_FORMAT "\"", laptop->n);
  batch_set (batch, laptop, household ? "household" : "person", &id, household ? "phone" : "name", value, &g_array_index (herd->stamps, TnStamp, n));
}

/* ---- the depot's own tables ---- */

static void
run_sql (Herd *herd, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (herd->district->dir, "district.db", NULL);
  if (herd->district->depot != NULL)
    {
      g_autoptr (TnPg) pg = tn_pg_open (herd->district->depot, &error);
      if (pg != NULL)
        tn_pg_exec (pg, sql, &error);
    }
  else
    {
      g_autoptr (TnDb) db = tn_db_open (path, 0, NULL, &error);
      if (db != NULL)
        tn_db_exec (db, sql, &error);
    }
  g_assert_no_error (error);
}

static void
append_row (Herd *herd, GString *devices, GString *grants, guint i)
{
  Laptop *laptop = herd->laptops[i];
  char pub[65];
  const char *comma = i % ROWS_AT_ONCE ? "," : "";
  tn_hex (laptop->pub, sizeof laptop->pub, pub);
  g_string_append_printf (devices, "%s('%s',%s%s','can bo','Máy %u','active',0,%" G_GINT64_FORMAT ",0)", comma, laptop->device, herd->district->depot ? "'\\x" : "x'", pub, i, herd->district->now);
  g_string_append_printf (grants, "%s('%s','%s','*','ward_officer',%" G_GINT64_FORMAT ")", comma, laptop->device, herd->wards[i % HERD_WARDS].code, herd->district->now);
}

static void
enrol_laptops (Herd *herd)
{
  for (guint i = 0; i < HERD_LAPTOPS;)
    {
      g_autoptr (GString) devices = g_string_new ("INSERT INTO device(device, pub, \"user\", name, state, session_no, enrolled_at, seen_at) VALUES ");
      g_autoptr (GString) grants = g_string_new ("INSERT INTO grant_(device, ward, stream, role, t_from) VALUES ");
      do
        {
          TnIdStr text;
          TnId id = make_id ((G_GUINT64_CONSTANT (1) << 50) + i);
          tn_id_format (&id, text);
          herd->laptops[i] = laptop_bare (herd->district);
          herd->laptops[i]->device = g_strdup (text);
          herd->laptops[i]->env = tn_env_system ();
          append_row (herd, devices, grants, i);
        }
      while (++i < HERD_LAPTOPS && i % ROWS_AT_ONCE);
      g_string_append_printf (devices, ";%s", grants->str);
      run_sql (herd, devices->str);
    }
}

/* ---- wards ---- */

static Laptop *
add_wards (Herd *herd)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = tn_district_invite (herd->district->d, UPLOAD_WARD, "ward_officer", NULL, 3, &error);
  g_assert_no_error (error);
  Laptop *first = laptop_new (herd->district, code, "Máy phường");
  g_autoptr (GString) grants = g_string_new (NULL);
  for (guint i = 0; i < HERD_WARDS; i++)
    {
      HerdWard *ward = &herd->wards[i];
      g_mutex_init (&ward->lock);
      ward->heads = g_array_new (FALSE, FALSE, sizeof (TnCursor));
      g_snprintf (ward->code, sizeof ward->code, "%u", (guint) atoi (UPLOAD_WARD) + i);
      if (i == 0)
        continue;
      tn_district_ward_add (herd->district->d, ward->code, "Phường Thử", &error);
      g_assert_no_error (error);
      g_string_append_printf (grants, "%s('%s','%s','*','ward_officer',%" G_GINT64_FORMAT ")", i > 1 ? "," : "INSERT INTO grant_(device, ward, stream, role, t_from) VALUES ",
                              first->device, ward->code, herd->district->now);
    }
  run_sql (herd, grants->str);
  return first;
}

static void
push_to (Laptop *laptop, HerdWard *ward, GBytes *body, gboolean note)
{
  TnAnswer answer;
  g_autofree char *path = g_strdup_printf ("/v1/w/%s/push", ward->code);
  TnCall call = { .method = "POST", .path = path, .content_type = TN_MEDIA_NDJSON_ZSTD, .token = laptop->token, .body = body };
  laptop->send (laptop, &call, &answer);
  gsize len;
  const char *text = g_bytes_get_data (answer.body, &len);
  cJSON *json = cJSON_ParseWithLength (text, len);
  if (answer.status != 200 || cJSON_GetArraySize (cJSON_GetObjectItem (json, "res")) > 0)
    g_error ("the ward was not taken: %.*s", (int) len, text);
  if (note)
    herd_note_head (ward, json_text (json, "cur"));
  cJSON_Delete (json);
  tn_answer_clear (&answer);
}

static void
read_stamps (Herd *herd, Laptop *laptop)
{
  herd->stamps = g_array_new (FALSE, FALSE, sizeof (TnStamp));
  for (guint n = 0; n < FIRST_BEHIND + HERD_ROWS; n++)
    {
      TnId id = record_id (n);
      g_autoptr (TnRow) row = laptop_fetch (laptop, UPLOAD_WARD, &id);
      g_array_append_val (herd->stamps, tn_row_unit (row, n % 5 == 0 ? "phone" : "name")->stamp);
    }
}

/* As the laptops that were here before this one left it: a commit for each. */
static void
fall_behind (Herd *herd, Laptop *laptop)
{
  for (int c = 0; c < COMMITS_BEHIND; c++)
    {
      g_autoptr (Batch) batch = batch_new ();
      for (guint n = 0; n < HERD_EDITS; n++)
        set_record (herd, batch, laptop, FIRST_BEHIND + (guint) c * HERD_EDITS + n);
      g_autoptr (GBytes) body = batch_pack (batch, "");
      for (guint i = 0; i < HERD_WARDS; i++)
        push_to (laptop, &herd->wards[i], body, TRUE);
    }
}

void
herd_fill (Herd *herd)
{
  g_autoptr (Laptop) laptop = add_wards (herd);
  g_autoptr (GPtrArray) bodies = make_upload (laptop, herd->records);
  for (guint i = 0; i < HERD_WARDS; i++)
    for (guint b = 0; b < bodies->len; b++)
      push_to (laptop, &herd->wards[i], bodies->pdata[b], b + 1 == bodies->len);
  read_stamps (herd, laptop);
  fall_behind (herd, laptop);
  enrol_laptops (herd);
  if (herd->district->depot != NULL)
    {
      run_sql (herd, "VACUUM ANALYZE");      /* as it is on any day but the first */
      run_sql (herd, "CHECKPOINT");
    }
}

/* ---- what a laptop knows and brings ---- */

GBytes *
herd_batch (Herd *herd, guint i)
{
  Laptop *laptop = herd->laptops[i];
  g_autoptr (Batch) batch = batch_new ();
  for (guint n = 0; n < HERD_SETS; n++)
    set_record (herd, batch, laptop, i / HERD_WARDS * HERD_SETS + n);
  for (guint n = 0; n < HERD_CREATIONS; n++)
    {
      TnId id = make_id ((G_GUINT64_CONSTANT (1) << 40) + (guint64) i * 16 + n);
      g_autofree char *body = g_strdup_printf ("{\"area\":\"019b0000-0000-7000-8000-000000000001\",\"code\":\"HM%u\",\"house_no\":\"%u\",\"residence\":\"permanent\",\"street\":\"Nguyễn Thị Minh Khai\"}", n, i);
      batch_create (batch, laptop, "household", &id, body);
    }
  return batch_pack (batch, "");
}

void
herd_note_head (HerdWard *ward, const char *cursor)
{
  TnCursor head;
  if (!tn_cursor_parse (cursor, &head))
    g_error ("“%s” is no cursor", cursor);
  g_mutex_lock (&ward->lock);
  guint at = ward->heads->len;      /* receipts come out of order, not by much */
  while (at > 0 && g_array_index (ward->heads, TnCursor, at - 1).seq > head.seq)
    at--;
  g_array_insert_val (ward->heads, at, head);
  g_mutex_unlock (&ward->lock);
}

TnCursor
herd_cursor_behind (HerdWard *ward)
{
  g_mutex_lock (&ward->lock);
  guint at = ward->heads->len - 1;
  gint64 newest = g_array_index (ward->heads, TnCursor, at).seq;
  while (at > 0 && g_array_index (ward->heads, TnCursor, at).seq > newest - HERD_ROWS)
    at--;
  TnCursor cursor = g_array_index (ward->heads, TnCursor, at);
  g_mutex_unlock (&ward->lock);
  return cursor;
}

gboolean
herd_is_whole (Herd *herd)
{
  guint records = HERD_WARDS * herd->records + HERD_CREATIONS * herd->played, seq = HERD_WARDS * (herd->records + HERD_ROWS) + HERD_EDITS * herd->played;
  g_autofree char *wanted = g_strdup_printf ("%u|%u", seq, records), *is = district_ask (herd->district, "SELECT sum(seq), (SELECT sum(n) FROM stream) FROM ward");
  if (!g_str_equal (wanted, is))
    g_print ("the wards should hold %s (numbers given out | records), and hold %s\n", wanted, is);
  return g_str_equal (wanted, is);
}
