/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Petitions: taken down, answered in time; and without a name nothing of the author is written anywhere. */
#include <string.h>
#include "work-fixture.h"
#include "tn-apply.h"
#include "tn-date.h"
#include "tn-outbox.h"
#include "tn-petition.h"
#include "tn-situation.h"
#include "tn-today.h"

#define SECRET_NAME "Zxyqwa Thị Bí Mật"
#define SECRET_PHONE "02805551234"

static GArray *
list_all (WorkFixture *f, const char *kind)
{
  TnListedQuery query = { .kind = kind };

  return tn_query_listed (f->copy, &query, NULL);
}

/* The one that was not there before: the id of one without a name is no clock. */
static TnId
find_new (WorkFixture *f, const char *kind, const GArray *before)
{
  g_autoptr (GArray) after = list_all (f, kind);

  for (guint i = 0; i < after->len; i++)
    {
      gboolean old = FALSE;

      for (guint b = 0; b < before->len; b++)
        old |= tn_id_equal (&g_array_index (after, TnListed, i).id, &g_array_index (before, TnListed, b).id);
      if (!old)
        return g_array_index (after, TnListed, i).id;
    }
  g_assert_not_reached ();
}

static TnId
take (WorkFixture *f, const char *kind, TnValues *given)
{
  g_autoptr (TnValues) values = given;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) before = list_all (f, kind);
  TnEdit *edit = tn_petition_take (f->copy, kind, values, &error);

  work_write (f->copy, edit, error);
  return find_new (f, kind, before);
}

