/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing done to many households: what is told beforehand, what is written, one undo, what is refused. */
#include "work-fixture.h"
#include "tn-bulk.h"
#include "tn-projection.h"
#include "tn-round.h"
#include "tn-round-plan.h"
#include "tn-team.h"
#include <string.h>

#define N 40

typedef struct { PracticeWard ward; TnCopy *copy; GArray *ids; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnHouseholdQuery query = { 0 };

  f->copy = work_make (&f->ward, N);
  g_autoptr (GArray) rows = tn_query_households (f->copy, &query, &error);
  f->ids = tn_bulk_ids (f->copy, rows, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->ids->len, ==, rows->len);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tn_projection_check (f->copy, NULL, &error);
  g_assert_no_error (error);
  g_array_unref (f->ids);
  work_clear (&f->ward, &f->copy);
}

static TnBulk *
plan_of (Fixture *f, const TnBulkWish *wish, guint n)
{
  g_autoptr (GError) error = NULL;
  TnBulk *bulk = tn_bulk_plan (f->copy, wish, (const TnId *) (gpointer) f->ids->data, n, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return bulk;
}

static gint64
write_edit (Fixture *f, TnEdit *edit)
{
  g_autoptr (GError) error = NULL;
  gint64 action;

  tn_copy_edit (f->copy, edit, &action, &error);
  g_assert_no_error (error);
  return action;
}

static char *
text_of (Fixture *f, guint at, const char *field)
{
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &g_array_index (f->ids, TnId, at), NULL);

  return tn_row_dup_text (row, field);
}

static void
assert_sums (const TnBulk *bulk)
{
  guint changes = 0, skipped = 0;

  for (guint i = 0; i < bulk->changes->len; i++)
    changes += ((TnBulkGroup *) bulk->changes->pdata[i])->n;
  for (guint i = 0; i < bulk->skipped->len; i++)
    skipped += ((TnBulkGroup *) bulk->skipped->pdata[i])->n;
  g_assert_cmpuint (changes, ==, bulk->n_changes);
  g_assert_cmpuint (skipped, ==, bulk->n_skipped);
  g_assert_cmpuint (bulk->n_changes + bulk->n_same + bulk->n_skipped, ==, bulk->n);
}

/* Those of another value change, those of this one do not, one that has moved away is skipped; one undo brings all back. */
static void
test_a_field_of_all (Fixture *f, gconstpointer data)
{
  TnBulkWish wish = { .what = TN_BULK_SET, .field = "residence", .token = "\"temporary\"" };
  g_autoptr (TnEdit) first = tn_edit_new ("Before");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10; i++)
    tn_edit_set_text (first, &g_array_index (f->ids, TnId, i), "residence", i < 3 ? "temporary" : "permanent");
  tn_edit_set_text (first, &g_array_index (f->ids, TnId, 9), "status", "moved_away");
  write_edit (f, first);
  g_autoptr (TnBulk) bulk = plan_of (f, &wish, 10);
  g_assert_cmpuint (bulk->n, ==, 10);
  g_assert_cmpuint (bulk->n_same, ==, 3);
  g_assert_cmpuint (bulk->n_changes, ==, 6);
  g_assert_cmpuint (bulk->n_skipped, ==, 1);
  g_assert_cmpstr (((TnBulkGroup *) bulk->changes->pdata[0])->text, ==, "Permanent → Temporary");
  g_assert_cmpstr (((TnBulkLine *) bulk->lines->pdata[0])->before, ==, "Permanent");
  assert_sums (bulk);
  g_autofree char *untouched = text_of (f, 3, "residence");
  g_assert_cmpstr (untouched, ==, "permanent");   /* looking writes nothing */
  gint64 action = write_edit (f, bulk->edit);
  for (guint i = 0; i < 9; i++)
    {
      g_autofree char *now = text_of (f, i, "residence");
      g_assert_cmpstr (now, ==, "temporary");
    }
  g_autofree char *gone = text_of (f, 9, "residence");
  g_assert_cmpstr (gone, ==, "permanent");
  g_assert_true (tn_copy_undo (f->copy, action, &error));
  g_assert_no_error (error);
  g_autofree char *back = text_of (f, 3, "residence"), *kept = text_of (f, 0, "residence");
  g_assert_cmpstr (back, ==, "permanent");
  g_assert_cmpstr (kept, ==, "temporary");
}

