/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-entry.h"
#include "sim-rand.h"
G_BEGIN_DECLS

/* Who wrote what, having seen what. It stands outside of the system: an edit's parents are what its author's screen showed at that moment, found by
 * what is in the row, and never what the program claims in `over`. */
typedef struct {
  guint uid;
  TnId id;
  char *unit, *value;            /* value NULL = cleared */
  char moment[17];               /* of its stamp, without the replica: a copied laptop gives its unsent edits another replica */
  guint64 *seen;                 /* uids of the same unit, all ancestors */
  guint64 *whole;                /* of a deletion: of every unit */
  guint words;
  char *who;
  gint64 at;
  gboolean saw_root_alive;       /* a deletion of a record that the root itself had said to be alive: above whoever had said so before */
  gboolean excused;              /* its only copy was destroyed from outside: a disk was put back to an older image */
} SimNote;

typedef struct {
  GPtrArray *notes;              /* SimNote, by uid; [0] is nobody */
  GHashTable *by_key;            /* text → uid */
  GHashTable *markers;           /* text → TnId: words that were written into this record and no other */
  guint n_markers;
} SimOracle;

void sim_oracle_init (SimOracle *o);
void sim_oracle_clear (SimOracle *o);
/* A word that stands nowhere else. Owned by the oracle. */
const char *sim_oracle_marker (SimOracle *o, const TnId *id);
/* The edit that this value is; 0 = nobody's (the root's own, or none). */
guint sim_oracle_find (const SimOracle *o, const TnId *id, const char *unit, const char *value, const TnStamp *stamp);
/* Of what a row shows. */
guint sim_oracle_find_shown (const SimOracle *o, const TnRow *row, const char *unit);
/* A new edit; `before` = the record as its author saw it (NULL = it is new), `also` = uids that he saw besides. Returns its uid; the old one when it is known. */
guint sim_oracle_add (SimOracle *o, const TnId *id, const char *unit, const char *value, const TnStamp *stamp, const TnRow *before, const GArray *also, const char *who, gint64 at);
SimNote *sim_oracle_note (const SimOracle *o, guint uid);

/* Sets of edits. */
typedef struct { guint64 *bits; guint words; } SimSet;
void sim_set_init (SimSet *set, const SimOracle *o);
void sim_set_clear (SimSet *set);
gboolean sim_set_has (const SimSet *set, guint uid);
void sim_set_add (SimSet *set, guint uid);
void sim_set_add_with_seen (SimSet *set, const SimOracle *o, guint uid);
/* With all of the record that a deletion had before it. */
void sim_set_add_whole (SimSet *set, const SimOracle *o, guint uid);
gboolean sim_note_saw (const SimNote *note, guint uid);
G_END_DECLS
