/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* Any list to a file. Text that begins with = + - @ never becomes a formula: XLSX cells are written as strings, CSV cells get an apostrophe in
 * front, which our own import takes off again. Written beside the target and renamed: the old file stays until the new one is whole. */
typedef enum { TN_EXPORT_XLSX, TN_EXPORT_CSV /* UTF-8 with BOM, commas */, TN_EXPORT_CSV_SEMICOLON } TnExportFormat;
/* By the name's ending: .xlsx or .csv. FALSE with TN_ERROR_UNSUPPORTED otherwise. */
gboolean tn_export_format_for (const char *path, TnExportFormat *out, GError **error);

/* The next row: fills cells[0 … n_columns - 1] with UTF-8 or NULL (owned by the caller of tn_export_write, valid until the next call).
 * FALSE at the end, or with error set. */
typedef gboolean (*TnExportNext) (const char **cells, gpointer user_data, GError **error);
typedef struct { const char *title; const char *const *columns; guint n_columns; TnExportNext next; gpointer user_data; } TnExportList;
/* Blocks. n_rows may be NULL. */
gboolean tn_export_write (const TnExportList *list, const char *path, TnExportFormat format, guint *n_rows, GCancellable *cancellable,
                          GError **error);
/* For other writers of files: the message for an errno, and the last step of a file that was written beside its target: renamed when it is whole,
 * else taken away. */
void tn_export_set_write_error (GError **error, int why);
gboolean tn_export_put_in_place (const char *temp, const char *path, gboolean whole, GError **error);
/* Every live record of a kind with its fields by label; households with head and area by name, people with their household's code, head and
 * address so that the file can be imported again. Values of a protected kind are masked (tn_kind_mask), and of health and confidential matters so are
 * the people they are about; with `reveal` all is written, after it was written down who was shown each record (store/tn-opened.h: the copy must
 * be open for writing). */
gboolean tn_export_kind (TnCopy *copy, const char *kind, const char *path, TnExportFormat format, gboolean reveal, guint *n_rows,
                         GCancellable *cancellable, GError **error);
/* The same of chosen households alone (TnId, in the order to be written), or of the people who live in them: kind "household" or "person". */
gboolean tn_export_households (TnCopy *copy, const char *kind, const GArray *households, const char *path, TnExportFormat format, guint *n_rows,
                               GCancellable *cancellable, GError **error);
G_END_DECLS
