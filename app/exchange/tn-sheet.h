/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <cairo.h>
#include <gio/gio.h>
#include "tn-paper.h"
#include "tn-round.h"
G_BEGIN_DECLS

/* A round on paper (product.md R2): A4, one volunteer after the other, each on pages of their own. A home has its code (work/tn-sheet-code.h) as QR
 * and short number, address, name of the head, number of people, why it is in the round, and boxes to tick that carry the keys by which they are
 * keyed back. Nothing else: no telephone number, no card, no age, no category of a person, nothing of anybody's health. Large type: it is read
 * in the dark of an alley. */
#define TN_SHEET_WIDTH TN_PAPER_WIDTH
#define TN_SHEET_HEIGHT TN_PAPER_HEIGHT
#define TN_SHEET_HOMES 7u          /* on a page */

typedef struct {
  guint walker;                    /* index of `walkers` */
  guint number, of;                /* page i of n of this volunteer; i from 1 */
  guint first, n;                  /* of that walker's stops */
} TnSheetPage;

typedef struct {
  TnRound *round;
  GPtrArray *walkers;              /* TnRoundWalker*; those nobody walks last */
  GPtrArray *stops;                /* GPtrArray of TnRoundStop*, for each walker in the order of the walk; owns them */
  GArray *pages;                   /* TnSheetPage */
  guint n;                         /* homes */
} TnSheet;

/* volunteer NULL = all; an id of nobody in this round is TN_ERROR_NOT_FOUND, as is a round without doors. Any thread that owns the copy. */
TnSheet *tn_sheet_read (TnCopy *copy, const TnId *round, const TnId *volunteer, GError **error);
void tn_sheet_free (TnSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSheet, tn_sheet_free)

/* Draws page `page` (from 0) in points from the paper's upper left corner: a PDF, a printer, a picture. Any thread, one at a time for a `cr`. */
void tn_sheet_draw_page (const TnSheet *sheet, cairo_t *cr, guint page);

/* tn_paper_write_pdf() of all pages. */
gboolean tn_sheet_write_pdf (const TnSheet *sheet, const char *path, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable,
                             GError **error);
G_END_DECLS
