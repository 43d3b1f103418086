/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three campaigns, of which one is over, and a dozen official answers: one was replaced when a decision was, one has expired. Numbers of documents are those
 * of public ones where there is one; the words are ours. */
#include "tn-practice-work.h"
#include <string.h>
#include "tn-date.h"
#include "tn-today.h"

#define OPEN 0   /* no last day */

static const struct { const char *name, *topic, *audience, *message, *material, *lead; int from, to, quarter; } campaigns[] = {
  { "Ở nhà vẫn an toàn: 5K và xét nghiệm khi có triệu chứng", "prevention", "all", "Đeo khẩu trang, giữ khoảng cách, có ho sốt thì báo tổ COVID cộng đồng ngay, không tự đi mua thuốc.",
    "Tờ rơi A5, mỗi nhà một tờ", "Hội Phụ nữ phường", -14, 7, -1 },
  { "Mũi nhắc lại cho người cao tuổi", "vaccination", "elderly", "Người từ 60 tuổi được tiêm mũi nhắc lại; ai không đi lại được thì đăng ký tiêm tại nhà với trạm y tế.", "Phiếu đăng ký tiêm tại nhà",
    "Trạm y tế", -9, 12, -1 },
  { "F0 tại nhà: khi nào phải gọi ngay", "care", "all", "Thở gấp, SpO2 xuống thấp, đau ngực, tím môi: gọi 115 hoặc trạm y tế lưu động ngay, đừng chờ sáng.", "Thẻ dán cửa có số điện thoại",
    "Đội tình nguyện Áo Xanh", -21, -6, -1 },
};

/* replaced_by: index of the one in its place, -1 = none. from, to: days from today. */
static const struct { const char *question, *answer, *topic, *source, *document; int from, to, replaced_by; } answers[] = {
  { "F0 nhẹ cách ly tại nhà bao nhiêu ngày?", "Mười bốn ngày và xét nghiệm âm tính.", "care", "Bộ Y tế", "QĐ 4038/QĐ-BYT", -120, OPEN, 1 },
  { "F0 nhẹ cách ly tại nhà bao nhiêu ngày?", "Bảy ngày, xét nghiệm nhanh âm tính thì kết thúc; còn dương tính thì thêm ba ngày nếu đã tiêm đủ liều.", "care", "Bộ Y tế", "QĐ 261/QĐ-BYT", -20, OPEN, -1 },
  { "Lao động tự do được hỗ trợ bao nhiêu?", "Mức 50.000 đồng một ngày theo nghị quyết của Hội đồng nhân dân Thành phố. Nộp đơn tại phường, không mất phí.", "support", "HĐND Thành phố", "NQ 09/2021/NQ-HĐND", -90, OPEN, -1 },
  { "Tạm hoãn hợp đồng thì được nhận bao nhiêu?", "1.855.000 đồng nếu nghỉ từ 15 ngày đến dưới 1 tháng; 3.710.000 đồng nếu từ 1 tháng trở lên. Công ty nộp hồ sơ.", "support", "Chính phủ", "NQ 68/NQ-CP", -140, OPEN, -1 },
  { "Hộ kinh doanh phải đóng cửa được hỗ trợ gì?", "3.000.000 đồng một lần cho hộ có đăng ký phải ngừng từ 15 ngày liên tục.", "support", "Chính phủ", "NQ 68/NQ-CP", -140, OPEN, -1 },
  { "Gói hỗ trợ đợt 3 ai được nhận?", "Mỗi người đang ở phường 1.000.000 đồng một lần, thường trú hay tạm trú như nhau. Danh sách dán ở bảng tin khu phố.", "support", "UBND Thành phố", "Gói hỗ trợ đợt 3", -60, OPEN, -1 },
  { "Đi chợ có cần phiếu ngày chẵn, ngày lẻ không?", "Có: mỗi hộ hai phiếu một tuần.", "prevention", "UBND phường", "Thông báo phường", -80, -25, -1 },
  { "Trẻ 12 tuổi tiêm vắc-xin ở đâu?", "Tiêm tại trường; em nào không đi học thì tiêm tại trạm y tế, có cha mẹ đi cùng và ký phiếu đồng ý.", "vaccination", "Bộ Y tế", "8688/BYT-DP", -70, OPEN, -1 },
  { "SpO2 bao nhiêu thì phải gọi?", "Từ 96 % trở xuống thì đo lại sau nửa phút đến một phút; vẫn thấp thì gọi ngay trạm y tế lưu động.", "care", "Bộ Y tế", "QĐ 261/QĐ-BYT", -20, OPEN, -1 },
  { "Uống thuốc kháng vi-rút có phải trả tiền không?", "Không. Thuốc do trạm y tế lưu động cấp, có bác sĩ chỉ định và phiếu đồng ý; ai bán là sai.", "care", "Sở Y tế", NULL, -50, 60, -1 },
  { "Xông hơi, ăn tỏi có hết COVID không?", "Không có bằng chứng. Xông có thể gây bỏng; vẫn phải theo dõi hơi thở và SpO2 hai lần một ngày.", "answers", "Sở Y tế", NULL, -50, OPEN, -1 },
  { "Tiêm rồi có phải khai báo khi bị ho sốt không?", "Có. Báo tổ COVID cộng đồng để được xét nghiệm và phát túi thuốc; không ai bị đưa đi cách ly tập trung nếu nhẹ.", "prevention", "UBND phường", NULL, -30, 45, -1 },
};

