/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quarantine as a reviewer sees it, the list of what was erased, and backup. */
#include "tn-depot-sqlite-private.h"
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <errno.h>

#define COLUMNS "SELECT qid, ward, device, at, why, state, record"

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
  driver->cases = list_cases;
  driver->get_case = get_case;
  driver->each_erased = each_erased;
  driver->backup = backup;
}
