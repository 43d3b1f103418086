/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

#define TN_PROMISE_MAX G_GINT64_CONSTANT (1000000000000)   /* đồng at a time: more is a slip of the keyboard */

/* What a sponsor promised and what is due of it (product.md S3). Pure. Days are yyyymmdd.
 *
 * A promise of every month, quarter or year has periods that begin on the first day and so many months later; what belongs to a period is due on its last
 * day, and overdue from the day after. What is given once is due on the last day of the promise, or else a month after its first. Of money the sum counts,
 * so two months at once are two months; of goods alone each gift is one period. */
typedef struct {
  const char *every;      /* "once", "month", "quarter", "year"; NULL or "" is once */
  gint64 amount;          /* đồng each time, at most TN_PROMISE_MAX; 0 = goods alone */
  gint64 from, to;        /* 0 = not given: without a first day nothing is ever due */
} TnPromise;

typedef struct {
  guint n_due;            /* periods that have ended */
  gint64 amount_due;      /* đồng of these */
  guint n_overdue;        /* of these, not covered by what came */
  gint64 amount_overdue;
  gint64 since;           /* the last day on which the oldest of them was due; 0 = nothing is overdue */
  gint64 next;            /* by when the next one is due; 0 = nothing more */
} TnPromiseState;

/* n_came, amount_came: of the gifts that count. */
TnPromiseState tn_promise_judge (const TnPromise *promise, guint n_came, gint64 amount_came, gint64 today);
/* The day so many months later; where the month is too short its last one. */
gint64 tn_promise_add_months (gint64 day, int months);
G_END_DECLS
