/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page of a round on paper. Every measure is in points. */
#include "tn-sheet.h"
#include <glib/gi18n.h>
#include <qrencode.h>
#include "tn-date.h"
#include "tn-paper.h"
#include "tn-sheet-code.h"
#include "tn-visit.h"

#define MARGIN 32.0
#define HEAD 66.0                                  /* height of what stands over the homes */
#define FOOT 16.0
#define ROW ((TN_SHEET_HEIGHT - 2 * MARGIN - HEAD - FOOT) / TN_SHEET_HOMES)
#define WIDTH (TN_SHEET_WIDTH - 2 * MARGIN)
#define QR 68.0                                    /* 24 mm with its quiet zone: a module is 0.8 mm, which cheap scanners read */
#define QUIET 4                                    /* modules of white around, as the standard asks */
#define BOX 9.5
#define LINE 15.0                                  /* of boxes */

typedef enum { FONT_TITLE, FONT_LARGE, FONT_NORMAL, FONT_BOX, FONT_SMALL, N_FONTS } Font;
static const char *const fonts[N_FONTS] = {
  [FONT_TITLE] = TN_PAPER_FAMILY " Bold 14", [FONT_LARGE] = TN_PAPER_FAMILY " Bold 13.5", [FONT_NORMAL] = TN_PAPER_FAMILY " 11.5",
  [FONT_BOX] = TN_PAPER_FAMILY " 10.5", [FONT_SMALL] = TN_PAPER_FAMILY " 8.5",
};

/* ---- over the homes ---- */

/* For whom one looks, unless it says something of the health of those who live there: then the purpose must do. */
static char *
dup_look_for (const TnRound *round)
{
  static const char *const private_categories[] = { "recovered", "pregnant", "disabled", "orphan_covid", "bereaved", NULL };
  if (g_str_equal (round->look_for, "not_visited"))
    return g_strdup_printf (ngettext ("Not visited for %u day", "Not visited for %u days", round->days), round->days);
  if (g_str_equal (round->look_for, "category") && *round->category && !g_strv_contains (private_categories, round->category))
    return g_strdup (tn_choice_label (tn_kind_field (tn_schema_kind ("membership"), "category"), round->category));
  if (g_str_equal (round->look_for, "not_reached"))
    return g_strdup (round->campaign_name);
  return g_strdup ("");
}

static char *
dup_about (const TnRound *round)
{
  g_autofree char *evening = tn_date_format (round->evening), *look_for = dup_look_for (round);
  const char *purpose = *round->purpose ? tn_choice_label (tn_kind_field (tn_schema_kind ("round"), "purpose"), round->purpose) : "";
  const char *parts[] = { evening, purpose, look_for, round->team_name };
  g_autoptr (GString) about = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i])
      g_string_append_printf (about, "%s%s", about->len ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&about), FALSE);
}

static void
draw_head (TnPaper *paper, const TnSheet *sheet, const TnSheetPage *page)
{
  const TnRoundWalker *walker = sheet->walkers->pdata[page->walker];
  /* Translators: page 2 of 5 of a volunteer's sheets. */
  g_autofree char *number = g_strdup_printf (_("page %u of %u"), page->number, page->of), *about = dup_about (sheet->round);
  /* Translators: %08d are the eight digits that stand for a round in its codes. */
  g_autofree char *round = g_strdup_printf (_("round %08d"), tn_sheet_code_round (&sheet->round->id));
  tn_paper_put (paper, FONT_TITLE, MARGIN, MARGIN, WIDTH - 120, tn_id_is_null (&walker->id) ? _("Not yet given to anybody") : walker->name);
  tn_paper_put_right (paper, FONT_NORMAL, MARGIN + WIDTH, MARGIN + 2, number);
  tn_paper_put (paper, FONT_NORMAL, MARGIN, MARGIN + 22, WIDTH - 120, sheet->round->name);
  tn_paper_put_right (paper, FONT_SMALL, MARGIN + WIDTH, MARGIN + 24, round);
  tn_paper_put (paper, FONT_NORMAL, MARGIN, MARGIN + 40, WIDTH, about);
}

static void
draw_foot (TnPaper *paper)
{
  tn_paper_put (paper, FONT_SMALL, MARGIN, TN_SHEET_HEIGHT - MARGIN - FOOT + 4, WIDTH,
            _("These are people’s homes: show the sheet to nobody, and hand it back to the team leader in the same evening."));
}

/* ---- a home ---- */

static void
draw_qr (cairo_t *cr, double x, double y, const char *text)
{
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_Q, QR_MODE_8, 1);   /* picks the numeric mode for digits by itself */
  if (code == NULL)
    return;
  double module = QR / (code->width + 2 * QUIET);
  for (int row = 0; row < code->width; row++)
    for (int column = 0, run; column < code->width; column += run + 1)
      {
        const unsigned char *line = code->data + row * code->width;
        for (run = 0; column + run < code->width && line[column + run] & 1; run++)
          ;
        if (run > 0)
          cairo_rectangle (cr, x + (QUIET + column) * module, y + (QUIET + row) * module, run * module, module);
      }
  cairo_fill (cr);
  QRcode_free (code);
}

