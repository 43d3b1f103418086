/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Businesses of the ward, what they need and where their workers live (product.md E1). */

/* Within how many days something should have been done about a need. The ward's own rule: no document names one. */
typedef struct { const char *what; guint days; } TnNeedTime;
const TnNeedTime *tn_need_times (guint *n);
guint tn_need_days (const char *what);   /* "" or not known = as "other" */

/* name must be there; the same name at the same address is the same business, and refused here. state "working" unless given. */
TnEdit *tn_business_add (TnCopy *copy, const TnValues *values, GError **error);
/* what must be there; of workers, how many are needed is not below 1. state "open", since = today unless given. */
TnEdit *tn_business_need (TnCopy *copy, const TnId *business, const TnValues *values, GError **error);
/* Closes it: state "met" or "dropped". answer: what was done, or why it is not needed any more; must be there. */
TnEdit *tn_business_need_close (TnCopy *copy, const TnId *need, const char *state, const char *answer, GError **error);

/* ---- as they stand (tn-business-read.c) ---- */

typedef struct { TnId id; char *name, *trade, *area; const char *state; guint open; /* needs */ } TnBusinessLine;
void tn_business_line_free (gpointer line);
/* In the order of their names. search: part of name, trade or address. limit 0 = all. Owned. */
GPtrArray *tn_business_list (TnCopy *copy, const char *search, guint limit, GError **error);

typedef struct {
  TnId id, business;
  char *name, *trade;           /* of the business; "" = not known */
  char *text;                   /* "" = nothing said in words */
  const char *what, *state;     /* keys */
  gint64 since, due;            /* yyyymmdd; due 0 = not open */
  guint number, placed;         /* workers needed, 0 = not said; people who found work there since */
  gboolean late;
} TnNeedLine;
void tn_need_line_free (gpointer line);
/* Open ones by the day that is due; with `all` the others after them, newest first. business NULL = any. search: part of the name or the words. limit of
 * those that are closed, unless it is searched; 0 = all. n_more: how many there are behind it; NULL = nobody asks. Owned. */
GPtrArray *tn_need_list (TnCopy *copy, const TnId *business, gboolean all, const char *search, guint limit, gint64 today, guint *n_more, GError **error);

/* The open ones that are late, the longest first, at most `limit` of them (0 = all); *n is how many there are. Who was placed is not counted. Owned. */
GPtrArray *tn_need_list_late (TnCopy *copy, guint limit, gint64 today, guint *n, GError **error);

/* Where the workers of a business live. */
typedef struct { TnId id; char *title; guint rooms /* 0 = not known */, lived_in, households, people; } TnLodging;
/* *known FALSE = it names none. title is owned. */
gboolean tn_business_lodging (TnCopy *copy, const TnRow *business, TnLodging *lodging, gboolean *known, GError **error);
G_END_DECLS
