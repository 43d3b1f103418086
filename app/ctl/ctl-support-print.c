/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-support-sheet.h"

#define USAGE "support-print FILE --programme ID [--list proposed|approved|delivered] [--posting [--whole]]"

static gboolean
find_list (const char *name, gboolean posting, TnSupportList *list, GError **error)
{
  static const struct { const char *name; TnSupportList list; } lists[] = {
    { "proposed", TN_SUPPORT_PROPOSED }, { "approved", TN_SUPPORT_APPROVED }, { "delivered", TN_SUPPORT_DELIVERED },
  };
  *list = posting ? TN_SUPPORT_PROPOSED : TN_SUPPORT_APPROVED;
  if (!name)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (name, lists[i].name)) {
      *list = lists[i].list;
      return TRUE;
    }
  return tn_ctl_misused (USAGE, error);
}

gboolean
tn_ctl_support_print (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *programme_text = NULL, *list_text = NULL;
  gboolean posting = FALSE, whole = FALSE;
  const GOptionEntry entries[] = {
    { "programme", 0, 0, G_OPTION_ARG_STRING, &programme_text, NULL, NULL }, { "list", 0, 0, G_OPTION_ARG_STRING, &list_text, NULL, NULL },
    { "posting", 0, 0, G_OPTION_ARG_NONE, &posting, NULL, NULL }, { "whole", 0, 0, G_OPTION_ARG_NONE, &whole, NULL, NULL }, { NULL },
  };
  TnId programme;
  TnSupportList list;
  if (!tn_ctl_options (&argc, &argv, entries, 1, 1, USAGE, error) || !tn_ctl_parse_id (programme_text ? programme_text : "", &programme, error) ||
      !find_list (list_text, posting, &list, error))
    return FALSE;
  TnSupportSheetUse use = posting ? TN_SUPPORT_SHEET_POSTING : TN_SUPPORT_SHEET_SIGNATURES;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, posting && whole ? 0 : TN_COPY_READ_ONLY, error);
  g_autoptr (TnSupportSheet) sheet = copy ? tn_support_sheet_read (copy, &programme, list, use, whole, NULL, error) : NULL;
  if (!sheet || !tn_support_sheet_write (sheet, argv[1], NULL, NULL, NULL, error))
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "lines", sheet->lines->len);
  cJSON_AddStringToObject (ctl->out, "file", argv[1]);
  if (sheet->number)
    cJSON_AddStringToObject (ctl->out, "sheet", sheet->number);
  tn_ctl_say (ctl, ngettext ("%u line in %s.", "%u lines in %s.", sheet->lines->len), sheet->lines->len, argv[1]);
  return TRUE;
}
