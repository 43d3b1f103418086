/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-household-detail.h"
G_BEGIN_DECLS

/* What is known of the household itself, as a grid of labels and values; what is not known is not shown. */
void tn_facts_fill (GtkGrid *grid, const TnHouseholdDetail *detail);
G_END_DECLS
