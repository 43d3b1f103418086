/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that a push writes by the thousand. */
#include "tn-depot-sqlite-private.h"

/* A statement whose first two values are ward and id. */
TnStmt *
sqlite_prepare_for (TnDb *db, const char *ward, const char *sql, const TnId *id, GError **error)
{
  TnStmt *stmt = tn_db_prepare (db, sql, error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_blob (stmt, 2, id->b, sizeof id->b);
  return stmt;
}

static void
bind_content (TnStmt *stmt, const TnStored *record)
{
  tn_stmt_bind_int (stmt, 3, record->seq);
  tn_stmt_bind_slice (stmt, 4, tn_slice (record->newest.s, TN_STAMP_LEN));
  tn_stmt_bind_blob (stmt, 5, record->h.b, sizeof record->h.b);
  tn_stmt_bind_slice (stmt, 6, record->line);
}

static void
bind_place (TnStmt *stmt, const TnStored *record)
{
  tn_stmt_bind_slice (stmt, 7, record->stream);
  tn_stmt_bind_id (stmt, 8, &record->parent);
}

static gboolean
insert (TnDb *db, const char *ward, const TnStored *record, GError **error)
{
  g_autoptr (TnStmt) stmt = sqlite_prepare_for (db, ward,
    "INSERT INTO record(ward, id, seq, rmax, h, line, stream, parent, kind) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", &record->id, error);
  if (!stmt) return FALSE;
  bind_content (stmt, record);
  bind_place (stmt, record);
  tn_stmt_bind_slice (stmt, 9, record->kind);
  return tn_stmt_run (stmt, error);
}

/* Most edits stay in their place: then the parent's index is left alone, and the row is where it was found. */
static gboolean
update (TnDb *db, const char *ward, const TnStored *record, gboolean place_changed, GError **error)
{
  gboolean by_row = record->row_number && !place_changed;
  g_autoptr (TnStmt) stmt = sqlite_prepare_for (db, ward,
    by_row ? "UPDATE record SET seq=?3, rmax=?4, h=?5, line=?6 WHERE rowid=?7 AND ward=?1 AND id=?2"
    : place_changed ? "UPDATE record SET seq=?3, rmax=?4, h=?5, line=?6, stream=?7, parent=?8 WHERE ward=?1 AND id=?2"
    : "UPDATE record SET seq=?3, rmax=?4, h=?5, line=?6 WHERE ward=?1 AND id=?2", &record->id, error);
  if (!stmt) return FALSE;
  bind_content (stmt, record);
  if (by_row) tn_stmt_bind_int (stmt, 7, record->row_number);
  if (place_changed) bind_place (stmt, record);
  return tn_stmt_run (stmt, error);
}

/* A stamp that is there already with another value (two unnoticed copies of a laptop) keeps its first; the flag holds the other. */
static gboolean
displace (TnDb *db, const char *ward, gint64 now, const TnDisplaced *displaced, GError **error)
{
  g_autoptr (TnStmt) stmt = sqlite_prepare_for (db, ward,
    "INSERT INTO history(ward, id, unit, stamp, value, why, by_user, at) VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", &displaced->id, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 3, displaced->unit);
  tn_stmt_bind_text (stmt, 4, displaced->stamp.s);
  tn_stmt_bind_text (stmt, 5, displaced->value);
  tn_stmt_bind_text (stmt, 6, displaced->why);
  tn_stmt_bind_text (stmt, 7, displaced->by);
  tn_stmt_bind_int (stmt, 8, now);
  return tn_stmt_run (stmt, error);
}

static gboolean
run_move (TnDb *db, const char *ward, const char *sql, const TnId *id, const char *stream, gint64 seq, GError **error)
{
  g_autoptr (TnStmt) stmt = sqlite_prepare_for (db, ward, sql, id, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 3, stream);
  if (seq) tn_stmt_bind_int (stmt, 4, seq);
  return tn_stmt_run (stmt, error);
}

static gboolean
move (TnDb *db, const char *ward, const SqliteMove *moved, GError **error)
{
  return run_move (db, ward, "INSERT OR REPLACE INTO moved(ward, id, stream, seq) VALUES(?, ?, ?, ?)", &moved->id, moved->from, moved->seq, error)
         && run_move (db, ward, "DELETE FROM moved WHERE ward=? AND id=? AND stream=?", &moved->id, moved->to, 0, error);
}

gboolean
sqlite_write_row (TnDb *db, const char *ward, gint64 now, const SqliteRow *row, GError **error)
{
  switch (row->what) {
    case SQLITE_ROW_INSERT: return insert (db, ward, &row->record, error);
    case SQLITE_ROW_UPDATE: return update (db, ward, &row->record, row->place_changed, error);
    case SQLITE_ROW_MOVE: return move (db, ward, &row->move, error);
    case SQLITE_ROW_DISPLACE: return displace (db, ward, now, &row->displaced, error);
    default: g_return_val_if_reached (FALSE);
  }
}
