/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-depot-sqlite-private.h"
#include <glib/gi18n.h>

#define LOG_PAGES 8000u            /* 64 MiB of log between two checkpoints */
#define LOG_PAGES_MOST 32000u
#define READER_CACHE "PRAGMA cache_size=-1024"   /* they walk a page's rows once */

static TnDb *
open_reader (SqliteDepot *depot, GError **error)
{
  g_autoptr (TnDb) db = tn_db_open (depot->path, TN_DB_READ_ONLY, depot->env->vfs, error);
  return db && tn_db_exec (db, READER_CACHE, error) ? g_steal_pointer (&db) : NULL;
}

static TnDb *
take_reader (SqliteDepot *depot, GError **error)
{
  TnDb *db = NULL;
  g_mutex_lock (&depot->readers_lock);
  if (depot->readers->len) db = g_ptr_array_steal_index_fast (depot->readers, depot->readers->len - 1);
  g_mutex_unlock (&depot->readers_lock);
  return db ? db : open_reader (depot, error);
}

static void
give_reader_back (SqliteDepot *depot, TnDb *db)
{
  g_mutex_lock (&depot->readers_lock);
  g_ptr_array_add (depot->readers, db);
  g_mutex_unlock (&depot->readers_lock);
}

SqliteRead *
sqlite_read_begin (TnDepot *base, GError **error)
{
  SqliteDepot *depot = (SqliteDepot *) base;
  TnDb *db = take_reader (depot, error);
  if (!db) return NULL;
  TnTx *tx = tn_tx_begin (db, FALSE, error);
  if (!tx) {
    tn_db_close (db);
    return NULL;
  }
  SqliteRead *read = g_new0 (SqliteRead, 1);
  *read = (SqliteRead) { depot, db, tx };
  return read;
}

void
sqlite_read_end (SqliteRead *read)
{
  if (!read) return;
  tn_tx_rollback (read->tx);
  give_reader_back (read->depot, read->db);
  g_free (read);
}

gboolean
sqlite_get_meta (TnDb *db, const char *key, char **value, GError **error)
{
  *value = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT v FROM meta WHERE k=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, key);
  TnStep step = tn_stmt_step (stmt, error);
  if (step == TN_STEP_ROW) *value = g_strdup (tn_stmt_text (stmt, 0));
  return step != TN_STEP_ERROR;
}

gboolean
sqlite_set_meta (TnDb *db, const char *key, const char *value, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "INSERT OR REPLACE INTO meta(k, v) VALUES(?, ?)", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, key);
  tn_stmt_bind_text (stmt, 2, value);
  return tn_stmt_run (stmt, error);
}

static gboolean
get_meta (TnDepot *depot, const char *key, char **value, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  return read && sqlite_get_meta (read->db, key, value, error);
}

static gboolean
set_meta (TnDepot *depot, const char *key, const char *value, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  return write && sqlite_set_meta (write->db, key, value, error) && sqlite_write_commit (g_steal_pointer (&write), error);
}

static gboolean
ward_add (TnDepot *depot, const char *ward, const char *name, GError **error)
{
  g_autoptr (SqliteWrite) write = sqlite_write_begin (depot, error);
  if (!write) return FALSE;
  g_autoptr (TnStmt) stmt = tn_db_prepare (write->db, "INSERT INTO ward(ward, name) VALUES(?, ?) ON CONFLICT DO NOTHING", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  tn_stmt_bind_text (stmt, 2, name);
  if (!tn_stmt_run (stmt, error)) return FALSE;
  if (tn_db_changes (write->db) == 0) {
    g_set_error (error, TN_ERROR, TN_ERROR_CONFLICT, _("The ward %s is here already. Nothing was changed."), ward);
    return FALSE;
  }
  return sqlite_write_commit (g_steal_pointer (&write), error);
}

static GPtrArray *
list_wards (TnDepot *depot, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  if (!read) return NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (read->db,
    "SELECT w.ward, w.name, w.seq, (SELECT total(n) FROM stream s WHERE s.ward=w.ward),"
    " (SELECT count(*) FROM quarantine q WHERE q.ward=w.ward AND q.state='open') FROM ward w ORDER BY w.ward", error);
  if (!stmt) return NULL;
  g_autoptr (GPtrArray) wards = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_ward_free);
  TnStep step;
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) {
    TnWard *ward = g_new0 (TnWard, 1);
    *ward = (TnWard) { g_strdup (tn_stmt_text (stmt, 0)), g_strdup (tn_stmt_text (stmt, 1)), tn_stmt_int (stmt, 2),
                       (guint64) tn_stmt_int (stmt, 3), (guint64) tn_stmt_int (stmt, 4) };
    g_ptr_array_add (wards, ward);
  }
  return step == TN_STEP_DONE ? g_steal_pointer (&wards) : NULL;
}

