/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of the list that somebody looks at, and those around them: made empty, and filled by reads on the store's threads (tn-household-model.c says
 * how that stays cheap). */
#include "tn-household-model-private.h"

#define BLOCK 50        /* lines read ahead on either side */
#define CHUNK 32        /* lines of one read: what is asked for first is shown first */
#define KEPT 800        /* lines kept though no view holds them */

/* A line that somebody holds. */
typedef struct
{
  TnHouseholdModel *model;
  gint64 row;
  TnHousehold *household;   /* not owned */
} Live;

static void
household_gone_cb (gpointer data, GObject *where)
{
  Live *live = data;

  g_hash_table_remove (live->model->live, &live->row);
}

static TnHousehold *
make_household (TnHouseholdModel *self, gint64 row)
{
  TnHousehold *household = tn_household_new (row);
  Live *live = g_new (Live, 1);

  *live = (Live) { self, row, household };
  g_object_weak_ref (G_OBJECT (household), household_gone_cb, live);
  g_hash_table_insert (self->live, &live->row, live);
  return household;
}

void
tn_household_lines_forget (TnHouseholdModel *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_object_weak_unref (G_OBJECT (((Live *) value)->household), household_gone_cb, value);
  g_hash_table_remove_all (self->live);
}

static void
keep (TnHouseholdModel *self, TnHousehold *household)
{
  g_queue_push_tail (&self->kept, household);
  while (self->kept.length > KEPT)
    g_object_unref (g_queue_pop_head (&self->kept));
}

static void
take_item (TnHouseholdModel *self, gint64 row, TnHouseholdItem *item)
{
  Live *live = g_hash_table_lookup (self->live, &row);

  self->n_fetched++;
  if (live)
    {
      tn_household_fill (live->household, item);
      return;
    }
  TnHousehold *household = make_household (self, row);
  tn_household_fill (household, item);
  keep (self, household);
}

void
tn_household_lines_take (TnHouseholdModel *self, TnHouseholdFetch *fetch)
{
  for (guint i = 0; i < fetch->items->len && self->store; i++)
    if (fetch->items->pdata[i])
      take_item (self, g_array_index (fetch->rows, gint64, i), g_steal_pointer (&fetch->items->pdata[i]));
}

static void
items_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnHouseholdModel) self = user_data;
  g_autoptr (GError) error = NULL;
  TnHouseholdFetch *fetch = tn_store_finish (TN_STORE (source), result, &error);

  if (!fetch)
    {
      tn_household_model_fail (self, error);
      return;
    }
  tn_household_lines_take (self, fetch);
  tn_household_fetch_free (fetch);
}

static void
fetch_rows (TnHouseholdModel *self, GArray *rows)
{
  for (guint i = 0; i < rows->len; i += CHUNK)
    {
      GArray *chunk = g_array_sized_new (FALSE, FALSE, sizeof (gint64), CHUNK);

      g_array_append_vals (chunk, &g_array_index (rows, gint64, i), MIN (CHUNK, rows->len - i));
      tn_store_read_async (self->store, tn_household_jobs_read_items, chunk, (GDestroyNotify) g_array_unref, tn_household_fetch_free, self->cancellable, items_read_cb,
                           g_object_ref (self));
    }
}

/* Notes a row that is not on its way yet. asked: a view waits for it, else it is only read ahead. */
static void
add_row (TnHouseholdModel *self, GArray *rows, GHashTable *seen, guint position, gboolean asked)
{
  gint64 *row = &g_array_index (self->rows, gint64, position);
  Live *live = g_hash_table_lookup (self->live, row);

  if ((live && (!asked || tn_household_is_filled (live->household))) || !g_hash_table_add (seen, row))
    return;
  g_array_append_val (rows, *row);
}

static gboolean
fetch_cb (gpointer user_data)
{
  TnHouseholdModel *self = user_data;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint first = G_MAXUINT, last = 0;

  self->fetch_idle = 0;
  for (guint i = 0; i < self->wanted->len; i++)
    {
      guint position = g_array_index (self->wanted, guint, i);

      if (position >= self->rows->len)
        continue;
      first = MIN (first, position);
      last = MAX (last, position);
      add_row (self, rows, seen, position, TRUE);
    }
  g_array_set_size (self->wanted, 0);
  for (guint i = 1; i <= BLOCK && first <= last; i++)
    {
      if (last + i < self->rows->len)
        add_row (self, rows, seen, last + i, FALSE);
      if (first >= i)
        add_row (self, rows, seen, first - i, FALSE);
    }
  fetch_rows (self, rows);
  return G_SOURCE_REMOVE;
}

static void
want (TnHouseholdModel *self, guint position)
{
  g_array_append_val (self->wanted, position);
  if (!self->fetch_idle && self->store)
    self->fetch_idle = g_idle_add_full (G_PRIORITY_DEFAULT, fetch_cb, self, NULL);
}

static void
fetch_live (TnHouseholdModel *self, gboolean filled_too)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (filled_too || !tn_household_is_filled (((Live *) value)->household))
      g_array_append_val (rows, ((Live *) value)->row);
  fetch_rows (self, rows);
}

void
tn_household_lines_moved (TnHouseholdModel *self)
{
  g_array_set_size (self->wanted, 0);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  fetch_live (self, FALSE);
}

void
tn_household_lines_refresh (TnHouseholdModel *self)
{
  g_queue_clear_full (&self->kept, g_object_unref);
  fetch_live (self, TRUE);
}

TnHousehold *
tn_household_lines_get (TnHouseholdModel *self, guint position)
{
  gint64 row = g_array_index (self->rows, gint64, position);
  Live *live = g_hash_table_lookup (self->live, &row);

  if (live)
    return g_object_ref (live->household);
  want (self, position);
  return make_household (self, row);
}
