/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include <libpq-fe.h>
#include "tn-error.h"
#include "tn-id.h"
#include "tn-json.h"
G_BEGIN_DECLS

/* A thin wrapper over one connection of libpq. It belongs to one thread at a time. Statements are prepared once per connection and go in
 * flights: several are sent, answered together in one trip. Values are always bound, in binary. PostgreSQL's codes become TN_ERROR codes
 * in one place (tn-pg-error.c), with a message for a person. */
typedef struct _TnPg TnPg;

/* Is this the address of a PostgreSQL database (postgresql://… or postgres://…)? */
gboolean tn_pg_is_url (const char *text);
/* Does the address hold a password, or is it none at all? In both cases FALSE and TN_ERROR_INVALID; for addresses that come by a way which
 * others can read, as a command line. */
gboolean tn_pg_check_public_url (const char *url, GError **error);
/* Host and database of an address, without user and password: for messages. Owned. */
char *tn_pg_display_name (const char *url);

/* Password from the address, PGPASSFILE, a service file or the environment, as libpq reads them. UTF-8, commits durable whatever the server's
 * default, and a lock that is not had within 5 s is TN_ERROR_BUSY. */
TnPg *tn_pg_open (const char *url, GError **error);
void tn_pg_close (TnPg *pg);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPg, tn_pg_close)
PGconn *tn_pg_handle (TnPg *pg);
gboolean tn_pg_is_broken (TnPg *pg);          /* the connection is gone: close it */
gboolean tn_pg_is_alive (TnPg *pg);           /* as far as can be told without a trip: a server that ended has said so */

/* Runs SQL text without values, any number of statements: schema, transactions outside of a flight. */
gboolean tn_pg_exec (TnPg *pg, const char *sql, GError **error);

/* Values of one statement, $1 first. Texts, slices and bytes are borrowed until the statement is sent. */
#define TN_PG_ARGS_MAX 12
typedef struct {
  int n;
  const char *values[TN_PG_ARGS_MAX];
  int lengths[TN_PG_ARGS_MAX], formats[TN_PG_ARGS_MAX];
  Oid types[TN_PG_ARGS_MAX];
  guint64 ints[TN_PG_ARGS_MAX];
  GByteArray *arrays[TN_PG_ARGS_MAX];
} TnPgArgs;
void tn_pg_args_clear (TnPgArgs *args);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnPgArgs, tn_pg_args_clear)
void tn_pg_int (TnPgArgs *args, gint64 value);
void tn_pg_text (TnPgArgs *args, const char *text);                 /* NULL binds NULL */
void tn_pg_bytes (TnPgArgs *args, const void *data, gsize len);
void tn_pg_id (TnPgArgs *args, const TnId *id);                     /* uuid; NULL or null id binds NULL */

/* An array that is filled element by element and bound as one value; binding takes its bytes and leaves it empty. */
typedef struct { GByteArray *bytes; guint32 n; } TnPgArray;
void tn_pg_array_clear (TnPgArray *array);
void tn_pg_array_int (TnPgArray *array, gint64 value);
void tn_pg_array_bytes (TnPgArray *array, const void *data, gsize len);   /* text too; data NULL = NULL */
void tn_pg_array_text (TnPgArray *array, const char *text);
void tn_pg_array_id (TnPgArray *array, const TnId *id);                   /* null id = NULL */
void tn_pg_ints (TnPgArgs *args, TnPgArray *array);
void tn_pg_texts (TnPgArgs *args, TnPgArray *array);
void tn_pg_byteses (TnPgArgs *args, TnPgArray *array);
void tn_pg_ids (TnPgArgs *args, TnPgArray *array);

/* A flight: send statements, land, read the results. `sql` is a string literal (prepared once per connection, keyed on its address);
 * args may be NULL. */
gboolean tn_pg_send (TnPg *pg, const char *sql, const TnPgArgs *args, GError **error);
/* Goes along with the next statement and gives no result: BEGIN. */
gboolean tn_pg_send_silently (TnPg *pg, const char *sql, GError **error);
/* One result for each statement sent, in order; PQclear them. When one fails the later ones are not run, none is given, and an
 * open transaction has been rolled back. */
gboolean tn_pg_land (TnPg *pg, PGresult **results, guint n, GError **error);
/* A flight of one statement. NULL on error. PQclear. */
PGresult *tn_pg_query (TnPg *pg, const char *sql, const TnPgArgs *args, GError **error);
gboolean tn_pg_run (TnPg *pg, const char *sql, const TnPgArgs *args, gint64 *changed, GError **error);   /* changed may be NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, PQclear)

gint64 tn_pg_get_int (const PGresult *result, int row, int col);    /* of int4, int8 and bool; 0 for NULL */
const char *tn_pg_get_text (const PGresult *result, int row, int col);   /* NULL for NULL */
TnSlice tn_pg_get_slice (const PGresult *result, int row, int col);      /* of text and bytea */
gboolean tn_pg_get_id (const PGresult *result, int row, int col, TnId *id);   /* FALSE and null id for NULL */
G_END_DECLS
