/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only a database with a server of its own can do to a district. */
#include "https-client.h"
#include "tn-pg.h"
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#define WARD "26734"
#define STAR "[{\"s\":\"*\",\"cur\":\"0\"}]"

static char *
invite (District *district)
{
  g_autoptr (GError) error = NULL;
  char *code = tn_district_invite (district->d, WARD, "ward_officer", NULL, 3, &error);
  g_assert_no_error (error);
  return code;
}

/* ---- the numbers of a ward, and a mutant ---- */

#define WRITERS 8
#define COMMITS 60
#define PER_COMMIT 3

typedef struct _Race Race;
struct _Race {
  District *district;
  void (*write) (Race *race, TnPg *pg, guint writer, guint commit);
  gint left, next;
  guint read;
};

static TnStored
make_record (guint writer, guint commit, guint i, gint64 seq)
{
  TnStored record = { .id = make_id (1 + (writer * COMMITS + commit) * PER_COMMIT + i), .kind = tn_slice ("household", -1), .stream = tn_slice ("0", -1), .line = tn_slice ("{\"k\":1}", -1), .seq = seq };
  memset (record.newest.s, '0', TN_STAMP_LEN);
  return record;
}

/* As the driver does it: the ward's row first, the number last. */
static void
write_soundly (Race *race, TnPg *pg, guint writer, guint commit)
{
  g_autoptr (GError) error = NULL;
  gboolean found;
  TnCursor head;
  const TnDepotDriver *driver = tn_district_depot (race->district->d)->driver;
  TnWardTx *tx = driver->tx_begin (tn_district_depot (race->district->d), WARD, &found, &error);
  g_assert_no_error (error);
  gint64 seq = tx->last;
  for (guint i = 0; i < PER_COMMIT; i++) {
    TnStored record = make_record (writer, commit, i, ++seq);
    g_assert_true (driver->tx_insert (tx, &record, &error));
  }
  driver->tx_commit (tx, seq, &head, &error);
  g_assert_no_error (error);
}

/* The mutant: numbers from a sequence, each taken before the commit that it belongs to is in its place. */
static void
write_with_nextval (Race *race, TnPg *pg, guint writer, guint commit)
{
  g_autoptr (GError) error = NULL;
  tn_pg_exec (pg, "BEGIN", &error);
  for (guint i = 0; i < PER_COMMIT; i++) {
    TnStored record = make_record (writer, commit, i, 0);
    g_auto (TnPgArgs) args = { 0 };
    tn_pg_id (&args, &record.id);
    tn_pg_run (pg, "INSERT INTO record(ward, id, kind, stream, seq, rmax, h, line) VALUES('" WARD "', $1, 'household', '0', nextval('mutant'), '', '', '{\"k\":1}')", &args, NULL, &error);
  }
  tn_pg_exec (pg, "UPDATE ward SET seq=greatest(seq, currval('mutant')) WHERE ward='" WARD "';"
                  "INSERT INTO ward_log(ward, seq, tok, at) VALUES('" WARD "', currval('mutant'), 'mutantmutant', 0); COMMIT", &error);
  g_assert_no_error (error);
}

static gpointer
write_all (gpointer data)
{
  Race *race = data;
  guint writer = (guint) g_atomic_int_add (&race->next, 1);
  g_autoptr (TnPg) pg = tn_pg_open (race->district->depot, NULL);
  for (guint commit = 0; commit < COMMITS; commit++) race->write (race, pg, writer, commit);
  g_atomic_int_add (&race->left, -1);
  return NULL;
}

/* One and the same for the driver and for the mutant. */
static void
tail (Race *race)
{
  TnPullResult result = { .dig = g_string_new (NULL) };
  const TnDepotDriver *driver = tn_district_depot (race->district->d)->driver;
  TnPullRequest request = { .ward = WARD, .star_classes = 1u << TN_CLASS_OPEN, .max_lines = 50, .max_bytes = TN_LIMIT_PAGE_BYTES };
  request.names = g_hash_table_new (g_str_hash, g_str_equal);
  for (gboolean last = FALSE; !last;) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TnPageWriter) page = tn_page_writer_new (1);
    last = g_atomic_int_get (&race->left) == 0;
    driver->pull (tn_district_depot (race->district->d), &request, page, &result, &error);
    g_assert_no_error (error);
    race->read += tn_page_writer_count (page);
    request.star_seq = result.cur.seq;
    last = last && !result.more;
  }
  g_hash_table_unref (request.names);
  g_string_free (result.dig, TRUE);
}

