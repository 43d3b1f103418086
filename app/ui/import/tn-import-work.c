/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-import-work.h"

typedef struct { char *path; TnEncoding encoding; } Read;

static void
free_read (gpointer data)
{
  Read *read = data;

  g_free (read->path);
  g_free (read);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Read *read = data;
  TnTableOptions options = { .encoding = read->encoding };
  GError *error = NULL;
  TnTable *table = tn_table_read (read->path, &options, cancellable, &error);

  if (table)
    g_task_return_pointer (task, table, (GDestroyNotify) tn_table_unref);
  else
    g_task_return_error (task, error);
}

void
tn_import_work_read (gpointer owner, const char *path, TnEncoding encoding, GCancellable *cancellable, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (owner, cancellable, callback, NULL);
  Read *read = g_new0 (Read, 1);

  read->path = g_strdup (path);
  read->encoding = encoding;
  g_task_set_task_data (task, read, free_read);
  g_task_run_in_thread (task, read_thread);
}

/* What a thread of the store works on; map and plan are the owner's. */
typedef struct { TnImportMap *map; TnImportPlan *plan; TnImportOptions options; TnImportSteps *steps; gpointer owner; } Work;

static Work *
make_work (gpointer owner, TnImportSteps *steps)
{
  Work *work = g_new0 (Work, 1);

  work->steps = tn_import_steps_ref (steps);
  work->owner = g_object_ref (owner);
  return work;
}

static gboolean
release_cb (gpointer owner)
{
  g_object_unref (owner);
  return G_SOURCE_REMOVE;
}

static void
free_work (gpointer data)
{
  Work *work = data;

  tn_import_steps_unref (work->steps);
  g_idle_add_full (G_PRIORITY_DEFAULT, release_cb, work->owner, NULL);
  g_free (work);
}

static gpointer
run_plan (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  return tn_import_plan_new (copy, work->map, &work->options, tn_import_steps_cb, work->steps, cancellable, error);
}

void
tn_import_work_plan (TnStore *store, gpointer owner, TnImportMap *map, const TnImportOptions *options, TnImportSteps *steps,
                     GCancellable *cancellable, GAsyncReadyCallback callback)
{
  Work *work = make_work (owner, steps);

  work->map = map;
  work->options = *options;
  tn_store_read_async (store, run_plan, work, free_work, (GDestroyNotify) tn_import_plan_free, cancellable, callback, g_object_ref (owner));
}

static gpointer
run_apply (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  gint64 action = 0;

  if (!tn_import_plan_apply (work->plan, copy, &action, tn_import_steps_cb, work->steps, cancellable, error))
    return NULL;
  return g_memdup2 (&action, sizeof action);
}

void
tn_import_work_apply (TnStore *store, gpointer owner, TnImportPlan *plan, TnImportSteps *steps, GCancellable *cancellable,
                      GAsyncReadyCallback callback)
{
  Work *work = make_work (owner, steps);

  work->plan = plan;
  tn_store_write_async (store, run_apply, work, free_work, g_free, cancellable, callback, g_object_ref (owner));
}
