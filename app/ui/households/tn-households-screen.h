/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* The households: their list, and beside it (or over it, in a narrow window) the page of the one chosen. As a record it shows a household’s page, and marks
 * its line when the list holds it. */
#define TN_TYPE_HOUSEHOLDS_SCREEN (tn_households_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnHouseholdsScreen, tn_households_screen, TN, HOUSEHOLDS_SCREEN, TnScreen)

/* "win.new-household". */
void tn_households_screen_install_actions (TnWindow *window);
G_END_DECLS
