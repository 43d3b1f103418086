/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a rule let somebody in? Pure: what the conditions ask about was read before. What the register does not say lets nobody in, also where a condition is
 * negated: else an empty field would be worth money. */
#include <string.h>
#include "tn-support-private.h"

static TnSays
yes_if (gboolean is)
{
  return is ? TN_SAYS_YES : TN_SAYS_NO;
}

static TnSays
ask_choice (guint32 choices, guint8 choice)
{
  if (!choice)
    return TN_SAYS_UNKNOWN;
  return yes_if (choice <= 32 && (choices & 1u << (choice - 1)));
}

/* Nothing written means that the one who lives there is present. */
static TnSays
ask_presence (guint32 choices, guint8 status)
{
  return ask_choice (choices, status ? status : 1);
}

static TnSays
ask_span (const TnCondition *condition, gint64 value)
{
  return yes_if (value >= condition->from && value <= condition->to);
}

/* Who is known by the year alone may be on either side of a day within it. */
static TnSays
ask_born (const TnCondition *condition, gint64 birth)
{
  gint64 from = tn_rule_first_day (condition->from), to = tn_rule_last_day (condition->to), first = tn_rule_first_day (birth), last = tn_rule_last_day (birth);

  if (!birth)
    return TN_SAYS_UNKNOWN;
  if (first >= from && last <= to)
    return TN_SAYS_YES;
  return last < from || first > to ? TN_SAYS_NO : TN_SAYS_UNKNOWN;
}

static TnSays
ask_words (const TnAsked *asked, const char *work)
{
  for (guint i = 0; work && i < asked->words->len; i++)
    if (strstr (work, asked->words->pdata[i]))
      return TN_SAYS_YES;
  return TN_SAYS_NO;
}

static TnSays
ask_ids (const TnAsked *asked, const TnId *id)
{
  return id && !tn_id_is_null (id) ? (TnSays) GPOINTER_TO_INT (g_hash_table_lookup (asked->ids, id)) : TN_SAYS_NO;
}

/* The one that says more. */
static TnSays
either (TnSays a, TnSays b)
{
  static const guint rank[] = { [TN_SAYS_NO] = 0, [TN_SAYS_UNKNOWN] = 1, [TN_SAYS_UNCONFIRMED] = 2, [TN_SAYS_YES] = 3 };

  return rank[a] >= rank[b] ? a : b;
}

static TnSays
ask_plain (const TnJudge *judge, const TnAsked *asked, const TnPersonFacts *person, const TnHomeFacts *home)
{
  const TnCondition *condition = asked->condition;
  int age;

  switch (condition->fact)
    {
    case TN_FACT_CATEGORY:
    case TN_FACT_SUPPORTED:
      return either (ask_ids (asked, person ? &person->id : NULL), ask_ids (asked, &home->id));
    case TN_FACT_LOST_WORK:
      return ask_ids (asked, person ? &person->id : NULL);
    case TN_FACT_AGE:
      age = person ? tn_support_age (person->birth, judge->day) : -1;
      return age < 0 ? TN_SAYS_UNKNOWN : ask_span (condition, age);
    case TN_FACT_BORN:
      return ask_born (condition, person ? person->birth : 0);
    case TN_FACT_SEX:
      return ask_choice (asked->choices, person ? person->sex : 0);
    case TN_FACT_RELATION:
      return ask_choice (asked->choices, person ? person->relation : 0);
    case TN_FACT_OCCUPATION:
      return ask_words (asked, person ? person->work : NULL);
    case TN_FACT_RESIDENCE:
      return ask_choice (asked->choices, person && person->residence ? person->residence : home->residence);
    case TN_FACT_PRESENCE:
      return ask_presence (asked->choices, person ? person->status : home->status);
    case TN_FACT_HOUSING:
      return ask_choice (asked->choices, home->housing);
    case TN_FACT_AREA:
      return tn_id_is_null (&home->area) ? TN_SAYS_UNKNOWN : ask_ids (asked, &home->area);
    case TN_FACT_MEMBERS:
      return ask_span (condition, home->n_people);
    case TN_FACT_UNKNOWN:
    case TN_FACT_N:
    default:
      return TN_SAYS_UNKNOWN;
    }
}

static TnSays
turn (TnSays says)
{
  return says == TN_SAYS_UNKNOWN ? says : yes_if (says != TN_SAYS_YES);
}

