/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulator: README.md says what it does. */
#include "sim-home.h"
#include "sim-run.h"
#include <locale.h>
#include <string.h>

#define SHRINK_RUNS 1500

static gint64 from, count = 1, seconds, one = -1;
static gboolean quiet_trace, whole, table, line, every, pairs;
static char *off_names, *list, *aim;

static const GOptionEntry entries[] = {
  { "from", 0, 0, G_OPTION_ARG_INT64, &from, "First seed", "N" },
  { "seeds", 0, 0, G_OPTION_ARG_INT64, &count, "How many", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_INT64, &seconds, "Go on for so long instead", "S" },
  { "seed", 0, 0, G_OPTION_ARG_INT64, &one, "This seed alone, with its trace", "N" },
  { "every", 0, 0, G_OPTION_ARG_NONE, &every, "Small runs of the seeds, each request of each with each fault in turn", NULL },
  { "pairs", 0, 0, G_OPTION_ARG_NONE, &pairs, "… with the server put back at each request, and a second fault soon after", NULL },
  { "aim", 0, 0, G_OPTION_ARG_STRING, &aim, "With --seed: the small run, with these faults", "FAULT@REQUEST[/NTH];…" },
  { "whole", 0, 0, G_OPTION_ARG_NONE, &whole, "Do not shrink", NULL },
  { "watch", 0, 0, G_OPTION_ARG_INT, &sim_watched, "In the trace, where this edit is", "EDIT" },
  { "no-trace", 0, 0, G_OPTION_ARG_NONE, &quiet_trace, "Only say which seed failed and how", NULL },
  { "list", 0, 0, G_OPTION_ARG_FILENAME, &list, "First the seeds of this file: those that failed once", "FILE" },
  { "line", 0, 0, G_OPTION_ARG_NONE, &line, "End with one line for a log", NULL },
  { "table", 0, 0, G_OPTION_ARG_NONE, &table, "Print the faults that happened", NULL },
  { "off", 0, 0, G_OPTION_ARG_STRING, &off_names, "Faults that shall not happen, by comma", "NAMES" },
  { NULL, 0, 0, 0, NULL, NULL, NULL },
};

static guint64
read_off (void)
{
  guint64 off = 0;
  if (!off_names) return SIM_OFF;
  g_auto (GStrv) parts = g_strsplit (off_names, ",", -1);
  for (guint i = 0; parts[i]; i++)
    for (guint f = 0; f < SIM_N_FAULTS; f++)
      if (strcmp (parts[i], sim_fault_name (f)) == 0) off |= G_GUINT64_CONSTANT (1) << f;
  return off;
}

static void
print_plan (const SimPlan *plan)
{
  g_print ("%u laptops, %u households, %u events; faults:", plan->n_laptops, plan->n_households, plan->events->len);
  for (guint f = 0; f < SIM_N_FAULTS; f++)
    if (plan->rate[f] > 0) g_print (" %s,", sim_fault_name (f));
  g_print ("\n");
}

static void
report (const SimPlan *plan, const char *wrong)
{
  g_autofree char *trace = NULL, *again = NULL, *aimed = sim_aim_dup (plan->aim);
  g_print ("seed %" G_GUINT64_FORMAT "%s%s:\n%s", plan->seed, *aimed ? ", " : "", aimed, wrong);
  if (quiet_trace) return;
  g_autoptr (SimPlan) small = whole ? sim_plan_copy (plan) : sim_shrink (plan, wrong, SHRINK_RUNS);
  again = sim_run (small, NULL, &trace);
  print_plan (small);
  g_print ("%s%s\nAgain: build/tests/sim/sim --seed %" G_GUINT64_FORMAT "%s%s%s\n", trace, again ? again : "(it does not fail twice: the run is not repeatable)\n", plan->seed,
           *aimed ? " --aim '" : "", aimed, *aimed ? "'" : "");
}

static gboolean
play_plan (const SimPlan *plan, SimTotals *totals)
{
  g_autofree char *wrong = sim_run (plan, totals, NULL);
  if (wrong) report (plan, wrong);
  return wrong == NULL;
}

static void
play_cb (const SimPlan *plan, gpointer totals)
{
  play_plan (plan, totals);
}

