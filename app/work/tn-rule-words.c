/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rule as a person reads it, what an editor offers, and what may be written. */
#include <glib/gi18n.h>
#include <string.h>
#include "tn-date.h"
#include "tn-rule-private.h"

/* ---- what can be named ---- */

void
tn_fact_choice_free (gpointer data)
{
  TnFactChoice *choice = data;

  g_free (choice->key);
  g_free (choice->label);
  g_free (choice);
}

static void
add_choice (GPtrArray *choices, char *key, char *label)
{
  TnFactChoice *choice = g_new0 (TnFactChoice, 1);

  *choice = (TnFactChoice) { key, label };
  g_ptr_array_add (choices, choice);
}

/* Records of a kind by a field's text, and by its name. by NULL = the id. */
static gboolean
add_records (TnCopy *copy, const char *kind, const char *by, GPtrArray *choices, GError **error)
{
  g_autoptr (GArray) ids = tn_query_ids (copy, kind, error);

  for (guint i = 0; ids && i < ids->len; i++)
    {
      const TnId *id = &g_array_index (ids, TnId, i);
      g_autoptr (TnRow) row = by ? tn_copy_get (copy, id, error) : NULL;
      char *key = by && row ? tn_row_dup_text (row, by) : NULL;

      if (by && !row)
        return FALSE;
      if (!by || key)
        add_choice (choices, by ? key : tn_id_dup_string (id), tn_query_title (copy, id));
    }
  return ids != NULL;
}

static gboolean
add_areas (TnCopy *copy, GPtrArray *choices, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (copy, error);

  for (guint i = 0; areas && i < areas->len; i++)
    {
      const TnAreaItem *area = areas->pdata[i];

      add_choice (choices, tn_id_dup_string (&area->id), g_strdup (area->name ? area->name : ""));
    }
  return areas != NULL;
}

GPtrArray *
tn_fact_choices (TnCopy *copy, TnFact fact, GError **error)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (tn_fact_choice_free);

  for (const TnChoice *choice = tn_fact_schema_choices (fact); choice && choice->key; choice++)
    add_choice (choices, g_strdup (choice->key), g_strdup (_(choice->label)));
  if (fact == TN_FACT_SUPPORTED)
    add_choice (choices, g_strdup (TN_RULE_ANY), g_strdup (_("any other programme")));
  if ((fact == TN_FACT_CATEGORY && !add_records (copy, "category", "code", choices, error)) ||
      (fact == TN_FACT_SUPPORTED && !add_records (copy, "programme", NULL, choices, error)) || (fact == TN_FACT_AREA && !add_areas (copy, choices, error)))
    return NULL;
  return g_steal_pointer (&choices);
}

/* ---- in words ---- */

static char *
category_name (TnCopy *copy, const char *code)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (tn_fact_choice_free);

  for (const TnChoice *choice = tn_fact_schema_choices (TN_FACT_CATEGORY); choice->key; choice++)
    if (g_str_equal (choice->key, code))
      return g_strdup (_(choice->label));
  if (copy && !add_records (copy, "category", "code", added, NULL))
    return g_strdup (code);
  for (guint i = 0; i < added->len; i++)
    if (g_str_equal (((TnFactChoice *) added->pdata[i])->key, code))
      return g_strdup (((TnFactChoice *) added->pdata[i])->label);
  return g_strdup (code);
}

static char *
record_name (TnCopy *copy, const char *text)
{
  TnId id;

  return copy && tn_id_parse (text, -1, &id) ? tn_query_title (copy, &id) : g_strdup (text);
}

char *
tn_fact_value_words (TnCopy *copy, TnFact fact, const char *value)
{
  if (fact == TN_FACT_CATEGORY)
    return category_name (copy, value);
  if (fact == TN_FACT_SUPPORTED && g_str_equal (value, TN_RULE_ANY))
    return g_strdup (_("any other programme"));
  if (fact == TN_FACT_AREA || fact == TN_FACT_SUPPORTED)
    return record_name (copy, value);
  for (const TnChoice *choice = tn_fact_schema_choices (fact); choice && choice->key; choice++)
    if (g_str_equal (choice->key, value))
      return g_strdup (_(choice->label));
  return g_strdup (value);
}

static char *
join_values (TnCopy *copy, const TnCondition *condition)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < condition->values->len; i++)
    {
      g_autofree char *value = tn_fact_value_words (copy, condition->fact, condition->values->pdata[i]);

      /* Translators: between values of which one is enough: "Poor household or Near-poor household" */
      g_string_append_printf (words, "%s%s", i ? _(" or ") : "", value);
    }
  return g_string_free (words, FALSE);
}

static char *
show_bound (gboolean dates, gint64 bound)
{
  g_autofree char *stored = dates ? tn_rule_date_text (bound) : NULL;

  return dates ? tn_date_format (stored) : g_strdup_printf ("%" G_GINT64_FORMAT, bound);
}

static char *
span_words (const TnCondition *condition, gboolean dates)
{
  g_autofree char *from = condition->from == G_MININT64 ? NULL : show_bound (dates, condition->from);
  g_autofree char *to = condition->to == G_MAXINT64 ? NULL : show_bound (dates, condition->to);

  if (from && to)
    /* Translators: a span of numbers or dates, both ends included */
    return g_str_equal (from, to) ? g_strdup (from) : g_strdup_printf (_("%s to %s"), from, to);
  if (from)
    /* Translators: a number or date and what is above or after it */
    return g_strdup_printf (_("from %s"), from);
  return to ? g_strdup_printf (_("up to %s"), to) : g_strdup (_("whenever"));
}

