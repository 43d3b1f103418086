/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* Two people who are one are made one, and can be taken apart again for ever (product.md H3). Nothing is deleted: the other one's record stays and
 * points to the one that is kept (merged_into), and each record that hung on it is noted (kind `merged_item`) before it is moved. So a laptop that
 * wrote on the other one meanwhile loses nothing, whatever the order in which all is reconciled: what it hung there is gathered later, what it typed
 * there is shown. All build one undoable edit, or give NULL with a message for the person. */

/* take: keys of the fields whose values come from `other`, NULL-terminated; NULL = none. */
TnEdit *tn_work_merge_people (TnCopy *copy, const TnId *kept, const TnId *other, const char *const *take, GError **error);
/* Puts everything back that nobody changed since; *n_left gets how many things stay where they are because somebody did. */
TnEdit *tn_work_part_people (TnCopy *copy, const TnId *duplicate, guint *n_left, GError **error);
/* They are two people: the pair is not shown again. */
TnEdit *tn_work_keep_apart (TnCopy *copy, const TnId *a, const TnId *b, GError **error);
/* Moves what other laptops hung on somebody who had been merged. An empty edit when there is nothing. */
TnEdit *tn_work_gather_merged (TnCopy *copy, GError **error);

/* A field of the other one that was typed by somebody who did not know of the merge. */
typedef struct { TnId duplicate, kept, other; char *field, *token; } TnMergedLate;
void tn_merged_late_free (TnMergedLate *late);
/* All of them, and how many records wait to be gathered. TnMergedLate*. */
GPtrArray *tn_work_merged_late (TnCopy *copy, guint *n_to_gather, GError **error);
/* Takes this field over, or leaves it; the others that came late stay shown. field: a key of kind person. */
TnEdit *tn_work_settle_merged (TnCopy *copy, const TnId *duplicate, const char *field, gboolean take, GError **error);
G_END_DECLS
