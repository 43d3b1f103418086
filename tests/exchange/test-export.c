/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"
#include "tn-export.h"
#include "tn-import.h"
#include "tn-import-units.h"
#include "tn-opened.h"
#include "tn-query.h"
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct { char *dir; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->dir = g_dir_make_tmp ("tn-export-XXXXXX", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (f->dir, name, NULL);
      g_unlink (path);
    }
  g_rmdir (f->dir);
  g_free (f->dir);
}

static guint
count_files (Fixture *f)
{
  guint n = 0;
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* What a stranger may have typed: formulas, delimiters, quotes, apostrophes of their own, line ends. */
static const char *const texts[] = { "=1+1", "+84540000001", "-5", "@SUM(A1)", "\tx", "'=1", "''-x", "'thường", "a,b;c", "một\n\"hai\"", "Nguyễn Văn Thử", "x",
                                     "=HYPERLINK(\"http://x\";\"y\")", "0540000001", "001" };
static const char *const columns[] = { "=Một", "Hai", "Ba" };

static gboolean
next_text (const char **cells, gpointer data, GError **error)
{
  guint *i = data;
  if (*i >= G_N_ELEMENTS (texts))
    return FALSE;
  for (guint c = 0; c < 3; c++)
    cells[c] = texts[(*i)++];
  return TRUE;
}

static char *
write_texts (Fixture *f, TnExportFormat format, const char *name)
{
  g_autoptr (GError) error = NULL;
  guint i = 0, rows = 0;
  TnExportList list = { .title = "x", .columns = columns, .n_columns = 3, .next = next_text, .user_data = &i };
  char *path = g_build_filename (f->dir, name, NULL);
  gboolean ok = tn_export_write (&list, path, format, &rows, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_cmpuint (rows, ==, G_N_ELEMENTS (texts) / 3);
  return path;
}

static void
check_texts (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = tn_table_read (path, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *got = tn_table_dup_text (table, tn_table_cell (tn_table_row (table, 0, 1 + i / 3), i % 3));
      g_assert_cmpstr (got, ==, texts[i]);
    }
}

static void
test_round_trip (Fixture *f, gconstpointer data)
{
  g_autofree char *comma = write_texts (f, TN_EXPORT_CSV, "a.csv"), *semicolon = write_texts (f, TN_EXPORT_CSV_SEMICOLON, "b.csv");
  g_autofree char *xlsx = write_texts (f, TN_EXPORT_XLSX, "c.xlsx");
  check_texts (comma);
  check_texts (semicolon);
  check_texts (xlsx);
  g_assert_cmpuint (count_files (f), ==, 3);   /* nothing is left beside them */
}

static void
test_no_formula_in_csv (Fixture *f, gconstpointer data)
{
  g_autofree char *path = write_texts (f, TN_EXPORT_CSV, "a.csv"), *all = NULL;
  g_assert_true (g_file_get_contents (path, &all, NULL, NULL));
  g_assert_true (g_str_has_prefix (all, "\xef\xbb\xbf'=Một,Hai,Ba\r\n'=1+1,'+84540000001,'-5\r\n'@SUM(A1),'\tx,''=1\r\n"));
}

static void
test_no_formula_in_xlsx (Fixture *f, gconstpointer data)
{
  g_autofree char *path = write_texts (f, TN_EXPORT_XLSX, "a.xlsx"), *out = NULL;
  const char *argv[] = { "/usr/bin/python3", "-c",
    "import sys, openpyxl\nfor row in openpyxl.load_workbook(sys.argv[1]).active.iter_rows():\n  for c in row: print(c.data_type, end='')", path, NULL };
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &out, NULL, NULL, NULL));
  g_assert_cmpstr (out, ==, "ssssssssssssssssss");
}

