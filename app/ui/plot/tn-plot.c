/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-plot.h"
#include <glib/gi18n.h>
#include <math.h>
#include "tn-plot-draw.h"

#define MIN_EMS 10   /* height in lines of text */

struct _TnPlot
{
  GtkWidget parent_instance;

  TnPlotData data;
};

G_DEFINE_FINAL_TYPE (TnPlot, tn_plot, GTK_TYPE_WIDGET)

static void
clear_point (gpointer point)
{
  g_free (((TnPlotPoint *) point)->text);
}

static void
clear_limit (gpointer limit)
{
  g_free (((TnPlotLimit *) limit)->text);
}

/* --- words --- */

char *
tn_plot_dup_text (TnPlot *self)
{
  GArray *points = self->data.points;

  if (points->len == 0)
    return g_strdup (_("Not measured yet"));
  return g_strdup (g_array_index (points, TnPlotPoint, self->data.place >= 0 ? (guint) self->data.place : points->len - 1).text);
}

static void
tell (TnPlot *self)
{
  g_autofree char *text = tn_plot_dup_text (self);
  g_autofree char *count = g_strdup_printf (ngettext ("%u value", "%u values", self->data.points->len), self->data.points->len);
  g_autofree char *label = g_strdup_printf ("%s, %s", self->data.title, count);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- moving over the points --- */

int
tn_plot_get_place (TnPlot *self)
{
  return self->data.place;
}

static void
set_place (TnPlot *self, int place)
{
  int last = (int) self->data.points->len - 1;

  place = CLAMP (place, -1, last);
  if (place == self->data.place)
    return;
  self->data.place = place;
  tell (self);
}

static gboolean
move (GtkWidget *widget, GVariant *parameter, gpointer user_data)
{
  TnPlot *self = TN_PLOT (widget);
  int step = g_variant_get_int32 (parameter), last = (int) self->data.points->len - 1;

  if (last < 0)
    return FALSE;
  if (ABS (step) > 1)
    set_place (self, step < 0 ? 0 : last);
  else
    set_place (self, self->data.place < 0 ? last : CLAMP (self->data.place + step, 0, last));
  return TRUE;
}

static void
motion_cb (TnPlot *self, double x, double y)
{
  set_place (self, tn_plot_data_nearest (&self->data, GTK_WIDGET (self), x));
}

static void
leave_cb (TnPlot *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    set_place (self, -1);
}

static void
focus_left_cb (TnPlot *self)
{
  set_place (self, -1);
}

/* --- GtkWidget --- */

static void
tn_plot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  int line = tn_plot_data_line_height (widget);

  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? line * MIN_EMS : line * 8;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? *minimum : line * 18;
}

static void
tn_plot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  tn_plot_data_draw (&TN_PLOT (widget)->data, widget, snapshot);
}

static void
tn_plot_finalize (GObject *object)
{
  TnPlot *self = TN_PLOT (object);

  g_free (self->data.title);
  g_array_unref (self->data.points);
  g_array_unref (self->data.limits);
  G_OBJECT_CLASS (tn_plot_parent_class)->finalize (object);
}

static void
tn_plot_class_init (TnPlotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const struct { guint key; int step; } keys[] = {
    { GDK_KEY_Left, -1 }, { GDK_KEY_KP_Left, -1 }, { GDK_KEY_Right, 1 }, { GDK_KEY_KP_Right, 1 },
    { GDK_KEY_Home, -2 }, { GDK_KEY_KP_Home, -2 }, { GDK_KEY_End, 2 }, { GDK_KEY_KP_End, 2 } };

  G_OBJECT_CLASS (klass)->finalize = tn_plot_finalize;
  widget_class->measure = tn_plot_measure;
  widget_class->snapshot = tn_plot_snapshot;
  gtk_widget_class_set_css_name (widget_class, "tn-plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, move, "i", keys[i].step);
}

static void
tn_plot_init (TnPlot *self)
{
  GtkEventController *pointer = gtk_event_controller_motion_new (), *focus = gtk_event_controller_focus_new ();

  self->data.points = g_array_new (FALSE, FALSE, sizeof (TnPlotPoint));
  self->data.limits = g_array_new (FALSE, FALSE, sizeof (TnPlotLimit));
  g_array_set_clear_func (self->data.points, clear_point);
  g_array_set_clear_func (self->data.limits, clear_limit);
  self->data.place = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (pointer, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (pointer, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), pointer);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

TnPlot *
tn_plot_new (const char *title)
{
  TnPlot *self = g_object_new (TN_TYPE_PLOT, NULL);

  self->data.title = g_strdup (title);
  tell (self);
  return self;
}

void
tn_plot_set_points (TnPlot *self, const TnPlotPoint *points, guint n)
{
  g_array_set_size (self->data.points, 0);
  for (guint i = 0; i < n; i++)
    {
      TnPlotPoint point = points[i];

      point.text = g_strdup (points[i].text);
      g_array_append_val (self->data.points, point);
    }
  self->data.place = MIN (self->data.place, (int) n - 1);
  tell (self);
}

void
tn_plot_set_limits (TnPlot *self, const TnPlotLimit *limits, guint n)
{
  g_array_set_size (self->data.limits, 0);
  for (guint i = 0; i < n; i++)
    {
      TnPlotLimit limit = limits[i];

      limit.text = g_strdup (limits[i].text);
      g_array_append_val (self->data.limits, limit);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tn_plot_set_range (TnPlot *self, double min, double max)
{
  self->data.min = min;
  self->data.max = max;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tn_plot_set_span (TnPlot *self, double from, double to)
{
  self->data.from = from;
  self->data.to = to;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
