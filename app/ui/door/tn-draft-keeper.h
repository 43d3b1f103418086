/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-workspace.h"
G_BEGIN_DECLS

/* Keeps what is being typed in the copy's drafts (store/tn-draft.h), so that a killed program loses nothing: the first change is written at once, and
 * while it is on its way to the disk only the newest of those that follow waits. Main thread; the disk is the store's.
 *
 * Signal "failed" (GError *error): the draft is not on disk; the next change tries again. */
#define TN_TYPE_DRAFT_KEEPER (tn_draft_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TnDraftKeeper, tn_draft_keeper, TN, DRAFT_KEEPER, GObject)

/* key: see tn_draft_set(). */
TnDraftKeeper *tn_draft_keeper_new (TnWorkspace *workspace, const char *key);
/* text NULL or "" = nothing is being typed any more. */
void tn_draft_keeper_keep (TnDraftKeeper *self, const char *text);
/* What is being typed has an end (its window closes): what waits is sent off now, so that whoever reads in the writer’s turn finds it. */
void tn_draft_keeper_flush (TnDraftKeeper *self);
G_END_DECLS
