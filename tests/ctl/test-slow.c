/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slow line that breaks at random bytes, between the real programs: what came whole is kept, nothing goes twice beyond the page or batch that a
 * break tore, and in the end all hold the same. All is counted at the line and in the files, against one undisturbed run of the same size. The
 * seed is g_test's (--seed gives it again). */
#include "slow-line.h"
#include "slow-ward.h"
#include "tn-error.h"
#include <string.h>

#define HOUSEHOLDS 250u
#define RATE (120u * 1024)
#define LATENCY_MS 15u
#define OVERHEAD 9000u           /* of a connection, each way: handshake, session, headers, receipts */
#define CUT_MIN 4000u            /* sometimes within the handshake */
#define CUT_BASE 6000u
#define RUNS_MOST 28u            /* a laptop may open 30 sessions a minute */

typedef struct { SlowWard ward; SlowLine *line; } Lines;

static void
clear_lines (Lines *l)
{
  slow_line_free (l->line);
  slow_ward_clear (&l->ward);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lines, clear_lines)

static void
init_lines (Lines *l)
{
  slow_ward_init (&l->ward, NULL);
  l->line = slow_line_new ("127.0.0.1", (guint16) atoi (strrchr (l->ward.server->url, ':') + 1));
  g_autofree char *url = slow_line_url (l->line);
  slow_ward_go_by (&l->ward, url);
}

static guint64
bytes_of (const SlowLineCount *count, gboolean up)
{
  return up ? count->up : count->down;
}

typedef struct { guint64 bytes; gint64 done; } Ideal;

static Ideal
run_undisturbed (Lines *w, const char *copy, gboolean up)
{
  slow_line_set (w->line, &(SlowLineRules) { .rate = RATE, .latency_ms = LATENCY_MS });
  gint64 before = slow_progress (copy, up).done;
  slow_line_take (w->line);
  g_auto (TnRun) run = tn_run_ok ("TN_CTL", copy, "sync", NULL);
  SlowLineCount count = slow_line_take (w->line);
  g_assert_cmpuint (count.cuts, ==, 0);
  Ideal ideal = { bytes_of (&count, up), slow_progress (copy, up).done - before };
  g_assert_cmpint (ideal.done, >, SLOW_WARD_PAGE);   /* more than one page, or this shows nothing */
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
run_broken (Lines *w, const char *copy, gboolean up, const Ideal *ideal)
{
  guint64 page = ideal->bytes * SLOW_WARD_PAGE / (guint64) ideal->done, total = 0;
  guint cuts = 0, connections = 0, failed = 0;
  SlowProgress before = slow_progress (copy, up), begun = before;
  slow_line_set (w->line, &(SlowLineRules) { RATE, LATENCY_MS, CUT_MIN, CUT_BASE + (guint) page * 2 / 3, (guint32) g_test_rand_int () });
  for (guint i = 0;; i++) {
    g_assert_cmpuint (i, <, RUNS_MOST);
    g_auto (TnRun) run = tn_run ("TN_CTL", copy, "sync", "--progress", NULL);
    SlowLineCount count = slow_line_take (w->line);
    SlowProgress now = slow_progress (copy, up);
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

static void
test_breaking_line (void)
{
  g_auto (Lines) w = { 0 };
  init_lines (&w);
  slow_ward_import (&w.ward, HOUSEHOLDS);
  Ideal up = run_undisturbed (&w, w.ward.copies[0], TRUE);
  slow_ward_import (&w.ward, HOUSEHOLDS);
  run_broken (&w, w.ward.copies[0], TRUE, &up);
  Ideal down = run_undisturbed (&w, w.ward.copies[1], FALSE);
  run_broken (&w, w.ward.copies[2], FALSE, &down);
  slow_line_set (w.line, &(SlowLineRules) { 0 });
  slow_ward_assert_equal (&w.ward);
}

/* The fraction that a person sees only grows, and of a first copy the total is known after the first page. */
static void
test_says_what_is_left (void)
{
  g_auto (Lines) w = { 0 };
  init_lines (&w);
  slow_ward_import (&w.ward, HOUSEHOLDS);
  slow_line_set (w.line, &(SlowLineRules) { .rate = RATE, .latency_ms = LATENCY_MS });
  g_auto (TnRun) up = tn_run_ok ("TN_CTL", w.ward.copies[0], "sync", "--progress", NULL);
  g_assert_nonnull (strstr (up.err, "Sending: 0 of "));
  g_auto (TnRun) down = tn_run_ok ("TN_CTL", w.ward.copies[1], "sync", "--progress", NULL);
  g_autofree char *first = g_strdup_printf ("Receiving: %u of about %u\n", SLOW_WARD_PAGE, SLOW_WARD_RECORDS * HOUSEHOLDS);
  g_test_message ("%s", down.err);
  g_assert_nonnull (strstr (down.err, first));
  g_auto (TnRun) quiet = tn_run_ok ("TN_CTL", w.ward.copies[2], "sync", NULL);
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
