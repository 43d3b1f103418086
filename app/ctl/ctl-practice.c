/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include "tn-meta-keys.h"
#include "tn-practice.h"
#include "tn-practice-work.h"
#include "tn-sync.h"

/* A folder is ours when it holds our marker; anything else that is not empty is left alone. */
static gboolean
check_folder (TnPractice *p, GError **error)
{
  if (g_mkdir_with_parents (p->dir, 0700) != 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_READ_ONLY, _("The folder %s could not be made: %s"), p->dir, g_strerror (errno));
    return FALSE;
  }
  g_autoptr (GDir) dir = g_dir_open (p->dir, 0, error);
  if (!dir)
    return FALSE;
  if (!g_dir_read_name (dir) || g_file_test (p->marker, G_FILE_TEST_EXISTS))
    return g_file_test (p->marker, G_FILE_TEST_EXISTS) || g_file_set_contents (p->marker, "[practice]\nready=false\n", -1, error);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s holds something else. Nothing was touched; name an empty or a new folder."), p->dir);
  return FALSE;
}

static gboolean
is_ready (TnPractice *p)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  return g_key_file_load_from_file (file, p->marker, G_KEY_FILE_NONE, NULL) && g_key_file_get_boolean (file, "practice", "ready", NULL);
}

static gboolean
mark_ready (TnPractice *p, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_key_file_load_from_file (file, p->marker, G_KEY_FILE_KEEP_COMMENTS, NULL);
  g_key_file_set_boolean (file, "practice", "ready", TRUE);
  return g_key_file_save_to_file (file, p->marker, error);
}

/* What an earlier practice that did not get to its end left: only files of names that are ours. */
static void
remove_remains (TnPractice *p)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".key", ".lock" };
  for (guint i = 0; i < 2; i++)
    for (guint s = 0; s < G_N_ELEMENTS (suffixes); s++) {
      g_autofree char *path = g_strconcat (p->laptop[i], suffixes[s], NULL);
      g_unlink (path);
    }
  g_autoptr (GDir) dir = g_dir_open (p->district, 0, NULL);
  for (const char *name = dir ? g_dir_read_name (dir) : NULL; name; name = g_dir_read_name (dir)) {
    g_autofree char *path = g_build_filename (p->district, name, NULL);
    g_unlink (path);
  }
  g_rmdir (p->district);
}

static gboolean
make_district (TnPractice *p, GError **error)
{
  g_autoptr (cJSON) init = tn_practice_run (p, error, "tungnha-district", "init", p->district, "--name", "Quận Thực Hành", NULL);
  g_autoptr (cJSON) ward = init ? tn_practice_run (p, error, "tungnha-district", "ward", p->district, "add", TN_PRACTICE_WARD, "Phường Thực Hành", NULL) : NULL;
  if (!ward || !tn_practice_serve (p, error))
    return FALSE;
  tn_ctl_say (p->ctl, _("1. The practice district listens at %s."), p->url);
  return TRUE;
}

static gboolean
enrol_laptop (TnPractice *p, guint i, const char *user, const char *name, GError **error)
{
  g_autoptr (cJSON) invited = tn_practice_run (p, error, "tungnha-district", "invite", p->district, "--ward", TN_PRACTICE_WARD, "--role", "ward_officer", NULL);
  const char *code = invited ? tn_practice_text (invited, "code") : NULL;
  if (!code)
    return FALSE;
  g_autoptr (cJSON) set = tn_practice_run (p, error, "tungnha-ctl", "--copy", p->laptop[i], "user", user, NULL);
  if (!set)
    return FALSE;
  p->input = code;
  g_autoptr (cJSON) done = tn_practice_run (p, error, "tungnha-ctl", "--copy", p->laptop[i], "enrol", p->url, "-", "--name", name, NULL);
  return done != NULL;
}

