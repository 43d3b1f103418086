/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of a programme's list. Every measure is in points. */
#include "tn-support-sheet-private.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"

#define MARGIN 36.0
#define WIDTH (TN_PAPER_WIDTH - 2 * MARGIN)
#define BOTTOM (TN_PAPER_HEIGHT - MARGIN - FOOT)
#define FOOT 18.0
#define HEAD_FIRST 154.0                           /* over the first page's table: who, what for, on what basis */
#define HEAD 26.0                                  /* over the others': the programme's name */
#define TABLE_HEAD 32.0
#define ROW 31.0                                   /* room for a signature, and for a name of two lines */
#define END 132.0                                  /* the total, and room for those who sign for the whole list */
#define PAD 3.0

typedef enum { FONT_TITLE, FONT_BOLD, FONT_NORMAL, FONT_CELL, FONT_HEAD, FONT_SMALL, N_FONTS } Font;
static const char *const fonts[N_FONTS] = {
  [FONT_TITLE] = TN_PAPER_FAMILY " Bold 15", [FONT_BOLD] = TN_PAPER_FAMILY " Bold 10", [FONT_NORMAL] = TN_PAPER_FAMILY " 10",
  [FONT_CELL] = TN_PAPER_FAMILY " 9.5", [FONT_HEAD] = TN_PAPER_FAMILY " Bold 8.5", [FONT_SMALL] = TN_PAPER_FAMILY " 8",
};

/* ---- pages ---- */

typedef struct { guint first, n; gboolean last; guint number; } Page;

static guint
room_of (guint page, double below)
{
  double head = page == 0 ? HEAD_FIRST : HEAD;
  return (guint) ((BOTTOM - MARGIN - head - TABLE_HEAD - below) / ROW);
}

/* Lines run on from page to page; the end stands under the last of them, and where there is no room takes a page with at least one line, so that nobody signs
 * an empty list. FALSE behind the last page. */
static gboolean
find_page (guint n_lines, guint wanted, Page *page)
{
  guint first = 0;
  for (guint i = 0;; i++)
    {
      guint left = n_lines - first, n = MIN (left, room_of (i, 0));
      gboolean last = left <= room_of (i, END);
      if (!last && n == left)
        n = left - 1;
      *page = (Page) { first, last ? left : n, last, i };
      if (i == wanted)
        return TRUE;
      if (last)
        return FALSE;
      first += page->n;
    }
}

guint
tn_support_sheet_n_pages (const TnSupportSheet *sheet)
{
  Page page;
  find_page (sheet->lines->len, G_MAXUINT, &page);   /* to the last */
  return page.number + 1;
}

/* ---- columns ---- */

static double
weight_of (TnSupportColumn column)
{
  switch (column)
    {
    case TN_COLUMN_NUMBER: return 30;
    case TN_COLUMN_NAME: return 128;
    case TN_COLUMN_YEAR: return 42;
    case TN_COLUMN_ADDRESS: return 150;
    case TN_COLUMN_AREA: return 110;
    case TN_COLUMN_AMOUNT: return 72;
    case TN_COLUMN_GOODS: return 96;
    case TN_COLUMN_SIGN: return 96;
    }
  g_assert_not_reached ();
}

/* left[i] to left[i + 1] is column i. */
static void
place_columns (const TnSupportColumn *columns, guint n, double *left)
{
  double sum = 0, x = MARGIN;
  for (guint i = 0; i < n; i++)
    sum += weight_of (columns[i]);
  for (guint i = 0; i < n; i++)
    {
      left[i] = x;
      x += weight_of (columns[i]) * WIDTH / sum;
    }
  left[n] = MARGIN + WIDTH;
}

static PangoAlignment
align_of (TnSupportColumn column)
{
  return column == TN_COLUMN_AMOUNT || column == TN_COLUMN_NUMBER ? PANGO_ALIGN_RIGHT : column == TN_COLUMN_YEAR ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT;
}

static void
draw_line (cairo_t *cr, double x1, double y1, double x2, double y2)
{
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
}

static void
draw_grid (cairo_t *cr, const double *left, guint n, double top, guint rows)
{
  double bottom = top + TABLE_HEAD + rows * ROW;
  cairo_set_line_width (cr, 0.6);
  draw_line (cr, MARGIN, top, MARGIN + WIDTH, top);
  for (guint i = 0; i <= rows; i++)
    draw_line (cr, MARGIN, top + TABLE_HEAD + i * ROW, MARGIN + WIDTH, top + TABLE_HEAD + i * ROW);
  for (guint i = 0; i <= n; i++)
    draw_line (cr, left[i], top, left[i], bottom);
}

