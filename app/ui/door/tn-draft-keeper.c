/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-draft-keeper.h"
#include "tn-draft.h"

struct _TnDraftKeeper
{
  GObject parent_instance;

  TnWorkspace *workspace;
  char *key;
  char *waiting;      /* what comes after the one that is on its way; NULL = nothing does */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (TnDraftKeeper, tn_draft_keeper, G_TYPE_OBJECT)

enum { FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef struct
{
  char *key, *text;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->key);
  g_free (job->text);
  g_free (job);
}

static gpointer
write_draft (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return tn_draft_set (copy, job->key, job->text, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static void send (TnDraftKeeper *self, char *text);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnDraftKeeper) self = user_data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (!tn_store_finish (TN_STORE (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
  if (self->waiting)
    send (self, g_steal_pointer (&self->waiting));
}

/* Takes the text. The store writes in the order given and is drained before it closes, so the last one is on disk also when we are gone. */
static void
send (TnDraftKeeper *self, char *text)
{
  Job *job = g_new (Job, 1);

  *job = (Job) { g_strdup (self->key), text };
  self->busy = TRUE;
  tn_store_write_async (tn_workspace_get_store (self->workspace), write_draft, job, free_job, NULL, NULL, written_cb, g_object_ref (self));
}

static void
tn_draft_keeper_finalize (GObject *object)
{
  TnDraftKeeper *self = TN_DRAFT_KEEPER (object);

  g_object_unref (self->workspace);
  g_free (self->key);
  g_free (self->waiting);
  G_OBJECT_CLASS (tn_draft_keeper_parent_class)->finalize (object);
}

static void
tn_draft_keeper_class_init (TnDraftKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_draft_keeper_finalize;
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tn_draft_keeper_init (TnDraftKeeper *self)
{
}

TnDraftKeeper *
tn_draft_keeper_new (TnWorkspace *workspace, const char *key)
{
  TnDraftKeeper *self = g_object_new (TN_TYPE_DRAFT_KEEPER, NULL);

  self->workspace = g_object_ref (workspace);
  self->key = g_strdup (key);
  return self;
}

void
tn_draft_keeper_keep (TnDraftKeeper *self, const char *text)
{
  if (!self->busy)
    {
      send (self, g_strdup (text));
      return;
    }
  g_free (self->waiting);
  self->waiting = g_strdup (text ? text : "");
}

void
tn_draft_keeper_flush (TnDraftKeeper *self)
{
  if (self->waiting)
    send (self, g_steal_pointer (&self->waiting));
}
