/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Surveys without names: those that are open, in preparation and closed, with their counts. */
#define TN_TYPE_SURVEYS_SCREEN (tn_surveys_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnSurveysScreen, tn_surveys_screen, TN, SURVEYS_SCREEN, TnBoardScreen)

/* "win.new-survey". */
void tn_surveys_screen_install_actions (TnWindow *window);
G_END_DECLS
