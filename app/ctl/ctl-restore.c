/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>

gboolean
tn_ctl_restore (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "restore FILE", error))
    return FALSE;
  if (!ctl->copy_path) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Say which copy is meant: --copy FILE."));
    return FALSE;
  }
  if (!tn_copy_restore (argv[1], ctl->copy_path, NULL, error))
    return FALSE;
  cJSON_AddStringToObject (ctl->out, "restored", argv[1]);
  tn_ctl_say (ctl, _("%s now holds what the backup held."), ctl->copy_path);
  return TRUE;
}
