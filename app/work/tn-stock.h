/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-decimal.h"
#include "tn-ledger.h"
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Stock (product.md S2): a ledger that is only added to. What there is of an item at a place is the sum of its entries and nothing else, in whole
 * thousandths, so that it is right in whatever order laptops have merged. An entry comes from a place, goes to a place, or both. A mistake is put right by
 * an entry with why=reverse and source = what it puts right; of several that put the same right (two laptops did) the first by id counts, and the others
 * are shown as such. Money is an item like others. Quantities are thousandths throughout; days are yyyymmdd. */

/* ---- sums; pure (tn-stock-sum.c) ---- */

typedef struct { TnId item, place; gint64 quantity; } TnBalance;
typedef struct { GArray *balances; /* TnBalance by item, then place; those at 0 too */ guint n_unclear; /* entries whose quantity is not understood */ } TnStockSums;
void tn_stock_sums_free (TnStockSums *sums);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnStockSums, tn_stock_sums_free)
/* moves: TnMove in any order; those that put nothing right may have been added up (tn_query_move_sums). */
TnStockSums *tn_stock_sum (const GArray *moves);
/* Of one item at one place (NULL = everywhere). */
gint64 tn_stock_sums_get (const TnStockSums *sums, const TnId *item, const TnId *place);
/* TRUE for each of `moves` that counts: all but those that put right what another one has put right already. gboolean, in the order of moves. Owned. */
GArray *tn_stock_counting (const GArray *moves);
/* Moves by day, then as they were written. */
int tn_stock_compare_moves (gconstpointer a, gconstpointer b);

/* Since when a place is below zero, and what made it so. */
typedef struct {
  gint64 balance;        /* < 0 */
  gint64 since;          /* day */
  gint64 before;         /* what there was before the first of the entries */
  GArray *moves;         /* TnMove: those that drew since it was last right, by day */
} TnShortage;
void tn_shortage_free (gpointer shortage);
/* NULL when the place is not below zero. moves: of one item. */
TnShortage *tn_stock_find_shortage (const GArray *moves, const TnId *place);
/* Days on which a place was counted twice and both stand: gint64. moves: of one item. Owned. */
GArray *tn_stock_find_counted_twice (const GArray *moves, const TnId *place);

/* "1.250,5": with the marks of the language. Owned. */
char *tn_stock_show (gint64 quantity);
/* "1.250,5 kg". Owned. */
char *tn_stock_show_in (gint64 quantity, const char *measure);

/* ---- doing; each builds one edit, or NULL with a message for the person (tn-stock.c) ---- */

/* Two laptops that add the same item (by folded name and measure) or place (by folded name) add one. */
TnId tn_stock_item_id (const char *name, const char *measure);
TnId tn_stock_place_id (const char *name);
/* Refused: without name or measure; what is there already; a limit below zero. id: gets the new one's, may be NULL. */
TnEdit *tn_stock_add_item (TnCopy *copy, const TnValues *values, TnId *id, GError **error);
TnEdit *tn_stock_change_item (TnCopy *copy, const TnId *item, const TnValues *values, GError **error);
TnEdit *tn_stock_add_place (TnCopy *copy, const TnValues *values, TnId *id, GError **error);

/* One entry as typed. quantity, why and one of from and to must be there; item may be among the values. Refused: quantity of 0 or below or with more than
 * three decimals; from = to; neither; a reason that goes the other way (a gift goes to a place, a loss comes from one); a day that is none or still to come;
 * more than the entries say is there. */
TnEdit *tn_stock_enter (TnCopy *copy, const TnId *item, const TnValues *values, GError **error);
/* The same into an edit that does more: a gift, a delivery. Pointers but why may be NULL; by: NULL = who types here. FALSE with a message; then the edit is of no use. */
typedef struct {
  TnId item, from, to;        /* null ids = none */
  gint64 quantity;
  const char *why;
  const char *at;             /* stored form; NULL = today */
  const TnId *source;
  const gint64 *counted;      /* of a count: what was found */
  const char *by, *document, *note;
} TnStockWhat;
gboolean tn_stock_write (TnCopy *copy, TnEdit *edit, const TnStockWhat *what, GError **error);

/* Kiểm kê: what was found there; the difference is an entry. *difference may be NULL; 0 = as the entries say, and the edit is empty.
 * values: counted (needed, 0 allowed), at, by, note. */
TnEdit *tn_stock_count (TnCopy *copy, const TnId *item, const TnId *place, const TnValues *values, gint64 *difference, GError **error);
/* An entry the other way round. Refused when it has been put right, or itself does not count. note: why; NULL = none. */
TnEdit *tn_stock_reverse (TnCopy *copy, const TnId *entry, const char *note, GError **error);

/* ---- as it stands (tn-stock-read.c) ---- */

typedef enum { TN_STOCK_FINE, TN_STOCK_LOW, TN_STOCK_NEGATIVE } TnStockState;
typedef struct { TnId id; char *name; gint64 quantity; } TnStockAt;
typedef struct {
  TnId id;
  char *name, *measure;
  const char *type;        /* key, "" = none; interned */
  gint64 low;              /* thousandths; 0 = nobody asked to be told */
  gint64 total;
  TnStockState state;      /* negative: at some place, whatever the total says */
  GPtrArray *places;       /* TnStockAt*, by name: those that something is or was at */
} TnStockItem;
void tn_stock_item_free (gpointer item);
/* All items by name: TnStockItem*. search: part of the name, folded; "" = all. Reads the ledger once. Owned. */
GPtrArray *tn_stock_list (TnCopy *copy, const char *search, GError **error);

typedef struct {
  TnId id, item, from, to, source;
  gint64 quantity, counted /* -1 = no count */, at;
  gboolean understood, counts;     /* counts FALSE: what it puts right had been put right already */
  gboolean reversed;               /* another entry puts this one right */
  const char *why;                 /* key; interned */
  char *item_name, *measure;       /* of the item; item_name "" where only one item is spoken of */
  char *from_name, *to_name, *source_name, *by, *document, *note;   /* "" = none */
} TnStockEntry;
void tn_stock_entry_free (gpointer entry);

typedef struct { gint64 at, total; } TnStockDay;   /* what there was at the end of the day */
typedef struct {
  TnStockItem *item;
  char *note;              /* "" = none */
  GPtrArray *entries;      /* TnStockEntry*, newest first, at most `limit` */
  guint n_entries;         /* all there are */
  GArray *days;            /* TnStockDay, oldest first: the days on which something moved */
  GPtrArray *problems;     /* char*: what is wrong and what may have happened, in words */
} TnStockView;
void tn_stock_view_free (gpointer view);
TnStockView *tn_stock_read (TnCopy *copy, const TnId *item, guint limit, GError **error);
/* What a place holds. */
typedef struct { TnId id; char *name, *area, *address, *keeper, *phone, *note; GPtrArray *items; /* TnStockItem*, each with this place alone */ } TnStockPlace;
void tn_stock_place_free (gpointer place);
TnStockPlace *tn_stock_read_place (TnCopy *copy, const TnId *place, GError **error);
/* Entries that belong to a gift or a delivery, oldest first: TnStockEntry*. Owned. */
GPtrArray *tn_stock_of (TnCopy *copy, const TnId *source, GError **error);
/* What is wrong with an item at a place below zero, in words. Owned; NULL with error. */
char *tn_stock_explain (TnCopy *copy, const TnStockItem *item, const TnStockAt *at, const TnShortage *shortage, GError **error);
G_END_DECLS
