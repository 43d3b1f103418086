/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stick's file. No input would ever come past the signature, so what lies behind it is signed and sealed here first. By the first byte the rest is:
 * 'f' the file as it is; 'h' a header in front of a good file; 'z' what stands in the chunks, as compressed; 'd' the lines of a down-bundle. */
#include <sodium.h>
#include "tn-hash.h"
#include "tn-sync-bundle-private.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define SIGNATURE TN_BUNDLE_SIGNATURE_LEN

typedef struct { guint8 seed[32], pub[32], secret[64]; char hex[65]; } Keys;

static const Keys *
get_keys (void)
{
  static Keys keys;
  if (keys.hex[0]) return &keys;
  g_assert (sodium_init () >= 0);
  memset (keys.seed, 7, sizeof keys.seed);
  crypto_sign_seed_keypair (keys.pub, keys.secret, keys.seed);
  tn_hex (keys.pub, sizeof keys.pub, keys.hex);
  return &keys;
}

static gboolean
open_cb (gpointer user_data, const TnBundleHeader *header, const guint8 *sealed, guint8 key[TN_BUNDLE_KEY_LEN], GError **error)
{
  memset (key, 0, TN_BUNDLE_KEY_LEN);
  return !sealed || tn_bundle_open_sealed (get_keys ()->seed, sealed, key) || tn_bundle_set_corrupt (error);
}

static gboolean
sign_cb (gpointer user_data, const guint8 digest[TN_BUNDLE_DIGEST_LEN], guint8 signature[SIGNATURE], GError **error)
{
  return crypto_sign_detached (signature, NULL, digest, TN_BUNDLE_DIGEST_LEN, get_keys ()->secret) == 0;
}

static void
read_file (GBytes *file)
{
  TnSlice line;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnBundleReader) r = tn_bundle_reader_open (file, &error);
  g_assert ((r == NULL) == (error != NULL));
  if (!r) return;
  const TnBundleHeader *header = tn_bundle_reader_header (r);
  TnBundleOpener opener = { header->to[0], open_cb, NULL };
  if (!tn_bundle_reader_unseal (r, &opener, &error)) return;
  while (tn_bundle_reader_next (r, &line, &error)) g_assert (!memchr (line.p, '\n', line.len));
  g_assert_no_error (error);   /* unseal has seen the end */
  if (header->type != TN_BUNDLE_DOWN || !tn_bundle_reader_rewind (r, &error)) return;
  g_auto (Down) down = { 0 };
  gboolean fits = down_check (r, &down, &error);
  g_assert (fits == (error == NULL));
}

static void
add_signature (GByteArray *file)
{
  guint8 digest[TN_BUNDLE_DIGEST_LEN], signature[SIGNATURE];
  crypto_generichash (digest, sizeof digest, file->data, file->len, NULL, 0);
  sign_cb (NULL, digest, signature, NULL);
  g_byte_array_append (file, signature, sizeof signature);
}

static void
add_header (GByteArray *file, const void *text, gsize len)
{
  guint8 size[4] = { (guint8) (len >> 24), (guint8) (len >> 16), (guint8) (len >> 8), (guint8) len };
  g_byte_array_append (file, (const guint8 *) "NTB1", 4);
  g_byte_array_append (file, size, sizeof size);
  g_byte_array_append (file, text, (guint) len);
}

/* One chunk with these bytes, sealed with a key of zeros. */
static void
add_chunk (GByteArray *file, const guint8 *data, gsize size)
{
  static const guint8 key[TN_BUNDLE_KEY_LEN];
  guint8 start[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
  crypto_secretstream_xchacha20poly1305_state state;
  unsigned long long len;
  g_autofree guint8 *sealed = g_malloc (size + crypto_secretstream_xchacha20poly1305_ABYTES);
  crypto_secretstream_xchacha20poly1305_init_push (&state, start, key);
  g_byte_array_append (file, start, sizeof start);
  crypto_secretstream_xchacha20poly1305_push (&state, sealed, &len, data, size, NULL, 0, crypto_secretstream_xchacha20poly1305_TAG_FINAL);
  g_byte_array_append (file, sealed, (guint) len);
}

static void
read_parts (const void *header, gsize header_len, const guint8 *content, gsize content_len)
{
  GByteArray *file = g_byte_array_new ();
  add_header (file, header, header_len);
  add_chunk (file, content, content_len);
  add_signature (file);
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (file);
  read_file (bytes);
}

static void
read_compressed (const guint8 *data, gsize size)
{
  g_autofree char *header = g_strdup_printf ("{\"v\":1,\"type\":\"enrol\",\"from\":\"%s\",\"to\":[],\"bundle\":\"00112233445566778899aabbccddeeff\",\"made\":1,\"code\":\"%s\"}",
                                             get_keys ()->hex, get_keys ()->hex);
  read_parts (header, strlen (header), data, size);
}

static void
read_lines (const guint8 *data, gsize size)
{
  char *to[] = { (char *) get_keys ()->hex, NULL };
  TnBundleHeader header = { .type = TN_BUNDLE_DOWN, .from = to[0], .to = to, .bundle = (char *) "00112233445566778899aabbccddeeff", .ward = (char *) "27154" };
  TnBundleSigner signer = { sign_cb, NULL };
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (TnBundleWriter) w = tn_bundle_writer_new (out, &header, NULL, &signer, NULL, NULL);
  if (size > 0) g_assert (tn_bundle_writer_add (w, (const char *) data, size, NULL));
  g_assert (tn_bundle_writer_end (w, NULL) && g_output_stream_close (out, NULL, NULL));
  g_autoptr (GBytes) bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  read_file (bytes);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const guint8 frame[] = { 0x28, 0xb5, 0x2f, 0xfd, 0x20, 0x00, 0x01, 0x00, 0x00 };   /* zstd of nothing */
  get_keys ();
  if (size < 1 || size > 60000) return 0;
  if (data[0] == 'f') {
    g_autoptr (GBytes) bytes = g_bytes_new (data + 1, size - 1);
    read_file (bytes);
  } else if (data[0] == 'h' && size < TN_BUNDLE_HEADER_MAX) read_parts (data + 1, size - 1, frame, sizeof frame);
  else if (data[0] == 'z') read_compressed (data + 1, size - 1);
  else if (data[0] == 'd' && (size == 1 || data[size - 1] == '\n')) read_lines (data + 1, size - 1);
  return 0;
}
