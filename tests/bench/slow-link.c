/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A laptop on a bad line: 100 kbit/s, 600 ms there and back, 5 % of the packets lost each way, and connections that are cut at random bytes, between the real
 * `tungnha-district serve` and the real `tungnha-ctl sync`.
 *   ninja -C build tests/bench/slow-link && build/tests/bench/slow-link [--seed SEED] [HOUSEHOLDS]
 * 500 households unless told otherwise; three to five minutes. Neither root nor anything set up is needed: it makes two network name spaces of its own (in one of
 * users, if it is not root) and a line between them, with netem if the kernel has it and with packets through this program if not; slow-net.h. Where
 * even that is not allowed it says so and takes the relay's own rate, delay and cuts on loopback, where nothing can be lost.
 *   A relay beside the server makes the cuts: it resets a connection once so many bytes of TCP have arrived, up and down. Counted is what was put on the line, each
 * byte of a stream once (with netem, which does not tell: what of it arrived).
 *   "Needed" is what a sync without cuts carries for the same records on the same line. A connection's own bytes (handshake, session, headers) are those of a sync
 * with nothing to do. What was carried at a cut beyond that and beyond the records that are kept will be carried again: at most a page.
 *   The line's bound is the needed bytes at the line's rate with nothing lost or waited for; beside it stands what a plain stream of TCP with as many bytes takes on the
 * same line, which loss slows down too (one sample each: TCP's luck varies by a third).
 *   Measured (3,000 records, packets over TUN, a cut after 22 kB on average): up 2.5 × the needed bytes in 9 connections, down 1.45 × in 11; at most 0.99 pages of 500 lines
 * were carried again after a cut (a batch whose receipt was cut off), no record that was there was lost. Without cuts 15 s up (the line's bound 7 s, plain TCP 8 s) and
 * 24 s down (14 s, 17 s): what is above plain TCP is round trips of 600 ms, 3 to open a session and 1 a page. With cuts 85 s and 94 s, mostly connections. */
#include "slow-line.h"
#include "slow-net.h"
#include "slow-ward.h"
#include <arpa/inet.h>
#include <locale.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#define RATE_BITS 100000u
#define ONE_WAY_MS 300u
#define LOSS 0.05
#define QUEUE 20u
#define CUT_MIN 4000u
#define CUT_MAX 40000u
#define PACKET 1500.0            /* carries PAYLOAD of a stream */
#define PAYLOAD 1448.0
#define RUNS_MOST 60u
#define PAGES_MOST 1.05          /* a page, whose bytes are known only on average */

typedef struct { SlowNet *net; /* NULL = loopback */ SlowWard ward; SlowLine *line; SlowLineRules rules; } Bench;
typedef struct { guint64 bytes; double seconds; gint64 done; } Run;

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* Bytes that were put on the line, each once, as far as this way is asked for. */
static guint64
payload (Bench *b, gboolean up)
{
  SlowNetCount ways[2] = { { 0 }, { 0 } };
  if (b->net) slow_net_count (b->net, &ways[0], &ways[1]);
  return ways[up ? 0 : 1].payload;
}

/* Since `before`; where the line cannot tell, what of it arrived. */
static guint64
bytes_since (Bench *b, guint64 before, const SlowLineCount *count, gboolean up)
{
  guint64 now = payload (b, up);
  return now ? now - before : up ? count->up : count->down;
}

static TnRun
run_at_laptop (Bench *b, const char *copy)
{
  if (b->net) slow_net_go_to_laptop (b->net);
  TnRun run = tn_run ("TN_CTL", copy, "sync", "--progress", NULL);
  if (b->net) slow_net_go_to_district (b->net);
  return run;
}

/* What it said last of how much there is. Owned. */
static char *
last_said (const TnRun *run, gboolean up)
{
  g_auto (GStrv) lines = g_strsplit (run->err, "\n", -1);
  const char *last = "nothing";
  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], up ? "Sending" : "Receiving")) last = lines[i];
  return g_strdup (last);
}

