/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-fields.h"
G_BEGIN_DECLS

/* Reading many records of one kind without making a row of each: for figures that are counted from all volunteers, teams or buildings. */

/* fields: borrowed, until it returns. It must ask nothing of the copy. */
typedef void (*TnEachFunc) (const TnFields *fields, gpointer data);
/* Every live record of a kind that hangs on no other record, in list order. Any thread that owns the copy. */
gboolean tn_query_each (TnCopy *copy, const char *kind, TnEachFunc func, gpointer data, GError **error);
/* The same of those that have all words of `typed`, as the search of households finds words: by their beginnings, in any order, whatever the marks, in any
 * field that the schema marks TN_FIELD_SEARCH. NULL or "" = all. For kinds of some hundred records: each is read. */
gboolean tn_query_each_found (TnCopy *copy, const char *kind, const char *typed, TnEachFunc func, gpointer data, GError **error);
G_END_DECLS
