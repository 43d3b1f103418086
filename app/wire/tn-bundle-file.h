/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-bundle.h"
G_BEGIN_DECLS

/* Bundles as files on a stick. All of it waits for a slow disk: never on the main loop. */
typedef gboolean (*TnBundleFill) (GOutputStream *out, gpointer user_data, GError **error);
/* Writes to `path`, or, when that is a folder, to `name` in it: under another name first, then to the disk, then renamed, then the folder. So there
 * is either the whole new file or what was there before. Errors: TN_ERROR_FULL, _READ_ONLY, _NOT_FOUND, _FAILED, with a message that names the
 * stick; or fill's own. Returns the file's path, owned. */
char *tn_bundle_file_write (const char *path, const char *name, TnBundleFill fill, gpointer user_data, GCancellable *cancellable, GError **error);
/* The bytes of a file, copied first into an unnamed file in `spool_dir` (on this machine's disk) and mapped from there: a stick that is pulled out or
 * answers otherwise the second time changes nothing, and memory stays small. */
GBytes *tn_bundle_file_read (const char *path, const char *spool_dir, GCancellable *cancellable, GError **error);
/* `path` itself; or, when it is a folder, its bundles that `wanted` accepts, by name. char*, owned. Files that are no bundles are passed over. */
typedef gboolean (*TnBundleWanted) (const TnBundleHeader *header, gpointer user_data);
GPtrArray *tn_bundle_file_list (const char *path, TnBundleWanted wanted, gpointer user_data, GError **error);
/* "tungnha-up-27154-0a1b2c3d.ntb": type, ward (NULL = none) and the first digits of the laptop's key. Owned. */
char *tn_bundle_file_name (TnBundleType type, const char *ward, const char *key_hex);
G_END_DECLS
