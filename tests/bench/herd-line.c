/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "herd.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#define HOST "127.0.0.1"
#define PATIENCE_S 60

struct _HerdLine { GIOStream *tls; GDataInputStream *in; GOutputStream *out; };

static GSocketConnection *
connect_socket (guint16 port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_timeout (socket, PATIENCE_S);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  return g_socket_connect (socket, address, NULL, error) ? g_socket_connection_factory_create_connection (socket) : NULL;
}

/* Each laptop is another: none takes up the TLS session of the one before, which GnuTLS would know by the address. */
static void
come_new (GIOStream *tls)
{
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (tls), "session-resumption-enabled") != NULL)
    g_object_set (tls, "session-resumption-enabled", FALSE, NULL);
}

/* With the database from the start: else the certificates of the whole machine are read for each line, which costs more than all the rest. */
static GIOStream *
make_tls (GSocketConnection *connection, GTlsDatabase *anchors, guint16 port, GError **error)
{
  g_autoptr (GSocketConnectable) host = g_network_address_new (HOST, port);
  return g_initable_new (g_tls_backend_get_client_connection_type (g_tls_backend_get_default ()), NULL, error, "base-io-stream", connection, "server-identity", host,
                         "database", anchors, "require-close-notify", FALSE, NULL);
}

HerdLine *
herd_line_open (GTlsDatabase *anchors, guint16 port, GError **error)
{
  g_autoptr (GSocketConnection) connection = connect_socket (port, error);
  g_autoptr (GIOStream) tls = connection != NULL ? make_tls (connection, anchors, port, error) : NULL;
  if (tls == NULL)
    return NULL;
  come_new (tls);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, error))
    return NULL;
  HerdLine *line = g_new0 (HerdLine, 1);
  line->in = g_data_input_stream_new (g_io_stream_get_input_stream (tls));
  line->out = g_io_stream_get_output_stream (tls);
  line->tls = g_steal_pointer (&tls);
  g_data_input_stream_set_newline_type (line->in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (line->in), FALSE);
  return line;
}

static gboolean
write_call (HerdLine *line, const TnCall *call, GError **error)
{
  gsize len;
  gconstpointer body = g_bytes_get_data (call->body, &len);
  g_autoptr (GString) text = g_string_sized_new (1024 + len);
  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: " HOST "\r\nContent-Type: %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n", call->method, call->path, call->content_type, len);
  if (call->token != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", call->token);
  if (call->signature != NULL)
    g_string_append_printf (text, "X-Tungnha-Signature: %s\r\n", call->signature);
  if (call->known != NULL)
    g_string_append_printf (text, "X-Tungnha-Known: %s\r\n", call->known);
  g_string_append (text, "\r\n");
  g_string_append_len (text, body, (gssize) len);
  return g_output_stream_write_all (line->out, text->str, text->len, NULL, NULL, error);
}

static gboolean
read_head (HerdLine *line, TnAnswer *answer, gsize *len, GError **error)
{
  for (gboolean first = TRUE;; first = FALSE)
    {
      g_autofree char *text = g_data_input_stream_read_line (line->in, NULL, NULL, error);
      if (text == NULL && error != NULL && *error == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "the server shut the line");
      if (text == NULL || *text == 0)
        return text != NULL;
      if (first && g_str_has_prefix (text, "HTTP/1.1 "))
        answer->status = (guint) atoi (text + strlen ("HTTP/1.1 "));
      if (g_ascii_strncasecmp (text, "Content-Length:", 15) == 0)
        *len = (gsize) g_ascii_strtoull (text + 15, NULL, 10);
    }
}

gboolean
herd_line_call (HerdLine *line, const TnCall *call, TnAnswer *answer, GError **error)
{
  gsize len = 0, got = 0;
  *answer = (TnAnswer) { 0 };
  if (!write_call (line, call, error) || !read_head (line, answer, &len, error))
    return FALSE;
  guint8 *body = g_malloc (len + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (line->in), body, len, &got, NULL, error))
    got = 0;
  answer->body = g_bytes_new_take (body, got);
  if (got < len && error != NULL && *error == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "an answer broke off");
  return got == len;
}

gboolean
herd_line_close (HerdLine *line, GError **error)
{
  gboolean good = g_io_stream_close (line->tls, NULL, error);
  g_object_unref (line->in);
  g_object_unref (line->tls);
  g_free (line);
  return good;
}
