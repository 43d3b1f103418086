/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* Two people who are one, or two households that are one, are made one, and can be taken apart again for ever (product.md H3). Nothing is deleted: the
 * other one's record stays and points to the one that is kept (merged_into of people; joined_into of households, whose status is then "joined"), and
 * each record that hung on it is noted (kind `merged_item`) before it is moved. Records that are written once for all (TN_KIND_IMMUTABLE: what was given,
 * the stock's ledger) cannot be moved; whoever reads them follows that pointer. So a laptop that wrote on the other one meanwhile loses nothing,
 * whatever the order in which all is reconciled: what it hung there is gathered later, what it typed there is shown. All build one undoable edit, or give
 * NULL with a message for the person. */

/* A record that hangs on another, and the field by which it does. field: static, of the schema. */
typedef struct { TnId record; const char *field; } TnHanging;
/* What names people and households without an index to find it by (petitions, commendations) is read once for many questions. */
typedef struct _TnHangingFinder TnHangingFinder;
TnHangingFinder *tn_hanging_finder_new (TnCopy *copy);
void tn_hanging_finder_free (TnHangingFinder *finder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnHangingFinder, tn_hanging_finder_free)
/* All that moves with this person or household: TnHanging by value. NULL on error. */
GArray *tn_hanging_find (TnHangingFinder *finder, const TnRow *row, GError **error);

/* Two of one kind. take: keys of the fields or of the merge units whose values come from `other`, NULL-terminated; NULL = none. people: of two households,
 * TnMergePair of those who stand in both (tn_duplicates_between()), who are merged along with them; NULL = none. */
typedef struct { TnId kept, other; } TnMergePair;
TnEdit *tn_work_merge (TnCopy *copy, const TnId *kept, const TnId *other, const char *const *take, const GArray *people, GError **error);
/* Puts everything back that nobody changed since; *n_left gets how many things stay where they are because somebody did. Of households, the people who were
 * merged along are taken apart with them. */
TnEdit *tn_work_part (TnCopy *copy, const TnId *duplicate, guint *n_left, GError **error);
/* They are two: the pair is not shown again. */
TnEdit *tn_work_keep_apart (TnCopy *copy, const TnId *a, const TnId *b, GError **error);
/* Moves what other laptops hung on what had been merged. An empty edit when there is nothing. */
TnEdit *tn_work_gather_merged (TnCopy *copy, GError **error);

/* A field of the other one that was typed by somebody who did not know of the merge. */
typedef struct { TnId duplicate, kept, other; const TnKind *kind; char *field, *token; } TnMergedLate;
void tn_merged_late_free (TnMergedLate *late);
/* All of them, and how many records wait to be gathered. TnMergedLate*. */
GPtrArray *tn_work_merged_late (TnCopy *copy, guint *n_to_gather, GError **error);
/* Takes this field over, or leaves it; the others that came late stay shown. field: a key of the kind of the two. A household that somebody opened again
 * meanwhile is closed again by settling its status. */
TnEdit *tn_work_settle_merged (TnCopy *copy, const TnId *duplicate, const char *field, gboolean take, GError **error);
G_END_DECLS
