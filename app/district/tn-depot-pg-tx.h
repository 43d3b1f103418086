/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot-pg-private.h"
G_BEGIN_DECLS

/* A transaction of a ward in two trips: one that takes the lock and reads all that the batch is going to ask for, one that writes and commits.
 * What is asked for beside that costs a trip each; what is written waits in arrays, so a read that has to go to the database sends it first. */

typedef struct {
  TnWardTx base;
  PgLease *lease;
  char *ward;
  TnCursor head;
  gint64 now;
  GPtrArray *results;       /* PGresult*: what was read stays until the end */
  /* read */
  GHashTable *records;      /* TnId* → PgRow* as read; NULL value = not there */
  GHashTable *places;       /* TnId* → char* stream, owned by results; NULL value = not there */
  GHashTable *erased;       /* TnId* → boolean */
  GHashTable *displaced;    /* change key → char* or NULL, which is a value too */
  GHashTable *asked;        /* change key; those not in `displaced` are not there */
  GHashTable *children;     /* TnId* → GArray of TnId; asked for */
  GHashTable *meta;         /* key → value */
  GArray *foreseen;         /* TnId: those whose children are read together */
  /* to be written */
  GHashTable *touched;      /* TnId*: in an array below */
  TnPgArray insert[8], update[7], moved[3], unmoved[2], displace[6], hold[5], erase[2], alarm[2];
  guint n_insert, n_update, n_moved, n_displace, n_hold, n_erase, n_alarm;
  GHashTable *sums;         /* stream → PgDelta */
  GHashTable *meta_set;     /* key → value */
} PgWardTx;

typedef struct { gint64 n; TnSum sum; } PgDelta;
typedef struct { const PGresult *rows; int row; } PgRow;

gboolean pg_tx_flush (PgWardTx *tx, GError **error);
void pg_tx_clear_writes (PgWardTx *tx);
void pg_tx_forget (PgWardTx *tx, const TnId *id);       /* it is about to be written */
char *pg_change_key (const TnId *id, const char *unit, const TnStamp *stamp);
void pg_fill_write_driver (TnDepotDriver *driver);
G_END_DECLS
