/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-error.h"
#include "tn-json.h"
G_BEGIN_DECLS

/* What travels on a USB stick (sync.md 2.15): signed by who wrote it, sealed for who may read it.
 *   "NTB1" | u32 length (big-endian) | header JSON | a sealed key for each recipient | secretstream header | chunks | signature
 * One random key encrypts the content; crypto_box_seal() gives it to each recipient's X25519 key, which is made from its Ed25519 key. The
 * content is zstd of lines, cut into chunks of 64 KiB (the last may be shorter and alone carries TAG_FINAL). The signature is Ed25519 over the
 * BLAKE2b-512 of all before it. The header stands in clear and so holds no names and nothing about anybody: keys, numbers and cursors.
 * A bundle without recipients (type enrol: the laptop does not know the district's key yet) has no sealed keys; both ends know its key. */
#define TN_BUNDLE_SUFFIX ".ntb"
#define TN_BUNDLE_MAX (512u * 1024 * 1024)         /* bytes of a file */
#define TN_BUNDLE_ENROL_MAX (64u * 1024)
#define TN_BUNDLE_INFLATED_MAX (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)
#define TN_BUNDLE_INFLATED_TIMES 100u              /* no honest bundle is packed tighter */
#define TN_BUNDLE_HEADER_MAX (16u * 1024)
#define TN_BUNDLE_TO_MAX 64u
#define TN_BUNDLE_LINE_MAX (4u * 1024 * 1024)      /* the first line names every receipt and every laptop of the ward */
#define TN_BUNDLE_KEY_LEN 32
#define TN_BUNDLE_SEALED_LEN 80
#define TN_BUNDLE_DIGEST_LEN 64                    /* what is signed */
#define TN_BUNDLE_SIGNATURE_LEN 64

typedef enum { TN_BUNDLE_UP, TN_BUNDLE_DOWN, TN_BUNDLE_ENROL } TnBundleType;
const char *tn_bundle_type_name (TnBundleType type);

typedef struct {
  TnBundleType type;
  char *from;               /* public Ed25519 key of who signed, 64 hex */
  char **to;                /* those of the recipients; may be empty, never NULL in a header that was read */
  char *bundle;             /* id: 32 hex, random */
  gint64 made;              /* ms since 1970 by the writer's clock */
  char *ward;               /* NULL in an enrol */
  char *from_cur, *to_cur;  /* down: what it leads from, and at least to. NULL elsewhere */
  char **acks;              /* down: ids of the up-bundles it brings receipts for; NULL = none */
  char *code;               /* enrol: public key that the invitation's secret gives, 64 hex; NULL elsewhere */
} TnBundleHeader;
void tn_bundle_header_clear (TnBundleHeader *header);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnBundleHeader, tn_bundle_header_clear)
gboolean tn_bundle_header_is_for (const TnBundleHeader *header, const char *key_hex);

/* Who signs and who opens. The private key stays with its keeper: only a digest goes in, only a signature or a content key comes out. */
typedef struct {
  gboolean (*sign) (gpointer user_data, const guint8 digest[TN_BUNDLE_DIGEST_LEN], guint8 signature[TN_BUNDLE_SIGNATURE_LEN], GError **error);
  gpointer user_data;
} TnBundleSigner;
typedef struct {
  const char *key_hex;      /* whose sealed key is looked for; NULL = the bundle must have no recipients */
  /* sealed NULL = no recipients: the key that both ends know */
  gboolean (*open) (gpointer user_data, const TnBundleHeader *header, const guint8 *sealed, guint8 key[TN_BUNDLE_KEY_LEN], GError **error);
  gpointer user_data;
} TnBundleOpener;
/* For openers: opens a sealed content key with the 32-byte seed of an Ed25519 key. What it makes on the way is wiped. FALSE = not sealed for it. */
gboolean tn_bundle_open_sealed (const guint8 seed[32], const guint8 sealed[TN_BUNDLE_SEALED_LEN], guint8 key[TN_BUNDLE_KEY_LEN]);

/* Writes into `out` as it goes: memory is one chunk, whatever the size. */
typedef struct _TnBundleWriter TnBundleWriter;
/* shared_key: only for a header without recipients, else NULL. Everything borrowed; `out` and `signer` must outlive the writer. */
TnBundleWriter *tn_bundle_writer_new (GOutputStream *out, const TnBundleHeader *header, const guint8 *shared_key, const TnBundleSigner *signer,
                                      GCancellable *cancellable, GError **error);
void tn_bundle_writer_free (TnBundleWriter *w);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnBundleWriter, tn_bundle_writer_free)
/* Whole lines, each with its newline. */
gboolean tn_bundle_writer_add (TnBundleWriter *w, const char *lines, gsize len, GError **error);
/* The last chunk and the signature. `out` is flushed, not closed. Without it the file is no bundle. */
gboolean tn_bundle_writer_end (TnBundleWriter *w, GError **error);
guint64 tn_bundle_writer_size (const TnBundleWriter *w);       /* bytes given to `out` */

/* Reads from bytes (a mapped file: tn-bundle-file.h). Opening checks form, limits and signature over the whole file, so nothing of a damaged
 * bundle is ever used; whether `from` is to be believed is the caller's question, to be asked before unseal.
 * Errors: TN_ERROR_UNSUPPORTED no bundle, TN_ERROR_TOO_NEW, TN_ERROR_CORRUPT, TN_ERROR_TOO_LARGE. */
typedef struct _TnBundleReader TnBundleReader;
TnBundleReader *tn_bundle_reader_open (GBytes *file, GError **error);
void tn_bundle_reader_free (TnBundleReader *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnBundleReader, tn_bundle_reader_free)
const TnBundleHeader *tn_bundle_reader_header (const TnBundleReader *r);
/* Opens the content and reads it once to its end, so that later reading meets no damage. TN_ERROR_REFUSED = not sealed for this key. */
gboolean tn_bundle_reader_unseal (TnBundleReader *r, const TnBundleOpener *opener, GError **error);
/* The next line, without newline; it holds until the next call. FALSE without an error = the end. */
gboolean tn_bundle_reader_next (TnBundleReader *r, TnSlice *line, GError **error);
gboolean tn_bundle_reader_rewind (TnBundleReader *r, GError **error);   /* to the first line */
/* The header of a file's first bytes (TN_BUNDLE_HEADER_MAX + 8 are enough), unchecked: to choose among files, never to act on. */
gboolean tn_bundle_peek (const void *data, gsize len, TnBundleHeader *header, GError **error);

/* Always FALSE: "this file is damaged", in words for a person. */
gboolean tn_bundle_set_corrupt (GError **error);
G_END_DECLS
