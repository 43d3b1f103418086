/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-query.h"

static cJSON *
item_to_json (const TnHistoryItem *item)
{
  cJSON *object = cJSON_CreateObject ();
  tn_ctl_add_id (object, "id", &item->id);
  cJSON_AddNumberToObject (object, "at", (double) item->at);
  cJSON_AddStringToObject (object, "kind", item->kind);
  cJSON_AddStringToObject (object, "unit", item->unit ? item->unit : "");
  cJSON_AddStringToObject (object, "before", item->before ? item->before : "");
  cJSON_AddStringToObject (object, "after", item->after ? item->after : "");
  cJSON_AddStringToObject (object, "by", item->by ? item->by : "");
  cJSON_AddStringToObject (object, "device", item->device ? item->device : "");
  cJSON_AddBoolToObject (object, "waiting", item->waiting);
  return object;
}

gboolean
tn_ctl_history (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "history ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (TnRow) row = copy ? tn_copy_get (copy, &id, error) : NULL;
  g_autoptr (GPtrArray) items = row ? tn_query_history (copy, &id, TRUE, error) : NULL;
  if (!items)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "history");
  for (guint i = 0; i < items->len; i++) {
    const TnHistoryItem *item = items->pdata[i];
    g_autofree char *when = tn_date_format_time (item->at);
    tn_ctl_say (ctl, "%s  %s: %s → %s  %s %s%s", when, item->label ? item->label : item->unit, item->before ? item->before : "–", item->after ? item->after : "–",
                item->by ? item->by : "", item->device ? item->device : "", item->waiting ? _(" (not sent yet)") : "");
    cJSON_AddItemToArray (out, item_to_json (item));
  }
  return TRUE;
}
