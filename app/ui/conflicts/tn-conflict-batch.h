/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-query.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* The conflicts that one restore of the district's server brought to light: told in one line, to be settled all as they stand or one by one. */
#define TN_TYPE_CONFLICT_BATCH (tn_conflict_batch_get_type ())
G_DECLARE_FINAL_TYPE (TnConflictBatch, tn_conflict_batch, TN, CONFLICT_BATCH, AdwBin)

/* A batch in `box` for each that `items` (TnConflictItem) name, newest first. Those that are there already stay, open or closed as they are. Returns the items
 * of no batch, borrowed. */
GPtrArray *tn_conflict_batches_show (GtkBox *box, TnWorkspace *workspace, GPtrArray *items);
G_END_DECLS
