/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-store-worker.h"

/* Nobody stares at a frozen window while this thread waits, so it waits longer than a terminal would: an import of a whole ward, written on
 * another connection, holds the lock for seconds, and what a person types meanwhile must not be refused. */
#define PATIENCE_MS 60000

#define REST_US (1 * G_USEC_PER_SEC)

struct _TnWorker {
  TnWorkerSetup setup;
  char *path;
  GAsyncQueue *queue;      /* Item* */
  GPtrArray *threads;      /* GThread* */
  gint left;               /* atomic: threads whose connection is open */
  gboolean closing;        /* under the queue's lock */
};

typedef struct {
  TnJob job;
  gboolean close;          /* no job: the end */
} Item;

static void
free_item (Item *item)
{
  if (item->job.data_free) item->job.data_free (item->job.data);
  g_clear_object (&item->job.cancellable);
  g_free (item);
}

static void
fail_job (const TnJob *job, const GError *why)
{
  job->done (NULL, g_error_copy (why), job->user_data);
}

static void
run_job (TnCopy *copy, const TnJob *job)
{
  g_autoptr (GError) error = NULL;
  gpointer result = NULL;
  if (!g_cancellable_set_error_if_cancelled (job->cancellable, &error)) {
    tn_db_set_cancellable (tn_copy_db (copy), job->cancellable);
    result = job->func (copy, job->data, job->cancellable, &error);
    tn_db_set_cancellable (tn_copy_db (copy), NULL);
  }
  job->done (error ? NULL : result, g_steal_pointer (&error), job->user_data);
}

static void
run_jobs (TnWorker *worker, TnCopy *copy, const GError *why)
{
  for (;;) {
    Item *item = worker->setup.rest ? g_async_queue_timeout_pop (worker->queue, REST_US) : g_async_queue_pop (worker->queue);
    gboolean close = item && item->close;
    if (item && !close && copy) run_job (copy, &item->job);
    else if (item && !close) fail_job (&item->job, why);
    if (item) free_item (item);
    if (close) return;
    if (copy && worker->setup.rest) worker->setup.rest (copy, worker->setup.user_data);
  }
}

/* A thread whose copy would not open stays to answer what it is asked with the reason. */
static gpointer
run_thread (gpointer data)
{
  TnWorker *worker = data;
  g_autoptr (GError) error = NULL;
  gboolean may_open = !worker->setup.before || worker->setup.before (worker->setup.user_data, &error);
  g_autoptr (TnCopy) copy = may_open ? tn_copy_open (worker->path, worker->setup.flags, NULL, &error) : NULL;
  if (copy) tn_db_set_patience (tn_copy_db (copy), PATIENCE_MS);
  if (worker->setup.opened) worker->setup.opened (copy, error ? g_error_copy (error) : NULL, worker->setup.user_data);
  run_jobs (worker, copy, error);
  g_clear_pointer (&copy, tn_copy_close);
  if (g_atomic_int_dec_and_test (&worker->left) && worker->setup.closed) worker->setup.closed (worker->setup.user_data);
  return NULL;
}

TnWorker *
tn_worker_new (const char *name, const TnWorkerSetup *setup)
{
  TnWorker *worker = g_new0 (TnWorker, 1);
  worker->setup = *setup;
  worker->path = g_strdup (setup->path);
  worker->queue = g_async_queue_new ();
  worker->threads = g_ptr_array_new ();
  worker->left = (gint) setup->n_threads;
  for (guint i = 0; i < setup->n_threads; i++) g_ptr_array_add (worker->threads, g_thread_new (name, run_thread, worker));
  return worker;
}

void
tn_worker_push (TnWorker *worker, const TnJob *job)
{
  Item *item = g_new0 (Item, 1);
  item->job = *job;
  g_async_queue_lock (worker->queue);
  gboolean open = !worker->closing;
  if (open) g_async_queue_push_unlocked (worker->queue, item);
  g_async_queue_unlock (worker->queue);
  if (open) return;
  g_autoptr (GError) closed = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "the store is closed");
  fail_job (job, closed);
  free_item (item);
}

void
tn_worker_close (TnWorker *worker)
{
  g_async_queue_lock (worker->queue);
  for (guint i = 0; !worker->closing && i < worker->threads->len; i++) {
    Item *item = g_new0 (Item, 1);
    item->close = TRUE;
    g_async_queue_push_unlocked (worker->queue, item);
  }
  worker->closing = TRUE;
  g_async_queue_unlock (worker->queue);
}

void
tn_worker_free (TnWorker *worker)
{
  if (!worker) return;
  tn_worker_close (worker);
  for (guint i = 0; i < worker->threads->len; i++) g_thread_join (worker->threads->pdata[i]);
  g_ptr_array_unref (worker->threads);
  g_async_queue_unref (worker->queue);
  g_free (worker->path);
  g_free (worker);
}

gboolean
tn_worker_is_current (TnWorker *worker)
{
  return g_ptr_array_find (worker->threads, g_thread_self (), NULL);
}
