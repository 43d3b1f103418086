/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-process.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocess *
bench_spawn (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  if (process == NULL)
    g_error ("%s", error->message);
  return process;
}

GSubprocess *
bench_serve (const char *const *argv, guint16 *port)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *server = bench_spawn (argv);
  g_autoptr (GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  g_autofree char *line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  const char *colon = line != NULL ? strrchr (line, ':') : NULL;
  if (colon == NULL)
    g_error ("the server did not start: %s", error != NULL ? error->message : "it said nothing");
  *port = (guint16) atoi (colon + 1);
  return server;
}

char *
bench_district_program (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL), *folder = g_path_get_dirname (self);
  return g_canonicalize_filename ("../../app/tungnha-district", folder);
}

double
bench_memory (const char *pid, const char *key)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", pid), *text = NULL;
  const char *at = g_file_get_contents (path, &text, NULL, NULL) ? strstr (text, key) : NULL;
  return at != NULL ? g_ascii_strtod (at + strlen (key) + 1, NULL) / 1024 : 0;
}

double
bench_io (const char *pid, const char *key)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/io", pid), *text = NULL;
  const char *at = g_file_get_contents (path, &text, NULL, NULL) ? strstr (text, key) : NULL;
  return at != NULL ? g_ascii_strtod (at + strlen (key) + 1, NULL) / (1024 * 1024) : 0;
}

double
bench_cpu (const char *pid, gboolean buried)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", pid), *text = NULL;
  double ticks = 0;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  g_auto (GStrv) field = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  for (guint i = 11; i < (buried ? 15u : 13u); i++)
    ticks += g_ascii_strtod (field[i], NULL);
  return ticks / (double) sysconf (_SC_CLK_TCK);
}

double
bench_starved (const char *pid)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%s/task", pid);
  g_autoptr (GDir) tasks = g_dir_open (folder, 0, NULL);
  double ns = 0;
  for (const char *task; tasks != NULL && (task = g_dir_read_name (tasks)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, task, "schedstat", NULL), *text = NULL;
      const char *second = g_file_get_contents (path, &text, NULL, NULL) ? strchr (text, ' ') : NULL;
      ns += second != NULL ? g_ascii_strtod (second, NULL) : 0;
    }
  return ns / 1e9;
}
