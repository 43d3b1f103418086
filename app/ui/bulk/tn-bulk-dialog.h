/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-bulk.h"
#include "tn-dialog.h"
G_BEGIN_DECLS

/* One thing done to the households of these rows (gint64, as the list has them; taken): asks what, shows beforehand what will happen, and does it as one
 * action that one undo takes back. */
void tn_bulk_dialog_open (TnWindow *window, TnBulkWhat what, GArray *rows);
/* Asks for a file and writes the households, or the people who live in them, to it. Takes rows. */
void tn_bulk_export (TnWindow *window, const char *kind, GArray *rows);
/* The same without asking. Takes rows. */
void tn_bulk_export_to (TnWindow *window, const char *kind, GArray *rows, const char *path);
G_END_DECLS
