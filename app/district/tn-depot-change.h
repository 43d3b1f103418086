/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
G_BEGIN_DECLS

/* What became of one change (sync.md 2.6, /known), as far as it is the same for every driver. Unit "*" is a creation that was sent whole:
 * any unit of that stamp will do. */
typedef struct { const char *ward; const TnId *id; const char *unit; const TnStamp *stamp; } TnDepotChange;
gboolean tn_depot_change_is_unit (const TnDepotChange *change, const char *unit);
/* Does the record's line, the entry in quarantine, hold it? A line that cannot be read is an error, an entry that cannot holds nothing. */
gboolean tn_depot_change_in_line (const TnDepotChange *change, TnSlice line, gboolean *found, GError **error);
gboolean tn_depot_change_in_entry (const TnDepotChange *change, TnSlice raw);
G_END_DECLS
