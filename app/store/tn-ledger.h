/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* The ledger of stock without its words: what balances are added up from (work/tn-stock.h). */
typedef struct {
  TnId id, item, from, to, source;   /* null ids = none */
  gint64 quantity;                   /* thousandths */
  gboolean understood;               /* FALSE: the quantity is no number that this program knows, and is 0 here */
  gint64 at;                         /* yyyymmdd; what is not known of it as 00 */
  const char *why;                   /* key of the choice, "" = none; interned */
} TnMove;

/* Of one item: TnMove by value, by id. Any thread that owns the copy. */
GArray *tn_query_moves (TnCopy *copy, const TnId *item, GError **error);
/* Of all items what balances need: those that put something right as they are, all others added up by item, from and to (their id and day are left null).
 * Reads an index, and no entry. */
GArray *tn_query_move_sums (TnCopy *copy, GError **error);
G_END_DECLS
