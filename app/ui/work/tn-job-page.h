/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-business.h"
#include "tn-job.h"
#include "tn-record-page.h"
G_BEGIN_DECLS

/* What stands beside the lists of work: somebody who looks for it (or lost it and was not asked yet) and who needs such people; a business; one of its needs
 * and who looks for such work. */
typedef struct
{
  TnRow *row;               /* a wish, a person, a business or a need */
  char *title;              /* of the person or the business */
  TnId household, business; /* null = none */
  char *address, *area;     /* "" = not known */
  GPtrArray *people;        /* TnJobLine: suggested for a need, placed at a business; NULL = none are shown */
  GPtrArray *needs;         /* TnNeedLine: of a business; for workers, of all, beside a wish; NULL = none are shown */
  GArray *points;           /* guint for each of `needs` beside a wish; NULL else */
  guint found, wanted;      /* of a need for workers: who found work there since, and how many are needed; 0 = not said */
  TnLodging lodging;
  gboolean lodged;
} TnJobView;
void tn_job_view_free (TnJobView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnJobView, tn_job_view_free)

/* Any thread that owns the copy. */
TnJobView *tn_job_view_read (TnCopy *copy, const TnId *id, GError **error);
/* Its rows and buttons use the actions "work.…" of the screen that it is in, and "win.new-job-wish". */
void tn_job_page_write (TnRecordPage *page, const TnJobView *view, gint64 today);
G_END_DECLS
