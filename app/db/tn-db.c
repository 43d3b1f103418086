/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-db-private.h"
#include "tn-mutant.h"

#define PATIENCE_MS 5000
#define LOOKS_QUICK 64        /* at a lock, a millisecond apart; then more slowly */
#define LOOK_QUICK_US 1000
#define LOOK_US 3000
#define WAITS_MS 5            /* who waits has looked within these */
#define PROGRESS_STEPS 2000   /* virtual machine steps between two looks at the cancellable: well below a millisecond */

static const char connection_pragmas[] =
  "PRAGMA foreign_keys=OFF;"       /* a child may arrive before its parent (sync.md fault 24) */
  "PRAGMA synchronous=FULL;"
  "PRAGMA cache_size=-16000;"
  "PRAGMA temp_store=MEMORY;"      /* nothing of a person's data in /tmp */
  "PRAGMA mmap_size=0;"            /* a bad sector is then an error code and no SIGBUS */
  "PRAGMA trusted_schema=OFF;";

/* When a connection of this process last looked for a lock in vain, monotonic ms, cut to a gint. Atomic. */
static gint waited_at;

static gint
now_ms (void)
{
  return (gint) (g_get_monotonic_time () / 1000 & G_MAXINT);
}

gboolean
tn_db_anyone_waits (void)
{
  gint at = g_atomic_int_get (&waited_at);
  gint now = now_ms ();
  return at != 0 && now >= at && now - at <= WAITS_MS;
}

/* SQLite's own way of waiting sleeps up to 100 ms between two looks, and so misses the gaps that a writer of many short transactions leaves. */
static int
wait_cb (void *data, int n)
{
  TnDb *db = data;
  gint64 now = g_get_monotonic_time ();
  if (n == 0) db->waits_since = now;
  if (now - db->waits_since >= db->patience_us) return 0;
  g_atomic_int_set (&waited_at, now_ms ());
  g_usleep (n < LOOKS_QUICK ? LOOK_QUICK_US : LOOK_US);
  return 1;
}

void
tn_db_set_busy_handler (TnDb *db)
{
  sqlite3_busy_handler (db->handle, wait_cb, db);
}

void
tn_db_set_patience (TnDb *db, guint ms)
{
  db->patience_us = ms * G_GINT64_CONSTANT (1000);
}

/* SQLite would count every byte it allocates, behind a lock that all connections share; nobody asks for that count. Of no effect where the process used SQLite before. */
static void
set_up_once (void)
{
  static gsize ready = 0;
  if (!g_once_init_enter (&ready)) return;
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  g_once_init_leave (&ready, 1);
}

TnDb *
tn_db_connect (const char *path, const char *label, int open_flags, const char *vfs, GError **error)
{
  g_autoptr (TnDb) db = g_new0 (TnDb, 1);
  set_up_once ();
  db->path = g_strdup (label);
  db->vfs = g_strdup (vfs);
  db->log = tn_db_log_new (db);
  db->creates = (open_flags & SQLITE_OPEN_CREATE) != 0;
  db->by_address = g_hash_table_new (NULL, NULL);
  db->by_text = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tn_stmt_free);
  int code = sqlite3_open_v2 (path, &db->handle, open_flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, tn_db_vfs_over (vfs));
  if (code != SQLITE_OK) {
    tn_db_set_error (db, code, error);
    return NULL;
  }
  tn_db_set_patience (db, PATIENCE_MS);
  tn_db_set_busy_handler (db);
  return g_steal_pointer (&db);
}

/* A file that came from elsewhere must not run code through its schema, and a mistyped column must not become a string. A plan never depends on the values that
 * are bound: else each statement that could use an index with a WHERE is compiled anew whenever it is bound. */
static void
harden (sqlite3 *handle)
{
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
}

static int
open_flags_for (TnDbFlags flags)
{
  if (flags & TN_DB_READ_ONLY) return SQLITE_OPEN_READONLY;
  return SQLITE_OPEN_READWRITE | (flags & (TN_DB_CREATE | TN_DB_MEMORY) ? SQLITE_OPEN_CREATE : 0)
         | (flags & TN_DB_MEMORY ? SQLITE_OPEN_MEMORY : 0);
}

