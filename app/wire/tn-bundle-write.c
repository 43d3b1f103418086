/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bundle-private.h"
#include "tn-hash.h"
#include <glib/gi18n.h>
#include <zstd.h>

#define LEVEL 3            /* a stick is slower than level 3 */

struct _TnBundleWriter {
  GOutputStream *out;
  GCancellable *cancellable;
  const TnBundleSigner *signer;
  crypto_secretstream_xchacha20poly1305_state stream;
  crypto_generichash_state digest;
  ZSTD_CCtx *zstd;
  guint8 *chunk;            /* BUNDLE_CHUNK, `used` of it */
  gsize used;
  guint64 size;
};

static gboolean
put (TnBundleWriter *w, const void *data, gsize len, GError **error)
{
  crypto_generichash_update (&w->digest, data, len);
  w->size += len;
  return g_output_stream_write_all (w->out, data, len, NULL, w->cancellable, error);
}

static gboolean
put_header (TnBundleWriter *w, const TnBundleHeader *header, GError **error)
{
  g_autoptr (GString) text = g_string_new (BUNDLE_MAGIC "\0\0\0");
  g_string_set_size (text, BUNDLE_PREFIX_LEN);
  bundle_header_to_text (header, text);
  gsize len = text->len - BUNDLE_PREFIX_LEN;
  g_return_val_if_fail (len <= TN_BUNDLE_HEADER_MAX, FALSE);
  for (guint i = 0; i < 4; i++) text->str[BUNDLE_MAGIC_LEN + i] = (char) (len >> (24 - 8 * i));
  return put (w, text->str, text->len, error);
}

static gboolean
put_sealed_key (TnBundleWriter *w, const char *to_hex, const guint8 key[TN_BUNDLE_KEY_LEN], GError **error)
{
  guint8 edwards[crypto_sign_PUBLICKEYBYTES], curve[crypto_box_PUBLICKEYBYTES], sealed[TN_BUNDLE_SEALED_LEN];
  if (!tn_unhex (to_hex, strlen (to_hex), edwards) || crypto_sign_ed25519_pk_to_curve25519 (curve, edwards) != 0) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("The key of a recipient of this USB file is not valid. Nothing was written. Ask the district office."));
    return FALSE;
  }
  crypto_box_seal (sealed, key, TN_BUNDLE_KEY_LEN, curve);
  return put (w, sealed, sizeof sealed, error);
}

static gboolean
put_keys (TnBundleWriter *w, const TnBundleHeader *header, const guint8 *shared_key, GError **error)
{
  guint8 key[TN_BUNDLE_KEY_LEN], start[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  gboolean ok = TRUE;
  if (shared_key) memcpy (key, shared_key, sizeof key);
  else crypto_secretstream_xchacha20poly1305_keygen (key);
  for (gsize i = 0; ok && header->to && header->to[i]; i++) ok = put_sealed_key (w, header->to[i], key, error);
  crypto_secretstream_xchacha20poly1305_init_push (&w->stream, start, key);
  sodium_memzero (key, sizeof key);
  return ok && put (w, start, sizeof start, error);
}

TnBundleWriter *
tn_bundle_writer_new (GOutputStream *out, const TnBundleHeader *header, const guint8 *shared_key, const TnBundleSigner *signer, GCancellable *cancellable, GError **error)
{
  G_STATIC_ASSERT (TN_BUNDLE_KEY_LEN == crypto_secretstream_xchacha20poly1305_KEYBYTES);
  G_STATIC_ASSERT (TN_BUNDLE_SEALED_LEN == TN_BUNDLE_KEY_LEN + crypto_box_SEALBYTES);
  G_STATIC_ASSERT (TN_BUNDLE_SIGNATURE_LEN == crypto_sign_BYTES);
  gboolean sealed = header->to && header->to[0];
  g_return_val_if_fail (sealed == (shared_key == NULL), NULL);
  if (sodium_init () < 0) g_error ("libsodium does not start");
  g_autoptr (TnBundleWriter) w = g_new0 (TnBundleWriter, 1);
  w->out = g_object_ref (out);
  w->cancellable = cancellable ? g_object_ref (cancellable) : NULL;
  w->signer = signer;
  w->chunk = g_malloc (BUNDLE_CHUNK);
  w->zstd = ZSTD_createCCtx ();
  ZSTD_CCtx_setParameter (w->zstd, ZSTD_c_compressionLevel, LEVEL);
  ZSTD_CCtx_setParameter (w->zstd, ZSTD_c_checksumFlag, 1);
  crypto_generichash_init (&w->digest, NULL, 0, TN_BUNDLE_DIGEST_LEN);
  return put_header (w, header, error) && put_keys (w, header, shared_key, error) ? g_steal_pointer (&w) : NULL;
}

void
tn_bundle_writer_free (TnBundleWriter *w)
{
  if (!w) return;
  sodium_memzero (&w->stream, sizeof w->stream);
  ZSTD_freeCCtx (w->zstd);
  g_free (w->chunk);
  g_clear_object (&w->cancellable);
  g_object_unref (w->out);
  g_free (w);
}

static gboolean
put_chunk (TnBundleWriter *w, guint8 tag, GError **error)
{
  g_autofree guint8 *sealed = g_malloc (BUNDLE_CHUNK_SEALED);
  unsigned long long len = 0;
  crypto_secretstream_xchacha20poly1305_push (&w->stream, sealed, &len, w->chunk, w->used, NULL, 0, tag);
  w->used = 0;
  return put (w, sealed, (gsize) len, error);
}

/* A full chunk waits until more comes: the last one has another tag. */
static gboolean
deflate (TnBundleWriter *w, const char *data, gsize len, ZSTD_EndDirective how, GError **error)
{
  ZSTD_inBuffer in = { data, len, 0 };
  gsize left;
  do {
    if (w->used == BUNDLE_CHUNK && !put_chunk (w, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, error)) return FALSE;
    ZSTD_outBuffer out = { w->chunk, BUNDLE_CHUNK, w->used };
    left = ZSTD_compressStream2 (w->zstd, &out, &in, how);
    w->used = out.pos;
    if (ZSTD_isError (left)) {
      g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The data could not be compressed (%s). Nothing was sent, and nothing is lost. Try again."), ZSTD_getErrorName (left));
      return FALSE;
    }
  } while (in.pos < in.size || (how == ZSTD_e_end && left > 0));
  return TRUE;
}

gboolean
tn_bundle_writer_add (TnBundleWriter *w, const char *lines, gsize len, GError **error)
{
  g_return_val_if_fail (len > 0 && lines[len - 1] == '\n', FALSE);
  return deflate (w, lines, len, ZSTD_e_continue, error);
}

gboolean
tn_bundle_writer_end (TnBundleWriter *w, GError **error)
{
  guint8 digest[TN_BUNDLE_DIGEST_LEN], signature[TN_BUNDLE_SIGNATURE_LEN];
  if (!deflate (w, NULL, 0, ZSTD_e_end, error) || !put_chunk (w, crypto_secretstream_xchacha20poly1305_TAG_FINAL, error)) return FALSE;
  crypto_generichash_final (&w->digest, digest, sizeof digest);
  w->size += sizeof signature;
  return w->signer->sign (w->signer->user_data, digest, signature, error)
         && g_output_stream_write_all (w->out, signature, sizeof signature, NULL, w->cancellable, error)
         && g_output_stream_flush (w->out, w->cancellable, error);
}

guint64
tn_bundle_writer_size (const TnBundleWriter *w)
{
  return w->size;
}
