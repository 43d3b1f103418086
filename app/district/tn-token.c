/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-token.h"
#include <sodium.h>
#include <string.h>

/* device 16 | seconds 4 | flags 1 | seal 16: BLAKE2b-128 of what stands before it, keyed. */
#define SECONDS_AT 16
#define FLAGS_AT 20
#define SEAL_AT 21
#define SEAL_BYTES 16
#define BYTES (SEAL_AT + SEAL_BYTES)
#define FLAG_PULL_REFUSED 1

G_STATIC_ASSERT (TN_TOKEN_TEXT == sodium_base64_ENCODED_LEN (BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING));

void
tn_token_derive_key (const guint8 sign_secret[64], guint8 key[TN_TOKEN_KEY])
{
  static const char purpose[] = "tungnha session token 1";
  crypto_generichash (key, TN_TOKEN_KEY, (const guint8 *) purpose, sizeof purpose - 1, sign_secret, crypto_sign_SEEDBYTES);
}

static void
seal (const guint8 *bytes, const guint8 key[TN_TOKEN_KEY], guint8 out[SEAL_BYTES])
{
  crypto_generichash (out, SEAL_BYTES, bytes, SEAL_AT, key, TN_TOKEN_KEY);
}

void
tn_token_write (const TnTicket *ticket, const guint8 key[TN_TOKEN_KEY], char out[TN_TOKEN_TEXT])
{
  guint8 bytes[BYTES];
  guint32 seconds = GUINT32_TO_BE ((guint32) (ticket->expires / 1000));
  memcpy (bytes, ticket->device.b, sizeof ticket->device.b);
  memcpy (bytes + SECONDS_AT, &seconds, sizeof seconds);
  bytes[FLAGS_AT] = ticket->pull_refused ? FLAG_PULL_REFUSED : 0;
  seal (bytes, key, bytes + SEAL_AT);
  sodium_bin2base64 (out, TN_TOKEN_TEXT, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

gboolean
tn_token_read (const char *token, const guint8 key[TN_TOKEN_KEY], gint64 now, TnTicket *ticket)
{
  guint8 bytes[BYTES], own[SEAL_BYTES];
  guint32 seconds;
  gsize len;
  const char *end;
  if (!token || strlen (token) != TN_TOKEN_TEXT - 1
      || sodium_base642bin (bytes, sizeof bytes, token, TN_TOKEN_TEXT - 1, NULL, &len, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || len != sizeof bytes || *end) return FALSE;
  seal (bytes, key, own);
  if (sodium_memcmp (own, bytes + SEAL_AT, SEAL_BYTES) != 0) return FALSE;
  memcpy (ticket->device.b, bytes, sizeof ticket->device.b);
  memcpy (&seconds, bytes + SECONDS_AT, sizeof seconds);
  ticket->expires = (gint64) GUINT32_FROM_BE (seconds) * 1000;
  ticket->pull_refused = bytes[FLAGS_AT] & FLAG_PULL_REFUSED;
  return now < ticket->expires;
}
