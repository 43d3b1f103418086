/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ledger.h"
#include "tn-copy-private.h"

#define COLUMNS "SELECT id, item, from_place, to_place, source, quantity, at, why FROM stock"

/* There are eight of them, and thousands of rows. */
static const char *
intern_why (const char *why, const char **last)
{
  if (!why) return "";
  if (!*last || strcmp (*last, why) != 0) *last = g_intern_string (why);
  return *last;
}

static void
read_move (TnStmt *stmt, TnMove *move, const char **last_why)
{
  tn_stmt_id (stmt, 0, &move->id);
  tn_stmt_id (stmt, 1, &move->item);
  tn_stmt_id (stmt, 2, &move->from);
  tn_stmt_id (stmt, 3, &move->to);
  tn_stmt_id (stmt, 4, &move->source);
  move->understood = !tn_stmt_is_null (stmt, 5);
  move->quantity = tn_stmt_int (stmt, 5);
  move->at = tn_stmt_int (stmt, 6);
  move->why = intern_why (tn_stmt_text (stmt, 7), last_why);
}

/* Consumes the statement, whose columns are COLUMNS. */
static gboolean
append_moves (TnStmt *stmt, GArray *moves, GError **error)
{
  const char *last_why = NULL;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnMove move;
    read_move (stmt, &move, &last_why);
    g_array_append_val (moves, move);
  }
  tn_stmt_reset (stmt);
  return step == TN_STEP_DONE;
}

GArray *
tn_query_moves (TnCopy *copy, const TnId *item, GError **error)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (TnMove));
  TnStmt *stmt = tn_db_prepare (copy->db, COLUMNS " WHERE item = ? ORDER BY id", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, item);
  return append_moves (stmt, moves, error) ? g_steal_pointer (&moves) : NULL;
}

GArray *
tn_query_move_sums (TnCopy *copy, GError **error)
{
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (TnMove));
  TnStmt *stmt = tn_db_prepare (copy->db, "SELECT NULL, item, from_place, to_place, NULL, sum(quantity), 0, NULL FROM stock WHERE why IS NOT 'reverse'"
                                          " GROUP BY item, from_place, to_place", error);
  if (!stmt || !append_moves (stmt, moves, error)) return NULL;
  stmt = tn_db_prepare (copy->db, COLUMNS " WHERE why IS 'reverse'", error);
  return stmt && append_moves (stmt, moves, error) ? g_steal_pointer (&moves) : NULL;
}
