/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-dialog.h"
#include "tn-household-detail.h"
G_BEGIN_DECLS

/* What happens to households and people, each a small form over an action of work/. All present themselves. */
void tn_dialog_move_household (TnWindow *window, const TnHouseholdDetail *detail);
void tn_dialog_split (TnWindow *window, const TnHouseholdDetail *detail);
void tn_dialog_join (TnWindow *window, const TnHouseholdDetail *detail);
/* new_head: whom the form proposes; NULL = the person chooses. */
void tn_dialog_change_head (TnWindow *window, const TnHouseholdDetail *detail, const TnId *new_head);
void tn_dialog_move_person (TnWindow *window, const TnHouseholdDetail *detail, const TnPersonDetail *person);
void tn_dialog_death (TnWindow *window, const TnHouseholdDetail *detail, const TnPersonDetail *person);
/* status: "absent", "present" (return), "moved_away"; of a household or a person. title: whom it is about. */
void tn_dialog_status (TnWindow *window, const TnId *id, const char *title, const char *status);
G_END_DECLS
