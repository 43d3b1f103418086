/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two surveys: one closed with 200 sheets, one open that closes in two days. Sheets go through the rule of work/, as from a door. */
#include "tn-practice-work.h"
#include "tn-date.h"
#include "tn-survey.h"
#include "tn-today.h"

#define MOST_QUESTIONS 4

/* Chances in a hundred of each choice, of several each for itself; of a number: the most. */
typedef struct { const char *text, *type, *choices; int chances[6]; } Question;

static const struct { const char *title, *purpose; int from, to, n_sheets; gboolean closed; Question questions[MOST_QUESTIONS]; } surveys[] = {
  { "Sau giãn cách, bà con cần gì nhất?", "Sắp xếp việc hỗ trợ tháng tới.", -28, -8, 200, TRUE,
    { { "Nhà mình cần gì nhất lúc này?", "several", "Gạo, đồ ăn\nTiền thuê nhà\nViệc làm\nThuốc, khám bệnh\nMáy học cho con", { 45, 38, 41, 22, 27 } },
      { "Thu nhập so với trước dịch?", "one", "Như trước\nGiảm một nửa\nGần như không còn", { 22, 51, 27 } },
      { "Đã nhận được hỗ trợ nào chưa?", "yes_no", NULL, { 74, 26 } },
      { "Hài lòng với việc hỗ trợ? (1 chưa, 5 rất hài lòng)", "scale", NULL, { 6, 11, 25, 36, 22 } } } },
  { "Con em học trực tuyến thế nào?", "Gửi nhà trường.", -5, 2, 24, FALSE,
    { { "Nhà có mấy con đang học?", "number", NULL, { 4 } },
      { "Các con học bằng gì?", "one", "Máy tính\nĐiện thoại riêng\nDùng chung điện thoại của cha mẹ\nChưa học được", { 24, 33, 35, 8 } },
      { "Mạng ở nhà có đủ không?", "yes_no", NULL, { 63, 37 } } } },
};

static TnSurveyAnswer
pick_answer (GRand *rand, const Question *question)
{
  TnSurveyAnswer answer = TN_SURVEY_NO_ANSWER;
  int left = g_rand_int_range (rand, 0, 100);
  if (g_rand_int_range (rand, 0, 100) < 4)   /* some leave one out */
    return answer;
  if (g_str_equal (question->type, "number")) {
    answer.number = g_rand_int_range (rand, 1, question->chances[0] + 1);
    return answer;
  }
  if (g_str_equal (question->type, "several")) {
    for (guint i = 0; i < G_N_ELEMENTS (question->chances); i++)
      answer.bits |= g_rand_int_range (rand, 0, 100) < question->chances[i] ? 1u << i : 0;
    return answer;
  }
  for (guint i = 0; i < G_N_ELEMENTS (question->chances) && !answer.bits; left -= question->chances[i++])
    answer.bits = left < question->chances[i] ? 1u << i : 0;
  return answer;
}

static gboolean
write_survey (TnPracticeWork *work, guint i, TnId *survey, GError **error)
{
  TnEdit *edit = tn_edit_new ("Khảo sát");
  g_autofree char *from = tn_date_today (tn_day_start (work->now, surveys[i].from)), *to = tn_date_today (tn_day_start (work->now, surveys[i].to));
  *survey = tn_edit_create (edit, "survey", NULL);
  tn_edit_set_text (edit, survey, "title", surveys[i].title);
  tn_edit_set_text (edit, survey, "purpose", surveys[i].purpose);
  tn_edit_set_text (edit, survey, "from", from);
  tn_edit_set_text (edit, survey, "to", to);
  tn_edit_set_text (edit, survey, "state", "open");
  for (guint q = 0; q < MOST_QUESTIONS && surveys[i].questions[q].text; q++) {
    TnId id = tn_edit_create (edit, "survey_question", NULL);
    tn_edit_set_ref (edit, &id, "survey", survey);
    tn_edit_set_int (edit, &id, "place", (q + 1) * 10);
    tn_edit_set_text (edit, &id, "text", surveys[i].questions[q].text);
    tn_edit_set_text (edit, &id, "type", surveys[i].questions[q].type);
    tn_edit_set_text (edit, &id, "choices", surveys[i].questions[q].choices);
  }
  return tn_practice_write (work, edit, error);
}

/* Most quarters have many; the last that is filled in has two, which are not told. */
static gboolean
write_sheet (TnPracticeWork *work, guint i, const TnId *survey, const GArray *quarters, guint n, GError **error)
{
  TnSurveyAnswer answers[MOST_QUESTIONS];
  guint n_answers = 0, last = MIN (quarters->len, 6), at = last > 1 && n < 2 ? last - 1 : last > 1 ? (guint) g_rand_int_range (work->rand, 0, (gint32) last - 1) : 0;
  for (; n_answers < MOST_QUESTIONS && surveys[i].questions[n_answers].text; n_answers++)
    answers[n_answers] = pick_answer (work->rand, &surveys[i].questions[n_answers]);
  answers[0] = answers[0].bits || answers[0].number >= 0 ? answers[0] : surveys[i].questions[0].choices ? (TnSurveyAnswer) { 1, -1 } : (TnSurveyAnswer) { 0, 1 };
  int last_day = MIN (surveys[i].to, 0);
  g_autofree char *day = tn_date_today (tn_day_start (work->now, g_rand_int_range (work->rand, surveys[i].from, last_day + 1)));
  TnEdit *edit = tn_survey_fill (work->copy, survey, quarters->len ? &g_array_index (quarters, TnId, at) : NULL, day, answers, n_answers, error);
  return edit && tn_practice_write (work, edit, error);
}

static gboolean
add_survey (TnPracticeWork *work, guint i, const GArray *quarters, GError **error)
{
  TnId survey;
  if (!write_survey (work, i, &survey, error))
    return FALSE;
  for (int n = 0; n < surveys[i].n_sheets; n++)
    if (!write_sheet (work, i, &survey, quarters, (guint) n, error))
      return FALSE;
  if (!surveys[i].closed)
    return TRUE;
  TnEdit *edit = tn_survey_set_open (work->copy, &survey, FALSE, error);
  return edit && tn_practice_write (work, edit, error);
}

gboolean
tn_practice_surveys (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) quarters = tn_practice_quarters (work, error);
  if (!quarters)
    return FALSE;
  for (guint i = 0; work->households->len && i < G_N_ELEMENTS (surveys); i++)
    if (!add_survey (work, i, quarters, error))
      return FALSE;
  return TRUE;
}
