/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-edit.h"
#include "tn-listed.h"
G_BEGIN_DECLS

/* Two cases that were opened for one person on two laptops are one when somebody joins them: one stays, the others point to it (joined_into, state "joined").
 * Nothing moves. Checks, responses, bags and contacts hang where they were written, and whoever reads a case reads all that count with it; so it does not
 * matter in which order laptops reconcile, and what somebody writes on the other one meanwhile is seen. A case that points to nothing (what it was joined
 * into was deleted, or its person turned out to be another) counts as open again, and of cases that point to each other the one with the smallest id stays:
 * nobody is left unwatched by it. Any thread that owns the copy. */

typedef struct _TnCaseJoins TnCaseJoins;
/* The joined cases of one person; person NULL = of everybody. */
TnCaseJoins *tn_case_joins_read (TnCopy *copy, const TnId *person, GError **error);
void tn_case_joins_free (TnCaseJoins *joins);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCaseJoins, tn_case_joins_free)
/* The case that this one counts with: itself when it was joined into none. */
TnId tn_case_joins_root (const TnCaseJoins *joins, const TnId *home_case);
/* A case and those that were joined into it: TnId, it first, the others by id. */
GArray *tn_case_joins_parts (const TnCaseJoins *joins, const TnId *root);
/* All that are watched, of one person or of everybody: TnListed, the one that began first before the others (of one day by id). */
GArray *tn_case_joins_open (const TnCaseJoins *joins, TnCopy *copy, const TnId *person, GError **error);

/* The live case that this one counts with, or NULL with a message. */
TnRow *tn_case_get_root (TnCopy *copy, const TnId *home_case, GError **error);
/* Its parts, it first (tn_case_joins_parts()). */
GArray *tn_case_parts (TnCopy *copy, const TnId *home_case, GError **error);
/* The same with the parts of every other case of this person that is open: what was given to somebody counts, whoever wrote it where. */
GArray *tn_case_together (TnCopy *copy, const TnId *home_case, GError **error);
/* What a list has of these cases: TnListed by time. The query's parent is passed over; its limit is not kept. */
GArray *tn_case_listed (TnCopy *copy, const GArray *parts, const TnListedQuery *query, GError **error);
/* Live records of a kind that hang on a case or on one that was joined into it: TnRow*. */
GPtrArray *tn_case_children (TnCopy *copy, const char *kind, const TnId *home_case, GError **error);

/* Makes one of all open cases of a person: the one that began first stays, gets what only the others know and the gravest risk, and the others are joined
 * into it. What they say otherwise stays with them. Refused when there is one, or none. */
TnEdit *tn_work_join_cases (TnCopy *copy, const TnId *person, GError **error);
/* They were not one after all: this case, which was joined, is watched by itself again with all that hangs on it. Refused for the dead. */
TnEdit *tn_work_part_case (TnCopy *copy, const TnId *home_case, GError **error);
G_END_DECLS
