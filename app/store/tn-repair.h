/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-apply.h"
G_BEGIN_DECLS

/* The copy's side of a repair (sync.md 2.9): what the root had confirmed here, compared with what it has now, handed in and taken over. All on the
 * copy's thread. */

/* Each record that the root has confirmed, in order of id; `h` is of its last line. Nothing may be written meanwhile. */
typedef void (*TnRepairEach) (const char *stream, const TnId *id, const TnHash *h, gpointer user_data);
gboolean tn_repair_each (TnCopy *copy, TnRepairEach each, gpointer user_data, GError **error);

/* The record as the root had last confirmed it, as a canonical line without newline, appended: own edits are taken off again until the line is
 * the one whose hash is kept; where the local history does not reach so far, those that are under way, held or refused are. Own edits go by the
 * outbox, with what they had seen. *any FALSE = there is nothing to hand in. */
gboolean tn_repair_line (TnCopy *copy, const TnId *id, GString *line, gboolean *any, GError **error);

/* What the root answered to lines that it did not simply take. Erased: gone here too. Held: safe there, and no longer counted as the root's here.
 * Moved: in no stream of ours; it goes as soon as none of its edits is open. In one transaction. */
typedef enum { TN_REPAIR_ERASED, TN_REPAIR_HELD, TN_REPAIR_MOVED } TnRepairCode;
typedef struct { TnId id; TnRepairCode code; } TnRepairSettle;
gboolean tn_repair_settle (TnCopy *copy, const TnRepairSettle *items, gsize n, GError **error);

/* Fetched records, whole page: like tn_apply_page(), but stamps may be lower than ours, since the root is on another time line, and no cursor goes with them. */
gboolean tn_repair_apply (TnCopy *copy, GBytes *inflated, gboolean allow_removal, TnApplyResult *result, GError **error);

/* Does it show values that only hubs have said? Not the root's word then, but put together here. */
gboolean tn_repair_is_ahead (TnCopy *copy, const TnId *id, gboolean *ahead, GError **error);

/* Records that have shown values of a hub for more than `ms` (by the district's clock) without the root ever saying them, and of which no own edit is open: TnId, at most
 * `limit`. Hub and author may be lost, and this the last copy (sync.md 2.16). In a copy that
 * is a hub not what its team wrote and the root has not taken yet: there the author's own lines go up. */
GArray *tn_repair_list_ahead (TnCopy *copy, gint64 ms, guint limit, GError **error);
/* Such a record as it stands here; as tn_repair_line(). */
gboolean tn_repair_ahead_line (TnCopy *copy, const TnId *id, GString *line, gboolean *any, GError **error);
/* They were handed in: what the root then has comes down as anything does, and what it holds or refuses is not handed in again before long. */
gboolean tn_repair_ahead_sent (TnCopy *copy, const GArray *ids, GError **error);

/* The copy is as the root was at `cursor`: all streams go on from there. "0" = they are read anew. */
gboolean tn_repair_finish (TnCopy *copy, const char *cursor, GError **error);
G_END_DECLS
