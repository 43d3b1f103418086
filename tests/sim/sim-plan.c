/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-plan.h"

#define MINUTE G_GINT64_CONSTANT (60000)
#define DAY (24 * 60 * MINUTE)

static const struct { const char *name; double most; } faults[SIM_N_FAULTS] = {
  [SIM_REQUEST_LOST] = { "request lost", 0.2 }, [SIM_REPLY_LOST] = { "reply lost", 0.25 }, [SIM_TWICE] = { "request twice", 0.2 },
  [SIM_LATE_AGAIN] = { "request again, later", 0.2 }, [SIM_SLOW] = { "slow line, others go on", 0.3 }, [SIM_CUT] = { "body cut off", 0.1 },
  [SIM_FLIPPED] = { "bit flipped", 0.1 }, [SIM_ERROR_5XX] = { "error 5xx", 0.1 },
  [SIM_LAPTOP_KILLED] = { "laptop killed", 0.25 }, [SIM_LAPTOP_POWER] = { "laptop lost power", 0.25 },
  [SIM_SERVER_KILLED] = { "server killed", 0.08 }, [SIM_SERVER_POWER] = { "server lost power", 0.08 },
  [SIM_LAPTOP_FULL] = { "laptop's disk full", 0.15 }, [SIM_SERVER_FULL] = { "server's disk full", 0.06 },
  [SIM_CLOCK_JUMP] = { "clock jumped years", 0.3 }, [SIM_CLOCK_BACK] = { "clock set back", 0.3 }, [SIM_CLOCK_DRIFT] = { "clock drifts", 0.3 },
  [SIM_FILE_COPIED] = { "file copied to another laptop", 0.3 }, [SIM_DISK_CLONED] = { "disk cloned", 0.3 }, [SIM_LAPTOP_RESTORED] = { "laptop restored", 0.3 },
  [SIM_SERVER_RESTORED] = { "server restored", 0.3 }, [SIM_STANDBY] = { "standby promoted", 0.3 },
  [SIM_SCOPE_GIVEN] = { "scope given", 0.5 }, [SIM_SCOPE_TAKEN] = { "scope taken", 0.5 }, [SIM_ENROL_AGAIN] = { "enrolment repeated", 0.3 },
  [SIM_REVOKED] = { "laptop revoked", 0.2 },
  [SIM_POISON] = { "poison entry", 0.3 }, [SIM_NEWER_PROGRAM] = { "entry of a newer program", 0.3 }, [SIM_NEWER_SERVER] = { "record of a newer server", 0.3 },
  [SIM_SAME_CITIZEN] = { "same citizen twice", 0.2 }, [SIM_DELETED] = { "record deleted", 0.2 }, [SIM_HOUSEHOLD_MOVED] = { "moved with children", 0.3 },
  [SIM_ERASED] = { "record erased", 0.3 },
  [SIM_STICK_LATE] = { "stick carried late", 0.4 }, [SIM_STICK_TWICE] = { "stick read twice", 0.3 }, [SIM_STICK_OLD] = { "older stick read", 0.4 },
  [SIM_STICK_DAMAGED] = { "stick damaged", 0.2 }, [SIM_STICK_LOST] = { "stick lost", 0.2 }, [SIM_STICK_FULL] = { "stick full", 0.1 },
  [SIM_STICK_ASTRAY] = { "stick taken elsewhere", 0.1 },
  [SIM_HUB_LAGS] = { "hub that lags visited", 0 }, [SIM_HUB_RESTORED] = { "hub restored", 0.5 }, [SIM_HUB_CLONED] = { "hub cloned", 0.2 },
  [SIM_HUB_ENDED] = { "hub ended", 0.3 }, [SIM_HUB_LOST] = { "hub lost for good", 0.4 },
};
#define FIRST_FAR_FAULT SIM_STICK_LATE

const char *
sim_fault_name (SimFault fault)
{
  return faults[fault].name;
}

static gboolean
is_happening (SimFault fault)
{
  return (fault >= SIM_CLOCK_JUMP && fault <= SIM_NEWER_SERVER) || fault == SIM_ERASED;
}

/* Mostly minutes, sometimes days, now and then weeks. */
static gint64
draw_pause (SimRand *r, double calm)
{
  double kind = sim_unit (r);
  if (kind < 0.35) return (gint64) sim_below (r, 5000);
  if (kind < 0.35 + 0.45 * calm) return (gint64) sim_below (r, 90) * MINUTE;
  if (kind < 0.93) return (gint64) sim_below (r, 4 * 24) * 60 * MINUTE;
  return (gint64) (1 + sim_below (r, 42)) * DAY;
}

static void
draw_rates (SimPlan *plan, SimRand *r, guint64 off)
{
  double share = 0.2 + 0.6 * sim_unit (r);
  for (guint f = 0; f < FIRST_FAR_FAULT; f++) {
    double rate = sim_unit (r) * faults[f].most;
    gboolean on = sim_chance (r, share);
    if (on && !(off & (G_GUINT64_CONSTANT (1) << f))) plan->rate[f] = rate;
  }
}

