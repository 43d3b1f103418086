/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-workspace.h"
#include <adwaita.h>
G_BEGIN_DECLS

/* Choosing a household inside a dialog: a search line and what it finds. Signal "notify::chosen" when the choice moved. */
#define TN_TYPE_HOUSEHOLD_PICKER (tn_household_picker_get_type ())
G_DECLARE_FINAL_TYPE (TnHouseholdPicker, tn_household_picker, TN, HOUSEHOLD_PICKER, AdwBin)

/* except: a household that is not offered (the one that the action is about). */
GtkWidget *tn_household_picker_new (TnWorkspace *workspace, const TnId *except);
/* FALSE while nothing is chosen. */
gboolean tn_household_picker_get (TnHouseholdPicker *self, TnId *id);
void tn_household_picker_focus (TnHouseholdPicker *self);
G_END_DECLS
