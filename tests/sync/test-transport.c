/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "https-stub.h"
#include "tn-anchor.h"
#include "tn-sync.h"

static gboolean
ask (TnTransport *t, const char *path, TnResponse *response, GError **error)
{
  TnRequest request = { .method = "GET", .path = path, .timeout_s = 5 };
  return t->send (t, &request, 64 * 1024, response, NULL, error);
}

static TnTransport *
connect_to (const HttpsStub *s)
{
  g_autoptr (GError) error = NULL;
  TnTransport *t = tn_transport_soup_new (s->url, s->ca_pem, &error);
  g_assert_no_error (error);
  return t;
}

static void
test_sends_and_reads (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\":1}", 7);
  TnRequest request = { .method = "POST", .path = "/ok", .content_type = "application/json", .body = body, .token = "abc", .signature = "00ff" };
  g_assert_true (t->send (t, &request, 1024, &response, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (response.status, ==, 200);
  g_assert_cmpstr (response.content_type, ==, "application/json");
  g_assert_true (g_bytes_equal (response.body, body));
  g_assert_cmpstr (s->last_authorization, ==, "Bearer abc");
  g_assert_cmpstr (s->last_signature, ==, "00ff");
  g_assert_cmpuint (response.bytes_up, >, 7);
  g_assert_cmpuint (response.bytes_down, >, 7);
}

static void
test_any_status_is_an_answer (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  g_auto (TnResponse) busy = { 0 }, away = { 0 };
  g_autoptr (GError) error = NULL;
  g_assert_true (ask (t, "/busy", &busy, &error));
  g_assert_cmpuint (busy.status, ==, 503);
  g_assert_cmpuint (busy.retry_after_s, ==, 9);
  g_assert_true (ask (t, "/away", &away, &error));
  g_assert_cmpuint (away.status, ==, 302);
}

static void
refuse (const char *url, const char *ca_pem)
{
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTransport) t = tn_transport_soup_new (url, ca_pem, &error);
  g_assert_no_error (error);
  g_assert_false (ask (t, "/ok", &response, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_TLS);
}

static void
test_other_ca_is_refused (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30), other = https_stub_new ("127.0.0.1", 30);
  refuse (s->url, other->ca_pem);
  g_assert_cmpuint (s->requests, ==, 0);
}

/* Not the authorities of the machine either, and they are not read for each connection. */
static void
test_nobody_else_is_trusted (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) others = g_tls_backend_get_default_database (g_tls_backend_get_default ());
  g_autoptr (GTlsCertificate) ca = g_tls_certificate_new_from_pem (s->ca_pem, -1, &error);
  g_autoptr (GSocketConnectable) host = g_network_address_new ("127.0.0.1", 443);
  g_assert_no_error (error);
  g_assert_true (TN_IS_ANCHOR (others));
  GTlsCertificateFlags flags = g_tls_database_verify_chain (others, ca, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, host, NULL, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (flags & G_TLS_CERTIFICATE_UNKNOWN_CA);
}

static void
test_other_host_is_refused (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("district.example", 30);
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", s->port);
  refuse (url, s->ca_pem);
  g_assert_cmpuint (s->requests, ==, 0);
}

static void
test_expired_is_refused (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", -1);
  refuse (s->url, s->ca_pem);
  g_assert_cmpuint (s->requests, ==, 0);
}

static void
test_nobody_there (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (TnResponse) response = { 0 };
  HttpsStub *s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  https_stub_free (s);
  g_assert_false (ask (t, "/ok", &response, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NETWORK);
}

static void
test_cut_answer_is_no_answer (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  g_assert_false (ask (t, "/cut", &response, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NETWORK);
}

static void
test_large_answer_is_not_read (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  g_auto (TnResponse) response = { 0 }, after = { 0 };
  g_autoptr (GError) error = NULL;
  g_assert_false (ask (t, "/big", &response, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_true (ask (t, "/ok", &after, &error));
}

static void
test_deadline_holds (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  TnRequest request = { .method = "GET", .path = "/silent", .timeout_s = 1 };
  gint64 started = g_get_monotonic_time ();
  g_assert_false (t->send (t, &request, 1024, &response, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NETWORK);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 10 * G_USEC_PER_SEC);
}

/* The whole takes far longer than the deadline, which is of the time without a byte. */
static void
test_slow_is_not_dead (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  TnRequest request = { .method = "GET", .path = "/drip", .timeout_s = 1 };
  gint64 started = g_get_monotonic_time ();
  t->send (t, &request, 1024, &response, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (response.body), ==, 10);
  g_assert_cmpint (g_get_monotonic_time () - started, >, 2 * G_USEC_PER_SEC);
}

static gpointer
cancel_soon (gpointer data)
{
  gpointer *pair = data;
  const HttpsStub *s = pair[0];
  while (g_atomic_int_get (&s->requests) == 0)
    g_usleep (1000);
  g_cancellable_cancel (pair[1]);
  return NULL;
}

static void
test_cancel_ends_a_wait (void)
{
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  g_autoptr (TnTransport) t = connect_to (s);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (TnResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  gpointer pair[] = { s, cancellable };
  GThread *thread = g_thread_new ("cancel", cancel_soon, pair);
  TnRequest request = { .method = "GET", .path = "/silent", .timeout_s = 60 };
  g_assert_false (t->send (t, &request, 1024, &response, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

static void
test_addresses (void)
{
  static const char *const bad[] = { "", "district", "http://district.example", "https://", "ftp://a", NULL };
  g_autoptr (HttpsStub) s = https_stub_new ("127.0.0.1", 30);
  for (int i = 0; bad[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (tn_transport_soup_new (bad[i], s->ca_pem, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport/sends-and-reads", test_sends_and_reads);
  g_test_add_func ("/transport/any-status-is-an-answer", test_any_status_is_an_answer);
  g_test_add_func ("/transport/another-ca-is-refused", test_other_ca_is_refused);
  g_test_add_func ("/transport/nobody-else-is-trusted", test_nobody_else_is_trusted);
  g_test_add_func ("/transport/another-host-is-refused", test_other_host_is_refused);
  g_test_add_func ("/transport/an-expired-certificate-is-refused", test_expired_is_refused);
  g_test_add_func ("/transport/nobody-there-is-a-network-error", test_nobody_there);
  g_test_add_func ("/transport/a-cut-answer-is-no-answer", test_cut_answer_is_no_answer);
  g_test_add_func ("/transport/an-answer-over-the-limit-is-not-read", test_large_answer_is_not_read);
  g_test_add_func ("/transport/the-deadline-holds", test_deadline_holds);
  g_test_add_func ("/transport/a-slow-line-is-no-dead-one", test_slow_is_not_dead);
  g_test_add_func ("/transport/cancelling-ends-a-held-request", test_cancel_ends_a_wait);
  g_test_add_func ("/transport/addresses-that-are-none", test_addresses);
  return g_test_run ();
}
