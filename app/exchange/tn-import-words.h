/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-import-map.h"
G_BEGIN_DECLS

/* The words of lists as wards write them. Compared after tn_import_words_fold(). */

/* Lower case without marks, signs and blanks made one blank; "năm" (year) becomes "year", since it would fold to "nam" (male). Owned. */
char *tn_import_words_fold (const char *text);

/* How well a header (folded) names a target, 0 to 100. */
typedef struct { const TnImportTarget *target; guint score; } TnImportMatch;
/* All targets that a header could mean, best first. (TnImportMatch) */
GArray *tn_import_words_match (const char *folded);
guint tn_import_words_best (const char *folded);                 /* the best score only */
/* TRUE for targets that more than one column may feed (notes). */
gboolean tn_import_target_is_shared (const TnImportTarget *target);
/* The target "membership.…" that a word in a cell names, NULL = none. */
const TnImportTarget *tn_import_category_target (const char *text);
G_END_DECLS
