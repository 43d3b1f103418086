/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-sync"
#include <glib/gi18n.h>
#include "tn-reconciler-private.h"

/* Sticks go through the thread that runs the sessions: a page taken from a stick and one taken from the network at the same time could put a cursor
 * back. */

typedef struct { TnBundleJobType type; char *path, *code, *url, *device_name; } Job;

static void
free_job (gpointer data)
{
  Job *job = data;
  g_free (job->path);
  g_free (job->code);
  g_free (job->url);
  g_free (job->device_name);
  g_free (job);
}

TnBundleReport *
tn_reconciler_run_bundle (GTask *task, TnCopy *copy, const TnSyncOptions *options, GCancellable *cancellable, GError **error)
{
  const Job *job = g_task_get_task_data (task);
  TnBundleReport *report = g_new0 (TnBundleReport, 1);
  gboolean done = FALSE;
  switch (job->type) {
    case TN_BUNDLE_JOB_WRITE: done = tn_bundle_write_up_file (copy, job->path, options, report, cancellable, error); break;
    case TN_BUNDLE_JOB_READ: done = tn_bundle_read_down_file (copy, job->path, options, report, cancellable, error); break;
    case TN_BUNDLE_JOB_ENROL: done = tn_bundle_write_enrol_file (copy, job->path, job->code, job->url, job->device_name, report, cancellable, error); break;
  }
  if (done)
    return report;
  tn_bundle_report_free (report);
  return NULL;
}

void
tn_reconciler_bundle_async (TnReconciler *self, const TnBundleJob *job, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TN_IS_RECONCILER (self) && job->path != NULL);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  tn_reconciler_start (self);   /* who is quick asks before the window has done it */
  TnReconcilerShared *s = tn_reconciler_running (self);
  Job *own = g_new0 (Job, 1);
  *own = (Job) { job->type, g_strdup (job->path), g_strdup (job->code), g_strdup (job->url), g_strdup (job->device_name) };
  g_task_set_name (task, "tn-reconciler-bundle");
  g_task_set_task_data (task, own, free_job);
  if (s == NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("It was stopped."));
    return;
  }
  g_mutex_lock (&s->lock);
  g_queue_push_tail (&s->bundles, g_steal_pointer (&task));
  g_cond_broadcast (&s->cond);
  g_mutex_unlock (&s->lock);
}

TnBundleReport *
tn_reconciler_bundle_finish (TnReconciler *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
