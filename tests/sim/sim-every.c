/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each request of a small run, with each fault in turn. */
#include "sim-run.h"
#include <string.h>

#define EVENTS 14u
#define LAPTOPS 3u
#define SOON 8u              /* requests: a repair has about so many */

static const SimAim singles[] = {
  { SIM_REQUEST_LOST, 0, 0 }, { SIM_REPLY_LOST, 0, 0 }, { SIM_TWICE, 0, 0 }, { SIM_LATE_AGAIN, 0, 0 }, { SIM_SLOW, 0, 0 }, { SIM_SLOW, 0, 1 },
  { SIM_CUT, 0, 0 }, { SIM_CUT, 0, 1 }, { SIM_FLIPPED, 0, 0 }, { SIM_FLIPPED, 0, 1 }, { SIM_ERROR_5XX, 0, 0 }, { SIM_ERROR_5XX, 0, 1 },
  { SIM_LAPTOP_KILLED, 0, 0 }, { SIM_LAPTOP_KILLED, 0, 3 }, { SIM_LAPTOP_KILLED, 0, 8 }, { SIM_LAPTOP_KILLED, 0, 20 },
  { SIM_LAPTOP_POWER, 0, 0 }, { SIM_LAPTOP_POWER, 0, 3 }, { SIM_LAPTOP_POWER, 0, 8 }, { SIM_LAPTOP_POWER, 0, 20 },
  { SIM_SERVER_KILLED, 0, 0 }, { SIM_SERVER_KILLED, 0, 4 }, { SIM_SERVER_KILLED, 0, 12 },
  { SIM_SERVER_POWER, 0, 0 }, { SIM_SERVER_POWER, 0, 4 }, { SIM_SERVER_POWER, 0, 12 }, { SIM_SERVER_FULL, 0, 0 }, { SIM_SERVER_FULL, 0, 6 },
  { SIM_SERVER_RESTORED, 0, 1 }, { SIM_SERVER_RESTORED, 0, 2 }, { SIM_SERVER_RESTORED, 0, 3 }, { SIM_SERVER_RESTORED, 0, 5 }, { SIM_SERVER_RESTORED, 0, 9 },
};
static const SimAim seconds[] = {
  { SIM_REQUEST_LOST, 0, 0 }, { SIM_REPLY_LOST, 0, 0 }, { SIM_LAPTOP_KILLED, 0, 0 }, { SIM_LAPTOP_POWER, 0, 5 }, { SIM_SERVER_RESTORED, 0, 1 }, { SIM_SERVER_RESTORED, 0, 3 },
};

/* What people do stays; what goes wrong by chance does not. Batches are small, so that much of a session is still to come after each. */
SimPlan *
sim_every_plan (guint64 seed)
{
  guint64 people = G_GUINT64_CONSTANT (1) << SIM_SAME_CITIZEN | G_GUINT64_CONSTANT (1) << SIM_DELETED | G_GUINT64_CONSTANT (1) << SIM_HOUSEHOLD_MOVED;
  SimPlan *plan = sim_plan_new (seed, ~people);
  if (plan->events->len > EVENTS) g_array_set_size (plan->events, EVENTS);
  plan->n_laptops = MIN (plan->n_laptops, LAPTOPS);
  plan->batch_lines = 1 + (guint) (seed % 3);
  return plan;
}

static void
play_second (SimPlan *plan, guint first, SimPlayFunc play, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (seconds); i++)
    for (guint after = 1; after <= SOON; after++) {
      plan->aim[1] = seconds[i];
      plan->aim[1].request = first + after;
      play (plan, user_data);
    }
  plan->aim[1].request = 0;
}

void
sim_every (guint64 seed, gboolean pairs, SimPlayFunc play, gpointer user_data)
{
  g_autoptr (SimPlan) plan = sim_every_plan (seed);
  SimTotals quiet = { 0 };
  g_free (sim_run (plan, &quiet, NULL));
  for (guint request = 1; request <= quiet.requests; request++)
    for (guint i = 0; i < G_N_ELEMENTS (singles); i++) {
      plan->aim[0] = singles[i];
      plan->aim[0].request = request;
      if (!pairs) play (plan, user_data);
      else if (singles[i].fault == SIM_SERVER_RESTORED && singles[i].nth <= 3) play_second (plan, request, play, user_data);
    }
}

static gboolean
parse_one (const char *text, SimAim *aim)
{
  const char *at = strrchr (text, '@');
  char *rest;
  if (!at) return FALSE;
  g_autofree char *name = g_strndup (text, (gsize) (at - text));
  aim->request = (guint) g_ascii_strtoull (at + 1, &rest, 10);
  aim->nth = *rest == '/' ? (guint) g_ascii_strtoull (rest + 1, NULL, 10) : 0;
  for (guint f = 0; f < SIM_N_FAULTS; f++) {
    if (strcmp (sim_fault_name (f), name) != 0) continue;
    aim->fault = f;
    return TRUE;
  }
  return FALSE;
}

gboolean
sim_aim_parse (const char *text, SimAim *aim)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  if (g_strv_length (parts) > SIM_AIMS) return FALSE;
  for (guint i = 0; parts[i]; i++)
    if (!parse_one (parts[i], &aim[i])) return FALSE;
  return TRUE;
}

char *
sim_aim_dup (const SimAim *aim)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < SIM_AIMS; i++)
    if (aim[i].request) g_string_append_printf (text, "%s%s@%u/%u", text->len ? ";" : "", sim_fault_name (aim[i].fault), aim[i].request, aim[i].nth);
  return g_string_free (text, FALSE);
}
