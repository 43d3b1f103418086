/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"
#include "tn-import.h"
#include "tn-query.h"
#include <glib/gstdio.h>
#include <string.h>

typedef struct { char *dir; TnCopy *copy; } Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  f->dir = g_dir_make_tmp ("tn-import-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (f->dir, "ward.tn", NULL);
  f->copy = tn_copy_open (path, TN_COPY_CREATE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tn_copy_set_ward (f->copy, "27301", NULL));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  tn_copy_close (f->copy);
  g_autoptr (GDir) dir = g_dir_open (f->dir, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (f->dir, name, NULL);
      g_unlink (path);
    }
  g_rmdir (f->dir);
  g_free (f->dir);
}

static TnImportPlan *
plan_table (Fixture *f, TnTable *table, const TnImportOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnImportMap) map = tn_import_map_guess (table, 0);
  TnImportPlan *plan = tn_import_plan_new (f->copy, map, options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return plan;
}

static TnTable *
parse (const char *csv)
{
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));
  TnTable *table = tn_table_read_bytes (bytes, NULL, NULL, NULL);
  g_assert_nonnull (table);
  return table;
}

static TnImportPlan *
plan_csv (Fixture *f, const char *csv, gboolean update)
{
  g_autoptr (TnTable) table = parse (csv);
  TnImportOptions options = { .update = update };
  return plan_table (f, table, &options);
}

static gint64
apply (Fixture *f, TnImportPlan *plan)
{
  g_autoptr (GError) error = NULL;
  gint64 action;
  gboolean ok = tn_import_plan_apply (plan, f->copy, &action, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  return action;
}

static gint64
import_csv (Fixture *f, const char *csv)
{
  g_autoptr (TnImportPlan) plan = plan_csv (f, csv, FALSE);
  return apply (f, plan);
}

static guint
count_kind (Fixture *f, const char *kind)
{
  g_autoptr (GArray) ids = tn_query_ids (f->copy, kind, NULL);
  g_assert_nonnull (ids);
  return ids->len;
}

/* "head address[n name/birth/relation…]" of every household, in the order of their heads. */
static char *
describe (Fixture *f)
{
  GString *out = g_string_new (NULL);
  TnHouseholdQuery query = { .sort = TN_SORT_HEAD };
  g_autoptr (GArray) rows = tn_query_households (f->copy, &query, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (TnHouseholdItem) item = tn_query_household_item (f->copy, g_array_index (rows, gint64, i), NULL);
      g_autoptr (GPtrArray) people = tn_query_children (f->copy, "person", &item->id, NULL);
      g_string_append_printf (out, "%s[", item->head);
      for (guint p = 0; p < people->len; p++)
        {
          g_autofree char *name = tn_row_dup_text (people->pdata[p], "name");
          g_string_append_printf (out, "%s%s", p ? "," : "", name);
        }
      g_string_append (out, "]\n");
    }
  return g_string_free (out, FALSE);
}

static void
test_whole_list (Fixture *f, gconstpointer data)
{
  g_autoptr (TnTable) table = files_read (data);
  g_autoptr (TnImportPlan) plan = plan_table (f, table, NULL);
  const TnImportCounts *counts = tn_import_plan_counts (plan);
  g_assert_cmpuint (counts->rows, ==, 6);
  g_assert_cmpuint (counts->households, ==, 3);
  g_assert_cmpuint (counts->people, ==, 6);
  g_assert_cmpuint (counts->cards, ==, 4);
  g_assert_cmpuint (counts->units, ==, 4);
  g_assert_cmpuint (counts->warnings + counts->errors, ==, 0);
  g_assert_cmpuint (count_kind (f, "household"), ==, 0);   /* a plan writes nothing */
  gint64 action = apply (f, plan);
  g_assert_cmpint (action, >, 0);
  g_autofree char *got = describe (f);
  g_assert_cmpstr (got, ==, "Lê Thị Hoà[Lê Thị Hoà,Phạm Quỳnh Giả]\nVũ Ngọc Mẫu[Vũ Ngọc Mẫu]\n"
                            "Nguyễn Văn Thử[Nguyễn Văn Thử,Trần Thị Ẩn,Nguyễn Đặng Ướm]\n");
  TnImportPreview first = tn_import_plan_household (plan, 0);
  g_assert_cmpstr (first.head, ==, "Nguyễn Văn Thử");
  g_assert_cmpstr (first.address, ==, "45/12/3A, Nguyễn Thông");
  g_assert_cmpstr (first.area, ==, "Tổ 28, Khu phố 1");
  g_assert_cmpuint (first.n_people, ==, 3);
}

static void
check_nothing_new (TnImportPlan *plan, guint households, guint people)
{
  const TnImportCounts *counts = tn_import_plan_counts (plan);
  g_assert_true (tn_import_plan_is_empty (plan));
  g_assert_cmpuint (counts->households + counts->people + counts->cards + counts->memberships + counts->units + counts->changed, ==, 0);
  g_assert_cmpuint (counts->households_present, ==, households);
  g_assert_cmpuint (counts->people_present, ==, people);
}

static void
test_twice (Fixture *f, gconstpointer data)
{
  static const char *const files[] = { "list.xlsx", "list.xls", "list-tcvn3.csv", "list-nfd.csv" };
  g_autoptr (TnTable) table = files_read ("list.xlsx");
  g_autoptr (TnImportPlan) plan = plan_table (f, table, NULL);
  apply (f, plan);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (TnTable) same = files_read (files[i]);
      g_autoptr (TnImportPlan) again = plan_table (f, same, NULL);
      check_nothing_new (again, 3, 6);
      g_assert_cmpint (apply (f, again), ==, 0);
    }
}

