/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include <sodium.h>
#include "tn-hash.h"
#include "tn-meta-keys.h"
#include "tn-upstream.h"
#include "tn-client-private.h"

/* Opening a session (sync.md 2.7 step 1).
 *
 * Forked: the server has seen another file that goes on as the same replica. What this file has not sent must get stamps of a new replica, but
 * only after the server was asked (/known) which of the old stamps it has already. So: a session under a replica id that is used for nothing
 * else, /known, then tn_copy_renew_replica(), then the real session. META_FORK marks that this is under way, because the borrowed session
 * gives a nonce too, and a crash in between would otherwise let the old replica id live on. */
#define META_FORK "sync_fork"
/* A session is used again for so long; then scope, clock and the server's log are looked at afresh. */
#define TICKET_MS (10 * 60 * G_GINT64_CONSTANT (1000))
#define OFFSET_USED_MS (60 * G_GINT64_CONSTANT (1000))

gboolean
tn_sync_has_session (TnClient *c)
{
  TnTicket *ticket = c->transport->ticket;
  if (ticket == NULL)
    return FALSE;
  g_autofree char *replica = tn_copy_replica (c->copy);
  g_autofree char *fork = tn_copy_get_meta (c->copy, META_FORK);
  gint64 age = tn_env_now_ms (tn_copy_env (c->copy)) - ticket->opened_ms;
  if (fork == NULL && age >= 0 && age < TICKET_MS && g_strcmp0 (replica, ticket->replica) == 0) {
    if (c->hub == NULL)
      c->hub = g_strdup (ticket->hub);
    return TRUE;
  }
  g_clear_pointer (&c->transport->ticket, tn_ticket_free);
  return FALSE;
}

/* The nonce is kept together with the replica that got it: another replica starts without. */
static char *
dup_nonce (TnClient *c, const char *replica)
{
  g_autofree char *key = tn_sync_key_at (c, TN_META_SESSION_NONCE);
  g_autofree char *kept = tn_copy_get_meta (c->copy, key);
  gsize len = strlen (replica);
  if (kept != NULL && strncmp (kept, replica, len) == 0 && kept[len] == ':')
    return g_strdup (kept + len + 1);
  return g_strdup ("");
}

static void
add_cursor (cJSON *list, const char *ward, const char *cursor)
{
  cJSON *item = cJSON_CreateObject ();
  cJSON_AddStringToObject (item, "ward", ward);
  cJSON_AddStringToObject (item, "cur", cursor);
  cJSON_AddItemToArray (list, item);
}

static cJSON *
list_known (TnClient *c, GError **error)
{
  g_autofree char *told = c->hub == NULL ? tn_known_cursor (c->copy) : NULL;
  g_autoptr (GPtrArray) pulls = c->hub != NULL ? tn_upstream_pulls (c->copy, c->hub, error) : tn_pull_list (c->copy, error);
  if (pulls == NULL)
    return NULL;
  cJSON *list = cJSON_CreateArray ();
  if (told != NULL)
    add_cursor (list, c->ward, told);
  for (guint i = 0; i < pulls->len; i++) {
    TnPull *pull = pulls->pdata[i];
    if (strcmp (pull->cursor, "0") != 0)
      add_cursor (list, c->ward, pull->cursor);
  }
  return list;
}

/* How often this laptop has opened a session: for support only. */
static gint64
next_session_no (TnClient *c)
{
  g_autofree char *before = tn_copy_get_meta (c->copy, TN_META_SESSION_NO);
  return (before != NULL ? g_ascii_strtoll (before, NULL, 10) : 0) + 1;
}

