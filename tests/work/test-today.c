/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-ward.h"
#include "tn-doors.h"
#include "tn-today.h"

static void
test_what_is_not_sent_stands_last_and_visits_are_counted_by_day (void)
{
  g_autoptr (GError) error = NULL;
  PracticeWard ward;
  practice_ward_make (&ward, 30);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  gint64 now = tn_env_now_ms (tn_env_system ());
  g_autoptr (TnEdit) edit = tn_edit_new ("Visited");
  for (int i = 0; i < 3; i++) {
    TnId visit = tn_edit_create (edit, "visit", NULL);
    tn_edit_set_ref (edit, &visit, "household", &ward.first);
    tn_edit_set_int (edit, &visit, "at", now - (i == 2 ? (gint64) 86400000 * 3 : 0));
  }
  gint64 action;
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  g_autoptr (TnToday) before = tn_today_read (copy, now - (gint64) 86400000 * 3, 5, &error), today = tn_today_read (copy, now, 5, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (today->groups->len, ==, 1);
  const TnTodayGroup *group = today->groups->pdata[0];
  g_assert_cmpint (group->theme, ==, TN_TODAY_UNSENT);
  g_assert_cmpstr (((TnTodayItem *) group->items->pdata[0])->screen, ==, "reconciling");
  g_assert_cmpuint (today->visits[13], >=, 2);
  g_assert_cmpuint (before->visits[13], ==, today->visits[10]);
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
}

/* A home that was met three times is one, as SQLite counts it; who was not met is none. */
static void
test_homes_that_were_met_are_counted_once (void)
{
  g_autoptr (GError) error = NULL;
  PracticeWard ward;
  practice_ward_make (&ward, 30);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  g_autoptr (GArray) homes = tn_query_ids (copy, "household", &error);
  g_autoptr (TnEdit) edit = tn_edit_new ("Visited");
  for (guint i = 0; i < 12; i++) {
    TnId visit = tn_edit_create (edit, "visit", NULL);
    tn_edit_set_ref (edit, &visit, "household", &g_array_index (homes, TnId, i % 4));
    tn_edit_set_int (edit, &visit, "at", 1000 + i);
    tn_edit_set_text (edit, &visit, "result", i % 4 == 3 ? "absent" : "met");
  }
  gint64 action;
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  static const struct { gint64 from, to; guint visited; } cases[] = { { 1000, 1012, 3 }, { 1000, 1002, 2 }, { 1001, 1005, 3 }, { 1003, 1004, 0 }, { 2000, 3000, 0 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint visited, n;
    g_assert_true (tn_query_count_visited (copy, cases[i].from, cases[i].to, &visited, &n, &error));
    g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT count(DISTINCT parent) FROM item WHERE kind = 'visit' AND at >= ?1 AND at < ?2 AND state = 'met'", &error);
    tn_stmt_bind_int (stmt, 1, cases[i].from);
    tn_stmt_bind_int (stmt, 2, cases[i].to);
    g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
    g_assert_cmpuint (visited, ==, cases[i].visited);
    g_assert_cmpint (tn_stmt_int (stmt, 0), ==, visited);
    g_assert_cmpuint (n, ==, 30);
  }
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
}

/* More than fit are counted, and the most urgent are those that are listed. */
static void
test_groups_stand_by_urgency_and_are_cut (void)
{
  TnToday today = { g_ptr_array_new (), g_ptr_array_new (), { 0 } };
  TnTodayRead read = { NULL, 0, 2, &today };
  tn_today_count (&read, TN_TODAY_UNSENT, 0);
  g_assert_cmpuint (today.groups->len, ==, 0);
  tn_today_add (&read, TN_TODAY_STOP, "rounds", NULL, g_strdup ("a"), NULL, 0);
  for (int i = 0; i < 3; i++) tn_today_add (&read, TN_TODAY_DANGER, "patients", NULL, g_strdup ("b"), NULL, i);
  tn_today_count (&read, TN_TODAY_STOP, 5);
  g_assert_cmpuint (today.groups->len, ==, 2);
  TnTodayGroup *danger = today.groups->pdata[0], *stops = today.groups->pdata[1];
  g_assert_cmpint (danger->theme, ==, TN_TODAY_DANGER);
  g_assert_cmpuint (danger->n, ==, 3);
  g_assert_cmpuint (danger->items->len, ==, 2);
  g_assert_cmpuint (stops->n, ==, 6);
  for (guint i = 0; i < 2; i++) {
    TnTodayGroup *group = today.groups->pdata[i];
    g_ptr_array_unref (group->items);
    g_free (group);
  }
  g_ptr_array_unref (today.groups);
  g_ptr_array_unref (today.figures);
}

static void
test_a_day_begins_at_local_midnight (void)
{
  gint64 noon = G_GINT64_CONSTANT (1640322000000);   /* 2021-12-24 12:00 in Vietnam */
  g_assert_cmpint (tn_day_start (noon, 0), ==, G_GINT64_CONSTANT (1640278800000));
  g_assert_cmpint (tn_day_start (noon, 1) - tn_day_start (noon, -1), ==, 2 * 86400000);
  g_assert_cmpstr (tn_day_part (noon), ==, "morning");
  g_assert_cmpstr (tn_day_part (noon + 3600000), ==, "afternoon");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/today/visits", test_what_is_not_sent_stands_last_and_visits_are_counted_by_day);
  g_test_add_func ("/today/homes met", test_homes_that_were_met_are_counted_once);
  g_test_add_func ("/today/groups", test_groups_stand_by_urgency_and_are_cut);
  g_test_add_func ("/today/days", test_a_day_begins_at_local_midnight);
  return g_test_run ();
}
