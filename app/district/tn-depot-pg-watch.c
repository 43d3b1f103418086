/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that listens for commits of any server process. After a line that broke it tells every ward's newest number: what was not
 * heard meanwhile is made good. */
#define G_LOG_DOMAIN "tungnha-district"
#include "tn-depot-pg-private.h"
#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#define RETRY_MS 1000

/* FALSE = the depot is being freed. Waits for the socket, or for a time without one. */
static gboolean
await (PgDepot *depot, TnPg *pg)
{
  struct pollfd fds[2] = { { .fd = depot->wake[0], .events = POLLIN }, { .fd = pg ? PQsocket (tn_pg_handle (pg)) : -1, .events = POLLIN } };
  while (poll (fds, 2, pg ? -1 : RETRY_MS) < 0 && errno == EINTR);
  return fds[0].revents == 0;
}

static void
tell_heads (PgDepot *depot, TnPg *pg)
{
  g_autoptr (PGresult) wards = tn_pg_query (pg, "SELECT ward, seq FROM ward", NULL, NULL);
  for (int i = 0; wards && i < PQntuples (wards); i++) depot->moved (tn_pg_get_text (wards, i, 0), tn_pg_get_int (wards, i, 1), depot->moved_data);
}

static TnPg *
listen_again (PgDepot *depot, GError **error)
{
  g_autoptr (TnPg) pg = tn_pg_open (depot->url, error);
  if (!pg || !tn_pg_exec (pg, "LISTEN " PG_CHANNEL, error)) return NULL;
  tell_heads (depot, pg);
  return g_steal_pointer (&pg);
}

/* "WARD SEQ WHOSE". Our own commits were told when they were made, to all but the laptop that made them. */
static void
tell_notified (PgDepot *depot, TnPg *pg)
{
  for (PGnotify *note; (note = PQnotifies (tn_pg_handle (pg))); PQfreemem (note)) {
    g_auto (GStrv) parts = g_strsplit (note->extra, " ", 3);
    if (g_strv_length (parts) != 3 || strcmp (parts[2], depot->self) == 0) continue;
    depot->moved (parts[0], g_ascii_strtoll (parts[1], NULL, 10), depot->moved_data);
  }
}

static gpointer
watch_thread (gpointer data)
{
  PgDepot *depot = data;
  TnPg *pg = NULL;
  gboolean complained = FALSE;
  do {
    g_autoptr (GError) error = NULL;
    if (pg && !tn_pg_is_alive (pg)) g_clear_pointer (&pg, tn_pg_close);
    if (!pg) pg = listen_again (depot, &error);
    if (pg) tell_notified (depot, pg);
    else if (!complained) g_warning ("%s", error->message);
    complained = !pg;
  } while (await (depot, pg));
  tn_pg_close (pg);
  return NULL;
}

static gboolean
watch (TnDepot *base, TnDepotMoved moved, gpointer user_data, GError **error)
{
  PgDepot *depot = (PgDepot *) base;
  if (!g_unix_open_pipe (depot->wake, FD_CLOEXEC, error)) return FALSE;
  depot->moved = moved;
  depot->moved_data = user_data;
  depot->watcher = g_thread_new ("depot-watch", watch_thread, depot);
  return TRUE;
}

void
pg_stop_watch (PgDepot *depot)
{
  if (!depot->watcher) return;
  close (depot->wake[1]);
  g_thread_join (g_steal_pointer (&depot->watcher));
  close (depot->wake[0]);
}

void
pg_fill_watch_driver (TnDepotDriver *driver)
{
  driver->watch = watch;
}