gboolean
tn_db_use_wal (TnDb *db, GError **error)
{
  return tn_db_exec (db, "PRAGMA journal_mode=WAL", error);
}

/* Only a new file is given our page size and WAL here: a file of somebody else must stay as it is until
 * tn_db_migrate() has looked whose it is. */
static gboolean
prepare_file (TnDb *db, TnDbFlags flags, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT (SELECT page_count FROM pragma_page_count), (SELECT count(*) FROM sqlite_schema)", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  gboolean fresh = tn_stmt_int (stmt, 0) == 0;
  tn_stmt_reset (stmt);
  if (flags & TN_DB_READ_ONLY) return TRUE;
  if (sqlite3_db_readonly (db->handle, "main") == 1) return tn_db_set_error (db, SQLITE_READONLY, error);
  return !fresh || (tn_db_exec (db, "PRAGMA page_size=" G_STRINGIFY (TN_DB_PAGE), error) && tn_db_use_wal (db, error));
}

TnDb *
tn_db_open (const char *path, TnDbFlags flags, const char *vfs, GError **error)
{
  g_return_val_if_fail (path || flags & TN_DB_MEMORY, NULL);
  const char *file = flags & TN_DB_MEMORY ? ":memory:" : path;
  g_autoptr (TnDb) db = tn_db_connect (file, path ? path : file, open_flags_for (flags), vfs, error);
  if (!db) return NULL;
  harden (db->handle);
  if (!tn_db_exec (db, connection_pragmas, error) || (TN_MUTANT (NO_FLUSH) && !tn_db_exec (db, "PRAGMA synchronous=OFF", error)) || !prepare_file (db, flags, error)) return NULL;
  return g_steal_pointer (&db);
}

gboolean
tn_db_exists (const char *path, const char *vfs)
{
  sqlite3_vfs *found = sqlite3_vfs_find (vfs);
  int there = 0;
  return found && found->xAccess (found, path, SQLITE_ACCESS_EXISTS, &there) == SQLITE_OK && there;
}

void
tn_db_close (TnDb *db)
{
  if (!db) return;
  g_clear_pointer (&db->log, tn_db_log_free);
  g_clear_pointer (&db->by_address, g_hash_table_unref);
  g_clear_pointer (&db->by_text, g_hash_table_unref);
  if (db->handle && sqlite3_close (db->handle) != SQLITE_OK)
    g_critical ("a statement or backup of %s was still open", db->path);
  g_clear_object (&db->cancellable);
  g_free (db->vfs);
  g_free (db->path);
  g_free (db);
}

sqlite3 *
tn_db_handle (TnDb *db)
{
  return db->handle;
}

const char *
tn_db_path (TnDb *db)
{
  return db->path;
}

gboolean
tn_db_exec (TnDb *db, const char *sql, GError **error)
{
  int code = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);
  return code == SQLITE_OK || tn_db_set_error (db, code, error);
}

gboolean
tn_db_set_durable (TnDb *db, gboolean durable, GError **error)
{
  if (db->hasty == !durable || TN_MUTANT (NO_FLUSH)) return TRUE;
  if (!tn_db_exec (db, durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL", error)) return FALSE;
  db->hasty = !durable;
  return TRUE;
}

static int
look_at_cancellable_cb (void *data)
{
  return g_cancellable_is_cancelled (data);
}

void
tn_db_set_cancellable (TnDb *db, GCancellable *cancellable)
{
  g_set_object (&db->cancellable, cancellable);
  sqlite3_progress_handler (db->handle, cancellable ? PROGRESS_STEPS : 0, cancellable ? look_at_cancellable_cb : NULL, cancellable);
}

gint64
tn_db_changes (TnDb *db)
{
  return sqlite3_changes64 (db->handle);
}

gint64
tn_db_last_rowid (TnDb *db)
{
  return sqlite3_last_insert_rowid (db->handle);
}
