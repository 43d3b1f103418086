/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line is in one of two queues: `mute` until its first TLS record is whole, then `ready` until one of the few places for handshakes is free. What
 * shakes hands stands in `shaking`. The longest goes first where there are too many. */
#define G_LOG_DOMAIN "tungnha-district"
#include "tn-listener.h"
#include "tn-line-stream.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 512
#define AT_ONCE 64              /* connections taken in one turn of the main loop: those who are here have their turn too */
#define PAUSE_MS 250            /* after a connection could not be taken */
#define MUTE_MAX 1000u
#define READY_MAX 1000u
#define SHAKING_MAX 8u          /* GLib starts with ten task threads */
#define GREETING_S 15           /* for the first record, and for a handshake in all: two round trips of the slowest line */
#define PATIENCE_US (3 * G_USEC_PER_SEC)   /* for a handshake while others wait */
#define TLS_HEADER 5
#define TLS_HANDSHAKE 22        /* content type of the first record */
#define TLS_RECORD_MAX 16640u   /* bytes: 2^14 and what encryption may add */

struct _TnListener {
  SoupServer *soup;             /* borrowed: it outlives the listener */
  TnLines *lines;               /* likewise */
  GSocket *socket;
  GTlsCertificate *certificate;
  GMainContext *context;
  GSource *source;              /* watches the socket, or ends the pause */
  GSource *tick;                /* looks at times once a second */
  GQueue mute, ready, shaking;  /* Greeting*, longest first */
  int silent;                   /* the other end of what libsoup takes for a listener */
  char *url;
};

typedef struct {
  TnListener *listener;         /* NULL once it is gone */
  GQueue *place;
  GList *link;
  GSocket *socket;
  GIOStream *tls;
  GSource *source;              /* while mute */
  GCancellable *cancellable;    /* while shaking hands */
  gint64 since_us;
} Greeting;

static gboolean incoming_cb (GSocket *socket, GIOCondition condition, gpointer user_data);

static void
clear_source (GSource **source)
{
  if (*source) g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
attach (TnListener *l, GSource **at, GSource *source, GSourceFunc callback, gpointer user_data)
{
  clear_source (at);
  *at = source;
  g_source_set_callback (source, callback, user_data, NULL);
  g_source_attach (source, l->context);
}

/* ---- greetings ---- */

static void
greeting_move (Greeting *g, GQueue *place)
{
  if (g->place) g_queue_delete_link (g->place, g->link);
  g->place = place;
  g->since_us = g_get_monotonic_time ();
  if (!place) return;
  g_queue_push_tail (place, g);
  g->link = place->tail;
}

static void
greeting_free (Greeting *g)
{
  greeting_move (g, NULL);
  clear_source (&g->source);
  g_clear_object (&g->tls);
  g_clear_object (&g->socket);
  g_clear_object (&g->cancellable);
  g_free (g);
}

/* A handshake that is cancelled comes back to its callback; others have nobody who holds them. */
static void
greeting_drop (Greeting *g)
{
  if (!g->cancellable) {
    greeting_free (g);
    return;
  }
  greeting_move (g, NULL);
  g_cancellable_cancel (g->cancellable);
}

static void
serve (TnListener *l, Greeting *g)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (g->socket, &error), remote = local ? g_socket_get_remote_address (g->socket, &error) : NULL;
  if (remote) {
    tn_lines_add (l->lines, remote, g->socket);
    g_autoptr (GIOStream) line = tn_line_stream_new (g->tls);
    soup_server_accept_iostream (l->soup, line, local, remote, &error);
  }
  if (error) g_debug ("a line went before it was served: %s", error->message);
}

static void shake_hands (TnListener *l);

static void
shaken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Greeting *g = user_data;
  TnListener *l = g->listener;
  g_autoptr (GError) error = NULL;
  gboolean good = g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error);
  if (!good) g_debug ("no handshake: %s", error->message);
  if (good && l && g->place) serve (l, g);
  greeting_free (g);
  if (l) shake_hands (l);
}

/* As libsoup makes it, and without a database: the default one would read the certificates of the whole machine for each line. */
static GIOStream *
make_tls (TnListener *l, GSocket *socket, GError **error)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  return g_initable_new (g_tls_backend_get_server_connection_type (g_tls_backend_get_default ()), NULL, error, "base-io-stream", connection, "certificate", l->certificate,
                         "database", NULL, "authentication-mode", G_TLS_AUTHENTICATION_NONE, "require-close-notify", FALSE, "advertised-protocols", protocols, NULL);
}

static void
shake_one (TnListener *l, Greeting *g)
{
  g_autoptr (GError) error = NULL;
  g->tls = make_tls (l, g->socket, &error);
  if (!g->tls) {
    g_warning ("no handshake can be begun: %s", error->message);
    greeting_free (g);
    return;
  }
  g->cancellable = g_cancellable_new ();
  greeting_move (g, &l->shaking);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (g->tls), G_PRIORITY_DEFAULT, g->cancellable, shaken_cb, g);
}

static void
shake_hands (TnListener *l)
{
  Greeting *longest = g_queue_peek_head (&l->shaking);
  if (l->ready.length && l->shaking.length >= SHAKING_MAX && longest && g_get_monotonic_time () - longest->since_us > PATIENCE_US) greeting_drop (longest);
  while (l->ready.length && l->shaking.length < SHAKING_MAX) shake_one (l, l->ready.head->data);
}

/* How many bytes must be here for the first record to be whole; 0 = that is no TLS. */
static gsize
first_record (const guint8 *head, gsize len)
{
  if (len && head[0] != TLS_HANDSHAKE) return 0;
  if (len < TLS_HEADER) return TLS_HEADER;
  gsize record = (gsize) head[3] << 8 | head[4];
  return record && record <= TLS_RECORD_MAX ? TLS_HEADER + record : 0;
}

