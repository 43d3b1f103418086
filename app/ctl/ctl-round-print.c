/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-sheet.h"

gboolean
tn_ctl_round_print (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *round_text = NULL, *volunteer_text = NULL;
  const GOptionEntry entries[] = {
    { "round", 0, 0, G_OPTION_ARG_STRING, &round_text, NULL, NULL },
    { "volunteer", 0, 0, G_OPTION_ARG_STRING, &volunteer_text, NULL, NULL },
    { NULL },
  };
  TnId round, volunteer;
  if (!tn_ctl_options (&argc, &argv, entries, 1, 1, "round-print FILE --round ID [--volunteer ID]", error)
      || !tn_ctl_parse_id (round_text ? round_text : "", &round, error)
      || (volunteer_text && !tn_ctl_parse_id (volunteer_text, &volunteer, error)))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (TnSheet) sheet = copy ? tn_sheet_read (copy, &round, volunteer_text ? &volunteer : NULL, error) : NULL;
  if (!sheet || !tn_sheet_write_pdf (sheet, argv[1], NULL, NULL, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "pages", sheet->pages->len);
  cJSON_AddNumberToObject (ctl->out, "homes", sheet->n);
  cJSON_AddStringToObject (ctl->out, "file", argv[1]);
  tn_ctl_say (ctl, ngettext ("%u home on the sheets in %s.", "%u homes on the sheets in %s.", sheet->n), sheet->n, argv[1]);
  return TRUE;
}
