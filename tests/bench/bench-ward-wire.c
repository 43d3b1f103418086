/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include "bench-ward.h"

struct _WardWire {
  int listener;
  guint16 port, target;
  guint64 up, down;         /* atomic by __atomic: no GLib atomic is that wide everywhere */
};

/* One direction of one connection. */
typedef struct { int from, to; guint64 *counter; } Leg;

static gboolean
write_all (int fd, const char *data, gsize len)
{
  while (len > 0) {
    ssize_t n = send (fd, data, len, MSG_NOSIGNAL);
    if (n <= 0)
      return FALSE;
    data += n;
    len -= (gsize) n;
  }
  return TRUE;
}

static gpointer
pump (gpointer user_data)
{
  Leg *leg = user_data;
  g_autofree char *buffer = g_malloc (256 * 1024);
  for (ssize_t n; (n = recv (leg->from, buffer, 256 * 1024, 0)) > 0;) {
    __atomic_fetch_add (leg->counter, (guint64) n, __ATOMIC_RELAXED);
    if (!write_all (leg->to, buffer, (gsize) n))
      break;
  }
  shutdown (leg->to, SHUT_WR);
  shutdown (leg->from, SHUT_RD);
  return NULL;
}

typedef struct { WardWire *wire; int client; } Connection;

static gpointer
relay (gpointer user_data)
{
  g_autofree Connection *connection = user_data;
  WardWire *wire = connection->wire;
  int one = 1, client = connection->client, server = socket (AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons (wire->target), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  setsockopt (client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt (server, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect (server, (struct sockaddr *) &at, sizeof at) == 0) {
    Leg up = { client, server, &wire->up }, down = { server, client, &wire->down };
    GThread *thread = g_thread_new ("wire-up", pump, &up);
    pump (&down);
    g_thread_join (thread);
  }
  close (server);
  close (client);
  return NULL;
}

static gpointer
accept_all (gpointer user_data)
{
  WardWire *wire = user_data;
  for (int client; (client = accept (wire->listener, NULL, NULL)) >= 0 || errno == EINTR;) {
    Connection *connection = g_new (Connection, 1);
    *connection = (Connection) { wire, client };
    g_thread_unref (g_thread_new ("wire", relay, connection));
  }
  return NULL;
}

/* Lives as long as the program. */
WardWire *
ward_wire_new (guint16 target)
{
  WardWire *wire = g_new0 (WardWire, 1);
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t len = sizeof at;
  wire->target = target;
  wire->listener = socket (AF_INET, SOCK_STREAM, 0);
  if (bind (wire->listener, (struct sockaddr *) &at, sizeof at) != 0 || listen (wire->listener, 16) != 0
      || getsockname (wire->listener, (struct sockaddr *) &at, &len) != 0)
    g_error ("no socket on loopback");
  wire->port = ntohs (at.sin_port);
  g_thread_unref (g_thread_new ("wire-accept", accept_all, wire));
  return wire;
}

guint16
ward_wire_port (WardWire *wire)
{
  return wire->port;
}

void
ward_wire_read (WardWire *wire, guint64 *up, guint64 *down)
{
  *up = __atomic_load_n (&wire->up, __ATOMIC_RELAXED);
  *down = __atomic_load_n (&wire->down, __ATOMIC_RELAXED);
}
