/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
G_BEGIN_DECLS

/* Who looks for work, the ward's businesses, and what these need (product.md E1). */
#define TN_TYPE_WORK_SCREEN (tn_work_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnWorkScreen, tn_work_screen, TN, WORK_SCREEN, TnBoardScreen)

/* "win.new-job-wish" (s: person id), "win.new-business". */
void tn_work_screen_install_actions (TnWindow *window);
G_END_DECLS
