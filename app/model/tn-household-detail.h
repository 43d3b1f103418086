/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-query.h"
G_BEGIN_DECLS

/* All that a household's page shows, read in one go on a thread of the store. */
typedef struct
{
  TnRow *person;
  GPtrArray *cards;          /* TnRow; empty when this laptop may not hold identities */
  GPtrArray *memberships;    /* TnRow */
} TnPersonDetail;

typedef struct
{
  TnRow *household;
  char *title;               /* the door in words */
  char *area, *building, *origin, *joined_into;   /* titles; NULL = none */
  char *safe_since;          /* day in words since when it is a safe family; NULL = it is none today */
  GPtrArray *people;         /* TnPersonDetail, head first */
  GPtrArray *memberships;    /* TnRow, of the household itself */
  GPtrArray *visits;         /* TnRow, newest first */
  GPtrArray *history;        /* TnHistoryItem, newest first, with the people's */
  GPtrArray *conflicts;      /* TnConflictItem, the household's and of all that hangs on it */
} TnHouseholdDetail;

/* A TnStoreFunc: data is the household's TnId. Result: TnHouseholdDetail. */
gpointer tn_household_detail_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
void tn_household_detail_free (gpointer detail);
/* NULL = not among them. Borrowed. */
TnPersonDetail *tn_household_detail_find_person (const TnHouseholdDetail *detail, const TnId *id);
/* The head's name; NULL = none. Owned. */
char *tn_household_detail_dup_head (const TnHouseholdDetail *detail);
gboolean tn_household_detail_is_head (const TnHouseholdDetail *detail, const TnId *person);
G_END_DECLS
