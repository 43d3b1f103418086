/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>

gboolean
tn_ctl_user (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, 1, "user [NAME]", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, argc > 1 ? TN_COPY_CREATE : TN_COPY_READ_ONLY, error);
  if (!copy || (argc > 1 && !tn_copy_set_user (copy, argv[1], error)))
    return FALSE;
  cJSON_AddStringToObject (ctl->out, "user", tn_copy_user (copy));
  tn_ctl_say (ctl, "%s", tn_copy_user (copy));
  return TRUE;
}
