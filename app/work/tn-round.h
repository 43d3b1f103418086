/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-doors.h"
#include "tn-edit.h"
#include "tn-query.h"
G_BEGIN_DECLS

/* Rounds (đợt thăm hộ, product.md R1): one evening of knocking at doors. Whom to look for and in which order is tn-round-plan.h; who walks where
 * is tn-round-share.h. Here: a round as it stands. All run on any thread that owns the copy. */
typedef struct {
  TnId id, area, team;           /* null ids = none */
  TnId campaign;                 /* of look_for "not_reached"; null = none */
  char *name;                    /* as given, or made of the place: "Khu phố 1, Hẻm 45" */
  char *evening;                 /* stored date */
  char *purpose, *look_for, *category, *state;    /* choice keys, "" = none; state "" = planned */
  char *street, *alley, *note;   /* "" = none */
  char *area_name, *team_name, *campaign_name;   /* "" = none */
  guint days;                    /* of look_for "not_visited" */
  guint n, open, done, absent, refused, moved;    /* stops; n = all of these. Those left out again are none */
} TnRound;
void tn_round_free (TnRound *round);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRound, tn_round_free)

TnRound *tn_round_read (TnCopy *copy, const TnId *id, GError **error);
gboolean tn_round_is_closed (const TnRound *round);

/* One door of a round. */
typedef struct {
  TnId id, household, volunteer; /* volunteer null = nobody yet */
  TnId carried_from;             /* the stop of an earlier round where nobody was at home; null = none */
  gint64 position;               /* order of the walk; not to be shown: it has gaps */
  guint number;                  /* short number on the sheet, unique in the round (see tn_round_find_number) */
  const char *state;             /* "open", "done", "absent", "refused", "moved"; never "left_out" here */
  gboolean fixed;                /* given to its volunteer by hand: sharing out again leaves it there */
  char *address;                 /* "45/12/3A Hẻm 45 Nguyễn Thông, room 3, Nhà trọ Hoa Mai" */
  char *street, *alley;          /* "" = none: headings of a sheet */
  char *head;                    /* name of the head; "" = nobody */
  guint n_people;                /* who live there */
  char *why;                     /* why it is in the round, for a person: "Nobody at home on 24/12/2021"; "" = as everybody */
} TnRoundStop;
void tn_round_stop_free (TnRoundStop *stop);

/* TnRoundStop* in walking order. A stop whose household is no longer here is left away. */
GPtrArray *tn_round_stops (TnCopy *copy, const TnId *round, GError **error);
/* One of them; NULL with TN_ERROR_NOT_FOUND. *round gets the round's id, may be NULL. */
TnRoundStop *tn_round_stop (TnCopy *copy, const TnId *stop, TnId *round, GError **error);
/* Stops with this number: one as a rule. Two laptops that added doors to one round at once can give a number twice; then a person must say
 * which is meant. TnRoundStop* borrowed from `stops`; the array is owned. */
GPtrArray *tn_round_find_number (GPtrArray *stops, guint number);

/* Who walks, in the order of the walk; those nobody walks come last with a null id and name "". */
typedef struct { TnId id; char *name; guint n, open; } TnRoundWalker;
void tn_round_walker_free (TnRoundWalker *walker);
/* TnRoundWalker* of those in `stops`. */
GPtrArray *tn_round_walkers (TnCopy *copy, GPtrArray *stops);
G_END_DECLS
