/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Teams, their members, what is missing, and who is core member of which place. */
#define TN_TYPE_TEAMS_SCREEN (tn_teams_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnTeamsScreen, tn_teams_screen, TN, TEAMS_SCREEN, TnBoardScreen)

/* "win.new-team", "win.new-member". */
void tn_teams_screen_install_actions (TnWindow *window);
G_END_DECLS
