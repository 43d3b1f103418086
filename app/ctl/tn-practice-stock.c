/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice ward's stock: six items at three places, with three months of what came and went. Noodles at the school are below zero: two people handed
 * out the last. Donors are invented; the boarding houses' owners have granted reductions. */
#include "tn-practice-work.h"
#include "tn-date.h"
#include "tn-donor.h"
#include "tn-reduction.h"

static const struct { const char *name, *measure, *type; int low; } items[] = {
  { "Gạo", "kg", "food", 300 }, { "Mì gói", "thùng", "food", 20 }, { "Sữa hộp", "lốc", "food", 40 }, { "Khẩu trang", "hộp", "protection", 60 },
  { "Túi thuốc A", "túi", "medicine", 30 }, { "Tiền mặt", "đồng", "money", 5000000 },
};
enum { RICE, NOODLES, MILK, MASKS, BAGS, MONEY };

static const struct { const char *name, *address, *keeper; } places[] = {
  { "Nhà văn hóa phường", "1 Hoa Sứ", "Chị Thu Nga" }, { "Trường Tiểu học Thực Hành", "20 Sao Đen", "Thầy Quốc Hải" }, { "Trạm y tế lưu động", "9 Bằng Lăng", "ĐD. Tống Thị Hiền" },
};
enum { HALL, SCHOOL, STATION, OUTSIDE = -1 };

static const struct { const char *name, *type, *contact; } donors[] = {
  { "Công ty May Thực Hành", "business", "Phòng hành chính" }, { "Nhóm thiện nguyện Bếp Me Tây", "association", "Cô Diệp" },
  { "Bà Lâm Thị Mỹ Ngọc", "person", NULL }, { "Anh Trần Quốc Sơn (California)", "overseas", "Qua chị Loan, khu phố 2" }, { "Ngân sách Thành phố", "city", NULL },
};

/* thanked: days after, -1 = not yet. */
static const struct { int donor, days_ago; const char *purpose, *document; int thanked; } gifts[] = {
  { 4, 80, "Hỗ trợ người dân khó khăn", "QĐ 12/QĐ-UBND (thực hành)", 0 }, { 0, 62, "Công nhân ở trọ", NULL, 2 }, { 1, 40, NULL, NULL, 1 },
  { 3, 21, "Trẻ em, người già neo đơn", NULL, 3 }, { 2, 9, "Hộ nghèo", NULL, -1 }, { 0, 4, "F0 tại nhà", NULL, -1 },
};

