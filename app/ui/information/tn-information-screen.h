/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Campaigns with whom they reached, and official answers: those that hold, and those that have expired or were replaced. */
#define TN_TYPE_INFORMATION_SCREEN (tn_information_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnInformationScreen, tn_information_screen, TN, INFORMATION_SCREEN, TnBoardScreen)

/* "win.find-answer": official answers to read aloud; "win.new-campaign", "win.new-answer". */
void tn_information_screen_install_actions (TnWindow *window);
G_END_DECLS
