/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-round.h"
G_BEGIN_DECLS

/* Who walks where. Each volunteer gets one run of the walk, so that nobody crosses the quarter, and as many doors as the others, or one more. */

#define TN_SHARE_NOBODY G_MAXUINT
typedef struct {
  guint walker;     /* in: whose it was, out: whose it is. Index, or TN_SHARE_NOBODY */
  gboolean kept;    /* stays with its walker, and counts for that one's load: given by hand, or done */
} TnShare;
/* Pure. items: in walking order. The same question has the same answer, and the answer asked again is itself. Who has one door more than the others is
 * whoever had more before, so that borders move as little as can be. What is kept may make loads differ by more; no other thing does. */
void tn_share_out (TnShare *items, guint n_items, guint n_walkers);

/* Shares the round out among these volunteers. They walk in the order in which they walk now, newcomers last, so that asking twice changes nothing
 * and one more volunteer moves the borders alone. Done doors stay with whom they were. keep_fixed: those given by hand do too. Empty edit: nothing
 * changes. n_volunteers = 0: nobody has them any more. */
TnEdit *tn_round_share (TnCopy *copy, const TnId *round, const TnId *volunteers, guint n_volunteers, gboolean keep_fixed, GError **error);
/* Gives a door to a volunteer by hand, at the place before another stop (NULL = where it stands, a null id = at the end); the rest follows, so that loads are level
 * again among those who walk. volunteer: a null id = whoever comes to walk there; the place alone is changed by hand. */
TnEdit *tn_round_move (TnCopy *copy, const TnId *stop, const TnId *volunteer, const TnId *before, GError **error);
G_END_DECLS
