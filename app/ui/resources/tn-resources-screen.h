/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-board-screen.h"
G_BEGIN_DECLS

/* What the ward has to give (product.md S2): stock by item and place, donors with their gifts, reductions that owners granted. */
#define TN_TYPE_RESOURCES_SCREEN (tn_resources_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnResourcesScreen, tn_resources_screen, TN, RESOURCES_SCREEN, TnBoardScreen)

/* "win.new-stock-item", "win.new-stock-place", "win.new-donor", "win.new-gift", "win.new-reduction". */
void tn_resources_screen_install_actions (TnWindow *window);
G_END_DECLS
