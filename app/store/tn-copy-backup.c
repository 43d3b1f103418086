/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup is one whole file (app/db sees to that). A restore checks it, makes sure that nobody has the copy open, keeps what it replaces
 * beside it, and takes away the write-ahead log of the old file, which would otherwise be read into the new one. */
#include "tn-copy-private.h"
#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEPT_SUFFIX ".before-restore"

static gboolean
is_same_file (const char *a, const char *b)
{
  struct stat x, y;
  return stat (a, &x) == 0 && stat (b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static gboolean
refuse_same (const char *a, const char *b, GError **error)
{
  if (!is_same_file (a, b)) return FALSE;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
    _("The backup and the copy are the same file. Nothing was changed. Choose another name or another disk for the backup."));
  return TRUE;
}

gboolean
tn_copy_backup (TnCopy *copy, const char *to, GCancellable *cancellable, GError **error)
{
  return !refuse_same (copy->path, to, error) && tn_db_backup (copy->db, to, cancellable, error);
}

/* An older backup is as good as a new one: it is brought up when it is opened. */
static gboolean
check_version (TnDb *db, GError **error)
{
  TnMigrations as_it_is = *tn_copy_migrations ();
  {
    g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT user_version FROM pragma_user_version", error);
    if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
    gint64 version = tn_stmt_int (stmt, 0);
    if (version >= 0 && version < as_it_is.n) as_it_is.n = (guint) version;
  }
  return tn_db_migrate (db, &as_it_is, error);
}

/* An empty file is nobody's, and so passes for a new copy; as a backup it is none. */
static gboolean
check_holds_copy (TnDb *db, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, "SELECT EXISTS(SELECT 1 FROM sqlite_schema WHERE name='record')", error);
  if (!stmt || tn_stmt_step (stmt, error) != TN_STEP_ROW) return FALSE;
  return tn_stmt_int (stmt, 0) != 0 || tn_db_set_error (db, SQLITE_NOTADB, error);
}

static TnDb *
open_backup (const char *backup, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnDb) db = tn_db_open (backup, TN_DB_READ_ONLY, NULL, error);
  if (!db || !check_version (db, error) || !check_holds_copy (db, error) || !tn_db_check_integrity (db, cancellable, error)) return NULL;
  return g_steal_pointer (&db);
}

/* Leaving WAL needs the file for oneself alone, and takes the log into the file. A damaged file is what people restore over: it passes. */
static gboolean
settle_old_file (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS)) return TRUE;
  g_autoptr (GError) local = NULL;
  g_autoptr (TnDb) db = tn_db_open (path, 0, NULL, &local);
  if (db && tn_db_exec (db, "PRAGMA busy_timeout=200; PRAGMA journal_mode=DELETE", &local)) return TRUE;
  if (g_error_matches (local, TN_ERROR, TN_ERROR_CORRUPT)) return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
move_away (const char *path, const char *kept, const char *suffix, GError **error)
{
  g_autofree char *from = g_strconcat (path, suffix, NULL), *to = g_strconcat (kept, suffix, NULL);
  if (g_unlink (to) != 0 && errno != ENOENT) goto failed;
  if (g_rename (from, to) == 0 || errno == ENOENT) return TRUE;
failed:
  g_set_error (error, TN_ERROR, TN_ERROR_READ_ONLY,
    _("The file that is here now could not be put aside (%s). Nothing was restored. Look at the permissions of the folder."), g_strerror (errno));
  return FALSE;
}

/* A damaged database may have left its log behind, and that belongs to the file it is put aside with. */
static gboolean
keep_old_file (const char *path, GError **error)
{
  g_autofree char *kept = g_strconcat (path, KEPT_SUFFIX, NULL);
  return move_away (path, kept, "-wal", error) && move_away (path, kept, "-shm", error) && move_away (path, kept, "", error);
}

static void
bring_back_old_file (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *to = g_strconcat (path, suffixes[i], NULL), *from = g_strconcat (path, KEPT_SUFFIX, suffixes[i], NULL);
    if (g_rename (from, to) != 0 && errno != ENOENT) g_warning ("%s: %s", from, g_strerror (errno));
  }
}

/* The file must not take itself for the one that the backup was made of, wherever the file system puts it. */
static gboolean
forget_identity (const char *path, GError **error)
{
  g_autoptr (TnDb) db = tn_db_open (path, 0, NULL, error);
  return db && tn_db_exec (db, "DELETE FROM meta WHERE k='" TN_META_FILE_IDENTITY "'", error);
}

gboolean
tn_copy_restore (const char *backup, const char *path, GCancellable *cancellable, GError **error)
{
  if (refuse_same (backup, path, error)) return FALSE;
  g_autoptr (TnDb) from = open_backup (backup, cancellable, error);
  if (!from || !settle_old_file (path, error) || !keep_old_file (path, error)) return FALSE;
  if (tn_db_backup (from, path, cancellable, error)) return forget_identity (path, error);
  bring_back_old_file (path);
  return FALSE;
}
