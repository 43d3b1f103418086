/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds in a ward's copy: who is in and why not, carrying over, planning again, by hand, coverage, Today. */
#include <string.h>
#include "work-fixture.h"
#include "tn-listed.h"
#include "tn-round-coverage.h"
#include "tn-round-plan.h"
#include "tn-round-share.h"
#include "tn-today.h"

#define HOUR ((gint64) 3600000)
#define EVE G_GINT64_CONSTANT (1640347200000)    /* 2021-12-24 19:00 in Vietnam */
#define N_HOUSEHOLDS 120

typedef struct
{
  PracticeWard ward;
  TnCopy *copy;
  TnId volunteers[4];
} Fixture;

static gint64
run (TnCopy *copy, TnEdit *edit, GError *building)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) owned = edit;
  gint64 action = 0;

  g_assert_no_error (building);
  g_assert_nonnull (edit);
  if (!tn_edit_is_empty (edit))
    tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  return action;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Volunteers");

  f->copy = work_make (&f->ward, N_HOUSEHOLDS);
  for (guint i = 0; i < G_N_ELEMENTS (f->volunteers); i++)
    {
      g_autofree char *name = g_strdup_printf ("Người Đi %u", i + 1);

      f->volunteers[i] = tn_edit_create (edit, "volunteer", NULL);
      tn_edit_set_text (edit, &f->volunteers[i], "name", name);
    }
  run (f->copy, edit, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  work_clear (&f->ward, &f->copy);
}

static TnId
plan (Fixture *f, const char *evening, const char *look_for, guint n_volunteers)
{
  g_autoptr (GError) error = NULL;
  TnRoundWish wish = { .area = f->ward.quarters[0], .evening = evening, .look_for = look_for, .days = 7, .category = "elderly",
                       .volunteers = f->volunteers, .n_volunteers = n_volunteers };
  TnId id = { { 0 } };
  TnEdit *edit = tn_round_plan (f->copy, &wish, &id, NULL, &error);

  run (f->copy, edit, error);
  return id;
}

static GPtrArray *
read_stops (Fixture *f, const TnId *round)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *stops = tn_round_stops (f->copy, round, &error);

  g_assert_no_error (error);
  return stops;
}

static void
assert_shared (Fixture *f, GPtrArray *stops, guint n_walkers)
{
  g_autoptr (GPtrArray) walkers = tn_round_walkers (f->copy, stops);
  guint least = G_MAXUINT, most = 0, changes = 0;

  for (guint i = 0; i < walkers->len; i++)
    {
      const TnRoundWalker *walker = walkers->pdata[i];

      least = MIN (least, walker->n);
      most = MAX (most, walker->n);
    }
  g_assert_cmpuint (walkers->len, ==, n_walkers);
  g_assert_cmpuint (most - least, <=, 1);
  for (guint i = 1; i < stops->len; i++)
    {
      const TnRoundStop *a = stops->pdata[i - 1], *b = stops->pdata[i];
      changes += !a->fixed && !b->fixed && !tn_id_equal (&a->volunteer, &b->volunteer);
    }
  g_assert_cmpuint (changes, ==, n_walkers - 1);
}

static void
visit (Fixture *f, const TnId *household, const TnId *stop, const char *result, gint64 at)
{
  TnEdit *edit = tn_edit_new ("Visit");
  TnId id = tn_edit_create (edit, "visit", NULL);

  tn_edit_set_ref (edit, &id, "household", household);
  tn_edit_set_ref (edit, &id, "stop", stop);
  tn_edit_set_text (edit, &id, "result", result);
  tn_edit_set_int (edit, &id, "at", at);
  if (stop)
    tn_edit_set_text (edit, stop, "state", g_str_equal (result, "met") ? "done" : result);
  run (f->copy, edit, NULL);
}

static void
set_household (Fixture *f, const TnId *household, const char *field, const char *text)
{
  TnEdit *edit = tn_edit_new ("Change");

  tn_edit_set_text (edit, household, field, text);
  run (f->copy, edit, NULL);
}

static const TnRoundStop *
find_stop (GPtrArray *stops, const TnId *household)
{
  for (guint i = 0; i < stops->len; i++)
    if (tn_id_equal (&((TnRoundStop *) stops->pdata[i])->household, household))
      return stops->pdata[i];
  return NULL;
}

/* ---- planning ---- */