static void
test_cancelled_keeps_the_old (Fixture *f, gconstpointer data)
{
  static const TnExportFormat formats[] = { TN_EXPORT_CSV, TN_EXPORT_XLSX };
  g_autofree char *path = g_build_filename (f->dir, "old", NULL), *now = NULL;
  g_assert_true (g_file_set_contents (path, "cũ", -1, NULL));
  for (guint k = 0; k < 2; k++)
    {
      guint i = 0;
      g_autoptr (GError) error = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_cancellable_cancel (cancellable);
      TnExportList list = { .title = "x", .columns = columns, .n_columns = 3, .next = next_text, .user_data = &i };
      g_assert_false (tn_export_write (&list, path, formats[k], NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (count_files (f), ==, 1);
    }
  g_assert_true (g_file_get_contents (path, &now, NULL, NULL));
  g_assert_cmpstr (now, ==, "cũ");
}

static void
test_no_such_folder (Fixture *f, gconstpointer data)
{
  static const TnExportFormat formats[] = { TN_EXPORT_CSV, TN_EXPORT_XLSX };
  g_autofree char *path = g_build_filename (f->dir, "không có", "a.csv", NULL);
  for (guint k = 0; k < 2; k++)
    {
      guint i = 0;
      g_autoptr (GError) error = NULL;
      TnExportList list = { .title = "x", .columns = columns, .n_columns = 3, .next = next_text, .user_data = &i };
      g_assert_false (tn_export_write (&list, path, formats[k], NULL, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FAILED);
    }
}

static void
test_format_by_name (void)
{
  TnExportFormat format;
  g_assert_true (tn_export_format_for ("/x/Danh sách.XLSX", &format, NULL));
  g_assert_cmpint (format, ==, TN_EXPORT_XLSX);
  g_assert_true (tn_export_format_for ("a.csv", &format, NULL));
  g_assert_cmpint (format, ==, TN_EXPORT_CSV);
  g_assert_false (tn_export_format_for ("a.pdf", &format, NULL));
}

/* ---- whole kinds, and the lists of units ---- */

static TnCopy *
open_copy (Fixture *f, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->dir, name, NULL);
  TnCopy *copy = tn_copy_open (path, TN_COPY_CREATE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tn_copy_set_ward (copy, "27301", NULL));
  return copy;
}

static void
import_into (TnCopy *copy, TnTable *table, guint households, guint people)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnImportMap) map = tn_import_map_guess (table, 0);
  g_autoptr (TnImportPlan) plan = tn_import_plan_new (copy, map, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tn_import_plan_counts (plan)->households, ==, households);
  g_assert_cmpuint (tn_import_plan_counts (plan)->people, ==, people);
  tn_import_plan_apply (plan, copy, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static TnTable *
export_kind (Fixture *f, TnCopy *copy, const char *kind, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->dir, name, NULL);
  TnExportFormat format;
  g_assert_true (tn_export_format_for (path, &format, NULL));
  tn_export_kind (copy, kind, path, format, FALSE, NULL, NULL, &error);
  g_assert_no_error (error);
  TnTable *table = tn_table_read (path, NULL, NULL, &error);
  g_assert_no_error (error);
  return table;
}

static void
test_exported_kinds_come_back (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_copy (f, "a.tn"), other = open_copy (f, "b.tn");
  g_autoptr (TnTable) list = files_read ("list.xlsx");
  import_into (copy, list, 3, 6);
  g_autoptr (TnTable) households = export_kind (f, copy, "household", "h.xlsx"), people = export_kind (f, copy, "person", "p.csv");
  g_assert_cmpuint (tn_table_n_rows (households, 0), ==, 4);
  g_assert_cmpuint (tn_table_n_rows (people, 0), ==, 7);
  import_into (copy, households, 0, 0);
  import_into (copy, people, 0, 0);
  import_into (other, people, 3, 6);
  import_into (other, households, 0, 0);
  g_autoptr (TnTable) again = export_kind (f, other, "person", "p2.csv");
  g_autofree char *before = files_dump (people, 0), *after = files_dump (again, 0);
  g_assert_cmpstr (before, ==, after);
}

/* Whoever takes numbers out of the copy has asked for them, and that is written down first. */
static void
test_protected_kinds_are_masked (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_copy (f, "a.tn");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->dir, "full.csv", NULL);
  TnEdit *edit = tn_edit_new ("A card and a case");
  TnId home = tn_edit_create (edit, "household", NULL), person = tn_edit_create (edit, "person", NULL), card = tn_edit_create (edit, "identity", NULL), home_case = tn_edit_create (edit, "home_case", NULL);
  gint64 action;
  tn_edit_set_text (edit, &home, "house_no", "9");
  tn_edit_set_ref (edit, &person, "household", &home);
  tn_edit_set_text (edit, &person, "name", "Phan Thị Thử");
  tn_edit_set_ref (edit, &card, "person", &person);
  tn_edit_set_text (edit, &card, "number", "079060000123");
  tn_edit_set_ref (edit, &home_case, "person", &person);
  tn_edit_set_text (edit, &home_case, "opened", "2021-12-24");
  g_assert_true (tn_copy_edit (copy, edit, &action, &error));
  tn_edit_free (edit);
  g_autoptr (TnTable) cards = export_kind (f, copy, "identity", "i.csv"), cases = export_kind (f, copy, "home_case", "c.csv");
  g_autofree char *card_text = files_dump (cards, 0), *case_text = files_dump (cases, 0);
  g_assert_nonnull (strstr (card_text, "•••••••• 0123"));
  g_assert_null (strstr (card_text, "079060000123"));
  g_assert_nonnull (strstr (card_text, "Phan Thị Thử"));
  g_assert_null (strstr (case_text, "Phan Thị Thử"));   /* who is ill is the secret */
  g_assert_null (strstr (case_text, "24/12/2021"));
  g_autoptr (GPtrArray) before = tn_opened_list (copy, 10, &error);
  g_assert_cmpuint (before->len, ==, 0);
  g_assert_true (tn_export_kind (copy, "identity", path, TN_EXPORT_CSV, TRUE, NULL, NULL, &error));
  g_autoptr (TnTable) full = tn_table_read (path, NULL, NULL, &error);
  g_autofree char *full_text = files_dump (full, 0);
  g_assert_nonnull (strstr (full_text, "079060000123"));
  g_autoptr (GPtrArray) opened = tn_opened_list (copy, 10, &error);
  g_assert_cmpuint (opened->len, ==, 1);
  g_assert_true (tn_id_equal (&((TnOpened *) opened->pdata[0])->id, &card));
}

