/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-duplicates.h"
G_BEGIN_DECLS

/* Which of many may be one, without comparing each with each: those who share a key are. Private to the files of duplicates. */
typedef guint64 (*TnKeyFunc) (gconstpointer item);   /* 0 = has none */
typedef void (*TnPairFunc) (gconstpointer a, gconstpointer b, gpointer data);
typedef void (*TnCountFunc) (gpointer item, guint n);

/* Every pair of `items` (of any type, by value) that shares `key`, or one's `key` and another's `other` (may be NULL). A key that thousands share tells
 * nothing, and is passed over. FALSE when it was cancelled. */
gboolean tn_pairs_by (GArray *items, TnKeyFunc key, TnKeyFunc other, TnPairFunc func, gpointer data, GCancellable *cancellable, GError **error);
/* Tells every item that has a key how many share it. */
void tn_pairs_count (GArray *items, TnKeyFunc key, TnCountFunc func);
/* Adds a pair worth a look to TnDuplicate's. */
void tn_pairs_add (GArray *pairs, TnDuplicatesOf of, const TnId *a, const TnId *b, int score, guint why);
/* Surest first, each once, at most `limit` (0 = all). */
void tn_pairs_sort (GArray *pairs, guint limit);

/* ---- households, beside people (tn-duplicates-homes.c) ---- */
/* All that somebody lives at; people: of the register, in the order of households. */
GArray *tn_duplicates_read_homes (TnCopy *copy, GArray *people, GCancellable *cancellable, GError **error);   /* TnMatchHome */

/* Ids of the decisions that stand (tn_duplicate_id()); a pair that was taken apart again is as if nobody had looked at it. */
GHashTable *tn_duplicates_read_decided (TnCopy *copy, GError **error);
void tn_duplicates_drop_decided (GArray *pairs, GHashTable *decided, guint limit /* 0 = all */);
G_END_DECLS
