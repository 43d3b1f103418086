/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evening-ward.h"
#include "ward-maker.h"

#define DAYS 180
#define TEAMS 20   /* that walk in one evening, each a round of its own */
#define DAY_MS G_GINT64_CONSTANT (86400000)

typedef struct { WardMaker *w; EveningCounts *counts; } Maker;

/* What was told at a door where somebody was met, and at every tenth what is needed there: reach and needs are counted from it. */
static void
put_visit (Maker *m, const TnId *household, gint64 at, const char *result)
{
  static const char *const needs[] = { "", "", "", "", "", "", "", "", "", "\"need_food\":true,", "\"need_food\":true,\"need_money\":true,", "\"need_medicine\":true," };
  static const char *const told[] = { "", ",\"told_prevention\":true", ",\"told_care\":true,\"told_prevention\":true", ",\"told_support\":true", ",\"told_answers\":true", ",\"told_vaccination\":true" };
  gboolean met = g_str_equal (result, "met");
  TnIdStr home;
  tn_id_format (household, home);
  ward_maker_put (m->w, "visit", household, "{\"at\":%" G_GINT64_FORMAT ",\"household\":\"%s\",%s\"result\":\"%s\"%s}", at, home, met ? WARD_PICK (m->w, needs) : "", result,
                  met ? WARD_PICK (m->w, told) : "");
  m->counts->visits++;
}

/* An evening: a round with its doors, each knocked at once it is past. Tonight's are open. */
static void
put_round (Maker *m, int back, guint n_stops)
{
  static const char *const results[] = { "met", "met", "met", "met", "absent", "absent", "refused", "moved" };
  g_autofree char *day = ward_maker_day (m->w, back);
  TnId round = ward_maker_put (m->w, "round", NULL, "{\"evening\":\"%s\",\"look_for\":\"all\",\"name\":\"Round\",\"state\":\"%s\"}", day, back ? "closed" : "planned");
  TnIdStr round_text, home;
  tn_id_format (&round, round_text);
  m->counts->rounds++;
  for (guint i = 0; i < n_stops; i++) {
    const TnId *household = ward_maker_any (m->w, m->w->households);
    const char *result = results[g_rand_int_range (m->w->rand, 0, G_N_ELEMENTS (results))];
    tn_id_format (household, home);
    ward_maker_put (m->w, "stop", household, "{\"household\":\"%s\",\"number\":%u,\"position\":%u,\"round\":\"%s\",\"state\":\"%s\"}", home, i + 1, i, round_text,
                    back == 0 ? "open" : g_str_equal (result, "met") ? "done" : result);
    m->counts->stops++;
    if (!back) continue;
    put_visit (m, household, m->w->now - back * DAY_MS + i * 60000, result);
  }
}

static void
put_contacts (Maker *m, const TnId *home_case, const char *case_text, int back)
{
  g_autofree char *next = ward_maker_day (m->w, back > 10 ? back - 10 : 0);
  for (guint i = 0; i < 2; i++) {
    TnIdStr text;
    TnId contact = ward_maker_put (m->w, "contact", home_case, "{\"home_case\":\"%s\",\"name\":\"Trần Văn %u\",\"next_call\":\"%s\",\"state\":\"%s\"}", case_text, m->w->n_ids, next,
                                    back > 14 ? "ended" : "watching");
    tn_id_format (&contact, text);
    m->counts->contacts++;
    for (int call = 0; call < 3; call++, m->counts->calls++)
      ward_maker_put (m->w, "call", &contact, "{\"at\":%" G_GINT64_FORMAT ",\"contact\":\"%s\",\"result\":\"well\"}", m->w->now - (back - call) * DAY_MS, text);
  }
}

