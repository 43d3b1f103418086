/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
G_BEGIN_DECLS

/* What became of one change (sync.md 2.6, /known), as far as it is the same for every driver. */

/* Does the record's line, the entry in quarantine, hold it? A line that cannot be read is an error, an entry that cannot holds nothing. */
gboolean tn_depot_change_in_line (const TnChangeName *change, TnSlice line, gboolean *found, GError **error);
gboolean tn_depot_change_in_entry (const TnChangeName *change, TnSlice raw);
G_END_DECLS
