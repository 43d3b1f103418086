/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-bulk.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Asks what is to be done to many: which field and value, which category, which team, round or programme; and to whom of the households. Main thread.
 * Signal "changed" (). */
#define TN_TYPE_BULK_FORM (tn_bulk_form_get_type ())
G_DECLARE_FINAL_TYPE (TnBulkForm, tn_bulk_form, TN, BULK_FORM, AdwBin)

TnBulkForm *tn_bulk_form_new (TnBulkWhat what, TnWorkspace *workspace);
/* NULL while something is missing; *missing says what, static and translated. Owned. */
TnBulkWish *tn_bulk_form_dup_wish (TnBulkForm *self, const char **missing);
G_END_DECLS
