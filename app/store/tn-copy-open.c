/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-apply-private.h"
#include "tn-meta-keys.h"
#include "tn-projection.h"
#include "tn-query-private.h"
#include <glib/gi18n.h>

static gboolean
read_version (TnCopy *copy, gint64 *version, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT user_version FROM pragma_user_version", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  *version = tn_stmt_int (stmt, 0);
  return TRUE;
}

/* An older file cannot be read with today's statements, and who may only read cannot bring it up. */
static gboolean
check_version_read_only (TnCopy *copy, GError **error)
{
  gint64 version;
  if (!read_version (copy, &version, error)) return FALSE;
  if (version == 0 || version >= tn_copy_migrations ()->n) return TRUE;
  g_autofree char *name = g_filename_display_basename (copy->path);
  g_set_error (error, TN_ERROR, TN_ERROR_BUSY,
    _("“%s” was written by an older version of this program and must be opened for writing once. Nothing was changed. Open it in the window first."), name);
  return FALSE;
}

static gboolean
prepare_read_only (TnCopy *copy, GError **error)
{
  return check_version_read_only (copy, error) && tn_db_migrate (copy->db, tn_copy_migrations (), error);
}

/* An import, a rebuild or a migration was cut off before lists and search were made. A first copy that is still coming in makes them at
 * its own end (tn-apply-first.c); a copy that only got one more stream to read has its lists meanwhile. */
static gboolean
finish_bulk (TnCopy *copy, GError **error)
{
  if (!tn_projection_in_bulk (copy)) return TRUE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (copy->db, "SELECT EXISTS(SELECT 1 FROM meta WHERE k=?1 AND v=?2) AND EXISTS(SELECT 1 FROM pull WHERE ready=0 AND lost=0)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, TN_META_BULK);
  tn_stmt_bind_text (stmt, 2, TN_BULK_VALUE_FIRST);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  gboolean coming_in = tn_stmt_int (stmt, 0) != 0;
  tn_stmt_reset (stmt);
  return coming_in || tn_projection_rebuild (copy, NULL, error);
}

/* secure_delete: what was erased or went out of scope may not be read from the file's free pages (sync.md 2.8), nor from those that a
 * migration leaves, nor from the log that a program has left which was cut off. */
static gboolean
prepare_writable (TnCopy *copy, GError **error)
{
  tn_db_empty_log (copy->db);
  return tn_db_exec (copy->db, "PRAGMA secure_delete=ON", error) && tn_db_migrate (copy->db, tn_copy_migrations (), error)
         && tn_copy_check_identity (copy, error) && finish_bulk (copy, error);
}

TnCopy *
tn_copy_open (const char *path, TnCopyFlags flags, const TnEnv *env, GError **error)
{
  g_return_val_if_fail (path, NULL);
  g_autoptr (TnCopy) copy = g_new0 (TnCopy, 1);
  copy->path = g_strdup (path);
  copy->env = env ? env : tn_env_system ();
  copy->read_only = (flags & TN_COPY_READ_ONLY) != 0;
  TnDbFlags db_flags = (copy->read_only ? TN_DB_READ_ONLY : 0) | (flags & TN_COPY_CREATE ? TN_DB_CREATE : 0);
  copy->db = tn_db_open (path, db_flags, copy->env->vfs, error);
  if (!copy->db) return NULL;
  if (!copy->read_only && !tn_db_set_log (copy->db, TN_COPY_LOG_PAGES, TN_COPY_LOG_PAGES_MOST, error)) return NULL;
  tn_copy_set_one_thread (copy, copy->env->vfs != NULL);
  if (!(copy->read_only ? prepare_read_only (copy, error) : prepare_writable (copy, error))) return NULL;
  return g_steal_pointer (&copy);
}

void
tn_copy_close (TnCopy *copy)
{
  if (!copy) return;
  tn_apply_drop_first (copy);
  g_clear_pointer (&copy->cache, tn_query_cache_free);
  g_clear_pointer (&copy->digests, g_hash_table_unref);
  g_clear_pointer (&copy->db, tn_db_close);
  g_free (copy->path);
  g_free (copy);
}

void
tn_copy_set_one_thread (TnCopy *copy, gboolean one_thread)
{
  copy->one_thread = one_thread;
  if (!copy->read_only) tn_db_tend_log (copy->db, !one_thread);
}

TnDb *
tn_copy_db (TnCopy *copy)
{
  return copy->db;
}

const TnEnv *
tn_copy_env (TnCopy *copy)
{
  return copy->env;
}

const char *
tn_copy_path (TnCopy *copy)
{
  return copy->path;
}
