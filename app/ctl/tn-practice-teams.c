/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice ward's teams: six of them with thirty members, too few for its households, which is what the Teams page is there to show. Core
 * members in every group but one and in every large building but one; two groups that no team has. Comes before all other work: rounds, checks
 * and visits name these volunteers. */
#include "tn-practice-work.h"

static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ" };
static const char *const middle[2][6] = { { "Văn", "Hữu", "Minh", "Quốc", "Ngọc", "Thanh" }, { "Thị", "Ngọc", "Thị Kim", "Thu", "Mỹ", "Thanh" } };
static const char *const given[2][10] = { { "An", "Bình", "Cường", "Dũng", "Hải", "Khoa", "Lộc", "Nam", "Sơn", "Tài" },
                                          { "Cúc", "Diệp", "Hà", "Huệ", "Loan", "Mai", "Nga", "Oanh", "Thơ", "Xuân" } };
static const char *const skills[] = { "Điều dưỡng", "Lái xe máy, giao hàng", "Nấu ăn", "Máy tính, Zalo", "Sơ cấp cứu", "Kế toán", "Nói chuyện với người già", "Sửa điện nước" };
static const char *const hours[] = { "Tối thứ 2 đến thứ 6, 18:00 đến 20:30", "Cả ngày thứ 7, chủ nhật", "Sáng 7:30 đến 11:00", "Tối 19:00 đến 21:00" };
#define PICK(r, a) (a)[g_rand_int_range ((r), 0, G_N_ELEMENTS (a))]

enum { POLICY = 1, TECHNOLOGY = 2, COMMUNICATION = 4, ALL = 7 };

/* What a team has: whole quarters, or some groups of one (first_group from 0, n_groups 0 = the quarter). By their number in the ward's list. */
typedef struct { guint quarter, first_group, n_groups; } Share;

static const struct {
  const char *name, *type;
  guint n_members, n_old;   /* of whom so many are over 60 */
  gboolean leader;
  guint knows;              /* what at least one of them was trained in */
  Share shares[6];
  guint n_shares;
} teams[] = {
  { "Tổ COVID cộng đồng số 1", "community_covid", 6, 1, TRUE, ALL, { { 0, 0, 3 } }, 1 },
  { "Tổ COVID cộng đồng số 2", "community_covid", 5, 3, TRUE, ALL, { { 1, 0, 3 } }, 1 },
  { "Tổ COVID cộng đồng số 3", "community_covid", 5, 1, TRUE, ALL, { { 2, 0, 0 }, { 3, 0, 0 } }, 2 },
  { "Tổ COVID cộng đồng số 4", "community_covid", 4, 2, FALSE, POLICY | COMMUNICATION, { { 4, 0, 0 } }, 1 },
  { "Đội tình nguyện Áo Xanh", "volunteer", 7, 0, TRUE, ALL, { { 0, 3, 5 }, { 1, 3, 5 }, { 5, 0, 0 }, { 6, 0, 0 }, { 7, 0, 6 } }, 5 },
  { "Trạm y tế lưu động số 1", "mobile_station", 3, 0, TRUE, ALL, { { 0 } }, 0 },
};

/* rooms; with_core = somebody there was named. */
static const struct { const char *name, *type, *house_no, *alley, *street; guint quarter, group; int rooms; gboolean with_core; } buildings[] = {
  { "Nhà trọ Hoa Sứ", "boarding_house", "45/7", "Hẻm 45", "Hoa Sứ", 0, 1, 32, TRUE },
  { "Nhà trọ Me Tây", "boarding_house", "118/3", "Hẻm 118", "Me Tây", 4, 2, 26, FALSE },
  { "Nhà trọ Bằng Lăng", "boarding_house", "212/9", "Hẻm 212", "Bằng Lăng", 2, 3, 14, FALSE },
  { "Chung cư Lộc Vừng", "apartment_block", "1", NULL, "Lộc Vừng", 5, 0, 120, TRUE },
  { "Ký túc xá Thực Hành", "dormitory", "300", NULL, "Sao Đen", 6, 4, 60, TRUE },
};
#define NO_CORE_QUARTER 3   /* whose second group has no core member */
#define NO_CORE_GROUP 1
#define ROOMS_LIVED_IN 8    /* households of the list that get a room in a building */

typedef struct { TnId id; guint n; TnId groups[16]; } Quarter;   /* n = groups; a quarter without groups stands for itself */
typedef struct { TnId id; gint team; gboolean core; } Member;
typedef struct { TnPracticeWork *work; TnEdit *edit; GArray *quarters, *members; TnId teams[G_N_ELEMENTS (teams)]; } Maker;

/* ---- the ward's list ---- */

