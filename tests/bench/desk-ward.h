/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "evening-ward.h"
G_BEGIN_DECLS

/* A large ward after half a year of evenings and of days at the desk: support, petitions, stock and gifts, sponsors and pairs, campaigns and answers, zones, safe
 * families and commendations, work, surveys, pairs that were looked at. Of each kind the first record has far more hanging on it than the others, as the
 * best known donor or the largest programme has: `first` names it. */
typedef struct {
  TnId programme, petition, report, item, place, donor, gift, reduction, orphan, sponsorship, pair, campaign, answer, quarter, safe_family, movement, commendation, wish, jobless, business,
       need, survey;
} DeskFirst;

typedef struct { EveningCounts evening; DeskFirst first; guint desk, total; } DeskWard;

/* Adds about n records: two thirds of them the evening's, one third the desk's. now: when the ward is looked at, ms since 1970. */
void desk_ward_add (PracticeWard *ward, guint n, gint64 now, DeskWard *made);
G_END_DECLS
