/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-error.h"
G_BEGIN_DECLS

/* A spreadsheet as read from a stranger's file: sheets of rows of cells. The format is told by content, never by the name. All text is UTF-8 in
 * NFC without control characters; TCVN3 and VNI have been turned into Unicode. A read table never changes and may be read from any thread. */
typedef struct _TnTable TnTable;

typedef enum { TN_CELL_EMPTY, TN_CELL_TEXT, TN_CELL_NUMBER, TN_CELL_DATE /* serial in `number` */, TN_CELL_BOOL } TnCellType;
typedef struct {
  union { const char *text; double number; };
  guint8 type;       /* TnCellType */
  guint8 font;       /* internal: which legacy font the cell was written in */
} TnCell;

/* Rows without any content are not kept; `number` is the row as Excel counts it, from 1. */
typedef struct { guint32 number, n_cells; TnCell *cells; } TnTableRow;
/* A merged block of cells, both ends inclusive; rows as in TnTableRow, columns from 0. */
typedef struct { guint32 row1, row2; guint16 col1, col2; } TnMerge;

typedef enum { TN_ENCODING_AUTO, TN_ENCODING_UTF8, TN_ENCODING_UTF16LE, TN_ENCODING_UTF16BE, TN_ENCODING_TCVN3, TN_ENCODING_VNI,
               TN_ENCODING_VISCII, TN_ENCODING_CP1258 } TnEncoding;
/* "auto", "utf-8", "utf-16le", "utf-16be", "tcvn3", "vni", "viscii", "cp1258"; FALSE for any other name. */
gboolean tn_encoding_from_name (const char *name, TnEncoding *out);
const char *tn_encoding_name (TnEncoding encoding);

/* What we agree to read; a ward's longest list is 70,000 rows. Everything stays within 256 MiB of memory. */
#define TN_TABLE_MAX_FILE (48u << 20)
#define TN_TABLE_MAX_TEXT_FILE (32u << 20)
#define TN_TABLE_MAX_ROWS 1048576u
#define TN_TABLE_MAX_COLUMNS 1024u
#define TN_TABLE_MAX_CELLS (4u << 20)
#define TN_TABLE_MAX_TEXT (64u << 20)   /* bytes of all distinct texts */
#define TN_TABLE_MAX_SHEETS 64u

/* encoding: how 8-bit text is to be read when AUTO guessed wrong; sheet: read only this one, by name (NULL = all). */
typedef struct { TnEncoding encoding; const char *sheet; } TnTableOptions;

/* Reads CSV (, ; tab |), XLSX or XLS. Blocks: call it off the main thread. Errors in TN_ERROR: NOT_FOUND, UNSUPPORTED (no spreadsheet, encrypted,
 * web page, a folder), CORRUPT (damaged, cut short), TOO_LARGE, INVALID (empty, no such sheet, encoding not recognised). */
TnTable *tn_table_read (const char *path, const TnTableOptions *options, GCancellable *cancellable, GError **error);
/* The same from memory, for tests and fuzzing; `data` must outlive the call only. */
TnTable *tn_table_read_bytes (GBytes *data, const TnTableOptions *options, GCancellable *cancellable, GError **error);
TnTable *tn_table_ref (TnTable *table);
void tn_table_unref (TnTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTable, tn_table_unref)

const char *tn_table_format (const TnTable *table);              /* "csv", "xlsx" or "xls" */
TnEncoding tn_table_encoding (const TnTable *table);             /* what legacy or 8-bit text was taken for */
guint tn_table_n_sheets (const TnTable *table);
const char *tn_table_sheet_name (const TnTable *table, guint sheet);
/* The first sheet that looks like a list: the one with most rows. */
guint tn_table_main_sheet (const TnTable *table);
guint tn_table_n_rows (const TnTable *table, guint sheet);
guint tn_table_n_columns (const TnTable *table, guint sheet);    /* of the widest row */
const TnTableRow *tn_table_row (const TnTable *table, guint sheet, guint index);
const TnMerge *tn_table_merges (const TnTable *table, guint sheet, guint *n);
gboolean tn_table_date1904 (const TnTable *table);
/* The cell, an empty one past the row's end. Never NULL. */
const TnCell *tn_table_cell (const TnTableRow *row, guint column);
/* As a person would read it: 12, 0.5, 24/12/2021. Owned, never NULL. */
char *tn_table_dup_text (const TnTable *table, const TnCell *cell);
/* "A", "B" … "AA" for a column from 0. Owned. */
char *tn_table_column_name (guint column);
int tn_table_column_from_name (const char *name, gssize len);    /* -1 unless letters of a column below TN_TABLE_MAX_COLUMNS */
G_END_DECLS
