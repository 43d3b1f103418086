/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-record-page.h"
#include "tn-support-model.h"
G_BEGIN_DECLS

/* What stands beside the list of programmes. */
typedef struct
{
  TnRow *row;
  TnProgramme *programme;
  TnProgrammeSums sums;
  char *goods;           /* what each gets in kind, in words */
  char *rule;            /* in words, a condition a line */
  char *not_understood;  /* of the rule; NULL = all is */
} TnProgrammeView;
void tn_programme_view_free (TnProgrammeView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnProgrammeView, tn_programme_view_free)
/* Any thread that owns the copy. */
TnProgrammeView *tn_programme_view_read (TnCopy *copy, const TnId *id, GError **error);
/* Uses the actions "support.…" of the screen. people: those of this programme, or not loaded yet: then counts are missing. */
void tn_programme_page_write (TnRecordPage *page, const TnProgrammeView *view, TnSupportModel *people);
G_END_DECLS
