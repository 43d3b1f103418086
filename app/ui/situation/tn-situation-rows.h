/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
#include "tn-situation.h"
G_BEGIN_DECLS

/* The lines of the tables of the situation. from: ms, the Monday of the first week. */
GtkWidget *tn_situation_heading_row (gint64 from);
GtkWidget *tn_situation_topic_row (const TnSituationTopic *topic);
GtkWidget *tn_situation_quarter_row (const TnSituationQuarter *quarter);
G_END_DECLS
