/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* Asks for a third value of the unit that two people changed; starts with the other one's (JSON, NULL = empty). */
void tn_conflict_dialog_present (TnWindow *window, const TnId *conflict, const TnKind *kind, const char *unit, const char *json);
G_END_DECLS
