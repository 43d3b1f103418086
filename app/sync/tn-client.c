/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-hash.h"
#include "tn-meta-keys.h"
#include "tn-problem.h"
#include "tn-client-private.h"

#define MAX_JSON (1024u * 1024)
#define PROBLEM_PREFIX "urn:tungnha:"

gboolean
tn_is_enrolled (TnCopy *copy)
{
  g_autofree char *url = tn_copy_get_meta (copy, TN_META_SERVER_URL);
  g_autofree char *device = tn_copy_get_meta (copy, TN_META_DEVICE);
  return url != NULL && device != NULL;
}

gboolean
tn_client_set_not_enrolled (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This laptop is not enrolled at a district yet. What you typed is safe here. Enrol it with an invitation of the district."));
  return FALSE;
}

gboolean
tn_client_init (TnClient *c, TnCopy *copy, TnTransport *transport, GError **error)
{
  static const TnSyncOptions plain = { 0 };
  *c = (TnClient) { .copy = copy, .transport = transport, .options = &plain };
  if (!tn_is_enrolled (copy))
    return tn_client_set_not_enrolled (error);
  c->device = tn_copy_get_meta (copy, TN_META_DEVICE);
  c->key_ref = tn_copy_get_meta (copy, TN_META_KEY_REF);
  c->ward = g_strdup (tn_copy_ward (copy));
  return TRUE;
}

void
tn_client_clear (TnClient *c)
{
  g_clear_pointer (&c->device, g_free);
  g_clear_pointer (&c->key_ref, g_free);
  g_clear_pointer (&c->ward, g_free);
  g_clear_pointer (&c->streams, g_strfreev);
  g_clear_pointer (&c->hub, g_free);
  g_clear_pointer (&c->repaired, g_free);
}

void
tn_client_progress (TnClient *c, TnSyncStep step, guint64 done, guint64 total)
{
  if (c->options->progress != NULL)
    c->options->progress (step, done, total, c->options->user_data);
}

char *
tn_client_path (TnClient *c, const char *what)
{
  g_autofree char *ward = g_uri_escape_string (c->ward, NULL, FALSE);
  return g_strdup_printf ("/v1/w/%s/%s", ward, what);
}

gboolean
tn_client_bad_answer (const char *what, GError **error)
{
  g_set_error (error, TN_ERROR, TN_ERROR_CORRUPT, _("The district’s answer can’t be read (%s). Nothing of it was taken over and what you typed is safe here. Try again later; if it stays so, tell the district."), what);
  return FALSE;
}

void
tn_client_note (TnClient *c, const char *text)
{
  char *note = c->log->note != NULL ? g_strjoin (" ", c->log->note, text, NULL) : g_strdup (text);
  g_free (c->log->note);
  c->log->note = note;
}

cJSON *
tn_client_parse (const TnResponse *response, GError **error)
{
  gsize len = 0;
  const char *text = response->body != NULL ? g_bytes_get_data (response->body, &len) : NULL;
  cJSON *json = text != NULL && tn_json_check_document (tn_slice (text, (gssize) len)) == TN_JSON_OBJECT ? cJSON_ParseWithLength (text, len) : NULL;
  if (json == NULL)
    tn_client_bad_answer ("JSON", error);
  return json;
}

gboolean
tn_cursor_split (const char *cursor, gint64 *seq, char **tok)
{
  const char *dot = cursor != NULL ? strchr (cursor, '.') : NULL;
  if (dot == NULL || dot == cursor || !tn_json_get_int (tn_slice (cursor, dot - cursor), seq))
    return FALSE;
  *tok = g_strdup (dot + 1);
  return TRUE;
}

char *
tn_client_known (TnClient *c)
{
  return c->hub == NULL && !c->rewound ? tn_known_cursor (c->copy) : NULL;
}

/* The code of a problem document as static text; "" for an answer that is none (a proxy's page, say). */
static const char *
read_problem (const TnResponse *response, gboolean *rewound)
{
  gsize len = 0;
  const char *text = response->body != NULL ? g_bytes_get_data (response->body, &len) : NULL;
  cJSON *json = text != NULL ? cJSON_ParseWithLength (text, len) : NULL;
  const char *type = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "type"));
  const char *code = "";
  if (type != NULL && g_str_has_prefix (type, PROBLEM_PREFIX))
    code = g_intern_string (type + strlen (PROBLEM_PREFIX));
  *rewound = cJSON_IsTrue (cJSON_GetObjectItemCaseSensitive (json, "rewound"));
  cJSON_Delete (json);
  return code;
}

