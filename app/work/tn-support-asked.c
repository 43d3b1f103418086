/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the conditions of a rule ask about, read for the whole ward or for one: members of categories, areas, and who was supported. */
#include "tn-rule-private.h"
#include "tn-support-private.h"
#include "tn-text.h"

#define LATEST G_GINT64_CONSTANT (99999999)

static guint32
read_choices (const TnCondition *condition)
{
  const TnChoice *choices = tn_fact_schema_choices (condition->fact);
  guint32 bits = 0;

  for (guint i = 0; choices && choices[i].key && i < 32; i++)
    if (tn_condition_names (condition, choices[i].key))
      bits |= 1u << i;
  return bits;
}

static GPtrArray *
fold_words (const TnCondition *condition)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < condition->values->len; i++)
    g_ptr_array_add (words, tn_text_fold (condition->values->pdata[i], -1));
  return words;
}

static void
prepare (TnJudge *judge, TnAsked *asked, const TnCondition *condition)
{
  TnFact fact = condition->fact;

  *asked = (TnAsked) { .condition = condition, .of_person = tn_fact_info (fact).of_person };
  if (fact != TN_FACT_CATEGORY)
    asked->choices = read_choices (condition);
  if (fact == TN_FACT_OCCUPATION)
    asked->words = fold_words (condition);
  judge->wants_work |= fact == TN_FACT_OCCUPATION;
  judge->wants_person |= fact == TN_FACT_AGE || fact == TN_FACT_BORN || fact == TN_FACT_SEX || fact == TN_FACT_RELATION || fact == TN_FACT_OCCUPATION ||
                         (!judge->programme->per_household && (fact == TN_FACT_RESIDENCE || fact == TN_FACT_PRESENCE));
  judge->wants_home |= fact == TN_FACT_RESIDENCE || fact == TN_FACT_HOUSING;
}

/* ---- ids ---- */

static void
note (TnAsked *asked, const TnId *id, TnSays says)
{
  TnSays before = GPOINTER_TO_INT (g_hash_table_lookup (asked->ids, id));

  if (before != TN_SAYS_YES && before < says + (says == TN_SAYS_YES ? TN_SAYS_UNCONFIRMED : 0))
    g_hash_table_replace (asked->ids, tn_id_copy (id), GINT_TO_POINTER (says));
}

static gint64
earliest (gint64 date)
{
  return date ? tn_rule_first_day (date) : 0;
}

static gint64
latest (gint64 date)
{
  return date ? tn_rule_last_day (date) : LATEST;
}

TnSays
tn_judge_membership (const TnJudge *judge, const TnCondition *condition, const char *from_text, const char *to_text, gboolean unconfirmed)
{
  gint64 from = tn_listed_date (from_text), to = tn_listed_date (to_text);

  if ((from && earliest (from) > judge->day) || latest (to) < judge->day)
    return TN_SAYS_NO;
  if (condition->fact == TN_FACT_LOST_WORK && (condition->from != G_MININT64 || condition->to != G_MAXINT64))
    {
      if (!from)
        return TN_SAYS_UNKNOWN;
      if ((condition->from != G_MININT64 && latest (from) < earliest (condition->from)) || (condition->to != G_MAXINT64 && earliest (from) > latest (condition->to)))
        return TN_SAYS_NO;
    }
  return unconfirmed ? TN_SAYS_UNCONFIRMED : TN_SAYS_YES;
}

#define MEMBERSHIP "SELECT m.subject, m.from_date, m.to_date, r.body FROM membership m JOIN record r ON r.id = m.id WHERE m.category = ?1"

/* subject NULL = of everybody; as = whom they stand for now, NULL = look it up. */
static gboolean
read_members (TnJudge *judge, TnAsked *asked, const char *category, const TnId *subject, const TnId *as, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (judge->copy), subject ? MEMBERSHIP " AND m.subject = ?2" : MEMBERSHIP, error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_text (stmt, 1, category);
  if (subject)
    tn_stmt_bind_id (stmt, 2, subject);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnId id;
      gboolean unconfirmed = tn_slice_is (tn_json_member (tn_stmt_slice (stmt, 3), "unconfirmed"), "true");
      TnSays says = tn_judge_membership (judge, asked->condition, tn_stmt_text (stmt, 1), tn_stmt_text (stmt, 2), unconfirmed);

      if (says == TN_SAYS_NO || !tn_stmt_id (stmt, 0, &id))
        continue;
      id = as ? *as : tn_whom_now (&judge->whom, &id);
      note (asked, &id, says);
    }
  return step == TN_STEP_DONE;
}

