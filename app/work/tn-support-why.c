/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why somebody is entitled, or the first reason against it, in words. */
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-rule-private.h"
#include "tn-support-private.h"

static char *
say_date (const char *stored)
{
  return stored && *stored ? tn_date_format (stored) : NULL;
}

/* The membership that the condition rests on. */
static char *
say_member (TnOne *one, const TnAsked *asked, const TnId *subject)
{
  g_autoptr (GPtrArray) rows = tn_query_children (one->judge.copy, "membership", subject, NULL);

  for (guint i = 0; rows && i < rows->len; i++)
    {
      const TnRow *row = rows->pdata[i];
      g_autofree char *category = tn_row_dup_text (row, "category"), *from = tn_row_dup_text (row, "from"), *to = tn_row_dup_text (row, "to"), *since = say_date (from), *words = NULL;
      gboolean lost = asked->condition->fact == TN_FACT_LOST_WORK;

      if (!category || !(lost ? g_str_equal (category, "lost_job") : tn_condition_names (asked->condition, category)))
        continue;
      if (tn_judge_membership (&one->judge, asked->condition, from, to, tn_slice_is (tn_row_field (row, "unconfirmed"), "true")) != TN_SAYS_YES)
        continue;
      words = tn_fact_value_words (one->judge.copy, TN_FACT_CATEGORY, category);
      /* Translators: a category and the date since when */
      return since ? g_strdup_printf (_("%s since %s"), words, since) : g_steal_pointer (&words);
    }
  return NULL;
}

static char *
say_choice (TnFact fact, guint8 choice)
{
  const TnChoice *choices = tn_fact_schema_choices (fact);

  for (guint i = 0; choices && choices[i].key && choice; i++)
    if (i + 1 == choice)
      return g_strdup (_(choices[i].label));
  return NULL;
}

static char *
say_born (const TnPersonFacts *person)
{
  g_autofree char *stored = person && person->birth ? tn_rule_date_text (person->birth) : NULL, *shown = stored ? tn_date_format (stored) : NULL;

  /* Translators: %s is a date, or a year */
  return shown ? g_strdup_printf (_("born %s"), shown) : NULL;
}

/* What the register says of a fact. NULL = nothing worth saying. */
static char *
say_fact (TnOne *one, guint i, const TnPersonFacts *person)
{
  const TnAsked *asked = &one->judge.asked[i];
  int age;
  char *said;

  switch (asked->condition->fact)
    {
    case TN_FACT_CATEGORY:
    case TN_FACT_LOST_WORK:
      said = person ? say_member (one, asked, &person->id) : NULL;
      return said || tn_id_is_null (&one->home.id) ? said : say_member (one, asked, &one->home.id);
    case TN_FACT_AGE:
      age = person ? tn_support_age (person->birth, one->judge.day) : -1;
      return age < 0 ? NULL : g_strdup_printf (ngettext ("%d year old", "%d years old", (gulong) age), age);
    case TN_FACT_BORN:
      return say_born (person);
    case TN_FACT_SEX:
      return say_choice (TN_FACT_SEX, person ? person->sex : 0);
    case TN_FACT_RELATION:
      return say_choice (TN_FACT_RELATION, person ? person->relation : 0);
    case TN_FACT_RESIDENCE:
      return say_choice (TN_FACT_RESIDENCE, person && person->residence ? person->residence : one->home.residence);
    case TN_FACT_PRESENCE:
      return say_choice (TN_FACT_PRESENCE, person ? (person->status ? person->status : 1) : one->home.status);
    case TN_FACT_HOUSING:
      return say_choice (TN_FACT_HOUSING, one->home.housing);
    case TN_FACT_AREA:
      return tn_id_is_null (&one->home.area) ? NULL : tn_query_title (one->judge.copy, &one->home.area);
    case TN_FACT_MEMBERS:
      return g_strdup_printf (ngettext ("%u person in the household", "%u people in the household", one->home.n_people), one->home.n_people);
    case TN_FACT_OCCUPATION:
    case TN_FACT_SUPPORTED:
    case TN_FACT_UNKNOWN:
    case TN_FACT_N:
    default:
      return NULL;
    }
}

/* The one who made a household fit: fits all that is asked of a person. */
static const TnPersonFacts *
find_fitting (TnOne *one)
{
  for (guint k = 0; k < one->people->len; k++)
    {
      const TnPersonFacts *person = &g_array_index (one->people, TnPersonFacts, k);
      gboolean fits = !person->gone;

      for (guint i = 0; fits && i < one->judge.n; i++)
        if (one->judge.asked[i].of_person && !one->judge.asked[i].condition->negated)
          fits = tn_judge_ask (&one->judge, i, person, &one->home) == TN_SAYS_YES;
      if (fits)
        return person;
    }
  return one->people->len ? &g_array_index (one->people, TnPersonFacts, 0) : NULL;
}