static void
test_what_is_refused (Fixture *f, gconstpointer data)
{
  static const TnBulkWish wishes[] = {
    { .what = TN_BULK_SET, .field = "head", .token = "null" },
    { .what = TN_BULK_SET, .field = "status", .token = "\"absent\"" },
    { .what = TN_BULK_SET, .field = "joined_into", .token = "null" },
    { .what = TN_BULK_SET, .field = "nothing", .token = "null" },
    { .what = TN_BULK_SET, .field = "residence", .token = "\"elsewhere\"" },
    { .what = TN_BULK_SET, .people = TRUE, .field = "name", .token = "null" },
    { .what = TN_BULK_SET, .people = TRUE, .field = "household", .token = "null" },
    { .what = TN_BULK_SET, .people = TRUE, .field = "relation", .token = "\"head\"" },
    { .what = TN_BULK_SET, .people = TRUE, .field = "relation", .token = "\"relative\"" },   /* of the head, too */
    { .what = TN_BULK_GIVE },
    { .what = TN_BULK_GIVE, .category = "poor", .date = "tomorrow" },
    { .what = TN_BULK_TEAM },
    { .what = TN_BULK_ROUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnBulk) bulk = tn_bulk_plan (f->copy, &wishes[i], (const TnId *) (gpointer) f->ids->data, 3, NULL, NULL, NULL, &error);

      g_test_message ("wish %u: %s", i, error ? error->message : "taken");
      g_assert_null (bulk);
      g_assert_nonnull (error);
    }
}

static void
test_a_field_of_the_people (Fixture *f, gconstpointer data)
{
  TnBulkWish wish = { .what = TN_BULK_SET, .people = TRUE, .field = "workplace", .token = "\"Chợ Hoa Mai\"", .age_from = 18, .age_to = 59 };
  g_autoptr (TnBulk) bulk = plan_of (f, &wish, N);

  assert_sums (bulk);
  g_assert_cmpuint (bulk->n, >, N);
  g_assert_cmpuint (bulk->n_changes, >, 0);
  g_assert_cmpuint (bulk->n_skipped, >, 0);
  for (guint i = 0; i < bulk->lines->len; i++)
    {
      g_autoptr (TnRow) row = tn_copy_get (f->copy, &((TnBulkLine *) bulk->lines->pdata[i])->id, NULL);
      g_assert_cmpstr (row->kind_key, ==, "person");
    }
}

static guint
count_members (Fixture *f, const char *category)
{
  g_autoptr (GError) error = NULL;
  TnHouseholdQuery query = { .category = category };
  g_autoptr (GArray) rows = tn_query_households (f->copy, &query, &error);

  g_assert_no_error (error);
  return rows->len;
}

