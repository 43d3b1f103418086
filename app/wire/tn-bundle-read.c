/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stick goes through many hands, so everything is bounded before it is spent: the file, the header, the number of recipients, a chunk, a line,
 * zstd's window, and how much may come out of how little. */
#include "tn-bundle-private.h"
#include "tn-hash.h"
#include <glib/gi18n.h>
#include <zstd.h>

#define START_LEN crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define INFLATED_LEAST (1024u * 1024)

struct _TnBundleReader {
  GBytes *file;
  TnBundleHeader header;
  const guint8 *data;
  gsize sealed_at, start_at, stop;    /* offsets: sealed keys; secretstream header; signature */
  guint8 key[TN_BUNDLE_KEY_LEN];
  gboolean unsealed;

  crypto_secretstream_xchacha20poly1305_state stream;
  gsize at;                           /* next chunk */
  gboolean final;                     /* the last chunk was read */
  guint8 *chunk;                      /* BUNDLE_CHUNK */
  ZSTD_inBuffer in;                   /* over chunk */
  ZSTD_DCtx *zstd;
  gsize zstd_left;                    /* 0 = a frame ended */
  guint64 inflated, inflated_max;
  char *text;                         /* TN_BUNDLE_LINE_MAX at most: text_at to text_len has not been given out */
  gsize text_at, text_len, text_room;
};

static gboolean
set_too_large (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_TOO_LARGE, _("This USB file is larger than this program takes. Nothing of it was used. Tell your district office."));
  return FALSE;
}

gboolean
tn_bundle_open_sealed (const guint8 seed[32], const guint8 sealed[TN_BUNDLE_SEALED_LEN], guint8 key[TN_BUNDLE_KEY_LEN])
{
  guint8 edwards_public[crypto_sign_PUBLICKEYBYTES], edwards[crypto_sign_SECRETKEYBYTES], curve[crypto_box_SECRETKEYBYTES], curve_public[crypto_box_PUBLICKEYBYTES];
  crypto_sign_seed_keypair (edwards_public, edwards, seed);
  gboolean ok = crypto_sign_ed25519_sk_to_curve25519 (curve, edwards) == 0 && crypto_sign_ed25519_pk_to_curve25519 (curve_public, edwards_public) == 0
                && crypto_box_seal_open (key, sealed, TN_BUNDLE_SEALED_LEN, curve_public, curve) == 0;
  sodium_memzero (edwards, sizeof edwards);
  sodium_memzero (curve, sizeof curve);
  return ok;
}

/* ---- the file as a whole ---- */

static gboolean
check_size (gsize size, GError **error)
{
  return size <= TN_BUNDLE_MAX || set_too_large (error);
}

/* Where what stands; FALSE when the file is too short for what its header says. */
static gboolean
lay_out (TnBundleReader *r, gsize size, gsize header_len)
{
  gsize keys = g_strv_length (r->header.to) * TN_BUNDLE_SEALED_LEN;
  gsize least = BUNDLE_PREFIX_LEN + header_len + keys + START_LEN + crypto_secretstream_xchacha20poly1305_ABYTES + TN_BUNDLE_SIGNATURE_LEN;
  if (size < least) return FALSE;
  r->sealed_at = BUNDLE_PREFIX_LEN + header_len;
  r->start_at = r->sealed_at + keys;
  r->stop = size - TN_BUNDLE_SIGNATURE_LEN;
  return TRUE;
}

static gboolean
check_signature (const TnBundleReader *r)
{
  guint8 digest[TN_BUNDLE_DIGEST_LEN], from[crypto_sign_PUBLICKEYBYTES];
  tn_unhex (r->header.from, 2 * sizeof from, from);
  crypto_generichash (digest, sizeof digest, r->data, r->stop, NULL, 0);
  return crypto_sign_verify_detached (r->data + r->stop, digest, sizeof digest, from) == 0;
}

TnBundleReader *
tn_bundle_reader_open (GBytes *file, GError **error)
{
  gsize size = 0;
  g_autoptr (TnBundleReader) r = g_new0 (TnBundleReader, 1);
  if (sodium_init () < 0) g_error ("libsodium does not start");
  r->file = g_bytes_ref (file);
  r->data = g_bytes_get_data (file, &size);
  gsize header_len = check_size (size, error) ? bundle_read_prefix (r->data, size, error) : 0;
  TnSlice text = { (const char *) r->data + BUNDLE_PREFIX_LEN, header_len };
  if (!header_len || !bundle_header_from_text (text, &r->header, error)) return NULL;
  if (r->header.type == TN_BUNDLE_ENROL && size > TN_BUNDLE_ENROL_MAX) {
    set_too_large (error);
    return NULL;
  }
  if (!lay_out (r, size, header_len) || !check_signature (r)) {
    tn_bundle_set_corrupt (error);
    return NULL;
  }
  guint64 times = (guint64) size * TN_BUNDLE_INFLATED_TIMES + INFLATED_LEAST;
  r->inflated_max = r->header.type == TN_BUNDLE_ENROL ? TN_BUNDLE_ENROL_MAX : MIN (times, TN_BUNDLE_INFLATED_MAX);
  return g_steal_pointer (&r);
}

void
tn_bundle_reader_free (TnBundleReader *r)
{
  if (!r) return;
  sodium_memzero (r->key, sizeof r->key);
  sodium_memzero (&r->stream, sizeof r->stream);
  tn_bundle_header_clear (&r->header);
  if (r->zstd) ZSTD_freeDCtx (r->zstd);
  g_free (r->chunk);
  g_free (r->text);
  g_bytes_unref (r->file);
  g_free (r);
}

const TnBundleHeader *
tn_bundle_reader_header (const TnBundleReader *r)
{
  return &r->header;
}