gboolean
sqlite_read_head (TnDb *db, const char *ward, gboolean *found, TnCursor *head, GError **error)
{
  *head = (TnCursor) { 0 };
  g_autoptr (TnStmt) stmt = tn_db_prepare (db,
    "SELECT w.seq, (SELECT tok FROM ward_log l WHERE l.ward=w.ward AND l.seq>=w.seq ORDER BY l.seq LIMIT 1) FROM ward w WHERE w.ward=?", error);
  if (!stmt) return FALSE;
  tn_stmt_bind_text (stmt, 1, ward);
  TnStep step = tn_stmt_step (stmt, error);
  *found = step == TN_STEP_ROW;
  if (!*found) return step == TN_STEP_DONE;
  head->seq = tn_stmt_int (stmt, 0);
  if (head->seq) g_strlcpy (head->tok, tn_stmt_text (stmt, 1) ? tn_stmt_text (stmt, 1) : "", sizeof head->tok);
  return TRUE;
}

static gboolean
ward_head (TnDepot *depot, const char *ward, gboolean *found, TnCursor *head, GError **error)
{
  g_autoptr (SqliteRead) read = sqlite_read_begin (depot, error);
  return read && sqlite_read_head (read->db, ward, found, head, error);
}

static void
tend (TnDepot *base)
{
  SqliteDepot *depot = (SqliteDepot *) base;
  g_atomic_int_set (&depot->tended, TRUE);
  tn_db_tend_log (depot->writer, TRUE);
}

static void
free_depot (TnDepot *base)
{
  SqliteDepot *depot = (SqliteDepot *) base;
  g_clear_pointer (&depot->readers, g_ptr_array_unref);
  g_clear_pointer (&depot->writer, tn_db_close);
  g_mutex_clear (&depot->write_lock);
  g_mutex_clear (&depot->group_lock);
  g_cond_clear (&depot->group_ended);
  g_mutex_clear (&depot->readers_lock);
  g_free (depot->path);
  g_free (depot);
}

static const TnDepotDriver *
get_driver (void)
{
  static TnDepotDriver driver = { .name = "sqlite", .free = free_depot, .get_meta = get_meta, .set_meta = set_meta,
                                  .ward_add = ward_add, .wards = list_wards, .ward_head = ward_head, .tend = tend };
  static gsize filled = 0;
  if (g_once_init_enter (&filled)) {
    sqlite_fill_device_driver (&driver);
    sqlite_fill_read_driver (&driver);
    sqlite_fill_change_driver (&driver);
    sqlite_fill_ask_driver (&driver);
    sqlite_fill_tx_driver (&driver);
    sqlite_fill_copy_driver (&driver);
    sqlite_fill_case_driver (&driver);
    g_once_init_leave (&filled, 1);
  }
  return &driver;
}

TnDepot *
tn_depot_sqlite_open (const char *path, gboolean create, const TnEnv *env, GError **error)
{
  SqliteDepot *depot = g_new0 (SqliteDepot, 1);
  g_autoptr (TnDepot) base = &depot->base;
  depot->base.driver = get_driver ();
  depot->path = g_strdup (path);
  depot->env = env ? env : tn_env_system ();
  depot->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_db_close);
  g_mutex_init (&depot->write_lock);
  g_mutex_init (&depot->group_lock);
  g_cond_init (&depot->group_ended);
  g_mutex_init (&depot->readers_lock);
  depot->writer = tn_db_open (path, create ? TN_DB_CREATE : 0, depot->env->vfs, error);
  /* Always and not for erasing alone: what an edit replaced earlier may be of what is erased later. */
  if (!depot->writer || !tn_db_exec (depot->writer, "PRAGMA secure_delete=ON", error) || !tn_db_migrate (depot->writer, &tn_depot_migrations, error)) return NULL;
  if (!tn_db_exec (depot->writer, SQLITE_WRITER_CACHE, error) || !tn_db_set_log (depot->writer, LOG_PAGES, LOG_PAGES_MOST, error)) return NULL;
  tn_db_empty_log (depot->writer);   /* a server that was cut off just after an erasure has left one */
  return g_steal_pointer (&base);
}
