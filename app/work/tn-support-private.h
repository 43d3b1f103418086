/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-fields.h"
#include "tn-id-table.h"
#include "tn-listed.h"
#include "tn-money.h"
#include "tn-support.h"
G_BEGIN_DECLS

/* ---- whom a record is for, as the register stands (tn-support-whom.c) ---- */

typedef struct {
  GHashTable *into;            /* TnId* of who was merged, or of a household that joined another -> TnId* into which */
  GHashTable *from;            /* TnId* of a subject -> GArray of TnId that stand for it now */
} TnWhom;
gboolean tn_whom_load (TnCopy *copy, TnWhom *whom, GError **error);
void tn_whom_clear (TnWhom *whom);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnWhom, tn_whom_clear)
TnId tn_whom_now (const TnWhom *whom, const TnId *id);
/* The subject itself, then all that stand for it now. TnId. Owned. */
GArray *tn_whom_aliases (const TnWhom *whom, const TnId *subject);

/* ---- which receipts count (tn-support-settled.c) ---- */

typedef struct {
  TnId id, kept;           /* of the settlement; null = none */
  const char *what;        /* interned; "" = a value that says nothing */
  char *by, *reason;       /* NULL = not given */
} TnSettled;
/* Settlements by delivery. Those of one programme or of all are read at once; else each when it is asked for. */
typedef struct { TnCopy *copy; GHashTable *by_delivery; gboolean whole; } TnSettlements;
void tn_settlements_init (TnSettlements *self, TnCopy *copy);
gboolean tn_settlements_load (TnSettlements *self, TnCopy *copy, const TnId *programme, GError **error);
void tn_settlements_clear (TnSettlements *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnSettlements, tn_settlements_clear)
/* NULL = nobody settled it. Borrowed. */
const TnSettled *tn_settlements_get (TnSettlements *self, const TnId *delivery);
gboolean tn_settlements_counts (TnSettlements *self, const TnId *delivery);
/* The same, where what was said of the delivery is at hand; settled NULL = nothing. */
gboolean tn_settled_counts (TnSettlements *self, const TnId *delivery, const TnSettled *settled);

/* ---- where everybody stands in a programme (tn-support-state.c, tn-support-receipts.c) ---- */

/* In this order one entitlement of somebody goes before another. */
typedef enum { TN_STATE_WITHDRAWN, TN_STATE_DECLINED, TN_STATE_REFUSED, TN_STATE_PROPOSED, TN_STATE_APPROVED, TN_STATE_OTHER /* a newer program's */ } TnState;
TnState tn_state_of (const char *state);
TnStanding tn_state_standing (TnState state, guint n_counted);

typedef struct {
  TnId subject, entitlement;   /* entitlement null: a receipt came before it */
  TnState state;
  gint64 proposed;             /* yyyymmdd, 0 = not given */
  guint n_receipts, n_counted, n_open /* count, and nobody said that they stand beside another */;
  gint64 delivered;            /* ms, the newest that counts; 0 = none */
  guint n_before;              /* of a household that was split off and has one of its own: receipts of the old one from when its people lived there, that count
                                  and that nobody said stand beside another (tn-support-origin.c) */
} TnStands;
/* Two receipts that nobody explained. */
#define TN_STANDS_TWICE(stands) ((stands)->n_open > 1 || ((stands)->n_open && (stands)->n_before))

/* Of an index alone. sql gives id, another id (the parent, or the programme), state and time; ?1 = id. TnSupportRow. Owned. */
typedef struct { TnId id, parent; TnState state; gint64 at; } TnSupportRow;
GArray *tn_support_rows (TnCopy *copy, const char *sql, const TnId *id, GError **error);
/* Entitlements of one subject; the other id is the programme. */
#define TN_SUPPORT_OF_SUBJECT "SELECT id, ref, state, at FROM item WHERE parent = ?1 AND at IS NOT NULL AND kind = 'entitlement'"

typedef struct {
  TnWhom whom;
  TnSettlements settlements;
  GPtrArray *all;              /* TnStands* */
  TnIdTable by_subject;        /* TnStands* by its subject */
  gint64 first;                /* ms, the oldest receipt; 0 = none */
} TnProgrammeState;
/* The whole programme. */
TnProgrammeState *tn_programme_state_read (TnCopy *copy, const TnId *programme, GError **error);
void tn_programme_state_free (TnProgrammeState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnProgrammeState, tn_programme_state_free)
/* Of one subject alone; all zero but for the subject when there is nothing. */
gboolean tn_stands_read (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *subject, TnStands *stands, GError **error);
/* Receipts of one subject: TnReceipt*, oldest first; programme NULL = of all. */
GPtrArray *tn_support_receipts_of (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *subject, GError **error);
TnReceipt *tn_receipt_read (const TnId *id, TnSlice body, const TnWhom *whom, TnSettlements *settlements);
void tn_receipts_sort (GPtrArray *receipts);   /* oldest first */

