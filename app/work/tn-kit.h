/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tn-case.h"
G_BEGIN_DECLS

/* Medicine bags A, B and C with what each asks for (facts.md, “Bags”), and essentials. */

/* What is known when a bag is to be given. */
typedef struct {
  const char *bag;            /* "a", "b", "c" */
  gint64 days;                /* 0 = not said: the bag's usual number */
  gboolean consent, no_doctor;
  const char *doctor;         /* who ordered it; NULL or "" = nobody */
  TnAgeSpan age;
  gboolean has_breathing, has_spo2;   /* measured within the last TN_KIT_FRESH_HOURS hours */
  double breathing, spo2;
  gint64 days_before;         /* for which this bag was given in this case before */
} TnKitFacts;
#define TN_KIT_FRESH_HOURS 24

/* A: up to 7 days. B: at most 3 days in all, when a doctor ordered it, or when none could be reached and breathing is above 20/min or SpO2 below 95 %. C: 5 days,
 * consent signed, over 18, once. FALSE with the reason. *days: for how many it is given. */
gboolean tn_kit_may_give (const TnKitFacts *facts, gint64 *days, GError **error);
/* What a bag asks for, in a sentence. Translated. */
const char *tn_kit_say_rule (const char *bag);

/* Reads the facts of the case and gives the bag as `values` (of kind kit) say. Refused with the reason. */
TnEdit *tn_work_give_kit (TnCopy *copy, const TnId *home_case, const TnValues *values, const TnId *id, GError **error);

/* Essentials asked for by the household of a person. */
TnEdit *tn_work_ask_essentials (TnCopy *copy, const TnId *person, const TnValues *values, const TnId *id, GError **error);
/* They were brought (today). */
TnEdit *tn_work_bring_essentials (TnCopy *copy, const TnId *essentials, GError **error);
G_END_DECLS