static GBytes *
make_request (TnClient *c, const char *replica, const char *nonce, gint64 now, GError **error)
{
  cJSON *known = list_known (c, error);
  if (known == NULL)
    return NULL;
  cJSON *json = cJSON_CreateObject ();
  cJSON_AddStringToObject (json, "device", c->device);
  cJSON_AddStringToObject (json, "replica", replica);
  cJSON_AddNumberToObject (json, "no", (double) next_session_no (c));
  cJSON_AddStringToObject (json, "nonce", nonce);
  cJSON_AddNumberToObject (json, "time", (double) now);
  cJSON_AddNumberToObject (json, "schema", TN_SCHEMA_VERSION);
  cJSON_AddItemToObject (json, "known", known);
  char *text = cJSON_PrintUnformatted (json);
  cJSON_Delete (json);
  return g_bytes_new_with_free_func (text, strlen (text), (GDestroyNotify) cJSON_free, text);
}

static gboolean
set_json_meta (TnClient *c, const char *key, const cJSON *value, GError **error)
{
  if (value == NULL)
    return TRUE;
  char *text = cJSON_PrintUnformatted (value);
  gboolean ok = tn_copy_set_meta (c->copy, key, text, error);
  cJSON_free (text);
  return ok;
}

/* The server's time is compared with the middle of the exchange; small differences are the network's, not the clock's. */
static gint64
clock_offset (const cJSON *json, gint64 sent, gint64 received)
{
  gint64 offset = (gint64) cJSON_GetObjectItemCaseSensitive (json, "time")->valuedouble - (sent + received) / 2;
  return ABS (offset) > OFFSET_USED_MS ? offset : 0;
}

static gboolean
set_int_meta (TnClient *c, const char *key, gint64 value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  return tn_copy_set_meta (c->copy, key, text, error);
}

static GStrv
read_streams (const cJSON *scope, const char *ward, const char **role)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const cJSON *entry, *stream;
  cJSON_ArrayForEach (entry, scope) {
    const char *of = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (entry, "ward"));
    if (g_strcmp0 (of, ward) != 0)
      continue;
    const char *held = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (entry, "role"));
    if (*role == NULL || g_strcmp0 (held, "hub") != 0)   /* a hub is a ward laptop first */
      *role = held;
    cJSON_ArrayForEach (stream, cJSON_GetObjectItemCaseSensitive (entry, "streams"))
      if (cJSON_IsString (stream))
        g_strv_builder_add (builder, stream->valuestring);
  }
  return g_strv_builder_end (builder);
}

static gboolean
names_ward (const cJSON *list, const char *ward)
{
  const cJSON *item;
  cJSON_ArrayForEach (item, list)
    if (g_strcmp0 (cJSON_GetStringValue (item), ward) == 0)
      return TRUE;
  return FALSE;
}

/* Names that a hub does not know (yet) stay. */
static gboolean
add_devices (TnClient *c, const cJSON *json, GError **error)
{
  g_autofree char *text = tn_copy_get_meta (c->copy, TN_META_DEVICES);
  cJSON *known = text != NULL ? cJSON_Parse (text) : NULL;
  const cJSON *item;
  if (!cJSON_IsObject (known)) {
    cJSON_Delete (known);
    known = cJSON_CreateObject ();
  }
  cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive (json, "devices")) {
    if (!cJSON_HasObjectItem (known, item->string))
      cJSON_AddItemToObject (known, item->string, cJSON_Duplicate (item, TRUE));
  }
  gboolean ok = set_json_meta (c, TN_META_DEVICES, known, error);
  cJSON_Delete (known);
  return ok;
}

