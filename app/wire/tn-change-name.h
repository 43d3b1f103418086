/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-row.h"
G_BEGIN_DECLS

/* What a question about one change names it by (POST /known): record, unit, stamp, and a hash of the value. The stamp alone is not enough: two clones of a laptop
 * that nobody has told apart may give one stamp to two edits, and the one that is not there must not be taken for the other. Unit "*" is a creation that was sent
 * whole: any unit of that stamp will do. */
#define TN_CHANGE_VALUE_LEN 16
typedef struct { TnId id; const char *unit; TnStamp stamp; char value[TN_CHANGE_VALUE_LEN + 1]; /* hex; "" = not said (older programs, creations): any */ } TnChangeName;
/* unit: borrowed. value: JSON as TnChange has it, NULL = null. */
TnChangeName tn_change_name (const TnId *id, const char *unit, const TnStamp *stamp, const char *value);
/* From the texts of a question; value NULL = not said. FALSE when one is malformed. unit is borrowed. */
gboolean tn_change_name_parse (const char *id, const char *unit, const char *stamp, const char *value, TnChangeName *name);
/* Is it this unit's value under this stamp? value: NULL = null. */
gboolean tn_change_name_is (const TnChangeName *name, const char *unit, const TnStamp *stamp, const char *value);
/* Does the row hold it, its deletion included? */
gboolean tn_change_name_in_row (const TnChangeName *name, const TnRow *row);
/* The whole question: {"ward":…,"e":[[id, unit, stamp, value],…]} of names[0…n-1]. Owned. */
GBytes *tn_change_names_ask (const char *ward, const TnChangeName *names, gsize n);
G_END_DECLS
