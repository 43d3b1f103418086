/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-form-dialog.h"
G_BEGIN_DECLS

/* The forms of teams, each over a rule of work/tn-team.h. All present themselves. */
void tn_team_dialog_new (TnWindow *window);
void tn_team_dialog_edit (TnWindow *window, const TnId *team);
/* team NULL = a volunteer of no team. */
void tn_team_dialog_new_member (TnWindow *window, const TnId *team);
void tn_team_dialog_edit_member (TnWindow *window, const TnId *member);
void tn_team_dialog_move_member (TnWindow *window, const TnId *member, const char *name);
void tn_team_dialog_add_area (TnWindow *window, const TnId *team);
/* A quarter or group that no team has, to a team. */
void tn_team_dialog_give_area (TnWindow *window, const TnId *area, const char *title);
/* A core member of a group, quarter or building: a volunteer, or somebody new. */
void tn_team_dialog_name_core (TnWindow *window, const TnId *place, const char *title);
G_END_DECLS
