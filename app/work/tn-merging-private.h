/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-merging.h"
#include "tn-work-private.h"
G_BEGIN_DECLS

/* The field by which what is merged points to what is kept. */
const char *tn_merge_link (const TnKind *kind);
/* TRUE when it was merged into something. */
gboolean tn_merge_is_merged (const TnRow *row, TnId *into);
/* The edit's change of one field, noted so that it can be put back. before and after are tokens. */
void tn_merge_note (TnEdit *edit, const TnId *duplicate, const TnId *record, const char *field, const char *before, const char *after);
void tn_merge_move (TnEdit *edit, const TnId *duplicate, GArray *hanging, const TnId *from, const TnId *to);
void tn_merge_take (TnEdit *edit, const TnId *duplicate, const TnRow *kept, const TnRow *other, const char *const *take);
/* A household that was merged is closed as joined. */
void tn_merge_close (TnCopy *copy, TnEdit *edit, const TnId *duplicate, const TnRow *household);
char *tn_merge_token (const TnRow *row, const char *field);     /* "null" when empty. Owned */
TnEdit *tn_merge_new_edit (TnCopy *copy, const char *label, const TnRow *row);
G_END_DECLS
