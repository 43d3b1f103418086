/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ward of 60,000 households with 500,000 records of work: how long Today takes to be read, as the window reads it, beside what SQLite takes to
 * count one day's visits by the same index.
 *   bench-evening [HOUSEHOLDS [RECORDS]]
 *   bench-evening --copy FILE              Today of this copy, such as a large practice laptop's */
#include <locale.h>
#include <stdlib.h>
#include <time.h>
#include "evening-ward.h"
#include "tn-today.h"

#define RUNS 60
#define MAX_TODAY_MS 100.0

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static double
processor_ms (void)
{
  struct timespec used;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used);
  return (double) used.tv_sec * 1000 + (double) used.tv_nsec / 1e6;
}

/* p95 of RUNS; `first` gets the first one, `cpu` the processor's time of one, which does not know of others at work. */
static double
measure (TnCopy *copy, gint64 now, gboolean raw, double *first, double *cpu)
{
  double before = processor_ms ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < RUNS; i++) {
    g_autoptr (GError) error = NULL;
    gint64 start = g_get_monotonic_time ();
    TnListedQuery query = { .kind = "visit", .from = tn_day_start (now, -1), .to = tn_day_start (now, 0) };
    guint n;
    g_autoptr (TnToday) today = raw ? NULL : tn_today_read (copy, now, 6, &error);
    if (raw) tn_query_count_listed (copy, &query, &n, &error);
    if (error) g_error ("%s", error->message);
    double ms = (double) (g_get_monotonic_time () - start) / 1000;
    if (i == 0) *first = ms;
    g_array_append_val (times, ms);
  }
  *cpu = (processor_ms () - before) / RUNS;
  g_array_sort (times, compare_cb);
  return g_array_index (times, double, RUNS * 95 / 100);
}

static gboolean
tell (TnCopy *copy, gint64 now)
{
  double first, first_raw, cpu, cpu_raw, p95 = measure (copy, now, FALSE, &first, &cpu);
  measure (copy, now, TRUE, &first_raw, &cpu_raw);
  g_print ("Today: first %.1f ms, p95 %.1f ms (limit %.0f), processor %.1f ms each; %.0f × one day's count of SQLite (%.2f ms)\n", first, p95, MAX_TODAY_MS, cpu, cpu / cpu_raw,
           cpu_raw);
  return p95 <= MAX_TODAY_MS;
}

static gboolean
tell_copy (const char *path, gint64 now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = tn_copy_open (path, 0, NULL, &error);
  if (!copy) g_error ("%s", error->message);
  return tell (copy, now);
}

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 60000, records = argc > 2 ? (guint) atoi (argv[2]) : 500000;
  gint64 now = tn_env_now_ms (tn_env_system ());
  EveningCounts counts;
  PracticeWard ward;
  setlocale (LC_ALL, "");
  if (argc > 2 && g_str_equal (argv[1], "--copy")) return tell_copy (argv[2], now) ? 0 : 1;
  practice_ward_make (&ward, households);
  evening_ward_add (&ward, records, now, &counts);
  g_print ("%u households, %u records of work: %u rounds, %u stops, %u visits, %u cases, %u checks, %u contacts, %u calls, %u referrals\n", households, counts.total,
           counts.rounds, counts.stops, counts.visits, counts.cases, counts.checks, counts.contacts, counts.calls, counts.referrals);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  gboolean met = tell (copy, now);
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
  return met ? 0 : 1;
}
