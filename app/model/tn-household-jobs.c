/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-jobs.h"

static void
free_item (gpointer item)
{
  if (item)
    tn_household_item_free (item);
}

void
tn_household_fetch_free (gpointer data)
{
  TnHouseholdFetch *fetch = data;

  g_array_unref (fetch->rows);
  g_ptr_array_unref (fetch->items);
  g_free (fetch);
}

void
tn_household_answer_free (gpointer data)
{
  TnHouseholdAnswer *answer = data;

  g_clear_pointer (&answer->rows, g_array_unref);
  g_clear_pointer (&answer->first, tn_household_fetch_free);
  g_free (answer);
}

gpointer
tn_household_jobs_read_items (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *rows = data;
  TnHouseholdFetch *fetch = g_new (TnHouseholdFetch, 1);

  fetch->rows = g_array_ref (rows);
  fetch->items = g_ptr_array_new_with_free_func (free_item);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (GError) local = NULL;
      TnHouseholdItem *item = tn_query_household_item (copy, g_array_index (rows, gint64, i), &local);

      /* A row that vanished since the query is told by the next query. */
      if (!item && !g_error_matches (local, TN_ERROR, TN_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          tn_household_fetch_free (fetch);
          return NULL;
        }
      g_ptr_array_add (fetch->items, item);
    }
  return fetch;
}

void
tn_household_question_free (gpointer data)
{
  TnHouseholdQuestion *q = data;

  g_free ((char *) q->query.search);
  g_free ((char *) q->query.alley);
  g_free ((char *) q->query.category);
  g_free (q);
}

gpointer
tn_household_jobs_read_rows (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnHouseholdQuestion *q = data;
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));
  TnHouseholdAnswer *answer = g_new0 (TnHouseholdAnswer, 1);

  if ((answer->rows = tn_query_households (copy, &q->query, error)))
    {
      g_array_append_vals (first, answer->rows->data, MIN (q->n_first, answer->rows->len));
      answer->first = tn_household_jobs_read_items (copy, first, cancellable, error);
    }
  if (answer->first)
    return answer;
  tn_household_answer_free (answer);
  return NULL;
}
