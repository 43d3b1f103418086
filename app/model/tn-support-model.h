/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-store.h"
#include "tn-support.h"
G_BEGIN_DECLS

/* Everybody of the ward as a programme sees them: who is entitled and has nothing, who was proposed, who got it, who is left out and why. A GListModel of
 * TnSupportItem over what tn_support_find() judged in one go, so that another list of the same people costs no reading; names and reasons are read for the
 * lines that a view asks for, on the store's threads. Ticks belong to people and not to places, and stay through a search. Main thread.
 *
 * Signals: "loaded" () after each judging, "ticked" () when ticks moved, "failed" (GError*). */
typedef enum {
  TN_PEOPLE_NOTHING,      /* entitled, and nothing yet: never proposed (H3) */
  TN_PEOPLE_ENTITLED, TN_PEOPLE_PROPOSED, TN_PEOPLE_APPROVED, TN_PEOPLE_DELIVERED, TN_PEOPLE_REFUSED, TN_PEOPLE_DECLINED,
  TN_PEOPLE_OUT,          /* not entitled, and nothing yet */
  TN_PEOPLE_DOUBLE,       /* got it more than once, and nobody said why */
  TN_PEOPLE_N
} TnPeople;
const char *tn_people_key (TnPeople which);
const char *tn_people_name (TnPeople which);         /* translated */
gboolean tn_people_from_key (const char *key, TnPeople *which);

#define TN_TYPE_SUPPORT_ITEM (tn_support_item_get_type ())
G_DECLARE_FINAL_TYPE (TnSupportItem, tn_support_item, TN, SUPPORT_ITEM, GObject)
/* Signal "changed" (): it was read, or its tick moved. The texts are "" before it was read; borrowed. */
const TnSupportLine *tn_support_item_get_line (TnSupportItem *self);
const char *tn_support_item_get_name (TnSupportItem *self);
const char *tn_support_item_get_address (TnSupportItem *self);
const char *tn_support_item_get_why (TnSupportItem *self);
gboolean tn_support_item_is_ticked (TnSupportItem *self);

#define TN_TYPE_SUPPORT_MODEL (tn_support_model_get_type ())
G_DECLARE_FINAL_TYPE (TnSupportModel, tn_support_model, TN, SUPPORT_MODEL, GObject)
TnSupportModel *tn_support_model_new (TnStore *store);
/* Judges anew; id NULL = nobody. Ticks are taken away when the programme is another one. */
void tn_support_model_set_programme (TnSupportModel *self, const TnId *id);
void tn_support_model_reload (TnSupportModel *self);
/* Takes the ticks away: what is not in sight is not acted upon. */
void tn_support_model_set_which (TnSupportModel *self, TnPeople which);
TnPeople tn_support_model_get_which (TnSupportModel *self);
/* Part of a name or an address; the people of a household found are found with it. */
void tn_support_model_set_search (TnSupportModel *self, const char *text);
gboolean tn_support_model_is_loaded (TnSupportModel *self);
/* Of the whole list, whatever is searched for. */
guint tn_support_model_count (TnSupportModel *self, TnPeople which);
/* As last read; NULL before. Borrowed until the next "loaded". */
const TnProgramme *tn_support_model_get_programme (TnSupportModel *self);
const TnProgrammeSums *tn_support_model_get_sums (TnSupportModel *self);

void tn_support_model_toggle (TnSupportModel *self, TnSupportItem *item);
/* All lines in sight, or none at all. */
void tn_support_model_tick_all (TnSupportModel *self, gboolean ticked);
/* TnSupportLine of those that are ticked, in the order of the list. Owned. */
GArray *tn_support_model_dup_ticked (TnSupportModel *self);
guint tn_support_model_n_ticked (TnSupportModel *self);
/* How many lines were read: what a test asserts to stay small. */
guint tn_support_model_get_n_fetched (TnSupportModel *self);
G_END_DECLS
