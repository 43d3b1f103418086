/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "tungnha-hub"
#include "tn-hub-service.h"
#include "tn-hub-copy.h"
#include "tn-meta-keys.h"

#define DEFAULT_LISTEN "0.0.0.0:8444"
#define ANY_PORT "0.0.0.0:0"       /* another program has that one */

struct _TnHubService {
  GObject parent_instance;
  TnStore *store;
  TnReconciler *reconciler;
  GMainContext *context;
  TnHub *hub;                     /* NULL = not serving */
  gboolean working;
  char *message;
};
G_DEFINE_FINAL_TYPE (TnHubService, tn_hub_service, G_TYPE_OBJECT)

enum { PROP_SERVING = 1, PROP_WORKING, PROP_URL, PROP_MESSAGE, N_PROPS };
static GParamSpec *props[N_PROPS];

static void
tell (TnHubService *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 1; i < N_PROPS; i++) g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* ---- the team sent something ---- */

typedef struct { gatomicrefcount refs; GWeakRef owner; GMainContext *context; } Link;

static void
link_unref (gpointer data)
{
  Link *link = data;
  if (!g_atomic_ref_count_dec (&link->refs)) return;
  g_weak_ref_clear (&link->owner);
  g_main_context_unref (link->context);
  g_free (link);
}

static gboolean
look_cb (gpointer data)
{
  g_autoptr (TnHubService) self = g_weak_ref_get (&((Link *) data)->owner);
  if (self && self->reconciler) tn_reconciler_look (self->reconciler);
  return G_SOURCE_REMOVE;
}

static void
sent_cb (gpointer data)
{
  Link *link = data;
  g_autoptr (GSource) source = g_idle_source_new ();
  g_atomic_ref_count_inc (&link->refs);
  g_source_set_callback (source, look_cb, link, link_unref);
  g_source_attach (source, link->context);
}

/* ---- on and off, in a thread ---- */

typedef struct { char *path; gboolean prepare; Link *link; TnHub *hub; } Job;

static void
free_job (gpointer data)
{
  Job *job = data;
  g_free (job->path);
  if (job->link) link_unref (job->link);
  tn_hub_free (job->hub);
  g_free (job);
}

static gboolean
prepare (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnCopy) copy = tn_copy_open (path, 0, NULL, error);
  return copy && tn_hub_prepare (copy, NULL, cancellable, error);
}

static gboolean
is_on (const char *path, gboolean *on, GError **error)
{
  g_autoptr (TnCopy) copy = tn_copy_open (path, TN_COPY_READ_ONLY, NULL, error);
  *on = copy && tn_hub_is_enabled (copy);
  return copy != NULL;
}

/* The link outlives the hub: it goes with the job that frees the hub, or with the service's own (hub_link). */
static TnHub *
start (Job *job, GError **error)
{
  g_autoptr (TnHub) hub = tn_hub_new (job->path, NULL, error);
  if (!hub) return NULL;
  tn_hub_set_sent (hub, sent_cb, job->link);
  if (!tn_hub_start (hub, DEFAULT_LISTEN, NULL) && !tn_hub_start (hub, ANY_PORT, error)) return NULL;
  return g_steal_pointer (&hub);
}

static void
start_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gboolean on = TRUE;
  gboolean ready = job->prepare || is_on (job->path, &on, &error);
  if (ready && on && prepare (job->path, cancellable, &error)) job->hub = start (job, &error);
  if (error) g_task_return_error (task, error);
  else g_task_return_boolean (task, TRUE);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TnHubService *self = TN_HUB_SERVICE (source);
  g_autoptr (GError) error = NULL;
  Job *job = g_task_get_task_data (G_TASK (result));
  g_task_propagate_boolean (G_TASK (result), &error);
  self->working = FALSE;
  g_free (self->message);
  self->message = error ? g_strdup (error->message) : NULL;
  if (self->store) {
    self->hub = g_steal_pointer (&job->hub);
    if (self->hub) g_atomic_ref_count_inc (&job->link->refs), g_object_set_data_full (source, "link", job->link, link_unref);
  }
  tell (self);
}

