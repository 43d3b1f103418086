/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-edit.h"

gboolean
tn_ctl_undo (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, 1, "undo [ACTION]", error))
    return FALSE;
  gint64 wanted = 0;
  if (argc > 1 && !g_ascii_string_to_signed (argv[1], 10, 1, G_MAXINT64, &wanted, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (GPtrArray) actions = copy ? tn_copy_actions (copy, 1000, error) : NULL;
  if (!actions)
    return FALSE;
  for (guint i = 0; i < actions->len; i++) {
    const TnAction *action = actions->pdata[i];
    if (action->undone || (wanted && action->action != wanted))
      continue;
    if (!tn_copy_undo (copy, action->action, error))
      return FALSE;
    cJSON_AddNumberToObject (ctl->out, "undone", (double) action->action);
    tn_ctl_say (ctl, _("Undone: %s"), action->label);
    return TRUE;
  }
  g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is nothing to undo."));
  return FALSE;
}
