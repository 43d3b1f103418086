/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work-fixture.h"
#include "tn-draft.h"
#include "tn-household-actions.h"
#include "tn-listed.h"
#include "tn-vaccination.h"
#include "tn-visit.h"

#define EVENING G_GINT64_CONSTANT (1640347200000)   /* 2021-12-24 19:00 in Vietnam */

typedef struct { PracticeWard ward; TnCopy *copy; TnId round, stop, volunteer; } Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  f->copy = work_make (&f->ward, 5);
  g_autoptr (TnEdit) edit = tn_edit_new ("Round");
  f->volunteer = tn_edit_create (edit, "volunteer", NULL);
  tn_edit_set_text (edit, &f->volunteer, "name", "Lê Thị Hoa");
  f->round = tn_edit_create (edit, "round", NULL);
  tn_edit_set_text (edit, &f->round, "evening", "2021-12-24");
  f->stop = tn_edit_create (edit, "stop", NULL);
  tn_edit_set_ref (edit, &f->stop, "household", &f->ward.first);
  tn_edit_set_ref (edit, &f->stop, "round", &f->round);
  tn_edit_set_ref (edit, &f->stop, "volunteer", &f->volunteer);
  tn_edit_set_int (edit, &f->stop, "number", 7);
  tn_edit_set_text (edit, &f->stop, "state", "open");
  gint64 action;
  g_assert_true (tn_copy_edit (f->copy, edit, &action, &error));
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  (void) unused;
  tn_copy_close (f->copy);
  practice_ward_clear (&f->ward);
}

static TnVisit *
make_visit (Fixture *f, const char *result)
{
  TnVisit *visit = tn_visit_new (&f->ward.first);
  visit->stop = f->stop;
  visit->at = EVENING;
  visit->result = tn_visit_find_result (result);
  return visit;
}

/* Returns the action; 0 = nothing changed. */
static gint64
write_visit (Fixture *f, const TnVisit *visit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_visit_edit (f->copy, visit, &error);
  gint64 action = 0;
  g_assert_no_error (error);
  tn_copy_edit (f->copy, edit, &action, &error);
  g_assert_no_error (error);
  return action;
}

static char *
text_of (Fixture *f, const TnId *id, const char *field)
{
  g_autoptr (TnRow) row = tn_copy_get (f->copy, id, NULL);
  return row && !row->deleted ? tn_row_dup_text (row, field) : NULL;
}

static guint
count_children (Fixture *f, const char *kind, const TnId *parent)
{
  g_autoptr (GPtrArray) rows = tn_query_children (f->copy, kind, parent, NULL);
  return rows->len;
}

static void
assert_text (Fixture *f, const TnId *id, const char *field, const char *expected)
{
  g_autofree char *text = text_of (f, id, field);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_one_edit_holds_all (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (TnVisit) visit = make_visit (f, "met");
  visit->ticks = 1u << TN_VISIT_FOOD | 1u << 1;
  visit->food = g_strdup ("10 kg gạo");
  visit->met = g_strdup ("Nguyễn Văn Á");
  visit->person = f->ward.first_people[0];
  visit->next = g_strdup ("2/1/2022");
  visit->note = g_strdup ("Chó dữ.");
  tn_visit_notice (visit, &f->ward.first_people[1], "disabled");
  tn_visit_notice (visit, &f->ward.first, "lost_job");
  tn_visit_vaccinate (visit, &f->ward.first_people[3], "none", "illness");
  guint before = count_children (f, "membership", &f->ward.first);
  gint64 action = write_visit (f, visit);
  TnId id = tn_visit_id_of_stop (&f->stop), shot = tn_vaccination_id (&f->ward.first_people[3]);
  assert_text (f, &id, "result", "met");
  assert_text (f, &id, "met", "Nguyễn Văn Á");
  assert_text (f, &id, "next", "2022-01-02");
  assert_text (f, &f->stop, "state", "done");
  assert_text (f, &shot, "status", "none");
  assert_text (f, &shot, "reason", "illness");
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL);
  TnId volunteer;
  g_assert_true (tn_row_ref (row, "volunteer", &volunteer));
  g_assert_true (tn_id_equal (&volunteer, &f->volunteer));
  g_assert_true (tn_slice_is (tn_row_field (row, "need_food"), "true"));
  g_assert_true (tn_slice_is (tn_row_field (row, "told_vaccination"), "true"));
  g_assert_cmpuint (tn_row_field (row, "need_money").len, ==, 0);
  g_assert_cmpuint (count_children (f, "essentials", &f->ward.first), ==, 1);
  g_assert_cmpuint (count_children (f, "membership", &f->ward.first), ==, before + 1);
  g_autoptr (GPtrArray) noticed = tn_query_children (f->copy, "membership", &f->ward.first_people[1], NULL);
  g_assert_true (tn_slice_is (tn_row_field (noticed->pdata[0], "unconfirmed"), "true"));
  /* and all of it goes with one undo */
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_copy_undo (f->copy, action, &error));
  assert_text (f, &id, "result", NULL);
  assert_text (f, &shot, "status", NULL);
  assert_text (f, &f->stop, "state", "open");
  g_assert_cmpuint (count_children (f, "essentials", &f->ward.first), ==, 0);
  g_assert_cmpuint (count_children (f, "membership", &f->ward.first), ==, before);
}

