/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SoupServer round the desk. One thread runs the main context and touches libsoup; a few workers run the desk. A request is paused while a worker
 * has it, and resumed in the server's context. Bodies are gathered here and not by libsoup, so that what is over a limit is dropped as
 * it comes. libsoup sets no times: a request whose headers or body do not come in time has its socket shut, which also ends idle connections.
 * Neither does it count: so many lines may be open, so many of them idle (tn-lines.h), and so much may lie in bodies that are not whole. Over it the line that has
 * been so the longest is shut: whoever floods the server pushes his own lines out, and a laptop that is refused once comes again.
 *
 * A wait is a request that stays paused without a worker. When its ward moves it is handed to a worker again, which then finds something to say.
 * A move may be told before the wait it concerns has been put down; so the newest move of each ward is remembered. */
#define G_LOG_DOMAIN "tungnha-district"
#include "tn-district.h"
#include "tn-listener.h"
#include <glib/gi18n.h>
#include <sys/resource.h>

#define WORKERS 4
#define IDLE_S 75               /* without a request whose headers are here */
#define BODY_S 600              /* 2 MiB at 100 kbit/s take 160 s */
#define IDLE_MAX 1000u          /* lines without a request: each holds its TLS session, some 50 KiB */
#define GATHERED_MAX (48u * 1024 * 1024)   /* bytes of bodies that are not whole */
#define LINES_SPARE 256u        /* file descriptors that are not for lines: the database, its log, the folder */
#define LINES_LEAST 64u
#define REFUSED_S 20            /* to read what is still coming after a refusal */
#define WAIT_S 55
#define WAITS_MAX 4000
#define WAIT_RETRY_S 30
#define LINGER_MS 2000          /* at the end: for answers on their way out */
#define LINGER_STEP_MS 10

struct _TnDistrictServer {
  TnDistrict *district;         /* borrowed */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GThreadPool *workers;
  SoupServer *soup;             /* thread */
  TnListener *listener;         /* thread */
  TnLines *lines;               /* thread */
  GQueue reading;               /* thread; Exchange* whose body is not all here; longest first */
  gsize gathered;               /* thread; bytes that those in reading hold */
  GTlsCertificate *certificate;
  GSocketAddress *address;
  GQueue waits;                 /* thread; Exchange*, oldest first */
  GHashTable *moved;            /* thread; ward → gint64 newest seq told */
  gboolean stopping;            /* thread */
  guint at_work;                /* thread; requests whose answer is not out yet */
  guint lingered_ms;            /* thread */
  gint n_waits;                 /* atomic; length of waits */
  char *url;
  GMutex start_lock;
  GCond started;
  gboolean is_started;          /* start_lock; again FALSE once nothing more goes to the workers */
  GError *start_error;          /* start_lock */
};

/* One request and its answer. Held by the message, and by whoever works on it. */
typedef struct {
  gatomicrefcount refs;
  TnDistrictServer *server;
  SoupServerMessage *message;   /* thread; NULL once libsoup is done with it */
  GSource *deadline;            /* thread */
  TnLine *line;                 /* thread; NULL once libsoup is done with it */
  GByteArray *gathered;         /* thread, until the body is whole */
  GList *reading;               /* thread; its link in server->reading */
  gboolean refused, closing;    /* thread */
  gboolean counted;             /* thread; in server->at_work */
  GList *wait;                  /* thread; its link in server->waits */
  gint64 asked_for;             /* thread; the move for which its wait was asked again */
  char *method, *path, *query, *content_type, *token, *signature, *peer;
  GBytes *body;
  TnAnswer answer;
} Exchange;

static void
exchange_unref (Exchange *x)
{
  if (!g_atomic_ref_count_dec (&x->refs)) return;
  g_clear_pointer (&x->gathered, g_byte_array_unref);
  g_clear_pointer (&x->body, g_bytes_unref);
  tn_answer_clear (&x->answer);
  g_free (x->method);
  g_free (x->path);
  g_free (x->query);
  g_free (x->content_type);
  g_free (x->token);
  g_free (x->signature);
  g_free (x->peer);
  g_free (x);
}

