/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-query.h"

static gboolean
check_kind (const char *key, GError **error)
{
  if (tn_schema_kind (key))
    return TRUE;
  g_autoptr (GString) known = g_string_new (NULL);
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (known, "%s%s", i ? ", " : "", kinds[i]->key);
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("There is no kind “%s”. The kinds are: %s."), key, known->str);
  return FALSE;
}

gboolean
tn_ctl_list (TnCtl *ctl, int argc, char **argv, GError **error)
{
  int limit = 0;
  const GOptionEntry entries[] = { { "limit", 0, 0, G_OPTION_ARG_INT, &limit, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 1, 1, "list KIND [--limit N]", error) || !check_kind (argv[1], error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  if (!copy)
    return FALSE;
  g_autoptr (GArray) ids = tn_query_ids (copy, argv[1], error);
  if (!ids)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "records");
  cJSON_AddNumberToObject (ctl->out, "total", ids->len);
  for (guint i = 0; i < ids->len && (limit <= 0 || i < (guint) limit); i++) {
    g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (ids, TnId, i), error);
    if (!row)
      return FALSE;
    if (ctl->json) {
      cJSON_AddItemToArray (out, tn_ctl_row_to_json (ctl, copy, row));
    } else {
      TnIdStr id;
      tn_id_format (&row->id, id);
      g_autofree char *title = tn_query_title (copy, &row->id);
      tn_ctl_say (ctl, "%s  %s", id, title);
    }
  }
  return TRUE;
}
