/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-table.h"
G_BEGIN_DECLS

/* Which column of a list means what. Guessed from the headers that wards write, corrected by the person. */

/* Where a column can go. key is "person.name", "household.code", "membership.poor" …; most are fields of the schema, some are ways of writing
 * ("household.address" is split into its parts, "person.male" is the "Nam" column of a split year of birth). label is N_(). */
typedef struct { const char *key; const char *label; } TnImportTarget;
const TnImportTarget *tn_import_targets (guint *n);
const TnImportTarget *tn_import_target (const char *key);        /* NULL = unknown */

typedef struct _TnImportMap TnImportMap;
/* Finds the header and guesses every column. Never fails: a sheet without any header we know gets no columns mapped. Holds a ref of the table. */
TnImportMap *tn_import_map_guess (TnTable *table, guint sheet);
void tn_import_map_free (TnImportMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnImportMap, tn_import_map_free)
TnTable *tn_import_map_table (TnImportMap *map);
guint tn_import_map_sheet (const TnImportMap *map);

/* The header occupies rows [first, first + n) of the sheet, as indexes of tn_table_row(); n = 0 = no header. Setting it guesses anew. */
void tn_import_map_header (const TnImportMap *map, guint *first, guint *n);
void tn_import_map_set_header (TnImportMap *map, guint first, guint n);
guint tn_import_map_first_data (const TnImportMap *map);          /* index of the first row below header and column numbers */

guint tn_import_map_n_columns (const TnImportMap *map);
const char *tn_import_map_title (const TnImportMap *map, guint column);   /* header text, "" if none */
const char *tn_import_map_field (const TnImportMap *map, guint column);   /* target key, NULL = not imported */
int tn_import_map_column (const TnImportMap *map, const char *field);     /* first column of that target, -1 = none */
guint tn_import_map_confidence (const TnImportMap *map, guint column);    /* 0 to 100; 100 also for what the person set */
/* The person's word; field NULL = leave the column out. FALSE with TN_ERROR_INVALID for an unknown column or field. */
gboolean tn_import_map_set (TnImportMap *map, guint column, const char *field, GError **error);
/* "A=person.name,B=household.code,C=" on top of the guess; "C=" leaves C out. All or nothing. */
gboolean tn_import_map_parse (TnImportMap *map, const char *spec, GError **error);
char *tn_import_map_to_spec (const TnImportMap *map);             /* and back. Owned */
/* TRUE when there is at least a name column, so that an import can be planned. */
gboolean tn_import_map_is_usable (const TnImportMap *map);
G_END_DECLS