static void
test_unknown_kind (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_copy (f, "a.tn");
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_export_kind (copy, "religion", "/nowhere.csv", TN_EXPORT_CSV, FALSE, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static TnUnitsCounts
import_units (TnCopy *copy, const char *csv, gboolean dry_run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));
  g_autoptr (TnTable) table = tn_table_read_bytes (bytes, NULL, NULL, &error);
  TnUnitsCounts counts;
  g_assert_no_error (error);
  tn_import_units (copy, table, NULL, dry_run, &counts, NULL, NULL, &error);
  g_assert_no_error (error);
  return counts;
}

static const char three[] = "Mã,Tên,Tên Tiếng Anh,Cấp,Mã QH,Quận Huyện,Mã TP,Tỉnh / Thành Phố\n"
                            "26734,Phường Bến Nghé,,Phường,760,Quận 1,79,Thành phố Hồ Chí Minh\n"
                            "28945,Xã Bình Khánh ,,Xã,833,Huyện Mỏ Cày Nam,83,Tỉnh Bến Tre\n"
                            "30688,Thị Trấn Óc Eo,,Thị trấn,894,Huyện Thoại Sơn,89,Tỉnh An Giang\n"
                            "27046,Phường 5,,Xã,768,Quận Phú Nhuận,79,Thành phố Hồ Chí Minh\n"
                            ",,,,755,Huyện Côn Đảo,77,Tỉnh Bà Rịa - Vũng Tàu\n"
                            "1,Phường Phúc Xá,,Phường,1,Quận Ba Đình,1,Thành phố Hà Nội\n";
static const char two[] = "code,name,province_code,province\n26734,Phường Sài Gòn,79,Thành phố Hồ Chí Minh\n";

