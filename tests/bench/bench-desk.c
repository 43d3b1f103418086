/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ward of 60,000 households with 500,000 records of work, the desk's among them: every list and filter of the desk's screens, and the page of the record that
 * has the most hanging on it, each read by the very function that the window calls. No display is needed: the screens' classes are asked, no window is made.
 *   bench-desk [HOUSEHOLDS [RECORDS [SCREEN [FOLDER]]]]   SCREEN: this one alone, for a profiler ("" = all); FOLDER: the ward is made there once, stays, and is used again */
#include <locale.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>
#include "desk-ward.h"
#include "tn-date.h"
#include "tn-duplicates-screen.h"
#include "tn-hands-screen.h"
#include "tn-information-screen.h"
#include "tn-movements-screen.h"
#include "tn-petitions-screen.h"
#include "tn-resources-screen.h"
#include "tn-situation.h"
#include "tn-support-screen.h"
#include "tn-support.h"
#include "tn-surveys-screen.h"
#include "tn-today.h"
#include "tn-work-screen.h"

#define RUNS 20
#define MAX_MS 100.0
#define MAX_WARD_MS 1000.0   /* what compares or judges everybody in the ward */

typedef struct { TnCopy *copy; DeskWard *made; gpointer class; guint n; } Reader;   /* n: lines that came */

/* ---- what is read ---- */

static const struct { const char *screen, *filter, *search; GType (*get_type) (void); } lists[] = {
  { "petitions", "open", "", tn_petitions_screen_get_type },
  { "petitions", "answered", "", tn_petitions_screen_get_type },
  { "petitions", "all", "", tn_petitions_screen_get_type },
  { "petitions", "all", "so 17", tn_petitions_screen_get_type },
  { "petitions", "reports", "", tn_petitions_screen_get_type },
  { "support", "", "", tn_support_screen_get_type },
  { "resources", "stock", "", tn_resources_screen_get_type },
  { "resources", "gifts", "", tn_resources_screen_get_type },
  { "resources", "gifts", "hao tam 17", tn_resources_screen_get_type },
  { "resources", "reductions", "", tn_resources_screen_get_type },
  { "hands", "waiting", "", tn_hands_screen_get_type },
  { "hands", "sponsorships", "", tn_hands_screen_get_type },
  { "hands", "pairs", "", tn_hands_screen_get_type },
  { "hands", "pairs", "le van 17", tn_hands_screen_get_type },
  { "information", "campaigns", "", tn_information_screen_get_type },
  { "information", "answers", "", tn_information_screen_get_type },
  { "information", "answers", "cach ly", tn_information_screen_get_type },
  { "information", "expired", "", tn_information_screen_get_type },
  { "movements", "zones", "", tn_movements_screen_get_type },
  { "movements", "safe", "", tn_movements_screen_get_type },
  { "movements", "safe", "hem 17", tn_movements_screen_get_type },
  { "movements", "safe", "khong ai", tn_movements_screen_get_type },
  { "movements", "movements", "", tn_movements_screen_get_type },
  { "movements", "commendations", "", tn_movements_screen_get_type },
  { "movements", "commendations", "tran thi 17", tn_movements_screen_get_type },
  { "work", "people", "", tn_work_screen_get_type },
  { "work", "people", "tho may", tn_work_screen_get_type },
  { "work", "businesses", "", tn_work_screen_get_type },
  { "work", "needs", "", tn_work_screen_get_type },
  { "work", "needs", "tho may", tn_work_screen_get_type },
  { "surveys", "", "", tn_surveys_screen_get_type },
};

static GType
find_type (const char *screen)
{
  gsize i = 0;
  while (!g_str_equal (lists[i].screen, screen)) i++;
  return lists[i].get_type ();
}

/* Without what stands under the list: how many more there are. */
static guint
count_lines (const GPtrArray *rows)
{
  return rows ? rows->len - (rows->len && ((const TnBoardRow *) rows->pdata[rows->len - 1])->note) : 0;
}

static void
read_list (Reader *r, gsize i, GError **error)
{
  g_autoptr (GPtrArray) rows = TN_BOARD_SCREEN_CLASS (r->class)->read_rows (r->copy, lists[i].filter, lists[i].search, NULL, NULL, error);
  r->n = count_lines (rows);
}

static void
read_page (Reader *r, gsize i, GError **error)
{
  gpointer view = TN_BOARD_SCREEN_CLASS (r->class)->read_view (r->copy, desk_page_id (&desk_pages[i], r->made), FALSE, error);
  if (view) TN_BOARD_SCREEN_CLASS (r->class)->free_view (view);
}

/* ---- what no list is ---- */

static void
read_situation (Reader *r, gsize of_quarter, GError **error)
{
  TnSituation *situation = tn_situation_read (r->copy, tn_env_now_ms (tn_copy_env (r->copy)), of_quarter ? &r->made->first.quarter : NULL, NULL, NULL, error);
  if (!situation) return;
  r->n = situation->topics->len;
  tn_situation_free (situation);
}

static void
read_entitled (Reader *r, gsize i, GError **error)
{
  g_autoptr (TnSupportFound) found = tn_support_find (r->copy, &r->made->first.programme, NULL, error);
  r->n = found ? found->lines->len : 0;
}

static const char *const decisions[] = { "open", "merged", "different" };

static void
read_duplicates (Reader *r, gsize i, GError **error)
{
  g_autoptr (GPtrArray) rows = tn_duplicates_screen_read (r->copy, decisions[i], "", NULL, NULL, error);
  r->n = count_lines (rows);
}

