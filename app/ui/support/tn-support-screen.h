/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
G_BEGIN_DECLS

/* Programmes of support: the list with the page of one beside it, and, over the whole screen, the people of one by where they stand. */
#define TN_TYPE_SUPPORT_SCREEN (tn_support_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnSupportScreen, tn_support_screen, TN, SUPPORT_SCREEN, TnBoardScreen)

/* "win.new-programme", "win.propose" (s: person or household id). */
void tn_support_screen_install_actions (TnWindow *window);
G_END_DECLS
