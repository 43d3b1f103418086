/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-screen.h"
G_BEGIN_DECLS

/* The first page: what must be done now, most urgent first, each line one key or click from where it is done; beside it the area's figures. */
#define TN_TYPE_TODAY_SCREEN (tn_today_screen_get_type ())
G_DECLARE_FINAL_TYPE (TnTodayScreen, tn_today_screen, TN, TODAY_SCREEN, TnScreen)
G_END_DECLS
