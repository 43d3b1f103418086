/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-support-sheet.h"
G_BEGIN_DECLS

/* What stands on paper and in the spreadsheet alike. */
typedef enum { TN_COLUMN_NUMBER, TN_COLUMN_NAME, TN_COLUMN_YEAR, TN_COLUMN_ADDRESS, TN_COLUMN_AREA, TN_COLUMN_AMOUNT, TN_COLUMN_GOODS, TN_COLUMN_SIGN } TnSupportColumn;
#define TN_SUPPORT_MAX_COLUMNS 8
/* From left to right; returns how many. */
guint tn_support_sheet_columns (const TnSupportSheet *sheet, TnSupportColumn *columns);
const char *tn_support_sheet_column_title (const TnSupportSheet *sheet, TnSupportColumn column);   /* translated */
/* "" where nothing stands. Owned. */
char *tn_support_sheet_dup_cell (const TnSupportSheet *sheet, guint line, TnSupportColumn column);

const char *tn_support_sheet_title (const TnSupportSheet *sheet);                                  /* translated */
/* Lines under the title, top to bottom: programme, basis, period. char*, owned. */
GPtrArray *tn_support_sheet_heading (const TnSupportSheet *sheet);
/* "Altogether 120 people, 120.000.000 đ". Owned. */
char *tn_support_sheet_dup_total (const TnSupportSheet *sheet);
gboolean tn_support_sheet_write_xlsx (const TnSupportSheet *sheet, const char *path, TnPaperProgress progress, gpointer user_data,
                                      GCancellable *cancellable, GError **error);
G_END_DECLS