/* gift: number of the gift that it came of, -1 = none. */
static const struct { int item, from, to; double quantity; int days_ago; const char *why; int gift; const char *by, *note; } entries[] = {
  { RICE, OUTSIDE, HALL, 2000, 80, "gift", 0, "Nga", NULL },
  { MONEY, OUTSIDE, HALL, 50000000, 80, "gift", 0, "Nga", NULL },
  { RICE, HALL, OUTSIDE, 640.5, 75, "delivery", -1, "Nga", "Phát khu phố 1, 2" },
  { MONEY, HALL, OUTSIDE, 18000000, 74, "delivery", -1, "Nga", "Hỗ trợ 12 hộ có người mất" },
  { BAGS, OUTSIDE, STATION, 300, 70, "allotted", -1, "Hiền", "Phân bổ của quận" },
  { MASKS, OUTSIDE, STATION, 500, 70, "allotted", -1, "Hiền", NULL },
  { BAGS, STATION, OUTSIDE, 110, 55, "delivery", -1, "Hiền", NULL },
  { NOODLES, OUTSIDE, HALL, 120, 62, "gift", 1, "Nga", NULL },
  { RICE, OUTSIDE, HALL, 1500, 62, "gift", 1, "Nga", NULL },
  { NOODLES, HALL, SCHOOL, 60, 60, "transfer", -1, "Hải", NULL },
  { RICE, HALL, SCHOOL, 900, 60, "transfer", -1, "Hải", NULL },
  { RICE, SCHOOL, OUTSIDE, 420, 50, "delivery", -1, "Hải", "Nhà trọ Hoa Sứ, Me Tây" },
  { NOODLES, SCHOOL, OUTSIDE, 32, 50, "delivery", -1, "Hải", NULL },
  { MILK, OUTSIDE, HALL, 90, 40, "gift", 2, "Nga", NULL },
  { MASKS, STATION, HALL, 150, 38, "transfer", -1, "Hiền", NULL },
  { MILK, HALL, OUTSIDE, 48, 35, "delivery", -1, "Nga", "Nhà có trẻ dưới 2 tuổi" },
  { BAGS, STATION, OUTSIDE, 152, 30, "delivery", -1, "Hiền", NULL },
  { RICE, HALL, OUTSIDE, 16.5, 28, "loss", -1, "Nga", "Bao bị ẩm mốc" },
  { MONEY, OUTSIDE, HALL, 30000000, 21, "gift", 3, "Nga", NULL },
  { RICE, HALL, OUTSIDE, 1100, 20, "delivery", -1, "Nga", "Phát khu phố 3, 4" },
  { MASKS, STATION, OUTSIDE, 210, 18, "delivery", -1, "Hiền", NULL },
  { MONEY, HALL, OUTSIDE, 26500000, 15, "delivery", -1, "Nga", NULL },
  { RICE, SCHOOL, OUTSIDE, 3, 12, "count", -1, "Hải", "Hao hụt" },
  { NOODLES, HALL, OUTSIDE, 41, 10, "delivery", -1, "Nga", NULL },
  { RICE, OUTSIDE, HALL, 800, 9, "gift", 4, "Nga", NULL },
  { MONEY, OUTSIDE, HALL, 10000000, 9, "gift", 4, "Nga", NULL },
  { BAGS, STATION, OUTSIDE, 14, 5, "delivery", -1, "Hiền", NULL },
  { MASKS, OUTSIDE, STATION, 200, 4, "gift", 5, "Hiền", NULL },
  { NOODLES, SCHOOL, OUTSIDE, 24, 2, "delivery", -1, "Hải", "Nhà trọ Me Tây" },
  { NOODLES, SCHOOL, OUTSIDE, 20, 2, "delivery", -1, "Loan", "Nhà trọ Hoa Sứ" },
  { RICE, SCHOOL, OUTSIDE, 260, 1, "delivery", -1, "Hải", NULL },
};

/* building: number among the boarding houses of tn-practice-teams.c; until: days ago, -1 = still runs. */
static const struct { guint building; const char *owner, *what; int percent, amount, from, until; } reductions[] = {
  { 0, "Bà Võ Thị Cúc", "rent", 30, 0, 120, -1 }, { 0, "Bà Võ Thị Cúc", "water", 0, 50000, 120, 30 }, { 1, "Ông Phan Minh Tài", "rent", 0, 500000, 95, -1 },
  { 2, "Bà Đặng Thị Huệ", "electricity", 20, 0, 90, 15 },
};

typedef struct { TnPracticeWork *work; TnEdit *edit; TnId items[G_N_ELEMENTS (items)], places[G_N_ELEMENTS (places)], donors[G_N_ELEMENTS (donors)], gifts[G_N_ELEMENTS (gifts)]; } Maker;

static void
add_items (Maker *m)
{
  for (guint i = 0; i < G_N_ELEMENTS (items); i++) {
    TnId id = tn_stock_item_id (items[i].name, items[i].measure);
    m->items[i] = tn_edit_create (m->edit, "stock_item", &id);
    tn_edit_set_text (m->edit, &id, "name", items[i].name);
    tn_edit_set_text (m->edit, &id, "measure", items[i].measure);
    tn_edit_set_text (m->edit, &id, "type", items[i].type);
    tn_edit_set_int (m->edit, &id, "low", items[i].low);
  }
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    TnId id = tn_stock_place_id (places[i].name);
    m->places[i] = tn_edit_create (m->edit, "stock_place", &id);
    tn_edit_set_text (m->edit, &id, "name", places[i].name);
    tn_edit_set_text (m->edit, &id, "address", places[i].address);
    tn_edit_set_text (m->edit, &id, "keeper", places[i].keeper);
  }
}

