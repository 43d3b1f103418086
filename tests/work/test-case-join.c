/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person with two cases, as two laptops opened them on different days: seen, joined with all that hangs on both, taken apart; and whatever the records
 * say of each other, the person stays watched. */
#include "work-fixture.h"
#include "tn-case.h"
#include "tn-kit.h"
#include "tn-tracing.h"

typedef struct { WorkFixture work; TnId person, early, late; } Fixture;

/* As reconciling brings it: the rules would refuse a second one here. */
static TnId
open_case (Fixture *f, const char *opened, const char *field, const char *text)
{
  TnEdit *edit = tn_edit_new ("Opened");
  TnId id = tn_edit_create (edit, "home_case", NULL);
  tn_edit_set_ref (edit, &id, "person", &f->person);
  tn_edit_set_text (edit, &id, "opened", opened);
  tn_edit_set_text (edit, &id, "state", "open");
  tn_edit_set_text (edit, &id, field, text);
  work_write (f->work.copy, edit, NULL);
  return id;
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  work_set_up (&f->work, GUINT_TO_POINTER (6));
  f->person = f->work.ward.first_people[0];
  f->late = open_case (f, "2021-12-05", "station", "Trạm y tế phường");
  f->early = open_case (f, "2021-12-03", "illness", "Tăng huyết áp");
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  work_assert_projection (f->work.copy);
  work_tear_down (&f->work, NULL);
}

static TnId
add_check (Fixture *f, const TnId *home_case, const char *sign, const char *value)
{
  g_autoptr (TnValues) values = tn_values_new ();
  TnId id = tn_id_new (tn_env_system ());
  tn_values_set (values, sign, value);
  WORK_WRITE (f->work.copy, tn_work_add_check (f->work.copy, home_case, values, &id, &built_));
  return id;
}

static void
set_link (Fixture *f, const TnId *id, const TnId *into)
{
  TnEdit *edit = tn_edit_new ("Joined elsewhere");
  tn_edit_set_text (edit, id, "state", "joined");
  tn_edit_set_ref (edit, id, "joined_into", into);
  work_write (f->work.copy, edit, NULL);
}

static void
set_text (Fixture *f, const TnId *id, const char *field, const char *text)
{
  TnEdit *edit = tn_edit_new ("Set");
  tn_edit_set_text (edit, id, field, text);
  work_write (f->work.copy, edit, NULL);
}

static void
join (Fixture *f)
{
  WORK_WRITE (f->work.copy, tn_work_join_cases (f->work.copy, &f->person, &built_));
}

static gint64
now (Fixture *f)
{
  return tn_env_now_ms (tn_copy_env (f->work.copy));
}

