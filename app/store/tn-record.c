/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-record-private.h"
#include "tn-digest-private.h"
#include "tn-outbox-private.h"
#include "tn-projection.h"
#include <glib/gi18n.h>

static void
bind_parts (TnStmt *stmt, const TnRecordParts *parts)
{
  tn_stmt_bind_id (stmt, 1, &parts->id);
  tn_stmt_bind_slice (stmt, 2, parts->kind);
  tn_stmt_bind_slice (stmt, 3, parts->stream);
  tn_stmt_bind_id (stmt, 4, &parts->parent);
  tn_stmt_bind_slice (stmt, 5, parts->stamps);
  tn_stmt_bind_int (stmt, 6, parts->deleted);
  if (parts->h) tn_stmt_bind_blob (stmt, 7, parts->h->b, sizeof parts->h->b);
  tn_stmt_bind_slice (stmt, 8, parts->body);
}

gboolean
tn_record_insert (TnCopy *copy, const TnRecordParts *parts, gboolean *inserted, GError **error)
{
  *inserted = FALSE;
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO record(id, kind, stream, parent, stamps, del, h, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
    " ON CONFLICT DO NOTHING", error);
  if (!stmt) return FALSE;
  bind_parts (stmt, parts);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  *inserted = tn_db_changes (copy->db) == 1;
  if (*inserted && parts->h) tn_digest_add (copy, parts->stream, parts->h);
  return TRUE;
}

static gboolean
replace (TnCopy *copy, const TnRecordParts *parts, gint64 row, const char *sql, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  bind_parts (stmt, parts);
  tn_stmt_bind_int (stmt, 9, row);
  return tn_stmt_run (stmt, error);
}

/* Here and below: most changes leave the parent as it is, and then its index is not written. */
gboolean
tn_record_replace (TnCopy *copy, const TnRecordParts *parts, gint64 row, GError **error)
{
  if (!replace (copy, parts, row, "UPDATE record SET kind=?2, stream=?3, stamps=?5, del=?6, h=?7, ahead=0, body=?8 WHERE rowid=?9 AND id=?1 AND parent IS ?4", error)) return FALSE;
  return tn_db_changes (copy->db) == 1
         || replace (copy, parts, row, "UPDATE record SET kind=?2, stream=?3, parent=?4, stamps=?5, del=?6, h=?7, ahead=0, body=?8 WHERE rowid=?9 AND id=?1", error);
}

static gboolean
set_not_found (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND,
    _("This record is not on this laptop (any more). Nothing was changed. Look at the list again."));
  return FALSE;
}

TnRow *
tn_record_load (TnCopy *copy, const TnId *id, TnHash *h, gboolean *has_h, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT kind, stream, stamps, body, h FROM record WHERE id=?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_DONE) set_not_found (error);
  if (step != TN_STEP_ROW) return NULL;
  gsize len;
  const void *hash = tn_stmt_blob (stmt, 4, &len);
  if (has_h) *has_h = hash && len == sizeof h->b;
  if (h && hash && len == sizeof h->b) memcpy (h->b, hash, len);
  return tn_row_from_parts (tn_stmt_slice (stmt, 0), id, tn_stmt_slice (stmt, 1), tn_stmt_slice (stmt, 2), tn_stmt_slice (stmt, 3), error);
}

gboolean
tn_record_read_kind (TnCopy *copy, const TnId *id, char **kind_key, GError **error)
{
  *kind_key = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT kind FROM record WHERE id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) *kind_key = g_strdup (tn_stmt_text (stmt, 0));
  return step != TN_STEP_ERROR;
}

