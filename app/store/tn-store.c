/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The copy for a program with a main loop. The threads never touch the store itself: what they have to tell goes through Shared, which
 * outlives both, and is said on the context on which the store was opened. */
#include "tn-store.h"
#include "tn-copy-private.h"
#include "tn-outbox.h"
#include "tn-store-worker.h"

#define N_READERS 2

typedef struct {
  gatomicrefcount refs;
  GMainContext *context;       /* owned: signals are emitted here */
  GWeakRef store;
  gint said_changed, said_outbox;   /* atomic: an emission is on its way */
  gint online;                      /* atomic */
  /* of the writer's thread */
  gint64 total_changes, data_version;
  guint64 waiting, held;
  GTask *open_task;
  /* under the lock: the readers wait for the writer, which may have to make the file or bring it up */
  GMutex lock;
  GCond opened_cond;
  gboolean opened;
  GError *open_error;          /* owned; why there is nothing to read */
  /* guarded by the last thread's end */
  gint open_workers;           /* atomic */
  GTask *close_task;
} Shared;

struct _TnStore {
  GObject parent_instance;
  char *path;
  TnCopyFlags flags;
  Shared *shared;
  TnWorker *writer, *readers;
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (TnStore, tn_store, G_TYPE_OBJECT)

enum { CHANGED, OUTBOX_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* ---- shared ---- */

static Shared *
ref_shared (Shared *shared)
{
  g_atomic_ref_count_inc (&shared->refs);
  return shared;
}

static void
unref_shared (Shared *shared)
{
  if (!g_atomic_ref_count_dec (&shared->refs)) return;
  g_weak_ref_clear (&shared->store);
  g_mutex_clear (&shared->lock);
  g_cond_clear (&shared->opened_cond);
  g_clear_error (&shared->open_error);
  g_main_context_unref (shared->context);
  g_free (shared);
}

static gboolean
emit_changed_cb (gpointer data)
{
  Shared *shared = data;
  g_atomic_int_set (&shared->said_changed, 0);   /* before the emission: what is written during it is told again */
  g_autoptr (TnStore) store = g_weak_ref_get (&shared->store);
  if (store) g_signal_emit (store, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
emit_outbox_changed_cb (gpointer data)
{
  Shared *shared = data;
  g_atomic_int_set (&shared->said_outbox, 0);
  g_autoptr (TnStore) store = g_weak_ref_get (&shared->store);
  if (store) g_signal_emit (store, signals[OUTBOX_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
say (Shared *shared, gint *said, GSourceFunc func)
{
  if (!g_atomic_int_compare_and_exchange (said, 0, 1)) return;
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, ref_shared (shared), (GDestroyNotify) unref_shared);
  g_source_attach (source, shared->context);
}

/* ---- answers ---- */

typedef struct {
  GTask *task;
  gpointer result;
  GDestroyNotify result_free;
  GError *error;
} Answer;

static void
free_answer (Answer *answer)
{
  g_clear_object (&answer->task);
  g_clear_error (&answer->error);
  if (answer->result && answer->result_free) answer->result_free (answer->result);
  g_free (answer);
}

static gboolean
return_cb (gpointer data)
{
  Answer *answer = data;
  if (answer->error) g_task_return_error (answer->task, g_steal_pointer (&answer->error));
  else g_task_return_pointer (answer->task, g_steal_pointer (&answer->result), answer->result_free);
  return G_SOURCE_REMOVE;
}

/* Takes task, result and error. The task goes back to its own context before it is returned and let go of: were a thread of ours to drop
 * the last reference to it, and with it to the store, that thread would have to wait for itself. */
static void
return_later (GTask *task, gpointer result, GDestroyNotify result_free, GError *error)
{
  Answer *answer = g_new (Answer, 1);
  *answer = (Answer) { task, result, result_free, error };
  g_autoptr (GSource) source = g_idle_source_new ();
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, return_cb, answer, (GDestroyNotify) free_answer);
  g_source_attach (source, g_task_get_context (task));
}

/* ---- on the writer's thread ---- */

static gint64
count_changes (TnCopy *copy)
{
  return sqlite3_total_changes64 (tn_db_handle (tn_copy_db (copy))) - copy->quiet_changes;
}

static gint64
read_data_version (TnCopy *copy)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "PRAGMA data_version", NULL);
  return stmt && tn_stmt_step (stmt, NULL) == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
}

static void
look_at_outbox (Shared *shared, TnCopy *copy, gboolean tell)
{
  TnOutboxSummary sum;
  if (!tn_outbox_summary (copy, &sum, NULL)) return;   /* the next commit looks again */
  gboolean moved = sum.waiting != shared->waiting || sum.held != shared->held;
  shared->waiting = sum.waiting;
  shared->held = sum.held;
  if (moved && tell) say (shared, &shared->said_outbox, emit_outbox_changed_cb);
}

/* On this connection data_version moves by other connections' commits alone: the reconciler's, another program's. */
static void
look_for_changes_cb (TnCopy *copy, gpointer data)
{
  Shared *shared = data;
  gint64 total = count_changes (copy);
  gboolean ours = total != shared->total_changes;
  gint64 version = read_data_version (copy);
  gboolean theirs = version != shared->data_version;
  shared->total_changes = total;
  shared->data_version = version;
  if (!ours && !theirs) return;
  look_at_outbox (shared, copy, TRUE);
  say (shared, &shared->said_changed, emit_changed_cb);
}

/* Takes the error. */
static void
let_readers_in (Shared *shared, GError *error)
{
  g_mutex_lock (&shared->lock);
  shared->opened = TRUE;
  shared->open_error = error;
  g_cond_broadcast (&shared->opened_cond);
  g_mutex_unlock (&shared->lock);
}

/* What a large outbox counts is not waited for: a whole imported ward waits in it at first. */
static void
writer_opened_cb (TnCopy *copy, GError *error, gpointer data)
{
  Shared *shared = data;
  GTask *task = g_steal_pointer (&shared->open_task);
  if (copy) {
    copy->online = &shared->online;   /* this outlives the thread and its copy */
    shared->total_changes = count_changes (copy);
    shared->data_version = read_data_version (copy);
  }
  GError *for_readers = error ? g_error_copy (error) : NULL;
  return_later (task, copy ? GINT_TO_POINTER (TRUE) : NULL, NULL, error);   /* first: nobody hears of a read before the opening */
  let_readers_in (shared, for_readers);
  if (copy) look_at_outbox (shared, copy, read_data_version (copy) != shared->data_version);   /* somebody was quicker: tell */
}

/* ---- on the readers' threads ---- */

static gboolean
wait_for_writer_cb (gpointer data, GError **error)
{
  Shared *shared = data;
  g_mutex_lock (&shared->lock);
  while (!shared->opened) g_cond_wait (&shared->opened_cond, &shared->lock);
  gboolean open = shared->open_error == NULL;
  if (!open) g_propagate_error (error, g_error_copy (shared->open_error));
  g_mutex_unlock (&shared->lock);
  return open;
}

static void
worker_closed_cb (gpointer data)
{
  Shared *shared = data;
  if (!g_atomic_int_dec_and_test (&shared->open_workers)) return;
  if (shared->close_task) return_later (g_steal_pointer (&shared->close_task), GINT_TO_POINTER (TRUE), NULL, NULL);
}

/* ---- the object ---- */

static void
start_readers (TnStore *self)
{
  TnWorkerSetup setup = { .path = self->path, .flags = TN_COPY_READ_ONLY, .n_threads = N_READERS,
                          .before = wait_for_writer_cb, .closed = worker_closed_cb, .user_data = self->shared };
  g_atomic_int_inc (&self->shared->open_workers);
  self->readers = tn_worker_new ("tn-reader", &setup);
}

static void
start_writer (TnStore *self)
{
  TnWorkerSetup setup = { .path = self->path, .flags = self->flags, .n_threads = 1, .opened = writer_opened_cb,
                          .rest = look_for_changes_cb, .closed = worker_closed_cb, .user_data = self->shared };
  g_atomic_int_inc (&self->shared->open_workers);
  self->writer = tn_worker_new ("tn-writer", &setup);
}

/* Who lets go of the store without closing it waits here until what was typed is on disk. */
static void
tn_store_finalize (GObject *object)
{
  TnStore *self = TN_STORE (object);
  g_clear_pointer (&self->readers, tn_worker_free);
  g_clear_pointer (&self->writer, tn_worker_free);
  g_clear_pointer (&self->shared, unref_shared);
  g_free (self->path);
  G_OBJECT_CLASS (tn_store_parent_class)->finalize (object);
}

static void
tn_store_class_init (TnStoreClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tn_store_finalize;
  signals[CHANGED] = g_signal_new ("changed", TN_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OUTBOX_CHANGED] = g_signal_new ("outbox-changed", TN_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_store_init (TnStore *self)
{
  self->shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&self->shared->refs);
  g_mutex_init (&self->shared->lock);
  g_cond_init (&self->shared->opened_cond);
  self->shared->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->shared->store, self);
}

/* ---- jobs ---- */

typedef struct {
  GTask *task;
  GDestroyNotify result_free;
} Asked;

static void
answer_cb (gpointer result, GError *error, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  return_later (asked->task, result, asked->result_free, error);
}

static void
ask (TnStore *self, TnWorker *worker, TnStoreFunc func, gpointer data, GDestroyNotify data_free, GDestroyNotify result_free,
     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  /* A write that was done is told as done, even when it was cancelled too late. A reading is not: another question took its place, and with
   * two readers its answer may come after that of the other. */
  g_task_set_check_cancellable (task, worker == self->readers);
  Asked *asked = g_new (Asked, 1);
  *asked = (Asked) { g_steal_pointer (&task), result_free };
  tn_worker_push (worker, &(TnJob) { func, data, data_free, cancellable ? g_object_ref (cancellable) : NULL, answer_cb, asked });
}

void
tn_store_read_async (TnStore *store, TnStoreFunc func, gpointer data, GDestroyNotify data_free, GDestroyNotify result_free,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TN_IS_STORE (store));
  ask (store, store->readers, func, data, data_free, result_free, cancellable, callback, user_data);
}

void
tn_store_write_async (TnStore *store, TnStoreFunc func, gpointer data, GDestroyNotify data_free, GDestroyNotify result_free,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TN_IS_STORE (store));
  ask (store, store->writer, func, data, data_free, result_free, cancellable, callback, user_data);
}

gpointer
tn_store_finish (TnStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  GMutex lock;
  GCond done_cond;
  gboolean done;
  gpointer result;
  GError *error;
} Waiting;

static void
wake_cb (gpointer result, GError *error, gpointer user_data)
{
  Waiting *waiting = user_data;
  g_mutex_lock (&waiting->lock);
  waiting->result = result;
  waiting->error = error;
  waiting->done = TRUE;
  g_cond_signal (&waiting->done_cond);
  g_mutex_unlock (&waiting->lock);
}

gpointer
tn_store_write_wait (TnStore *store, TnStoreFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (TN_IS_STORE (store) && !tn_worker_is_current (store->writer), NULL);
  Waiting waiting = { .done = FALSE };
  g_mutex_init (&waiting.lock);
  g_cond_init (&waiting.done_cond);
  tn_worker_push (store->writer, &(TnJob) { .func = func, .data = data, .done = wake_cb, .user_data = &waiting });
  g_mutex_lock (&waiting.lock);
  while (!waiting.done) g_cond_wait (&waiting.done_cond, &waiting.lock);
  g_mutex_unlock (&waiting.lock);
  g_mutex_clear (&waiting.lock);
  g_cond_clear (&waiting.done_cond);
  if (waiting.error) g_propagate_error (error, waiting.error);
  return waiting.result;
}

/* ---- open and close ---- */

TnStore *
tn_store_open_async (const char *path, TnCopyFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (TnStore) self = g_object_new (TN_TYPE_STORE, NULL);
  self->path = g_strdup (path);
  self->flags = flags;
  self->shared->open_task = g_task_new (self, cancellable, callback, user_data);
  start_writer (self);
  start_readers (self);
  return self;   /* the task's */
}

TnStore *
tn_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  g_autoptr (TnStore) self = g_object_ref (g_task_get_source_object (G_TASK (result)));
  if (!g_task_propagate_pointer (G_TASK (result), error)) return NULL;
  return g_steal_pointer (&self);
}

void
tn_store_close_async (TnStore *store, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TN_IS_STORE (store));
  GTask *task = g_task_new (store, NULL, callback, user_data);
  if (store->closing) {
    return_later (task, GINT_TO_POINTER (TRUE), NULL, NULL);
    return;
  }
  store->closing = TRUE;
  store->shared->close_task = task;
  tn_worker_close (store->readers);
  tn_worker_close (store->writer);
}

gboolean
tn_store_close_finish (TnStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

void
tn_store_set_online (TnStore *store, gboolean online)
{
  g_return_if_fail (TN_IS_STORE (store));
  g_atomic_int_set (&store->shared->online, online);
}

const char *
tn_store_path (TnStore *store)
{
  return store->path;
}
