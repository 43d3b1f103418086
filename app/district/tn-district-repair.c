/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes by which a laptop finds out what differs, and fetches it. */
#include "tn-district-private.h"

#define BUCKETS 256
#define KNOWN_MAX 5000
#define ZSTD_LEVEL 1

/* ---- known ---- */

static void
add_index (cJSON *list, gboolean yes, int i)
{
  if (yes) cJSON_AddItemToArray (list, cJSON_CreateNumber (i));
}

typedef struct { cJSON *have, *root, *rejected; } KnownLists;

/* FALSE = answered. */
static gboolean
look_up (Desk *desk, const char *ward, const cJSON *question, int i, KnownLists *lists)
{
  g_autoptr (GError) error = NULL;
  const char *text[4];
  TnChangeName change;
  gboolean durable, held, rejected;
  for (int n = 0; n < 4; n++) text[n] = cJSON_GetStringValue (cJSON_GetArrayItem (question, n));
  if (!tn_change_name_parse (text[0], text[1], text[2], text[3], &change)) {
    desk_problem (desk, TN_PROBLEM_MALFORMED);
    return FALSE;
  }
  if (!desk->d->depot->driver->find_change (desk->d->depot, ward, &change, &durable, &held, &rejected, &error)) {
    desk_fail (desk, error);
    return FALSE;
  }
  add_index (lists->have, durable || held, i);
  add_index (lists->root, durable, i);
  add_index (lists->rejected, rejected && !durable && !held, i);
  return TRUE;
}

void
route_known (Desk *desk)
{
  const char *ward = desk_text (desk, "ward");
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (desk->json, "e"), *question;
  int i = 0;
  if (!ward || !cJSON_IsArray (list) || cJSON_GetArraySize (list) > KNOWN_MAX) {
    desk_problem (desk, TN_PROBLEM_MALFORMED);
    return;
  }
  desk->ward = g_strdup (ward);
  g_autoptr (TnScope) scope = desk_scope (desk);
  if (!scope) return;
  cJSON *json = cJSON_CreateObject ();
  KnownLists lists = { cJSON_AddArrayToObject (json, "have"), cJSON_AddArrayToObject (json, "root"), cJSON_AddArrayToObject (json, "rejected") };
  cJSON_ArrayForEach (question, list) {
    if (look_up (desk, ward, question, i++, &lists)) continue;
    cJSON_Delete (json);
    return;
  }
  desk_json (desk, json);
}

/* ---- digest and ids ---- */

/* Each once, by whatever name it was asked for: they become the names of an object. A hub asks for "*" and for its own stream. */
static void
add_once (GPtrArray *streams, const char *name)
{
  if (!g_ptr_array_find_with_equal_func (streams, name, g_str_equal, NULL)) g_ptr_array_add (streams, g_strdup (name));
}

/* The streams asked for, "*" spelled out; NULL = answered. */
static GPtrArray *
read_streams (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnScope) scope = desk_scope (desk);
  if (!scope) return NULL;
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (desk->json, "streams"), *item;
  g_autoptr (GPtrArray) all = desk->d->depot->driver->streams (desk->d->depot, desk->ward, &error);
  if (!all) {
    desk_fail (desk, error);
    return NULL;
  }
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func (g_free);
  cJSON_ArrayForEach (item, list) {
    const char *name = cJSON_GetStringValue (item);
    gboolean star = g_strcmp0 (name, "*") == 0;
    if (!name || (!star && !tn_scope_allows (scope, name))) {
      desk_problem (desk, name ? TN_PROBLEM_SCOPE : TN_PROBLEM_MALFORMED);
      return NULL;
    }
    if (!star) add_once (streams, name);
    for (guint i = 0; star && i < all->len; i++)
      if (tn_scope_allows (scope, all->pdata[i])) add_once (streams, all->pdata[i]);
  }
  return g_steal_pointer (&streams);
}

/* Read before the records are: what is committed meanwhile comes again by the next pull from here. */
static gboolean
read_head (Desk *desk, char cursor[TN_CURSOR_TEXT])
{
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;
  TnCursor head;
  if (!desk->d->depot->driver->ward_head (desk->d->depot, desk->ward, &found, &head, &error)) {
    desk_fail (desk, error);
    return FALSE;
  }
  if (!found) desk_problem (desk, TN_PROBLEM_WARD_GONE);
  tn_cursor_format (&head, cursor);
  return found;
}

typedef struct { gint64 n[BUCKETS]; TnSum sum[BUCKETS]; } Buckets;

static void
add_to_bucket_cb (const char *stream, const TnId *id, const TnHash *h, gpointer user_data)
{
  Buckets *buckets = user_data;
  guint8 last = id->b[sizeof id->b - 1];
  buckets->n[last]++;
  tn_sum_add (&buckets->sum[last], h);
}

