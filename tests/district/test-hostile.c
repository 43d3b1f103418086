/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real program against those who mean it harm or are merely broken: whatever they do, it goes on serving others and its memory stays bounded. */
#include "https-client.h"
#include "tn-ca.h"
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define WARD "26734"
#define MEMORY_MAX_KIB (256 * 1024)
#define IDLE_LINES 5000         /* ask more of the server than it may hold open without a request */
#define IDLE_TLS 1200           /* of these so many have shaken hands */
#define KEPT_LINES (g_test_slow () ? 5000u : 1500u)   /* shake hands, ask once and then say nothing more; all with -m slow */
#define IDLE_HELD 1000u         /* so many may idle */
#define FILES_OWN 200u          /* descriptors that the server has without any line, and those of lines on their way out */
#define SLOW_BODIES 60          /* each holds 1 MiB back: more together than the server keeps */
#define MIB (1024u * 1024)

typedef struct { District *district; GSubprocess *process; char *url; Client *client; Laptop *laptop; GSocketAddress *address; GTlsDatabase *anchors; } Fixture;

static void
start_program (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  f->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("TN_DISTRICT"), "serve", f->district->dir, "--listen", "127.0.0.1:0", "--rate", "0", NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (f->process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_nonnull (line);
  f->url = g_strdup (strstr (line, "https://"));
  f->address = g_inet_socket_address_new_from_string ("127.0.0.1", (guint) g_ascii_strtoull (strrchr (f->url, ':') + 1, NULL, 10));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->district = district_new ();
  f->district->now = g_get_real_time () / 1000;   /* the program has no other clock */
  start_program (f);
  g_autofree char *code = tn_district_invite (f->district->d, WARD, "ward_officer", NULL, 3, &error);
  g_autofree char *ca = g_build_filename (f->district->dir, TN_CA_CERTIFICATE, NULL);
  f->anchors = g_tls_file_database_new (ca, &error);
  g_assert_no_error (error);
  f->client = client_new (f->district->dir, f->url);
  f->laptop = laptop_bare (f->district);
  f->laptop->send = laptop_send_over_https;
  f->laptop->user_data = f->client;
  cJSON_Delete (laptop_enrol (f->laptop, code, "Máy 1", 200));
  cJSON_Delete (laptop_session (f->laptop, NULL, 200));
}

static guint64
peak_kib (Fixture *f)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", g_subprocess_get_identifier (f->process)), *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  const char *line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

/* The server lives, and serves a laptop that comes anew. */
static void
assert_serves (Fixture *f)
{
  g_autoptr (Client) client = client_new (f->district->dir, f->url);
  TnAnswer answer;
  TnCall call = { .method = "GET", .path = "/v1/info" };
  client_send (client, &call, &answer);
  g_assert_no_error (client_error (client));
  g_assert_cmpuint (answer.status, ==, 200);
  tn_answer_clear (&answer);
  g_autoptr (Page) page = laptop_pull (f->laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 10);
  g_assert_nonnull (page);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  guint64 peak = peak_kib (f);
  assert_serves (f);
  g_test_message ("the server's memory: %" G_GUINT64_FORMAT " MiB at most", peak / 1024);
  if (!g_getenv ("ASAN_OPTIONS")) g_assert_cmpuint (peak, <, MEMORY_MAX_KIB);   /* the sanitizer keeps what is freed */
  laptop_free (f->laptop);
  client_free (f->client);
  g_subprocess_send_signal (f->process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (f->process, NULL, NULL));
  g_clear_object (&f->process);
  g_clear_object (&f->address);
  g_clear_object (&f->anchors);
  g_free (f->url);
  district_free (f->district);
}

/* ---- lines of one's own ---- */

typedef struct { GSocketConnection *base; GIOStream *tls; } Line;

static void
line_clear (gpointer data)
{
  Line *line = data;
  g_clear_object (&line->tls);
  g_clear_object (&line->base);
}

static Line
line_open (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  Line line = { 0 };
  g_socket_client_set_timeout (client, 30);
  line.base = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (f->address), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_set_option (g_socket_connection_get_socket (line.base), IPPROTO_TCP, TCP_NODELAY, TRUE, &error));   /* or each waits 40 ms for an acknowledgement */
  return line;
}

