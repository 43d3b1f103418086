/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-bulk.h"
G_BEGIN_DECLS

/* Shared by the files of bulk. */
typedef struct {
  TnCopy *copy;
  const TnBulkWish *wish;
  TnBulk *bulk;
  GHashTable *changes, *skipped;   /* text -> TnBulkGroup, borrowed from the bulk */
  GHashTable *shown;               /* token -> words, of references */
  GHashTable *members;             /* TnId of a subject -> GArray of TnId: memberships of wish->category on the day */
  GHashTable *sought;              /* TnId: subjects of wish->of_category; NULL = all */
  char *day;                       /* wish->date or today, stored form */
} TnBulkRun;
void tn_bulk_skip (TnBulkRun *run, const char *why);
/* One that changes; title may be NULL (worked out when it is shown). */
void tn_bulk_change (TnBulkRun *run, const TnId *id, const char *before, const char *after);

gboolean tn_bulk_plan_team (TnBulkRun *run, const TnId *ids, guint n, GError **error);
gboolean tn_bulk_plan_round (TnBulkRun *run, const TnId *ids, guint n, GCancellable *cancellable, GError **error);
gboolean tn_bulk_plan_propose (TnBulkRun *run, const TnId *ids, guint n, GCancellable *cancellable, GError **error);
/* NULL = this person is looked at, else why not. Borrowed. */
const char *tn_bulk_why_not_person (TnBulkRun *run, const TnRow *person);
G_END_DECLS
