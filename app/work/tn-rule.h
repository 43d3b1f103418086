/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-query.h"
G_BEGIN_DECLS

/* Who is entitled to a programme (product.md S1): conditions that all must hold, each of one fact about a person or a household. It stands in field
 * `rule` of the programme as text that can be read in a conflict and in the history, one condition a line:
 *
 *   category: poor, near_poor
 *   age: 18..59
 *   residence: temporary
 *   born: 1950..1960
 *   lost_work: 2021-05-01..
 *   not supported: any
 *
 * Of several values one is enough. "not" turns a condition round. No line at all: everybody who lives there. A line that this program does not understand
 * (of a newer one, or spoilt) is kept byte for byte and shown as it is, and while it stands nobody is entitled, which is said in so many words: a program
 * that passes over a condition pays money to the wrong people. Pure but where a TnCopy is taken; any thread. */

typedef enum {
  TN_FACT_CATEGORY,     /* the person, the household, or (of a household) somebody who lives there is a confirmed member on the day */
  TN_FACT_AGE,          /* whole years on the day; of a household: somebody who lives there */
  TN_FACT_BORN,         /* in this span of days; of who is known to be born in 1960 alone, only where all of 1960 lies in it or out of it */
  TN_FACT_SEX,
  TN_FACT_RELATION,     /* to the head */
  TN_FACT_RESIDENCE,    /* the person's, and where that is not given the household's */
  TN_FACT_PRESENCE,     /* present or absent: who moved away or died is never entitled */
  TN_FACT_OCCUPATION,   /* words, folded, anywhere in occupation or workplace */
  TN_FACT_LOST_WORK,    /* in category lost_job, since a day of this span ("any" = whenever) */
  TN_FACT_HOUSING,
  TN_FACT_AREA,         /* a quarter or group, with what lies below it: ids of units */
  TN_FACT_MEMBERS,      /* how many live in the household */
  TN_FACT_SUPPORTED,    /* got something of one of these programmes (ids), or of any other than this ("any"): the person, or the household lived in */
  TN_FACT_UNKNOWN,      /* a line that is not understood */
  TN_FACT_N
} TnFact;

/* What an editor asks for. */
typedef enum {
  TN_TAKES_CHOICES,     /* keys of tn_fact_choices(), one or more */
  TN_TAKES_NUMBERS,     /* from..to, either may be open */
  TN_TAKES_DATES,       /* the same of days; "any" = no bound */
  TN_TAKES_WORDS,       /* texts */
  TN_TAKES_UNITS, TN_TAKES_PROGRAMMES,   /* ids; programmes also the word "any" */
} TnFactTakes;

/* key: as it stands in the text. label: translated. of_person: is asked of a person; where a household is judged, one who lives there and fits all such
 * conditions together is enough, and with "not" nobody who lives there may be so. */
typedef struct { const char *key, *label; TnFactTakes takes; gboolean of_person; } TnFactInfo;
TnFactInfo tn_fact_info (TnFact fact);
/* Keys and translated labels that a condition of this fact can name, in the schema's order; of categories also those that the district added, of units and
 * programmes those of the copy by id. TnFactChoice*, empty for facts that name none. Owned; NULL with error. */
typedef struct { char *key, *label; } TnFactChoice;
void tn_fact_choice_free (gpointer choice);
GPtrArray *tn_fact_choices (TnCopy *copy, TnFact fact, GError **error);

typedef struct {
  TnFact fact;
  gboolean negated;
  GPtrArray *values;    /* char*: keys, words or ids as text; empty for numbers and dates */
  gint64 from, to;      /* of numbers as they are, of dates yyyymmdd (what is not known is 00: of a bare year all of it is meant, see tn_rule_first_day());
                           G_MININT64 and G_MAXINT64 = open. Both ends belong to it */
  char *line;           /* UNKNOWN: verbatim, without the line's end. Else NULL */
} TnCondition;
TnCondition *tn_condition_new (TnFact fact, gboolean negated);
TnCondition *tn_condition_copy (const TnCondition *condition);
void tn_condition_free (gpointer condition);
void tn_condition_add_value (TnCondition *condition, const char *value);   /* one that is there already is not added twice */

typedef struct { GPtrArray *conditions; /* TnCondition* */ } TnRule;
TnRule *tn_rule_new (void);
void tn_rule_free (TnRule *rule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRule, tn_rule_free)
/* Takes the condition. */
void tn_rule_add (TnRule *rule, TnCondition *condition);

/* Never fails: what is not understood becomes TN_FACT_UNKNOWN. text NULL or "" = no conditions. */
TnRule *tn_rule_parse (const char *text);
/* And back: the same text for the same rule. "" without conditions. Owned. */
char *tn_rule_format (const TnRule *rule);
/* For what a person made, before it is written: values are there and exist, spans begin before they end, a programme does not ask for itself. programme
 * may be NULL (of a new one). FALSE with a message that names the condition. Conditions that are not understood are refused too, unless `before` (may be
 * NULL) has the same line: they stay, and are not added to. */
gboolean tn_rule_check (TnCopy *copy, const TnRule *rule, const TnId *programme, const TnRule *before, GError **error);
/* The first and the last day that a bound of dates means: of "1960" 1 January and 31 December; an open one stays open. yyyymmdd, for comparing: the last day of a
 * month is its 31st. */
gint64 tn_rule_first_day (gint64 date);
gint64 tn_rule_last_day (gint64 date);
/* A bound of dates in its stored form: "1960", "2021-05". Owned. */
char *tn_rule_date_text (gint64 date);
/* The first line that is not understood, NULL = all are. Borrowed. */
const char *tn_rule_not_understood (const TnRule *rule);
/* In words: "Category: Poor household or Near-poor household", "Not: Age 18 to 59". Units and programmes by name; copy NULL = by id. Translated. Owned. */
char *tn_condition_words (TnCopy *copy, const TnCondition *condition);
/* All of them, a line each; "Everybody who lives there" when there is none. Owned. */
char *tn_rule_words (TnCopy *copy, const TnRule *rule);
G_END_DECLS
