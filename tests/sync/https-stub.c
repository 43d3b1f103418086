/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include "https-stub.h"

#define DAY (24 * 60 * 60)

static gnutls_x509_privkey_t
make_key (void)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_privkey_init (&key);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), ==, 0);
  return key;
}

static gnutls_x509_crt_t
make_certificate (gnutls_x509_privkey_t key, const char *name, int days, gboolean ca)
{
  gnutls_x509_crt_t crt;
  const guint8 serial[] = { ca ? 1 : 2 };
  gnutls_x509_crt_init (&crt);
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, serial, sizeof serial);
  gnutls_x509_crt_set_activation_time (crt, time (NULL) - 30 * DAY);
  gnutls_x509_crt_set_expiration_time (crt, time (NULL) + days * DAY);
  gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, name, (unsigned) strlen (name));
  gnutls_x509_crt_set_key (crt, key);
  gnutls_x509_crt_set_basic_constraints (crt, ca, -1);
  gnutls_x509_crt_set_key_usage (crt, ca ? GNUTLS_KEY_KEY_CERT_SIGN : GNUTLS_KEY_DIGITAL_SIGNATURE);
  return crt;
}

static char *
export_crt (gnutls_x509_crt_t crt)
{
  gnutls_datum_t out;
  g_assert_cmpint (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &out), ==, 0);
  char *text = g_strndup ((const char *) out.data, out.size);
  gnutls_free (out.data);
  return text;
}

static void
set_host (gnutls_x509_crt_t crt, const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  if (address != NULL)
    gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address), (unsigned) g_inet_address_get_native_size (address), GNUTLS_FSAN_SET);
  else
    gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_DNSNAME, host, (unsigned) strlen (host), GNUTLS_FSAN_SET);
}

static GTlsCertificate *
make_identity (const char *host, int days, char **ca_pem)
{
  gnutls_x509_privkey_t ca_key = make_key (), key = make_key ();
  gnutls_x509_crt_t ca = make_certificate (ca_key, "Test CA", 365, TRUE), crt = make_certificate (key, "stub", days, FALSE);
  gnutls_datum_t key_pem;
  g_autoptr (GError) error = NULL;
  gnutls_x509_crt_sign2 (ca, ca, ca_key, GNUTLS_DIG_SHA256, 0);
  set_host (crt, host);
  gnutls_x509_crt_sign2 (crt, ca, ca_key, GNUTLS_DIG_SHA256, 0);
  gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem);
  g_autofree char *crt_pem = export_crt (crt);
  g_autofree char *pem = g_strdup_printf ("%s%.*s", crt_pem, (int) key_pem.size, (const char *) key_pem.data);
  *ca_pem = export_crt (ca);
  GTlsCertificate *identity = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  gnutls_free (key_pem.data);
  gnutls_x509_crt_deinit (ca);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (ca_key);
  gnutls_x509_privkey_deinit (key);
  return identity;
}

static void
answer_text (SoupServerMessage *msg, guint status, const char *text)
{
  soup_server_message_set_status (msg, status, NULL);
  soup_server_message_set_response (msg, "application/json", SOUP_MEMORY_COPY, text, strlen (text));
}

static void
cut_cb (SoupServerMessage *msg, gpointer user_data)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (msg);
  g_io_stream_close (stream, NULL, NULL);
}

/* As a slow line would bring it: a byte every now and then, DRIPS of them. */
#define DRIPS 10
#define DRIP_MS 250

static gboolean
drip_cb (gpointer user_data)
{
  SoupServerMessage *msg = user_data;
  SoupMessageBody *body = soup_server_message_get_response_body (msg);
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (msg), "drips")) + 1;
  g_object_set_data (G_OBJECT (msg), "drips", GUINT_TO_POINTER (n));
  if (n <= DRIPS)
    soup_message_body_append (body, SOUP_MEMORY_STATIC, "x", 1);
  else
    soup_message_body_complete (body);
  soup_server_message_unpause (msg);
  return n <= DRIPS ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
