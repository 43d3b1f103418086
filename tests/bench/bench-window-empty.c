/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench-window compares with: the least that a libadwaita program is, linked to nothing else. Prints when its first frame was painted, in ms
 * since TN_BENCH_START (monotonic, us), 0 for the list that it has not, and its peak and resident memory in KiB. */
#include <adwaita.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static guint
read_status (const char *key)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || !(line = strstr (text, key)))
    return 0;
  return (guint) g_ascii_strtoull (line + strlen (key) + 1, NULL, 10);
}

static void
after_paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  gint64 start = g_ascii_strtoll (g_getenv ("TN_BENCH_START"), NULL, 10);

  g_print ("%.3f 0 %u %u\n", (double) (g_get_monotonic_time () - start) / 1000, read_status ("VmHWM:"), read_status ("VmRSS:"));
  fflush (stdout);
  _exit (0);
}

static void
realized_cb (GtkWidget *window, gpointer user_data)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), NULL);
}

static void
activate_cb (GtkApplication *app, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (app);

  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), adw_header_bar_new ());
  g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) app = NULL;

  setlocale (LC_ALL, "");
  app = adw_application_new ("vn.tungnha.Empty", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (app), argc, argv);
}