static void
assert_refused (WorkFixture *f, TnValues *given)
{
  g_autoptr (TnValues) values = given;
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_petition_take (f->copy, "petition", values, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

static void
test_due_by_topic (void)
{
  static const struct { const char *topic, *day, *due; } table[] = {
    { "health", "2021-12-31", "2022-01-01" }, { "food", "2021-12-24", "2021-12-26" }, { "school", "2021-12-24", "2022-01-03" }, { "support", "2024-02-26", "2024-03-02" },
    { NULL, "2021-12-24", "2022-01-03" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *due = tn_petition_due (table[i].topic, table[i].day);
      g_assert_cmpstr (due, ==, table[i].due);
    }
}

static void
test_somebody_of_the_register_gives_the_place (WorkFixture *f, gconstpointer data)
{
  TnValues *values = work_values ("topic", "food", "text", "Hết gạo", NULL);
  TnId area, wanted, household;

  tn_values_set_ref (values, "person", &f->ward.first_people[1]);
  TnId id = take (f, "petition", values);
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL), home = tn_copy_get (f->copy, &f->ward.first, NULL);
  g_assert_true (tn_row_ref (row, "household", &household) && tn_id_equal (&household, &f->ward.first));
  g_assert_true (tn_row_ref (row, "area", &area) && tn_row_ref (home, "area", &wanted) && tn_id_equal (&area, &wanted));
  g_autofree char *state = work_dup_text (f->copy, &id, "state"), *due = work_dup_text (f->copy, &id, "due");
  g_assert_cmpstr (state, ==, "open");
  g_assert_nonnull (due);
}

static void
test_what_must_be_refused (WorkFixture *f, gconstpointer data)
{
  TnValues *with_name = work_values ("topic", "food", "text", "a", "name", SECRET_NAME, NULL), *with_person = work_values ("topic", "food", "text", "a", NULL);

  assert_refused (f, work_values ("topic", "food", NULL));
  assert_refused (f, work_values ("text", "a", NULL));
  tn_values_set (with_name, "anonymous", "true");
  assert_refused (f, with_name);
  tn_values_set (with_person, "anonymous", "true");
  tn_values_set_ref (with_person, "person", &f->ward.first_people[0]);
  assert_refused (f, with_person);
}

/* The record must be there, and nothing else of the author: neither in any file of the copy nor in what is sent. The same search finds the name when it
 * was given with one, so it is no search that cannot find. */
static void
test_without_a_name_nothing_is_written_of_it (WorkFixture *f, gconstpointer data)
{
  TnValues *values = work_values ("topic", "service", "text", "Loa phường mở quá sớm qzqzq", NULL);
  g_autofree char *home = tn_id_dup_string (&f->ward.first);
  TnId area, group;
  gint64 at;

  g_assert_true (tn_copy_set_user (f->copy, "Cán bộ", NULL));
  /* what the form held before the person said "without a name" never gets here: the rule refuses it whole */
  TnValues *refused = work_values ("topic", "service", "text", "Loa", "name", SECRET_NAME, "phone", SECRET_PHONE, NULL);
  tn_values_set (refused, "anonymous", "true");
  assert_refused (f, refused);
  g_autoptr (TnRow) household = tn_copy_get (f->copy, &f->ward.first, NULL);
  g_assert_true (tn_row_ref (household, "area", &group));
  tn_values_set (values, "anonymous", "true");
  tn_values_set_ref (values, "area", &group);
  TnId id = take (f, "petition", values);
  g_autofree char *wire = work_dup_wire (f->copy);
  g_assert_nonnull (strstr (wire, "qzqzq"));
  g_assert_true (practice_ward_holds (&f->ward, "qzqzq", strlen ("qzqzq")));
  g_assert_null (strstr (wire, "Zxyqwa"));
  g_assert_false (practice_ward_holds (&f->ward, "Zxyqwa", strlen ("Zxyqwa")) || practice_ward_holds (&f->ward, SECRET_PHONE, strlen (SECRET_PHONE)));
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL);
  for (const char *const *field = (const char *const[]) { "name", "phone", "person", "household", NULL }; *field; field++)
    g_assert_cmpuint (tn_row_field (row, *field).len, ==, 0);
  /* place: the quarter, not the group; time: the day */
  g_autoptr (TnRow) unit = tn_row_ref (row, "area", &area) ? tn_copy_get (f->copy, &area, NULL) : NULL;
  g_autofree char *level = tn_row_dup_text (unit, "level");
  g_assert_cmpstr (level, ==, "quarter");
  g_assert_true (tn_json_get_int (tn_row_field (row, "at"), &at) && at == tn_day_start (at, 0));
  /* nor do id, stamps and outbox tell the hour, or who was at the door with the author */
  g_assert_cmpint (tn_id_time_ms (&id), ==, 0);
  for (guint i = 0; i < row->units->len; i++)
    g_assert_cmpint (tn_stamp_ms (&g_array_index (row->units, TnUnit, i).stamp), ==, at);
  g_assert_true (work_ask (f->copy, "SELECT at FROM outbox WHERE id = ?1", &id) == at && work_ask (f->copy, "SELECT by_user = '' FROM outbox WHERE id = ?1", &id) == 1);
  g_assert_true (work_ask (f->copy, "SELECT at FROM action WHERE created = ?1", &id) == at);
  take (f, "petition", work_values ("topic", "service", "text", "Loa", "name", SECRET_NAME, "phone", SECRET_PHONE, NULL));
  g_assert_true (practice_ward_holds (&f->ward, "Zxyqwa", strlen ("Zxyqwa")) && practice_ward_holds (&f->ward, SECRET_PHONE, strlen (SECRET_PHONE)));
}

static void
test_a_name_cannot_be_taken_back (WorkFixture *f, gconstpointer data)
{
  g_autoptr (TnValues) values = tn_values_new (), named = work_values ("name", "Lê Văn A", NULL);
  g_autoptr (GError) error = NULL, refused = NULL;
  TnId id = take (f, "petition", work_values ("topic", "food", "text", "a", "name", "Lê Văn B", NULL));

  tn_values_set (values, "anonymous", "true");
  g_assert_null (tn_petition_change (f->copy, &id, values, &refused));
  g_assert_error (refused, TN_ERROR, TN_ERROR_INVALID);
  TnValues *hidden = work_values ("topic", "food", "text", "a", NULL);
  tn_values_set (hidden, "anonymous", "true");
  id = take (f, "petition", hidden);
  g_clear_error (&refused);
  g_assert_null (tn_petition_change (f->copy, &id, named, &refused));   /* unless it is said that it has a name now */
  tn_values_set (named, "anonymous", "false");
  TnEdit *edit = tn_petition_change (f->copy, &id, named, &error);
  work_write (f->copy, edit, error);
  g_autofree char *name = work_dup_text (f->copy, &id, "name");
  g_assert_cmpstr (name, ==, "Lê Văn A");
}

static void
test_overdue_until_answered (WorkFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL, refused = NULL;
  gint64 now = tn_env_now_ms (tn_copy_env (f->copy)), day = 86400000;
  TnId id = take (f, "petition", work_values ("topic", "food", "text", "Hết gạo", NULL)), complaint = take (f, "complaint", work_values ("topic", "money", "text", "Bí mật", NULL));

  g_assert_cmpuint (work_count_today (f->copy, TN_TODAY_PETITION, now), ==, 0);
  g_assert_cmpuint (work_count_today (f->copy, TN_TODAY_PETITION, now + 2 * day), ==, 1);
  g_assert_cmpuint (work_count_today (f->copy, TN_TODAY_PETITION, now + 9 * day), ==, 2);
  g_autoptr (TnToday) today = tn_today_read (f->copy, now + 9 * day, 5, &error);
  for (guint i = 0; i < today->groups->len; i++)   /* nothing of what is confidential is told */
    for (guint r = 0; r < ((TnTodayGroup *) today->groups->pdata[i])->items->len; r++)
      g_assert_null (strstr (((TnTodayItem *) ((TnTodayGroup *) today->groups->pdata[i])->items->pdata[r])->detail, "Bí mật"));
  g_assert_null (tn_petition_answer (f->copy, &id, "answered", "", NULL, &refused));
  g_assert_error (refused, TN_ERROR, TN_ERROR_INVALID);
  TnEdit *edit = tn_petition_answer (f->copy, &id, "answered", "Đã giao gạo", NULL, &error);
  work_write (f->copy, edit, error);
  edit = tn_petition_answer (f->copy, &complaint, "passed_on", "Chuyển thanh tra", NULL, &error);
  work_write (f->copy, edit, error);
  g_assert_cmpuint (work_count_today (f->copy, TN_TODAY_PETITION, now + 9 * day), ==, 0);
  edit = tn_petition_satisfied (f->copy, &id, "yes", &error);
  work_write (f->copy, edit, error);
}

static void
test_situation_counts_and_hides_the_few (WorkFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 now = tn_env_now_ms (tn_copy_env (f->copy));

  for (guint i = 0; i < 4; i++)
    {
      TnValues *values = work_values ("topic", "food", "text", "a", NULL);
      tn_values_set_ref (values, "household", &f->ward.first);
      take (f, "petition", values);
    }
  take (f, "petition", work_values ("topic", "school", "text", "a", NULL));
  TnEdit *edit = tn_edit_new ("Visit");
  TnId visit = tn_edit_create (edit, "visit", NULL);
  tn_edit_set_ref (edit, &visit, "household", &f->ward.first);
  tn_edit_set_int (edit, &visit, "at", now);
  tn_edit_set_bool (edit, &visit, "need_medicine", TRUE);
  work_write (f->copy, edit, NULL);
  g_autoptr (TnSituation) all = tn_situation_read (f->copy, now, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->topics->len, ==, 3);
  const TnSituationTopic *food = all->topics->pdata[0];
  g_assert_cmpstr (food->key, ==, "food");
  g_assert_cmpuint (food->weeks[TN_SITUATION_WEEKS - 1], ==, 4);
  g_assert_cmpuint (all->quarters->len, ==, 2);
  g_assert_cmpuint (((TnSituationQuarter *) all->quarters->pdata[0])->total, ==, 5);
  TnId quarter = ((TnSituationQuarter *) all->quarters->pdata[0])->id;
  g_autoptr (TnSituation) one = tn_situation_read (f->copy, now, &quarter, "food", NULL, &error);
  g_assert_cmpuint (one->topics->len, ==, 2);   /* school has no place */
  g_assert_cmpuint (((TnSituationQuarter *) one->quarters->pdata[0])->total, ==, 4);
  g_autofree char *none = tn_situation_count_text (0), *few = tn_situation_count_text (2), *some = tn_situation_count_text (3);
  g_assert_cmpstr (none, ==, "0");
  g_assert_cmpstr (few, ==, "under 3");
  g_assert_cmpstr (some, ==, "3");
  /* a sum does not give away the week that is hidden */
  g_autofree char *sum = tn_situation_total_text (&(TnSituationTopic) { .weeks = { 5, 2 }, .total = 7 }), *whole = tn_situation_total_text (&(TnSituationTopic) { .weeks = { 5, 3 }, .total = 8 });
  g_assert_cmpstr (sum, ==, "about 5");
  g_assert_cmpstr (whole, ==, "8");
}

/* A group of a few doors, made in a quarter. */
static TnId
add_group (WorkFixture *f, const TnId *quarter)
{
  TnEdit *edit = tn_edit_new ("Tổ 9");
  TnId id = tn_edit_create (edit, "unit", NULL);

  tn_edit_set_text (edit, &id, "name", "Tổ 9");
  tn_edit_set_text (edit, &id, "level", "group");
  tn_edit_set_text (edit, &id, "code", "T9");
  tn_edit_set_ref (edit, &id, "parent", quarter);
  work_write (f->copy, edit, NULL);
  return id;
}

static void
test_without_a_name_only_the_quarter_is_kept (WorkFixture *f, gconstpointer data)
{
  TnId group = add_group (f, &f->ward.quarters[1]), area, id;
  g_autoptr (TnValues) place = tn_values_new ();
  g_autoptr (TnRow) row = NULL, changed = NULL;
  g_autoptr (GError) error = NULL;
  TnValues *values = work_values ("topic", "food", "text", "a", NULL);
  TnEdit *edit;

  tn_values_set (values, "anonymous", "true");
  tn_values_set_ref (values, "area", &group);
  id = take (f, "petition", values);
  row = tn_copy_get (f->copy, &id, NULL);
  g_assert_true (tn_row_ref (row, "area", &area) && tn_id_equal (&area, &f->ward.quarters[1]));
  tn_values_set_ref (place, "area", &group);   /* nor when it is changed */
  tn_values_set_text (place, "note", "b");
  edit = tn_petition_change (f->copy, &id, place, &error);
  work_write (f->copy, edit, error);
  changed = tn_copy_get (f->copy, &id, NULL);
  g_assert_true (tn_row_ref (changed, "area", &area) && tn_id_equal (&area, &f->ward.quarters[1]));
}

static void
test_lists (WorkFixture *f, gconstpointer data)
{
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (f->copy)));
  gint64 day = tn_listed_date (today);
  TnId late = take (f, "petition", work_values ("topic", "support", "text", "Chưa nhận gói\nhai dòng", "due", "2021-12-01", NULL));
  TnId done = take (f, "petition", work_values ("topic", "food", "text", "Hết gạo", NULL));
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_petition_answer (f->copy, &done, "passed_on", "Đã chuyển", NULL, &error);

  work_write (f->copy, edit, error);
  take (f, "petition", work_values ("topic", "school", "text", "Xin máy", "due", "2099-12-31", NULL));
  take (f, "complaint", work_values ("topic", "money", "text", "Giữ quà", NULL));
  g_autoptr (GPtrArray) open = tn_petition_list (f->copy, TN_PETITIONS_OPEN, "", 0, day, NULL, NULL), answered = tn_petition_list (f->copy, TN_PETITIONS_ANSWERED, "", 0, day, NULL, NULL);
  g_autoptr (GPtrArray) all = tn_petition_list (f->copy, TN_PETITIONS_ALL, "", 0, day, NULL, NULL), two = tn_petition_list (f->copy, TN_PETITIONS_ALL, "", 2, day, NULL, NULL);
  g_autoptr (GPtrArray) found = tn_petition_list (f->copy, TN_PETITIONS_ALL, "GAO", 0, day, NULL, NULL), reports = tn_petition_list (f->copy, TN_PETITIONS_REPORTS, "", 0, day, NULL, NULL);
  const TnPetitionLine *first = open->pdata[0], *report = reports->pdata[0];
  g_assert_cmpuint (open->len, ==, 2);
  g_assert_true (tn_id_equal (&first->id, &late) && first->overdue && !((TnPetitionLine *) open->pdata[1])->overdue);
  g_assert_cmpstr (first->text, ==, "Chưa nhận gói");
  g_assert_true (answered->len == 1 && tn_id_equal (&((TnPetitionLine *) answered->pdata[0])->id, &done));
  g_assert_true (all->len == 3 && two->len == 2 && found->len == 1 && reports->len == 1);
  g_assert_true (tn_id_equal (&((TnPetitionLine *) found->pdata[0])->id, &done));
  g_assert_true (report->report && !*report->topic && !*report->text);
}

