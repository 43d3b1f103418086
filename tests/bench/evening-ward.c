/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evening-ward.h"
#include "tn-projection.h"

#define DAYS 180
#define TEAMS 20   /* that walk in one evening, each a round of its own */
#define DAY_MS G_GINT64_CONSTANT (86400000)

typedef struct {
  TnCopy *copy;
  GRand *rand;
  GArray *households, *people;   /* TnId */
  gint64 now;
  guint n_ids;
  EveningCounts *counts;
} Maker;

static void
check (gboolean done, const GError *error)
{
  if (!done) g_error ("%s", error ? error->message : "no answer");
}

static TnId
next_id (Maker *m)
{
  TnId id = { { 0x01, 0x7e } };
  guint32 n = GUINT32_TO_BE (++m->n_ids), noise = g_rand_int (m->rand);
  memcpy (id.b + 2, &n, 4);
  id.b[6] = 0x70;
  id.b[8] = 0x80;
  memcpy (id.b + 12, &noise, 4);
  return id;
}

static const TnId *
any (Maker *m, GArray *ids)
{
  return &g_array_index (ids, TnId, g_rand_int_range (m->rand, 0, (gint32) ids->len));
}

static TnId put (Maker *m, const char *kind, const TnId *parent, const char *format, ...) G_GNUC_PRINTF (4, 5);

static TnId
put (Maker *m, const char *kind, const TnId *parent, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *body = g_strdup_vprintf (format, args);
  va_end (args);
  g_autoptr (GError) error = NULL;
  TnId id = next_id (m);
  TnStmt *stmt = tn_db_prepare (tn_copy_db (m->copy),
    "INSERT INTO record(id, kind, stream, parent, stamps, del, body) VALUES(?, ?, 'g0123456789ab', ?,"
    " '\"017d4f9d740000000123456789ab\",\"x\":{},\"d\":0', 0, ?)", &error);
  check (stmt != NULL, error);
  tn_stmt_bind_id (stmt, 1, &id);
  tn_stmt_bind_text (stmt, 2, kind);
  if (parent) tn_stmt_bind_id (stmt, 3, parent);
  tn_stmt_bind_text (stmt, 4, body);
  check (tn_stmt_run (stmt, &error), error);
  m->counts->total++;
  return id;
}

static char *
make_day (Maker *m, int back)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local ((m->now - back * DAY_MS) / 1000);
  return g_date_time_format (day, "%Y-%m-%d");
}

/* An evening: a round with its doors, each knocked at once it is past. Tonight's are open. */
static void
put_round (Maker *m, int back, guint n_stops)
{
  static const char *const results[] = { "met", "met", "met", "met", "absent", "absent", "refused", "moved" };
  g_autofree char *day = make_day (m, back);
  TnId round = put (m, "round", NULL, "{\"evening\":\"%s\",\"look_for\":\"all\",\"name\":\"Round\",\"state\":\"%s\"}", day, back ? "closed" : "planned");
  TnIdStr round_text, home;
  tn_id_format (&round, round_text);
  m->counts->rounds++;
  for (guint i = 0; i < n_stops; i++) {
    const TnId *household = any (m, m->households);
    const char *result = results[g_rand_int_range (m->rand, 0, G_N_ELEMENTS (results))];
    tn_id_format (household, home);
    put (m, "stop", household, "{\"household\":\"%s\",\"number\":%u,\"position\":%u,\"round\":\"%s\",\"state\":\"%s\"}", home, i + 1, i, round_text,
         back == 0 ? "open" : g_str_equal (result, "met") ? "done" : result);
    m->counts->stops++;
    if (!back) continue;
    put (m, "visit", household, "{\"at\":%" G_GINT64_FORMAT ",\"household\":\"%s\",\"result\":\"%s\"}", m->now - back * DAY_MS + i * 60000, home, result);
    m->counts->visits++;
  }
}

static void
put_contacts (Maker *m, const TnId *home_case, const char *case_text, int back)
{
  g_autofree char *next = make_day (m, back > 10 ? back - 10 : 0);
  for (guint i = 0; i < 2; i++) {
    TnIdStr text;
    TnId contact = put (m, "contact", home_case, "{\"home_case\":\"%s\",\"name\":\"Trần Văn %u\",\"next_call\":\"%s\",\"state\":\"%s\"}", case_text, m->n_ids, next,
                        back > 14 ? "ended" : "watching");
    tn_id_format (&contact, text);
    m->counts->contacts++;
    for (int call = 0; call < 3; call++, m->counts->calls++)
      put (m, "call", &contact, "{\"at\":%" G_GINT64_FORMAT ",\"contact\":\"%s\",\"result\":\"well\"}", m->now - (back - call) * DAY_MS, text);
  }
}

