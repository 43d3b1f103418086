/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-meta-keys.h"
#include "tn-mutant.h"
#include "tn-relay.h"
#include "tn-upstream.h"
#include "tn-client-private.h"
#include "tn-sync-bundle.h"

/* One session from beginning to end (sync.md 2.7). Every step leaves the copy in a state from which the next session goes on: nothing here has
 * to be undone when the lid is closed. */
#define WAIT_TIMEOUT_S 75u      /* the server answers after 55 s at the latest */

static gboolean
set_stick_only (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
                       _("This laptop was enrolled by stick and knows no address of the district’s server. What you typed is safe here. Hand it in by stick, or enrol once more with the same code and the server’s address."));
  return FALSE;
}

gboolean
tn_client_set_upgrade (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_UPGRADE,
                       _("This program is too old to receive from the district. What you typed was sent and is safe. Install the newest version to receive what others wrote."));
  return FALSE;
}

/* Before anything of it is applied here. A program that may only send does its first step, and the rest once it is replaced. What was never
 * sent comes after, so that what it was typed upon is there again; but a repair that does not succeed shall not keep it here. */
static gboolean
repair_rewound (TnClient *c, GError **error)
{
  gboolean may_pull = !c->transport->ticket->upgrade;
  g_autoptr (GError) local = NULL, unsent = NULL;
  gboolean ok = may_pull ? tn_sync_repair (c, _("The district’s server was put back to an earlier state, or set up anew."), &local) : tn_sync_push_again (c, &local);
  if (ok) {
    c->rewound = !may_pull;
    return TRUE;
  }
  if ((g_error_matches (local, TN_ERROR, TN_ERROR_CONFLICT) || g_error_matches (local, TN_ERROR, TN_ERROR_CORRUPT)) && !tn_sync_push (c, &unsent))
    g_warning ("push: %s", unsent->message);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
run_steps (TnClient *c, GError **error)
{
  if (!tn_sync_has_session (c) && !tn_sync_open_session (c, error))
    return FALSE;
  if (c->rewound && !TN_MUTANT (NO_REPAIR) && !repair_rewound (c, error))
    return FALSE;
  /* Before anything is sent: a receipt may already say that every stream is read. */
  if (c->fresh && c->hub == NULL && !tn_pull_set_scope (c->copy, (const char *const *) c->streams, error))
    return FALSE;
  if (!tn_sync_push (c, error))
    return FALSE;
  if (c->transport->ticket != NULL && c->transport->ticket->upgrade)
    return tn_client_set_upgrade (error);
  if (c->fresh && c->hub == NULL && !tn_sync_hand_in_ahead (c, error))
    return FALSE;
  /* A new session looks at the set hash of each stream all the same, which once a day is added up from the rows themselves (fault 35). */
  gboolean nothing_new = c->caught_up && !c->fresh && c->hub == NULL;
  if (!nothing_new && !tn_sync_pull (c, error))
    return FALSE;
  /* A hub says nothing about the time, so after one a clock that has jumped by years would count: what is forgotten then no repair can send again. */
  if (c->hub == NULL && (!tn_outbox_prune (c->copy, error) || !tn_relay_prune (c->copy, error)))
    return FALSE;
  tn_client_progress (c, TN_SYNC_DONE, c->log->received, c->log->received);
  return TRUE;
}

static gboolean
run_session (TnClient *c, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok = run_steps (c, &local);
  if (!ok && c->stale) {
    /* A session of some minutes ago no longer fits: a new one says what does. */
    g_clear_pointer (&c->transport->ticket, tn_ticket_free);
    g_clear_error (&local);
    c->stale = FALSE;
    ok = run_steps (c, &local);
  }
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

gboolean
tn_sync_run (TnCopy *copy, TnTransport *transport, const TnSyncOptions *options, TnSessionLog *log, GCancellable *cancellable, GError **error)
{
  g_auto (TnClient) c = { 0 };
  g_autoptr (TnTransport) own = NULL;
  g_autoptr (GError) local = NULL;
  TnSessionLog unwanted = { 0 };
  const TnEnv *env = tn_copy_env (copy);

  if (!tn_client_init (&c, copy, transport, error))
    return FALSE;
  if (options != NULL)
    c.options = options;
  c.through_hub = c.options->through_hub;
  g_autofree char *hub_url = tn_copy_get_meta (copy, TN_META_HUB_URL);
  if (transport == NULL && hub_url == NULL && tn_is_stick_only (copy))
    return set_stick_only (error);
  if (transport == NULL && (c.transport = own = tn_sync_connect (copy, NULL, &c.through_hub, error)) == NULL)
    return FALSE;
  c.log = log != NULL ? log : &unwanted;
  *c.log = (TnSessionLog) { .at = tn_env_now_ms (env) };
  c.cancellable = cancellable;

  gint64 started = tn_env_mono_us (env);
  gboolean ok = run_session (&c, &local);
  c.log->took_ms = (tn_env_mono_us (env) - started) / 1000;
  if (!ok)
    c.log->error = g_strdup (local->message);
  if (!tn_session_log_add (copy, c.log, ok ? &local : NULL))
    ok = FALSE;
  if (c.log == &unwanted)
    g_free (unwanted.error);
  if (c.log == &unwanted)
    g_free (unwanted.note);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&local));
  return ok;
}

