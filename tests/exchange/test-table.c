/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"
#include <string.h>

/* What every form of the list must come out as, letter by letter. */
static const char expected[] =
  "1|ỦY BAN NHÂN DÂN PHƯỜNG THÍ ĐIỂM\n"
  "2|DANH SÁCH HỘ DÂN KHU PHỐ 1\n"
  "4|STT|Họ và tên|Quan hệ với chủ hộ|Ngày sinh|Giới tính|CCCD|Số nhà|Đường|Tổ|KP|SĐT|Ghi chú\n"
  "5|1|Nguyễn Văn Thử|Chủ hộ|24/12/1960|Nam|079060000001|45/12/3A|Nguyễn Thông|28|1|02800000001|Hộ; có \"xe lăn\", tầng 2\n"
  "6||Trần Thị Ẩn|Vợ|05/02/1962|Nữ|079162000002\n"
  "7||Nguyễn Đặng Ướm|Con|1990|Nam|||||||Dòng một\nDòng hai\n"
  "8|2|Lê Thị Hoà|Chủ hộ|01/03/1955|Nữ|079155000003|45/2|Nguyễn Thông|28|1|02800000002\n"
  "9||Phạm Quỳnh Giả|Cháu|11/11/2011|Nữ|||||||Ở trọ từ tháng 6\n"
  "10|3|Vũ Ngọc Mẫu|Chủ hộ|30/04/1975|Nam|079075000004|7/3/4/16|Đường Số 11B|29|2|02800000003\n";

typedef struct { const char *file; const char *format; TnEncoding encoding; TnEncoding wanted; } Form;
static const Form forms[] = {
  { "list-utf8.csv", "csv", TN_ENCODING_UTF8, 0 }, { "list-bom.csv", "csv", TN_ENCODING_UTF8, 0 }, { "list-nfd.csv", "csv", TN_ENCODING_UTF8, 0 },
  { "list-semicolon.csv", "csv", TN_ENCODING_UTF8, 0 }, { "list-tab.csv", "csv", TN_ENCODING_UTF8, 0 },
  { "list-utf16le-bom.csv", "csv", TN_ENCODING_UTF16LE, 0 }, { "list-utf16le.csv", "csv", TN_ENCODING_UTF16LE, 0 },
  { "list-utf16be.csv", "csv", TN_ENCODING_UTF16BE, 0 }, { "list-utf16be-bom.csv", "csv", TN_ENCODING_UTF16BE, 0 },
  { "list-tcvn3.csv", "csv", TN_ENCODING_TCVN3, 0 }, { "list-tcvn3.csv", "csv", TN_ENCODING_TCVN3, TN_ENCODING_TCVN3 },
  { "list-tcvn3-in-utf8.csv", "csv", TN_ENCODING_TCVN3, 0 }, { "list-vni.csv", "csv", TN_ENCODING_VNI, 0 },
  { "list-viscii.csv", "csv", TN_ENCODING_VISCII, TN_ENCODING_VISCII }, { "list-viscii.csv", "csv", TN_ENCODING_VISCII, 0 },
  { "list-cp1258.csv", "csv", TN_ENCODING_CP1258, TN_ENCODING_CP1258 }, { "list-cp1258.csv", "csv", TN_ENCODING_CP1258, 0 },
  { "list.xlsx", "xlsx", TN_ENCODING_UTF8, 0 }, { "list-1904.xlsx", "xlsx", TN_ENCODING_UTF8, 0 },
  { "list.xls", "xls", TN_ENCODING_UTF8, 0 }, { "list-1904.xls", "xls", TN_ENCODING_UTF8, 0 },
};

