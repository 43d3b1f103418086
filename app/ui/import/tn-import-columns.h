/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <adwaita.h>
#include "tn-import-map.h"
G_BEGIN_DECLS

/* Which column means what: one line a column with its title, a few of its values and where it goes. */
#define TN_TYPE_IMPORT_COLUMNS (tn_import_columns_get_type ())
G_DECLARE_FINAL_TYPE (TnImportColumns, tn_import_columns, TN, IMPORT_COLUMNS, AdwBin)

/* Shows `map`, which the person's choices change from here on; borrowed, must outlive the next call. Signal "changed" (). */
void tn_import_columns_set_map (TnImportColumns *self, TnImportMap *map);
G_END_DECLS
