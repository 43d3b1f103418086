/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-erase.h"
#include "tn-entry.h"
#include "tn-line.h"
#include <glib/gi18n.h>
#include <string.h>

/* What waits in quarantine and would hang on a record: `parent` of it as it was handed in. */
typedef struct { TnId id, parent; } Held;

static TnRow *
read_entry (TnSlice raw)
{
  g_autoptr (TnEntry) entry = tn_entry_parse (raw, NULL);
  TnRow *row = entry ? tn_row_new (entry->kind_key, &entry->id) : NULL;
  for (guint i = 0; row && i < entry->changes->len; i++) {
    const TnChange *change = entry->changes->pdata[i];
    tn_row_set_unit (row, change->unit, change->value, &change->stamp);
  }
  return row;
}

static void
note_held (GArray *held, TnSlice raw)
{
  TnLine line;
  g_autoptr (TnRow) row = tn_line_parse (raw, &line, NULL) && line.type == TN_LINE_RECORD ? tn_line_to_row (&line, NULL) : read_entry (raw);
  if (!row || !row->kind || strcmp (row->kind->key, "person") == 0) return;
  Held h = { .id = row->id };
  if (tn_row_parent (row, &h.parent)) g_array_append_val (held, h);
}

/* Custody batches are not of one record, and are left alone. */
static GArray *
list_held (TnDepot *depot, const char *ward, GError **error)
{
  g_autoptr (GPtrArray) cases = depot->driver->cases (depot, NULL, error);
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (Held));
  for (guint i = 0; cases && i < cases->len; i++) {
    const TnCase *item = cases->pdata[i];
    g_autoptr (TnCase) whole = NULL;
    gsize len = 0;
    if (tn_id_is_null (&item->record) || strcmp (item->ward, ward) != 0) continue;
    if (!depot->driver->get_case (depot, &item->qid, &whole, error)) return NULL;
    const char *raw = whole ? g_bytes_get_data (whole->raw, &len) : NULL;
    if (raw) note_held (held, (TnSlice) { raw, len });
  }
  return cases ? g_steal_pointer (&held) : NULL;
}

/* Only what is not here: a record that hangs elsewhere, and of which a change waits that would hang it here, stays. */
static gboolean
gather_held (TnWardTx *tx, const GArray *held, const TnId *parent, GArray *ids, GError **error)
{
  for (guint i = 0; i < held->len; i++) {
    const Held *h = &g_array_index (held, Held, i);
    TnStored record;
    gboolean found = FALSE;
    if (!tn_id_equal (&h->parent, parent)) continue;
    if (!tx->depot->driver->tx_get (tx, &h->id, &record, &found, error)) return FALSE;
    if (!found) g_array_append_val (ids, h->id);
  }
  return TRUE;
}

/* To `ids`, what hangs on them, or would if it were let in. */
static gboolean
gather (TnWardTx *tx, const GArray *held, GArray *ids, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  for (guint i = 0; i < ids->len; i++) {
    TnId parent = g_array_index (ids, TnId, i);
    if (!g_hash_table_add (seen, tn_id_copy (&parent))) {   /* a ring of references */
      g_array_remove_index (ids, i--);
      continue;
    }
    if (!tx->depot->driver->tx_children (tx, &parent, ids, error) || !gather_held (tx, held, &parent, ids, error)) return FALSE;
  }
  return TRUE;
}

/* `mark`: the id is noted although there is no record of it (any more, or yet). */
static gboolean
erase_one (TnWardTx *tx, const TnId *id, gboolean mark, gint64 *seq, guint *n, GError **error)
{
  TnStored record;
  gboolean found = FALSE;
  TnSum none = { 0 }, gone = { 0 };
  if (!tx->depot->driver->tx_get (tx, id, &record, &found, error)) return FALSE;
  if (!found) return !mark || tx->depot->driver->tx_erase (tx, id, ++*seq, error);
  g_autofree char *stream = tn_slice_dup (record.stream);
  tn_sum_add (&gone, &record.h);
  (*n)++;
  return tx->depot->driver->tx_stream (tx, stream, -1, &none, &gone, error) && tx->depot->driver->tx_erase (tx, id, ++*seq, error);
}

gboolean
tn_erase_run (TnDepot *depot, const char *ward, const TnId *id, guint *n, TnCursor *head, GError **error)
{
  gboolean found = FALSE;
  *n = 0;
  g_autoptr (GArray) held = list_held (depot, ward, error);
  g_autoptr (TnWardTx) tx = held ? depot->driver->tx_begin (depot, ward, &found, error) : NULL;
  if (!tx) {
    if (!found && error && !*error) g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no ward %s."), ward);
    return FALSE;
  }
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  gint64 seq = tx->last;
  g_array_append_vals (ids, id, 1);
  if (!gather (tx, held, ids, error)) return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!erase_one (tx, &g_array_index (ids, TnId, i), i > 0, &seq, n, error)) return FALSE;
  if (*n) return depot->driver->tx_commit (g_steal_pointer (&tx), seq, head, error);
  g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("The ward %s has no such record. Nothing was changed."), ward);
  return FALSE;
}

static gboolean
erase_unless_noted (TnWardTx *tx, const TnId *id, gint64 *seq, guint *n, GError **error)
{
  gboolean erased;
  if (!tx->depot->driver->tx_is_erased (tx, id, &erased, error)) return FALSE;
  return erased || erase_one (tx, id, TRUE, seq, n, error);
}

gboolean
tn_erase_again (TnDepot *depot, const char *ward, const TnId *ids, gsize n_ids, guint *n, GError **error)
{
  gboolean found = FALSE;
  TnCursor head;
  *n = 0;
  g_autoptr (TnWardTx) tx = depot->driver->tx_begin (depot, ward, &found, error);
  if (!tx) return !found && !(error && *error);   /* a ward that this backup does not know holds nothing either */
  gint64 seq = tx->last;
  for (gsize i = 0; i < n_ids; i++)
    if (!erase_unless_noted (tx, &ids[i], &seq, n, error)) return FALSE;
  return depot->driver->tx_commit (g_steal_pointer (&tx), seq, &head, error);
}

gboolean
tn_erase_hanging (TnDepot *depot, const char *ward, const TnId *ids, gsize n_ids, TnCursor *head, GError **error)
{
  gboolean found = FALSE;
  guint n = 0;
  g_autoptr (GArray) held = list_held (depot, ward, error);
  g_autoptr (TnWardTx) tx = held ? depot->driver->tx_begin (depot, ward, &found, error) : NULL;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_array_append_vals (all, ids, (guint) n_ids);
  if (!tx || !gather (tx, held, all, error)) return FALSE;
  gint64 seq = tx->last;
  for (guint i = 0; i < all->len; i++)
    if (!erase_unless_noted (tx, &g_array_index (all, TnId, i), &seq, &n, error)) return FALSE;
  return depot->driver->tx_commit (g_steal_pointer (&tx), seq, head, error);
}
