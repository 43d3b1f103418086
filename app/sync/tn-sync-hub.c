/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"
#include "tn-relay.h"
#include "tn-client-private.h"

/* Reconciling through a ward's laptop (sync.md 2.7 step 6, 2.16). It knows less than the root and may be behind, so little of what it says is taken over:
 * records with greater stamps, and what became of edits. Everything that is remembered of a hub is remembered under its laptop's id, so that several can be
 * gone to in any order, and an address may change. */
#define KNOWN_MAX 5000u

char *
tn_sync_key_at (TnClient *c, const char *meta_key)
{
  return c->hub != NULL ? g_strconcat (meta_key, "@", c->hub, NULL) : g_strdup (meta_key);
}

gboolean
tn_sync_set_hub (TnCopy *copy, const char *url, GError **error)
{
  if (url == NULL || !tn_hub_is_enabled (copy))
    return tn_copy_set_meta (copy, TN_META_HUB_URL, url, error);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT,
                       _("This laptop serves its team itself, and so reconciles with the district. Nothing was changed. Stop serving first."));
  return FALSE;
}

TnTransport *
tn_sync_connect (TnCopy *copy, char **url, gboolean *through_hub, GError **error)
{
  g_autofree char *ca = tn_copy_get_meta (copy, TN_META_SERVER_CA);
  g_autofree char *at = tn_copy_get_meta (copy, TN_META_HUB_URL);
  *through_hub = at != NULL;
  if (at == NULL)
    at = tn_copy_get_meta (copy, TN_META_SERVER_URL);
  if (url != NULL)
    *url = g_strdup (at);
  if (*through_hub) {
    g_autofree char *ended = tn_copy_get_meta (copy, TN_META_HUBS_ENDED);
    return tn_transport_soup_new_hub (at, ca != NULL ? ca : "", tn_copy_ward (copy), ended, error);
  }
  return tn_transport_soup_new (at != NULL ? at : "", ca != NULL ? ca : "", error);
}

gboolean
tn_sync_count_unsent (TnCopy *copy, guint64 *n, GError **error)
{
  TnOutboxSummary own = { 0 };
  TnRelaySummary relay = { 0 };
  g_autofree char *hub = tn_copy_get_meta (copy, TN_META_HUB_URL);
  if (!tn_outbox_summary (copy, &own, error) || !tn_relay_summary (copy, &relay, error))
    return FALSE;
  *n = own.waiting - (hub != NULL ? own.at_hub : 0) + relay.waiting;
  return TRUE;
}

/* ---- who it is ---- */

static gboolean
set_no_hub (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
                       _("What answers at this address is not a ward’s laptop that serves its team. Nothing was sent, and what you typed is safe here. Check the address, or choose the district."));
  return FALSE;
}

/* A copy that was enrolled and has never reached the district knows its scope from the enrolment alone. */
static gboolean
need_scope (TnClient *c, GError **error)
{
  g_autoptr (GPtrArray) pulls = tn_pull_list (c->copy, error);
  if (pulls == NULL || pulls->len > 0)
    return pulls != NULL;
  g_autofree char *text = tn_copy_get_meta (c->copy, TN_META_SCOPE);
  cJSON *scope = text != NULL ? cJSON_Parse (text) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const cJSON *entry, *stream;
  cJSON_ArrayForEach (entry, scope) {
    if (g_strcmp0 (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (entry, "ward")), c->ward) != 0)
      continue;
    cJSON_ArrayForEach (stream, cJSON_GetObjectItemCaseSensitive (entry, "streams"))
      if (cJSON_IsString (stream))
        g_strv_builder_add (builder, stream->valuestring);
  }
  cJSON_Delete (scope);
  g_auto (GStrv) streams = g_strv_builder_end (builder);
  return tn_pull_set_scope (c->copy, (const char *const *) streams, error);
}

gboolean
tn_sync_find_hub (TnClient *c, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  TnClientCall call = { .method = "GET", .path = "/v1/info" };
  if (!tn_client_send (c, &call, &response, &problem, error))
    return FALSE;
  cJSON *json = tn_client_parse (&response, error);
  const char *hub = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "hub"));
  gboolean read = json != NULL, relays = cJSON_IsFalse (cJSON_GetObjectItemCaseSensitive (json, "root")) && hub != NULL && *hub != 0;
  if (relays) {
    g_free (c->hub);
    c->hub = g_strdup (hub);
  }
  cJSON_Delete (json);
  if (!read)
    return FALSE;
  return relays ? need_scope (c, error) : set_no_hub (error);
}

