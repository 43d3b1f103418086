/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Routes of one ward: handing in, taking, waiting. */
#define G_LOG_DOMAIN "tungnha-district"
#include "tn-district-private.h"
#include "tn-push.h"

#define ZSTD_LEVEL 1       /* level 3 gains nothing here (ids and stamps are the entropy) and takes twice the time */
#define WANT_MAX 500
#define WAIT_LINES 500     /* a page that a wait carries; more are pulled */

GBytes *
desk_inflate (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GBytes *text = tn_page_inflate (desk->call->body, TN_LIMIT_INFLATED, &error);
  if (!text) desk_problem (desk, tn_problem_from_error (error));
  return text;
}

TnScope *
desk_scope (Desk *desk)
{
  g_autoptr (GPtrArray) grants = desk_grants (desk);
  if (!grants) return NULL;
  g_autoptr (TnScope) scope = tn_scope_new (grants, desk->ward);
  if (!tn_scope_is_empty (scope)) return g_steal_pointer (&scope);
  desk_problem (desk, TN_PROBLEM_SCOPE);
  return NULL;
}

/* ---- cursors ---- */

/* FALSE = answered. */
static gboolean
read_cursor (Desk *desk, const char *text, TnCursor *cursor)
{
  g_autoptr (GError) error = NULL;
  gboolean held = FALSE;
  if (!tn_cursor_parse (text, cursor)) {
    desk_problem (desk, TN_PROBLEM_MALFORMED);
    return FALSE;
  }
  if (!desk->d->depot->driver->has_cursor (desk->d->depot, desk->ward, cursor, &held, &error)) desk_fail (desk, error);
  else if (!held) desk_problem (desk, TN_PROBLEM_CURSOR_UNKNOWN);
  return held;
}

/* A session outlives the state that it was opened on: this district may have been put back since, or be a standby that had not got all. Then nothing is taken or
 * given before the laptop has heard of it, or it would take what it was told last for safe here. FALSE = answered. */
static gboolean
fits_known (Desk *desk, const char *known)
{
  TnCursor cursor;
  return !known || read_cursor (desk, known, &cursor);
}

/* ---- push ---- */

static cJSON *
list_answers (const GArray *answers)
{
  cJSON *list = cJSON_CreateArray ();
  for (guint i = 0; i < answers->len; i++) {
    const TnPushAnswer *a = &g_array_index (answers, TnPushAnswer, i);
    cJSON *item = cJSON_CreateObject ();
    cJSON_AddItemToArray (list, item);
    cJSON_AddNumberToObject (item, "n", (double) a->n);
    cJSON_AddStringToObject (item, "code", a->code);
    if (a->why) cJSON_AddStringToObject (item, "why", a->why);
  }
  return list;
}

static cJSON *
make_cursor (const TnCursor *cursor)
{
  char text[TN_CURSOR_TEXT];
  cJSON *json = cJSON_CreateObject ();
  tn_cursor_format (cursor, text);
  cJSON_AddStringToObject (json, "cur", text);
  return json;
}

/* What the laptop sees of the ward, if nobody has written since: it then knows whether it holds the same, and needs no page of its own edits. */
static gboolean
add_sum (Desk *desk, const TnScope *scope, const TnCursor *commit, cJSON *json, GError **error)
{
  TnCursor head;
  TnSum sum;
  guint8 bytes[16];
  char hex[2 * sizeof bytes + 1];
  gint64 n;
  if (!desk->d->depot->driver->scope_sum (desk->d->depot, desk->ward, scope, &head, &n, &sum, error)) return FALSE;
  if (head.seq != commit->seq || strcmp (head.tok, commit->tok) != 0) return TRUE;
  tn_sum_to_bytes (&sum, bytes);
  tn_hex (bytes, sizeof bytes, hex);
  cJSON *list = cJSON_AddArrayToObject (json, "sum");
  cJSON_AddItemToArray (list, cJSON_CreateNumber ((double) n));
  cJSON_AddItemToArray (list, cJSON_CreateString (hex));
  return TRUE;
}

