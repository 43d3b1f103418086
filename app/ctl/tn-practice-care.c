/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice ward's professionals and three weeks of referrals: some open, of which two should have been taken by now, some taken, some closed. */
#include "tn-practice-work.h"
#include "tn-care.h"
#include "tn-date.h"

static const struct { const char *name, *skill, *practice, *hours; int limit; } professionals[] = {
  { "BS. Đinh Công Trực", "doctor", "retired", "Sáng thứ 2, 4, 6: 8:00 đến 11:00", 4 },
  { "BS. Mai Thị Cẩm Tú", "doctor", "private", "Tối 19:00 đến 21:00", 2 },
  { "ĐD. Tống Thị Hiền", "nurse", "public", "Chiều thứ 7", 3 },
  { "DS. Lâm Gia Hân", "pharmacist", "private", "Cả ngày, gọi trước", 0 },
  { "Hoàng Thị Thanh Nhã", "psychologist", "private", "Tối thứ 3, thứ 5: 18:30 đến 20:30", 3 },
  { "Cao Đăng Khánh", "psychologist", "public", "Sáng chủ nhật", 2 },
  { "Tạ Thị Lệ", "social_worker", "public", "Giờ hành chính", 6 },
  { "LS. Quách Tuấn Anh", "lawyer", "private", "Chiều thứ 6: 14:00 đến 17:00", 2 },
  { "Cô giáo Ninh Thị Phương", "teacher", "retired", "Chiều 14:00 đến 16:00", 0 },
};

/* taker: number of the professional, -1 = nobody; taken and closed: days after the intake. */
static const struct { const char *group, *urgency, *need; int days_ago, taker, taken, closed; const char *outcome, *note; } referrals[] = {
  { "bereaved", "days", "Chồng mất tháng 8, từ đó không ngủ được, không muốn gặp ai.", 6, -1, 0, 0, NULL, NULL },
  { "alone", "days", "Ở một mình, mấy hôm nay không nấu ăn.", 5, -1, 0, 0, NULL, NULL },
  { "patient", "now", "Khỏi bệnh ba tuần, hay hoảng, thở gấp về đêm.", 0, -1, 0, 0, NULL, NULL },
  { "lost_job", "weeks", "Mất việc từ tháng 6, nợ tiền nhà, vợ chồng cãi nhau.", 4, -1, 0, 0, NULL, NULL },
  { "orphan", "weeks", "Mồ côi mẹ, bỏ học trực tuyến.", 2, -1, 0, 0, NULL, NULL },
  { "bereaved", "days", "Mất con, khóc suốt ngày.", 12, 4, 1, 0, NULL, NULL },
  { "orphan", "days", "Hai anh em ở với bà, bé nhỏ không nói chuyện.", 15, 4, 2, 0, NULL, NULL },
  { "alone", "weeks", "Cụ bà đi lại khó, cần người nói chuyện hằng tuần.", 18, 6, 5, 0, NULL, NULL },
  { "patient", "days", "Ho kéo dài sau khi khỏi, lo lắng nhiều.", 9, 0, 0, 0, NULL, NULL },
  { "lost_job", "weeks", "Bị đòi tiền trọ, hỏi về hợp đồng thuê.", 10, 7, 3, 0, NULL, NULL },
  { "front_line", "days", "Trực chốt bốn tháng, kiệt sức.", 20, 5, 2, 12, "better", "Đã nghỉ phép, ngủ được." },
  { "bereaved", "now", "Nói không muốn sống nữa.", 19, 4, 0, 7, "sent_on", "Bệnh viện Tâm thần nhận khám, có người nhà đi cùng." },
  { "alone", "days", "Cụ ông bỏ thuốc huyết áp.", 17, 2, 1, 9, "better", "Uống thuốc lại đều." },
  { "lost_job", "weeks", "Xin tư vấn bảo hiểm thất nghiệp.", 21, 7, 4, 11, "going_on", "Đang làm hồ sơ ở quận." },
  { "patient", "days", "Không muốn ai đến nhà.", 14, 1, 2, 5, "declined", NULL },
};