/* ---- what became of the edits that lie there ---- */

enum { LOST, THERE, DURABLE, REFUSED };

static gboolean
mark (const cJSON *indexes, guint n, guint8 *fates, guint8 fate)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, indexes) {
    if (!cJSON_IsNumber (item) || item->valuedouble < 0 || item->valuedouble >= n)
      return FALSE;
    guint i = (guint) item->valuedouble;
    fates[i] = MAX (fates[i], fate);
  }
  return TRUE;
}

static gboolean
close_row (TnClient *c, const TnOpenRow *row, guint8 fate, GError **error)
{
  g_autoptr (GArray) acks = g_array_new (FALSE, FALSE, sizeof (TnAck));
  TnAck ack = { row->n, row->stamp };
  TnAckException refused = { row->n, TN_ACK_REJECTED, "reviewer" };
  g_array_append_val (acks, ack);
  if (fate == LOST)   /* the hub was restored, or is another than it was */
    return tn_outbox_unsend (c->copy, row->n, &row->stamp, error);
  return fate == THERE || tn_outbox_ack (c->copy, acks, &refused, fate == REFUSED, 0, NULL, error);
}

static gboolean
take_answer (TnClient *c, const cJSON *json, const GPtrArray *rows, guint from, guint to, GError **error)
{
  g_autofree guint8 *fates = g_new0 (guint8, to - from);
  if (!mark (cJSON_GetObjectItemCaseSensitive (json, "have"), to - from, fates, THERE)
      || !mark (cJSON_GetObjectItemCaseSensitive (json, "root"), to - from, fates, DURABLE)
      || !mark (cJSON_GetObjectItemCaseSensitive (json, "rejected"), to - from, fates, REFUSED))
    return tn_client_bad_answer ("known", error);
  for (guint i = from; i < to; i++)
    if (!close_row (c, rows->pdata[i], fates[i - from], error))
      return FALSE;
  return TRUE;
}

static gboolean
ask_some (TnClient *c, const GPtrArray *rows, guint from, guint to, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const char *problem = NULL;
  g_autoptr (GBytes) body = tn_sync_known_request (c, rows, from, to);
  TnClientCall call = { .method = "POST", .path = "/v1/known", .body = body, .token = TRUE };
  if (!tn_client_ask (c, &call, &response, &problem, error))
    return FALSE;
  cJSON *json = tn_client_parse (&response, error);
  gboolean ok = json != NULL && take_answer (c, json, rows, from, to, error);
  cJSON_Delete (json);
  return ok;
}

gboolean
tn_sync_ask_hub (TnClient *c, GError **error)
{
  g_autofree char *upstream = g_strconcat (TN_SENT_TO_HUB, c->hub, NULL);
  g_autoptr (GPtrArray) rows = tn_outbox_rows_at (c->copy, upstream, error);
  if (rows == NULL)
    return FALSE;
  for (guint from = 0; from < rows->len; from += KNOWN_MAX)
    if (!ask_some (c, rows, from, MIN (from + KNOWN_MAX, rows->len), error))
      return FALSE;
  return TRUE;
}

/* ---- becoming one ---- */

gboolean
tn_sync_hub_certificate (TnCopy *copy, TnTransport *transport, const char *csr, char **certificate, GCancellable *cancellable, GError **error)
{
  g_auto (TnClient) c = { 0 };
  g_auto (TnResponse) response = { 0 };
  TnSessionLog unwanted = { 0 };
  const char *problem = NULL;
  if (!tn_client_init (&c, copy, transport, error))
    return FALSE;
  c.log = &unwanted;
  c.cancellable = cancellable;
  GString *text = g_string_new ("{\"csr\":");
  tn_json_append_string (text, csr, -1);
  g_string_append_c (text, '}');
  g_autoptr (GBytes) body = g_string_free_to_bytes (text);
  g_autofree char *path = tn_client_path (&c, "hub");
  TnClientCall call = { .method = "POST", .path = path, .body = body, .token = TRUE };
  if (!tn_client_ask (&c, &call, &response, &problem, error)) {
    if (g_strcmp0 (problem, "scope") != 0)
      return FALSE;
    g_clear_error (error);
    g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED,
                         _("The district has not allowed this laptop to serve its team. Nothing was changed. Ask the district office for it."));
    return FALSE;
  }
  cJSON *json = tn_client_parse (&response, error);
  *certificate = g_strdup (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "cert")));
  gboolean read = json != NULL;
  cJSON_Delete (json);
  return *certificate != NULL || (read && tn_client_bad_answer ("hub", error));
}