/* A box with what stands beside it; returns where the next one may begin. */
static double
draw_box (TnPaper *paper, double x, double y, char key, const char *label)
{
  g_autofree char *text = g_strdup_printf ("%c %s", key, label);
  cairo_rectangle (paper->cr, x, y + 3, BOX, BOX);
  cairo_stroke (paper->cr);
  return x + BOX + 3 + tn_paper_put (paper, FONT_BOX, x + BOX + 3, y, MARGIN + WIDTH - x - BOX - 3, text) + 9;
}

static void
draw_line (cairo_t *cr, double from, double to, double y)
{
  cairo_move_to (cr, from, y);
  cairo_line_to (cr, to, y);
  cairo_stroke (cr);
}

/* Words with a line behind them to write on, up to `to`. */
static void
draw_blank (TnPaper *paper, double x, double to, double y, const char *words)
{
  x += tn_paper_put (paper, FONT_BOX, x, y, to - x - 40, words) + 4;
  draw_line (paper->cr, x, to, y + LINE - 2);
}

static void
draw_boxes (TnPaper *paper, double left, double y)
{
  double x = left, right = MARGIN + WIDTH;
  for (guint i = 0; i < TN_VISIT_RESULTS; i++)
    x = draw_box (paper, x, y, (char) ('1' + i), _(tn_visit_results[i].label));
  x = left;
  for (guint i = TN_VISIT_TOLD; i < TN_VISIT_TICKS; i++)
    x = draw_box (paper, x, y + LINE, tn_visit_ticks[i].key, _(tn_visit_ticks[i].label));
  x = draw_box (paper, left, y + 2 * LINE, 'V', _("Everybody is vaccinated"));
  /* Translators: on paper, with a line to write on: who is not vaccinated, and why. */
  draw_blank (paper, x, right, y + 2 * LINE, _("Who is not, and why"));
  /* Translators: on paper, with a line to write a date on; N is the key by which it is typed. */
  draw_blank (paper, left, left + (right - left) * 0.45, y + 3 * LINE, _("N Come again on"));
  draw_blank (paper, left + (right - left) * 0.45 + 8, right, y + 3 * LINE, _("Notes"));
}

static void
draw_number (TnPaper *paper, const TnSheet *sheet, const TnRoundStop *stop, double y)
{
  if (stop->number == 0)
    return;
  g_autofree char *whole = tn_sheet_code_whole (&sheet->round->id, stop->number);
  draw_qr (paper->cr, MARGIN - 8, y + 8, whole);
}

static char *
dup_people (const TnRoundStop *stop)
{
  g_autofree char *n = g_strdup_printf (ngettext ("%u person", "%u people", stop->n_people), stop->n_people);
  return g_strdup_printf ("%s%s%s%s%s", stop->head, *stop->head ? " · " : "", n, *stop->why ? " · " : "", stop->why);
}

static void
draw_home (TnPaper *paper, const TnSheet *sheet, const TnRoundStop *stop, double y)
{
  double left = MARGIN + QR - 6, x = left;
  g_autofree char *number = stop->number ? tn_sheet_code_short (&sheet->round->id, stop->number) : g_strdup (""), *people = dup_people (stop);
  draw_line (paper->cr, MARGIN, MARGIN + WIDTH, y);
  draw_number (paper, sheet, stop, y);
  tn_paper_put_right (paper, FONT_LARGE, MARGIN + WIDTH, y + 2, number);
  tn_paper_put (paper, FONT_LARGE, x, y + 2, MARGIN + WIDTH - x - 80, stop->address);
  tn_paper_put (paper, FONT_NORMAL, x, y + 20, MARGIN + WIDTH - x, people);
  draw_boxes (paper, left, y + 36);
}

void
tn_sheet_draw_page (const TnSheet *sheet, cairo_t *cr, guint n)
{
  const TnSheetPage *page = &g_array_index (sheet->pages, TnSheetPage, n);
  GPtrArray *stops = sheet->stops->pdata[page->walker];
  TnPaper paper;
  tn_paper_open (&paper, cr, fonts, N_FONTS);
  draw_head (&paper, sheet, page);
  for (guint i = 0; i < page->n; i++)
    draw_home (&paper, sheet, stops->pdata[page->first + i], MARGIN + HEAD + i * ROW);
  draw_line (cr, MARGIN, MARGIN + WIDTH, MARGIN + HEAD + page->n * ROW);
  draw_foot (&paper);
  tn_paper_close (&paper);
}
