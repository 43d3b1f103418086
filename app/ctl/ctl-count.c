/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-query.h"

gboolean
tn_ctl_count (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, 0, "count", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  if (!copy)
    return FALSE;
  g_autoptr (GPtrArray) counts = tn_query_counts (copy, error);
  if (!counts)
    return FALSE;
  cJSON *out = cJSON_AddObjectToObject (ctl->out, "counts");
  cJSON_AddStringToObject (ctl->out, "ward", tn_copy_ward (copy));
  for (guint i = 0; i < counts->len; i++) {
    const TnCount *count = counts->pdata[i];
    const TnKind *kind = tn_schema_kind (count->kind);
    cJSON_AddNumberToObject (out, count->kind, (double) count->n);
    tn_ctl_say (ctl, "%8" G_GUINT64_FORMAT "  %s", count->n, kind ? _(kind->label_plural) : count->kind);
  }
  return TRUE;
}
