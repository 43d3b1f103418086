/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-household-jobs.h"
#include "tn-household-model.h"
G_BEGIN_DECLS

struct _TnHouseholdModel
{
  GObject parent_instance;

  TnStore *store;
  gulong changed_id;

  /* what is asked */
  char *search, *area, *alley, *category;
  gboolean include_gone, descending;
  TnHouseholdSort sort;

  /* what came */
  GArray *rows;             /* gint64 */
  GHashTable *live;         /* gint64* → Live */
  GQueue kept;              /* TnHousehold, newest last */
  GArray *wanted;           /* guint positions asked for since the last read */
  guint query_idle, fetch_idle, n_fetched;
  gboolean loading, refresh, answered;
  GCancellable *query_cancellable, *cancellable;
};

/* Signal "failed", unless it was only cancelled. */
void tn_household_model_fail (TnHouseholdModel *self, GError *error);

/* tn-household-model-lines.c */
/* The line at a position that the list has; an empty one is on its way to be filled. Owned. */
TnHousehold *tn_household_lines_get (TnHouseholdModel *self, guint position);
/* Fills lines with what was read, and keeps those that nobody holds. */
void tn_household_lines_take (TnHouseholdModel *self, TnHouseholdFetch *fetch);
/* Positions mean other lines after a change of the list, and lines on their way may be of no use any more: what is still held is asked
 * for anew by its row number. */
void tn_household_lines_moved (TnHouseholdModel *self);
/* After a change in the store: the lines that views hold are read again; those read ahead are dropped. */
void tn_household_lines_refresh (TnHouseholdModel *self);
/* The list ends before the lines that others hold. */
void tn_household_lines_forget (TnHouseholdModel *self);
G_END_DECLS