static char *
say_entitled (TnOne *one)
{
  const TnPersonFacts *person = find_fitting (one);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < one->judge.n; i++)
    {
      const TnAsked *asked = &one->judge.asked[i];
      gboolean of_home = one->judge.programme->per_household && !asked->of_person;
      g_autofree char *said = asked->condition->negated ? NULL : say_fact (one, i, of_home ? NULL : person);

      if (!said)
        said = tn_condition_words (one->judge.copy, asked->condition);
      g_string_append_printf (words, "%s%s", words->len ? "; " : "", said);
    }
  return g_strdup (words->len ? words->str : _("Lives here"));
}

static const TnPersonFacts *
find_failing (TnOne *one, guint i)
{
  if (!one->judge.programme->per_household)
    return one->people->len ? &g_array_index (one->people, TnPersonFacts, 0) : NULL;
  return one->people->len == 1 && one->judge.asked[i].of_person ? &g_array_index (one->people, TnPersonFacts, 0) : NULL;
}

static char *
say_condition (TnOne *one)
{
  guint i = one->verdict.condition;
  g_autofree char *words = tn_condition_words (one->judge.copy, one->judge.asked[i].condition), *said = NULL;

  if (one->verdict.out == TN_OUT_NOT_KNOWN)
    /* Translators: %s is a condition of a rule, in words */
    return g_strdup_printf (_("%s – the register does not say it"), words);
  if (one->verdict.out == TN_OUT_UNCONFIRMED)
    /* Translators: %s is a condition of a rule, in words */
    return g_strdup_printf (_("%s – noticed at the door, not confirmed yet"), words);
  said = say_fact (one, i, find_failing (one, i));
  /* Translators: the first %s is a condition of a rule, the second what is so: "Age: 18 to 59 – but: 61 years old" */
  return said ? g_strdup_printf (_("%s – but: %s"), words, said) : g_strdup_printf (_("%s – does not hold"), words);
}

static char *
say_out (TnOne *one, const TnSupportLine *line)
{
  switch ((TnOut) line->out)
    {
    case TN_OUT_NOT:
      return say_entitled (one);
    case TN_OUT_MERGED:
      return g_strdup (_("Merged into somebody else"));
    case TN_OUT_GONE:
      return g_strdup (_("Does not live here any more"));
    case TN_OUT_EMPTY:
      return g_strdup (_("Nobody lives there"));
    case TN_OUT_RULE:
      {
        const char *raw = tn_rule_not_understood (one->judge.programme->rule);
        return g_strdup_printf (_("The rule has a condition that this program does not understand: “%s”. Nobody is entitled until a newer program is installed or the condition is taken out."),
                                raw ? raw : "…");
      }
    case TN_OUT_CONDITION:
    case TN_OUT_NOT_KNOWN:
    case TN_OUT_UNCONFIRMED:
    case TN_OUT_N:
    default:
      return say_condition (one);
    }
}

/* That they got it where they lived before is no reason against them: a person looks at it. Takes words. */
static char *
add_before (TnOne *one, char *words)
{
  g_autofree char *before = one->judge.programme->per_household && one->found ? tn_support_before_words (one->judge.copy, &one->judge.whom, &one->judge.programme->id, &one->subject) : NULL;
  g_autofree char *said = words;

  return before ? g_strdup_printf ("%s; %s", said, before) : g_steal_pointer (&said);
}

char *
tn_one_words (TnOne *one, const TnSupportLine *line)
{
  return add_before (one, say_out (one, line));
}

/* Takes words. */
static char *
add_own_amount (TnCopy *copy, const TnProgramme *programme, const TnSupportLine *line, char *words)
{
  g_autoptr (TnRow) row = tn_id_is_null (&line->entitlement) || line->standing == TN_STANDS_NOTHING ? NULL : tn_copy_get (copy, &line->entitlement, NULL);
  g_autofree char *own = row && !g_str_equal (programme->gives, "goods") ? tn_amount_words (row, programme) : NULL, *before = words;

  return own ? g_strdup_printf ("%s; %s", own, before) : g_steal_pointer (&before);
}

struct _TnSupportWhy { TnOne one; };

TnSupportWhy *
tn_support_why_new (TnCopy *copy, const TnProgramme *programme, GError **error)
{
  g_autoptr (TnSupportWhy) self = g_new0 (TnSupportWhy, 1);

  return tn_one_init (&self->one, copy, programme, error) ? g_steal_pointer (&self) : NULL;
}

void
tn_support_why_free (TnSupportWhy *self)
{
  if (!self)
    return;
  tn_one_clear (&self->one);
  g_free (self);
}

char *
tn_support_why_of (TnSupportWhy *self, const TnSupportLine *line, GError **error)
{
  TnOne *one = &self->one;
  TnSupportLine now = *line;

  if (!tn_one_look (one, &line->whom, error))
    return NULL;
  if (line->out != TN_OUT_MERGED)
    {
      now.out = (guint8) one->verdict.out;
      now.condition = (guint16) one->verdict.condition;
    }
  return add_own_amount (one->judge.copy, one->judge.programme, line, add_before (one, say_out (one, &now)));
}

char *
tn_support_why (TnCopy *copy, const TnProgramme *programme, const TnSupportLine *line, GError **error)
{
  g_autoptr (TnSupportWhy) why = tn_support_why_new (copy, programme, error);

  return why ? tn_support_why_of (why, line, error) : NULL;
}
