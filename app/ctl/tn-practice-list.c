/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice ward's list, shaped as wards keep theirs: a title, headers in Vietnamese, the head's cells blank on the members' rows, years
 * where only years are known, and here and there a cell that a person should look at twice. All people are invented; telephone numbers lie
 * in a range that was never given out (028 0…), and card numbers would belong to people born after 2300. */
#include "tn-practice.h"
#include <glib/gi18n.h>
#include <xlsxwriter.h>

static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý" };
static const char *const middle_m[] = { "Văn", "Hữu", "Đức", "Minh", "Quốc", "Công", "Xuân", "Ngọc", "Gia", "Đình" };
static const char *const middle_f[] = { "Thị", "Ngọc", "Thị Kim", "Thị Thu", "Thị Mỹ", "Bích", "Như", "Thị Hồng", "Mỹ", "Tuyết" };
static const char *const given_m[] = { "Hùng", "Dũng", "Tuấn", "Phúc", "Khôi", "Thắng", "Sơn", "Bảo", "Huy", "Long", "Nghĩa", "Ẩn", "Tâm", "Đạt", "Kiệt" };
static const char *const given_f[] = { "Lan", "Hương", "Thảo", "Trang", "Ngân", "Hạnh", "Yến", "Phượng", "Linh", "Thủy", "Quỳnh", "Vy", "Hằng", "Ánh", "Hòa" };
static const char *const streets[] = { "Hoa Sứ", "Hoa Phượng", "Bằng Lăng", "Me Tây", "Lộc Vừng", "Hoàng Yến", "Sao Đen", "Số 7", "Số 11B" };
static const char *const jobs[] = { "Buôn bán nhỏ", "Nội trợ", "Công nhân", "Tài xế", "Thợ may", "Giáo viên", "Lao động tự do", "Thất nghiệp" };
static const char *const notes[] = { "", "", "", "", "", "", "Đi lại khó", "Nhà trọ", "Xin hỗ trợ gạo", "Sống một mình" };
static const char *const headers[] = { "STT", "Họ và tên chủ hộ", "Họ và tên", "Ngày sinh", "Giới tính", "Quan hệ với chủ hộ", "CCCD", "SĐT",
                                       "Số nhà", "Hẻm", "Đường", "Tổ", "KP", "Thường trú/Tạm trú", "Nghề nghiệp", "Hộ nghèo", "Ghi chú" };
enum { STT, HEAD, NAME, BIRTH, SEX, RELATION, CARD, PHONE, HOUSE, ALLEY, STREET, GROUP, QUARTER, RESIDENCE, JOB, POOR, NOTE };
#define PICK(r, a) (a)[g_rand_int_range ((r), 0, G_N_ELEMENTS (a))]

typedef struct { lxw_worksheet *sheet; GRand *rand; lxw_row_t row; guint people; } ListWriter;

static void
put (ListWriter *w, int col, const char *text)
{
  if (text && *text)
    worksheet_write_string (w->sheet, w->row, (lxw_col_t) col, text, NULL);
}

static char *
make_name (ListWriter *w, gboolean female, const char *family_name)
{
  return g_strdup_printf ("%s %s %s", family_name, female ? PICK (w->rand, middle_f) : PICK (w->rand, middle_m),
                          female ? PICK (w->rand, given_f) : PICK (w->rand, given_m));
}

static int
put_birth (ListWriter *w, int from, int to)
{
  int year = g_rand_int_range (w->rand, from, to);
  g_autofree char *text = g_rand_int_range (w->rand, 0, 10) == 0
    ? g_strdup_printf ("%d", year)
    : g_strdup_printf ("%02d/%02d/%d", g_rand_int_range (w->rand, 1, 29), g_rand_int_range (w->rand, 1, 13), year);
  put (w, BIRTH, text);
  return year;
}

