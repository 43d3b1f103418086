/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-invite.h"
#include "tn-hash.h"
#include <sodium.h>
#include <string.h>

/* Each use of the secret or its hash has a word of its own, so that none can stand for another. */
#define WORD_KEY "tungnha stick: key of an invitation"
#define WORD_PROOF "tungnha stick: may enrol"
#define WORD_CONTENT "tungnha stick: content"
#define WORD_ANSWER "tungnha stick: answer"
#define WORD_MAC "tungnha stick: district"
#define PROOF_MAX 256

void
tn_invite_code_hash (const TnInvite *invite, guint8 out[32])
{
  tn_hash256 (invite->secret, sizeof invite->secret, out);
}

static void
make_pair (const TnInvite *invite, guint8 public_key[crypto_sign_PUBLICKEYBYTES], guint8 secret[crypto_sign_SECRETKEYBYTES])
{
  guint8 seed[crypto_sign_SEEDBYTES];
  crypto_generichash (seed, sizeof seed, invite->secret, sizeof invite->secret, (const guint8 *) WORD_KEY, strlen (WORD_KEY));
  crypto_sign_seed_keypair (public_key, secret, seed);
  sodium_memzero (seed, sizeof seed);
}

void
tn_invite_stick_key (const TnInvite *invite, guint8 out[32])
{
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  make_pair (invite, out, secret);
  sodium_memzero (secret, sizeof secret);
}

static gsize
make_statement (const guint8 laptop[32], const char *bundle, guint8 out[PROOF_MAX])
{
  gsize word = strlen (WORD_PROOF), id = strlen (bundle);
  g_return_val_if_fail (word + 32 + id <= PROOF_MAX, 0);
  memcpy (out, WORD_PROOF, word);
  memcpy (out + word, laptop, 32);
  memcpy (out + word + 32, bundle, id);
  return word + 32 + id;
}

void
tn_invite_prove (const TnInvite *invite, const guint8 laptop[32], const char *bundle, guint8 proof[TN_INVITE_PROOF_LEN])
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES], statement[PROOF_MAX];
  gsize len = make_statement (laptop, bundle, statement);
  make_pair (invite, public_key, secret);
  crypto_sign_detached (proof, NULL, statement, len, secret);
  sodium_memzero (secret, sizeof secret);
}

gboolean
tn_invite_check_proof (const guint8 stick_key[32], const guint8 laptop[32], const char *bundle, const guint8 proof[TN_INVITE_PROOF_LEN])
{
  guint8 statement[PROOF_MAX];
  gsize len = make_statement (laptop, bundle, statement);
  return crypto_sign_verify_detached (proof, statement, len, stick_key) == 0;
}

static void
make_key (const guint8 key[32], const char *word, const guint8 about[32], guint8 out[32])
{
  crypto_generichash_state state;
  crypto_generichash_init (&state, key, 32, 32);
  crypto_generichash_update (&state, (const guint8 *) word, strlen (word));
  crypto_generichash_update (&state, about, 32);
  crypto_generichash_final (&state, out, 32);
}

void
tn_invite_content_key (const guint8 code_hash[32], const guint8 laptop[32], guint8 out[32])
{
  make_key (code_hash, WORD_CONTENT, laptop, out);
}

void
tn_invite_answer_key (const guint8 code_hash[32], const guint8 laptop[32], guint8 out[32])
{
  make_key (code_hash, WORD_ANSWER, laptop, out);
}

void
tn_invite_answer_mac (const guint8 answer_key[32], const guint8 district[32], guint8 out[32])
{
  make_key (answer_key, WORD_MAC, district, out);
}
