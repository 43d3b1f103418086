/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backup while in use, restore, and what the doctor finds. */
#include "store-fixture.h"

static char *
backup_path (Fixture *f)
{
  return g_build_filename (f->dir, "backup.tn", NULL);
}

static void
reopen (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&f->copy, tn_copy_close);
  f->copy = tn_copy_open (f->path, 0, &f->env, &error);
  g_assert_no_error (error);
}

static void
assert_sound (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  TnDoctorReport report;
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (report.problem, ==, NULL);
  tn_doctor_report_clear (&report);
}

static void
test_restore_brings_back_and_keeps_what_was (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *to = backup_path (f);
  TnId id = add_household (f, "HK1", NULL);
  g_assert_true (tn_copy_backup (f->copy, to, NULL, &error));
  set_text (f, &id, "code", "HK2", NULL);
  g_autofree char *replica = tn_copy_replica (f->copy);
  /* not while somebody has it open */
  g_assert_false (tn_copy_restore (to, f->path, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_clear_error (&error);
  assert_text (f, &id, "code", "HK2");
  g_clear_pointer (&f->copy, tn_copy_close);
  g_assert_true (tn_copy_restore (to, f->path, NULL, &error));
  g_assert_no_error (error);
  reopen (f);
  assert_text (f, &id, "code", "HK1");
  assert_sound (f);
  g_autofree char *after = tn_copy_replica (f->copy);
  g_assert_cmpstr (after, !=, replica);
  /* the replaced file is whole beside it */
  g_clear_pointer (&f->copy, tn_copy_close);
  g_autofree char *kept = g_strconcat (f->path, ".before-restore", NULL);
  f->copy = tn_copy_open (kept, 0, &f->env, &error);
  g_assert_no_error (error);
  assert_text (f, &id, "code", "HK2");
}

static void
test_bad_backup_restores_nothing (Fixture *f, gconstpointer data)
{
  TnId id = add_household (f, "HK1", NULL);
  g_clear_pointer (&f->copy, tn_copy_close);
  g_autofree char *bad = backup_path (f);
  static const struct { const char *bytes; gsize len; int code; } cases[] = {
    { "", 0, TN_ERROR_CORRUPT }, { "not a database, but long enough to be looked at as one", 54, TN_ERROR_CORRUPT },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_true (g_file_set_contents (bad, cases[i].bytes, (gssize) cases[i].len, NULL));
    g_assert_false (tn_copy_restore (bad, f->path, NULL, &error));
    g_assert_error (error, TN_ERROR, cases[i].code);
  }
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_copy_restore (f->path, f->path, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  reopen (f);
  assert_text (f, &id, "code", "HK1");
}

static void
test_restore_over_a_damaged_copy (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *to = backup_path (f);
  TnId id = add_household (f, "HK1", NULL);
  g_assert_true (tn_copy_backup (f->copy, to, NULL, NULL));
  g_clear_pointer (&f->copy, tn_copy_close);
  g_assert_true (g_file_set_contents (f->path, "coffee was spilt over this disk, and over its first sector too", -1, NULL));
  g_assert_null (tn_copy_open (f->path, 0, &f->env, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_true (tn_copy_restore (to, f->path, NULL, &error));
  g_assert_no_error (error);
  reopen (f);
  assert_text (f, &id, "code", "HK1");
}

static void
test_backup_onto_itself_is_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId id = add_household (f, "HK1", NULL);
  g_assert_false (tn_copy_backup (f->copy, f->path, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  assert_text (f, &id, "code", "HK1");
}

static void
assert_problem (Fixture *f, const char *sql, const char *back)
{
  g_autoptr (GError) error = NULL;
  TnDoctorReport report;
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), sql, &error));
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, &error));
  g_assert_no_error (error);
  g_test_message ("%s: %s", sql, report.problem);
  g_assert_nonnull (report.problem);
  tn_doctor_report_clear (&report);
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), back, &error));
  assert_sound (f);
}

static void
test_doctor_finds_what_does_not_agree (Fixture *f, gconstpointer data)
{
  add_household (f, "HK1", NULL);
  assert_sound (f);
  assert_problem (f, "UPDATE record SET del=1", "UPDATE record SET del=0");
  assert_problem (f, "UPDATE record SET parent=x'00112233445566778899aabbccddeeff'", "UPDATE record SET parent=NULL");
  assert_problem (f, "UPDATE record SET body=replace(body, '}', '')", "UPDATE record SET body=body||'}'");
  assert_problem (f, "UPDATE outbox SET id=x'00112233445566778899aabbccddeeff'", "UPDATE outbox SET id=(SELECT id FROM record)");
  ack_all (f);
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), "DELETE FROM outbox", NULL));
  assert_problem (f, "UPDATE record SET h=x'00112233445566778899aabbccddeeff'", "UPDATE record SET h=NULL");
  assert_problem (f, "INSERT INTO digest VALUES('0', 1, zeroblob(16))", "DELETE FROM digest");
}

static void
test_doctor_makes_the_lists_anew (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnDoctorReport report;
  add_household (f, "HK1", NULL);
  g_assert_true (tn_db_exec (tn_copy_db (f->copy), "DELETE FROM household", &error));
  g_assert_true (tn_copy_doctor (f->copy, FALSE, &report, NULL, &error));
  g_assert_nonnull (report.problem);
  tn_doctor_report_clear (&report);
  g_assert_true (tn_copy_doctor (f->copy, TRUE, &report, NULL, &error));
  g_assert_cmpstr (report.problem, ==, NULL);
  g_assert_cmpuint (report.records, ==, 1);
  g_assert_cmpuint (report.outbox, ==, 1);
  tn_doctor_report_clear (&report);
  assert_sound (f);
}

static void
test_cancelled_backup_leaves_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *to = backup_path (f);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  add_household (f, "HK1", NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (tn_copy_backup (f->copy, to, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (to, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/backup/" name, Fixture, NULL, set_up_copy, func, tear_down)
  ADD ("restore-brings-back-and-keeps-what-was", test_restore_brings_back_and_keeps_what_was);
  ADD ("bad-backup-restores-nothing", test_bad_backup_restores_nothing);
  ADD ("restore-over-a-damaged-copy", test_restore_over_a_damaged_copy);
  ADD ("backup-onto-itself-is-refused", test_backup_onto_itself_is_refused);
  ADD ("doctor-finds-what-does-not-agree", test_doctor_finds_what_does_not_agree);
  ADD ("doctor-makes-the-lists-anew", test_doctor_makes_the_lists_anew);
  ADD ("cancelled-backup-leaves-nothing", test_cancelled_backup_leaves_nothing);
  return g_test_run ();
}
