/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-root-clock.h"
#include <stdio.h>

#define META_HLC "root_hlc"

gboolean
tn_root_clock_read (TnWardTx *tx, TnHlc *hlc, GError **error)
{
  g_autofree char *text = NULL;
  if (!tx->depot->driver->tx_get_meta (tx, META_HLC, &text, error)) return FALSE;
  if (!text || sscanf (text, "%" G_GINT64_FORMAT ".%u", &hlc->ms, &hlc->counter) != 2) *hlc = (TnHlc) { 0 };
  return TRUE;
}

gboolean
tn_root_clock_write (TnWardTx *tx, const TnHlc *hlc, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT ".%u", hlc->ms, hlc->counter);
  return tx->depot->driver->tx_set_meta (tx, META_HLC, text, error);
}
