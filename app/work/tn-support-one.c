/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person or household, judged by itself: the same facts and the same rule as for the whole ward (tn-support-find.c), read for that one. */
#include <string.h>
#include "tn-support-private.h"

static gboolean
read_home (TnOne *one, gint64 row, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (one->judge.copy),
    "SELECT h.id, h.live, h.gone, h.n_people, h.area, h.status, r.body FROM household h LEFT JOIN record r ON r.id = h.id AND r.kind = 'household' WHERE h.row = ?1", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_int (stmt, 1, row);
  if ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      one->home = (TnHomeFacts) { .row = row, .live = tn_stmt_int (stmt, 1) != 0, .gone = tn_stmt_int (stmt, 2) == 1, .n_people = (guint) tn_stmt_int (stmt, 3) };
      if (one->home.live)
        tn_stmt_id (stmt, 0, &one->home.id);
      tn_stmt_id (stmt, 4, &one->home.area);
      one->home.status = g_strcmp0 (tn_stmt_text (stmt, 5), "absent") == 0 ? 2 : 1;
      if (!tn_stmt_is_null (stmt, 6))
        tn_home_facts_read (&one->home, tn_stmt_slice (stmt, 6));
    }
  return step != TN_STEP_ERROR;
}

#define PEOPLE "SELECT p.id, p.gone, p.home, r.body FROM person p JOIN record r ON r.id = p.id WHERE "

/* *home: row of the last one's household. */
static gboolean
read_people (TnOne *one, const TnId *person, gint64 *home, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (one->judge.copy), person ? PEOPLE "p.id = ?1" : PEOPLE "p.home = ?1 ORDER BY p.slot", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  if (person)
    tn_stmt_bind_id (stmt, 1, person);
  else
    tn_stmt_bind_int (stmt, 1, *home);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnPersonFacts facts = { .gone = tn_stmt_int (stmt, 1) != 0 };

      tn_stmt_id (stmt, 0, &facts.id);
      *home = tn_stmt_int (stmt, 2);
      tn_person_facts_read (&one->judge, &facts, tn_stmt_slice (stmt, 3));
      g_array_append_val (one->people, facts);
    }
  return step == TN_STEP_DONE;
}

static gint64
home_row_of (TnCopy *copy, const TnId *person)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT home FROM person WHERE id = ?1", NULL);

  if (!stmt)
    return 0;
  tn_stmt_bind_id (stmt, 1, person);
  return tn_stmt_step (stmt, NULL) == TN_STEP_ROW ? tn_stmt_int (stmt, 0) : 0;
}

gboolean
tn_support_home_of (TnCopy *copy, const TnId *person, TnId *household)
{
  gint64 row = home_row_of (copy, person);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT id FROM household WHERE row = ?1 AND live = 1", NULL);

  memset (household, 0, sizeof *household);
  if (!stmt || !row)
    return FALSE;
  tn_stmt_bind_int (stmt, 1, row);
  return tn_stmt_step (stmt, NULL) == TN_STEP_ROW && tn_stmt_id (stmt, 0, household);
}

static void
clear_person_cb (gpointer data)
{
  tn_person_facts_clear (data);
}

static gboolean
read_ids (TnOne *one, GError **error)
{
  g_autoptr (GArray) subjects = g_array_new (FALSE, FALSE, sizeof (TnId));

  if (!tn_id_is_null (&one->home.id))
    g_array_append_val (subjects, one->home.id);
  for (guint i = 0; i < one->people->len; i++)
    g_array_append_val (subjects, g_array_index (one->people, TnPersonFacts, i).id);
  return tn_judge_read_ids (&one->judge, subjects, error);
}

static void
judge (TnOne *one)
{
  TnHomeSum sum;

  if (!one->judge.programme->per_household)
    {
      one->verdict = tn_judge_person (&one->judge, &g_array_index (one->people, TnPersonFacts, 0), &one->home);
      return;
    }
  tn_home_sum_init (&sum);
  for (guint i = 0; i < one->people->len; i++)
    tn_home_sum_add (&one->judge, &sum, &g_array_index (one->people, TnPersonFacts, i), &one->home);
  one->verdict = tn_judge_home (&one->judge, &sum, &one->home);
}

