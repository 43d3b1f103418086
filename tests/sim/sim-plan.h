/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "sim-rand.h"
G_BEGIN_DECLS

/* What can go wrong. Each has a rate of its own in each run; about half are zero, so that one fault's doings are not always drowned in the
 * others' (swarm testing). Counted when it really happened. */
typedef enum {
  /* on the line */
  SIM_REQUEST_LOST, SIM_REPLY_LOST, SIM_TWICE, SIM_LATE_AGAIN, SIM_SLOW, SIM_CUT, SIM_FLIPPED, SIM_ERROR_5XX,
  /* machines */
  SIM_LAPTOP_KILLED, SIM_LAPTOP_POWER, SIM_SERVER_KILLED, SIM_SERVER_POWER, SIM_LAPTOP_FULL, SIM_SERVER_FULL,
  SIM_CLOCK_JUMP, SIM_CLOCK_BACK, SIM_CLOCK_DRIFT, SIM_FILE_COPIED, SIM_DISK_CLONED, SIM_LAPTOP_RESTORED,
  SIM_SERVER_RESTORED, SIM_STANDBY,
  /* rights */
  SIM_SCOPE_GIVEN, SIM_SCOPE_TAKEN, SIM_ENROL_AGAIN, SIM_REVOKED,
  /* people and programs */
  SIM_POISON, SIM_NEWER_PROGRAM, SIM_NEWER_SERVER, SIM_SAME_CITIZEN, SIM_DELETED, SIM_HOUSEHOLD_MOVED, SIM_ERASED,
  /* USB sticks, and ward laptops that serve their team: only in plans that have them */
  SIM_STICK_LATE, SIM_STICK_TWICE, SIM_STICK_OLD, SIM_STICK_DAMAGED, SIM_STICK_LOST, SIM_STICK_FULL, SIM_STICK_ASTRAY,
  SIM_HUB_LAGS, SIM_HUB_RESTORED, SIM_HUB_CLONED, SIM_HUB_ENDED, SIM_HUB_LOST,
  SIM_N_FAULTS
} SimFault;
const char *sim_fault_name (SimFault fault);

typedef enum {
  SIM_EDIT, SIM_SYNC, SIM_HAPPENING /* a fault that is an event of its own */,
  SIM_CARRY /* a stick is written, carried or read */, SIM_VISIT /* a laptop reconciles through a hub */, SIM_MAKE_HUB
} SimEventType;
typedef struct {
  SimEventType type;
  SimFault fault;           /* of a happening */
  guint who;                /* laptop, modulo how many there are */
  gint64 at;                /* ms since the run's beginning */
  guint64 seed;             /* of all that it draws */
  gboolean calm;            /* the shrinker's: nothing goes wrong during it */
} SimEvent;

/* A fault that befalls one request of the run, and no other. */
typedef struct {
  SimFault fault;
  guint request;            /* counted from 1; 0 = none is meant */
  guint nth;                /* at which of its chances during the request; of a machine that dies: after so many operations of its disk, the laptop's from the answer on;
                             * of a server that is put back: to as it was before the request so many ago */
} SimAim;
#define SIM_AIMS 2u

typedef struct {
  guint64 seed;
  guint n_laptops, n_areas, n_households, page_lines, batch_lines;
  gint64 days;
  gboolean sticks, hubs;    /* are there any in this run? */
  gboolean untimed;         /* petitions without a name and survey sheets too; laptops have users with names */
  double rate[SIM_N_FAULTS];
  SimAim aim[SIM_AIMS];
  GArray *events;           /* SimEvent, by time */
} SimPlan;
#define SIM_OFF G_GUINT64_CONSTANT (0)
/* Seeds below were there before sticks and hubs were: their runs have none, so that they go on telling the story for which they are listed. */
#define SIM_FIRST_FAR 3000u
#define SIM_FIRST_UNTIMED 910000000u     /* likewise, of edits without a time */
/* `off`: bits of faults that never happen in any run. */
SimPlan *sim_plan_new (guint64 seed, guint64 off);
SimPlan *sim_plan_copy (const SimPlan *plan);
void sim_plan_free (SimPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimPlan, sim_plan_free)
G_END_DECLS
