/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fault that is aimed at one request. The dice seldom put the server back between two requests of a session, or let a laptop die right after a given
 * answer; whoever aims at each request in turn has seen all of it. */
#include "sim-world.h"

static gboolean
is_rewind (const SimAim *aim)
{
  return aim->fault == SIM_SERVER_RESTORED || aim->fault == SIM_STANDBY;
}

void
sim_aim_before (SimWorld *w)
{
  if (w->quiet || !w->event) return;
  w->requests++;
  for (guint i = 0; i < SIM_AIMS; i++) {
    const SimAim *aim = &w->plan->aim[i];
    w->chances[i] = 0;
    if (!aim->request || !is_rewind (aim)) continue;
    if (w->requests + aim->nth == aim->request) w->aimed[i] = sim_image_root (w);
    if (w->requests == aim->request && w->aimed[i]) sim_restore_root (w, w->aimed[i], aim->fault);
  }
}

void
sim_aim_after (SimWorld *w, SimLaptop *l)
{
  for (guint i = 0; i < SIM_AIMS; i++) {
    const SimAim *aim = &w->plan->aim[i];
    gboolean power = aim->fault == SIM_LAPTOP_POWER;
    if (w->quiet || !w->event || !aim->request || aim->request != w->requests || (!power && aim->fault != SIM_LAPTOP_KILLED)) continue;
    sim_disk_plan_crash (l->m.disk, power ? SIM_CRASH_POWER : SIM_CRASH_KILL, aim->nth, w->rand);
  }
}

static gboolean
is_of_server (SimFault fault)
{
  return fault == SIM_SERVER_KILLED || fault == SIM_SERVER_POWER || fault == SIM_SERVER_FULL;
}

static const SimAim *
find_aim (const SimWorld *w, SimFault fault, guint *i)
{
  for (*i = 0; w->asking && *i < SIM_AIMS; ++*i)
    if (w->plan->aim[*i].request && w->plan->aim[*i].request == w->requests && w->plan->aim[*i].fault == fault) return &w->plan->aim[*i];
  return NULL;
}

gboolean
sim_aim_strikes (SimWorld *w, SimFault fault)
{
  guint i;
  const SimAim *aim = fault == SIM_LAPTOP_KILLED || fault == SIM_LAPTOP_POWER ? NULL : find_aim (w, fault, &i);
  return aim && w->chances[i]++ == (is_of_server (fault) ? 0 : aim->nth);
}

guint
sim_aim_operations (const SimWorld *w, SimFault fault, guint drawn)
{
  guint i;
  const SimAim *aim = find_aim (w, fault, &i);
  return aim ? aim->nth : drawn;
}

void
sim_aim_clear (SimWorld *w)
{
  for (guint i = 0; i < SIM_AIMS; i++) g_clear_pointer (&w->aimed[i], sim_image_free);
}
