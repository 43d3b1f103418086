/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-case-join.h"
#include "tn-listed.h"
#include "tn-thresholds.h"
G_BEGIN_DECLS

/* Watching a person who is ill at home (product.md C1): what the rules say of a check, and who must be looked at now. Nothing of this is stored: it
 * is worked out from the checks and the responses, so that two copies that hold the same records say the same. */

/* ---- one check ---- */

/* A check as far as the rules look at it. */
typedef struct {
  gint64 at;                  /* ms since 1970; 0 = not known */
  gboolean has[TN_SIGN_N];
  double value[TN_SIGN_N];
  gboolean has_again;
  double again;               /* SpO2 after 30 to 60 s */
  guint32 signs;              /* bit i: the i-th of tn_watch_danger_signs() is there */
} TnCheck;

/* Fields of a check that are a danger by themselves (QĐ 261/QĐ-BYT; coughing blood is one of its "other worrying signs"). Ends with NULL. */
const char *const *tn_watch_danger_signs (void);
/* Takes one field of a check by its token; others are passed over. */
void tn_check_set (TnCheck *check, const char *field, TnSlice token);
void tn_check_read (const TnRow *row, TnCheck *check);
/* The same from the fields as a JSON object (tn_query_listed_each()). */
void tn_check_read_body (TnSlice body, TnCheck *check);
/* FALSE for what no instrument shows of somebody alive: a number that is still being typed, or a slip. */
gboolean tn_sign_is_possible (TnSign sign, double value);
/* Slips of the hand: what no living person has, a check of nothing at all, a time to come. FALSE with a message that names the value. */
gboolean tn_check_validate (const TnCheck *check, gint64 now, GError **error);

/* "SpO2 91 %, again 97 % · breathing 18/min · Breathless": what was found, in a line. Owned. */
char *tn_check_say (const TnCheck *check);
/* "45 years", "4 or 5 years", "age not known". Owned. */
char *tn_age_say (TnAgeSpan age);

/* ---- what the rules say of it ---- */

typedef struct {
  char *text;                 /* "SpO2 91 %", "Breathless"; translated */
  char *rule;                 /* "SpO2 ≤ 96 %", "danger sign"; translated */
  const char *document;       /* borrowed from the thresholds or static */
  int sign;                   /* TnSign; -1 = a danger sign */
} TnReason;

typedef struct {
  GPtrArray *reasons;         /* TnReason*, the gravest first; empty = no danger */
  gboolean measure_again;     /* SpO2 is low and was measured once: again after 30 to 60 s, and that value decides */
  gboolean unsure;            /* the age is not known well enough: the strictest of all that could apply was taken */
  gboolean infant;            /* breathing was counted of a child for whom no document names a number */
} TnVerdict;

/* Thresholds of the check's day; a check without a time is judged by `day` (yyyymmdd). The thresholds must outlive the verdict. */
TnVerdict *tn_watch_judge (const TnThresholds *thresholds, const TnCheck *check, gint64 day, TnAgeSpan age);
/* FALSE = no danger, whatever the person's age: what most checks say, without looking the person up. TRUE = judge it. day: as above. */
gboolean tn_watch_may_be_danger (const TnThresholds *thresholds, const TnCheck *check, gint64 day);
void tn_verdict_free (TnVerdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnVerdict, tn_verdict_free)
gboolean tn_verdict_is_danger (const TnVerdict *verdict);
/* "SpO2 91 % (QĐ 261/QĐ-BYT: SpO2 ≤ 96 %)". Owned. */
char *tn_reason_say (const TnReason *reason);
/* The reasons as a person reads them, a line for each sign however many documents name it: char*, the gravest first. Owned. */
GPtrArray *tn_verdict_lines (const TnVerdict *verdict);
/* What else is to be known of the verdict, a sentence each line: to measure again, that the age is not known. "" = nothing. Owned. */
char *tn_verdict_dup_hints (const TnVerdict *verdict);

/* ---- two checks a day ---- */

typedef struct {
  gboolean morning, afternoon;   /* done today */
  guint n_today;                 /* checks of today, those in between too */
  gint64 last;                   /* newest check, ms; 0 = none yet */
  gboolean due;                  /* the check of this part of the day is not done */
  guint missed;                  /* parts of the day without a check up to now, this one included */
  gint64 due_since;              /* ms: when the first of those began */
} TnSchedule;
/* checks: TnListed of kind health_check, any order. begun: ms, when watching began. now: ms. Days and parts are local. */
void tn_watch_schedule (const GArray *checks, gint64 begun, gint64 now, TnSchedule *schedule);
/* "No check for 26 hours", "No check yet". Owned. */
char *tn_schedule_say_since (const TnSchedule *schedule, gint64 now);

