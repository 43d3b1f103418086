/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Test rounds: planned, typed, counted; and what two laptops wrote down apart. */
#include "work-fixture.h"
#include "tn-testing.h"

typedef struct { PracticeWard ward; TnCopy *copy; TnId round; guint n; } Fixture;

#define REFUSED(call, code, says) \
  G_STMT_START { g_autoptr (GError) error = NULL; g_autoptr (TnEdit) edit_ = call; g_assert_null (edit_); \
    g_assert_error (error, TN_ERROR, code); g_assert_nonnull (strstr (error->message, says)); } G_STMT_END

static TnValues *
make_round (const TnId *area)
{
  TnValues *round = tn_values_new ();
  tn_values_set_text (round, "name", "Đợt 1");
  tn_values_set_text (round, "date", "2021-12-20");
  tn_values_set_text (round, "method", "rapid");
  if (area) tn_values_set_ref (round, "area", area);
  return round;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->copy = work_make (&f->ward, 30);
  f->round = tn_id_new (tn_env_system ());
  g_autoptr (TnValues) round = make_round (&f->ward.quarters[0]);
  WORK_WRITE (f->copy, tn_testing_plan (f->copy, round, NULL, &f->round, &f->n, &built_));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  work_clear (&f->ward, &f->copy);
}

static TnTestSheet *
read_sheet (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  TnTestSheet *sheet = tn_testing_read (f->copy, &f->round, &error);
  g_assert_no_error (error);
  return sheet;
}

static const TnTestLine *
find_line (const TnTestSheet *sheet, const TnId *person)
{
  for (guint i = 0; i < sheet->lines->len; i++)
    if (tn_id_equal (&((TnTestLine *) sheet->lines->pdata[i])->person, person)) return sheet->lines->pdata[i];
  return NULL;
}

static void
key (Fixture *f, const TnId *person, TnTestResult result)
{
  WORK_WRITE (f->copy, tn_testing_key (f->copy, &f->round, person, result, FALSE, &built_));
}

/* As another laptop wrote it: under an id of its own. */
static void
add_stranger (Fixture *f, const TnId *person, const char *result)
{
  TnEdit *edit = tn_edit_new ("Test");
  TnId id = tn_edit_create (edit, "test", NULL);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_ref (edit, &id, "test_round", &f->round);
  tn_edit_set_text (edit, &id, "date", "2021-12-20");
  tn_edit_set_text (edit, &id, "result", result);
  work_write (f->copy, edit, NULL);
}

static void
test_positivity (void)
{
  static const struct { guint counts[TN_TEST_N]; double is; } rows[] = {
    { { 10, 0, 0, 3 }, -1 }, { { 0, 3, 1, 9 }, 25 }, { { 5, 0, 2, 0 }, 100 }, { { 0, 4, 0, 0 }, 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) g_assert_cmpfloat (tn_test_positivity (rows[i].counts), ==, rows[i].is);
  g_assert_cmpint (tn_test_weightier (TN_TEST_NEGATIVE, TN_TEST_POSITIVE), ==, TN_TEST_POSITIVE);
  g_assert_cmpint (tn_test_weightier (TN_TEST_INVALID, TN_TEST_NEGATIVE), ==, TN_TEST_NEGATIVE);
  g_assert_cmpint (tn_test_weightier (TN_TEST_INVALID, TN_TEST_PENDING), ==, TN_TEST_INVALID);
  for (guint i = 0; i < TN_TEST_N; i++) g_assert_cmpint (tn_test_result_from (tn_test_result_key ((TnTestResult) i)), ==, i);
  g_assert_cmpint (tn_test_result_from ("of a newer program"), ==, TN_TEST_PENDING);
}

static void
test_everybody_of_the_area_once (Fixture *f, gconstpointer data)
{
  g_autoptr (TnTestSheet) sheet = read_sheet (f);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) people = tn_testing_people (f->copy, &f->ward.quarters[0], NULL, &error), all = tn_testing_people (f->copy, NULL, NULL, &error);
  g_assert_cmpuint (sheet->lines->len, ==, f->n);
  g_assert_cmpuint (people->len, ==, f->n);
  g_assert_cmpuint (all->len, >, f->n);
  g_assert_cmpuint (sheet->counts[TN_TEST_PENDING], ==, f->n);
  g_assert_cmpuint (sheet->areas->len, ==, 1);
  g_assert_cmpstr (sheet->area, ==, "Khu phố 1");
  for (guint i = 0; i < people->len; i++)   /* in walking order */
    g_assert_true (tn_id_equal (&((TnTestLine *) sheet->lines->pdata[i])->person, &g_array_index (people, TnId, i)));
  guint counts[TN_TEST_N];
  g_assert_true (tn_testing_count (f->copy, &f->round, counts, &error));
  g_assert_cmpuint (counts[TN_TEST_PENDING], ==, f->n);
}

