/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "sim-plan.h"
G_BEGIN_DECLS

/* What came of a run, or of many. */
typedef struct {
  guint64 seeds, violations;
  guint64 fired[SIM_N_FAULTS];
  guint64 sessions, visits, sticks_read, edits, repairs, flags, false_flags, concurrent;
  guint64 requests;              /* until all is quiet */
  double laptop_days;
} SimTotals;

/* Plays a plan to its end. NULL, or what was violated, a line each (owned). trace (out, NULL = not wanted): what happened, for a person. */
char *sim_run (const SimPlan *plan, SimTotals *totals, char **trace);
/* Small plans, and every request of each with each fault in turn (sim-every.c); in pairs: with the server put back and then a second one soon after. */
typedef void (*SimPlayFunc) (const SimPlan *plan, gpointer user_data);
SimPlan *sim_every_plan (guint64 seed);
void sim_every (guint64 seed, gboolean pairs, SimPlayFunc play, gpointer user_data);
/* "reply lost@12;server restored@15/3": the request and `nth`. */
gboolean sim_aim_parse (const char *text, SimAim *aim);
char *sim_aim_dup (const SimAim *aim);     /* "" = none */
/* A smaller plan that still fails in the same way; `runs` bounds the work. */
SimPlan *sim_shrink (const SimPlan *plan, const char *violation, guint runs);
/* The number of an edit; the trace tells where it is, whenever that has changed. 0 = none. */
extern guint sim_watched;
G_END_DECLS
