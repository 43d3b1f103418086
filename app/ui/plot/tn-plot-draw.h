/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-plot.h"
G_BEGIN_DECLS

/* Shared by the files of the plot: what is drawn, and the drawing. */
typedef struct {
  char *title;
  GArray *points, *limits;   /* TnPlotPoint, TnPlotLimit */
  double min, max, from, to;
  int place;                 /* of the keyboard; -1 = none */
} TnPlotData;

int tn_plot_data_line_height (GtkWidget *widget);
/* The point that lies nearest to x, in pixels of the widget; -1 = there is none. */
int tn_plot_data_nearest (const TnPlotData *data, GtkWidget *widget, double x);
void tn_plot_data_draw (const TnPlotData *data, GtkWidget *widget, GtkSnapshot *snapshot);
G_END_DECLS
