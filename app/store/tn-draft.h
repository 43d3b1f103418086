/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* What somebody is typing and has not saved: kept in the copy's own file (table meta), as private as the copy, so that a killed program or a power
 * cut loses nothing. A draft is of this laptop alone: it is no record, is not reconciled, not searched and not shown in any list. */

/* key: whose draft, such as "visit/<household>"; value NULL or "" = there is none any more. Durable when it returns TRUE. Tells no window that
 * something changed. Any thread that owns the copy for writing. */
gboolean tn_draft_set (TnCopy *copy, const char *key, const char *value, GError **error);
/* NULL = none, or not readable (then a warning says why). Owned. */
char *tn_draft_get (TnCopy *copy, const char *key);
/* Keys of all drafts that begin with `prefix`, in the order of keys. Owned; NULL with error. */
GPtrArray *tn_draft_keys (TnCopy *copy, const char *prefix, GError **error);
G_END_DECLS
