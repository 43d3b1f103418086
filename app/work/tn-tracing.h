/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-case-join.h"
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Tracing (product.md C2): who met a patient, who is called tonight, who caught it from whom. Reading and rules; nothing is written here but by the
 * edits that these functions build. Any thread that owns the copy. Dates are stored forms; days are local. */

/* ---- how long a contact is watched ---- */
typedef struct {
  const char *from;         /* first day of last meeting that it holds for */
  int days, vaccinated;     /* after the last meeting; of those with two doses in time */
  const char *document;     /* as an official would cite it */
} TnTracingPeriod;
/* What held on the day of the last meeting; the oldest for what was before. Static. last_met NULL = the newest. */
const TnTracingPeriod *tn_tracing_period (const char *last_met);
/* Had two doses, the last of them at least 14 days and at most six months before `on` (Công văn 10696/BYT-MT). last NULL or not a whole date: no. */
gboolean tn_tracing_vaccinated (gint64 doses, const char *last, const char *on);
/* `days` later (or earlier); NULL when it is no whole date. Owned. */
char *tn_tracing_add_days (const char *date, int days);

/* ---- contacts ---- */
typedef enum {
  TN_TRACING_SYMPTOMS,   /* the last call found symptoms: a case is to be opened */
  TN_TRACING_DUE,        /* not reached today yet */
  TN_TRACING_AGAIN,      /* called today and not reached: again this evening */
  TN_TRACING_OVER,       /* the time is over: the watch can end */
  TN_TRACING_REACHED,    /* nothing to do today */
} TnTracingNeed;

/* One person who is watched, however many cases name them. */
typedef struct {
  TnId id;                       /* the contact that is shown and called: the first that was written down */
  TnId person;                   /* null = not in the register */
  char *name, *phone, *address;  /* never NULL */
  GArray *contacts;              /* TnId: all contacts of this person that are being watched, `id` first */
  GArray *cases;                 /* TnId of their home cases, each once: those that were joined are one */
  GPtrArray *patients;           /* char*: names of the cases' people, in the same order */
  char *last_met, *until;        /* until: last day of the watch, the latest of all; NULL = the last meeting is not known */
  int days;
  const char *document;          /* NULL = set by hand for this contact */
  char *next_call;               /* since when a call is due; NULL = none is written down */
  const char *state;             /* of `id`; interned */
  TnTracingNeed need;
  const char *result;            /* of the last call; "" = none yet */
  gint64 called;                 /* when, ms; 0 = never */
} TnTracingContact;
void tn_tracing_contact_free (TnTracingContact *contact);
/* The patients as one reads them aloud, each name once: one person may have two cases that nobody has joined yet. Owned. */
char *tn_tracing_patient_names (const TnTracingContact *contact);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTracingContact, tn_tracing_contact_free)

/* The rule alone. today, until, next: as lists have dates (yyyymmdd, 0 = not known); result and called: of the last call, called_today: that was today. */
TnTracingNeed tn_tracing_need (gint64 today, gint64 until, gint64 next, const char *result, gboolean called_today);

/* All who are watched, each person once: symptoms, most overdue, tried today, over, reached. due_only leaves those out who were reached. limit: of those
 * that are opened (0 = all); with one those whose time is over are left out too. *n, when not NULL, gets how many there would be. TnTracingContact*. */
GPtrArray *tn_tracing_contacts (TnCopy *copy, gint64 now, gboolean due_only, guint limit, guint *n, GError **error);
/* Whom one contact is about, with the others of the same person; of any state. */
TnTracingContact *tn_tracing_contact (TnCopy *copy, const TnId *id, gint64 now, GError **error);
/* Calls of all contacts of this person, newest first: TnRow*. */
GPtrArray *tn_tracing_calls (TnCopy *copy, const TnTracingContact *contact, GError **error);
/* People of the patient's household who live there, are no contact of this case yet and no patient: TnRow*. */
GPtrArray *tn_tracing_household (TnCopy *copy, const TnId *home_case, GError **error);

