/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The container of a stick, and what must be refused of it. */
#include "tn-bundle-file.h"
#include "tn-hash.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define ID "00112233445566778899aabbccddeeff"
#define CHUNK_SEALED (64 * 1024 + 17)

typedef struct { guint8 seed[32], pub[32], secret[64]; char hex[65]; } Keys;

static void
make_keys (Keys *k)
{
  randombytes_buf (k->seed, sizeof k->seed);
  crypto_sign_seed_keypair (k->pub, k->secret, k->seed);
  tn_hex (k->pub, sizeof k->pub, k->hex);
}

static gboolean
sign_cb (gpointer user_data, const guint8 digest[TN_BUNDLE_DIGEST_LEN], guint8 signature[TN_BUNDLE_SIGNATURE_LEN], GError **error)
{
  const Keys *k = user_data;
  return crypto_sign_detached (signature, NULL, digest, TN_BUNDLE_DIGEST_LEN, k->secret) == 0;
}

static gboolean
open_cb (gpointer user_data, const TnBundleHeader *header, const guint8 *sealed, guint8 key[TN_BUNDLE_KEY_LEN], GError **error)
{
  const Keys *k = user_data;
  if (!sealed) {
    memcpy (key, k->seed, TN_BUNDLE_KEY_LEN);   /* the shared key of the tests */
    return TRUE;
  }
  return tn_bundle_open_sealed (k->seed, sealed, key) || tn_bundle_set_corrupt (error);
}

typedef struct { Keys from, to, other; } People;

static void
make_people (People *p)
{
  make_keys (&p->from);
  make_keys (&p->to);
  make_keys (&p->other);
}

