/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-store.h"
#include "tn-household.h"
G_BEGIN_DECLS

/* The list of households: a GListModel of TnHousehold over row numbers, so that 60,000 households cost 60,000 numbers. Lines are
 * made when a view asks for them and filled by reads on the store's threads, a window of lines at a time; the main loop never waits.
 * The same row is the same object as long as somebody holds it, so a selection survives a change of the list.
 *
 * Property "loading". Signals: "loaded" () after each answer to a query; "failed" (GError*) when reading went wrong (the list
 * keeps what it had). Main thread. */
#define TN_TYPE_HOUSEHOLD_MODEL (tn_household_model_get_type ())
G_DECLARE_FINAL_TYPE (TnHouseholdModel, tn_household_model, TN, HOUSEHOLD_MODEL, GObject)

/* Starts reading all households in address order; follows the store's changes by itself. */
TnHouseholdModel *tn_household_model_new (TnStore *store);
/* Each of these reads the list again when it differs. NULL or "" lifts the filter. */
void tn_household_model_set_search (TnHouseholdModel *self, const char *text);
void tn_household_model_set_area (TnHouseholdModel *self, const char *area_id);
void tn_household_model_set_alley (TnHouseholdModel *self, const char *alley);
void tn_household_model_set_category (TnHouseholdModel *self, const char *category);
void tn_household_model_set_include_gone (TnHouseholdModel *self, gboolean include_gone);
void tn_household_model_set_sort (TnHouseholdModel *self, TnHouseholdSort sort, gboolean descending);
gboolean tn_household_model_is_filtered (TnHouseholdModel *self);
gboolean tn_household_model_is_loading (TnHouseholdModel *self);
/* Position of a row number; GTK_INVALID_LIST_POSITION (G_MAXUINT) = not in this list. */
guint tn_household_model_find_row (TnHouseholdModel *self, gint64 row);
/* The row number at a position, without making a line of it. 0 = there is none. */
gint64 tn_household_model_get_row (TnHouseholdModel *self, guint position);
/* How many lines were read from the store since the start: what a test asserts to stay small. */
guint tn_household_model_get_n_fetched (TnHouseholdModel *self);
G_END_DECLS
