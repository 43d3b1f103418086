/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Official answers (thông tin chính thống; product.md I1): what may be told at a door against rumours, with its source and how long it holds. One that was
 * replaced is never thrown away: whoever still has it before the eyes is led to the one that stands in its place. */

typedef enum {
  TN_ANSWER_VALID,
  TN_ANSWER_NOT_YET,     /* holds from a later day on */
  TN_ANSWER_EXPIRED,
  TN_ANSWER_REPLACED,
} TnAnswerState;
/* "Replaced". Translated, borrowed. */
const char *tn_answer_state_name (TnAnswerState state);

typedef struct {
  TnId id;
  char *question, *answer, *note;
  char *source;          /* with its document: "Bộ Y tế, QĐ 261/QĐ-BYT" */
  char *topic;           /* translated; "" = none */
  TnAnswerState state;
  char *valid_from, *valid_to;   /* 24/12/2021; NULL = no such bound */
  TnId replaced_by;      /* the last of those that took its place, one after the other; null = none */
  char *replaced_question;       /* of that one; NULL = none */
} TnAnswer;
void tn_answer_free (TnAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnAnswer, tn_answer_free)

/* today: yyyymmdd. NULL with error, also when it was deleted. Any thread that owns the copy. */
TnAnswer *tn_answer_read (TnCopy *copy, const TnId *id, gint64 today, GError **error);

typedef enum { TN_ANSWERS_ALL, TN_ANSWERS_VALID, TN_ANSWERS_EXPIRED /* or replaced */ } TnAnswerList;
/* TnAnswer*: those that have all words of `typed`, found like households and people (whatever the marks, beginnings, any order) in question, answer, source
 * and document; "" = all. Those that hold first, then the others; each by its question. limit 0 = all. */
GPtrArray *tn_answer_find (TnCopy *copy, TnAnswerList which, const char *typed, guint limit, gint64 today, GError **error);

/* A new one (about NULL), or what a form says of one that is there. Question, answer and source must be there, the end may not be before the beginning,
 * and nothing may lead back to itself. NULL with a message. */
TnEdit *tn_answer_save (TnCopy *copy, const TnId *about, const TnValues *values, GError **error);
/* A new one in the place of `old`, which leads to it from then on. One edit. */
TnEdit *tn_answer_replace (TnCopy *copy, const TnId *old, const TnValues *values, GError **error);
G_END_DECLS
