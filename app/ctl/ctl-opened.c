/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-opened.h"
#include "tn-query.h"

static void
say (TnCtl *ctl, TnCopy *copy, const TnOpened *opened, cJSON *out)
{
  g_autofree char *when = tn_date_format_time (opened->at), *title = tn_query_title (copy, &opened->id);
  TnIdStr id;
  tn_id_format (&opened->id, id);
  tn_ctl_say (ctl, "%s  %s  %s  %s  %s", when, *opened->by ? opened->by : "–", id, opened->field, title);
  cJSON *item = cJSON_CreateObject ();
  cJSON_AddNumberToObject (item, "at", (double) opened->at);
  cJSON_AddStringToObject (item, "by", opened->by);
  tn_ctl_add_id (item, "id", &opened->id);
  cJSON_AddStringToObject (item, "field", opened->field);
  cJSON_AddItemToArray (out, item);
}

gboolean
tn_ctl_opened (TnCtl *ctl, int argc, char **argv, GError **error)
{
  int limit = 200;
  const GOptionEntry entries[] = { { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, "opened [--limit N]", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) list = copy ? tn_opened_list (copy, (guint) MAX (limit, 0), error) : NULL;
  if (!list)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "opened");
  for (guint i = 0; i < list->len; i++)
    say (ctl, copy, list->pdata[i], out);
  if (!list->len)
    tn_ctl_say (ctl, _("Nobody was shown a protected value on this laptop in the last %d days."), TN_OPENED_KEPT_DAYS);
  return TRUE;
}