/* ---- what is done: each builds one edit ---- */
/* Some people of the register at once, and one more as a form gives it (`other`; NULL = nobody). relation: choice key. last_met NULL = today. */
TnEdit *tn_tracing_add_people (TnCopy *copy, const TnId *home_case, const TnId *people, gsize n, const char *relation, const char *last_met,
                               const TnValues *other, GError **error);
/* One alone: `person`, or `name` with telephone and address. id: of the new contact, NULL = a fresh one. */
TnEdit *tn_tracing_add (TnCopy *copy, const TnId *home_case, const TnValues *values, const TnId *id, GError **error);
/* A contact who was written down by name turns out to be this person. */
TnEdit *tn_tracing_link (TnCopy *copy, const TnId *contact, const TnId *person, GError **error);
/* A call: result is a choice key of kind `call`. Who was reached is called again tomorrow, for each case; who was not stays due. at: ms, 0 = now. */
TnEdit *tn_tracing_call (TnCopy *copy, const TnId *contact, const char *result, gint64 at, const char *note, GError **error);
/* "lost": cannot be reached. "watching": again. "ended". All contacts of the person. */
TnEdit *tn_tracing_set_state (TnCopy *copy, const TnId *contact, const char *state, GError **error);
/* The contact is ill: opens the home case with its source, or joins the one that is open, and ends the watch. test: "rapid", "pcr" or NULL; id: of the new
 * case, NULL = the one of the person and the day. *home_case gets the case. */
TnEdit *tn_tracing_make_case (TnCopy *copy, const TnId *contact, const char *test, const TnId *id, TnId *home_case, GError **error);
/* The same from the person's side (a positive test). FALSE without error in *found: nobody's contact. */
gboolean tn_tracing_find_contact (TnCopy *copy, const TnId *person, TnId *contact, gboolean *found, GError **error);
/* Ends every watch whose time is over. *n: how many. An empty edit when there is none. */
TnEdit *tn_tracing_end_over (TnCopy *copy, gint64 now, guint *n, GError **error);

/* ---- chains ---- */
typedef struct {
  TnId id, person, source;       /* source: the case that it was caught from; null = none named */
  char *name, *opened;           /* opened NULL = not known */
  const char *state, *how;       /* choice keys of state and source; interned, "" = none */
  guint depth;                   /* in its tree; 0 = where it begins */
  gboolean loop;                 /* the case that it names was caught from it: two people must say which came first */
} TnTracingCase;
void tn_tracing_case_free (TnTracingCase *node);

/* Puts cases in the order of their trees and gives each its depth. Whatever they say of each other this ends: a circle is opened at its oldest case,
 * which is marked. Takes the array; returns it anew. Pure. */
GPtrArray *tn_tracing_arrange (GPtrArray *cases);
/* The tree that a case stands in, from where it began: TnTracingCase*. Looks at cases opened within 90 days of it, and at all that these name. */
GPtrArray *tn_tracing_chain (TnCopy *copy, const TnId *home_case, GError **error);
/* Cases whose source nobody knows: those that are open, and those opened in the last 60 days. Newest first. */
GPtrArray *tn_tracing_unknown (TnCopy *copy, gint64 now, GError **error);
/* Cases opened in the last 60 days, newest first: from whom one may have caught it. */
GPtrArray *tn_tracing_recent (TnCopy *copy, gint64 now, GError **error);
/* Was `source` caught, over however many others, from `home_case`, or is it that one? Cases that were joined are one. */
gboolean tn_tracing_comes_from (TnCopy *copy, const TnCaseJoins *joins, const TnId *source, const TnId *home_case);
/* how: choice key of `source`; source NULL = no case is named. Refused when it would close a circle. */
TnEdit *tn_tracing_set_source (TnCopy *copy, const TnId *home_case, const char *how, const TnId *source, GError **error);
G_END_DECLS
