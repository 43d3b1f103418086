/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-district-bundle-private.h"
#include "tn-hash.h"
#include <glib/gi18n.h>
#include <sodium.h>

#define LOG_MAX 64

const char *
bundle_text (const cJSON *json, const char *key)
{
  const char *text = cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (json, key));
  return text ? text : "";
}

/* ---- what is known of a laptop ---- */

static char *
make_key (const char *device, const char *ward)
{
  return g_strdup_printf ("bundle/%s/%s", device, ward);
}

cJSON *
bundle_state_read (TnDistrict *d, const char *device, const char *ward, GError **error)
{
  g_autofree char *key = make_key (device, ward), *text = NULL;
  if (!d->depot->driver->get_meta (d->depot, key, &text, error)) return NULL;
  cJSON *state = text ? cJSON_Parse (text) : NULL;
  return state ? state : cJSON_CreateObject ();
}

gboolean
bundle_state_write (TnDistrict *d, const char *device, const char *ward, const cJSON *state, GError **error)
{
  g_autofree char *key = make_key (device, ward);
  char *text = cJSON_PrintUnformatted (state);
  gboolean done = d->depot->driver->set_meta (d->depot, key, text, error);
  cJSON_free (text);
  return done;
}

void
bundle_state_set (cJSON *state, const char *member, cJSON *value)
{
  cJSON_DeleteItemFromObjectCaseSensitive (state, member);
  cJSON_AddItemToObject (state, member, value);
}

void
bundle_state_add (cJSON *state, const char *member, cJSON *item, int max)
{
  cJSON *list = cJSON_GetObjectItemCaseSensitive (state, member);
  if (!list) list = cJSON_AddArrayToObject (state, member);
  cJSON_AddItemToArray (list, item);
  while (cJSON_GetArraySize (list) > max) cJSON_DeleteItemFromArray (list, 0);
}

void
bundle_state_add_log (cJSON *state, const char *cursor)
{
  const cJSON *item;
  int i = 0;
  cJSON *list = cJSON_GetObjectItemCaseSensitive (state, "log");
  if (!*cursor || strcmp (cursor, "0") == 0) return;
  cJSON_ArrayForEach (item, list) {
    if (g_strcmp0 (cJSON_GetStringValue (item), cursor) == 0) {
      cJSON_DeleteItemFromArray (list, i);   /* it comes again as the newest */
      break;
    }
    i++;
  }
  bundle_state_add (state, "log", cJSON_CreateString (cursor), LOG_MAX);
}

/* ---- invitations ---- */

gboolean
bundle_note_invite (TnDistrict *d, const TnInvite *invite, GError **error)
{
  guint8 stick_key[32], code_hash[32];
  char hex[65], hash[65];
  tn_invite_stick_key (invite, stick_key);
  tn_invite_code_hash (invite, code_hash);
  tn_hex (stick_key, sizeof stick_key, hex);
  tn_hex (code_hash, sizeof code_hash, hash);
  g_autofree char *key = g_strconcat ("invite/", hex, NULL);
  return d->depot->driver->set_meta (d->depot, key, hash, error);
}

gboolean
bundle_find_invite (TnDistrict *d, const char *stick_key_hex, guint8 code_hash[32], GError **error)
{
  g_autofree char *key = g_strconcat ("invite/", stick_key_hex, NULL), *hash = NULL;
  if (!d->depot->driver->get_meta (d->depot, key, &hash, error)) return FALSE;
  if (hash && strlen (hash) == 64 && tn_unhex (hash, 64, code_hash)) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _("This request was made with an invitation that this district does not know. Nothing was changed. Check whether it is of this district, or make a new one."));
  return FALSE;
}

/* ---- the district's key ---- */

static gboolean
read_seed (TnDistrict *d, guint8 seed[crypto_sign_SEEDBYTES], GError **error)
{
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  g_autofree char *path = g_build_filename (d->dir, TN_DISTRICT_SIGN_KEY, NULL), *hex = NULL;
  if (!g_file_get_contents (path, &hex, NULL, error)) return FALSE;
  g_strchomp (hex);
  gboolean ok = strlen (hex) == 2 * sizeof secret && tn_unhex (hex, 2 * sizeof secret, secret);
  if (ok) memcpy (seed, secret, crypto_sign_SEEDBYTES);   /* libsodium's secret key begins with its seed */
  else g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT, _("The district’s signing key is damaged. Nothing was changed. Put sign.key back from a backup."));
  sodium_memzero (hex, strlen (hex));
  sodium_memzero (secret, sizeof secret);
  return ok;
}

static gboolean
sign_cb (gpointer user_data, const guint8 digest[TN_BUNDLE_DIGEST_LEN], guint8 signature[TN_BUNDLE_SIGNATURE_LEN], GError **error)
{
  guint8 seed[crypto_sign_SEEDBYTES], public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  if (!read_seed (user_data, seed, error)) return FALSE;
  crypto_sign_seed_keypair (public_key, secret, seed);
  crypto_sign_detached (signature, NULL, digest, TN_BUNDLE_DIGEST_LEN, secret);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (secret, sizeof secret);
  return TRUE;
}

TnBundleSigner
bundle_signer (TnDistrict *d)
{
  return (TnBundleSigner) { sign_cb, d };
}

static gboolean
open_cb (gpointer user_data, const TnBundleHeader *header, const guint8 *sealed, guint8 key[TN_BUNDLE_KEY_LEN], GError **error)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  if (!read_seed (user_data, seed, error)) return FALSE;
  gboolean ok = tn_bundle_open_sealed (seed, sealed, key);
  sodium_memzero (seed, sizeof seed);
  return ok || tn_bundle_set_corrupt (error);
}

TnBundleOpener
bundle_opener (TnDistrict *d)
{
  return (TnBundleOpener) { d->server_pub, open_cb, d };
}