static Exchange *
exchange_ref (Exchange *x)
{
  g_atomic_ref_count_inc (&x->refs);
  return x;
}

/* ---- times ---- */

static void
clear_deadline (Exchange *x)
{
  if (x->deadline) g_source_destroy (x->deadline);
  g_clear_pointer (&x->deadline, g_source_unref);
}

static void
set_deadline (Exchange *x, guint seconds, GSourceFunc callback)
{
  clear_deadline (x);
  x->deadline = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (x->deadline, callback, x, NULL);
  g_source_attach (x->deadline, x->server->context);
}

static gboolean
too_late_cb (gpointer user_data)
{
  Exchange *x = user_data;
  clear_deadline (x);
  if (x->line) tn_line_shut (x->line);
  return G_SOURCE_REMOVE;
}

/* ---- how many ---- */

static void
begin_reading (Exchange *x)
{
  g_queue_push_tail (&x->server->reading, x);
  x->reading = x->server->reading.tail;
}

static void
end_reading (Exchange *x)
{
  if (!x->reading) return;
  g_queue_delete_link (&x->server->reading, g_steal_pointer (&x->reading));
  x->server->gathered -= x->gathered->len;
}

static gboolean
shut_longest_reading (TnDistrictServer *server)
{
  Exchange *x = g_queue_peek_head (&server->reading);
  if (!x) return FALSE;
  end_reading (x);
  tn_line_shut (x->line);
  return TRUE;
}

static void
keep_within (TnDistrictServer *server, Exchange *newest)
{
  while (server->gathered > GATHERED_MAX) shut_longest_reading (server);
  if (!tn_lines_are_too_many (server->lines) || tn_lines_shut_longest_idle (server->lines, newest->line) || shut_longest_reading (server)) return;
  tn_line_shut (newest->line);
}

/* As many as the system lets this process have. */
static guint
count_lines_max (void)
{
  struct rlimit limit;
  if (getrlimit (RLIMIT_NOFILE, &limit) != 0) return LINES_LEAST;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0 && getrlimit (RLIMIT_NOFILE, &limit) != 0) return LINES_LEAST;
  guint files = limit.rlim_cur == RLIM_INFINITY ? G_MAXINT : (guint) MIN (limit.rlim_cur, (rlim_t) G_MAXINT);
  return MAX (files > LINES_SPARE ? files - LINES_SPARE : 0, LINES_LEAST);
}

/* ---- answering ---- */

static void
write_answer (Exchange *x)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (x->message);
  gsize len = 0;
  gconstpointer data = x->answer.body ? g_bytes_get_data (x->answer.body, &len) : NULL;
  soup_server_message_set_status (x->message, x->answer.status, NULL);
  /* Answers to a POST are not kept by anybody; and a moment that nobody reads is a tenth of the answer to a small edit. */
  if (g_strcmp0 (soup_server_message_get_method (x->message), "GET") == 0) soup_message_headers_replace (headers, "Cache-Control", "no-store");
  else soup_message_headers_remove (headers, "Date");
  if (x->answer.retry_after_s) {
    g_autofree char *seconds = g_strdup_printf ("%u", x->answer.retry_after_s);
    soup_message_headers_replace (headers, "Retry-After", seconds);
  }
  if (x->answer.status == 405) soup_message_headers_replace (headers, "Allow", "GET, POST");
  if (x->closing) soup_message_headers_replace (headers, "Connection", "close");
  if (data) soup_server_message_set_response (x->message, x->answer.content_type, SOUP_MEMORY_COPY, data, len);
}

static void
leave_waits (Exchange *x)
{
  if (!x->wait) return;
  g_queue_delete_link (&x->server->waits, g_steal_pointer (&x->wait));
  g_atomic_int_add (&x->server->n_waits, -1);
  exchange_unref (x);
}

