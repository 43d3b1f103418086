/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ward-maker.h"
G_BEGIN_DECLS

/* A large ward after half a year of evenings: rounds with their stops, visits, patients with two checks a day, contacts with calls, tests, referrals.
 * Put into the table of records as they stand after a first copy; lists are made from it in one go. */
typedef struct { guint rounds, stops, visits, cases, checks, contacts, calls, tests, referrals, volunteers, total; } EveningCounts;

/* Adds about n records of work to the ward. now: the evening it is looked at, ms since 1970. */
void evening_ward_add (PracticeWard *ward, guint n, gint64 now, EveningCounts *counts);
/* The same into a ward that other things are put into too (ward-maker.h). */
void evening_ward_fill (WardMaker *w, const PracticeWard *ward, guint n, EveningCounts *counts);
G_END_DECLS
