/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>

gboolean
tn_ctl_backup (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "backup FILE", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  if (!copy || !tn_copy_backup (copy, argv[1], NULL, error))
    return FALSE;
  cJSON_AddStringToObject (ctl->out, "backup", argv[1]);
  tn_ctl_say (ctl, _("Backup written and checked: %s"), argv[1]);
  return TRUE;
}