static void
add_buckets (cJSON *streams, const char *stream, const Buckets *buckets)
{
  cJSON *object = cJSON_AddObjectToObject (streams, stream);
  for (guint i = 0; i < BUCKETS; i++) {
    char key[3], hex[33];
    guint8 bytes[16];
    if (!buckets->n[i]) continue;
    g_snprintf (key, sizeof key, "%02x", i);
    tn_sum_to_bytes (&buckets->sum[i], bytes);
    tn_hex (bytes, sizeof bytes, hex);
    cJSON *pair = cJSON_AddArrayToObject (object, key);
    cJSON_AddItemToArray (pair, cJSON_CreateNumber ((double) buckets->n[i]));
    cJSON_AddItemToArray (pair, cJSON_CreateString (hex));
  }
}

void
route_digest (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  char cursor[TN_CURSOR_TEXT];
  g_autoptr (GPtrArray) names = read_streams (desk);
  if (!names || !read_head (desk, cursor)) return;
  cJSON *json = cJSON_CreateObject (), *streams;
  cJSON_AddStringToObject (json, "cur", cursor);
  streams = cJSON_AddObjectToObject (json, "streams");
  for (guint i = 0; i < names->len; i++) {
    g_autofree Buckets *buckets = g_new0 (Buckets, 1);
    if (!desk->d->depot->driver->each_hash (desk->d->depot, desk->ward, names->pdata[i], add_to_bucket_cb, buckets, &error)) {
      cJSON_Delete (json);
      desk_fail (desk, error);
      return;
    }
    add_buckets (streams, names->pdata[i], buckets);
  }
  desk_json (desk, json);
}

typedef struct { gboolean wanted[BUCKETS]; TnPageWriter *page; } IdList;

static void
add_id_cb (const char *stream, const TnId *id, const TnHash *h, gpointer user_data)
{
  IdList *list = user_data;
  TnIdStr text;
  char hex[33], line[128];
  if (!list->wanted[id->b[sizeof id->b - 1]] || tn_page_writer_size (list->page) > TN_LIMIT_INFLATED) return;
  tn_id_format (id, text);
  tn_hex (h->b, sizeof h->b, hex);
  int len = g_snprintf (line, sizeof line, "{\"i\":\"%s\",\"h\":\"%s\"}", text, hex);
  tn_page_writer_line (list->page, line, (gsize) len);
}

static void
read_buckets (Desk *desk, IdList *list)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (desk->json, "buckets")) {
    if (cJSON_IsNumber (item) && item->valueint >= 0 && item->valueint < BUCKETS) list->wanted[item->valueint] = TRUE;
  }
}

static void
end_page (Desk *desk, TnPageWriter *page, const char *cursor)
{
  g_autofree char *end = g_strdup_printf ("\"count\":%u,\"cur\":\"%s\"", tn_page_writer_count (page), cursor);
  if (tn_page_writer_size (page) > TN_LIMIT_INFLATED) desk_problem (desk, TN_PROBLEM_TOO_LARGE);
  else desk_page (desk, page, end);
}

void
route_ids (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  char cursor[TN_CURSOR_TEXT];
  g_autoptr (GPtrArray) names = read_streams (desk);
  if (!names || !read_head (desk, cursor)) return;
  g_autoptr (TnPageWriter) page = tn_page_writer_new (ZSTD_LEVEL);
  IdList list = { .page = page };
  read_buckets (desk, &list);
  for (guint i = 0; i < names->len; i++) {
    if (desk->d->depot->driver->each_hash (desk->d->depot, desk->ward, names->pdata[i], add_id_cb, &list, &error)) continue;
    desk_fail (desk, error);
    return;
  }
  end_page (desk, page, cursor);
}

/* ---- fetch ---- */

static GArray *
read_ids (Desk *desk)
{
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (desk->json, "ids"), *item;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  gboolean good = cJSON_IsArray (list);
  cJSON_ArrayForEach (item, list) {
    TnId id;
    const char *text = cJSON_GetStringValue (item);
    good = good && text && tn_id_parse (text, -1, &id);
    if (!good) break;
    g_array_append_val (ids, id);
  }
  if (good && ids->len <= TN_LIMIT_FETCH_IDS) return g_steal_pointer (&ids);
  desk_problem (desk, good ? TN_PROBLEM_TOO_LARGE : TN_PROBLEM_MALFORMED);
  return NULL;
}

void
route_fetch (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  TnCursor head;
  char cursor[TN_CURSOR_TEXT];
  if (desk->pull_refused) {
    desk_problem (desk, TN_PROBLEM_UPGRADE);
    return;
  }
  g_autoptr (TnScope) scope = desk_scope (desk);
  g_autoptr (GArray) ids = scope ? read_ids (desk) : NULL;
  if (!ids) return;
  g_autoptr (TnPageWriter) page = tn_page_writer_new (ZSTD_LEVEL);
  if (!desk->d->depot->driver->fetch (desk->d->depot, desk->ward, (const TnId *) (gpointer) ids->data, ids->len, scope, page, &head, &error)) {
    desk_fail (desk, error);
    return;
  }
  tn_cursor_format (&head, cursor);
  end_page (desk, page, cursor);
}
