/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-plot-draw.h"
#include "tn-date.h"
#include <math.h>

#define DAY_MS 86400000.0
#define LEAST_DAY 12   /* pixels between two midnights, below which not each has its line */
#define RADIUS 3.5

typedef struct
{
  const TnPlotData *data;
  GtkWidget *widget;
  cairo_t *cr;
  double left, top, right, bottom;   /* the field in which points lie */
  double min, max, from, to;
  int line;
  GdkRGBA ink, accent, danger;
} Field;

int
tn_plot_data_line_height (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0");
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

/* --- where things lie --- */

static void
widen (Field *f, double y)
{
  f->min = MIN (f->min, y);
  f->max = MAX (f->max, y);
}

static void
set_bounds (Field *f)
{
  const GArray *points = f->data->points;

  *f = (Field) { .data = f->data, .widget = f->widget, .cr = f->cr, .min = f->data->min, .max = f->data->max, .from = f->data->from, .to = f->data->to };
  for (guint i = 0; i < points->len; i++)
    widen (f, g_array_index (points, TnPlotPoint, i).y);
  for (guint i = 0; i < f->data->limits->len; i++)
    widen (f, g_array_index (f->data->limits, TnPlotLimit, i).y);
  if (f->max <= f->min)
    f->max = f->min + 1;
  if (f->to <= f->from && points->len)
    {
      f->from = g_array_index (points, TnPlotPoint, 0).x;
      f->to = g_array_index (points, TnPlotPoint, points->len - 1).x;
    }
  if (f->to < f->from + DAY_MS)
    f->to = f->from + DAY_MS;
}

static void
set_field (Field *f, const TnPlotData *data, GtkWidget *widget)
{
  f->data = data;
  f->widget = widget;
  set_bounds (f);
  f->line = tn_plot_data_line_height (widget);
  f->left = f->line * 2.4;
  f->top = f->line * 2.6;
  f->right = gtk_widget_get_width (widget) - f->line * 0.6;
  f->bottom = gtk_widget_get_height (widget) - f->line * 1.4;
}

static double
get_x (const Field *f, double x)
{
  return f->left + (x - f->from) / (f->to - f->from) * (f->right - f->left);
}

static double
get_y (const Field *f, double y)
{
  return f->bottom - (y - f->min) / (f->max - f->min) * (f->bottom - f->top);
}

int
tn_plot_data_nearest (const TnPlotData *data, GtkWidget *widget, double x)
{
  Field f = { 0 };
  int nearest = -1;
  double best = G_MAXDOUBLE;

  set_field (&f, data, widget);
  for (guint i = 0; i < data->points->len; i++)
    {
      double distance = fabs (get_x (&f, g_array_index (data->points, TnPlotPoint, i).x) - x);

      if (distance < best)
        {
          best = distance;
          nearest = (int) i;
        }
    }
  return nearest;
}

/* --- drawing --- */

static void
set_color (Field *f, const GdkRGBA *color, double alpha)
{
  cairo_set_source_rgba (f->cr, color->red, color->green, color->blue, color->alpha * alpha);
}

/* xalign: 0 = x is the left end, 1 = the right end. width: pixels, 0 = as it comes. */
static void
draw_text (Field *f, const char *text, double x, double y, double xalign, double scale, int width)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (f->widget, text);
  PangoAttrList *attrs = pango_attr_list_new ();
  int w;

  pango_attr_list_insert (attrs, pango_attr_scale_new (scale));
  pango_layout_set_attributes (layout, attrs);
  pango_attr_list_unref (attrs);
  if (width > 0)
    {
      pango_layout_set_width (layout, width * PANGO_SCALE);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_START);   /* what counts, the value and that it is a danger, stands last */
    }
  pango_layout_get_pixel_size (layout, &w, NULL);
  cairo_move_to (f->cr, x - w * xalign, y);
  pango_cairo_show_layout (f->cr, layout);
}

static void
draw_heading (Field *f)
{
  g_autofree char *text = tn_plot_dup_text (TN_PLOT (f->widget));
  int width = gtk_widget_get_width (f->widget);

  set_color (f, &f->ink, 1);
  draw_text (f, f->data->title, 0, 0, 0, 1, width);
  set_color (f, &f->ink, 0.75);
  draw_text (f, text, 0, f->line * 1.05, 0, PANGO_SCALE_SMALL, width);
}

/* Beyond a limit the field is tinted, and the line is dashed and carries its number. */
static void
draw_limit (Field *f, const TnPlotLimit *limit)
{
  double y = floor (get_y (f, limit->y)) + 0.5, edge = limit->upper ? f->top : f->bottom;

  set_color (f, &f->danger, 0.09);
  cairo_rectangle (f->cr, f->left, MIN (y, edge), f->right - f->left, fabs (edge - y));
  cairo_fill (f->cr);
  set_color (f, &f->danger, 0.9);
  cairo_set_dash (f->cr, (const double[]) { 5, 3 }, 2, 0);
  cairo_move_to (f->cr, f->left, y);
  cairo_line_to (f->cr, f->right, y);
  cairo_stroke (f->cr);
  cairo_set_dash (f->cr, NULL, 0, 0);
  draw_text (f, limit->text, f->left - 3, y - f->line * 0.45, 1, PANGO_SCALE_SMALL, 0);
}