/* Who was never enrolled holds what was written here; else the scope says it. */
static void
test_who_holds_reports (WorkFixture *f, gconstpointer data)
{
  static const struct { const char *streams[4]; gboolean holds; } table[] = {
    { { NULL }, TRUE }, { { "0", "g0123456789ab", "g0123456789ab+health", NULL }, FALSE }, { { "0", "0+confidential", NULL }, TRUE }, { { "*", NULL }, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean holds = !table[i].holds;

      if (table[i].streams[0])
        tn_pull_set_scope (f->copy, table[i].streams, &error);
      g_assert_no_error (error);
      g_assert_true (tn_petition_holds_reports (f->copy, &holds, &error));
      g_assert_cmpint (holds, ==, table[i].holds);
    }
}

#define ADD(name) g_test_add ("/petition/" #name, WorkFixture, GUINT_TO_POINTER (20), work_set_up, test_##name, work_tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/petition/due-by-topic", test_due_by_topic);
  ADD (somebody_of_the_register_gives_the_place);
  ADD (what_must_be_refused);
  ADD (without_a_name_nothing_is_written_of_it);
  ADD (a_name_cannot_be_taken_back);
  ADD (overdue_until_answered);
  ADD (situation_counts_and_hides_the_few);
  ADD (without_a_name_only_the_quarter_is_kept);
  ADD (lists);
  ADD (who_holds_reports);
  return g_test_run ();
}
