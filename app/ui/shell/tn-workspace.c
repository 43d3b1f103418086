/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-workspace.h"

struct _TnWorkspace
{
  GObject parent_instance;

  TnStore *store;
  TnReconciler *reconciler;   /* nullable */
  TnLookups *lookups;
  TnHouseholdModel *households;
  gboolean forgotten;         /* nobody waits for the opening */
  GArray *actions;            /* gint64: what this window did and has not undone, oldest first */
};

G_DEFINE_FINAL_TYPE (TnWorkspace, tn_workspace, G_TYPE_OBJECT)

enum { PROP_0, PROP_CAN_UNDO, N_PROPS };
static GParamSpec *props[N_PROPS];
enum { OPENED, DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* One change on its way to the writer thread. */
typedef struct
{
  TnWorkFunc func;
  gpointer data;
  GDestroyNotify data_free;
  TnEditProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;   /* of the write itself; NULL = it goes to its end */
  gint64 undo;
} Work;

/* What came of it. */
typedef struct
{
  gint64 action;
  char *label;
} Done;

static void
free_work (gpointer data)
{
  Work *work = data;

  if (work->data_free)
    work->data_free (work->data);
  g_clear_object (&work->cancellable);
  g_free (work);
}

static void
free_done (gpointer data)
{
  Done *done = data;

  g_free (done->label);
  g_free (done);
}

/* The words of the newest action, which is the one just written: writes run one after another. */
static char *
dup_last_label (TnCopy *copy)
{
  g_autoptr (GPtrArray) actions = tn_copy_actions (copy, 1, NULL);

  return g_strdup (actions && actions->len ? ((TnAction *) actions->pdata[0])->label : "");
}

static gpointer
run_work (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (TnEdit) edit = work->func (copy, work->data, error);
  gint64 action = 0;
  Done *done;

  if (!edit || !tn_copy_edit_full (copy, edit, &action, work->progress, work->progress_data, work->cancellable, error))
    return NULL;
  done = g_new0 (Done, 1);
  done->action = action;
  done->label = action ? dup_last_label (copy) : g_strdup ("");
  return done;
}

static gpointer
run_undo (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  Done *done;

  if (!tn_copy_undo (copy, work->undo, error))
    return NULL;
  done = g_new0 (Done, 1);
  done->label = dup_last_label (copy);
  return done;
}

static void
forget_action (TnWorkspace *self, gint64 action)
{
  for (guint i = self->actions->len; i > 0; i--)
    if (g_array_index (self->actions, gint64, i - 1) == action)
      {
        g_array_remove_index (self->actions, i - 1);
        g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_UNDO]);
        return;
      }
}

void
tn_workspace_did (TnWorkspace *self, gint64 action, const char *label)
{
  if (!action)
    return;
  g_array_append_val (self->actions, action);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_UNDO]);
  g_signal_emit (self, signals[DONE], 0, label, action);
}

static void
work_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TnWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;
  Done *done = tn_store_finish (TN_STORE (source), result, &error);

  if (!done)
    {
      g_task_return_error (task, error);
      return;
    }
  tn_workspace_did (self, done->action, done->label);
  free_done (done);
  g_task_return_boolean (task, TRUE);
}

static void
undo_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TnWorkspace *self = g_task_get_source_object (task);
  GError *error = NULL;
  Done *done = tn_store_finish (TN_STORE (source), result, &error);
  gint64 action = *(gint64 *) g_task_get_task_data (task);

  /* An action that somebody changed since can never be undone: it must not block what was done before it. */
  if (done || g_error_matches (error, TN_ERROR, TN_ERROR_CONFLICT))
    forget_action (self, action);
  if (!done)
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit (self, signals[DONE], 0, done->label, (gint64) 0);
  free_done (done);
  g_task_return_boolean (task, TRUE);
}

static void
tn_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CAN_UNDO)
    g_value_set_boolean (value, tn_workspace_can_undo (TN_WORKSPACE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tn_workspace_finalize (GObject *object)
{
  TnWorkspace *self = TN_WORKSPACE (object);

  g_clear_object (&self->lookups);
  g_clear_object (&self->households);
  g_clear_object (&self->reconciler);
  g_clear_object (&self->store);
  g_array_unref (self->actions);
  G_OBJECT_CLASS (tn_workspace_parent_class)->finalize (object);
}

static void
tn_workspace_class_init (TnWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tn_workspace_get_property;
  object_class->finalize = tn_workspace_finalize;
  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_STRING, G_TYPE_INT64);
}

static void
tn_workspace_init (TnWorkspace *self)
{
  self->actions = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWorkspace) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStore) store = tn_store_open_finish (result, &error);

  if (!self->forgotten)
    g_signal_emit (self, signals[OPENED], 0, error);
  else if (store)
    tn_store_close_async (store, NULL, NULL);
}

