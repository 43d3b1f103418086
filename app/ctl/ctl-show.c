/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-query.h"

/* The kinds whose records hang on others by a parent field are found from the schema: a new kind shows here by itself. */
static gboolean
show_children (TnCtl *ctl, TnCopy *copy, const TnId *id, cJSON *out, GError **error)
{
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);
  for (guint k = 0; k < n; k++) {
    if (!kinds[k]->parent_field)
      continue;
    g_autoptr (GPtrArray) rows = tn_query_children (copy, kinds[k]->key, id, error);
    if (!rows)
      return FALSE;
    for (guint i = 0; i < rows->len; i++) {
      tn_ctl_say_row (ctl, copy, rows->pdata[i]);
      cJSON_AddItemToArray (out, tn_ctl_row_to_json (copy, rows->pdata[i]));
    }
  }
  return TRUE;
}

gboolean
tn_ctl_show (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "show ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  if (!copy)
    return FALSE;
  g_autoptr (TnRow) row = tn_copy_get (copy, &id, error);
  if (!row)
    return FALSE;
  tn_ctl_say_row (ctl, copy, row);
  cJSON_AddItemToObject (ctl->out, "record", tn_ctl_row_to_json (copy, row));
  return show_children (ctl, copy, &id, cJSON_AddArrayToObject (ctl->out, "children"), error);
}
