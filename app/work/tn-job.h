/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* People out of work who want it (product.md E1): a wish is noted, and closed when they have work or do not look any more. */

/* wants must be there. A person has one wish that runs: a second is refused; what two laptops noted offline is one record. state "looking", since = today
 * unless given. */
TnEdit *tn_job_wish_note (TnCopy *copy, const TnId *person, const TnValues *values, GError **error);
/* Closes the wish: at this business, which also becomes the person's workplace; or, business NULL, where `note` says. date: stored form, NULL = today. */
TnEdit *tn_job_wish_place (TnCopy *copy, const TnId *wish, const TnId *business, const char *date, const char *note, GError **error);
TnEdit *tn_job_wish_stop (TnCopy *copy, const TnId *wish, const char *note, GError **error);

/* ---- as they stand (tn-job-read.c) ---- */

typedef struct {
  TnId id, person, business;       /* business null = none */
  char *name, *address, *wants, *skills;
  const char *state;               /* key */
  gint64 since;                    /* yyyymmdd, 0 = not known */
  guint points;                    /* of tn_job_list_for(): how well it goes with what is needed; 0 = only listed */
  char *common;                    /* the words for it; NULL = none */
} TnJobLine;
void tn_job_line_free (gpointer line);
/* state NULL = all; "looking" leaves out who died or moved away. Who has waited longest first. search: part of name, what is wanted or skills. limit 0 = all. n_more: how many
 * there are behind the limit; NULL = nobody asks. Owned. */
GPtrArray *tn_job_list (TnCopy *copy, const char *state, const char *search, guint limit, guint *n_more, GError **error);
/* Those who look for work, as a suggestion for this need of a business: who asks for such work first, and then all others; of the same by how long they wait. */
GPtrArray *tn_job_list_for (TnCopy *copy, const TnId *need, guint limit, GError **error);
/* Who found work at this business, the newest last. */
GPtrArray *tn_job_list_at (TnCopy *copy, const TnId *business, GError **error);

/* Who lost their work by the register (category lost_job, today) and has no wish noted since. */
typedef struct { TnId person, membership; char *name, *address; gint64 from; } TnJoblessLine;
void tn_jobless_line_free (gpointer line);
/* Longest without first. search: part of the name. day: yyyymmdd. limit and n_more as above. Owned. */
GPtrArray *tn_jobless_list (TnCopy *copy, const char *search, guint limit, gint64 day, guint *n_more, GError **error);
G_END_DECLS
