/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-stock.h"
G_BEGIN_DECLS

/* Donors (nhà hảo tâm) and what they gave (product.md S2). A gift is who, when and what for; what came are stock entries that name the gift, so that it is
 * counted once. Days are yyyymmdd, quantities thousandths. */

/* Name and type are needed. Two laptops that add the same (by folded name, type and telephone) add one; what is there already is refused. id may be NULL. */
TnEdit *tn_donor_add (TnCopy *copy, const TnValues *values, TnId *id, GError **error);
/* The same into an edit that does more; who is there already is the one that is meant. FALSE with a message. */
gboolean tn_donor_write (TnCopy *copy, TnEdit *edit, const TnValues *values, TnId *id, GError **error);
TnEdit *tn_donor_change (TnCopy *copy, const TnId *donor, const TnValues *values, GError **error);

typedef struct { TnId item, place; gint64 quantity; } TnGiftLine;
/* A gift and what came of it, in one edit; n = 0: what came is written later. donor NULL = among the values. The day is today unless given. */
TnEdit *tn_gift_take (TnCopy *copy, const TnId *donor, const TnValues *values, const TnGiftLine *lines, guint n, TnId *id, GError **error);
/* More that came of the same gift. */
TnEdit *tn_gift_add (TnCopy *copy, const TnId *gift, const TnGiftLine *line, GError **error);
TnEdit *tn_gift_change (TnCopy *copy, const TnId *gift, const TnValues *values, GError **error);
/* They were thanked; date: stored form, NULL = today. */
TnEdit *tn_gift_thank (TnCopy *copy, const TnId *gift, const char *date, GError **error);

/* ---- as they stand ---- */

typedef struct { TnId id; char *name, *phone; const char *type; /* interned */ guint n_gifts; gint64 last; /* day of the last gift; 0 = none */ } TnDonorLine;
void tn_donor_line_free (gpointer line);
/* By name. search: part of name or telephone, folded; "" = all. TnDonorLine*. Owned. */
GPtrArray *tn_donor_list (TnCopy *copy, const char *search, GError **error);

typedef struct {
  TnId id, donor;
  char *donor_name, *purpose, *document, *note;   /* "" = none */
  gint64 at, thanked;                             /* 0 = not yet */
  GPtrArray *entries;                             /* TnStockEntry*: what came */
} TnGift;
void tn_gift_free (gpointer gift);
TnGift *tn_gift_read (TnCopy *copy, const TnId *gift, GError **error);
/* Newest first. donor NULL = of all. search: part of donor or purpose. limit 0 = all. n_more: how many there are behind the limit; NULL = nobody asks.
 * TnGift*. Owned. */
GPtrArray *tn_gift_list (TnCopy *copy, const TnId *donor, const char *search, guint limit, guint *n_more, GError **error);
/* What came, in words: "500 kg Rice, 1,000 pack Noodles". Entries that were put right are left out. "" = nothing. Owned. */
char *tn_gift_say (const TnGift *gift);

typedef struct { TnId item; char *name, *measure; gint64 quantity; } TnDonorSum;
/* What all gifts of a donor came to, by item, less what was put right: TnDonorSum*. gifts: TnGift*. Owned. */
GPtrArray *tn_donor_sums (GPtrArray *gifts);
G_END_DECLS
