/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-depot.h"
#include "tn-problem.h"
G_BEGIN_DECLS

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
} TnPushContext;

typedef struct { gint64 n; const char *code, *why; } TnPushAnswer;   /* static texts; why NULL if there is nothing to say */

typedef struct _TnPushResult {
  GArray *answers;          /* TnPushAnswer, for entries that were not simply taken */
  TnCursor head;
  gboolean moved;           /* the ward has a new commit */
  TnProblem problem;        /* set when FALSE is returned */
} TnPushResult;
void tn_push_result_clear (TnPushResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnPushResult, tn_push_result_clear)

/* `batch` is the inflated body. FALSE with an error and result->problem; nothing was written then. */
gboolean tn_push_run (const TnPushContext *context, GBytes *batch, TnPushResult *result, GError **error);

/* The first line of a batch: {"push":{"batch","count","schema","device","ward","origin"}}. Texts may be NULL. `origin` = the laptop whose edits a
 * hub hands on. */
typedef struct { gint64 count; char *device, *ward, *origin; TnSlice rest; /* the lines after it */ } TnBatchHead;
void tn_batch_head_clear (TnBatchHead *head);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnBatchHead, tn_batch_head_clear)
gboolean tn_batch_head_parse (GBytes *batch, TnBatchHead *head, TnProblem *problem, GError **error);
G_END_DECLS