/* The day that facts are taken of: today, or the nearest day of the period. yyyymmdd. */
gint64 tn_programme_day (TnCopy *copy, const TnProgramme *programme);
TnProgramme *tn_programme_read_fields (const TnFields *fields);
const TnChoice *tn_support_choices (const char *kind, const char *field);
gboolean tn_programme_is_on (const TnProgramme *programme, gint64 day);   /* the day lies in its period */

/* The list without what must be counted. state NULL = all. */
GPtrArray *tn_programme_lines_read (TnCopy *copy, const char *state, const char *search, GError **error);
char *tn_support_name (TnCopy *copy, const TnId *subject);     /* a person by name, a household by its head. Owned */
char *tn_support_show_quantity (gint64 quantity);             /* millionths as a JSON number. Owned */

/* ---- judging (tn-support-judge.c; tn-support-facts.c and tn-support-asked.c read) ---- */

typedef enum { TN_SAYS_NO, TN_SAYS_YES, TN_SAYS_UNKNOWN, TN_SAYS_UNCONFIRMED } TnSays;

/* What a condition asks about, prepared. */
typedef struct {
  const TnCondition *condition;
  gboolean of_person;
  guint32 choices;             /* bit i = choice i of the schema; of facts that have choices but categories */
  GHashTable *ids;             /* TnId* -> TnSays: members, units, who was supported; NULL = not of this fact */
  GPtrArray *words;            /* char*, folded; NULL = none */
} TnAsked;

typedef struct {
  TnCopy *copy;
  const TnProgramme *programme;
  gint64 day;                  /* yyyymmdd */
  TnWhom whom;
  TnAsked *asked;
  guint n;
  gboolean understood;         /* else nobody is entitled */
  gboolean wants_person, wants_home, wants_work;   /* records must be read, and words folded */
  const TnChoice *sexes, *relations, *residences, *statuses;
} TnJudge;
/* Prepares the conditions; facts about members and receipts are read for all, or later for one. */
gboolean tn_judge_init (TnJudge *judge, TnCopy *copy, const TnProgramme *programme, gboolean all, GError **error);
void tn_judge_clear (TnJudge *judge);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnJudge, tn_judge_clear)
/* What one membership says on the day of the judge: not yet or no more is NO. Dates in stored form, NULL = open. */
TnSays tn_judge_membership (const TnJudge *judge, const TnCondition *condition, const char *from, const char *to, gboolean unconfirmed);
/* Of these alone (TnId): replaces what was read. */
gboolean tn_judge_read_ids (TnJudge *judge, GArray *subjects, GError **error);

typedef struct {
  TnId id;
  gint64 row;
  gboolean live, gone;
  guint n_people;
  TnId area;
  guint8 status, housing, residence;   /* 1 + index of the choice; 0 = not given, 255 = another */
} TnHomeFacts;

typedef struct {
  TnId id;
  gboolean gone;
  gint64 birth;                /* yyyymmdd, 0 = not known */
  guint8 sex, relation, residence, status;
  char *work;                  /* folded; NULL = not read or not given */
} TnPersonFacts;
void tn_person_facts_read (const TnJudge *judge, TnPersonFacts *person, TnSlice body);   /* id and gone are the caller's */
void tn_home_facts_read (TnHomeFacts *home, TnSlice body);
void tn_person_facts_clear (TnPersonFacts *person);
int tn_support_age (gint64 birth, gint64 day);   /* whole years, as tn_date_age(); -1 = not known */

/* What a condition says, turned round where it is negated. person NULL = of the household. */
TnSays tn_judge_ask (const TnJudge *judge, guint i, const TnPersonFacts *person, const TnHomeFacts *home);

typedef struct { TnOut out; guint condition; } TnVerdict;
TnVerdict tn_judge_person (const TnJudge *judge, const TnPersonFacts *person, const TnHomeFacts *home);

/* A household, from those who live there one after the other. */
typedef struct {
  gboolean fits;               /* somebody fits all that is asked of a person */
  guint furthest;              /* else: the condition at which the one who came furthest failed */
  TnSays why;
  guint64 got;                 /* bit i: somebody who lives there was supported */
  guint64 is, may_be;          /* bit i: of a negated condition, somebody is so, or it is not known */
} TnHomeSum;
void tn_home_sum_init (TnHomeSum *sum);
void tn_home_sum_add (const TnJudge *judge, TnHomeSum *sum, const TnPersonFacts *person, const TnHomeFacts *home);
TnSays tn_judge_ask_home (const TnJudge *judge, guint i, const TnHomeSum *sum, const TnHomeFacts *home);
TnVerdict tn_judge_home (const TnJudge *judge, const TnHomeSum *sum, const TnHomeFacts *home);