/* Ten days of two checks; who fell ill lately is still watched. */
static void
put_case (Maker *m, int back)
{
  const TnId *person = ward_maker_any (m->w, m->w->people);
  g_autofree char *day = ward_maker_day (m->w, back);
  TnIdStr person_text, text;
  tn_id_format (person, person_text);
  TnId home_case = ward_maker_put (m->w, "home_case", person, "{\"opened\":\"%s\",\"person\":\"%s\",\"source\":\"unknown\",\"state\":\"%s\"}", day, person_text, back > 10 ? "closed" : "open");
  tn_id_format (&home_case, text);
  m->counts->cases++;
  for (int i = 0; i < 20 && back * 2 - i > 0; i++, m->counts->checks++)
    ward_maker_put (m->w, "health_check", &home_case, "{\"at\":%" G_GINT64_FORMAT ",\"breathing\":%d,\"home_case\":\"%s\",\"part\":\"%s\",\"pulse\":%d,\"spo2\":%d,\"temperature\":37.%d}",
         m->w->now - back * DAY_MS + i * DAY_MS / 2, g_rand_int_range (m->w->rand, 14, 20), text, i % 2 ? "afternoon" : "morning", g_rand_int_range (m->w->rand, 60, 110),
         g_rand_int_range (m->w->rand, 97, 100), g_rand_int_range (m->w->rand, 0, 9));
  put_contacts (m, &home_case, text, back);
  ward_maker_put (m->w, "test", person, "{\"date\":\"%s\",\"method\":\"rapid\",\"person\":\"%s\",\"result\":\"positive\"}", day, person_text);
  m->counts->tests++;
  if (m->counts->cases % 5) return;
  ward_maker_put (m->w, "referral", person, "{\"due\":\"%s\",\"group\":\"patient\",\"intake\":\"%s\",\"person\":\"%s\",\"state\":\"%s\"}", day, day, person_text, back > 5 ? "closed" : "open");
  m->counts->referrals++;
}

/* As many volunteers as the widest norm asks for, and every alley of each quarter in some team's hands: what Today counts gaps from. */
static void
put_teams (Maker *m, const PracticeWard *ward)
{
  for (guint i = 0; i < m->w->households->len / 80; i++) {
    const TnId *quarter = &ward->quarters[i % G_N_ELEMENTS (ward->quarters)];
    TnIdStr team_text, area;
    TnId team = ward_maker_put (m->w, "team", NULL, "{\"name\":\"Tổ %u\",\"type\":\"community_covid\"}", i + 1);
    tn_id_format (&team, team_text);
    tn_id_format (quarter, area);
    for (guint alley = 0; alley < 3; alley++)
      ward_maker_put (m->w, "team_area", NULL, "{\"alley\":\"Hẻm %u\",\"area\":\"%s\",\"team\":\"%s\"}", 10 + i * 3 + alley, area, team_text);
    for (guint member = 0; member < 4; member++, m->counts->volunteers++)
      ward_maker_put (m->w, "volunteer", NULL, "{\"area\":\"%s\",\"birth\":\"1970\",\"core_member\":true,\"hours\":\"18:00\",\"knows_policy\":true,\"name\":\"Lê Văn %u\","
           "\"phone\":\"02800000001\",\"role\":\"%s\",\"skills\":\"Y tá\",\"team\":\"%s\"}", area, m->w->n_ids, member ? "member" : "leader", team_text);
  }
}

void
evening_ward_fill (WardMaker *w, const PracticeWard *ward, guint n, EveningCounts *counts)
{
  Maker m = { w, counts };
  guint before = w->total;
  *counts = (EveningCounts) { 0 };
  put_teams (&m, ward);
  /* of what an evening leaves, one third stops, one third visits, the rest patients and those around them */
  guint per_day = n / 3 / DAYS, cases_per_day = MAX (1, n / 3 / DAYS / 30);
  for (int back = DAYS; back >= 0; back--) {
    for (guint t = 0; t < TEAMS; t++) put_round (&m, back, per_day / TEAMS);
    for (guint i = 0; i < cases_per_day; i++) put_case (&m, back);
  }
  counts->total = w->total - before;
}

void
evening_ward_add (PracticeWard *ward, guint n, gint64 now, EveningCounts *counts)
{
  WardMaker w;
  ward_maker_begin (&w, ward, now, 6);
  evening_ward_fill (&w, ward, n, counts);
  ward_maker_end (&w);
}
