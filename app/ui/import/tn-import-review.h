/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-import.h"
G_BEGIN_DECLS

/* What an import would do: its numbers, every doubtful cell and why, and the households as they would be. The lists are lazy: a list of
 * 20,000 households costs what is on the screen. */
#define TN_TYPE_IMPORT_REVIEW (tn_import_review_get_type ())
G_DECLARE_FINAL_TYPE (TnImportReview, tn_import_review, TN, IMPORT_REVIEW, AdwBin)

/* Borrowed: must live until the next call. NULL empties. */
void tn_import_review_set_plan (TnImportReview *self, const TnImportPlan *plan);
G_END_DECLS