/* Who was merged is looked at as the one who is kept, and said to be merged. */
static gboolean
read_facts (TnOne *one, const TnId *whom, GError **error)
{
  gboolean households = one->judge.programme->per_household;
  TnId household;
  gint64 row;

  one->subject = tn_whom_now (&one->judge.whom, whom);
  one->merged = !tn_id_equal (&one->subject, whom);
  if (households && tn_support_home_of (one->judge.copy, &one->subject, &household))
    one->subject = tn_whom_now (&one->judge.whom, &household);
  row = households ? tn_query_household_row (one->judge.copy, &one->subject) : 0;
  if (households && !row)
    return TRUE;
  if (!read_people (one, households ? NULL : &one->subject, &row, error) || (row && !read_home (one, row, error)))
    return FALSE;
  one->found = households ? one->home.live : one->people->len == 1;
  return !one->found || read_ids (one, error);
}

gboolean
tn_one_look (TnOne *one, const TnId *whom, GError **error)
{
  g_array_set_size (one->people, 0);
  one->home = (TnHomeFacts) { 0 };
  one->found = FALSE;
  if (!read_facts (one, whom, error))
    return FALSE;
  if (one->found)
    judge (one);
  else
    one->verdict = (TnVerdict) { TN_OUT_GONE, 0 };
  return TRUE;
}

gboolean
tn_one_fails (const TnOne *one, guint i)
{
  TnHomeSum sum;

  if (!one->judge.programme->per_household)
    return one->people->len && tn_judge_ask (&one->judge, i, &g_array_index (one->people, TnPersonFacts, 0), &one->home) != TN_SAYS_YES;
  tn_home_sum_init (&sum);
  for (guint k = 0; k < one->people->len; k++)
    tn_home_sum_add (&one->judge, &sum, &g_array_index (one->people, TnPersonFacts, k), &one->home);
  return tn_judge_ask_home (&one->judge, i, &sum, &one->home) != TN_SAYS_YES;
}

gboolean
tn_one_init (TnOne *one, TnCopy *copy, const TnProgramme *programme, GError **error)
{
  *one = (TnOne) { .people = g_array_new (FALSE, FALSE, sizeof (TnPersonFacts)) };
  g_array_set_clear_func (one->people, clear_person_cb);
  return tn_judge_init (&one->judge, copy, programme, FALSE, error);
}

void
tn_one_clear (TnOne *one)
{
  g_clear_pointer (&one->people, g_array_unref);
  tn_judge_clear (&one->judge);
}

gboolean
tn_one_line (TnOne *one, TnSupportLine *line, GError **error)
{
  TnStands stands;

  if (!tn_stands_read (one->judge.copy, &one->judge.whom, &one->judge.programme->id, &one->subject, &stands, error))
    return FALSE;
  *line = (TnSupportLine) { one->subject, one->home.id, stands.entitlement, (guint8) one->verdict.out, (guint8) tn_state_standing (stands.state, stands.n_counted),
                            (guint16) one->verdict.condition, stands.n_counted };
  if (tn_id_is_null (&stands.entitlement) && !stands.n_counted)
    line->standing = TN_STANDS_NOTHING;
  return TRUE;
}

gboolean
tn_support_judge (TnCopy *copy, const TnId *programme_id, const TnId *whom, TnSupportLine *line, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (copy, programme_id, error);
  g_auto (TnOne) one = { 0 };

  if (!programme || !tn_one_init (&one, copy, programme, error) || !tn_one_look (&one, whom, error) || !tn_one_line (&one, line, error))
    return FALSE;
  if (one.merged)
    line->out = TN_OUT_MERGED;
  return TRUE;
}
