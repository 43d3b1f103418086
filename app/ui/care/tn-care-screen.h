/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Referrals of people at risk, and the professionals who take them. A referral is shown only after it was written down who opened it. */
#define TN_TYPE_CARE_SCREEN (tn_care_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnCareScreen, tn_care_screen, TN, CARE_SCREEN, TnBoardScreen)

/* "win.new-referral" (s: person id), "win.new-professional". */
void tn_care_screen_install_actions (TnWindow *window);
G_END_DECLS
