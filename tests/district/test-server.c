/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real HTTPS server on loopback, and the real program under kill -9. */
#include "https-client.h"
#include "tn-ca.h"
#include "tn-invite.h"
#include <signal.h>
#include <string.h>

#define WARD "26734"

typedef struct { District *district; TnDistrictServer *server; Client *client; Laptop *laptop; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->district = district_new ();
  f->server = tn_district_server_start (f->district->d, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  f->client = client_new (f->district->dir, tn_district_server_url (f->server));
  g_autofree char *code = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error);
  f->laptop = laptop_bare (f->district);
  f->laptop->send = laptop_send_over_https;
  f->laptop->user_data = f->client;
  cJSON_Delete (laptop_enrol (f->laptop, code, "Máy 1", 200));
  cJSON_Delete (laptop_session (f->laptop, NULL, 200));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  laptop_free (f->laptop);
  client_free (f->client);
  tn_district_server_stop (f->server);
  district_free (f->district);
}

/* ---- the line ---- */

static void
test_a_day_over_https (Fixture *f, gconstpointer data)
{
  g_autoptr (Batch) batch = batch_new ();
  for (guint i = 1; i <= 1000; i++) {
    TnId id = make_id (i);
    batch_create (batch, f->laptop, "household", &id, "{\"code\":\"H\",\"note\":\"xin chào\"}");
  }
  laptop_push_ok (f->laptop, WARD, batch);
  g_autoptr (Page) page = laptop_pull (f->laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 5000);
  g_assert_cmpuint (page->lines->len, ==, 1000);
  cJSON_Delete (laptop_json (f->laptop, "POST", "/v1/info", "{}", 405));
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;
  while (g_dir_read_name (dir)) n++;
  return n;
}

/* Within the time of a fault, not of a measurement: on a machine that is busy a line is closed a little later. */
static void
test_lines_that_end_leave_nothing (Fixture *f, gconstpointer data)
{
  enum { LINES = 30, PATIENCE_S = 20 };
  guint before = count_files ();
  for (guint i = 0; i < LINES; i++) {
    TnAnswer answer;
    g_autoptr (Client) client = client_new (f->district->dir, tn_district_server_url (f->server));
    g_assert_true (client_send (client, &(TnCall) { .method = "GET", .path = "/v1/info" }, &answer));
    g_assert_cmpuint (answer.status, ==, 200);
    tn_answer_clear (&answer);
  }
  for (gint64 until = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC; count_files () >= before + LINES / 2;) {
    g_assert_cmpint (g_get_monotonic_time (), <, until);
    g_thread_yield ();
  }
}

static void
test_ca_is_fetched_and_named_by_the_code (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnAnswer answer;
  TnInvite invite;
  gsize len;
  TnCall call = { .method = "GET", .path = "/v1/ca" };
  g_autofree char *code = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error);
  g_assert_true (client_send (f->client, &call, &answer));
  const char *pem = g_bytes_get_data (answer.body, &len);
  g_autoptr (GBytes) der = tn_ca_der (pem, len, &error);
  g_assert_no_error (error);
  g_assert_true (tn_invite_decode (code, &invite, NULL));
  g_assert_true (tn_invite_names_ca (&invite, g_bytes_get_data (der, NULL), g_bytes_get_size (der)));
  tn_answer_clear (&answer);
}

static void
test_another_ca_is_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (District) other = district_new ();
  g_autoptr (Client) client = client_new (other->dir, tn_district_server_url (f->server));
  TnAnswer answer;
  TnCall call = { .method = "GET", .path = "/v1/info" };
  g_assert_false (client_send (client, &call, &answer));
  g_assert_error (client_error (client), G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  tn_answer_clear (&answer);
}

static void
test_large_bodies_are_refused_while_they_come (Fixture *f, gconstpointer data)
{
  TnAnswer answer;
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (TN_LIMIT_BODY + 100), TN_LIMIT_BODY + 100);
  TnCall call = { .method = "POST", .path = "/v1/w/26734/push", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = f->laptop->token, .body = large };
  g_assert_true (client_send (f->client, &call, &answer));
  g_assert_cmpuint (answer.status, ==, 413);
  g_assert_cmpstr (answer.content_type, ==, TN_MEDIA_PROBLEM);
  tn_answer_clear (&answer);
  cJSON_Delete (laptop_json (f->laptop, "GET", "/v1/info", NULL, 200));
}

/* ---- waiting ---- */

typedef struct { Fixture *f; char *cursor, *token; guint status; gint64 answered_us; gboolean pages; GBytes *page; } Wait;

