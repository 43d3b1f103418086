/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include "tn-hash.h"
#include "tn-page.h"
#include "tn-repair.h"
#include "tn-client-private.h"

/* Where two holders of the same streams differ: first by the sums of 256 buckets (of the id's last byte, which is random), then id by id in
 * those that differ. Streams only decide whether a bucket differs; records are compared by id, since after a restore the same record may
 * stand in another stream. */
#define BUCKETS 256u
#define PART_RECORDS 40000          /* ids asked for at once: some MB here and on the wire */

typedef struct { gint64 n[BUCKETS]; TnSum sum[BUCKETS]; } Sums;

void
tn_compare_clear (TnCompare *compare)
{
  g_clear_pointer (&compare->hand_in, g_array_unref);
  g_clear_pointer (&compare->take, g_array_unref);
  g_clear_pointer (&compare->cursor, g_free);
}

static guint8
bucket_of (const TnId *id)
{
  return id->b[sizeof id->b - 1];
}

static gboolean
is_ours (TnClient *c, const char *stream)
{
  return g_strv_contains ((const char *const *) c->streams, "*") || g_strv_contains ((const char *const *) c->streams, stream);
}

/* ---- sums ---- */

typedef struct { TnClient *c; GHashTable *streams; /* char* → Sums* */ gint64 here[BUCKETS]; gboolean *differing; } Scan;

static Sums *
sums_of (GHashTable *streams, const char *stream)
{
  Sums *sums = g_hash_table_lookup (streams, stream);
  if (sums == NULL)
    g_hash_table_insert (streams, g_strdup (stream), sums = g_new0 (Sums, 1));
  return sums;
}

/* What is in no stream of the scope any more can't be compared, as the upstream does not show it: it is handed in unseen. */
static void
add_sum_cb (const char *stream, const TnId *id, const TnHash *h, gpointer user_data)
{
  Scan *scan = user_data;
  guint8 bucket = bucket_of (id);
  scan->here[bucket]++;
  if (!is_ours (scan->c, stream)) {
    scan->differing[bucket] = TRUE;
    return;
  }
  Sums *sums = sums_of (scan->streams, stream);
  sums->n[bucket]++;
  tn_sum_add (&sums->sum[bucket], h);
}

static gboolean
read_sum (const cJSON *pair, Sums *sums)
{
  guint8 bytes[16];
  const cJSON *n = cJSON_GetArrayItem (pair, 0);
  const char *hex = cJSON_GetStringValue (cJSON_GetArrayItem (pair, 1));
  guint bucket = (guint) g_ascii_strtoull (pair->string, NULL, 16);
  if (bucket >= BUCKETS || !cJSON_IsNumber (n) || n->valuedouble < 0 || hex == NULL || strlen (hex) != 2 * sizeof bytes || !tn_unhex (hex, 2 * sizeof bytes, bytes))
    return FALSE;
  sums->n[bucket] = (gint64) n->valuedouble;
  tn_sum_from_bytes (&sums->sum[bucket], bytes);
  return TRUE;
}

static gboolean
read_sums (const cJSON *streams, GHashTable *theirs)
{
  const cJSON *stream, *pair;
  cJSON_ArrayForEach (stream, streams) {
    Sums *sums = sums_of (theirs, stream->string);
    cJSON_ArrayForEach (pair, stream)
      if (!read_sum (pair, sums))
        return FALSE;
  }
  return cJSON_IsObject (streams);
}

static void
mark_differing (GHashTable *a, GHashTable *b, gboolean *differing)
{
  static const Sums none;
  GHashTableIter it;
  gpointer stream, value;
  g_hash_table_iter_init (&it, a);
  while (g_hash_table_iter_next (&it, &stream, &value)) {
    const Sums *one = value, *other = g_hash_table_lookup (b, stream);
    if (other == NULL)
      other = &none;
    for (guint i = 0; i < BUCKETS; i++)
      if (one->n[i] != other->n[i] || one->sum[i].lo != other->sum[i].lo || one->sum[i].hi != other->sum[i].hi)
        differing[i] = TRUE;
  }
}

static void
count_there (TnCompare *compare, GHashTable *theirs)
{
  GHashTableIter it;
  gpointer value;
  g_hash_table_iter_init (&it, theirs);
  while (g_hash_table_iter_next (&it, NULL, &value))
    for (guint i = 0; i < BUCKETS; i++)
      compare->there[i] += ((const Sums *) value)->n[i];
}

/* {"streams":[…]} with more members, or {"streams":[…]}. */
static GBytes *
make_request (TnClient *c, const gboolean *buckets)
{
  cJSON *json = cJSON_CreateObject ();
  cJSON *streams = cJSON_AddArrayToObject (json, "streams");
  for (guint i = 0; c->streams[i] != NULL; i++)
    cJSON_AddItemToArray (streams, cJSON_CreateString (c->streams[i]));
  cJSON *list = buckets != NULL ? cJSON_AddArrayToObject (json, "buckets") : NULL;
  for (guint i = 0; list != NULL && i < BUCKETS; i++)
    if (buckets[i])
      cJSON_AddItemToArray (list, cJSON_CreateNumber (i));
  char *text = cJSON_PrintUnformatted (json);
  cJSON_Delete (json);
  return g_bytes_new_with_free_func (text, strlen (text), (GDestroyNotify) cJSON_free, text);
}

