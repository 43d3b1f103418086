/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-erase.h"
#include <glib/gi18n.h>

/* To `ids`, what hangs on them. */
static gboolean
gather (TnWardTx *tx, GArray *ids, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  for (guint i = 0; i < ids->len; i++) {
    TnId parent = g_array_index (ids, TnId, i);
    if (!g_hash_table_add (seen, tn_id_copy (&parent))) {   /* a ring of references */
      g_array_remove_index (ids, i--);
      continue;
    }
    if (!tx->depot->driver->tx_children (tx, &parent, ids, error)) return FALSE;
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
  g_autoptr (TnWardTx) tx = depot->driver->tx_begin (depot, ward, &found, error);
  if (!tx) {
    if (!found && error && !*error) g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This district has no ward %s."), ward);
    return FALSE;
  }
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnId));
  gint64 seq = tx->last;
  g_array_append_vals (ids, id, 1);
  if (!gather (tx, ids, error)) return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!erase_one (tx, &g_array_index (ids, TnId, i), FALSE, &seq, n, error)) return FALSE;
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
  g_autoptr (TnWardTx) tx = depot->driver->tx_begin (depot, ward, &found, error);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_array_append_vals (all, ids, (guint) n_ids);
  if (!tx || !gather (tx, all, error)) return FALSE;
  gint64 seq = tx->last;
  for (guint i = 0; i < all->len; i++)
    if (!erase_unless_noted (tx, &g_array_index (all, TnId, i), &seq, &n, error)) return FALSE;
  return depot->driver->tx_commit (g_steal_pointer (&tx), seq, head, error);
}
