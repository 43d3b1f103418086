/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
G_BEGIN_DECLS

/* What people ask for and need, as counts by topic, week and quarter (work/tn-situation.h). Nobody can be found by it: there is no list behind a number,
 * and what is under 3 is said so, in the small plots too. */
#define TN_TYPE_SITUATION_SCREEN (tn_situation_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnSituationScreen, tn_situation_screen, TN, SITUATION_SCREEN, TnScreen)
G_END_DECLS
