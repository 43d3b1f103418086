/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-build-private.h"

static gboolean
take_record (TnBuild *build, TnStmt *stmt, GError **error)
{
  TnId id, parent;
  const TnKind *kind = tn_schema_kind_slice (tn_stmt_slice (stmt, 1));
  tn_stmt_id (stmt, 3, &parent);   /* what the kind's parent_field names, and parsed already */
  return !kind || !tn_stmt_id (stmt, 0, &id) || tn_build_add (build, kind, &id, &parent, tn_stmt_slice (stmt, 2), error);
}

gboolean
tn_build_read (TnBuild *build, gint64 *after, guint limit, gboolean *more, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db,
    "SELECT id, kind, body, parent, del, rowid FROM record WHERE rowid > ?1 ORDER BY rowid LIMIT ?2", error);
  if (!stmt) return FALSE;
  guint n = 0;
  TnStep step;
  tn_stmt_bind_int (stmt, 1, *after);
  tn_stmt_bind_int (stmt, 2, limit);
  for (; (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW; n++) {
    if (!tn_stmt_int (stmt, 4) && !take_record (build, stmt, error)) return FALSE;
    *after = tn_stmt_int (stmt, 5);
  }
  *more = n == limit;
  return step == TN_STEP_DONE && tn_build_write (build, error);
}

gboolean
tn_build_read_cards (TnBuild *build, GError **error)
{
  const TnKind *kind = tn_schema_kind ("identity");
  g_autoptr (TnStmt) stmt = tn_db_prepare (build->copy->db,
    "SELECT id, body, parent FROM record WHERE del = 0 AND kind = 'identity' AND parent IS NOT NULL ORDER BY id", error);
  if (!stmt) return FALSE;
  build->cards_known = TRUE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id, parent;
    if (tn_stmt_id (stmt, 0, &id) && tn_stmt_id (stmt, 2, &parent)) tn_build_parse (build, kind, &id, &parent, tn_stmt_slice (stmt, 1));
  }
  return step == TN_STEP_DONE;
}