static gboolean
is_near_limit (Field *f, double y)
{
  for (guint i = 0; i < f->data->limits->len; i++)
    if (fabs (get_y (f, g_array_index (f->data->limits, TnPlotLimit, i).y) - get_y (f, y)) < f->line * 0.9)
      return TRUE;
  return FALSE;
}

static void
draw_scale (Field *f)
{
  const double ends[] = { f->min, f->max };

  set_color (f, &f->ink, 0.6);
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *text = g_strdup_printf ("%g", ends[i]);

      if (!is_near_limit (f, ends[i]))
        draw_text (f, text, f->left - 3, get_y (f, ends[i]) - f->line * 0.45, 1, PANGO_SCALE_SMALL, 0);
    }
}

/* A line at each midnight, and so many of the dates as have room. Of many weeks only where a date stands. */
static void
draw_days (Field *f)
{
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_local ((gint64) (f->from / 1000));
  g_autoptr (GDateTime) day = g_date_time_new (tn_date_zone (), g_date_time_get_year (start), g_date_time_get_month (start), g_date_time_get_day_of_month (start), 0, 0, 0);
  double free_from = 0;
  gboolean crowded = (f->to - f->from) / DAY_MS * LEAST_DAY > f->right - f->left;

  if (f->data->points->len == 0 && f->data->to <= f->data->from)
    return;
  for (double x = (double) g_date_time_to_unix (day) * 1000; x <= f->to; x += DAY_MS)
    {
      g_autoptr (GDateTime) at = g_date_time_new_from_unix_local ((gint64) (x / 1000));
      g_autofree char *text = g_date_time_format (at, "%d/%m");
      double px = floor (get_x (f, x)) + 0.5;

      gboolean room = px >= free_from && px + f->line * 2.2 <= f->right + f->line * 0.6;

      if (px < f->left || (crowded && !room))
        continue;
      set_color (f, &f->ink, 0.12);
      cairo_move_to (f->cr, px, f->top);
      cairo_line_to (f->cr, px, f->bottom);
      cairo_stroke (f->cr);
      if (!room)
        continue;
      set_color (f, &f->ink, 0.6);
      draw_text (f, text, px, f->bottom + 2, 0, PANGO_SCALE_SMALL, 0);
      free_from = px + f->line * 3;
    }
}

static void
draw_line (Field *f)
{
  set_color (f, &f->accent, 0.55);
  cairo_new_path (f->cr);   /* texts leave a point behind */
  for (guint i = 0; i < f->data->points->len; i++)
    {
      const TnPlotPoint *p = &g_array_index (f->data->points, TnPlotPoint, i);

      cairo_line_to (f->cr, get_x (f, p->x), get_y (f, p->y));
    }
  cairo_set_line_width (f->cr, 1.5);
  cairo_stroke (f->cr);
  cairo_set_line_width (f->cr, 1);
}

/* Danger is a filled diamond, larger; else a dot. */
static void
draw_point (Field *f, const TnPlotPoint *p)
{
  double x = get_x (f, p->x), y = get_y (f, p->y), r = RADIUS * 1.7;

  set_color (f, p->danger ? &f->danger : &f->accent, 1);
  if (!p->danger)
    cairo_arc (f->cr, x, y, RADIUS, 0, 2 * G_PI);
  else
    {
      cairo_move_to (f->cr, x, y - r);
      cairo_line_to (f->cr, x + r, y);
      cairo_line_to (f->cr, x, y + r);
      cairo_line_to (f->cr, x - r, y);
      cairo_close_path (f->cr);
    }
  cairo_fill (f->cr);
}

static void
draw_place (Field *f)
{
  const TnPlotPoint *p;

  if (f->data->place < 0 || (guint) f->data->place >= f->data->points->len)
    return;
  p = &g_array_index (f->data->points, TnPlotPoint, f->data->place);
  set_color (f, &f->ink, 0.9);
  cairo_set_line_width (f->cr, 2);
  cairo_new_path (f->cr);
  cairo_arc (f->cr, get_x (f, p->x), get_y (f, p->y), RADIUS * 2.6, 0, 2 * G_PI);
  cairo_stroke (f->cr);
}

static void
look_up (GtkWidget *widget, const char *name, GdkRGBA *color, const GdkRGBA *otherwise)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color))
    *color = *otherwise;
}

void
tn_plot_data_draw (const TnPlotData *data, GtkWidget *widget, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  Field f = { 0 };

  if (width < 20 || height < 20)
    return;
  set_field (&f, data, widget);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &f.ink);
  look_up (widget, "accent_color", &f.accent, &f.ink);
  look_up (widget, "error_color", &f.danger, &f.ink);
  f.cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_set_line_width (f.cr, 1);
  draw_heading (&f);
  draw_days (&f);
  for (guint i = 0; i < data->limits->len; i++)
    draw_limit (&f, &g_array_index (data->limits, TnPlotLimit, i));
  draw_scale (&f);
  draw_line (&f);
  for (guint i = 0; i < data->points->len; i++)
    draw_point (&f, &g_array_index (data->points, TnPlotPoint, i));
  draw_place (&f);
  cairo_destroy (f.cr);
}