static gboolean
ask_digest (TnCompare *compare, TnClient *c, GHashTable *theirs, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  g_autofree char *path = tn_client_path (c, "digest");
  g_autoptr (GBytes) body = make_request (c, NULL);
  TnClientCall call = { .method = "POST", .path = path, .body = body, .token = TRUE, .max_body = TN_LIMIT_INFLATED };
  if (!tn_client_ask (c, &call, &response, &problem, error))
    return FALSE;
  cJSON *json = tn_client_parse (&response, error);
  if (json == NULL)
    return FALSE;
  compare->cursor = g_strdup (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "cur")));
  gboolean ok = (compare->cursor != NULL && read_sums (cJSON_GetObjectItemCaseSensitive (json, "streams"), theirs)) || tn_client_bad_answer ("digest", error);
  cJSON_Delete (json);
  return ok;
}

gboolean
tn_compare_begin (TnCompare *compare, TnClient *c, GError **error)
{
  g_autoptr (GHashTable) theirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) mine = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  *compare = (TnCompare) { .hand_in = g_array_new (FALSE, FALSE, sizeof (TnId)), .take = g_array_new (FALSE, FALSE, sizeof (TnId)) };
  g_autofree Scan *scan = g_new0 (Scan, 1);
  scan->c = c;
  scan->streams = mine;
  scan->differing = compare->differing;
  if (!ask_digest (compare, c, theirs, error) || !tn_repair_each (c->copy, add_sum_cb, scan, error))
    return FALSE;
  mark_differing (theirs, mine, compare->differing);
  mark_differing (mine, theirs, compare->differing);
  count_there (compare, theirs);
  for (guint i = 0; i < BUCKETS; i++)
    if (compare->differing[i])
      compare->total += (guint64) MAX (compare->there[i], scan->here[i]);
  return TRUE;
}

/* ---- ids ---- */

typedef struct { TnId id; TnHash h; gboolean here; } Theirs;

static gboolean
read_line (TnSlice line, Theirs *theirs)
{
  TnSlice id = tn_json_member (line, "i"), h = tn_json_member (line, "h");
  return id.len == TN_ID_STR_LEN + 2 && tn_id_parse (id.p + 1, TN_ID_STR_LEN, &theirs->id) && h.len == 2 * sizeof theirs->h.b + 2
         && tn_unhex (h.p + 1, 2 * sizeof theirs->h.b, theirs->h.b);
}

static gboolean
read_ids (GBytes *page, GHashTable *ids, GError **error)
{
  TnPageReader reader;
  TnSlice line;
  if (!tn_page_reader_init (&reader, page, error))
    return FALSE;
  while (tn_page_reader_next (&reader, &line)) {
    g_autofree Theirs *theirs = g_new0 (Theirs, 1);
    if (!read_line (line, theirs))
      return tn_client_bad_answer ("ids", error);
    Theirs *kept = g_steal_pointer (&theirs);
    g_hash_table_replace (ids, &kept->id, kept);
  }
  return TRUE;
}

static gboolean
ask_ids (TnCompare *compare, TnClient *c, GHashTable *ids, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  g_autofree char *path = tn_client_path (c, "ids");
  g_autoptr (GBytes) body = make_request (c, compare->part);
  TnClientCall call = { .method = "POST", .path = path, .body = body, .token = TRUE, .max_body = TN_LIMIT_INFLATED };
  if (!tn_client_ask (c, &call, &response, &problem, error))
    return FALSE;
  g_autoptr (GBytes) page = tn_page_inflate (response.body, TN_LIMIT_INFLATED, error);
  return page != NULL && read_ids (page, ids, error);
}

typedef struct { TnCompare *compare; TnClient *c; GHashTable *ids; } Match;

static void
match_cb (const char *stream, const TnId *id, const TnHash *h, gpointer user_data)
{
  Match *m = user_data;
  if (!m->compare->part[bucket_of (id)])
    return;
  Theirs *theirs = g_hash_table_lookup (m->ids, id);
  if (theirs != NULL)
    theirs->here = memcmp (&theirs->h, h, sizeof *h) == 0;
  if (theirs == NULL || !theirs->here)
    g_array_append_vals (m->compare->hand_in, id, 1);
}

static void
list_take (TnCompare *compare, GHashTable *ids)
{
  GHashTableIter it;
  gpointer value;
  g_hash_table_iter_init (&it, ids);
  while (g_hash_table_iter_next (&it, NULL, &value))
    if (!((const Theirs *) value)->here)
      g_array_append_vals (compare->take, &((const Theirs *) value)->id, 1);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (TnId));
}

static gint64
choose_part (TnCompare *compare)
{
  gint64 n = 0;
  gboolean any = FALSE;
  memset (compare->part, 0, sizeof compare->part);
  for (guint i = 0; i < BUCKETS; i++) {
    if (!compare->differing[i] || (any && n + compare->there[i] > PART_RECORDS))
      continue;
    compare->part[i] = any = TRUE;
    compare->differing[i] = FALSE;
    n += compare->there[i];
  }
  return any ? n : -1;
}

gboolean
tn_compare_next (TnCompare *compare, TnClient *c, gboolean *more, GError **error)
{
  g_array_set_size (compare->hand_in, 0);
  g_array_set_size (compare->take, 0);
  gint64 n = choose_part (compare);
  *more = n >= 0;
  if (!*more)
    return TRUE;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (tn_id_hash, tn_id_equal, NULL, g_free);
  Match match = { compare, c, ids };
  if (g_cancellable_set_error_if_cancelled (c->cancellable, error) || !ask_ids (compare, c, ids, error)
      || !tn_repair_each (c->copy, match_cb, &match, error))
    return FALSE;
  list_take (compare, ids);
  g_array_sort (compare->take, compare_ids);   /* as they were made, so that parents come before children mostly, here and there */
  compare->done += (guint64) n;
  return TRUE;
}
