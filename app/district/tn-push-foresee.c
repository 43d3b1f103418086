/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a batch is going to ask the depot for, told by its lines alone: the records that it is about, those that its records hang on, and
 * the history of what it changes. Only conflicts and children cannot be foreseen; they are rare. */
#include "tn-push-private.h"

static void
clear_foresight (TnForesight *f)
{
  g_clear_pointer (&f->records, g_array_unref);
  g_clear_pointer (&f->places, g_array_unref);
  g_clear_pointer (&f->changes, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnForesight, clear_foresight)

static gboolean
read_ref (const char *value, TnId *id)
{
  gsize len = value ? strlen (value) : 0;
  return len > 2 && value[0] == '"' && tn_id_parse (value + 1, (gssize) len - 2, id);
}

static void
add_place (TnForesight *f, GHashTable *seen, const TnId *id)
{
  if (!tn_id_is_null (id) && g_hash_table_add (seen, tn_id_copy (id))) g_array_append_val (f->places, *id);
}

static void
add_change (TnForesight *f, GHashTable *seen, const TnEntry *entry, const TnKind *kind, const TnChange *change)
{
  TnId parent;
  TnChangeRef ref = { entry->id, change->unit, change->stamp };
  g_array_append_val (f->changes, ref);
  if (kind && kind->parent_field && strcmp (change->unit, kind->parent_field) == 0 && read_ref (change->value, &parent)) add_place (f, seen, &parent);
}

static void
add_entry (TnForesight *f, GHashTable *seen, const TnEntry *entry)
{
  const TnKind *kind = tn_schema_kind (entry->kind_key);
  for (guint i = 0; i < entry->changes->len; i++) add_change (f, seen, entry, kind, entry->changes->pdata[i]);
}

TnWardTx *
push_begin_foreseeing (Push *push, gboolean *found, GError **error)
{
  g_auto (TnForesight) f = { g_array_new (FALSE, FALSE, sizeof (TnId)), g_array_new (FALSE, FALSE, sizeof (TnId)), g_array_new (FALSE, FALSE, sizeof (TnChangeRef)) };
  g_autoptr (GHashTable) records = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL), places = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  for (guint i = 0; i < push->items->len; i++) {
    const PushItem *item = &g_array_index (push->items, PushItem, i);
    if (item->bad) continue;
    if (g_hash_table_add (records, tn_id_copy (&item->id))) g_array_append_val (f.records, item->id);
    if (item->entry) add_entry (&f, places, item->entry);
    else add_place (&f, places, &item->parent);
  }
  return push->driver->tx_begin_for (push->context->depot, push->context->ward, &f, found, error);
}
