/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a rule and back. Strict: a line of which any part is not known stands as it is, and entitles nobody. */
#include "tn-rule.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-rule-private.h"

#define LONGEST_CODE 64

static const TnChoice presence[] = { { "present", N_("Present") }, { "absent", N_("Absent") }, { NULL, NULL } };

static const TnFactInfo facts[TN_FACT_N] = {
  [TN_FACT_CATEGORY] = { "category", N_("Category"), TN_TAKES_CHOICES, TRUE },
  [TN_FACT_AGE] = { "age", N_("Age"), TN_TAKES_NUMBERS, TRUE },
  [TN_FACT_BORN] = { "born", N_("Born"), TN_TAKES_DATES, TRUE },
  [TN_FACT_SEX] = { "sex", N_("Sex"), TN_TAKES_CHOICES, TRUE },
  [TN_FACT_RELATION] = { "relation", N_("Relation to the head"), TN_TAKES_CHOICES, TRUE },
  [TN_FACT_RESIDENCE] = { "residence", N_("Residence"), TN_TAKES_CHOICES, FALSE },
  [TN_FACT_PRESENCE] = { "presence", N_("Present or absent"), TN_TAKES_CHOICES, FALSE },
  [TN_FACT_OCCUPATION] = { "occupation", N_("Occupation or workplace"), TN_TAKES_WORDS, TRUE },
  [TN_FACT_LOST_WORK] = { "lost_work", N_("Lost the work"), TN_TAKES_DATES, TRUE },
  [TN_FACT_HOUSING] = { "housing", N_("Housing"), TN_TAKES_CHOICES, FALSE },
  [TN_FACT_AREA] = { "area", N_("Quarter or group"), TN_TAKES_UNITS, FALSE },
  [TN_FACT_MEMBERS] = { "members", N_("People in the household"), TN_TAKES_NUMBERS, FALSE },
  [TN_FACT_SUPPORTED] = { "supported", N_("Support already received"), TN_TAKES_PROGRAMMES, FALSE },
  [TN_FACT_UNKNOWN] = { "", N_("A condition that this program does not understand"), TN_TAKES_WORDS, FALSE },
};

TnFactInfo
tn_fact_info (TnFact fact)
{
  g_return_val_if_fail ((guint) fact < TN_FACT_N, facts[TN_FACT_UNKNOWN]);
  TnFactInfo info = facts[fact];

  info.label = _(info.label);
  return info;
}

