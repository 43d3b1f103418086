/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
#include "tn-problem.h"
G_BEGIN_DECLS

/* Of the depot's settings: when the administrator last put a backup back (ms since 1970), and by ward the batch that conflicts of a repair belong to. */
#define TN_META_RESTORED_AT "restored_at"
#define TN_META_REPAIR_BATCH "repair_batch."

/* The merge of one batch, under the ward's lock and in one transaction (sync.md 2.5, 2.10). What the batch touches is held in memory:
 * every change is judged there by wire/tn-merge.h, streams are settled, and only then the depot is told what to write. So one bad change
 * cannot spoil the others and no savepoint is needed; a depot that fails undoes the whole batch, which may be sent again. */
typedef struct _TnPushContext {
  TnDepot *depot;
  const TnEnv *env;
  const char *ward;
  const char *device, *device_name;  /* who pushes */
  GPtrArray *grants;                 /* TnGrant* of the device, ended ones too */
  const char *root_replica;          /* 12 hex: whose stamps the root's own changes carry */
  const TnHash *release;             /* the case in quarantine that this batch is of: closed in the same commit unless a line of it is held again; NULL = none */
  gboolean custody;                  /* that case is a whole batch */
  gboolean any_scope;                /* a person let it in: rights were that person's to judge */
} TnPushContext;

typedef struct { gint64 n; const char *code, *why; guint at; } TnPushAnswer;   /* static texts; why NULL if there is nothing to say; at = the how manyth line of the batch */

typedef struct { TnId id; const char *code, *why; } TnRepairAnswer;  /* code "erased", "held", or "moved": it is in no stream of the laptop's */

typedef struct _TnPushResult {
  GArray *repairs;          /* TnRepairAnswer, of tn_repair_run(): for lines that were not simply taken */
  GArray *answers;          /* TnPushAnswer, for entries that were not simply taken; in the order of the batch */
  TnCursor head;
  gboolean moved;           /* the ward has a new commit */
  gint64 before;            /* the ward's newest number before it */
  gboolean held_again;      /* some line is in quarantine now */
  gboolean erased;          /* some record was, as it hung on an erased one: the caller keeps the list (tn_district_keep_erased()) */
  TnProblem problem;        /* set when FALSE is returned */
} TnPushResult;
void tn_push_result_clear (TnPushResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnPushResult, tn_push_result_clear)

/* So many entries about records that are here make a batch large: then these go a way of their own (tn-push-stay.c). Tests set it lower, before anything is pushed. */
extern guint tn_push_large;

/* `batch` is the inflated body. FALSE with an error and result->problem; nothing was written then. */
gboolean tn_push_run (const TnPushContext *context, GBytes *batch, TnPushResult *result, GError **error);

/* Lines of a laptop's copy after this root was put back (sync.md 2.9, tn-push-repair.c): the first line is {"repair":{"count","schema"}}. All in one
 * transaction; the same lines may come again. FALSE as tn_push_run(). */
gboolean tn_repair_run (const TnPushContext *context, GBytes *lines, TnPushResult *result, GError **error);

/* The first line of a batch: {"push":{"batch","count","schema","device","ward","repair","origin","ahead"}}. Texts may be NULL. `origin` = the laptop whose
 * edits a hub hands on; `ahead` = the lines of a repair hold what only hubs have said. */
typedef struct { gint64 count; gboolean repair, ahead; char *device, *ward, *origin; TnSlice rest; /* the lines after it */ } TnBatchHead;
void tn_batch_head_clear (TnBatchHead *head);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnBatchHead, tn_batch_head_clear)
/* `name` is "push" or "repair". */
gboolean tn_batch_head_parse (GBytes *batch, const char *name, TnBatchHead *head, TnProblem *problem, GError **error);
G_END_DECLS