/* Nobody twice, and ended on its day. */
static void
test_a_category_given_and_ended (Fixture *f, gconstpointer data)
{
  TnBulkWish give = { .what = TN_BULK_GIVE, .category = "near_poor", .date = "2021-01-01", .document = "12/QĐ" }, end = { .what = TN_BULK_END, .category = "near_poor", .date = "2021-06-30" };
  guint before = count_members (f, "near_poor");
  g_autoptr (TnBulk) some = plan_of (f, &give, 5);
  guint given = some->n_changes;

  write_edit (f, some->edit);
  g_assert_cmpuint (count_members (f, "near_poor"), >=, before);
  g_autoptr (TnBulk) more = plan_of (f, &give, 8);
  assert_sums (more);
  g_assert_cmpuint (more->n_same, >=, given);
  gint64 action = write_edit (f, more->edit);
  g_autoptr (TnBulk) ended = plan_of (f, &end, 8);
  g_assert_cmpuint (ended->n_changes, ==, 8);
  write_edit (f, ended->edit);
  g_autoptr (TnBulk) again = plan_of (f, &end, 8);
  g_assert_cmpuint (again->n_changes, ==, 0);
  g_assert_cmpuint (again->n_same, ==, 8);
  g_assert_true (tn_edit_is_empty (again->edit));
  g_autoptr (GError) taken = NULL;
  g_assert_false (tn_copy_undo (f->copy, action, &taken));   /* ended since */
  g_assert_error (taken, TN_ERROR, TN_ERROR_CONFLICT);
}

static void
test_given_to_a_team (Fixture *f, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("A team");
  TnId team = tn_edit_create (edit, "team", NULL);
  TnBulkWish wish = { .what = TN_BULK_TEAM, .to = team };
  guint n_areas = 0, n = 0;

  tn_edit_set_text (edit, &team, "name", "Tổ thử");
  tn_edit_set_text (edit, &g_array_index (f->ids, TnId, 0), "alley", NULL);
  write_edit (f, edit);
  g_autoptr (TnBulk) bulk = plan_of (f, &wish, N / 2);
  assert_sums (bulk);
  g_assert_cmpuint (bulk->n_changes, >, 0);
  write_edit (f, bulk->edit);
  g_autoptr (TnTeams) teams = tn_teams_read (f->copy, "2021-12-24", NULL);
  const TnTeamInfo *info = tn_teams_find (teams, &team);
  n = info->n_households;
  n_areas = info->areas->len;
  g_assert_cmpuint (n, >=, bulk->n_changes);
  g_assert_cmpuint (n_areas, >, 0);
  g_autoptr (TnBulk) again = plan_of (f, &wish, N / 2);
  g_assert_cmpuint (again->n_changes, ==, 0);
  g_assert_cmpuint (again->n_same, ==, bulk->n_changes);
}

static void
test_given_to_a_round (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnRoundWish plan = { .evening = "2021-12-24", .look_for = "all", .only = (const TnId *) (gpointer) f->ids->data, .n_only = 6 };
  TnId round;
  g_autoptr (TnEdit) planned = tn_round_plan (f->copy, &plan, &round, NULL, &error);

  g_assert_no_error (error);
  write_edit (f, planned);
  g_autoptr (GPtrArray) first = tn_round_stops (f->copy, &round, &error);
  TnBulkWish wish = { .what = TN_BULK_ROUND, .to = round };
  g_autoptr (TnBulk) bulk = plan_of (f, &wish, 20);
  assert_sums (bulk);
  g_assert_cmpuint (first->len, >, 0);
  g_assert_cmpuint (first->len, <=, 6);
  g_assert_cmpuint (bulk->n_same, ==, first->len);
  gint64 action = write_edit (f, bulk->edit);
  g_autoptr (GPtrArray) more = tn_round_stops (f->copy, &round, &error);
  g_assert_cmpuint (more->len, ==, first->len + bulk->n_changes);
  g_assert_true (tn_copy_undo (f->copy, action, &error));
  g_autoptr (GPtrArray) back = tn_round_stops (f->copy, &round, &error);
  g_assert_cmpuint (back->len, ==, first->len);
  g_autoptr (TnEdit) closing = tn_round_set_closed (f->copy, &round, TRUE, &error);
  write_edit (f, closing);
  g_autoptr (GError) closed = NULL;
  g_assert_null (tn_bulk_plan (f->copy, &wish, (const TnId *) (gpointer) f->ids->data, 20, NULL, NULL, NULL, &closed));
  g_assert_error (closed, TN_ERROR, TN_ERROR_INVALID);
}

