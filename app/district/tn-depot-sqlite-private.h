/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-db.h"
#include "tn-depot.h"
G_BEGIN_DECLS

/* One writer connection behind a lock, and as many readers as have ever been wanted at once. Other processes (administration while the
 * server runs) have connections of their own; SQLite's WAL keeps them apart. */
typedef struct _SqliteGroup SqliteGroup;
typedef struct {
  TnDepot base;
  char *path;
  const TnEnv *env;
  GMutex write_lock;
  TnDb *writer;             /* write_lock */
  gboolean enlarged;        /* write_lock; the writer's cache is that of a large batch */
  gint waiting;             /* atomic; how many wait for write_lock */
  SqliteGroup *group;       /* write_lock; the open transaction that the next one joins; NULL = none */
  GMutex group_lock;
  GCond group_ended;
  GMutex readers_lock;
  GPtrArray *readers;       /* readers_lock; idle TnDb* */
  gboolean tended;          /* atomic; threads may be had */
} SqliteDepot;

/* The system keeps the file in memory too, so a cache of ours need only hold what one batch changes: of what does not fit the log gets pages that are not done, and
 * when they come again all that is behind them in it must be read and summed anew. Thousands of edits change a page each. */
#define SQLITE_WRITER_CACHE "PRAGMA cache_size=-20480"
#define SQLITE_WRITER_CACHE_LARGE "PRAGMA cache_size=-32768"

extern const TnMigrations tn_depot_migrations;

/* A reader with an open snapshot; ends with the scope. */
typedef struct { SqliteDepot *depot; TnDb *db; TnTx *tx; } SqliteRead;
SqliteRead *sqlite_read_begin (TnDepot *depot, GError **error);
void sqlite_read_end (SqliteRead *read);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteRead, sqlite_read_end)

/* The writer, one at a time; without sqlite_write_commit() what was done is undone. tn-depot-sqlite-write.c: several share a commit. */
typedef struct { SqliteDepot *depot; TnDb *db; gboolean joins; /* others' work before it in the transaction: it has a savepoint */ } SqliteWrite;
SqliteWrite *sqlite_write_begin (TnDepot *depot, GError **error);
gboolean sqlite_write_commit (SqliteWrite *write, GError **error);   /* consumes write, either way; returns when it is on the disk */
void sqlite_write_end (SqliteWrite *write);
gboolean sqlite_write_enlarge (SqliteWrite *write, GError **error);   /* for a large batch, until its commit: more than that costs memory and gains nothing */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteWrite, sqlite_write_end)

gboolean sqlite_get_meta (TnDb *db, const char *key, char **value, GError **error);
gboolean sqlite_set_meta (TnDb *db, const char *key, const char *value, GError **error);
gboolean sqlite_read_head (TnDb *db, const char *ward, gboolean *found, TnCursor *head, GError **error);
gboolean sqlite_read_stream (TnDb *db, const char *ward, const char *stream, gint64 *n, TnSum *sum, GError **error);
gboolean sqlite_hold (TnDb *db, const TnHeld *held, gint64 now, GError **error);
gboolean sqlite_alarm (TnDb *db, const char *device, const char *what, gint64 now, GError **error);

/* One row of those that a push writes by the thousand. Texts are borrowed. */
typedef enum { SQLITE_ROW_INSERT, SQLITE_ROW_UPDATE, SQLITE_ROW_MOVE, SQLITE_ROW_DISPLACE } SqliteRowKind;
typedef struct { TnId id; const char *from, *to; gint64 seq; } SqliteMove;
typedef struct {
  SqliteRowKind what;
  gboolean place_changed;   /* of an update */
  union { TnStored record; SqliteMove move; TnDisplaced displaced; };
} SqliteRow;
gboolean sqlite_write_row (TnDb *db, const char *ward, gint64 now, const SqliteRow *row, GError **error);
TnStmt *sqlite_prepare_for (TnDb *db, const char *ward, const char *sql, const TnId *id, GError **error);   /* whose first two values are ward and id */

/* Rows that are written in their order by another thread than the one that notes them (tn-depot-sqlite-behind.c). `db` and `ward` outlive it, and from the first row
 * to a sqlite_behind_finish() the connection is not the caller's; after one it is again, until the next row. What was not finished may be written or not. */
typedef struct _SqliteBehind SqliteBehind;
SqliteBehind *sqlite_behind_new (TnDb *db, const char *ward, gint64 now, gboolean threads);
gboolean sqlite_behind_add (SqliteBehind *behind, const SqliteRow *row, GError **error);    /* copied; the error may be of an earlier row */
gboolean sqlite_behind_finish (SqliteBehind *behind, GError **error);   /* all are written, or FALSE */
void sqlite_behind_free (SqliteBehind *behind);   /* NULL is fine */

/* A push at work (tn-depot-sqlite-tx.c). */
typedef struct {
  TnWardTx base;
  SqliteWrite *write;
  char *ward;
  TnCursor head;
  gboolean erases;
  SqliteRead *before;       /* what is asked is asked of the ward as it was before; NULL = of the writer */
  SqliteBehind *behind;     /* rows on their way to the writer; NULL = they are written at once */
} SqliteWardTx;
gboolean sqlite_tx_read_rarities (SqliteWardTx *tx, GError **error);   /* into any_orphans and any_erased */

/* The driver's functions, by file. */
void sqlite_fill_device_driver (TnDepotDriver *driver);
void sqlite_fill_read_driver (TnDepotDriver *driver);
void sqlite_fill_change_driver (TnDepotDriver *driver);
void sqlite_fill_tx_driver (TnDepotDriver *driver);
void sqlite_fill_ask_driver (TnDepotDriver *driver);
void sqlite_fill_copy_driver (TnDepotDriver *driver);
void sqlite_fill_case_driver (TnDepotDriver *driver);
G_END_DECLS
