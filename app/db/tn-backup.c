/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup is whole or it is not there: it grows under a temporary name beside its final one, is read back and checked, flushed to the
 * disk, and only then takes its name. The copy is set to the rollback journal, so that it is one single file that also opens
 * from a stick mounted read-only. */
#include "tn-db-private.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PAGES_PER_STEP 512
#define BUSY_TRIES 100
#define BUSY_WAIT_US 50000

gboolean
tn_db_check_integrity (TnDb *db, GCancellable *cancellable, GError **error)
{
  g_autoptr (GCancellable) before = db->cancellable ? g_object_ref (db->cancellable) : NULL;
  tn_db_set_cancellable (db, cancellable);
  TnStmt *stmt = tn_db_prepare (db, "PRAGMA integrity_check(1)", error);
  TnStep step = stmt ? tn_stmt_step (stmt, error) : TN_STEP_ERROR;
  gboolean whole = step == TN_STEP_ROW && g_strcmp0 (tn_stmt_text (stmt, 0), "ok") == 0;
  tn_stmt_reset (stmt);
  tn_db_set_cancellable (db, before);
  return whole || (step != TN_STEP_ERROR && tn_db_set_error (db, SQLITE_CORRUPT, error));
}

static gboolean
set_cancelled (GCancellable *cancellable, GError **error)
{
  if (!g_cancellable_is_cancelled (cancellable)) return FALSE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Stopped. No backup was made; earlier backups are as they were."));
  return TRUE;
}

static gboolean
step_to_end (sqlite3_backup *backup, GCancellable *cancellable, int *code, GError **error)
{
  int tries = 0;
  do {
    if (set_cancelled (cancellable, error)) return FALSE;
    *code = sqlite3_backup_step (backup, PAGES_PER_STEP);
    gboolean busy = *code == SQLITE_BUSY || *code == SQLITE_LOCKED;
    tries = busy ? tries + 1 : 0;
    if (busy && tries < BUSY_TRIES) {
      g_usleep (BUSY_WAIT_US);
      *code = SQLITE_OK;
    }
  } while (*code == SQLITE_OK);
  return TRUE;
}

/* The read transaction pins one state of the source; without it every commit of another connection would start the copy afresh. */
static gboolean
copy_pages (TnDb *from, TnDb *to, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnTx) snapshot = sqlite3_get_autocommit (from->handle) ? tn_tx_begin (from, FALSE, error) : NULL;
  if (!snapshot && sqlite3_get_autocommit (from->handle)) return FALSE;
  sqlite3_backup *backup = sqlite3_backup_init (to->handle, "main", from->handle, "main");
  if (!backup) return tn_db_set_error (to, sqlite3_extended_errcode (to->handle), error);
  int code = SQLITE_OK;
  gboolean went = step_to_end (backup, cancellable, &code, error);
  int finish = sqlite3_backup_finish (backup);
  if (!went) return FALSE;
  if (code == SQLITE_DONE && finish == SQLITE_OK) return TRUE;
  return tn_db_set_error (to, code == SQLITE_DONE ? finish : code, error);
}

static gboolean
flush_path (const char *path, int flags, const char *label, GError **error)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);
  int err = fd < 0 || fsync (fd) != 0 ? errno : 0;
  if (fd >= 0 && close (fd) != 0 && err == 0) err = errno;
  return err == 0 || tn_db_set_errno (label, err, error);
}

static gboolean
flush_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  return flush_path (folder, O_RDONLY | O_DIRECTORY, path, error);
}

static gboolean
write_copy (TnDb *db, const char *temp, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnDb) copy = tn_db_connect (temp, path, SQLITE_OPEN_READWRITE, NULL, error);
  return copy && copy_pages (db, copy, cancellable, error)
         && tn_db_exec (copy, "PRAGMA journal_mode=DELETE", error)
         && tn_db_check_integrity (copy, cancellable, error);
}

gboolean
tn_db_backup (TnDb *db, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *temp = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temp, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) return tn_db_set_errno (path, errno, error);
  close (fd);
  gboolean done = write_copy (db, temp, path, cancellable, error) && flush_path (temp, O_RDWR, path, error);
  if (done && g_rename (temp, path) != 0) done = tn_db_set_errno (path, errno, error);
  if (!done) {
    g_unlink (temp);
    return FALSE;
  }
  return flush_folder (path, error);
}
