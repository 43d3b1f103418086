/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-dialog.h"
#include "tn-door-page.h"
G_BEGIN_DECLS

/* The page at the door (product.md R1): a visit by keyboard in seconds. 1 to 4 the result, 5 to 9 whom one spoke with, letters for what was told and
 * what is needed, M, N and K for the texts, Ctrl+Enter saves and opens the next door of the same walk. What is typed is kept as a draft with every
 * change (TnDraftKeeper): closing the page or killing the program loses nothing. */

/* Reads and presents. stop NULL or null = a visit that is of no round. */
void tn_visit_dialog_open (TnWindow *window, const TnId *household, const TnId *stop);
G_END_DECLS