static void
finish (Exchange *x)
{
  clear_deadline (x);
  leave_waits (x);
  if (!x->message) return;
  write_answer (x);
  soup_server_message_unpause (x->message);
}

static void
shed (Exchange *x)
{
  tn_answer_problem (&x->answer, TN_PROBLEM_BUSY, NULL);
  x->answer.retry_after_s = WAIT_RETRY_S;
  finish (x);
}

static gboolean
waited_long_cb (gpointer user_data)
{
  finish (user_data);   /* its answer is a 204 already */
  return G_SOURCE_REMOVE;
}

static void
hand_to_worker (Exchange *x)
{
  if (x->server->stopping) {
    shed (x);
    return;
  }
  tn_answer_clear (&x->answer);
  g_thread_pool_push (x->server->workers, exchange_ref (x), NULL);
}

static void
shed_same_device (TnDistrictServer *server, const char *device)
{
  for (GList *l = server->waits.head, *next; l; l = next) {
    Exchange *other = l->data;
    next = l->next;
    if (strcmp (other->answer.wait_device, device) == 0) shed (other);
  }
}

static void
put_down_wait (Exchange *x)
{
  TnDistrictServer *server = x->server;
  gint64 *moved = g_hash_table_lookup (server->moved, x->answer.wait_ward);
  if (moved && *moved > x->answer.wait_seq && x->asked_for != *moved) {
    x->asked_for = *moved;
    hand_to_worker (x);
    return;
  }
  /* Asked again after that move was told, and the ward is not there: it has been set back, as by a standby that took over. */
  if (moved && *moved > x->answer.wait_seq) *moved = x->answer.wait_seq;
  shed_same_device (server, x->answer.wait_device);
  if (server->waits.length >= WAITS_MAX) shed (server->waits.head->data);
  g_queue_push_tail (&server->waits, exchange_ref (x));
  x->wait = server->waits.tail;
  g_atomic_int_inc (&server->n_waits);
  set_deadline (x, WAIT_S, waited_long_cb);
}

static gboolean
resume_cb (gpointer user_data)
{
  Exchange *x = user_data;
  if (x->message && x->answer.wait && !x->server->stopping) put_down_wait (x);
  else if (x->answer.wait) shed (x);
  else finish (x);
  return G_SOURCE_REMOVE;
}

static void
call_in_thread (TnDistrictServer *server, GSourceFunc function, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, destroy);
  g_source_attach (source, server->context);
}

static void
work_cb (gpointer data, gpointer user_data)
{
  Exchange *x = data;
  TnDistrictServer *server = user_data;
  TnCall call = { .method = x->method, .path = x->path, .query = x->query, .content_type = x->content_type, .token = x->token,
                  .body = x->body, .peer = x->peer, .signature = x->signature };
  tn_district_handle (server->district, &call, &x->answer);
  call_in_thread (server, resume_cb, x, (GDestroyNotify) exchange_unref);
}

/* ---- a ward has moved ---- */

typedef struct { TnDistrictServer *server; char *ward, *device; gint64 before, seq; } Move;   /* device NULL = whoever did it */

static void
free_move (gpointer data)
{
  Move *move = data;
  g_free (move->ward);
  g_free (move->device);
  g_free (move);
}

static void
remember_move (TnDistrictServer *server, const Move *move)
{
  gint64 *newest = g_hash_table_lookup (server->moved, move->ward);
  if (!newest) g_hash_table_insert (server->moved, g_strdup (move->ward), newest = g_new0 (gint64, 1));
  *newest = MAX (*newest, move->seq);
}

/* Its laptop has the receipt, and had seen all before. */
static gboolean
is_own_move (const Exchange *x, const Move *move)
{
  return move->device && x->answer.wait_others && x->answer.wait_seq == move->before && strcmp (x->answer.wait_device, move->device) == 0;
}

