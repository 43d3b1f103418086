/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Teams: the rules by table, then over a ward of four quarters with five groups each, whose households name the quarter. */
#include "work-fixture.h"
#include "tn-team.h"
#include "tn-today.h"

#define TODAY "2021-12-24"

typedef struct { PracticeWard ward; TnCopy *copy; TnId groups[20]; } Case;

static void
set_up (Case *c, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  c->copy = work_make (&c->ward, 60);
  g_autoptr (GPtrArray) areas = tn_query_areas (c->copy, &error);
  guint n = 0;
  for (guint i = 0; i < areas->len; i++) {
    const TnAreaItem *area = areas->pdata[i];
    if (area->depth) c->groups[n++] = area->id;
  }
  g_assert_cmpuint (n, ==, 20);
}

static void
tear_down (Case *c, gconstpointer data)
{
  work_clear (&c->ward, &c->copy);
}

static TnTeams *
read_teams (Case *c)
{
  g_autoptr (GError) error = NULL;
  TnTeams *teams = tn_teams_read (c->copy, TODAY, &error);
  g_assert_no_error (error);
  return teams;
}

static TnId
find (Case *c, const char *kind, const char *name)
{
  g_autoptr (GArray) ids = tn_query_ids (c->copy, kind, NULL);
  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *title = tn_query_title (c->copy, &g_array_index (ids, TnId, i));
    if (g_str_equal (title, name)) return g_array_index (ids, TnId, i);
  }
  g_error ("no %s %s", kind, name);
}

static TnId
add_team (Case *c, const char *name, const char *type)
{
  g_autoptr (TnValues) values = tn_values_new ();
  tn_values_set_text (values, "name", name);
  tn_values_set_text (values, "type", type);
  WORK_WRITE (c->copy, tn_team_add (c->copy, values, &built_));
  return find (c, "team", name);
}

static TnId
add_member (Case *c, const TnId *team, const char *name, const char *role, const char *birth, const char *knows)
{
  g_autoptr (TnValues) values = tn_values_new ();
  tn_values_set_text (values, "name", name);
  tn_values_set_text (values, "role", role);
  tn_values_set_text (values, "birth", birth);
  if (knows) tn_values_set (values, knows, "true");
  WORK_WRITE (c->copy, tn_team_add_member (c->copy, team, values, &built_));
  return find (c, "volunteer", name);
}

static guint
count_gaps (const TnTeams *teams, TnGapType type, const TnId *record)
{
  guint n = 0;
  for (guint i = 0; i < teams->gaps->len; i++) {
    const TnGap *gap = teams->gaps->pdata[i];
    n += gap->type == type && (!record || tn_id_equal (&gap->record, record));
  }
  return n;
}

/* ---- rules ---- */