/* One subject, read by itself (tn-support-one.c). home.id is null where the household is not here. */
typedef struct {
  TnJudge judge;
  TnId subject;
  gboolean found, merged;
  TnHomeFacts home;
  GArray *people;              /* TnPersonFacts: the person, or who lives in the household */
  TnVerdict verdict;
} TnOne;
/* Once for a programme; then look at one after the other. programme must outlive it. */
gboolean tn_one_init (TnOne *one, TnCopy *copy, const TnProgramme *programme, GError **error);
gboolean tn_one_look (TnOne *one, const TnId *whom, GError **error);
gboolean tn_one_line (TnOne *one, TnSupportLine *line, GError **error);
char *tn_one_words (TnOne *one, const TnSupportLine *line);   /* why entitled, or the first reason against it. Owned */
void tn_one_clear (TnOne *one);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnOne, tn_one_clear)
/* The household a person lives in; FALSE = none that is here. */
gboolean tn_support_home_of (TnCopy *copy, const TnId *person, TnId *household);
/* Does condition i, which asks for support received, not hold for the one looked at? */
gboolean tn_one_fails (const TnOne *one, guint i);

/* ---- a household that was split off (tn-support-origin.c) ---- */

/* FALSE: it was there before `first` (ms), as its id tells. */
gboolean tn_split_may_be (const TnId *household, gint64 first);
#define TN_SUPPORT_HAS_ORIGIN "SELECT 1 FROM record WHERE id = ?1 AND instr(body, '\"origin\"') > 0"
gboolean tn_split_has_origin (TnStmt *stmt, const TnId *household);
/* Receipts of the households that it was split off from, written for when its people lived there, that count: TnReceipt*, oldest first. Of one that is no
 * household, or was split off from none, an empty array. */
GPtrArray *tn_support_before (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *household, GError **error);
gboolean tn_support_count_before (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *household, guint *n, GError **error);
/* Its own, and these. */
GPtrArray *tn_support_receipts_beside_of (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *subject, GError **error);
/* "its people lived in 12/1 Hẻm 12 when that household got it on 03/08/2021"; NULL = nothing. Owned. */
char *tn_support_before_words (TnCopy *copy, const TnWhom *whom, const TnId *programme, const TnId *household);
/* All of the ward whose people got this programme's support in the household that they were split off from: TnId. */
GArray *tn_support_split_supported (TnCopy *copy, const TnProgrammeState *state, const TnId *programme, GError **error);

/* ---- an amount of one's own (tn-support-amount.c) ---- */

gint64 tn_amount_of_its_own (const TnRow *entitlement);      /* đồng; 0 = none */
/* What was approved is what stands there: another laptop may have set an amount while this one approved. */
gboolean tn_amount_is_approved (const TnRow *entitlement);
/* "500.000 đ instead of 1.000.000 đ: shares a room". NULL = what everybody gets. Owned. */
char *tn_amount_words (const TnRow *entitlement, const TnProgramme *programme);

/* ---- one edit about many (tn-support-propose.c, -decide.c, -deliver.c) ---- */

typedef struct {
  TnCopy *copy;
  const char *what;            /* translated */
  guint n;                     /* how many were asked for */
  TnEdit *edit;
  GPtrArray *left;             /* TnSupportLeft* */
  GHashTable *done;            /* TnId*: subjects, or entitlements, that are in the edit */
  char *day;                   /* today, stored form */
  TnProgramme *programme;      /* the one of the entitlement at hand, and its judge */
  TnOne one;
} TnSupportBulk;
void tn_support_bulk_init (TnSupportBulk *bulk, TnCopy *copy, const char *what, guint n);
void tn_support_bulk_clear (TnSupportBulk *bulk);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnSupportBulk, tn_support_bulk_clear)
gboolean tn_support_bulk_programme (TnSupportBulk *bulk, const TnId *programme, GError **error);
void tn_support_bulk_name (TnSupportBulk *bulk, const TnProgramme *programme, const TnId *subject);   /* the edit's label, before its first change */
void tn_support_leave (TnSupportBulk *bulk, const TnId *id, char *why);                               /* takes why */
/* The edit, or of one that was left the reason as error. */
TnEdit *tn_support_bulk_end (TnSupportBulk *bulk, GPtrArray **left, GError **error);
char *tn_support_got_words (TnCopy *copy, const TnProgramme *programme, const TnWhom *whom, const TnId *subject);
G_END_DECLS
