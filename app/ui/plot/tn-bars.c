/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-bars.h"
#include "tn-tip.h"

#define GAP 0.25      /* of a bar's place */
#define HEIGHT 72     /* pixels */
#define FAINT 0.45    /* opacity of all bars but the last */

struct _TnBars
{
  GtkDrawingArea parent_instance;

  GArray *values;   /* guint */
};

G_DEFINE_FINAL_TYPE (TnBars, tn_bars, GTK_TYPE_DRAWING_AREA)

static guint
find_highest (TnBars *self)
{
  guint highest = 1;

  for (guint i = 0; i < self->values->len; i++)
    highest = MAX (highest, g_array_index (self->values, guint, i));
  return highest;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  TnBars *self = TN_BARS (area);
  double place = self->values->len ? (double) width / self->values->len : 0, highest = find_highest (self);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  for (guint i = 0; i < self->values->len; i++)
    {
      double bar = MAX (1, (height - 1) * g_array_index (self->values, guint, i) / highest);

      cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * (i + 1 == self->values->len ? 1 : FAINT));
      cairo_rectangle (cr, (i + GAP / 2) * place, height - bar, place * (1 - GAP), bar);
      cairo_fill (cr);
    }
}

static void
tn_bars_finalize (GObject *object)
{
  g_array_unref (TN_BARS (object)->values);
  G_OBJECT_CLASS (tn_bars_parent_class)->finalize (object);
}

static void
tn_bars_class_init (TnBarsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_bars_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tn_bars_init (TnBars *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self), HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self), draw_cb, NULL, NULL);
}

GtkWidget *
tn_bars_new (void)
{
  return g_object_new (TN_TYPE_BARS, NULL);
}

void
tn_bars_set_values (TnBars *self, const guint *values, guint n, const char *text)
{
  g_array_set_size (self->values, 0);
  g_array_append_vals (self->values, values, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  tn_tip_set (GTK_WIDGET (self), text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
