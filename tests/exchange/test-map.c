/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"
#include "tn-import-map.h"
#include <string.h>

static TnImportMap *
guess (const char *csv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));
  g_autoptr (TnTable) table = tn_table_read_bytes (bytes, NULL, NULL, &error);
  g_assert_no_error (error);
  return tn_import_map_guess (table, 0);
}

typedef struct { const char *name, *csv, *spec; guint first, n, data; } Case;
static const Case cases[] = {
  { "title-rows-above", "PHƯỜNG THÍ ĐIỂM\nDANH SÁCH HỘ DÂN,,,\n\nSTT,Họ và tên chủ hộ,Số nhà,Tổ,KP,SĐT,Ghi chú\n1,Nguyễn Văn Thử,45/2,28,1,02800000001,\n",
    "A=row.number,B=household.head_name,C=household.house_no,D=household.group,E=household.quarter,F=person.phone,G=household.note", 2, 1, 3 },
  { "people-with-relation", "Mã hộ,Họ tên,Quan hệ với chủ hộ,Ngày tháng năm sinh,Giới tính,CMND/CCCD,Nghề nghiệp,BHYT,Địa chỉ,Điện thoại,Ghi chú\n",
    "A=household.code,B=person.name,C=person.relation,D=person.birth,E=person.sex,F=identity.number,G=person.occupation,H=identity.insurance,"
    "I=household.address,J=person.phone,K=person.note", 0, 1, 1 },
  { "without-marks", "STT,Ho va ten,Nam sinh,Gioi tinh,So CCCD,Dia chi,So dien thoai\n",
    "A=row.number,B=person.name,C=person.birth,D=person.sex,E=identity.number,F=household.address,G=person.phone", 0, 1, 1 },
  { "capitals-and-line-breaks", "STT,\"HỌ VÀ TÊN\n(chữ in hoa)\",NĂM SINH,\"SỐ NHÀ,\nĐƯỜNG\",KHU PHỐ,\"SỐ ĐIỆN\nTHOẠI\"\n",
    "A=row.number,B=person.name,C=person.birth,D=household.house_no,E=household.quarter,F=person.phone", 0, 1, 1 },
  { "two-rows-nam-nu", "STT,Họ và tên,Năm sinh,,Địa chỉ,,,Ghi chú\n,,Nam,Nữ,Số nhà,Hẻm,Đường,\n(1),(2),(3),(4),(5),(6),(7),(8)\n1,Lê Văn Mẫu,1980,,45/2,45,Nguyễn Thông,\n",
    "A=row.number,B=person.name,C=person.male,D=person.female,E=household.house_no,F=household.alley,G=household.street,H=person.note", 0, 2, 3 },
  { "two-rows-day-month-year", "STT,Họ và tên,Ngày sinh,,,Nam/Nữ\n,,Ngày,Tháng,Năm,\n1,Lê Văn Mẫu,1,2,1980,Nam\n",
    "A=row.number,B=person.name,C=person.birth_day,D=person.birth_month,E=person.birth_year,F=person.sex", 0, 2, 2 },
  { "cmnd-and-cccd", "Họ tên,CMND,CCCD,Ngày cấp,Thường trú/Tạm trú,Hộ nghèo,Hộ cận nghèo,Đối tượng\n",
    "A=person.name,B=identity.old_number,C=identity.number,D=identity.issued,E=person.residence,F=membership.poor,G=membership.near_poor,"
    "H=membership.category", 0, 1, 1 },
  { "head-and-member", "Số hộ khẩu,Chủ hộ,Họ và tên thành viên,QH với chủ hộ,NTNS,Tổ/KP\n",
    "A=household.code,B=household.head_name,C=person.name,D=person.relation,E=person.birth,F=household.area", 0, 1, 1 },
  { "two-addresses", "Họ và tên,Địa chỉ thường trú,Nơi ở hiện nay\n", "A=person.name,B=identity.registered,C=household.address", 0, 1, 1 },
  { "one-permanent-address", "Họ và tên,Địa chỉ thường trú,CCCD\n", "A=person.name,B=identity.registered,C=identity.number", 0, 1, 1 },
  { "misspelt", "Họ và tên,Ngày sịnh,Quan hệ vói chủ hộ,Số điên thoại,Nghề nghiêp\n",
    "A=person.name,B=person.birth,C=person.relation,D=person.phone,E=person.occupation", 0, 1, 1 },
  { "english", "No,Full name,Date of birth,Sex,Phone,Street,House number,Household code\n",
    "A=row.number,B=person.name,C=person.birth,D=person.sex,E=person.phone,F=household.street,G=household.house_no,H=household.code", 0, 1, 1 },
  { "no-header", "1,Nguyễn Văn Thử,45/2\n2,Trần Thị Ẩn,45/3\n", "A=,B=,C=", 0, 0, 0 },
};

