/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-client-private.h"
#include "tn-meta-keys.h"
#include "tn-reconciler-private.h"

/* The worker: sleeps until a session is due, runs it, says how it went, arms the waiter.
 *
 * Due is: asked for; the network came back; the interval is over; an edit was made or the ward moved, unless the last session failed and its
 * pause is not over. Time is the wall clock, looked at every few seconds, because a laptop with its lid closed has no other clock that
 * goes on. After a failure that time can mend the pause doubles from 2 s to the interval, give or take half, so that a district that comes back is
 * not run over by all its laptops at once; the server's Retry-After is the least. */
#define LOOK_MS 5000
#define PAUSE_FIRST_MS 2000
#define SUSPENDED_MS 20000
#define NETWORK_MS 5000          /* a flapping network asks at most this often */
#define TELL_US (100 * 1000)

typedef struct {
  TnReconcilerShared *s;
  TnCopy *copy;
  TnTransport *transport;
  gboolean through_hub;          /* what stands behind it */
  char *url, *ended;             /* where it leads; hubs that it would not go to */
  guint failures, wait_failures; /* in a row */
  gint64 next_ms;                /* the next session without any reason */
  gint64 not_before_ms;          /* edits and moves wait until then */
  gint64 last_ms;                /* when the last session began */
  gint64 told_us;
  gboolean edited;               /* there is something to send that no session has tried */
  GBytes *page;                  /* a wait brought this, and nothing else is due */
  char *page_want;
} Worker;

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

/* With the lock held. */
static void
set_view (Worker *w, TnReconcilerState state, const GError *error)
{
  TnReconcilerView *view = &w->s->view;
  view->state = state;
  view->fraction = -1;
  view->left = 0;
  g_free (view->message);
  view->message = g_strdup (error != NULL ? error->message : NULL);
  view->removal_stopped = g_error_matches (error, TN_ERROR, TN_ERROR_CONFLICT);
  tn_reconciler_tell (w->s);
}

/* How many edits no session has tried, of our own and of a team that this laptop serves; and for the window how many of our own the district lacks. */
static guint64
count_waiting (Worker *w)
{
  TnOutboxSummary summary = { 0 };
  g_autoptr (GError) error = NULL;
  if (w->copy == NULL)
    return 0;
  guint64 unsent = 0;
  if (!tn_outbox_summary (w->copy, &summary, &error) || !tn_sync_count_unsent (w->copy, &unsent, &error)) {
    g_warning ("outbox: %s", error->message);
    return 0;
  }
  g_mutex_lock (&w->s->lock);
  if (w->s->view.waiting != summary.waiting) {
    w->s->view.waiting = summary.waiting;
    tn_reconciler_tell (w->s);
  }
  g_mutex_unlock (&w->s->lock);
  return unsent;
}

static void
find_last_done (Worker *w)
{
  g_autoptr (GPtrArray) logs = tn_session_log_list (w->copy, 200, NULL);
  for (guint i = 0; logs != NULL && i < logs->len; i++) {
    const TnSessionLog *log = logs->pdata[i];
    if (log->error != NULL)
      continue;
    g_mutex_lock (&w->s->lock);
    w->s->view.last_done_ms = MAX (w->s->view.last_done_ms, log->at + log->took_ms);
    tn_reconciler_tell (w->s);
    g_mutex_unlock (&w->s->lock);
    return;
  }
}

static gint64
double_pause (const Worker *w, guint times)
{
  return MIN ((gint64) PAUSE_FIRST_MS << MIN (times, 20), w->s->interval_ms);
}

/* With the lock held. A wait that broke off is a reason to look whether the district is still there; a server that holds none must not be asked
 * for it again and again. */
static void
plan_after_wait (Worker *w, gint64 now)
{
  gint64 retry = (gint64) w->s->wait_retry_s * 1000;
  w->next_ms = MIN (w->next_ms, now + MAX (retry, double_pause (w, w->wait_failures++)));
  if (retry > 0)
    w->not_before_ms = MAX (w->not_before_ms, now + retry);
}

/* With the lock held: is a session due? Takes the reasons that are answered by one. */
static gboolean
is_due (Worker *w)
{
  TnReconcilerShared *s = w->s;
  gint64 now = now_ms ();
  if (s->wait_failed)
    plan_after_wait (w, now);
  if (s->waited_well)
    w->wait_failures = 0;
  s->wait_failed = s->waited_well = FALSE;
  gboolean set_back = now < w->last_ms;
  gboolean network = s->network_up && now - w->last_ms >= NETWORK_MS;
  gboolean wish = (w->edited || s->moved) && (now >= w->not_before_ms || set_back);
  return !g_queue_is_empty (&s->bundles) || s->requested || network || wish || now >= w->next_ms || set_back;
}

