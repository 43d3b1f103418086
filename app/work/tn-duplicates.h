/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-match-home.h"
#include "tn-query.h"
#include <gio/gio.h>
G_BEGIN_DECLS

/* People and households that stand in the register twice (product.md H3), found over the whole ward and while somebody is being typed in. */
typedef enum { TN_DUPLICATES_PEOPLE = 1 << 0, TN_DUPLICATES_HOUSEHOLDS = 1 << 1, TN_DUPLICATES_ALL = 3 } TnDuplicatesOf;
typedef struct { TnId a, b; int score; guint why; TnDuplicatesOf of; } TnDuplicate;   /* a < b; of: people or households */

/* Those worth a look, surest first, without pairs that somebody has decided about and those that were merged. At most `limit` (0 = all). Any thread
 * that owns the copy. Reads everybody once; pairs are formed only of those who share a name, a date of birth (day and month in either order), a
 * telephone or a card, and of households that share a door, a telephone, a head's name or people. */
GArray *tn_duplicates_find (TnCopy *copy, TnDuplicatesOf of, guint limit, GCancellable *cancellable, GError **error);
/* The same of people at hand, for tests and benches: fills in `common`. */
GArray *tn_duplicates_among (GArray *people /* TnMatchPerson */, guint limit, GCancellable *cancellable, GError **error);
/* The same of households at hand: fills in what they share. pairs: of the people who live in them; people: who those are. */
GArray *tn_duplicates_among_homes (GArray *homes /* TnMatchHome */, GArray *people, GArray *pairs, guint limit, GCancellable *cancellable, GError **error);
/* Whom of the register the person being typed could be, surest first, at most `limit`. household may be NULL. Fast enough for every key press. */
GArray *tn_duplicates_of (TnCopy *copy, const TnMatchPerson *typed, guint limit, GError **error);
/* The same of a household: its own id stands in typed->head.id (null = new). */
GArray *tn_duplicates_of_home (TnCopy *copy, const TnMatchHome *typed, guint limit, GError **error);
/* Who of two households may be one, surest first, each person once; a of the first household, b of the other. */
GArray *tn_duplicates_between (TnCopy *copy, const TnId *household, const TnId *other, GError **error);
/* What is known of a person of the register. FALSE with error; clear it. */
gboolean tn_duplicates_read_person (TnCopy *copy, const TnId *id, TnMatchPerson *person, GError **error);
gboolean tn_duplicates_read_home (TnCopy *copy, const TnId *id, TnMatchHome *home, GError **error);
/* The record in which a pair's decision stands (kind `duplicate`): the same for both orders and on every laptop. */
TnId tn_duplicate_id (const TnId *a, const TnId *b);
G_END_DECLS
