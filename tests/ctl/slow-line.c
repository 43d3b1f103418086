/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slow-line.h"
#include <arpa/inet.h>
#include <linux/tcp.h>           /* not netinet/tcp.h, whose tcp_info ends too early */
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE 512
#define UNDER_WAY 32u            /* pieces that a way holds, as a router's queue does */
#define LOOK_MS 20               /* at a line that is slow by itself */

typedef struct { gint64 due_us; gsize len; char bytes[PIECE]; } Piece;
typedef struct { int from, to; GQueue pieces; gint64 free_us; gboolean ended; guint64 *count; } Way;

struct _SlowLine {
  int listener;
  GThread *thread;
  GMutex lock;
  GCond cond;
  char *address;
  guint16 port, to_port;
  gboolean stop;                 /* lock, as all below */
  guint under_way;
  SlowLineRules rules;
  GRand *rand;
  SlowLineCount count;
};

typedef struct { SlowLine *line; int near, far; SlowLineRules rules; guint64 budget; } Connection;

/* FALSE = the way is closed. */
static gboolean
take_piece (Way *way, const SlowLineRules *rules)
{
  Piece *piece = g_new0 (Piece, 1);
  gssize n = recv (way->from, piece->bytes, PIECE, 0);
  gint64 now = g_get_monotonic_time ();
  if (n <= 0) {
    way->ended = TRUE;
    g_free (piece);
    return n == 0;
  }
  way->free_us = MAX (way->free_us, now) + (rules->rate > 0 ? (gint64) n * G_USEC_PER_SEC / rules->rate : 0);
  piece->due_us = way->free_us + (gint64) rules->latency_ms * 1000;
  piece->len = (gsize) n;
  g_queue_push_tail (&way->pieces, piece);
  return TRUE;
}

static gboolean
send_all (int fd, const char *bytes, gsize len)
{
  for (gssize n; len > 0; bytes += n, len -= (gsize) n)
    if ((n = send (fd, bytes, len, MSG_NOSIGNAL)) <= 0) return FALSE;
  return TRUE;
}

/* Then what is handed on lies in the kernel for long, and only that tells what went. */
static gboolean
is_slow_itself (const Connection *c)
{
  return c->rules.rate == 0;
}

/* What the near end has for certain, and what came from there. */
static SlowLineCount
ask_kernel (const Connection *c)
{
  struct tcp_info info = { 0 };
  socklen_t len = sizeof info;
  g_assert_cmpint (getsockopt (c->near, IPPROTO_TCP, TCP_INFO, &info, &len), ==, 0);
  return (SlowLineCount) { .up = info.tcpi_bytes_received, .down = info.tcpi_bytes_acked };
}

static gboolean
is_used_up (const Connection *c)
{
  SlowLineCount count = ask_kernel (c);
  return count.up + count.down >= c->budget;
}

/* What is due goes on, to the very byte at which the line is to break. FALSE = it breaks, or the other end is gone. */
static gboolean
let_through (Connection *c, Way *way, gboolean *cut)
{
  for (Piece *piece; (piece = g_queue_peek_head (&way->pieces)) && piece->due_us <= g_get_monotonic_time (); g_free (g_queue_pop_head (&way->pieces))) {
    gsize len = MIN (piece->len, c->budget);
    if (!send_all (way->to, piece->bytes, len)) return FALSE;
    if (is_slow_itself (c)) continue;
    *way->count += len;
    c->budget -= len;
    if ((*cut = c->budget == 0)) return FALSE;
  }
  return TRUE;
}

static int
time_to_next (const Connection *c, const Way *ways)
{
  gint64 now = g_get_monotonic_time (), due = is_slow_itself (c) && c->rules.cut_max ? now + LOOK_MS * 1000 : G_MAXINT64;
  for (guint i = 0; i < 2; i++) {
    const Piece *piece = ways[i].pieces.head ? ways[i].pieces.head->data : NULL;
    if (piece) due = MIN (due, piece->due_us);
  }
  return due == G_MAXINT64 ? -1 : (int) (MAX (due - now, 0) / 1000) + 1;
}

/* Neither of ours closes one way alone: who has ended reads no more. */
static gboolean
is_over (const Way *ways)
{
  return (ways[0].ended && ways[0].pieces.length == 0) || (ways[1].ended && ways[1].pieces.length == 0);
}

