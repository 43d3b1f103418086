/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Who walks: ticks for the members of a team (for all volunteers when there is no team), and for those who walk in a round now. Main thread.
 * Signal "changed" (): other ticks than before, also when the members have been read. */
#define TN_TYPE_WALKER_LIST (tn_walker_list_get_type ())
G_DECLARE_FINAL_TYPE (TnWalkerList, tn_walker_list, TN, WALKER_LIST, AdwBin)

TnWalkerList *tn_walker_list_new (TnWorkspace *workspace);
/* Reads in the background. team null = all volunteers, none of them ticked; of a team all are. round NULL = a new one; else who walks in it is ticked
 * and nobody else. */
void tn_walker_list_read (TnWalkerList *self, const TnId *team, const TnId *round);
/* TnId. Owned. */
GArray *tn_walker_list_dup_chosen (TnWalkerList *self);
G_END_DECLS