/* FALSE = the server would not have it. */
static gboolean
line_shake_hands (Fixture *f, Line *line)
{
  /* With its trust from the start: else each reads the certificates of the whole machine first. */
  line->tls = g_initable_new (g_tls_backend_get_client_connection_type (g_tls_backend_get_default ()), NULL, NULL, "base-io-stream", line->base,
                              "server-identity", f->address, "database", f->anchors, NULL);
  return g_tls_connection_handshake (G_TLS_CONNECTION (line->tls), NULL, NULL);
}

static Line
line_open_tls (Fixture *f)
{
  Line line = line_open (f);
  g_assert_true (line_shake_hands (f, &line));
  return line;
}

/* FALSE = the line is shut. */
static gboolean
line_write (Line *line, const void *data, gsize len)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (line->tls), data, len, NULL, NULL, NULL);
}

/* The status that comes, or 0 when the line is shut without one. */
static guint
line_read_status (Line *line)
{
  g_autoptr (GDataInputStream) in = g_data_input_stream_new (g_io_stream_get_input_stream (line->tls));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (in), FALSE);
  g_autofree char *text = g_data_input_stream_read_line (in, NULL, NULL, NULL);
  return text && g_str_has_prefix (text, "HTTP/1.") && strlen (text) > 12 ? (guint) g_ascii_strtoull (text + 9, NULL, 10) : 0;
}

static char *
push_head (Fixture *f, const char *more)
{
  return g_strdup_printf ("POST /v1/w/" WARD "/push HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\nContent-Type: " TN_MEDIA_NDJSON_ZSTD "\r\n%s\r\n\r\n",
                          f->laptop->token, more);
}

/* A laptop shakes hands once and asks many times. */
static void
test_line_is_kept (Fixture *f, gconstpointer data)
{
  static const char request[] = "GET /v1/info HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  Line line = line_open_tls (f);
  GInputStream *in = g_io_stream_get_input_stream (line.tls);
  for (guint i = 0; i < 5; i++) {
    char answer[4096];
    g_assert_true (line_write (&line, request, strlen (request)));
    gssize n = 0, more;
    do {
      more = g_input_stream_read (in, answer + n, sizeof answer - 1 - (gsize) n, NULL, NULL);
      g_assert_cmpint (more, >, 0);
      n += more;
      answer[n] = 0;
    } while (!strstr (answer, "}}"));
    g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  }
  line_clear (&line);
}

/* ---- those who say nothing, or little ---- */

static void
test_idle_lines (Fixture *f, gconstpointer data)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (lines, line_clear);
  for (guint i = 0; i < IDLE_LINES; i++) {
    Line line = line_open (f);
    if (i % (IDLE_LINES / IDLE_TLS) == 0) line_shake_hands (f, &line);
    g_array_append_val (lines, line);
    if (i % 1000 == 999) assert_serves (f);
  }
  assert_serves (f);
}

static guint
count_files (Fixture *f)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (f->process));
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;
  g_assert_nonnull (dir);
  while (g_dir_read_name (dir)) n++;
  return n;
}

/* As many as this process may have open. */
static guint
kept_lines (void)
{
  struct rlimit limit;
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  guint n = (guint) MIN (limit.rlim_max - MIN (limit.rlim_max, FILES_OWN), (rlim_t) KEPT_LINES);
  if (n < KEPT_LINES) g_test_message ("only %u lines of %u: the limit of open files is %lu", n, KEPT_LINES, (unsigned long) limit.rlim_max);
  return n;
}

static Line
line_ask_once (Fixture *f)
{
  static const char request[] = "GET /v1/info HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  char answer[4096];
  Line line = line_open_tls (f);
  g_assert_true (line_write (&line, request, strlen (request)));
  g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (line.tls), answer, sizeof answer, NULL, NULL), >, 0);
  return line;
}