static guint
run_race (void (*write) (Race *race, TnPg *pg, guint writer, guint commit))
{
  g_autoptr (District) district = district_new ();
  g_autoptr (TnPg) pg = tn_pg_open (district->depot, NULL);
  GThread *threads[WRITERS];
  Race race = { .district = district, .write = write, .left = WRITERS };
  g_assert_true (tn_pg_exec (pg, "CREATE SEQUENCE mutant", NULL));
  for (guint i = 0; i < WRITERS; i++) threads[i] = g_thread_new ("writer", write_all, &race);
  tail (&race);
  for (guint i = 0; i < WRITERS; i++) g_thread_join (threads[i]);
  g_autofree char *there = district_ask (district, "SELECT count(*) FROM record");
  g_assert_cmpint (atoi (there), ==, WRITERS * COMMITS * PER_COMMIT);
  return WRITERS * COMMITS * PER_COMMIT - race.read;
}

static void
test_numbers_come_in_the_order_of_commits (void)
{
  g_assert_cmpuint (run_race (write_soundly), ==, 0);
}

static void
test_a_sequence_would_lose_rows (void)
{
  guint missed = run_race (write_with_nextval);
  g_test_message ("nextval: a reader missed %u of %d", missed, WRITERS * COMMITS * PER_COMMIT);
  g_assert_cmpuint (missed, >, 0);
}

/* ---- several servers ---- */

static GSubprocess *
serve (const char *dir, char **url)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, g_getenv ("TN_DISTRICT"), "serve", dir, "--listen", "127.0.0.1:0", "--rate", "0", NULL);
  g_assert_no_error (error);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  *url = g_strdup (strstr (line, "https://"));
  g_assert_nonnull (*url);
  return process;
}

typedef struct { District *district; const char *url, *token, *cursor; guint status; } Wait;

static gpointer
wait_in_thread (gpointer data)
{
  Wait *wait = data;
  TnAnswer answer;
  g_autoptr (Client) client = client_new (wait->district->dir, wait->url);
  g_autofree char *text = g_strdup_printf ("{\"cur\":\"%s\"}", wait->cursor);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  TnCall call = { .method = "POST", .path = "/v1/w/26734/wait", .content_type = TN_MEDIA_JSON, .token = wait->token, .body = body };
  client_send (client, &call, &answer);
  wait->status = answer.status;
  tn_answer_clear (&answer);
  return NULL;
}

static void
push_one (Laptop *laptop, guint n)
{
  g_autoptr (Batch) batch = batch_new ();
  TnId id = make_id (n);
  batch_create (batch, laptop, "household", &id, "{\"code\":\"H\"}");
  laptop_push_ok (laptop, WARD, batch);
}

static void
await_waits (TnDistrictServer *server, guint n)
{
  for (guint i = 0; i < 20000 && tn_district_server_waiting (server) != n; i++) g_usleep (500);
  g_assert_cmpuint (tn_district_server_waiting (server), ==, n);
}

