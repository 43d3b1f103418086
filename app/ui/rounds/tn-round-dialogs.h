/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-round.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Plans a new round, with a live count of the households found. */
void tn_round_dialog_plan (TnWindow *window);
/* The same for those whom this campaign has not reached, with its place and what for. */
void tn_round_dialog_plan_for (TnWindow *window, const TnId *campaign);
/* Shares a round out among those who are ticked. */
void tn_round_dialog_share (TnWindow *window, const TnRound *round);
/* Evening, purpose, team, name and notes of a round that is there. */
void tn_round_dialog_edit (TnWindow *window, const TnId *round);
/* Gives one door to a volunteer by hand. */
void tn_round_dialog_give (TnWindow *window, const TnRoundStop *stop);
G_END_DECLS
