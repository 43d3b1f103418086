/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-outbox.h"
#include "tn-copy-private.h"
#include "tn-query.h"

static TnOutboxItem *
make_item (TnStmt *stmt)
{
  TnOutboxItem *item = g_new0 (TnOutboxItem, 1);
  item->n = tn_stmt_int (stmt, 0);
  tn_stmt_id (stmt, 1, &item->id);
  item->unit = g_strdup (tn_stmt_text (stmt, 2));
  item->by = g_strdup (tn_stmt_text (stmt, 3));
  item->state = g_strdup (tn_stmt_text (stmt, 4));
  item->why = g_strdup (tn_stmt_text (stmt, 5));
  item->at = tn_stmt_int (stmt, 6);
  item->kind = g_strdup (tn_stmt_text (stmt, 7));
  return item;
}

GPtrArray *
tn_outbox_list (TnCopy *copy, guint limit, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db,
    "SELECT o.n, o.id, o.unit, o.by_user, o.state, o.why, o.at, r.kind FROM outbox o LEFT JOIN record r ON r.id=o.id"
    " WHERE (o.state='new' OR o.state='held') ORDER BY o.n LIMIT ?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, limit);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_outbox_item_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (items, make_item (stmt));
  if (step != TN_STEP_DONE) return NULL;
  for (guint i = 0; i < items->len; i++) {
    TnOutboxItem *item = items->pdata[i];
    item->title = tn_query_title (copy, &item->id);
  }
  return g_steal_pointer (&items);
}