static gboolean
read_categories (TnJudge *judge, TnAsked *asked, const TnId *subject, const TnId *as, GError **error)
{
  if (asked->condition->fact == TN_FACT_LOST_WORK)
    return read_members (judge, asked, "lost_job", subject, as, error);
  for (guint i = 0; i < asked->condition->values->len; i++)
    if (!read_members (judge, asked, asked->condition->values->pdata[i], subject, as, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_areas (TnJudge *judge, TnAsked *asked, GError **error)
{
  for (guint i = 0; i < asked->condition->values->len; i++)
    {
      TnId unit;
      g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (judge->copy),
        "WITH RECURSIVE below(id) AS (VALUES(?1) UNION SELECT u.id FROM unit u JOIN below ON u.parent = below.id) SELECT id FROM below", error);
      TnStep step = stmt && tn_id_parse (asked->condition->values->pdata[i], -1, &unit) ? TN_STEP_ROW : TN_STEP_ERROR;

      if (stmt)
        tn_stmt_bind_id (stmt, 1, &unit);
      while (step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
        {
          TnId id;

          if (tn_stmt_id (stmt, 0, &id))
            note (asked, &id, TN_SAYS_YES);
        }
      if (step != TN_STEP_DONE)
        return FALSE;
    }
  return TRUE;
}

/* ---- who was supported ---- */

/* "any" is any but the one that is judged. Owned. */
static GArray *
list_programmes (TnJudge *judge, const TnAsked *asked, GError **error)
{
  gboolean any = tn_condition_names (asked->condition, TN_RULE_ANY);
  g_autoptr (GArray) programmes = any ? tn_query_ids (judge->copy, "programme", error) : g_array_new (FALSE, FALSE, sizeof (TnId));

  for (guint i = 0; programmes && !any && i < asked->condition->values->len; i++)
    {
      TnId id;

      if (tn_id_parse (asked->condition->values->pdata[i], -1, &id))
        g_array_append_val (programmes, id);
    }
  for (guint i = programmes ? programmes->len : 0; i > 0; i--)
    if (tn_id_equal (&g_array_index (programmes, TnId, i - 1), &judge->programme->id))
      g_array_remove_index (programmes, i - 1);
  return g_steal_pointer (&programmes);
}

static gboolean
gives_to_households (TnCopy *copy, const TnId *programme)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, programme, NULL);
  g_autofree char *per = row ? tn_row_dup_text (row, "per") : NULL;

  return g_strcmp0 (per, "household") == 0;
}

/* Who lived in the household that got it was supported, wherever they live now. */
static gboolean
note_split (TnJudge *judge, TnAsked *asked, const TnProgrammeState *state, const TnId *programme, GError **error)
{
  g_autoptr (GArray) split = NULL;

  if (!gives_to_households (judge->copy, programme))
    return TRUE;
  split = tn_support_split_supported (judge->copy, state, programme, error);
  for (guint i = 0; split && i < split->len; i++)
    note (asked, &g_array_index (split, TnId, i), TN_SAYS_YES);
  return split != NULL;
}

static gboolean
note_split_of (TnJudge *judge, TnAsked *asked, const TnId *programme, const TnId *subject, GError **error)
{
  g_autoptr (GPtrArray) before = gives_to_households (judge->copy, programme) ? tn_support_before (judge->copy, &judge->whom, programme, subject, error) : g_ptr_array_new ();

  if (before && before->len)
    note (asked, subject, TN_SAYS_YES);
  return before != NULL;
}

static gboolean
read_all_supported (TnJudge *judge, TnAsked *asked, GError **error)
{
  g_autoptr (GArray) programmes = list_programmes (judge, asked, error);

  for (guint i = 0; programmes && i < programmes->len; i++)
    {
      g_autoptr (TnProgrammeState) state = tn_programme_state_read (judge->copy, &g_array_index (programmes, TnId, i), error);

      if (!state)
        return FALSE;
      for (guint k = 0; k < state->all->len; k++)
        {
          const TnStands *stands = state->all->pdata[k];

          if (stands->n_counted)
            note (asked, &stands->subject, TN_SAYS_YES);
        }
      if (!note_split (judge, asked, state, &g_array_index (programmes, TnId, i), error))
        return FALSE;
    }
  return programmes != NULL;
}

static gboolean
read_supported_of (TnJudge *judge, TnAsked *asked, const TnId *subject, GError **error)
{
  g_autoptr (GArray) programmes = list_programmes (judge, asked, error);

  for (guint i = 0; programmes && i < programmes->len; i++)
    {
      TnStands stands;

      if (!tn_stands_read (judge->copy, &judge->whom, &g_array_index (programmes, TnId, i), subject, &stands, error))
        return FALSE;
      if (stands.n_counted)
        note (asked, subject, TN_SAYS_YES);
      else if (!note_split_of (judge, asked, &g_array_index (programmes, TnId, i), subject, error))
        return FALSE;
    }
  return programmes != NULL;
}

/* ---- the judge ---- */

static gboolean
has_ids (TnFact fact)
{
  return fact == TN_FACT_CATEGORY || fact == TN_FACT_LOST_WORK || fact == TN_FACT_AREA || fact == TN_FACT_SUPPORTED;
}

static gboolean
read_all_ids (TnJudge *judge, TnAsked *asked, GError **error)
{
  if (asked->condition->fact == TN_FACT_AREA)
    return TRUE;
  return asked->condition->fact == TN_FACT_SUPPORTED ? read_all_supported (judge, asked, error) : read_categories (judge, asked, NULL, NULL, error);
}

gboolean
tn_judge_init (TnJudge *judge, TnCopy *copy, const TnProgramme *programme, gboolean all, GError **error)
{
  GPtrArray *conditions = programme->rule->conditions;

  *judge = (TnJudge) { .copy = copy, .programme = programme, .day = tn_programme_day (copy, programme), .n = conditions->len,
                       .understood = !tn_rule_not_understood (programme->rule) && conditions->len <= 64, .sexes = tn_support_choices ("person", "sex"),
                       .relations = tn_support_choices ("person", "relation"), .residences = tn_support_choices ("person", "residence"), .statuses = tn_support_choices ("person", "status") };
  judge->asked = g_new0 (TnAsked, judge->n + 1);
  for (guint i = 0; i < judge->n; i++)
    {
      prepare (judge, &judge->asked[i], conditions->pdata[i]);
      if (has_ids (judge->asked[i].condition->fact))
        judge->asked[i].ids = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
    }
  if (!tn_whom_load (copy, &judge->whom, error))
    return FALSE;
  for (guint i = 0; i < judge->n; i++)
    if ((judge->asked[i].condition->fact == TN_FACT_AREA && !read_areas (judge, &judge->asked[i], error)) ||
        (all && judge->asked[i].ids && !read_all_ids (judge, &judge->asked[i], error)))
      return FALSE;
  return TRUE;
}

void
tn_judge_clear (TnJudge *judge)
{
  for (guint i = 0; judge->asked && i < judge->n; i++)
    {
      g_clear_pointer (&judge->asked[i].ids, g_hash_table_unref);
      g_clear_pointer (&judge->asked[i].words, g_ptr_array_unref);
    }
  g_clear_pointer (&judge->asked, g_free);
  tn_whom_clear (&judge->whom);
}

static gboolean
read_ids_of (TnJudge *judge, TnAsked *asked, const TnId *subject, GError **error)
{
  g_autoptr (GArray) aliases = tn_whom_aliases (&judge->whom, subject);

  if (asked->condition->fact == TN_FACT_SUPPORTED)
    return read_supported_of (judge, asked, subject, error);
  for (guint i = 0; i < aliases->len; i++)
    if (!read_categories (judge, asked, &g_array_index (aliases, TnId, i), subject, error))
      return FALSE;
  return TRUE;
}

gboolean
tn_judge_read_ids (TnJudge *judge, GArray *subjects, GError **error)
{
  for (guint i = 0; i < judge->n; i++)
    {
      TnAsked *asked = &judge->asked[i];

      if (!asked->ids || asked->condition->fact == TN_FACT_AREA)
        continue;
      g_hash_table_remove_all (asked->ids);
      for (guint k = 0; k < subjects->len; k++)
        if (!read_ids_of (judge, asked, &g_array_index (subjects, TnId, k), error))
          return FALSE;
    }
  return TRUE;
}