static void
add_gifts (Maker *m)
{
  for (guint i = 0; i < G_N_ELEMENTS (donors); i++) {
    TnId id = m->donors[i] = tn_edit_create (m->edit, "donor", NULL);
    g_autofree char *phone = g_strdup_printf ("0280%07d", g_rand_int_range (m->work->rand, 0, 10000000));
    tn_edit_set_text (m->edit, &id, "name", donors[i].name);
    tn_edit_set_text (m->edit, &id, "type", donors[i].type);
    tn_edit_set_text (m->edit, &id, "contact", donors[i].contact);
    tn_edit_set_text (m->edit, &id, "phone", phone);
  }
  for (guint i = 0; i < G_N_ELEMENTS (gifts); i++) {
    TnId id = m->gifts[i] = tn_edit_create (m->edit, "gift", NULL);
    tn_edit_set_ref (m->edit, &id, "donor", &m->donors[gifts[i].donor]);
    tn_practice_set_day (m->work, m->edit, &id, "at", gifts[i].days_ago);
    tn_edit_set_text (m->edit, &id, "purpose", gifts[i].purpose);
    tn_edit_set_text (m->edit, &id, "document", gifts[i].document);
    if (gifts[i].thanked >= 0)
      tn_practice_set_day (m->work, m->edit, &id, "thanked", gifts[i].days_ago - gifts[i].thanked);
  }
}

static void
add_entry (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "stock_entry", NULL);
  g_autofree char *quantity = tn_decimal_token ((gint64) (entries[i].quantity * TN_DECIMAL_ONE));
  tn_edit_set_ref (m->edit, &id, "item", &m->items[entries[i].item]);
  if (entries[i].from != OUTSIDE)
    tn_edit_set_ref (m->edit, &id, "from", &m->places[entries[i].from]);
  if (entries[i].to != OUTSIDE)
    tn_edit_set_ref (m->edit, &id, "to", &m->places[entries[i].to]);
  tn_edit_set (m->edit, &id, "quantity", quantity);
  tn_practice_set_day (m->work, m->edit, &id, "at", entries[i].days_ago);
  tn_edit_set_text (m->edit, &id, "why", entries[i].why);
  if (entries[i].gift >= 0)
    tn_edit_set_ref (m->edit, &id, "source", &m->gifts[entries[i].gift]);
  tn_edit_set_text (m->edit, &id, "by", entries[i].by);
  tn_edit_set_text (m->edit, &id, "note", entries[i].note);
}

/* The boarding houses, in the order of their names. */
static gboolean
pick_buildings (TnPracticeWork *work, GArray *found, GError **error)
{
  g_autoptr (GArray) ids = tn_query_ids (work->copy, "building", error);
  for (guint i = 0; ids && i < ids->len; i++) {
    g_autoptr (TnRow) row = tn_copy_get (work->copy, &g_array_index (ids, TnId, i), NULL);
    g_autofree char *type = row ? tn_row_dup_text (row, "type") : NULL;
    if (g_strcmp0 (type, "boarding_house") == 0)
      g_array_append_val (found, row->id);
  }
  return ids != NULL;
}

static gboolean
add_reduction (TnPracticeWork *work, guint i, const TnId *building, GError **error)
{
  g_autoptr (TnValues) values = tn_values_new ();
  gint64 day = G_GINT64_CONSTANT (86400000);
  g_autofree char *from = tn_date_today (work->now - reductions[i].from * day), *to = tn_date_today (work->now - reductions[i].until * day);
  g_autofree char *percent = g_strdup_printf ("%d", reductions[i].percent), *amount = g_strdup_printf ("%d", reductions[i].amount);
  tn_values_set_text (values, "owner", reductions[i].owner);
  tn_values_set_text (values, "what", reductions[i].what);
  tn_values_set_ref (values, "building", building);
  tn_values_set (values, "percent", reductions[i].percent ? percent : NULL);
  tn_values_set (values, "amount", reductions[i].amount ? amount : NULL);
  tn_values_set_text (values, "from", from);
  tn_values_set_text (values, "to", reductions[i].until >= 0 ? to : NULL);
  TnEdit *edit = tn_reduction_add (work->copy, values, TRUE, NULL, error);
  return edit && tn_practice_write (work, edit, error);
}

gboolean
tn_practice_stock (TnPracticeWork *work, GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Kho, quà tặng");
  g_autoptr (GArray) buildings = g_array_new (FALSE, FALSE, sizeof (TnId));
  Maker m = { .work = work, .edit = edit };
  add_items (&m);
  add_gifts (&m);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    add_entry (&m, i);
  if (!tn_practice_write (work, g_steal_pointer (&edit), error) || !pick_buildings (work, buildings, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (reductions); i++)
    if (reductions[i].building < buildings->len && !add_reduction (work, i, &g_array_index (buildings, TnId, reductions[i].building), error))
      return FALSE;
  return TRUE;
}
