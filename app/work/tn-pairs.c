/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-pairs.h"

#define LARGEST_BLOCK 3000   /* who share a key: beyond this the key tells nothing */

typedef struct { guint64 key; guint32 at; } Keyed;

static gpointer
item_at (GArray *items, guint at)
{
  return items->data + (gsize) at * g_array_get_element_size (items);
}

static int
compare_keyed_cb (const void *a, const void *b)
{
  const Keyed *x = a, *y = b;

  return x->key != y->key ? (x->key < y->key ? -1 : 1) : (x->at < y->at ? -1 : x->at > y->at);
}

static GArray *
sort_by (GArray *items, TnKeyFunc key, TnKeyFunc other)
{
  GArray *keyed = g_array_sized_new (FALSE, FALSE, sizeof (Keyed), items->len);

  for (guint i = 0; i < items->len; i++)
    {
      gconstpointer item = item_at (items, i);
      Keyed one = { key (item), i }, two = { other ? other (item) : 0, i };

      if (one.key)
        g_array_append_val (keyed, one);
      if (two.key && two.key != one.key)
        g_array_append_val (keyed, two);
    }
  if (keyed->len > 0)   /* nothing to sort is a null pointer */
    qsort (keyed->data, keyed->len, sizeof (Keyed), compare_keyed_cb);
  return keyed;
}

/* Behind the last one of the block that begins at `from`. */
static guint
find_end (GArray *keyed, guint from)
{
  guint to = from + 1;

  while (to < keyed->len && g_array_index (keyed, Keyed, to).key == g_array_index (keyed, Keyed, from).key)
    to++;
  return to;
}

static gboolean
pair_block (GArray *items, const Keyed *block, guint n, TnPairFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  if (n > LARGEST_BLOCK)
    return TRUE;
  if (n > 100 && g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      func (item_at (items, block[i].at), item_at (items, block[j].at), data);
  return TRUE;
}

gboolean
tn_pairs_by (GArray *items, TnKeyFunc key, TnKeyFunc other, TnPairFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) keyed = sort_by (items, key, other);

  for (guint from = 0, to; from < keyed->len; from = to)
    {
      to = find_end (keyed, from);
      if (to - from > 1 && !pair_block (items, &g_array_index (keyed, Keyed, from), to - from, func, data, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

void
tn_pairs_count (GArray *items, TnKeyFunc key, TnCountFunc func)
{
  g_autoptr (GArray) keyed = sort_by (items, key, NULL);

  for (guint from = 0, to; from < keyed->len; from = to)
    {
      to = find_end (keyed, from);
      for (guint i = from; i < to; i++)
        func (item_at (items, g_array_index (keyed, Keyed, i).at), to - from);
    }
}

void
tn_pairs_add (GArray *pairs, TnDuplicatesOf of, const TnId *a, const TnId *b, int score, guint why)
{
  gboolean turn = tn_id_compare (a, b) > 0;
  TnDuplicate pair = { turn ? *b : *a, turn ? *a : *b, score, why, of };

  if (score >= TN_MATCH_SHOWN)
    g_array_append_val (pairs, pair);
}

static int
compare_pairs_cb (gconstpointer a, gconstpointer b)
{
  const TnDuplicate *x = a, *y = b;
  int order = tn_id_compare (&x->a, &y->a);

  return x->score != y->score ? (x->score > y->score ? -1 : 1) : order ? order : tn_id_compare (&x->b, &y->b);
}

/* A pair that was met by several keys stands once: its scores are equal, and so it stands beside itself. */
void
tn_pairs_sort (GArray *pairs, guint limit)
{
  guint n = 0;

  g_array_sort (pairs, compare_pairs_cb);
  for (guint i = 0; i < pairs->len; i++)
    {
      const TnDuplicate *pair = &g_array_index (pairs, TnDuplicate, i), *last = n ? &g_array_index (pairs, TnDuplicate, n - 1) : NULL;

      if (last && tn_id_equal (&last->a, &pair->a) && tn_id_equal (&last->b, &pair->b))
        continue;
      g_array_index (pairs, TnDuplicate, n++) = *pair;
    }
  g_array_set_size (pairs, limit ? MIN (n, limit) : n);
}
