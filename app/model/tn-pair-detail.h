/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-duplicates.h"
#include "tn-merge-people.h"
G_BEGIN_DECLS

/* All that a page about two people who may be one shows, read in one go on a thread of the store. Side 0 is the one that is kept where that was decided,
 * else the one of whom more is known. */
typedef struct {
  TnRow *people[2];
  char *doors[2];         /* address, "" = none */
  char *cards[2];         /* masked; NULL = none, or this laptop may not hold identities */
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
/* Keys of the fields of a person that are compared and may be taken over; NULL-terminated. */
extern const char *const tn_pair_fields[];
/* A field of one side as a person reads it; "" when it is empty. Owned. */
char *tn_pair_detail_dup_text (const TnPairDetail *detail, guint side, const char *field);
G_END_DECLS
