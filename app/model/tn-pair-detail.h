/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-duplicates.h"
#include "tn-merging.h"
G_BEGIN_DECLS

#define TN_PAIR_MAX 16   /* fields that are compared */

/* All that a page about two people or two households that may be one shows, read in one go on a thread of the store. Side 0 is the one that is kept
 * where that was decided, else the one of which more is known. */
typedef struct {
  const TnKind *kind;     /* person or household */
  TnRow *rows[2];
  char *texts[2][TN_PAIR_MAX];   /* of each of tn_pair_fields(), as a person reads it; "" = empty */
  char *doors[2];         /* of people: address of the household, "" = none */
  char *cards[2];         /* of people, masked; NULL = none, or this laptop may not hold identities */
  char *heads[2];         /* of households, "" = none */
  guint n_people[2];      /* of households: who live there */
  GArray *members;        /* TnDuplicate: people of households who stand in both, `a` on side 0 */
  GPtrArray *names;       /* of each of them, "Lê A – Lê Á (same date of birth)" */
  guint n_hanging[2];     /* records that hang on each: they move along */
  guint why;              /* TnMatchWhy */
  TnRow *decision;        /* kind `duplicate`; NULL = nobody has looked at them */
  char *state;            /* of it; "" = none */
  GPtrArray *late;        /* TnMergedLate of this pair */
} TnPairDetail;

typedef struct { TnId a, b; } TnPair;
/* A TnStoreFunc: data is a TnPair. Result: TnPairDetail. */
gpointer tn_pair_detail_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
void tn_pair_detail_free (gpointer detail);
/* Keys of the fields or merge units of a kind that are compared and may be taken over; NULL-terminated, at most TN_PAIR_MAX. */
const char *const *tn_pair_fields (const TnKind *kind);
/* What one of them is called; translated. */
const char *tn_pair_label (const TnKind *kind, const char *key);
G_END_DECLS