static Run
sync_whole (Bench *b, const char *copy, gboolean up)
{
  slow_line_set (b->line, &b->rules);
  slow_line_take (b->line);
  guint64 carried = payload (b, up);
  gint64 before = slow_progress (copy, up).done, start = g_get_monotonic_time ();
  g_auto (TnRun) run = run_at_laptop (b, copy);
  Run whole = { .seconds = seconds_since (start) };
  SlowLineCount count = slow_line_take (b->line);
  if (run.code != 0) g_error ("a sync without cuts failed: %s", run.err);
  whole.done = slow_progress (copy, up).done - before;
  whole.bytes = bytes_since (b, carried, &count, up);
  return whole;
}

/* ---- plain TCP ---- */

typedef struct { int listener; gsize bytes; gboolean up; } Stream;

static void
send_bytes (int fd, gsize bytes)
{
  static const char noise[16384];
  for (gssize n; bytes > 0; bytes -= (gsize) n)
    if ((n = send (fd, noise, MIN (bytes, sizeof noise), MSG_NOSIGNAL)) <= 0) g_error ("the plain stream broke");
}

static void
receive_bytes (int fd, gsize bytes)
{
  char buffer[16384];
  for (gssize n; bytes > 0; bytes -= (gsize) n)
    if ((n = recv (fd, buffer, MIN (bytes, sizeof buffer), 0)) <= 0) g_error ("the plain stream broke");
}

/* One byte asks, or says that all is there. */
static gpointer
stream_far (gpointer data)
{
  Stream *stream = data;
  int fd = accept (stream->listener, NULL, NULL);
  g_assert_cmpint (fd, >=, 0);
  if (stream->up) receive_bytes (fd, stream->bytes), send_bytes (fd, 1);
  else receive_bytes (fd, 1), send_bytes (fd, stream->bytes);
  receive_bytes (fd, 1);   /* and goes only after the other */
  close (fd);
  return NULL;
}

static double
stream_near (SlowNet *net, const struct sockaddr_in *address, gsize bytes, gboolean up)
{
  slow_net_go_to_laptop (net);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  slow_net_go_to_district (net);
  gint64 start = g_get_monotonic_time ();
  if (connect (fd, (const struct sockaddr *) (const void *) address, sizeof *address) != 0) g_error ("the plain stream was not connected");
  if (up) send_bytes (fd, bytes), receive_bytes (fd, 1);
  else send_bytes (fd, 1), receive_bytes (fd, bytes);
  double seconds = seconds_since (start);
  send_bytes (fd, 1);
  close (fd);
  return seconds;
}

/* Seconds; 0 = there is no such line. */
static double
stream_plain (SlowNet *net, gsize bytes, gboolean up)
{
  if (!net) return 0;
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t len = sizeof address;
  Stream stream = { socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), bytes, up };
  g_assert_cmpint (inet_pton (AF_INET, SLOW_NET_DISTRICT, &address.sin_addr), ==, 1);
  g_assert_cmpint (bind (stream.listener, (struct sockaddr *) (void *) &address, len), ==, 0);
  g_assert_cmpint (listen (stream.listener, 1), ==, 0);
  g_assert_cmpint (getsockname (stream.listener, (struct sockaddr *) (void *) &address, &len), ==, 0);
  GThread *far = g_thread_new ("plain-stream", stream_far, &stream);
  double seconds = stream_near (net, &address, bytes, up);
  g_thread_join (far);
  close (stream.listener);
  return seconds;
}

/* ---- the sync ---- */

typedef struct { Run whole; guint64 quiet; /* bytes of a connection with nothing to do */ double page; /* bytes */ } Need;

static double
bound (guint64 bytes)
{
  return (double) bytes * PACKET / PAYLOAD * 8 / RATE_BITS;
}

static void
say_time (const char *what, double seconds, guint64 needed, double plain)
{
  g_print ("  time %s: %.0f s; the line's bound %.0f s (%.1f ×)", what, seconds, bound (needed), seconds / bound (needed));
  if (plain > 0) g_print (", plain TCP %.0f s (%.1f ×)", plain, seconds / plain);
  g_print ("\n");
}

