/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* Households by the thousand, for figures of whom something is meant for and whom it reached: read from the lists, or straight from the bodies of the
 * records, without a row of each. Any thread that owns the copy. */

typedef struct { gint64 row; TnId id, area; } TnHomeArea;   /* row as in tn_query_households(); area null = none */
/* Where somebody lives by the register: TnHomeArea by value, by row. */
GArray *tn_query_home_areas (TnCopy *copy, GError **error);

/* body: the fields as JSON, for the call. It must ask nothing of the copy. */
typedef void (*TnHomeBody) (gint64 row, TnSlice body, gpointer data);
/* Each person who lives there, with the household's row. */
gboolean tn_query_each_member (TnCopy *copy, TnHomeBody each, gpointer data, GError **error);
/* Each household's own record. */
gboolean tn_query_each_home (TnCopy *copy, TnHomeBody each, gpointer data, GError **error);

/* TnId of the households of which somebody was met in a visit of this time (ms: from <= at < to, 0 = no bound) and this BOOL field of the visit is
 * true. As a set. */
GHashTable *tn_query_told (TnCopy *copy, const char *field, gint64 from, gint64 to, GError **error);
G_END_DECLS
