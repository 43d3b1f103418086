/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* "win.visit" (ss: household, stop or ""), "win.print-round" (s: round), "win.key-round" (s: round). When a copy is opened in which a visit was typed
 * and not saved, the window offers to go on with it. */
void tn_door_install_actions (TnWindow *window);
G_END_DECLS
