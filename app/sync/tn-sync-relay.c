/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include "tn-meta-keys.h"
#include "tn-page.h"
#include "tn-relay.h"
#include "tn-client-private.h"

/* A hub hands its team's edits on (sync.md 2.16): one batch holds edits of one laptop, whose id stands in its first line, so that the root judges them by that
 * laptop's rights and under its name. They go in the order they came, and after those of our own that their authors may have seen: a root that hears of a
 * change before what it changed would have to ask a person. */
#define BATCH_BYTES (TN_LIMIT_BODY - TN_LIMIT_LINE - 4096u)

static gboolean
read_exceptions (const cJSON *res, GArray *exceptions)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, res) {
    const cJSON *n = cJSON_GetObjectItemCaseSensitive (item, "n");
    const char *code = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "code"));
    const char *why = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, "why"));
    if (!cJSON_IsNumber (n))
      return FALSE;
    if (g_strcmp0 (code, "ok") == 0)
      continue;
    /* Any other word than "erased" is "held", as in tn-sync-push.c. */
    TnRelayException e = { (gint64) n->valuedouble, g_strcmp0 (code, "erased") == 0 ? "erased" : "held", why != NULL ? why : code };
    g_array_append_val (exceptions, e);
  }
  return TRUE;
}

static gboolean
close_batch (TnClient *c, const TnRelayBatch *batch, const cJSON *json, GError **error)
{
  g_autoptr (GArray) exceptions = g_array_new (FALSE, FALSE, sizeof (TnRelayException));
  const char *cursor = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "cur"));
  if (cursor == NULL || !read_exceptions (cJSON_GetObjectItemCaseSensitive (json, "res"), exceptions))
    return tn_client_bad_answer ("push", error);
  if (!tn_relay_ack (c->copy, batch->ns, (const TnRelayException *) (void *) exceptions->data, exceptions->len, c->rewound ? NULL : cursor, error))
    return FALSE;
  c->log->sent += batch->ns->len - MIN (batch->ns->len, exceptions->len);
  c->log->held += exceptions->len;
  return TRUE;
}

static char *
name_origin (const TnRelayBatch *batch)
{
  GString *extra = g_string_new (",\"origin\":");
  tn_json_append_string (extra, batch->device, -1);
  return g_string_free (extra, FALSE);
}

static gboolean
send_batch (TnClient *c, const TnRelayBatch *batch, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  g_autofree char *extra = name_origin (batch), *known = tn_client_known (c);
  g_autoptr (GBytes) body = tn_sync_pack (c, batch->lines, extra, error);
  g_autofree char *path = tn_client_path (c, "push");
  TnClientCall call = { .method = "POST", .path = path, .content_type = TN_MEDIA_NDJSON_ZSTD, .body = body, .token = TRUE, .known = known };
  if (body == NULL || !tn_client_ask (c, &call, &response, &problem, error))
    return FALSE;
  cJSON *json = tn_client_parse (&response, error);
  gboolean ok = json != NULL && close_batch (c, batch, json, error);
  cJSON_Delete (json);
  return ok;
}

static gboolean
send_paced (TnClient *c, const TnRelayBatch *batch, guint *limit, GError **error)
{
  g_autoptr (GError) local = NULL;
  const TnEnv *env = tn_copy_env (c->copy);
  gint64 started = tn_env_mono_us (env);
  gboolean ok = send_batch (c, batch, &local);
  if (ok)
    *limit = tn_pace_adapt (*limit, batch->ns->len, tn_env_mono_us (env) - started, TN_LIMIT_CHANGES);
  tn_pace_ended (c, TN_META_PACE_UP, ok ? *limit : batch->ns->len, local);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

/* ---- what a reviewer said of those that are held ---- */

static gboolean
add_closed (const cJSON *indexes, const TnRelayHeld *held, const char *state, GArray *ns, GArray *exceptions)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, indexes) {
    if (!cJSON_IsNumber (item) || item->valuedouble < 0 || item->valuedouble >= held->ns->len)
      return FALSE;
    gint64 n = g_array_index (held->ns, gint64, (guint) item->valuedouble);
    TnRelayException e = { n, state, "reviewer" };
    g_array_append_val (ns, n);
    g_array_append_val (exceptions, e);
  }
  return TRUE;
}

