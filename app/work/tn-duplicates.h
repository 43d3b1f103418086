/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-match.h"
#include "tn-query.h"
#include <gio/gio.h>
G_BEGIN_DECLS

/* People who stand in the register twice (product.md H3), found over the whole ward and while somebody is being typed in. */
typedef struct { TnId a, b; int score; guint why; } TnDuplicate;   /* a < b */

/* Those worth a look, surest first, without pairs that somebody has decided about and people who were merged. At most `limit` (0 = all). Any thread
 * that owns the copy. Reads everybody once; pairs are formed only of those who share a name, a date of birth (day and month in either order), a
 * telephone or a card. */
GArray *tn_duplicates_find (TnCopy *copy, guint limit, GCancellable *cancellable, GError **error);
/* The same of people at hand, for tests and benches: fills in `common`. */
GArray *tn_duplicates_among (GArray *people /* TnMatchPerson */, guint limit, GCancellable *cancellable, GError **error);
/* Whom of the register the person being typed could be, surest first, at most `limit`. household may be NULL. Fast enough for every key press. */
GArray *tn_duplicates_of (TnCopy *copy, const TnMatchPerson *typed, guint limit, GError **error);
/* What is known of a person of the register. FALSE with error; clear it. */
gboolean tn_duplicates_read_person (TnCopy *copy, const TnId *id, TnMatchPerson *person, GError **error);
/* The record in which a pair's decision stands (kind `duplicate`): the same for both orders and on every laptop. */
TnId tn_duplicate_id (const TnId *a, const TnId *b);
G_END_DECLS
