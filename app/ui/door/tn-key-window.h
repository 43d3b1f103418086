/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-window.h"
G_BEGIN_DECLS

/* Sheets of a round are keyed back (product.md R2): the code is scanned or its short number typed, result and ticks by single keys, Enter writes, and the next
 * code is waited for. Each line is on disk when it is in the list below; the one that is being keyed is kept as a draft. A line that stands already
 * changes nothing; one that says something else is asked about. */
#define TN_TYPE_KEY_WINDOW (tn_key_window_get_type ())
G_DECLARE_FINAL_TYPE (TnKeyWindow, tn_key_window, TN, KEY_WINDOW, AdwWindow)

/* Reads the round and presents, modal over the window. */
void tn_key_window_open (TnWindow *window, const TnId *round);
G_END_DECLS
