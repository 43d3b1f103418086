/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-dialog.h"
#include "tn-household-detail.h"
G_BEGIN_DECLS

/* Pieces that several of the household dialogs are made of. */

/* Date (today when left as it is) and reason: the fields status_date and status_note of `kind`. */
TnForm *tn_dialog_parts_when (TnDialog *dialog, const char *kind);
/* TnOption of those who live there: key = id, label = name. except NULL-able. Owned. */
GListModel *tn_dialog_parts_people (const TnHouseholdDetail *detail, const TnId *except);
/* A row with a pick list. Returns the drop-down; *row gets the row. first: see tn_option_drop_down_new(). */
GtkWidget *tn_dialog_parts_choice (const char *title, const char *name, const char *first, GListModel *options, GtkWidget **row);
/* A row of plain text, whatever signs are in it; subtitle may be NULL. Not g_object_new(): that tells the labels last that there is no markup. */
GtkWidget *tn_dialog_parts_row (const char *title, const char *subtitle);
/* The relations of the schema as options, without "head". Owned. */
GListModel *tn_dialog_parts_relations (void);
/* FALSE = nothing chosen. */
gboolean tn_dialog_parts_chosen_id (GtkWidget *drop_down, TnId *id);
G_END_DECLS
