/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Test rounds (đợt xét nghiệm, product.md C2): who is to be tested where, and what came of it. Any thread that owns the copy. */
typedef enum { TN_TEST_PENDING, TN_TEST_NEGATIVE, TN_TEST_POSITIVE, TN_TEST_INVALID, TN_TEST_N } TnTestResult;
/* Choice key of kind `test`, and back: what is no result is pending. Static. */
const char *tn_test_result_key (TnTestResult result);
TnTestResult tn_test_result_from (const char *key);
/* Of a person with several results of one round that which counts: positive, negative, invalid, pending. */
TnTestResult tn_test_weightier (TnTestResult a, TnTestResult b);
/* Positive in 100 of those with a result that counts; -1 when there is none. */
double tn_test_positivity (const guint counts[TN_TEST_N]);

typedef struct {
  TnId person, test;            /* test: the one that a result is written to; its id */
  char *name, *address, *area;  /* never NULL */
  TnTestResult result;          /* what counts */
  guint n;                      /* tests of this person in this round; over 1 = written down twice */
  guint counts[TN_TEST_N];      /* their results */
} TnTestLine;

typedef struct { TnId id; char *name; guint counts[TN_TEST_N]; } TnTestArea;

/* A round as its page shows it. */
typedef struct {
  TnRow *round;
  char *area;                   /* "" = the whole ward */
  GPtrArray *lines;             /* TnTestLine*, in walking order of their homes */
  GPtrArray *areas;             /* TnTestArea* by quarter, in list order; each person once */
  guint counts[TN_TEST_N], twice;
} TnTestSheet;
void tn_test_sheet_free (TnTestSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTestSheet, tn_test_sheet_free)
TnTestSheet *tn_testing_read (TnCopy *copy, const TnId *round, GError **error);
/* Of one round, by index: how many tests stand where. */
gboolean tn_testing_count (TnCopy *copy, const TnId *round, guint counts[TN_TEST_N], GError **error);

/* People of an area (NULL = the whole ward) who live there, in walking order; category NULL = all, else those who are in it today or whose household is. TnId. */
GArray *tn_testing_people (TnCopy *copy, const TnId *area, const char *category, GError **error);

/* ---- what is done: each builds one edit ---- */
/* A round and a test for each of these people. round: name and date are asked for. id NULL = a fresh one; *n, when not NULL: how many people. */
TnEdit *tn_testing_plan (TnCopy *copy, const TnValues *round, const char *category, const TnId *id, guint *n, GError **error);
/* One more person. Refused when the person is in the round already. */
TnEdit *tn_testing_add (TnCopy *copy, const TnId *round, const TnId *person, GError **error);
/* Takes somebody who did not come, or was written down twice, out: all tests of the person in this round that have no result; of those with one all but one
 * when they agree. */
TnEdit *tn_testing_drop (TnCopy *copy, const TnId *round, const TnId *person, GError **error);
/* Types a result. TN_ERROR_CONFLICT with what stands there when the person has one already, unless `replace`; the same once more is said so too. Who was
 * written down twice has one result afterwards. */
TnEdit *tn_testing_key (TnCopy *copy, const TnId *round, const TnId *person, TnTestResult result, gboolean replace, GError **error);
/* "planned" or "closed". */
TnEdit *tn_testing_set_state (TnCopy *copy, const TnId *round, const char *state, GError **error);
G_END_DECLS
