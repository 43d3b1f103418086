/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-reconciler-private.h"

void
tn_reconciler_view_clear (TnReconcilerView *view)
{
  g_clear_pointer (&view->message, g_free);
}

void
tn_reconciler_view_copy (TnReconcilerView *to, const TnReconcilerView *from)
{
  char *message = g_strdup (from->message);
  g_free (to->message);
  *to = *from;
  to->message = message;
}

TnReconcilerShared *
tn_reconciler_shared_new (const char *path, guint interval_minutes)
{
  TnReconcilerShared *s = g_atomic_rc_box_new0 (TnReconcilerShared);
  s->path = g_strdup (path);
  s->interval_ms = (gint64) MAX (interval_minutes, 1) * 60 * 1000;
  s->context = g_main_context_ref_thread_default ();
  s->view.fraction = -1;
  g_weak_ref_init (&s->owner, NULL);
  g_mutex_init (&s->lock);
  g_cond_init (&s->cond);
  g_queue_init (&s->logs);
  g_queue_init (&s->bundles);
  return s;
}

TnReconcilerShared *
tn_reconciler_shared_ref (TnReconcilerShared *s)
{
  return g_atomic_rc_box_acquire (s);
}

static void
clear_shared (gpointer data)
{
  TnReconcilerShared *s = data;
  g_weak_ref_clear (&s->owner);
  g_main_context_unref (s->context);
  g_clear_object (&s->session);
  g_clear_object (&s->waiting);
  g_queue_clear_full (&s->logs, (GDestroyNotify) tn_session_log_free);
  g_queue_clear_full (&s->bundles, g_object_unref);
  tn_reconciler_view_clear (&s->view);
  g_mutex_clear (&s->lock);
  g_cond_clear (&s->cond);
  g_free (s->path);
  g_free (s->url);
  g_free (s->ca);
  g_free (s->ended);
  g_free (s->ward);
  g_free (s->token);
  g_free (s->cursor);
  g_free (s->want);
  g_free (s->page_want);
  g_clear_pointer (&s->page, g_bytes_unref);
}

void
tn_reconciler_shared_unref (TnReconcilerShared *s)
{
  g_atomic_rc_box_release_full (s, clear_shared);
}

static gboolean
tell_cb (gpointer data)
{
  TnReconcilerShared *s = data;
  g_autoptr (TnReconciler) r = g_weak_ref_get (&s->owner);
  if (r != NULL)
    tn_reconciler_take (r, s);
  return G_SOURCE_REMOVE;
}

void
tn_reconciler_tell (TnReconcilerShared *s)
{
  if (s->telling)
    return;
  s->telling = TRUE;
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, tn_reconciler_shared_ref (s), (GDestroyNotify) tn_reconciler_shared_unref);
  g_source_attach (source, s->context);
}