static void
test_a_plan_holds_each_household_once_with_its_number (Fixture *f, gconstpointer data)
{
  TnId id = plan (f, "2021-12-24", "all", 3);
  g_autoptr (GPtrArray) stops = read_stops (f, &id);
  g_autoptr (GHashTable) seen = g_hash_table_new (tn_id_hash, tn_id_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRound) round = tn_round_read (f->copy, &id, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (stops->len, ==, N_HOUSEHOLDS / 4);
  for (guint i = 0; i < stops->len; i++)
    {
      TnRoundStop *stop = stops->pdata[i];
      g_autoptr (GPtrArray) same = tn_round_find_number (stops, stop->number);

      g_assert_true (g_hash_table_add (seen, &stop->household));
      g_assert_cmpuint (stop->number, ==, i + 1);
      g_assert_cmpuint (same->len, ==, 1);
      g_assert_cmpstr (stop->why, ==, "");
      g_assert_cmpstr (stop->state, ==, "open");
    }
  assert_shared (f, stops, 3);
  g_assert_cmpstr (round->name, ==, "Khu phố 1");
  g_assert_cmpuint (round->n, ==, stops->len);
  g_assert_cmpuint (round->open, ==, stops->len);
}

/* It is one action: undone at once, and nothing of it is left. */
static void
test_a_plan_is_one_action (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 3);
  g_autoptr (GPtrArray) actions = tn_copy_actions (f->copy, 1, &error), stops = NULL;

  g_assert_no_error (error);
  g_assert_true (tn_copy_undo (f->copy, ((TnAction *) actions->pdata[0])->action, &error));
  g_assert_no_error (error);
  stops = read_stops (f, &id);
  g_assert_cmpuint (stops->len, ==, 0);
  g_assert_null (tn_round_read (f->copy, &id, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static void
test_what_cannot_be_planned_says_why (Fixture *f, gconstpointer data)
{
  static const struct { const char *evening, *look_for; } wrong[] = { { "2021", "all" }, { "2021-12-24", "category" }, { "2021-12-24", "not_visited" } };
  g_autoptr (GError) error = NULL;
  TnRoundWish wish = { .area = f->ward.quarters[0], .evening = "2021-12-24" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      TnRoundWish bad = { .evening = wrong[i].evening, .look_for = wrong[i].look_for };

      g_assert_null (tn_round_plan (f->copy, &bad, NULL, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      g_clear_error (&error);
    }
  plan (f, "2021-12-24", "all", 1);
  g_assert_null (tn_round_plan (f->copy, &wish, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "In another round of that evening: 30."));
  g_clear_error (&error);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_cancellable_cancel (cancelled);
  wish.evening = "2021-12-26";
  g_assert_null (tn_round_plan (f->copy, &wish, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- whom ---- */

static TnRoundFound *
find (Fixture *f, const TnRoundWish *wish)
{
  g_autoptr (GError) error = NULL;
  TnRoundFound *found = tn_round_find (f->copy, wish, NULL, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static guint
count_sought (Fixture *f, const char *look_for, const char *category, guint days, guint *not_sought)
{
  TnRoundWish wish = { .area = f->ward.quarters[0], .evening = "2021-12-24", .look_for = look_for, .category = category, .days = days };
  g_autoptr (TnRoundFound) found = find (f, &wish);

  *not_sought = found->left[TN_LEFT_NOT_SOUGHT];
  g_assert_cmpuint (found->left_out->len + found->doors->len, ==, N_HOUSEHOLDS / 4);
  return found->doors->len;
}

static void
vaccinate (Fixture *f, const TnId *person, const char *status, const char *reason)
{
  TnEdit *edit = tn_edit_new ("Vaccination");
  TnId id = tn_edit_create (edit, "vaccination", NULL);

  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_text (edit, &id, "status", status);
  tn_edit_set_text (edit, &id, "reason", reason);
  run (f->copy, edit, NULL);
}

static void
test_looks_for_whom_it_says (Fixture *f, gconstpointer data)
{
  guint not_sought;

  /* the first household was met on 20 December */
  g_assert_cmpuint (count_sought (f, "not_visited", NULL, 3, &not_sought), ==, 30);
  g_assert_cmpuint (count_sought (f, "not_visited", NULL, 5, &not_sought), ==, 29);
  g_assert_cmpuint (not_sought, ==, 1);
  g_assert_cmpuint (count_sought (f, "category", "social_allowance", 0, &not_sought), ==, 1);
  g_assert_cmpuint (not_sought, ==, 29);
  g_assert_cmpuint (count_sought (f, "unvaccinated", NULL, 0, &not_sought), ==, 30);
  for (guint i = 0; i < 3; i++)
    vaccinate (f, &f->ward.first_people[i], "full", NULL);
  g_assert_cmpuint (count_sought (f, "unvaccinated", NULL, 0, &not_sought), ==, 30);
  vaccinate (f, &f->ward.first_people[3], "none", "too_young");
  g_assert_cmpuint (count_sought (f, "unvaccinated", NULL, 0, &not_sought), ==, 29);
}

static void
test_who_is_not_there_is_left_out_with_the_reason (Fixture *f, gconstpointer data)
{
  TnId id = plan (f, "2021-12-20", "all", 1);
  g_autoptr (GPtrArray) stops = read_stops (f, &id);
  TnRoundWish wish = { .area = f->ward.quarters[0], .evening = "2021-12-24" };
  const TnRoundStop *const *s = (const TnRoundStop *const *) stops->pdata;

  set_household (f, &s[1]->household, "status", "moved_away");
  set_household (f, &s[2]->household, "status", "absent");
  visit (f, &s[3]->household, &s[3]->id, "refused", EVE - 96 * HOUR);
  visit (f, &s[4]->household, &s[4]->id, "moved", EVE - 96 * HOUR);
  g_autoptr (TnRoundFound) found = find (f, &wish);

  g_assert_cmpuint (found->left[TN_LEFT_GONE], ==, 1);
  g_assert_cmpuint (found->left[TN_LEFT_AWAY], ==, 1);
  g_assert_cmpuint (found->left[TN_LEFT_REFUSED], ==, 1);
  g_assert_cmpuint (found->left[TN_LEFT_MOVED], ==, 1);
  g_assert_cmpuint (found->doors->len, ==, 26);
  for (TnRoundLeft why = 0; why < TN_LEFT_N; why++)
    g_assert_cmpstr (tn_round_left_name (why), !=, "");
  /* and a month later one may knock again */
  wish.evening = "2022-01-24";
  g_autoptr (TnRoundFound) later = find (f, &wish);
  g_assert_cmpuint (later->left[TN_LEFT_REFUSED] + later->left[TN_LEFT_MOVED], ==, 0);
}

/* ---- carrying over ---- */

static void
test_absent_homes_come_again_by_themselves (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 2), next;
  g_autoptr (GPtrArray) stops = read_stops (f, &id), again = NULL, third = NULL;
  const TnRoundStop *const *s = (const TnRoundStop *const *) stops->pdata;

  /* 0 and 1 absent, 2 refused, 3 was met later the same evening without the round; the others are done but for the last */
  for (guint i = 0; i + 1 < stops->len; i++)
    visit (f, &s[i]->household, &s[i]->id, i < 2 || i == 3 ? "absent" : i == 2 ? "refused" : "met", EVE + i);
  visit (f, &s[3]->household, NULL, "met", EVE + HOUR);
  run (f->copy, tn_round_set_closed (f->copy, &id, TRUE, &error), error);
  next = plan (f, "2021-12-26", "not_visited", 2);
  again = read_stops (f, &next);
  g_assert_cmpuint (again->len, ==, 3);
  g_assert_cmpstr (find_stop (again, &s[0]->household)->why, ==, "Nobody at home on 24/12/2021");
  g_assert_true (tn_id_equal (&find_stop (again, &s[1]->household)->carried_from, &s[1]->id));
  g_assert_cmpstr (find_stop (again, &s[stops->len - 1]->household)->why, ==, "Not reached on 24/12/2021");
  /* met then: it comes no more; still absent: it comes from the newer round */
  visit (f, &s[0]->household, &find_stop (again, &s[0]->household)->id, "met", EVE + 48 * HOUR);
  visit (f, &s[1]->household, &find_stop (again, &s[1]->household)->id, "absent", EVE + 48 * HOUR);
  id = plan (f, "2021-12-27", "not_visited", 2);
  third = read_stops (f, &id);
  g_assert_null (find_stop (third, &s[0]->household));
  g_assert_cmpstr (find_stop (third, &s[1]->household)->why, ==, "Nobody at home on 26/12/2021");
}

/* It was planned and nobody went: the next one looks for whom it says, and for nobody else. */
static void
test_a_round_that_fell_through_carries_nothing (Fixture *f, gconstpointer data)
{
  TnRoundWish wish = { .area = f->ward.quarters[0], .evening = "2021-12-26", .look_for = "category", .category = "social_allowance" };

  plan (f, "2021-12-24", "all", 2);
  g_autoptr (TnRoundFound) found = find (f, &wish);
  g_assert_cmpuint (g_hash_table_size (found->carried), ==, 0);
  g_assert_cmpuint (found->doors->len, ==, 1);
}

/* ---- planning again ---- */

static guint
plan_again (Fixture *f, const TnId *round)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_round_plan_again (f->copy, round, NULL, &error);

  g_assert_no_error (error);
  guint n = tn_edit_n_records (edit);
  run (f->copy, edit, NULL);
  return n;
}

static TnId
add_household (Fixture *f, const char *house_no, const char *alley, const char *street)
{
  TnEdit *edit = tn_edit_new ("New");
  TnId id = tn_edit_create (edit, "household", NULL), person = tn_edit_create (edit, "person", NULL);

  tn_edit_set_ref (edit, &id, "area", &f->ward.quarters[0]);
  tn_edit_set_text (edit, &id, "house_no", house_no);
  tn_edit_set_text (edit, &id, "alley", alley);
  tn_edit_set_text (edit, &id, "street", street);
  tn_edit_set_text (edit, &person, "name", "Lê Văn Mới");
  tn_edit_set_ref (edit, &person, "household", &id);
  run (f->copy, edit, NULL);
  return id;
}

static void
test_planning_again_writes_what_changed (Fixture *f, gconstpointer data)
{
  TnId id = plan (f, "2021-12-24", "all", 3);
  g_autoptr (GPtrArray) stops = read_stops (f, &id), added = NULL, left = NULL, back = NULL;
  const TnRoundStop *fifth = stops->pdata[4];
  const TnRoundStop *stop;
  TnId household;

  g_assert_cmpuint (plan_again (f, &id), ==, 0);
  /* a new door is itself and nothing else */
  household = add_household (f, "1", "Hẻm 1", "Bông Sao");
  g_assert_cmpuint (plan_again (f, &id), ==, 1);
  added = read_stops (f, &id);
  stop = find_stop (added, &household);
  g_assert_cmpuint (stop->number, ==, stops->len + 1);
  g_assert_true (stop == added->pdata[0]);
  assert_shared (f, added, 3);
  /* gone, and back: the same stop under the same number */
  set_household (f, &fifth->household, "status", "moved_away");
  g_assert_cmpuint (plan_again (f, &id), <=, 3);
  left = read_stops (f, &id);
  g_assert_null (find_stop (left, &fifth->household));
  set_household (f, &fifth->household, "status", NULL);
  g_assert_cmpuint (plan_again (f, &id), <=, 3);
  back = read_stops (f, &id);
  g_assert_cmpuint (find_stop (back, &fifth->household)->number, ==, fifth->number);
  assert_shared (f, back, 3);
  g_assert_cmpuint (plan_again (f, &id), ==, 0);
}

/* What was visited stays, also when it is not looked for any more. */
static void
test_planning_again_keeps_what_was_visited (Fixture *f, gconstpointer data)
{
  TnId id = plan (f, "2021-12-24", "not_visited", 2);
  g_autoptr (GPtrArray) stops = read_stops (f, &id), again = NULL;
  const TnRoundStop *third = stops->pdata[2];

  visit (f, &third->household, &third->id, "met", EVE);
  plan_again (f, &id);
  again = read_stops (f, &id);
  g_assert_cmpuint (again->len, ==, stops->len);
  g_assert_true (tn_id_equal (&((TnRoundStop *) again->pdata[2])->id, &third->id));
  g_assert_cmpstr (find_stop (again, &third->household)->state, ==, "done");
}

/* A stop that was undone is a tombstone for ever: the door comes back as another one. */
static void
test_planning_again_after_an_undo (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 2), household = add_household (f, "1", "Hẻm 1", "Bông Sao");
  gint64 action = run (f->copy, tn_round_plan_again (f->copy, &id, NULL, &error), error);

  g_assert_true (tn_copy_undo (f->copy, action, &error));
  g_assert_no_error (error);
  plan_again (f, &id);
  g_autoptr (GPtrArray) stops = read_stops (f, &id);
  g_assert_nonnull (find_stop (stops, &household));
}

/* Two laptops make the same stop of a new door, and what they share out apart makes no conflict. */
static void
test_two_leaders_plan_again_at_once (Fixture *f, gconstpointer data)
{
  static const char *const quiet[] = { "share", "number", "carried_from" };
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 2), household = add_household (f, "1", "Hẻm 1", "Bông Sao");
  g_autofree char *other_path = g_build_filename (f->ward.dir, "other.tungnha", NULL);
  g_autoptr (TnCopy) other = NULL;

  g_assert_true (tn_copy_backup (f->copy, other_path, NULL, &error));
  other = tn_copy_open (other_path, 0, NULL, &error);
  g_assert_no_error (error);
  plan_again (f, &id);
  run (other, tn_round_plan_again (other, &id, NULL, &error), error);
  g_autoptr (GPtrArray) here = read_stops (f, &id), there = tn_round_stops (other, &id, &error);
  g_assert_no_error (error);
  g_assert_true (tn_id_equal (&find_stop (here, &household)->id, &find_stop (there, &household)->id));
  for (guint i = 0; i < G_N_ELEMENTS (quiet); i++)
    g_assert_true (tn_kind_unit_is_quiet (tn_schema_kind ("stop"), quiet[i]));
}

static void
test_a_mistake_is_deleted_and_a_walked_round_is_not (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 2);
  g_autoptr (GPtrArray) stops = NULL, gone = NULL;

  run (f->copy, tn_round_delete (f->copy, &id, &error), error);
  gone = read_stops (f, &id);
  g_assert_cmpuint (gone->len, ==, 0);
  id = plan (f, "2021-12-24", "all", 2);   /* nothing of it stands in the way */
  stops = read_stops (f, &id);
  visit (f, &((TnRoundStop *) stops->pdata[0])->household, &((TnRoundStop *) stops->pdata[0])->id, "absent", EVE);
  g_assert_null (tn_round_delete (f->copy, &id, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

/* ---- sharing ---- */

static void
test_sharing_again_is_stable (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 3), turned[4];
  g_autoptr (TnEdit) same = NULL;

  for (guint i = 0; i < 4; i++)
    turned[i] = f->volunteers[3 - i];
  same = tn_round_share (f->copy, &id, turned + 1, 3, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (tn_edit_is_empty (same));
  run (f->copy, tn_round_share (f->copy, &id, turned, 4, TRUE, &error), error);
  g_autoptr (GPtrArray) four = read_stops (f, &id);
  assert_shared (f, four, 4);
  g_assert_true (tn_id_equal (&((TnRoundStop *) four->pdata[0])->volunteer, &f->volunteers[0]));
  g_assert_true (tn_id_equal (&((TnRoundStop *) four->pdata[four->len - 1])->volunteer, &f->volunteers[3]));
  run (f->copy, tn_round_share (f->copy, &id, NULL, 0, TRUE, &error), error);
  g_autoptr (GPtrArray) none = read_stops (f, &id);
  g_assert_true (tn_id_is_null (&((TnRoundStop *) none->pdata[0])->volunteer));
}

static void
test_a_door_moves_by_hand_and_the_rest_follows (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 3);
  g_autoptr (GPtrArray) stops = read_stops (f, &id);
  const TnRoundStop *first = stops->pdata[0], *last = stops->pdata[stops->len - 1], *tenth = stops->pdata[9];

  run (f->copy, tn_round_move (f->copy, &first->id, &f->volunteers[2], &last->id, &error), error);
  g_autoptr (GPtrArray) moved = read_stops (f, &id);
  g_assert_cmpuint (moved->len, ==, stops->len);
  g_assert_true (tn_id_equal (&((TnRoundStop *) moved->pdata[moved->len - 2])->id, &first->id));
  g_assert_true (find_stop (moved, &first->household)->fixed);
  assert_shared (f, moved, 3);
  /* and stays there when the round is planned and shared out again */
  plan_again (f, &id);
  run (f->copy, tn_round_share (f->copy, &id, f->volunteers, 2, TRUE, &error), error);
  run (f->copy, tn_round_share (f->copy, &id, f->volunteers, 3, FALSE, &error), error);
  run (f->copy, tn_round_move (f->copy, &first->id, &f->volunteers[2], NULL, &error), error);
  plan_again (f, &id);
  g_autoptr (GPtrArray) kept = read_stops (f, &id);
  g_assert_true (tn_id_equal (&find_stop (kept, &first->household)->volunteer, &f->volunteers[2]));
  g_assert_true (tn_id_equal (&((TnRoundStop *) kept->pdata[kept->len - 2])->id, &first->id));
  /* what was visited does not move, and in a closed round nothing does */
  visit (f, &tenth->household, &tenth->id, "met", EVE);
  g_assert_null (tn_round_move (f->copy, &tenth->id, &f->volunteers[0], NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_clear_error (&error);
  run (f->copy, tn_round_set_closed (f->copy, &id, TRUE, &error), error);
  g_assert_null (tn_round_share (f->copy, &id, f->volunteers, 3, TRUE, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

/* In a round without volunteers the order can be changed too; nobody is said to have been given a door, and who comes later takes his share. */
static void
test_the_walk_changes_while_nobody_walks (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 0);
  g_autoptr (GPtrArray) stops = read_stops (f, &id);
  const TnRoundStop *first = stops->pdata[0], *fifth = stops->pdata[4], *stop;

  run (f->copy, tn_round_move (f->copy, &fifth->id, &fifth->volunteer, &first->id, &error), error);
  g_autoptr (GPtrArray) moved = read_stops (f, &id);
  stop = moved->pdata[0];
  g_assert_true (tn_id_equal (&stop->id, &fifth->id) && !stop->fixed && tn_id_is_null (&stop->volunteer));
  g_assert_true (tn_id_equal (&((TnRoundStop *) moved->pdata[1])->id, &first->id));
  run (f->copy, tn_round_share (f->copy, &id, f->volunteers, 3, TRUE, &error), error);
  g_autoptr (GPtrArray) shared = read_stops (f, &id);
  g_assert_true (tn_id_equal (&((TnRoundStop *) shared->pdata[0])->id, &fifth->id));
  assert_shared (f, shared, 3);
}

/* Whoever walked has gone home, and the rest is nobody's: to put it in order gives it to nobody. */
static void
test_the_walk_of_nobody_stays_nobodys (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 0);
  g_autoptr (GPtrArray) stops = read_stops (f, &id);
  const TnRoundStop *first = stops->pdata[0], *second = stops->pdata[1], *fifth = stops->pdata[4];
  TnEdit *walked = tn_edit_new ("Walked");

  tn_edit_set_ref (walked, &first->id, "volunteer", &f->volunteers[0]);
  tn_edit_set_text (walked, &first->id, "state", "done");
  run (f->copy, walked, error);
  run (f->copy, tn_round_move (f->copy, &fifth->id, &fifth->volunteer, &second->id, &error), error);
  g_autoptr (GPtrArray) moved = read_stops (f, &id);
  for (guint i = 0; i < moved->len; i++)
    {
      const TnRoundStop *stop = moved->pdata[i];

      g_assert_true (tn_id_is_null (&stop->volunteer) == !tn_id_equal (&stop->id, &first->id));
    }
  g_assert_true (tn_id_equal (&((TnRoundStop *) moved->pdata[1])->id, &fifth->id));
}

/* ---- coverage and Today ---- */

static void
test_coverage_tells_not_yet_from_absent (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 2);
  g_autoptr (GPtrArray) stops = read_stops (f, &id);
  const TnRoundStop *const *s = (const TnRoundStop *const *) stops->pdata;
  TnCoverageQuery query = { .area = &f->ward.quarters[0], .round = &id, .from = EVE, .to = EVE + 2 * HOUR };

  visit (f, &s[0]->household, NULL, "absent", EVE);
  visit (f, &s[1]->household, NULL, "absent", EVE);
  visit (f, &s[1]->household, NULL, "met", EVE + HOUR);
  visit (f, &s[2]->household, NULL, "met", EVE + 2 * HOUR);   /* past the end */
  visit (f, &s[3]->household, NULL, "refused", EVE);
  set_household (f, &s[4]->household, "status", "absent");
  g_autoptr (TnCoverage) coverage = tn_coverage_read (f->copy, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (coverage->n, ==, stops->len - 1);
  g_assert_cmpuint (coverage->counts[TN_COVERAGE_ABSENT], ==, 1);
  g_assert_cmpuint (coverage->counts[TN_COVERAGE_REACHED], ==, 2);
  g_assert_cmpuint (coverage->counts[TN_COVERAGE_NOT_YET], ==, stops->len - 4);
  guint n = 0;
  for (guint i = 0; i < coverage->alleys->len; i++)
    {
      const TnCoverageAlley *alley = coverage->alleys->pdata[i];

      g_assert_cmpuint (alley->houses->len, ==, alley->counts[0] + alley->counts[1] + alley->counts[2]);
      n += alley->houses->len;
      g_assert_true (g_array_index (alley->houses, TnCoverageHouse, 0).in_round);
    }
  g_assert_cmpuint (n, ==, coverage->n);
}

static void
test_tonights_doors_stand_on_today (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = plan (f, "2021-12-24", "all", 2);
  g_autoptr (GPtrArray) stops = read_stops (f, &id);
  const TnRoundStop *const *s = (const TnRoundStop *const *) stops->pdata;

  plan (f, "2021-12-25", "all", 2);
  visit (f, &s[0]->household, &s[0]->id, "absent", EVE);
  visit (f, &s[1]->household, &s[1]->id, "met", EVE);
  g_autoptr (TnToday) today = tn_today_read (f->copy, EVE, 5, &error);
  g_assert_no_error (error);
  const TnTodayGroup *group = today->groups->pdata[0];
  const TnTodayItem *const *items = (const TnTodayItem *const *) group->items->pdata;
  g_assert_cmpint (group->theme, ==, TN_TODAY_STOP);
  g_assert_cmpuint (group->n, ==, 2);
  g_assert_cmpstr (items[0]->title, ==, "28 doors still to visit");
  g_assert_cmpstr (items[0]->detail, ==, "Khu phố 1: 1 of 30 done");
  g_assert_cmpstr (items[1]->title, ==, "1 door to try again");
  g_assert_true (tn_id_equal (&items[1]->record, &id));
  const TnTodayFigure *figure = NULL;
  for (guint i = 0; i < today->figures->len; i++)
    if (g_str_equal (((TnTodayFigure *) today->figures->pdata[i])->label, "Households visited in the last 30 days"))
      figure = today->figures->pdata[i];
  g_assert_nonnull (figure);
  g_assert_cmpint (figure->value, ==, 2);   /* this one, and the first household on the 20th */
  g_assert_cmpint (figure->of, ==, N_HOUSEHOLDS);
  run (f->copy, tn_round_set_closed (f->copy, &id, TRUE, &error), error);
  g_autoptr (TnToday) after = tn_today_read (f->copy, EVE, 5, &error);
  g_assert_cmpint (((TnTodayGroup *) after->groups->pdata[0])->theme, !=, TN_TODAY_STOP);
}

int
main (int argc, char **argv)
{
  static const struct { const char *path; void (*test) (Fixture *f, gconstpointer data); } tests[] = {
    { "/rounds/plan", test_a_plan_holds_each_household_once_with_its_number },
    { "/rounds/one-action", test_a_plan_is_one_action },
    { "/rounds/wrong", test_what_cannot_be_planned_says_why },
    { "/rounds/whom", test_looks_for_whom_it_says },
    { "/rounds/left-out", test_who_is_not_there_is_left_out_with_the_reason },
    { "/rounds/carried", test_absent_homes_come_again_by_themselves },
    { "/rounds/fell-through", test_a_round_that_fell_through_carries_nothing },
    { "/rounds/again", test_planning_again_writes_what_changed },
    { "/rounds/again-visited", test_planning_again_keeps_what_was_visited },
    { "/rounds/again-undone", test_planning_again_after_an_undo },
    { "/rounds/two-leaders", test_two_leaders_plan_again_at_once },
    { "/rounds/delete", test_a_mistake_is_deleted_and_a_walked_round_is_not },
    { "/rounds/share", test_sharing_again_is_stable },
    { "/rounds/by-hand", test_a_door_moves_by_hand_and_the_rest_follows },
    { "/rounds/by-hand-of-nobody", test_the_walk_changes_while_nobody_walks },
    { "/rounds/by-hand-after-the-walk", test_the_walk_of_nobody_stays_nobodys },
    { "/rounds/coverage", test_coverage_tells_not_yet_from_absent },
    { "/rounds/today", test_tonights_doors_stand_on_today },
  };

  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
