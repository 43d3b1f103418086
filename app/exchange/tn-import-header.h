/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-import-map.h"
G_BEGIN_DECLS

/* Where the header of a list stands and what it says. Rows are indexes of tn_table_row(). */
void tn_import_header_find (const TnTable *table, guint sheet, guint *first, guint *n);
/* "Năm sinh / Nam": the header of a column over both its rows, merged cells spread. Owned, "" if none. */
char *tn_import_header_title (const TnTable *table, guint sheet, guint first, guint n, guint column);
/* Only the lower of two rows, "" with one row or when a cell goes over both. Owned. */
char *tn_import_header_lower (const TnTable *table, guint sheet, guint first, guint n, guint column);
/* A row that only counts the columns: 1 2 3, (1) (2), A B 1. */
gboolean tn_import_header_is_numbering (const TnTable *table, guint sheet, guint row);

TnImportMap *tn_import_map_copy (const TnImportMap *map);
G_END_DECLS
