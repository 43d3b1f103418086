/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 10,000 laptops of 168 wards come back within 30 minutes, each with 30 edits and 300 rows behind, against the real `tungnha-district serve` over
 * HTTPS on loopback.
 *   herd [SECONDS [SPEEDUP [RECORDS]]]                            on SQLite; 30 seconds at the true rate, 2,000 records a ward
 *   TN_PG_OPTIONS= tests/district/pg-cluster run herd […]         on PostgreSQL; without TN_PG_OPTIONS= nothing waits for the disk
 * A laptop shakes hands (a full handshake, as after weeks), opens a signed session, pushes 24 changed fields and 6 new households, pulls the 300
 * rows that ten laptops of its ward left before it and the 30 of its own, and leaves. They come at random moments (Poisson), 5.6 a second times
 * SPEEDUP, and whoever finds the server busy waits and is counted from the moment at which he came; so a slow server is seen as such.
 *   Each comes once: with a SPEEDUP the herd may be over before SECONDS are. Players share the processors with the server.
 *   How many two cores carry is 2 divided by the processor time that a laptop costs the server (user and system, of PostgreSQL's processes too): with nothing
 * else on them, every moment used, and so an upper bound; the rate that was held in a run is a lower one. */
#include "bench-process.h"
#include "herd.h"
#include "tn-ca.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define P99_MS 300
#define MEMORY_MB 512
#define CORES 2

static const char *const names[HERD_STEPS] = { "connect", "session", "push", "pull", "leave", "whole" };

typedef struct { double server, database, own, starved; } Cpu;

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

/* The smallest figure that so much of them do not exceed. */
static double
quantile (const GArray *sorted, double q)
{
  return sorted->len > 0 ? g_array_index (sorted, double, (guint) MAX (ceil (q * sorted->len) - 1, 0)) : NAN;
}

/* ---- processor time and memory ---- */

static char *
postmaster_pid (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TN_TEST_PG"), "data", "postmaster.pid", NULL), *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    g_error ("%s cannot be read", path);
  return g_strndup (text, strcspn (text, "\n"));
}

static gboolean
is_child (const char *pid, const char *parent)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", pid), *text = NULL;
  const char *at = g_file_get_contents (path, &text, NULL, NULL) ? strstr (text, "\nPPid:") : NULL;
  return at != NULL && atoi (at + strlen ("\nPPid:")) == atoi (parent);
}

static double
memory_shared (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/smaps_rollup", pid), *text = NULL;
  const char *at = g_file_get_contents (path, &text, NULL, NULL) ? strstr (text, "\nPss:") : NULL;
  return at != NULL ? g_ascii_strtod (at + strlen ("\nPss:"), NULL) / 1024 : 0;
}

/* Of the main process, those it has buried, and those that live. */
static double
sum_database (double (*of_main) (const char *pid), double (*of_child) (const char *pid))
{
  g_autofree char *main = postmaster_pid ();
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  double sum = of_main (main);
  for (const char *pid; (pid = g_dir_read_name (proc)) != NULL;)
    if (g_ascii_isdigit (*pid) && is_child (pid, main))
      sum += of_child (pid);
  return sum;
}

static double
cpu_with_buried (const char *pid)
{
  return bench_cpu (pid, TRUE);
}

static double
cpu_alone (const char *pid)
{
  return bench_cpu (pid, FALSE);
}

