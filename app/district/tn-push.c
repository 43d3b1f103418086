/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-push-private.h"
#include "tn-erase.h"
#include "tn-root-clock.h"
#include <glib/gi18n.h>

#define FUTURE_MS (10 * 60 * 1000)
#define FEW 16             /* most batches have one entry */

void
tn_push_result_clear (TnPushResult *result)
{
  g_clear_pointer (&result->answers, g_array_unref);
  g_clear_pointer (&result->repairs, g_array_unref);
}

static void
free_work (gpointer data)
{
  Work *work = data;
  g_clear_pointer (&work->row, tn_row_free);
  g_clear_pointer (&work->displaced, g_hash_table_unref);
  g_free (work->line);
  g_free (work);
}

void
push_clear (Push *push)
{
  g_clear_pointer (&push->tx, tn_ward_tx_abort);
  g_clear_pointer (&push->writer, push_writer_free);
  g_clear_pointer (&push->by_id, g_hash_table_unref);
  g_clear_pointer (&push->held, g_hash_table_unref);
  g_clear_pointer (&push->works, g_ptr_array_unref);
  g_clear_pointer (&push->items, g_array_unref);
  g_clear_pointer (&push->authors, g_hash_table_unref);
  g_clear_pointer (&push->scope, tn_scope_free);
  g_clear_pointer (&push->names, g_string_chunk_free);
  g_clear_error (&push->failure);
  g_clear_pointer (&push->batch, g_free);
  g_clear_pointer (&push->orphaned, g_array_unref);
}

void
push_init (Push *push, const TnPushContext *context, TnPushResult *result)
{
  *result = (TnPushResult) { .answers = g_array_new (FALSE, FALSE, sizeof (TnPushAnswer)), .repairs = g_array_new (FALSE, FALSE, sizeof (TnRepairAnswer)),
                            .problem = TN_PROBLEM_INTERNAL };
  push->context = context;
  push->driver = context->depot->driver;
  push->result = result;
  push->items = g_array_sized_new (FALSE, FALSE, sizeof (PushItem), FEW);
  g_array_set_clear_func (push->items, (GDestroyNotify) push_item_clear);
  push->works = g_ptr_array_new_full (FEW, free_work);
  push->by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  push->names = g_string_chunk_new (1024);
  push->authors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  push->scope = tn_scope_new (context->grants, context->ward);
  push->now = tn_env_now_ms (context->env);
}

static gboolean
read_batch (Push *push, GBytes *batch, GError **error)
{
  g_auto (TnBatchHead) head = { 0 };
  if (!tn_batch_head_parse (batch, "push", &head, &push->result->problem, error) || !push_parse (push, head.rest, error)) return FALSE;
  push->repair = head.repair;
  if (push->items->len == (guint64) head.count) return TRUE;
  push->result->problem = TN_PROBLEM_COUNT_MISMATCH;
  g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT, _("The batch does not have as many lines as it says. Nothing was taken. Reconcile again."));
  return FALSE;
}

/* Accepted all the same (sync.md fault 5), but somebody should set that laptop's clock. */
static gboolean
note_future (Push *push, GError **error)
{
  return push->newest_seen <= push->now + FUTURE_MS || push->driver->tx_alarm (push->tx, push->context->device, "future-stamp", error);
}

gboolean
push_begin (Push *push, GError **error)
{
  gboolean found = TRUE;
  push->tx = push->driver->caps & TN_DEPOT_FORESIGHT ? push_begin_foreseeing (push, &found, error)
           : push->driver->tx_begin (push->context->depot, push->context->ward, &found, error);
  if (push->tx) return tn_root_clock_read (push->tx, &push->hlc, error);
  if (found) return FALSE;
  push->result->problem = TN_PROBLEM_WARD_GONE;
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no ward %s."), push->context->ward);
  return FALSE;
}

static gboolean
commit (Push *push, gint64 last, GError **error)
{
  gint64 before = push->tx->last;
  if (!push->driver->tx_commit (g_steal_pointer (&push->tx), last, &push->result->head, error)) return FALSE;
  push->result->moved = last > before;
  push->result->before = before;
  return TRUE;
}

/* A custody batch is a wrapping: what of it is held again is a case of its own, so it is done with either way. */
static gboolean
close_case (Push *push, GError **error)
{
  const TnHash *qid = push->context->release;
  gboolean again = FALSE;
  for (guint i = 0; i < push->result->answers->len; i++) again |= strcmp (g_array_index (push->result->answers, TnPushAnswer, i).code, "held") == 0;
  for (guint i = 0; i < push->result->repairs->len; i++) again |= strcmp (g_array_index (push->result->repairs, TnRepairAnswer, i).code, "held") == 0;
  push->result->held_again = again;
  return !qid || (again && !push->context->custody) || push->driver->tx_close_case (push->tx, qid, "released", error);
}

/* A commit of its own: what hangs on these in turn may have come in this very batch. Should it fail, so does the batch, which comes again. */
static gboolean
erase_orphaned (Push *push, GError **error)
{
  const TnPushContext *context = push->context;
  if (!push->orphaned) return TRUE;
  push->result->moved = push->result->erased = TRUE;
  return tn_erase_hanging (context->depot, context->ward, (const TnId *) (gconstpointer) push->orphaned->data, push->orphaned->len, &push->result->head, error);
}

gboolean
push_end (Push *push, GError **error)
{
  gint64 last = 0;
  if (!close_case (push, error)) return FALSE;
  return push_settle (push, error) && push_write (push, &last, error) && (!push->hlc_used || tn_root_clock_write (push->tx, &push->hlc, error)) && note_future (push, error) && commit (push, last, error)
         && erase_orphaned (push, error);
}

static int
compare_answers (gconstpointer a, gconstpointer b)
{
  const TnPushAnswer *x = a, *y = b;
  return (x->at > y->at) - (x->at < y->at);
}

gboolean
tn_push_run (const TnPushContext *context, GBytes *batch, TnPushResult *result, GError **error)
{
  g_auto (Push) push = { 0 };
  push_init (&push, context, result);
  if (!read_batch (&push, batch, error) || !push_begin (&push, error) || !push_take_staying (&push, error)) return FALSE;
  for (guint i = 0; i < push.items->len; i++) {
    PushItem *item = &g_array_index (push.items, PushItem, i);
    if (!item->taken && !push_take_item (&push, item, error)) return FALSE;
  }
  g_array_sort (result->answers, compare_answers);
  return push_end (&push, error);
}
