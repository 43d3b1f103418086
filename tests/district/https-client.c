/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "https-client.h"
#include "tn-ca.h"
#include <libsoup/soup.h>

struct _Client { GMainContext *context; SoupSession *session; char *url; GError *error; };

Client *
client_new (const char *dir, const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *ca = g_build_filename (dir, TN_CA_CERTIFICATE, NULL);
  g_autoptr (GTlsDatabase) anchors = g_tls_file_database_new (ca, &error);
  g_assert_no_error (error);
  Client *client = g_new0 (Client, 1);
  client->context = g_main_context_new ();
  g_main_context_push_thread_default (client->context);
  client->session = soup_session_new_with_options ("tls-database", anchors, "timeout", 30, NULL);
  g_main_context_pop_thread_default (client->context);
  client->url = g_strdup (url);
  return client;
}

void
client_free (Client *client)
{
  g_main_context_push_thread_default (client->context);
  soup_session_abort (client->session);
  g_clear_object (&client->session);
  while (g_main_context_iteration (client->context, FALSE)) ;
  g_main_context_pop_thread_default (client->context);
  g_main_context_unref (client->context);
  g_clear_error (&client->error);
  g_free (client->url);
  g_free (client);
}
gboolean
client_send (Client *client, const TnCall *call, TnAnswer *answer)
{
  g_autofree char *url = g_strconcat (client->url, call->path, NULL), *bearer = g_strdup_printf ("Bearer %s", call->token ? call->token : "");
  g_autoptr (SoupMessage) message = soup_message_new (call->method, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  if (call->token) soup_message_headers_append (headers, "Authorization", bearer);
  if (call->signature) soup_message_headers_append (headers, "X-Tungnha-Signature", call->signature);
  if (call->known) soup_message_headers_append (headers, "X-Tungnha-Known", call->known);
  if (call->body) soup_message_set_request_body_from_bytes (message, call->content_type, call->body);
  g_clear_error (&client->error);
  *answer = (TnAnswer) { 0 };
  g_main_context_push_thread_default (client->context);
  answer->body = soup_session_send_and_read (client->session, message, NULL, &client->error);
  g_main_context_pop_thread_default (client->context);
  answer->status = soup_message_get_status (message);
  answer->content_type = g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message), "Content-Type"));
  if (answer->body && g_bytes_get_size (answer->body) == 0) g_clear_pointer (&answer->body, g_bytes_unref);
  return client->error == NULL;
}

void
laptop_send_over_https (Laptop *laptop, const TnCall *call, TnAnswer *answer)
{
  Client *client = laptop->user_data;
  client_send (client, call, answer);
  g_assert_no_error (client->error);
}

const GError *
client_error (const Client *client)
{
  return client->error;
}
