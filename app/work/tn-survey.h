/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <gio/gio.h>
#include "tn-listed.h"
#include "tn-query.h"
#include "tn-values.h"
G_BEGIN_DECLS

/* Short surveys without names (khảo sát; product.md Q1), defined without code: questions whose answers can be counted, and nothing that is written freely.
 *
 * A sheet that was filled in has the quarter, the day and the answers. It hangs on no visit and on no household; its id is chance, its stamp the beginning
 * of its day, it is an edit of its own that names no user (kinds that are TN_KIND_UNTIMED, store/tn-edit.h). What cannot be hidden: which laptop sent it
 * (its stamps carry the replica), in which order among its other edits, and when the district received it. So sheets are counted and never shown one by one,
 * and of groups of fewer than TN_SITUATION_LEAST sheets (work/tn-situation.h) nothing is told but that they are few. */

#define TN_SURVEY_CHOICES 9       /* at most, one key each */
#define TN_SURVEY_QUESTIONS 12    /* at most: a sheet is filled in at a door */
#define TN_SURVEY_NUMBER 999      /* at most: how many people, months, millions; no number that could be somebody's */

typedef enum { TN_QUESTION_ONE, TN_QUESTION_SEVERAL, TN_QUESTION_YES_NO, TN_QUESTION_SCALE, TN_QUESTION_NUMBER } TnQuestionType;
typedef struct {
  TnId id;
  gint64 place;
  char *text;
  TnQuestionType type;
  char **choices;          /* what can be chosen, in the order of its keys 1, 2 …; of yes or no and the scale too. Empty of a number */
} TnQuestion;
void tn_question_free (TnQuestion *question);
/* TnQuestion* in their order. Those of a type that this program does not know are left out. */
GPtrArray *tn_survey_questions (TnCopy *copy, const TnId *survey, GError **error);

/* "draft", "open" or "closed". Static. */
const char *tn_survey_state (const TnRow *survey);

/* ---- defining ---- */
/* A new one (about NULL) in preparation, or what a form says of one that is there. */
TnEdit *tn_survey_save (TnCopy *copy, const TnId *about, const TnValues *values, GError **error);
/* Fields text, type, choices. All four are refused once the survey is open: what was answered would be the answer to another question. */
TnEdit *tn_survey_add_question (TnCopy *copy, const TnId *survey, const TnValues *values, GError **error);
TnEdit *tn_survey_change_question (TnCopy *copy, const TnId *question, const TnValues *values, GError **error);
TnEdit *tn_survey_remove_question (TnCopy *copy, const TnId *question, GError **error);
TnEdit *tn_survey_move_question (TnCopy *copy, const TnId *question, gboolean down, GError **error);
/* Open: it can be filled in and its questions stand. A closed one can be opened again. */
TnEdit *tn_survey_set_open (TnCopy *copy, const TnId *survey, gboolean open, GError **error);
/* Only while nobody has filled it in. */
TnEdit *tn_survey_delete (TnCopy *copy, const TnId *survey, GError **error);

/* ---- filling in ---- */
/* bits: of the choices; number: -1 = not said. Neither = not answered. */
typedef struct { guint bits; int number; } TnSurveyAnswer;
#define TN_SURVEY_NO_ANSWER ((TnSurveyAnswer) { 0, -1 })
/* What choosing `choice` makes of an answer: of several it is turned over, of one it takes the other's place, chosen again it is taken back. */
void tn_survey_press (const TnQuestion *question, guint choice, TnSurveyAnswer *answer);
/* A sheet. answers: one for each of tn_survey_questions(), in that order. area: quarter or group, of which the quarter is kept; NULL = not said. day:
 * stored form, of a sheet of paper that is keyed in later; NULL = today. Refused when the
 * survey is not open, an answer fits its question in no way, or nothing was answered. */
TnEdit *tn_survey_fill (TnCopy *copy, const TnId *survey, const TnId *area, const char *day, const TnSurveyAnswer *answers, guint n_answers, GError **error);

/* ---- lists ---- */
typedef struct { TnId id; char *title; const char *state /* static */; char *from, *to; gint64 to_day; guint n_sheets; } TnSurveyLine;
void tn_survey_line_free (TnSurveyLine *line);
/* Open ones first, then those in preparation, then closed ones; newest first. state NULL = all. */
GPtrArray *tn_survey_list (TnCopy *copy, const char *state, const char *typed, GError **error);
G_END_DECLS
