/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-db.h"
G_BEGIN_DECLS

typedef struct _TnDbLog TnDbLog;

struct _TnDb {
  sqlite3 *handle;
  char *vfs;                /* NULL = the system's */
  TnDbLog *log;
  char *path;               /* what a person calls the file: a backup in the making carries its final name */
  gboolean hasty;           /* commits do not wait for the disk */
  gboolean creates;         /* a file that is missing is made */
  GHashTable *by_address;   /* const char* (a literal's address) -> TnStmt*, borrowed from by_text */
  GHashTable *by_text;      /* char* SQL -> TnStmt*, owns both */
  GCancellable *cancellable;
  gint64 patience_us, waits_since;   /* for another connection's lock; monotonic */
};

/* The name of a VFS that writes a log in few calls, over the one of this name (NULL = the system's): tn-db-vfs.c. Made when it is first asked for, and kept. Any thread. */
const char *tn_db_vfs_over (const char *name);
/* TRUE = this is a page of a b-tree (first = the file's first), and the room in it that holds nothing by its own word is not empty: *len bytes from *from on. A page of another kind may
 * look like one in a file of 2^25 pages or with a map of pointers; that is the caller's to know. */
gboolean tn_db_page_find_remains (const guint8 *page, gsize n, gboolean first, gsize *from, gsize *len);
/* A bare connection: no pragmas, the file not looked at. `label` names the file in messages. */
TnDb *tn_db_connect (const char *path, const char *label, int open_flags, const char *vfs, GError **error);
/* Sets the error for a failed system call on the file that a person calls `label`. Always FALSE. */
gboolean tn_db_set_errno (const char *label, int err, GError **error);
void tn_db_set_busy_handler (TnDb *db);
TnDbLog *tn_db_log_new (TnDb *db);
void tn_db_log_free (TnDbLog *log);     /* its thread, if it has one, is done */
gboolean tn_db_use_wal (TnDb *db, GError **error);
void tn_stmt_free (TnStmt *stmt);
G_END_DECLS