/* The session is had at a first process, the push goes to a second, the wait is held by a third: this one. */
static void
test_processes_share_sessions_and_moves (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *one = NULL, *two = NULL, *code = invite (district), *other_code = invite (district);
  g_autoptr (GSubprocess) first = serve (district->dir, &one), second = serve (district->dir, &two);
  g_autoptr (TnDistrictServer) here = tn_district_server_start (district->d, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  g_autoptr (Client) at_one = client_new (district->dir, one), at_two = client_new (district->dir, two);
  g_autoptr (Laptop) laptop = laptop_new (district, code, "Máy 1"), other = laptop_new (district, other_code, "Máy 2");
  laptop->send = laptop_send_over_https;
  laptop->user_data = at_one;
  cJSON_Delete (laptop_session (laptop, NULL, 200));
  laptop->user_data = at_two;
  g_autoptr (Page) page = laptop_pull (laptop, WARD, STAR, 10);
  Wait wait = { district, tn_district_server_url (here), other->token, page_cursor (page), 0 };
  GThread *thread = g_thread_new ("wait", wait_in_thread, &wait);
  await_waits (here, 1);
  gint64 start = g_get_monotonic_time ();
  push_one (laptop, 1);
  g_thread_join (thread);
  g_test_message ("a push at one process woke a wait at another in %d us", (int) (g_get_monotonic_time () - start));
  g_assert_cmpuint (wait.status, ==, 200);
  g_subprocess_force_exit (first);
  g_subprocess_force_exit (second);
  g_subprocess_wait (first, NULL, NULL);
  g_subprocess_wait (second, NULL, NULL);
}

/* ---- the database's own deaths ---- */

typedef struct { Laptop *laptop; guint first, acked, refused; gint *over; } Pusher;

/* Sends each batch until it is acknowledged, as laptops do. */
static gpointer
push_through (gpointer data)
{
  Pusher *p = data;
  while (!g_atomic_int_get (p->over)) {
    TnAnswer answer;
    g_autoptr (Batch) batch = batch_new ();
    for (guint i = 0; i < 5; i++) {
      TnId id = make_id (p->first + p->acked + i);
      batch_create (batch, p->laptop, "household", &id, "{\"area\":\"019b0000-0000-7000-8000-00000000aaaa\",\"code\":\"H\"}");
    }
    g_autoptr (GBytes) body = batch_pack (batch, "");
    TnCall call = { .method = "POST", .path = "/v1/w/26734/push", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = p->laptop->token, .body = body };
    for (gboolean taken = FALSE; !taken;) {
      tn_district_handle (p->laptop->d, &call, &answer);
      taken = answer.status == 200;
      if (!taken) g_assert_cmpuint (answer.status, ==, 503);
      if (!taken) p->refused++;
      tn_answer_clear (&answer);
      if (!taken) g_usleep (2000);   /* a laptop waits for Retry-After */
    }
    g_atomic_int_add ((gint *) &p->acked, 5);
  }
  return NULL;
}

/* The process that wrote last; its death takes all others of the cluster along. */
static int
find_backend (District *district)
{
  g_autofree char *pid = district_ask (district, "SELECT pid FROM pg_stat_activity WHERE datname=current_database() AND pid<>pg_backend_pid() ORDER BY state_change DESC LIMIT 1");
  return atoi (pid);
}

static TnPg *
open_cluster (void)
{
  g_autofree char *url = g_strdup_printf ("postgresql://postgres@/postgres?host=%s", g_getenv ("TN_TEST_PG"));
  TnPg *pg = NULL;
  for (guint i = 0; i < 3000 && !(pg = tn_pg_open (url, NULL)); i++) g_usleep (10000);
  g_assert_nonnull (pg);
  return pg;
}

/* Until the cluster has come up again. A line that was there before tells when all of its processes have gone: on a busy machine the cluster
 * takes new lines for a while, before it notices that one of its own was killed. */
static void
kill_backend (District *district)
{
  g_autoptr (TnPg) witness = open_cluster (), again = NULL;
  kill (find_backend (district), SIGKILL);
  for (guint i = 0; tn_pg_exec (witness, "SELECT 1", NULL); i++) {
    g_assert_cmpuint (i, <, 3000);
    g_usleep (10000);
  }
  again = open_cluster ();
}

/* The desk tells that the database is away: that is what is made to happen. */
static gboolean
is_fatal_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  return g_strcmp0 (domain, "tungnha-district") != 0;
}

static void
drop_log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

static void
test_kill_9_of_a_backend (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  gint over = 0;
  Pusher pushers[3] = { { 0 } };
  GThread *threads[3];
  g_test_log_set_fatal_handler (is_fatal_cb, NULL);
  guint handler = g_log_set_handler ("tungnha-district", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_DEBUG | G_LOG_FLAG_FATAL, drop_log_cb, NULL);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *code = invite (district);
    pushers[i] = (Pusher) { laptop_new (district, code, "Máy"), 1 + i * 1000000, 0, 0, &over };
  }
  for (guint i = 0; i < 3; i++) threads[i] = g_thread_new ("push", push_through, &pushers[i]);
  for (guint round = 0; round < 3; round++) {
    guint before = (guint) g_atomic_int_get ((gint *) &pushers[0].acked);
    while ((guint) g_atomic_int_get ((gint *) &pushers[0].acked) < before + 20) g_usleep (200);
    kill_backend (district);
  }
  g_atomic_int_set (&over, 1);
  guint acked = 0, refused = 0;
  for (guint i = 0; i < 3; i++) {
    g_thread_join (threads[i]);
    acked += pushers[i].acked;
    refused += pushers[i].refused;
    laptop_free (pushers[i].laptop);
  }
  g_autofree char *there = district_ask (district, "SELECT count(*) FROM record"), *bad = NULL;
  g_log_remove_handler ("tungnha-district", handler);
  g_test_message ("%u records acknowledged, %u answers 503", acked, refused);
  g_assert_cmpuint (refused, >, 0);
  g_assert_cmpuint ((guint) atoi (there), ==, acked);
  g_assert_true (tn_district_check_sums (district->d, WARD, &bad, &error));
  g_assert_cmpstr (bad, ==, NULL);
}

