/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include "tn-client-private.h"
#include "tn-reconciler-private.h"

/* Holds one /wait open while the worker has armed it, over a connection of its own, so that an edit typed here is pushed at once while the
 * server's answer is awaited there. It never touches the copy. */
typedef struct { char *url, *ca, *ended, *ward, *token, *cursor, *want; gboolean at_hub; GBytes *page; } Wait;

static void
clear_wait (Wait *w)
{
  g_free (w->url);
  g_free (w->ca);
  g_free (w->ended);
  g_free (w->ward);
  g_free (w->token);
  g_free (w->cursor);
  g_free (w->want);
  g_clear_pointer (&w->page, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wait, clear_wait)

/* With the lock held: FALSE when it is time to go. */
static gboolean
take_order (TnReconcilerShared *s, Wait *w)
{
  while (!s->armed && !s->stop)
    g_cond_wait (&s->cond, &s->lock);
  if (s->stop)
    return FALSE;
  *w = (Wait) { g_strdup (s->url), g_strdup (s->ca), g_strdup (s->ended), g_strdup (s->ward), g_strdup (s->token), g_strdup (s->cursor), g_strdup (s->want), s->at_hub, NULL };
  g_clear_object (&s->waiting);
  s->waiting = g_cancellable_new ();
  return TRUE;
}

/* With the lock held. A move to what the worker has read meanwhile is its own push coming back. */
static void
report (TnReconcilerShared *s, Wait *w, gboolean ok, gint64 seq, guint retry_s)
{
  s->waited_well |= ok;
  if (ok && seq > s->seq) {
    s->moved = TRUE;
    s->moved_seq = seq;
    g_clear_pointer (&s->page, g_bytes_unref);
    g_free (s->page_want);
    s->page = g_steal_pointer (&w->page);
    s->page_want = g_steal_pointer (&w->want);
    s->armed = FALSE;
  } else if (!ok) {
    s->wait_failed = TRUE;
    s->wait_retry_s = retry_s;
    s->armed = FALSE;
  }
  g_cond_broadcast (&s->cond);
}

static TnTransport *
connect_to (const Wait *w, GError **error)
{
  return w->at_hub ? tn_transport_soup_new_hub (w->url, w->ca, w->ward, w->ended, error) : tn_transport_soup_new (w->url, w->ca, error);
}

static gboolean
ask (TnTransport **transport, Wait *w, GCancellable *cancellable, gint64 *seq, guint *retry_s)
{
  g_autoptr (GError) error = NULL;
  const char *problem = NULL;
  if (*transport == NULL && (*transport = connect_to (w, &error)) == NULL) {
    g_debug ("wait: %s", error->message);
    return FALSE;
  }
  TnWaitOrder order = { w->ward, w->token, w->want };
  if (w->want != NULL ? tn_sync_wait_page (*transport, &order, seq, &w->page, &problem, cancellable, &error)
                      : tn_sync_wait_on (*transport, w->ward, w->token, w->cursor, seq, &problem, cancellable, &error))
    return TRUE;
  g_debug ("wait: %s", error->message);
  *retry_s = (*transport)->retry_after_s;
  g_clear_pointer (transport, tn_transport_free);
  return FALSE;
}

gpointer
tn_reconciler_await (gpointer shared)
{
  TnReconcilerShared *s = shared;
  TnTransport *transport = NULL;
  g_autofree char *url = NULL, *ended = NULL;   /* where it leads, and which hubs it would not go to */
  g_mutex_lock (&s->lock);
  for (;;) {
    g_auto (Wait) w = { 0 };
    gint64 seq = 0;
    guint retry_s = 0;
    if (!take_order (s, &w))
      break;
    g_autoptr (GCancellable) cancellable = g_object_ref (s->waiting);
    g_mutex_unlock (&s->lock);
    if (g_strcmp0 (url, w.url) != 0 || g_strcmp0 (ended, w.ended) != 0)
      g_clear_pointer (&transport, tn_transport_free);
    g_free (url);
    g_free (ended);
    url = g_strdup (w.url);
    ended = g_strdup (w.ended);
    gboolean ok = ask (&transport, &w, cancellable, &seq, &retry_s);
    g_mutex_lock (&s->lock);
    report (s, &w, ok, seq, retry_s);
  }
  g_mutex_unlock (&s->lock);
  tn_transport_free (transport);
  tn_reconciler_shared_unref (s);
  return NULL;
}
