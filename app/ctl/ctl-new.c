/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"

gboolean
tn_ctl_new (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 1, -1, "new KIND KEY=VALUE…", error))
    return FALSE;
  const TnKind *kind = tn_schema_kind (argv[1]);
  if (!kind || kind->flags & TN_KIND_SERVER_MADE) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("A record of kind “%s” cannot be made here."), argv[1]);
    return FALSE;
  }
  if (!tn_ctl_may_write (kind, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_CREATE, error);
  if (!copy)
    return FALSE;
  g_autofree char *label = g_strdup_printf (_("New: %s"), _(kind->label));
  g_autoptr (TnEdit) edit = tn_edit_new (label);
  TnId id = tn_edit_create (edit, kind->key, NULL);
  return tn_ctl_set_fields (edit, kind, &id, argv + 2, error) && tn_ctl_commit (ctl, copy, edit, &id, error);
}
