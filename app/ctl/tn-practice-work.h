/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* Three weeks of invented work on the practice ward's imported list, so that each page shows a believable state. Each theme has a function in a
 * tn-practice-<theme>.c of its own and a line in tn-practice-work.c; it reads what stands in the copy and writes through the one door. The same
 * list and the same day give the same work. */
typedef struct {
  TnCopy *copy;
  gint64 now;               /* ms since 1970: the evening that the practice begins in */
  GRand *rand;
  GArray *households;       /* TnId in walking order */
} TnPracticeWork;

/* FALSE with error: nothing of this theme was written. */
typedef gboolean (*TnPracticeTheme) (TnPracticeWork *work, GError **error);

/* Six teams with thirty members, core members, buildings: volunteers for all that follows. */
gboolean tn_practice_teams (TnPracticeWork *work, GError **error);
/* Rounds with their visits, walked by the teams; tonight's are half done. */
gboolean tn_practice_add_rounds (TnPracticeWork *work, GError **error);
/* Professionals, and referrals of which two should have been taken by now. */
gboolean tn_practice_care (TnPracticeWork *work, GError **error);
/* Petitions, of which ten wait and three are late, and one report of wrongdoing. */
gboolean tn_practice_petitions (TnPracticeWork *work, GError **error);
/* tn-practice-stock.c: stock at three places, one of them below zero; donors, gifts, reductions in the boarding houses. */
gboolean tn_practice_stock (TnPracticeWork *work, GError **error);
/* tn-practice-hands.c: after it, whose donors sponsor orphans; pairs, some waiting. */
gboolean tn_practice_hands (TnPracticeWork *work, GError **error);
/* Zones, safe families, movements and commendations; businesses, their needs, and who looks for work. */
gboolean tn_practice_movements (TnPracticeWork *work, GError **error);
gboolean tn_practice_jobs (TnPracticeWork *work, GError **error);
/* Three campaigns; a dozen official answers, one replaced and one expired: after the rounds, which reach homes. */
gboolean tn_practice_information (TnPracticeWork *work, GError **error);
/* Two surveys, one closed with 200 sheets. */
gboolean tn_practice_surveys (TnPracticeWork *work, GError **error);
/* The ward's quarters in list order: TnId. */
GArray *tn_practice_quarters (TnPracticeWork *work, GError **error);
/* tn-practice-patients.c */
gboolean tn_practice_patients (TnPracticeWork *work, GError **error);
/* tn-practice-tracing.c: after the patients, whose contacts they are. */
gboolean tn_practice_tracing (TnPracticeWork *work, GError **error);
/* tn-practice-door.c */
gboolean tn_practice_door (TnPracticeWork *work, GError **error);

/* Programmes of support, partly handed over; one person with two receipts. */
gboolean tn_practice_support (TnPracticeWork *work, GError **error);

void tn_practice_set_day (const TnPracticeWork *work, TnEdit *edit, const TnId *id, const char *field, int days_ago);
/* Runs all themes. */
gboolean tn_practice_work (TnCopy *copy, gint64 now, GError **error);
/* One theme's edit; an empty one is no error. Takes it. */
gboolean tn_practice_write (TnPracticeWork *work, TnEdit *edit, GError **error);
G_END_DECLS
