/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <stdio.h>
#include "tn-sync.h"

char *
tn_ctl_read_code (const char *word, GError **error)
{
  char line[256];
  if (!g_str_equal (word, "-"))
    return g_strdup (word);
  if (fgets (line, sizeof line, stdin))
    return g_strdup (g_strstrip (line));
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("No invitation code came on standard input."));
  return NULL;
}

gboolean
tn_ctl_enrol (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *ca_file = NULL, *ca = NULL, *name = NULL;
  const GOptionEntry entries[] = {
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_file, NULL, NULL },
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 2, 2, "enrol URL CODE [--ca FILE] [--name NAME]", error))
    return FALSE;
  g_autofree char *code = tn_ctl_read_code (argv[2], error);
  if (!code || (ca_file && !g_file_get_contents (ca_file, &ca, NULL, error)))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_CREATE, error);
  if (!copy || !tn_enrol (copy, argv[1], code, ca, name ? name : g_get_host_name (), NULL, error))
    return FALSE;
  cJSON_AddStringToObject (ctl->out, "ward", tn_copy_ward (copy));
  tn_ctl_say (ctl, _("This laptop is enrolled for ward %s."), tn_copy_ward (copy));
  return TRUE;
}