static gboolean
import_list (TnPractice *p, guint households, GError **error)
{
  guint people = 0;
  if (!tn_practice_write_list (p->list, households, &people, error))
    return FALSE;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (cJSON) done = tn_practice_run (p, error, "tungnha-ctl", "--copy", p->laptop[0], "import", "households", p->list, NULL);
  if (!done)
    return FALSE;
  tn_ctl_say (p->ctl, _("2. Laptop 1, no network: %s imported: %.0f households, %.0f people, %.0f cells to look at again (%u ms)."),
              p->list, tn_practice_number (done, "households"), tn_practice_number (done, "people"), tn_practice_number (done, "doubts"),
              (guint) ((g_get_monotonic_time () - start) / 1000));
  if ((guint) tn_practice_number (done, "households") == households && (guint) tn_practice_number (done, "people") == people)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The list held %u households and %u people; the import says otherwise."), households, people);
  return FALSE;
}

/* Three weeks of the ward's work, written on laptop 1 like a person's own. */
static gboolean
add_work (TnPractice *p, GError **error)
{
  g_autoptr (TnCopy) copy = tn_copy_open (p->laptop[0], 0, NULL, error);
  return copy && tn_practice_work (copy, tn_env_now_ms (tn_copy_env (copy)), error);
}

static gboolean
first_sync (TnPractice *p, guint i, const char *format, GError **error)
{
  g_autoptr (cJSON) done = tn_practice_run (p, error, "tungnha-ctl", "--copy", p->laptop[i], "sync", NULL);
  if (!done)
    return FALSE;
  tn_ctl_say (p->ctl, "%s", format);
  tn_ctl_say (p->ctl, _("   %.0f sent, %.0f received, %.0f ms."), tn_practice_number (done, "session.sent"),
              tn_practice_number (done, "session.received"), tn_practice_number (done, "session.took_ms"));
  return TRUE;
}

static gboolean
make_practice (TnPractice *p, guint households, GError **error)
{
  tn_practice_stop (p);
  remove_remains (p);
  return make_district (p, error)
      && enrol_laptop (p, 0, "Lan", "Máy phường 1", error)
      && enrol_laptop (p, 1, "Minh", "Máy phường 2", error)
      && import_list (p, households, error)
      && add_work (p, error)
      && first_sync (p, 0, _("3. Laptop 1 reconciles with the district."), error)
      && first_sync (p, 1, _("4. Laptop 2 receives the ward."), error)
      && mark_ready (p, error);
}

/* The port may have gone to another program since: then the copies learn the new address. */
static gboolean
reopen_practice (TnPractice *p, GError **error)
{
  if (!tn_practice_serve (p, error))
    return FALSE;
  for (guint i = 0; i < 2; i++) {
    g_autoptr (TnCopy) copy = tn_copy_open (p->laptop[i], 0, NULL, error);
    if (!copy || !tn_copy_set_meta (copy, TN_META_SERVER_URL, p->url, error))
      return FALSE;
  }
  tn_ctl_say (p->ctl, _("The practice district listens at %s again."), p->url);
  return TRUE;
}

gboolean
tn_ctl_practice (TnCtl *ctl, int argc, char **argv, GError **error)
{
  int households = 2000;
  gboolean story = FALSE, stop = FALSE;
  const GOptionEntry entries[] = {
    { "households", 0, 0, G_OPTION_ARG_INT, &households, NULL, NULL },
    { "story", 0, 0, G_OPTION_ARG_NONE, &story, NULL, NULL },
    { "stop", 0, 0, G_OPTION_ARG_NONE, &stop, NULL, NULL }, { NULL } };
  g_auto (TnPractice) p = { 0 };
  if (!tn_ctl_options (&argc, &argv, entries, 1, 1, "practice DIR [--households N] [--story] [--stop]", error)
      || !tn_practice_init (&p, ctl, argv[1], error))
    return FALSE;
  if (stop) {
    tn_practice_stop (&p);
    return TRUE;
  }
  if (households < 1 || households > 60000) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("--households takes 1 to 60000."));
    return FALSE;
  }
  if (!check_folder (&p, error) || !(is_ready (&p) ? reopen_practice (&p, error) : make_practice (&p, (guint) households, error)))
    return FALSE;
  cJSON_AddStringToObject (ctl->out, "url", p.url);
  cJSON_AddStringToObject (ctl->out, "copy", p.laptop[0]);
  cJSON_AddStringToObject (ctl->out, "copy2", p.laptop[1]);
  return !story || tn_practice_story (&p, error);
}