TnSays
tn_judge_ask (const TnJudge *judge, guint i, const TnPersonFacts *person, const TnHomeFacts *home)
{
  TnSays says = ask_plain (judge, &judge->asked[i], person, home);

  return judge->asked[i].condition->negated ? turn (says) : says;
}

static TnVerdict
shut_out (TnSays says, guint condition)
{
  return (TnVerdict) { says == TN_SAYS_UNKNOWN ? TN_OUT_NOT_KNOWN : says == TN_SAYS_UNCONFIRMED ? TN_OUT_UNCONFIRMED : TN_OUT_CONDITION, condition };
}

TnVerdict
tn_judge_person (const TnJudge *judge, const TnPersonFacts *person, const TnHomeFacts *home)
{
  if (person->gone || home->gone)
    return (TnVerdict) { TN_OUT_GONE, 0 };
  if (!judge->understood)
    return (TnVerdict) { TN_OUT_RULE, 0 };
  for (guint i = 0; i < judge->n; i++)
    {
      TnSays says = tn_judge_ask (judge, i, person, home);

      if (says != TN_SAYS_YES)
        return shut_out (says, i);
    }
  return (TnVerdict) { TN_OUT_NOT, 0 };
}

/* ---- households ---- */

void
tn_home_sum_init (TnHomeSum *sum)
{
  *sum = (TnHomeSum) { .why = TN_SAYS_NO };
}

/* What is asked of one person, together. */
static void
fit (const TnJudge *judge, TnHomeSum *sum, const TnPersonFacts *person, const TnHomeFacts *home)
{
  for (guint i = 0; i < judge->n; i++)
    {
      const TnAsked *asked = &judge->asked[i];
      TnSays says = asked->of_person && !asked->condition->negated ? tn_judge_ask (judge, i, person, home) : TN_SAYS_YES;

      if (says == TN_SAYS_YES)
        continue;
      if (i >= sum->furthest)
        {
          sum->furthest = i;
          sum->why = says;
        }
      return;
    }
  sum->fits = TRUE;
}

void
tn_home_sum_add (const TnJudge *judge, TnHomeSum *sum, const TnPersonFacts *person, const TnHomeFacts *home)
{
  if (person->gone || !judge->understood)
    return;
  if (!sum->fits)
    fit (judge, sum, person, home);
  for (guint i = 0; i < judge->n; i++)
    {
      const TnAsked *asked = &judge->asked[i];
      gboolean negated = asked->condition->negated && asked->of_person;
      TnSays says = negated || asked->condition->fact == TN_FACT_SUPPORTED ? ask_plain (judge, asked, person, home) : TN_SAYS_NO;
      guint64 bit = G_GUINT64_CONSTANT (1) << i;

      if (says == TN_SAYS_YES)
        *(negated ? &sum->is : &sum->got) |= bit;
      else if (negated && says == TN_SAYS_UNKNOWN)
        sum->may_be |= bit;
    }
}

TnSays
tn_judge_ask_home (const TnJudge *judge, guint i, const TnHomeSum *sum, const TnHomeFacts *home)
{
  const TnAsked *asked = &judge->asked[i];
  guint64 bit = G_GUINT64_CONSTANT (1) << i;
  gboolean negated = asked->condition->negated;

  if (asked->condition->fact == TN_FACT_SUPPORTED)
    return yes_if (((sum->got & bit) || ask_ids (asked, &home->id) == TN_SAYS_YES) != negated);
  if (!asked->of_person)
    return tn_judge_ask (judge, i, NULL, home);
  if (negated)
    return (sum->is & bit) ? TN_SAYS_NO : (sum->may_be & bit) ? TN_SAYS_UNKNOWN : TN_SAYS_YES;
  return !sum->fits && sum->furthest == i ? sum->why : TN_SAYS_YES;
}

TnVerdict
tn_judge_home (const TnJudge *judge, const TnHomeSum *sum, const TnHomeFacts *home)
{
  if (home->gone)
    return (TnVerdict) { TN_OUT_GONE, 0 };
  if (!home->n_people)
    return (TnVerdict) { TN_OUT_EMPTY, 0 };
  if (!judge->understood)
    return (TnVerdict) { TN_OUT_RULE, 0 };
  for (guint i = 0; i < judge->n; i++)
    {
      TnSays says = tn_judge_ask_home (judge, i, sum, home);

      if (says != TN_SAYS_YES)
        return shut_out (says, i);
    }
  return (TnVerdict) { TN_OUT_NOT, 0 };
}
