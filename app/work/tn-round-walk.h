/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-doors.h"
G_BEGIN_DECLS

/* The order in which one walks (facts.md). Pure; any thread. Streets in Vietnamese order; in a street up the odd side and back the even one, alleys
 * as a tree where their mouths are, alleys with a name only behind them; the rooms of a building together, floor by floor. Whoever has no
 * address stands at the beginning, by the head's name. */

/* Sorts TnDoor* in place. */
void tn_round_walk_sort (GPtrArray *doors);
/* The floor that a room is on, times two: "tầng hầm" -2, "trệt" 0, "lửng" 1, "lầu 3" 6, "1204" and "12.04" 24, "B2-05" and what says nothing 2. */
int tn_round_walk_floor (const char *room);

/* Numbers for the places 0 to n-1 of an order, so that as few as possible differ from the ones they had. old: n numbers, 0 = it had none. out: n
 * numbers, rising and > 0. Gaps are left between them. */
#define TN_ROUND_WALK_GAP 1024
void tn_round_walk_positions (const gint64 *old, guint n, gint64 *out);
G_END_DECLS
