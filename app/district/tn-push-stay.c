/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of a large batch first the records that are here and stay where they are, in order of id: each is read, judged and given to the depot to write before the next is
 * looked at. So a page of the table is touched once and not once a record, and a depot that can writes beside the judging (tx_behind). What is new or may
 * move comes after, in the order of the batch, for where a record belongs may hang on what stands before it. */
#include "tn-push-private.h"

guint tn_push_large = 256;      /* two chunks of rows (tn-depot-sqlite-behind.c): with fewer there is nothing to do beside */

typedef struct { TnId id; guint item; } Touch;

static gboolean
moves (const TnKind *kind, const char *field_key, const char *unit)
{
  const TnField *field = field_key ? tn_kind_field (kind, field_key) : NULL;
  return field && strcmp (tn_field_unit (field), unit) == 0;
}

/* Changes of what its kind has, none of which says where it belongs. */
static gboolean
leaves_place (const PushItem *item)
{
  const TnKind *kind = item->entry ? tn_schema_kind (item->entry->kind_key) : NULL;
  if (!kind || item->entry->creation) return FALSE;
  for (guint i = 0; i < item->entry->changes->len; i++) {
    const TnChange *change = item->entry->changes->pdata[i];
    if (moves (kind, kind->parent_field, change->unit) || moves (kind, kind->area_field, change->unit)) return FALSE;
  }
  return TRUE;
}

static int
compare_touches (gconstpointer a, gconstpointer b)
{
  const Touch *x = a, *y = b;
  int order = tn_id_compare (&x->id, &y->id);
  return order ? order : (x->item > y->item) - (x->item < y->item);
}

static GArray *
list_touches (const Push *push)
{
  GArray *touches = g_array_new (FALSE, FALSE, sizeof (Touch));
  for (guint i = 0; i < push->items->len; i++) {
    const PushItem *item = &g_array_index (push->items, PushItem, i);
    Touch touch = { item->id, i };
    if (!item->bad && leaves_place (item)) g_array_append_val (touches, touch);
  }
  g_array_sort (touches, compare_touches);
  return touches;
}

/* What else the batch says of a record goes by the order of the batch, and then all of it does. */
static GHashTable *
list_others (const Push *push)
{
  GHashTable *others = g_hash_table_new (tn_id_hash, tn_id_equal);
  for (guint i = 0; i < push->items->len; i++) {
    PushItem *item = &g_array_index (push->items, PushItem, i);
    if (!item->bad && !leaves_place (item)) g_hash_table_add (others, &item->id);
  }
  return others;
}

static gboolean
take_record (Push *push, const Touch *touches, guint n, GError **error)
{
  Work *work;
  if (!push_find_work (push, &touches->id, &work, error)) return FALSE;
  if (!work || !work->exists) return TRUE;   /* or it came to be in this very batch: a conflict that one line makes and a later one closes */
  for (guint i = 0; i < n; i++) {
    PushItem *item = &g_array_index (push->items, PushItem, touches[i].item);
    if (!push_take_item (push, item, error)) return FALSE;
    item->taken = TRUE;
  }
  return push_write_early (push, work, error);
}

static gboolean
take_records (Push *push, const GArray *touches, GError **error)
{
  g_autoptr (GHashTable) others = list_others (push);
  const Touch *all = (const Touch *) (gconstpointer) touches->data;
  for (guint i = 0, n; i < touches->len; i += n) {
    for (n = 1; i + n < touches->len && tn_id_equal (&all[i].id, &all[i + n].id);) n++;
    if (!g_hash_table_contains (others, &all[i].id) && !take_record (push, all + i, n, error)) return FALSE;
  }
  return TRUE;
}

gboolean
push_take_staying (Push *push, GError **error)
{
  if (push->items->len < tn_push_large || push->driver->caps & TN_DEPOT_FORESIGHT) return TRUE;
  g_autoptr (GArray) touches = list_touches (push);
  if (touches->len < tn_push_large) return TRUE;
  return (!push->driver->tx_behind || push->driver->tx_behind (push->tx, error)) && take_records (push, touches, error);
}
