/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-reconciler.h"
G_BEGIN_DECLS

/* What the object, its worker and its waiter share. The object lives on the main context; the worker owns a connection to the copy and a transport and
 * runs the sessions; the waiter owns another transport and holds the server's /wait open. Everything below `lock` is guarded by it; `cond` tells of any
 * change. Reference counted, because a session under way may outlive the object by a moment. */
typedef struct {
  TnReconcilerState state;
  TnSyncStep step;
  double fraction;
  guint64 left;                  /* entries or lines still to go in this step, 0 = unknown or none */
  char *message;                 /* owned; NULL = nothing to say */
  gint64 last_done_ms;
  guint64 waiting;
  gboolean removal_stopped;      /* the last session stopped before a large removal and asks */
} TnReconcilerView;
void tn_reconciler_view_clear (TnReconcilerView *view);
void tn_reconciler_view_copy (TnReconcilerView *to, const TnReconcilerView *from);

typedef struct {
  char *path;                    /* of the copy; constant */
  gint64 interval_ms;            /* constant */
  GMainContext *context;         /* of the object; constant */
  GWeakRef owner;                /* TnReconciler */

  GMutex lock;
  GCond cond;
  gboolean stop, requested, look /* the copy changed: is there something to send? */, network_up, allow_removal, new_enrolment, working;
  GCancellable *session, *waiting;
  GQueue bundles;                /* GTask*: sticks to be written or read */

  /* The wait: the worker arms it after a good session, the waiter disarms it when it has something to tell. */
  gboolean armed, moved, wait_failed, waited_well;
  gboolean at_hub;               /* the url is a hub's */
  guint wait_retry_s;
  char *url, *ca, *ended, *ward, *token, *cursor;   /* ended: hubs whose right was withdrawn, as JSON; NULL = none */
  char *want;                    /* NULL = the server only says that the ward moved */
  GBytes *page;                  /* with moved: what came, inflated, for page_want */
  char *page_want;
  gint64 seq, moved_seq;

  /* On its way to the main context. */
  TnReconcilerView view;
  GQueue logs;                   /* TnSessionLog* */
  gboolean telling, rows_changed;
} TnReconcilerShared;
TnReconcilerShared *tn_reconciler_shared_new (const char *path, guint interval_minutes);
TnReconcilerShared *tn_reconciler_shared_ref (TnReconcilerShared *s);
void tn_reconciler_shared_unref (TnReconcilerShared *s);
/* Brings `view`, finished sessions and changed rows to the main context soon, once for many calls. With the lock held. */
void tn_reconciler_tell (TnReconcilerShared *s);
/* On the main context: takes what tell() announced. */
/* NULL once it was stopped, or before it was started. Borrowed. */
TnReconcilerShared *tn_reconciler_running (TnReconciler *r);
void tn_reconciler_take (TnReconciler *r, TnReconcilerShared *s);

/* tn-reconciler-bundle.c: does what the task asks for, on the worker's thread. NULL with an error. */
TnBundleReport *tn_reconciler_run_bundle (GTask *task, TnCopy *copy, const TnSyncOptions *options, GCancellable *cancellable, GError **error);

gpointer tn_reconciler_work (gpointer shared);     /* thread functions; each consumes a reference */
gpointer tn_reconciler_await (gpointer shared);
G_END_DECLS
