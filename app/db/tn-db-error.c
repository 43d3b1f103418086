/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's codes become ours here and nowhere else, each with a sentence that says what happened, what is safe and
 * what to do. Whatever failed was inside a transaction, and SQLite undoes that whole; so "nothing was changed" holds. */
#include "tn-db-private.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <unistd.h>

typedef struct {
  TnErrorCode code;
  const char *text;   /* N_(); one %s, the file's name */
} Message;

static const Message busy = { TN_ERROR_BUSY,
  N_("“%s” is in use by another window or program. Nothing was changed. Close the other window, or try again in a moment.") };
static const Message read_only = { TN_ERROR_READ_ONLY,
  N_("“%s” may not be written to. Nothing was changed. Look at the permissions of the file and of its folder, or copy the file to another disk.") };
static const Message not_found = { TN_ERROR_NOT_FOUND,
  N_("“%s” was not found. Nothing was changed. Look whether the file was moved, or whether its disk or stick is plugged in.") };
static const Message full = { TN_ERROR_FULL,
  N_("The disk is full, so “%s” could not be written. What was saved before is safe; the last step was not saved. Free some space and try again.") };
static const Message corrupt = { TN_ERROR_CORRUPT,
  N_("“%s” is damaged, or is not a data file of this program. Nothing was changed. Make a copy of the file, then restore the newest backup.") };
static const Message too_large = { TN_ERROR_TOO_LARGE,
  N_("A value is too large for “%s”. Nothing was changed. Shorten the text and try again.") };
static const Message conflict = { TN_ERROR_CONFLICT,
  N_("“%s” already holds something that does not go with this change. Nothing was changed. Read it again and try once more.") };
static const Message no_memory = { TN_ERROR_FAILED,
  N_("The computer has run out of memory while using “%s”. Nothing was changed. Close other programs and try again.") };
static const Message disk = { TN_ERROR_FAILED,
  N_("The disk that holds “%s” could not be read or written. What was saved before is safe. Look at the disk or stick, and make a backup to another disk.") };
static const Message failed = { TN_ERROR_FAILED,
  N_("“%s” could not be used. Nothing was changed. Try again; if it comes back, tell your district office what it says here.") };

static const Message *
message_for_errno (int err)
{
  switch (err) {
    case ENOSPC: case EDQUOT: case EFBIG: return &full;
    case EROFS: case EACCES: case EPERM: return &read_only;
    case ENOENT: case ENOTDIR: return &not_found;
    case ENOMEM: return &no_memory;
    default: return &disk;
  }
}

/* The errno of the failed call on the log or on the file itself; the undoing that follows a failure overwrites the connection's. */
static int
system_error (TnDb *db)
{
  static const int pointers[] = { SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER };
  for (guint i = 0; db->handle && i < G_N_ELEMENTS (pointers); i++) {
    sqlite3_file *file = NULL;
    int err = 0;
    sqlite3_file_control (db->handle, "main", pointers[i], &file);
    if (file && file->pMethods && file->pMethods->xFileControl (file, SQLITE_FCNTL_LAST_ERRNO, &err) == SQLITE_OK && err) return err;
  }
  return db->handle ? sqlite3_system_errno (db->handle) : 0;
}

/* The system's errno tells apart what SQLite calls an input or output error: a full quota, a stick mounted read-only. */
static const Message *
message_for_io (TnDb *db, int code)
{
  if (code == SQLITE_IOERR_NOMEM) return &no_memory;
  if (code == SQLITE_IOERR_CORRUPTFS || code == SQLITE_IOERR_DATA) return &corrupt;
  return message_for_errno (system_error (db));
}

static const Message *
message_for_open (TnDb *db)
{
  g_autofree char *folder = g_path_get_dirname (db->path);
  if (g_file_test (db->path, G_FILE_TEST_EXISTS)) return &read_only;
  gboolean barred = db->creates && faccessat (AT_FDCWD, folder, W_OK, AT_EACCESS) != 0 && errno == EACCES;
  return barred ? &read_only : &not_found;
}

static const Message *
message_for_code (TnDb *db, int code)
{
  switch (code & 0xff) {
    case SQLITE_BUSY: case SQLITE_LOCKED: return &busy;
    case SQLITE_READONLY: case SQLITE_PERM: case SQLITE_AUTH: return &read_only;
    case SQLITE_CANTOPEN: return message_for_open (db);
    case SQLITE_FULL: return &full;
    case SQLITE_CORRUPT: case SQLITE_NOTADB: return &corrupt;
    case SQLITE_TOOBIG: return &too_large;
    case SQLITE_CONSTRAINT: return &conflict;
    case SQLITE_NOMEM: return &no_memory;
    case SQLITE_IOERR: return message_for_io (db, code);
    default: return &failed;
  }
}

static void
set_message (const Message *message, const char *path, const char *detail, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GString) text = g_string_new (_(message->text));
  g_string_replace (text, "%s", name, 1);
  if (detail) g_string_append_printf (text, " [%s]", detail);
  g_set_error_literal (error, TN_ERROR, message->code, text->str);
}

gboolean
tn_db_set_errno (const char *label, int err, GError **error)
{
  const Message *message = message_for_errno (err);
  set_message (message, label, message == &disk ? g_strerror (err) : NULL, error);
  return FALSE;
}

gboolean
tn_db_set_error (TnDb *db, int code, GError **error)
{
  if (code == SQLITE_INTERRUPT) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Stopped. Nothing was changed."));
    return FALSE;
  }
  const Message *message = message_for_code (db, code);
  gboolean vague = message == &failed || message == &disk || message == &conflict;
  set_message (message, db->path, !vague ? NULL : db->handle ? sqlite3_errmsg (db->handle) : sqlite3_errstr (code), error);
  return FALSE;
}