/* A line that has had its answer costs what one costs that never asked, and is bounded like it. */
static void
test_kept_lines (Fixture *f, gconstpointer data)
{
  guint most = 0, n = kept_lines ();
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (lines, line_clear);
  for (guint i = 0; i < n; i++) {
    Line line = line_ask_once (f);
    g_array_append_val (lines, line);
    if (i % 100 == 99) most = MAX (most, count_files (f));
  }
  g_test_message ("%u lines, at most %u files open in the server", n, most);
  g_assert_cmpuint (most, <=, IDLE_HELD + FILES_OWN);
  assert_serves (f);
}

static void
test_slow_headers (Fixture *f, gconstpointer data)
{
  Line lines[40];
  const char *head = "GET /v1/info HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ";
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) lines[i] = line_open_tls (f);
  for (gsize at = 0; at < strlen (head); at += 8)
    for (guint i = 0; i < G_N_ELEMENTS (lines); i++) g_assert_true (line_write (&lines[i], head + at, MIN (8, strlen (head) - at)));
  assert_serves (f);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) line_clear (&lines[i]);
}

static void
test_slow_bodies (Fixture *f, gconstpointer data)
{
  g_autofree char *head = push_head (f, "Content-Length: 2097152"), *half = g_malloc0 (MIB);
  Line lines[SLOW_BODIES];
  for (guint i = 0; i < SLOW_BODIES; i++) {
    lines[i] = line_open_tls (f);
    g_assert_true (line_write (&lines[i], head, strlen (head)));
    line_write (&lines[i], half, MIB);
    if (i % 20 == 19) assert_serves (f);
  }
  /* The ones who have held back the longest have lost their lines. */
  g_assert_cmpuint (line_read_status (&lines[0]), ==, 0);
  for (guint i = 0; i < SLOW_BODIES; i++) line_clear (&lines[i]);
}

static void
test_endless_headers (Fixture *f, gconstpointer data)
{
  g_autofree char *noise = g_strnfill (64 * 1024, 'a');
  Line line = line_open_tls (f);
  g_assert_true (line_write (&line, "GET /v1/info HTTP/1.1\r\nX: ", 26));
  guint i;
  for (i = 0; i < 1024 && line_write (&line, noise, 64 * 1024); i++) ;
  g_assert_cmpuint (i, <, 1024);
  line_clear (&line);
}

static void
test_endless_body (Fixture *f, gconstpointer data)
{
  g_autofree char *head = push_head (f, "Transfer-Encoding: chunked"), *zeros = g_malloc0 (64 * 1024);
  Line line = line_open_tls (f);
  g_assert_true (line_write (&line, head, strlen (head)));
  /* Refused at the limit; it may go on for a while, and then its line is shut. */
  for (guint i = 0; i < 2048; i++)
    if (!line_write (&line, "10000\r\n", 7) || !line_write (&line, zeros, 64 * 1024) || !line_write (&line, "\r\n", 2)) break;
  line_clear (&line);
}

/* ---- wrong words ---- */

/* 0 also when the server waits for more to come. */
static guint
answer_to (Fixture *f, const char *request, gsize len)
{
  Line line = line_open_tls (f);
  g_socket_set_timeout (g_socket_connection_get_socket (line.base), 2);
  guint status = line_write (&line, request, len) ? line_read_status (&line) : 0;
  line_clear (&line);
  return status;
}

typedef struct { Fixture *f; const char *request; } Words;

static gpointer
answer_cb (gpointer data)
{
  const Words *w = data;
  return GUINT_TO_POINTER (answer_to (w->f, w->request, strlen (w->request)));
}

/* All at once: some are only waited for. */
static void
test_what_is_no_http (Fixture *f, gconstpointer data)
{
  static const char *const requests[] = {
    "\r\n\r\n\r\n", "GARBAGE\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "GET /v1/info HTTP/9.9\r\nHost: a\r\n\r\n", "GET /v1/info HTTP/1.1\r\n: nameless\r\n\r\n",
    "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "GET /%00%ff%2e%2e/v1 HTTP/1.1\r\nHost: a\r\n\r\n",
    "POST /v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
  };
  Words words[G_N_ELEMENTS (requests)];
  GThread *threads[G_N_ELEMENTS (requests)];
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    words[i] = (Words) { f, requests[i] };
    threads[i] = g_thread_new ("words", answer_cb, &words[i]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
    guint status = GPOINTER_TO_UINT (g_thread_join (threads[i]));
    if (status != 0 && status != 505 && (status < 400 || status >= 500)) g_error ("%u to request %u", status, i);
  }
  guint8 noise[4096];
  for (guint i = 0; i < sizeof noise; i++) noise[i] = (guint8) g_test_rand_int ();
  Line line = line_open (f);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (line.base)), noise, sizeof noise, NULL, NULL, NULL);   /* in place of a handshake */
  line_clear (&line);
}

