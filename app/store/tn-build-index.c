/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-build-private.h"

/* Rows come about in the order of their ids: the indexes by id grow at their end and stay. Children come in an order of their own: each page would write most of
 * the index of parents again, a fifth of what a first copy writes. Who undoes a household, or looks at a history, before the last page is here reads all records for it (31 ms of
 * 300,000), on a thread of its own; the index is there again before the first household is listed. */
gboolean
tn_build_drop_indexes (TnDb *db, gboolean records_too, GError **error)
{
  g_autoptr (GPtrArray) drop = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "SELECT 'DROP ' || type || ' \"' || name || '\"' FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN"
    " ('household', 'person', 'item', 'unit', 'building', 'membership', 'conflict', 'stock') AND name NOT IN ('household_id', 'person_id')"
    " OR (?1 AND name = 'record_parent')", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, records_too);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (drop, g_strdup (tn_stmt_text (stmt, 0)));
  tn_stmt_reset (stmt);
  for (guint i = 0; step == TN_STEP_DONE && i < drop->len; i++)
    if (!tn_db_exec (db, drop->pdata[i], error)) return FALSE;
  return step == TN_STEP_DONE;
}

static gboolean
has (TnDb *db, const char *name, gboolean *there, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT 1 FROM main.sqlite_schema WHERE name = ?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, name);
  TnStep step = tn_stmt_step (stmt, error);
  *there = step == TN_STEP_ROW;
  return step != TN_STEP_ERROR;
}

/* A build that was cut off has left a file without some of its indexes, so the file cannot be asked what they were. */
GPtrArray *
tn_build_missing_indexes (TnDb *db, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TnDb) model = tn_db_open (NULL, TN_DB_MEMORY, NULL, error);
  if (!model || !tn_db_migrate (model, tn_copy_migrations (), error)) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (model, "SELECT sql, name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid", error);
  if (!stmt) return NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gboolean there;
    if (!has (db, tn_stmt_text (stmt, 1), &there, error)) return NULL;
    if (!there) g_ptr_array_add (missing, g_strdup (tn_stmt_text (stmt, 0)));
  }
  tn_stmt_reset (stmt);
  return step == TN_STEP_DONE ? g_steal_pointer (&missing) : NULL;
}

gboolean
tn_build_note_order (TnDb *db, GError **error)
{
  return tn_db_exec (db, "UPDATE main.household_order SET n = n + 1", error);
}

gboolean
tn_build_empty (TnDb *db, guint *at, gboolean *more, GError **error)
{
  static const char *const sql[] = { "DELETE FROM household", "DELETE FROM person", "DELETE FROM item", "DELETE FROM unit", "DELETE FROM building",
                                     "DELETE FROM membership", "DELETE FROM conflict", "DELETE FROM stock", "DELETE FROM tally", "DELETE FROM search" };
  if ((*at == 0 && !tn_build_note_order (db, error)) || !tn_db_exec (db, sql[(*at)++], error)) return FALSE;
  *more = *at < G_N_ELEMENTS (sql);
  return TRUE;
}