static void
test_load_by_table (void)
{
  static const struct { guint households, members; TnTeamLoad load; } rows[] = {
    { 0, 0, TN_LOAD_NONE }, { 0, 5, TN_LOAD_NONE }, { 1, 0, TN_LOAD_TOO_MANY },
    { 30, 3, TN_LOAD_GOOD }, { 50, 3, TN_LOAD_GOOD }, { 51, 3, TN_LOAD_GOOD }, { 52, 3, TN_LOAD_HIGH },   /* 17 is the most of Bắc Giang */
    { 70, 3, TN_LOAD_HIGH }, { 72, 3, TN_LOAD_HIGH }, { 73, 3, TN_LOAD_TOO_MANY },                         /* 24 that of Hải Dương */
    { 70, 5, TN_LOAD_GOOD }, { 120, 5, TN_LOAD_HIGH }, { 121, 5, TN_LOAD_TOO_MANY },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) g_assert_cmpint (tn_team_load (rows[i].households, rows[i].members), ==, rows[i].load);
  g_assert_cmpuint (tn_team_limit (TN_LOAD_GOOD), ==, 17);
  g_assert_cmpuint (tn_team_limit (TN_LOAD_HIGH), ==, 24);
  guint n;
  const TnTeamNorm *norms = tn_team_norms (&n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (norms[0].households_max, ==, 50);
  g_assert_false (tn_team_goes_to_doors ("mobile_station"));
  g_assert_true (tn_team_goes_to_doors ("community_covid") && tn_team_goes_to_doors (NULL));
}

static void
test_which_buildings_need_a_core_member (void)
{
  static const struct { const char *type; gint64 rooms; gboolean needs; } rows[] = {
    { "apartment_block", 0, TRUE }, { "apartment_block", 4, TRUE }, { "boarding_house", 20, FALSE }, { "boarding_house", 21, TRUE },
    { "dormitory", 20, FALSE }, { "dormitory", 200, TRUE }, { "boarding_house", 0, FALSE }, { NULL, 300, FALSE }, { "hall", 300, FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) g_assert_cmpint (tn_building_needs_core (rows[i].type, rows[i].rooms), ==, rows[i].needs);
}

static void
test_gaps_of_a_team (void)
{
  static const struct { gboolean leader; guint members, households, knows; TnTeamLoad load; guint expected; /* bits of TnGapType */ } rows[] = {
    { TRUE, 4, 40, TN_KNOWS_ALL, TN_LOAD_GOOD, 0 },
    { TRUE, 4, 90, TN_KNOWS_ALL, TN_LOAD_HIGH, 0 },
    { FALSE, 4, 40, TN_KNOWS_ALL, TN_LOAD_GOOD, 1 << TN_GAP_NO_LEADER },
    { TRUE, 4, 400, TN_KNOWS_ALL, TN_LOAD_TOO_MANY, 1 << TN_GAP_TOO_MANY },
    { TRUE, 4, 40, TN_KNOWS_POLICY | TN_KNOWS_COMMUNICATION, TN_LOAD_GOOD, 1 << TN_GAP_NOT_TRAINED },
    { FALSE, 0, 40, 0, TN_LOAD_TOO_MANY, 1 << TN_GAP_NO_LEADER | 1 << TN_GAP_TOO_MANY },   /* nobody can be untrained */
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) members = g_ptr_array_new (), gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_gap_free);
    g_ptr_array_set_size (members, (int) rows[i].members);
    TnTeamInfo team = { .name = (char *) "Tổ 1", .has_leader = rows[i].leader, .members = members, .n_households = rows[i].households, .knows = rows[i].knows,
                        .load = rows[i].load };
    guint found = 0;
    tn_team_add_gaps (&team, gaps);
    for (guint g = 0; g < gaps->len; g++) found |= 1u << ((TnGap *) gaps->pdata[g])->type;
    g_assert_cmpuint (found, ==, rows[i].expected);
  }
  g_autofree char *all = tn_knows_text (TN_KNOWS_ALL), *none = tn_knows_text (0);
  g_assert_cmpstr (all, ==, "policy, technology, communication");
  g_assert_cmpstr (none, ==, "");
}

/* ---- reading ---- */