static void
read_today (Reader *r, gsize i, GError **error)
{
  g_autoptr (TnToday) today = tn_today_read (r->copy, tn_env_now_ms (tn_copy_env (r->copy)), 6, error);
  r->n = today ? 1 : 0;
}

static const struct { const char *screen, *what; void (*read) (Reader *r, gsize i, GError **error); gsize i; double max_ms; } others[] = {
  { "situation", "whole ward", read_situation, 0, MAX_MS },
  { "situation", "a quarter", read_situation, 1, MAX_MS },
  { "duplicates", "merged", read_duplicates, 1, MAX_MS },
  { "duplicates", "different", read_duplicates, 2, MAX_MS },
  { "duplicates", "to be looked at", read_duplicates, 0, 2 * MAX_WARD_MS },
  { "support", "who is entitled", read_entitled, 0, MAX_WARD_MS },
  { "today", "", read_today, 0, MAX_MS },
};

/* ---- measuring ---- */

typedef struct { const char *only; gboolean met; double worst; glong peak_kib; char *dearest; } Report;

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

/* A number of /proc/self/status in KiB; 0 where there is none. */
static glong
read_status (const char *key)
{
  g_autofree char *status = NULL;
  const char *at = g_file_get_contents ("/proc/self/status", &status, NULL, NULL) ? strstr (status, key) : NULL;
  return at ? strtol (at + strlen (key), NULL, 10) : 0;
}

/* What this thread has used: other programs beside it do not count. */
static double
read_processor_ms (void)
{
  struct timespec used;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return (double) used.tv_sec * 1000 + (double) used.tv_nsec / 1e6;
}

static void
forget_peak (void)
{
  FILE *refs = fopen ("/proc/self/clear_refs", "w");   /* 5: the peak becomes what is held now */
  if (!refs) return;
  fputs ("5", refs);
  fclose (refs);
}

static void
measure (Report *report, Reader *r, const char *screen, const char *what, void (*read) (Reader *r, gsize i, GError **error), gsize i, double max_ms)
{
  guint runs = max_ms > MAX_MS ? RUNS / 4 : RUNS;
  double times[RUNS], cpu[RUNS], first;
  if (report->only && !g_str_equal (report->only, screen)) return;
  r->n = 0;
  malloc_trim (0);
  forget_peak ();
  glong before = read_status ("VmRSS:");
  for (guint run = 0; run < runs; run++) {
    g_autoptr (GError) error = NULL;
    double used = read_processor_ms ();
    gint64 start = g_get_monotonic_time ();
    read (r, i, &error);
    times[run] = (double) (g_get_monotonic_time () - start) / 1000;
    cpu[run] = read_processor_ms () - used;
    if (error) g_error ("%s %s: %s", screen, what, error->message);
  }
  glong peak = read_status ("VmHWM:");
  first = times[0];
  qsort (times, runs, sizeof *times, compare_cb);
  qsort (cpu, runs, sizeof *cpu, compare_cb);
  double ms = times[(runs * 95 + 99) / 100 - 1];
  g_print ("%-12s %-28s %6u lines  first %6.1f ms, p95 %6.1f ms (limit %.0f)%s, processor %6.1f ms, memory +%ld KiB\n", screen, what, r->n, first, ms, max_ms, ms > max_ms ? " NOT MET" : "",
           cpu[runs / 2], MAX (0, peak - before));
  report->met &= ms <= max_ms;
  if (max_ms <= MAX_MS && ms > report->worst) {
    report->worst = ms;
    report->peak_kib = peak;
    g_free (report->dearest);
    report->dearest = g_strdup_printf ("%s %s", screen, what);
  }
}

static void
measure_all (Report *report, Reader *r)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autofree char *what = *lists[i].search ? g_strdup_printf ("%s, %s", lists[i].filter, lists[i].search) : g_strdup (lists[i].filter);
    r->class = g_type_class_ref (lists[i].get_type ());
    measure (report, r, lists[i].screen, what, read_list, i, MAX_MS);
    g_type_class_unref (r->class);
  }
  for (gsize i = 0; i < n_desk_pages; i++) {
    g_autofree char *what = g_strdup_printf ("page of %s", desk_pages[i].page);
    r->class = g_type_class_ref (find_type (desk_pages[i].screen));
    measure (report, r, desk_pages[i].screen, what, read_page, i, MAX_MS);
    g_type_class_unref (r->class);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    measure (report, r, others[i].screen, others[i].what, others[i].read, others[i].i, others[i].max_ms);
}

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 60000, records = argc > 2 ? (guint) atoi (argv[2]) : 500000;
  Report report = { .only = argc > 3 && *argv[3] ? argv[3] : NULL, .met = TRUE };
  DeskWard made;
  PracticeWard ward;
  setlocale (LC_ALL, "");
  desk_ward_make (argc > 4 ? argv[4] : NULL, households, records, &ward, &made);
  g_print ("%u households, %u records of work, %u of them of the desk\n", households, made.total, made.desk);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  Reader r = { .copy = copy, .made = &made };
  measure_all (&report, &r);
  if (report.dearest)
    g_print ("dearest: %s, %.1f ms; the process held at most %.1f MiB meanwhile\n", report.dearest, report.worst, (double) report.peak_kib / 1024);
  g_free (report.dearest);
  g_clear_pointer (&copy, tn_copy_close);
  desk_ward_clear (&ward);
  return report.met ? 0 : 1;
}