/* ---- doors ---- */

static void
assert_refused (const char *url, TnErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDepot) depot = tn_depot_pg_open (url, FALSE, NULL, &error);
  g_assert_null (depot);
  g_assert_error (error, TN_ERROR, (gint) code);
}

static void
test_what_cannot_be_opened_says_why (void)
{
  g_autofree char *nobody = g_strdup_printf ("postgresql://nobody@/postgres?host=%s", g_getenv ("TN_TEST_PG"));
  g_autofree char *nothing = g_strdup_printf ("postgresql://postgres@/nothing?host=%s", g_getenv ("TN_TEST_PG"));
  g_autofree char *empty = database_new ();
  assert_refused ("postgresql://postgres@/x?host=/nonexistent", TN_ERROR_NETWORK);
  assert_refused (nobody, TN_ERROR_REFUSED);
  assert_refused (nothing, TN_ERROR_NOT_FOUND);
  assert_refused (empty, TN_ERROR_NOT_FOUND);      /* no district in it */
  g_autoptr (TnPg) pg = tn_pg_open (empty, NULL);
  g_assert_true (tn_pg_exec (pg, "CREATE TABLE invoice(n int)", NULL));
  g_autoptr (GError) error = NULL;
  g_assert_null (tn_depot_pg_open (empty, TRUE, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_UNSUPPORTED);
  g_clear_pointer (&pg, tn_pg_close);
  database_drop (empty);
}

static void
test_a_newer_schema_is_not_touched (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (TnPg) pg = tn_pg_open (district->depot, NULL);
  g_assert_true (tn_pg_exec (pg, "INSERT INTO tungnha_schema(version) VALUES(1000)", NULL));
  assert_refused (district->depot, TN_ERROR_TOO_NEW);
}

static void
test_passwords_stay_off_command_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_pg_check_public_url ("postgresql://tungnha@db.example/district", &error));
  g_assert_no_error (error);
  const char *bad[] = { "postgresql://tungnha:geheim@db.example/district", "postgresql://db.example/district?password=geheim", "host=db.example password=geheim", "district", NULL };
  for (guint i = 0; bad[i]; i++) {
    g_autoptr (GError) why = NULL;
    g_assert_false (tn_pg_check_public_url (bad[i], &why));
    g_assert_error (why, TN_ERROR, TN_ERROR_INVALID);
    g_assert_null (strstr (why->message, "geheim"));
  }
  g_autofree char *shown = tn_pg_display_name (bad[0]);
  g_assert_null (strstr (shown, "geheim"));
}

static void
test_the_address_is_for_its_owner (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (district->dir, "depot", NULL);
  g_assert_cmpint (chmod (path, 0644), ==, 0);
  g_assert_null (tn_district_new (district->dir, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_REFUSED);
  g_assert_cmpint (chmod (path, 0600), ==, 0);
}

static void
test_a_wait_for_the_lock_ends (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (TnPg) pg = tn_pg_open (district->depot, NULL);
  g_autoptr (GError) error = NULL;
  gboolean found;
  TnDepot *depot = tn_district_depot (district->d);
  g_assert_true (tn_pg_exec (pg, "BEGIN; SELECT 1 FROM ward FOR UPDATE", NULL));
  g_assert_null (depot->driver->tx_begin (depot, WARD, &found, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_assert_true (tn_pg_exec (pg, "ROLLBACK", NULL));
  g_autoptr (TnWardTx) tx = depot->driver->tx_begin (depot, WARD, &found, &(GError *) { NULL });
  g_assert_nonnull (tx);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pg/numbers-come-in-the-order-of-commits", test_numbers_come_in_the_order_of_commits);
  g_test_add_func ("/pg/a-sequence-would-lose-rows", test_a_sequence_would_lose_rows);
  g_test_add_func ("/pg/processes-share-sessions-and-moves", test_processes_share_sessions_and_moves);
  g_test_add_func ("/pg/kill-9-of-a-backend", test_kill_9_of_a_backend);
  g_test_add_func ("/pg/what-cannot-be-opened-says-why", test_what_cannot_be_opened_says_why);
  g_test_add_func ("/pg/a-newer-schema-is-not-touched", test_a_newer_schema_is_not_touched);
  g_test_add_func ("/pg/passwords-stay-off-command-lines", test_passwords_stay_off_command_lines);
  g_test_add_func ("/pg/the-address-is-for-its-owner", test_the_address_is_for_its_owner);
  g_test_add_func ("/pg/a-wait-for-the-lock-ends", test_a_wait_for_the_lock_ends);
  return g_test_run ();
}