static void
draw_table (TnPaper *paper, const TnSupportSheet *sheet, const Page *page, double top)
{
  TnSupportColumn columns[TN_SUPPORT_MAX_COLUMNS];
  double left[TN_SUPPORT_MAX_COLUMNS + 1];
  guint n = tn_support_sheet_columns (sheet, columns);
  place_columns (columns, n, left);
  for (guint c = 0; c < n; c++)
    {
      double x = left[c] + PAD, width = left[c + 1] - left[c] - 2 * PAD;
      tn_paper_put_block (paper, FONT_HEAD, x, top + PAD, width, TABLE_HEAD - 2 * PAD, PANGO_ALIGN_CENTER, tn_support_sheet_column_title (sheet, columns[c]));
      for (guint i = 0; i < page->n; i++)
        {
          g_autofree char *text = tn_support_sheet_dup_cell (sheet, page->first + i, columns[c]);
          if (*text)
            tn_paper_put_block (paper, FONT_CELL, x, top + TABLE_HEAD + i * ROW + PAD - 1, width, ROW - PAD, align_of (columns[c]), text);
        }
    }
  draw_grid (paper->cr, left, n, top, page->n);
}

/* ---- over and under the table ---- */

/* What an official paper begins with: who makes it on the left, the country and its motto on the right. */
static void
draw_letterhead (TnPaper *paper, const TnSupportSheet *sheet)
{
  double half = WIDTH / 2;
  g_autofree char *ward = g_utf8_strup (sheet->ward, -1);
  tn_paper_put_block (paper, FONT_BOLD, MARGIN, MARGIN, half - 20, 28, PANGO_ALIGN_CENTER, ward);
  tn_paper_put_block (paper, FONT_BOLD, MARGIN + half - 20, MARGIN, half + 20, 14, PANGO_ALIGN_CENTER, _("SOCIALIST REPUBLIC OF VIETNAM"));
  tn_paper_put_block (paper, FONT_BOLD, MARGIN + half - 20, MARGIN + 14, half + 20, 14, PANGO_ALIGN_CENTER, _("Independence – Freedom – Happiness"));
  draw_line (paper->cr, MARGIN + half + 50, MARGIN + 30, MARGIN + WIDTH - 70, MARGIN + 30);
}

static void
draw_first_head (TnPaper *paper, const TnSupportSheet *sheet)
{
  g_autoptr (GPtrArray) heading = tn_support_sheet_heading (sheet);
  g_autofree char *title = g_utf8_strup (tn_support_sheet_title (sheet), -1), *number = NULL;
  double y = MARGIN + 44;
  draw_letterhead (paper, sheet);
  y += tn_paper_put_block (paper, FONT_TITLE, MARGIN, y, WIDTH, 22, PANGO_ALIGN_CENTER, title) + 2;
  for (guint i = 0; i < heading->len; i++)
    y += tn_paper_put_block (paper, i == 0 ? FONT_BOLD : FONT_NORMAL, MARGIN, y, WIDTH, i < 2 ? 29 : 15, PANGO_ALIGN_CENTER, heading->pdata[i]) + 1;
}

static void
draw_foot (TnPaper *paper, const TnSupportSheet *sheet, guint page)
{
  guint of = tn_support_sheet_n_pages (sheet);
  g_autofree char *number = g_strdup_printf (_("page %u of %u"), page + 1, of), *day = tn_date_format (sheet->day);
  /* Translators: on paper: number of a signature sheet, and the day on which it was made */
  g_autofree char *made = sheet->number ? g_strdup_printf (_("Sheet %s, made on %s"), sheet->number, day) : g_strdup_printf (_("Made on %s"), day);
  tn_paper_put (paper, FONT_SMALL, MARGIN, BOTTOM + 6, WIDTH - 100, made);
  tn_paper_put_right (paper, FONT_SMALL, MARGIN + WIDTH, BOTTOM + 6, number);
}

/* The total, and room for who made the list, who handed out (of a posted one: nobody), and who approved it. */
static void
draw_end (TnPaper *paper, const TnSupportSheet *sheet, double y)
{
  gboolean sign = sheet->use == TN_SUPPORT_SHEET_SIGNATURES;
  const char *const who[] = { _("Made by"), sign ? _("Handed out by") : "", _("Approved by") };
  g_autofree char *total = tn_support_sheet_dup_total (sheet);
  tn_paper_put (paper, FONT_BOLD, MARGIN, y + 6, WIDTH, total);
  for (guint i = 0; i < G_N_ELEMENTS (who); i++)
    {
      double x = MARGIN + i * WIDTH / 3;
      tn_paper_put_block (paper, FONT_BOLD, x, y + 32, WIDTH / 3, 14, PANGO_ALIGN_CENTER, who[i]);
      if (*who[i])
        tn_paper_put_block (paper, FONT_SMALL, x, y + 46, WIDTH / 3, 12, PANGO_ALIGN_CENTER, _("(signature and full name)"));
    }
}

void
tn_support_sheet_draw_page (const TnSupportSheet *sheet, cairo_t *cr, guint n)
{
  Page page;
  TnPaper paper;
  double top = MARGIN + (n == 0 ? HEAD_FIRST : HEAD);
  if (!find_page (sheet->lines->len, n, &page))
    return;
  tn_paper_open (&paper, cr, fonts, N_FONTS);
  if (n == 0)
    draw_first_head (&paper, sheet);
  else
    tn_paper_put (&paper, FONT_BOLD, MARGIN, MARGIN + 4, WIDTH, sheet->programme);
  draw_table (&paper, sheet, &page, top);
  if (page.last)
    draw_end (&paper, sheet, top + TABLE_HEAD + page.n * ROW);
  draw_foot (&paper, sheet, n);
  tn_paper_close (&paper);
}
