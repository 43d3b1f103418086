/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-opened.h"
#include "tn-copy-private.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

void
tn_opened_free (TnOpened *opened)
{
  if (!opened) return;
  g_free (opened->by);
  g_free (opened->field);
  g_free (opened);
}

static gboolean
insert (TnCopy *copy, gint64 now, const TnId *id, const char *field, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "INSERT INTO opened(at, by_user, id, field) VALUES(?1, ?2, ?3, ?4)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, now);
  tn_stmt_bind_text (stmt, 2, tn_copy_user (copy));
  tn_stmt_bind_id (stmt, 3, id);
  tn_stmt_bind_text (stmt, 4, field);
  return tn_stmt_run (stmt, error);
}

static gboolean
prune (TnCopy *copy, gint64 now, GError **error)
{
  TnStmt *stmt = tn_db_prepare (copy->db, "DELETE FROM opened WHERE at<?1", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, now - TN_OPENED_KEPT_DAYS * DAY_MS);
  return tn_stmt_run (stmt, error);
}

static gboolean
add_all (TnCopy *copy, const TnId *ids, gsize n, const char *field, GError **error)
{
  g_autoptr (TnTx) tx = tn_tx_begin (copy->db, TRUE, error);
  gint64 now = tn_env_now_ms (copy->env);
  if (!tx) return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!insert (copy, now, &ids[i], field, error)) return FALSE;
  return prune (copy, now, error) && tn_tx_commit (g_steal_pointer (&tx), error);
}

gboolean
tn_opened_add (TnCopy *copy, const TnId *ids, gsize n, const char *field, GError **error)
{
  sqlite3 *handle = tn_db_handle (copy->db);
  gint64 before = sqlite3_total_changes64 (handle);
  gboolean done = add_all (copy, ids, n, field, error);
  copy->quiet_changes += sqlite3_total_changes64 (handle) - before;
  return done;
}

static TnOpened *
make_opened (TnStmt *stmt)
{
  TnOpened *opened = g_new0 (TnOpened, 1);
  opened->at = tn_stmt_int (stmt, 0);
  opened->by = g_strdup (tn_stmt_text (stmt, 1));
  tn_stmt_id (stmt, 2, &opened->id);
  opened->field = g_strdup (tn_stmt_text (stmt, 3));
  return opened;
}

GPtrArray *
tn_opened_list (TnCopy *copy, guint limit, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT at, by_user, id, field FROM opened ORDER BY n DESC LIMIT ?1", error);
  if (!stmt) return NULL;
  tn_stmt_bind_int (stmt, 1, limit);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_opened_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) g_ptr_array_add (list, make_opened (stmt));
  return step == TN_STEP_DONE ? g_steal_pointer (&list) : NULL;
}