static void
test_writing_it_again_adds_nothing (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (TnVisit) visit = make_visit (f, "met");
  visit->ticks = 1u << TN_VISIT_FOOD;
  visit->food = g_strdup ("Sữa");
  tn_visit_notice (visit, &f->ward.first_people[1], "pregnant");
  tn_visit_notice (visit, &f->ward.first_people[1], "pregnant");
  tn_visit_notice (visit, &f->ward.first_people[3], "elderly");   /* is one already */
  tn_visit_vaccinate (visit, &f->ward.first_people[0], "full", NULL);
  g_assert_cmpint (write_visit (f, visit), >, 0);
  g_assert_cmpuint (count_children (f, "membership", &f->ward.first_people[1]), ==, 1);
  g_assert_cmpuint (count_children (f, "membership", &f->ward.first_people[3]), ==, 2);
  g_assert_cmpint (write_visit (f, visit), ==, 0);
}

/* What hangs on a household and its people goes with it, and comes back with it. */
static void
test_all_of_it_goes_with_the_household (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnVisit) visit = make_visit (f, "met");
  TnId shot = tn_vaccination_id (&f->ward.first_people[0]), id = tn_visit_id_of_stop (&f->stop);
  visit->ticks = 1u << TN_VISIT_FOOD;
  visit->food = g_strdup ("Gạo");
  tn_visit_vaccinate (visit, &f->ward.first_people[0], "full", NULL);
  write_visit (f, visit);
  g_autoptr (TnEdit) edit = tn_work_delete (f->copy, &f->ward.first, &error);
  g_assert_no_error (error);
  gint64 action;
  g_assert_true (tn_copy_edit (f->copy, edit, &action, &error));
  assert_text (f, &shot, "status", NULL);
  assert_text (f, &f->stop, "state", NULL);
  assert_text (f, &id, "result", NULL);
  g_assert_cmpuint (count_children (f, "essentials", &f->ward.first), ==, 0);
  g_assert_true (tn_copy_undo (f->copy, action, &error));
  assert_text (f, &shot, "status", "full");
  assert_text (f, &id, "result", "met");
}

/* A visit that another program wrote under an id of its own is the stop's visit all the same. */
static void
test_a_stop_has_one_visit (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Other");
  TnId other = tn_edit_create (edit, "visit", NULL);
  gint64 action;
  tn_edit_set_ref (edit, &other, "household", &f->ward.first);
  tn_edit_set_ref (edit, &other, "stop", &f->stop);
  tn_edit_set_int (edit, &other, "at", EVENING);
  tn_edit_set_text (edit, &other, "result", "absent");
  g_assert_true (tn_copy_edit (f->copy, edit, &action, &error));
  g_autoptr (TnVisit) visit = make_visit (f, "met");
  write_visit (f, visit);
  assert_text (f, &other, "result", "met");
  g_assert_cmpuint (count_children (f, "visit", &f->ward.first), ==, 3);
}

