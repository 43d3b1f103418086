/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-pg-private.h"
#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>

static const char *
find_word (const PQconninfoOption *words, const char *key)
{
  for (; words && words->keyword; words++)
    if (strcmp (words->keyword, key) == 0) return words->val && *words->val ? words->val : NULL;
  return NULL;
}

gboolean
tn_pg_is_url (const char *text)
{
  return g_str_has_prefix (text, "postgresql://") || g_str_has_prefix (text, "postgres://");
}

gboolean
tn_pg_check_public_url (const char *url, GError **error)
{
  PQconninfoOption *words = tn_pg_is_url (url) ? PQconninfoParse (url, NULL) : NULL;
  gboolean secret = find_word (words, "password") || find_word (words, "sslpassword");
  gboolean good = words != NULL;
  PQconninfoFree (words);
  if (secret) g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID,
    _("A password on the command line can be read by everybody on this machine. Nothing was done. Leave it out, and put it into the file that PGPASSFILE names (~/.pgpass), or put the whole address into DIR/depot, readable by its owner only."));
  else if (!good) g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("That is no address of a PostgreSQL database. Nothing was done. Write it as %s."), "postgresql://HOST/DATABASE");
  return good && !secret;
}

char *
tn_pg_display_name (const char *url)
{
  PQconninfoOption *words = PQconninfoParse (url, NULL);
  const char *host = find_word (words, "host"), *base = find_word (words, "dbname");
  char *name = host ? g_strdup_printf ("“%s” (%s)", base ? base : "", host) : g_strdup_printf ("“%s”", base ? base : "");
  PQconninfoFree (words);
  return name;
}

static void
drop_notice_cb (void *arg, const PGresult *result)
{
}

/* What a URL may set otherwise, and what a server may have been set to, must not weaken a promise. remote_apply is stronger, and stays. */
static const char session_sql[] =
  "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write');"
  "SET default_transaction_isolation='read committed'; SET lock_timeout='5s'; SET idle_in_transaction_session_timeout='60s';"
  "SET client_min_messages=error; SET jit=off; SET standard_conforming_strings=on; SET bytea_output=hex";

static gboolean
check_encoding (TnPg *pg, GError **error)
{
  const char *encoding = PQparameterStatus (pg->conn, "server_encoding");
  if (g_strcmp0 (encoding, "UTF8") == 0) return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_UNSUPPORTED, _("The database %s is not in UTF-8. Nothing was changed. Make one with “createdb --encoding UTF8 --template template0”."), pg->name);
  return FALSE;
}

TnPg *
tn_pg_open (const char *url, GError **error)
{
  /* The address first: what follows it counts more. A dead line is found out within half a minute. */
  const char *keys[] = { "dbname", "client_encoding", "fallback_application_name", "connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", NULL };
  const char *values[] = { url, "UTF8", "tungnha-district", "10", "10", "5", "3", "25000", NULL };
  g_autoptr (TnPg) pg = g_new0 (TnPg, 1);
  pg->name = tn_pg_display_name (url);
  pg->prepared = g_hash_table_new (NULL, NULL);
  pg->flight = g_array_new (FALSE, FALSE, sizeof (gboolean));
  pg->conn = PQconnectdbParams (keys, values, 1);
  if (PQstatus (pg->conn) != CONNECTION_OK) {
    pg_set_open_error (pg->conn, pg->name, error);
    return NULL;
  }
  PQsetNoticeReceiver (pg->conn, drop_notice_cb, NULL);
  return check_encoding (pg, error) && tn_pg_exec (pg, session_sql, error) ? g_steal_pointer (&pg) : NULL;
}

void
tn_pg_close (TnPg *pg)
{
  if (!pg) return;
  PQfinish (pg->conn);
  g_hash_table_unref (pg->prepared);
  g_array_unref (pg->flight);
  g_free (pg->name);
  g_free (pg);
}

PGconn *
tn_pg_handle (TnPg *pg)
{
  return pg->conn;
}

gboolean
tn_pg_is_broken (TnPg *pg)
{
  return PQstatus (pg->conn) != CONNECTION_OK || PQtransactionStatus (pg->conn) == PQTRANS_UNKNOWN || pg->flight->len > 0;
}

gboolean
tn_pg_is_alive (TnPg *pg)
{
  return PQconsumeInput (pg->conn) && !tn_pg_is_broken (pg);
}

