/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-round-coverage.h"
G_BEGIN_DECLS

/* The houses of an alley as small squares in walking order: full = reached, crossed by a line = nobody at home, empty = not yet; those of the round have a
 * thicker edge. What is under the pointer says which door it is; a click opens its household (signal "house", char *id). */
#define TN_TYPE_HOUSE_SQUARES (tn_house_squares_get_type ())
G_DECLARE_FINAL_TYPE (TnHouseSquares, tn_house_squares, TN, HOUSE_SQUARES, GtkWidget)

/* houses: TnCoverageHouse, kept; NULL = none. */
void tn_house_squares_set (TnHouseSquares *self, GArray *houses);
G_END_DECLS
