/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which lines a server ends: those that idle the longest, when too many do or for too long; and none that is at work. */
#include "tn-lines.h"
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#define IDLE_MOST 3u
#define IDLE_S 1u

/* As libsoup has it: the address belongs to the line. */
typedef struct { GSocketAddress *remote; int far; } Peer;
typedef struct { TnLines *lines; Peer peers[8]; guint n; } Fixture;

static void
set_up (Fixture *f, gconstpointer most)
{
  f->lines = tn_lines_new (IDLE_MOST, IDLE_S, GPOINTER_TO_UINT (most));
}

static void
end_line (Peer *peer)
{
  g_clear_object (&peer->remote);
  if (peer->far >= 0) close (peer->far);
  peer->far = -1;
}

static void
tear_down (Fixture *f, gconstpointer most)
{
  for (guint i = 0; i < f->n; i++) end_line (&f->peers[i]);
  tn_lines_free (f->lines);
}

static Peer *
add_line (Fixture *f)
{
  Peer *peer = &f->peers[f->n++];
  int ends[2];
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  g_autoptr (GSocket) near = g_socket_new_from_fd (ends[0], &error);
  g_assert_no_error (error);
  peer->far = ends[1];
  peer->remote = g_inet_socket_address_new_from_string ("127.0.0.1", 1);
  tn_lines_add (f->lines, peer->remote, near);
  return peer;
}

static gboolean
is_shut (const Peer *peer)
{
  char byte;
  gssize n = recv (peer->far, &byte, 1, MSG_DONTWAIT);
  g_assert_true (n == 0 || (n < 0 && errno == EAGAIN));
  return n == 0;
}

static void
test_longest_goes (Fixture *f, gconstpointer most)
{
  Peer *first = add_line (f), *second = add_line (f), *third = add_line (f);
  g_autoptr (TnLine) worker = tn_line_of_address (first->remote);
  tn_line_set_busy (worker);
  Peer *fourth = add_line (f);
  g_assert_cmpuint (tn_lines_count_idle (f->lines), ==, IDLE_MOST);
  tn_line_set_idle (worker);                /* has its answer: of the idle ones it is the newest */
  g_assert_true (is_shut (second));
  g_assert_false (is_shut (first) || is_shut (third) || is_shut (fourth));
  end_line (third);                         /* by itself: room for another */
  Peer *fifth = add_line (f);
  g_assert_false (is_shut (first) || is_shut (fourth) || is_shut (fifth));
  Peer *sixth = add_line (f);
  g_assert_true (is_shut (fourth));
  g_assert_false (is_shut (first) || is_shut (fifth) || is_shut (sixth));
}

static void
test_too_long (Fixture *f, gconstpointer most)
{
  Peer *idle = add_line (f), *busy = add_line (f);
  g_autoptr (TnLine) worker = tn_line_of_address (busy->remote), gone = tn_line_of_address (idle->remote);
  tn_line_set_busy (worker);
  gint64 start = g_get_monotonic_time ();
  while (!is_shut (idle)) g_main_context_iteration (NULL, TRUE);
  gint64 took_us = g_get_monotonic_time () - start;
  g_assert_cmpint (took_us, >=, IDLE_S * G_USEC_PER_SEC);
  g_assert_false (is_shut (busy));
  tn_line_set_idle (gone);                  /* what was shut does not come back */
  g_assert_cmpuint (tn_lines_count_idle (f->lines), ==, 0);
  tn_line_set_idle (worker);
  while (!is_shut (busy)) g_main_context_iteration (NULL, TRUE);
}

/* Two may be open: a third pushes an idle one out, but none that is at work, and not itself. */
static void
test_too_many (Fixture *f, gconstpointer most)
{
  Peer *first = add_line (f), *second = add_line (f);
  g_autoptr (TnLine) worker = tn_line_of_address (first->remote);
  tn_line_set_busy (worker);
  g_assert_false (tn_lines_are_too_many (f->lines));
  Peer *third = add_line (f);
  g_assert_true (is_shut (second));
  g_assert_true (tn_lines_are_too_many (f->lines));   /* until it has really gone */
  end_line (second);
  g_assert_false (tn_lines_are_too_many (f->lines));
  g_autoptr (TnLine) other = tn_line_of_address (third->remote);
  tn_line_set_busy (other);
  Peer *fourth = add_line (f);
  g_assert_false (is_shut (first) || is_shut (third) || is_shut (fourth));
  g_autoptr (TnLine) newest = tn_line_of_address (fourth->remote);
  g_assert_false (tn_lines_shut_longest_idle (f->lines, newest));
}

/* Who still holds a line that has ended, or whose server has, does no harm. */
static void
test_outlived (Fixture *f, gconstpointer most)
{
  g_autoptr (TnLine) early = tn_line_of_address (add_line (f)->remote), late = tn_line_of_address (add_line (f)->remote);
  end_line (&f->peers[0]);
  tn_line_set_idle (early);
  tn_line_shut (early);
  g_assert_cmpuint (tn_lines_count_idle (f->lines), ==, 1);
  g_clear_pointer (&f->lines, tn_lines_free);
  tn_line_set_idle (late);
  tn_line_shut (late);
  g_assert_true (is_shut (&f->peers[1]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, most, function) g_test_add ("/lines/" path, Fixture, GUINT_TO_POINTER (most), set_up, function, tear_down)
  ADD ("the-longest-goes", 100, test_longest_goes);
  ADD ("too-long", 100, test_too_long);
  ADD ("too-many", 2, test_too_many);
  ADD ("outlived", 100, test_outlived);
  return g_test_run ();
}