/* From a stream of its own, so that the rest of the run is the same with and without. */
static void
draw_far_rates (SimPlan *plan, SimRand *r, guint64 off)
{
  double share = 0.2 + 0.6 * sim_unit (r);
  for (guint f = FIRST_FAR_FAULT; f < SIM_N_FAULTS; f++) {
    double rate = sim_unit (r) * faults[f].most;
    gboolean on = sim_chance (r, share) && (f < SIM_HUB_LAGS ? plan->sticks : plan->hubs);
    if (on && !(off & (G_GUINT64_CONSTANT (1) << f))) plan->rate[f] = rate;
  }
}

static SimFault
draw_happening (const SimPlan *plan, SimRand *r)
{
  double sum = 0, at;
  for (guint f = 0; f < SIM_N_FAULTS; f++)
    if (is_happening (f)) sum += plan->rate[f];
  at = sim_unit (r) * MAX (sum, 6.0);         /* a run with few of them has few */
  for (guint f = 0; f < SIM_N_FAULTS; f++) {
    if (!is_happening (f)) continue;
    at -= plan->rate[f];
    if (at < 0) return f;
  }
  return SIM_N_FAULTS;
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = ((const SimEvent *) a)->at, y = ((const SimEvent *) b)->at;
  return (x > y) - (x < y);
}

/* Beside one of the first `among` events that are there, so that much is going on around them. */
static void
add_events (SimPlan *plan, SimRand *r, SimEventType type, SimFault fault, guint n, guint among)
{
  for (; n > 0; n--) {
    const SimEvent *beside = &g_array_index (plan->events, SimEvent, sim_below (r, among));
    SimEvent e = { .type = type, .fault = fault, .who = sim_below (r, 1000), .at = beside->at + sim_below (r, 2 * 60) * MINUTE, .seed = sim_rand (r) };
    g_array_append_val (plan->events, e);
  }
}

static void
add_far_happening (SimPlan *plan, SimRand *r, SimFault fault, guint among)
{
  if (plan->rate[fault] > 0) add_events (plan, r, SIM_HAPPENING, fault, 1 + (guint) (4 * plan->rate[fault] * sim_unit (r)), among);
}

static void
draw_far (SimPlan *plan, guint64 off)
{
  SimRand r = sim_rand_for (plan->seed, 4);
  guint n = plan->events->len;
  plan->sticks = sim_chance (&r, 0.6);
  plan->hubs = sim_chance (&r, 0.6);
  draw_far_rates (plan, &r, off);
  if (plan->sticks) add_events (plan, &r, SIM_CARRY, SIM_N_FAULTS, 2 + sim_below (&r, n / 3), n);
  if (!plan->hubs) return;
  add_events (plan, &r, SIM_MAKE_HUB, SIM_N_FAULTS, 1 + sim_below (&r, 2), n / 4);
  add_events (plan, &r, SIM_MAKE_HUB, SIM_N_FAULTS, sim_below (&r, 3), n);
  add_events (plan, &r, SIM_VISIT, SIM_N_FAULTS, 4 + sim_below (&r, n / 2), n);
  static const SimFault happenings[] = { SIM_HUB_RESTORED, SIM_HUB_CLONED, SIM_HUB_ENDED, SIM_HUB_LOST };
  for (guint i = 0; i < G_N_ELEMENTS (happenings); i++) add_far_happening (plan, &r, happenings[i], n);
}

SimPlan *
sim_plan_new (guint64 seed, guint64 off)
{
  SimPlan *plan = g_new0 (SimPlan, 1);
  SimRand r = sim_rand_for (seed, 0);
  guint n = 20 + sim_below (&r, 1 + sim_below (&r, 120));
  double calm = sim_unit (&r), syncs = 0.25 + 0.35 * sim_unit (&r);
  gint64 at = DAY;
  plan->seed = seed;
  plan->n_laptops = 2 + MIN (sim_below (&r, 11), sim_below (&r, 11));
  plan->n_areas = 2 + sim_below (&r, 3);
  plan->n_households = 2 + sim_below (&r, 1 + sim_below (&r, 24));
  plan->page_lines = sim_chance (&r, 0.3) ? 1 + sim_below (&r, 20) : sim_chance (&r, 0.5) ? 40 : 0;
  draw_rates (plan, &r, off);
  plan->events = g_array_new (FALSE, TRUE, sizeof (SimEvent));
  for (guint i = 0; i < n; i++) {
    SimEvent e = { .type = sim_chance (&r, syncs) ? SIM_SYNC : SIM_EDIT, .who = sim_below (&r, 1000), .at = at, .seed = sim_rand (&r) };
    SimFault fault = sim_chance (&r, 0.6) ? draw_happening (plan, &r) : SIM_N_FAULTS;
    if (fault != SIM_N_FAULTS) {
      e.type = SIM_HAPPENING;
      e.fault = fault;
    }
    g_array_append_val (plan->events, e);
    at += draw_pause (&r, calm);
  }
  plan->days = at / DAY + 1;
  if (seed >= SIM_FIRST_FAR) {
    draw_far (plan, off);
    g_array_sort (plan->events, compare_times);
  }
  if (seed >= SIM_FIRST_UNTIMED) {
    SimRand own = sim_rand_for (seed, 5);
    plan->untimed = sim_chance (&own, 0.7);
  }
  return plan;
}

SimPlan *
sim_plan_copy (const SimPlan *plan)
{
  SimPlan *copy = g_memdup2 (plan, sizeof *plan);
  copy->events = g_array_copy (plan->events);
  return copy;
}

void
sim_plan_free (SimPlan *plan)
{
  g_array_unref (plan->events);
  g_free (plan);
}