static char *
unit_text (TnCopy *copy, const char *level, const char *code, const char *from, const char *field)
{
  TnId id = tn_import_unit_id (level, code, from);
  g_autoptr (TnRow) row = tn_copy_get (copy, &id, NULL);
  g_assert_nonnull (row);
  return tn_row_dup_text (row, field);
}

static void
check_unit (TnCopy *copy, const char *level, const char *code, const char *from, const char *field, const char *want)
{
  g_autofree char *got = unit_text (copy, level, code, from, field);
  g_assert_cmpstr (got, ==, want);
}

static void
test_both_structures (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_copy (f, "a.tn");
  TnUnitsCounts dry = import_units (copy, three, TRUE), counts = import_units (copy, three, FALSE);
  g_assert_cmpuint (dry.added, ==, 16);
  g_assert_cmpuint (counts.added, ==, 16);
  g_assert_cmpuint (counts.provinces, ==, 5);
  g_assert_cmpuint (counts.districts, ==, 6);
  g_assert_cmpuint (counts.wards, ==, 5);
  g_assert_cmpuint (counts.tidied, ==, 2);
  counts = import_units (copy, two, FALSE);
  g_assert_cmpuint (counts.added, ==, 2);
  check_unit (copy, "ward", "26734", NULL, "name", "Phường Bến Nghé");
  check_unit (copy, "ward", "26734", NULL, "valid_to", "2025-06-30");
  check_unit (copy, "ward", "26734", "2025-07-01", "name", "Phường Sài Gòn");
  check_unit (copy, "ward", "28945", NULL, "name", "Xã Bình Khánh");
  check_unit (copy, "ward", "30688", NULL, "name", "Thị trấn Óc Eo");
  check_unit (copy, "ward", "27046", NULL, "type", "Phường");
  check_unit (copy, "ward", "00001", NULL, "name", "Phường Phúc Xá");   /* zeros that a spreadsheet took away */
  g_autofree char *parent = unit_text (copy, "ward", "26734", NULL, "parent");
  TnId district = tn_import_unit_id ("district", "760", NULL);
  TnIdStr text;
  tn_id_format (&district, text);
  g_assert_cmpstr (parent, ==, text);
}

static void
test_units_twice (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_copy (f, "a.tn");
  import_units (copy, three, FALSE);
  TnUnitsCounts counts = import_units (copy, three, FALSE);
  g_assert_cmpuint (counts.added + counts.changed, ==, 0);
  g_assert_cmpuint (counts.present, ==, 16);
}

static void
test_no_units (Fixture *f, gconstpointer data)
{
  g_autoptr (TnCopy) copy = open_copy (f, "a.tn");
  g_autoptr (TnTable) table = files_read ("list.xlsx");
  g_autoptr (GError) error = NULL;
  TnUnitsCounts counts;
  g_assert_false (tn_import_units (copy, table, NULL, FALSE, &counts, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

#define ADD(name, func) g_test_add ("/exchange/" name, Fixture, NULL, set_up, func, tear_down)
int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("export/text-comes-back-letter-by-letter", test_round_trip);
  ADD ("export/no-formula-in-csv", test_no_formula_in_csv);
  ADD ("export/no-formula-in-xlsx", test_no_formula_in_xlsx);
  ADD ("export/cancelled-keeps-the-old-file", test_cancelled_keeps_the_old);
  ADD ("export/no-such-folder", test_no_such_folder);
  g_test_add_func ("/exchange/export/format-by-name", test_format_by_name);
  ADD ("export/kinds-come-back", test_exported_kinds_come_back);
  ADD ("export/protected-kinds-are-masked", test_protected_kinds_are_masked);
  ADD ("export/unknown-kind", test_unknown_kind);
  ADD ("units/two-structures-side-by-side", test_both_structures);
  ADD ("units/twice-changes-nothing", test_units_twice);
  ADD ("units/another-list-is-refused", test_no_units);
  files_make ("workbooks");
  int status = g_test_run ();
  files_clear ();
  return status;
}