static gboolean
read_quarters (Maker *m, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (m->work->copy, error);
  if (!areas)
    return FALSE;
  for (guint i = 0; i < areas->len; i++) {
    const TnAreaItem *area = areas->pdata[i];
    Quarter *last = m->quarters->len ? &g_array_index (m->quarters, Quarter, m->quarters->len - 1) : NULL;
    if (area->depth == 0 && g_str_equal (area->level, "quarter")) {
      Quarter quarter = { .id = area->id };
      g_array_append_val (m->quarters, quarter);
    } else if (last && tn_id_equal (&area->parent, &last->id) && last->n < G_N_ELEMENTS (last->groups)) {
      last->groups[last->n++] = area->id;
    }
  }
  return TRUE;
}

static Quarter *
get_quarter (Maker *m, guint i)
{
  return i < m->quarters->len ? &g_array_index (m->quarters, Quarter, i) : NULL;
}

static const TnId *
get_place (Quarter *quarter, guint i)
{
  return quarter->n ? &quarter->groups[i % quarter->n] : &quarter->id;
}

/* ---- people ---- */

static TnId
add_volunteer (Maker *m, int year)
{
  GRand *r = m->work->rand;
  guint sex = (guint) g_rand_int_range (r, 0, 2);
  g_autofree char *name = g_strdup_printf ("%s %s %s", PICK (r, family), PICK (r, middle[sex]), PICK (r, given[sex]));
  g_autofree char *phone = g_strdup_printf ("0280%07d", g_rand_int_range (r, 0, 10000000)), *birth = g_strdup_printf ("%d", year);
  TnId id = tn_edit_create (m->edit, "volunteer", NULL);
  tn_edit_set_text (m->edit, &id, "name", name);
  tn_edit_set_text (m->edit, &id, "phone", phone);
  tn_edit_set_text (m->edit, &id, "birth", birth);
  return id;
}

static void
train (Maker *m, const TnId *id, guint knows)
{
  tn_edit_set_bool (m->edit, id, "knows_policy", (knows & POLICY) != 0);
  tn_edit_set_bool (m->edit, id, "knows_technology", (knows & TECHNOLOGY) != 0);
  tn_edit_set_bool (m->edit, id, "knows_communication", (knows & COMMUNICATION) != 0);
  tn_edit_set_bool (m->edit, id, "trained", knows == ALL);
}

static int
get_year (gint64 now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now / 1000);
  return g_date_time_get_year (time);
}

static void
add_member (Maker *m, guint team, guint i)
{
  GRand *r = m->work->rand;
  gboolean old = i >= teams[team].n_members - teams[team].n_old;
  int age = old ? g_rand_int_range (r, 62, 74) : g_rand_int_range (r, 19, 56);
  Member member = { add_volunteer (m, get_year (m->work->now) - age), (gint) team, FALSE };
  /* the first knows all that the team knows, the others one thing of it or nothing */
  guint knows = i == 0 ? teams[team].knows : teams[team].knows & (1u << g_rand_int_range (r, 0, 3));
  tn_edit_set_ref (m->edit, &member.id, "team", &m->teams[team]);
  tn_edit_set_text (m->edit, &member.id, "role", i == 0 && teams[team].leader ? "leader" : i == 1 ? "deputy" : "member");
  tn_edit_set_text (m->edit, &member.id, "skills", PICK (r, skills));
  tn_edit_set_text (m->edit, &member.id, "hours", PICK (r, hours));
  train (m, &member.id, knows);
  if (i == 0 && teams[team].leader)
    tn_edit_set_ref (m->edit, &m->teams[team], "leader", &member.id);
  g_array_append_val (m->members, member);
}

static void
add_team (Maker *m, guint i)
{
  m->teams[i] = tn_edit_create (m->edit, "team", NULL);
  tn_edit_set_text (m->edit, &m->teams[i], "name", teams[i].name);
  tn_edit_set_text (m->edit, &m->teams[i], "type", teams[i].type);
  for (guint n = 0; n < teams[i].n_members; n++)
    add_member (m, i, n);
}

/* ---- places ---- */

static gboolean
names_core (Maker *m, const TnId *place)
{
  Quarter *quarter = get_quarter (m, NO_CORE_QUARTER);
  return !quarter || !tn_id_equal (place, get_place (quarter, NO_CORE_GROUP));
}

/* Somebody of the team that has the place, as long as it has people who are not core members elsewhere; else a neighbour of no team. */
static void
add_core_member (Maker *m, gint team, const TnId *place)
{
  TnId id;
  gboolean found = FALSE;
  for (guint i = 0; i < m->members->len && !found; i++) {
    Member *member = &g_array_index (m->members, Member, i);
    found = member->team == team && !member->core;
    if (found) {
      member->core = TRUE;
      id = member->id;
    }
  }
  if (!found)
    id = add_volunteer (m, get_year (m->work->now) - g_rand_int_range (m->work->rand, 35, 72));
  tn_edit_set_bool (m->edit, &id, "core_member", TRUE);
  tn_edit_set_ref (m->edit, &id, "area", place);
}