/* With the lock held, which is given up meanwhile. A lid that was closed shows as wall time without our own time. */
static void
doze (Worker *w)
{
  TnReconcilerShared *s = w->s;
  gint64 now = now_ms (), mono = g_get_monotonic_time ();
  gint64 until = MIN (w->next_ms, now + LOOK_MS);
  if (w->edited || s->moved)
    until = MIN (until, MAX (w->not_before_ms, now));
  g_cond_wait_until (&s->cond, &s->lock, mono + MAX (until - now, 1) * 1000);
  gint64 slept = (g_get_monotonic_time () - mono) / 1000;
  if (now_ms () - now - slept > SUSPENDED_MS) {
    if (s->waiting != NULL)
      g_cancellable_cancel (s->waiting);
    w->next_ms = 0;
  }
}

/* With the lock held, which is given up meanwhile. */
static void
look_at_outbox (Worker *w)
{
  w->s->look = FALSE;
  g_mutex_unlock (&w->s->lock);
  guint64 waiting = count_waiting (w);
  g_mutex_lock (&w->s->lock);
  w->edited = waiting > 0;
}

/* FALSE = stop. */
static gboolean
wait_until_due (Worker *w)
{
  TnReconcilerShared *s = w->s;
  g_mutex_lock (&s->lock);
  while (!s->stop && !is_due (w)) {
    if (s->look)
      look_at_outbox (w);
    else
      doze (w);
  }
  g_clear_pointer (&w->page, g_bytes_unref);
  g_clear_pointer (&w->page_want, g_free);
  if (g_queue_is_empty (&s->bundles)) {   /* else these reasons keep until the stick is done */
    if (!s->requested && !s->network_up && !w->edited && now_ms () < w->next_ms) {
      w->page = g_steal_pointer (&s->page);
      w->page_want = g_steal_pointer (&s->page_want);
    }
    g_clear_pointer (&s->page, g_bytes_unref);
    s->requested = s->look = s->network_up = s->moved = w->edited = FALSE;
  }
  gboolean go_on = !s->stop;
  g_mutex_unlock (&s->lock);
  return go_on;
}

static void
progress_cb (TnSyncStep step, guint64 done, guint64 total, gpointer user_data)
{
  Worker *w = user_data;
  gint64 now = g_get_monotonic_time ();
  g_mutex_lock (&w->s->lock);
  if (w->s->view.step != step || (w->s->view.left == 0 && total > done) || now - w->told_us > TELL_US) {
    w->told_us = now;
    w->s->view.step = step;
    w->s->view.left = total > done ? total - done : 0;
    w->s->view.fraction = total > 0 ? CLAMP ((double) done / (double) total, 0, 1) : -1;
    tn_reconciler_tell (w->s);
  }
  g_mutex_unlock (&w->s->lock);
}

static gboolean
open_copy (Worker *w, GError **error)
{
  if (w->copy != NULL)
    return TRUE;
  w->copy = tn_copy_open (w->s->path, 0, NULL, error);
  if (w->copy == NULL)
    return FALSE;
  count_waiting (w);
  find_last_done (w);
  return TRUE;
}

static char *
swap_text (char **field, char *value)
{
  g_free (*field);
  return *field = value;
}

static gboolean
open_transport (Worker *w, GError **error)
{
  /* A stick, or another program on this copy, may have brought the news that the hub there was withdrawn. */
  g_autofree char *ended = tn_copy_get_meta (w->copy, TN_META_HUBS_ENDED);
  if (w->transport != NULL && (!w->through_hub || g_strcmp0 (ended, w->ended) == 0))
    return TRUE;
  g_clear_pointer (&w->transport, tn_transport_free);
  swap_text (&w->ended, g_steal_pointer (&ended));
  g_clear_pointer (&w->url, g_free);
  w->transport = tn_sync_connect (w->copy, &w->url, &w->through_hub, error);
  return w->transport != NULL;
}

static gboolean
can_mend (const GError *error)
{
  return g_error_matches (error, TN_ERROR, TN_ERROR_NETWORK) || g_error_matches (error, TN_ERROR, TN_ERROR_BUSY)
         || g_error_matches (error, TN_ERROR, TN_ERROR_FAILED);
}

/* When to try again: sets next_ms and not_before_ms. */
static void
plan_next (Worker *w, const GError *error)
{
  gint64 now = now_ms (), pause = w->s->interval_ms;
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    w->failures = 0;
    w->next_ms = now + pause;
    w->not_before_ms = 0;
    return;
  }
  if (can_mend (error)) {
    pause = (gint64) ((double) double_pause (w, w->failures++) * (0.5 + g_random_double ()));
  }
  if (w->transport != NULL)
    pause = MAX (pause, (gint64) w->transport->retry_after_s * 1000);
  w->next_ms = w->not_before_ms = now + pause;
}

