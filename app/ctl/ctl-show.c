/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-opened.h"
#include "tn-query.h"

/* The kinds whose records hang on others by a parent field are found from the schema: a new kind shows here by itself. */
static gboolean
add_children (TnCopy *copy, const TnId *id, GPtrArray *rows, GError **error)
{
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);
  for (guint k = 0; k < n; k++) {
    if (!kinds[k]->parent_field)
      continue;
    g_autoptr (GPtrArray) children = tn_query_children (copy, kinds[k]->key, id, error);
    if (!children)
      return FALSE;
    g_ptr_array_extend_and_steal (rows, g_steal_pointer (&children));
  }
  return TRUE;
}

/* Before anything of them is said. */
static gboolean
log_protected (TnCopy *copy, GPtrArray *rows, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; i < rows->len; i++) {
    const TnRow *row = rows->pdata[i];
    if (tn_query_is_protected (copy, row))
      g_array_append_val (ids, row->id);
  }
  return ids->len == 0 || tn_opened_add (copy, (const TnId *) (gconstpointer) ids->data, ids->len, TN_OPENED_WHOLE, error);
}

gboolean
tn_ctl_show (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  const GOptionEntry entries[] = { { "reveal", 0, 0, G_OPTION_ARG_NONE, &ctl->reveal, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 1, 1, "show ID [--reveal]", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, ctl->reveal ? 0 : TN_COPY_READ_ONLY, error);
  TnRow *record = copy ? tn_copy_get (copy, &id, error) : NULL;
  if (!record)
    return FALSE;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  g_ptr_array_add (rows, record);
  if (!add_children (copy, &id, rows, error) || (ctl->reveal && !log_protected (copy, rows, error)))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    tn_ctl_say_row (ctl, copy, rows->pdata[i]);
  cJSON_AddItemToObject (ctl->out, "record", tn_ctl_row_to_json (ctl, copy, record));
  cJSON *children = cJSON_AddArrayToObject (ctl->out, "children");
  for (guint i = 1; i < rows->len; i++)
    cJSON_AddItemToArray (children, tn_ctl_row_to_json (ctl, copy, rows->pdata[i]));
  return TRUE;
}
