/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
G_BEGIN_DECLS

/* A district's records moved whole from one depot to another, row by row and table by table. Both keep what they hold
 * until it is over: the source takes no writes meanwhile (laptops come again later), the target is one transaction, then read back and
 * compared by a set hash of every table, and only then named a district. At the end the source is marked as moved: who still serves it
 * takes nothing any more. TN_ERROR_CONFLICT when the target is a district already. */
typedef struct { guint64 rows, records; } TnDepotCopied;
/* `switch_over` is called when all has been verified, before the source is marked; FALSE = leave the source as it was. */
typedef gboolean (*TnDepotSwitch) (gpointer user_data, GError **error);
gboolean tn_depot_copy (TnDepot *from, TnDepot *to, TnDepotSwitch switch_over, gpointer user_data, TnDepotCopied *copied, GError **error);
/* Is it a finished district that has not been moved away? */
gboolean tn_depot_is_district (TnDepot *depot, gboolean *is, GError **error);
G_END_DECLS