static gboolean
play (guint64 seed, guint64 off, SimTotals *totals)
{
  if (every || pairs) {
    sim_every (seed, pairs, play_cb, totals);
    return TRUE;
  }
  g_autoptr (SimPlan) plan = aim ? sim_every_plan (seed) : sim_plan_new (seed, off);
  if (aim && !sim_aim_parse (aim, plan->aim)) g_error ("not understood: --aim %s", aim);
  return play_plan (plan, totals);
}

static void
print_totals (const SimTotals *t, double took)
{
  g_print ("%" G_GUINT64_FORMAT " %s in %.0f s: %.0f laptop-days (%.1f years), %" G_GUINT64_FORMAT " edits, %" G_GUINT64_FORMAT " sessions (%" G_GUINT64_FORMAT " at hubs), %"
           G_GUINT64_FORMAT " sticks read, %" G_GUINT64_FORMAT " violations\n",
           t->seeds, every || pairs ? "runs" : "seeds", took, t->laptop_days, t->laptop_days / 365.25, t->edits, t->sessions, t->visits, t->sticks_read, t->violations);
  g_print ("flags %" G_GUINT64_FORMAT ", false ones %" G_GUINT64_FORMAT ": %.1f per 1000 of %" G_GUINT64_FORMAT " concurrent edits; repairs %" G_GUINT64_FORMAT "\n",
           t->flags, t->false_flags, t->concurrent ? 1000.0 * (double) t->false_flags / (double) t->concurrent : 0, t->concurrent, t->repairs);
  for (guint f = 0; table && f < SIM_N_FAULTS; f++) g_print ("  %-32s %" G_GUINT64_FORMAT "\n", sim_fault_name (f), t->fired[f]);
}

/* "SEED what it was"; # begins a comment. */
static void
play_list (guint64 off, SimTotals *totals)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  if (!g_file_get_contents (list, &text, NULL, &error)) g_error ("%s", error->message);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint64 n = 0;
  for (guint i = 0; lines[i]; i++) {
    if (!g_ascii_isdigit (lines[i][0])) continue;
    if (!play (g_ascii_strtoull (lines[i], NULL, 10), off, totals)) g_print ("(%s failed again)\n", lines[i]);
    n++;
  }
  g_print ("%" G_GUINT64_FORMAT " seeds that failed once were played again\n", n);
}

static void
print_line (const SimTotals *t, double took)
{
  guint64 fired = 0;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%dT%H:%MZ");
  for (guint f = 0; f < SIM_N_FAULTS; f++) fired += t->fired[f];
  g_print ("%s seconds=%.0f seeds=%" G_GUINT64_FORMAT " device_years=%.1f edits=%" G_GUINT64_FORMAT " sessions=%" G_GUINT64_FORMAT " hub_sessions=%" G_GUINT64_FORMAT " sticks=%" G_GUINT64_FORMAT " faults=%" G_GUINT64_FORMAT
           " violations=%" G_GUINT64_FORMAT " false_flags_per_1000=%.1f", when, took, t->seeds, t->laptop_days / 365.25, t->edits, t->sessions, t->visits, t->sticks_read, fired, t->violations,
           t->concurrent ? 1000.0 * (double) t->false_flags / (double) t->concurrent : 0);
  for (guint f = 0; f < SIM_N_FAULTS; f++) {
    g_autofree char *name = g_strdup (sim_fault_name (f));
    g_print (" %s=%" G_GUINT64_FORMAT, g_strdelimit (g_strdelimit (name, " ", '-'), ",'", '_'), t->fired[f]);
  }
  g_print ("\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new ("- tries to lose data");
  SimTotals totals = { 0 };
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);     /* days begin where the wards are, so that a seed tells one story everywhere */
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  sim_home_init ();
  guint64 off = read_off ();
  gint64 start = g_get_monotonic_time ();
  if (list) play_list (off, &totals);
  if (one >= 0) play ((guint64) one, off, &totals);
  for (gint64 i = 0; one < 0 && (seconds ? g_get_monotonic_time () - start < seconds * G_USEC_PER_SEC : i < count); i++) play ((guint64) (from + i), off, &totals);
  double took = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  print_totals (&totals, took);
  if (line) print_line (&totals, took);
  sim_home_clear ();
  return totals.violations > 0;
}
