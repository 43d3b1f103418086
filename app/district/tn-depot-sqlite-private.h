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
  gint waiting;             /* atomic; how many wait for write_lock */
  SqliteGroup *group;       /* write_lock; the open transaction that the next one joins; NULL = none */
  GMutex group_lock;
  GCond group_ended;
  GMutex readers_lock;
  GPtrArray *readers;       /* readers_lock; idle TnDb* */
} SqliteDepot;

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
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteWrite, sqlite_write_end)

gboolean sqlite_get_meta (TnDb *db, const char *key, char **value, GError **error);
gboolean sqlite_set_meta (TnDb *db, const char *key, const char *value, GError **error);
gboolean sqlite_read_head (TnDb *db, const char *ward, gboolean *found, TnCursor *head, GError **error);
gboolean sqlite_read_stream (TnDb *db, const char *ward, const char *stream, gint64 *n, TnSum *sum, GError **error);
gboolean sqlite_hold (TnDb *db, const TnHeld *held, gint64 now, GError **error);
gboolean sqlite_alarm (TnDb *db, const char *device, const char *what, gint64 now, GError **error);

/* The driver's functions, by file. */
void sqlite_fill_device_driver (TnDepotDriver *driver);
void sqlite_fill_read_driver (TnDepotDriver *driver);
void sqlite_fill_change_driver (TnDepotDriver *driver);
void sqlite_fill_tx_driver (TnDepotDriver *driver);
void sqlite_fill_copy_driver (TnDepotDriver *driver);
void sqlite_fill_case_driver (TnDepotDriver *driver);
G_END_DECLS