static GBytes *
finish (GOutputStream *out)
{
  g_assert_true (g_output_stream_close (out, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

/* `n` lines of `len` bytes of text that does not compress, or of one letter. */
static GBytes *
write_bundle (People *p, guint n, gsize len, gboolean random, Keys *const *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autofree char *line = g_malloc (len + 1);
  char *names[3] = { NULL };
  for (guint i = 0; to[i]; i++) names[i] = to[i]->hex;
  TnBundleHeader header = { .type = TN_BUNDLE_UP, .from = p->from.hex, .to = names, .bundle = (char *) ID, .made = 1640000000000, .ward = (char *) "27154" };
  TnBundleSigner signer = { sign_cb, &p->from };
  g_autoptr (TnBundleWriter) w = tn_bundle_writer_new (out, &header, NULL, &signer, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++) {
    memset (line, 'a', len);
    if (random) randombytes_buf (line, len);
    for (gsize j = 0; random && j < len; j++) line[j] = (char) (' ' + (guint8) line[j] % 95);
    line[len] = '\n';
    g_assert_true (tn_bundle_writer_add (w, line, len + 1, &error));
  }
  g_assert_true (tn_bundle_writer_end (w, &error));
  g_assert_no_error (error);
  guint64 size = tn_bundle_writer_size (w);
  GBytes *bytes = finish (out);
  g_assert_cmpuint (size, ==, g_bytes_get_size (bytes));
  return bytes;
}

static GBytes *
write_one (People *p, guint n, gsize len, gboolean random)
{
  return write_bundle (p, n, len, random, (Keys *const[]) { &p->to, NULL });
}

/* Reads to the end; the number of lines, or -1 with the error. */
static int
read_lines (GBytes *bytes, const Keys *me, GError **error)
{
  g_autoptr (TnBundleReader) r = tn_bundle_reader_open (bytes, error);
  TnBundleOpener opener = { me->hex, open_cb, (gpointer) me };
  g_autoptr (GError) local = NULL;
  TnSlice line;
  int n = 0;
  if (!r || !tn_bundle_reader_unseal (r, &opener, error)) return -1;
  while (tn_bundle_reader_next (r, &line, &local)) n++;
  g_assert_no_error (local);   /* unseal promised it */
  return n;
}

static void
test_round_trip (void)
{
  static const struct { guint n; gsize len; gboolean random; } cases[] = {
    { 0, 1, FALSE }, { 1, 0, FALSE }, { 1, 1, FALSE }, { 3, 100, TRUE }, { 4000, 200, TRUE }, { 1, 65536, TRUE }, { 10, 131072, TRUE }, { 50000, 10, TRUE }, { 1, 4000000, TRUE },
  };
  People p;
  make_people (&p);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = write_one (&p, cases[i].n, cases[i].len, cases[i].random);
    int n = read_lines (bytes, &p.to, &error);
    g_assert_no_error (error);
    g_assert_cmpint (n, ==, (int) cases[i].n);
  }
}

/* Every size round the end of a chunk, so that the last one is empty, full and all between. */
static void
test_chunk_ends (void)
{
  People p;
  make_people (&p);
  for (gsize len = 65536 * 8 / 7; len < 65536 * 8 / 7 + 60; len++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = write_one (&p, 2, len, TRUE);
    g_assert_cmpint (read_lines (bytes, &p.to, &error), ==, 2);
  }
}

static void
test_header (void)
{
  People p;
  g_autoptr (GError) error = NULL;
  make_people (&p);
  g_autoptr (GBytes) bytes = write_bundle (&p, 1, 10, TRUE, (Keys *const[]) { &p.to, &p.other, NULL });
  g_autoptr (TnBundleReader) r = tn_bundle_reader_open (bytes, &error);
  g_assert_no_error (error);
  const TnBundleHeader *h = tn_bundle_reader_header (r);
  g_assert_cmpint (h->type, ==, TN_BUNDLE_UP);
  g_assert_cmpstr (h->from, ==, p.from.hex);
  g_assert_cmpstr (h->bundle, ==, ID);
  g_assert_cmpstr (h->ward, ==, "27154");
  g_assert_cmpint (h->made, ==, 1640000000000);
  g_assert_true (tn_bundle_header_is_for (h, p.to.hex) && tn_bundle_header_is_for (h, p.other.hex) && !tn_bundle_header_is_for (h, p.from.hex));
  /* both recipients read it */
  g_assert_cmpint (read_lines (bytes, &p.to, &error), ==, 1);
  g_assert_cmpint (read_lines (bytes, &p.other, &error), ==, 1);
  /* nothing of the content stands in clear */
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GBytes) plain = write_one (&p, 1, 64, FALSE);
  g_assert_null (memmem (data, size, "aaaaaaaa", 8));
  g_assert_null (memmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), "aaaaaaaa", 8));
}

static void
test_truncated (void)
{
  People p;
  make_people (&p);
  g_autoptr (GBytes) bytes = write_one (&p, 3, 60, TRUE);
  for (gsize len = 0; len < g_bytes_get_size (bytes); len++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, len);
    g_assert_cmpint (read_lines (part, &p.to, &error), ==, -1);
    g_assert_true (g_error_matches (error, TN_ERROR, len == 0 ? TN_ERROR_UNSUPPORTED : TN_ERROR_CORRUPT));
  }
}

static GBytes *
change (GBytes *bytes, gsize at, guint8 mask)
{
  gsize len;
  guint8 *data = g_memdup2 (g_bytes_get_data (bytes, &len), g_bytes_get_size (bytes));
  data[at] ^= mask;
  return g_bytes_new_take (data, len);
}

static void
test_bit_flips (void)
{
  People p;
  make_people (&p);
  g_autoptr (GBytes) bytes = write_one (&p, 3, 60, TRUE);
  for (gsize at = 0; at < g_bytes_get_size (bytes); at++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bad = change (bytes, at, (guint8) (1u << (at % 8)));
    g_assert_cmpint (read_lines (bad, &p.to, &error), ==, -1);
    g_assert_nonnull (error);
  }
  g_autoptr (GByteArray) longer = g_bytes_unref_to_array (g_bytes_ref (bytes));
  g_byte_array_append (longer, (const guint8 *) "x", 1);
  g_autoptr (GBytes) tail = g_bytes_new (longer->data, longer->len);
  g_assert_cmpint (read_lines (tail, &p.to, NULL), ==, -1);
}

