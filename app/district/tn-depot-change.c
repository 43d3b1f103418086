/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-depot-change.h"
#include "tn-line.h"

gboolean
tn_depot_change_in_line (const TnChangeName *change, TnSlice text, gboolean *found, GError **error)
{
  TnLine line;
  if (!tn_line_parse (text, &line, error)) return FALSE;
  g_autoptr (TnRow) row = tn_line_to_row (&line, error);
  *found = row && tn_change_name_in_row (change, row);
  return row != NULL;
}

gboolean
tn_depot_change_in_entry (const TnChangeName *change, TnSlice raw)
{
  g_autoptr (TnEntry) entry = tn_entry_parse (raw, NULL);
  for (guint i = 0; entry && i < entry->changes->len; i++) {
    const TnChange *held = entry->changes->pdata[i];
    if (tn_change_name_is (change, held->unit, &held->stamp, held->value)) return TRUE;
  }
  return FALSE;
}
