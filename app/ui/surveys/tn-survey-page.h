/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-record-page.h"
#include "tn-survey-count.h"
G_BEGIN_DECLS

/* What stands beside the list of surveys: its questions while it is in preparation, counts once it is open. */
typedef struct
{
  TnRow *row;
  const char *state;         /* static */
  TnSurveyCount *all;        /* of the whole ward; its questions are the survey's */
  GPtrArray *quarters;       /* TnSurveyCount*, one for each of all->quarters */
} TnSurveyView;
void tn_survey_view_free (TnSurveyView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSurveyView, tn_survey_view_free)

/* Any thread that owns the copy. */
TnSurveyView *tn_survey_view_read (TnCopy *copy, const TnId *id, GError **error);
/* quarter: whose counts are shown; NULL, or one that the survey does not have = the whole ward. Its rows and buttons use the actions "survey.…" of the screen
 * that it is in. */
void tn_survey_page_write (TnRecordPage *page, const TnSurveyView *view, const TnId *quarter);
G_END_DECLS
