/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-round.h"
G_BEGIN_DECLS

/* One line of TnRoundStops: a door, and above the first of each volunteer a heading. */
#define TN_TYPE_STOP_ITEM (tn_stop_item_get_type ())
G_DECLARE_FINAL_TYPE (TnStopItem, tn_stop_item, TN, STOP_ITEM, GObject)

/* Takes both; heading NULL = none. */
TnStopItem *tn_stop_item_new (TnRoundStop *stop, char *heading);
const TnRoundStop *tn_stop_item_get_stop (TnStopItem *self);
/* Would be drawn alike. */
gboolean tn_stop_item_is_same (TnStopItem *a, TnStopItem *b);

/* Where a door was dropped on a line: onto its heading, which means the volunteer, onto the upper or the lower half of its door. */
typedef enum { TN_STOP_HEADING, TN_STOP_BEFORE, TN_STOP_BEHIND } TnStopPlace;
typedef void (*TnStopDropped) (TnStopItem *dragged, TnStopItem *onto, TnStopPlace place, gpointer user_data);
/* Lines with drag and drop. */
GtkListItemFactory *tn_stop_item_factory_new (TnStopDropped dropped, gpointer user_data);
G_END_DECLS
