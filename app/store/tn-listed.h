/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
#include "tn-fields.h"
G_BEGIN_DECLS

/* Lists of work without opening each record: stops of a round, visits since a day, cases that are open. What they are read by is named in
 * the schema (list_ref, list_state, list_time of a kind); the values stand in columns of table item. */
typedef struct {
  TnId id, parent, ref;    /* parent = by the kind's parent_field; null ids when there is none */
  const char *state;       /* key of the choice, "" = none; interned */
  gint64 at;               /* ms since 1970, or yyyymmdd where the kind lists by a date (what is not known is 00); 0 = not given */
} TnListed;

typedef struct {
  const char *kind;        /* must be given */
  const TnId *parent, *ref;   /* NULL = any */
  const char *state;       /* NULL = any */
  gint64 from, to;         /* from <= at < to; 0 = no bound */
  guint limit;             /* 0 = all */
  gboolean newest_first;   /* by `at`; else oldest first. Of one time by id */
} TnListedQuery;

/* TnListed by value, in the order asked for. Any thread that owns the copy. Costs what it returns: keep to one of parent, ref, state or a span
 * of time, each of which has its index. */
GArray *tn_query_listed (TnCopy *copy, const TnListedQuery *query, GError **error);
/* Each of them with its fields as a JSON object, without opening record by record: for what is worked out from many. `listed` and `body` live for the
 * call; those of one time come in any order. FALSE from `each` ends the reading, and is no error. */
typedef gboolean (*TnListedEach) (const TnListed *listed, TnSlice body, gpointer data);
gboolean tn_query_listed_each (TnCopy *copy, const TnListedQuery *query, TnListedEach each, gpointer data, GError **error);
/* How many there would be, `limit` and order aside. FALSE on error. */
gboolean tn_query_count_listed (TnCopy *copy, const TnListedQuery *query, guint *n, GError **error);
/* The newest of `kind` that hangs on `parent`, by `at`; *found FALSE when there is none. */
gboolean tn_query_last_listed (TnCopy *copy, const char *kind, const TnId *parent, TnListed *listed, gboolean *found, GError **error);
/* Column `marks` of table item has this bit where the field is true: a BOOL of the kind's list_marks. 0 = it is none of them. */
gint64 tn_listed_mark (const TnKind *kind, const char *field);
#define TN_LISTED_QUANTITY G_GINT64_CONSTANT (1000000)   /* column `quantity` in one: what has more decimals is rounded */
/* A stored date (YYYY, YYYY-MM or YYYY-MM-DD) as lists have it; 0 when it is none. */
gint64 tn_listed_date (const char *stored);
/* What `to` of a query is for those up to this date, it with them: of "2021-12" all of December. 0 stays 0. */
gint64 tn_listed_behind (gint64 at);
/* And back, of a whole date; NULL when day or month are not known. Owned. */
char *tn_listed_date_text (gint64 at);
/* As a person reads it, as far as it is known: "24/12/2021", "12/2021"; "" when it is 0. Owned, never NULL. */
char *tn_listed_date_show (gint64 at);
/* The same of a record's field; 0 when it has none. */
gint64 tn_listed_row_date (const TnRow *row, const char *field);
gint64 tn_listed_field_date (const TnFields *fields, const char *key);
/* The local day of a moment (ms since 1970), and of now. */
gint64 tn_listed_day (gint64 ms);
gint64 tn_listed_today (TnCopy *copy);
G_END_DECLS