static void
test_a_category (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (GArray) elderly = tn_testing_people (f->copy, &f->ward.quarters[0], "elderly", &failed);
  g_autoptr (GArray) near_poor = tn_testing_people (f->copy, &f->ward.quarters[0], "near_poor", &failed);
  gboolean mother = FALSE;
  for (guint i = 0; i < elderly->len; i++) mother |= tn_id_equal (&g_array_index (elderly, TnId, i), &f->ward.first_people[3]);
  g_assert_true (mother);
  g_assert_cmpuint (elderly->len, <, f->n);
  g_assert_cmpuint (near_poor->len, >=, 4);   /* the household is a member: all of it */
  g_autoptr (TnValues) round = make_round (&f->ward.quarters[0]), nameless = tn_values_new ();
  REFUSED (tn_testing_plan (f->copy, round, "orphan_covid", NULL, NULL, &error), TN_ERROR_INVALID, "Nobody");
  REFUSED (tn_testing_plan (f->copy, nameless, NULL, NULL, NULL, &error), TN_ERROR_INVALID, "name");
}

static void
test_results_are_typed_once (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;
  key (f, &people[0], TN_TEST_POSITIVE);
  key (f, &people[1], TN_TEST_NEGATIVE);
  key (f, &people[2], TN_TEST_INVALID);
  REFUSED (tn_testing_key (f->copy, &f->round, &people[1], TN_TEST_NEGATIVE, FALSE, &error), TN_ERROR_CONFLICT, "typed already");
  REFUSED (tn_testing_key (f->copy, &f->round, &people[1], TN_TEST_POSITIVE, FALSE, &error), TN_ERROR_CONFLICT, "stands there already");
  g_autoptr (TnTestSheet) before = read_sheet (f);
  g_assert_cmpint (find_line (before, &people[1])->result, ==, TN_TEST_NEGATIVE);
  WORK_WRITE (f->copy, tn_testing_key (f->copy, &f->round, &people[1], TN_TEST_POSITIVE, TRUE, &built_));
  g_autoptr (TnTestSheet) sheet = read_sheet (f);
  g_assert_cmpuint (sheet->counts[TN_TEST_POSITIVE], ==, 2);
  g_assert_cmpuint (sheet->counts[TN_TEST_INVALID], ==, 1);
  g_assert_cmpuint (sheet->counts[TN_TEST_PENDING], ==, f->n - 3);
  g_assert_cmpuint (((TnTestArea *) sheet->areas->pdata[0])->counts[TN_TEST_POSITIVE], ==, 2);
}

static void
test_who_was_not_planned_is_added (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (GArray) others = tn_testing_people (f->copy, &f->ward.quarters[1], NULL, &failed);
  const TnId *one = &g_array_index (others, TnId, 0), *two = &g_array_index (others, TnId, 1);
  WORK_WRITE (f->copy, tn_testing_add (f->copy, &f->round, one, &built_));
  REFUSED (tn_testing_add (f->copy, &f->round, one, &error), TN_ERROR_CONFLICT, "in this round already");
  key (f, two, TN_TEST_NEGATIVE);   /* a result takes the person in */
  g_autoptr (TnTestSheet) sheet = read_sheet (f);
  g_assert_cmpuint (sheet->lines->len, ==, f->n + 2);
  g_assert_cmpuint (sheet->areas->len, ==, 2);
  g_assert_true (tn_id_equal (&((TnTestLine *) sheet->lines->pdata[f->n])->person, one)
                 || tn_id_equal (&((TnTestLine *) sheet->lines->pdata[f->n])->person, two));   /* from elsewhere: last */
}

