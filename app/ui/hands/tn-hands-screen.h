/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
G_BEGIN_DECLS

/* Helping hands (product.md S3): orphans and their sponsors, pairs who help, and who waits for one. */
#define TN_TYPE_HANDS_SCREEN (tn_hands_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnHandsScreen, tn_hands_screen, TN, HANDS_SCREEN, TnBoardScreen)

/* "win.new-sponsorship" (s: person id), "win.new-pair" (s: household id). */
void tn_hands_screen_install_actions (TnWindow *window);
G_END_DECLS