static void
test_a_household_of_two_areas_is_counted_once (Case *c, gconstpointer data)
{
  TnId team = add_team (c, "Tổ A", "community_covid");
  guint quarter = 0, alley = 0;
  g_assert_true (tn_query_count_households (c->copy, &c->ward.quarters[0], &quarter, NULL));
  g_autoptr (GPtrArray) alleys = tn_query_alley_counts (c->copy, NULL);
  for (guint i = 0; i < alleys->len; i++) {
    const TnAlleyCount *count = alleys->pdata[i];
    if (tn_id_equal (&count->area, &c->ward.quarters[1]) && g_str_equal (count->alley, "Hẻm 10")) alley = count->n;
  }
  g_assert_cmpuint (quarter, ==, 15);
  g_assert_cmpuint (alley, >, 0);
  WORK_WRITE (c->copy, tn_team_add_area (c->copy, &team, &c->ward.quarters[0], NULL, &built_));
  WORK_WRITE (c->copy, tn_team_add_area (c->copy, &team, &c->groups[0], NULL, &built_));          /* below the quarter */
  WORK_WRITE (c->copy, tn_team_add_area (c->copy, &team, &c->ward.quarters[0], "Hẻm 10", &built_));   /* within it */
  g_autoptr (TnTeams) once = read_teams (c);
  g_assert_cmpuint (tn_teams_find (once, &team)->n_households, ==, quarter);
  WORK_WRITE (c->copy, tn_team_add_area (c->copy, &team, &c->ward.quarters[1], "Hẻm 10", &built_));
  g_autoptr (TnTeams) more = read_teams (c);
  g_assert_cmpuint (tn_teams_find (more, &team)->n_households, ==, quarter + alley);
  g_assert_cmpuint (more->n_households, ==, 60);
  g_assert_cmpuint (more->n_without_team, ==, 60 - quarter - alley);
  /* of the quarter that is divided the rest is a gap, and each of the others is one */
  g_assert_cmpuint (count_gaps (more, TN_GAP_NO_TEAM, NULL), ==, 3);
  g_assert_cmpuint (count_gaps (more, TN_GAP_NO_TEAM, &c->ward.quarters[0]), ==, 0);
  g_assert_cmpuint (count_gaps (more, TN_GAP_NO_TEAM, &c->ward.quarters[1]), ==, 1);
}

static void
test_a_mobile_station_covers_nothing (Case *c, gconstpointer data)
{
  TnId station = add_team (c, "Trạm", "mobile_station");
  WORK_WRITE (c->copy, tn_team_add_area (c->copy, &station, &c->ward.quarters[0], NULL, &built_));
  g_autoptr (TnTeams) teams = read_teams (c);
  g_assert_cmpuint (tn_teams_find (teams, &station)->n_households, ==, 15);
  g_assert_cmpint (tn_teams_find (teams, &station)->load, ==, TN_LOAD_NONE);
  g_assert_cmpuint (count_gaps (teams, TN_GAP_NO_TEAM, &c->ward.quarters[0]), ==, 1);
}

static void
test_members_are_counted_by_age_and_training (Case *c, gconstpointer data)
{
  TnId team = add_team (c, "Tổ A", "community_covid");
  add_member (c, &team, "Võ Thị An", "leader", "1961", "knows_policy");        /* 60 this year: not over */
  add_member (c, &team, "Lê Văn Bình", "member", "1955-05-01", "knows_technology");
  add_member (c, &team, "Lý Cúc", NULL, NULL, NULL);
  add_member (c, NULL, "Đỗ Văn Dũng", NULL, "1950", "knows_communication");    /* of no team */
  g_autoptr (TnTeams) teams = read_teams (c);
  const TnTeamInfo *info = tn_teams_find (teams, &team);
  g_assert_cmpuint (teams->members->len, ==, 4);
  g_assert_cmpuint (info->members->len, ==, 3);
  g_assert_cmpstr (((TnMemberInfo *) info->members->pdata[0])->name, ==, "Võ Thị An");   /* the leader first */
  g_assert_cmpuint (info->n_old, ==, 1);
  g_assert_cmpuint (info->n_age_known, ==, 2);
  g_assert_cmpuint (info->knows, ==, TN_KNOWS_POLICY | TN_KNOWS_TECHNOLOGY);
  g_assert_true (info->has_leader);
  g_assert_cmpuint (count_gaps (teams, TN_GAP_NOT_TRAINED, &team), ==, 1);
}

/* ---- doing ---- */

