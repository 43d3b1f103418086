/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-household-model.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* The list of households with its search and filters.
 * Signals: "selected" (TnHousehold*, filled) when the choice moved; "opened" (TnHousehold*) on Enter or a double click. */
#define TN_TYPE_HOUSEHOLD_LIST (tn_household_list_get_type ())
G_DECLARE_FINAL_TYPE (TnHouseholdList, tn_household_list, TN, HOUSEHOLD_LIST, AdwBin)

void tn_household_list_attach (TnHouseholdList *self, TnWorkspace *workspace);
TnHouseholdModel *tn_household_list_get_model (TnHouseholdList *self);
void tn_household_list_find (TnHouseholdList *self);
/* Marks this line when it is in the list, now or after the next reading. */
void tn_household_list_select_row (TnHouseholdList *self, gint64 row);
G_END_DECLS
