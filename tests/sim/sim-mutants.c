/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each wrong rule of core/tn-mutant.h must be noticed within so many seeds, or the simulator proves nothing. TAP on standard output.
 *   sim-mutants [NAME [SEED]]     all, one, or one in a single seed */
#include "sim-home.h"
#include "sim-run.h"
#include "tn-mutant.h"
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SEEDS 600u
#define FALSE_FLAGS_MOST 30.0    /* of 1000 concurrent edits; the right rules have a few */
#define CONCURRENT_LEAST 60

TnMutant tn_mutant;
static const char *const names[TN_N_MUTANTS] = {
  [TN_MUTANT_SINGLE_BASE] = "single-base", [TN_MUTANT_IGNORES_OVER] = "ignores-over", [TN_MUTANT_DEVICE_EXEMPTION] = "device-exemption", [TN_MUTANT_CLAMPS] = "clamps",
  [TN_MUTANT_DELETE_BY_STAMP] = "delete-by-stamp", [TN_MUTANT_NEXTVAL] = "nextval", [TN_MUTANT_CUT_IN_NUMBER] = "cut-in-number", [TN_MUTANT_CHILDREN_STAY] = "children-stay",
  [TN_MUTANT_ACK_BY_UNIT] = "ack-by-unit", [TN_MUTANT_PULL_OVERWRITES] = "pull-overwrites", [TN_MUTANT_CURSOR_FIRST] = "cursor-first", [TN_MUTANT_NO_FLUSH] = "no-flush",
  [TN_MUTANT_NO_REPAIR] = "no-repair", [TN_MUTANT_REPUSH_STATE] = "repush-state", [TN_MUTANT_MIRRORS_HUB] = "mirrors-hub", [TN_MUTANT_HUB_ACKS] = "hub-acks",
  [TN_MUTANT_ACK_BY_WATERMARK] = "ack-by-watermark", [TN_MUTANT_TELLS_TIME] = "tells-time", [TN_MUTANT_TELLS_USER] = "tells-user",
  [TN_MUTANT_TELLS_OWNER] = "tells-owner",
};

static double
false_rate (const SimTotals *t)
{
  return t->concurrent < CONCURRENT_LEAST ? 0 : 1000.0 * (double) t->false_flags / (double) t->concurrent;
}

/* Seeds that are known to notice, tried first: most mutants need some luck. */
static const guint hints[TN_N_MUTANTS] = {
  [TN_MUTANT_SINGLE_BASE] = 0, [TN_MUTANT_DELETE_BY_STAMP] = 16, [TN_MUTANT_CUT_IN_NUMBER] = 357, [TN_MUTANT_CHILDREN_STAY] = 140, [TN_MUTANT_ACK_BY_UNIT] = 7,
  [TN_MUTANT_CLAMPS] = 8, [TN_MUTANT_NO_REPAIR] = 124, [TN_MUTANT_REPUSH_STATE] = 19, [TN_MUTANT_DEVICE_EXEMPTION] = 19, [TN_MUTANT_PULL_OVERWRITES] = 7,
  [TN_MUTANT_MIRRORS_HUB] = 3162, [TN_MUTANT_HUB_ACKS] = 3003, [TN_MUTANT_ACK_BY_WATERMARK] = 3170,
  [TN_MUTANT_TELLS_TIME] = SIM_FIRST_UNTIMED, [TN_MUTANT_TELLS_USER] = SIM_FIRST_UNTIMED, [TN_MUTANT_TELLS_OWNER] = SIM_FIRST_UNTIMED + 22,
};

/* Those of sticks and hubs need runs that have them. There the right rules have more false flags too: what a hub hands on may come after what followed it. */
static gboolean
is_far (TnMutant mutant)
{
  return mutant >= TN_MUTANT_MIRRORS_HUB;
}

