/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a failing run small enough to be read: leaves out events (first many at once, then fewer), faults, laptops and households, as long as the
 * run still fails in the same way. Events draw from streams of their own, so what is left goes on as before. */
#include "sim-run.h"
#include <string.h>

typedef struct { SimPlan *best; char *kind; guint runs; } Shrink;

/* The first words of a violation say what it is; edits and ids in it change. */
static char *
name_kind (const char *violation)
{
  return g_strndup (violation, strcspn (violation, ":0123456789\n"));
}

/* Takes the plan, and keeps it when it still fails. */
static gboolean
try (Shrink *s, SimPlan *plan)
{
  g_autofree char *wrong = NULL;
  gboolean same = FALSE;
  if (s->runs > 0) {
    s->runs--;
    wrong = sim_run (plan, NULL, NULL);
    for (const char *line = wrong; line && !same; line = strchr (line, '\n') ? strchr (line, '\n') + 1 : NULL) same = g_str_has_prefix (line, s->kind);
  }
  if (!same) {
    sim_plan_free (plan);
    return FALSE;
  }
  sim_plan_free (s->best);
  s->best = plan;
  return TRUE;
}

static void
leave_out_events (Shrink *s)
{
  for (guint size = MAX (1, s->best->events->len / 2); s->runs > 0; size /= 2) {
    for (guint at = 0; at < s->best->events->len && s->runs > 0;) {
      SimPlan *plan = sim_plan_copy (s->best);
      g_array_remove_range (plan->events, at, MIN (size, plan->events->len - at));
      if (!try (s, plan)) at += size;
    }
    if (size == 1) return;
  }
}

static void
leave_out_faults (Shrink *s)
{
  for (guint f = 0; f < SIM_N_FAULTS; f++) {
    if (s->best->rate[f] <= 0) continue;
    SimPlan *plan = sim_plan_copy (s->best);
    plan->rate[f] = 0;
    try (s, plan);
  }
}

static void
calm_events (Shrink *s)
{
  for (guint i = 0; i < s->best->events->len; i++) {
    SimEvent *event = &g_array_index (s->best->events, SimEvent, i);
    if (event->calm || event->type == SIM_HAPPENING) continue;
    SimPlan *plan = sim_plan_copy (s->best);
    g_array_index (plan->events, SimEvent, i).calm = TRUE;
    try (s, plan);
  }
}

static void
lessen (Shrink *s, gsize offset, guint least)
{
  while (s->runs > 0) {
    SimPlan *plan = sim_plan_copy (s->best);
    guint *n = (guint *) (gpointer) ((char *) plan + offset);
    if (*n <= least) {
      sim_plan_free (plan);
      return;
    }
    (*n)--;
    if (!try (s, plan)) return;
  }
}

SimPlan *
sim_shrink (const SimPlan *plan, const char *violation, guint runs)
{
  Shrink s = { .best = sim_plan_copy (plan), .kind = name_kind (violation), .runs = runs };
  for (guint before = 0; before != s.best->events->len && s.runs > 0;) {
    before = s.best->events->len;
    leave_out_events (&s);
    leave_out_faults (&s);
    lessen (&s, G_STRUCT_OFFSET (SimPlan, n_laptops), 2);
    lessen (&s, G_STRUCT_OFFSET (SimPlan, n_households), 1);
  }
  calm_events (&s);
  g_free (s.kind);
  return s.best;
}
