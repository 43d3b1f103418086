/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-apply.h"
#include "tn-copy-private.h"
G_BEGIN_DECLS

/* n and sum of each stream (table digest), kept along with record.h. Who changes an h notes it; who ends the transaction flushes. */
void tn_digest_begin (TnCopy *copy);                                       /* a new transaction: forgets what one that failed left */
void tn_digest_add (TnCopy *copy, TnSlice stream, const TnHash *h);
void tn_digest_remove (TnCopy *copy, TnSlice stream, const TnHash *h);
gboolean tn_digest_flush (TnCopy *copy, GError **error);
/* Added up from the rows. TnDigest*, those of no rows left out. */
GPtrArray *tn_digest_scan (TnCopy *copy, GError **error);
/* TN_ERROR_CORRUPT when the table is not what the rows say. */
gboolean tn_digest_check (TnCopy *copy, GError **error);
gboolean tn_digest_rebuild (TnCopy *copy, GError **error);                  /* from the rows, in a transaction of its own */
G_END_DECLS
