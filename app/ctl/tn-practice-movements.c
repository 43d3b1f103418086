/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels of zones that got better over ten weeks, with one quarter that fell back and one that two laptops set differently on a day; every sixth household a
 * safe family; movements in each state; commendations. */
#include "tn-practice-work.h"

#define EVERY 6           /* of the households one is a safe family */
#define ENDED 11          /* and of these one is none any more */

typedef struct { TnId id; TnId groups[16]; guint n; } Quarter;
typedef struct { TnPracticeWork *work; TnEdit *edit; GArray *quarters; } Maker;

/* quarter by its number in the ward's list; group -1 = the quarter, else the alley of that group's number. */
static const struct { guint quarter; int group; const char *level; int days_ago; const char *alley, *document; } zones[] = {
  { 0, -1, "orange", 70, NULL, "TB 12/TB-BCĐ" }, { 0, -1, "yellow", 49, NULL, NULL }, { 0, -1, "near_green", 34, NULL, NULL }, { 0, -1, "green", 20, NULL, "TB 31/TB-BCĐ" },
  { 0, -1, "red", 9, "Hẻm 45", "Có chùm ca bệnh" }, { 0, -1, "yellow", 2, "Hẻm 45", NULL },
  { 1, -1, "red", 70, NULL, "TB 12/TB-BCĐ" }, { 1, -1, "orange", 48, NULL, NULL }, { 1, -1, "yellow", 27, NULL, NULL }, { 1, 0, "green", 13, NULL, "TB 34/TB-BCĐ" }, { 1, 1, "green", 6, NULL, "TB 36/TB-BCĐ" },
  { 2, -1, "yellow", 69, NULL, "TB 12/TB-BCĐ" }, { 2, -1, "green", 41, NULL, "TB 24/TB-BCĐ" }, { 2, -1, "yellow", 12, NULL, "Có 9 ca mới trong tuần" }, { 2, -1, "near_green", 4, NULL, NULL },
  { 3, -1, "orange", 69, NULL, "TB 12/TB-BCĐ" }, { 3, -1, "near_green", 30, NULL, NULL }, { 3, -1, "green", 5, NULL, "TB 36/TB-BCĐ" }, { 3, -1, "yellow", 5, NULL, NULL },   /* two laptops */
  { 4, -1, "red", 70, NULL, "TB 12/TB-BCĐ" }, { 4, -1, "orange", 55, NULL, NULL }, { 4, -1, "yellow", 33, NULL, NULL }, { 4, 2, "red", 15, NULL, NULL }, { 4, 2, "orange", 3, NULL, NULL },
  { 5, -1, "near_green", 69, NULL, "TB 12/TB-BCĐ" }, { 5, -1, "green", 55, NULL, "TB 18/TB-BCĐ" },
  { 6, -1, "yellow", 69, NULL, "TB 12/TB-BCĐ" }, { 6, -1, "near_green", 19, NULL, NULL },
};

/* ended: days after it began, 0 = runs. */
static const struct { const char *name, *type, *lead, *state, *document, *result; int days_ago, ended, members; gint quarter; } movements[] = {
  { "Hẻm xanh, nhà an toàn", "green_zone", "Bà Trần Thị Mẫu", "recognised", "QĐ 41/QĐ-UBND", NULL, 62, 0, 48, 0 },
  { "Đi chợ giúp nhau", "mutual_help", "Chi hội phụ nữ Khu phố 2", "recognised", "QĐ 41/QĐ-UBND", NULL, 75, 0, 35, 1 },
  { "Bếp cơm nghĩa tình", "mutual_help", "Ông Lê Văn Mẫu", "registered", NULL, NULL, 21, 0, 12, 4 },
  { "Người dân không xả rác ra đường và kênh rạch", "clean_streets", "Chi đoàn Khu phố 3", "registered", NULL, NULL, 18, 0, 60, 2 },
  { "Tổ tự quản phòng dịch nhà trọ", "skilled_mobilisation", "Ban quản lý nhà trọ", "registered", NULL, NULL, 11, 0, 9, 0 },
  { "Dân vận khéo trong vận động tiêm vắc-xin", "skilled_mobilisation", "Khối vận phường", "recognised", "QĐ 52/QĐ-UBND", NULL, 40, 0, 22, -1 },
  { "Siêu thị không đồng", "mutual_help", "Mặt trận Tổ quốc phường", "ended", "QĐ 29/QĐ-UBND", "Phát 1.240 phần quà trong sáu tuần.", 95, 43, 31, -1 },
};

