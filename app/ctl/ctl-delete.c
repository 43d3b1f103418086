/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-query.h"

gboolean
tn_ctl_delete (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "delete ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  if (!copy)
    return FALSE;
  g_autoptr (TnRow) row = tn_copy_get (copy, &id, error);
  if (!row || (row->kind && !tn_ctl_may_write (row->kind, error)))
    return FALSE;
  g_autofree char *title = tn_query_title (copy, &id);
  g_autofree char *label = g_strdup_printf (_("Deleted: %s"), title);
  g_autoptr (TnEdit) edit = tn_edit_new (label);
  tn_edit_delete (edit, &id);
  return tn_ctl_commit (ctl, copy, edit, &id, error);
}
