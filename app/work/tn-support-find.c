/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole ward judged in one go: households, people in the order in which they lie, members and receipts as sets; a record is opened only where the rule asks
 * for what stands nowhere else. */
#include <glib/gi18n.h>
#include "tn-support-private.h"

#define SOME_PEOPLE 4096   /* between two looks at the cancellable */

const char *
tn_standing_name (TnStanding standing)
{
  static const char *const names[TN_STANDS_N] = {
    [TN_STANDS_NOTHING] = N_("Nothing yet"), [TN_STANDS_PROPOSED] = N_("Proposed"), [TN_STANDS_APPROVED] = N_("Approved"),
    [TN_STANDS_DELIVERED] = N_("Handed over"), [TN_STANDS_REFUSED] = N_("Refused"), [TN_STANDS_DECLINED] = N_("Declined by choice"),
  };

  g_return_val_if_fail ((guint) standing < TN_STANDS_N, "");
  return _(names[standing]);
}

const char *
tn_standing_key (TnStanding standing)
{
  static const char *const keys[TN_STANDS_N] = {
    [TN_STANDS_NOTHING] = "nothing", [TN_STANDS_PROPOSED] = "proposed", [TN_STANDS_APPROVED] = "approved",
    [TN_STANDS_DELIVERED] = "delivered", [TN_STANDS_REFUSED] = "refused", [TN_STANDS_DECLINED] = "declined",
  };

  g_return_val_if_fail ((guint) standing < TN_STANDS_N, "");
  return keys[standing];
}

void
tn_support_found_free (TnSupportFound *found)
{
  if (!found)
    return;
  tn_programme_free (found->programme);
  g_free (found->day);
  g_clear_pointer (&found->lines, g_array_unref);
  g_free (found->out_condition);
  g_free (found);
}

typedef struct {
  TnJudge judge;
  TnProgrammeState *state;
  GArray *homes;             /* TnHomeFacts by row; row 0 is nobody's */
  GArray *starts;            /* guint by row: where its lines begin, + 1; 0 = none */
  GArray *lines, *rows;      /* TnSupportLine and gint64: as people were read, which is by row */
  TnSupportFound *found;
  GCancellable *cancellable;
} Finder;

/* ---- households ---- */

#define HOMES "SELECT h.row, h.id, h.live, h.gone, h.n_people, h.area, h.status"

static gboolean
read_homes (Finder *finder, GError **error)
{
  gboolean bodies = finder->judge.wants_home;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (finder->judge.copy), bodies
    ? HOMES ", r.body FROM household h LEFT JOIN record r ON r.id = h.id AND r.kind = 'household' ORDER BY h.row" : HOMES " FROM household h ORDER BY h.row", error);
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  while (step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      TnHomeFacts home = { .row = tn_stmt_int (stmt, 0), .live = tn_stmt_int (stmt, 2) != 0, .gone = tn_stmt_int (stmt, 3) == 1, .n_people = (guint) tn_stmt_int (stmt, 4) };
      const char *status = tn_stmt_text (stmt, 6);

      if (home.live)
        tn_stmt_id (stmt, 1, &home.id);
      tn_stmt_id (stmt, 5, &home.area);
      home.status = status && g_str_equal (status, "absent") ? 2 : 1;
      if (bodies && !tn_stmt_is_null (stmt, 7))
        tn_home_facts_read (&home, tn_stmt_slice (stmt, 7));
      if ((gint64) finder->homes->len <= home.row)
        g_array_set_size (finder->homes, (guint) home.row + 1);
      g_array_index (finder->homes, TnHomeFacts, home.row) = home;
    }
  return step == TN_STEP_DONE;
}

/* ---- lines ---- */

static void
add_line (Finder *finder, gint64 row, const TnId *whom, TnVerdict verdict)
{
  const TnHomeFacts *home = &g_array_index (finder->homes, TnHomeFacts, row);
  const TnStands *stands = tn_id_table_get (&finder->state->by_subject, whom);
  TnSupportLine line = { .whom = *whom, .household = home->id, .out = (guint8) verdict.out, .condition = (guint16) verdict.condition };
  guint *start = &g_array_index (finder->starts, guint, row);

  if (stands)
    {
      line.entitlement = stands->entitlement;
      line.n_receipts = stands->n_counted;
      line.standing = (guint8) tn_state_standing (stands->state, stands->n_counted);
    }
  g_array_append_val (finder->lines, line);
  g_array_append_val (finder->rows, row);
  if (!*start)
    *start = finder->lines->len;
  finder->found->out[verdict.out]++;
  finder->found->n_entitled += verdict.out == TN_OUT_NOT;
  finder->found->n_nothing += verdict.out == TN_OUT_NOT && line.standing == TN_STANDS_NOTHING;
  if (verdict.out == TN_OUT_CONDITION || verdict.out == TN_OUT_NOT_KNOWN || verdict.out == TN_OUT_UNCONFIRMED)
    finder->found->out_condition[verdict.condition]++;
}

/* ---- people, who lie by household ---- */

typedef struct { gint64 row; TnHomeSum sum; } Current;

static void
end_home (Finder *finder, Current *current)
{
  const TnHomeFacts *home = current->row ? &g_array_index (finder->homes, TnHomeFacts, current->row) : NULL;

  if (home && home->live)
    add_line (finder, current->row, &home->id, tn_judge_home (&finder->judge, &current->sum, home));
}

/* Households without anybody stand between those with somebody. */
static void
go_to_home (Finder *finder, Current *current, gint64 row)
{
  while (current->row < row)
    {
      end_home (finder, current);
      current->row++;
      tn_home_sum_init (&current->sum);
    }
}

