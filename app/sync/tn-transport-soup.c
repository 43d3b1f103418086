/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include <cjson/cJSON.h>
#include <libsoup/soup.h>
#include <linux/tcp.h>          /* not netinet/tcp.h, whose tcp_info ends too early */
#include <netinet/in.h>
#include <sys/socket.h>
#include "tn-anchor.h"
#include "tn-hub-name.h"
#include "tn-sync.h"
#include "tn-client-private.h"

/* HTTPS for one thread. Requests look synchronous to the caller; inside, libsoup works asynchronously on a main context of our own, because
 * only so can one call have a deadline, be cancelled at any byte, and share a kept connection (HTTP/1.1 or HTTP/2) with the next call.
 *
 * Trust: the session's TLS database (tn-anchor.h) holds the district's CA and nothing else, so neither the system's authorities nor a certificate that a
 * person might accept can take the district's place. tn_transport_soup_new_unverified() is the one exception, for fetching that very CA. */
#define CHUNK (64u * 1024)
#define IDLE_TIMEOUT_S 90u
#define STALL_LOOK_MS 500
#define EXCHANGE_MOST_S 1800u   /* 4 MiB at 20 kbit/s: whoever trickles does not hold a laptop for ever */
#define RETRY_AFTER_MAX_S 3600u

typedef struct {
  TnTransport base;
  GMainContext *context;
  SoupSession *session;
  GSocket *socket;                /* of the newest connection; NULL at first */
  char *url;
  gboolean unverified;
  GTlsDatabase *hub_anchor;       /* of a hub: the district's CA, which its certificate is held against under hub_name */
  GSocketConnectable *hub_name;
  GPtrArray *hubs_ended;          /* char*: how the subject of a certificate names each that holds no more */
} SoupTransport;

/* One request under way. */
typedef struct {
  SoupMessage *message;
  SoupTransport *transport;
  GCancellable *cancellable;      /* ours: follows the caller's, and the deadlines */
  guint64 moved;                  /* bytes the other side has acknowledged or sent, when last looked at */
  gint64 moved_us, begun_us, stall_us;
  GByteArray *body;
  gsize max_body;
  GTlsCertificateFlags tls_errors;
  gboolean tls_failed, timed_out, too_large, done;
  GError *error;
} Exchange;

static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer user_data)
{
  Exchange *x = user_data;
  x->tls_errors = errors;
  x->tls_failed = TRUE;
  return FALSE;
}

