/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quarantine from end to end: a real laptop's edits are held, let in or refused, and the laptop learns it. */
#include "sync-fixture.h"

/* A laptop of one area changes what is in another: its rights do not allow it. */
static void
hold_one (World *w, Laptop *whole, Laptop *team, TnId *house)
{
  g_autoptr (GError) error = NULL;
  *house = laptop_add_household (whole, "1");
  laptop_set (whole, house, "note", "what stood before.");
  laptop_sync (whole);
  laptop_sync (team);
  /* the district takes the right away while the laptop is out; the edit comes after that moment */
  sqlite3 *db = NULL;
  g_autofree char *path = g_build_filename (w->district_dir, "district.db", NULL), *device = tn_copy_get_meta (team->copy, "device");
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_autofree char *sql = g_strdup_printf ("UPDATE grant_ SET stream='g00000000ffff', role='team_leader' WHERE device='%s'", device);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  laptop_set (team, house, "note", "typed outside its rights.");
  tn_sync_run (team->copy, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (laptop_waiting (team), ==, 1);
}

static TnCase *
only_case (World *w)
{
  g_autoptr (GError) error = NULL;
  TnDepot *depot = tn_district_depot (w->district);
  g_autoptr (GPtrArray) cases = depot->driver->cases (depot, "open", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, ==, 1);
  return g_ptr_array_steal_index (cases, 0);
}

static void
test_released (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean held_again;
  TnId house;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  hold_one (&w, &a, &b, &house);
  g_autoptr (TnCase) item = only_case (&w);
  g_assert_cmpstr (item->why, ==, "scope");
  g_assert_true (tn_district_release (w.district, &item->qid, &held_again, &error));
  g_assert_false (held_again);
  g_assert_false (tn_district_release (w.district, &item->qid, &held_again, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CONFLICT);
  laptop_sync (&b);
  g_assert_cmpuint (laptop_waiting (&b), ==, 0);
  laptop_sync (&a);
  g_autofree char *note = laptop_get (&a, &house, "note");
  g_assert_cmpstr (note, ==, "typed outside its rights.");
  g_assert_cmpuint (laptop_conflicts (&a, &house, NULL), ==, 0);
}

static void
test_rejected (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  TnSessionLog log = { 0 };
  TnId house;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  hold_one (&w, &a, &b, &house);
  g_autoptr (TnCase) item = only_case (&w);
  g_assert_true (tn_district_reject (w.district, &item->qid, &error));
  g_assert_no_error (error);
  g_assert_true (tn_sync_run (b.copy, NULL, NULL, &log, NULL, &error));
  g_assert_nonnull (log.note);
  g_free (log.note);
  g_assert_cmpuint (laptop_waiting (&b), ==, 0);
  laptop_sync (&a);
  g_autofree char *note = laptop_get (&a, &house, "note");
  g_assert_cmpstr (note, ==, "what stood before.");
  assert_not_lost (&w, "typed outside its rights.");
}

/* A laptop whose access was withdrawn hands in; a reviewer takes it. */
static void
test_custody_released (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean held_again;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  TnId house = laptop_add_household (&a, "1");
  laptop_sync (&a);
  laptop_sync (&b);
  laptop_set (&b, &house, "note", "typed before the withdrawal was known.");
  TnId made = laptop_add_household (&b, "2");
  g_autofree char *device = tn_copy_get_meta (b.copy, "device");
  g_assert_true (tn_district_revoke (w.district, device, &error));
  g_assert_false (tn_sync_run (b.copy, NULL, NULL, NULL, NULL, NULL));
  g_autoptr (TnCase) item = only_case (&w);
  g_assert_cmpstr (item->why, ==, "custody");
  g_assert_true (tn_district_release (w.district, &item->qid, &held_again, &error));
  g_assert_no_error (error);
  g_assert_false (held_again);
  laptop_sync (&a);
  g_autofree char *note = laptop_get (&a, &house, "note");
  g_assert_cmpstr (note, ==, "typed before the withdrawal was known.");
  g_assert_true (laptop_holds (&a, &made));
}

/* What an older server did not understand, and the one that starts now does: the same rules as ever, no reviewer. */
static void
test_understood_after_upgrade (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  g_autoptr (GError) error = NULL;
  guint n;
  TnId house;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  hold_one (&w, &a, &b, &house);
  g_assert_true (tn_district_release_understood (w.district, &n, &error));
  g_assert_cmpuint (n, ==, 0);   /* held for its rights: that is for a person */
  sqlite3 *db = NULL;
  g_autofree char *path = g_build_filename (w.district_dir, "district.db", NULL);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE quarantine SET why='unit'", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_true (tn_district_release_understood (w.district, &n, &error));
  g_assert_cmpuint (n, ==, 0);   /* understood, but still outside its rights */
  g_assert_cmpint (sqlite3_exec (db, "UPDATE grant_ SET stream='*', role='ward_officer'", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_true (tn_district_release_understood (w.district, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  laptop_sync (&b);
  laptop_sync (&a);
  g_autofree char *note = laptop_get (&a, &house, "note");
  g_assert_cmpstr (note, ==, "typed outside its rights.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quarantine/released", test_released);
  g_test_add_func ("/quarantine/rejected", test_rejected);
  g_test_add_func ("/quarantine/custody-released", test_custody_released);
  g_test_add_func ("/quarantine/understood-after-upgrade", test_understood_after_upgrade);
  return g_test_run ();
}
