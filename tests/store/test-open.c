/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be wrong with a copy's file when it is opened, and what the person is told. */
#include "tn-copy.h"
#include "tn-meta-keys.h"
#include <glib/gstdio.h>

typedef struct {
  char *dir, *path;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("tn-store-XXXXXX", NULL);
  f->path = g_build_filename (f->dir, "ward.tn", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (f->dir, name, NULL);
    g_unlink (path);
  }
  g_rmdir (f->dir);
  g_free (f->dir);
  g_free (f->path);
}

static TnCopy *
open_new (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = tn_copy_open (f->path, TN_COPY_CREATE, NULL, &error);
  g_assert_no_error (error);
  return copy;
}

static void
test_new_copy_keeps_its_settings (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_new (f);
  g_autoptr (GError) error = NULL;
  g_assert_cmpstr (tn_copy_ward (copy), ==, "");
  g_assert_true (tn_copy_set_ward (copy, "27301", &error));
  g_assert_true (tn_copy_set_user (copy, "Lan", &error));
  g_autofree char *replica = tn_copy_replica (copy);
  g_assert_cmpuint (strlen (replica), ==, TN_REPLICA_LEN);
  g_clear_pointer (&copy, tn_copy_close);
  copy = tn_copy_open (f->path, TN_COPY_READ_ONLY, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *again = tn_copy_replica (copy);
  g_assert_cmpstr (again, ==, replica);
  g_assert_cmpstr (tn_copy_ward (copy), ==, "27301");
  g_assert_cmpstr (tn_copy_user (copy), ==, "Lan");
}

static void
test_cloned_file_gets_a_new_replica (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_new (f);
  g_autofree char *replica = tn_copy_replica (copy);
  g_clear_pointer (&copy, tn_copy_close);
  g_autofree char *clone = g_build_filename (f->dir, "clone.tn", NULL);
  g_autofree char *bytes = NULL;
  gsize len;
  g_assert_true (g_file_get_contents (f->path, &bytes, &len, NULL));
  g_assert_true (g_file_set_contents (clone, bytes, (gssize) len, NULL));
  copy = tn_copy_open (clone, 0, NULL, NULL);
  g_autofree char *other = tn_copy_replica (copy);
  g_assert_cmpstr (other, !=, replica);
  g_clear_pointer (&copy, tn_copy_close);
  copy = tn_copy_open (clone, 0, NULL, NULL);
  g_autofree char *same = tn_copy_replica (copy);
  g_assert_cmpstr (same, ==, other);
}

static void
test_setting_is_read_whatever_was_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_new (f);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_assert_true (tn_copy_set_user (copy, "Lan", NULL));
  g_cancellable_cancel (cancellable);
  tn_db_set_cancellable (tn_copy_db (copy), cancellable);
  for (int i = 0; i < 5000; i++) g_assert_cmpstr (tn_copy_user (copy), ==, "Lan");
}

static void
exec_on_file (Fixture *f, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDb) db = tn_db_open (f->path, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tn_db_exec (db, sql, &error));
}

static void
test_newer_file_is_refused_untouched (Fixture *f, gconstpointer data)
{
  tn_copy_close (open_new (f));
  exec_on_file (f, "PRAGMA user_version=999");
  for (int read_only = 0; read_only < 2; read_only++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (tn_copy_open (f->path, read_only ? TN_COPY_READ_ONLY : 0, NULL, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_TOO_NEW);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/open/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("new-copy-keeps-its-settings", test_new_copy_keeps_its_settings);
  ADD ("cloned-file-gets-a-new-replica", test_cloned_file_gets_a_new_replica);
  ADD ("setting-is-read-whatever-was-cancelled", test_setting_is_read_whatever_was_cancelled);
  ADD ("newer-file-is-refused-untouched", test_newer_file_is_refused_untouched);
  return g_test_run ();
}