TnWorkspace *
tn_workspace_open (const char *path, TnCopyFlags flags)
{
  TnWorkspace *self = g_object_new (TN_TYPE_WORKSPACE, NULL);

  self->store = g_object_ref (tn_store_open_async (path, flags, NULL, opened_cb, g_object_ref (self)));
  self->households = tn_household_model_new (self->store);   /* asked first: its lines are what the person waits for */
  self->lookups = tn_lookups_new (self->store);
  return self;
}

void
tn_workspace_forget (TnWorkspace *self)
{
  self->forgotten = TRUE;
  tn_lookups_stop (self->lookups);
}

void
tn_workspace_add_reconciler (TnWorkspace *self, guint interval_minutes)
{
  g_return_if_fail (!self->reconciler);
  self->reconciler = tn_reconciler_new (self->store, interval_minutes);
}

TnHouseholdModel *
tn_workspace_get_households (TnWorkspace *self)
{
  return self->households;
}

TnStore *
tn_workspace_get_store (TnWorkspace *self)
{
  return self->store;
}

TnReconciler *
tn_workspace_get_reconciler (TnWorkspace *self)
{
  return self->reconciler;
}

TnLookups *
tn_workspace_get_lookups (TnWorkspace *self)
{
  return self->lookups;
}

static void
run_async (TnWorkspace *self, Work *work, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  /* A write that was begun is finished: closing a dialog may not make "saved or not" a matter of luck. */
  g_task_set_check_cancellable (task, FALSE);
  tn_store_write_async (self->store, run_work, work, free_work, free_done, NULL, work_done_cb, task);
}

void
tn_workspace_run_async (TnWorkspace *self, TnWorkFunc func, gpointer data, GDestroyNotify data_free, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->func = func;
  work->data = data;
  work->data_free = data_free;
  run_async (self, work, cancellable, callback, user_data);
}

void
tn_workspace_run_long_async (TnWorkspace *self, TnWorkFunc func, gpointer data, GDestroyNotify data_free, TnEditProgress progress, gpointer progress_data,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->func = func;
  work->data = data;
  work->data_free = data_free;
  work->progress = progress;
  work->progress_data = progress_data;
  g_set_object (&work->cancellable, cancellable);
  run_async (self, work, cancellable, callback, user_data);
}

static TnEdit *
take_edit (TnCopy *copy, gpointer data, GError **error)
{
  return g_steal_pointer ((TnEdit **) data);
}

static void
free_edit_holder (gpointer data)
{
  TnEdit **holder = data;

  g_clear_pointer (holder, tn_edit_free);
  g_free (holder);
}

void
tn_workspace_edit_async (TnWorkspace *self, TnEdit *edit, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  TnEdit **holder = g_new (TnEdit *, 1);

  *holder = edit;
  tn_workspace_run_async (self, take_edit, holder, free_edit_holder, cancellable, callback, user_data);
}

gboolean
tn_workspace_run_finish (TnWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
tn_workspace_can_undo (TnWorkspace *self)
{
  return self->actions->len > 0;
}

void
tn_workspace_undo_async (TnWorkspace *self, gint64 action, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Work *work;

  if (action == 0 && self->actions->len > 0)
    action = g_array_index (self->actions, gint64, self->actions->len - 1);
  if (action == 0)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  g_task_set_task_data (task, g_memdup2 (&action, sizeof action), g_free);
  work = g_new0 (Work, 1);
  work->undo = action;
  tn_store_write_async (self->store, run_undo, work, free_work, free_done, NULL, undo_done_cb, task);
}

gboolean
tn_workspace_undo_finish (TnWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
store_closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (tn_store_close_finish (TN_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
reconciler_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  TnWorkspace *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  /* A session cut short is taken up again by the next one; the copy is closed all the same. */
  if (!tn_reconciler_stop_finish (TN_RECONCILER (source), result, &error))
    g_message ("Reconciling did not stop cleanly: %s", error->message);
  tn_store_close_async (self->store, store_closed_cb, task);
}

void
tn_workspace_close_async (TnWorkspace *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  tn_lookups_stop (self->lookups);
  if (self->reconciler)
    tn_reconciler_stop_async (self->reconciler, reconciler_stopped_cb, task);
  else
    tn_store_close_async (self->store, store_closed_cb, task);
}

gboolean
tn_workspace_close_finish (TnWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
