/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three weeks of petitions on the practice ward: most answered, ten waiting, of which three are late; a few without a name; one report of wrongdoing. */
#include "tn-practice-work.h"
#include "tn-date.h"
#include "tn-petition.h"
#include "tn-today.h"

#define DAY_MS (G_GINT64_CONSTANT (86400000))

/* answered: days after it was taken down, -1 = not yet. */
static const struct { const char *topic, *channel, *text; int days_ago, answered; gboolean without; const char *answer, *satisfied; } petitions[] = {
  { "food", "door", "Nhà hết gạo từ hôm qua, hai con nhỏ.", 5, -1, FALSE, NULL, NULL },
  { "support", "office", "Chưa nhận gói hỗ trợ đợt 3, hàng xóm đã nhận.", 9, -1, FALSE, NULL, NULL },
  { "health", "hotline", "Mẹ khó thở về đêm, gọi trạm y tế không ai nghe máy.", 2, -1, FALSE, NULL, NULL },
  { "vaccination", "office", "Cụ bà 82 tuổi không đi lại được, xin tiêm tại nhà.", 1, -1, FALSE, NULL, NULL },
  { "work", "door", "Mất việc ở xưởng may, hỏi chỗ đang tuyển người.", 2, -1, FALSE, NULL, NULL },
  { "school", "letter", "Con lớp 3 không có máy để học trực tuyến.", 4, -1, FALSE, NULL, NULL },
  { "service", "letter", "Cán bộ phát phiếu nói năng khó nghe.", 3, -1, TRUE, NULL, NULL },
  { "housing", "door", "Chủ trọ đòi tiền nhà ba tháng, xin được giảm.", 6, -1, FALSE, NULL, NULL },
  { "environment", "meeting", "Rác ở đầu hẻm hai tuần không ai dọn.", 1, -1, FALSE, NULL, NULL },
  { "quarantine", "hotline", "Hết hạn cách ly mà chưa có giấy xác nhận.", 0, -1, FALSE, NULL, NULL },
  { "food", "door", "Xin thêm sữa cho cháu sáu tháng tuổi.", 20, 1, FALSE, "Đã mang sữa và tã đến nhà.", "yes" },
  { "food", "hotline", "Phần quà bị thiếu rau.", 19, 2, FALSE, "Tổ đã bù phần rau.", "yes" },
  { "food", "door", "Cả dãy trọ chưa ai được phát gạo.", 18, 1, FALSE, "Đã phát 12 phần cho dãy trọ.", "yes" },
  { "food", "meeting", "Xin đi chợ hộ cho người già ở một mình.", 16, 1, FALSE, "Tổ đi chợ hộ nhận hai lần một tuần.", "yes" },
  { "food", "door", "Gạo phát bị ẩm mốc.", 12, 2, FALSE, "Đã đổi gạo, báo lại nhà cung cấp.", "no" },
  { "food", "hotline", "Không có tiền mua thuốc và đồ ăn.", 8, 1, FALSE, "Đã mang túi an sinh.", "yes" },
  { "support", "office", "Hộ có tạm trú nhưng không có trong danh sách.", 21, 4, FALSE, "Đã bổ sung vào danh sách đợt 3.", "yes" },
  { "support", "office", "Tên trong danh sách bị sai, không lĩnh được tiền.", 20, 3, FALSE, "Đã sửa, mời đến nhận tại nhà văn hóa.", "yes" },
  { "support", "door", "Hỏi lao động tự do nộp giấy tờ gì.", 17, 2, FALSE, "Đã hướng dẫn mẫu đơn.", "yes" },
  { "support", "letter", "Nhà khá giả vẫn được nhận hỗ trợ.", 15, 5, TRUE, "Đã rà soát lại danh sách của khu phố.", NULL },
  { "support", "hotline", "Chờ tiền hỗ trợ hơn một tháng.", 14, 4, FALSE, "Quận đang chi theo đợt, dự kiến tuần sau.", "no" },
  { "support", "meeting", "Đề nghị dán danh sách công khai ở hẻm.", 10, 3, FALSE, "Đã dán ở bảng tin khu phố.", "yes" },
  { "health", "hotline", "F0 tại nhà chưa nhận được túi thuốc.", 19, 0, FALSE, "Trạm lưu động đã mang túi thuốc A, B.", "yes" },
  { "health", "door", "Hỏi xin đơn thuốc huyết áp hằng tháng.", 16, 1, FALSE, "Trạm y tế cấp thuốc hai tháng.", "yes" },
  { "health", "hotline", "Gọi tổng đài cấp cứu không được.", 13, 1, FALSE, "Đã gửi số trực của trạm lưu động.", "unknown" },
  { "health", "office", "Xin giấy xác nhận khỏi bệnh.", 11, 1, FALSE, "Đã cấp giấy.", "yes" },
  { "vaccination", "office", "Tiêm mũi 1 ở quê, hỏi tiêm mũi 2 ở đâu.", 18, 2, FALSE, "Mời đến điểm tiêm trường học sáng thứ 7.", "yes" },
  { "vaccination", "hotline", "Chưa có mũi 2 trên ứng dụng.", 15, 4, FALSE, "Đã gửi quận cập nhật dữ liệu.", "unknown" },
  { "vaccination", "meeting", "Đề nghị có điểm tiêm buổi tối.", 12, 5, FALSE, "Mở điểm tiêm lưu động tối thứ 4.", "yes" },
  { "quarantine", "hotline", "Hàng xóm F0 vẫn ra ngoài.", 17, 1, TRUE, "Tổ đã đến nhắc và theo dõi.", NULL },
  { "quarantine", "door", "Con hẻm bị rào, xe cấp cứu khó vào.", 14, 1, FALSE, "Đã mở lối rộng 2 mét.", "yes" },
  { "quarantine", "office", "Xin giấy đi đường để chăm mẹ ốm.", 9, 2, FALSE, "Đã cấp giấy.", "yes" },
  { "work", "door", "Hỏi thủ tục trợ cấp thất nghiệp.", 13, 6, FALSE, "Đã chuyển trung tâm dịch vụ việc làm.", "unknown" },
  { "work", "business", "Cửa hàng xin hướng dẫn mở lại.", 11, 5, FALSE, "Đã gửi bộ tiêu chí an toàn.", "yes" },
  { "school", "door", "Xin hoãn đóng học phí.", 16, 8, FALSE, "Đã gửi trường, trường đồng ý.", "yes" },
  { "housing", "door", "Tiền điện tháng này tăng gấp đôi.", 15, 7, FALSE, "Điện lực đã kiểm tra, giảm theo quy định.", "yes" },
  { "housing", "hotline", "Mái tôn dột, nhà có người bệnh.", 10, 3, FALSE, "Tổ xung kích đã vá mái.", "yes" },
  { "environment", "letter", "Loa phường mở quá sớm.", 13, 6, TRUE, "Đã lùi giờ phát sang 7 giờ.", NULL },
  { "environment", "hotline", "Hát karaoke giữa đêm.", 8, 2, TRUE, "Công an khu vực đã nhắc.", NULL },
  { "service", "meeting", "Đề nghị trả lời điện thoại ngoài giờ.", 12, 4, FALSE, "Đã phân công trực đến 21 giờ.", "yes" },
  { "other", "door", "Khen tổ đi chợ hộ, nhiệt tình.", 7, 1, FALSE, "Đã chuyển lời đến tổ.", "yes" },
};