/* result of the visit, state of the stop, and the household's own status when that is asked for */
static void
test_results_and_states (Fixture *f, gconstpointer unused)
{
  (void) unused;
  static const struct { const char *result, *state; gboolean gone; const char *status; } cases[] = {
    { "absent", "absent", TRUE, NULL }, { "refused", "refused", FALSE, NULL }, { "moved", "moved", FALSE, NULL }, { "met", "done", FALSE, NULL },
    { "moved", "moved", TRUE, "moved_away" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (TnVisit) visit = make_visit (f, cases[i].result);
    visit->gone = cases[i].gone;
    write_visit (f, visit);
    assert_text (f, &f->stop, "state", cases[i].state);
    assert_text (f, &f->ward.first, "status", cases[i].status);
  }
  assert_text (f, &f->ward.first_people[2], "status", "moved_away");   /* with its people */
}

static void
assert_refused (Fixture *f, const TnVisit *visit, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_visit_edit (f->copy, visit, &error);
  g_assert_null (edit);
  g_assert_error (error, TN_ERROR, code);
}

static void
test_refusals (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (TnVisit) none = make_visit (f, "nonsense"), date = make_visit (f, "met"), month = make_visit (f, "met"), other = make_visit (f, "met");
  g_autoptr (TnVisit) gone = make_visit (f, "met"), stranger = make_visit (f, "met");
  g_autoptr (GArray) homes = tn_query_ids (f->copy, "household", NULL);
  assert_refused (f, none, TN_ERROR_INVALID);
  date->next = g_strdup ("32/1/2022");
  assert_refused (f, date, TN_ERROR_INVALID);
  month->next = g_strdup ("1/2022");
  assert_refused (f, month, TN_ERROR_INVALID);
  for (guint i = 0; i < homes->len; i++)
    if (!tn_id_equal (&g_array_index (homes, TnId, i), &f->ward.first)) other->household = g_array_index (homes, TnId, i);
  assert_refused (f, other, TN_ERROR_INVALID);
  gone->household = tn_id_from_name ("nowhere");
  assert_refused (f, gone, TN_ERROR_NOT_FOUND);
  tn_visit_vaccinate (stranger, &f->volunteer, "full", NULL);
  assert_refused (f, stranger, TN_ERROR_INVALID);
}

static TnKeyed
key (Fixture *f, const TnVisit *line, gboolean replace, gint64 *action)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *standing = NULL;
  TnKeyed keyed;
  g_autoptr (TnEdit) edit = tn_visit_key (f->copy, line, replace, &keyed, &standing, &error);
  g_assert_no_error (error);
  *action = 0;
  tn_copy_edit (f->copy, edit, action, &error);
  g_assert_no_error (error);
  return keyed;
}

static void
test_a_line_keyed_twice (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (TnVisit) line = make_visit (f, "met"), again = make_visit (f, "met"), other = make_visit (f, "absent");
  TnId id = tn_visit_id_of_stop (&f->stop);
  gint64 action;
  line->ticks = again->ticks = 1u << 6;
  line->next = g_strdup ("02/01/2022");
  again->next = g_strdup ("2-1-2022");
  again->at = EVENING + 3600000;
  g_assert_cmpint (key (f, line, FALSE, &action), ==, TN_KEYED_NEW);
  g_assert_cmpint (action, >, 0);
  g_assert_cmpint (key (f, again, FALSE, &action), ==, TN_KEYED_SAME);
  g_assert_cmpint (action, ==, 0);
  g_assert_cmpint (key (f, other, FALSE, &action), ==, TN_KEYED_OTHER);
  g_assert_cmpint (action, ==, 0);
  assert_text (f, &id, "result", "met");
  g_assert_cmpint (key (f, other, TRUE, &action), ==, TN_KEYED_REPLACED);
  assert_text (f, &id, "result", "absent");
  assert_text (f, &id, "next", NULL);
  assert_text (f, &f->stop, "state", "absent");
  g_assert_cmpuint (count_children (f, "visit", &f->ward.first), ==, 3);   /* two stood there before */
}

/* A line says less than the page at the door: what that wrote stays. */
static void
test_a_line_leaves_what_it_does_not_say (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (TnVisit) page = make_visit (f, "met"), line = make_visit (f, "met");
  TnId id = tn_visit_id_of_stop (&f->stop);
  gint64 action;
  page->note = g_strdup ("Hẹn con trai gọi lại.");
  page->met = g_strdup ("Bà hàng xóm");
  write_visit (f, page);
  line->ticks = 1u << 9;
  g_assert_cmpint (key (f, line, FALSE, &action), ==, TN_KEYED_OTHER);
  g_assert_cmpint (key (f, line, TRUE, &action), ==, TN_KEYED_REPLACED);
  assert_text (f, &id, "note", "Hẹn con trai gọi lại.");
  assert_text (f, &id, "met", "Bà hàng xóm");
}

