/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-support-do.h"
G_BEGIN_DECLS

/* One step with some people; shared by its dialog and the writer's thread. Of this folder alone. */
typedef struct
{
  TnSupportDo what;
  TnId programme;
  GArray *ids;             /* TnId: whom to propose, else entitlements */
  char *reason, *receiver, *sheet, *note;
  gint64 at, amount;       /* amount: đồng; 0 = what the programme gives */
  TnId place;
  GPtrArray *left;         /* TnSupportLeft*, with their names in `names` */
  GPtrArray *names;
} TnSupportJob;

/* lines: TnSupportLine; those that the step does not fit are left out. */
TnSupportJob *tn_support_job_new (TnSupportDo what, const TnId *programme, const GArray *lines);
TnSupportJob *tn_support_job_ref (TnSupportJob *job);
void tn_support_job_unref (gpointer job);
/* A TnWorkFunc: builds the edit, and says who was left out. */
TnEdit *tn_support_job_run (TnCopy *copy, gpointer job, GError **error);
/* Who was left out and why, a line each, not all of very many. Owned. */
char *tn_support_job_dup_left (const TnSupportJob *job);
G_END_DECLS
