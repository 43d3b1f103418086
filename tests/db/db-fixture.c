/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db-fixture.h"

void
fixture_set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->dir = g_dir_make_tmp ("tn-db-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (f->dir, 0755), ==, 0);
  f->path = g_build_filename (f->dir, "copy.db", NULL);
}

void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (f->dir, name, NULL);
    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (f->dir), ==, 0);
  g_free (f->dir);
  g_free (f->path);
}

TnDb *
open_db (const char *path, TnDbFlags flags)
{
  g_autoptr (GError) error = NULL;
  TnDb *db = tn_db_open (path, flags, NULL, &error);
  g_assert_no_error (error);
  return db;
}

void
exec (TnDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  tn_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

gint64
read_int (TnDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  return tn_stmt_int (stmt, 0);
}