/* grants NULL = no sum is told. */
static void
answer_batch (Desk *desk, GPtrArray *grants, const TnPushResult *result, cJSON *res)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnScope) scope = grants ? tn_scope_new (grants, desk->ward) : NULL;
  cJSON *json = make_cursor (&result->head);
  if (!grants || cJSON_GetArraySize (res) > 0) cJSON_AddItemToObject (json, "res", res);
  else cJSON_Delete (res);
  if (scope && !tn_scope_is_empty (scope) && !add_sum (desk, scope, &result->head, json, &error)) g_warning ("%s: %s", desk->call->path, error->message);
  desk_json (desk, json);   /* the batch is safe, with a sum or without */
}

gboolean
district_ever_held (GPtrArray *grants, const char *ward)
{
  for (guint i = 0; i < grants->len; i++)
    if (strcmp (((TnGrant *) grants->pdata[i])->ward, ward) == 0) return TRUE;
  return FALSE;
}

static cJSON *
list_repair_answers (const GArray *answers)
{
  cJSON *list = cJSON_CreateArray ();
  for (guint i = 0; i < answers->len; i++) {
    const TnRepairAnswer *a = &g_array_index (answers, TnRepairAnswer, i);
    TnIdStr id;
    cJSON *item = cJSON_CreateObject ();
    tn_id_format (&a->id, id);
    cJSON_AddItemToArray (list, item);
    cJSON_AddStringToObject (item, "i", id);
    cJSON_AddStringToObject (item, "code", a->code);
    if (a->why) cJSON_AddStringToObject (item, "why", a->why);
  }
  return list;
}

typedef gboolean (*RunBatch) (const TnPushContext *context, GBytes *batch, TnPushResult *result, GError **error);

/* Hands the batch on, where this desk relays, or merges it here. FALSE = answered. */
static gboolean
merge_batch (Desk *desk, const TnPushContext *context, GBytes *batch, RunBatch run, TnPushResult *result)
{
  g_autoptr (GError) error = NULL;
  TnDepot *depot = desk->d->depot;
  gboolean relays = depot->driver->caps & TN_DEPOT_RELAYS;
  if (!(relays ? depot->driver->relay (depot, context, batch, result, &error) : run (context, batch, result, &error))) {
    if (result->problem == TN_PROBLEM_INTERNAL) desk_fail (desk, error);
    else desk_problem (desk, result->problem);
    return FALSE;
  }
  if (!result->erased || tn_district_keep_erased (desk->d, &error)) return TRUE;
  desk_fail (desk, error);
  return FALSE;
}

/* A ward that the laptop has lost is open to it here: what was typed while the right was held is taken, the rest is held. */
static void
run_batch (Desk *desk, RunBatch run, cJSON *(*list) (const TnPushResult *result))
{
  g_autoptr (GError) error = NULL;
  g_auto (TnPushResult) result = { 0 };
  g_autoptr (GPtrArray) grants = desk_grants (desk);
  if (!grants) return;
  if (!district_ever_held (grants, desk->ward)) {
    desk_problem (desk, TN_PROBLEM_SCOPE);
    return;
  }
  if (!fits_known (desk, desk->call->known)) return;
  g_autoptr (GBytes) batch = desk_inflate (desk);
  if (!batch) return;
  g_auto (TnBatchHead) head = { 0 };
  g_autoptr (TnDevice) author = NULL;
  g_autoptr (GPtrArray) rights = g_ptr_array_ref (grants);
  TnProblem problem = TN_PROBLEM_MALFORMED;
  if (run == tn_push_run && !tn_batch_head_parse (batch, "push", &head, &problem, &error)) {
    desk_problem (desk, problem);
    return;
  }
  gboolean relays = desk->d->depot->driver->caps & TN_DEPOT_RELAYS;
  if (head.origin && !relays) {
    g_clear_pointer (&rights, g_ptr_array_unref);
    if (!desk_find_origin (desk, head.origin, grants, &author, &rights)) return;
  }
  const TnDevice *by = author ? author : desk->device;
  TnPushContext context = { .depot = desk->d->depot, .env = desk->d->env, .ward = desk->ward, .device = by->device,
                            .device_name = by->name, .grants = rights, .root_replica = desk->d->root_replica };
  if (!merge_batch (desk, &context, batch, run, &result)) return;
  gboolean push = run == tn_push_run && !relays;   /* a hub's receipt closes nothing, so its laptop pulls: no sum, and a wait that ends */
  if (result.moved && push) district_tell_pushed (desk->d, desk->ward, desk->device->device, result.before, result.head.seq);
  else if (result.moved) district_tell_moved (desk->d, desk->ward, result.head.seq);
  answer_batch (desk, push ? grants : NULL, &result, list (&result));
}

