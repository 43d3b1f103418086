/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-district.h"
#include "tn-relay.h"
#include "tn-sync.h"
G_BEGIN_DECLS

/* A ward laptop that serves its team leaders where there is no network to the district (sync.md 2.16): the district's desk over this laptop's own copy. What
 * the team sends it hands on, verbatim, when tn_sync_run() of the same copy reaches the district. */

/* Makes `copy` one that can serve: its tables, and the TLS certificate that the district signs for it (asked for over `transport`, NULL = libsoup, when
 * there is none or it ends within 30 days). Without network an existing certificate will do. TN_ERROR_REFUSED = the district has not allowed it. */
gboolean tn_hub_prepare (TnCopy *copy, TnTransport *transport, GCancellable *cancellable, GError **error);
/* Ends it. What is still to be handed on stays and goes up with the next reconciliations. */
gboolean tn_hub_end (TnCopy *copy, GError **error);

typedef struct _TnHub TnHub;
/* No sockets, no threads: for the simulator and the tests too. The copy must be enrolled and enabled (tn_hub_prepare, or tn_hub_enable where no TLS is
 * wanted). It may be open elsewhere at the same time. `env` as tn_copy_open(). */
TnHub *tn_hub_new (const char *copy_path, const TnEnv *env, GError **error);
TnDistrict *tn_hub_desk (TnHub *hub);                     /* borrowed: tn_district_handle() answers the team */
/* Gives numbers to what was changed in the copy, by whomever, and wakes those who wait for it. Any thread. */
gboolean tn_hub_look (TnHub *hub, GError **error);
/* HTTPS in threads of its own, which also look every second. `listen` as tn_district_server_start(); tn_hub_url() is set from then on. */
gboolean tn_hub_start (TnHub *hub, const char *listen, GError **error);
const char *tn_hub_url (TnHub *hub);                      /* NULL when it does not serve */
/* Called when the team sent something, on any thread: it is to be handed on. Before tn_hub_start(). */
typedef void (*TnHubSent) (gpointer user_data);
void tn_hub_set_sent (TnHub *hub, TnHubSent sent, gpointer user_data);
void tn_hub_free (TnHub *hub);                            /* stops; blocks for a moment. NULL is fine */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnHub, tn_hub_free)

/* ---- for whoever shows it ---- */
typedef struct { char *device, *name, *user; gint64 seen_at; /* here; 0 = never */ gboolean revoked; } TnHubLaptop;
typedef struct {
  gboolean on;                    /* the copy serves its team (whether or not a program does so now) */
  gint64 certificate_ends;        /* ms; 0 = there is none */
  TnRelaySummary relay;
  GPtrArray *laptops;             /* TnHubLaptop*: the ward's others, newest visit first */
} TnHubStatus;
void tn_hub_status_free (TnHubStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnHubStatus, tn_hub_status_free)
TnHubStatus *tn_hub_status (TnCopy *copy, GError **error);
/* The addresses that a team can try, for a hub that serves at `url`: itself, or when that is "every address" one for each of this machine's networks. Free
 * with g_strfreev; may be empty. */
char **tn_hub_addresses (const char *url);

/* Where the hub's TLS certificate and key lie. Owned. */
char *tn_hub_certificate_path (const char *copy_path);
char *tn_hub_key_path (const char *copy_path);
gint64 tn_hub_certificate_ends (const char *copy_path);   /* ms; 0 = none */
G_END_DECLS