static gboolean
close_held (TnClient *c, const cJSON *json, const TnRelayHeld *held, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64)), exceptions = g_array_new (FALSE, FALSE, sizeof (TnRelayException));
  if (!add_closed (cJSON_GetObjectItemCaseSensitive (json, "rejected"), held, "rejected", ns, exceptions)
      || !add_closed (cJSON_GetObjectItemCaseSensitive (json, "root"), held, "acked", ns, exceptions))
    return tn_client_bad_answer ("known", error);
  return ns->len == 0 || tn_relay_ack (c->copy, ns, (const TnRelayException *) (void *) exceptions->data, exceptions->len, NULL, error);
}

static gboolean
ask_held (TnClient *c, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  g_autoptr (TnRelayHeld) held = tn_relay_held (c->copy, error);
  if (held == NULL || held->ns->len == 0)
    return held != NULL;
  g_autoptr (GBytes) body = tn_change_names_ask (c->ward, (const TnChangeName *) (void *) held->names->data, held->names->len);
  TnClientCall call = { .method = "POST", .path = "/v1/known", .body = body, .token = TRUE };
  if (!tn_client_ask (c, &call, &response, &problem, error))
    return FALSE;
  cJSON *json = tn_client_parse (&response, error);
  gboolean ok = json != NULL && close_held (c, json, held, error);
  cJSON_Delete (json);
  return ok;
}

static gint64
last_n (const TnRelayBatch *batch)
{
  return g_array_index (batch->ns, gint64, batch->ns->len - 1);
}

gboolean
tn_sync_relay (TnClient *c, gint64 *after, GError **error)
{
  TnRelaySummary summary = { 0 };
  if (!tn_relay_summary (c->copy, &summary, error) || (summary.held > 0 && !ask_held (c, error)))
    return FALSE;
  guint limit = MIN (tn_pace_first (c, TN_META_PACE_UP), TN_LIMIT_CHANGES_LEAST);   /* here nothing is made smaller when it is too large */
  for (gint64 n = 0;;) {
    g_auto (TnRelayBatch) batch = { 0 };
    if (!tn_relay_next (c->copy, n, limit, BATCH_BYTES, &batch, error))
      return FALSE;
    if (batch.device == NULL)
      return TRUE;
    if (!tn_sync_push_own (c, after, batch.own_n, error) || !send_paced (c, &batch, &limit, error))
      return FALSE;
    c->caught_up = FALSE;   /* what the root made of it comes down */
    *after = MAX (*after, batch.own_n);
    n = last_n (&batch);
  }
}

/* What a revoked hub still has of its team is handed in too; who wrote it stands in the batch's first line. */
gboolean
tn_sync_relay_custody (TnClient *c, guint *n, GError **error)
{
  for (gint64 after = 0;;) {
    g_auto (TnRelayBatch) batch = { 0 };
    if (!tn_relay_next (c->copy, after, TN_LIMIT_CHANGES, BATCH_BYTES, &batch, error))
      return FALSE;
    if (batch.device == NULL)
      return TRUE;
    g_auto (TnResponse) response = { 0 };
    const char *problem = NULL;
    g_autofree char *origin = name_origin (&batch);
    g_autoptr (GString) extra = g_string_new (",\"device\":");
    tn_json_append_string (extra, c->device, -1);
    g_string_append (extra, ",\"ward\":");
    tn_json_append_string (extra, c->ward, -1);
    g_string_append (extra, origin);
    g_autoptr (GBytes) body = tn_sync_pack (c, batch.lines, extra->str, error);
    TnClientCall call = { .method = "POST", .path = "/v1/custody", .content_type = TN_MEDIA_NDJSON_ZSTD, .body = body, .sign = TRUE };
    if (body == NULL || !tn_client_send (c, &call, &response, &problem, error))
      return FALSE;
    after = last_n (&batch);
    *n += batch.ns->len;
  }
}
