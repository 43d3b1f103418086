/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-export.h"

gboolean
tn_ctl_export (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnExportFormat format;
  guint rows = 0;
  const GOptionEntry entries[] = { { "reveal", 0, 0, G_OPTION_ARG_NONE, &ctl->reveal, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 2, 2, "export KIND FILE [--reveal]", error) || !tn_export_format_for (argv[2], &format, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, ctl->reveal ? 0 : TN_COPY_READ_ONLY, error);
  if (!copy || !tn_export_kind (copy, argv[1], argv[2], format, ctl->reveal, &rows, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "rows", rows);
  cJSON_AddStringToObject (ctl->out, "file", argv[2]);
  tn_ctl_say (ctl, ngettext ("%u row written to %s.", "%u rows written to %s.", rows), rows, argv[2]);
  return TRUE;
}
