/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock below zero, then what is low. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-stock.h"

static char *
tell_negative (const TnStockItem *item)
{
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint i = 0; i < item->places->len; i++)
    {
      const TnStockAt *at = item->places->pdata[i];
      g_autofree char *quantity = at->quantity < 0 ? tn_stock_show_in (at->quantity, item->measure) : NULL;

      if (quantity)
        g_string_append_printf (told, "%s%s: %s", told->len ? "; " : "", at->name, quantity);
    }
  return g_string_free (g_steal_pointer (&told), FALSE);
}

static char *
tell_low (const TnStockItem *item)
{
  g_autofree char *total = tn_stock_show_in (item->total, item->measure), *low = tn_stock_show_in (item->low, item->measure);

  /* Translators: "40 kg left, fewer than 50 kg" */
  return g_strdup_printf (_("%s left, fewer than %s"), total, low);
}

static void
add_state (TnTodayRead *read, GPtrArray *items, TnStockState state)
{
  for (guint i = 0; i < items->len; i++)
    {
      const TnStockItem *item = items->pdata[i];

      if (item->state == state)
        tn_today_add (read, TN_TODAY_STOCK, "resources", &item->id, g_strdup (item->name), state == TN_STOCK_NEGATIVE ? tell_negative (item) : tell_low (item),
                      state == TN_STOCK_NEGATIVE ? 1 : 0);
    }
}

gboolean
tn_today_add_stock (TnTodayRead *read, GError **error)
{
  g_autoptr (GPtrArray) items = tn_stock_list (read->copy, "", error);

  if (!items)
    return FALSE;
  add_state (read, items, TN_STOCK_NEGATIVE);
  add_state (read, items, TN_STOCK_LOW);
  return TRUE;
}
