/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wait is a request that stays paused without a worker. When its ward moves it is handed to a worker again, which then finds something to say.
 * A move may be told before the wait it concerns has been put down; so the newest move of each ward is remembered. */
#include "tn-district-server-private.h"

#define WAIT_S 55
#define WAITS_MAX 4000

void
exchange_leave_waits (Exchange *x)
{
  if (!x->wait) return;
  g_queue_delete_link (&x->server->waits, g_steal_pointer (&x->wait));
  g_atomic_int_add (&x->server->n_waits, -1);
  exchange_unref (x);
}

static gboolean
waited_long_cb (gpointer user_data)
{
  exchange_finish (user_data);   /* its answer is a 204 already */
  return G_SOURCE_REMOVE;
}

static void
shed_same_device (TnDistrictServer *server, const char *device)
{
  for (GList *l = server->waits.head, *next; l; l = next) {
    Exchange *other = l->data;
    next = l->next;
    if (strcmp (other->answer.wait_device, device) == 0) exchange_shed (other);
  }
}

void
exchange_wait (Exchange *x)
{
  TnDistrictServer *server = x->server;
  gint64 *moved = g_hash_table_lookup (server->moved, x->answer.wait_ward);
  if (moved && *moved > x->answer.wait_seq && x->asked_for != *moved) {
    x->asked_for = *moved;
    exchange_hand_over (x);
    return;
  }
  /* Asked again after that move was told, and the ward is not there: it has been set back, as by a standby that took over. */
  if (moved && *moved > x->answer.wait_seq) *moved = x->answer.wait_seq;
  shed_same_device (server, x->answer.wait_device);
  if (server->waits.length >= WAITS_MAX) exchange_shed (server->waits.head->data);
  g_queue_push_tail (&server->waits, exchange_ref (x));
  x->wait = server->waits.tail;
  g_atomic_int_inc (&server->n_waits);
  exchange_set_deadline (x, WAIT_S, waited_long_cb);
}

/* ---- a ward has moved ---- */

typedef struct { TnDistrictServer *server; char *ward, *device; gint64 before, seq; } Move;   /* device NULL = whoever did it */

static void
free_move (gpointer data)
{
  Move *move = data;
  g_free (move->ward);
  g_free (move->device);
  g_free (move);
}

static void
remember_move (TnDistrictServer *server, const Move *move)
{
  gint64 *newest = g_hash_table_lookup (server->moved, move->ward);
  if (!newest) g_hash_table_insert (server->moved, g_strdup (move->ward), newest = g_new0 (gint64, 1));
  *newest = MAX (*newest, move->seq);
}

/* Its laptop has the receipt, and had seen all before. */
static gboolean
is_own_move (const Exchange *x, const Move *move)
{
  return move->device && x->answer.wait_others && x->answer.wait_seq == move->before && strcmp (x->answer.wait_device, move->device) == 0;
}

static gboolean
moved_cb (gpointer user_data)
{
  Move *move = user_data;
  remember_move (move->server, move);
  for (GList *l = move->server->waits.head, *next; l; l = next) {
    Exchange *x = l->data;
    next = l->next;
    if (x->answer.wait_seq >= move->seq || strcmp (x->answer.wait_ward, move->ward) != 0) continue;
    if (is_own_move (x, move)) {
      x->answer.wait_seq = move->seq;
      continue;
    }
    exchange_clear_deadline (x);
    exchange_hand_over (x);
    exchange_leave_waits (x);
  }
  return G_SOURCE_REMOVE;
}

void
server_tell_move (const char *ward, gint64 seq, gpointer user_data)
{
  Move *move = g_new0 (Move, 1);
  *move = (Move) { .server = user_data, .ward = g_strdup (ward), .seq = seq };
  server_call (user_data, moved_cb, move, free_move);
}

void
server_tell_push (const char *ward, const char *device, gint64 before, gint64 seq, gpointer user_data)
{
  Move *move = g_new0 (Move, 1);
  *move = (Move) { user_data, g_strdup (ward), g_strdup (device), before, seq };
  server_call (user_data, moved_cb, move, free_move);
}
