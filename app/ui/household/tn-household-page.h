/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-workspace.h"
G_BEGIN_DECLS

/* A household's page: its door, its people, what is known about them, visits and history. Read in the background, read again after
 * each change of the store. */
#define TN_TYPE_HOUSEHOLD_PAGE (tn_household_page_get_type ())
G_DECLARE_FINAL_TYPE (TnHouseholdPage, tn_household_page, TN, HOUSEHOLD_PAGE, AdwBin)

void tn_household_page_attach (TnHouseholdPage *self, TnWorkspace *workspace);
void tn_household_page_show (TnHouseholdPage *self, const TnId *id);
/* Moves the keyboard into the page. */
void tn_household_page_focus (TnHouseholdPage *self);
G_END_DECLS