/* The district signed it and has taken it back since. */
static gboolean
is_ended (const SoupTransport *t, GTlsCertificate *certificate)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  for (guint i = 0; i < t->hubs_ended->len; i++)
    if (subject == NULL || strstr (subject, t->hubs_ended->pdata[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* A hub's certificate never fits the address that was typed, so GIO finds fault with it always; what counts is whether the district made it for a hub
 * of this ward, and for today. */
static gboolean
accept_hub_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer user_data)
{
  Exchange *x = user_data;
  const SoupTransport *t = x->transport;
  x->tls_errors = g_tls_database_verify_chain (t->hub_anchor, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, t->hub_name, NULL,
                                               G_TLS_DATABASE_VERIFY_NONE, NULL, NULL);
  if (x->tls_errors == 0 && is_ended (t, certificate))
    x->tls_errors = G_TLS_CERTIFICATE_REVOKED;
  x->tls_failed = x->tls_errors != 0;
  return !x->tls_failed;
}

static gboolean
accept_any_cb (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer user_data)
{
  return TRUE;
}

/* What went over the line in either direction and certainly arrived. What lies in the kernel to be sent does not count, and bytes of the
 * handshake do; nothing above the socket can tell that on a line where a written batch takes minutes to leave. */
static guint64
count_moved (const Exchange *x)
{
  struct tcp_info info = { 0 };
  socklen_t len = sizeof info;
  GSocket *socket = x->transport->socket;
  if (socket == NULL || g_socket_is_closed (socket) || getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &len) != 0)
    return x->body->len;
  return info.tcpi_bytes_acked + info.tcpi_bytes_received;
}

/* A slow line is no dead one: the time is without progress, and starts anew with every byte. */
static gboolean
look_cb (gpointer user_data)
{
  Exchange *x = user_data;
  gint64 now = g_get_monotonic_time ();
  guint64 moved = count_moved (x);
  if (moved != x->moved) {
    x->moved = moved;
    x->moved_us = now;
  }
  if (now - x->moved_us < x->stall_us && now - x->begun_us < (gint64) EXCHANGE_MOST_S * G_USEC_PER_SEC)
    return G_SOURCE_CONTINUE;
  x->timed_out = TRUE;
  g_cancellable_cancel (x->cancellable);
  return G_SOURCE_REMOVE;
}

static void
network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, gpointer user_data)
{
  Exchange *x = user_data;
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    g_set_object (&x->transport->socket, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

static void
follow_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *x = user_data;
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (stream, result, &x->error);
  gsize len = chunk != NULL ? g_bytes_get_size (chunk) : 0;

  if (len > x->max_body - x->body->len) {
    x->too_large = TRUE;
    g_cancellable_cancel (x->cancellable);
    len = 0;
  }
  if (len == 0) {
    x->done = TRUE;
    return;
  }
  g_byte_array_append (x->body, g_bytes_get_data (chunk, NULL), (guint) len);
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, x->cancellable, read_cb, x);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *x = user_data;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (source), result, &x->error);
  if (stream == NULL) {
    x->done = TRUE;
    return;
  }
  goffset announced = soup_message_headers_get_content_length (soup_message_get_response_headers (x->message));
  if (announced > 0 && (guint64) announced <= x->max_body)
    g_byte_array_set_size (x->body, (guint) announced), g_byte_array_set_size (x->body, 0);
  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, x->cancellable, read_cb, x);
}

/* libsoup asks to keep the line for servers of HTTP/1.0. HTTP/1.1 does so unasked, and for a small edit the words are a tenth of what is sent. */
static void
starting_cb (SoupMessage *message, gpointer user_data)
{
  soup_message_headers_remove (soup_message_get_request_headers (message), "Connection");
}

static SoupMessage *
make_message (SoupTransport *t, const TnRequest *request, GError **error)
{
  g_autofree char *uri = g_strconcat (t->url, request->path, NULL);
  SoupMessage *message = soup_message_new (request->method, uri);
  if (message == NULL) {
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no address of a district server. It looks like https://district.example:8443."), t->url);
    return NULL;
  }
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  if (request->token != NULL) {
    g_autofree char *bearer = g_strconcat ("Bearer ", request->token, NULL);
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
  }
  if (request->signature != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), TN_HEADER_SIGNATURE, request->signature);
  if (request->known != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), TN_HEADER_KNOWN, request->known);
  /* Everything here may be repeated (sync.md I7), so a kept connection that the server closed meanwhile is simply tried again; a
   * redirection would lead away from the district that this laptop trusts. */
  g_signal_connect (message, "starting", G_CALLBACK (starting_cb), NULL);
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT | SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
  return message;
}

static guint
read_retry_after (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds = 0;
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, RETRY_AFTER_MAX_S, &seconds, NULL))
    return 0;
  return (guint) seconds;
}

static void
set_tls_error (const Exchange *x, GError **error)
{
  if (x->tls_errors & (G_TLS_CERTIFICATE_NOT_ACTIVATED | G_TLS_CERTIFICATE_EXPIRED)) {
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();
    g_autofree char *day = g_date_time_format (now, "%d/%m/%Y");
    g_set_error (error, TN_ERROR, TN_ERROR_TLS,
                 _("The district’s certificate doesn’t hold on %s, the date of this laptop. What you typed is safe here. Check the clock of this laptop; if it is right, tell the district."), day);
  } else if (x->tls_errors & G_TLS_CERTIFICATE_REVOKED)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_TLS,
                         _("The district has withdrawn the right of the laptop that answered to serve the team. Nothing was sent and what you typed is safe here. Choose another laptop that serves it, or the district."));
  else
    g_set_error_literal (error, TN_ERROR, TN_ERROR_TLS,
                         _("The server that answered is not the district that this laptop belongs to. Nothing was sent and what you typed is safe here. Check the address and the network, or tell the district."));
}

