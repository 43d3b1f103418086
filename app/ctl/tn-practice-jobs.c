/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Businesses of the practice ward with what they need, of which two wait longer than they should; people who look for work, some who found it, and a few
 * who lost theirs and were not asked yet. */
#include "tn-practice-work.h"
#include "tn-date.h"


static const struct { const char *name, *trade, *address, *contact, *phone, *state; int workers, lodging; guint quarter; } businesses[] = {
  { "Xưởng may An Thử", "May mặc gia công", "45/20 Hoa Sứ", "Chị An", "02800004501", "partly", 42, 0, 0 },
  { "Quán cơm Bà Mẫu", "Ăn uống", "12 Me Tây", "Bà Mẫu", "02800004502", "working", 6, -1, 1 },
  { "Cửa hàng tạp hóa Minh Thử", "Bán lẻ", "88 Bằng Lăng", "Anh Minh", "02800004503", "working", 3, -1, 2 },
  { "Cơ sở cơ khí Thực Hành", "Cơ khí, hàn tiện", "212/15 Bằng Lăng", "Ông Hữu", "02800004504", "partly", 11, 2, 2 },
  { "Giao hàng Nhanh Thử", "Vận chuyển, giao hàng", "7 Lộc Vừng", "Anh Khoa", "02800004505", "working", 18, -1, 5 },
  { "Tiệm hớt tóc Hoa Sứ", "Hớt tóc, gội đầu", "45/2 Hoa Sứ", "Chị Sứ", "02800004506", "stopped", 2, -1, 0 },
  { "Công ty bao bì Sao Đen", "In, bao bì", "301 Sao Đen", "Phòng nhân sự", "02800004507", "partly", 65, 1, 6 },
};

/* closed: days after it was said, 0 = open. */
static const struct { guint business; const char *what, *text; int number, days_ago, closed; const char *state, *answer; } needs[] = {
  { 0, "workers", "8 thợ may công nghiệp, biết vắt sổ càng tốt", 8, 19, 0, "open", NULL },
  { 0, "prevention", "Xét nghiệm nhanh cho công nhân vào ca", 0, 3, 0, "open", NULL },
  { 1, "workers", "1 phụ bếp, 1 rửa chén buổi sáng", 2, 6, 0, "open", NULL },
  { 2, "capital", "Vay 30 triệu nhập hàng Tết", 0, 9, 0, "open", NULL },
  { 3, "workers", "2 thợ hàn, 1 thợ tiện", 3, 12, 0, "open", NULL },
  { 3, "papers", "Giấy xác nhận đủ điều kiện phòng dịch để mở lại", 0, 11, 0, "open", NULL },
  { 4, "workers", "5 người giao hàng có xe máy", 5, 15, 9, "met", "Giới thiệu 5 người qua tổ dân phố, nhận cả năm." },
  { 5, "papers", "Hướng dẫn mở lại tiệm", 0, 16, 4, "met", "Trạm y tế đến kiểm tra, đã mở lại." },
  { 6, "lodging", "Chỗ ở cho 12 công nhân từ quê lên", 12, 7, 0, "open", NULL },
  { 6, "market", "Tìm nơi tiêu thụ túi giấy", 0, 20, 8, "dropped", "Đã có đơn hàng của siêu thị." },
};

/* business: where they have work now, -1 = none. */
static const struct { const char *wants, *skills; int days_out; const char *state; int business, placed_ago; const char *note; } wishes[] = {
  { "May công nghiệp", "May bằng 1 kim, vắt sổ", 150, "looking", -1, 0, NULL },
  { "May gia công tại nhà", "Có máy may", 120, "looking", -1, 0, "Nuôi con nhỏ, không đi ca đêm." },
  { "Phụ bếp, rửa chén", NULL, 90, "looking", -1, 0, NULL },
  { "Giao hàng", "Có xe máy, bằng A1", 60, "looking", -1, 0, NULL },
  { "Thợ hàn", "Hàn điện, hàn Tig, 6 năm", 110, "looking", -1, 0, NULL },
  { "Bán hàng", "Vi tính văn phòng", 75, "looking", -1, 0, NULL },
  { "Bảo vệ, giữ xe", NULL, 140, "looking", -1, 0, NULL },
  { "Việc gì cũng được, gần nhà", NULL, 45, "looking", -1, 0, NULL },
  { "Giúp việc theo giờ", "Nấu ăn, chăm người già", 130, "looking", -1, 0, NULL },
  { "Lái xe tải nhỏ", "Bằng B2", 85, "looking", -1, 0, NULL },
  { "Giao hàng", "Có xe máy", 100, "placed", 4, 6, NULL },
  { "Chạy xe, giao hàng", NULL, 95, "placed", 4, 6, NULL },
  { "May", "Vắt sổ", 125, "placed", 0, 10, NULL },
  { "Phụ hồ", NULL, 70, "placed", -1, 12, "Theo đội xây ở quận bên." },
  { "Kế toán", "Trung cấp kế toán", 115, "stopped", -1, 0, "Về quê." },
};
#define NOT_ASKED 6   /* who lost their work and have no wish yet */

typedef struct { TnPracticeWork *work; TnEdit *edit; GArray *people; TnId businesses[G_N_ELEMENTS (businesses)]; } Maker;

