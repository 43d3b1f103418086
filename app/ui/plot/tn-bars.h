/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* A small plot of counts by day: a bar for each, the last one marked, zero as a line on the ground. Follows the colours and the size of the text. */
#define TN_TYPE_BARS (tn_bars_get_type ())
G_DECLARE_FINAL_TYPE (TnBars, tn_bars, TN, BARS, GtkDrawingArea)

GtkWidget *tn_bars_new (void);
/* Copied. text: what the plot says, for those who do not see it. */
void tn_bars_set_values (TnBars *self, const guint *values, guint n, const char *text);
G_END_DECLS
