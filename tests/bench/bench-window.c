/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program over a large ward against a program with an empty libadwaita window (bench-window-empty.c), started in turn: time from the start
 * of the process to the first frame of the first page (Today) with what it read, and from there to the first frame with lines of the list of
 * households in it; memory at that moment. Needs a display and a session bus of its own.
 *   bench-window [HOUSEHOLDS [RUNS]] */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "practice-ward.h"
#include "tn-application.h"
#include "tn-screen.h"
#include "tn-window.h"

#define MAX_TIME 1.5          /* × the empty window */
#define MAX_MEMORY 1.5        /* × the empty window … */
#define MORE_KIB (40 * 1024)  /* … and this */

typedef struct { double ms, list_ms, hwm, rss; } Figure;

/* --- in a process of its own: the program until its frame, then one line --- */

typedef struct { gint64 start, today /* its frame; 0 = not yet */; GtkWidget *window; gboolean ready, done; } Watch;

static guint
read_status (const char *key)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || !(line = strstr (text, key)))
    return 0;
  return (guint) g_ascii_strtoull (line + strlen (key) + 1, NULL, 10);
}

/* A text in a line of the list, on the screen. */
static gboolean
shows_line (GtkWidget *root)
{
  if (!gtk_widget_get_mapped (root))
    return FALSE;
  if (GTK_IS_INSCRIPTION (root) && gtk_inscription_get_text (GTK_INSCRIPTION (root)))
    return *gtk_inscription_get_text (GTK_INSCRIPTION (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    if (shows_line (child))
      return TRUE;
  return FALSE;
}

/* The first page has what it reads; then the list is gone to. */
static gboolean
shows_first_page (Watch *watch)
{
  GtkWidget *screen = watch->today ? NULL : tn_window_show_screen (TN_WINDOW (watch->window), "today");

  return watch->today || (screen && tn_screen_is_ready (TN_SCREEN (screen)) && gtk_widget_get_mapped (screen));
}

static void
before_paint_cb (GdkFrameClock *clock, Watch *watch)
{
  watch->ready = watch->today ? shows_line (watch->window) : shows_first_page (watch);
}

static gboolean
go_to_list_cb (gpointer user_data)
{
  Watch *watch = user_data;

  tn_window_show_screen (TN_WINDOW (watch->window), "households");
  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (GdkFrameClock *clock, Watch *watch)
{
  gint64 now = g_get_monotonic_time ();

  if (!watch->ready || watch->done)
    return;
  if (!watch->today)
    {
      watch->today = now;
      watch->ready = FALSE;
      g_idle_add (go_to_list_cb, watch);
      return;
    }
  watch->done = TRUE;
  g_print ("%.3f %.3f %u %u\n", (double) (watch->today - watch->start) / 1000, (double) (now - watch->today) / 1000, read_status ("VmHWM:"), read_status ("VmRSS:"));
  fflush (stdout);
  _exit (0);   /* how it ends is not measured */
}

static void
realized_cb (GtkWidget *window, Watch *watch)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  watch->window = window;
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), watch);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), watch);
}

static void
window_added_cb (GtkApplication *app, GtkWindow *window, Watch *watch)
{
  g_signal_connect (window, "realize", G_CALLBACK (realized_cb), watch);
}

static int
show_window (char **argv)
{
  Watch watch = { .start = g_ascii_strtoll (g_getenv ("TN_BENCH_START"), NULL, 10) };
  g_autoptr (TnApplication) app = NULL;

  setlocale (LC_ALL, "");
  app = tn_application_new ();
  g_signal_connect (app, "window-added", G_CALLBACK (window_added_cb), &watch);
  return g_application_run (G_APPLICATION (app), 3, argv);
}

/* --- the comparison --- */

static Figure
start_window (const char *program, const char *copy)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ()), *out = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_auto (GStrv) parts = NULL;

  g_subprocess_launcher_setenv (launcher, "TN_BENCH_START", start, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, program, copy ? "--copy" : NULL, copy, NULL);
  if (!child || !g_subprocess_communicate_utf8 (child, NULL, NULL, &out, NULL, &error))
    g_error ("%s", error->message);
  parts = g_strsplit (g_strstrip (out), " ", 0);
  if (g_strv_length (parts) != 4)
    g_error ("no frame was shown: %s", out);
  return (Figure) { g_ascii_strtod (parts[0], NULL), g_ascii_strtod (parts[1], NULL), g_ascii_strtod (parts[2], NULL), g_ascii_strtod (parts[3], NULL) };
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
median (GArray *figures, gsize offset)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < figures->len; i++)
    g_array_append_val (values, *(double *) (gpointer) ((char *) &g_array_index (figures, Figure, i) + offset));
  g_array_sort (values, compare);
  return g_array_index (values, double, values->len / 2);
}
#define MEDIAN(figures, member) median (figures, G_STRUCT_OFFSET (Figure, member))

/* Everything in it was received by the district: the ward of every day, not the one just imported. */
static void
send_all (const PracticeWard *ward)
{
  g_autoptr (TnCopy) copy = practice_ward_open (ward);
  g_autoptr (GError) error = NULL;

  tn_db_exec (tn_copy_db (copy), "UPDATE outbox SET state='acked'", &error);
  g_assert_no_error (error);
}

static gboolean
measure (const char *empty_program, const char *program, const char *copy, guint runs, const char *what)
{
  g_autoptr (GArray) empty = g_array_new (FALSE, FALSE, sizeof (Figure)), full = g_array_new (FALSE, FALSE, sizeof (Figure));
  double time, memory;

  start_window (empty_program, NULL);   /* the files into the cache */
  start_window (program, copy);
  for (guint i = 0; i < runs; i++)
    {
      Figure figure = start_window (empty_program, NULL);
      g_array_append_val (empty, figure);
      figure = start_window (program, copy);
      g_array_append_val (full, figure);
    }
  time = MEDIAN (full, ms) / MEDIAN (empty, ms);
  memory = MEDIAN (full, hwm) / (MAX_MEMORY * MEDIAN (empty, hwm) + MORE_KIB);
  g_print ("empty window: first frame %.0f ms, peak %.0f MiB, resident %.0f MiB\n", MEDIAN (empty, ms), MEDIAN (empty, hwm) / 1024, MEDIAN (empty, rss) / 1024);
  g_print ("%s: first page shown %.0f ms, list %.0f ms later, peak %.0f MiB, resident %.0f MiB\n", what, MEDIAN (full, ms), MEDIAN (full, list_ms), MEDIAN (full, hwm) / 1024, MEDIAN (full, rss) / 1024);
  g_print ("window to the first page: %.2f times empty (limit %.1f)\n", time, MAX_TIME);
  g_print ("peak memory: %.2f of %.1f times empty + 40 MiB (limit 1)\n", memory, MAX_MEMORY);
  return time <= MAX_TIME && memory <= 1;
}

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 60000, runs = argc > 2 ? (guint) atoi (argv[2]) : 9;
  g_autofree char *program = NULL, *folder = NULL, *empty = NULL;
  gboolean kept;
  PracticeWard ward;

  if (g_getenv ("TN_BENCH_START"))
    return show_window (argv);
  program = g_file_read_link ("/proc/self/exe", NULL);
  folder = g_path_get_dirname (program);
  empty = g_build_filename (folder, "bench-window-empty", NULL);
  practice_ward_make (&ward, households);
  kept = measure (empty, program, ward.path, runs, "nothing sent yet");
  send_all (&ward);
  kept &= measure (empty, program, ward.path, runs, "everything sent");
  practice_ward_clear (&ward);
  return kept ? 0 : 1;
}
