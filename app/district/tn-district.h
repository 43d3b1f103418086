/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
G_BEGIN_DECLS

/* The district's desk: every route as a plain function from request to response. No sockets and no main loop in it: the HTTPS server
 * (tn-district-server.h), the tests and the simulator call the same code. Thread-safe. */
typedef struct _TnDistrict TnDistrict;
typedef struct { const char *method, *path, *query, *content_type, *token; GBytes *body; const char *peer; } TnCall;
typedef struct { guint status; char *content_type; GBytes *body; guint retry_after_s; gboolean wait; /* hold: answer when the ward moves */ char *wait_ward; gint64 wait_seq; } TnAnswer;
void tn_answer_clear (TnAnswer *a);
TnDistrict *tn_district_new (const char *dir, const TnEnv *env, GError **error);        /* an initialised district folder */
void tn_district_free (TnDistrict *d);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDistrict, tn_district_free)
void tn_district_handle (TnDistrict *d, const TnCall *call, TnAnswer *answer);
/* Called after a commit moved a ward, on any thread. */
typedef void (*TnDistrictMoved) (const char *ward, gint64 seq, gpointer user_data);
void tn_district_set_moved (TnDistrict *d, TnDistrictMoved moved, gpointer user_data);

/* Administration, for tungnha-district and the tests. */
gboolean tn_district_init (const char *dir, const char *name, const char *const *hosts, const TnEnv *env, GError **error); /* keys, CA, TLS certificate, depot */
gboolean tn_district_ward_add (TnDistrict *d, const char *code, const char *name, GError **error);
/* Single use, expiring, bound to role, ward and streams (NULL = the role's default). Returns the code to hand over. Owned. */
char *tn_district_invite (TnDistrict *d, const char *ward, const char *role, const char *const *streams, guint days, GError **error);
gboolean tn_district_revoke (TnDistrict *d, const char *device, GError **error);

/* HTTPS on SoupServer in its own thread; url out: "https://127.0.0.1:PORT". */
typedef struct _TnDistrictServer TnDistrictServer;
TnDistrictServer *tn_district_server_start (TnDistrict *d, const char *listen /* "127.0.0.1:0" */, GError **error);
const char *tn_district_server_url (TnDistrictServer *s);
void tn_district_server_stop (TnDistrictServer *s);
G_END_DECLS