/* Of what a hub says only the nonce is taken over: scope, rights and the right time are the root's to say, and a hub may be weeks behind. */
static gboolean
store_hub_session (TnClient *c, const cJSON *json, const char *replica, const char *nonce, GError **error)
{
  g_autofree char *kept = g_strconcat (replica, ":", nonce, NULL);
  g_autofree char *key = tn_sync_key_at (c, TN_META_SESSION_NONCE);
  g_autoptr (TnTx) tx = tn_tx_begin (tn_copy_db (c->copy), TRUE, error);
  return tx != NULL && tn_copy_set_meta (c->copy, key, kept, error) && set_int_meta (c, TN_META_SESSION_NO, next_session_no (c), error)
         && add_devices (c, json, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

static gboolean
store_session (TnClient *c, const cJSON *json, const char *replica, const char *nonce, const char *role, gint64 offset, GError **error)
{
  gint64 time = (gint64) cJSON_GetObjectItemCaseSensitive (json, "time")->valuedouble;
  g_autofree char *kept = g_strconcat (replica, ":", nonce, NULL);
  g_autoptr (TnTx) tx = tn_tx_begin (tn_copy_db (c->copy), TRUE, error);
  return tx != NULL
         && tn_copy_set_meta (c->copy, TN_META_SESSION_NONCE, kept, error)
         && set_int_meta (c, TN_META_SESSION_NO, next_session_no (c), error)
         && set_int_meta (c, TN_META_CLOCK_OFFSET, offset, error)
         && set_json_meta (c, TN_META_SCOPE, cJSON_GetObjectItemCaseSensitive (json, "scope"), error)
         && set_int_meta (c, TN_META_SCOPE_AT, time, error)
         && set_json_meta (c, TN_META_DEVICES, cJSON_GetObjectItemCaseSensitive (json, "devices"), error)
         && tn_copy_set_meta (c->copy, TN_META_HUBS_ENDED, NULL, error)   /* where none is named, all hold */
         && set_json_meta (c, TN_META_HUBS_ENDED, cJSON_GetObjectItemCaseSensitive (json, "hubs_ended"), error)
         && (role == NULL || tn_copy_set_meta (c->copy, TN_META_ROLE, role, error))
         && tn_tx_commit (g_steal_pointer (&tx), error);
}

static gboolean
adopt_answer (TnClient *c, const cJSON *json, const char *replica, gint64 sent, gint64 received, GError **error)
{
  const char *token = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "token"));
  const char *nonce = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "nonce"));
  const cJSON *time = cJSON_GetObjectItemCaseSensitive (json, "time");
  const cJSON *scope = cJSON_GetObjectItemCaseSensitive (json, "scope"), *dict = cJSON_GetObjectItemCaseSensitive (json, "dict");
  const char *role = NULL;
  if (token == NULL || nonce == NULL || !cJSON_IsNumber (time) || !cJSON_IsArray (scope))
    return tn_client_bad_answer ("session", error);

  g_strfreev (c->streams);
  c->streams = read_streams (scope, c->ward, &role);
  c->fresh = TRUE;
  gboolean rewound = names_ward (cJSON_GetObjectItemCaseSensitive (json, "rewound"), c->ward);
  if (!(c->hub != NULL ? store_hub_session (c, json, replica, nonce, error)
                       : store_session (c, json, replica, nonce, role, clock_offset (json, sent, received), error)))
    return FALSE;
  c->rewound = rewound && c->hub == NULL;   /* a hub is simply read again */
  if (rewound && c->hub != NULL && !tn_upstream_rewind (c->copy, c->hub, error))
    return FALSE;
  g_clear_pointer (&c->transport->ticket, tn_ticket_free);
  c->transport->ticket = g_new0 (TnTicket, 1);
  c->transport->ticket->token = g_strdup (token);
  c->transport->ticket->replica = g_strdup (replica);
  c->transport->ticket->hub = g_strdup (c->hub);
  c->transport->ticket->opened_ms = received;
  c->transport->ticket->dict = dict != NULL && (gint64) dict->valuedouble == TN_PAGE_DICT;
  c->transport->ticket->upgrade = cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (json, "upgrade"));
  return TRUE;
}

