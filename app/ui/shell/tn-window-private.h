/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

void tn_window_install_actions (TnWindowClass *klass);
/* Enables what makes sense now. */
void tn_window_update_actions (TnWindow *self);
/* The screen that is shown; NULL without a copy. */
GtkWidget *tn_window_current_screen (TnWindow *self);
void tn_window_toggle_sidebar (TnWindow *self);
/* Opens again what failed to open. */
void tn_window_retry (TnWindow *self);
G_END_DECLS
