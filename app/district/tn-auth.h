/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
G_BEGIN_DECLS

/* Records of kind `auth`: a ward's laptops with their keys and rights, one record a laptop, in the stream TN_STREAM_AUTH, which only the role `hub`
 * opens. So a hub knows whom to serve what, and learns of a new or withdrawn laptop as of anything else (sync.md 2.16). The kind stands in no table of the
 * schema: nobody edits it, and a push that names it is held like any unknown kind. Its body is
 *   {"auth":{"device","user","name","pub":hex,"revoked":bool,"grants":[["<stream>","<role>",from,to],…]}} */
#define TN_AUTH_KIND "auth"
TnId tn_auth_id (const char *ward, const char *device);
/* The rights in other wards are left out. Owned. */
char *tn_auth_body (const TnDevice *device, GPtrArray *grants, const char *ward);
/* The other way. Both out parameters are owned by the caller; TnGrant carry `ward`. FALSE with TN_ERROR_CORRUPT. */
gboolean tn_auth_parse (TnSlice body, const char *ward, TnDevice **device, GPtrArray **grants, GError **error);
/* Brings the ward's records up to date with its laptops and rights; costs one comparison when they are. *moved = the ward's new seq, 0 = nothing was
 * to be written. */
gboolean tn_auth_in_use (TnDepot *depot, const char *ward, gboolean *in_use, GError **error);   /* has the ward ever had a hub? */
gboolean tn_auth_refresh (TnDepot *depot, const TnEnv *env, const char *ward, const char *root_replica, gint64 *moved, GError **error);
G_END_DECLS