static gboolean
ask_session (TnClient *c, const char *replica, const char **problem, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  const TnEnv *env = tn_copy_env (c->copy);
  g_autofree char *nonce = dup_nonce (c, replica);
  gint64 sent = tn_env_now_ms (env), started = tn_env_mono_us (env);
  g_autoptr (GBytes) body = make_request (c, replica, nonce, sent, error);
  if (body == NULL)
    return FALSE;
  TnClientCall call = { .method = "POST", .path = "/v1/session", .body = body, .sign = TRUE };
  if (!tn_client_send (c, &call, &response, problem, error))
    return FALSE;
  gint64 received = tn_env_now_ms (env);
  c->opened_in_us = tn_env_mono_us (env) - started;
  cJSON *json = tn_client_parse (&response, error);
  gboolean ok = json != NULL && adopt_answer (c, json, replica, sent, received, error);
  cJSON_Delete (json);
  return ok;
}

static gboolean
settle_fork (TnClient *c, const char **problem, GError **error)
{
  guint8 bytes[TN_REPLICA_LEN / 2];
  char borrowed[TN_REPLICA_LEN + 1];
  tn_env_random (tn_copy_env (c->copy), bytes, sizeof bytes);
  tn_hex (bytes, sizeof bytes, borrowed);
  if (!ask_session (c, borrowed, problem, error) || !tn_sync_ask_known (c, FALSE, error))
    return FALSE;
  g_clear_pointer (&c->transport->ticket, tn_ticket_free);
  return tn_copy_renew_replica (c->copy, error) && tn_copy_set_meta (c->copy, META_FORK, NULL, error);
}

/* A revoked laptop may no longer read or write, but what was typed in it must not die with it. Always FALSE. */
static gboolean
hand_in (TnClient *c, GError **error)
{
  guint n = 0;
  g_autoptr (GError) local = NULL;
  if (!tn_sync_custody (c, &n, &local) || !tn_sync_relay_custody (c, &n, &local))
    g_set_error (error, TN_ERROR, TN_ERROR_REFUSED, _("This laptop’s access was withdrawn, and its unsent edits could not be handed in (%s). They are still safe here. Do not erase this laptop; ask the district."), local->message);
  else if (n > 0)
    g_set_error (error, TN_ERROR, TN_ERROR_REFUSED,
                 ngettext ("This laptop’s access was withdrawn. Its %u unsent edit was handed in to the district for review, and stays here too. Ask the district for a new invitation.",
                           "This laptop’s access was withdrawn. Its %u unsent edits were handed in to the district for review, and stay here too. Ask the district for a new invitation.", n), n);
  else
    g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _("This laptop’s access was withdrawn. It had nothing unsent. Ask the district for a new invitation."));
  return FALSE;
}

static gboolean
set_unknown_at_hub (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED,
                       _("The ward’s laptop does not know this one, or its access was withdrawn. What you typed is safe here. Let the ward’s laptop reconcile with the district, or reconcile this one with the district yourself."));
  return FALSE;
}

static gboolean
open_once (TnClient *c, const char **problem, GError **error)
{
  g_autofree char *fork = tn_copy_get_meta (c->copy, META_FORK);
  if (fork != NULL && !settle_fork (c, problem, error))
    return FALSE;
  g_autofree char *replica = tn_copy_replica (c->copy);
  if (replica == NULL)     /* the disk does not give it */
    return tn_db_set_error (tn_copy_db (c->copy), sqlite3_extended_errcode (tn_db_handle (tn_copy_db (c->copy))), error);
  return ask_session (c, replica, problem, error);
}

gboolean
tn_sync_open_session (TnClient *c, GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *problem = NULL;
  tn_client_progress (c, TN_SYNC_CONNECT, 0, 0);
  if (c->through_hub && !tn_sync_find_hub (c, error))
    return FALSE;
  gboolean ok = open_once (c, &problem, &local);
  if (!ok && g_strcmp0 (problem, "forked") == 0) {
    g_clear_error (&local);
    problem = NULL;
    ok = tn_copy_set_meta (c->copy, META_FORK, "1", &local) && open_once (c, &problem, &local);
  }
  if (ok)
    return TRUE;
  g_clear_pointer (&c->transport->ticket, tn_ticket_free);
  if (g_strcmp0 (problem, "device-revoked") == 0)
    return c->hub != NULL ? set_unknown_at_hub (error) : hand_in (c, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
