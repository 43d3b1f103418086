/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-bundle.h"
#include <sodium.h>
G_BEGIN_DECLS

#define BUNDLE_MAGIC "NTB1"
#define BUNDLE_MAGIC_LEN 4
#define BUNDLE_PREFIX_LEN 8                         /* magic and length */
#define BUNDLE_CHUNK (64u * 1024)
#define BUNDLE_CHUNK_SEALED (BUNDLE_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES)
#define BUNDLE_WINDOW_LOG 23                        /* 8 MiB: what a reader spends at most on a window */

/* The header as text, and back. `text` is exactly the JSON. */
void bundle_header_to_text (const TnBundleHeader *header, GString *text);
gboolean bundle_header_from_text (TnSlice text, TnBundleHeader *header, GError **error);
/* Length of the header that stands behind the prefix; 0 with an error. `len` may be less than the whole file. */
gsize bundle_read_prefix (const guint8 *data, gsize len, GError **error);
G_END_DECLS