/* Only after a good session: the waiter then starts from what this copy has read. */
static void
arm (Worker *w)
{
  TnReconcilerShared *s = w->s;
  gint64 seq = 0;
  g_autoptr (GError) error = NULL;
  const TnTicket *ticket = w->transport->ticket;
  g_autofree char *cursor = ticket != NULL ? tn_sync_cursor (w->copy, ticket->hub, &seq, &error) : NULL, *want = NULL;
  /* A page that is not asked for in a session may only be the root's. */
  if (cursor != NULL && ticket->dict && ticket->hub == NULL && (want = tn_sync_want (w->copy, &error)) == NULL)
    g_clear_pointer (&cursor, g_free);
  if (cursor == NULL) {
    if (error != NULL)
      g_warning ("wait: %s", error->message);
    return;
  }
  char *ca = tn_copy_get_meta (w->copy, TN_META_SERVER_CA), *ended = tn_copy_get_meta (w->copy, TN_META_HUBS_ENDED);
  g_mutex_lock (&s->lock);
  swap_text (&s->url, g_strdup (w->url));
  swap_text (&s->ca, ca);
  swap_text (&s->ended, ended);
  s->at_hub = w->through_hub;
  swap_text (&s->ward, g_strdup (tn_copy_ward (w->copy)));
  swap_text (&s->token, g_strdup (w->transport->ticket->token));
  swap_text (&s->cursor, g_steal_pointer (&cursor));
  swap_text (&s->want, g_steal_pointer (&want));
  s->seq = seq;
  s->wait_failed = FALSE;
  s->moved = s->moved && s->moved_seq > seq;
  s->armed = !s->moved;
  g_cond_broadcast (&s->cond);
  g_mutex_unlock (&s->lock);
}

static TnSessionLog *
copy_log (const TnSessionLog *log)
{
  TnSessionLog *copy = g_memdup2 (log, sizeof *log);
  copy->error = g_strdup (log->error);
  copy->note = g_strdup (log->note);
  return copy;
}

static TnReconcilerState
state_of (const GError *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TN_RECONCILER_IDLE;
  return g_error_matches (error, TN_ERROR, TN_ERROR_NETWORK) ? TN_RECONCILER_OFFLINE : TN_RECONCILER_FAILED;
}