/* A body that is longer than it says: what follows is no request. */
static void
test_wrong_lengths (Fixture *f, gconstpointer data)
{
  g_autofree char *head = push_head (f, "Content-Length: 4"), *request = g_strconcat (head, "abcdefghijklmnop\r\n\r\n", NULL);
  g_assert_cmpuint (answer_to (f, request, strlen (request)), ==, 400);
}

static char *
nested (guint depth)
{
  GString *text = g_string_new ("{\"want\":");
  for (guint i = 0; i < depth; i++) g_string_append_c (text, '[');
  for (guint i = 0; i < depth; i++) g_string_append_c (text, ']');
  return g_string_free (g_string_append_c (text, '}'), FALSE);
}

static void
test_bad_json (Fixture *f, gconstpointer data)
{
  g_autofree char *deep = nested (100000);
  const char *const bodies[] = {
    deep, "{\"want\":[{\"s\":\"*\",\"cur\":\"0\"}],\"want\":[]}", "{\"want\":[{\"s\":\"*\",\"cur\":\"0\",\"cur\":\"5.aaaa\"}]}", "{\"want\":\"\xff\xfe\"}",
    "{\"want\":[{\"s\":\"\xc0\xaf\",\"cur\":\"0\"}]}", "{\"want\":[],}", "{\"want\":[01]}", "{\"want\":[NaN]}", "{\"limit\":1e999,\"want\":7}", "{\"want\":\"\\ud800\"}", "", "null",
  };
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++) cJSON_Delete (laptop_json (f->laptop, "POST", "/v1/w/" WARD "/pull", bodies[i], 400));
}

/* Each in a batch of its own: the batch is refused, or the entry is held; nothing of it becomes a record. */
static void
test_bad_entries (Fixture *f, gconstpointer data)
{
  g_autofree char *deep = nested (100000), *line = g_strdup_printf ("{\"n\":1,\"k\":\"household\",\"i\":\"019b0000-0000-7000-8000-000000000001\",\"by\":\"\",\"u\":%s}", deep);
  const char *const lines[] = {
    line,
    "{\"n\":1,\"n\":2,\"k\":\"household\",\"i\":\"019b0000-0000-7000-8000-000000000001\",\"by\":\"\",\"u\":{\"note\":[\"a\",\"0190000000000000aaaaaaaaaaaa\",[]]}}",
    "{\"n\":1,\"k\":\"household\",\"i\":\"019b0000-0000-7000-8000-000000000001\",\"by\":\"\",\"u\":{\"note\":[\"a\",\"0190000000000000aaaaaaaaaaaa\",[]],\"note\":[\"b\",\"0190000000000000aaaaaaaaaaaa\",[]]}}",
    "{\"n\":1,\"k\":\"household\",\"i\":\"019b0000-0000-7000-8000-000000000001\",\"by\":\"\",\"u\":{\"note\":[\"\xff\",\"0190000000000000aaaaaaaaaaaa\",[]]}}",
    "{\"n\":1,\"k\":\"household\",\"i\":\"not an id\",\"by\":\"\",\"u\":{\"note\":[\"a\",\"0190000000000000aaaaaaaaaaaa\",[]]}}",
    "{\"n\":1,\"k\":\"household\",\"i\":\"019b0000-0000-7000-8000-000000000001\",\"by\":\"\",\"u\":{\"note\":[\"a\",\"zzzz\",[]]}}",
    "[]", "7", "{}",
  };
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    TnAnswer answer;
    g_autoptr (Batch) batch = batch_new ();
    batch_raw (batch, lines[i]);
    g_autoptr (GBytes) body = batch_pack (batch, "");
    TnCall call = { .method = "POST", .path = "/v1/w/" WARD "/push", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = f->laptop->token, .body = body };
    g_assert_true (client_send (f->client, &call, &answer));
    if (answer.status != 200) g_assert_cmpuint (answer.status, ==, 400);
    tn_answer_clear (&answer);
  }
  g_autoptr (Page) page = laptop_pull (f->laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 10);
  g_assert_cmpuint (page->lines->len, ==, 0);
}