static TnId
add_programme (Fixture *f, const char *per)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("A programme");
  TnId id = tn_edit_create (edit, "programme", NULL);

  tn_edit_set_text (edit, &id, "name", "Gói thử");
  tn_edit_set_text (edit, &id, "per", per);
  tn_edit_set_text (edit, &id, "gives", "money");
  tn_edit_set_int (edit, &id, "amount", 1000000);
  tn_edit_set_text (edit, &id, "from", "2021-09-01");
  tn_edit_set_text (edit, &id, "to", "2021-12-31");
  tn_edit_set_text (edit, &id, "state", "open");
  if (g_str_equal (per, "person"))
    tn_edit_set_text (edit, &id, "rule", "age: 40..");
  write_edit (f, edit);
  return id;
}

/* Of a programme for people those of the households are meant, of one for households these; who may not be is told, and nobody is proposed twice. */
static void
test_proposed_for_a_programme (Fixture *f, gconstpointer data)
{
  TnBulkWish people = { .what = TN_BULK_PROPOSE, .to = add_programme (f, "person") }, homes = { .what = TN_BULK_PROPOSE, .to = add_programme (f, "household") };
  g_autoptr (TnBulk) bulk = plan_of (f, &people, 10);
  guint proposed = bulk->n_changes;

  assert_sums (bulk);
  g_assert_cmpuint (bulk->n, >, 10);
  g_assert_cmpuint (proposed, >, 0);
  g_assert_cmpuint (bulk->n_skipped, >, 0);   /* who is younger than forty */
  gint64 action = write_edit (f, bulk->edit);
  g_autoptr (TnBulk) again = plan_of (f, &people, 10);
  g_assert_cmpuint (again->n_changes, ==, 0);
  g_assert_true (tn_edit_is_empty (again->edit));
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_copy_undo (f->copy, action, &error));
  g_autoptr (TnBulk) of_homes = plan_of (f, &homes, 10);
  assert_sums (of_homes);
  g_assert_cmpuint (of_homes->n, ==, 10);
  g_assert_cmpuint (of_homes->n_changes, ==, 10);
  people.age_from = 60;
  g_autoptr (TnBulk) old = plan_of (f, &people, 10);
  assert_sums (old);
  g_assert_cmpuint (old->n_changes, <, proposed);
  g_autoptr (TnBulk) one = plan_of (f, &homes, 1);
  write_edit (f, one->edit);
  g_autoptr (TnBulk) one_again = plan_of (f, &homes, 1);   /* of one alone the reason is told too */
  g_assert_cmpuint (one_again->n_skipped, ==, 1);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TnBulkWish wish = { .what = TN_BULK_SET, .field = "note", .token = "\"x\"" };
  g_autofree char *before = text_of (f, 0, "note"), *after = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_bulk_plan (f->copy, &wish, (const TnId *) (gpointer) f->ids->data, N, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  after = text_of (f, 0, "note");
  g_assert_cmpstr (before, ==, after);
}

static void
test_deleted_meanwhile (Fixture *f, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Gone");
  TnBulkWish wish = { .what = TN_BULK_SET, .field = "note", .token = "\"x\"" };

  tn_edit_delete (edit, &g_array_index (f->ids, TnId, 1));
  write_edit (f, edit);
  g_autoptr (TnBulk) bulk = plan_of (f, &wish, 3);
  g_assert_cmpuint (bulk->n_skipped, ==, 1);
  g_assert_cmpstr (((TnBulkGroup *) bulk->skipped->pdata[0])->text, ==, "Deleted meanwhile");
}

#define ADD(name) g_test_add ("/bulk/" #name, Fixture, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (a_field_of_all);
  ADD (what_is_refused);
  ADD (a_field_of_the_people);
  ADD (a_category_given_and_ended);
  ADD (given_to_a_team);
  ADD (given_to_a_round);
  ADD (proposed_for_a_programme);
  ADD (cancelled);
  ADD (deleted_meanwhile);
  return g_test_run ();
}
