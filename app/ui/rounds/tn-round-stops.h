/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-round.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* The doors of a round by volunteer, in walking order. Enter visits ("win.visit"); Alt+Up and Alt+Down move a door in the walk, Alt+Page Up and
 * Alt+Page Down give it to the volunteer before or behind, Ctrl+M or the menu to anybody of the team, and so does dragging. The rest follows.
 * Main thread. */
#define TN_TYPE_ROUND_STOPS (tn_round_stops_get_type ())
G_DECLARE_FINAL_TYPE (TnRoundStops, tn_round_stops, TN, ROUND_STOPS, AdwBin)

/* Takes stops (TnRoundStop*, with ownership of each) and walkers (TnRoundWalker*). closed: nothing moves. */
void tn_round_stops_fill (TnRoundStops *self, TnWorkspace *workspace, GPtrArray *stops, GPtrArray *walkers, gboolean closed);
void tn_round_stops_focus (TnRoundStops *self);
/* FALSE when no door is chosen. */
gboolean tn_round_stops_get_chosen (TnRoundStops *self, TnId *stop);
void tn_round_stops_choose (TnRoundStops *self, const TnId *stop);
G_END_DECLS