static gboolean
moved_cb (gpointer user_data)
{
  Move *move = user_data;
  remember_move (move->server, move);
  for (GList *l = move->server->waits.head, *next; l; l = next) {
    Exchange *x = l->data;
    next = l->next;
    if (x->answer.wait_seq >= move->seq || strcmp (x->answer.wait_ward, move->ward) != 0) continue;
    if (is_own_move (x, move)) {
      x->answer.wait_seq = move->seq;
      continue;
    }
    clear_deadline (x);
    hand_to_worker (x);
    leave_waits (x);
  }
  return G_SOURCE_REMOVE;
}

static void
tell_move_cb (const char *ward, gint64 seq, gpointer user_data)
{
  Move *move = g_new0 (Move, 1);
  *move = (Move) { .server = user_data, .ward = g_strdup (ward), .seq = seq };
  call_in_thread (user_data, moved_cb, move, free_move);
}

static void
tell_push_cb (const char *ward, const char *device, gint64 before, gint64 seq, gpointer user_data)
{
  Move *move = g_new0 (Move, 1);
  *move = (Move) { user_data, g_strdup (ward), g_strdup (device), before, seq };
  call_in_thread (user_data, moved_cb, move, free_move);
}

/* ---- reading a request ---- */

/* The rest of the body is read and dropped, so that the answer can be delivered; not for ever. */
static void
refuse (Exchange *x, TnProblem problem, const char *extra)
{
  if (x->refused) return;
  x->refused = x->closing = TRUE;
  end_reading (x);
  g_byte_array_set_size (x->gathered, 0);
  tn_answer_problem (&x->answer, problem, extra);
  write_answer (x);
  set_deadline (x, REFUSED_S, too_late_cb);
}

static void
refuse_large (Exchange *x)
{
  g_autofree char *limit = g_strdup_printf ("\"limit\":%u", TN_LIMIT_BODY);
  refuse (x, TN_PROBLEM_TOO_LARGE, limit);
}

static void
got_headers_cb (SoupServerMessage *message, Exchange *x)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  set_deadline (x, BODY_S, too_late_cb);
  tn_line_set_busy (x->line);
  begin_reading (x);
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > TN_LIMIT_BODY) refuse_large (x);
}

static void
got_chunk_cb (SoupServerMessage *message, GBytes *chunk, Exchange *x)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (chunk, &len);
  if (!x->refused && x->gathered->len + len > TN_LIMIT_BODY) refuse_large (x);
  if (x->refused || !x->reading) return;   /* its line is shut */
  g_byte_array_append (x->gathered, data, (guint) len);
  x->server->gathered += len;
  keep_within (x->server, x);
}

static void
finished_cb (SoupServerMessage *message, Exchange *x)
{
  clear_deadline (x);
  end_reading (x);
  if (x->line) tn_line_set_idle (x->line);
  g_clear_pointer (&x->line, tn_line_unref);
  x->message = NULL;
  if (x->counted) x->server->at_work--;
  x->counted = FALSE;
  leave_waits (x);
}

/* However libsoup lets go of a message, also without a word (a handshake that fails). */
static void
message_gone (gpointer data)
{
  Exchange *x = data;
  finished_cb (NULL, x);
  exchange_unref (x);
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *message, TnDistrictServer *server)
{
  Exchange *x = g_new0 (Exchange, 1);
  g_atomic_ref_count_init (&x->refs);
  x->server = server;
  x->message = message;
  x->line = tn_line_of (message);
  x->gathered = g_byte_array_new ();
  g_object_set_data_full (G_OBJECT (message), "exchange", x, message_gone);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), x);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), x);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), x);
  g_signal_connect (message, "disconnected", G_CALLBACK (finished_cb), x);
  tn_line_set_idle (x->line);   /* anew: so much it may take over its headers */
  keep_within (server, x);
}

static char *
dup_token (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Authorization");
  return value && g_ascii_strncasecmp (value, "Bearer ", 7) == 0 ? g_strstrip (g_strdup (value + 7)) : NULL;
}

