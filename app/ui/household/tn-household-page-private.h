/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-household-page.h"
#include "tn-household-detail.h"
#include "tn-support-received.h"
G_BEGIN_DECLS

struct _TnHouseholdPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *none;
  GtkLabel *title, *subtitle, *conflict_label;
  GtkRevealer *conflict_revealer;
  GtkBox *conflict_cards;
  GtkScrolledWindow *scroller;
  GtkBox *chips;
  AdwPreferencesGroup *people_group;
  GtkListBox *people, *visits;
  GtkGrid *facts;
  TnSupportReceived *received;
  AdwExpanderRow *history;

  TnWorkspace *workspace;        /* NULL before attach */
  GSimpleActionGroup *actions;   /* "household.…" */
  GCancellable *cancellable;     /* the reading under way */
  TnId id;                       /* what should be shown */
  TnHouseholdDetail *detail;     /* what is shown; NULL = nothing */
  guint part, part_id;           /* the sections that are filled next, and when (show_part_cb()) */
};

void tn_household_page_install_actions (TnHouseholdPage *self);
void tn_household_page_update_actions (TnHouseholdPage *self);
G_END_DECLS
