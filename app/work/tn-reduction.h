/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Reductions of rent, electricity and water that owners granted (product.md S2), and the households that they reach. A household is counted once, however
 * many reductions reach it and whatever household it has joined since. Days are yyyymmdd. */

/* what and the owner are needed (of a building the owner is known), and how much: percent 1 to 100 or an amount over 0; a period does not end before it begins.
 * Two laptops that write down the same building's reduction (by building, what and first day) write one. id may be NULL. */
TnEdit *tn_reduction_add (TnCopy *copy, const TnValues *values, gboolean whole_building, TnId *id, GError **error);
TnEdit *tn_reduction_change (TnCopy *copy, const TnId *reduction, const TnValues *values, GError **error);
/* All households of its building that live there and are not among them yet: one action. *n (may be NULL) gets how many; none is refused. */
TnEdit *tn_reduction_add_building (TnCopy *copy, const TnId *reduction, guint *n, GError **error);
/* Chosen ones. Those that it reaches already are left out; when all are, it is refused. */
TnEdit *tn_reduction_add_homes (TnCopy *copy, const TnId *reduction, const TnId *households, guint n, GError **error);
/* This reduction_home was written in error. */
TnEdit *tn_reduction_remove_home (TnCopy *copy, const TnId *reduction_home, GError **error);
TnId tn_reduction_home_id (const TnId *reduction, const TnId *household);

/* ---- as they stand ---- */

typedef struct {
  TnId id, building;           /* building null = none */
  char *owner, *phone, *building_name, *area, *note;   /* "" = none */
  const char *what;            /* "rent", "electricity", "water"; interned */
  gint64 percent, amount;      /* 0 = not given */
  gint64 from, to;             /* 0 = open */
  gboolean running;            /* on the day asked about */
  guint n_homes;               /* each once */
} TnReduction;
void tn_reduction_free (gpointer reduction);
/* Running ones first, then by owner. search: part of owner or building, folded; "" = all. today: yyyymmdd. TnReduction*. Owned. */
GPtrArray *tn_reduction_list (TnCopy *copy, const char *search, gint64 today, GError **error);
/* "Rent 30 %", "Water 50,000 đồng a month". Owned. */
char *tn_reduction_say (const TnReduction *reduction);

typedef struct { TnId record, household; char *title, *head; } TnReductionHome;
typedef struct { TnReduction *reduction; GPtrArray *homes; /* TnReductionHome*, in walking order; each household once */ } TnReductionView;
void tn_reduction_view_free (gpointer view);
TnReductionView *tn_reduction_read (TnCopy *copy, const TnId *reduction, gint64 today, GError **error);

/* Of all reductions, whether running or not. */
typedef struct { guint n_reductions, n_homes, rent, electricity, water; /* households of each; n_homes: each once */ } TnReductionSums;
gboolean tn_reduction_sum (TnCopy *copy, TnReductionSums *sums, GError **error);
G_END_DECLS
