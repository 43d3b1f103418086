/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
#include "tn-pg.h"
G_BEGIN_DECLS

/* Connections as many as have been wanted at once, up to a limit; who comes then waits. Between two uses a connection has no transaction. */
typedef struct {
  TnDepot base;
  char *url;
  const TnEnv *env;
  GMutex lock;
  GCond given_back;
  GPtrArray *idle;          /* lock; TnPg* */
  guint open;               /* lock; idle ones and those in use */
  GHashTable *authors;      /* lock; replica → char*[3] name, user: what a replica's row says never changes */
  char self[17];            /* says in what is told whose it is */
  GThread *watcher;
  int wake[2];              /* a pipe that ends the watcher; -1 = there is none */
  TnDepotMoved moved;
  gpointer moved_data;
} PgDepot;

/* A connection for a while. Its end rolls back what was not committed. */
typedef struct { PgDepot *depot; TnPg *pg; } PgLease;
PgLease *pg_lease (TnDepot *depot, GError **error);
void pg_lease_end (PgLease *lease);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgLease, pg_lease_end)

/* A lease with a transaction: for writing, or one snapshot for reading. The writer's ends with pg_commit() or is undone. */
PgLease *pg_begin (TnDepot *depot, GError **error);           /* for who looks himself whether the district is still here */
PgLease *pg_begin_write (TnDepot *depot, GError **error);
PgLease *pg_begin_read (TnDepot *depot, GError **error);
gboolean pg_commit (PgLease *lease /* consumed */, GError **error);

/* The head of a ward as it stands in a row of two columns: seq and token. */
#define PG_HEAD_SQL "SELECT w.seq, (SELECT l.tok FROM ward_log l WHERE l.ward=w.ward AND l.seq>=w.seq ORDER BY l.seq LIMIT 1) FROM ward w WHERE w.ward=$1"
void pg_get_head (const PGresult *result, gboolean *found, TnCursor *head);
void pg_get_hash (const PGresult *result, int row, int col, TnHash *h);
gboolean pg_get_sum (const PGresult *result, int row, int col, TnSum *sum, GError **error);   /* of numeric, as text */
void pg_format_sum (const TnSum *sum, char out[40]);     /* decimal */
gboolean pg_hold (TnPg *pg, const TnHeld *held, gint64 now, GError **error);
gboolean pg_alarm (TnPg *pg, const char *device, const char *what, gint64 now, GError **error);
gboolean pg_migrate (TnPg *pg, gboolean create, GError **error);
#define PG_IS_MOVED_SQL "EXISTS(SELECT 1 FROM meta WHERE k='" TN_DEPOT_META_MOVED "')"
#define PG_CHANNEL "tungnha_moved"
void pg_stop_watch (PgDepot *depot);

/* The driver's functions, by file. */
void pg_fill_device_driver (TnDepotDriver *driver);
void pg_fill_read_driver (TnDepotDriver *driver);
void pg_fill_pull_driver (TnDepotDriver *driver);
void pg_fill_tx_driver (TnDepotDriver *driver);
void pg_fill_case_driver (TnDepotDriver *driver);
void pg_fill_copy_driver (TnDepotDriver *driver);
void pg_fill_watch_driver (TnDepotDriver *driver);
G_END_DECLS
