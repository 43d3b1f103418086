/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
G_BEGIN_DECLS

/* Zones by quarter, safe families, movements and models, commendations (product.md M1). */
#define TN_TYPE_MOVEMENTS_SCREEN (tn_movements_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnMovementsScreen, tn_movements_screen, TN, MOVEMENTS_SCREEN, TnBoardScreen)

/* "win.new-commendation" (s: person or household id, or ""), "win.safe-family" (s: household id), "win.set-zone" (s: unit or zone id, or ""),
 * "win.new-movement", "win.export-commendations". */
void tn_movements_screen_install_actions (TnWindow *window);
G_END_DECLS
