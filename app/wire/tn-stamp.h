/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
#include <string.h>
#include "tn-json.h"
G_BEGIN_DECLS

/* 28 lower-case hex digits: 12 ms, 4 counter, 12 replica. Total order = memcmp (sync.md 2.2). */
#define TN_STAMP_LEN 28
#define TN_REPLICA_LEN 12
typedef struct { char s[TN_STAMP_LEN + 1]; } TnStamp;     /* NUL-terminated; s[0]==0 = none */

gboolean tn_stamp_parse (TnSlice text, TnStamp *out);     /* FALSE unless exactly 28 lower-case hex; ms >= 2^43 is FALSE too */
TnStamp tn_stamp_make (gint64 ms, guint counter, const char *replica);
gint64 tn_stamp_ms (const TnStamp *stamp);
/* The beginning of a day, as an untimed edit has it (store/tn-edit.h), which names nobody: no history and no conflict may say whose laptop the replica is. The
 * midnight of every time zone is a whole quarter of an hour. Of other edits one in 900,000 falls on one, and loses no more than its author's name there. */
gboolean tn_stamp_is_untimed (const TnStamp *stamp);
void tn_stamp_replica (const TnStamp *stamp, char out[TN_REPLICA_LEN + 1]);
static inline int tn_stamp_cmp (const TnStamp *a, const TnStamp *b) { return memcmp (a->s, b->s, TN_STAMP_LEN); }
static inline gboolean tn_stamp_is_set (const TnStamp *s) { return s->s[0] != 0; }

/* The next stamp: max (wall, last + 1, newest of over + 1). No receive rule, no clamping. `last` is updated and must be stored in the
 * same transaction as the edit. wall_ms already carries the session's clock offset. */
typedef struct { gint64 ms; guint counter; } TnHlc;
TnStamp tn_stamp_tick (TnHlc *last, gint64 wall_ms, const char *replica, const TnStamp *over, gsize n_over);
G_END_DECLS