static cJSON *
list_of_push (const TnPushResult *result)
{
  return list_answers (result->answers);
}

static cJSON *
list_of_repair (const TnPushResult *result)
{
  return list_repair_answers (result->repairs);
}

void
route_push (Desk *desk)
{
  run_batch (desk, tn_push_run, list_of_push);
}

void
route_repair (Desk *desk)
{
  run_batch (desk, tn_repair_run, list_of_repair);
}

/* ---- pull ---- */

static void
clear_request (TnPullRequest *request)
{
  g_clear_pointer (&request->names, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnPullRequest, clear_request)

static gboolean
read_want (Desk *desk, const TnScope *scope, const cJSON *item, TnPullRequest *request)
{
  const char *stream = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "s"));
  gboolean star = g_strcmp0 (stream, "*") == 0;
  TnCursor cursor;
  if (!stream || (star ? !scope->star_classes : !tn_scope_allows (scope, stream))) {
    desk_problem (desk, stream ? TN_PROBLEM_SCOPE : TN_PROBLEM_MALFORMED);
    return FALSE;
  }
  if (!read_cursor (desk, cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "cur")), &cursor)) return FALSE;
  if (star) {
    request->star_seq = cursor.seq;
    request->star_classes = scope->star_classes;
  } else {
    gint64 *seq = g_new (gint64, 1);
    *seq = cursor.seq;
    g_hash_table_insert (request->names, g_strdup (stream), seq);
  }
  return TRUE;
}

static gboolean
read_wants (Desk *desk, const TnScope *scope, TnPullRequest *request)
{
  const cJSON *want = cJSON_GetObjectItemCaseSensitive (desk->json, "want"), *item;
  int n = cJSON_GetArraySize (want);
  if (!cJSON_IsArray (want) || n < 1 || n > WANT_MAX) {
    desk_problem (desk, TN_PROBLEM_MALFORMED);
    return FALSE;
  }
  if (!fits_known (desk, desk_text (desk, "known"))) return FALSE;
  cJSON_ArrayForEach (item, want) {
    if (!read_want (desk, scope, item, request)) return FALSE;
  }
  return TRUE;
}

char *
district_end_members (TnPageWriter *page, const TnPullResult *result, gboolean digests)
{
  char cursor[TN_CURSOR_TEXT];
  GString *end = g_string_new (NULL);
  tn_cursor_format (&result->cur, cursor);
  g_string_append_printf (end, "\"count\":%u,\"cur\":\"%s\",\"more\":%s", tn_page_writer_count (page), cursor, result->more ? "true" : "false");
  if (result->more && result->left) g_string_append_printf (end, ",\"left\":%" G_GINT64_FORMAT, result->left);
  if (digests && !result->more) g_string_append_printf (end, ",\"dig\":{%s}", result->dig->str);
  return g_string_free (end, FALSE);
}

static void
answer_page (Desk *desk, TnPageWriter *page, const TnPullResult *result, gboolean digests)
{
  g_autofree char *end = district_end_members (page, result, digests);
  desk_page (desk, page, end);
}

void
route_pull (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  if (desk->pull_refused) {
    desk_problem (desk, TN_PROBLEM_UPGRADE);
    return;
  }
  g_autoptr (TnScope) scope = desk_scope (desk);
  if (!scope) return;
  g_auto (TnPullRequest) request = { .ward = desk->ward, .star_seq = -1, .max_bytes = TN_LIMIT_PAGE_BYTES };
  request.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  request.max_lines = (guint) CLAMP (desk_number (desk, "limit", TN_LIMIT_PAGE_LINES), 1, TN_LIMIT_PAGE_LINES);
  if (!read_wants (desk, scope, &request)) return;
  g_autoptr (TnPageWriter) page = tn_page_writer_new (ZSTD_LEVEL);
  g_autoptr (GString) dig = g_string_new (NULL);
  TnPullResult result = { .dig = dig };
  if (!desk->d->depot->driver->pull (desk->d->depot, &request, page, &result, &error)) desk_fail (desk, error);
  else answer_page (desk, page, &result, TRUE);
}