static void
test_one_undo (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = files_read ("list.xlsx");
  g_autoptr (TnImportPlan) plan = plan_table (f, table, NULL);
  gint64 action = apply (f, plan);
  g_assert_true (tn_copy_undo (f->copy, action, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_kind (f, "household") + count_kind (f, "person") + count_kind (f, "identity") + count_kind (f, "unit"), ==, 0);
}

static void
test_update (Fixture *f, gconstpointer data)
{
  static const char before[] = "Mã hộ,Họ tên,Năm sinh,SĐT\nH1,Nguyễn Văn Thử,1960,02800000001\n";
  static const char after[] = "Mã hộ,Họ tên,Ngày sinh,SĐT\nH1,Nguyễn Văn Thử,24/12/1960,\n";
  import_csv (f, before);
  g_autoptr (TnImportPlan) shy = plan_csv (f, after, FALSE), bold = plan_csv (f, after, TRUE), back = NULL;
  g_assert_true (tn_import_plan_is_empty (shy));
  g_assert_cmpuint (tn_import_plan_counts (shy)->changed, ==, 1);
  g_assert_cmpint (tn_import_plan_household (shy, 0).state, ==, TN_IMPORT_CHANGED);
  g_assert_cmpint (apply (f, bold), >, 0);
  g_autoptr (GArray) ids = tn_query_ids (f->copy, "person", NULL);
  g_autoptr (TnRow) person = tn_copy_get (f->copy, &g_array_index (ids, TnId, 0), NULL);
  g_autofree char *birth = tn_row_dup_text (person, "birth"), *phone = tn_row_dup_text (person, "phone");
  g_assert_cmpstr (birth, ==, "1960-12-24");
  g_assert_cmpstr (phone, ==, "02800000001");      /* an empty cell says nothing */
  back = plan_csv (f, before, TRUE);
  g_assert_true (tn_import_plan_is_empty (back));   /* nor does a bare year against a full date */
}

typedef struct { const char *name, *csv, *want; } GroupCase;
static const GroupCase groups[] = {
  { "by-code-blank-and-repeated", "Mã hộ,Họ tên\nH1,An\n,Ba\nH2,Ca\nH2,Da\nH1,Em\n", "An[An,Ba,Em]\nCa[Ca,Da]\n" },
  { "by-head-name", "Họ và tên chủ hộ,Họ và tên thành viên\nAn,An\n,Ba\nCa,Ca\nCa,Da\n", "An[An,Ba]\nCa[Ca,Da]\n" },
  { "an-empty-code-column-says-nothing", "Mã hộ,Họ và tên chủ hộ,Số nhà\n,An,1\n,Ba,2\n", "An[An]\nBa[Ba]\n" },
  { "heads-of-one-name", "Họ và tên chủ hộ,Họ và tên thành viên,Quan hệ với chủ hộ\nAn,An,Chủ hộ\nAn,Ba,Vợ\nAn,An,Chủ hộ\nAn,Ca,Con\n", "An[An,Ba]\nAn[An,Ca]\n" },
  { "head-not-among-members", "Họ và tên chủ hộ,Họ và tên thành viên\nAn,Ba\n,Ca\n", "An[An,Ba,Ca]\n" },
  { "heads-only", "STT,Họ và tên chủ hộ,Số nhà\n1,An,1\n2,Ba,2\n3,Ca,2\n", "An[An]\nBa[Ba]\nCa[Ca]\n" },
  { "by-relation", "Họ tên,Quan hệ với chủ hộ\nAn,Chủ hộ\nBa,Vợ\nCa,Chủ hộ\nDa,Con\n", "An[An,Ba]\nCa[Ca,Da]\n" },
  { "by-number-at-heads", "STT,Họ tên,Năm sinh\n1,An,1960\n,Ba,1961\n2,Ca,1962\n,Da,1963\n", "An[An,Ba]\nCa[Ca,Da]\n" },
  { "by-number-that-restarts", "STT,Họ tên,Năm sinh\n1,An,1960\n2,Ba,1961\n1,Ca,1962\n2,Da,1963\n", "An[An,Ba]\nCa[Ca,Da]\n" },
  { "by-address", "STT,Họ tên,Số nhà,Đường\n1,An,1,A\n2,Ba,1,A\n3,Ca,2,A\n4,Da,,\n", "An[An,Ba]\nCa[Ca,Da]\n" },
  { "every-row", "STT,Họ tên,Năm sinh\n1,An,1960\n2,Ba,1961\n", "An[An]\nBa[Ba]\n" },
  { "headings-totals-signatures", "STT,Họ và tên chủ hộ,Số nhà\n(1),(2),(3)\nKHU PHỐ 2,,\n1,An,1\nKHU PHỐ 3,,\n1,Ba,2\nSTT,Họ và tên chủ hộ,Số nhà\n2,Ca,3\nTổng cộng: 3 hộ,,\n"
                                  ",\"Ngày 1 tháng 2 năm 2021\",\n,Người lập biểu,\n", "An[An]\nBa[Ba]\nCa[Ca]\n" },
  { "the-head-need-not-come-first", "Mã hộ,Họ tên,Quan hệ với chủ hộ\nH1,An,Con\nH1,Ba,Chủ hộ\n", "Ba[Ba,An]\n" },
};

static void
test_group (Fixture *f, gconstpointer data)
{
  const GroupCase *it = data;
  g_autoptr (TnImportPlan) plan = plan_csv (f, it->csv, FALSE);
  g_assert_cmpuint (tn_import_plan_counts (plan)->errors + tn_import_plan_counts (plan)->warnings, ==, 0);
  apply (f, plan);
  g_autofree char *got = describe (f);
  g_assert_cmpstr (got, ==, it->want);
}

static void
test_areas (Fixture *f, gconstpointer data)
{
  import_csv (f, "Họ và tên chủ hộ,Số nhà,Tổ,KP\nAn,1,28,1\nBa,2,Tổ 28,KP1\nCa,3,028,Khu phố 01\nDa,4,28,2\n");
  g_assert_cmpuint (count_kind (f, "unit"), ==, 4);   /* two quarters, and a group 28 in each */
  g_autoptr (TnImportPlan) again = plan_csv (f, "Họ và tên chủ hộ,Số nhà,Tổ/KP\nEm,5,\"Tổ 28, KP2\"\n", FALSE);
  g_assert_cmpuint (tn_import_plan_counts (again)->units, ==, 0);
  apply (f, again);
  g_autoptr (GPtrArray) areas = tn_query_areas (f->copy, NULL);
  g_assert_cmpuint (areas->len, ==, 4);
}

static void
test_doubts (Fixture *f, gconstpointer data)
{
  g_autoptr (TnImportPlan) plan = plan_csv (f, "Mã hộ,Họ tên,Ngày sinh,Giới tính,CCCD,SĐT\n"
                                               "H1,An,30/02/1960,Nam,079060000001,02800000001\n"
                                               "H1,Ba,hôm qua,Nam,079160000002,12\n"
                                               "H2,Ca,1970,nữ,079060000001,\n"
                                               "H3,,1980,Nam,,\n", FALSE);
  static const struct { guint row; int column; TnDoubtLevel level; } want[] = {
    { 2, 2, TN_DOUBT_HINT }, { 3, 2, TN_DOUBT_WARNING }, { 3, 4, TN_DOUBT_WARNING }, { 3, 5, TN_DOUBT_WARNING },
    { 4, 4, TN_DOUBT_WARNING }, { 4, 4, TN_DOUBT_WARNING }, { 5, 1, TN_DOUBT_ERROR } };
  guint n;
  const TnImportDoubt *doubts = tn_import_plan_doubts (plan, &n);
  for (guint i = 0; i < MIN (n, G_N_ELEMENTS (want)); i++)
    {
      g_assert_cmpuint (doubts[i].row, ==, want[i].row);
      g_assert_cmpint (doubts[i].column, ==, want[i].column);
      g_assert_cmpint (doubts[i].level, ==, want[i].level);
      g_assert_nonnull (doubts[i].why);
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (want));
  g_autoptr (GError) error = NULL;
  g_assert_false (tn_import_plan_apply (plan, f->copy, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  g_assert_cmpuint (count_kind (f, "household"), ==, 0);
}

static void
test_doubtful_text_is_kept (Fixture *f, gconstpointer data)
{
  g_autoptr (TnTable) table = parse ("Mã hộ,Họ tên,Ngày sinh,Giới tính,Đối tượng\nH1,An,hôm qua,?,\"hộ nghèo, lạ\"\nH2,,1980,Nam,\n");
  TnImportOptions options = { .skip_errors = TRUE };
  g_autoptr (TnImportPlan) plan = plan_table (f, table, &options);
  apply (f, plan);
  g_autoptr (GArray) ids = tn_query_ids (f->copy, "person", NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  g_autoptr (TnRow) person = tn_copy_get (f->copy, &g_array_index (ids, TnId, 0), NULL);
  g_autofree char *note = tn_row_dup_text (person, "note");
  g_assert_cmpstr (note, ==, "Date: hôm qua; Sex: ?; Category: lạ");
  g_assert_cmpuint (count_kind (f, "membership"), ==, 1);
}

static void
test_known_by_other_keys (Fixture *f, gconstpointer data)
{
  import_csv (f, "Họ và tên chủ hộ,Ngày sinh,CCCD,Số nhà,Đường\nNguyễn Văn Thử,24/12/1960,079060000001,45/2,Nguyễn Thông\nLê Thị Hoà,01/03/1955,,7,Lê Lợi\n");
  /* moved house number, other spelling of Hòa, capitals: the card, and the head with the full date of birth, still tell them */
  g_autoptr (TnImportPlan) plan = plan_csv (f, "Họ và tên chủ hộ,Ngày sinh,CCCD,Số nhà,Đường\nNGUYỄN VĂN THỬ,24/12/1960,079060000001,45/9,Nguyễn Thông\n"
                                               "Lê Thị Hòa,01/03/1955,,8,Lê Lợi\n", FALSE);
  g_assert_cmpuint (tn_import_plan_counts (plan)->households, ==, 0);
  g_assert_cmpuint (tn_import_plan_counts (plan)->people, ==, 0);
  g_assert_cmpuint (tn_import_plan_counts (plan)->changed, ==, 2);
}

static void
test_lives_elsewhere (Fixture *f, gconstpointer data)
{
  import_csv (f, "Mã hộ,Họ tên,CCCD\nH1,An,079060000001\nH1,Ba,079160000002\n");
  g_autoptr (TnImportPlan) plan = plan_csv (f, "Mã hộ,Họ tên,CCCD\nH2,Ca,079060000003\nH2,Ba,079160000002\n", FALSE);
  g_assert_cmpuint (tn_import_plan_counts (plan)->people, ==, 1);
  g_assert_cmpuint (tn_import_plan_counts (plan)->people_present, ==, 1);
  g_assert_cmpuint (tn_import_plan_counts (plan)->warnings, ==, 1);
}

static void
test_homonyms (Fixture *f, gconstpointer data)
{
  static const char csv[] = "STT,Họ và tên chủ hộ,Số nhà\n1,Nguyễn Văn A,\n2,Nguyễn Văn A,\n";
  import_csv (f, csv);
  g_assert_cmpuint (count_kind (f, "household"), ==, 2);
  g_autoptr (TnImportPlan) again = plan_csv (f, csv, FALSE);
  check_nothing_new (again, 2, 2);
}

static void
test_copy_changed_meanwhile (Fixture *f, gconstpointer data)
{
  static const char csv[] = "Mã hộ,Họ tên\nH1,An\n";
  g_autoptr (TnImportPlan) slow = plan_csv (f, csv, FALSE);
  import_csv (f, csv);
  g_assert_cmpint (apply (f, slow), ==, 0);
  g_assert_cmpuint (count_kind (f, "household"), ==, 1);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TnImportPlan) plan = plan_csv (f, "Mã hộ,Họ tên\nH1,An\n", FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_false (tn_import_plan_apply (plan, f->copy, NULL, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_kind (f, "household"), ==, 0);
}

static void
test_no_names (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = parse ("1,2\n3,4\n");
  g_autoptr (TnImportMap) map = tn_import_map_guess (table, 0);
  g_assert_null (tn_import_plan_new (f->copy, map, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
}

#define ADD(name, data, func) g_test_add ("/exchange/import/" name, Fixture, data, set_up, func, tear_down)
int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole-list-xlsx", "list.xlsx", test_whole_list);
  ADD ("whole-list-xls", "list.xls", test_whole_list);
  ADD ("whole-list-csv", "list-utf8.csv", test_whole_list);
  ADD ("whole-list-vni", "list-vni.csv", test_whole_list);
  ADD ("the-same-list-twice-adds-nothing", NULL, test_twice);
  ADD ("one-undo-takes-all-back", NULL, test_one_undo);
  ADD ("newer-values-only-with-consent", NULL, test_update);
  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autofree char *name = g_strdup_printf ("/exchange/import/households/%s", groups[i].name);
      g_test_add (name, Fixture, &groups[i], set_up, test_group, tear_down);
    }
  ADD ("quarters-and-groups-are-found-or-made", NULL, test_areas);
  ADD ("doubts-name-row-column-and-reason", NULL, test_doubts);
  ADD ("doubtful-text-is-kept-in-the-notes", NULL, test_doubtful_text_is_kept);
  ADD ("known-by-card-or-birth", NULL, test_known_by_other_keys);
  ADD ("a-person-of-another-household-is-not-doubled", NULL, test_lives_elsewhere);
  ADD ("homonyms-stay-apart", NULL, test_homonyms);
  ADD ("planned-anew-when-the-copy-has-changed", NULL, test_copy_changed_meanwhile);
  ADD ("cancelled-writes-nothing", NULL, test_cancelled);
  ADD ("no-column-of-names", NULL, test_no_names);
  files_make ("texts workbooks old_workbooks");
  int status = g_test_run ();
  files_clear ();
  return status;
}