/* Of an age to work, from households far apart. */
static gboolean
pick_people (Maker *m, guint n, GError **error)
{
  GArray *households = m->work->households;
  g_autofree char *today = tn_date_today (m->work->now);
  for (guint i = 0; m->people->len < n && i < households->len; i++) {
    g_autoptr (GPtrArray) people = tn_query_children (m->work->copy, "person", &g_array_index (households, TnId, (i * 83 + 29) % households->len), error);
    if (!people)
      return FALSE;
    for (guint p = 0; p < people->len; p++) {
      const TnRow *person = people->pdata[p];
      g_autofree char *birth = tn_row_dup_text (person, "birth"), *status = tn_row_dup_text (person, "status");
      int age = birth ? tn_date_age (birth, today) : -1;
      if (age >= 19 && age <= 55 && (!status || g_str_equal (status, "present"))) {
        g_array_append_val (m->people, person->id);
        break;
      }
    }
  }
  return TRUE;
}

static gboolean
add_businesses (Maker *m, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (m->work->copy, error);
  g_autoptr (GArray) buildings = areas ? tn_query_ids (m->work->copy, "building", error) : NULL, quarters = g_array_new (FALSE, FALSE, sizeof (TnId));
  for (guint i = 0; buildings && i < areas->len; i++)
    if (((TnAreaItem *) areas->pdata[i])->depth == 0)
      g_array_append_val (quarters, ((TnAreaItem *) areas->pdata[i])->id);
  for (guint i = 0; buildings && i < G_N_ELEMENTS (businesses); i++) {
    TnId id = m->businesses[i] = tn_edit_create (m->edit, "business", NULL);
    tn_edit_set_text (m->edit, &id, "name", businesses[i].name);
    tn_edit_set_text (m->edit, &id, "trade", businesses[i].trade);
    tn_edit_set_text (m->edit, &id, "address", businesses[i].address);
    tn_edit_set_text (m->edit, &id, "contact", businesses[i].contact);
    tn_edit_set_text (m->edit, &id, "phone", businesses[i].phone);
    tn_edit_set_text (m->edit, &id, "state", businesses[i].state);
    tn_edit_set_int (m->edit, &id, "workers", businesses[i].workers);
    if (quarters->len)
      tn_edit_set_ref (m->edit, &id, "area", &g_array_index (quarters, TnId, businesses[i].quarter % quarters->len));
    if (businesses[i].lodging >= 0 && (guint) businesses[i].lodging < buildings->len)
      tn_edit_set_ref (m->edit, &id, "lodging", &g_array_index (buildings, TnId, businesses[i].lodging));
  }
  return buildings != NULL;
}

static void
add_need (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "business_need", NULL);
  tn_edit_set_ref (m->edit, &id, "business", &m->businesses[needs[i].business]);
  tn_edit_set_text (m->edit, &id, "what", needs[i].what);
  tn_edit_set_text (m->edit, &id, "text", needs[i].text);
  if (needs[i].number)
    tn_edit_set_int (m->edit, &id, "number", needs[i].number);
  tn_edit_set_text (m->edit, &id, "state", needs[i].state);
  tn_edit_set_text (m->edit, &id, "answer", needs[i].answer);
  tn_practice_set_day (m->work, m->edit, &id, "since", needs[i].days_ago);
}

static void
add_lost_job (Maker *m, const TnId *person, int days_out)
{
  TnId id = tn_edit_create (m->edit, "membership", NULL);
  tn_edit_set_ref (m->edit, &id, "subject", person);
  tn_edit_set_text (m->edit, &id, "category", "lost_job");
  tn_practice_set_day (m->work, m->edit, &id, "from", days_out);
}

static void
add_wish (Maker *m, guint i)
{
  const TnId *person = &g_array_index (m->people, TnId, i);
  TnId id = tn_edit_create (m->edit, "job_wish", NULL);
  tn_edit_set_ref (m->edit, &id, "person", person);
  tn_edit_set_text (m->edit, &id, "wants", wishes[i].wants);
  tn_edit_set_text (m->edit, &id, "skills", wishes[i].skills);
  tn_edit_set_text (m->edit, &id, "state", wishes[i].state);
  tn_edit_set_text (m->edit, &id, "note", wishes[i].note);
  tn_practice_set_day (m->work, m->edit, &id, "since", wishes[i].days_out);
  if (i % 2 == 0)
    add_lost_job (m, person, wishes[i].days_out);
  if (!g_str_equal (wishes[i].state, "placed"))
    return;
  tn_practice_set_day (m->work, m->edit, &id, "placed", wishes[i].placed_ago);
  if (wishes[i].business < 0)
    return;
  tn_edit_set_ref (m->edit, &id, "business", &m->businesses[wishes[i].business]);
  tn_edit_set_text (m->edit, person, "workplace", businesses[wishes[i].business].name);
}

gboolean
tn_practice_jobs (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (TnEdit) edit = tn_edit_new ("Việc làm, doanh nghiệp");
  Maker m = { .work = work, .edit = edit, .people = people };
  if (!work->households->len)
    return TRUE;
  if (!pick_people (&m, G_N_ELEMENTS (wishes) + NOT_ASKED, error) || !add_businesses (&m, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    add_need (&m, i);
  for (guint i = 0; i < people->len; i++)
    if (i < G_N_ELEMENTS (wishes))
      add_wish (&m, i);
    else
      add_lost_job (&m, &g_array_index (people, TnId, i), 80 + (int) i);
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
