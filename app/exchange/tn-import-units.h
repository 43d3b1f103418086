/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-table.h"
#include "tn-edit.h"
G_BEGIN_DECLS

/* Official lists of administrative units as published: the General Statistics Office's export of three levels (to 2025-06-30), the list of two
 * levels since 2025-07-01. Ids come from level, code and first day of validity, so that the same list gives the same
 * records on every laptop, and both structures stand side by side. */
typedef struct {
  const char *valid_from, *valid_to;   /* stored dates; NULL = as the list's levels tell: three until 2025-06-30, two from 2025-07-01 */
  const char *province;                /* only this province's code; NULL = all */
} TnUnitsOptions;
typedef struct { guint provinces, districts, wards, added, changed, present, tidied /* names repaired */; } TnUnitsCounts;

/* Reads and writes, all or nothing, one undo. dry_run only counts. Blocks. TN_ERROR_INVALID when the table is no list of units that we know. */
gboolean tn_import_units (TnCopy *copy, TnTable *table, const TnUnitsOptions *options, gboolean dry_run, TnUnitsCounts *counts, gint64 *action,
                          GCancellable *cancellable, GError **error);
/* The id such a list gives to a unit. level is a key of unit.level. */
TnId tn_import_unit_id (const char *level, const char *code, const char *valid_from);
G_END_DECLS