static gpointer
wait_in_thread (gpointer data)
{
  Wait *wait = data;
  TnAnswer answer;
  g_autoptr (Client) client = client_new (wait->f->district->dir, tn_district_server_url (wait->f->server));
  g_autofree char *text = g_strdup_printf (wait->pages ? "{\"want\":[{\"s\":\"*\",\"cur\":\"%s\"}],\"dict\":1}" : "{\"cur\":\"%s\"}", wait->cursor);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  TnCall call = { .method = "POST", .path = "/v1/w/26734/wait", .content_type = TN_MEDIA_JSON, .token = wait->token, .body = body };
  client_send (client, &call, &answer);
  wait->answered_us = g_get_monotonic_time ();
  if (wait->pages && answer.status == 200) wait->page = tn_page_inflate (answer.body, TN_LIMIT_INFLATED, NULL);
  wait->status = answer.status;
  tn_answer_clear (&answer);
  return NULL;
}

static void
await_waits (Fixture *f, guint n)
{
  for (guint i = 0; i < 20000 && tn_district_server_waiting (f->server) != n; i++) g_usleep (500);
  g_assert_cmpuint (tn_district_server_waiting (f->server), ==, n);
}

static void
push_one (Fixture *f, guint n)
{
  g_autoptr (Batch) batch = batch_new ();
  TnId id = make_id (n);
  batch_create (batch, f->laptop, "household", &id, "{\"code\":\"H\"}");
  laptop_push_ok (f->laptop, WARD, batch);
}

static void
test_wait_wakes_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 best = G_MAXINT64;
  g_autofree char *code = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error);
  g_autoptr (Laptop) other = laptop_new (f->district, code, "Máy 2");
  for (guint i = 0; i < 3; i++) {
    g_autoptr (Page) page = laptop_pull (f->laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 5000);
    Wait wait = { .f = f, .cursor = g_strdup (page_cursor (page)), .token = other->token };
    GThread *thread = g_thread_new ("wait", wait_in_thread, &wait);
    if (i) await_waits (f, 1);                 /* once unawaited: the push may come before or after the wait, and both must wake it */
    push_one (f, i + 1);
    gint64 start = g_get_monotonic_time ();    /* the push has been answered */
    g_thread_join (thread);
    g_assert_cmpuint (wait.status, ==, 200);
    best = MIN (best, wait.answered_us - start);
    g_free (wait.cursor);
  }
  g_test_message ("answer of the push to answer of the wait: %d us", (int) best);
  g_assert_cmpint (best, <, G_USEC_PER_SEC);   /* milliseconds; this much for a loaded machine */
}

static void
assert_page_holds (Wait *wait, guint lines, const char *text)
{
  TnPageReader reader;
  gsize len;
  g_assert_cmpuint (wait->status, ==, 200);
  g_assert_nonnull (wait->page);
  g_assert_true (tn_page_reader_init (&reader, wait->page, NULL));
  g_assert_cmpuint (reader.count, ==, lines);
  const char *all = g_bytes_get_data (wait->page, &len);
  g_assert_nonnull (g_strstr_len (all, (gssize) len, text));
  g_clear_pointer (&wait->page, g_bytes_unref);
  g_free (wait->cursor);
}

/* A wait that names its streams is answered with what is new; a laptop's own push does not end its own wait, another's does. */
static void
test_wait_brings_the_page (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error);
  g_autoptr (Laptop) other = laptop_new (f->district, code, "Máy 2");
  push_one (f, 1);
  g_autoptr (Page) page = laptop_pull (f->laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 5000);
  Wait mine = { .f = f, .cursor = g_strdup (page_cursor (page)), .token = f->laptop->token, .pages = TRUE }, theirs = mine;
  theirs.cursor = g_strdup (mine.cursor);
  theirs.token = other->token;
  GThread *one = g_thread_new ("wait", wait_in_thread, &mine), *two = g_thread_new ("wait", wait_in_thread, &theirs);
  await_waits (f, 2);
  push_one (f, 2);
  g_thread_join (two);
  assert_page_holds (&theirs, 1, "\"code\":\"H\"");
  await_waits (f, 1);
  g_autoptr (Batch) batch = batch_new ();
  TnId id = make_id (3);
  batch_create (batch, other, "household", &id, "{\"code\":\"K\"}");
  laptop_push_ok (other, WARD, batch);
  g_thread_join (one);
  assert_page_holds (&mine, 2, "\"code\":\"K\"");
}

static void
test_newer_wait_sheds_the_older (Fixture *f, gconstpointer data)
{
  Wait first = { .f = f, .cursor = g_strdup ("0"), .token = f->laptop->token }, second = first;
  GThread *one = g_thread_new ("wait", wait_in_thread, &first), *two = g_thread_new ("wait", wait_in_thread, &second);
  while (g_atomic_int_get (&first.status) == 0 && g_atomic_int_get (&second.status) == 0) g_usleep (1000);   /* one of them was shed */
  push_one (f, 1);
  g_thread_join (one);
  g_thread_join (two);
  g_assert_cmpuint (MIN (first.status, second.status), ==, 200);
  g_assert_cmpuint (MAX (first.status, second.status), ==, 503);
  g_free (first.cursor);
}

