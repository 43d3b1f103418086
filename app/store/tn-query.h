/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* Reads of one answer must see one state, and are cheaper: the file is locked once. Nests in whatever transaction is open. *own goes to tn_query_end(). */
gboolean tn_query_begin (TnCopy *copy, gboolean *own, GError **error);
void tn_query_end (TnCopy *copy, gboolean own);

/* Reading for screens, tungnha-ctl and exports. Ids first, items on demand: a list of 60,000 costs 60,000 row numbers. */
typedef enum { TN_SORT_ADDRESS, TN_SORT_HEAD, TN_SORT_CODE } TnHouseholdSort;
typedef struct {
  const char *search;          /* any words in any order, prefixes; NULL or "" = all */
  const TnId *area;            /* quarter or group, with everything below it; NULL = all */
  const char *alley;           /* exact as listed by tn_query_alleys(); NULL = all */
  const char *street;
  const char *category;        /* a person or the household itself is a member today; NULL = all */
  gboolean include_gone;       /* moved away, joined, ended */
  TnHouseholdSort sort;
  gboolean descending;
} TnHouseholdQuery;
/* gint64 row numbers of tn_query_household_item(), in list order. */
GArray *tn_query_households (TnCopy *copy, const TnHouseholdQuery *query, GError **error);
typedef struct {
  gint64 row; TnId id;
  char *code, *head, *address /* house number, alley, street, room, building */, *alley, *street, *area, *phone, *status /* choice key, "" = present */;
  guint n_people; gboolean waiting /* has unsent edits */, conflict /* has an open conflict */;
} TnHouseholdItem;
void tn_household_item_free (TnHouseholdItem *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnHouseholdItem, tn_household_item_free)
TnHouseholdItem *tn_query_household_item (TnCopy *copy, gint64 row, GError **error);
gint64 tn_query_household_row (TnCopy *copy, const TnId *id);                     /* 0 = none */

/* Find people and households at once, best first (tungnha-ctl find, quick search). */
typedef struct { TnId id, household; char *kind, *title, *detail; } TnHit;
void tn_hit_free (TnHit *hit);
GPtrArray *tn_query_find (TnCopy *copy, const char *text, guint limit, GError **error);

/* TnRow* of all live records of a kind that hang on `parent` (people of a household, cards of a person, visits…), in their natural order:
 * people head first then as listed; visits newest first. */
GPtrArray *tn_query_children (TnCopy *copy, const char *kind, const TnId *parent, GError **error);
/* TnId of all live records of a kind, in list order (name, code or date). */
GArray *tn_query_ids (TnCopy *copy, const char *kind, GError **error);
typedef struct { char *kind; guint64 n; } TnCount;
void tn_count_free (TnCount *count);
GPtrArray *tn_query_counts (TnCopy *copy, GError **error);                        /* live records by kind */

typedef struct { TnId id; TnId parent; char *code, *name, *level; guint depth; guint n_households; } TnAreaItem;
void tn_area_item_free (TnAreaItem *item);
GPtrArray *tn_query_areas (TnCopy *copy, GError **error);                         /* quarters and groups of the ward, tree order */
/* How many households name this very unit (not one below it); area NULL = none at all. FALSE on error. */
gboolean tn_query_count_households (TnCopy *copy, const TnId *area, guint *n, GError **error);
/* The same by alley, of all units: TnAlleyCount*. Reads an index of all households. */
typedef struct { TnId area /* null = none */; char *alley; guint n; } TnAlleyCount;
void tn_alley_count_free (TnAlleyCount *count);
GPtrArray *tn_query_alley_counts (TnCopy *copy, GError **error);
GPtrArray *tn_query_alleys (TnCopy *copy, const TnId *area /* NULL = all */, GError **error);   /* char*, house-number order */
GPtrArray *tn_query_streets (TnCopy *copy, GError **error);                       /* char* */
/* A person's words for any record: "Nguyễn Văn A", "45/2 Hẻm 45 Nguyễn Thông", "Tổ 28". Owned, never NULL. */
char *tn_query_title (TnCopy *copy, const TnId *id);
/* The same of the record that a field names, whose id goes to *named (may be NULL); "" when it names none. Owned, never NULL. */
char *tn_query_title_named (TnCopy *copy, const TnRow *row, const char *field, TnId *named);

/* The past of a record and of what hangs on it, newest first. */
typedef struct { gint64 at; TnStamp stamp; TnId id; char *kind, *unit, *label, *before, *after, *by, *device; gboolean waiting; } TnHistoryItem;
void tn_history_item_free (TnHistoryItem *item);
GPtrArray *tn_query_history (TnCopy *copy, const TnId *id, gboolean with_children, GError **error);

/* Open conflicts, oldest first; record NULL = all. The words of a protected record's values are masked: who asks for them is written down
 * (store/tn-opened.h), and only then are they shown with tn_query_show_unit() of standing_json and other_json. */
typedef struct {
  TnId id, record; char *kind, *title, *unit, *unit_label, *type;
  gboolean masked;                                                        /* standing and other are not the values themselves */
  char *standing, *standing_by, *standing_device; gint64 standing_at;     /* values in words, times in ms */
  char *other, *other_by, *other_device; gint64 other_at;
  char *standing_json, *other_json;
  char *batch; gint64 batch_at;     /* of a restore: what came to light together, and since when (ms); "" = of none */
} TnConflictItem;
void tn_conflict_item_free (TnConflictItem *item);
GPtrArray *tn_query_conflicts (TnCopy *copy, const TnId *record, GError **error);
/* Is the row of a protected kind, or a conflict about one that is? Of a conflict about a record that is not here its stream tells. */
gboolean tn_query_is_protected (TnCopy *copy, const TnRow *row);
/* A unit's value in words: "45/2, Hẻm 45, Nguyễn Thông". Owned. */
char *tn_query_show_unit (TnCopy *copy, const TnKind *kind, const char *unit, const char *json);
/* A unit's name as a person reads it, "*" and "_del" too; kind NULL = not known here. Translated; the unit itself when nobody named it. */
const char *tn_query_unit_label (const TnKind *kind, const char *unit);
G_END_DECLS
