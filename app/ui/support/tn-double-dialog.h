/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* Somebody has two receipts for one programme: both side by side, with when, what, who signed, who handed over and on which laptop it was written, and what is to
 * be said about one of them. Reads what it needs and presents itself. */
void tn_double_dialog (TnWindow *window, const TnId *programme, const TnId *subject);
G_END_DECLS