static void
test_stop_ends_waits (void)
{
  Fixture f;
  set_up (&f, NULL);
  Wait wait = { .f = &f, .cursor = g_strdup ("0"), .token = f.laptop->token };
  GThread *thread = g_thread_new ("wait", wait_in_thread, &wait);
  await_waits (&f, 1);
  g_autofree char *url = g_strdup (tn_district_server_url (f.server));
  client_free (f.client);
  f.client = client_new (f.district->dir, url);
  gint64 start = g_get_monotonic_time ();
  tn_district_server_stop (g_steal_pointer (&f.server));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  g_thread_join (thread);
  g_assert_cmpuint (wait.status, ==, 503);
  g_free (wait.cursor);
  tear_down (&f, NULL);
}

/* ---- the program, killed ---- */

static GSubprocess *
serve (const char *dir, char **url)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("TN_DISTRICT"), "serve", dir, "--listen", "127.0.0.1:0", "--rate", "0", NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_nonnull (line);
  *url = g_strdup (strstr (line, "https://"));
  g_assert_nonnull (*url);
  return process;
}

typedef struct { Client *client; Laptop *laptop; guint next, acked; gint stopped; } Pusher;

static Batch *
make_batch (Pusher *p)
{
  Batch *batch = batch_new ();
  for (guint i = 0; i < 20; i++) {
    TnId id = make_id (p->next + i);
    batch_create (batch, p->laptop, "household", &id, "{\"area\":\"019b0000-0000-7000-8000-00000000aaaa\",\"code\":\"H\"}");
  }
  return batch;
}

/* Sends until the line breaks; counts what was acknowledged. */
static gpointer
push_until_broken (gpointer data)
{
  Pusher *p = data;
  for (;;) {
    TnAnswer answer;
    g_autoptr (Batch) batch = make_batch (p);
    g_autoptr (GBytes) body = batch_pack (batch, "");
    TnCall call = { .method = "POST", .path = "/v1/w/26734/push", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = p->laptop->token, .body = body };
    gboolean came = client_send (p->client, &call, &answer) && answer.status == 200;
    tn_answer_clear (&answer);
    if (!came) return NULL;
    p->next += 20;
    g_atomic_int_add ((gint *) &p->acked, 20);
  }
}

static void
assert_whole (District *district, guint acked)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (GPtrArray) wards = tn_district_depot (district->d)->driver->wards (tn_district_depot (district->d), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (((TnWard *) wards->pdata[0])->records, >=, acked);
  g_assert_true (tn_district_check_sums (district->d, WARD, &bad, &error));
  g_assert_cmpstr (bad, ==, NULL);
}

static void
test_kill_9_loses_nothing_acknowledged (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *code = tn_district_invite (district->d, WARD, "ward_officer", NULL, 3, &error);
  g_autoptr (Laptop) laptop = laptop_new (district, code, "Máy 1");
  Pusher p = { .laptop = laptop, .next = 1 };
  for (guint round = 0; round < 4; round++) {
    g_autofree char *url = NULL;
    g_autoptr (GSubprocess) process = serve (district->dir, &url);
    p.client = client_new (district->dir, url);
    laptop->send = laptop_send_over_https;
    laptop->user_data = p.client;
    cJSON_Delete (laptop_session (laptop, NULL, 200));
    guint before = p.acked, wanted = before + 40 * (1 + round);
    GThread *thread = g_thread_new ("push", push_until_broken, &p);
    while ((guint) g_atomic_int_get ((gint *) &p.acked) < wanted) g_usleep (200);
    g_subprocess_force_exit (process);
    g_subprocess_wait (process, NULL, NULL);
    g_thread_join (thread);
    g_clear_pointer (&p.client, client_free);
    assert_whole (district, p.acked);
  }
}

static void
test_term_ends_cleanly (void)
{
  g_autoptr (District) district = district_new ();
  g_autofree char *url = NULL;
  g_autoptr (GSubprocess) process = serve (district->dir, &url);
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/server/lines-that-end-leave-nothing", test_lines_that_end_leave_nothing);
  ADD ("/server/a-day-over-https", test_a_day_over_https);
  ADD ("/server/ca-is-fetched-and-named-by-the-code", test_ca_is_fetched_and_named_by_the_code);
  ADD ("/server/another-ca-is-refused", test_another_ca_is_refused);
  ADD ("/server/large-bodies-are-refused-while-they-come", test_large_bodies_are_refused_while_they_come);
  ADD ("/server/wait-wakes-at-once", test_wait_wakes_at_once);
  ADD ("/server/wait-brings-the-page", test_wait_brings_the_page);
  ADD ("/server/newer-wait-sheds-the-older", test_newer_wait_sheds_the_older);
  g_test_add_func ("/server/stop-ends-waits", test_stop_ends_waits);
  g_test_add_func ("/program/kill-9-loses-nothing-acknowledged", test_kill_9_loses_nothing_acknowledged);
  g_test_add_func ("/program/term-ends-cleanly", test_term_ends_cleanly);
  return g_test_run ();
}
