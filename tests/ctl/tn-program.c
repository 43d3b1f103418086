/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-program.h"
#include <signal.h>
#include <sys/prctl.h>
#include <glib/gstdio.h>
#include <string.h>

void
tn_run_clear (TnRun *run)
{
  g_free (run->out);
  g_free (run->err);
  cJSON_Delete (run->doc);
  memset (run, 0, sizeof *run);
}

static GSubprocess *
spawn (const char *program, const char *copy, va_list words, GSubprocessFlags flags)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  const char *path = g_getenv (program);
  g_assert_nonnull (path);
  g_ptr_array_add (argv, (gpointer) path);
  g_ptr_array_add (argv, (gpointer) "--json");
  if (copy) {
    g_ptr_array_add (argv, (gpointer) "--copy");
    g_ptr_array_add (argv, (gpointer) copy);
  }
  for (const char *word = va_arg (words, const char *); word; word = va_arg (words, const char *))
    g_ptr_array_add (argv, (gpointer) word);
  g_ptr_array_add (argv, NULL);
  GSubprocess *process = g_subprocess_newv ((const char *const *) argv->pdata, flags, &error);
  g_assert_no_error (error);
  return process;
}

static TnRun
finish (GSubprocess *process)
{
  TnRun run = { 0 };
  g_autoptr (GError) error = NULL;
  g_subprocess_communicate_utf8 (process, NULL, NULL, &run.out, &run.err, &error);
  g_assert_no_error (error);
  run.code = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  run.doc = cJSON_Parse (run.out);
  g_object_unref (process);
  return run;
}

TnRun
tn_run (const char *program, const char *copy, ...)
{
  va_list words;
  va_start (words, copy);
  GSubprocess *process = spawn (program, copy, words, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  va_end (words);
  return finish (process);
}

TnRun
tn_run_ok (const char *program, const char *copy, ...)
{
  va_list words;
  va_start (words, copy);
  GSubprocess *process = spawn (program, copy, words, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  va_end (words);
  TnRun run = finish (process);
  if (run.code != 0 || !run.doc)
    g_error ("%s ended with %d: %s%s", program, run.code, run.err, run.out);
  return run;
}

gboolean
tn_run_killed (const char *program, const char *copy, guint us, ...)
{
  va_list words;
  va_start (words, us);
  GSubprocess *process = spawn (program, copy, words, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  va_end (words);
  g_usleep (us);            /* the random moment itself, not a wait for something */
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  gboolean killed = g_subprocess_get_if_signaled (process);
  g_object_unref (process);
  return killed;
}

static const cJSON *
find_member (const cJSON *doc, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  for (char **name = names; *name && doc; name++)
    doc = cJSON_IsArray (doc) ? cJSON_GetArrayItem (doc, atoi (*name)) : cJSON_GetObjectItemCaseSensitive (doc, *name);
  return doc;
}

double
tn_number (const TnRun *run, const char *path)
{
  const cJSON *item = find_member (run->doc, path);
  return cJSON_IsBool (item) ? cJSON_IsTrue (item) : cJSON_IsNumber (item) ? item->valuedouble : -1;
}

const char *
tn_text (const TnRun *run, const char *path)
{
  const cJSON *item = find_member (run->doc, path);
  return cJSON_IsString (item) ? item->valuestring : NULL;
}

char *
tn_temp_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("tungnha-test-XXXXXX", &error);
  g_assert_no_error (error);
  return dir;
}

void
tn_remove_dir (const char *dir)
{
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  for (const char *name = entries ? g_dir_read_name (entries) : NULL; name; name = g_dir_read_name (entries)) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
      tn_remove_dir (path);
    else
      g_unlink (path);
  }
  g_rmdir (dir);
}

static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocess *
tn_program_start (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  GSubprocess *process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

static void
serve (TnServer *server, const char *listen)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (server->dir, "district", NULL);
  server->process = tn_program_start ((const char *const[]) { g_getenv ("TN_DISTRICT"), "serve", folder, "--listen", listen, NULL });
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  const char *url = line ? strstr (line, "https://") : NULL;
  g_assert_nonnull (url);
  g_free (server->url);
  server->url = g_strndup (url, strcspn (url, " \r\n"));
}

TnServer *
tn_server_start (const char *dir)
{
  TnServer *server = g_new0 (TnServer, 1);
  server->dir = g_strdup (dir);
  g_autofree char *folder = g_build_filename (dir, "district", NULL);
  g_auto (TnRun) init = tn_run_ok ("TN_DISTRICT", NULL, "init", folder, NULL);
  g_auto (TnRun) ward = tn_run_ok ("TN_DISTRICT", NULL, "ward", folder, "add", "99901", "Phường Thử", NULL);
  serve (server, "127.0.0.1:0");
  return server;
}

void
tn_server_kill (TnServer *server)
{
  g_subprocess_force_exit (server->process);
  g_subprocess_wait (server->process, NULL, NULL);
  g_clear_object (&server->process);
}

void
tn_server_again (TnServer *server)
{
  g_autofree char *listen = g_strconcat ("127.0.0.1", strrchr (server->url, ':'), NULL);
  serve (server, listen);
}

void
tn_server_start_in (TnServer *server, const char *dir, const char *listen)
{
  g_free (server->dir);
  server->dir = g_strdup (dir);
  serve (server, listen);
}

void
tn_server_free (TnServer *server)
{
  if (server->process)
    tn_server_kill (server);
  g_free (server->dir);
  g_free (server->url);
  g_free (server);
}

void
tn_server_enrol (TnServer *server, const char *copy, const char *name)
{
  g_autofree char *folder = g_build_filename (server->dir, "district", NULL);
  g_auto (TnRun) invited = tn_run_ok ("TN_DISTRICT", NULL, "invite", folder, "--ward", "99901", "--role", "ward_officer", NULL);
  g_auto (TnRun) done = tn_run_ok ("TN_CTL", copy, "enrol", server->url, tn_text (&invited, "code"), "--name", name, NULL);
  g_assert_cmpstr (tn_text (&done, "ward"), ==, "99901");
}
