/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Petitions to be answered, and, where they come to this laptop, reports of wrongdoing. A report is shown only after it was written down who opened it. */
#define TN_TYPE_PETITIONS_SCREEN (tn_petitions_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnPetitionsScreen, tn_petitions_screen, TN, PETITIONS_SCREEN, TnBoardScreen)

/* "win.new-petition" (s: household id, or ""), "win.new-complaint". */
void tn_petitions_screen_install_actions (TnWindow *window);
G_END_DECLS
