/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include "tn-reconciler-private.h"

struct _TnReconciler {
  GObject parent_instance;
  TnStore *store;
  GNetworkMonitor *monitor;      /* NULL before start */
  TnReconcilerShared *shared;
  GThread *worker, *waiter;      /* NULL when not running */
  TnReconcilerView view;         /* what the properties say */
};
G_DEFINE_FINAL_TYPE (TnReconciler, tn_reconciler, G_TYPE_OBJECT)
G_DEFINE_ENUM_TYPE (TnReconcilerState, tn_reconciler_state,
  G_DEFINE_ENUM_VALUE (TN_RECONCILER_NOT_ENROLLED, "not-enrolled"), G_DEFINE_ENUM_VALUE (TN_RECONCILER_IDLE, "idle"),
  G_DEFINE_ENUM_VALUE (TN_RECONCILER_WORKING, "working"), G_DEFINE_ENUM_VALUE (TN_RECONCILER_OFFLINE, "offline"),
  G_DEFINE_ENUM_VALUE (TN_RECONCILER_FAILED, "failed"))

enum { PROP_STATE = 1, PROP_STEP, PROP_FRACTION, PROP_LEFT, PROP_MESSAGE, PROP_LAST_DONE, PROP_WAITING, PROP_REMOVAL_STOPPED, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { SESSION_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Sets a flag of the shared state and wakes whom it concerns. */
static void
raise_flag (TnReconciler *self, gboolean *flag)
{
  g_mutex_lock (&self->shared->lock);
  *flag = TRUE;
  g_cond_broadcast (&self->shared->cond);
  g_mutex_unlock (&self->shared->lock);
}

/* The worker counts itself what is to be sent: the store tells when the number moved, and that an edit was sent and another made may leave it
 * the same. */
static void
store_changed_cb (TnStore *store, gpointer user_data)
{
  TnReconciler *self = user_data;
  raise_flag (self, &self->shared->look);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean available, gpointer user_data)
{
  TnReconciler *self = user_data;
  if (available)
    raise_flag (self, &self->shared->network_up);
}

static void
notify_changes (TnReconciler *self, const TnReconcilerView *before)
{
  const TnReconcilerView *now = &self->view;
  const gboolean changed[N_PROPS] = {
    [PROP_STATE] = before->state != now->state, [PROP_STEP] = before->step != now->step, [PROP_FRACTION] = before->fraction != now->fraction,
    [PROP_LEFT] = before->left != now->left,
    [PROP_MESSAGE] = g_strcmp0 (before->message, now->message) != 0, [PROP_LAST_DONE] = before->last_done_ms != now->last_done_ms,
    [PROP_WAITING] = before->waiting != now->waiting, [PROP_REMOVAL_STOPPED] = before->removal_stopped != now->removal_stopped,
  };
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++)
    if (changed[i])
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

static gpointer
do_nothing (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (TRUE);
}

/* The worker wrote over its own connection: an empty turn of the writer lets the store see it now. */
static void
tell_store (TnReconciler *self)
{
  tn_store_write_async (self->store, do_nothing, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* After a good session the next edit goes at once; one that is under way says nothing new. */
static void
tell_online (TnReconciler *self)
{
  if (self->view.state != TN_RECONCILER_WORKING)
    tn_store_set_online (self->store, self->view.state == TN_RECONCILER_IDLE && self->view.last_done_ms > 0);
}

void
tn_reconciler_take (TnReconciler *self, TnReconcilerShared *s)
{
  TnReconcilerView before = self->view;
  GQueue logs = G_QUEUE_INIT;
  self->view.message = NULL;

  g_mutex_lock (&s->lock);
  s->telling = FALSE;
  gboolean rows = s->rows_changed;
  s->rows_changed = FALSE;
  tn_reconciler_view_copy (&self->view, &s->view);
  while (!g_queue_is_empty (&s->logs))
    g_queue_push_tail (&logs, g_queue_pop_head (&s->logs));
  g_mutex_unlock (&s->lock);

  tell_online (self);
  if (rows)
    tell_store (self);
  notify_changes (self, &before);
  for (TnSessionLog *log; (log = g_queue_pop_head (&logs)) != NULL; tn_session_log_free (log))
    g_signal_emit (self, signals[SESSION_DONE], 0, log);
  tn_reconciler_view_clear (&before);
}

static void
cancel_all (TnReconcilerShared *s, gboolean stop)
{
  g_mutex_lock (&s->lock);
  s->stop |= stop;
  s->requested = FALSE;   /* what was asked for behind this session is not wanted either */
  if (s->session != NULL)
    g_cancellable_cancel (s->session);
  if (stop && s->waiting != NULL)
    g_cancellable_cancel (s->waiting);
  g_cond_broadcast (&s->cond);
  g_mutex_unlock (&s->lock);
}

static void
disconnect_all (TnReconciler *self)
{
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
}

TnReconciler *
tn_reconciler_new (TnStore *store, guint interval_minutes)
{
  g_return_val_if_fail (TN_IS_STORE (store), NULL);
  TnReconciler *self = g_object_new (TN_TYPE_RECONCILER, NULL);
  self->store = g_object_ref (store);
  self->shared = tn_reconciler_shared_new (tn_store_path (store), interval_minutes);
  self->view.state = TN_RECONCILER_IDLE;
  tn_reconciler_view_copy (&self->shared->view, &self->view);
  g_weak_ref_set (&self->shared->owner, self);
  return self;
}

void
tn_reconciler_start (TnReconciler *self)
{
  g_return_if_fail (TN_IS_RECONCILER (self));
  if (self->worker != NULL || self->shared->stop)
    return;
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self);
  g_signal_connect (self->store, "changed", G_CALLBACK (store_changed_cb), self);
  self->worker = g_thread_new ("tn-reconcile", tn_reconciler_work, tn_reconciler_shared_ref (self->shared));
  self->waiter = g_thread_new ("tn-wait", tn_reconciler_await, tn_reconciler_shared_ref (self->shared));
}

void
tn_reconciler_request (TnReconciler *self)
{
  g_return_if_fail (TN_IS_RECONCILER (self));
  g_mutex_lock (&self->shared->lock);
  self->shared->requested = TRUE;   /* also while a session is at work: what it should bring may have come behind its back */
  g_cond_broadcast (&self->shared->cond);
  g_mutex_unlock (&self->shared->lock);
}

void
tn_reconciler_reconnect (TnReconciler *self)
{
  g_return_if_fail (TN_IS_RECONCILER (self));
  g_mutex_lock (&self->shared->lock);
  self->shared->new_enrolment = self->shared->requested = TRUE;
  self->shared->armed = FALSE;
  if (self->shared->waiting != NULL)
    g_cancellable_cancel (self->shared->waiting);
  g_cond_broadcast (&self->shared->cond);
  g_mutex_unlock (&self->shared->lock);
}

void
tn_reconciler_look (TnReconciler *self)
{
  g_return_if_fail (TN_IS_RECONCILER (self));
  tell_store (self);
  raise_flag (self, &self->shared->look);
}

void
tn_reconciler_cancel (TnReconciler *self)
{
  g_return_if_fail (TN_IS_RECONCILER (self));
  cancel_all (self->shared, FALSE);
}

void
tn_reconciler_set_allow_removal (TnReconciler *self)
{
  g_return_if_fail (TN_IS_RECONCILER (self));
  raise_flag (self, &self->shared->allow_removal);
}

TnReconcilerShared *
tn_reconciler_running (TnReconciler *self)
{
  return self->worker != NULL ? self->shared : NULL;
}

typedef struct { GThread *worker, *waiter; } Threads;

static void
join_threads (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Threads *threads = data;
  if (threads->worker != NULL)
    g_thread_join (threads->worker);
  if (threads->waiter != NULL)
    g_thread_join (threads->waiter);
  g_task_return_boolean (task, TRUE);
}

void
tn_reconciler_stop_async (TnReconciler *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TN_IS_RECONCILER (self));
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Threads *threads = g_new (Threads, 1);
  g_task_set_name (task, "tn-reconciler-stop");
  disconnect_all (self);
  cancel_all (self->shared, TRUE);
  *threads = (Threads) { g_steal_pointer (&self->worker), g_steal_pointer (&self->waiter) };
  g_task_set_task_data (task, threads, g_free);
  g_task_run_in_thread (task, join_threads);
}

gboolean
tn_reconciler_stop_finish (TnReconciler *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct { char *path, *url, *code, *name; TnReconcilerShared *shared; } Enrolment;

static void
free_enrolment (gpointer data)
{
  Enrolment *e = data;
  g_free (e->path);
  g_free (e->url);
  g_free (e->code);
  g_free (e->name);
  tn_reconciler_shared_unref (e->shared);
  g_free (e);
}

static void
enrol_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Enrolment *e = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = tn_copy_open (e->path, 0, NULL, &error);
  if (copy == NULL || !tn_enrol (copy, e->url, e->code, NULL, e->name, cancellable, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_mutex_lock (&e->shared->lock);
  e->shared->new_enrolment = e->shared->requested = TRUE;
  g_cond_broadcast (&e->shared->cond);
  g_mutex_unlock (&e->shared->lock);
  g_task_return_boolean (task, TRUE);
}

void
tn_reconciler_enrol_async (TnReconciler *self, const char *url, const char *code, const char *device_name, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TN_IS_RECONCILER (self) && url != NULL && code != NULL);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Enrolment *e = g_new0 (Enrolment, 1);
  g_task_set_name (task, "tn-reconciler-enrol");
  *e = (Enrolment) { g_strdup (self->shared->path), g_strdup (url), g_strdup (code), g_strdup (device_name), tn_reconciler_shared_ref (self->shared) };
  g_task_set_task_data (task, e, free_enrolment);
  g_task_run_in_thread (task, enrol_in_thread);
}

gboolean
tn_reconciler_enrol_finish (TnReconciler *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tn_reconciler_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const TnReconcilerView *view = &TN_RECONCILER (object)->view;
  switch (id) {
    case PROP_STATE: g_value_set_enum (value, view->state); break;
    case PROP_STEP: g_value_set_int (value, view->step); break;
    case PROP_FRACTION: g_value_set_double (value, view->fraction); break;
    case PROP_LEFT: g_value_set_uint64 (value, view->left); break;
    case PROP_MESSAGE: g_value_set_string (value, view->message); break;
    case PROP_LAST_DONE: g_value_set_int64 (value, view->last_done_ms); break;
    case PROP_WAITING: g_value_set_uint64 (value, view->waiting); break;
    case PROP_REMOVAL_STOPPED: g_value_set_boolean (value, view->removal_stopped); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* Without stop_async() before, the threads end by themselves soon after: they hold what they need. */
static void
tn_reconciler_dispose (GObject *object)
{
  TnReconciler *self = TN_RECONCILER (object);
  disconnect_all (self);
  if (self->shared != NULL)
    cancel_all (self->shared, TRUE);
  g_clear_pointer (&self->worker, g_thread_unref);
  g_clear_pointer (&self->waiter, g_thread_unref);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (tn_reconciler_parent_class)->dispose (object);
}

static void
tn_reconciler_finalize (GObject *object)
{
  TnReconciler *self = TN_RECONCILER (object);
  g_clear_pointer (&self->shared, tn_reconciler_shared_unref);
  tn_reconciler_view_clear (&self->view);
  G_OBJECT_CLASS (tn_reconciler_parent_class)->finalize (object);
}

static void
tn_reconciler_class_init (TnReconcilerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->get_property = tn_reconciler_get_property;
  object_class->dispose = tn_reconciler_dispose;
  object_class->finalize = tn_reconciler_finalize;
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TN_TYPE_RECONCILER_STATE, TN_RECONCILER_NOT_ENROLLED, flags);
  props[PROP_STEP] = g_param_spec_int ("step", NULL, NULL, TN_SYNC_CONNECT, TN_SYNC_REPAIR, TN_SYNC_CONNECT, flags);
  props[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  props[PROP_LEFT] = g_param_spec_uint64 ("left", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_LAST_DONE] = g_param_spec_int64 ("last-done", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_REMOVAL_STOPPED] = g_param_spec_boolean ("removal-stopped", NULL, NULL, FALSE, flags);
  props[PROP_WAITING] = g_param_spec_uint64 ("waiting", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SESSION_DONE] = g_signal_new ("session-done", TN_TYPE_RECONCILER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
tn_reconciler_init (TnReconciler *self)
{
  self->view.fraction = -1;
}