/* Somebody who can sign changes what is signed: the next lock has to hold. */
static GBytes *
sign_again (People *p, const guint8 *data, gsize len)
{
  guint8 digest[64];
  guint8 *copy = g_memdup2 (data, len);
  crypto_generichash (digest, sizeof digest, copy, len - 64, NULL, 0);
  crypto_sign_detached (copy + len - 64, NULL, digest, sizeof digest, p->from.secret);
  return g_bytes_new_take (copy, len);
}

static void
assert_corrupt (GBytes *bytes, const Keys *me)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (read_lines (bytes, me, &error), ==, -1);
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
}

static void
test_chunks_moved (void)
{
  People p;
  gsize len;
  make_people (&p);
  g_autoptr (GBytes) bytes = write_one (&p, 4, 80000, TRUE);
  const guint8 *data = g_bytes_get_data (bytes, &len);
  gsize content = len - 64, start = 8 + ((gsize) data[6] << 8 | data[7]) + TN_BUNDLE_SEALED_LEN + 24;
  g_assert_cmpuint (content - start, >, 3 * CHUNK_SEALED);
  g_autofree guint8 *swapped = g_memdup2 (data, len);
  memcpy (swapped + start, data + start + CHUNK_SEALED, CHUNK_SEALED);
  memcpy (swapped + start + CHUNK_SEALED, data + start, CHUNK_SEALED);
  g_autoptr (GBytes) a = sign_again (&p, swapped, len);
  assert_corrupt (a, &p.to);
  /* whole chunks missing at the end: no TAG_FINAL */
  gsize kept = start + 2 * CHUNK_SEALED;
  g_autofree guint8 *cut = g_memdup2 (data, kept + 64);
  g_autoptr (GBytes) b = sign_again (&p, cut, kept + 64);
  assert_corrupt (b, &p.to);
  /* one missing in the middle */
  g_autofree guint8 *gap = g_memdup2 (data, len);
  memmove (gap + start + CHUNK_SEALED, gap + start + 2 * CHUNK_SEALED, len - start - 2 * CHUNK_SEALED);
  g_autoptr (GBytes) c = sign_again (&p, gap, len - CHUNK_SEALED);
  assert_corrupt (c, &p.to);
  g_autoptr (GBytes) same = sign_again (&p, data, len);
  g_assert_cmpint (read_lines (same, &p.to, NULL), ==, 4);
}

static void
test_wrong_people (void)
{
  People p;
  gsize len;
  g_autoptr (GError) error = NULL;
  make_people (&p);
  g_autoptr (GBytes) bytes = write_one (&p, 1, 10, TRUE);
  g_assert_cmpint (read_lines (bytes, &p.other, &error), ==, -1);
  g_assert_error (error, TN_ERROR, TN_ERROR_REFUSED);
  /* says that another wrote it */
  const guint8 *data = g_bytes_get_data (bytes, &len);
  g_autofree guint8 *forged = g_memdup2 (data, len);
  guint8 *from = memmem (forged, len, p.from.hex, 64);
  memcpy (from, p.other.hex, 64);
  g_autoptr (GBytes) a = sign_again (&p, forged, len);
  assert_corrupt (a, &p.to);
  /* the name of another recipient over our sealed key */
  memcpy (from, p.from.hex, 64);
  guint8 *to = memmem (forged, len, p.to.hex, 64);
  memcpy (to, p.other.hex, 64);
  g_autoptr (GBytes) b = sign_again (&p, forged, len);
  assert_corrupt (b, &p.other);
}

/* A header of this text before the rest of a good file, signed. */
static GBytes *
with_header (People *p, GBytes *bytes, const char *text, guint32 said)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  gsize old = 8 + ((gsize) data[6] << 8 | data[7]);
  GByteArray *made = g_byte_array_new ();
  guint8 size[4] = { (guint8) (said >> 24), (guint8) (said >> 16), (guint8) (said >> 8), (guint8) said };
  g_byte_array_append (made, data, 4);
  g_byte_array_append (made, size, 4);
  g_byte_array_append (made, (const guint8 *) text, (guint) strlen (text));
  g_byte_array_append (made, data + old, (guint) (len - old));
  GBytes *again = sign_again (p, made->data, made->len);
  g_byte_array_unref (made);
  return again;
}