const TnChoice *
tn_fact_schema_choices (TnFact fact)
{
  static const struct { TnFact fact; const char *kind, *field; } table[] = {
    { TN_FACT_CATEGORY, "membership", "category" }, { TN_FACT_SEX, "person", "sex" }, { TN_FACT_RELATION, "person", "relation" },
    { TN_FACT_RESIDENCE, "person", "residence" }, { TN_FACT_HOUSING, "household", "housing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].fact == fact)
      return tn_kind_field (tn_schema_kind (table[i].kind), table[i].field)->choices;
  return fact == TN_FACT_PRESENCE ? presence : NULL;
}

/* ---- conditions ---- */

TnCondition *
tn_condition_new (TnFact fact, gboolean negated)
{
  TnCondition *condition = g_new0 (TnCondition, 1);

  *condition = (TnCondition) { fact, negated, g_ptr_array_new_with_free_func (g_free), G_MININT64, G_MAXINT64, NULL };
  return condition;
}

TnCondition *
tn_condition_copy (const TnCondition *condition)
{
  TnCondition *copy = tn_condition_new (condition->fact, condition->negated);

  for (guint i = 0; i < condition->values->len; i++)
    g_ptr_array_add (copy->values, g_strdup (condition->values->pdata[i]));
  copy->from = condition->from;
  copy->to = condition->to;
  copy->line = g_strdup (condition->line);
  return copy;
}

void
tn_condition_free (gpointer data)
{
  TnCondition *condition = data;

  if (!condition)
    return;
  g_ptr_array_unref (condition->values);
  g_free (condition->line);
  g_free (condition);
}

gboolean
tn_condition_names (const TnCondition *condition, const char *value)
{
  for (guint i = 0; i < condition->values->len; i++)
    if (g_str_equal (condition->values->pdata[i], value))
      return TRUE;
  return FALSE;
}

void
tn_condition_add_value (TnCondition *condition, const char *value)
{
  if (!tn_condition_names (condition, value))
    g_ptr_array_add (condition->values, g_strdup (value));
}

TnRule *
tn_rule_new (void)
{
  TnRule *rule = g_new0 (TnRule, 1);

  rule->conditions = g_ptr_array_new_with_free_func (tn_condition_free);
  return rule;
}

void
tn_rule_free (TnRule *rule)
{
  if (!rule)
    return;
  g_ptr_array_unref (rule->conditions);
  g_free (rule);
}

void
tn_rule_add (TnRule *rule, TnCondition *condition)
{
  g_ptr_array_add (rule->conditions, condition);
}

const char *
tn_rule_not_understood (const TnRule *rule)
{
  for (guint i = 0; i < rule->conditions->len; i++)
    {
      const TnCondition *condition = rule->conditions->pdata[i];

      if (condition->fact == TN_FACT_UNKNOWN)
        return condition->line;
    }
  return NULL;
}

/* ---- from text ---- */

static gboolean
read_number (const char *text, gint64 *out)
{
  return g_ascii_string_to_signed (text, 10, 0, 999, out, NULL);
}

static gboolean
read_date (const char *text, gint64 *out)
{
  *out = tn_listed_date (text);
  return *out != 0;
}

/* "18..59", "60..", "..17", "18". */
static gboolean
read_span (TnCondition *condition, const char *text, gboolean (*read) (const char *text, gint64 *out))
{
  const char *dots = strstr (text, "..");
  g_autofree char *from = dots ? g_strndup (text, (gsize) (dots - text)) : g_strdup (text), *to = g_strdup (dots ? dots + 2 : text);

  g_strstrip (from);
  g_strstrip (to);
  if (!*from && !*to)
    return FALSE;
  return (!*from || read (from, &condition->from)) && (!*to || read (to, &condition->to));
}

static gboolean
is_code (const char *text)
{
  gsize len = strlen (text);

  return len > 0 && len <= LONGEST_CODE && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == len;
}

static gboolean
is_choice (const TnChoice *choices, const char *text)
{
  for (; choices && choices->key; choices++)
    if (g_str_equal (choices->key, text))
      return TRUE;
  return FALSE;
}

static gboolean
is_value (TnFact fact, const char *text)
{
  TnId id;

  switch (facts[fact].takes)
    {
    case TN_TAKES_CHOICES:
      return is_choice (tn_fact_schema_choices (fact), text) || (fact == TN_FACT_CATEGORY && is_code (text));
    case TN_TAKES_PROGRAMMES:
      return g_str_equal (text, TN_RULE_ANY) || tn_id_parse (text, -1, &id);
    case TN_TAKES_UNITS:
      return tn_id_parse (text, -1, &id);
    case TN_TAKES_NUMBERS:
    case TN_TAKES_DATES:
    case TN_TAKES_WORDS:
    default:
      return *text != 0;
    }
}

static gboolean
read_values (TnCondition *condition, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (char **part = parts; *part; part++)
    {
      g_strstrip (*part);
      if (!is_value (condition->fact, *part))
        return FALSE;
      tn_condition_add_value (condition, *part);
    }
  return condition->values->len > 0;
}

static gboolean
read_rest (TnCondition *condition, const char *text)
{
  switch (facts[condition->fact].takes)
    {
    case TN_TAKES_NUMBERS:
      return read_span (condition, text, read_number);
    case TN_TAKES_DATES:
      return g_str_equal (text, TN_RULE_ANY) || read_span (condition, text, read_date);
    case TN_TAKES_CHOICES:
    case TN_TAKES_WORDS:
    case TN_TAKES_UNITS:
    case TN_TAKES_PROGRAMMES:
    default:
      return read_values (condition, text);
    }
}

static TnFact
find_fact (const char *key)
{
  TnFact fact = 0;

  while (fact < TN_FACT_UNKNOWN && !g_str_equal (facts[fact].key, key))
    fact++;
  return fact;
}

/* NULL = not understood. */
static TnCondition *
read_line (const char *line)
{
  g_autofree char *text = g_strstrip (g_strdup (line));
  gboolean negated = g_str_has_prefix (text, "not ");
  char *key = g_strchug (text + (negated ? 4 : 0)), *colon = strchr (key, ':');
  TnCondition *condition;
  TnFact fact;

  if (!colon)
    return NULL;
  *colon = 0;
  fact = find_fact (g_strchomp (key));
  if (fact == TN_FACT_UNKNOWN)
    return NULL;
  condition = tn_condition_new (fact, negated);
  if (read_rest (condition, g_strchug (colon + 1)))
    return condition;
  tn_condition_free (condition);
  return NULL;
}

TnRule *
tn_rule_parse (const char *text)
{
  TnRule *rule = tn_rule_new ();
  g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);

  for (char **line = lines; *line; line++)
    {
      TnCondition *condition = read_line (*line);

      if (!condition && !(*line)[strspn (*line, " \t\r")])
        continue;
      if (!condition)
        {
          condition = tn_condition_new (TN_FACT_UNKNOWN, FALSE);
          condition->line = g_strdup (*line);
        }
      tn_rule_add (rule, condition);
    }
  return rule;
}

/* ---- days of a span ---- */

gint64
tn_rule_first_day (gint64 date)
{
  if (date == G_MININT64 || date == G_MAXINT64)
    return date;
  return date + (date / 100 % 100 == 0 ? 100 : 0) + (date % 100 == 0 ? 1 : 0);
}

gint64
tn_rule_last_day (gint64 date)
{
  if (date == G_MININT64 || date == G_MAXINT64)
    return date;
  return date + (date / 100 % 100 == 0 ? 1200 : 0) + (date % 100 == 0 ? 31 : 0);
}

/* ---- to text ---- */

/* A date as lists have it in its stored form: what is not known of it is left out. Owned. */
char *
tn_rule_date_text (gint64 date)
{
  int year = (int) (date / 10000), month = (int) (date / 100 % 100), day = (int) (date % 100);

  if (!month)
    return g_strdup_printf ("%04d", year);
  return day ? g_strdup_printf ("%04d-%02d-%02d", year, month, day) : g_strdup_printf ("%04d-%02d", year, month);
}

static void
append_bound (GString *text, gboolean dates, gint64 bound)
{
  g_autofree char *date = NULL;

  if (bound == G_MININT64 || bound == G_MAXINT64)
    return;
  if (dates)
    g_string_append (text, date = tn_rule_date_text (bound));
  else
    g_string_append_printf (text, "%" G_GINT64_FORMAT, bound);
}

static void
append_span (GString *text, const TnCondition *condition, gboolean dates)
{
  if (dates && condition->from == G_MININT64 && condition->to == G_MAXINT64)
    {
      g_string_append (text, TN_RULE_ANY);
      return;
    }
  append_bound (text, dates, condition->from);
  g_string_append (text, "..");
  append_bound (text, dates, condition->to);
}

static void
append_condition (GString *text, const TnCondition *condition)
{
  const TnFactInfo *info = &facts[condition->fact];

  if (condition->fact == TN_FACT_UNKNOWN)
    {
      g_string_append_printf (text, "%s\n", condition->line ? condition->line : "");
      return;
    }
  g_string_append_printf (text, "%s%s: ", condition->negated ? "not " : "", info->key);
  if (info->takes == TN_TAKES_NUMBERS || info->takes == TN_TAKES_DATES)
    append_span (text, condition, info->takes == TN_TAKES_DATES);
  for (guint i = 0; i < condition->values->len; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", (const char *) condition->values->pdata[i]);
  g_string_append_c (text, '\n');
}

char *
tn_rule_format (const TnRule *rule)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rule->conditions->len; i++)
    append_condition (text, rule->conditions->pdata[i]);
  if (text->len)
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}
