/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-hub"
#include "tn-hub.h"
#include "tn-hub-certificate.h"
#include "tn-hub-copy.h"
#include "tn-hub-depot.h"
#include "tn-meta-keys.h"
#include <glib/gi18n.h>

#define LOOK_US (G_USEC_PER_SEC)
#define RATE_FACTOR 4          /* a laptop asks a hub what became of its edits at every reconciliation */

struct _TnHub {
  char *path, *ward;
  TnDistrict *desk;             /* owns the depot */
  TnDistrictServer *server;
  TnHubSent sent;
  gpointer sent_data;
  gint64 told;                  /* lock; newest number that waits were told of */
  gint64 relayed;               /* lock; newest number of the relay's outbox seen */
  GMutex lock;
  GCond cond;
  gboolean stopping;            /* lock */
  GThread *looker;
};

gboolean
tn_hub_prepare (TnCopy *copy, TnTransport *transport, GCancellable *cancellable, GError **error)
{
  g_autofree char *upstream = tn_copy_get_meta (copy, TN_META_HUB_URL);
  if (upstream) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_CONFLICT,
      _("This laptop reconciles through another ward laptop, so it cannot serve a team itself. Nothing was changed. Let it reconcile with the district first."));
    return FALSE;
  }
  return tn_hub_need_certificate (copy, transport, cancellable, error) && tn_hub_enable (copy, error);
}

gboolean
tn_hub_end (TnCopy *copy, GError **error)
{
  return tn_hub_disable (copy, error);
}

static TnDistrict *
open_desk (TnCopy *copy, const TnEnv *env, GError **error)
{
  g_autofree char *name = tn_copy_get_meta (copy, TN_META_DEVICE_NAME), *device = tn_copy_get_meta (copy, TN_META_DEVICE), *ca = tn_copy_get_meta (copy, TN_META_SERVER_CA);
  g_autofree char *crt = tn_hub_certificate_path (tn_copy_path (copy)), *key = tn_hub_key_path (tn_copy_path (copy));
  if (!device || !ca) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This laptop is not enrolled at a district yet. What you typed is safe here. Enrol it with an invitation of the district."));
    return NULL;
  }
  TnDepot *depot = tn_hub_depot_open (tn_copy_path (copy), env, error);
  TnDeskIdentity identity = { .name = name ? name : "", .hub = device, .ca_pem = ca, .certificate = crt, .key = key };
  return depot ? tn_district_new_over (depot, &identity, env) : NULL;
}

TnHub *
tn_hub_new (const char *copy_path, const TnEnv *env, GError **error)
{
  g_autoptr (TnCopy) copy = tn_copy_open (copy_path, TN_COPY_READ_ONLY, env, error);
  TnDistrict *desk = copy ? open_desk (copy, env, error) : NULL;
  if (!desk) return NULL;
  TnHub *hub = g_new0 (TnHub, 1);
  hub->path = g_strdup (copy_path);
  hub->ward = g_strdup (tn_copy_ward (copy));
  hub->desk = desk;
  hub->relayed = -1;
  g_mutex_init (&hub->lock);
  g_cond_init (&hub->cond);
  return hub;
}

TnDistrict *
tn_hub_desk (TnHub *hub)
{
  return hub->desk;
}

gboolean
tn_hub_look (TnHub *hub, GError **error)
{
  gint64 seq = 0;
  if (!tn_hub_depot_settle (tn_district_depot (hub->desk), &seq, error)) return FALSE;
  g_mutex_lock (&hub->lock);
  gboolean moved = seq > hub->told;
  hub->told = MAX (hub->told, seq);
  g_mutex_unlock (&hub->lock);
  if (moved) tn_district_tell_moved (hub->desk, hub->ward, seq);
  return TRUE;
}

void
tn_hub_set_sent (TnHub *hub, TnHubSent sent, gpointer user_data)
{
  hub->sent = sent;
  hub->sent_data = user_data;
}

/* ---- serving ---- */

static gboolean
count_relayed (TnCopy *copy, gint64 *n, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT ifnull((SELECT seq FROM sqlite_sequence WHERE name='hub_relay'), 0)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *n = tn_stmt_int (stmt, 0);
  return TRUE;
}

/* Has the team sent anything since the last look? */
static gboolean
look_at_relay (TnHub *hub, TnCopy *copy, GError **error)
{
  gint64 n = 0;
  if (!count_relayed (copy, &n, error)) return FALSE;
  gboolean more = n > hub->relayed && hub->relayed >= 0;
  hub->relayed = n;
  if (more && hub->sent) hub->sent (hub->sent_data);
  return TRUE;
}

static gboolean
doze (TnHub *hub)
{
  g_mutex_lock (&hub->lock);
  if (!hub->stopping) g_cond_wait_until (&hub->cond, &hub->lock, g_get_monotonic_time () + LOOK_US);
  gboolean go_on = !hub->stopping;
  g_mutex_unlock (&hub->lock);
  return go_on;
}

/* Looks at what the window, the reconciler or another program wrote to the same file. Busy is no failure: the next look is in a second. */
static gpointer
look_in_thread (gpointer data)
{
  TnHub *hub = data;
  g_autoptr (GError) open_error = NULL;
  g_autoptr (TnCopy) copy = tn_copy_open (hub->path, TN_COPY_READ_ONLY, NULL, &open_error);
  if (!copy) g_warning ("hub: %s", open_error->message);
  do {
    g_autoptr (GError) error = NULL;
    if ((!tn_hub_look (hub, &error) || (copy && !look_at_relay (hub, copy, &error))) && !g_error_matches (error, TN_ERROR, TN_ERROR_BUSY))
      g_warning ("hub: %s", error->message);
  } while (doze (hub));
  return NULL;
}

gboolean
tn_hub_start (TnHub *hub, const char *listen, GError **error)
{
  if (tn_hub_certificate_ends (hub->path) <= tn_env_now_ms (tn_env_system ())) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_TLS,
      _("This laptop’s certificate for serving its team is missing or has ended. Nothing was started. Reconcile with the district, then turn it on again."));
    return FALSE;
  }
  tn_district_set_rate (hub->desk, RATE_FACTOR * TN_LIMIT_REQUESTS_PER_MINUTE);
  hub->server = tn_district_server_start (hub->desk, listen, error);
  if (!hub->server) return FALSE;
  hub->looker = g_thread_new ("hub-look", look_in_thread, hub);
  return TRUE;
}

const char *
tn_hub_url (TnHub *hub)
{
  return hub->server ? tn_district_server_url (hub->server) : NULL;
}

void
tn_hub_free (TnHub *hub)
{
  if (!hub) return;
  g_mutex_lock (&hub->lock);
  hub->stopping = TRUE;
  g_cond_signal (&hub->cond);
  g_mutex_unlock (&hub->lock);
  if (hub->looker) g_thread_join (hub->looker);
  tn_district_server_stop (hub->server);
  tn_district_free (hub->desk);
  g_mutex_clear (&hub->lock);
  g_cond_clear (&hub->cond);
  g_free (hub->path);
  g_free (hub->ward);
  g_free (hub);
}