/* What the list of patients says of the person: "case parts/open/alerts" for each, in the order of their ids. Owned. */
static char *
tell (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnThresholds) thresholds = tn_thresholds_read (f->work.copy, &error);
  g_autoptr (GPtrArray) patients = tn_patients_read (f->work.copy, thresholds, now (f), &error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < patients->len; i++) {
    const TnPatient *patient = patients->pdata[i];
    g_autoptr (TnPatient) alone = tn_patient_read (f->work.copy, &patient->id, thresholds, now (f), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (alone->n_open, ==, patient->n_open);   /* one by one and all at once say the same */
    g_assert_cmpuint (alone->parts->len, ==, patient->parts->len);
    g_assert_cmpuint (alone->alerts->len, ==, patient->alerts->len);
    const char *name = tn_id_equal (&patient->id, &f->early) ? "early" : tn_id_equal (&patient->id, &f->late) ? "late" : "?";
    g_string_append_printf (text, "%s%s %u/%u/%u", text->len ? ", " : "", name, patient->parts->len, patient->n_open, patient->alerts->len);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_told (Fixture *f, const char *expected)
{
  g_autofree char *told = tell (f);
  g_assert_cmpstr (told, ==, expected);
}

static void
test_two_are_seen_and_joined (Fixture *f, gconstpointer unused)
{
  g_autoptr (TnValues) done = work_values ("done", "station", "note", "Đã gọi trạm", NULL);
  g_autoptr (GError) error = NULL;
  TnId low = add_check (f, &f->late, "spo2", "91");
  add_check (f, &f->early, "pulse", "80");
  assert_told (f, "late 1/2/1, early 1/2/0");
  g_assert_cmpuint (work_count_today (f->work.copy, TN_TODAY_TWICE, now (f)), ==, 1);
  join (f);
  assert_told (f, "early 2/1/1");
  g_assert_cmpuint (work_count_today (f->work.copy, TN_TODAY_TWICE, now (f)), ==, 0);
  g_assert_cmpuint (work_count_today (f->work.copy, TN_TODAY_DANGER, now (f)), ==, 1);
  work_assert_text (f->work.copy, &f->early, "station", "Trạm y tế phường");   /* only the other knew it */
  work_assert_text (f->work.copy, &f->early, "illness", "Tăng huyết áp");
  work_assert_text (f->work.copy, &f->late, "state", "joined");
  work_assert_ref (f->work.copy, &f->late, "joined_into", &f->early);
  /* what is written on the one that went goes to the one that stays, and an answer there ends the alert of the other */
  TnId more = add_check (f, &f->late, "spo2", "98");
  work_assert_ref (f->work.copy, &more, "home_case", &f->early);
  WORK_WRITE (f->work.copy, tn_work_respond (f->work.copy, &f->early, &low, 1, done, &built_));
  assert_told (f, "early 2/1/0");
  work_assert_refused (tn_work_join_cases (f->work.copy, &f->person, &error), &error);
}

static void
test_undone (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_work_join_cases (f->work.copy, &f->person, &error);
  gint64 action;
  tn_copy_edit (f->work.copy, edit, &action, &error);
  tn_copy_undo (f->work.copy, action, &error);
  g_assert_no_error (error);
  g_autofree char *told = tell (f);
  g_assert_nonnull (strstr (told, "late 1/2/0"));
  g_assert_nonnull (strstr (told, "early 1/2/0"));
  work_assert_text (f->work.copy, &f->early, "station", NULL);
}

static void
test_taken_apart (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  add_check (f, &f->late, "spo2", "91");
  join (f);
  work_assert_refused (tn_work_part_case (f->work.copy, &f->early, &error), &error);
  WORK_WRITE (f->work.copy, tn_work_part_case (f->work.copy, &f->late, &built_));
  assert_told (f, "late 1/2/1, early 1/2/0");
  work_assert_ref (f->work.copy, &f->late, "joined_into", NULL);
}

static void
test_three_become_one_and_the_gravest_risk_stays (Fixture *f, gconstpointer unused)
{
  TnId third = open_case (f, "2021-12-08", "risk", "high"), fourth;
  set_text (f, &f->early, "risk", "low");
  join (f);
  assert_told (f, "early 3/1/0");
  work_assert_text (f->work.copy, &f->early, "risk", "high");
  work_assert_text (f->work.copy, &third, "risk", "high");
  /* and one that comes later joins into the same, one that was joined into another counts with the last */
  fourth = open_case (f, "2021-12-09", "note", "Máy thứ tư");
  join (f);
  set_link (f, &third, &fourth);
  assert_told (f, "early 4/1/0");
}

/* Two laptops joined them each the other way round. */
static void
test_each_into_the_other (Fixture *f, gconstpointer unused)
{
  TnId smaller = tn_id_compare (&f->early, &f->late) < 0 ? f->early : f->late;
  add_check (f, &f->early, "spo2", "98");
  add_check (f, &f->late, "spo2", "91");
  set_link (f, &f->early, &f->late);
  set_link (f, &f->late, &f->early);
  assert_told (f, tn_id_equal (&smaller, &f->early) ? "early 2/1/1" : "late 2/1/1");
  TnId more = add_check (f, &f->early, "pulse", "70");
  work_assert_ref (f->work.copy, &more, "home_case", &smaller);
  WORK_WRITE (f->work.copy, tn_work_close_case (f->work.copy, &f->late, "hospital", NULL, NULL, NULL, &built_));
  assert_told (f, "");
  work_assert_ref (f->work.copy, &smaller, "joined_into", NULL);
}

/* A case that points to nothing is watched by itself: nobody may fall between two. */
static void
test_what_it_was_joined_into_is_gone (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  TnId other = f->work.ward.first_people[1];
  join (f);
  WORK_WRITE (f->work.copy, tn_work_delete (f->work.copy, &f->early, &built_));
  assert_told (f, "late 1/1/0");
  g_autoptr (TnValues) none = tn_values_new ();
  work_assert_refused (tn_work_open_case (f->work.copy, &f->person, none, NULL, &error), &error);
  /* the same when its person turns out to be another one (two people who had been merged are taken apart) */
  open_case (f, "2021-12-01", "note", "Mở lại");
  join (f);
  g_autofree char *joined = tell (f);
  g_assert_cmpstr (joined, ==, "? 2/1/0");
  TnEdit *edit = tn_edit_new ("Parted");
  tn_edit_set_ref (edit, &f->late, "person", &other);
  work_write (f->work.copy, edit, NULL);
  g_autofree char *parted = tell (f);
  g_assert_nonnull (strstr (parted, "late 1/1/0"));
  g_assert_nonnull (strstr (parted, "? 1/1/0"));
  add_check (f, &f->late, "spo2", "97");
}

static void
test_a_bag_counts_for_the_person (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) bag = work_values ("bag", "b", "doctor", "BS. Tâm", NULL), more = work_values ("bag", "b", "doctor", "BS. Tâm", NULL);
  WORK_WRITE (f->work.copy, tn_work_give_kit (f->work.copy, &f->late, bag, NULL, &built_));
  work_assert_refused (tn_work_give_kit (f->work.copy, &f->early, more, NULL, &error), &error);   /* three days in all, whichever case says so */
  join (f);
  work_assert_refused (tn_work_give_kit (f->work.copy, &f->early, more, NULL, &error), &error);
}

static void
test_contacts_and_chains_follow (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) met = work_values ("name", "Chị Hàng Xóm", NULL);
  TnId contact = tn_id_new (tn_env_system ()), ill = tn_id_new (tn_env_system ());
  WORK_WRITE (f->work.copy, tn_tracing_add (f->work.copy, &f->late, met, &contact, &built_));
  TnEdit *edit = tn_edit_new ("Caught from the late one");
  tn_edit_create (edit, "home_case", &ill);
  tn_edit_set_ref (edit, &ill, "person", &f->work.ward.first_people[1]);
  tn_edit_set_text (edit, &ill, "opened", "2021-12-10");
  tn_edit_set_text (edit, &ill, "state", "open");
  tn_edit_set_ref (edit, &ill, "source_case", &f->late);
  work_write (f->work.copy, edit, NULL);
  join (f);
  g_autoptr (GPtrArray) contacts = tn_case_children (f->work.copy, "contact", &f->early, &error), chain = tn_tracing_chain (f->work.copy, &f->late, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (contacts->len, ==, 1);
  g_assert_true (tn_id_equal (&((TnRow *) contacts->pdata[0])->id, &contact));
  g_assert_cmpuint (chain->len, ==, 2);
  const TnTracingCase *first = chain->pdata[0], *second = chain->pdata[1];
  g_assert_true (tn_id_equal (&first->id, &f->early));
  g_assert_cmpuint (second->depth, ==, 1);
  work_assert_refused (tn_tracing_set_source (f->work.copy, &f->late, "case", &ill, &error), &error);   /* it cannot have gone both ways */
  g_autoptr (GPtrArray) unknown = tn_tracing_unknown (f->work.copy, now (f), &error);
  g_assert_cmpuint (unknown->len, ==, 1);   /* the person once */
}

/* Both laptops wrote down the same neighbour of the same patient: after joining it is one contact, of one patient. */
static void
test_a_contact_of_both_is_one (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  const TnId *cases[] = { &f->late, &f->early };
  TnId ids[2];
  for (guint i = 0; i < 2; i++) {
    TnEdit *edit = tn_edit_new ("Contact");
    ids[i] = tn_edit_create (edit, "contact", NULL);
    tn_edit_set_ref (edit, &ids[i], "home_case", cases[i]);
    tn_edit_set_ref (edit, &ids[i], "person", &f->work.ward.first_people[2]);
    tn_edit_set_text (edit, &ids[i], "state", "watching");
    tn_edit_set_text (edit, &ids[i], "next_call", "2021-12-06");
    work_write (f->work.copy, edit, NULL);
  }
  g_autoptr (TnTracingContact) before = tn_tracing_contact (f->work.copy, &ids[0], now (f), &error);
  g_assert_no_error (error);
  g_assert_true (before->contacts->len == 2 && before->cases->len == 2);
  join (f);
  g_autoptr (TnTracingContact) contact = tn_tracing_contact (f->work.copy, &ids[0], now (f), &error);
  g_assert_no_error (error);
  g_assert_true (contact->contacts->len == 2 && contact->cases->len == 1 && contact->patients->len == 1);
}

/* B was caught from X, and X from A, who is B: taking B's source over would say that A was caught from A. */
static void
test_joining_closes_no_circle (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_edit_new ("Caught from the early one");
  TnId other = tn_edit_create (edit, "home_case", NULL), source;
  tn_edit_set_ref (edit, &other, "person", &f->work.ward.first_people[1]);
  tn_edit_set_text (edit, &other, "opened", "2021-12-04");
  tn_edit_set_text (edit, &other, "state", "open");
  tn_edit_set_text (edit, &other, "source", "case");
  tn_edit_set_ref (edit, &other, "source_case", &f->early);
  tn_edit_set_text (edit, &f->late, "source", "case");
  tn_edit_set_ref (edit, &f->late, "source_case", &other);
  work_write (f->work.copy, edit, NULL);
  join (f);
  g_autoptr (TnRow) kept = tn_copy_get (f->work.copy, &f->early, &error);
  g_assert_false (tn_row_ref (kept, "source_case", &source));
}

static void
test_a_death_ends_both (Fixture *f, gconstpointer unused)
{
  g_autoptr (TnValues) none = tn_values_new ();
  const TnId *heir = &f->work.ward.first_people[1];
  WORK_WRITE (f->work.copy, tn_work_death_at_home (f->work.copy, &f->person, NULL, NULL, heir, &built_));
  work_assert_text (f->work.copy, &f->early, "result", "died");
  work_assert_text (f->work.copy, &f->late, "result", "died");
  assert_told (f, "");
}

/* Written for the day between: the case that began after it ends with the day on which it began. */
static void
test_a_death_before_the_second_began (Fixture *f, gconstpointer unused)
{
  WORK_WRITE (f->work.copy, tn_work_death_at_home (f->work.copy, &f->person, "2021-12-04", NULL, &f->work.ward.first_people[1], &built_));
  work_assert_text (f->work.copy, &f->early, "closed", "2021-12-04");
  work_assert_text (f->work.copy, &f->late, "closed", "2021-12-05");
}

/* Neither taking apart nor watching again puts somebody back who has died. */
static void
test_the_dead_are_not_watched_again (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  join (f);
  WORK_WRITE (f->work.copy, tn_work_close_case (f->work.copy, &f->early, "died", NULL, NULL, &f->work.ward.first_people[1], &built_));
  work_assert_refused (tn_work_part_case (f->work.copy, &f->late, &error), &error);
  work_assert_refused (tn_work_reopen_case (f->work.copy, &f->early, &error), &error);
  assert_told (f, "");
}

static void
test_watched_again_is_the_one_that_stays (Fixture *f, gconstpointer unused)
{
  join (f);
  WORK_WRITE (f->work.copy, tn_work_close_case (f->work.copy, &f->late, "recovered", NULL, NULL, NULL, &built_));
  work_assert_text (f->work.copy, &f->early, "result", "recovered");
  assert_told (f, "");
  WORK_WRITE (f->work.copy, tn_work_reopen_case (f->work.copy, &f->late, &built_));
  assert_told (f, "early 2/1/0");
}

/* Another laptop, which knew neither of the joining nor of the end, writes a check on the one that went. */
static TnId
put_late_check (Fixture *f, int spo2)
{
  TnEdit *edit = tn_edit_new ("Check");
  TnId id = tn_edit_create (edit, "health_check", NULL);
  tn_edit_set_ref (edit, &id, "home_case", &f->late);
  tn_edit_set_int (edit, &id, "at", now (f));
  tn_edit_set_int (edit, &id, "spo2", spo2);
  work_write (f->work.copy, edit, NULL);
  return id;
}

static void
test_danger_after_the_end_is_told_at_the_one_that_stays (Fixture *f, gconstpointer unused)
{
  join (f);
  WORK_WRITE (f->work.copy, tn_work_close_case (f->work.copy, &f->early, "recovered", NULL, NULL, NULL, &built_));
  put_late_check (f, 98);
  assert_told (f, "");
  put_late_check (f, 90);
  assert_told (f, "early 2/0/1");
  g_assert_cmpuint (work_count_today (f->work.copy, TN_TODAY_DANGER, now (f)), ==, 1);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/case-join/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("two are seen and joined", test_two_are_seen_and_joined);
  ADD ("undone", test_undone);
  ADD ("taken apart", test_taken_apart);
  ADD ("three become one", test_three_become_one_and_the_gravest_risk_stays);
  ADD ("each into the other", test_each_into_the_other);
  ADD ("what it was joined into is gone", test_what_it_was_joined_into_is_gone);
  ADD ("a bag counts for the person", test_a_bag_counts_for_the_person);
  ADD ("contacts and chains follow", test_contacts_and_chains_follow);
  ADD ("a contact of both is one", test_a_contact_of_both_is_one);
  ADD ("joining closes no circle", test_joining_closes_no_circle);
  ADD ("a death ends both", test_a_death_ends_both);
  ADD ("a death before the second began", test_a_death_before_the_second_began);
  ADD ("the dead are not watched again", test_the_dead_are_not_watched_again);
  ADD ("danger after the end", test_danger_after_the_end_is_told_at_the_one_that_stays);
  ADD ("watched again", test_watched_again_is_the_one_that_stays);
  return g_test_run ();
}