/* ---- wait ---- */

static void
put_down (Desk *desk, gint64 seq)
{
  desk->answer->status = 204;
  desk->answer->wait = TRUE;
  desk->answer->wait_ward = g_strdup (desk->ward);
  desk->answer->wait_device = g_strdup (desk->device->device);
  desk->answer->wait_seq = seq;
}

static void
wait_for_move (Desk *desk, const TnCursor *head)
{
  TnCursor cursor;
  if (!tn_cursor_parse (desk_text (desk, "cur"), &cursor)) desk_problem (desk, TN_PROBLEM_MALFORMED);
  else if (head->seq != cursor.seq || strcmp (head->tok, cursor.tok) != 0) desk_json (desk, make_cursor (head));
  else put_down (desk, head->seq);
}

static gboolean
is_behind (const TnPullRequest *request, gint64 seq)
{
  GHashTableIter it;
  gpointer cursor;
  if (request->star_seq >= 0 && request->star_seq < seq) return TRUE;
  g_hash_table_iter_init (&it, request->names);
  while (g_hash_table_iter_next (&it, NULL, &cursor))
    if (*(gint64 *) cursor < seq) return TRUE;
  return FALSE;
}

/* The page itself is the answer: who waits for it need not ask again. Small, against the text that both sides have. */
static void
wait_for_page (Desk *desk, const TnScope *scope, const TnCursor *head)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnPullRequest) request = { .ward = desk->ward, .star_seq = -1, .max_lines = WAIT_LINES, .max_bytes = TN_LIMIT_PAGE_BYTES };
  request.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (desk->pull_refused) desk_problem (desk, TN_PROBLEM_UPGRADE);
  if (desk->pull_refused || !read_wants (desk, scope, &request)) return;
  if (!is_behind (&request, head->seq)) {
    put_down (desk, head->seq);
    desk->answer->wait_others = TRUE;
    return;
  }
  g_autoptr (TnPageWriter) page = tn_page_writer_new (ZSTD_LEVEL);
  g_autoptr (GString) dig = g_string_new (NULL);
  TnPullResult result = { .dig = dig };
  if (desk_number (desk, "dict", 0) == TN_PAGE_DICT) tn_page_writer_use_dict (page);
  if (!desk->d->depot->driver->pull (desk->d->depot, &request, page, &result, &error)) desk_fail (desk, error);
  else answer_page (desk, page, &result, FALSE);
}

void
route_wait (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnScope) scope = desk_scope (desk);
  TnCursor head;
  gboolean found = FALSE;
  if (!scope) return;
  if (!desk->d->depot->driver->ward_head (desk->d->depot, desk->ward, &found, &head, &error)) desk_fail (desk, error);
  else if (!found) desk_problem (desk, TN_PROBLEM_WARD_GONE);
  else if (cJSON_HasObjectItem (desk->json, "want")) wait_for_page (desk, scope, &head);
  else wait_for_move (desk, &head);
}

/* ---- custody ---- */

void
route_custody (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnBatchHead) head = { 0 };
  TnProblem problem = TN_PROBLEM_MALFORMED;
  gsize len;
  char hex[33];
  g_autoptr (GBytes) batch = desk_inflate (desk);
  if (!batch) return;
  if (!tn_batch_head_parse (batch, "push", &head, &problem, &error) || !head.device || !head.ward) {
    desk_problem (desk, problem);
    return;
  }
  if (!desk_verify (desk, head.device)) return;
  const char *raw = g_bytes_get_data (batch, &len);
  /* The lines alone make the id: a laptop that hands in again names another batch. */
  TnHeld held = { .qid = tn_hash (head.rest.p, head.rest.len), .ward = head.ward, .device = desk->device->device, .why = "custody", .raw = { raw, len } };
  if (!desk->d->depot->driver->hold (desk->d->depot, &held, &error)) {
    if (g_error_matches (error, TN_ERROR, TN_ERROR_TOO_LARGE)) desk_problem (desk, TN_PROBLEM_TOO_LARGE);
    else desk_fail (desk, error);
    return;
  }
  tn_hex (held.qid.b, sizeof held.qid.b, hex);
  cJSON *json = cJSON_CreateObject ();
  cJSON_AddStringToObject (json, "qid", hex);
  desk_json (desk, json);
}