gboolean
tn_sync_wait_on (TnTransport *t, const char *ward, const char *token, const char *cursor, gint64 *seq, const char **problem, GCancellable *cancellable, GError **error)
{
  g_auto (TnResponse) response = { 0 };
  TnClient c = { .transport = t, .cancellable = cancellable, .ward = (char *) ward };
  g_autofree char *path = tn_client_path (&c, "wait");
  g_autoptr (GString) text = g_string_new ("{\"cur\":");
  tn_json_append_string (text, cursor, -1);
  g_string_append_c (text, '}');
  g_autoptr (GBytes) body = g_string_free_to_bytes (g_steal_pointer (&text));
  *seq = 0;
  TnClientCall call = { .method = "POST", .path = path, .body = body, .bearer = token, .timeout_s = WAIT_TIMEOUT_S };
  if (!tn_client_send (&c, &call, &response, problem, error))
    return FALSE;
  if (response.status == 204)
    return TRUE;
  cJSON *json = tn_client_parse (&response, error);
  g_autofree char *tok = NULL;
  gboolean ok = json != NULL
                && (tn_cursor_split (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, "cur")), seq, &tok) || tn_client_bad_answer ("wait", error));
  cJSON_Delete (json);
  return ok;
}

char *
tn_sync_cursor (TnCopy *copy, const char *hub, gint64 *seq, GError **error)
{
  const char *least = NULL;
  g_autofree char *known = NULL;
  g_autoptr (GPtrArray) pulls = hub != NULL ? tn_upstream_pulls (copy, hub, error) : tn_pull_list (copy, error);
  if (pulls == NULL)
    return NULL;
  for (guint i = 0; i < pulls->len; i++) {
    const TnPull *pull = pulls->pdata[i];
    gint64 at = g_ascii_strtoll (pull->cursor, NULL, 10);
    if (least == NULL || at < *seq) {
      least = pull->cursor;
      *seq = at;
    }
  }
  if (least != NULL)
    return g_strdup (least);
  known = hub == NULL ? tn_known_cursor (copy) : NULL;
  *seq = known != NULL ? g_ascii_strtoll (known, NULL, 10) : 0;
  return known != NULL ? g_steal_pointer (&known) : g_strdup ("0");
}

gboolean
tn_sync_wait (TnCopy *copy, TnTransport *transport, gboolean *moved, GCancellable *cancellable, GError **error)
{
  g_auto (TnClient) c = { 0 };
  g_autoptr (TnTransport) own = NULL;
  TnSessionLog unwanted = { 0 };
  const char *problem = NULL;
  gint64 seq = 0, known = 0;
  *moved = FALSE;
  if (!tn_client_init (&c, copy, transport, error))
    return FALSE;
  if (transport == NULL && (c.transport = own = tn_sync_connect (copy, NULL, &c.through_hub, error)) == NULL)
    return FALSE;
  if (transport != NULL && transport->ticket != NULL)
    c.through_hub = transport->ticket->hub != NULL;
  c.log = &unwanted;
  c.cancellable = cancellable;
  for (int attempt = 0;; attempt++) {
    g_autoptr (GError) local = NULL;
    if (!tn_sync_has_session (&c) && !tn_sync_open_session (&c, error))
      return FALSE;
    g_autofree char *cursor = tn_sync_cursor (copy, c.hub, &known, error);
    if (cursor == NULL)
      return FALSE;
    if (tn_sync_wait_on (c.transport, c.ward, c.transport->ticket->token, cursor, &seq, &problem, cancellable, &local)) {
      *moved = seq > known;
      return TRUE;
    }
    gboolean expired = g_strcmp0 (problem, "session-expired") == 0;
    if (expired)
      g_clear_pointer (&c.transport->ticket, tn_ticket_free);
    if (!expired || attempt > 0) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  }
}
