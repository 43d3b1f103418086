/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first copy of a ward is 300,000 records that nobody looks at yet: kept up row by row, lists and search would cost many times what the
 * rows cost; made at the end they cost a sort. */
#include "tn-apply-private.h"
#include "tn-projection.h"

#define MANY_CHANGES 500               /* a page of so many changed records, and … */
#define REBUILD_RATIO 25               /* … one in so many of all: to make the lists anew is then cheaper than row by row [measured: bench-store] */
#define FEW_RECORDS 20000              /* a copy of more keeps its index: to build it anew would cost more than it saves */
#define LOG_PAGES_FIRST 20000          /* of the write-ahead log between two checkpoints */
#define LOG_PAGES 1000

static gboolean
has_few (TnCopy *copy, gboolean *few, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT count(*) FROM (SELECT 1 FROM record LIMIT ?1)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, FEW_RECORDS);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *few = tn_stmt_int (stmt, 0) < FEW_RECORDS;
  return TRUE;
}

gboolean
tn_apply_begin_first (TnCopy *copy, GError **error)
{
  gboolean few;
  if (!has_few (copy, &few, error)) return FALSE;
  sqlite3_wal_autocheckpoint (tn_db_handle (copy->db), LOG_PAGES_FIRST);
  if (few && !tn_db_exec (copy->db, "DROP INDEX IF EXISTS record_parent", error)) return FALSE;
  return tn_projection_begin_bulk (copy, error);
}

gboolean
tn_apply_end_first (TnCopy *copy, GError **error)
{
  sqlite3_wal_autocheckpoint (tn_db_handle (copy->db), LOG_PAGES);
  return tn_db_exec (copy->db, "CREATE INDEX IF NOT EXISTS record_parent ON record(parent) WHERE parent IS NOT NULL", error)
         && tn_projection_end_bulk (copy, error);
}

/* ---- any other page ---- */

static gboolean
put (TnApply *a, const TnId *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TnRow) row = tn_record_load (a->copy, id, NULL, NULL, &local);
  if (row) return tn_projection_put (a->copy, row, error);
  if (g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND)) return TRUE;   /* it went again within the page */
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
is_rebuild_cheaper (TnApply *a, gboolean *cheaper, GError **error)
{
  *cheaper = FALSE;
  if (a->puts->len < MANY_CHANGES) return TRUE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (a->copy->db, "SELECT ifnull(sum(n), 0) FROM tally", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *cheaper = (gint64) a->puts->len * REBUILD_RATIO > tn_stmt_int (stmt, 0);
  return TRUE;
}

gboolean
tn_apply_project (TnApply *a, GError **error)
{
  gboolean rebuild;
  if (a->bulk) return TRUE;
  if (!is_rebuild_cheaper (a, &rebuild, error)) return FALSE;
  if (rebuild) return tn_projection_rebuild (a->copy, NULL, error);
  for (guint i = 0; i < a->puts->len; i++)
    if (!put (a, &g_array_index (a->puts, TnId, i), error)) return FALSE;
  return TRUE;
}
