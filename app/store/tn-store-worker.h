/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-store.h"
G_BEGIN_DECLS

/* The threads behind TnStore: a queue of jobs and the threads that take from it, each with a connection of its own. One thread for
 * writing, so that writes run in the order given; two for reading. Our own and not GLib's shared pool, because that keeps no order
 * and is not drained when the program ends. */
typedef struct _TnWorker TnWorker;

typedef struct {
  TnStoreFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GCancellable *cancellable;   /* owned; NULL = none */
  /* On the worker's thread (on the pushing one when the worker is closed), with the func's answer; takes the error. */
  void (*done) (gpointer result, GError *error, gpointer user_data);
  gpointer user_data;
} TnJob;

typedef struct {
  const char *path;
  TnCopyFlags flags;
  guint n_threads;
  /* On each thread before it opens its connection: may wait. FALSE with error = nothing is opened. NULL = nothing to wait for. */
  gboolean (*before) (gpointer user_data, GError **error);
  /* On the worker's thread: once with the copy open or the error (owned by the callee). NULL = nobody asks. */
  void (*opened) (TnCopy *copy, GError *error, gpointer user_data);
  /* After each job, and about once a second while there is none. NULL = the thread sleeps until there is a job. */
  void (*rest) (TnCopy *copy, gpointer user_data);
  /* The last thread has closed its connection. */
  void (*closed) (gpointer user_data);
  gpointer user_data;
} TnWorkerSetup;

TnWorker *tn_worker_new (const char *name, const TnWorkerSetup *setup);
/* Takes the job's members. */
void tn_worker_push (TnWorker *worker, const TnJob *job);
/* What was pushed before is done, then the connections are closed. Does not wait. */
void tn_worker_close (TnWorker *worker);
/* Waits for the threads. */
void tn_worker_free (TnWorker *worker);
gboolean tn_worker_is_current (TnWorker *worker);   /* is this one of its threads? */
G_END_DECLS
