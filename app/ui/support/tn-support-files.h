/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-support-sheet.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* Asks which list of the programme is to be written, and where, as PDF or spreadsheet (exchange/tn-support-sheet.h). */
void tn_support_files_ask (TnWindow *window, const TnId *programme, TnSupportSheetUse use);
/* Writes it off the main thread; a long one shows its progress and can be stopped. */
void tn_support_files_write (TnWindow *window, const TnId *programme, TnSupportList which, TnSupportSheetUse use, gboolean whole, const char *path);
/* Number of the signature sheet that was written last for this programme in this window: what is handed over now is most often signed on it. NULL = none.
 * Borrowed. */
const char *tn_support_files_get_sheet (TnWindow *window, const TnId *programme);
G_END_DECLS
