/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-table.h"
#include "tn-legacy.h"
G_BEGIN_DECLS

/* Memory that lives and dies with the table: blocks, never moved, counted. */
typedef struct { GPtrArray *blocks; char *next; gsize left, used; } TnArena;
void tn_arena_init (TnArena *arena);
void tn_arena_clear (TnArena *arena);
void *tn_arena_alloc (TnArena *arena, gsize size);

typedef struct { char *name; GArray *rows; GArray *merges; guint n_columns; } TnSheet;
struct _TnTable {
  gatomicrefcount refs;
  const char *format;
  TnEncoding encoding;
  gboolean date1904;
  GPtrArray *sheets;
  TnArena arena;
  gsize text_bytes;
  guint n_cells;
};

/* What the readers fill. Cells come in any order within the file's rows; every limit is kept here. */
typedef struct {
  TnTable *table;
  TnSheet *sheet;       /* NULL before the first and while skipping one that was not asked for */
  const char *only;     /* TnTableOptions.sheet */
  GArray *cells;        /* of the row being gathered */
  guint32 row;          /* its number, 0 = none */
  GCancellable *cancellable;
  guint ticks;
} TnTableBuilder;

TnTableBuilder *tn_table_builder_new (const char *format, const TnTableOptions *options, GCancellable *cancellable);
void tn_table_builder_free (TnTableBuilder *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTableBuilder, tn_table_builder_free)
/* Starts the next sheet. FALSE without error when it is not wanted. */
gboolean tn_table_builder_sheet (TnTableBuilder *b, const char *name, GError **error);
/* Text kept for the table: UTF-8 checked, NFC, control characters dropped. NULL only with error. "" for nothing. */
const char *tn_table_builder_text (TnTableBuilder *b, const char *text, gssize len, GError **error);
gboolean tn_table_builder_put (TnTableBuilder *b, guint32 row, guint column, TnCell cell, GError **error);
gboolean tn_table_builder_merge (TnTableBuilder *b, TnMerge merge, GError **error);
/* Sorts, turns legacy text into Unicode, hands the table over. */
TnTable *tn_table_builder_finish (TnTableBuilder *b, TnEncoding encoding, GError **error);

/* One reader per format; `data` is the whole file. */
gboolean tn_csv_read (TnTableBuilder *b, const char *text, gsize len, GError **error);
gboolean tn_xlsx_read (TnTableBuilder *b, GBytes *data, GError **error);
gboolean tn_xls_read (TnTableBuilder *b, GBytes *data, GError **error);

/* The file's bytes as UTF-8; found = what they were. 8-bit text of TCVN3 and VNI comes out as Latin-1 code points for the builder. */
char *tn_encoding_to_utf8 (GBytes *data, TnEncoding wanted, TnEncoding *found, gsize *len, GError **error);
/* Turns legacy text of a filled table into Unicode. */
gboolean tn_table_convert_legacy (TnTable *table, TnEncoding wanted, GError **error);

/* TRUE for number formats that show dates: built-in ids, and format codes with d, m, y outside quotes. */
gboolean tn_format_id_is_date (guint id);
gboolean tn_format_code_is_date (const char *code);
/* Messages that several readers give. */
void tn_table_error_damaged (GError **error);
void tn_table_error_encrypted (GError **error);
void tn_table_error_too_large (GError **error, const char *what);
G_END_DECLS
