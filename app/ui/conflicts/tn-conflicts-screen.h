/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
G_BEGIN_DECLS

/* All open conflicts of the ward, oldest first; the badge counts them. */
#define TN_TYPE_CONFLICTS_SCREEN (tn_conflicts_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnConflictsScreen, tn_conflicts_screen, TN, CONFLICTS_SCREEN, TnScreen)
G_END_DECLS
