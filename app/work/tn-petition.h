/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Petitions (phản ánh, kiến nghị) and reports of wrongdoing (product.md F1): taken down, answered in time, satisfied or not.
 *
 * Without a name: the record has no author, no household and no telephone, its time is that of the day and its place that of the quarter, and it is an
 * untimed edit of its own (store/tn-edit.h: id by chance, stamp of the day, no user), so that nothing ties it to a visit of the same minute; what cannot be
 * hidden is the order in which a laptop sent its edits, and when they came. Once such a record has been written with a name it cannot lose it again: what was
 * written stands in the outbox, in the history and at the district. So it is asked before anything is written. */

/* The day by which a petition taken down on `day` (stored form) must be answered. Owned. */
char *tn_petition_due (const char *topic, const char *day);

/* kind: "petition" or "complaint". What is asked and the topic must be there; `anonymous` with any of name, telephone, person or household is refused.
 * A person gives household and area by itself. NULL with a message for the person. */
TnEdit *tn_petition_take (TnCopy *copy, const char *kind, const TnValues *values, GError **error);
/* The same as typed in a form later; a name can be added, and never taken away. The day follows the topic unless it is given. */
TnEdit *tn_petition_change (TnCopy *copy, const TnId *petition, const TnValues *values, GError **error);
/* answer must be there; state "answered" or "passed_on". date: stored form, NULL = today. */
TnEdit *tn_petition_answer (TnCopy *copy, const TnId *petition, const char *state, const char *answer, const char *date, GError **error);
TnEdit *tn_petition_satisfied (TnCopy *copy, const TnId *petition, const char *satisfied, GError **error);

/* ---- as they stand (tn-petition-read.c) ---- */

typedef enum { TN_PETITIONS_OPEN, TN_PETITIONS_ANSWERED, TN_PETITIONS_ALL, TN_PETITIONS_REPORTS } TnPetitionList;

/* For a list: of a report of wrongdoing nothing but that there is one. */
typedef struct {
  TnId id;
  gboolean report;       /* of wrongdoing */
  char *topic, *text;    /* translated, and the first line of what is asked; "" of a report */
  const char *state;     /* interned */
  gint64 due;            /* yyyymmdd, 0 = none */
  gboolean overdue;
} TnPetitionLine;
void tn_petition_line_free (gpointer line);
/* Open ones by the day that is due, so those that are late stand first; others newest first. search: part of the text or topic, "" = all; reports are
 * found by neither. limit 0 = all. n_more: how many there are behind the limit; NULL = nobody asks. today: yyyymmdd. Any thread that owns the copy. Owned. */
GPtrArray *tn_petition_list (TnCopy *copy, TnPetitionList which, const char *search, guint limit, gint64 today, guint *n_more, GError **error);
/* Whether reports of wrongdoing come to this laptop: all of its ward does, or their stream, or it was never enrolled and holds what was written here. */
gboolean tn_petition_holds_reports (TnCopy *copy, gboolean *holds, GError **error);
G_END_DECLS
