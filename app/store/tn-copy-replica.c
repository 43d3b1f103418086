/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server has seen another file that goes on as the same replica (`forked`). Both may have given out one stamp for two different
 * values, so the edits that are still to be sent keep their moment and take the new replica id: in the outbox, in what later
 * edits name as seen, in the record and in the undo (sync.md 2.2). Those the server has already were closed before, by /known. */
#include "tn-entry.h"
#include "tn-record-private.h"

typedef struct {
  gint64 n;
  char *unit;
  TnStamp old, renewed;
  char *over;
} Entry;

static void
clear_entry (gpointer data)
{
  Entry *entry = data;
  g_free (entry->unit);
  g_free (entry->over);
}

static void
swap_replica (char *stamp, const char *replica)
{
  memcpy (stamp + TN_STAMP_LEN - TN_REPLICA_LEN, replica, TN_REPLICA_LEN);
}

static GArray *
list_records (TnCopy *copy, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT DISTINCT id FROM outbox WHERE state='new'", error);
  if (!stmt) return NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id;
    if (tn_stmt_id (stmt, 0, &id)) g_array_append_val (ids, id);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

static GArray *
list_entries (TnCopy *copy, const TnId *id, const char *replica, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT n, unit, stamp, over FROM outbox WHERE id=?1 AND state='new'", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (entries, clear_entry);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    const char *unit = tn_stmt_text_needed (stmt, 1, error);
    if (!unit) return NULL;
    Entry entry = { .n = tn_stmt_int (stmt, 0), .unit = g_strdup (unit), .over = g_strdup (tn_stmt_text (stmt, 3)) };
    tn_stamp_parse (tn_stmt_slice (stmt, 2), &entry.old);
    entry.renewed = entry.old;
    swap_replica (entry.renewed.s, replica);
    g_array_append_val (entries, entry);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&entries) : NULL;
}

static const Entry *
find_entry (const GArray *entries, const char *unit, const char *stamp)
{
  for (guint i = 0; i < entries->len; i++) {
    const Entry *entry = &g_array_index (entries, Entry, i);
    gboolean of_unit = strcmp (entry->unit, unit) == 0 || (strcmp (entry->unit, "*") == 0 && strcmp (unit, TN_UNIT_DEL) != 0);
    if (of_unit && memcmp (entry->old.s, stamp, TN_STAMP_LEN) == 0) return entry;
  }
  return NULL;
}

static gboolean
update_undo (TnCopy *copy, const TnId *id, const Entry *entry, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE action_unit SET stamp=?3 WHERE id=?1 AND unit=?4 AND stamp=?2", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_text (stmt, 2, entry->old.s);
  tn_stmt_bind_text (stmt, 3, entry->renewed.s);
  tn_stmt_bind_text (stmt, 4, entry->unit);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  if (strcmp (entry->unit, "*") != 0) return TRUE;
  stmt = tn_db_prepare (copy->db, "UPDATE action SET stamp=?2 WHERE stamp=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, entry->old.s);
  tn_stmt_bind_text (stmt, 2, entry->renewed.s);
  return tn_stmt_run (stmt, error);
}

static gboolean
update_entry (TnCopy *copy, const TnId *id, const GArray *entries, Entry *entry, const char *replica, GError **error)
{
  for (gsize at = 0; entry->over[at]; at += TN_STAMP_LEN)
    if (find_entry (entries, entry->unit, entry->over + at)) swap_replica (entry->over + at, replica);
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE outbox SET stamp=?2, over=?3, sent_to=NULL WHERE n=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, entry->n);
  tn_stmt_bind_text (stmt, 2, entry->renewed.s);
  tn_stmt_bind_text (stmt, 3, entry->over);
  return tn_stmt_run (stmt, error) && update_undo (copy, id, entry, error);
}

static gboolean
update_record (TnCopy *copy, const TnId *id, const GArray *entries, GError **error)
{
  g_autoptr (TnRow) row = tn_record_load (copy, id, NULL, NULL, error);
  if (!row) return FALSE;
  for (guint i = 0; i < row->units->len; i++) {
    TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    const Entry *entry = find_entry (entries, unit->unit, unit->stamp.s);
    if (entry) unit->stamp = entry->renewed;
  }
  const Entry *entry = tn_stamp_is_set (&row->del_stamp) ? find_entry (entries, TN_UNIT_DEL, row->del_stamp.s) : NULL;
  if (entry) row->del_stamp = entry->renewed;
  return tn_record_store (copy, row, error);
}

static gboolean
renew_record (TnCopy *copy, const TnId *id, const char *replica, GError **error)
{
  g_autoptr (GArray) entries = list_entries (copy, id, replica, error);
  if (!entries || !update_record (copy, id, entries, error)) return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (!update_entry (copy, id, entries, &g_array_index (entries, Entry, i), replica, error)) return FALSE;
  return TRUE;
}

gboolean
tn_copy_renew_replica (TnCopy *copy, GError **error)
{
  char replica[TN_REPLICA_LEN + 1];
  tn_copy_mint_replica (copy, replica);
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  g_autoptr (GArray) ids = tx ? list_records (copy, error) : NULL;
  if (!ids) return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!renew_record (copy, &g_array_index (ids, TnId, i), replica, error)) return FALSE;
  return tn_copy_set_meta (copy, TN_META_REPLICA, replica, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}
