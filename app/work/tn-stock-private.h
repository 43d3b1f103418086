/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-stock.h"
G_BEGIN_DECLS

/* Of the files tn-stock*.c alone. */

/* "24/12/2021"; "–" when no day is written. Owned. */
char *tn_stock_say_day (gint64 at);
/* Fills `problems` of a view whose item and places have been read: shortages, what was counted twice, entries that are not understood. */
gboolean tn_stock_read_problems (TnCopy *copy, TnStockView *view, const GArray *moves, GError **error);
G_END_DECLS