answer_in_drips (HttpsStub *s, SoupServerMessage *msg)
{
  g_autoptr (GSource) source = g_timeout_source_new (DRIP_MS);
  soup_message_headers_set_encoding (soup_server_message_get_response_headers (msg), SOUP_ENCODING_CHUNKED);
  soup_server_message_set_status (msg, 200, NULL);
  g_source_set_callback (source, drip_cb, g_object_ref (msg), g_object_unref);
  g_source_attach (source, s->context);
}

static void
handle_cb (SoupServer *server, SoupServerMessage *msg, const char *path, GHashTable *query, gpointer user_data)
{
  HttpsStub *s = user_data;
  SoupMessageHeaders *in = soup_server_message_get_request_headers (msg), *out = soup_server_message_get_response_headers (msg);
  s->requests++;
  g_free (s->last_authorization);
  s->last_authorization = g_strdup (soup_message_headers_get_one (in, "Authorization"));
  g_free (s->last_signature);
  s->last_signature = g_strdup (soup_message_headers_get_one (in, "X-Tungnha-Signature"));
  g_clear_pointer (&s->last_body, g_bytes_unref);
  s->last_body = soup_message_body_flatten (soup_server_message_get_request_body (msg));
  if (strcmp (path, "/busy") == 0) {
    soup_message_headers_replace (out, "Retry-After", "9");
    answer_text (msg, 503, "{}");
  } else if (strcmp (path, "/silent") == 0)
    soup_server_message_pause (msg);
  else if (strcmp (path, "/drip") == 0)
    answer_in_drips (s, msg);
  else if (strcmp (path, "/cut") == 0) {
    soup_message_headers_set_content_length (out, 100000);
    soup_message_headers_set_encoding (out, SOUP_ENCODING_CONTENT_LENGTH);
    soup_message_body_append (soup_server_message_get_response_body (msg), SOUP_MEMORY_STATIC, "only this", 9);
    soup_server_message_set_status (msg, 200, NULL);
    g_signal_connect (msg, "wrote-chunk", G_CALLBACK (cut_cb), NULL);
  } else if (strcmp (path, "/big") == 0) {
    g_autofree char *big = g_strnfill (1024 * 1024, 'x');
    answer_text (msg, 200, big);
  } else if (strcmp (path, "/away") == 0)
    soup_server_message_set_redirect (msg, 302, "https://elsewhere.invalid/");
  else {
    gsize len;
    const char *body = g_bytes_get_data (s->last_body, &len);
    g_autofree char *text = g_strndup (len > 0 ? body : "", len);
    answer_text (msg, 200, text);
  }
}

static gpointer
run_stub (gpointer data)
{
  HttpsStub *s = data;
  g_main_context_push_thread_default (s->context);
  g_main_loop_run (s->loop);
  g_main_context_pop_thread_default (s->context);
  return NULL;
}

HttpsStub *
https_stub_new (const char *host, int valid_days)
{
  HttpsStub *s = g_new0 (HttpsStub, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) identity = make_identity (host, valid_days, &s->ca_pem);
  s->context = g_main_context_new ();
  s->loop = g_main_loop_new (s->context, FALSE);
  g_main_context_push_thread_default (s->context);
  s->server = g_object_new (SOUP_TYPE_SERVER, "tls-certificate", identity, NULL);
  soup_server_add_handler (s->server, NULL, handle_cb, s, NULL);
  g_assert_true (soup_server_listen_local (s->server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  g_main_context_pop_thread_default (s->context);
  GSList *uris = soup_server_get_uris (s->server);
  s->port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  s->url = g_strdup_printf ("https://%s:%u", host, s->port);
  s->thread = g_thread_new ("https-stub", run_stub, s);
  return s;
}

static gboolean
quit_cb (gpointer data)
{
  HttpsStub *s = data;
  soup_server_disconnect (s->server);
  g_main_loop_quit (s->loop);
  return G_SOURCE_REMOVE;
}

void
https_stub_free (HttpsStub *s)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_callback (source, quit_cb, s, NULL);
  g_source_attach (source, s->context);
  g_thread_join (s->thread);
  g_object_unref (s->server);
  g_main_loop_unref (s->loop);
  g_main_context_unref (s->context);
  g_clear_pointer (&s->last_body, g_bytes_unref);
  g_free (s->last_authorization);
  g_free (s->last_signature);
  g_free (s->ca_pem);
  g_free (s->url);
  g_free (s);
}
