/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several writers, one commit: each test lets a second writer wait while the first commits, so that they share a transaction for certain. */
#include "fake-laptop.h"
#include "tn-depot-sqlite-private.h"

typedef enum { COMMITS, TAKES_BACK, LOSES_ALL } Ending;
typedef struct { TnDepot *depot; Ending ending; gboolean done; gboolean first_was_seen; } Second;

static char *
read_meta (TnDepot *depot, const char *key)
{
  g_autoptr (GError) error = NULL;
  char *value = NULL;
  depot->driver->get_meta (depot, key, &value, &error);
  g_assert_no_error (error);
  return value;
}

static gpointer
write_second (gpointer data)
{
  g_autoptr (GError) error = NULL;
  Second *second = data;
  SqliteWrite *write = sqlite_write_begin (second->depot, &error);
  g_assert_no_error (error);
  g_assert_true (write->joins);
  g_assert_true (sqlite_set_meta (write->db, "second", "2", &error));
  g_autofree char *seen = read_meta (second->depot, "first");
  second->first_was_seen = seen != NULL;
  if (second->ending == LOSES_ALL) g_assert_cmpint (sqlite3_exec (tn_db_handle (write->db), "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);   /* as SQLite does on a full disk */
  if (second->ending == COMMITS) second->done = sqlite_write_commit (write, &error);
  else sqlite_write_end (write);
  g_assert_no_error (error);
  return NULL;
}

/* What became of the first. */
static gboolean
write_both (Second *second, GError **error)
{
  SqliteWrite *first = sqlite_write_begin (second->depot, error);
  g_assert_no_error (*error);
  g_assert_false (first->joins);
  GThread *thread = g_thread_new ("second", write_second, second);
  while (g_atomic_int_get (&((SqliteDepot *) second->depot)->waiting) == 0) g_thread_yield ();
  g_assert_true (sqlite_set_meta (first->db, "first", "1", error));
  gboolean done = sqlite_write_commit (first, error);
  g_thread_join (thread);
  g_assert_false (second->first_was_seen);
  return done;
}

static void
check (Ending ending, const char *first_after, const char *second_after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (District) district = district_new_at (NULL);
  Second second = { tn_district_depot (district->d), ending, FALSE, FALSE };
  gboolean done = write_both (&second, &error);
  g_autofree char *first = read_meta (second.depot, "first"), *other = read_meta (second.depot, "second");
  g_assert_cmpint (done, ==, first_after != NULL);
  if (!done) g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_assert_cmpint (second.done, ==, second_after != NULL);
  g_assert_cmpstr (first, ==, first_after);
  g_assert_cmpstr (other, ==, second_after);
  g_clear_error (&error);
  second.depot->driver->set_meta (second.depot, "third", "3", &error);   /* the writer is free again */
  g_assert_no_error (error);
}

static void
test_both_are_saved (void)
{
  check (COMMITS, "1", "2");
}

static void
test_one_takes_back_its_own (void)
{
  check (TAKES_BACK, "1", NULL);
}

static void
test_lost_transaction_fails_for_all (void)
{
  check (LOSES_ALL, NULL, NULL);
}

/* ---- an older file ---- */

static void
test_first_version_is_brought_up (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (District) district = district_new_at (NULL);
  g_autofree char *code = tn_district_invite (district->d, "26734", "ward_officer", NULL, 3, &error);
  g_autoptr (Laptop) laptop = laptop_new (district, code, "Máy 1");
  g_autoptr (Batch) batch = batch_new ();
  TnId house = make_id (1);
  batch_create (batch, laptop, "household", &house, "{\"code\":\"H1\"}");
  laptop_push_ok (laptop, "26734", batch);
  g_clear_pointer (&district->d, tn_district_free);
  district_run (district, "DROP INDEX record_dig; CREATE INDEX record_dig ON record(ward, stream, id, h); PRAGMA user_version=1");
  district->d = tn_district_new (district->dir, &district->env, &error);
  g_assert_no_error (error);
  g_autofree char *now = district_ask (district, "SELECT (SELECT user_version FROM pragma_user_version), (SELECT group_concat(name) FROM pragma_index_info('record_dig'))");
  g_assert_cmpstr (now, ==, "2|ward,stream,id");
  g_assert_true (tn_district_check_sums (district->d, "26734", &bad, &error));
  g_assert_cmpstr (bad, ==, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/group/both-are-saved", test_both_are_saved);
  g_test_add_func ("/group/one-takes-back-its-own", test_one_takes_back_its_own);
  g_test_add_func ("/group/lost-transaction-fails-for-all", test_lost_transaction_fails_for_all);
  g_test_add_func ("/depot/first-version-is-brought-up", test_first_version_is_brought_up);
  return g_test_run ();
}