/* Ten days of two checks; who fell ill lately is still watched. */
static void
put_case (Maker *m, int back)
{
  const TnId *person = any (m, m->people);
  g_autofree char *day = make_day (m, back);
  TnIdStr person_text, text;
  tn_id_format (person, person_text);
  TnId home_case = put (m, "home_case", person, "{\"opened\":\"%s\",\"person\":\"%s\",\"source\":\"unknown\",\"state\":\"%s\"}", day, person_text, back > 10 ? "closed" : "open");
  tn_id_format (&home_case, text);
  m->counts->cases++;
  for (int i = 0; i < 20 && back * 2 - i > 0; i++, m->counts->checks++)
    put (m, "health_check", &home_case, "{\"at\":%" G_GINT64_FORMAT ",\"breathing\":%d,\"home_case\":\"%s\",\"part\":\"%s\",\"pulse\":%d,\"spo2\":%d,\"temperature\":37.%d}",
         m->now - back * DAY_MS + i * DAY_MS / 2, g_rand_int_range (m->rand, 14, 20), text, i % 2 ? "afternoon" : "morning", g_rand_int_range (m->rand, 60, 110),
         g_rand_int_range (m->rand, 97, 100), g_rand_int_range (m->rand, 0, 9));
  put_contacts (m, &home_case, text, back);
  put (m, "test", person, "{\"date\":\"%s\",\"method\":\"rapid\",\"person\":\"%s\",\"result\":\"positive\"}", day, person_text);
  m->counts->tests++;
  if (m->counts->cases % 5) return;
  put (m, "referral", person, "{\"due\":\"%s\",\"group\":\"patient\",\"intake\":\"%s\",\"person\":\"%s\",\"state\":\"%s\"}", day, day, person_text, back > 5 ? "closed" : "open");
  m->counts->referrals++;
}

/* As many volunteers as the widest norm asks for, and every alley of each quarter in some team's hands: what Today counts gaps from. */
static void
put_teams (Maker *m, const PracticeWard *ward)
{
  for (guint i = 0; i < m->households->len / 80; i++) {
    const TnId *quarter = &ward->quarters[i % G_N_ELEMENTS (ward->quarters)];
    TnIdStr team_text, area;
    TnId team = put (m, "team", NULL, "{\"name\":\"Tổ %u\",\"type\":\"community_covid\"}", i + 1);
    tn_id_format (&team, team_text);
    tn_id_format (quarter, area);
    for (guint alley = 0; alley < 3; alley++)
      put (m, "team_area", NULL, "{\"alley\":\"Hẻm %u\",\"area\":\"%s\",\"team\":\"%s\"}", 10 + i * 3 + alley, area, team_text);
    for (guint member = 0; member < 4; member++, m->counts->volunteers++)
      put (m, "volunteer", NULL, "{\"area\":\"%s\",\"birth\":\"1970\",\"core_member\":true,\"hours\":\"18:00\",\"knows_policy\":true,\"name\":\"Lê Văn %u\","
           "\"phone\":\"02800000001\",\"role\":\"%s\",\"skills\":\"Y tá\",\"team\":\"%s\"}", area, m->n_ids, member ? "member" : "leader", team_text);
  }
}

void
evening_ward_add (PracticeWard *ward, guint n, gint64 now, EveningCounts *counts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (TnCopy) copy = practice_ward_open (ward);
  g_autoptr (GArray) households = tn_query_ids (copy, "household", &error), people = tn_query_ids (copy, "person", &error);
  Maker m = { copy, rand, households, people, now, 0, counts };
  g_autoptr (TnTx) tx = tn_tx_begin (tn_copy_db (copy), TRUE, &error);
  check (tx && households && people, error);
  *counts = (EveningCounts) { 0 };
  put_teams (&m, ward);
  /* of what an evening leaves, one third stops, one third visits, the rest patients and those around them */
  guint per_day = n / 3 / DAYS, cases_per_day = MAX (1, n / 3 / DAYS / 30);
  for (int back = DAYS; back >= 0; back--) {
    for (guint t = 0; t < TEAMS; t++) put_round (&m, back, per_day / TEAMS);
    for (guint i = 0; i < cases_per_day; i++) put_case (&m, back);
  }
  check (tn_projection_rebuild (copy, NULL, &error) && tn_tx_commit (g_steal_pointer (&tx), &error), error);
}