static gboolean
store (TnCopy *copy, const TnRow *row, const char *sql, const TnHash *h, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  g_autoptr (GString) stamps = g_string_sized_new (256);
  g_autoptr (GString) body = g_string_sized_new (512);
  tn_row_to_parts (row, stamps, body);
  TnId parent = { { 0 } };
  tn_row_parent (row, &parent);
  tn_stmt_bind_id (stmt, 1, &row->id);
  tn_stmt_bind_text (stmt, 2, row->stream);
  tn_stmt_bind_id (stmt, 3, &parent);
  tn_stmt_bind_slice (stmt, 4, tn_slice (stamps->str, (gssize) stamps->len));
  tn_stmt_bind_int (stmt, 5, row->deleted);
  tn_stmt_bind_slice (stmt, 6, tn_slice (body->str, (gssize) body->len));
  if (h) tn_stmt_bind_blob (stmt, 7, h->b, sizeof h->b);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_record_store (TnCopy *copy, const TnRow *row, GError **error)
{
  if (!store (copy, row, "UPDATE record SET stream=?2, stamps=?4, del=?5, body=?6 WHERE id=?1 AND parent IS ?3", NULL, error)) return FALSE;
  return tn_db_changes (copy->db) == 1 || store (copy, row, "UPDATE record SET stream=?2, parent=?3, stamps=?4, del=?5, body=?6 WHERE id=?1", NULL, error);
}

gboolean
tn_record_store_with_hash (TnCopy *copy, const TnRow *row, const TnHash *h, GError **error)
{
  return store (copy, row, "UPDATE record SET stream=?2, parent=?3, stamps=?4, del=?5, body=?6, h=?7, ahead=0 WHERE id=?1", h, error);
}

gboolean
tn_record_get_ahead (TnCopy *copy, const TnId *id, gint64 *ahead, GError **error)
{
  *ahead = 0;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT ahead FROM record WHERE id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) *ahead = tn_stmt_int (stmt, 0);
  return step != TN_STEP_ERROR;
}

gboolean
tn_record_set_ahead (TnCopy *copy, const TnId *id, gint64 ahead, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "UPDATE record SET ahead=?2 WHERE id=?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_int (stmt, 2, ahead);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_record_run_for_id (TnCopy *copy, const char *sql, const TnId *id, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, sql, error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  return tn_stmt_run (stmt, error);
}

gboolean
tn_record_forget_hash (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT stream, h FROM record WHERE id=?1 AND h IS NOT NULL", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  gsize len;
  const TnHash *h = tn_stmt_blob (stmt, 1, &len);
  if (len == sizeof *h) tn_digest_remove (copy, tn_stmt_slice (stmt, 0), h);
  tn_stmt_reset (stmt);
  return tn_record_run_for_id (copy, "UPDATE record SET h=NULL WHERE id=?1", id, error);
}

static gboolean
drop (TnCopy *copy, const TnId *id, const char *kind_key, GError **error)
{
  return tn_projection_remove (copy, kind_key, id, error) && tn_record_forget_hash (copy, id, error)
         && tn_record_run_for_id (copy, "DELETE FROM record WHERE id=?1", id, error)
         && tn_record_run_for_id (copy, "DELETE FROM history WHERE id=?1", id, error)
         && tn_record_run_for_id (copy, "DELETE FROM action_unit WHERE id=?1", id, error)
         && tn_record_run_for_id (copy, "DELETE FROM leaving WHERE id=?1", id, error);
}

gboolean
tn_record_drop (TnCopy *copy, const TnId *id, const char *kind_key, GError **error)
{
  return tn_outbox_keep (copy, id, error) && drop (copy, id, kind_key, error);
}

gboolean
tn_record_forget (TnCopy *copy, const TnId *id, const char *kind_key, GError **error)
{
  return drop (copy, id, kind_key, error) && tn_record_run_for_id (copy, "DELETE FROM outbox WHERE id=?1", id, error);
}

/* Not `unit IN (?2, '*')`, nor OR without the plus, which SQLite takes for it: it would make a table of the two for every value that is displaced, which costs
 * more than twice what the rest does. A record has few edits. */
gboolean
tn_history_add (TnCopy *copy, const TnId *id, const char *unit, const TnStamp *stamp, const char *value, gint64 at, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db,
    "INSERT INTO history(id, unit, stamp, value, at, by_user) VALUES(?1, ?2, ?3, ?4, ?5,"
    " (SELECT by_user FROM outbox WHERE id=?1 AND stamp=?3 AND (+unit=?2 OR +unit='*'))) ON CONFLICT DO NOTHING", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_id (stmt, 1, id);
  tn_stmt_bind_text (stmt, 2, unit);
  tn_stmt_bind_text (stmt, 3, stamp->s);
  tn_stmt_bind_text (stmt, 4, value);
  tn_stmt_bind_int (stmt, 5, at);
  return tn_stmt_run (stmt, error);
}

TnRow *
tn_copy_get (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_record_load (copy, id, NULL, NULL, error);
}

TnRow *
tn_copy_get_live (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, error);
  if (row && !row->deleted && row->kind) return g_steal_pointer (&row);
  if (row) g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, row->deleted ? _("This record has been deleted meanwhile.") : _("This record is not shown here."));
  return NULL;
}

void
tn_record_empty_log (TnCopy *copy)
{
  tn_db_empty_log (copy->db);
}