/* The system wakes us when so many bytes are here: looking again and again at a line that drips would be a load of its own. */
static gboolean
speaks_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Greeting *g = user_data;
  TnListener *l = g->listener;
  guint8 head[TLS_HEADER + TLS_RECORD_MAX];
  gssize n = recv (g_socket_get_fd (socket), head, sizeof head, MSG_PEEK | MSG_DONTWAIT);
  gsize wanted = n > 0 ? first_record (head, (gsize) n) : 0;
  if (wanted > (gsize) MAX (n, 0)) {
    if (g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, (gint) wanted, NULL)) return G_SOURCE_CONTINUE;
    wanted = 0;
  }
  if (!wanted || !g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, 1, NULL)) {
    greeting_free (g);
    return G_SOURCE_REMOVE;
  }
  clear_source (&g->source);
  greeting_move (g, &l->ready);
  if (l->ready.length > READY_MAX) greeting_drop (l->ready.head->data);
  shake_hands (l);
  return G_SOURCE_REMOVE;
}

static void
greet (TnListener *l, GSocket *socket)
{
  Greeting *g = g_new0 (Greeting, 1);
  g->listener = l;
  g->socket = g_object_ref (socket);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);   /* without it answers are only slower */
  greeting_move (g, &l->mute);
  attach (l, &g->source, g_socket_create_source (socket, G_IO_IN, NULL), G_SOURCE_FUNC (speaks_cb), g);
  if (l->mute.length > MUTE_MAX) greeting_drop (l->mute.head->data);
}

static void
drop_older (GQueue *queue, gint64 before_us)
{
  for (Greeting *g; (g = g_queue_peek_head (queue)) && g->since_us < before_us;) greeting_drop (g);
}

static gboolean
tick_cb (gpointer user_data)
{
  TnListener *l = user_data;
  gint64 before_us = g_get_monotonic_time () - GREETING_S * G_USEC_PER_SEC;
  drop_older (&l->mute, before_us);
  drop_older (&l->ready, before_us);
  drop_older (&l->shaking, before_us);
  shake_hands (l);
  return G_SOURCE_CONTINUE;
}

/* ---- listening ---- */

static gboolean
watch_cb (gpointer user_data)
{
  TnListener *l = user_data;
  attach (l, &l->source, g_socket_create_source (l->socket, G_IO_IN, NULL), G_SOURCE_FUNC (incoming_cb), l);
  return G_SOURCE_REMOVE;
}

static gboolean
incoming_cb (GSocket *listening, GIOCondition condition, gpointer user_data)
{
  TnListener *l = user_data;
  for (guint i = 0; i < AT_ONCE; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GSocket) socket = g_socket_accept (listening, NULL, &error);
    if (socket) {
      greet (l, socket);
      continue;
    }
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) return G_SOURCE_CONTINUE;
    g_warning ("no connection can be taken for a moment: %s", error->message);
    attach (l, &l->source, g_timeout_source_new (PAUSE_MS), watch_cb, l);
    return G_SOURCE_REMOVE;
  }
  return G_SOURCE_CONTINUE;
}

static char *
make_url (GSocket *socket, GError **error)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, error);
  if (!local) return NULL;
  GInetAddress *address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local));
  g_autofree char *host = g_inet_address_to_string (address);
  gboolean v6 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
  return g_strdup_printf (v6 ? "https://[%s]:%u" : "https://%s:%u", host, (guint) g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));
}

/* A SoupServer without a listener ends each line after one answer. So it gets one that nobody can reach and that never has anything to say. */
static gboolean
keep_lines (TnListener *l, GError **error)
{
  int fds[2];
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
    return FALSE;
  }
  l->silent = fds[1];
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fds[0], error);
  if (!socket) close (fds[0]);
  return socket && soup_server_listen_socket (l->soup, socket, 0, error);
}

TnListener *
tn_listener_new (SoupServer *soup, TnLines *lines, GSocketAddress *address, GTlsCertificate *certificate, GError **error)
{
  g_autoptr (TnListener) l = g_new0 (TnListener, 1);
  l->soup = soup;
  l->lines = lines;
  l->silent = -1;
  l->certificate = g_object_ref (certificate);
  l->context = g_main_context_ref_thread_default ();
  l->socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (!l->socket) return NULL;
  g_socket_set_blocking (l->socket, FALSE);
  g_socket_set_listen_backlog (l->socket, BACKLOG);
  if (!g_socket_bind (l->socket, address, TRUE, error) || !g_socket_listen (l->socket, error) || !(l->url = make_url (l->socket, error)) || !keep_lines (l, error)) return NULL;
  watch_cb (l);
  attach (l, &l->tick, g_timeout_source_new_seconds (1), tick_cb, l);
  return g_steal_pointer (&l);
}

const char *
tn_listener_url (TnListener *listener)
{
  return listener->url;
}

void
tn_listener_free (TnListener *l)
{
  if (!l) return;
  clear_source (&l->source);
  clear_source (&l->tick);
  while (l->mute.head) greeting_drop (l->mute.head->data);
  while (l->ready.head) greeting_drop (l->ready.head->data);
  for (Greeting *g; (g = g_queue_peek_head (&l->shaking));) {
    g->listener = NULL;
    greeting_drop (g);
  }
  if (l->socket) g_socket_close (l->socket, NULL);   /* nothing is written to it that could be lost */
  if (l->silent >= 0) close (l->silent);
  g_clear_object (&l->socket);
  g_clear_object (&l->certificate);
  g_clear_pointer (&l->context, g_main_context_unref);
  g_free (l->url);
  g_free (l);
}