typedef struct { TnPracticeWork *work; TnEdit *edit; GArray *people, *volunteers; TnId professionals[G_N_ELEMENTS (professionals)]; } Maker;

static char *
day (Maker *m, int days_ago)
{
  return tn_date_today (m->work->now - (gint64) days_ago * 86400000);
}

/* Grown-ups of homes all over the ward, one of each. */
static gboolean
pick_people (Maker *m, GError **error)
{
  GArray *households = m->work->households;
  guint step = MAX (households->len / G_N_ELEMENTS (referrals), 1);
  for (guint i = step / 2; i < households->len && m->people->len < G_N_ELEMENTS (referrals); i += step) {
    g_autoptr (GPtrArray) people = tn_query_children (m->work->copy, "person", &g_array_index (households, TnId, i), error);
    if (!people)
      return FALSE;
    if (people->len)
      g_array_append_val (m->people, ((TnRow *) people->pdata[0])->id);
  }
  return TRUE;
}

static void
add_professional (Maker *m, guint i)
{
  TnId id = m->professionals[i] = tn_edit_create (m->edit, "professional", NULL);
  g_autofree char *phone = g_strdup_printf ("0280%07d", g_rand_int_range (m->work->rand, 0, 10000000));
  tn_edit_set_text (m->edit, &id, "name", professionals[i].name);
  tn_edit_set_text (m->edit, &id, "skill", professionals[i].skill);
  tn_edit_set_text (m->edit, &id, "practice", professionals[i].practice);
  tn_edit_set_text (m->edit, &id, "hours", professionals[i].hours);
  tn_edit_set_text (m->edit, &id, "phone", phone);
  if (professionals[i].limit)
    tn_edit_set_int (m->edit, &id, "limit", professionals[i].limit);
}

static void
add_referral (Maker *m, guint i)
{
  TnId id = tn_edit_create (m->edit, "referral", NULL);
  g_autofree char *intake = day (m, referrals[i].days_ago), *due = tn_care_due (referrals[i].urgency, intake);
  gboolean closed = referrals[i].outcome != NULL, taken = referrals[i].taker >= 0;
  tn_edit_set_ref (m->edit, &id, "person", &g_array_index (m->people, TnId, i));
  tn_edit_set_text (m->edit, &id, "group", referrals[i].group);
  tn_edit_set_text (m->edit, &id, "urgency", referrals[i].urgency);
  tn_edit_set_text (m->edit, &id, "need", referrals[i].need);
  tn_edit_set_text (m->edit, &id, "intake", intake);
  tn_edit_set_text (m->edit, &id, "due", due);
  tn_edit_set_text (m->edit, &id, "state", closed ? "closed" : taken ? "taken" : "open");
  tn_edit_set_text (m->edit, &id, "note", referrals[i].note);
  if (m->volunteers->len)
    tn_edit_set_ref (m->edit, &id, "by", &g_array_index (m->volunteers, TnId, i % m->volunteers->len));
  if (taken) {
    tn_edit_set_ref (m->edit, &id, "taken_by", &m->professionals[referrals[i].taker]);
    tn_practice_set_day (m->work, m->edit, &id, "taken_on", referrals[i].days_ago - referrals[i].taken);
  }
  if (closed) {
    tn_edit_set_text (m->edit, &id, "outcome", referrals[i].outcome);
    tn_practice_set_day (m->work, m->edit, &id, "closed", referrals[i].days_ago - referrals[i].closed);
  }
}

gboolean
tn_practice_care (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (TnId)), volunteers = tn_query_ids (work->copy, "volunteer", error);
  g_autoptr (TnEdit) edit = tn_edit_new ("Giới thiệu, chuyển tuyến");
  Maker m = { work, edit, people, volunteers, { { { 0 } } } };
  if (!volunteers || !pick_people (&m, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (professionals); i++)
    add_professional (&m, i);
  for (guint i = 0; i < people->len; i++)
    add_referral (&m, i);
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