/* ---- isolation: a reminder, nothing is closed by itself ---- */

typedef enum { TN_ISOLATION_GOES_ON, TN_ISOLATION_TEST_NEEDED, TN_ISOLATION_MAY_END } TnIsolation;
/* 10 days in 2021; from 2022 7 days and a negative rapid test on the seventh day or later. since: the day of the positive test, else of the opening; today
 * (both yyyymmdd); negative: day of the newest negative rapid test, 0 = none. *day: the day from which it may end. */
TnIsolation tn_watch_isolation (gint64 since, gint64 today, gint64 negative, gint64 *day);

/* ---- patients of a copy ---- */

typedef struct { TnId check; gint64 at; TnVerdict *verdict; } TnAlert;

/* In the order of the screen. */
typedef enum {
  TN_PATIENT_DANGER,          /* an alert that nobody has answered */
  TN_PATIENT_DUE,             /* the check of this part of the day */
  TN_PATIENT_UNWATCHED,       /* no check today, and the one before was missed too */
  TN_PATIENT_WATCHED, TN_PATIENT_CLOSED, TN_PATIENT_N
} TnPatientGroup;

typedef struct {
  TnId id, person;            /* the home case */
  TnRow *row;
  char *name, *birth;         /* birth: stored form, NULL = not known. Both NULL while nobody has asked for the person (tn_patient_name()) */
  gint64 opened;              /* yyyymmdd; 0 = not known */
  gboolean closed;
  GArray *parts;              /* TnId: the case, and those that were joined into it: checks, responses, bags and contacts of all count (tn-case-join.h) */
  guint n_open;               /* open cases of this person, this one with them: two were opened on two laptops and ask to be joined. 0 of a closed one */
  GPtrArray *alerts;          /* TnAlert*, oldest first: danger that no response names. Of a closed case those of its last day and later, unless the
                               * person was taken to hospital or died: somebody may have closed it without knowing of them */
  TnSchedule schedule;        /* of a closed case all 0: nothing is due */
  TnPatientGroup group;
} TnPatient;
void tn_patient_free (TnPatient *patient);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPatient, tn_patient_free)

/* One case; of one that was joined with another the one that stays. The thresholds must outlive it. Any thread that owns the copy. NULL with error. */
TnPatient *tn_patient_read (TnCopy *copy, const TnId *home_case, const TnThresholds *thresholds, gint64 now, GError **error);
/* All open cases, and closed ones with an alert of the last week: TnPatient*, by group, in it the one that has waited longest first. */
GPtrArray *tn_patients_read (TnCopy *copy, const TnThresholds *thresholds, gint64 now, GError **error);
/* The same, with the people left out whom no question of danger needed: for who shows a few of them. */
GPtrArray *tn_patients_read_unnamed (TnCopy *copy, const TnThresholds *thresholds, gint64 now, GError **error);
/* Looks the person up if that was not done yet. Borrowed, never NULL. */
const char *tn_patient_name (TnCopy *copy, TnPatient *patient);
/* "Danger", "Due now", … Translated. */
const char *tn_patient_group_name (TnPatientGroup group);
/* Which began first, of one day by id: of several cases of a person the first is the one that stays (tn_work_join_cases()). */
int tn_patient_compare_begun (const TnPatient *a, const TnPatient *b);
/* "Two cases are open…": what a person with more than one is told, wherever that shows. n_open > 1. Owned. */
char *tn_patient_say_twice (guint n_open);
/* Whom to call: the station of the case with its telephone, else 115. Owned. */
char *tn_patient_say_call (const TnRow *home_case);
/* *found, with *id = the open case of a person; of several the one that began first. */
gboolean tn_patient_find_open (TnCopy *copy, const TnId *person, TnId *id, gboolean *found, GError **error);
/* Day (yyyymmdd) of the newest negative rapid test of a person; 0 = none. */
gboolean tn_patient_negative_test (TnCopy *copy, const TnId *person, gint64 *day, GError **error);
/* The day from which isolation is counted: the positive test's, else the opening. */
gint64 tn_patient_isolation_since (const TnRow *home_case);
G_END_DECLS