static char *
sign_body (TnClient *c, GBytes *body, GError **error)
{
  guint8 signature[64];
  gsize len;
  const void *data = g_bytes_get_data (body, &len);
  if (!tn_keys_sign (tn_copy_path (c->copy), c->key_ref, data, len, signature, error))
    return NULL;
  char *hex = g_malloc (2 * sizeof signature + 1);
  tn_hex (signature, sizeof signature, hex);
  return hex;
}

static gboolean
set_problem (TnClient *c, const TnResponse *response, const char **problem, GError **error)
{
  gsize len = 0;
  const char *text = response->body != NULL ? g_bytes_get_data (response->body, &len) : "";
  static const char *const outdated[] = { "scope", "cursor-unknown", "device-revoked", "ward-gone", NULL };
  gboolean rewound = FALSE;
  *problem = read_problem (response, &rewound);
  c->rewound |= rewound && strcmp (*problem, "device-revoked") == 0;
  c->stale |= !c->fresh && g_strv_contains (outdated, *problem);
  if (response->status == 429 || response->status == 503)
    c->transport->retry_after_s = response->retry_after_s;
  return tn_problem_to_error (response->status, text, len, error);
}

gboolean
tn_client_send (TnClient *c, const TnClientCall *call, TnResponse *response, const char **problem, GError **error)
{
  g_autofree char *signature = NULL;
  *problem = NULL;
  if (call->sign && (signature = sign_body (c, call->body, error)) == NULL)
    return FALSE;
  TnRequest request = { .method = call->method, .path = call->path, .content_type = call->content_type != NULL ? call->content_type : TN_MEDIA_JSON,
    .body = call->body, .timeout_s = call->timeout_s, .signature = signature, .known = call->known,
    .token = call->bearer != NULL ? call->bearer : call->token && c->transport->ticket != NULL ? c->transport->ticket->token : NULL };
  c->transport->retry_after_s = 0;
  if (!c->transport->send (c->transport, &request, call->max_body > 0 ? call->max_body : MAX_JSON, response, c->cancellable, error))
    return FALSE;
  if (c->log != NULL) {
    c->log->bytes_up += response->bytes_up;
    c->log->bytes_down += response->bytes_down;
  }
  if (response->status >= 200 && response->status < 300)
    return TRUE;
  set_problem (c, response, problem, error);
  c->stale |= call->known != NULL && g_str_equal (*problem, "cursor-unknown");   /* put back since the session was opened, in this run or before: a new one says so */
  tn_response_clear (response);
  return FALSE;
}

gboolean
tn_client_set_rewound (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REWOUND,
                       _("The district’s server holds an older state than this laptop; it was probably restored from a backup. Nothing was changed here. Reconcile again: this laptop then hands in what the server lost."));
  return FALSE;
}

/* The server may be put back between two requests of one run. The session that is opened then says so; what was to be asked next rests on what is no
 * longer so, and above all no page may be applied whose cursor would hide it. The run begins again, with the repair. */
static gboolean
has_fitting_session (TnClient *c, GError **error)
{
  gboolean before = c->rewound;
  if (tn_sync_has_session (c))
    return TRUE;
  if (!tn_sync_open_session (c, error))
    return FALSE;
  if (before || !c->rewound)
    return TRUE;
  c->stale = TRUE;
  return tn_client_set_rewound (error);
}

gboolean
tn_client_ask (TnClient *c, const TnClientCall *call, TnResponse *response, const char **problem, GError **error)
{
  for (int attempt = 0;; attempt++) {
    g_autoptr (GError) local = NULL;
    if (!has_fitting_session (c, error))
      return FALSE;
    if (tn_client_send (c, call, response, problem, &local))
      return TRUE;
    gboolean expired = g_strcmp0 (*problem, "session-expired") == 0;
    if (expired)
      g_clear_pointer (&c->transport->ticket, tn_ticket_free);
    if (!expired || attempt > 0) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
}
