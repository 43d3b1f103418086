/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which stream a record is in. A household is in its area's; what hangs on it inherits, class by class. So a household that moves to
 * another area takes all its descendants along in the same commit, or the new team would get an empty house (sync.md fault 18). What
 * arrives before its parent waits in the orphans' stream. */
#include "tn-push-private.h"
#include "tn-mutant.h"

#define VISITS_LIMIT 16    /* a ring of references, which no honest laptop makes, ends here */

const char *
push_intern (Push *push, char *stream)
{
  const char *name = g_string_chunk_insert_const (push->names, stream);
  g_free (stream);
  return name;
}

static gboolean
find_place (Push *push, const TnId *id, const char **stream, GError **error)
{
  const Work *work = g_hash_table_lookup (push->by_id, id);
  gboolean found = FALSE;
  TnSlice place;
  *stream = work ? work->stream : NULL;
  if (work) return TRUE;
  if (!push->driver->tx_get_place (push->tx, id, &place, &found, error)) return FALSE;
  if (found) *stream = push_intern (push, tn_slice_dup (place));
  return TRUE;
}

gboolean
push_compute_stream (Push *push, const Work *work, const char **stream, GError **error)
{
  if (work->exists && !work->row && !work->kind->parent_field) {   /* only looked at: it stays where it is */
    *stream = work->stream;
    return TRUE;
  }
  if (!work->kind->parent_field) {
    *stream = push_intern (push, tn_stream_for_area (work->kind, tn_id_is_null (&work->area) ? NULL : &work->area));
    return TRUE;
  }
  const char *above = NULL;
  if (!tn_id_is_null (&work->parent) && !find_place (push, &work->parent, &above, error)) return FALSE;
  if (!above) push->unsettled = TRUE;   /* its parent may stand further down in this batch */
  *stream = push_intern (push, tn_stream_for_child (work->kind, above ? above : TN_STREAM_ORPHAN));
  return TRUE;
}

static GHashTable *
index_children (Push *push)
{
  GHashTable *children = g_hash_table_new_full (tn_id_hash, tn_id_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < push->works->len; i++) {
    Work *work = push->works->pdata[i];
    if (tn_id_is_null (&work->parent)) continue;
    GPtrArray *list = g_hash_table_lookup (children, &work->parent);
    if (!list) g_hash_table_insert (children, &work->parent, list = g_ptr_array_new ());
    g_ptr_array_add (list, work);
  }
  return children;
}

static void
enqueue (GQueue *queue, Work *work)
{
  if (work->visits++ < VISITS_LIMIT) g_queue_push_tail (queue, work);
}

static gboolean
settle_child (Push *push, GQueue *queue, Work *child, GError **error)
{
  const char *stream;
  if (!push_compute_stream (push, child, &stream, error)) return FALSE;
  if (stream == child->stream) return TRUE;
  child->stream = stream;
  enqueue (queue, child);
  return TRUE;
}

/* Those in the depot are brought in as far as they hang on `work` still. */
static gboolean
settle_stored_children (Push *push, GQueue *queue, const Work *work, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  if (!push->driver->tx_children (push->tx, &work->id, ids, error)) return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    Work *child;
    if (!push_find_work (push, &g_array_index (ids, TnId, i), &child, error)) return FALSE;
    if (child && tn_id_equal (&child->parent, &work->id) && !settle_child (push, queue, child, error)) return FALSE;
  }
  return TRUE;
}

static gboolean
settle_one (Push *push, GQueue *queue, GHashTable *children, Work *work, GError **error)
{
  if (!settle_child (push, queue, work, error)) return FALSE;
  if (work->stream == work->old_stream) return TRUE;
  GPtrArray *list = g_hash_table_lookup (children, &work->id);
  for (guint i = 0; list && i < list->len; i++)
    if (!settle_child (push, queue, list->pdata[i], error)) return FALSE;
  gboolean maybe_stored = (work->exists || push->tx->any_orphans) && !TN_MUTANT (CHILDREN_STAY);
  return !maybe_stored || settle_stored_children (push, queue, work, error);
}

gboolean
push_settle (Push *push, GError **error)
{
  if (!push->unsettled && !push->tx->any_orphans) return TRUE;
  g_autoptr (GHashTable) children = index_children (push);
  g_autoptr (GQueue) queue = g_queue_new ();
  guint n = push->works->len;
  for (guint i = 0; i < n; i++) enqueue (queue, push->works->pdata[i]);
  for (Work *work; (work = g_queue_pop_head (queue));)
    if (!settle_one (push, queue, children, work, error)) return FALSE;
  return TRUE;
}
