/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "upload.h"
#include <string.h>

double
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

GPtrArray *
make_upload (Laptop *laptop, guint records)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (Batch) batch = batch_new ();
  TnId household;
  for (guint made = 0, h = 0, p = 0; made < records; made++) {
    if (p == 0) add_household (batch, laptop, h, &household);
    else add_person (batch, laptop, &household, h, p);
    if (++p == 5) p = 0, h++;
    if (batch->count < UPLOAD_PER_BATCH && made + 1 < records) continue;
    g_ptr_array_add (bodies, batch_pack (batch, ""));
    g_string_truncate (batch->lines, 0);
    batch->count = 0;
  }
  return bodies;
}

GPtrArray *
make_edits (Laptop *laptop, guint edits, guint records)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (Batch) batch = batch_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  for (guint i = 0; i < edits; i++) {
    TnId id = make_id (1 + (guint64) g_rand_int_range (rand, 0, (gint32) records / 5) * 16);
    g_autofree char *phone = g_strdup_printf ("\"08%08u\"", i);
    TnRow *row = laptop_fetch (laptop, UPLOAD_WARD, &id);
    batch_set (batch, laptop, "household", &id, "phone", phone, &tn_row_unit (row, "phone")->stamp);
    tn_row_free (row);
    if (batch->count < UPLOAD_PER_BATCH && i + 1 < edits) continue;
    g_ptr_array_add (bodies, batch_pack (batch, ""));
    g_string_truncate (batch->lines, 0);
    batch->count = 0;
  }
  return bodies;
}

double
send_all (Laptop *laptop, const char *ward, GPtrArray *bodies)
{
  g_autofree char *path = g_strdup_printf ("/v1/w/%s/push", ward);
  gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < bodies->len; i++) {
    TnAnswer answer;
    TnCall call = { .method = "POST", .path = path, .content_type = TN_MEDIA_NDJSON_ZSTD, .token = laptop->token, .body = bodies->pdata[i] };
    laptop->send (laptop, &call, &answer);
    g_assert_cmpuint (answer.status, ==, 200);
    g_assert_nonnull (strstr (g_bytes_get_data (answer.body, NULL), "\"res\":[]"));
    tn_answer_clear (&answer);
  }
  return seconds_since (start);
}