static gboolean
relay (Connection *c, Way *ways)
{
  gboolean cut = FALSE;
  while (!is_over (ways)) {
    struct pollfd fds[2];
    for (guint i = 0; i < 2; i++) fds[i] = (struct pollfd) { .fd = ways[i].ended || ways[i].pieces.length >= UNDER_WAY ? -1 : ways[i].from, .events = POLLIN };
    if (poll (fds, 2, time_to_next (c, ways)) < 0) break;
    for (guint i = 0; i < 2; i++)
      if (fds[i].revents && !take_piece (&ways[i], &c->rules)) return cut;
    for (guint i = 0; i < 2; i++)
      if (!let_through (c, &ways[i], &cut)) return cut;
    if (is_slow_itself (c) && is_used_up (c)) return TRUE;
  }
  return cut;
}

static void
reset (int fd)
{
  const struct linger hard = { 1, 0 };
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  close (fd);
}

static gpointer
run_connection (gpointer data)
{
  Connection *c = data;
  SlowLine *line = c->line;
  SlowLineCount count = { 0 };
  Way ways[2] = { { .from = c->near, .to = c->far, .count = &count.up }, { .from = c->far, .to = c->near, .count = &count.down } };
  guint cuts = relay (c, ways);
  if (is_slow_itself (c)) count = ask_kernel (c);
  count.connections = 1;
  count.cuts = cuts;
  for (guint i = 0; i < 2; i++) g_queue_clear_full (&ways[i].pieces, g_free);
  reset (c->near);
  reset (c->far);
  g_free (c);
  g_mutex_lock (&line->lock);
  line->count.up += count.up;
  line->count.down += count.down;
  line->count.connections++;
  line->count.cuts += count.cuts;
  line->under_way--;
  g_cond_broadcast (&line->cond);
  g_mutex_unlock (&line->lock);
  return NULL;
}

static struct sockaddr_in
loopback (guint16 port)
{
  return (struct sockaddr_in) { .sin_family = AF_INET, .sin_port = g_htons (port), .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
}

static int
connect_on (guint16 port)
{
  struct sockaddr_in address = loopback (port);
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (connect (fd, (struct sockaddr *) (void *) &address, sizeof address), ==, 0);
  return fd;
}

static guint64
draw_budget (SlowLine *line)
{
  const SlowLineRules *rules = &line->rules;
  return rules->cut_max ? (guint64) g_rand_int_range (line->rand, (gint32) rules->cut_min, (gint32) rules->cut_max + 1) : G_MAXUINT64;
}

static void
begin_connection (SlowLine *line, int near)
{
  Connection *c = g_new0 (Connection, 1);
  int far = connect_on (line->to_port);
  g_mutex_lock (&line->lock);
  *c = (Connection) { line, near, far, line->rules, draw_budget (line) };
  line->under_way++;
  g_mutex_unlock (&line->lock);
  g_thread_unref (g_thread_new ("slow-connection", run_connection, c));
}

static gpointer
run_line (gpointer data)
{
  SlowLine *line = data;
  for (int near; (near = accept4 (line->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0;) begin_connection (line, near);
  return NULL;
}

SlowLine *
slow_line_new (const char *at, guint16 to_port)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t len = sizeof address;
  SlowLine *line = g_new0 (SlowLine, 1);
  g_assert_cmpint (inet_pton (AF_INET, at, &address.sin_addr), ==, 1);
  line->address = g_strdup (at);
  line->to_port = to_port;
  line->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (line->listener, (struct sockaddr *) (void *) &address, len), ==, 0);
  g_assert_cmpint (listen (line->listener, 8), ==, 0);
  g_assert_cmpint (getsockname (line->listener, (struct sockaddr *) (void *) &address, &len), ==, 0);
  line->port = g_ntohs (address.sin_port);
  line->rand = g_rand_new_with_seed (0);
  line->thread = g_thread_new ("slow-line", run_line, line);
  return line;
}

static void
wait_quiet (SlowLine *line)
{
  while (line->under_way > 0) g_cond_wait (&line->cond, &line->lock);
}

void
slow_line_free (SlowLine *line)
{
  shutdown (line->listener, SHUT_RDWR);
  g_thread_join (line->thread);
  g_mutex_lock (&line->lock);
  wait_quiet (line);
  g_mutex_unlock (&line->lock);
  close (line->listener);
  g_rand_free (line->rand);
  g_free (line->address);
  g_free (line);
}

char *
slow_line_url (SlowLine *line)
{
  return g_strdup_printf ("https://%s:%u", line->address, line->port);
}

void
slow_line_set (SlowLine *line, const SlowLineRules *rules)
{
  g_mutex_lock (&line->lock);
  line->rules = *rules;
  g_rand_set_seed (line->rand, rules->seed);
  g_mutex_unlock (&line->lock);
}

SlowLineCount
slow_line_take (SlowLine *line)
{
  g_mutex_lock (&line->lock);
  wait_quiet (line);
  SlowLineCount count = line->count;
  line->count = (SlowLineCount) { 0 };
  g_mutex_unlock (&line->lock);
  return count;
}