static void
test_form (gconstpointer data)
{
  const Form *form = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = files_path (form->file);
  TnTableOptions options = { .encoding = form->wanted };
  g_autoptr (TnTable) table = tn_table_read (path, &options, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *dump = files_dump (table, 0);
  g_assert_cmpstr (dump, ==, expected);
  g_assert_cmpstr (tn_table_format (table), ==, form->format);
  g_assert_cmpint (tn_table_encoding (table), ==, form->encoding);
  g_assert_cmpint (tn_table_date1904 (table), ==, strstr (form->file, "1904") != NULL);
}

static void
test_sep_line (void)
{
  g_autoptr (TnTable) table = files_read ("list-sep.csv");
  g_assert_cmpuint (tn_table_n_columns (table, 0), ==, 12);
}

static void
test_content_not_name (void)
{
  g_autofree char *from = files_path ("list.xlsx"), *to = files_path ("named.csv"), *data = NULL;
  gsize n;
  g_assert_true (g_file_get_contents (from, &data, &n, NULL));
  g_assert_true (g_file_set_contents (to, data, (gssize) n, NULL));
  g_autoptr (TnTable) table = files_read ("named.csv");
  g_assert_cmpstr (tn_table_format (table), ==, "xlsx");
}

static void
check_dump (const char *file, const char *want)
{
  g_autoptr (TnTable) table = files_read (file);
  g_autofree char *dump = files_dump (table, 0);
  g_assert_cmpstr (dump, ==, want);
}

static void
test_legacy_fonts (void)
{
  /* Unicode in a legacy font stays; a font that ends in H shows capitals, plain letters too. */
  check_dump ("fonts.xlsx", "1|Nguyễn Văn Thử\n2|NGUYỄN THỊ ƯỚC\n3|Trần Đình Ẩn\n4|Lê Hà\n5|Đặng Thị Ước\n6|NGUYEN VAN A\n7|Phan Hà Vũ Định\n");
  check_dump ("fonts.xls", "1|Nguyễn Văn Thử\n2|NGUYỄN THỊ ƯỚC\n3|Trần Đình Ẩn\n4|Lê Hà\n");
}

static void
test_odd_books (void)
{
  check_dump ("inline.xlsx", "1|Họ tên|12|công thức||x\n3||2021-12-24\n");
  check_dump ("disordered.xlsx", "1|10|11\n2|2\n");
  check_dump ("columns.xlsx", "1|7\n");
  check_dump ("columns.csv", "1|a\n2|b|c\n");
}

static void
test_continued_texts (void)
{
  g_autoptr (TnTable) table = files_read ("long.xls");
  g_assert_cmpuint (tn_table_n_rows (table, 0), ==, 3000);
  for (guint r = 0; r < 3000; r++)
    {
      g_autoptr (GString) a = g_string_new (NULL), b = g_string_new (NULL);
      for (guint i = 0; i < 1 + r % 40; i++)
        g_string_append_printf (a, "Hộ số %u ", r);
      for (guint i = 0; i < 1 + r % 17; i++)
        g_string_append_printf (b, "plain %u ", r);
      const TnTableRow *row = tn_table_row (table, 0, r);
      g_assert_cmpstr (tn_table_cell (row, 0)->text, ==, a->str);
      g_assert_cmpstr (tn_table_cell (row, 1)->text, ==, b->str);
    }
  g_autofree char *half = tn_table_dup_text (table, tn_table_cell (tn_table_row (table, 0, 2), 2));
  g_assert_cmpstr (half, ==, "0.5");
  g_assert_cmpint (tn_table_cell (tn_table_row (table, 0, 1), 2)->type, ==, TN_CELL_BOOL);
}

static void
test_sheets (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = files_path ("sheets.xlsx");
  g_autoptr (TnTable) all = files_read ("sheets.xlsx");
  g_assert_cmpuint (tn_table_n_sheets (all), ==, 2);   /* the hidden one is left out */
  g_assert_cmpuint (tn_table_main_sheet (all), ==, 0);
  TnTableOptions options = { .sheet = "Khác" };
  g_autoptr (TnTable) one = tn_table_read (path, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tn_table_n_sheets (one), ==, 1);
  g_assert_cmpstr (tn_table_cell (tn_table_row (one, 0, 0), 1)->text, ==, "có đọc");
  options.sheet = "không có";
  g_assert_null (tn_table_read (path, &options, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

static void
test_merges (void)
{
  static const char *const files[] = { "list.xlsx", "list.xls" };
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TnTable) table = files_read (files[i]);
      guint n;
      const TnMerge *merges = tn_table_merges (table, 0, &n);
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpuint (merges->row1, ==, 1);
      g_assert_cmpuint (merges->row2, ==, 1);
      g_assert_cmpuint (merges->col2, ==, 11);
    }
}

static void
test_column_names (void)
{
  for (guint c = 0; c < TN_TABLE_MAX_COLUMNS; c++)
    {
      g_autofree char *name = tn_table_column_name (c);
      g_assert_cmpint (tn_table_column_from_name (name, -1), ==, (int) c);
    }
  g_autofree char *aa = tn_table_column_name (26);
  g_assert_cmpstr (aa, ==, "AA");
  g_assert_cmpint (tn_table_column_from_name ("1", -1), ==, -1);
  g_assert_cmpint (tn_table_column_from_name ("", -1), ==, -1);
  g_assert_cmpint (tn_table_column_from_name ("AAAAAAAA", -1), ==, -1);
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = files_path ("list.xlsx");
  g_cancellable_cancel (cancellable);
  g_assert_null (tn_table_read (path, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *name = g_strdup_printf ("/exchange/table/%s/%s", forms[i].file, tn_encoding_name (forms[i].wanted));
      g_test_add_data_func (name, &forms[i], test_form);
    }
  g_test_add_func ("/exchange/table/sep-line-names-the-delimiter", test_sep_line);
  g_test_add_func ("/exchange/table/content-decides-not-the-name", test_content_not_name);
  g_test_add_func ("/exchange/table/legacy-fonts-decide-cell-by-cell", test_legacy_fonts);
  g_test_add_func ("/exchange/table/odd-but-lawful-books", test_odd_books);
  g_test_add_func ("/exchange/table/texts-cut-by-continuations", test_continued_texts);
  g_test_add_func ("/exchange/table/sheets-by-name", test_sheets);
  g_test_add_func ("/exchange/table/merged-cells-are-told", test_merges);
  g_test_add_func ("/exchange/table/column-names", test_column_names);
  g_test_add_func ("/exchange/table/cancelled", test_cancel);
  files_make ("texts workbooks old_workbooks odd_books bombs_small");
  int status = g_test_run ();
  files_clear ();
  return status;
}