/* Says in which of three ways it failed: not reached, another server than ours, or an answer that is no answer. */
static void
set_failure (Exchange *x, GCancellable *outer, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (outer, error))
    return;
  if (x->too_large)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_TOO_LARGE, _("The district’s answer is larger than allowed and was not read. What you typed is safe here. Tell the district."));
  else if (x->tls_failed || g_error_matches (x->error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    set_tls_error (x, error);
  else if (x->timed_out || g_error_matches (x->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NETWORK, _("The district did not answer in time. What you typed is safe here and will be sent later."));
  else
    g_set_error (error, TN_ERROR, TN_ERROR_NETWORK, _("The district was not reached (%s). What you typed is safe here and will be sent later."), x->error->message);
}

static void
run_exchange (SoupTransport *t, Exchange *x, guint timeout_s)
{
  g_autoptr (GSource) look = g_timeout_source_new (STALL_LOOK_MS);
  x->stall_us = (gint64) (timeout_s > 0 ? timeout_s : TN_REQUEST_TIMEOUT_S) * G_USEC_PER_SEC;
  x->begun_us = x->moved_us = g_get_monotonic_time ();
  x->moved = count_moved (x);
  g_source_set_callback (look, look_cb, x, NULL);
  g_source_attach (look, t->context);
  soup_session_send_async (t->session, x->message, G_PRIORITY_DEFAULT, x->cancellable, sent_cb, x);
  while (!x->done)
    g_main_context_iteration (t->context, TRUE);
  g_source_destroy (look);
}

static void
fill_response (Exchange *x, TnResponse *response)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (x->message);
  response->status = soup_message_get_status (x->message);
  response->content_type = g_strdup (soup_message_headers_get_content_type (soup_message_get_response_headers (x->message), NULL));
  response->body = g_byte_array_free_to_bytes (g_steal_pointer (&x->body));
  response->retry_after_s = read_retry_after (x->message);
  if (metrics != NULL) {
    response->bytes_up = soup_message_metrics_get_request_header_bytes_sent (metrics) + soup_message_metrics_get_request_body_bytes_sent (metrics);
    response->bytes_down = soup_message_metrics_get_response_header_bytes_received (metrics) + soup_message_metrics_get_response_body_bytes_received (metrics);
  }
}

static gboolean
send_request (TnTransport *base, const TnRequest *request, gsize max_body, TnResponse *response, GCancellable *cancellable, GError **error)
{
  SoupTransport *t = (SoupTransport *) base;
  gboolean ok = FALSE;
  *response = (TnResponse) { 0 };
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  g_autoptr (SoupMessage) message = make_message (t, request, error);
  if (message == NULL)
    return FALSE;

  Exchange x = { .transport = t, .message = message, .max_body = max_body, .body = g_byte_array_new () };
  g_main_context_push_thread_default (t->context);
  x.cancellable = g_cancellable_new ();
  gulong follow = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (follow_cancelled_cb), x.cancellable, NULL) : 0;
  GCallback judge = t->unverified ? G_CALLBACK (accept_any_cb) : t->hub_name != NULL ? G_CALLBACK (accept_hub_cb) : G_CALLBACK (accept_certificate_cb);
  gulong verify = g_signal_connect (message, "accept-certificate", judge, &x);
  gulong connected = g_signal_connect (message, "network-event", G_CALLBACK (network_event_cb), &x);
  run_exchange (t, &x, request->timeout_s);
  g_signal_handler_disconnect (message, connected);
  g_signal_handler_disconnect (message, verify);
  g_cancellable_disconnect (cancellable, follow);
  g_main_context_pop_thread_default (t->context);

  if (x.error != NULL || x.too_large)
    set_failure (&x, cancellable, error);
  else {
    fill_response (&x, response);
    ok = TRUE;
  }
  g_clear_pointer (&x.body, g_byte_array_unref);
  g_clear_object (&x.cancellable);
  g_clear_error (&x.error);
  return ok;
}