/* Behind our own proxy every laptop comes from this machine; then the proxy says from where. */
static char *
dup_peer (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);
  GInetAddress *address = G_IS_INET_SOCKET_ADDRESS (remote) ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)) : NULL;
  const char *told = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "X-Real-IP");
  if (address && told && g_inet_address_get_is_loopback (address)) return g_strdup (told);
  return address ? g_inet_address_to_string (address) : g_strdup ("");
}

static void
read_head (Exchange *x, const char *path)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (x->message);
  x->method = g_strdup (soup_server_message_get_method (x->message));
  x->path = g_strdup (path);
  x->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (x->message)));
  x->content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  x->token = dup_token (headers);
  x->signature = g_strdup (soup_message_headers_get_one (headers, "X-Tungnha-Signature"));
  x->peer = dup_peer (x->message);
}

static void
handler_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  Exchange *x = g_object_get_data (G_OBJECT (message), "exchange");
  if (x->refused || !x->reading) return;
  clear_deadline (x);
  end_reading (x);
  read_head (x, path);
  x->body = g_byte_array_free_to_bytes (g_steal_pointer (&x->gathered));
  soup_server_message_pause (message);
  x->counted = TRUE;
  x->server->at_work++;
  hand_to_worker (x);
}

/* ---- the thread ---- */

static void
report_start (TnDistrictServer *server, GError *error)
{
  g_mutex_lock (&server->start_lock);
  server->is_started = TRUE;
  server->start_error = error;
  g_cond_signal (&server->started);
  g_mutex_unlock (&server->start_lock);
}

static gboolean
listen_soup (TnDistrictServer *server, GError **error)
{
  server->lines = tn_lines_new (IDLE_MAX, IDLE_S, count_lines_max ());
  server->soup = soup_server_new (NULL, NULL);
  g_signal_connect (server->soup, "request-started", G_CALLBACK (request_started_cb), server);
  soup_server_add_handler (server->soup, NULL, handler_cb, server, NULL);
  server->listener = tn_listener_new (server->soup, server->lines, server->address, server->certificate, error);
  if (server->listener) server->url = g_strdup (tn_listener_url (server->listener));
  return server->listener != NULL;
}

static gpointer
run_thread (gpointer data)
{
  TnDistrictServer *server = data;
  GError *error = NULL;
  g_main_context_push_thread_default (server->context);
  gboolean listening = listen_soup (server, &error);
  report_start (server, error);
  if (listening) g_main_loop_run (server->loop);
  g_clear_pointer (&server->listener, tn_listener_free);
  while (g_main_context_iteration (server->context, FALSE)) ;
  g_clear_object (&server->soup);
  while (g_main_context_iteration (server->context, FALSE)) ;
  g_clear_pointer (&server->lines, tn_lines_free);
  g_main_context_pop_thread_default (server->context);
  return NULL;
}

static gboolean
shed_all_cb (gpointer user_data)
{
  TnDistrictServer *server = user_data;
  server->stopping = TRUE;
  while (server->waits.head) shed (server->waits.head->data);
  g_mutex_lock (&server->start_lock);
  server->is_started = FALSE;
  g_cond_signal (&server->started);
  g_mutex_unlock (&server->start_lock);
  return G_SOURCE_REMOVE;
}

static void
wait_for_quiet (TnDistrictServer *server)
{
  g_mutex_lock (&server->start_lock);
  while (server->is_started) g_cond_wait (&server->started, &server->start_lock);
  g_mutex_unlock (&server->start_lock);
}

static gboolean
quit_cb (gpointer user_data)
{
  TnDistrictServer *server = user_data;
  if (server->at_work && server->lingered_ms < LINGER_MS) {
    g_autoptr (GSource) again = g_timeout_source_new (LINGER_STEP_MS);
    server->lingered_ms += LINGER_STEP_MS;
    g_source_set_callback (again, quit_cb, server, NULL);
    g_source_attach (again, server->context);
    return G_SOURCE_REMOVE;
  }
  soup_server_disconnect (server->soup);
  g_main_loop_quit (server->loop);
  return G_SOURCE_REMOVE;
}

