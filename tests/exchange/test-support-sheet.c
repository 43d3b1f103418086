/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of a programme, read back by other programs: the PDF by pdftotext, the spreadsheet by our own reader. What must not hang on a wall is in neither. */
#include <glib/gstdio.h>
#include <sys/stat.h>
#include "practice-ward.h"
#include "tn-money.h"
#include "tn-support-sheet.h"
#include "tn-table.h"

#define N_LINES 61u

typedef struct { char *dir, *pdf, *xlsx; } Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  (void) unused;
  f->dir = g_dir_make_tmp ("tn-support-sheet-XXXXXX", &error);
  g_assert_no_error (error);
  f->pdf = g_build_filename (f->dir, "list.pdf", NULL);
  f->xlsx = g_build_filename (f->dir, "list.xlsx", NULL);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  (void) unused;
  g_unlink (f->pdf);
  g_unlink (f->xlsx);
  g_assert_cmpint (g_rmdir (f->dir), ==, 0);   /* and nothing half written beside them */
  g_free (f->dir);
  g_free (f->pdf);
  g_free (f->xlsx);
}

static TnSupportSheet *
make_sheet (TnSupportSheetUse use, guint n)
{
  TnSupportSheet *sheet = tn_support_sheet_new (use, "Gói hỗ trợ đợt 3 <thử> & nữa", "2021-09-27");
  g_free (sheet->ward);
  sheet->ward = g_strdup ("Phường Thực Hành");
  sheet->basis = g_strdup ("Nghị quyết 97/NQ-HĐND");
  sheet->number = use == TN_SUPPORT_SHEET_SIGNATURES ? g_strdup ("20210927-1430") : NULL;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = i == 2 ? g_strdup ("=HYPERLINK(1)") : g_strdup_printf ("Nguyễn Thị Thử %u", i + 1), *address = g_strdup_printf ("77%u/9 Hẻm 77", i);
      tn_support_sheet_add (sheet, name, i == 1 ? NULL : "1961-05-17", address, i % 2 ? "Tổ 28, Khu phố 1" : "Khu phố 2", 1234567, NULL);
    }
  return sheet;
}

static void
write_list (const TnSupportSheet *sheet, const char *path)
{
  g_autoptr (GError) error = NULL;
  GStatBuf about;
  tn_support_sheet_write (sheet, path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0600);
}

