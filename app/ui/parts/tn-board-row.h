/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board.h"
G_BEGIN_DECLS

/* A row as an item of a list model, and the widget that shows it. Of this folder alone. */
#define TN_TYPE_BOARD_ITEM (tn_board_item_get_type ())
G_DECLARE_FINAL_TYPE (TnBoardItem, tn_board_item, TN, BOARD_ITEM, GObject)

/* Takes the row. first: the first one under its heading, which it then shows. */
TnBoardItem *tn_board_item_new (TnBoardRow *row, gboolean first);
const TnBoardRow *tn_board_item_get_row (TnBoardItem *self);
/* Do the two look the same and stand for the same record? */
gboolean tn_board_item_is_same (TnBoardItem *a, TnBoardItem *b);
/* Makes lines. Owned. */
GtkListItemFactory *tn_board_item_factory_new (void);
G_END_DECLS