static void
add_area (Maker *m, guint team, const TnId *area)
{
  TnId id = tn_edit_create (m->edit, "team_area", NULL);
  tn_edit_set_ref (m->edit, &id, "team", &m->teams[team]);
  tn_edit_set_ref (m->edit, &id, "area", area);
}

static void
add_share (Maker *m, guint team, const Share *share)
{
  Quarter *quarter = get_quarter (m, share->quarter);
  if (!quarter)
    return;
  gboolean whole = !share->n_groups || !quarter->n;
  guint end = whole ? MAX (quarter->n, 1) : MIN (share->first_group + share->n_groups, quarter->n);
  if (whole)
    add_area (m, team, &quarter->id);
  for (guint g = whole ? 0 : share->first_group; g < end; g++) {
    const TnId *place = get_place (quarter, g);
    if (!whole)
      add_area (m, team, place);
    if (names_core (m, place))
      add_core_member (m, (gint) team, place);
  }
}

/* Groups that no team has still have neighbours who know everybody. */
static void
add_cores_of_no_team (Maker *m)
{
  Quarter *last = get_quarter (m, 7);
  for (guint g = 6; last && g < last->n; g++)
    add_core_member (m, -1, &last->groups[g]);
}

/* ---- buildings ---- */

static gboolean
fill_building (Maker *m, const TnId *building, const TnId *place, GError **error)
{
  TnHouseholdQuery query = { .area = place };
  g_autoptr (GArray) rows = tn_query_households (m->work->copy, &query, error);
  if (!rows)
    return FALSE;
  for (guint i = 0; i < MIN (rows->len, ROOMS_LIVED_IN); i++) {
    g_autoptr (TnHouseholdItem) item = tn_query_household_item (m->work->copy, g_array_index (rows, gint64, i), error);
    if (!item)
      return FALSE;
    g_autofree char *room = g_strdup_printf ("%u%02u", i / 4 + 1, i % 4 + 1);
    tn_edit_set_ref (m->edit, &item->id, "building", building);
    tn_edit_set_text (m->edit, &item->id, "room", room);
    static const char *const own[] = { "house_no", "alley", "street" };   /* the building's stand for them */
    for (guint f = 0; f < G_N_ELEMENTS (own); f++)
      tn_edit_set_text (m->edit, &item->id, own[f], NULL);
  }
  return TRUE;
}

static gboolean
add_building (Maker *m, guint i, GError **error)
{
  Quarter *quarter = get_quarter (m, buildings[i].quarter);
  if (!quarter)
    return TRUE;
  const TnId *place = get_place (quarter, buildings[i].group);
  TnId id = tn_edit_create (m->edit, "building", NULL);
  tn_edit_set_text (m->edit, &id, "name", buildings[i].name);
  tn_edit_set_text (m->edit, &id, "type", buildings[i].type);
  tn_edit_set_text (m->edit, &id, "house_no", buildings[i].house_no);
  tn_edit_set_text (m->edit, &id, "alley", buildings[i].alley);
  tn_edit_set_text (m->edit, &id, "street", buildings[i].street);
  tn_edit_set_ref (m->edit, &id, "area", place);
  tn_edit_set_int (m->edit, &id, "rooms", buildings[i].rooms);
  if (buildings[i].with_core) {
    TnId core = add_volunteer (m, get_year (m->work->now) - g_rand_int_range (m->work->rand, 28, 60));
    tn_edit_set_bool (m->edit, &core, "core_member", TRUE);
    tn_edit_set_ref (m->edit, &id, "core_member", &core);
  }
  return fill_building (m, &id, place, error);
}

gboolean
tn_practice_teams (TnPracticeWork *work, GError **error)
{
  g_autoptr (GArray) quarters = g_array_new (FALSE, TRUE, sizeof (Quarter)), members = g_array_new (FALSE, TRUE, sizeof (Member));
  g_autoptr (TnEdit) edit = tn_edit_new ("Lập tổ, đội");
  Maker m = { work, edit, quarters, members, { { { 0 } } } };
  if (!read_quarters (&m, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (teams); i++)
    add_team (&m, i);
  for (guint i = 0; i < G_N_ELEMENTS (teams); i++)
    for (guint s = 0; s < teams[i].n_shares; s++)
      add_share (&m, i, &teams[i].shares[s]);
  add_cores_of_no_team (&m);
  for (guint i = 0; i < G_N_ELEMENTS (buildings); i++)
    if (!add_building (&m, i, error))
      return FALSE;
  return tn_practice_write (work, g_steal_pointer (&edit), error);
}
