/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slow line that breaks at random bytes, between the real programs: what came whole is kept, nothing goes twice beyond the page or batch that a
 * break tore, and in the end all hold the same. All is counted at the line and in the files, against one undisturbed run of the same size. The
 * seed is g_test's (--seed gives it again). */
#include "tn-program.h"
#include "slow-line.h"
#include "tn-db.h"
#include "tn-error.h"
#include <string.h>

#define HOUSEHOLDS 250u
#define NOISE 12u                /* words of 4 bytes for two of three records */
#define RATE (120u * 1024)
#define LATENCY_MS 15u
#define OVERHEAD 9000u           /* of a connection, each way: handshake, session, headers, receipts */
#define CUT_MIN 4000u            /* sometimes within the handshake */
#define CUT_BASE 6000u
#define RUNS_MOST 28u            /* a laptop may open 30 sessions a minute */
#define PAGE_LINES 500u

typedef struct { char *dir, *list, *copies[3], *url; TnServer *server; SlowLine *line; } Ward;

static void
clear_ward (Ward *w)
{
  slow_line_free (w->line);
  tn_server_free (w->server);
  for (guint i = 0; i < G_N_ELEMENTS (w->copies); i++) g_free (w->copies[i]);
  tn_remove_dir (w->dir);
  g_free (w->dir);
  g_free (w->list);
  g_free (w->url);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ward, clear_ward)

static void
init_ward (Ward *w)
{
  static const char *const names[] = { "an.tn", "binh.tn", "chi.tn" };
  w->dir = tn_temp_dir ();
  w->list = g_build_filename (w->dir, "list.csv", NULL);
  w->server = tn_server_start (w->dir);
  w->line = slow_line_new ((guint16) atoi (strrchr (w->server->url, ':') + 1));
  w->url = slow_line_url (w->line);
  for (guint i = 0; i < G_N_ELEMENTS (w->copies); i++) {
    w->copies[i] = g_build_filename (w->dir, names[i], NULL);
    tn_server_enrol (w->server, w->copies[i], names[i]);
    g_auto (TnRun) moved = tn_run_ok ("TN_CTL", w->copies[i], "server", w->url, NULL);
  }
}

static void
append_noise (GString *text)
{
  for (guint i = 0; i < NOISE; i++) g_string_append_printf (text, " %08x", (guint) g_test_rand_int ());
}

/* Texts that hardly compress, so that a page is much more than what a connection costs by itself. */
static void
import (Ward *w, guint from)
{
  g_autoptr (GString) text = g_string_new ("Họ và tên chủ hộ,Họ và tên,Năm sinh,Số nhà,Đường\n");
  for (guint i = from; i < from + HOUSEHOLDS; i++) {
    g_string_append_printf (text, "Lê Văn Số %u,Lê Văn Số %u,1970,%u,Đường", i, i, i);
    append_noise (text);
    g_string_append (text, "\n,Trần Thị");
    append_noise (text);
    g_string_append (text, ",1975,,\n");
  }
  g_assert_true (g_file_set_contents (w->list, text->str, -1, NULL));
  g_auto (TnRun) imported = tn_run_ok ("TN_CTL", w->copies[0], "import", "households", w->list, NULL);
}

static gint64
ask (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  return tn_stmt_int (stmt, 0);
}

/* How far a copy is: edits that have their receipt, rows that came; both only ever grow. And the cursor. */
typedef struct { gint64 done, cursor; } Progress;

static Progress
progress_of (const char *copy, gboolean up)
{
  return (Progress) {
    ask (copy, up ? "SELECT count(*) FROM outbox WHERE state NOT IN ('new','held')" : "SELECT count(*) FROM record WHERE h NOT NULL"),
    ask (copy, "SELECT coalesce(max(CAST(cursor AS INTEGER)),0) FROM pull"),
  };
}

static guint64
bytes_of (const SlowLineCount *count, gboolean up)
{
  return up ? count->up : count->down;
}

typedef struct { guint64 bytes; gint64 done; } Ideal;

static Ideal
run_undisturbed (Ward *w, const char *copy, gboolean up)
{
  slow_line_set (w->line, &(SlowLineRules) { .rate = RATE, .latency_ms = LATENCY_MS });
  gint64 before = progress_of (copy, up).done;
  slow_line_take (w->line);
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", copy, "sync", NULL);
  SlowLineCount count = slow_line_take (w->line);
  g_assert_cmpuint (count.cuts, ==, 0);
  Ideal ideal = { bytes_of (&count, up), progress_of (copy, up).done - before };
  g_assert_cmpint (ideal.done, >, PAGE_LINES);   /* more than one page, or this shows nothing */
  return ideal;
}

static void
assert_said (const TnRun *run)
{
  g_assert_cmpint (run->code, ==, 1);
  g_assert_cmpstr (tn_text (run, "error.domain"), ==, g_quark_to_string (TN_ERROR));
  g_assert_cmpfloat (tn_number (run, "error.code"), ==, TN_ERROR_NETWORK);
  g_assert_nonnull (strstr (tn_text (run, "error.message"), "What you typed is safe here"));
  g_assert_nonnull (strstr (run->err, tn_text (run, "error.message")));
}