static void
test_bad_headers (void)
{
  static const struct { const char *text; int code; } cases[] = {
    { "{}", TN_ERROR_CORRUPT }, { "[]", TN_ERROR_CORRUPT }, { "{\"v\":2,\"type\":\"up\"}", TN_ERROR_TOO_NEW }, { "{\"v\":1,\"type\":\"up\"}", TN_ERROR_CORRUPT },
    { "{\"v\":1,\"type\":\"sideways\",\"from\":\"%1$s\",\"to\":[\"%2$s\"],\"bundle\":\"" ID "\",\"made\":1,\"ward\":\"27154\"}", TN_ERROR_CORRUPT },
    { "{\"v\":1,\"type\":\"up\",\"from\":\"%1$s\",\"to\":[],\"bundle\":\"" ID "\",\"made\":1,\"ward\":\"27154\"}", TN_ERROR_CORRUPT },
    { "{\"v\":1,\"type\":\"up\",\"from\":\"%1$s\",\"to\":[\"%2$s\"],\"bundle\":\"" ID "\",\"made\":1}", TN_ERROR_CORRUPT },
    { "{\"v\":1,\"type\":\"up\",\"from\":\"%1$s\",\"to\":[\"%2$s\"],\"bundle\":\"xyz\",\"made\":1,\"ward\":\"27154\"}", TN_ERROR_CORRUPT },
    { "{\"v\":1,\"type\":\"up\",\"from\":\"%1$s\",\"to\":[\"%2$s\",\"%2$s\"],\"bundle\":\"" ID "\",\"made\":1,\"ward\":\"27154\"}", TN_ERROR_CORRUPT },
    { "{\"v\":1,\"type\":\"enrol\",\"from\":\"%1$s\",\"to\":[\"%2$s\"],\"bundle\":\"" ID "\",\"made\":1,\"code\":\"%1$s\"}", TN_ERROR_CORRUPT },
    { "{\"v\":1,\"type\":\"up\",\"from\":\"%1$s\",\"to\":[\"%2$s\"],\"bundle\":\"" ID "\",\"made\":1,\"ward\":\"a ward whose name has no end and that is no code of anything at all in the world\"}", TN_ERROR_CORRUPT },
  };
  People p;
  make_people (&p);
  g_autoptr (GBytes) good = write_one (&p, 1, 10, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_auto (GStrv) first = g_strsplit (cases[i].text, "%1$s", -1);
    g_autofree char *one = g_strjoinv (p.from.hex, first);
    g_auto (GStrv) second = g_strsplit (one, "%2$s", -1);
    g_autofree char *text = g_strjoinv (p.to.hex, second);
    g_autoptr (GBytes) bad = with_header (&p, good, text, (guint32) strlen (text));
    g_assert_cmpint (read_lines (bad, &p.to, &error), ==, -1);
    g_assert_error (error, TN_ERROR, cases[i].code);
  }
  static const guint32 lengths[] = { 0, 1, TN_BUNDLE_HEADER_MAX + 1, 0x7fffffff, 0xffffffff };
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (GBytes) bad = with_header (&p, good, "{}", lengths[i]);
    assert_corrupt (bad, &p.to);
  }
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) other = g_bytes_new_static ("PK\3\4 a spreadsheet", 18);
  g_assert_cmpint (read_lines (other, &p.to, &error), ==, -1);
  g_assert_error (error, TN_ERROR, TN_ERROR_UNSUPPORTED);
}

