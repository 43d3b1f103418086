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

/* The page of each of them: on which screen it stands, what it is, and where its id is in DeskFirst. */
typedef struct { const char *screen, *page; glong of; } DeskPage;
extern const DeskPage desk_pages[];
extern const guint n_desk_pages;
const TnId *desk_page_id (const DeskPage *page, const DeskWard *made);

/* Adds about n records: two thirds of them the evening's, one third the desk's. now: when the ward is looked at, ms since 1970. */
void desk_ward_add (PracticeWard *ward, guint n, gint64 now, DeskWard *made);
/* A ward with all that. folder: it is made there once, stays, and is used again by whoever names it; NULL or "": for this time alone. */
void desk_ward_make (const char *folder, guint households, guint records, PracticeWard *ward, DeskWard *made);
void desk_ward_clear (PracticeWard *ward);   /* what stays, stays */
G_END_DECLS
