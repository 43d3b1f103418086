/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-ward-private.h"
#include "tn-json.h"

#define CAMPAIGNS 60
#define ANSWERS 400
#define ALLEYS 300      /* that were ever set apart from their quarter */
#define MOVEMENTS 200
#define SURVEYS 16
#define QUESTIONS 8

static const char *const topics[] = { "prevention", "vaccination", "care", "support", "answers" };

/* Some to come, some under way, most over; the first one is for everybody in the whole ward. */
static void
put_campaigns (DeskMaker *m)
{
  static const char *const audiences[] = { "all", "elderly", "children", "lodgers", "unvaccinated", "workers" };
  for (int i = 0; i < CAMPAIGNS; i++) {
    g_autofree char *from = ward_maker_day (m->w, i * 3 - 9), *to = ward_maker_day (m->w, i * 3 - 30), *area = g_strdup ("");
    TnIdStr unit;
    tn_id_format (ward_maker_any (m->w, m->w->units), unit);
    if (i % 3 == 2) {
      g_free (area);
      area = g_strdup_printf ("\"area\":\"%s\",", unit);
    }
    TnId id = ward_maker_put (m->w, "campaign", NULL, "{%s\"audience\":\"%s\",\"from\":\"%s\",\"message\":\"Đeo khẩu trang, khai báo khi sốt.\",\"name\":\"Đợt tuyên truyền %d\",\"to\":\"%s\",\"topic\":\"%s\"}", area,
                              audiences[i % G_N_ELEMENTS (audiences)], i ? from : "2021-01-01", i, i ? to : "2099-01-01", topics[i % G_N_ELEMENTS (topics)]);
    if (i == 0) m->first->campaign = id;
  }
}

static void
put_answers (DeskMaker *m)
{
  static const char *const about[] = { "tiêm mũi nhắc lại", "cách ly tại nhà", "gói hỗ trợ", "giấy đi đường", "thuốc hạ sốt", "xét nghiệm", "bảo hiểm thất nghiệp", "đi học lại" };
  TnIdStr before = "";
  for (int i = 0; i < ANSWERS; i++) {
    g_autofree char *from = ward_maker_day (m->w, i % DESK_DAYS + 30), *to = ward_maker_day (m->w, i % DESK_DAYS - 90), *by = i % 7 == 6 ? g_strdup_printf (",\"replaced_by\":\"%s\"", before) : g_strdup ("");
    m->first->answer = ward_maker_put (m->w, "official_answer", NULL, "{\"answer\":\"Theo văn bản của Sở, người dân thực hiện như sau: mang theo giấy tờ, đến đúng giờ hẹn, giữ khoảng cách (%d).\","
                                       "\"question\":\"Hỏi về %s, câu %d\"%s,\"source\":\"Sở Y tế\",\"topic\":\"%s\",\"valid_from\":\"%s\",\"valid_to\":\"%s\"}", i, about[i % G_N_ELEMENTS (about)], i, by,
                                       topics[i % G_N_ELEMENTS (topics)], from, to);
    tn_id_format (&m->first->answer, before);
  }
}

static void
put_places (DeskMaker *m)
{
  static const char *const levels[] = { "green", "green", "near_green", "yellow", "orange", "red" }, *const states[] = { "registered", "recognised", "ended" };
  for (guint i = 0; i < desk_share (m, 20); i++) {
    g_autofree char *day = desk_some_day (m), *alley = i % 3 ? g_strdup_printf ("\"alley\":\"Hẻm %d\",", 10 + g_rand_int_range (m->w->rand, 0, ALLEYS)) : g_strdup ("");
    TnIdStr area;
    tn_id_format (*alley ? &m->ward->quarters[i % 4] : ward_maker_any (m->w, m->w->units), area);
    ward_maker_put (m->w, "zone", NULL, "{%s\"area\":\"%s\",\"from\":\"%s\",\"level\":\"%s\"}", alley, area, day, WARD_PICK (m->w, levels));
  }
  for (guint i = 0; i < MOVEMENTS; i++) {
    g_autofree char *day = desk_some_day (m);
    TnIdStr area;
    tn_id_format (ward_maker_any (m->w, m->w->units), area);
    m->first->movement = ward_maker_put (m->w, "movement", NULL, "{\"area\":\"%s\",\"from\":\"%s\",\"lead\":\"Cô Ba\",\"members\":%u,\"name\":\"Mô hình %u\",\"state\":\"%s\",\"type\":\"green_zone\"}", area, day, 5 + i % 30, i,
                                         states[i % G_N_ELEMENTS (states)]);
  }
}