static void
test_bombs (void)
{
  People p;
  g_autoptr (GError) error = NULL;
  make_people (&p);
  /* 40 MB of one letter in some kilobytes */
  g_autoptr (GBytes) bomb = write_one (&p, 400, 100000, FALSE);
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 100000);
  g_assert_cmpint (read_lines (bomb, &p.to, &error), ==, -1);
  g_assert_error (error, TN_ERROR, TN_ERROR_TOO_LARGE);
  g_clear_error (&error);
  /* one line without an end */
  g_autoptr (GBytes) line = write_one (&p, 1, TN_BUNDLE_LINE_MAX + 1, TRUE);
  g_assert_cmpint (read_lines (line, &p.to, &error), ==, -1);
  g_assert_error (error, TN_ERROR, TN_ERROR_TOO_LARGE);
}

static void
test_shared_key (void)
{
  People p;
  g_autoptr (GError) error = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  make_people (&p);
  TnBundleHeader header = { .type = TN_BUNDLE_ENROL, .from = p.from.hex, .bundle = (char *) ID, .made = 1, .code = p.other.hex };
  TnBundleSigner signer = { sign_cb, &p.from };
  g_autoptr (TnBundleWriter) w = tn_bundle_writer_new (out, &header, p.to.seed, &signer, NULL, &error);
  g_assert_true (w && tn_bundle_writer_add (w, "{}\n", 3, &error) && tn_bundle_writer_end (w, &error));
  g_autoptr (GBytes) bytes = finish (out);
  g_autoptr (TnBundleReader) r = tn_bundle_reader_open (bytes, &error), again = tn_bundle_reader_open (bytes, &error);
  g_assert_no_error (error);
  TnBundleOpener right = { NULL, open_cb, &p.to }, wrong = { NULL, open_cb, &p.other }, named = { p.to.hex, open_cb, &p.to };
  g_assert_true (tn_bundle_reader_unseal (r, &right, &error));
  g_assert_false (tn_bundle_reader_unseal (again, &wrong, NULL));
  g_autoptr (TnBundleReader) third = tn_bundle_reader_open (bytes, &error);
  g_assert_false (tn_bundle_reader_unseal (third, &named, NULL));
}

/* ---- on a disk ---- */

static gboolean
fill_cb (GOutputStream *out, gpointer user_data, GError **error)
{
  return g_output_stream_write_all (out, user_data, strlen (user_data), NULL, NULL, error);
}

