/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Green zones and safe families (product.md M1), as they were on any day.
 *
 * Each time that the level of a quarter, a group or an alley is set is a record of its own; nothing is overwritten. The level of a place on a day is the
 * newest that was set for this very place not later than it; an alley that was never set has that of its group, a group that of its quarter. So an alley
 * that is red stays red when its quarter is set to green, until somebody says so of the alley.
 *
 * Two laptops may set one place on one day to two levels. Both are kept and shown, and the graver one counts until somebody sets that place anew; set again
 * for the same day it takes the place of all that stand there.
 *
 * A safe family is one from its first day on until the day before `to`: from that day it is none. */

/* 0 = green, higher is graver; -1 = none of those known here. */
int tn_zone_rank (const char *level);

typedef struct {
  const char *level;    /* key of the choice; "" = never set */
  gint64 from;          /* yyyymmdd, 0 = never set */
  TnId id, place;       /* the record; the unit that it was set for, which may be above the one asked for */
  const char *other;    /* set too on that day, by somebody else, and less grave; NULL = none */
} TnZoneLevel;

/* ---- setting ---- */
/* area (a quarter or group), level and from (a whole date, default today) as a form has them; alley as it is written on its households. */
TnEdit *tn_zone_set (TnCopy *copy, const TnValues *values, GError **error);
/* date: stored form, NULL = today. Refused when the household is one already, or does not live there any more. */
TnEdit *tn_safe_family_set (TnCopy *copy, const TnId *household, const TnValues *values, GError **error);
/* Ends all that run. Refused when there is none, or when it would end before it began. */
TnEdit *tn_safe_family_end (TnCopy *copy, const TnId *household, const char *date, GError **error);
/* The one that runs on `day` (yyyymmdd) and began last; *found FALSE when there is none. */
gboolean tn_safe_family_on (TnCopy *copy, const TnId *household, gint64 day, TnId *id, gboolean *found, GError **error);

/* ---- as they stand (tn-zone-read.c) ---- */
typedef struct _TnZones TnZones;
/* All that was ever set: some thousand records in a year. Any thread that owns the copy. */
TnZones *tn_zones_read (TnCopy *copy, GError **error);
void tn_zones_free (TnZones *zones);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnZones, tn_zones_free)
/* alley NULL or "" = of the unit itself. day: yyyymmdd. */
TnZoneLevel tn_zones_level (const TnZones *zones, const TnId *area, const char *alley, gint64 day);

/* A place of a quarter whose level is followed: the quarter when it has no groups, each group, and each alley that was ever set by itself. */
typedef struct { TnId area; char *alley /* "" = the unit */, *name; TnZoneLevel level; } TnZonePlace;
typedef struct {
  TnId id;
  char *name;
  TnZoneLevel level;       /* of the quarter itself */
  GPtrArray *places;       /* TnZonePlace* */
  guint green;             /* of the places */
  gboolean clash;          /* of it or of one of its places */
} TnZoneQuarter;
/* TnZoneQuarter*, in the order of the ward's list. `only` NULL = all. Owned. */
GPtrArray *tn_zones_quarters (const TnZones *zones, const TnId *only, gint64 day);

/* The past of one quarter with all below it, newest first. */
typedef struct { TnId id; char *name; const char *level; gint64 from; char *document; } TnZoneMark;
GPtrArray *tn_zones_past (const TnZones *zones, const TnId *quarter);

/* tn-zone-weeks.c: of one quarter at the end of a week (of this week: today). Shares are of the households as the register has them now, for what it was then is not kept. */
typedef struct {
  gint64 day;                     /* yyyymmdd */
  guint homes;                    /* households that live in the quarter */
  guint green;                    /* of them, in a green place */
  guint safe;                     /* of them, safe families */
  guint places, green_places;
} TnZoneWeek;
#define TN_ZONE_WEEKS 12
/* TnZoneWeek by value, TN_ZONE_WEEKS of them, the oldest first. now: ms. */
GArray *tn_zones_weeks (const TnZones *zones, TnCopy *copy, const TnId *quarter, gint64 now, GError **error);

/* For a list: a household that is a safe family on `day`. */
typedef struct { TnId id, household; char *address, *head, *area; gint64 from; } TnSafeLine;
void tn_safe_line_free (gpointer line);
#define TN_SAFE_COUNTED 1000u   /* behind a limit no more are counted: each has to be looked at, and a ward can have one at every door */
/* Newest first. area: a quarter or group with what lies in it, NULL = all. search: as in the list of households. limit 0 = all. n_more: how many there are behind the
 * limit, where TN_SAFE_COUNTED stands for so many or more; NULL = nobody asks. Owned. */
GPtrArray *tn_safe_family_list (TnCopy *copy, const TnId *area, const char *search, guint limit, gint64 day, guint *n_more, GError **error);
G_END_DECLS
