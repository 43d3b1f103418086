/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-query.h"
G_BEGIN_DECLS

/* One household of a list. It exists as soon as the list shows its line and is filled when the store has answered: until then
 * every text is "". Property "revision" (uint) is notified at each filling: a line binds to that alone. */
#define TN_TYPE_HOUSEHOLD (tn_household_get_type ())
G_DECLARE_FINAL_TYPE (TnHousehold, tn_household, TN, HOUSEHOLD, GObject)

TnHousehold *tn_household_new (gint64 row);
gint64 tn_household_get_row (TnHousehold *self);
gboolean tn_household_is_filled (TnHousehold *self);
/* Takes the item; notifies only when something differs from what is shown. */
void tn_household_fill (TnHousehold *self, TnHouseholdItem *item);
/* Borrowed until the next filling; NULL while not filled. */
const TnHouseholdItem *tn_household_get_item (TnHousehold *self);
G_END_DECLS