/* Until it is through. No connection lives long enough for a whole page of the usual size. */
static void
run_broken (Ward *w, const char *copy, gboolean up, const Ideal *ideal)
{
  guint64 page = ideal->bytes * PAGE_LINES / (guint64) ideal->done, total = 0;
  guint cuts = 0, connections = 0, failed = 0;
  Progress before = progress_of (copy, up), begun = before;
  slow_line_set (w->line, &(SlowLineRules) { RATE, LATENCY_MS, CUT_MIN, CUT_BASE + (guint) page * 2 / 3, (guint32) g_test_rand_int () });
  for (guint i = 0;; i++) {
    g_assert_cmpuint (i, <, RUNS_MOST);
    g_auto (TnRun) run = tn_run ("TN_CTL", copy, "sync", "--progress", NULL);
    SlowLineCount count = slow_line_take (w->line);
    Progress now = progress_of (copy, up);
    g_assert_cmpint (now.done, >=, before.done);
    g_assert_cmpint (now.cursor, >=, before.cursor);
    gint64 useful = (now.done - before.done) * (gint64) ideal->bytes / ideal->done;
    g_test_message ("%s run %u: %d, %" G_GUINT64_FORMAT " bytes, %u of %u connections cut, %" G_GINT64_FORMAT " done", up ? "up" : "down", i, run.code,
                    bytes_of (&count, up), count.cuts, count.connections, now.done - before.done);
    /* Whatever was carried beyond one page for each break, and what a connection costs by itself, has to show. */
    g_assert_cmpint ((gint64) bytes_of (&count, up), <=, useful * 13 / 10 + (gint64) (count.cuts * page + count.connections * OVERHEAD));
    total += bytes_of (&count, up);
    cuts += count.cuts;
    connections += count.connections;
    before = now;
    if (run.code == 0) break;
    failed++;
    assert_said (&run);
  }
  g_test_message ("%s: %" G_GUINT64_FORMAT " bytes, undisturbed %" G_GUINT64_FORMAT "; %u breaks in %u connections, %u runs failed", up ? "up" : "down", total, ideal->bytes, cuts,
                  connections, failed);
  g_assert_cmpuint (failed, >=, 2);
  g_assert_cmpint (before.done - begun.done, ==, ideal->done);
  g_assert_cmpuint (total, <=, ideal->bytes + cuts * page + connections * OVERHEAD);
}

static char *
list_records (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = tn_db_open (path, TN_DB_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  GString *text = g_string_new (NULL);
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) g_string_append_printf (text, "%s\n", tn_stmt_text (stmt, 0));
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
assert_all_equal (Ward *w)
{
  g_autofree char *folder = g_build_filename (w->dir, "district", NULL), *depot = g_build_filename (folder, "district.db", NULL);
  g_autofree char *root = list_records (depot, "SELECT hex(id) || stream || hex(h) FROM record ORDER BY id");
  slow_line_set (w->line, &(SlowLineRules) { .rate = RATE, .latency_ms = LATENCY_MS });
  for (guint i = 0; i < G_N_ELEMENTS (w->copies); i++) {
    g_auto (TnRun) last = tn_run_ok ("TN_CTL", w->copies[i], "sync", NULL);
    g_auto (TnRun) quiet = tn_run_ok ("TN_CTL", w->copies[i], "sync", NULL);
    g_assert_cmpfloat (tn_number (&quiet, "session.sent") + tn_number (&quiet, "session.received"), ==, 0);
    g_autofree char *copy = list_records (w->copies[i], "SELECT hex(id) || stream || hex(h) FROM record ORDER BY id");
    g_assert_cmpstr (copy, ==, root);
    g_auto (TnRun) doctor = tn_run_ok ("TN_CTL", w->copies[i], "doctor", NULL);
    g_assert_true (cJSON_IsTrue (cJSON_GetObjectItem (doctor.doc, "sound")));
  }
  /* Nothing lost, nothing twice: every household once, nothing displaced, nothing held. */
  g_assert_cmpint (ask (depot, "SELECT count(*) FROM record WHERE kind='household'"), ==, 2 * HOUSEHOLDS);
  g_assert_cmpint (ask (depot, "SELECT count(*) FROM record WHERE kind='person'"), ==, 4 * HOUSEHOLDS);
  g_assert_cmpint (ask (depot, "SELECT (SELECT count(*) FROM history) + (SELECT count(*) FROM quarantine) + (SELECT count(*) FROM record WHERE kind='conflict')"), ==, 0);
  g_auto (TnRun) status = tn_run_ok ("TN_DISTRICT", NULL, "status", folder, "--check", NULL);
}

static void
test_breaking_line (void)
{
  g_auto (Ward) w = { 0 };
  init_ward (&w);
  import (&w, 1000);
  Ideal up = run_undisturbed (&w, w.copies[0], TRUE);
  import (&w, 2000);
  run_broken (&w, w.copies[0], TRUE, &up);
  Ideal down = run_undisturbed (&w, w.copies[1], FALSE);
  run_broken (&w, w.copies[2], FALSE, &down);
  assert_all_equal (&w);
}

/* The fraction that a person sees only grows, and of a first copy the total is known after the first page. */
static void
test_says_what_is_left (void)
{
  g_auto (Ward) w = { 0 };
  init_ward (&w);
  import (&w, 1000);
  slow_line_set (w.line, &(SlowLineRules) { .rate = RATE, .latency_ms = LATENCY_MS });
  g_auto (TnRun) up = tn_run_ok ("TN_CTL", w.copies[0], "sync", "--progress", NULL);
  g_assert_nonnull (strstr (up.err, "Sending: 0 of "));
  g_auto (TnRun) down = tn_run_ok ("TN_CTL", w.copies[1], "sync", "--progress", NULL);
  g_autofree char *first = g_strdup_printf ("Receiving: %u of about %u\n", PAGE_LINES, 3 * HOUSEHOLDS);
  g_test_message ("%s", down.err);
  g_assert_nonnull (strstr (down.err, first));
  g_auto (TnRun) quiet = tn_run_ok ("TN_CTL", w.copies[2], "sync", NULL);
  g_assert_cmpstr (quiet.err, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slow/breaking-line", test_breaking_line);
  g_test_add_func ("/slow/says-what-is-left", test_says_what_is_left);
  return g_test_run ();
}
