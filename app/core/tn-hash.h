/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct { guint8 b[16]; } TnHash;    /* BLAKE2b-128 */
typedef struct { guint64 lo, hi; } TnSum;   /* set hash: sum of hashes mod 2^128, little-endian halves (sync.md 2.4) */

TnHash tn_hash (const void *data, gsize len);
/* BLAKE2b-256 for keys, codes and fingerprints that are stored. */
void tn_hash256 (const void *data, gsize len, guint8 out[32]);
void tn_sum_add (TnSum *sum, const TnHash *hash);
void tn_sum_sub (TnSum *sum, const TnHash *hash);
void tn_sum_to_bytes (const TnSum *sum, guint8 out[16]);
void tn_sum_from_bytes (TnSum *sum, const guint8 in[16]);
void tn_hex (const guint8 *data, gsize len, char *out);         /* 2*len+1 bytes, lower case */
gboolean tn_unhex (const char *hex, gsize hex_len, guint8 *out); /* FALSE unless exactly lower-case hex */
G_END_DECLS
