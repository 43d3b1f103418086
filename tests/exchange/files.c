/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"
#include <glib/gstdio.h>

static char *dir;

void
files_make (const char *steps)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "make-files.py", NULL);
  int status;
  dir = g_dir_make_tmp ("tn-exchange-XXXXXX", &error);
  g_assert_no_error (error);
  /* Debian's own python: another one in PATH would lack openpyxl and xlwt. */
  g_autofree char *python = g_file_test ("/usr/bin/python3", G_FILE_TEST_IS_EXECUTABLE) ? g_strdup ("/usr/bin/python3") : g_find_program_in_path ("python3");
  g_autofree char *line = g_strdup_printf ("'%s' '%s' '%s' %s", python, script, dir, steps);
  g_spawn_command_line_sync (line, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) open = g_dir_open (path, 0, NULL);
  for (const char *name; open != NULL && (name = g_dir_read_name (open)) != NULL;)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

void
files_clear (void)
{
  if (dir != NULL)
    remove_tree (dir);
  g_clear_pointer (&dir, g_free);
}

const char *
files_dir (void)
{
  return dir;
}

char *
files_path (const char *name)
{
  return g_build_filename (dir, name, NULL);
}

TnTable *
files_read (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = files_path (name);
  TnTable *table = tn_table_read (path, NULL, NULL, &error);
  g_assert_no_error (error);
  return table;
}

char *
files_dump (TnTable *table, guint sheet)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < tn_table_n_rows (table, sheet); i++)
    {
      const TnTableRow *row = tn_table_row (table, sheet, i);
      g_string_append_printf (out, "%u", row->number);
      for (guint c = 0; c < row->n_cells; c++)
        {
          g_autofree char *text = tn_table_dup_text (table, &row->cells[c]);
          g_string_append_printf (out, "|%s", text);
        }
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}
