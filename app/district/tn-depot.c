/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-depot.h"
#include <glib/gi18n.h>

void
tn_depot_free (TnDepot *depot)
{
  if (depot) depot->driver->free (depot);
}

void
tn_ward_tx_abort (TnWardTx *tx)
{
  if (tx) tx->depot->driver->tx_abort (tx);
}

void
tn_ward_free (TnWard *ward)
{
  if (!ward) return;
  g_free (ward->ward);
  g_free (ward->name);
  g_free (ward);
}

void
tn_device_free (TnDevice *device)
{
  if (!device) return;
  g_free (device->device);
  g_free (device->user);
  g_free (device->name);
  g_free (device);
}

void
tn_replica_free (TnReplica *replica)
{
  if (!replica) return;
  g_free (replica->replica);
  g_free (replica->device);
  g_free (replica->name);
  g_free (replica->user);
  g_free (replica);
}

void
tn_kind_count_free (TnKindCount *count)
{
  if (!count) return;
  g_free (count->kind);
  g_free (count);
}

void
tn_case_free (TnCase *item)
{
  if (!item) return;
  g_free (item->ward);
  g_free (item->device);
  g_free (item->why);
  g_free (item->state);
  g_clear_pointer (&item->raw, g_bytes_unref);
  g_free (item);
}

gboolean
tn_depot_set_moved_error (GError **error)
{
  g_set_error_literal (error, TN_ERROR, TN_ERROR_READ_ONLY, _("This district’s records have been moved to another database. Nothing was changed. Start the server again, so that it serves them from there."));
  return FALSE;
}
