/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* A TLS database of exactly one authority: the district's CA. GIO's own GTlsFileDatabase reads its file again for every connection, and this CA
 * is in no file. Immutable, any thread. */
#define TN_TYPE_ANCHOR (tn_anchor_get_type ())
G_DECLARE_FINAL_TYPE (TnAnchor, tn_anchor, TN, ANCHOR, GTlsDatabase)
/* The first certificate of the PEM. NULL with TN_ERROR_TLS when it is none. */
GTlsDatabase *tn_anchor_new (const char *ca_pem, GError **error);
/* From now on this process trusts nobody whom it was not told of: GIO's default database, the certificates of the whole machine, gives way to an empty one.
 * libsoup makes a connection before it hands the session's database over, and GIO would read all those certificates for each connection (18 ms of a laptop
 * for 144 of them), only to drop them. Again: nothing. */
void tn_anchor_trust_no_other (void);
G_END_DECLS
