/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
#include <gio/gio.h>
G_BEGIN_DECLS

/* What people worry about (product.md F2): counts by topic, quarter and week, from petitions and from the needs found at doors. There is no view by
 * person, and none can be made from this: what is smaller than TN_SITUATION_LEAST is said to be under it, and so is the rest of a sum that would give
 * it away. */
#define TN_SITUATION_LEAST 3
#define TN_SITUATION_WEEKS 8

typedef struct {
  const char *key;                       /* of the topic or need; static */
  const char *label;                     /* translated */
  gboolean need;                         /* found at a door; else asked for in a petition */
  guint weeks[TN_SITUATION_WEEKS];       /* the last is this week */
  guint total;
} TnSituationTopic;

typedef struct { TnId id; char *name; guint total; } TnSituationQuarter;   /* id null = place not known */

typedef struct {
  GPtrArray *topics;                     /* TnSituationTopic*, most frequent first; those that nobody named are left out */
  GPtrArray *quarters;                   /* TnSituationQuarter*, of the topic asked for, or of all */
  gint64 from;                           /* ms: where the first week begins (Monday) */
} TnSituation;
void tn_situation_free (gpointer situation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSituation, tn_situation_free)

/* quarter NULL = the whole ward; topic NULL = all (only the quarters' numbers follow it). now: ms. Any thread that owns the copy. */
TnSituation *tn_situation_read (TnCopy *copy, gint64 now, const TnId *quarter, const char *topic, GCancellable *cancellable, GError **error);
/* "12", "0", or "under 3". Translated. Owned. */
char *tn_situation_count_text (guint n);
/* A sum whose parts are told beside it: about, when one of them is too small to be said. Translated. Owned. */
char *tn_situation_sum_text (const guint *parts, guint n, guint total);
/* The sum of a topic's weeks: about, when one of them is too small to be said. Translated. Owned. */
char *tn_situation_total_text (const TnSituationTopic *topic);
G_END_DECLS
