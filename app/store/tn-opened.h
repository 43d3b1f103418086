/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* Who was shown a protected value on this laptop: product.md, "masked elsewhere, logged when opened". Never the value itself. Stays here: it is
 * not reconciled. */
#define TN_OPENED_KEPT_DAYS 365
#define TN_OPENED_WHOLE "*"   /* the field of an entry for the whole record */

typedef struct {
  gint64 at;      /* ms since 1970 */
  char *by;       /* the copy's user then; "" = nobody had said */
  TnId id;        /* the record that holds the value */
  char *field;    /* key, or TN_OPENED_WHOLE */
} TnOpened;
void tn_opened_free (TnOpened *opened);

/* To be called BEFORE the values are shown, and they are not shown when it fails. Writes an entry for each of the `n` records, in one
 * transaction, and drops entries that are older than TN_OPENED_KEPT_DAYS. Tells no window that something changed. */
gboolean tn_opened_add (TnCopy *copy, const TnId *ids, gsize n, const char *field, GError **error);
/* TnOpened, newest first; at most `limit`. Owned; NULL with error. */
GPtrArray *tn_opened_list (TnCopy *copy, guint limit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnOpened, tn_opened_free)
G_END_DECLS