static void
run_job (TnHubService *self, gboolean with_preparation)
{
  if (self->working || self->hub || !self->store) return;
  g_autoptr (GTask) task = g_task_new (self, NULL, started_cb, NULL);
  Job *job = g_new0 (Job, 1);
  job->path = g_strdup (tn_store_path (self->store));
  job->prepare = with_preparation;
  job->link = g_new0 (Link, 1);
  g_atomic_ref_count_init (&job->link->refs);
  g_weak_ref_init (&job->link->owner, self);
  job->link->context = g_main_context_ref (self->context);
  g_task_set_name (task, "tn-hub-start");
  g_task_set_task_data (task, job, free_job);
  self->working = TRUE;
  tell (self);
  g_task_run_in_thread (task, start_in_thread);
}

void
tn_hub_service_turn_on (TnHubService *self)
{
  run_job (self, TRUE);
}

void
tn_hub_service_resume (TnHubService *self)
{
  run_job (self, FALSE);
}

static void
stop_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_clear_pointer (&job->hub, tn_hub_free);
  g_autoptr (TnCopy) copy = tn_copy_open (job->path, 0, NULL, &error);
  if (copy && tn_hub_end (copy, &error)) g_task_return_boolean (task, TRUE);
  else g_task_return_error (task, error);
}

void
tn_hub_service_turn_off (TnHubService *self)
{
  if (self->working || !self->store) return;
  g_autoptr (GTask) task = g_task_new (self, NULL, started_cb, NULL);
  Job *job = g_new0 (Job, 1);
  job->path = g_strdup (tn_store_path (self->store));
  job->hub = g_steal_pointer (&self->hub);
  job->link = g_object_steal_data (G_OBJECT (self), "link");
  g_task_set_name (task, "tn-hub-stop");
  g_task_set_task_data (task, job, free_job);
  self->working = TRUE;
  tell (self);
  g_task_run_in_thread (task, stop_in_thread);
}

TnHubService *
tn_hub_service_new (TnStore *store, TnReconciler *reconciler)
{
  TnHubService *self = g_object_new (TN_TYPE_HUB_SERVICE, NULL);
  self->store = g_object_ref (store);
  self->reconciler = reconciler ? g_object_ref (reconciler) : NULL;
  return self;
}

static void
tn_hub_service_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const TnHubService *self = TN_HUB_SERVICE (object);
  switch (id) {
    case PROP_SERVING: g_value_set_boolean (value, self->hub != NULL); break;
    case PROP_WORKING: g_value_set_boolean (value, self->working); break;
    case PROP_URL: g_value_set_string (value, self->hub ? tn_hub_url (self->hub) : NULL); break;
    case PROP_MESSAGE: g_value_set_string (value, self->message); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gpointer
free_in_thread (gpointer data)
{
  free_job (data);
  return NULL;
}

/* The window goes on closing while the team's last answers go out. */
static void
tn_hub_service_dispose (GObject *object)
{
  TnHubService *self = TN_HUB_SERVICE (object);
  if (self->hub) {
    Job *job = g_new0 (Job, 1);
    job->hub = g_steal_pointer (&self->hub);
    job->link = g_object_steal_data (object, "link");
    g_thread_unref (g_thread_new ("hub-stop", free_in_thread, job));
  }
  g_clear_object (&self->store);
  g_clear_object (&self->reconciler);
  G_OBJECT_CLASS (tn_hub_service_parent_class)->dispose (object);
}

static void
tn_hub_service_finalize (GObject *object)
{
  TnHubService *self = TN_HUB_SERVICE (object);
  g_free (self->message);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (tn_hub_service_parent_class)->finalize (object);
}

static void
tn_hub_service_class_init (TnHubServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->get_property = tn_hub_service_get_property;
  object_class->dispose = tn_hub_service_dispose;
  object_class->finalize = tn_hub_service_finalize;
  props[PROP_SERVING] = g_param_spec_boolean ("serving", NULL, NULL, FALSE, flags);
  props[PROP_WORKING] = g_param_spec_boolean ("working", NULL, NULL, FALSE, flags);
  props[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tn_hub_service_init (TnHubService *self)
{
  self->context = g_main_context_ref_thread_default ();
}
