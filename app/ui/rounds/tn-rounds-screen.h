/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Rounds (product.md R1): tonight's first, then those to come, then the past; beside them the round that is chosen. Badge: doors of tonight that are
 * still to be visited. */
#define TN_TYPE_ROUNDS_SCREEN (tn_rounds_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnRoundsScreen, tn_rounds_screen, TN, ROUNDS_SCREEN, TnScreen)

/* "win.new-round": the planner. "win.new-round-for" (s: campaign id): the same for those whom the campaign has not reached. */
void tn_rounds_install_actions (TnWindow *window);
G_END_DECLS