static void
free_transport (TnTransport *base)
{
  SoupTransport *t = (SoupTransport *) base;
  g_main_context_push_thread_default (t->context);
  soup_session_abort (t->session);
  while (g_main_context_iteration (t->context, FALSE))
    ;
  g_clear_object (&t->session);
  g_clear_object (&t->socket);
  g_main_context_pop_thread_default (t->context);
  g_clear_pointer (&t->context, g_main_context_unref);
  g_clear_object (&t->hub_anchor);
  g_clear_pointer (&t->hubs_ended, g_ptr_array_unref);
  g_clear_object (&t->hub_name);
  g_free (t->url);
  g_free (t);
}

static SoupTransport *
make_transport (const char *url, GTlsDatabase *database)
{
  SoupTransport *t = g_new0 (SoupTransport, 1);
  tn_anchor_trust_no_other ();
  t->base.send = send_request;
  t->base.free = free_transport;
  t->url = g_strdup (url);
  if (g_str_has_suffix (t->url, "/"))
    t->url[strlen (t->url) - 1] = 0;
  t->context = g_main_context_new ();
  g_main_context_push_thread_default (t->context);
  t->session = g_object_new (SOUP_TYPE_SESSION, "max-conns", 2, "max-conns-per-host", 2, "timeout", 0u, "idle-timeout", IDLE_TIMEOUT_S, NULL);
  if (database != NULL)
    soup_session_set_tls_database (t->session, database);
  /* Pages come as their own media type; nothing else may inflate behind the body limit. */
  soup_session_remove_feature_by_type (t->session, SOUP_TYPE_CONTENT_DECODER);
  g_main_context_pop_thread_default (t->context);
  return t;
}

static gboolean
check_url (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri != NULL && g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != 0)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no address of a district server. It looks like https://district.example:8443."), url);
  return FALSE;
}

TnTransport *
tn_transport_soup_new (const char *url, const char *ca_pem, GError **error)
{
  g_return_val_if_fail (url != NULL && ca_pem != NULL, NULL);
  if (!check_url (url, error))
    return NULL;
  g_autoptr (GTlsDatabase) database = tn_anchor_new (ca_pem, error);
  if (database == NULL)
    return NULL;
  return &make_transport (url, database)->base;
}

static GPtrArray *
read_ended (const char *json)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  cJSON *list = json != NULL ? cJSON_Parse (json) : NULL;
  const cJSON *item;
  cJSON_ArrayForEach (item, list)
    if (cJSON_IsString (item) && *item->valuestring != 0)
      g_ptr_array_add (names, g_strconcat ("CN=", item->valuestring, NULL));
  cJSON_Delete (list);
  return names;
}

TnTransport *
tn_transport_soup_new_hub (const char *url, const char *ca_pem, const char *ward, const char *ended, GError **error)
{
  g_return_val_if_fail (url != NULL && ca_pem != NULL && ward != NULL, NULL);
  if (!check_url (url, error))
    return NULL;
  g_autoptr (GTlsDatabase) database = tn_anchor_new (ca_pem, error);
  if (database == NULL)
    return NULL;
  g_autofree char *name = g_strdup_printf (TN_HUB_IDENTITY, ward);
  SoupTransport *t = make_transport (url, database);
  t->hub_anchor = g_object_ref (database);
  t->hub_name = g_network_address_new (name, 443);
  t->hubs_ended = read_ended (ended);
  return &t->base;
}

TnTransport *
tn_transport_soup_new_unverified (const char *url, GError **error)
{
  g_return_val_if_fail (url != NULL, NULL);
  if (!check_url (url, error))
    return NULL;
  SoupTransport *t = make_transport (url, NULL);
  t->unverified = TRUE;
  return &t->base;
}