static void
test_everybody_vaccinated (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Child");
  TnId child = tn_edit_create (edit, "person", NULL);
  gint64 action;
  tn_edit_set_ref (edit, &child, "household", &f->ward.first);
  tn_edit_set_text (edit, &child, "name", "Nguyễn Bé Na");
  tn_edit_set_text (edit, &child, "birth", "2015-03-01");
  g_assert_true (tn_copy_edit (f->copy, edit, &action, &error));
  g_autoptr (TnVisit) line = make_visit (f, "met");
  g_assert_cmpint (key (f, line, FALSE, &action), ==, TN_KEYED_NEW);
  line->all_vaccinated = TRUE;
  g_assert_cmpint (key (f, line, FALSE, &action), ==, TN_KEYED_REPLACED);
  g_assert_cmpint (action, >, 0);
  for (guint i = 0; i < 4; i++) g_assert_cmpstr (tn_vaccination_status (f->copy, &f->ward.first_people[i]), ==, "full");
  g_assert_cmpstr (tn_vaccination_status (f->copy, &child), ==, "");
  g_assert_cmpint (key (f, line, FALSE, &action), ==, TN_KEYED_SAME);
}

static void
test_a_draft_comes_back_whole (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnVisit) visit = make_visit (f, "moved");
  visit->id = tn_id_from_name ("draft");
  visit->ticks = 0x2a5;
  visit->next = g_strdup ("2/1");   /* half typed */
  visit->note = g_strdup ("Dòng một\n\"hai\" \\ \t");
  visit->met = g_strdup ("Đặng Thị Hòa");
  visit->gone = TRUE;
  tn_visit_notice (visit, &f->ward.first, "poor");
  tn_visit_vaccinate (visit, &f->ward.first_people[2], "partly", "afraid");
  g_autofree char *text = tn_visit_to_draft (visit);
  g_assert_true (tn_draft_set (f->copy, "visit/a", text, &error));
  g_assert_true (tn_draft_set (f->copy, "visit/b", "{}", &error));
  g_assert_true (tn_draft_set (f->copy, "key/b", "{}", &error));
  g_autofree char *read = tn_draft_get (f->copy, "visit/a");
  g_assert_cmpstr (read, ==, text);
  g_autoptr (TnVisit) back = tn_visit_from_draft (read);
  g_autofree char *again = tn_visit_to_draft (back);
  g_assert_cmpstr (again, ==, text);
  g_assert_true (tn_draft_set (f->copy, "visit/a", NULL, &error));
  g_autoptr (GPtrArray) keys = tn_draft_keys (f->copy, "visit/", &error);
  g_assert_cmpuint (keys->len, ==, 1);
  g_assert_cmpstr (keys->pdata[0], ==, "visit/b");
  g_assert_null (tn_visit_from_draft ("not a draft"));
}

static void
test_the_time_of_an_evening (void)
{
  g_assert_cmpint (tn_visit_time ("2021-12-24", EVENING + 86400000), ==, EVENING);
  g_assert_cmpint (tn_visit_time ("2021-12-24", EVENING - 3600000), ==, EVENING - 3600000);
  g_assert_cmpint (tn_visit_time ("2021-12", EVENING), ==, EVENING);
  g_assert_cmpint (tn_visit_time (NULL, EVENING), ==, EVENING);
}

#define ADD(name, func) g_test_add ("/visit/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("one-edit", test_one_edit_holds_all);
  ADD ("again", test_writing_it_again_adds_nothing);
  ADD ("deleted", test_all_of_it_goes_with_the_household);
  ADD ("one-visit", test_a_stop_has_one_visit);
  ADD ("results", test_results_and_states);
  ADD ("refusals", test_refusals);
  ADD ("keyed-twice", test_a_line_keyed_twice);
  ADD ("line-and-page", test_a_line_leaves_what_it_does_not_say);
  ADD ("all-vaccinated", test_everybody_vaccinated);
  ADD ("draft", test_a_draft_comes_back_whole);
  g_test_add_func ("/visit/time", test_the_time_of_an_evening);
  return g_test_run ();
}