static gboolean
fail_cb (GOutputStream *out, gpointer user_data, GError **error)
{
  g_output_stream_write_all (out, "half", 4, NULL, NULL, NULL);
  g_set_error_literal (error, G_IO_ERROR, user_data ? G_IO_ERROR_NO_SPACE : G_IO_ERROR_CANCELLED, "made up");
  return FALSE;
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("tn-bundle-XXXXXX", NULL), *text = NULL;
  g_autofree char *path = tn_bundle_file_write (dir, "a.ntb", fill_cb, (gpointer) "one", NULL, &error);
  g_assert_no_error (error);
  g_autofree char *again = tn_bundle_file_write (path, "unused", fill_cb, (gpointer) "two", NULL, &error);
  g_assert_cmpstr (path, ==, again);
  /* what fails leaves what was there, and nothing beside it */
  g_assert_null (tn_bundle_file_write (dir, "a.ntb", fail_cb, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (tn_bundle_file_write (dir, "a.ntb", fail_cb, (gpointer) "", NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FULL);
  g_clear_error (&error);
  g_autoptr (GBytes) bytes = tn_bundle_file_read (path, dir, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "two", 3);
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (listing), ==, "a.ntb");
  g_assert_null (g_dir_read_name (listing));
  g_unlink (path);
  /* a stick that was pulled out, one that is full, and what is no file */
  g_autofree char *gone = g_build_filename (dir, "gone", "x.ntb", NULL);
  g_assert_null (tn_bundle_file_write (gone, "x", fill_cb, (gpointer) "three", NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tn_bundle_file_read (gone, dir, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (tn_bundle_file_read (dir, dir, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FAILED);
  g_clear_error (&error);
  g_autofree char *fifo = g_build_filename (dir, "pipe.ntb", NULL);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_null (tn_bundle_file_read (fifo, dir, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FAILED);
  g_unlink (fifo);
  g_rmdir (dir);
}

/* The kernel stops the file after some bytes, as a full stick does. */
static void
test_no_room (void)
{
  struct rlimit before, small = { 100000, 100000 };
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("tn-bundle-XXXXXX", NULL), *path = g_build_filename (dir, "a.ntb", NULL), *long_text = g_strnfill (1000000, 'x'), *text = NULL;
  g_assert_true (g_file_set_contents (path, "last week's", -1, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small.rlim_max = before.rlim_max;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  char *made = tn_bundle_file_write (dir, "a.ntb", fill_cb, long_text, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_null (made);
  g_assert_error (error, TN_ERROR, TN_ERROR_FAILED);   /* GIO has no word for this one */
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "last week's");
  g_unlink (path);
  g_assert_cmpint (g_rmdir (dir), ==, 0);   /* nothing stood beside it */
}

static void
test_read_only (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("tn-bundle-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "b.ntb", NULL);
  g_assert_cmpint (g_chmod (dir, 0500), ==, 0);
  char *made = tn_bundle_file_write (dir, "b.ntb", fill_cb, (gpointer) "x", NULL, &error);
  if (made) g_test_message ("root may write anywhere: a read-only folder is not refused to it");
  else g_assert_error (error, TN_ERROR, TN_ERROR_READ_ONLY);
  g_free (made);
  g_chmod (dir, 0700);
  g_unlink (path);
  g_rmdir (dir);
}

static gboolean
is_up_cb (const TnBundleHeader *header, gpointer user_data)
{
  return header->type == TN_BUNDLE_UP;
}

static void
test_choosing (void)
{
  static const char *const names[] = { "b.ntb", "a.ntb", "c.txt", ".d.ntb.part" };
  People p;
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("tn-bundle-XXXXXX", NULL), *junk = g_build_filename (dir, "junk.ntb", NULL);
  make_people (&p);
  g_autoptr (GBytes) bytes = write_one (&p, 1, 10, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (dir, names[i], NULL);
    g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  }
  g_assert_true (g_file_set_contents (junk, "junk", 4, NULL));
  g_autoptr (GPtrArray) paths = tn_bundle_file_list (dir, is_up_cb, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (paths->len, ==, 2);
  g_assert_true (g_str_has_suffix (paths->pdata[0], "/a.ntb") && g_str_has_suffix (paths->pdata[1], "/b.ntb"));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (dir, names[i], NULL);
    g_unlink (path);
  }
  g_unlink (junk);
  g_rmdir (dir);
  g_autofree char *up = tn_bundle_file_name (TN_BUNDLE_UP, "27154", "0a1b2c3d4e5f"), *enrol = tn_bundle_file_name (TN_BUNDLE_ENROL, NULL, "0a1b2c3d4e5f");
  g_assert_cmpstr (up, ==, "tungnha-up-27154-0a1b2c3d.ntb");
  g_assert_cmpstr (enrol, ==, "tungnha-enrol-0a1b2c3d.ntb");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/bundle/round-trip", test_round_trip);
  g_test_add_func ("/bundle/chunk-ends", test_chunk_ends);
  g_test_add_func ("/bundle/header", test_header);
  g_test_add_func ("/bundle/truncated-anywhere", test_truncated);
  g_test_add_func ("/bundle/bit-flips", test_bit_flips);
  g_test_add_func ("/bundle/chunks-moved", test_chunks_moved);
  g_test_add_func ("/bundle/wrong-people", test_wrong_people);
  g_test_add_func ("/bundle/bad-headers", test_bad_headers);
  g_test_add_func ("/bundle/bombs", test_bombs);
  g_test_add_func ("/bundle/shared-key", test_shared_key);
  g_test_add_func ("/bundle/files", test_files);
  g_test_add_func ("/bundle/no-room", test_no_room);
  g_test_add_func ("/bundle/read-only-folder", test_read_only);
  g_test_add_func ("/bundle/choosing", test_choosing);
  return g_test_run ();
}