static Need
measure_need (Bench *b, const char *copy, gboolean up, double *plain)
{
  Need need = { .whole = sync_whole (b, copy, up) };
  need.quiet = sync_whole (b, copy, up).bytes;
  need.page = (double) (need.whole.bytes - need.quiet) * SLOW_WARD_PAGE / (double) need.whole.done;
  *plain = stream_plain (b->net, need.whole.bytes, up);
  g_print ("%s, no cuts: %" G_GINT64_FORMAT " records in %" G_GUINT64_FORMAT " bytes, %.1f each; a page of %u is %.0f bytes; a connection costs %" G_GUINT64_FORMAT "\n", up ? "up" : "down",
           need.whole.done, need.whole.bytes, (double) (need.whole.bytes - need.quiet) / (double) need.whole.done, SLOW_WARD_PAGE, need.page, need.quiet);
  say_time ("without cuts", need.whole.seconds, need.whole.bytes, *plain);
  return need;
}

typedef struct { guint64 bytes; guint cuts, connections; double worst; gboolean kept; } Total;

/* What one run carried that no kept record accounts for, in bytes. */
static double
count_again (const Need *need, guint64 bytes, guint connections, gint64 done)
{
  double useful = (double) (need->whole.bytes - need->quiet) * (double) done / (double) need->whole.done;
  return MAX ((double) bytes - (double) (need->quiet * connections) - useful, 0);
}

static gboolean
run_once (Bench *b, const char *copy, gboolean up, const Need *need, SlowProgress *before, Total *total)
{
  guint64 carried = payload (b, up);
  gint64 start = g_get_monotonic_time ();
  g_auto (TnRun) run = run_at_laptop (b, copy);
  double took = seconds_since (start);
  SlowLineCount count = slow_line_take (b->line);
  SlowProgress now = slow_progress (copy, up);
  guint64 bytes = bytes_since (b, carried, &count, up);
  double again = count_again (need, bytes, count.connections, now.done - before->done);
  g_autofree char *said = last_said (&run, up);
  g_print ("  %5.1f s, %6" G_GUINT64_FORMAT " bytes, %u of %u connections cut: %5" G_GINT64_FORMAT " records kept (+%" G_GINT64_FORMAT "), %5.0f bytes go again; said “%s”%s\n", took,
           bytes, count.cuts, count.connections, now.done, now.done - before->done, again, said, run.code ? "" : "; done");
  total->bytes += bytes;
  total->cuts += count.cuts;
  total->connections += count.connections;
  total->worst = MAX (total->worst, count.cuts ? again / count.cuts : 0);
  total->kept &= now.done >= before->done && now.cursor >= before->cursor;
  *before = now;
  if (run.code && !strstr (run.err, "What you typed is safe here")) g_error ("a cut was said like this: %s", run.err);
  return run.code == 0;
}

static gboolean
say_total (const Total *total, const Need *need, gboolean up)
{
  g_print ("  bytes carried against needed: %" G_GUINT64_FORMAT " / %" G_GUINT64_FORMAT " = %.2f × in %u connections of which %u were cut; %.2f × without what each connection costs\n", total->bytes,
           need->whole.bytes, (double) total->bytes / (double) need->whole.bytes, total->connections, total->cuts,
           (double) (total->bytes - need->quiet * total->connections) / (double) (need->whole.bytes - need->quiet));
  g_print ("  carried again after a cut, at most: %.0f bytes = %.2f pages (limit %g)\n  progress at every cut: %s\n", total->worst, total->worst / need->page, PAGES_MOST, total->kept ? "kept" : "LOST");
  if (total->kept && total->worst <= need->page * PAGES_MOST) return TRUE;
  g_print ("  %s: over the limit\n", up ? "up" : "down");
  return FALSE;
}