/* ---- surveys ---- */

static const char *const types[QUESTIONS] = { "yes_no", "scale", "one", "several", "number", "yes_no", "scale", "one" };

static void
append_said (DeskMaker *m, GString *answers, const char *type)
{
  int any = g_rand_int_range (m->w->rand, 1, 6);
  if (g_str_equal (type, "number")) g_string_append_printf (answers, "%d", any);
  else if (g_str_equal (type, "yes_no")) g_string_append (answers, any % 2 ? "[\"yes\"]" : "[\"no\"]");
  else if (g_str_equal (type, "scale")) g_string_append_printf (answers, "[\"%d\"]", any);
  else g_string_append_printf (answers, "[\"Ý %d\"]", (any - 1) % 4 + 1);
}

static void
put_sheet (DeskMaker *m, const TnId *survey, const TnId *questions)
{
  g_autoptr (GString) answers = g_string_new ("{"), quoted = g_string_new (NULL);
  g_autofree char *day = desk_some_day (m);
  TnIdStr s, area;
  tn_id_format (survey, s);
  tn_id_format (&m->ward->quarters[g_rand_int_range (m->w->rand, 0, 4)], area);
  for (guint q = 0; q < QUESTIONS; q++) {
    TnIdStr id;
    tn_id_format (&questions[q], id);
    g_string_append_printf (answers, "%s\"%s\":", q ? "," : "", id);
    append_said (m, answers, types[q]);
  }
  g_string_append_c (answers, '}');
  tn_json_append_string (quoted, answers->str, -1);
  ward_maker_put (m->w, "survey_sheet", survey, "{\"answers\":%s,\"area\":\"%s\",\"day\":\"%s\",\"survey\":\"%s\"}", quoted->str, area, day, s);
}

/* Half of all sheets are of the first one. */
static void
put_surveys (DeskMaker *m)
{
  guint n = desk_share (m, 60);
  for (guint i = 0; i < SURVEYS; i++) {
    TnId survey = ward_maker_put (m->w, "survey", NULL, "{\"from\":\"2021-10-01\",\"state\":\"%s\",\"title\":\"Khảo sát %u\",\"to\":\"2099-12-31\"}", i % 4 == 3 ? "draft" : i % 4 == 2 ? "closed" : "open", i), questions[QUESTIONS];
    TnIdStr s;
    tn_id_format (&survey, s);
    for (guint q = 0; q < QUESTIONS; q++)
      questions[q] = ward_maker_put (m->w, "survey_question", &survey, "{%s\"place\":%u,\"survey\":\"%s\",\"text\":\"Câu hỏi %u\",\"type\":\"%s\"}",
                                     g_str_equal (types[q], "one") || g_str_equal (types[q], "several") ? "\"choices\":\"Ý 1\\nÝ 2\\nÝ 3\\nÝ 4\"," : "", q + 1, s, q + 1, types[q]);
    if (i == 0) m->first->survey = survey;
    for (guint k = 0; k < (i == 0 ? n / 2 : n / 2 / (SURVEYS - 1)); k++) put_sheet (m, &survey, questions);
  }
}

void
desk_ward_put_words (DeskMaker *m)
{
  put_campaigns (m);
  put_answers (m);
  put_places (m);
  put_surveys (m);
}