static void
test_one_leads (Case *c, gconstpointer data)
{
  TnId a = add_team (c, "Tổ A", "community_covid"), b = add_team (c, "Tổ B", "community_covid");
  TnId an = add_member (c, &a, "Võ Thị An", "leader", NULL, NULL), binh = add_member (c, &a, "Lê Văn Bình", "leader", NULL, NULL);
  g_autoptr (TnTeams) teams = read_teams (c);
  g_assert_true (tn_id_equal (&tn_teams_find (teams, &a)->leader, &binh));
  g_assert_false (tn_teams_find_member (teams, &an)->leader);
  g_assert_cmpstr (tn_teams_find_member (teams, &an)->role, ==, "member");
  /* who moves leads neither the old team nor the new one */
  WORK_WRITE (c->copy, tn_team_move_member (c->copy, &binh, &b, &built_));
  g_autoptr (TnTeams) moved = read_teams (c);
  g_assert_false (tn_teams_find (moved, &a)->has_leader);
  g_assert_false (tn_teams_find (moved, &b)->has_leader);
  g_assert_cmpuint (tn_teams_find (moved, &b)->members->len, ==, 1);
  g_autoptr (TnValues) values = tn_values_new ();
  tn_values_set_text (values, "role", "leader");
  WORK_WRITE (c->copy, tn_team_change_member (c->copy, &an, values, &built_));
  g_autoptr (TnTeams) led = read_teams (c);
  g_assert_true (tn_teams_find (led, &a)->has_leader);
  WORK_WRITE (c->copy, tn_team_move_member (c->copy, &an, NULL, &built_));
  g_autoptr (TnTeams) left = read_teams (c);
  g_assert_cmpuint (tn_teams_find (left, &a)->members->len, ==, 0);
  g_assert_true (tn_id_is_null (&tn_teams_find_member (left, &an)->team));
  g_assert_cmpuint (count_gaps (left, TN_GAP_NO_LEADER, NULL), ==, 2);
}