/* NULL = not installed, and the test is skipped saying so. */
static char *
read_pdf (const char *path)
{
  const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
  g_autofree char *program = g_find_program_in_path (argv[0]);
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  if (program == NULL)
    {
      g_test_skip ("pdftotext is not installed (app/packages.sh)");
      return NULL;
    }
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static guint
count (const char *text, const char *needle)
{
  guint n = 0;
  for (const char *at = strstr (text, needle); at; at = strstr (at + 1, needle))
    n++;
  return n;
}

static void
assert_has (const char *text, const char *needle)
{
  if (!strstr (text, needle))
    g_error ("“%s” is missing from:\n%s", needle, text);
}

static void
assert_lacks (const char *text, const char *needle)
{
  if (strstr (text, needle))
    g_error ("“%s” must not be in:\n%s", needle, text);
}

/* All cells of the sheet, a line each row. */
static char *
read_xlsx (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = tn_table_read (path, NULL, NULL, &error);
  GString *text = g_string_new (NULL);
  g_assert_no_error (error);
  for (guint r = 0; r < tn_table_n_rows (table, 0); r++)
    {
      const TnTableRow *row = tn_table_row (table, 0, r);
      for (guint c = 0; c < row->n_cells; c++)
        {
          g_autofree char *cell = tn_table_dup_text (table, tn_table_cell (row, c));
          g_string_append_printf (text, "%s|", cell);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
test_signatures_on_paper (Fixture *f, gconstpointer unused)
{
  g_autoptr (TnSupportSheet) sheet = make_sheet (TN_SUPPORT_SHEET_SIGNATURES, N_LINES);
  guint pages = tn_support_sheet_n_pages (sheet);
  (void) unused;
  write_list (sheet, f->pdf);
  g_autofree char *text = read_pdf (f->pdf), *last = g_strdup_printf ("page %u of %u", pages, pages);
  if (text == NULL)
    return;
  g_assert_cmpuint (pages, >, 2);
  g_assert_cmpuint (count (text, "\f"), ==, pages);
  assert_has (text, "SIGNATURE SHEET");
  assert_has (text, "Gói hỗ trợ đợt 3 <thử> & nữa");
  assert_has (text, "Under Nghị quyết 97/NQ-HĐND");
  assert_has (text, "PHƯỜNG THỰC HÀNH");
  assert_has (text, "20210927-1430");
  assert_has (text, last);
  g_assert_cmpuint (count (text, "Full name"), ==, pages);      /* the header row on each page */
  g_assert_cmpuint (count (text, "Signature"), >=, pages);
  assert_has (text, "1961");
  assert_lacks (text, "17/05");
  assert_lacks (text, "05-17");
  assert_has (text, "Thử 61");
  g_assert_cmpuint (count (text, "1.234.567"), ==, N_LINES);
  assert_has (text, "Altogether 61 people, 75.308.587");
  assert_has (text, "Made by");
  assert_has (text, "Handed out by");
  assert_has (text, "Approved by");
}

static void
test_posted_list_is_masked (Fixture *f, gconstpointer unused)
{
  g_autoptr (TnSupportSheet) sheet = make_sheet (TN_SUPPORT_SHEET_POSTING, N_LINES);
  (void) unused;
  write_list (sheet, f->pdf);
  write_list (sheet, f->xlsx);
  g_autofree char *pdf = read_pdf (f->pdf), *xlsx = read_xlsx (f->xlsx);
  const char *const texts[] = { pdf, xlsx };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (texts[i] == NULL)
        continue;
      assert_has (texts[i], "Nguyễn Thị Thử 1");
      assert_has (texts[i], "Khu phố 2");
      assert_lacks (texts[i], "1961");                           /* neither year of birth … */
      assert_lacks (texts[i], "/9");                             /* … nor house number … */
      assert_lacks (texts[i], "Hẻm 77");
      assert_lacks (texts[i], "Year of birth");
      assert_lacks (texts[i], "Signature");                      /* … nor room to sign */
      assert_lacks (texts[i], "Handed out by");
    }
  sheet->whole = TRUE;                                           /* asked for: then all of it is there, and the test above could fail */
  write_list (sheet, f->pdf);
  write_list (sheet, f->xlsx);
  g_autofree char *whole_pdf = read_pdf (f->pdf), *whole_xlsx = read_xlsx (f->xlsx);
  assert_has (whole_xlsx, "1961");
  assert_has (whole_xlsx, "770/9 Hẻm 77");
  if (whole_pdf != NULL)
    assert_has (whole_pdf, "1961");
}

static void
test_spreadsheet (Fixture *f, gconstpointer unused)
{
  g_autoptr (TnSupportSheet) sheet = make_sheet (TN_SUPPORT_SHEET_SIGNATURES, N_LINES);
  (void) unused;
  write_list (sheet, f->xlsx);
  g_autofree char *text = read_xlsx (f->xlsx);
  assert_has (text, "No.|Full name|Year of birth|Address|Amount (đồng)|Signature|");
  assert_has (text, "1|Nguyễn Thị Thử 1|1961|770/9 Hẻm 77, Khu phố 2|1234567|");
  assert_has (text, "2|Nguyễn Thị Thử 2||771/9 Hẻm 77, Tổ 28, Khu phố 1|1234567|");
  assert_has (text, "3|=HYPERLINK(1)|");                          /* a text, and no formula */
  assert_has (text, "Altogether 61 people, 75.308.587");
  assert_has (text, "Under Nghị quyết 97/NQ-HĐND");
}

static void
test_goods_and_households (Fixture *f, gconstpointer unused)
{
  g_autoptr (TnSupportSheet) sheet = tn_support_sheet_new (TN_SUPPORT_SHEET_SIGNATURES, "Gạo", "2021-09-27");
  (void) unused;
  sheet->goods = sheet->per_household = TRUE;
  tn_support_sheet_add (sheet, "Lê Văn Thử", "1950", "1 Hẻm 2", "", 0, "10 kg gạo");
  write_list (sheet, f->xlsx);
  g_autofree char *text = read_xlsx (f->xlsx);
  assert_has (text, "No.|Name of the head|Year of birth|Address|Goods|Signature|");
  assert_has (text, "1|Lê Văn Thử|1950|1 Hẻm 2|10 kg gạo|");
  assert_has (text, "Altogether 1 household|");
}

/* Every count of lines comes out whole: each line on one page, the end behind the last. */
static void
test_pages_hold_every_line (Fixture *f, gconstpointer unused)
{
  static const guint counts[] = { 1, 13, 14, 15, 16, 17, 18, 19, 20, 21, 40, 41, 42, 43, 44, 45, 46, 200 };
  (void) unused;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (TnSupportSheet) sheet = make_sheet (TN_SUPPORT_SHEET_POSTING, counts[i]);
      write_list (sheet, f->pdf);
      g_autofree char *text = read_pdf (f->pdf);
      if (text == NULL)
        return;
      g_assert_cmpuint (count (text, "1.234.567") - (counts[i] == 1), ==, counts[i]);   /* of one line the total says the same */
      g_assert_cmpuint (count (text, "Approved by"), ==, 1);
      g_assert_cmpuint (count (text, "\f"), ==, tn_support_sheet_n_pages (sheet));
    }
}

static void
stop_cb (guint done, guint total, gpointer cancellable)
{
  g_assert_cmpuint (total, >, 0);
  if (done >= total / 3)
    g_cancellable_cancel (cancellable);
}

/* A long list that is stopped, or that has no room, leaves what was there before. */
static void
test_stopped_leaves_the_old (Fixture *f, gconstpointer unused)
{
  g_autoptr (TnSupportSheet) sheet = make_sheet (TN_SUPPORT_SHEET_SIGNATURES, 5000);
  const char *const paths[] = { f->pdf, f->xlsx };
  (void) unused;
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;
      g_assert_true (g_file_set_contents (paths[i], "before", -1, NULL));
      g_assert_false (tn_support_sheet_write (sheet, paths[i], stop_cb, cancellable, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (g_file_get_contents (paths[i], &bytes, NULL, NULL));
      g_assert_cmpstr (bytes, ==, "before");
      g_clear_error (&error);
    }
  g_autofree char *nowhere = g_build_filename (f->dir, "missing", "list.pdf", NULL), *other = g_build_filename (f->dir, "list.doc", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_support_sheet_write (sheet, nowhere, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (tn_support_sheet_write (sheet, other, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_UNSUPPORTED);
}

static void
test_money (void)
{
  static const struct { gint64 dong; const char *shown; } cases[] = {
    { 0, "0" }, { 5, "5" }, { 999, "999" }, { 1000, "1.000" }, { 1855000, "1.855.000" }, { -50000, "-50.000" }, { 1000000000000, "1.000.000.000.000" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = tn_money_digits (cases[i].dong);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/exchange/support-sheet/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("signatures-on-paper", test_signatures_on_paper);
  ADD ("posted-list-is-masked", test_posted_list_is_masked);
  ADD ("spreadsheet", test_spreadsheet);
  ADD ("goods-and-households", test_goods_and_households);
  ADD ("pages-hold-every-line", test_pages_hold_every_line);
  ADD ("stopped-leaves-the-old", test_stopped_leaves_the_old);
  g_test_add_func ("/exchange/support-sheet/money", test_money);
  return g_test_run ();
}