static void
set_day (const TnPracticeWork *work, TnEdit *edit, const TnId *id, const char *field, int days)
{
  g_autofree char *day = tn_date_today (tn_day_start (work->now, days));
  tn_edit_set_text (edit, id, field, day);
}

static void
add_campaign (const TnPracticeWork *work, TnEdit *edit, const GArray *quarters, guint i)
{
  TnId id = tn_edit_create (edit, "campaign", NULL);
  tn_edit_set_text (edit, &id, "name", campaigns[i].name);
  tn_edit_set_text (edit, &id, "topic", campaigns[i].topic);
  tn_edit_set_text (edit, &id, "audience", campaigns[i].audience);
  tn_edit_set_text (edit, &id, "message", campaigns[i].message);
  tn_edit_set_text (edit, &id, "material", campaigns[i].material);
  tn_edit_set_text (edit, &id, "lead", campaigns[i].lead);
  set_day (work, edit, &id, "from", campaigns[i].from);
  set_day (work, edit, &id, "to", campaigns[i].to);
  if (campaigns[i].quarter >= 0 && (guint) campaigns[i].quarter < quarters->len)
    tn_edit_set_ref (edit, &id, "area", &g_array_index (quarters, TnId, campaigns[i].quarter));
}

static void
add_answers (const TnPracticeWork *work, TnEdit *edit)
{
  TnId ids[G_N_ELEMENTS (answers)];
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    ids[i] = tn_edit_create (edit, "official_answer", NULL);
    tn_edit_set_text (edit, &ids[i], "question", answers[i].question);
    tn_edit_set_text (edit, &ids[i], "answer", answers[i].answer);
    tn_edit_set_text (edit, &ids[i], "topic", answers[i].topic);
    tn_edit_set_text (edit, &ids[i], "source", answers[i].source);
    tn_edit_set_text (edit, &ids[i], "document", answers[i].document);
    set_day (work, edit, &ids[i], "valid_from", answers[i].from);
    if (answers[i].to != OPEN)
      set_day (work, edit, &ids[i], "valid_to", answers[i].to);
  }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (answers[i].replaced_by >= 0)
      tn_edit_set_ref (edit, &ids[i], "replaced_by", &ids[answers[i].replaced_by]);
}

gboolean
tn_practice_information (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) quarters = tn_practice_quarters (work, error);
  g_autoptr (TnEdit) edit = tn_edit_new ("Đợt tuyên truyền, thông tin chính thống");
  if (!quarters)
    return FALSE;
  if (!work->households->len)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (campaigns); i++)
    add_campaign (work, edit, quarters, i);
  add_answers (work, edit);
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