static void
test_who_did_not_come_is_taken_out (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;
  key (f, &people[0], TN_TEST_NEGATIVE);
  REFUSED (tn_testing_drop (f->copy, &f->round, &people[0], &error), TN_ERROR_INVALID, "result stands");
  WORK_WRITE (f->copy, tn_testing_drop (f->copy, &f->round, &people[1], &built_));
  g_autoptr (TnTestSheet) sheet = read_sheet (f);
  g_assert_null (find_line (sheet, &people[1]));
  WORK_WRITE (f->copy, tn_testing_add (f->copy, &f->round, &people[1], &built_));   /* came after all */
  g_autoptr (TnTestSheet) again = read_sheet (f);
  g_assert_nonnull (find_line (again, &people[1]));
}

/* Two laptops, two records, one person: found, said, counted once, and one result remains. */
static void
test_written_down_twice (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;
  key (f, &people[0], TN_TEST_NEGATIVE);
  add_stranger (f, &people[0], "positive");
  g_autoptr (TnTestSheet) sheet = read_sheet (f);
  const TnTestLine *line = find_line (sheet, &people[0]);
  g_assert_cmpuint (sheet->lines->len, ==, f->n);
  g_assert_cmpuint (sheet->twice, ==, 1);
  g_assert_cmpuint (line->n, ==, 2);
  g_assert_cmpint (line->result, ==, TN_TEST_POSITIVE);
  g_assert_cmpuint (line->counts[TN_TEST_NEGATIVE], ==, 1);
  g_assert_cmpuint (sheet->counts[TN_TEST_POSITIVE] + sheet->counts[TN_TEST_NEGATIVE], ==, 1);
  REFUSED (tn_testing_key (f->copy, &f->round, &people[0], TN_TEST_POSITIVE, FALSE, &error), TN_ERROR_CONFLICT, "already");
  WORK_WRITE (f->copy, tn_testing_key (f->copy, &f->round, &people[0], TN_TEST_POSITIVE, TRUE, &built_));
  g_autoptr (TnTestSheet) one = read_sheet (f);
  g_assert_cmpuint (one->twice, ==, 0);
  g_assert_cmpint (find_line (one, &people[0])->result, ==, TN_TEST_POSITIVE);
  /* of two that agree the second can be taken out */
  add_stranger (f, &people[0], "positive");
  WORK_WRITE (f->copy, tn_testing_drop (f->copy, &f->round, &people[0], &built_));
  g_autoptr (TnTestSheet) last = read_sheet (f);
  g_assert_cmpuint (last->twice, ==, 0);
  g_assert_cmpint (find_line (last, &people[0])->result, ==, TN_TEST_POSITIVE);
}

/* Both laptops plan the same person into the same round: one record. */
static void
test_two_laptops_write_one_record (Fixture *f, gconstpointer data)
{
  g_autoptr (TnTestSheet) sheet = read_sheet (f);
  PracticeWard other;
  practice_ward_make (&other, 30);
  g_autoptr (TnCopy) copy = practice_ward_open (&other);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) round = make_round (NULL);
  TnEdit *person = tn_edit_new ("The same person");
  tn_edit_create (person, "person", &f->ward.first_people[0]);
  tn_edit_set_ref (person, &f->ward.first_people[0], "household", &other.first);
  tn_edit_set_text (person, &f->ward.first_people[0], "name", "Nguyễn Văn Á");
  gint64 action;
  g_assert_true (tn_copy_edit (copy, person, &action, &error));
  tn_edit_free (person);
  g_autoptr (TnEdit) plan = tn_testing_plan (copy, round, NULL, &f->round, NULL, &error);
  g_assert_true (tn_copy_edit (copy, plan, &action, &error));
  g_autoptr (TnTestSheet) there = tn_testing_read (copy, &f->round, &error);
  g_assert_no_error (error);
  g_assert_true (tn_id_equal (&find_line (there, &f->ward.first_people[0])->test, &find_line (sheet, &f->ward.first_people[0])->test));
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&other);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/testing/positivity", test_positivity);
#define ADD(path, func) g_test_add ("/testing/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("everybody of the area once, in walking order", test_everybody_of_the_area_once);
  ADD ("a category", test_a_category);
  ADD ("results are typed once", test_results_are_typed_once);
  ADD ("who was not planned is added", test_who_was_not_planned_is_added);
  ADD ("who did not come is taken out", test_who_did_not_come_is_taken_out);
  ADD ("written down twice", test_written_down_twice);
  ADD ("two laptops write one record", test_two_laptops_write_one_record);
  return g_test_run ();
}
