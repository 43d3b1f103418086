/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-today.h"
G_BEGIN_DECLS

/* The groups of Today as rows. Of this folder alone. A row's record and screen are asked for with the two functions below. */
GtkWidget *tn_today_group_new (const TnTodayGroup *group);
/* Where the row leads; NULL = `row` is none of ours. Borrowed. */
const char *tn_today_row_get_screen (GtkWidget *row);
/* Null id = the screen alone. */
const TnId *tn_today_row_get_record (GtkWidget *row);
/* "412 of 1,980 (21 %)" with its label, as a line. */
GtkWidget *tn_today_figure_new (const TnTodayFigure *figure);
G_END_DECLS
