/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-copy.h"
G_BEGIN_DECLS

/* What a round needs of many households and stops at once: read from the lists alone, without opening people or the outbox for each. */
typedef struct {
  gint64 row;                    /* as tn_query_households() gives it */
  TnId id, area, building;       /* null ids = none */
  char *house_no, *alley, *street, *room, *building_name;   /* the building's address where the household has none; NULL = none */
  char *head;                    /* "" = nobody */
  char *status;                  /* key of the choice; "" = present */
  guint n_people;                /* who live there */
} TnDoor;
void tn_door_clear (TnDoor *door);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnDoor, tn_door_clear)

/* Fills an empty door. *found FALSE when there is no such household any more. Any thread that owns the copy. */
gboolean tn_query_door (TnCopy *copy, gint64 row, TnDoor *door, gboolean *found, GError **error);
gboolean tn_query_door_of (TnCopy *copy, const TnId *household, TnDoor *door, gboolean *found, GError **error);
/* "45/2 Hẻm 45 Nguyễn Thông, room 3, Nhà trọ Hoa Mai". Owned. */
char *tn_door_address (const TnDoor *door);

/* How many of the households that live here were met in a visit of this time (ms: from <= at < to), and how many there are. */
gboolean tn_query_count_visited (TnCopy *copy, gint64 from, gint64 to, guint *visited, guint *n, GError **error);
/* gint64 row numbers of the households where somebody who lives there is not known to be fully vaccinated; who is too young does not count. */
GArray *tn_query_unvaccinated (TnCopy *copy, GError **error);

/* A stop of a round as its record says. */
typedef struct {
  TnId id, household, round, volunteer, carried_from;   /* null ids = none */
  gint64 position;               /* order within the round; gaps are left so that one that moves is one change */
  guint number;                  /* on the sheet; 0 = none */
  const char *state;             /* key of the choice; "" = none; interned */
  gboolean fixed;                /* given to its volunteer by hand */
} TnStopRow;
/* TnStopRow by value, by position, then id. */
GArray *tn_query_stop_rows (TnCopy *copy, const TnId *round, GError **error);
/* One of them; *found FALSE when it is no live stop. */
gboolean tn_query_stop_row (TnCopy *copy, const TnId *stop, TnStopRow *row, gboolean *found, GError **error);
G_END_DECLS
