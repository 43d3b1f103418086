/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cairo.h>
#include <gio/gio.h>
#include <pango/pango.h>
G_BEGIN_DECLS

/* What all sheets on paper are drawn and written with. A4, measures in points (1/72 inch). Any thread, one at a time for a TnPaper. */
#define TN_PAPER_WIDTH 595.276
#define TN_PAPER_HEIGHT 841.890
#define TN_PAPER_FAMILY "Noto Sans, DejaVu Sans, sans-serif"
#define TN_PAPER_MAX_FONTS 6

typedef struct {
  cairo_t *cr;                                     /* borrowed */
  PangoLayout *layouts[TN_PAPER_MAX_FONTS];        /* made once a page: shaping a font's name costs more than shaping a line */
  guint n;
} TnPaper;
/* fonts: descriptions for pango, n of them. Text and lines are black. */
void tn_paper_open (TnPaper *paper, cairo_t *cr, const char *const *fonts, guint n);
void tn_paper_close (TnPaper *paper);
/* One line, cut at `width`. Returns how wide it came out. */
double tn_paper_put (TnPaper *paper, guint font, double x, double y, double width, const char *text);
/* One line that ends at `right`. */
void tn_paper_put_right (TnPaper *paper, guint font, double right, double y, const char *text);
/* As many lines as fit into `height`, broken between words; the last one is cut where it does not fit. Returns the height it took. */
double tn_paper_put_block (TnPaper *paper, guint font, double x, double y, double width, double height, PangoAlignment align, const char *text);

typedef struct {
  const char *title;                               /* of the file; translated */
  guint n_pages;
  void (*draw) (gconstpointer data, cairo_t *cr, guint page);
  gconstpointer data;
} TnPaperPages;
/* done of total pages; on the caller's thread. */
typedef void (*TnPaperProgress) (guint done, guint total, gpointer user_data);
/* A4 pages as PDF, written beside `path`, readable by its owner alone, and renamed when it is whole. Blocks. progress may be NULL. */
gboolean tn_paper_write_pdf (const TnPaperPages *pages, const char *path, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable,
                             GError **error);
G_END_DECLS