static double
own_cpu (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static Cpu
read_cpu (Herd *herd, GSubprocess *server)
{
  return (Cpu) { bench_cpu (g_subprocess_get_identifier (server), FALSE), herd->district->depot ? sum_database (cpu_with_buried, cpu_alone) : 0, own_cpu (),
                 bench_starved (g_subprocess_get_identifier (server)) };
}

/* ---- figures ---- */

static guint
judge (cJSON *out, const char *what, double is, double allowed, const char *unit)
{
  gboolean met = is <= allowed;      /* NAN is not */
  g_print ("%-44s %10.4g %-4s %10.6g  %s\n", what, is, unit, allowed, met ? "met" : "NOT MET");
  cJSON_AddNumberToObject (out, what, is);
  return !met;
}

static guint
print_times (Herd *herd, cJSON *out)
{
  guint missed = 0;
  g_print ("%-10s %8s %9s %9s %9s %9s  ms\n", "", "n", "p50", "p95", "p99", "max");
  for (HerdStep step = 0; step < HERD_STEPS; step++)
    {
      GArray *ms = herd->ms[step];
      cJSON *json = cJSON_AddObjectToObject (out, names[step]);
      g_array_sort (ms, compare_doubles);
      g_print ("%-10s %8u %9.2f %9.2f %9.2f %9.2f\n", names[step], ms->len, quantile (ms, .5), quantile (ms, .95), quantile (ms, .99), quantile (ms, 1));
      cJSON_AddNumberToObject (json, "p50", quantile (ms, .5));
      cJSON_AddNumberToObject (json, "p95", quantile (ms, .95));
      cJSON_AddNumberToObject (json, "p99", quantile (ms, .99));
      cJSON_AddNumberToObject (json, "max", quantile (ms, 1));
    }
  g_print ("%-44s %10s %-4s %10s\n", "", "is", "", "allowed");
  for (HerdStep step = 0; step < HERD_STEPS; step++)
    {
      g_autofree char *what = g_strdup_printf ("%s_p99", names[step]);
      missed += judge (out, what, quantile (herd->ms[step], .99), P99_MS, "ms");
    }
  return missed;
}

static void
print_cpu (Herd *herd, cJSON *out, Cpu before, Cpu after, double took)
{
  double server = (after.server - before.server) / herd->played, database = (after.database - before.database) / herd->played, own = (after.own - before.own) / herd->played;
  double starved = (after.starved - before.starved) / herd->played;
  double carried = CORES / (server + database);
  g_print ("processor time a laptop: server %.2f ms, database %.2f ms, players %.2f ms; all three used %.0f %% of %d cores\n", server * 1e3, database * 1e3, own * 1e3,
           (server + database + own) * herd->played / took / CORES * 100, CORES);
  g_print ("%d cores carry at most %.0f laptops a second (%d / %.2f ms); 10,000 in %.1f minutes; the issue's herd is %.2f a second, %.1f %% of that\n", CORES, carried, CORES,
           (server + database) * 1e3, HERD_LAPTOPS / carried / 60, (double) HERD_LAPTOPS / HERD_WINDOW_S, (double) HERD_LAPTOPS / HERD_WINDOW_S / carried * 100);
  g_print ("the server was ready to run and had no processor for %.2f ms a laptop; on a machine of its own next to nothing\n", starved * 1e3);
  cJSON_AddNumberToObject (out, "starved_ms", starved * 1e3);
  cJSON_AddNumberToObject (out, "server_cpu_ms", server * 1e3);
  cJSON_AddNumberToObject (out, "database_cpu_ms", database * 1e3);
  cJSON_AddNumberToObject (out, "players_cpu_ms", own * 1e3);
  cJSON_AddNumberToObject (out, "carried_per_s", carried);
}

/* ---- the whole ---- */

static Herd *
herd_new (guint records)
{
  g_autoptr (GError) error = NULL;
  Herd *herd = g_new0 (Herd, 1);
  gint64 start = g_get_monotonic_time ();
  herd->records = MAX (records, HERD_RECORDS);
  herd->district = district_new ();
  g_mutex_init (&herd->lock);
  for (HerdStep step = 0; step < HERD_STEPS; step++)
    herd->ms[step] = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *ca = g_build_filename (herd->district->dir, TN_CA_CERTIFICATE, NULL);
  herd->anchors = g_tls_file_database_new (ca, &error);
  g_assert_no_error (error);
  herd_fill (herd);
  g_clear_pointer (&herd->district->d, tn_district_free);
  g_autofree char *durable = herd->district->depot ? district_ask (herd->district, "SHOW fsync") : g_strdup ("on");
  g_print ("%s%s: %u laptops of %u wards with %u records each, in %.1f s\n", herd->district->depot ? "PostgreSQL" : "SQLite",
           g_str_equal (durable, "on") ? "" : " that does NOT wait for the disk (set TN_PG_OPTIONS=)", HERD_LAPTOPS, HERD_WARDS, herd->records, (double) (g_get_monotonic_time () - start) / 1e6);
  return herd;
}

static void
herd_free (Herd *herd)
{
  for (guint i = 0; i < HERD_LAPTOPS; i++)
    laptop_free (herd->laptops[i]);
  for (guint i = 0; i < HERD_WARDS; i++)
    {
      g_array_unref (herd->wards[i].heads);
      g_mutex_clear (&herd->wards[i].lock);
    }
  for (HerdStep step = 0; step < HERD_STEPS; step++)
    g_array_unref (herd->ms[step]);
  g_array_unref (herd->stamps);
  g_object_unref (herd->anchors);
  district_free (herd->district);
  g_mutex_clear (&herd->lock);
  g_free (herd);
}

static void
stop_server (GSubprocess *server)
{
  g_subprocess_send_signal (server, 15);
  g_subprocess_wait (server, NULL, NULL);
  g_object_unref (server);
}

int
main (int argc, char **argv)
{
  double seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 30, speedup = argc > 2 ? g_ascii_strtod (argv[2], NULL) : 1;
  Herd *herd = herd_new (argc > 3 ? (guint) atoi (argv[3]) : HERD_RECORDS);
  g_autofree char *program = bench_district_program ();
  const char *serve[] = { program, "serve", herd->district->dir, "--listen", "127.0.0.1:0", NULL };
  GSubprocess *server = bench_serve (serve, &herd->port);
  cJSON *out = cJSON_CreateObject ();
  Cpu before = read_cpu (herd, server);
  double took = herd_play (herd, seconds, HERD_LAPTOPS / (double) HERD_WINDOW_S * speedup);
  Cpu after = read_cpu (herd, server);
  guint missed = 0;
  g_print ("%u laptops in %.1f s, %.1f a second; %.0f rows down, %.1f kB up and %.1f kB down each\n", herd->played, took, herd->played / took, (double) herd->lines / herd->played,
           (double) herd->bytes_up / herd->played / 1e3, (double) herd->bytes_down / herd->played / 1e3);
  cJSON_AddStringToObject (out, "depot", herd->district->depot ? "postgresql" : "sqlite");
  cJSON_AddNumberToObject (out, "laptops", herd->played);
  cJSON_AddNumberToObject (out, "per_s", herd->played / took);
  missed += print_times (herd, out);
  missed += judge (out, "server_peak", bench_memory (g_subprocess_get_identifier (server), "VmHWM"), MEMORY_MB, "MB");
  g_print ("%-44s %10.4g MB\n", "the server's memory now", bench_memory (g_subprocess_get_identifier (server), "VmRSS"));
  missed += judge (out, "errors", herd->errors, 0, "");
  if (herd->district->depot)
    g_print ("%-44s %10.4g MB\n", "PostgreSQL's memory now (shared parts once)", sum_database (memory_shared, memory_shared));
  print_cpu (herd, out, before, after, took);
  stop_server (server);
  missed += judge (out, "wards_not_whole", herd->errors == 0 && !herd_is_whole (herd), 0, "");
  char *text = cJSON_PrintUnformatted (out);
  g_print ("%u figures not met\n%s\n", missed, text);
  cJSON_free (text);
  cJSON_Delete (out);
  herd_free (herd);
  return 0;
}
