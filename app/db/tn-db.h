/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include <sqlite3.h>
#include "tn-error.h"
#include "tn-id.h"
#include "tn-json.h"
G_BEGIN_DECLS

/* A thin wrapper over one SQLite connection. A TnDb belongs to one thread at a time. SQLite's codes become TN_ERROR codes in one
 * place (tn_db_set_error), with a message for a person. Values are always bound. */
typedef struct _TnDb TnDb;
typedef struct _TnStmt TnStmt;     /* borrowed from the connection's cache; reset by tn_stmt_reset or the autoptr */

typedef enum { TN_DB_READ_ONLY = 1 << 0, TN_DB_CREATE = 1 << 1, TN_DB_MEMORY = 1 << 2 } TnDbFlags;

/* Opens with foreign_keys off, synchronous=FULL, 5 s of patience with another connection's lock, secure_delete as the caller sets; extended codes on; a string in
 * double quotes is no SQL text. `vfs` NULL = the system's. Checks that the file is a database that can be read, and, without
 * TN_DB_READ_ONLY, that it may be written. A new file becomes WAL here; an existing one not before tn_db_migrate() knows whose it is. */
TnDb *tn_db_open (const char *path, TnDbFlags flags, const char *vfs, GError **error);
void tn_db_close (TnDb *db);
/* Is there such a file, not empty, where this VFS looks? */
gboolean tn_db_exists (const char *path, const char *vfs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDb, tn_db_close)
/* How long to wait for another connection's lock before TN_ERROR_BUSY. */
void tn_db_set_patience (TnDb *db, guint ms);
/* A connection of this process waits for somebody's lock, of whatever file; or did a few milliseconds ago. Any thread. */
gboolean tn_db_anyone_waits (void);
sqlite3 *tn_db_handle (TnDb *db);
const char *tn_db_path (TnDb *db);
gboolean tn_db_set_error (TnDb *db, int code, GError **error);   /* always FALSE */
/* Runs SQL text without values: schema, pragmas. */
gboolean tn_db_exec (TnDb *db, const char *sql, GError **error);
/* While set, a long statement ends with G_IO_ERROR_CANCELLED once the cancellable is cancelled, and so does every commit. NULL to unset. */
void tn_db_set_cancellable (TnDb *db, GCancellable *cancellable);

/* The statement for this SQL (a string literal: the cache keys on its address and text), prepared once per connection. It comes reset.
 * NULL on error. One statement per text: who steps through rows must not ask for the same SQL again meanwhile (collect the rows first). */
TnStmt *tn_db_prepare (TnDb *db, const char *sql, GError **error);
void tn_stmt_reset (TnStmt *stmt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnStmt, tn_stmt_reset)
sqlite3_stmt *tn_stmt_handle (TnStmt *stmt);

/* Binders; index from 1. Text and blobs are not copied: they must live until the step. NULL text binds NULL. */
void tn_stmt_bind_int (TnStmt *stmt, int i, gint64 value);
void tn_stmt_bind_text (TnStmt *stmt, int i, const char *text);
void tn_stmt_bind_slice (TnStmt *stmt, int i, TnSlice text);
void tn_stmt_bind_blob (TnStmt *stmt, int i, const void *data, gsize len);
void tn_stmt_bind_id (TnStmt *stmt, int i, const TnId *id);      /* NULL or null id binds NULL */
void tn_stmt_bind_null (TnStmt *stmt, int i);

typedef enum { TN_STEP_ERROR, TN_STEP_ROW, TN_STEP_DONE } TnStep;
TnStep tn_stmt_step (TnStmt *stmt, GError **error);
/* Steps to the end and resets: for INSERT, UPDATE, DELETE. */
gboolean tn_stmt_run (TnStmt *stmt, GError **error);
/* Brings the write-ahead log to the file and empties it, so that nothing that was deleted lingers in either. Does not wait for who reads, nor for an open
 * transaction: then the next commits of this connection try again (if tn_db_set_log() was called). */
void tn_db_empty_log (TnDb *db);
/* The log of this connection's commits is brought into the file when it has `pages` pages of TN_DB_PAGE bytes: by the commit that finds it so, or by a thread of the
 * connection's own if it is tended; by a commit in any case when it has `most`. Not called = SQLite's 1000, in the commit. */
#define TN_DB_PAGE 8192
gboolean tn_db_set_log (TnDb *db, guint pages, guint most, GError **error);
void tn_db_tend_log (TnDb *db, gboolean tended);
/* The log into the file, however short it is: by that thread, or else now, and then it is emptied too. */
void tn_db_write_back (TnDb *db);
gint64 tn_db_changes (TnDb *db);
gint64 tn_db_last_rowid (TnDb *db);

gint64 tn_stmt_int (TnStmt *stmt, int col);
const char *tn_stmt_text (TnStmt *stmt, int col);                /* until the next step; NULL for NULL */
/* Of a column that is NOT NULL: what a damaged page gives instead all the same is no NULL for the caller, but NULL with TN_ERROR_CORRUPT. */
const char *tn_stmt_text_needed (TnStmt *stmt, int col, GError **error);
TnSlice tn_stmt_slice (TnStmt *stmt, int col);
const void *tn_stmt_blob (TnStmt *stmt, int col, gsize *len);
gboolean tn_stmt_id (TnStmt *stmt, int col, TnId *out);          /* FALSE and null id for NULL */
gboolean tn_stmt_is_null (TnStmt *stmt, int col);

/* FALSE: a commit of this connection no longer waits for the disk. It stays whole or not at all, and is on the disk once a later commit that does wait is, of
 * whatever connection, as all go through one log. For what can be had again. Not within a transaction; costs nothing when it is so already. */
gboolean tn_db_set_durable (TnDb *db, gboolean durable, GError **error);

/* Transactions. An autoptr that goes out of scope without commit rolls back. */
typedef struct _TnTx TnTx;
TnTx *tn_tx_begin (TnDb *db, gboolean write, GError **error);    /* write = BEGIN IMMEDIATE */
gboolean tn_tx_commit (TnTx *tx, GError **error);                /* consumes tx, either way */
void tn_tx_rollback (TnTx *tx);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTx, tn_tx_rollback)
gboolean tn_db_savepoint (TnDb *db, GError **error);             /* one level, named "tn" */
gboolean tn_db_savepoint_release (TnDb *db, GError **error);
void tn_db_savepoint_rollback (TnDb *db);

/* Numbered migrations: sql[i] takes user_version i to i+1, each with its bump in one transaction. application_id marks whose file it is.
 * A file of a higher version gives TN_ERROR_TOO_NEW, of another application TN_ERROR_UNSUPPORTED; neither is touched. */
typedef struct { guint32 application_id; const char *const *sql; guint n; } TnMigrations;
gboolean tn_db_migrate (TnDb *db, const TnMigrations *migrations, GError **error);

/* SQLite's backup API while the source is in use; the copy is written beside `path`, checked (integrity_check) and renamed into place. */
gboolean tn_db_backup (TnDb *db, const char *path, GCancellable *cancellable, GError **error);
gboolean tn_db_check_integrity (TnDb *db, GCancellable *cancellable, GError **error);
G_END_DECLS
