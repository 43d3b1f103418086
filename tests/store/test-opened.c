/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was shown a protected value: written before it is shown, kept for a year, never the value. */
#include "store-fixture.h"
#include "tn-opened.h"
#include "tn-query.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define NUMBER "079160000001"

static TnId
make_card (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_edit_new ("Card");
  TnId household = tn_edit_create (edit, "household", NULL), person = tn_edit_create (edit, "person", NULL), card = tn_edit_create (edit, "identity", NULL);
  tn_edit_set_text (edit, &household, "house_no", "12/1");
  tn_edit_set_text (edit, &household, "street", "Hoa Mai");
  tn_edit_set_text (edit, &household, "status", "present");
  tn_edit_set_ref (edit, &person, "household", &household);
  tn_edit_set_text (edit, &person, "name", "Đặng Thị Bông");
  tn_edit_set_ref (edit, &card, "person", &person);
  tn_edit_set_text (edit, &card, "number", NUMBER);
  tn_copy_edit (f->copy, edit, NULL, &error);
  g_assert_no_error (error);
  tn_edit_free (edit);
  return card;
}

static void
test_newest_first (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId card = make_card (f), other = make_card (f);
  const TnId both[] = { card, other };
  g_assert_true (tn_copy_set_user (f->copy, "Lan", &error));
  g_assert_true (tn_opened_add (f->copy, &card, 1, "number", &error));
  g_assert_true (tn_copy_set_user (f->copy, "Minh", &error));
  f->now += 1000;
  g_assert_true (tn_opened_add (f->copy, both, 2, TN_OPENED_WHOLE, &error));
  g_autoptr (GPtrArray) list = tn_opened_list (f->copy, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 3);
  const TnOpened *newest = list->pdata[0], *oldest = list->pdata[2];
  g_assert_true (tn_id_equal (&newest->id, &other));
  g_assert_cmpstr (newest->by, ==, "Minh");
  g_assert_cmpstr (newest->field, ==, "*");
  g_assert_cmpint (newest->at, ==, f->now);
  g_assert_true (tn_id_equal (&oldest->id, &card));
  g_assert_cmpstr (oldest->by, ==, "Lan");
  g_assert_cmpstr (oldest->field, ==, "number");
  g_autoptr (GPtrArray) one = tn_opened_list (f->copy, 1, &error);
  g_assert_cmpuint (one->len, ==, 1);
}

static void
test_kept_for_a_year (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId card = make_card (f);
  g_assert_true (tn_opened_add (f->copy, &card, 1, "number", &error));
  f->now += TN_OPENED_KEPT_DAYS * DAY_MS;
  g_assert_true (tn_opened_add (f->copy, &card, 1, "number", &error));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM opened"), ==, 2);
  f->now += 1;
  g_assert_true (tn_opened_add (f->copy, &card, 1, "number", &error));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM opened"), ==, 2);
}

/* Who may not write may not open either. */
static void
test_refused_where_nothing_can_be_written (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId card = make_card (f);
  g_autoptr (TnCopy) reader = tn_copy_open (f->path, TN_COPY_READ_ONLY, &f->env, &error);
  g_assert_no_error (error);
  g_assert_false (tn_opened_add (reader, &card, 1, "number", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_READ_ONLY);
}

/* All or none: a log that is cut short would call some of it unseen. */
static void
test_all_or_none (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId ids[] = { make_card (f), make_card (f) };
  g_autofree char *sql = g_strdup ("CREATE TRIGGER second BEFORE INSERT ON opened WHEN (SELECT count(*) FROM opened) > 0"
                                   " BEGIN SELECT RAISE(ABORT, 'no'); END");
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), sql, &error));
  g_assert_false (tn_opened_add (f->copy, ids, 2, TN_OPENED_WHOLE, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM opened"), ==, 0);
}

/* What stands in lists and in the past without being asked for shows no number. */
static void
test_titles_and_history_are_masked (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId card = make_card (f);
  TnEdit *edit = tn_edit_new ("Again");
  f->now += 1000;
  tn_edit_set_text (edit, &card, "number", "079160000002");
  g_assert_true (tn_copy_edit (f->copy, edit, NULL, &error));
  tn_edit_free (edit);
  g_autofree char *title = tn_query_title (f->copy, &card);
  g_assert_cmpstr (title, ==, "•••••••• 0002");
  g_autoptr (GPtrArray) history = tn_query_history (f->copy, &card, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, >=, 2);
  for (guint i = 0; i < history->len; i++) {
    const TnHistoryItem *item = history->pdata[i];
    g_assert_null (strstr (item->before, "07916"));
    g_assert_null (strstr (item->after, "07916"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/opened/" name, Fixture, NULL, set_up_copy, func, tear_down)
  ADD ("newest-first", test_newest_first);
  ADD ("kept-for-a-year", test_kept_for_a_year);
  ADD ("refused-where-nothing-can-be-written", test_refused_where_nothing_can_be_written);
  ADD ("all-or-none", test_all_or_none);
  ADD ("titles-and-history-are-masked", test_titles_and_history_are_masked);
  return g_test_run ();
}