/* 1 GiB of zeros in some 100 KiB, several at once. */
static void
test_bombs (Fixture *f, gconstpointer data)
{
  g_autofree char *zeros = g_malloc0 (1024 * MIB);
  g_autoptr (GBytes) bomb = tn_page_deflate (zeros, 1024 * MIB, 1, NULL);
  g_clear_pointer (&zeros, g_free);
  g_assert_cmpuint (g_bytes_get_size (bomb), <, TN_LIMIT_BODY);
  gsize size;
  const void *bytes = g_bytes_get_data (bomb, &size);
  g_autofree char *length = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT, size), *head = push_head (f, length);
  Line lines[8];
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    lines[i] = line_open_tls (f);
    g_assert_true (line_write (&lines[i], head, strlen (head)) && line_write (&lines[i], bytes, size));
  }
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_assert_cmpuint (line_read_status (&lines[i]), ==, 413);
    line_clear (&lines[i]);
  }
}

/* ---- right words at the wrong time ---- */

/* A session request that was heard once is worth nothing once the laptop has gone on. */
static void
test_replayed_session (Fixture *f, gconstpointer data)
{
  g_autofree char *text = g_strdup_printf ("{\"device\":\"%s\",\"replica\":\"%s\",\"no\":1,\"nonce\":\"%s\",\"time\":1795000000000,\"schema\":1,\"known\":[]}",
                                           f->laptop->device, f->laptop->replica, f->laptop->nonce);
  g_autoptr (GBytes) heard = g_bytes_new (text, strlen (text));
  for (guint i = 0; i < 3; i++) cJSON_Delete (laptop_session (f->laptop, NULL, 200));
  cJSON_Delete (laptop_signed (f->laptop, "/v1/session", TN_MEDIA_JSON, heard, 409));
  cJSON_Delete (laptop_session (f->laptop, NULL, 200));
}

/* A batch may come again at any time: the ward is as if it had come once. */
static void
test_replayed_batches (Fixture *f, gconstpointer data)
{
  g_autoptr (Batch) create = batch_new (), edit = batch_new ();
  TnId id = make_id (1);
  TnStamp first = batch_create (create, f->laptop, "household", &id, "{\"note\":\"một\"}");
  batch_set (edit, f->laptop, "household", &id, "note", "\"hai\"", &first);
  for (guint i = 0; i < 3; i++) {
    laptop_push_ok (f->laptop, WARD, create);
    laptop_push_ok (f->laptop, WARD, edit);
  }
  g_autoptr (Page) page = laptop_pull (f->laptop, WARD, "[{\"s\":\"*\",\"cur\":\"0\"}]", 10);
  g_assert_cmpuint (page->lines->len, ==, 1);
  g_assert_nonnull (strstr (page_find (page, &id), "\"note\":\"hai\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add ("/hostile/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("line-is-kept", test_line_is_kept);
  ADD ("idle-lines", test_idle_lines);
  ADD ("kept-lines", test_kept_lines);
  ADD ("slow-headers", test_slow_headers);
  ADD ("slow-bodies", test_slow_bodies);
  ADD ("endless-headers", test_endless_headers);
  ADD ("endless-body", test_endless_body);
  ADD ("what-is-no-http", test_what_is_no_http);
  ADD ("wrong-lengths", test_wrong_lengths);
  ADD ("bad-json", test_bad_json);
  ADD ("bad-entries", test_bad_entries);
  ADD ("bombs", test_bombs);
  ADD ("replayed-session", test_replayed_session);
  ADD ("replayed-batches", test_replayed_batches);
  return g_test_run ();
}