static guint
find_first (TnMutant mutant)
{
  return mutant >= TN_MUTANT_TELLS_TIME ? SIM_FIRST_UNTIMED : is_far (mutant) ? SIM_FIRST_FAR : 0;
}

static guint
choose_seed (TnMutant mutant, guint tried)
{
  return tried ? find_first (mutant) + tried - 1 : hints[mutant];
}

/* *how: what was noticed, or NULL. */
static void
play (TnMutant mutant, guint seed, SimTotals *totals, char **how)
{
  g_autoptr (SimPlan) plan = sim_plan_new (seed, SIM_OFF);
  g_autofree char *wrong = sim_run (plan, totals, NULL);
  if (wrong) *how = g_strndup (wrong, MIN (strcspn (wrong, "\n"), 100));
  else if (!is_far (mutant) && false_rate (totals) > FALSE_FLAGS_MOST) *how = g_strdup_printf ("%.0f false flags of 1000 concurrent edits", false_rate (totals));
}

/* Was it noticed? `only`: one seed, or -1. Says the seed before it is played: whoever dies of it dies here. */
static gboolean
hunt (TnMutant mutant, gint64 only, guint *playing)
{
  SimTotals totals = { 0 };
  tn_mutant = mutant;
  for (guint tried = 0; tried < (only < 0 ? SEEDS : 1u); tried++) {
    g_autofree char *how = NULL;
    *playing = only < 0 ? choose_seed (mutant, tried) : (guint) only;
    play (mutant, *playing, &totals, &how);
    if (!how) continue;
    g_print ("ok %u - mutant %s\n# %s: caught by seed %u: %s\n", (guint) mutant, names[mutant], names[mutant], *playing, how);
    return TRUE;
  }
  g_print ("not ok %u - mutant %s\n# %s survived %u seeds\n", (guint) mutant, names[mutant], names[mutant], only < 0 ? SEEDS : 1u);
  return FALSE;
}

/* In a process of its own: a wrong rule may damage a disk, but nothing of it may make the program die, and the other rules are tried all the same. */
static gboolean
hunt_apart (TnMutant mutant, gint64 only)
{
  guint *playing = mmap (NULL, sizeof *playing, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int status = 0;
  if (playing == MAP_FAILED) g_error ("no memory to share");
  fflush (stdout);
  pid_t child = fork ();
  if (child < 0) g_error ("no process for the mutant");
  if (child == 0) {
    gboolean caught = hunt (mutant, only, playing);
    fflush (stdout);
    _exit (caught ? 0 : 1);      /* what sim_fatal() jumped over is not freed, and no leak of the programs */
  }
  while (waitpid (child, &status, 0) < 0 && errno == EINTR) ;
  if (WIFSIGNALED (status) || WEXITSTATUS (status) > 1)
    g_print ("not ok %u - mutant %s\n# %s: the program died of seed %u (%s %d)\n", (guint) mutant, names[mutant], names[mutant], *playing,
             WIFSIGNALED (status) ? "signal" : "status", WIFSIGNALED (status) ? WTERMSIG (status) : WEXITSTATUS (status));
  munmap (playing, sizeof *playing);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

int
main (int argc, char **argv)
{
  guint survived = 0;
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);     /* days begin where the wards are, so that a seed tells one story everywhere */
  sim_home_init ();
  g_print ("1..%d\n", (int) TN_N_MUTANTS - 1);
  for (TnMutant m = TN_MUTANT_NONE + 1; m < TN_N_MUTANTS; m++) {
    if (argc > 1 && strcmp (argv[1], "--tap") != 0 && strcmp (argv[1], names[m]) != 0) continue;
    survived += !hunt_apart (m, argc > 2 ? g_ascii_strtoll (argv[2], NULL, 10) : -1);
  }
  g_print ("# mutants killed %u/%u\n", (guint) TN_N_MUTANTS - 1 - survived, (guint) TN_N_MUTANTS - 1);
  sim_home_clear ();
  return survived > 0;
}
