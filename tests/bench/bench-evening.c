/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ward of 60,000 households with 500,000 records of work: how long Today takes to be read, as the window reads it, beside what SQLite takes to
 * count one day's visits by the same index.
 *   bench-evening [HOUSEHOLDS [RECORDS]] */
#include <locale.h>
#include <stdlib.h>
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

/* p95 of RUNS; `first` gets the first one. */
static double
measure (TnCopy *copy, gint64 now, gboolean raw, double *first)
{
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
  g_array_sort (times, compare_cb);
  return g_array_index (times, double, RUNS * 95 / 100);
}

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 60000, records = argc > 2 ? (guint) atoi (argv[2]) : 500000;
  gint64 now = tn_env_now_ms (tn_env_system ());
  EveningCounts counts;
  PracticeWard ward;
  double first_today, first_raw;
  setlocale (LC_ALL, "");
  practice_ward_make (&ward, households);
  evening_ward_add (&ward, records, now, &counts);
  g_print ("%u households, %u records of work: %u rounds, %u stops, %u visits, %u cases, %u checks, %u contacts, %u calls, %u referrals\n", households, counts.total,
           counts.rounds, counts.stops, counts.visits, counts.cases, counts.checks, counts.contacts, counts.calls, counts.referrals);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  double today = measure (copy, now, FALSE, &first_today), raw = measure (copy, now, TRUE, &first_raw);
  g_print ("Today: first %.1f ms, p95 %.1f ms (limit %.0f); %.0f × one day's count of SQLite (%.2f ms)\n", first_today, today, MAX_TODAY_MS, today / raw, raw);
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
  return today <= MAX_TODAY_MS ? 0 : 1;
}