static const struct { const char *to, *form, *reason, *level, *document; int days_ago; } commendations[] = {
  { "Bếp cơm nghĩa tình Khu phố 5", "thanks", "Nấu 300 suất cơm mỗi ngày cho khu phong tỏa.", "ward", "TK 14/UBND", 19 },
  { "Đội tình nguyện Áo Xanh", "merit", "Trực chốt và đi chợ hộ suốt 60 ngày.", "district", "QĐ 812/QĐ-UBND", 16 },
  { "Nhà trọ Hoa Sứ", "praise", "Giảm một nửa tiền phòng ba tháng cho 26 phòng.", "ward", NULL, 14 },
  { "Trạm y tế lưu động số 1", "merit", "Chăm sóc 214 người bệnh tại nhà, không ai bị bỏ sót.", "city", "QĐ 3301/QĐ-UBND", 12 },
  { "Chị Phan Thị Mẫu, Tổ 3", "thanks", "Nhận chăm sóc hai cháu có cha mẹ đi cách ly.", "ward", "TK 17/UBND", 8 },
  { "Anh Võ Minh Thử, Tổ 8", "praise", "Chở bình ôxy ban đêm cho người bệnh.", "ward", NULL, 6 },
  { "Khu phố 6", "title", "Giữ vững vùng xanh tám tuần liền.", "district", "QĐ 845/QĐ-UBND", 3 },
  { "Xưởng may An Thử", "thanks", "Tặng 5.000 khẩu trang cho tổ đi từng nhà.", "ward", "TK 21/UBND", 1 },
};

static gboolean
read_quarters (Maker *m, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (m->work->copy, error);
  for (guint i = 0; areas && i < areas->len; i++) {
    const TnAreaItem *area = areas->pdata[i];
    Quarter *last = m->quarters->len ? &g_array_index (m->quarters, Quarter, m->quarters->len - 1) : NULL;
    if (area->depth == 0) {
      Quarter quarter = { .id = area->id };
      g_array_append_val (m->quarters, quarter);
    } else if (last && tn_id_equal (&area->parent, &last->id) && last->n < G_N_ELEMENTS (last->groups))
      last->groups[last->n++] = area->id;
  }
  return areas != NULL;
}

static void
add_zone (Maker *m, guint i)
{
  const Quarter *quarter = zones[i].quarter < m->quarters->len ? &g_array_index (m->quarters, Quarter, zones[i].quarter) : NULL;
  if (!quarter || zones[i].group >= (int) quarter->n)
    return;
  TnId id = tn_edit_create (m->edit, "zone", NULL);
  tn_edit_set_ref (m->edit, &id, "area", zones[i].group < 0 ? &quarter->id : &quarter->groups[zones[i].group]);
  tn_edit_set_text (m->edit, &id, "alley", zones[i].alley);
  tn_edit_set_text (m->edit, &id, "level", zones[i].level);
  tn_practice_set_day (m->work, m->edit, &id, "from", zones[i].days_ago);
  tn_edit_set_text (m->edit, &id, "document", zones[i].document);
}

/* More and more of them over two months. */
static void
add_safe_families (Maker *m)
{
  for (guint i = 0, n = 0; i < m->work->households->len; i += EVERY, n++) {
    int days_ago = (int) (n * n * 7 % 61) + 1;
    TnId id = tn_edit_create (m->edit, "safe_family", NULL);
    tn_edit_set_ref (m->edit, &id, "household", &g_array_index (m->work->households, TnId, i));
    tn_practice_set_day (m->work, m->edit, &id, "from", days_ago);
    if (n % ENDED == ENDED - 1 && days_ago > 10) {
      tn_practice_set_day (m->work, m->edit, &id, "to", days_ago - 9);
      tn_edit_set_text (m->edit, &id, "note", "Nhà có ca mới.");
    }
  }
}

static void
add_movement (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "movement", NULL);
  tn_edit_set_text (m->edit, &id, "name", movements[i].name);
  tn_edit_set_text (m->edit, &id, "type", movements[i].type);
  if (movements[i].quarter >= 0 && (guint) movements[i].quarter < m->quarters->len)
    tn_edit_set_ref (m->edit, &id, "area", &g_array_index (m->quarters, Quarter, movements[i].quarter).id);
  tn_edit_set_text (m->edit, &id, "lead", movements[i].lead);
  tn_edit_set_int (m->edit, &id, "members", movements[i].members);
  tn_edit_set_text (m->edit, &id, "state", movements[i].state);
  tn_edit_set_text (m->edit, &id, "document", movements[i].document);
  tn_edit_set_text (m->edit, &id, "result", movements[i].result);
  tn_practice_set_day (m->work, m->edit, &id, "from", movements[i].days_ago);
  if (movements[i].ended)
    tn_practice_set_day (m->work, m->edit, &id, "to", movements[i].days_ago - movements[i].ended);
}

static void
add_commendation (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "commendation", NULL);
  tn_edit_set_text (m->edit, &id, "to", commendations[i].to);
  tn_edit_set_text (m->edit, &id, "form", commendations[i].form);
  tn_edit_set_text (m->edit, &id, "reason", commendations[i].reason);
  tn_edit_set_text (m->edit, &id, "level", commendations[i].level);
  tn_edit_set_text (m->edit, &id, "document", commendations[i].document);
  tn_practice_set_day (m->work, m->edit, &id, "at", commendations[i].days_ago);
}

gboolean
tn_practice_movements (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) quarters = g_array_new (FALSE, FALSE, sizeof (Quarter));
  g_autoptr (TnEdit) edit = tn_edit_new ("Phong trào, biểu dương");
  Maker m = { work, edit, quarters };
  if (!work->households->len)
    return TRUE;
  if (!read_quarters (&m, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    add_zone (&m, i);
  add_safe_families (&m);
  for (guint i = 0; i < G_N_ELEMENTS (movements); i++)
    add_movement (&m, i);
  for (guint i = 0; i < G_N_ELEMENTS (commendations); i++)
    add_commendation (&m, i);
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