static void
finish (Worker *w, const TnSessionLog *log, const GError *error)
{
  TnReconcilerShared *s = w->s;
  TnReconcilerState state = state_of (error);
  g_mutex_lock (&s->lock);
  s->working = FALSE;
  g_clear_object (&s->session);
  if (log != NULL)
    g_queue_push_tail (&s->logs, copy_log (log));
  s->rows_changed |= log != NULL && (log->received > 0 || log->sent > 0 || log->held > 0);
  if (error == NULL) {
    s->view.last_done_ms = now_ms ();
    s->allow_removal = FALSE;
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    s->armed = FALSE;
  set_view (w, state, state == TN_RECONCILER_IDLE ? NULL : error);
  g_mutex_unlock (&s->lock);
  count_waiting (w);
}

/* With the lock held. */
static GCancellable *
begin (Worker *w, TnSyncOptions *options)
{
  TnReconcilerShared *s = w->s;
  *options = (TnSyncOptions) { .allow_removal = s->allow_removal, .progress = progress_cb, .user_data = w };
  if (s->new_enrolment)
    g_clear_pointer (&w->transport, tn_transport_free);
  s->new_enrolment = FALSE;
  s->working = TRUE;
  s->view.step = TN_SYNC_CONNECT;
  g_clear_object (&s->session);
  s->session = g_cancellable_new ();
  if (s->stop)
    g_cancellable_cancel (s->session);
  set_view (w, TN_RECONCILER_WORKING, NULL);
  return g_object_ref (s->session);
}

static void
run_enrolled (Worker *w)
{
  TnSyncOptions options;
  TnSessionLog log = { 0 };
  g_autoptr (GError) error = NULL;
  g_mutex_lock (&w->s->lock);
  g_autoptr (GCancellable) cancellable = begin (w, &options);
  g_mutex_unlock (&w->s->lock);

  w->last_ms = now_ms ();
  gboolean ran = open_transport (w, &error);
  options.through_hub = w->through_hub;
  if (ran && tn_sync_run (w->copy, w->transport, &options, &log, cancellable, &error))
    arm (w);
  plan_next (w, error);
  finish (w, ran ? &log : NULL, error);
  if (error != NULL)
    g_clear_pointer (&w->transport, tn_transport_free);
  g_free (log.error);
  g_free (log.note);
}

static TnReconcilerState
resting_state (Worker *w)
{
  if (!tn_is_enrolled (w->copy))
    return TN_RECONCILER_NOT_ENROLLED;
  return tn_is_stick_only (w->copy) ? TN_RECONCILER_OFFLINE : TN_RECONCILER_IDLE;
}

/* A large removal is asked about on the page, as after a session; all else is for whoever asked. */
static void
finish_bundle (Worker *w, const TnBundleReport *report, const GError *error)
{
  TnReconcilerShared *s = w->s;
  gboolean stopped = g_error_matches (error, TN_ERROR, TN_ERROR_CONFLICT);
  if (report != NULL && report->read)
    find_last_done (w);
  g_mutex_lock (&s->lock);
  s->working = FALSE;
  g_clear_object (&s->session);
  s->rows_changed |= report != NULL && report->read;
  s->new_enrolment |= report != NULL && report->enrolled;
  if (report != NULL && report->read)
    s->allow_removal = FALSE;
  if (report != NULL && report->read && w->through_hub) {   /* it may have said that the hub there was withdrawn */
    s->armed = FALSE;
    g_cancellable_cancel (s->waiting);
    w->next_ms = 0;
  }
  set_view (w, stopped ? TN_RECONCILER_FAILED : resting_state (w), stopped ? error : NULL);
  g_mutex_unlock (&s->lock);
  count_waiting (w);
}

static void
run_bundle (Worker *w, GTask *task)
{
  TnSyncOptions options;
  TnBundleReport *report = NULL;
  GError *error = NULL;
  g_mutex_lock (&w->s->lock);
  g_autoptr (GCancellable) cancellable = begin (w, &options);
  g_mutex_unlock (&w->s->lock);
  gulong handler = g_task_get_cancellable (task) != NULL ? g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (g_cancellable_cancel), cancellable, NULL) : 0;
  if (open_copy (w, &error))
    report = tn_reconciler_run_bundle (task, w->copy, &options, cancellable, &error);
  g_cancellable_disconnect (g_task_get_cancellable (task), handler);
  if (w->copy != NULL)
    finish_bundle (w, report, error);
  else
    finish (w, NULL, error);
  if (report != NULL)
    g_task_return_pointer (task, report, (GDestroyNotify) tn_bundle_report_free);
  else
    g_task_return_error (task, error);
}

static GTask *
take_bundle (Worker *w)
{
  g_mutex_lock (&w->s->lock);
  GTask *task = g_queue_pop_head (&w->s->bundles);
  g_mutex_unlock (&w->s->lock);
  return task;
}

/* The window is closing: who asked hears of it. */
static void
drop_bundles (Worker *w)
{
  for (GTask *task; (task = take_bundle (w)) != NULL; g_object_unref (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("It was stopped."));
}

/* Rows first, and the window told; what is left of a session (its line in the list of sessions, the next wait) comes after. FALSE = a session is due. */
static gboolean
take_page (Worker *w)
{
  TnSessionLog log = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean taken = FALSE;
  if (!tn_sync_take_page (w->copy, w->page, w->page_want, &log, &taken, &error) || !taken) {
    if (error != NULL)
      g_debug ("page of a wait: %s", error->message);
    return FALSE;
  }
  finish (w, &log, NULL);
  arm (w);
  if (!tn_session_log_add (w->copy, &log, &error))
    g_warning ("session log: %s", error->message);
  return TRUE;
}

static void
run_once (Worker *w)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = take_bundle (w);
  if (task != NULL)
    run_bundle (w, task);
  else if (w->page != NULL && w->copy != NULL && w->transport != NULL && take_page (w))
    return;
  else if (!open_copy (w, &error)) {
    w->last_ms = now_ms ();
    plan_next (w, error);
    finish (w, NULL, error);
  } else if (tn_is_enrolled (w->copy) && !tn_is_stick_only (w->copy))
    run_enrolled (w);
  else {
    w->last_ms = now_ms ();
    w->next_ms = w->last_ms + w->s->interval_ms;
    count_waiting (w);
    g_mutex_lock (&w->s->lock);
    set_view (w, resting_state (w), NULL);
    g_mutex_unlock (&w->s->lock);
  }
}

gpointer
tn_reconciler_work (gpointer shared)
{
  Worker w = { .s = shared };
  while (wait_until_due (&w))
    run_once (&w);
  drop_bundles (&w);
  tn_transport_free (w.transport);
  g_free (w.url);
  g_free (w.ended);
  g_clear_pointer (&w.copy, tn_copy_close);
  g_clear_pointer (&w.page, g_bytes_unref);
  g_free (w.page_want);
  tn_reconciler_shared_unref (w.s);
  return NULL;
}
