/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that earlier versions left, kept as they were: each must open with today's program, with its data, its unsent edits and a search. */
#include "store-fixture.h"
#include "tn-query.h"

static void
copy_frozen (Fixture *f, const char *name)
{
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "frozen", name, NULL), *bytes = NULL;
  gsize len;
  g_assert_true (g_file_get_contents (from, &bytes, &len, NULL));
  g_assert_true (g_file_set_contents (f->path, bytes, (gssize) len, NULL));
}

static void
assert_found (Fixture *f, const char *text, guint expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = tn_query_find (f->copy, text, 10, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %u", text, hits->len);
  g_assert_cmpuint (hits->len, ==, expected);
}

typedef struct { const char *file, *replica; } Frozen;

static void
test_frozen (Fixture *f, gconstpointer data)
{
  const Frozen *frozen = data;
  g_autoptr (GError) error = NULL;
  copy_frozen (f, frozen->file);
  /* who may only read cannot bring it up, and is told so */
  g_assert_null (tn_copy_open (f->path, TN_COPY_READ_ONLY, &f->env, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_clear_error (&error);
  f->copy = tn_copy_open (f->path, 0, &f->env, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tn_copy_ward (f->copy), ==, "27301");
  g_assert_cmpint (ask (f, "SELECT count(*) FROM record"), ==, 11);
  TnOutboxSummary sum;
  g_assert_true (tn_outbox_summary (f->copy, &sum, NULL));
  g_assert_cmpuint (sum.waiting, ==, 12);
  assert_found (f, "dang thi", 1);
  assert_found (f, "hoang", 2);
  assert_found (f, "079060000001", 1);
  assert_found (f, "khong ai ca", 0);
  assert_found (f, "0", 2);
  assert_found (f, "45/12", 1);
  assert_found (f, "to 28", 3);
  assert_found (f, "0790", 1);
  assert_found (f, "nguyen 45/2", 1);
  g_autoptr (GPtrArray) actions = tn_copy_actions (f->copy, 10, NULL);
  g_assert_cmpuint (actions->len, ==, 2);
  TnDoctorReport report;
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, &error));
  g_assert_cmpstr (report.problem, ==, NULL);
  tn_doctor_report_clear (&report);
  /* it is a copy of the file that was frozen, and so another replica */
  g_autofree char *replica = tn_copy_replica (f->copy);
  g_assert_cmpstr (replica, !=, frozen->replica);
  g_assert_true (tn_copy_undo (f->copy, ((TnAction *) actions->pdata[0])->action, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  static const Frozen one = { "version-1.tn", "1fd5aa5fde19" }, two = { "version-2.tn", "2fd5aa5fde19" }, eleven = { "version-11.tn", "373759debeb2" };
  g_test_add ("/store/frozen/version-1", Fixture, &one, set_up, test_frozen, tear_down);
  g_test_add ("/store/frozen/version-2", Fixture, &two, set_up, test_frozen, tear_down);
  g_test_add ("/store/frozen/version-11", Fixture, &eleven, set_up, test_frozen, tear_down);
  return g_test_run ();
}
