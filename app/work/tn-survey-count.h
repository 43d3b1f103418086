/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-survey.h"
G_BEGIN_DECLS

/* A survey as counts. Of a quarter with fewer than TN_SITUATION_LEAST sheets nothing is told but that they are few, and what the others add up to must not
 * give it away: such quarters count together, and when even together they are too few, the whole ward is counted without them. Of a larger group a
 * choice that was made by one or two is "under 3", and what it could be worked out from is "about": the sum of who answered, and the ward's number of that
 * choice; numbers that one or two gave have no ranges. Who knows that
 * everybody answered can still work out such a choice of a larger group; nobody can work out a small group. */

typedef struct {
  const TnQuestion *question;
  GPtrArray *labels;        /* char*: choices; of a number its ranges: "0–9", none when under TN_SITUATION_LEAST gave one */
  GArray *counts;           /* guint, side by side with labels; for a person they are told by tn_question_count_text() */
  GArray *small;            /* guint, side by side: of the whole ward a part of it that is told beside it and is under TN_SITUATION_LEAST, else 0 */
  guint answered;
  double mean;              /* of a scale or a number; valid when answered >= TN_SITUATION_LEAST */
  gboolean few;             /* so few answered in one part of the ward that its mean would be found by subtraction: none is told */
} TnQuestionCount;

typedef struct { TnId id /* null = place not known */; char *name; guint n; } TnSurveyQuarter;

typedef struct {
  GPtrArray *questions;     /* TnQuestion* */
  guint n;                  /* sheets that are counted here */
  guint n_left_out;         /* of the whole ward: sheets that stand in no number */
  GPtrArray *counts;        /* TnQuestionCount*, one for each question; empty when n is under TN_SITUATION_LEAST */
  GPtrArray *quarters;      /* TnSurveyQuarter*, by name, whatever quarter was asked for */
} TnSurveyCount;
void tn_survey_count_free (TnSurveyCount *count);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSurveyCount, tn_survey_count_free)

/* quarter NULL = the whole ward. Costs what the survey has of sheets. Any thread that owns the copy. */
TnSurveyCount *tn_survey_count (TnCopy *copy, const TnId *survey, const TnId *quarter, GError **error);
/* The whole ward, and *quarters: a TnSurveyCount* of each of its `quarters`, in their order. The sheets are read once for all of them. */
TnSurveyCount *tn_survey_count_all (TnCopy *copy, const TnId *survey, GPtrArray **quarters, GError **error);
/* How many chose it, for a person: "12", "under 3", "about 15". Owned. */
char *tn_question_count_text (const TnQuestionCount *count, guint choice);
/* The same as the length of a bar, which tells no more than the text does. */
guint tn_question_count_bar (const TnQuestionCount *count, guint choice);
/* How many answered, for a person: "about" where a choice is hidden. Owned. */
char *tn_question_count_answered (const TnQuestionCount *count);
/* "3.6" with the locale's point; NULL when there is none to be told. Owned. */
char *tn_question_count_mean (const TnQuestionCount *count);
G_END_DECLS
