/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-entry.h"
#include "tn-line.h"
G_BEGIN_DECLS

/* Merge is pure: no clock, no disk, no network. The same object code runs on laptops, the server and the simulator (sync.md 2.5). */

/* ---- on the root: one change of one entry against the row ---- */
typedef enum {
  TN_MERGE_SAME,        /* already known, or nothing changed: answer ok */
  TN_MERGE_WON,         /* the row now holds the change */
  TN_MERGE_LOST,        /* the row stands; the change goes to history */
  TN_MERGE_HELD,        /* quarantine: `why` says what for */
} TnMergeOutcome;

typedef struct {
  TnMergeOutcome outcome;
  const char *why;                  /* static, for HELD: "kind", "unit", "value", "limit", "immutable", "server-made" */
  gboolean changed;                 /* the row is another than before (also when a delete LOST: it then carries "_del" false) */
  gboolean flag;                    /* make a conflict record */
  const char *flag_type;            /* "field", "delete", "revive", "tie" */
  const char *flag_unit;            /* what the flag is about: the change's unit, or TN_UNIT_DEL. Borrowed from the change */
  char *loser_value;                /* JSON or NULL; owned */
  TnStamp loser_stamp, winner_stamp;
  gboolean loser_is_entry;          /* else the loser is what the row held */
  gboolean displaced;               /* history gets (displaced_value, displaced_stamp, displaced_why) */
  char *displaced_value;
  TnStamp displaced_stamp;
  const char *displaced_why;        /* "superseded" or "lost" */
  gboolean revived;                 /* the change woke a deleted record: history gets (TN_UNIT_DEL, "true", deleted_stamp, "lost") too, */
  TnStamp deleted_stamp;            /* and a second flag "revive" of unit TN_UNIT_DEL, loser ("true", deleted_stamp) by the row, */
  TnStamp revived_stamp;            /* against this stamp, unless flag_type already says "revive" */
  TnStamp alive_stamp;              /* a delete was overruled where it was said before that the record lives (an undo, the root): history
                                     * gets (TN_UNIT_DEL, "false", alive_stamp, "superseded") too. Not set = nothing was said before */
} TnMergeResult;
void tn_merge_result_clear (TnMergeResult *r);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnMergeResult, tn_merge_result_clear)

/* Merges `change` of `entry` into row (its kind decides the rules; a row without units and without del_stamp = no such record yet).
 * Scope, erased ids and entries that do not parse are the caller's. The row changes only as `changed` says; HELD leaves it alone. `known` answers whether (unit, stamp, value) is in this record's history. `root_stamp` mints a
 * stamp above the given one with the root's replica (used when a delete is overruled or a deleted record is revived: stamps only rise). */
typedef struct {
  gboolean (*known) (gpointer user_data, const TnRow *row, const char *unit, const TnStamp *stamp, const char *value);
  TnStamp (*root_stamp) (gpointer user_data, const TnStamp *above);
  gpointer user_data;
  gboolean unjudged;                /* of a repair: no root has ever judged this line, a laptop put it together from what hubs said and its own */
} TnMergeHooks;
void tn_merge_push (TnRow *row, const TnEntry *entry, const TnChange *change, const TnMergeHooks *hooks, TnMergeResult *result);
/* A unit of a line of a laptop's copy, as the root once held it, against the row of a root that was put back (sync.md 2.9). The greater stamp
 * wins; what is known is not judged again; whatever differs and goes under is flagged "repair", as nobody can say any more who had seen what.
 * A replayed delete stands unless it would bury what its author cannot have seen; a value that the row's delete cannot have seen wakes the
 * record. A delete in a line that was never judged does not stand: what its author saw, the line cannot say. `change` is one unit of `line`, or TN_UNIT_DEL: after the units if the line is deleted, before them if it is not. Hooks and result as
 * in tn_merge_push(); over lists are not looked at, and a kind that only the root makes is taken. */
void tn_merge_repair (TnRow *row, const TnRow *line, const TnChange *change, const TnMergeHooks *hooks, TnMergeResult *result);
/* Id and row of the conflict record for a flag; the same flag gives the same id everywhere. Stream and stamp are the caller's. */
TnId tn_merge_conflict_id (const char *ward, const TnId *record, const char *unit, const TnStamp *loser, const char *type);

/* ---- on a laptop: an edit ---- */
/* The over list of a new edit of `unit`: what the row shows, plus what my own pending entry for that very value had seen; newest first,
 * at most TN_LIMIT_OVER. pending_over NULL if none. Returns a GArray of TnStamp. */
GArray *tn_merge_over (const TnStamp *current, const GArray *pending_over);

/* ---- on a laptop: a line from the root while edits are open ---- */
typedef struct { const char *unit; TnStamp stamp; const char *value; } TnOpenEdit;
/* Takes the root's row whole, then puts each open edit with a greater stamp back on top. Returns the row to store. */
TnRow *tn_merge_pull (const TnRow *root, const TnRow *mine, const TnOpenEdit *open, gsize n_open);
/* TRUE when some unit's stamp of `mine` (no open edits) would drop: impossible from the root unless it was restored → repair. */
gboolean tn_merge_would_drop (const TnRow *root, const TnRow *mine);
/* Takes every unit of `other` that carries a greater stamp (the same stamp: the greater bytes), and nothing else. TRUE when that changed the row. What
 * a laptop takes from a hub, what a hub takes from its team, and what stays when the root does not have a hub's value yet (sync.md 2.5, 2.16). */
gboolean tn_merge_greater (TnRow *row, const TnRow *other);
/* Why the root would put the change into quarantine, as `why` above; NULL = it would judge it. For a hub, which shows its team only what can stand. */
const char *tn_merge_why_held (TnRow *row, const TnEntry *entry, const TnChange *change);
G_END_DECLS
