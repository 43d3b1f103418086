/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-house-squares.h"
#include <glib/gi18n.h>

#define SIDE 14
#define STEP 18       /* from one square to the next */
#define LEAST 5       /* squares beside each other in the narrowest window */

struct _TnHouseSquares
{
  GtkWidget parent_instance;

  GArray *houses;     /* TnCoverageHouse */
};

G_DEFINE_FINAL_TYPE (TnHouseSquares, tn_house_squares, GTK_TYPE_WIDGET)

enum { HOUSE, N_SIGNALS };
static guint signals[N_SIGNALS];

static guint
count_houses (TnHouseSquares *self)
{
  return self->houses ? self->houses->len : 0;
}

static guint
count_columns (int width)
{
  return (guint) MAX (1, (width + STEP - SIDE) / STEP);
}

static GtkSizeRequestMode
tn_house_squares_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
tn_house_squares_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  guint n = MAX (1, count_houses (TN_HOUSE_SQUARES (widget)));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = (int) MIN (n, LEAST) * STEP;
      *natural = (int) MIN (n, 40) * STEP;
      return;
    }
  guint columns = for_size < 0 ? LEAST : count_columns (for_size);

  *minimum = *natural = (int) ((n + columns - 1) / columns) * STEP;
}

/* ---- drawing ---- */

static void
get_color (GtkStyleContext *style, const char *name, GdkRGBA *color)
{
  if (!gtk_style_context_lookup_color (style, name, color))
    gtk_style_context_get_color (style, color);
}

static void
draw_house (cairo_t *cr, const TnCoverageHouse *house, double x, double y, const GdkRGBA colors[TN_COVERAGE_N])
{
  double edge = house->in_round ? 2.5 : 1, half = edge / 2;

  gdk_cairo_set_source_rgba (cr, &colors[house->state]);
  cairo_set_line_width (cr, edge);
  cairo_rectangle (cr, x + half, y + half, SIDE - edge, SIDE - edge);
  if (house->state == TN_COVERAGE_REACHED)
    cairo_fill_preserve (cr);
  cairo_stroke (cr);
  if (house->state != TN_COVERAGE_ABSENT)
    return;
  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, x + 2, y + SIDE - 2);
  cairo_line_to (cr, x + SIDE - 2, y + 2);
  cairo_stroke (cr);
}

static void
tn_house_squares_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TnHouseSquares *self = TN_HOUSE_SQUARES (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  guint columns = count_columns (width);
  GdkRGBA colors[TN_COVERAGE_N];
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  gtk_style_context_get_color (style, &colors[TN_COVERAGE_NOT_YET]);
  get_color (style, "warning_color", &colors[TN_COVERAGE_ABSENT]);
  get_color (style, "accent_color", &colors[TN_COVERAGE_REACHED]);
  for (guint i = 0; i < count_houses (self); i++)
    draw_house (cr, &g_array_index (self->houses, TnCoverageHouse, i), (double) (i % columns) * STEP, (double) (i / columns) * STEP, colors);
  cairo_destroy (cr);
}

/* ---- pointing ---- */

static const TnCoverageHouse *
find_house (TnHouseSquares *self, double x, double y)
{
  guint columns = count_columns (gtk_widget_get_width (GTK_WIDGET (self)));
  guint column = (guint) MAX (0, x) / STEP, i = (guint) MAX (0, y) / STEP * columns + column;

  return column < columns && i < count_houses (self) ? &g_array_index (self->houses, TnCoverageHouse, i) : NULL;
}

static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const TnCoverageHouse *house = find_house (TN_HOUSE_SQUARES (widget), x, y);
  g_autofree char *text = house ? g_strdup_printf ("%s: %s", house->door, tn_coverage_state_name (house->state)) : NULL;

  gtk_tooltip_set_text (tooltip, text);
  return house != NULL;
}

static void
released_cb (GtkGestureClick *gesture, int n, double x, double y, TnHouseSquares *self)
{
  const TnCoverageHouse *house = find_house (self, x, y);
  TnIdStr id;

  if (!house)
    return;
  tn_id_format (&house->household, id);
  g_signal_emit (self, signals[HOUSE], 0, id);
}

void
tn_house_squares_set (TnHouseSquares *self, GArray *houses)
{
  if (houses)
    g_array_ref (houses);
  g_clear_pointer (&self->houses, g_array_unref);
  self->houses = houses;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
tn_house_squares_finalize (GObject *object)
{
  g_clear_pointer (&TN_HOUSE_SQUARES (object)->houses, g_array_unref);
  G_OBJECT_CLASS (tn_house_squares_parent_class)->finalize (object);
}

static void
tn_house_squares_class_init (TnHouseSquaresClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tn_house_squares_finalize;
  widget_class->get_request_mode = tn_house_squares_get_request_mode;
  widget_class->measure = tn_house_squares_measure;
  widget_class->snapshot = tn_house_squares_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[HOUSE] = g_signal_new ("house", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tn_house_squares_init (TnHouseSquares *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}