static gboolean
sync_broken (Bench *b, const char *copy, gboolean up, const Need *need, double plain)
{
  Total total = { .kept = TRUE };
  SlowProgress before = slow_progress (copy, up);
  SlowLineRules rules = b->rules;
  rules.cut_min = CUT_MIN;
  rules.cut_max = CUT_MAX;
  rules.seed = (guint32) g_test_rand_int ();
  slow_line_set (b->line, &rules);
  g_print ("%s, each connection cut after %u to %u bytes:\n", up ? "up" : "down", CUT_MIN, CUT_MAX);
  gint64 start = g_get_monotonic_time ();
  for (guint i = 0; !run_once (b, copy, up, need, &before, &total); i++)
    if (i == RUNS_MOST) g_error ("it does not get through");
  double seconds = seconds_since (start);
  say_time ("with cuts", seconds, need->whole.bytes, plain);
  return say_total (&total, need, up);
}

static void
say_line (Bench *b)
{
  SlowNetCount up, down;
  if (!b->net) return;
  slow_net_count (b->net, &up, &down);
  g_print ("the line carried up %" G_GUINT64_FORMAT " packets, %" G_GUINT64_FORMAT " bytes (%" G_GUINT64_FORMAT " lost, %" G_GUINT64_FORMAT " found its queue full), down %" G_GUINT64_FORMAT
           " packets, %" G_GUINT64_FORMAT " bytes (%" G_GUINT64_FORMAT " lost, %" G_GUINT64_FORMAT " full)\n", up.packets, up.bytes, up.lost, up.overflown, down.packets, down.bytes, down.lost, down.overflown);
}

static gboolean
run_bench (Bench *b, guint households)
{
  double plain_up, plain_down;
  slow_ward_import (&b->ward, households);
  Need up = measure_need (b, b->ward.copies[0], TRUE, &plain_up);
  slow_ward_import (&b->ward, households);
  gboolean ok = sync_broken (b, b->ward.copies[0], TRUE, &up, plain_up);
  Need down = measure_need (b, b->ward.copies[1], FALSE, &plain_down);
  ok &= sync_broken (b, b->ward.copies[2], FALSE, &down, plain_down);
  say_line (b);
  slow_ward_go_by (&b->ward, b->ward.server->url);
  slow_ward_assert_equal (&b->ward);
  g_print ("in the end all three copies and the district hold the same records and hashes, each once\n");
  return ok;
}

static void
find_programs (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL), *folder = g_path_get_dirname (self);
  g_autofree char *ctl = g_build_filename (folder, "../../app/tungnha-ctl", NULL), *district = g_build_filename (folder, "../../app/tungnha-district", NULL);
  g_setenv ("TN_CTL", ctl, TRUE);
  g_setenv ("TN_DISTRICT", district, TRUE);
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  setlocale (LC_ALL, "");
}

int
main (int argc, char **argv)
{
  g_autofree char *how = NULL, *why = NULL;
  Bench b = { 0 };
  find_programs ();
  g_test_init (&argc, &argv, NULL);
  guint households = argc > 1 ? (guint) atoi (argv[1]) : 500;
  if (households == 0) g_error ("slow-link [HOUSEHOLDS]");
  const SlowNetRules rules = { RATE_BITS, ONE_WAY_MS, LOSS, QUEUE, (guint32) g_test_rand_int () };
  b.net = slow_net_new (&rules, &how, &why);
  g_print ("%u kbit/s, %u ms there and back", RATE_BITS / 1000, 2 * ONE_WAY_MS);
  if (b.net) g_print (", %g %% of packets lost each way: %s\n", LOSS * 100, how);
  else g_print (" on loopback, by the relay itself, because here no line of packets can be made: %s. Nothing is lost: that cannot be made at this level\n", why);
  if (!b.net) b.rules = (SlowLineRules) { .rate = RATE_BITS / 8, .latency_ms = ONE_WAY_MS };
  slow_ward_init (&b.ward, b.net ? SLOW_NET_DISTRICT : NULL);
  b.line = slow_line_new (b.net ? SLOW_NET_DISTRICT : "127.0.0.1", (guint16) atoi (strrchr (b.ward.server->url, ':') + 1));
  g_autofree char *url = slow_line_url (b.line);
  slow_ward_go_by (&b.ward, url);
  gboolean ok = run_bench (&b, households);
  slow_line_free (b.line);
  slow_ward_clear (&b.ward);
  if (b.net) slow_net_free (b.net);
  return ok ? 0 : 1;
}
