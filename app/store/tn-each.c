/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-each.h"
#include "tn-copy-private.h"

gboolean
tn_query_each (TnCopy *copy, const char *key, TnEachFunc func, gpointer data, GError **error)
{
  const TnKind *kind = tn_schema_kind (key);
  g_return_val_if_fail (kind && !kind->parent_field, FALSE);
  /* CROSS: the list says the order, and each record is one step from it */
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT i.id, r.body FROM item i CROSS JOIN record r ON r.id = i.id WHERE i.kind = ? AND i.parent IS NULL ORDER BY i.sort, i.id", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, key);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnFields fields;
    TnId id;
    if (!tn_stmt_id (stmt, 0, &id)) continue;
    tn_fields_from_body (&fields, kind, &id, tn_stmt_slice (stmt, 1));
    func (&fields, data);
  }
  return step == TN_STEP_DONE;
}
