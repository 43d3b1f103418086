/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* A small plot of one measure over the days, with the limits beyond which it is a danger. Points that were a danger are larger and of another shape, not
 * only of another colour. The keyboard walks over the points (Left, Right, Home, End), the pointer finds the nearest; what it stands on is written in
 * words over the plot and is the widget's description for screen readers. Follows light, dark and large text. Main thread. */
#define TN_TYPE_PLOT (tn_plot_get_type ())
G_DECLARE_FINAL_TYPE (TnPlot, tn_plot, TN, PLOT, GtkWidget)

typedef struct {
  double x;             /* ms since 1970 */
  double y;
  gboolean danger;
  char *text;           /* in words: "24/12 08:05: SpO2 91 %, danger" */
} TnPlotPoint;

typedef struct {
  double y;
  gboolean upper;       /* TRUE = danger lies above the line */
  char *text;           /* "≤ 96" */
} TnPlotLimit;

/* title: what is measured, translated. */
TnPlot *tn_plot_new (const char *title);
/* Points in the order of time; texts are copied. Replaces those before; the place of the keyboard stays where it can. */
void tn_plot_set_points (TnPlot *self, const TnPlotPoint *points, guint n);
void tn_plot_set_limits (TnPlot *self, const TnPlotLimit *limits, guint n);
/* The values between which a measure usually lies; points beyond widen it. */
void tn_plot_set_range (TnPlot *self, double min, double max);
/* The time that is drawn, in ms; 0, 0 = of the points. Days are told apart by local midnights. */
void tn_plot_set_span (TnPlot *self, double from, double to);
/* The point that the keyboard stands on; -1 = none. */
int tn_plot_get_place (TnPlot *self);
/* What is written over the plot now. Owned. */
char *tn_plot_dup_text (TnPlot *self);
G_END_DECLS
