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
/* ---- enrolling by stick (sync.md 2.15) ----
 * Whoever finds the stick must not be able to enrol with it, so the secret is not on it: the laptop signs its own key with one that only the secret
 * gives, and the district, which keeps that key's public half and the secret's hash (the code hash), checks it. The hash itself is on no stick
 * either; from it both ends make the key that encrypts the request, and the one that proves that the answer comes from the district. */
#define TN_INVITE_PROOF_LEN 64
void tn_invite_code_hash (const TnInvite *invite, guint8 out[32]);
/* Public half of the key that the secret gives. */
void tn_invite_stick_key (const TnInvite *invite, guint8 out[32]);
/* Signature with it: this laptop (its public key) may enrol, by the bundle of this id. */
void tn_invite_prove (const TnInvite *invite, const guint8 laptop[32], const char *bundle, guint8 proof[TN_INVITE_PROOF_LEN]);
gboolean tn_invite_check_proof (const guint8 stick_key[32], const guint8 laptop[32], const char *bundle, const guint8 proof[TN_INVITE_PROOF_LEN]);
void tn_invite_content_key (const guint8 code_hash[32], const guint8 laptop[32], guint8 out[32]);
void tn_invite_answer_key (const guint8 code_hash[32], const guint8 laptop[32], guint8 out[32]);
/* What the answer carries to show whose it is: over the district's signing key. */
void tn_invite_answer_mac (const guint8 answer_key[32], const guint8 district[32], guint8 out[32]);
G_END_DECLS
