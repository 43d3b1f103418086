/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-paper.h"
#include <pango/pangocairo.h>

static PangoLayout *
make_layout (cairo_t *cr, const char *font)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);
  /* points of the paper, whatever the screen's resolution is */
  pango_cairo_context_set_resolution (pango_layout_get_context (layout), 72);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_font_description_free (description);
  return layout;
}

void
tn_paper_open (TnPaper *paper, cairo_t *cr, const char *const *fonts, guint n)
{
  g_return_if_fail (n <= TN_PAPER_MAX_FONTS);
  *paper = (TnPaper) { .cr = cr, .n = n };
  for (guint i = 0; i < n; i++)
    paper->layouts[i] = make_layout (cr, fonts[i]);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 0.8);
}

void
tn_paper_close (TnPaper *paper)
{
  for (guint i = 0; i < paper->n; i++)
    g_object_unref (paper->layouts[i]);
}

static void
set_line (PangoLayout *layout, int width, const char *text)
{
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_alignment (layout, PANGO_ALIGN_LEFT);
  pango_layout_set_height (layout, -1);   /* one line a paragraph */
  pango_layout_set_width (layout, width);
  pango_layout_set_text (layout, text, -1);
}

double
tn_paper_put (TnPaper *paper, guint font, double x, double y, double width, const char *text)
{
  PangoLayout *layout = paper->layouts[font];
  int w;
  set_line (layout, (int) (MAX (width, 0) * PANGO_SCALE), text);
  pango_layout_get_size (layout, &w, NULL);
  cairo_move_to (paper->cr, x, y);
  pango_cairo_show_layout (paper->cr, layout);
  return (double) w / PANGO_SCALE;
}

void
tn_paper_put_right (TnPaper *paper, guint font, double right, double y, const char *text)
{
  PangoLayout *layout = paper->layouts[font];
  int w;
  set_line (layout, -1, text);
  pango_layout_get_size (layout, &w, NULL);
  cairo_move_to (paper->cr, right - (double) w / PANGO_SCALE, y);
  pango_cairo_show_layout (paper->cr, layout);
}

double
tn_paper_put_block (TnPaper *paper, guint font, double x, double y, double width, double height, PangoAlignment align, const char *text)
{
  PangoLayout *layout = paper->layouts[font];
  int h;
  pango_layout_set_single_paragraph_mode (layout, FALSE);
  pango_layout_set_alignment (layout, align);
  pango_layout_set_width (layout, (int) (MAX (width, 0) * PANGO_SCALE));
  pango_layout_set_height (layout, (int) (height * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, NULL, &h);
  cairo_move_to (paper->cr, x, y);
  pango_cairo_show_layout (paper->cr, layout);
  return (double) h / PANGO_SCALE;
}
