/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-import-map.h"
#include "tn-edit.h"
G_BEGIN_DECLS

/* A list of a ward as a plan: what it would add and change, and every row that a person should look at. Planning reads the copy and writes
 * nothing; applying is one TnEdit: all or nothing, one undo. */
typedef struct _TnImportPlan TnImportPlan;

typedef struct {
  gboolean update;         /* give existing records the new, non-empty values of the list (else they stay as they are) */
  gboolean skip_errors;    /* leave out the rows of doubts of level ERROR; without it such a plan can not be applied */
  const TnId *area;        /* quarter or group for rows that name none; NULL = none */
} TnImportOptions;

typedef enum {
  TN_DOUBT_HINT,           /* imported, something was read in a way worth knowing */
  TN_DOUBT_WARNING,        /* imported; what could not be read is kept in the notes */
  TN_DOUBT_ERROR,          /* this row can not be imported */
} TnDoubtLevel;
/* row as Excel counts it; column from 0, -1 = the row as a whole; value as written; why translated, for a person. */
typedef struct { guint row; int column; TnDoubtLevel level; char *value, *why; } TnImportDoubt;

typedef struct {
  guint rows;                                            /* rows of data read */
  guint households, people, cards, memberships, units;   /* that would be added */
  guint households_present, people_present;              /* already here */
  guint changed;                                         /* records here that would get new values (update), or could (no update) */
  guint errors, warnings;                                /* doubts */
} TnImportCounts;

typedef enum { TN_IMPORT_NEW, TN_IMPORT_PRESENT, TN_IMPORT_CHANGED } TnImportState;
/* One household of the preview. Borrowed from the plan. */
typedef struct { guint row, n_people, n_new; TnImportState state; const char *head, *code, *address, *area; } TnImportPreview;

/* Called on the planning or applying thread. */
typedef void (*TnImportProgress) (guint done, guint total, gpointer user_data);

/* Blocks; copy may be read-only. Keeps a ref of the map's table and a copy of the map. */
TnImportPlan *tn_import_plan_new (TnCopy *copy, TnImportMap *map, const TnImportOptions *options, TnImportProgress progress, gpointer user_data,
                                  GCancellable *cancellable, GError **error);
void tn_import_plan_free (TnImportPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnImportPlan, tn_import_plan_free)
const TnImportCounts *tn_import_plan_counts (const TnImportPlan *plan);
const TnImportDoubt *tn_import_plan_doubts (const TnImportPlan *plan, guint *n);   /* by row */
guint tn_import_plan_n_households (const TnImportPlan *plan);
TnImportPreview tn_import_plan_household (const TnImportPlan *plan, guint index);
/* TRUE when there is nothing to write. */
gboolean tn_import_plan_is_empty (const TnImportPlan *plan);

/* Writes the plan; action gets the undo number, 0 when nothing changed. If the copy was changed since planning, it is planned anew first,
 * so that nothing is added twice. TN_ERROR_INVALID while there are error rows and skip_errors is off. */
gboolean tn_import_plan_apply (TnImportPlan *plan, TnCopy *copy, gint64 *action, TnImportProgress progress, gpointer user_data,
                               GCancellable *cancellable, GError **error);
G_END_DECLS
