/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
#include "tn-query.h"
#include <gio/gio.h>
G_BEGIN_DECLS

/* One thing done to many households at once (issue 5, "Bulk"): looked at first, written as one edit, undone as one. Nothing is written here. */
typedef enum {
  TN_BULK_SET,       /* a field of each */
  TN_BULK_GIVE,      /* a category */
  TN_BULK_END,       /* a category they belong to */
  TN_BULK_TEAM,      /* the team looks after the alleys that they live in */
  TN_BULK_ROUND,     /* the round goes there too */
  TN_BULK_PROPOSE,   /* for a programme: the households, or of one for people those who live there (tn-support.h) */
} TnBulkWhat;

typedef struct {
  TnBulkWhat what;
  gboolean people;              /* SET, GIVE, END: those who live in the households, instead of the households themselves */
  const char *of_category;      /* of people: only who belongs to it today; NULL or "" = all */
  guint age_from, age_to;       /* of people: whole years, both included; 0 = no bound. With one, who has no date of birth is skipped */
  const char *field, *token;    /* SET: key and JSON token; "null" clears */
  const char *category;         /* GIVE, END: choice key, or code of a district's own */
  const char *date, *document;  /* GIVE: from; END: to. Stored form, NULL = today. document NULL = none */
  TnId to;                      /* TEAM, ROUND, PROPOSE */
} TnBulkWish;

TnBulkWish *tn_bulk_wish_copy (const TnBulkWish *wish);   /* with its texts */
void tn_bulk_wish_free (TnBulkWish *copied);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnBulkWish, tn_bulk_wish_free)

/* So many of one kind: "Permanent → Temporary", or why they are skipped. */
typedef struct { char *text; guint n; } TnBulkGroup;
/* One that changes. before and after "" = empty. */
typedef struct { TnId id; char *title, *before, *after; } TnBulkLine;
#define TN_BULK_LINES 100
typedef struct {
  TnEdit *edit;                 /* empty when nothing changes */
  guint n;                      /* households or people looked at */
  guint n_changes, n_same /* is so already */, n_skipped;
  GPtrArray *changes, *skipped; /* TnBulkGroup*, most first */
  GPtrArray *lines;             /* TnBulkLine*, the first TN_BULK_LINES that change, in the order given */
  char *note;                   /* what else to know ("23 other households live in these alleys"); NULL = nothing */
} TnBulk;
void tn_bulk_free (TnBulk *bulk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnBulk, tn_bulk_free)

/* Looks at these households and builds the edit. progress may be NULL: called on this thread with households done. Any thread that owns the copy. NULL
 * with a message when the wish makes no sense (a field that has rules of its own, a closed round) or was cancelled. */
TnBulk *tn_bulk_plan (TnCopy *copy, const TnBulkWish *wish, const TnId *ids, guint n, TnEditProgress progress, gpointer user_data, GCancellable *cancellable, GError **error);

/* May many be given one value of it? Not what has rules of its own (head, status, which household somebody lives in), nor what the programs write. */
gboolean tn_bulk_can_set (const TnKind *kind, const TnField *field);
/* Ids of the list's row numbers (gint64, tn_query_households()), in order; rows that are no longer there are left out. TnId by value. */
GArray *tn_bulk_ids (TnCopy *copy, const GArray *rows, GError **error);
G_END_DECLS
