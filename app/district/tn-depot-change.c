/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-depot-change.h"
#include "tn-line.h"

gboolean
tn_depot_change_is_unit (const TnDepotChange *change, const char *unit)
{
  return strcmp (change->unit, "*") == 0 || strcmp (change->unit, unit) == 0;
}

static gboolean
row_has (const TnDepotChange *change, const TnRow *row)
{
  if (tn_depot_change_is_unit (change, TN_UNIT_DEL) && tn_stamp_cmp (&row->del_stamp, change->stamp) == 0) return TRUE;
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    if (tn_depot_change_is_unit (change, unit->unit) && tn_stamp_cmp (&unit->stamp, change->stamp) == 0) return TRUE;
  }
  return FALSE;
}

gboolean
tn_depot_change_in_line (const TnDepotChange *change, TnSlice text, gboolean *found, GError **error)
{
  TnLine line;
  if (!tn_line_parse (text, &line, error)) return FALSE;
  g_autoptr (TnRow) row = tn_line_to_row (&line, error);
  *found = row && row_has (change, row);
  return row != NULL;
}

gboolean
tn_depot_change_in_entry (const TnDepotChange *change, TnSlice raw)
{
  g_autoptr (TnEntry) entry = tn_entry_parse (raw, NULL);
  for (guint i = 0; entry && i < entry->changes->len; i++) {
    const TnChange *held = entry->changes->pdata[i];
    if (tn_depot_change_is_unit (change, held->unit) && tn_stamp_cmp (&held->stamp, change->stamp) == 0) return TRUE;
  }
  return FALSE;
}
