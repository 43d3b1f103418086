/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Care (product.md C3, C4): referrals of people at risk, and the professionals who take them. Referrals are health records: whoever opens one is
 * written down first (store/tn-opened.h); lists say whom and by when, never what for. */

/* ---- time ---- */

/* Within how many days somebody must take a referral, and why. 0 = the day on which it was taken down. */
typedef struct { const char *urgency; guint days; const char *reason; /* N_() */ } TnCareTime;
const TnCareTime *tn_care_times (guint *n);
/* intake: stored form. The day by which somebody must take it; NULL for an urgency or a day that is not known. Owned. */
char *tn_care_due (const char *urgency, const char *intake);
/* Nobody took it, and its day is past. due, today: yyyymmdd (tn_listed_date()), due 0 = none. */
gboolean tn_care_is_overdue (const char *state, gint64 due, gint64 today);

/* ---- professionals ---- */

typedef struct {
  TnId id, area;
  char *name, *phone, *hours, *area_name, *note;   /* never NULL; "" = not said */
  char *skill, *practice;  /* choice keys, "" = not said */
  guint limit;             /* cases at once, at most; 0 = not said */
  guint n_taken;           /* cases now */
  guint rank;              /* how well the profession fits what is asked: 0 = best; TN_CARE_NO_FIT */
} TnProfessional;
#define TN_CARE_NO_FIT 99
void tn_professional_free (TnProfessional *professional);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnProfessional, tn_professional_free)
/* Has promised to take so many and has them. */
gboolean tn_professional_is_full (const TnProfessional *professional);
/* "2 of 5 cases", "2 cases". Translated, owned. */
char *tn_professional_load_text (const TnProfessional *professional);

/* The group that the categories of a person speak for today, the most serious first; NULL = none. Borrowed, static. *error is set on error. */
const char *tn_care_guess_group (TnCopy *copy, const TnId *person, GError **error);
/* Which professions help a group at risk: 0 = first to ask. TN_CARE_NO_FIT for others. */
guint tn_care_rank (const char *group, const char *skill);
/* Whom to ask first: a fitting profession with room, the better fitting before, who said when before who did not, who has more room before.
 * Those who are full come last. A GCompareFunc over TnProfessional*. */
int tn_care_compare (const TnProfessional *a, const TnProfessional *b);

/* TnProfessional*, in list order, or, with a group, in the order in which to ask. Any thread that owns the copy. */
GPtrArray *tn_care_professionals (TnCopy *copy, const char *group, GError **error);
TnProfessional *tn_care_professional (TnCopy *copy, const TnId *id, GError **error);

/* ---- referrals ---- */

typedef struct {
  TnId id, person, household;
  TnRow *row;                      /* as stored: need, note, urgency… */
  char *name, *address, *phone;    /* of the person, the household's where the person has none; "" = not known */
  char *state;                     /* "open", "taken", "closed" */
  char *by, *taken_by;             /* names; "" = nobody */
  char *taken_phone, *taken_hours;
  gint64 due;                      /* yyyymmdd; 0 = none */
} TnReferral;
void tn_referral_free (TnReferral *referral);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnReferral, tn_referral_free)
/* What its page shows: to be logged before. */
TnReferral *tn_care_referral (TnCopy *copy, const TnId *id, GError **error);

/* ---- doing: one edit each; NULL with a message when it makes no sense. Dates: stored form, NULL = today ---- */

/* A referral of this person: state open, by the urgency's day. Refused when one of the same group is open or taken. */
TnEdit *tn_care_refer (TnCopy *copy, const TnId *person, const TnValues *values, GError **error);
/* As typed in a form; the day follows the urgency. */
TnEdit *tn_care_change (TnCopy *copy, const TnId *referral, const TnValues *values, GError **error);
/* Refused when it is closed, or when the professional has as many cases as promised. One that was taken goes to the new one. */
TnEdit *tn_care_take (TnCopy *copy, const TnId *referral, const TnId *professional, const char *date, GError **error);
/* Who took it cannot go on: it is open again, with its time counted from `date`. */
TnEdit *tn_care_give_back (TnCopy *copy, const TnId *referral, const char *date, GError **error);
/* outcome: choice key, must be given. */
TnEdit *tn_care_close (TnCopy *copy, const TnId *referral, const char *outcome, const char *date, const char *note, GError **error);
TnEdit *tn_care_add_professional (TnCopy *copy, const TnValues *values, GError **error);
/* Refused while cases are with them. */
TnEdit *tn_care_delete_professional (TnCopy *copy, const TnId *professional, GError **error);
G_END_DECLS
