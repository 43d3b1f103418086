/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <sodium.h>
#include "tn-bundle.h"
#include "tn-hash.h"
#include "tn-sync.h"

/* Only the seed is kept, as hexadecimal text; the key pair is made from it for each signature and wiped. The key never stands in the
 * database, which people copy, back up and mail. */
#define SEED_LEN crypto_sign_SEEDBYTES
#define SEED_HEX (2 * SEED_LEN)
#define RING_PREFIX "keyring:"
#define FILE_REF "file"

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    .name = "vn.tungnha.TungNha.Device",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = { { "id", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } },
  };
  return &schema;
}

static gboolean
set_no_key (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND,
                       _("The key of this laptop can’t be found or read. What you typed is safe here. Unlock the key ring and try again, or ask the district for a new invitation."));
  return FALSE;
}

static char *
dup_key_path (const char *copy_path)
{
  return g_strconcat (copy_path, ".key", NULL);
}

/* FALSE when no Secret Service answers (a terminal, a service, a test): the caller then takes the file. */
static gboolean
store_in_ring (const char *hex, char **key_ref)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_uuid_string_random ();
  if (!secret_password_store_sync (get_schema (), SECRET_COLLECTION_DEFAULT, _("Từng Nhà: key of this laptop"), hex, NULL, &error, "id", id, NULL)) {
    g_debug ("no key ring: %s", error != NULL ? error->message : "refused");
    return FALSE;
  }
  *key_ref = g_strconcat (RING_PREFIX, id, NULL);
  return TRUE;
}

static gboolean
write_all (int fd, const char *text, gsize len)
{
  while (len > 0) {
    ssize_t n = write (fd, text, len);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    text += n;
    len -= (gsize) n;
  }
  return fsync (fd) == 0;
}

static gboolean
store_in_file (const char *copy_path, const char *hex, GError **error)
{
  g_autofree char *path = dup_key_path (copy_path);
  int fd = open (path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean ok = fd >= 0 && write_all (fd, hex, SEED_HEX);
  int saved = errno;
  if (fd >= 0)
    close (fd);
  if (ok)
    return TRUE;
  if (fd >= 0)
    g_unlink (path);
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The key of this laptop could not be saved beside its data (%s). Nothing was changed."), g_strerror (saved));
  return FALSE;
}

static gboolean
read_file (const char *copy_path, guint8 seed[SEED_LEN])
{
  g_autofree char *path = dup_key_path (copy_path);
  char hex[SEED_HEX + 1];
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0)
    return FALSE;
  ssize_t n = read (fd, hex, sizeof hex);
  close (fd);
  gboolean ok = n == SEED_HEX && tn_unhex (hex, SEED_HEX, seed);
  sodium_memzero (hex, sizeof hex);
  return ok;
}

static gboolean
read_ring (const char *id, guint8 seed[SEED_LEN])
{
  g_autoptr (GError) error = NULL;
  char *hex = secret_password_lookup_nonpageable_sync (get_schema (), NULL, &error, "id", id, NULL);
  if (hex == NULL) {
    g_debug ("key ring: %s", error != NULL ? error->message : "no such key");
    return FALSE;
  }
  gboolean ok = tn_unhex (hex, strlen (hex), seed) && strlen (hex) == SEED_HEX;
  secret_password_free (hex);
  return ok;
}

static gboolean
read_seed (const char *copy_path, const char *key_ref, guint8 seed[SEED_LEN], GError **error)
{
  gboolean ok = FALSE;
  if (key_ref != NULL && g_str_has_prefix (key_ref, RING_PREFIX))
    ok = read_ring (key_ref + strlen (RING_PREFIX), seed);
  else if (g_strcmp0 (key_ref, FILE_REF) == 0)
    ok = read_file (copy_path, seed);
  return ok || set_no_key (error);
}

/* A key file without a reference to it is one whose enrolment never began: it serves this time. */
static gboolean
create_seed (const char *copy_path, guint8 seed[SEED_LEN], char **key_ref, GError **error)
{
  char hex[SEED_HEX + 1];
  gboolean ok = TRUE;
  if (read_file (copy_path, seed)) {
    *key_ref = g_strdup (FILE_REF);
    return TRUE;
  }
  randombytes_buf (seed, SEED_LEN);
  tn_hex (seed, SEED_LEN, hex);
  if (!store_in_ring (hex, key_ref)) {
    ok = store_in_file (copy_path, hex, error);
    if (ok)
      *key_ref = g_strdup (FILE_REF);
  }
  sodium_memzero (hex, sizeof hex);
  return ok;
}

gboolean
tn_keys_create (const char *copy_path, guint8 public_key[32], char **key_ref, GError **error)
{
  guint8 seed[SEED_LEN], secret[crypto_sign_SECRETKEYBYTES];
  g_return_val_if_fail (copy_path != NULL && key_ref != NULL, FALSE);
  if (sodium_init () < 0)
    return set_no_key (error);
  gboolean ok = create_seed (copy_path, seed, key_ref, error);
  if (ok)
    crypto_sign_seed_keypair (public_key, secret, seed);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (secret, sizeof secret);
  return ok;
}

gboolean
tn_keys_sign (const char *copy_path, const char *key_ref, const void *data, gsize len, guint8 signature[64], GError **error)
{
  guint8 seed[SEED_LEN], public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
  if (sodium_init () < 0)
    return set_no_key (error);
  if (!read_seed (copy_path, key_ref, seed, error))
    return FALSE;
  crypto_sign_seed_keypair (public_key, secret, seed);
  crypto_sign_detached (signature, NULL, data, len, secret);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (secret, sizeof secret);
  return TRUE;
}

gboolean
tn_keys_public (const char *copy_path, const char *key_ref, guint8 public_key[32], GError **error)
{
  guint8 seed[SEED_LEN], secret[crypto_sign_SECRETKEYBYTES];
  if (sodium_init () < 0)
    return set_no_key (error);
  if (!read_seed (copy_path, key_ref, seed, error))
    return FALSE;
  crypto_sign_seed_keypair (public_key, secret, seed);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (secret, sizeof secret);
  return TRUE;
}

gboolean
tn_keys_open_sealed (const char *copy_path, const char *key_ref, const guint8 *sealed, guint8 content_key[32], GError **error)
{
  guint8 seed[SEED_LEN];
  if (sodium_init () < 0)
    return set_no_key (error);
  if (!read_seed (copy_path, key_ref, seed, error))
    return FALSE;
  gboolean ok = tn_bundle_open_sealed (seed, sealed, content_key);
  sodium_memzero (seed, sizeof seed);
  return ok || tn_bundle_set_corrupt (error);
}
