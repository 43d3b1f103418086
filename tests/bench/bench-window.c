/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window over a large ward against an empty libadwaita window, started in turn: time to the first frame with the list shown, and memory
 * at that moment. Needs a display (xvfb-run).
 *   bench-window [HOUSEHOLDS [RUNS]] */
#include <stdlib.h>
#include <string.h>
#include "practice-ward.h"
#include "tn-household-list.h"
#include "tn-window.h"

#define MAX_TIME 1.5          /* × the empty window */
#define MAX_MEMORY 1.5        /* × the empty window … */
#define MORE_KIB (40 * 1024)  /* … and this */

typedef struct { double ms, hwm, rss; } Figure;

/* --- in a process of its own: a window until its frame, then one line --- */

typedef struct { gint64 start; TnWindow *window; gboolean ready, done; } Watch;

static guint
read_status (const char *key)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || !(line = strstr (text, key)))
    return 0;
  return (guint) g_ascii_strtoull (line + strlen (key) + 1, NULL, 10);
}

static GtkWidget *
find_list (GtkWidget *root)
{
  if (TN_IS_HOUSEHOLD_LIST (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_list (child);
      if (found)
        return found;
    }
  return NULL;
}

/* The frame that begins now will show the list; an empty window is always ready. */
static void
before_paint_cb (GdkFrameClock *clock, Watch *watch)
{
  GtkWidget *list = watch->window ? find_list (GTK_WIDGET (watch->window)) : NULL;

  watch->ready = !watch->window
                 || (list && gtk_widget_get_mapped (list)
                     && g_list_model_get_n_items (G_LIST_MODEL (tn_household_list_get_model (TN_HOUSEHOLD_LIST (list)))) > 0);
}

static void
after_paint_cb (GdkFrameClock *clock, Watch *watch)
{
  if (!watch->ready || watch->done)
    return;
  watch->done = TRUE;
  g_print ("%.3f %u %u\n", (double) (g_get_monotonic_time () - watch->start) / 1000, read_status ("VmHWM:"), read_status ("VmRSS:"));
}

static void
activate_cb (GtkApplication *app, Watch *watch)
{
  const char *copy = g_getenv ("TN_BENCH_COPY");
  GtkWidget *window = copy ? GTK_WIDGET (tn_window_new (app)) : adw_application_window_new (app);
  GdkFrameClock *clock;

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  if (copy)
    tn_window_open_copy ((watch->window = TN_WINDOW (window)), copy, 0);
  else
    adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_header_bar_new ());
  gtk_widget_realize (window);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), watch);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), watch);
  gtk_window_present (GTK_WINDOW (window));
}

static int
show_window (void)
{
  Watch watch = { .start = g_ascii_strtoll (g_getenv ("TN_BENCH_START"), NULL, 10) };
  g_autoptr (AdwApplication) app = adw_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), &watch);
  if (!g_application_register (G_APPLICATION (app), NULL, NULL))
    return 1;
  g_application_activate (G_APPLICATION (app));
  while (!watch.done && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  fflush (stdout);
  _exit (watch.done ? 0 : 1);   /* how it ends is not measured */
}

/* --- the comparison --- */

static Figure
start_window (const char *copy)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL), *start = NULL, *out = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_auto (GStrv) parts = NULL;

  start = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  g_subprocess_launcher_setenv (launcher, "TN_BENCH_START", start, TRUE);
  if (copy)
    g_subprocess_launcher_setenv (launcher, "TN_BENCH_COPY", copy, TRUE);
  if (!(child = g_subprocess_launcher_spawn (launcher, &error, program, NULL)) || !g_subprocess_communicate_utf8 (child, NULL, NULL, &out, NULL, &error))
    g_error ("%s", error->message);
  parts = g_strsplit (g_strstrip (out), " ", 0);
  if (g_strv_length (parts) != 3)
    g_error ("no frame was shown: %s", out);
  return (Figure) { g_ascii_strtod (parts[0], NULL), g_ascii_strtod (parts[1], NULL), g_ascii_strtod (parts[2], NULL) };
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

int
main (int argc, char **argv)
{
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 60000, runs = argc > 2 ? (guint) atoi (argv[2]) : 9;
  g_autoptr (GArray) empty = g_array_new (FALSE, FALSE, sizeof (Figure)), full = g_array_new (FALSE, FALSE, sizeof (Figure));
  double time, memory;
  PracticeWard ward;

  if (g_getenv ("TN_BENCH_START"))
    return show_window ();
  practice_ward_make (&ward, households);
  start_window (NULL);           /* both files into the cache */
  start_window (ward.path);
  for (guint i = 0; i < runs; i++)
    {
      Figure figure = start_window (NULL);
      g_array_append_val (empty, figure);
      figure = start_window (ward.path);
      g_array_append_val (full, figure);
    }
  practice_ward_clear (&ward);
  time = MEDIAN (full, ms) / MEDIAN (empty, ms);
  memory = MEDIAN (full, hwm) / (MAX_MEMORY * MEDIAN (empty, hwm) + MORE_KIB);
  g_print ("empty window: first frame %.0f ms, peak %.0f MiB, resident %.0f MiB\n", MEDIAN (empty, ms), MEDIAN (empty, hwm) / 1024, MEDIAN (empty, rss) / 1024);
  g_print ("%u households: list shown %.0f ms, peak %.0f MiB, resident %.0f MiB\n", households, MEDIAN (full, ms), MEDIAN (full, hwm) / 1024,
           MEDIAN (full, rss) / 1024);
  g_print ("window to the list: %.2f × empty (limit %.1f)\n", time, MAX_TIME);
  g_print ("peak memory: %.2f of %.1f × empty + 40 MiB (limit 1)\n", memory, MAX_MEMORY);
  return time <= MAX_TIME && memory <= 1 ? 0 : 1;
}
