/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* Adds "win.preferences" and "win.about", and lets the window follow the setting of large rows. What belongs to the person at this machine stands in GSettings, who types in the copy. */
void tn_preferences_install_actions (TnWindow *window);
#define TN_TYPE_PREFERENCES (tn_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TnPreferences, tn_preferences, TN, PREFERENCES, AdwPreferencesWindow)
TnPreferences *tn_preferences_new (TnWindow *window);
/* Follows the setting of light and dark for the whole program. */
void tn_preferences_follow_appearance (void);
G_END_DECLS
