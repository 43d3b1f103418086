/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request, from its first line to its answer. Bodies are gathered here and not by libsoup, so that what is over a limit is dropped as
 * it comes. libsoup sets no times: a request whose headers or body do not come in time has its socket shut, which also ends idle connections.
 * Neither does it count: so many lines may be open, so many of them idle (tn-lines.h), and so much may lie in bodies that are not whole. Over it the line that has
 * been so the longest is shut: whoever floods the server pushes his own lines out, and a laptop that is refused once comes again. */
#include "tn-district-server-private.h"

#define BODY_S 600              /* 2 MiB at 100 kbit/s take 160 s */
#define GATHERED_MAX (48u * 1024 * 1024)   /* bytes of bodies that are not whole */
#define REFUSED_S 20            /* to read what is still coming after a refusal */
#define RETRY_S 30

void
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
  g_free (x->known);
  g_free (x->peer);
  g_free (x);
}

Exchange *
exchange_ref (Exchange *x)
{
  g_atomic_ref_count_inc (&x->refs);
  return x;
}

/* ---- times ---- */

void
exchange_clear_deadline (Exchange *x)
{
  if (x->deadline) g_source_destroy (x->deadline);
  g_clear_pointer (&x->deadline, g_source_unref);
}

void
exchange_set_deadline (Exchange *x, guint seconds, GSourceFunc callback)
{
  exchange_clear_deadline (x);
  x->deadline = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (x->deadline, callback, x, NULL);
  g_source_attach (x->deadline, x->server->context);
}

static gboolean
too_late_cb (gpointer user_data)
{
  Exchange *x = user_data;
  exchange_clear_deadline (x);
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

void
exchange_finish (Exchange *x)
{
  exchange_clear_deadline (x);
  exchange_leave_waits (x);
  if (!x->message) return;
  write_answer (x);
  soup_server_message_unpause (x->message);
}

void
exchange_shed (Exchange *x)
{
  tn_answer_problem (&x->answer, TN_PROBLEM_BUSY, NULL);
  x->answer.retry_after_s = RETRY_S;
  exchange_finish (x);
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
  exchange_set_deadline (x, REFUSED_S, too_late_cb);
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
  exchange_set_deadline (x, BODY_S, too_late_cb);
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
  exchange_clear_deadline (x);
  end_reading (x);
  if (x->line) tn_line_set_idle (x->line);
  g_clear_pointer (&x->line, tn_line_unref);
  x->message = NULL;
  if (x->counted) x->server->at_work--;
  x->counted = FALSE;
  exchange_leave_waits (x);
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
  x->known = g_strdup (soup_message_headers_get_one (headers, "X-Tungnha-Known"));
  x->peer = dup_peer (x->message);
}

static void
handler_cb (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  Exchange *x = g_object_get_data (G_OBJECT (message), "exchange");
  if (x->refused || !x->reading) return;
  exchange_clear_deadline (x);
  end_reading (x);
  read_head (x, path);
  x->body = g_byte_array_free_to_bytes (g_steal_pointer (&x->gathered));
  soup_server_message_pause (message);
  x->counted = TRUE;
  x->server->at_work++;
  exchange_hand_over (x);
}

void
server_take_requests (TnDistrictServer *server)
{
  g_signal_connect (server->soup, "request-started", G_CALLBACK (request_started_cb), server);
  soup_server_add_handler (server->soup, NULL, handler_cb, server, NULL);
}
