/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a push asks while it judges: of the writer, or of the ward as it was before if rows are on their way to the writer. */
#include "tn-depot-sqlite-private.h"

static TnDb *
asked (TnWardTx *base)
{
  SqliteWardTx *tx = (SqliteWardTx *) base;
  return tx->before ? tx->before->db : tx->write->db;
}

/* Most wards have neither: then no new record need be looked up in them. */
gboolean
sqlite_tx_read_rarities (SqliteWardTx *tx, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tx->write->db,
    "SELECT EXISTS(SELECT 1 FROM stream WHERE ward=?1 AND stream>='" TN_STREAM_ORPHAN "' AND stream<'p' AND n>0),"
    " EXISTS(SELECT 1 FROM erased WHERE ward=?1)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, tx->ward);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  tx->base.any_orphans = tn_stmt_int (stmt, 0);
  tx->base.any_erased = tn_stmt_int (stmt, 1);
  return TRUE;
}

static TnStmt *
ask_for (TnWardTx *tx, const char *sql, const TnId *id, GError **error)
{
  return sqlite_prepare_for (asked (tx), tx->ward, sql, id, error);
}

static gboolean
tx_get (TnWardTx *tx, const TnId *id, TnStored *record, gboolean *found, GError **error)
{
  gsize len = 0;
  TnStmt *stmt = ask_for (tx, "SELECT kind, stream, line, parent, seq, h, rowid FROM record WHERE ward=? AND id=?", id, error);
  if (!stmt) return FALSE;
  TnStep step = tn_stmt_step (stmt, error);
  *found = step == TN_STEP_ROW;
  if (!*found) return step == TN_STEP_DONE;
  *record = (TnStored) { .id = *id, .kind = tn_stmt_slice (stmt, 0), .stream = tn_stmt_slice (stmt, 1), .line = tn_stmt_slice (stmt, 2), .seq = tn_stmt_int (stmt, 4),
                         .row_number = tn_stmt_int (stmt, 6) };
  tn_stmt_id (stmt, 3, &record->parent);
  const void *h = tn_stmt_blob (stmt, 5, &len);
  if (h && len == sizeof record->h.b) memcpy (record->h.b, h, len);
  return TRUE;   /* the row stays under the statement until the next call */
}

static gboolean
tx_get_place (TnWardTx *tx, const TnId *id, TnSlice *stream, gboolean *found, GError **error)
{
  TnStmt *stmt = ask_for (tx, "SELECT stream FROM record WHERE ward=? AND id=?", id, error);
  if (!stmt) return FALSE;
  TnStep step = tn_stmt_step (stmt, error);
  *found = step == TN_STEP_ROW;
  if (*found) *stream = tn_stmt_slice (stmt, 0);
  return step != TN_STEP_ERROR;
}

static gboolean
tx_children (TnWardTx *tx, const TnId *parent, GArray *ids, GError **error)
{
  g_autoptr (TnStmt) stmt = ask_for (tx, "SELECT id FROM record WHERE ward=? AND parent=? ORDER BY id", parent, error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id;
    tn_stmt_id (stmt, 0, &id);
    g_array_append_val (ids, id);
  }
  return step == TN_STEP_DONE;
}

static gboolean
tx_is_erased (TnWardTx *tx, const TnId *id, gboolean *erased, GError **error)
{
  g_autoptr (TnStmt) stmt = ask_for (tx, "SELECT 1 FROM erased WHERE ward=? AND id=?", id, error);
  if (!stmt) return FALSE;
  TnStep step = tn_stmt_step (stmt, error);
  *erased = step == TN_STEP_ROW;
  return step != TN_STEP_ERROR;
}

static gboolean
tx_is_held (TnWardTx *tx, const TnId *id, gboolean *held, GError **error)
{
  g_autoptr (TnStmt) stmt = ask_for (tx, "SELECT 1 FROM quarantine WHERE ward=? AND record=? LIMIT 1", id, error);
  if (!stmt) return FALSE;
  TnStep step = tn_stmt_step (stmt, error);
  *held = step == TN_STEP_ROW;
  return step != TN_STEP_ERROR;
}

static gboolean
tx_displaced (TnWardTx *tx, const TnId *id, const char *unit, const TnStamp *stamp, char **value, gboolean *found, GError **error)
{
  *value = NULL;
  g_autoptr (TnStmt) stmt = ask_for (tx, "SELECT value FROM history WHERE ward=? AND id=? AND unit=? AND stamp=?", id, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 3, unit);
  tn_stmt_bind_text (stmt, 4, stamp->s);
  TnStep step = tn_stmt_step (stmt, error);
  *found = step == TN_STEP_ROW;
  if (*found) *value = g_strdup (tn_stmt_text (stmt, 0));
  return step != TN_STEP_ERROR;
}

static gboolean
tx_device_of (TnWardTx *tx, const char *replica, char **name, char **user, GError **error)
{
  *name = *user = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (asked (tx), "SELECT d.name, d.user FROM replica r JOIN device d ON d.device=r.device WHERE r.replica=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, replica);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  *name = g_strdup (tn_stmt_text (stmt, 0));
  *user = g_strdup (tn_stmt_text (stmt, 1));
  return TRUE;
}

static gboolean
tx_get_meta (TnWardTx *tx, const char *key, char **value, GError **error)
{
  return sqlite_get_meta (asked (tx), key, value, error);
}

void
sqlite_fill_ask_driver (TnDepotDriver *driver)
{
  driver->tx_get = tx_get;
  driver->tx_get_place = tx_get_place;
  driver->tx_children = tx_children;
  driver->tx_is_erased = tx_is_erased;
  driver->tx_is_held = tx_is_held;
  driver->tx_displaced = tx_displaced;
  driver->tx_device_of = tx_device_of;
  driver->tx_get_meta = tx_get_meta;
}