static void
test_guess (gconstpointer data)
{
  const Case *it = data;
  guint first, n;
  g_autoptr (TnImportMap) map = guess (it->csv);
  g_autofree char *spec = tn_import_map_to_spec (map);
  tn_import_map_header (map, &first, &n);
  g_assert_cmpstr (spec, ==, it->spec);
  g_assert_cmpuint (first, ==, it->first);
  g_assert_cmpuint (n, ==, it->n);
  g_assert_cmpuint (tn_import_map_first_data (map), ==, it->data);
}

static void
test_real_books (void)
{
  static const char *const files[] = { "list.xlsx", "list.xls", "list-tcvn3.csv", "list-vni.csv" };
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (TnTable) table = files_read (files[i]);
      g_autoptr (TnImportMap) map = tn_import_map_guess (table, 0);
      g_autofree char *spec = tn_import_map_to_spec (map);
      g_assert_cmpstr (spec, ==, "A=row.number,B=person.name,C=person.relation,D=person.birth,E=person.sex,F=identity.number,G=household.house_no,"
                                 "H=household.street,I=household.group,J=household.quarter,K=person.phone,L=person.note");
      g_assert_true (tn_import_map_is_usable (map));
    }
}

static void
test_merged_header (void)
{
  g_autoptr (TnTable) table = files_read ("merged.xlsx");
  g_autoptr (TnImportMap) map = tn_import_map_guess (table, 0);
  g_autofree char *spec = tn_import_map_to_spec (map);
  g_assert_cmpstr (spec, ==, "A=row.number,B=person.name,C=person.male,D=person.female,E=household.house_no,F=household.street");
  g_assert_cmpstr (tn_import_map_title (map, 3), ==, "Năm sinh / Nữ");
  g_assert_cmpstr (tn_import_map_title (map, 1), ==, "Họ và tên");
}

static void
test_person_corrects (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnImportMap) map = guess ("Họ tên,Số nhà,Cột lạ\n");
  g_assert_true (tn_import_map_set (map, 2, "person.name", &error));
  g_assert_null (tn_import_map_field (map, 0));   /* a name has one column */
  g_assert_cmpuint (tn_import_map_confidence (map, 2), ==, 100);
  g_assert_true (tn_import_map_parse (map, "A=household.head_name, C=", &error));
  g_assert_no_error (error);
  g_autofree char *spec = tn_import_map_to_spec (map);
  g_assert_cmpstr (spec, ==, "A=household.head_name,B=household.house_no,C=");
}

static void
test_bad_spec_changes_nothing (void)
{
  static const char *const specs[] = { "A=person.name,B=person.religion", "A=person.name,ZZ=person.birth", "B=,nonsense", "1=person.name", "=person.name" };
  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnImportMap) map = guess ("Cột một,Số nhà,Họ tên\n");
      g_autofree char *before = tn_import_map_to_spec (map);
      g_assert_false (tn_import_map_parse (map, specs[i], &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      g_autofree char *after = tn_import_map_to_spec (map);
      g_assert_cmpstr (before, ==, after);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/exchange/map/%s", cases[i].name);
      g_test_add_data_func (name, &cases[i], test_guess);
    }
  g_test_add_func ("/exchange/map/real-books", test_real_books);
  g_test_add_func ("/exchange/map/merged-header", test_merged_header);
  g_test_add_func ("/exchange/map/the-person-corrects", test_person_corrects);
  g_test_add_func ("/exchange/map/a-bad-spec-changes-nothing", test_bad_spec_changes_nothing);
  files_make ("texts workbooks old_workbooks");
  int status = g_test_run ();
  files_clear ();
  return status;
}