/* ---- the content ---- */

gboolean
tn_bundle_reader_rewind (TnBundleReader *r, GError **error)
{
  g_return_val_if_fail (r->unsealed, FALSE);
  if (crypto_secretstream_xchacha20poly1305_init_pull (&r->stream, r->data + r->start_at, r->key) != 0) return tn_bundle_set_corrupt (error);
  ZSTD_DCtx_reset (r->zstd, ZSTD_reset_session_only);
  r->at = r->start_at + START_LEN;
  r->final = FALSE;
  r->in = (ZSTD_inBuffer) { r->chunk, 0, 0 };
  r->zstd_left = 1;
  r->inflated = 0;
  r->text_at = r->text_len = 0;
  return TRUE;
}

static gboolean
read_chunk (TnBundleReader *r, GError **error)
{
  unsigned long long len = 0;
  guint8 tag = 0;
  gsize sealed = MIN (r->stop - r->at, BUNDLE_CHUNK_SEALED);
  if (r->final || sealed < crypto_secretstream_xchacha20poly1305_ABYTES
      || crypto_secretstream_xchacha20poly1305_pull (&r->stream, r->chunk, &len, &tag, r->data + r->at, sealed, NULL, 0) != 0) return tn_bundle_set_corrupt (error);
  r->at += sealed;
  r->final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  r->in = (ZSTD_inBuffer) { r->chunk, (gsize) len, 0 };
  return r->final == (r->at == r->stop) || tn_bundle_set_corrupt (error);
}

static gboolean
make_room (TnBundleReader *r, GError **error)
{
  if (r->text_at > 0) {
    memmove (r->text, r->text + r->text_at, r->text_len - r->text_at);
    r->text_len -= r->text_at;
    r->text_at = 0;
  }
  if (r->text_len < r->text_room) return TRUE;
  if (r->text_room >= TN_BUNDLE_LINE_MAX) return set_too_large (error);
  r->text_room = MAX (r->text_room * 2, BUNDLE_CHUNK);
  r->text = g_realloc (r->text, r->text_room);
  return TRUE;
}

/* More text behind what is there. FALSE without an error = there is no more. */
static gboolean
inflate_more (TnBundleReader *r, GError **error)
{
  while (r->in.pos == r->in.size && !r->final)
    if (!read_chunk (r, error)) return FALSE;
  if (r->in.pos == r->in.size && r->zstd_left == 0) return FALSE;
  if (r->zstd_left == 0) return tn_bundle_set_corrupt (error);   /* something behind the frame */
  if (!make_room (r, error)) return FALSE;
  ZSTD_outBuffer out = { r->text, r->text_room, r->text_len };
  gsize in_before = r->in.pos;
  r->zstd_left = ZSTD_decompressStream (r->zstd, &out, &r->in);
  if (ZSTD_isError (r->zstd_left) || (out.pos == r->text_len && r->in.pos == in_before)) return tn_bundle_set_corrupt (error);
  r->inflated += out.pos - r->text_len;
  r->text_len = out.pos;
  return r->inflated <= r->inflated_max || set_too_large (error);
}

gboolean
tn_bundle_reader_next (TnBundleReader *r, TnSlice *line, GError **error)
{
  g_autoptr (GError) local = NULL;
  gsize seen = r->text_at;
  g_return_val_if_fail (r->unsealed, FALSE);
  for (;;) {
    const char *newline = r->text_len > seen ? memchr (r->text + seen, '\n', r->text_len - seen) : NULL;
    if (newline) {
      *line = (TnSlice) { r->text + r->text_at, (gsize) (newline - r->text) - r->text_at };
      r->text_at = (gsize) (newline - r->text) + 1;
      return TRUE;
    }
    gsize kept = r->text_len - r->text_at;
    if (!inflate_more (r, &local)) break;
    seen = r->text_at + kept;
  }
  if (local) g_propagate_error (error, g_steal_pointer (&local));
  else if (r->text_at != r->text_len) tn_bundle_set_corrupt (error);   /* a line without its end */
  return FALSE;
}

static gboolean
find_key (TnBundleReader *r, const TnBundleOpener *opener, GError **error)
{
  gboolean sealed = r->header.to[0] != NULL;
  if (!opener->key_hex && !sealed) return opener->open (opener->user_data, &r->header, NULL, r->key, error);
  for (gsize i = 0; opener->key_hex && r->header.to[i]; i++)
    if (strcmp (r->header.to[i], opener->key_hex) == 0)
      return opener->open (opener->user_data, &r->header, r->data + r->sealed_at + i * TN_BUNDLE_SEALED_LEN, r->key, error);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_REFUSED, _("This USB file is for another computer. Nothing was changed here. Take it to the one it was written for."));
  return FALSE;
}

static gboolean
read_to_end (TnBundleReader *r, GError **error)
{
  g_autoptr (GError) local = NULL;
  TnSlice line;
  while (tn_bundle_reader_next (r, &line, &local)) continue;
  if (!local) return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
tn_bundle_reader_unseal (TnBundleReader *r, const TnBundleOpener *opener, GError **error)
{
  g_return_val_if_fail (!r->unsealed, FALSE);
  if (!find_key (r, opener, error)) return FALSE;
  r->unsealed = TRUE;
  r->chunk = g_malloc (BUNDLE_CHUNK);
  r->zstd = ZSTD_createDCtx ();
  ZSTD_DCtx_setParameter (r->zstd, ZSTD_d_windowLogMax, BUNDLE_WINDOW_LOG);
  return tn_bundle_reader_rewind (r, error) && read_to_end (r, error) && tn_bundle_reader_rewind (r, error);
}