static void
test_what_makes_no_sense_is_refused (Case *c, gconstpointer data)
{
  TnId team = add_team (c, "Tổ A", "community_covid"), an = add_member (c, &team, "Võ Thị An", "leader", NULL, NULL);
  g_autoptr (GError) twice = NULL, same = NULL, nameless = NULL, no_team = NULL;
  g_autoptr (TnValues) blank = tn_values_new ();
  WORK_WRITE (c->copy, tn_team_add_area (c->copy, &team, &c->groups[0], NULL, &built_));
  g_assert_null (tn_team_add_area (c->copy, &team, &c->groups[0], "", &twice));
  g_assert_error (twice, TN_ERROR, TN_ERROR_INVALID);
  g_assert_null (tn_team_move_member (c->copy, &an, &team, &same));
  g_assert_error (same, TN_ERROR, TN_ERROR_INVALID);
  g_assert_null (tn_team_add (c->copy, blank, &nameless));
  g_assert_error (nameless, TN_ERROR, TN_ERROR_INVALID);
  g_assert_null (tn_team_add_area (c->copy, &an, &c->groups[1], NULL, &no_team));   /* a volunteer is no team */
  g_assert_error (no_team, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static void
test_a_team_ends_and_its_people_stay (Case *c, gconstpointer data)
{
  TnId team = add_team (c, "Tổ A", "community_covid"), an = add_member (c, &team, "Võ Thị An", "leader", NULL, NULL);
  WORK_WRITE (c->copy, tn_team_add_area (c->copy, &team, &c->ward.quarters[0], NULL, &built_));
  WORK_WRITE (c->copy, tn_team_dissolve (c->copy, &team, &built_));
  g_autoptr (TnTeams) teams = read_teams (c);
  g_assert_cmpuint (teams->teams->len, ==, 0);
  g_assert_cmpuint (teams->members->len, ==, 1);
  g_assert_true (tn_id_is_null (&tn_teams_find_member (teams, &an)->team));
  g_assert_cmpuint (count_gaps (teams, TN_GAP_NO_TEAM, &c->ward.quarters[0]), ==, 1);
}

static void
test_core_members_are_named (Case *c, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Nhà trọ");
  TnId house = tn_edit_create (edit, "building", NULL);
  tn_edit_set_text (edit, &house, "name", "Nhà trọ Hoa Mai");
  tn_edit_set_text (edit, &house, "type", "boarding_house");
  tn_edit_set_int (edit, &house, "rooms", 24);
  g_assert_true (tn_copy_edit (c->copy, edit, NULL, NULL));
  g_autoptr (TnTeams) before = read_teams (c);
  g_assert_cmpuint (before->n_places, ==, 21);   /* groups, not the quarters above them; and the boarding house */
  g_assert_cmpuint (before->n_core, ==, 0);
  g_autoptr (TnValues) values = tn_values_new ();
  tn_values_set_text (values, "name", "Võ Thị An");
  WORK_WRITE (c->copy, tn_team_name_core (c->copy, &c->groups[3], NULL, values, &built_));
  TnId an = find (c, "volunteer", "Võ Thị An");
  WORK_WRITE (c->copy, tn_team_name_core (c->copy, &house, &an, NULL, &built_));   /* who has a group may have a house in it too */
  g_autoptr (TnTeams) after = read_teams (c);
  g_assert_cmpuint (after->n_core, ==, 2);
  g_assert_cmpstr (tn_teams_find_place (after, &c->groups[3])->core_name, ==, "Võ Thị An");
  g_assert_cmpstr (tn_teams_find_place (after, &house)->core_name, ==, "Võ Thị An");
  g_assert_cmpuint (count_gaps (after, TN_GAP_NO_CORE, NULL), ==, 19);
  g_autoptr (GError) taken = NULL, nobody = NULL;
  g_assert_null (tn_team_name_core (c->copy, &c->groups[4], &an, NULL, &taken));
  g_assert_error (taken, TN_ERROR, TN_ERROR_INVALID);
  g_assert_null (tn_team_name_core (c->copy, &c->groups[4], NULL, NULL, &nobody));
  g_assert_error (nobody, TN_ERROR, TN_ERROR_INVALID);
}

static const TnTodayGroup *
get_group (const TnToday *today, TnTodayTheme theme)
{
  for (guint i = 0; i < today->groups->len; i++)
    if (((TnTodayGroup *) today->groups->pdata[i])->theme == theme) return today->groups->pdata[i];
  return NULL;
}

static void
test_today_counts_gaps_and_names_the_worst (Case *c, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 now = tn_env_now_ms (tn_env_system ());
  g_autoptr (TnToday) without = tn_today_read (c->copy, now, 3, &error);
  g_assert_null (get_group (without, TN_TODAY_TEAM));   /* a ward that has not begun with teams */
  TnId team = add_team (c, "Tổ A", "community_covid");
  WORK_WRITE (c->copy, tn_team_add_area (c->copy, &team, &c->ward.quarters[2], NULL, &built_));
  g_autoptr (TnTeams) teams = read_teams (c);
  g_autoptr (TnToday) today = tn_today_read (c->copy, now, 3, &error);
  const TnTodayGroup *group = get_group (today, TN_TODAY_TEAM);
  g_assert_cmpuint (group->n, ==, teams->gaps->len);
  g_assert_cmpuint (group->items->len, ==, 3);
  const TnTodayItem *worst = group->items->pdata[0];
  g_assert_cmpstr (worst->screen, ==, "teams");
  g_assert_true (tn_id_equal (&worst->record, &((TnGap *) teams->gaps->pdata[0])->record));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/team/load", test_load_by_table);
  g_test_add_func ("/team/buildings", test_which_buildings_need_a_core_member);
  g_test_add_func ("/team/gaps", test_gaps_of_a_team);
  g_test_add ("/team/counted-once", Case, NULL, set_up, test_a_household_of_two_areas_is_counted_once, tear_down);
  g_test_add ("/team/station", Case, NULL, set_up, test_a_mobile_station_covers_nothing, tear_down);
  g_test_add ("/team/members", Case, NULL, set_up, test_members_are_counted_by_age_and_training, tear_down);
  g_test_add ("/team/leader", Case, NULL, set_up, test_one_leads, tear_down);
  g_test_add ("/team/refused", Case, NULL, set_up, test_what_makes_no_sense_is_refused, tear_down);
  g_test_add ("/team/dissolved", Case, NULL, set_up, test_a_team_ends_and_its_people_stay, tear_down);
  g_test_add ("/team/core", Case, NULL, set_up, test_core_members_are_named, tear_down);
  g_test_add ("/team/today", Case, NULL, set_up, test_today_counts_gaps_and_names_the_worst, tear_down);
  return g_test_run ();
}
