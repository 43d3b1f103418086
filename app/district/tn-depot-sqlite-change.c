/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of one change (sync.md 2.6, /known): in the record, displaced into its history, or in quarantine. */
#include "tn-depot-change.h"
#include "tn-depot-sqlite-private.h"

static gboolean
look_in_record (TnDb *db, const char *ward, const TnChangeName *change, gboolean *found, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT line FROM record WHERE ward=? AND id=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_blob (stmt, 2, change->id.b, sizeof change->id.b);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  return tn_depot_change_in_line (change, tn_stmt_slice (stmt, 0), found, error);
}

static gboolean
look_in_history (TnDb *db, const char *ward, const TnChangeName *change, gboolean *found, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT unit, value FROM history WHERE ward=? AND id=? AND stamp=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_blob (stmt, 2, change->id.b, sizeof change->id.b);
  tn_stmt_bind_text (stmt, 3, change->stamp.s);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    if (tn_change_name_is (change, tn_stmt_text (stmt, 0), &change->stamp, tn_stmt_text (stmt, 1))) *found = TRUE;
  return step == TN_STEP_DONE;
}

static gboolean
look_in_quarantine (TnDb *db, const char *ward, const TnChangeName *change, gboolean *held, gboolean *rejected, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT raw, state FROM quarantine WHERE ward=? AND record=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_blob (stmt, 2, change->id.b, sizeof change->id.b);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    gsize len = 0;
    const char *raw = tn_stmt_blob (stmt, 0, &len);
    if (!tn_depot_change_in_entry (change, (TnSlice) { raw, len })) continue;
    const char *state = tn_stmt_text_needed (stmt, 1, error);
    if (!state) return FALSE;
    if (strcmp (state, "rejected") == 0) *rejected = TRUE;
    else *held = TRUE;
  }
  return step == TN_STEP_DONE;
}

static gboolean
find_change (TnDepot *depot, const char *ward, const TnChangeName *change, gboolean *durable, gboolean *held, gboolean *rejected, GError **error)
{
  *durable = *held = *rejected = FALSE;
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read || !look_in_record (read->db, ward, change, durable, error)) return FALSE;
  if (*durable) return TRUE;
  return look_in_history (read->db, ward, change, durable, error) && (*durable || look_in_quarantine (read->db, ward, change, held, rejected, error));
}

void
sqlite_fill_change_driver (TnDepotDriver *driver)
{
  driver->find_change = find_change;
}
