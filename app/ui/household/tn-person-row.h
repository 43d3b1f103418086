/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-household-detail.h"
#include "tn-workspace.h"
G_BEGIN_DECLS

/* A person on the household's page: name, relation, age, categories, the card's number masked until it is asked for. */
#define TN_TYPE_PERSON_ROW (tn_person_row_get_type ())
G_DECLARE_FINAL_TYPE (TnPersonRow, tn_person_row, TN, PERSON_ROW, GtkListBoxRow)

/* today: stored date, for the age. Reads what it shows now; keeps nothing of `person`. Before the card's number is shown it is written down who
 * was shown it (tn-opened.h). */
GtkWidget *tn_person_row_new (const TnPersonDetail *person, gboolean is_head, TnWorkspace *workspace, const char *today);
G_END_DECLS
