/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-sheet.h"
#include "tn-window.h"
G_BEGIN_DECLS

/* A round on paper (product.md R2), to a printer or a file. */

/* Asks for whom, and whether to print or to write a PDF. */
void tn_print_round_ask (TnWindow *window, const TnId *round);
/* The work behind the question, for tests too; volunteer NULL = all. Says when the file is on disk, or why it is not; shows progress and can be
 * cancelled when it takes long. */
void tn_print_round_to_file (TnWindow *window, const TnId *round, const TnId *volunteer, const char *path);
/* Takes the sheet. Owned. */
GtkPrintOperation *tn_print_round_make_operation (TnSheet *sheet);
/* Asks for the printer, then draws a page at a turn of the main loop, with progress and cancel when it takes long; says when it was stopped or went
 * wrong. */
void tn_print_round_start (TnWindow *window, GtkPrintOperation *operation);
G_END_DECLS
