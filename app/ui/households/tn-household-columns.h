/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-household-model.h"
G_BEGIN_DECLS

/* The columns of the list of households: address (with its marks), head, people, telephone, quarter or group. */
void tn_household_columns_add (GtkColumnView *view);
/* By which column the person sorts: reads the view's sorter. */
void tn_household_columns_get_sort (GtkColumnView *view, TnHouseholdSort *sort, gboolean *descending);
G_END_DECLS