static void
free_server (TnDistrictServer *server)
{
  g_clear_object (&server->certificate);
  g_clear_object (&server->address);
  g_clear_pointer (&server->moved, g_hash_table_unref);
  g_clear_pointer (&server->loop, g_main_loop_unref);
  g_clear_pointer (&server->context, g_main_context_unref);
  g_clear_error (&server->start_error);
  g_mutex_clear (&server->start_lock);
  g_cond_clear (&server->started);
  g_free (server->url);
  g_free (server);
}

static GSocketAddress *
parse_listen (const char *listen, GError **error)
{
  const char *colon = strrchr (listen, ':');
  guint64 port = 0;
  g_autofree char *host = colon ? g_strndup (listen, (gsize) (colon - listen)) : NULL;
  GSocketAddress *address = NULL;
  if (host && host[0] == '[' && g_str_has_suffix (host, "]")) {
    memmove (host, host + 1, strlen (host));
    host[strlen (host) - 1] = 0;
  }
  if (host && g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL)) address = g_inet_socket_address_new_from_string (host, (guint) port);
  if (!address) g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no address to listen on. Nothing was started. Give it as 127.0.0.1:8443."), listen);
  return address;
}

static GTlsCertificate *
load_certificate (TnDistrict *d, GError **error)
{
  return g_tls_certificate_new_from_files (tn_district_tls_certificate (d), tn_district_tls_key (d), error);
}

static gboolean
wait_for_start (TnDistrictServer *server, GError **error)
{
  g_mutex_lock (&server->start_lock);
  while (!server->is_started) g_cond_wait (&server->started, &server->start_lock);
  g_mutex_unlock (&server->start_lock);
  if (!server->start_error) return TRUE;
  g_propagate_error (error, g_steal_pointer (&server->start_error));
  return FALSE;
}

TnDistrictServer *
tn_district_server_start (TnDistrict *d, const char *listen, GError **error)
{
  TnDistrictServer *server = g_new0 (TnDistrictServer, 1);
  server->district = d;
  server->context = g_main_context_new ();
  server->loop = g_main_loop_new (server->context, FALSE);
  server->moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&server->start_lock);
  g_cond_init (&server->started);
  if (!(server->address = parse_listen (listen, error)) || !(server->certificate = load_certificate (d, error))) {
    free_server (server);
    return NULL;
  }
  server->workers = g_thread_pool_new (work_cb, server, WORKERS, FALSE, NULL);
  server->thread = g_thread_new ("district", run_thread, server);
  if (!wait_for_start (server, error)) {
    g_thread_join (server->thread);
    g_thread_pool_free (server->workers, FALSE, TRUE);
    free_server (server);
    return NULL;
  }
  tn_district_set_pushed (d, tell_push_cb, server);
  tn_district_tend (d);
  if (tn_district_set_moved (d, tell_move_cb, server, error)) return server;
  tn_district_server_stop (server);
  return NULL;
}

const char *
tn_district_server_url (TnDistrictServer *s)
{
  return s->url;
}

guint
tn_district_server_waiting (TnDistrictServer *s)
{
  return (guint) g_atomic_int_get (&s->n_waits);
}

void
tn_district_server_stop (TnDistrictServer *s)
{
  if (!s) return;
  tn_district_set_moved (s->district, NULL, NULL, NULL);
  tn_district_set_pushed (s->district, NULL, NULL);
  call_in_thread (s, shed_all_cb, s, NULL);
  wait_for_quiet (s);
  /* What is under way is finished, and its answer written if the line is quick; a lost answer costs the laptop one more request. */
  g_thread_pool_free (s->workers, FALSE, TRUE);
  call_in_thread (s, quit_cb, s, NULL);
  g_thread_join (s->thread);
  free_server (s);
}