char *
tn_condition_words (TnCopy *copy, const TnCondition *condition)
{
  TnFactInfo info = tn_fact_info (condition->fact);
  gboolean dates = info.takes == TN_TAKES_DATES;
  g_autofree char *what = NULL;

  if (condition->fact == TN_FACT_UNKNOWN)
    /* Translators: %s is the text of a condition as it was written */
    return g_strdup_printf (_("Not understood by this program: “%s”"), condition->line ? condition->line : "");
  what = dates || info.takes == TN_TAKES_NUMBERS ? span_words (condition, dates) : join_values (copy, condition);
  /* Translators: a condition of a rule that must not hold. The first %s is the fact, the second what it must not be */
  return g_strdup_printf (condition->negated ? _("Not – %s: %s") : "%s: %s", info.label, what);
}

char *
tn_rule_words (TnCopy *copy, const TnRule *rule)
{
  GString *words = g_string_new (rule->conditions->len ? NULL : _("Everybody who lives there"));

  for (guint i = 0; i < rule->conditions->len; i++)
    {
      g_autofree char *one = tn_condition_words (copy, rule->conditions->pdata[i]);

      g_string_append_printf (words, "%s%s", i ? "\n" : "", one);
    }
  return g_string_free (words, FALSE);
}

/* ---- may it be written? ---- */

static gboolean
set_wrong (TnCopy *copy, const TnCondition *condition, const char *why, GError **error)
{
  g_autofree char *words = tn_condition_words (copy, condition);

  /* Translators: the first %s is a condition in words, the second what is wrong with it */
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s. %s Nothing was changed."), words, why);
  return FALSE;
}

static gboolean
has_line (const TnRule *rule, const char *line)
{
  for (guint i = 0; rule && i < rule->conditions->len; i++)
    if (g_strcmp0 (((const TnCondition *) rule->conditions->pdata[i])->line, line) == 0)
      return TRUE;
  return FALSE;
}

/* Units and programmes that are named must be there. */
static gboolean
check_records (TnCopy *copy, const TnCondition *condition, const TnId *programme, GError **error)
{
  const char *kind = condition->fact == TN_FACT_AREA ? "unit" : "programme";

  for (guint i = 0; i < condition->values->len; i++)
    {
      const char *value = condition->values->pdata[i];
      TnId id;

      if (g_str_equal (value, TN_RULE_ANY))
        continue;
      g_autoptr (TnRow) row = tn_id_parse (value, -1, &id) ? tn_copy_get (copy, &id, NULL) : NULL;
      if (!row || row->deleted || !g_str_equal (row->kind_key, kind))
        return set_wrong (copy, condition, _("What it names is not there (any more): choose it again."), error);
      if (programme && tn_id_equal (&id, programme))
        return set_wrong (copy, condition, _("A programme never gives the same twice by itself: it need not name itself."), error);
    }
  return TRUE;
}

static gboolean
check_categories (TnCopy *copy, const TnCondition *condition, GError **error)
{
  g_autoptr (GPtrArray) choices = tn_fact_choices (copy, TN_FACT_CATEGORY, error);

  for (guint i = 0; choices && i < condition->values->len; i++)
    {
      guint k = 0;

      while (k < choices->len && !g_str_equal (((TnFactChoice *) choices->pdata[k])->key, condition->values->pdata[i]))
        k++;
      if (k == choices->len)
        return set_wrong (copy, condition, _("There is no such category: choose one of the list."), error);
    }
  return choices != NULL;
}

static gboolean
check_condition (TnCopy *copy, const TnCondition *condition, const TnId *programme, const TnRule *before, GError **error)
{
  TnFactTakes takes = tn_fact_info (condition->fact).takes;

  if (condition->fact == TN_FACT_UNKNOWN)
    return has_line (before, condition->line) || set_wrong (copy, condition, _("Write it as “tungnha-ctl programme facts” shows."), error);
  if (takes == TN_TAKES_NUMBERS && condition->from == G_MININT64 && condition->to == G_MAXINT64)
    return set_wrong (copy, condition, _("Say from which number or up to which."), error);
  if (takes == TN_TAKES_DATES ? tn_rule_first_day (condition->from) > tn_rule_last_day (condition->to) : condition->from > condition->to)
    return set_wrong (copy, condition, _("It ends before it begins."), error);
  if (takes == TN_TAKES_NUMBERS || takes == TN_TAKES_DATES)
    return TRUE;
  if (!condition->values->len)
    return set_wrong (copy, condition, _("Choose at least one."), error);
  for (guint i = 0; i < condition->values->len; i++)
    if (strpbrk (condition->values->pdata[i], ",\n"))
      return set_wrong (copy, condition, _("Write each word by itself, without commas."), error);
  if (takes == TN_TAKES_UNITS || takes == TN_TAKES_PROGRAMMES)
    return check_records (copy, condition, programme, error);
  return condition->fact != TN_FACT_CATEGORY || check_categories (copy, condition, error);
}

gboolean
tn_rule_check (TnCopy *copy, const TnRule *rule, const TnId *programme, const TnRule *before, GError **error)
{
  for (guint i = 0; i < rule->conditions->len; i++)
    if (!check_condition (copy, rule->conditions->pdata[i], programme, before, error))
      return FALSE;
  return TRUE;
}
