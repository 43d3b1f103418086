/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-error.h"
G_BEGIN_DECLS

/* An invitation as a person reads it out, types it or scans it: 80 bits that only the district knows (stored there as a hash) and the
 * first 80 bits of the SHA-256 of its CA certificate (DER). So the laptop can fetch the CA from an address nobody vouches for and still
 * know that it is the right one. Crockford's base32, eight groups of four:
 *   7K3M-9QXA-0W2D-PRT5-8VNE-HZ61-GJ4B-SCYF */
#define TN_INVITE_SECRET_LEN 10
#define TN_INVITE_FINGERPRINT_LEN 10
typedef struct {
  guint8 secret[TN_INVITE_SECRET_LEN];
  guint8 fingerprint[TN_INVITE_FINGERPRINT_LEN];
} TnInvite;

/* The printed form. Owned. Any thread. */
char *tn_invite_encode (const TnInvite *invite);
/* Reads what people type: any case, blanks and dashes anywhere, O for 0, I and L for 1. FALSE with TN_ERROR_INVALID otherwise. */
gboolean tn_invite_decode (const char *typed, TnInvite *out, GError **error);
/* The fingerprint half of a CA certificate's DER. */
void tn_invite_fingerprint (const void *der, gsize len, guint8 out[TN_INVITE_FINGERPRINT_LEN]);
/* Is this the CA (DER) that the invitation names? In constant time. */
gboolean tn_invite_names_ca (const TnInvite *invite, const void *der, gsize len);
G_END_DECLS
