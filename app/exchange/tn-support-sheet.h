/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-paper.h"
#include "tn-support.h"
G_BEGIN_DECLS

/* The lists of a programme on paper and in a spreadsheet (product.md S1): the sheet on which people sign for what they got (danh sách ký nhận), and the list
 * for public posting (niêm yết công khai). The first is for the table where money is handed over: name, year of birth, address, amount, room to sign. The
 * second hangs on a wall and is masked: name, group and quarter, amount; no year of birth, no house number, and in neither a card or a telephone number.
 * `whole` adds year of birth and address to the posted one: whoever wants that asks for it, and it is written down (tn_support_sheet_read). */
typedef enum { TN_SUPPORT_SHEET_SIGNATURES, TN_SUPPORT_SHEET_POSTING } TnSupportSheetUse;

typedef struct {
  char *name;              /* of the person, or of the head; never NULL */
  char *birth;             /* stored form; NULL = not known */
  char *address;           /* house number, alley, street; never NULL */
  char *area;              /* "Tổ 28, Khu phố 1"; never NULL */
  gint64 amount;           /* đồng; 0 = none */
  char *goods;             /* "10 kg gạo"; NULL = none */
} TnSupportSheetLine;

typedef struct {
  TnSupportSheetUse use;
  gboolean whole;
  gboolean per_household;
  gboolean goods;          /* goods are given, not money */
  char *ward;              /* who makes the list; "" = not known */
  char *programme;
  char *basis;             /* legal basis; NULL = not given */
  char *period;            /* in words; NULL = open */
  char *number;            /* of this sheet, as receipts name it; NULL = none */
  char *day;               /* stored form: when it was made */
  GPtrArray *lines;        /* TnSupportSheetLine* */
} TnSupportSheet;
/* day is copied. */
TnSupportSheet *tn_support_sheet_new (TnSupportSheetUse use, const char *programme, const char *day);
/* Copies; birth and goods may be NULL. */
void tn_support_sheet_add (TnSupportSheet *sheet, const char *name, const char *birth, const char *address, const char *area, gint64 amount,
                           const char *goods);
void tn_support_sheet_free (TnSupportSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSupportSheet, tn_support_sheet_free)
/* đồng of all lines. */
gint64 tn_support_sheet_total (const TnSupportSheet *sheet);

/* The lines of a programme: those who were approved and have nothing yet (to sign), those who were proposed (to be posted before it is decided), … With
 * `whole` it is written down first for each of them that the list was made readable (store/tn-opened.h): the copy must be open for writing. An empty list
 * is TN_ERROR_NOT_FOUND. Any thread that owns the copy. */
TnSupportSheet *tn_support_sheet_read (TnCopy *copy, const TnId *programme, TnSupportList which, TnSupportSheetUse use, gboolean whole,
                                       GCancellable *cancellable, GError **error);

/* By the name's ending, .pdf or .xlsx; TN_ERROR_UNSUPPORTED otherwise. Written beside `path`, readable by its owner alone, and renamed when it is whole.
 * Blocks: off the main thread. progress may be NULL; of pages, or of lines. */
gboolean tn_support_sheet_write (const TnSupportSheet *sheet, const char *path, TnPaperProgress progress, gpointer user_data, GCancellable *cancellable,
                                 GError **error);
guint tn_support_sheet_n_pages (const TnSupportSheet *sheet);
/* In points from the paper's upper left corner; page from 0. */
void tn_support_sheet_draw_page (const TnSupportSheet *sheet, cairo_t *cr, guint page);
G_END_DECLS
