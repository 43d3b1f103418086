/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PostgreSQL's codes become ours here and nowhere else, each with a sentence that says what happened, what is safe and what to do. All
 * that is written is written in a transaction; so what failed before the commit changed nothing, and of a commit whose answer was lost it
 * is unknown, which is why every batch may be sent again. Details of the server's are left out: they may hold values. */
#include "tn-pg-private.h"
#include <glib/gi18n.h>

typedef struct { const char *state; TnErrorCode code; const char *text; gboolean vague; } Message;   /* state: SQLSTATE or its class; text: one %s, the database */

#define GONE N_("The database %s is not there, or the line to it broke. What was acknowledged is safe; the last step may be repeated. See whether PostgreSQL runs, then try again.")
#define BUSY N_("The database %s is busy. Nothing was changed. It is tried again in a moment.")

static const Message messages[] = {
  { "08", TN_ERROR_NETWORK, GONE, FALSE },
  { "57P01", TN_ERROR_NETWORK, GONE, FALSE },
  { "57P02", TN_ERROR_NETWORK, GONE, FALSE },
  { "57P03", TN_ERROR_NETWORK, GONE, FALSE },
  { "25P03", TN_ERROR_NETWORK, GONE, FALSE },
  { "28", TN_ERROR_REFUSED, N_("The database %s refuses this user or password. Nothing was changed. Put the password into the file that PGPASSFILE names, or into DIR/depot."), FALSE },
  { "3D000", TN_ERROR_NOT_FOUND, N_("There is no database %s. Nothing was changed. Make it with “createdb”, encoding UTF-8."), FALSE },
  { "40", TN_ERROR_BUSY, BUSY, FALSE },
  { "55P03", TN_ERROR_BUSY, BUSY, FALSE },
  { "57014", TN_ERROR_BUSY, BUSY, FALSE },
  { "53300", TN_ERROR_BUSY, N_("The database %s takes no more connections. Nothing was changed. Raise max_connections, or run fewer server processes."), FALSE },
  { "53100", TN_ERROR_FULL, N_("The disk of the database %s is full. What was acknowledged is safe; the last step was not saved. Free some space and try again."), FALSE },
  { "53", TN_ERROR_FAILED, N_("The server of the database %s has run out of memory or files. Nothing was changed. Give it more, and try again."), FALSE },
  { "25006", TN_ERROR_READ_ONLY, N_("The database %s is a standby, which may only be read. Nothing was changed. Promote it, or name the primary."), FALSE },
  { "42501", TN_ERROR_REFUSED, N_("This user may not do that in the database %s. Nothing was changed. Let the database’s owner be the user, or grant it the rights."), FALSE },
  { "58030", TN_ERROR_FAILED, N_("The disk of the database %s could not be read or written. What was acknowledged is safe. Look at the disk, and at PostgreSQL’s log."), FALSE },
  { "XX00", TN_ERROR_CORRUPT, N_("The database %s is damaged. Stop the server and restore the newest backup, or promote a standby."), TRUE },
  { "23505", TN_ERROR_CONFLICT, N_("The database %s already holds something that does not go with this change. Nothing was changed. Read it again and try once more."), TRUE },
};
static const Message failed = { "", TN_ERROR_FAILED, N_("The database %s could not be used. Nothing was changed. Try again; if it comes back, look into PostgreSQL’s log."), TRUE };

static const Message *
message_for (const char *state)
{
  for (guint i = 0; state && i < G_N_ELEMENTS (messages); i++)
    if (g_str_has_prefix (state, messages[i].state)) return &messages[i];
  return &failed;
}

static void
set_message (const Message *message, const char *name, const char *detail, GError **error)
{
  g_autoptr (GString) text = g_string_new (_(message->text));
  g_string_replace (text, "%s", name, 1);
  if (message->vague && detail && *detail) g_string_append_printf (text, " [%s]", detail);
  g_set_error_literal (error, TN_ERROR, message->code, text->str);
}

/* libpq tells no code when a connection is refused, only the server's words; the codes below are told by what libpq itself knows. */
static const char *
guess_state (PGconn *conn, const char *words)
{
  if (PQconnectionNeedsPassword (conn) || strstr (words, "authentication failed") || strstr (words, "pg_hba.conf")) return "28000";
  if (strstr (words, "does not exist") && strstr (words, "database \"")) return "3D000";
  if (strstr (words, "does not exist") && strstr (words, "role \"")) return "28000";
  if (strstr (words, "too many") || strstr (words, "connection slots")) return "53300";
  if (strstr (words, "read-only") || strstr (words, "hot standby") || strstr (words, "standby mode")) return "25006";
  return "08001";
}

gboolean
pg_set_open_error (PGconn *conn, const char *name, GError **error)
{
  set_message (message_for (guess_state (conn, PQerrorMessage (conn))), name, NULL, error);
  return FALSE;
}

gboolean
pg_set_result_error (TnPg *pg, const PGresult *result, GError **error)
{
  const char *state = result ? PQresultErrorField (result, PG_DIAG_SQLSTATE) : NULL;
  const char *detail = result ? PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
  if (PQstatus (pg->conn) == CONNECTION_BAD) state = "08006";
  g_autofree char *words = detail ? NULL : g_strchomp (g_strdup (result ? PQresultErrorMessage (result) : PQerrorMessage (pg->conn)));
  set_message (message_for (state), pg->name, detail ? detail : words, error);
  return FALSE;
}
