/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-round.h"
G_BEGIN_DECLS

/* Whom a round looks for, who is left out and why, and the round itself as one edit. */

/* Homes where nobody was, or that were not reached, come again in rounds of so many days later. */
#define TN_ROUND_CARRY_DAYS 30
/* Who refused, or has moved away by what was found at the door, is not knocked at again for so many days. */
#define TN_ROUND_REST_DAYS 30

typedef struct {
  TnId id;                       /* the new round's; null = a fresh one */
  TnId area, team;               /* null ids = the whole ward; no team */
  const char *street, *alley;    /* NULL or "" = all; as listed by tn_query_streets(), tn_query_alleys() */
  const char *look_for;          /* "all", "category", "not_visited", "unvaccinated", "not_reached"; NULL = all */
  const char *category;          /* of "category" */
  guint days;                    /* of "not_visited" */
  TnId campaign;                 /* of "not_reached": households that it has not reached (tn-campaign.h); else null */
  const char *evening;           /* stored date; NULL = today */
  const char *purpose, *name, *note;   /* NULL = none */
  const TnId *volunteers;        /* who walks; n 0 = nobody yet. Those of an existing round stay when n is 0 */
  guint n_volunteers;
  const TnId *only;              /* these households alone, of the place; NULL = all that stand there */
  guint n_only;
} TnRoundWish;

typedef enum {
  TN_LEFT_GONE,                  /* the household has moved away, joined another or ended */
  TN_LEFT_AWAY,                  /* absent by the register */
  TN_LEFT_EMPTY,                 /* nobody lives there by the register */
  TN_LEFT_OTHER_ROUND,           /* another round of the same evening goes there */
  TN_LEFT_REFUSED,               /* did not wish it, lately */
  TN_LEFT_MOVED,                 /* was found to have moved away, lately */
  TN_LEFT_NOT_SOUGHT,            /* not of those that the round looks for */
  TN_LEFT_N
} TnRoundLeft;
/* "Did not wish it lately". Translated, borrowed. */
const char *tn_round_left_name (TnRoundLeft why);

typedef struct { TnId household; TnRoundLeft why; } TnRoundLeftOut;
typedef struct {
  GPtrArray *doors;              /* TnDoor*, in walking order */
  GHashTable *carried;           /* TnId of a household -> TnId of the stop that it is carried over from */
  guint left[TN_LEFT_N];
  GArray *left_out;              /* TnRoundLeftOut, in the order of the register's list */
} TnRoundFound;
void tn_round_found_free (TnRoundFound *found);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRoundFound, tn_round_found_free)

/* Writes nothing. round: the one that is planned again, NULL = a new one. */
TnRoundFound *tn_round_find (TnCopy *copy, const TnRoundWish *wish, const TnId *round, GCancellable *cancellable, GError **error);
/* A new round, shared out among wish->volunteers. *id gets its id, may be NULL. Nobody found is TN_ERROR_INVALID, with how many were left out. */
TnEdit *tn_round_plan (TnCopy *copy, const TnRoundWish *wish, TnId *id, GCancellable *cancellable, GError **error);
/* The round looks again for whom it says: new doors come in at their place, open ones that are no longer sought leave, what was visited stays.
 * Writes what differs alone. */
TnEdit *tn_round_plan_again (TnCopy *copy, const TnId *round, GCancellable *cancellable, GError **error);
/* These households come into the round at their place in the walk, whatever it looks for; those that a round leaves out stay out. *found gets what was
 * judged: doors that come in newly, and who is left out and why; of those in neither the round has them already. A later tn_round_plan_again() looks
 * for what the round says alone. */
TnEdit *tn_round_add (TnCopy *copy, const TnId *round, const TnId *households, guint n, TnRoundFound **found, GCancellable *cancellable, GError **error);
/* A round that was planned by mistake, with its stops. One that was walked is closed instead: TN_ERROR_INVALID. */
TnEdit *tn_round_delete (TnCopy *copy, const TnId *round, GError **error);
TnEdit *tn_round_set_closed (TnCopy *copy, const TnId *round, gboolean closed, GError **error);
G_END_DECLS
