/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice district's processes: our programs run one by one, and the server that outlives us. */
#include "tn-practice.h"
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

void
tn_practice_clear (TnPractice *p)
{
  g_free (p->dir);
  g_free (p->district);
  g_free (p->list);
  g_free (p->laptop[0]);
  g_free (p->laptop[1]);
  g_free (p->marker);
  g_free (p->bin);
  g_free (p->url);
  memset (p, 0, sizeof *p);
}

gboolean
tn_practice_init (TnPractice *p, TnCtl *ctl, const char *dir, GError **error)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", error);
  if (!self)
    return FALSE;
  *p = (TnPractice) { .ctl = ctl };
  p->bin = g_path_get_dirname (self);
  p->dir = g_canonicalize_filename (dir, NULL);
  p->district = g_build_filename (p->dir, "district", NULL);
  p->list = g_build_filename (p->dir, "danh-sach-thuc-hanh.xlsx", NULL);
  p->laptop[0] = g_build_filename (p->dir, "laptop-1.tungnha", NULL);
  p->laptop[1] = g_build_filename (p->dir, "laptop-2.tungnha", NULL);
  p->marker = g_build_filename (p->dir, "practice.ini", NULL);
  return TRUE;
}

static cJSON *
parse_answer (GSubprocess *process, const char *program, const char *out, const char *err, GError **error)
{
  cJSON *doc = cJSON_Parse (out ? out : "");
  if (doc && g_subprocess_get_successful (process))
    return doc;
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("%s did not do its part: %s"), program, err && *err ? err : "–");
  cJSON_Delete (doc);
  return NULL;
}

cJSON *
tn_practice_run (TnPractice *p, GError **error, const char *program, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (argv, g_build_filename (p->bin, program, NULL));
  g_ptr_array_add (argv, g_strdup ("--json"));
  va_list words;
  va_start (words, program);
  for (const char *word = va_arg (words, const char *); word; word = va_arg (words, const char *))
    g_ptr_array_add (argv, g_strdup (word));
  va_end (words);
  g_ptr_array_add (argv, NULL);

  g_autoptr (GSubprocess) process = g_subprocess_newv ((const char *const *) argv->pdata, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
  const char *input = p->input;
  p->input = NULL;
  g_autofree char *out = NULL, *err = NULL;
  if (!process || !g_subprocess_communicate_utf8 (process, input, NULL, &out, &err, error))
    return NULL;
  return parse_answer (process, program, out, err, error);
}

static const cJSON *
find_member (const cJSON *doc, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);
  for (char **name = names; *name && doc; name++)
    doc = cJSON_GetObjectItemCaseSensitive (doc, *name);
  return doc;
}

double
tn_practice_number (const cJSON *doc, const char *path)
{
  const cJSON *item = find_member (doc, path);
  return cJSON_IsNumber (item) ? item->valuedouble : 0;
}

const char *
tn_practice_text (const cJSON *doc, const char *path)
{
  const cJSON *item = find_member (doc, path);
  return cJSON_IsString (item) ? item->valuestring : NULL;
}

static int
stored_int (TnPractice *p, const char *key)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  return g_key_file_load_from_file (file, p->marker, G_KEY_FILE_NONE, NULL) ? g_key_file_get_integer (file, "server", key, NULL) : 0;
}

static gboolean
store_server (TnPractice *p, const char *pid, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  const char *port = strrchr (p->url, ':');
  g_key_file_load_from_file (file, p->marker, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_string (file, "server", "pid", pid);
  g_key_file_set_string (file, "server", "port", port ? port + 1 : "0");
  return g_key_file_save_to_file (file, p->marker, error);
}

/* Only a process that still runs our server is ours to end: the number may have gone to another since. */
static gboolean
is_our_server (int pid)
{
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", pid);
  g_autofree char *exe = pid > 0 ? g_file_read_link (link, NULL) : NULL;
  return exe && strstr (exe, "tungnha-district") != NULL;
}

void
tn_practice_stop (TnPractice *p)
{
  int pid = stored_int (p, "pid");
  if (!is_our_server (pid) || kill (pid, SIGTERM) != 0)
    return;
  for (int i = 0; i < 500 && is_our_server (pid); i++)
    g_usleep (10 * 1000);
}

static void
leave_session_cb (gpointer unused)
{
  (void) unused;
  setsid ();      /* the server goes on when the terminal that made it is closed */
}

static gboolean
start_server (TnPractice *p, int port, GError **error)
{
  g_autofree char *program = g_build_filename (p->bin, "tungnha-district", NULL), *log = g_build_filename (p->dir, "server.log", NULL);
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%d", port);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  g_subprocess_launcher_set_child_setup (launcher, leave_session_cb, NULL, NULL);
  g_autoptr (GSubprocess) process = g_subprocess_launcher_spawn (launcher, error, program, "serve", p->district, "--listen", listen, NULL);
  if (!process)
    return FALSE;
  g_autofree char *pid = g_strdup (g_subprocess_get_identifier (process));
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, error);
  const char *url = line ? strstr (line, "https://") : NULL;
  if (!url || !pid) {
    if (error && !*error)
      g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The practice server did not start; %s says why."), log);
    return FALSE;
  }
  g_free (p->url);
  p->url = g_strndup (url, strcspn (url, " \t\r\n"));
  return store_server (p, pid, error);
}

gboolean
tn_practice_serve (TnPractice *p, GError **error)
{
  int port = stored_int (p, "port");
  tn_practice_stop (p);
  if (port > 0 && start_server (p, port, NULL))
    return TRUE;
  return start_server (p, 0, error);
}
