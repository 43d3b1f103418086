/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quarantine, as it fills and as a reviewer sees it, alarms, the list of what was erased, and backup. */
#include "tn-depot-sqlite-private.h"
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <errno.h>

#define COLUMNS "SELECT qid, ward, device, at, why, state, record"
#define CUSTODY_MAX (64 * 1024 * 1024)   /* bytes that one laptop may leave; a person's work of years is less */

/* The same bytes again are the same case, whatever has become of it. */
gboolean
sqlite_hold (TnDb *db, const TnHeld *held, gint64 now, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "INSERT INTO quarantine(qid, ward, device, at, why, raw, record) VALUES(?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, held->qid.b, sizeof held->qid.b);
  tn_stmt_bind_text (stmt, 2, held->ward);
  tn_stmt_bind_text (stmt, 3, held->device);
  tn_stmt_bind_int (stmt, 4, now);
  tn_stmt_bind_text (stmt, 5, held->why);
  tn_stmt_bind_blob (stmt, 6, held->raw.p, held->raw.len);
  tn_stmt_bind_id (stmt, 7, held->record);
  return tn_stmt_run (stmt, error);
}

gboolean
sqlite_alarm (TnDb *db, const char *device, const char *what, gint64 now, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "INSERT INTO alarm(device, what, at) VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET at=excluded.at", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, device);
  tn_stmt_bind_text (stmt, 2, what);
  tn_stmt_bind_int (stmt, 3, now);
  return tn_stmt_run (stmt, error);
}

static gboolean
has_room (TnDb *db, const TnHeld *held, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT total(length(raw)) FROM quarantine WHERE device=? AND record IS NULL", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, held->device);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  if (tn_stmt_int (stmt, 0) + (gint64) held->raw.len <= CUSTODY_MAX) return TRUE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_TOO_LARGE, _("This laptop has handed in all that may be kept for it. Speak to the district office."));
  return FALSE;
}

static gboolean
hold (TnDepot *depot, const TnHeld *held, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  return write && has_room (write->db, held, error) && sqlite_hold (write->db, held, tn_env_now_ms (write->depot->env), error) && sqlite_write_commit (g_steal_pointer (&write), error);
}

static TnCase *
read_case (TnStmt *stmt)
{
  gsize len = 0;
  TnCase *item = g_new0 (TnCase, 1);
  const void *qid = tn_stmt_blob (stmt, 0, &len);
  if (qid && len == sizeof item->qid.b) memcpy (item->qid.b, qid, len);
  item->ward = g_strdup (tn_stmt_text (stmt, 1));
  item->device = g_strdup (tn_stmt_text (stmt, 2));
  item->at = tn_stmt_int (stmt, 3);
  item->why = g_strdup (tn_stmt_text (stmt, 4));
  item->state = g_strdup (tn_stmt_text (stmt, 5));
  tn_stmt_id (stmt, 6, &item->record);
  return item;
}

static GPtrArray *
list_cases (TnDepot *depot, const char *state, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, COLUMNS " FROM quarantine WHERE ?1 IS NULL OR state=?1 ORDER BY at, qid", error);
  if (!stmt) return NULL;
  tn_stmt_bind_text (stmt, 1, state);
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_case_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (cases, read_case (stmt));
  return step == TN_STEP_DONE ? g_steal_pointer (&cases) : NULL;
}

static gboolean
get_case (TnDepot *depot, const TnHash *qid, TnCase **found, GError **error)
{
  *found = NULL;
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, COLUMNS ", raw FROM quarantine WHERE qid=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_blob (stmt, 1, qid->b, sizeof qid->b);
  TnStep step = tn_stmt_step (stmt, error);
  if (step != TN_STEP_ROW) return step == TN_STEP_DONE;
  gsize len = 0;
  *found = read_case (stmt);
  const void *raw = tn_stmt_blob (stmt, 7, &len);
  (*found)->raw = g_bytes_new (raw, len);
  return TRUE;
}

static gboolean
each_erased (TnDepot *depot, TnEachErased each, gpointer user_data, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db, "SELECT ward, id FROM erased ORDER BY ward, id", error);
  if (!stmt) return FALSE;
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnId id;
    if (tn_stmt_id (stmt, 1, &id)) each (tn_stmt_text (stmt, 0), &id, user_data);
  }
  return step == TN_STEP_DONE;
}

/* A connection of its own: a backup takes a while, and the readers are for laptops. */
static gboolean
backup (TnDepot *base, const char *path, GCancellable *cancellable, GError **error)
{
  SqliteDepot *depot = (SqliteDepot *) base;
  g_autoptr (TnDb) db = tn_db_open (depot->path, TN_DB_READ_ONLY, depot->env->vfs, error);
  if (!db || !tn_db_backup (db, path, cancellable, error)) return FALSE;
  if (g_chmod (path, 0600) == 0) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The rights of “%s” could not be set (%s). Run this as the owner of the folder."), path, g_strerror (errno));
  return FALSE;
}

void
sqlite_fill_case_driver (TnDepotDriver *driver)
{
  driver->hold = hold;
  driver->cases = list_cases;
  driver->get_case = get_case;
  driver->each_erased = each_erased;
  driver->backup = backup;
}
