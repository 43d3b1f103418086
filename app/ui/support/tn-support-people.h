/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-support-model.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* The people (or households) of one programme, over the whole width of the screen: a list to choose by where they stand, a search, ticks, and what can be done
 * with those that are ticked. Stays quick with 220,000 lines. Main thread. Signals: "back" (): to the programme; "settle" (char *id): a double is to be shown. */
#define TN_TYPE_SUPPORT_PEOPLE (tn_support_people_get_type ())
G_DECLARE_FINAL_TYPE (TnSupportPeople, tn_support_people, TN, SUPPORT_PEOPLE, AdwBin)

/* The model belongs to the screen, which says whose people it holds. */
GtkWidget *tn_support_people_new (TnSupportModel *model);
void tn_support_people_show (TnSupportPeople *self, TnPeople which);
void tn_support_people_find (TnSupportPeople *self);
/* To the list, or where that is empty to the choice of lists. */
void tn_support_people_focus (TnSupportPeople *self);
G_END_DECLS
