/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* A programme as a form, and below it who is entitled (tn-rule-editor.h) with a count that follows every change. Reads what it needs and presents itself.
 * id NULL = a new one. at_rule: the keyboard begins in the conditions. */
void tn_programme_dialog (TnWindow *window, const TnId *id, gboolean at_rule);
G_END_DECLS
