/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
#include <gio/gio.h>
G_BEGIN_DECLS

/* What TnHouseholdModel has done on the threads of the store. */

/* The list's question, with what it points to. */
typedef struct
{
  TnHouseholdQuery query;   /* its texts are owned here */
  TnId area;
  guint n_first;            /* so many lines from the top are read with the list: what the person waits for when it is shown first */
} TnHouseholdQuestion;
void tn_household_question_free (gpointer question);
/* Some lines. */
typedef struct
{
  GArray *rows;             /* gint64 */
  GPtrArray *items;         /* TnHouseholdItem, same order; NULL = gone since */
} TnHouseholdFetch;
void tn_household_fetch_free (gpointer fetch);
/* The list, with its first lines. */
typedef struct
{
  GArray *rows;             /* gint64; owned, may be stolen */
  TnHouseholdFetch *first;
} TnHouseholdAnswer;
void tn_household_answer_free (gpointer answer);
/* A TnStoreFunc: data is a TnHouseholdQuestion, the result a TnHouseholdAnswer. */
gpointer tn_household_jobs_read_rows (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
/* A TnStoreFunc: data is a GArray of row numbers, the result a TnHouseholdFetch. */
gpointer tn_household_jobs_read_items (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error);
G_END_DECLS