static gboolean
is_fine (const PGresult *result)
{
  ExecStatusType status = PQresultStatus (result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

gboolean
tn_pg_exec (TnPg *pg, const char *sql, GError **error)
{
  if (PQpipelineStatus (pg->conn) != PQ_PIPELINE_OFF && !PQexitPipelineMode (pg->conn)) return pg_set_result_error (pg, NULL, error);
  g_autoptr (PGresult) result = PQexec (pg->conn, sql);
  return is_fine (result) || pg_set_result_error (pg, result, error);
}

/* ---- flights ---- */

/* Not blocking: a server that is answering already does not read, and both would wait for each other. */
static gboolean
enter_pipeline (TnPg *pg)
{
  return PQpipelineStatus (pg->conn) != PQ_PIPELINE_OFF || (PQsetnonblocking (pg->conn, 1) == 0 && PQenterPipelineMode (pg->conn) == 1);
}

static void
note_sent (TnPg *pg, gboolean silent)
{
  g_array_append_val (pg->flight, silent);
}

static gboolean
prepare (TnPg *pg, const char *sql, const char *name, const TnPgArgs *args)
{
  if (!PQsendPrepare (pg->conn, name, sql, args ? args->n : 0, args ? args->types : NULL)) return FALSE;
  note_sent (pg, TRUE);
  return TRUE;
}

/* The name of a statement is the address of its text: that is its key as well. */
static gboolean
send_statement (TnPg *pg, const char *sql, const TnPgArgs *args, gboolean silently)
{
  char name[32];
  g_snprintf (name, sizeof name, "s%" G_GINTPTR_MODIFIER "x", (guintptr) sql);
  if (!enter_pipeline (pg)) return FALSE;
  if (g_hash_table_add (pg->prepared, (gpointer) sql) && !prepare (pg, sql, name, args)) return FALSE;
  if (!PQsendQueryPrepared (pg->conn, name, args ? args->n : 0, args ? args->values : NULL, args ? args->lengths : NULL, args ? args->formats : NULL, 1)) return FALSE;
  note_sent (pg, silently);
  return TRUE;
}

gboolean
tn_pg_send (TnPg *pg, const char *sql, const TnPgArgs *args, GError **error)
{
  return send_statement (pg, sql, args, FALSE) || pg_set_result_error (pg, NULL, error);
}

gboolean
tn_pg_send_silently (TnPg *pg, const char *sql, GError **error)
{
  return send_statement (pg, sql, NULL, TRUE) || pg_set_result_error (pg, NULL, error);
}

/* Sends what libpq has gathered, and takes in meanwhile what comes back. */
static gboolean
flush_all (TnPg *pg)
{
  int left;
  while ((left = PQflush (pg->conn)) == 1) {
    struct pollfd fd = { .fd = PQsocket (pg->conn), .events = POLLIN | POLLOUT };
    if (poll (&fd, 1, -1) < 0 && errno != EINTR) return FALSE;
    if (fd.revents & (POLLIN | POLLHUP | POLLERR) && !PQconsumeInput (pg->conn)) return FALSE;
  }
  return left == 0;
}

/* After a failure in the flight some statements may not have been prepared after all; and the transaction is lost, which must end first. */
static void
start_anew (TnPg *pg)
{
  g_hash_table_remove_all (pg->prepared);
  if (PQstatus (pg->conn) != CONNECTION_OK || !PQexitPipelineMode (pg->conn)) return;
  if (PQtransactionStatus (pg->conn) != PQTRANS_IDLE) PQclear (PQexec (pg->conn, "ROLLBACK"));
  PQclear (PQexec (pg->conn, "DEALLOCATE ALL"));
}

typedef struct { PGresult **results; guint n, max; gboolean failed; } Landing;

static void
land_one (TnPg *pg, Landing *landing, gboolean silent, GError **error)
{
  PGresult *result = PQgetResult (pg->conn);
  gboolean fine = result && is_fine (result);
  if (!fine && !landing->failed) {
    landing->failed = TRUE;
    pg_set_result_error (pg, result, error);
  }
  if (fine && !silent && landing->n < landing->max) landing->results[landing->n++] = result;
  else PQclear (result);
  if (!result) return;
  for (PGresult *end; (end = PQgetResult (pg->conn));) PQclear (end);   /* the NULL that ends a statement's results */
}

gboolean
tn_pg_land (TnPg *pg, PGresult **results, guint n, GError **error)
{
  Landing landing = { results, 0, n, FALSE };
  if (!PQpipelineSync (pg->conn) || !flush_all (pg)) {
    landing.failed = TRUE;
    pg_set_result_error (pg, NULL, error);
  }
  for (guint i = 0; i < pg->flight->len && PQstatus (pg->conn) == CONNECTION_OK; i++) land_one (pg, &landing, g_array_index (pg->flight, gboolean, i), error);
  if (PQstatus (pg->conn) == CONNECTION_OK) PQclear (PQgetResult (pg->conn));   /* the sync */
  else if (!landing.failed) {
    landing.failed = TRUE;
    pg_set_result_error (pg, NULL, error);
  }
  g_array_set_size (pg->flight, 0);
  if (!landing.failed && landing.n == n) return TRUE;
  for (guint i = 0; i < landing.n; i++) PQclear (results[i]);
  start_anew (pg);
  return FALSE;
}

PGresult *
tn_pg_query (TnPg *pg, const char *sql, const TnPgArgs *args, GError **error)
{
  PGresult *result = NULL;
  return tn_pg_send (pg, sql, args, error) && tn_pg_land (pg, &result, 1, error) ? result : NULL;
}

gboolean
tn_pg_run (TnPg *pg, const char *sql, const TnPgArgs *args, gint64 *changed, GError **error)
{
  g_autoptr (PGresult) result = tn_pg_query (pg, sql, args, error);
  if (!result) return FALSE;
  if (changed) *changed = g_ascii_strtoll (PQcmdTuples (result), NULL, 10);
  return TRUE;
}