static void
put_person (ListWriter *w, const char *name, gboolean female, const char *relation, int from, int to)
{
  put (w, NAME, name);
  put (w, SEX, female ? "Nữ" : "Nam");
  put (w, RELATION, relation);
  int year = put_birth (w, from, to);
  put (w, RESIDENCE, g_rand_int_range (w->rand, 0, 4) ? "Thường trú" : "Tạm trú");
  if (to < 2006)
    put (w, JOB, year < 1962 ? "Hưu trí" : PICK (w->rand, jobs));
  if (g_rand_int_range (w->rand, 0, 20) == 0) {
    g_autofree char *card = g_strdup_printf ("0799%02d%06d", g_rand_int_range (w->rand, 0, 100), g_rand_int_range (w->rand, 0, 1000000));
    put (w, CARD, card);
  }
  w->people++;
  w->row++;
}

static void
put_address (ListWriter *w)
{
  int alley = g_rand_int_range (w->rand, 2, 400), a = g_rand_int_range (w->rand, 1, 60), b = g_rand_int_range (w->rand, 1, 20);
  int shape = g_rand_int_range (w->rand, 0, 10), quarter = g_rand_int_range (w->rand, 1, 9);
  g_autofree char *house = shape < 3 ? g_strdup_printf ("%d", alley) : shape < 7 ? g_strdup_printf ("%d/%d", alley, a) : g_strdup_printf ("%d/%d/%d%s", alley, a, b, b % 4 ? "" : "A");
  g_autofree char *alley_name = shape < 3 ? NULL : g_strdup_printf ("Hẻm %d", alley);
  g_autofree char *group = g_strdup_printf ("%d", (quarter - 1) * 8 + g_rand_int_range (w->rand, 1, 9));
  g_autofree char *quarter_name = g_strdup_printf ("KP%d", quarter);
  g_autofree char *phone = g_strdup_printf ("0280%07d", g_rand_int_range (w->rand, 0, 10000000));
  put (w, HOUSE, house);
  put (w, ALLEY, alley_name);
  put (w, STREET, PICK (w->rand, streets));
  put (w, GROUP, group);
  put (w, QUARTER, quarter_name);
  put (w, PHONE, phone);
  put (w, POOR, g_rand_int_range (w->rand, 0, 25) == 0 ? "Hộ nghèo" : NULL);
  put (w, NOTE, PICK (w->rand, notes));
}

static void
put_household (ListWriter *w, guint number)
{
  gboolean female = g_rand_int_range (w->rand, 0, 3) == 0;
  const char *family_name = PICK (w->rand, family);
  g_autofree char *head = make_name (w, female, family_name);
  worksheet_write_number (w->sheet, w->row, STT, number, NULL);
  put (w, HEAD, head);
  put_address (w);
  put_person (w, head, female, "Chủ hộ", 1945, 1990);
  int members = g_rand_int_range (w->rand, 0, 6);
  for (int i = 0; i < members; i++) {
    gboolean spouse = i == 0, girl = spouse ? !female : g_rand_boolean (w->rand);
    g_autofree char *name = make_name (w, girl, spouse ? PICK (w->rand, family) : family_name);
    put_person (w, name, girl, spouse ? (girl ? "Vợ" : "Chồng") : i < 4 ? "Con" : "Cháu", spouse ? 1945 : i < 4 ? 1975 : 2006, spouse ? 1990 : i < 4 ? 2005 : 2021);
  }
}

gboolean
tn_practice_write_list (const char *path, guint n, guint *people, GError **error)
{
  lxw_workbook *book = workbook_new (path);
  ListWriter w = { .sheet = book ? workbook_add_worksheet (book, "Danh sách") : NULL, .rand = g_rand_new_with_seed (20211224), .row = 0 };
  if (w.sheet) {
    put (&w, 0, "DANH SÁCH HỘ DÂN PHƯỜNG THỰC HÀNH (SỐ LIỆU TỰ ĐẶT)");
    w.row = 2;
    for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
      put (&w, (int) i, headers[i]);
    w.row++;
    for (guint i = 1; i <= n; i++)
      put_household (&w, i);
  }
  g_rand_free (w.rand);
  *people = w.people;
  lxw_error code = book ? workbook_close (book) : LXW_ERROR_MEMORY_MALLOC_FAILED;
  if (code == LXW_NO_ERROR)
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_FAILED, _("The practice list could not be written to %s: %s"), path, lxw_strerror (code));
  return FALSE;
}
