/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form-dialog.h"
#include "tn-stock.h"
G_BEGIN_DECLS

/* The forms of stock, gifts and reductions, each over a rule of work/. All present themselves. */
void tn_resources_dialog_new_item (TnWindow *window);
void tn_resources_dialog_new_place (TnWindow *window);
void tn_resources_dialog_new_donor (TnWindow *window);
/* donor NULL = asked for. */
void tn_resources_dialog_new_gift (TnWindow *window, const TnId *donor);
void tn_resources_dialog_new_reduction (TnWindow *window);
/* row: an item, place, donor, gift or reduction as it was shown. */
void tn_resources_dialog_edit (TnWindow *window, const TnRow *row);

/* Which way something moves. */
typedef enum { TN_STOCK_IN, TN_STOCK_OUT, TN_STOCK_TRANSFER } TnStockWay;
void tn_resources_dialog_move (TnWindow *window, const TnStockItem *item, TnStockWay way);
void tn_resources_dialog_count (TnWindow *window, const TnStockItem *item);
/* entry: of stock. */
void tn_resources_dialog_reverse (TnWindow *window, const TnId *entry);
/* What came of a gift. */
void tn_resources_dialog_came (TnWindow *window, const TnId *gift);
/* A household that the reduction reaches. */
void tn_resources_dialog_add_household (TnWindow *window, const TnId *reduction);
G_END_DECLS
