/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cjson/cJSON.h>
#include "tn-district.h"
#include "tn-invite.h"
#include "tn-limiter.h"
G_BEGIN_DECLS

#define TN_DISTRICT_DEPOT "district.db"
#define TN_DISTRICT_DEPOT_FILE "depot"    /* the address of a PostgreSQL database; without it the records are in TN_DISTRICT_DEPOT */
#define TN_DISTRICT_SIGN_KEY "sign.key"
#define TN_META_NAME "name"
#define TN_META_ROOT_REPLICA "root_replica"
#define TN_BATCH_RATE_FACTOR 40    /* pages, batches and waits of a session against requests that begin something */

struct _TnDistrict {
  char *dir;                /* NULL: a desk over somebody else's depot (tn_district_new_over) */
  char *name, *root_replica, *ca_pem, *server_pub;
  char *hub;                /* id of the laptop that this desk stands on; NULL at a district */
  char *tls_certificate, *tls_key;   /* paths */
  const TnEnv *env;
  TnDepot *depot;
  TnLimiter *calls, *batches;
  guint8 token_key[32];     /* of tn-token.h */
  GMutex lock;
  gboolean watching;        /* lock */
  gboolean tended;          /* lock */
  TnDistrictMoved moved;
  gpointer moved_data;
  TnDistrictPushed pushed;
  gpointer pushed_data;
};

/* One request on its way through the desk. */
typedef struct {
  TnDistrict *d;
  const TnCall *call;
  TnAnswer *answer;
  char *ward;               /* of /v1/w/WARD/…; NULL elsewhere */
  TnDevice *device;         /* known once the call is authorised */
  gboolean pull_refused;
  cJSON *json;              /* of a JSON body */
} TnRequestAtDesk;
typedef TnRequestAtDesk Desk;

gboolean district_refresh_auth (TnDistrict *d, const char *ward, GError **error);   /* the records that its hubs read; cheap when nothing changed */
gboolean district_follow_rights (TnDistrict *d, const char *device, GError **error);  /* after a laptop's rights changed: the same for its wards that have hubs */
/* `url` NULL = what DIR/depot names, or else DIR/district.db. */
TnDepot *district_open_depot (const char *dir, const char *url, gboolean create, const TnEnv *env, GError **error);
gboolean district_read_depot_file (const char *dir, char **url, GError **error);       /* *url NULL = there is none; owned */
gboolean district_write_depot_file (const char *dir, const char *url, GError **error); /* NULL = remove it */
void district_tell_moved (TnDistrict *d, const char *ward, gint64 seq);
void district_tell_pushed (TnDistrict *d, const char *ward, const char *device, gint64 before, gint64 seq);

/* answers; all void so that a route can end with one */
void desk_json (Desk *desk, cJSON *json /* taken */);
void desk_page (Desk *desk, TnPageWriter *page, const char *end_members);
void desk_problem (Desk *desk, TnProblem problem);
void desk_fail (Desk *desk, const GError *error);       /* our own fault: logged, 500 or 503 */
/* helpers */
const char *desk_text (Desk *desk, const char *key);    /* of the JSON body; NULL when no text */
gint64 desk_number (Desk *desk, const char *key, gint64 otherwise);
GPtrArray *desk_grants (Desk *desk);                    /* NULL = answered */
TnScope *desk_scope (Desk *desk);                       /* of the ward; NULL = answered: nothing of it is in scope */
GBytes *desk_inflate (Desk *desk);                      /* NULL = answered */
gboolean desk_verify (Desk *desk, const char *device);  /* signature over the body; sets desk->device; FALSE = answered */
cJSON *desk_scope_json (Desk *desk, GPtrArray *grants, GError **error);
/* Before the answer to a hub's session: ends a right that has run out, brings the records of its stream up to date. FALSE = answered. */
gboolean desk_prepare_hub (Desk *desk);
/* The author of a batch that a hub hands on: *author NULL = nobody knows him; *grants are what the batch is judged by. FALSE = answered. */
gboolean desk_find_origin (Desk *desk, const char *origin, GPtrArray *own, TnDevice **author, GPtrArray **grants);
cJSON *desk_devices_json (Desk *desk, const cJSON *scope, GError **error);   /* who has written to these wards */
/* "hubs_ended": laptops that were hubs of these wards and are none any more, whose certificates may still hold (tn-district-hub.c). Nothing where there is none. */
gboolean desk_add_hubs_ended (Desk *desk, const cJSON *scope, cJSON *to, GError **error);
gboolean district_ever_held (GPtrArray *grants, const char *ward);
char *district_end_members (TnPageWriter *page, const TnPullResult *result, gboolean digests);   /* of a page's last line. Owned */
void desk_hex_random (TnDistrict *d, gsize bytes, char *out);

/* routes */
void route_info (Desk *desk);
void route_ca (Desk *desk);
void route_enrol (Desk *desk);
void route_session (Desk *desk);
void route_custody (Desk *desk);
void route_hub (Desk *desk);
void route_known (Desk *desk);
void route_push (Desk *desk);
void route_pull (Desk *desk);
void route_wait (Desk *desk);
void route_digest (Desk *desk);
void route_ids (Desk *desk);
void route_fetch (Desk *desk);
void route_repair (Desk *desk);
G_END_DECLS