typedef struct { TnPracticeWork *work; TnEdit *edit; GArray *quarters; } Maker;

/* Who asks: somebody of the register, or of a petition without a name nothing but the quarter. */
static void
set_author (Maker *m, const TnId *id, guint i)
{
  GArray *households = m->work->households;
  const TnId *home = &g_array_index (households, TnId, (i * 47 + 11) % households->len);
  g_autoptr (TnRow) row = petitions[i].without ? NULL : tn_copy_get (m->work->copy, home, NULL);
  TnId area;
  if (petitions[i].without) {
    tn_edit_set_bool (m->edit, id, "anonymous", TRUE);
    if (m->quarters->len)
      tn_edit_set_ref (m->edit, id, "area", &g_array_index (m->quarters, TnId, i % m->quarters->len));
    return;
  }
  tn_edit_set_ref (m->edit, id, "household", home);
  if (row && tn_row_ref (row, "area", &area))
    tn_edit_set_ref (m->edit, id, "area", &area);
}

static void
add_petition (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "petition", NULL);
  gint64 day = tn_day_start (m->work->now, -petitions[i].days_ago);
  g_autofree char *taken = tn_date_today (day), *due = tn_petition_due (petitions[i].topic, taken);
  tn_edit_set_text (m->edit, &id, "topic", petitions[i].topic);
  tn_edit_set_text (m->edit, &id, "text", petitions[i].text);
  tn_edit_set_text (m->edit, &id, "channel", petitions[i].channel);
  tn_edit_set_text (m->edit, &id, "due", due);
  tn_edit_set_text (m->edit, &id, "state", petitions[i].answer ? "answered" : "open");
  tn_edit_set_int (m->edit, &id, "at", petitions[i].without ? day : MIN (day + (8 * 60 + (int) i * 13 % 600) * 60000, m->work->now));
  set_author (m, &id, i);
  if (!petitions[i].answer)
    return;
  tn_edit_set_text (m->edit, &id, "answer", petitions[i].answer);
  tn_practice_set_day (m->work, m->edit, &id, "answered", petitions[i].days_ago - petitions[i].answered);
  tn_edit_set_text (m->edit, &id, "satisfied", petitions[i].satisfied);
}

static void
add_report (Maker *m)
{
  TnId id = tn_edit_create (m->edit, "complaint", NULL);
  g_autofree char *taken = tn_date_today (m->work->now - 2 * DAY_MS), *due = tn_petition_due ("support", taken);
  tn_edit_set_text (m->edit, &id, "topic", "support");
  tn_edit_set_text (m->edit, &id, "text", "Người phát quà giữ lại nhiều phần cho nhà mình.");
  tn_edit_set_bool (m->edit, &id, "anonymous", TRUE);
  tn_edit_set_int (m->edit, &id, "at", tn_day_start (m->work->now, -2));
  tn_edit_set_text (m->edit, &id, "due", due);
  tn_edit_set_text (m->edit, &id, "state", "open");
  if (m->quarters->len)
    tn_edit_set_ref (m->edit, &id, "area", &g_array_index (m->quarters, TnId, 0));
}

gboolean
tn_practice_petitions (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) quarters = tn_practice_quarters (work, error);
  g_autoptr (TnEdit) edit = tn_edit_new ("Phản ánh, kiến nghị");
  Maker m = { work, edit, quarters };
  if (!quarters)
    return FALSE;
  if (!work->households->len)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (petitions); i++)
    add_petition (&m, i);
  add_report (&m);
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