static gboolean
is_nobody (Finder *finder, const TnPersonFacts *person)
{
  return person->gone && g_hash_table_contains (finder->judge.whom.into, &person->id);
}

static void
take_person (Finder *finder, Current *current, gint64 row, const TnPersonFacts *person)
{
  const TnHomeFacts *home = &g_array_index (finder->homes, TnHomeFacts, row);

  if (is_nobody (finder, person))
    return;
  if (!finder->judge.programme->per_household)
    {
      add_line (finder, row, &person->id, tn_judge_person (&finder->judge, person, home));
      return;
    }
  go_to_home (finder, current, row);
  tn_home_sum_add (&finder->judge, &current->sum, person, home);
}

static gboolean
read_people (Finder *finder, GError **error)
{
  gboolean bodies = finder->judge.wants_person;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (finder->judge.copy), bodies
    ? "SELECT p.home, p.id, p.gone, r.body FROM person p CROSS JOIN record r ON r.id = p.id ORDER BY p.home, p.slot"
    : "SELECT p.home, p.id, p.gone FROM person p ORDER BY p.home, p.slot", error);
  Current current = { 0 };
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  for (guint n = 0; step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW; n++)
    {
      TnPersonFacts person = { .gone = tn_stmt_int (stmt, 2) != 0 };
      gint64 row = tn_stmt_int (stmt, 0);

      if (n % SOME_PEOPLE == 0 && g_cancellable_set_error_if_cancelled (finder->cancellable, error))
        return FALSE;
      if (row >= (gint64) finder->homes->len)
        continue;
      tn_stmt_id (stmt, 1, &person.id);
      if (bodies)
        tn_person_facts_read (&finder->judge, &person, tn_stmt_slice (stmt, 3));
      take_person (finder, &current, row, &person);
      tn_person_facts_clear (&person);
    }
  if (finder->judge.programme->per_household)
    go_to_home (finder, &current, finder->homes->len);
  return step == TN_STEP_DONE;
}

/* ---- in walking order ---- */

static gboolean
order_lines (Finder *finder, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (finder->judge.copy), "SELECT row FROM household ORDER BY address_key, row", error);
  GArray *lines = finder->found->lines;
  TnStep step = stmt ? TN_STEP_ROW : TN_STEP_ERROR;

  while (step == TN_STEP_ROW && (step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      gint64 row = tn_stmt_int (stmt, 0);
      guint start = row < (gint64) finder->starts->len ? g_array_index (finder->starts, guint, row) : 0, n = 0;

      if (!start)
        continue;
      while (start - 1 + n < finder->lines->len && g_array_index (finder->rows, gint64, start - 1 + n) == row)
        n++;
      g_array_append_vals (lines, &g_array_index (finder->lines, TnSupportLine, start - 1), n);
    }
  return step == TN_STEP_DONE;
}

static gboolean
find (Finder *finder, GError **error)
{
  guint n = finder->found->programme->rule->conditions->len;

  finder->found->lines = g_array_new (FALSE, FALSE, sizeof (TnSupportLine));
  finder->found->out_condition = g_new0 (guint, n + 1);
  if (!read_homes (finder, error))
    return FALSE;
  g_array_set_size (finder->starts, finder->homes->len);
  return read_people (finder, error) && order_lines (finder, error);
}

static void
clear_finder (Finder *finder)
{
  tn_judge_clear (&finder->judge);
  g_clear_pointer (&finder->state, tn_programme_state_free);
  g_array_unref (finder->homes);
  g_array_unref (finder->starts);
  g_array_unref (finder->lines);
  g_array_unref (finder->rows);
}

/* All of it sees one state of the copy. programme or, where that is NULL, the one with this id; taken. */
static TnSupportFound *
find_all (TnCopy *copy, const TnId *id, TnProgramme *programme, GCancellable *cancellable, GError **error)
{
  gboolean own = sqlite3_get_autocommit (tn_db_handle (tn_copy_db (copy))) != 0;
  g_autoptr (TnTx) tx = own ? tn_tx_begin (tn_copy_db (copy), FALSE, error) : NULL;
  g_autoptr (TnSupportFound) found = g_new0 (TnSupportFound, 1);
  Finder finder = { .found = found, .cancellable = cancellable, .homes = g_array_new (FALSE, TRUE, sizeof (TnHomeFacts)), .starts = g_array_new (FALSE, TRUE, sizeof (guint)),
                    .lines = g_array_new (FALSE, FALSE, sizeof (TnSupportLine)), .rows = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  gboolean done;

  found->programme = programme ? programme : !own || tx ? tn_programme_read (copy, id, error) : NULL;
  done = (!own || tx) && found->programme && (finder.state = tn_programme_state_read (copy, id, error)) && tn_judge_init (&finder.judge, copy, found->programme, TRUE, error) &&
         find (&finder, error);
  found->day = done ? tn_listed_date_text (finder.judge.day) : NULL;
  clear_finder (&finder);
  return done ? g_steal_pointer (&found) : NULL;
}

TnSupportFound *
tn_support_find (TnCopy *copy, const TnId *programme, GCancellable *cancellable, GError **error)
{
  return find_all (copy, programme, NULL, cancellable, error);
}

TnSupportFound *
tn_support_find_for (TnCopy *copy, TnProgramme *programme, GCancellable *cancellable, GError **error)
{
  TnId id = programme->id;

  return find_all (copy, &id, programme, cancellable, error);
}
