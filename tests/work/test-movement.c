/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones over time, safe families, movements and commendations. */
#include <string.h>
#include "work-fixture.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-movement.h"
#include "tn-same-id.h"
#include "tn-zone.h"

static guint
count (WorkFixture *f, const char *kind)
{
  TnListedQuery query = { .kind = kind };
  guint n = 0;

  g_assert_true (tn_query_count_listed (f->copy, &query, &n, NULL));
  return n;
}

static TnId
find_movement (WorkFixture *f, const char *name)
{
  g_autoptr (GPtrArray) lines = tn_movement_list (f->copy, NULL, name, NULL);

  g_assert_cmpuint (lines->len, ==, 1);
  return ((TnMovementLine *) lines->pdata[0])->id;
}

static void
set_zone (WorkFixture *f, const TnId *area, const char *alley, const char *level, const char *from)
{
  g_autoptr (TnValues) values = work_values ("alley", alley, "level", level, "from", from, NULL);
  g_autoptr (GError) error = NULL;

  tn_values_set_ref (values, "area", area);
  TnEdit *edit = tn_zone_set (f->copy, values, &error);
  work_write (f->copy, edit, error);
}

/* As another laptop wrote it, and reconciling brought it here: the rule has not seen it. */
static void
put_zone (WorkFixture *f, const TnId *area, const char *alley, const char *level, const char *from)
{
  TnEdit *edit = tn_edit_new ("Other laptop");
  TnId id = tn_edit_create (edit, "zone", NULL);

  tn_edit_set_ref (edit, &id, "area", area);
  tn_edit_set_text (edit, &id, "alley", alley);
  tn_edit_set_text (edit, &id, "level", level);
  tn_edit_set_text (edit, &id, "from", from);
  work_write (f->copy, edit, NULL);
}

static TnZoneLevel
read_level (WorkFixture *f, const TnId *area, const char *alley, gint64 day)
{
  g_autoptr (TnZones) zones = tn_zones_read (f->copy, NULL);

  return tn_zones_level (zones, area, alley, day);
}

static TnId
find_group (WorkFixture *f, const TnId *quarter)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (f->copy, NULL);

  for (guint i = 0; i < areas->len; i++)
    if (tn_id_equal (&((TnAreaItem *) areas->pdata[i])->parent, quarter))
      return ((TnAreaItem *) areas->pdata[i])->id;
  g_assert_not_reached ();
}

static void
test_the_newest_not_later_than_the_day (WorkFixture *f, gconstpointer data)
{
  TnId quarter = f->ward.quarters[0], group = find_group (f, &quarter);
  static const struct { gint64 day; const char *quarter, *group, *alley; } table[] = {
    { 20211130, "", "", "" }, { 20211201, "orange", "orange", "orange" }, { 20211209, "orange", "orange", "red" }, { 20211210, "green", "green", "red" },
    { 20211220, "green", "yellow", "red" }, { 20211225, "green", "yellow", "green" },
  };

  set_zone (f, &quarter, NULL, "green", "2021-12-10");
  set_zone (f, &quarter, NULL, "orange", "2021-12-01");   /* written down afterwards */
  set_zone (f, &quarter, "Hẻm 12", "red", "2021-12-05");
  set_zone (f, &quarter, "hem 12", "green", "2021-12-25");   /* the same alley as somebody else writes it */
  set_zone (f, &group, NULL, "yellow", "2021-12-20");
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_assert_cmpstr (read_level (f, &quarter, NULL, table[i].day).level, ==, table[i].quarter);
      g_assert_cmpstr (read_level (f, &group, NULL, table[i].day).level, ==, table[i].group);
      g_assert_cmpstr (read_level (f, &quarter, "Hẻm 12", table[i].day).level, ==, table[i].alley);
    }
  g_assert_cmpstr (read_level (f, &f->ward.quarters[1], NULL, 20211225).level, ==, "");
  /* an alley of the quarter whose households name the group */
  g_assert_cmpstr (read_level (f, &group, "Hẻm 12", 20211209).level, ==, "red");
}

static void
test_two_of_one_day_the_graver_counts (WorkFixture *f, gconstpointer data)
{
  TnId quarter = f->ward.quarters[0];
  TnZoneLevel level;

  set_zone (f, &quarter, NULL, "green", "2021-12-10");
  put_zone (f, &quarter, NULL, "orange", "2021-12-10");
  level = read_level (f, &quarter, NULL, 20211215);
  g_assert_cmpstr (level.level, ==, "orange");
  g_assert_cmpstr (level.other, ==, "green");
  set_zone (f, &quarter, NULL, "yellow", "2021-12-10");   /* a person settles it */
  level = read_level (f, &quarter, NULL, 20211215);
  g_assert_cmpstr (level.level, ==, "yellow");
  g_assert_null (level.other);
  g_assert_cmpuint (count (f, "zone"), ==, 1);
  put_zone (f, &quarter, NULL, "red", "2021-12-10");      /* and by a later day too */
  set_zone (f, &quarter, NULL, "green", "2021-12-16");
  level = read_level (f, &quarter, NULL, 20211216);
  g_assert_cmpstr (level.level, ==, "green");
  g_assert_null (level.other);
  /* two who say the same do not differ */
  put_zone (f, &quarter, NULL, "green", "2021-12-16");
  g_assert_null (read_level (f, &quarter, NULL, 20211216).other);
}

static void
test_set_back_and_forth (WorkFixture *f, gconstpointer data)
{
  TnId quarter = f->ward.quarters[0];

  set_zone (f, &quarter, NULL, "green", "2021-12-10");
  set_zone (f, &quarter, NULL, "red", "2021-12-10");
  set_zone (f, &quarter, NULL, "green", "2021-12-10");   /* whose first record is a tombstone by now */
  g_assert_cmpstr (read_level (f, &quarter, NULL, 20211210).level, ==, "green");
  g_assert_cmpuint (count (f, "zone"), ==, 1);
  set_zone (f, &quarter, NULL, "green", "2021-12-10");
  g_assert_cmpuint (count (f, "zone"), ==, 1);
}

static void
test_the_same_on_two_laptops_is_one (WorkFixture *f, gconstpointer data)
{
  g_autoptr (TnValues) values = work_values ("level", "green", "from", "2021-12-10", "alley", "Hẻm  12 ", NULL);
  g_autofree char *area = tn_id_dup_string (&f->ward.quarters[0]), *name = g_strdup_printf ("zone:%s:hem 12:2021-12-10:green", area);
  g_autoptr (GError) error = NULL;
  TnId id = tn_id_from_name (name);

  tn_values_set_ref (values, "area", &f->ward.quarters[0]);
  TnEdit *edit = tn_zone_set (f->copy, values, &error);
  work_write (f->copy, edit, error);
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, &error);
  g_assert_no_error (error);
}

static void
test_what_a_zone_must_say (WorkFixture *f, gconstpointer data)
{
  static const struct { const char *level, *from; gboolean area; } table[] = { { NULL, "2021-12-10", TRUE }, { "blue", "2021-12-10", TRUE }, { "green", "2021-12", TRUE }, { "green", "2021-12-10", FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (TnValues) values = work_values ("level", table[i].level, "from", table[i].from, NULL);
      GError *error = NULL;
      TnEdit *edit;

      if (table[i].area)
        tn_values_set_ref (values, "area", &f->ward.quarters[0]);
      edit = tn_zone_set (f->copy, values, &error);
      work_assert_refused (edit, &error);
    }
}

static void
set_safe (WorkFixture *f, const TnId *household, const char *from)
{
  g_autoptr (TnValues) values = work_values ("from", from, NULL);
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_safe_family_set (f->copy, household, values, &error);

  work_write (f->copy, edit, error);
}

static gboolean
is_safe (WorkFixture *f, const TnId *household, gint64 day)
{
  gboolean found = FALSE;
  TnId id;

  g_assert_true (tn_safe_family_on (f->copy, household, day, &id, &found, NULL));
  return found;
}

static void
test_a_safe_family_from_and_until (WorkFixture *f, gconstpointer data)
{
  const TnId *home = &f->ward.first;
  g_autoptr (TnValues) values = work_values ("from", "2021-12-12", NULL);
  GError *error = NULL;
  TnEdit *edit;

  set_safe (f, home, "2021-12-10");
  edit = tn_safe_family_set (f->copy, home, values, &error);
  work_assert_refused (edit, &error);
  edit = tn_safe_family_end (f->copy, home, "2021-12-09", &error);
  work_assert_refused (edit, &error);
  edit = tn_safe_family_end (f->copy, home, "2021-12-20", &error);
  work_write (f->copy, edit, error);
  g_assert_true (!is_safe (f, home, 20211209) && is_safe (f, home, 20211210) && is_safe (f, home, 20211219) && !is_safe (f, home, 20211220));
  set_safe (f, home, "2021-12-20");   /* and is one again */
  g_assert_true (is_safe (f, home, 20211225));
  edit = tn_safe_family_end (f->copy, home, "2021-12-20", &error);
  work_write (f->copy, edit, error);
  set_safe (f, home, "2021-12-20");   /* the same record, taken up again */
  g_assert_cmpuint (count (f, "safe_family"), ==, 2);
}

static void
test_weeks_of_a_quarter (WorkFixture *f, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_local (2021, 12, 24, 9, 0, 0);
  TnId quarter = f->ward.quarters[0];
  g_autoptr (GError) error = NULL;

  set_zone (f, &quarter, NULL, "green", "2021-12-13");
  set_zone (f, &quarter, "Hẻm 12", "red", "2021-12-20");
  set_safe (f, &f->ward.first, "2021-12-14");
  put_zone (f, &f->ward.quarters[1], NULL, "green", "2021-12-01");   /* says nothing of this one */
  g_autoptr (TnZones) zones = tn_zones_read (f->copy, &error);
  g_autoptr (GArray) weeks = tn_zones_weeks (zones, f->copy, &quarter, g_date_time_to_unix (now) * 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (weeks->len, ==, TN_ZONE_WEEKS);
  const TnZoneWeek *last = &g_array_index (weeks, TnZoneWeek, TN_ZONE_WEEKS - 1), *before = last - 1, *earlier = last - 2;
  g_assert_cmpint (last->day, ==, 20211224);      /* today */
  g_assert_cmpint (before->day, ==, 20211219);    /* Sundays */
  g_assert_cmpint (earlier->day, ==, 20211212);
  g_assert_true (earlier->green == 0 && earlier->safe == 0 && before->safe == 1 && last->safe == 1);
  g_assert_true (before->homes > 1 && before->green == before->homes);
  g_assert_cmpuint (last->green, ==, last->homes - 1);   /* one household lives in Hẻm 12 */
  g_assert_true (last->places == 6 && last->green_places == 5);
}

static void
test_the_list_of_safe_families (WorkFixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) none = NULL, all = NULL, found = NULL, missed = NULL;

  none = tn_safe_family_list (f->copy, NULL, "", 0, 20211224, NULL, NULL);
  set_safe (f, &f->ward.first, "2021-12-10");
  all = tn_safe_family_list (f->copy, NULL, NULL, 0, 20211224, NULL, NULL);
  found = tn_safe_family_list (f->copy, NULL, "nguyen van a", 0, 20211224, NULL, NULL);
  missed = tn_safe_family_list (f->copy, NULL, "khong ai ten nay", 0, 20211224, NULL, NULL);
  g_assert_true (none->len == 0 && all->len == 1 && found->len == 1 && missed->len == 0);
  const TnSafeLine *line = all->pdata[0];
  g_assert_true (tn_id_equal (&line->household, &f->ward.first) && line->from == 20211210);
  g_assert_cmpstr (line->head, ==, "Nguyễn Văn Á");
}

static void
test_a_movement_goes_forward (WorkFixture *f, gconstpointer data)
{
  g_autoptr (TnValues) blank = work_values ("type", "clean_streets", NULL), values = work_values ("type", "clean_streets", "name", "Hẻm sạch 45", "from", "2021-11-01", NULL);
  GError *error = NULL;
  TnEdit *edit = tn_movement_register (f->copy, blank, &error);
  TnId id;

  work_assert_refused (edit, &error);
  edit = tn_movement_register (f->copy, values, &error);
  work_write (f->copy, edit, error);
  id = find_movement (f, "hem sach");
  edit = tn_movement_recognise (f->copy, &id, "", &error);
  work_assert_refused (edit, &error);
  edit = tn_movement_recognise (f->copy, &id, "QĐ 12/QĐ-UBND", &error);
  work_write (f->copy, edit, error);
  edit = tn_movement_recognise (f->copy, &id, "QĐ 13/QĐ-UBND", &error);
  work_assert_refused (edit, &error);
  edit = tn_movement_end (f->copy, &id, "2021-10-31", NULL, &error);
  work_assert_refused (edit, &error);
  edit = tn_movement_end (f->copy, &id, "2021-12-31", "120 hộ tham gia", &error);
  work_write (f->copy, edit, error);
  g_autoptr (TnValues) backward = work_values ("to", "2021-10", NULL), month = work_values ("to", "2021-12", NULL);
  edit = tn_movement_correct (f->copy, &id, backward, &error);
  work_assert_refused (edit, &error);
  edit = tn_movement_correct (f->copy, &id, month, &error);
  work_write (f->copy, edit, error);
  edit = tn_movement_end (f->copy, &id, "2021-12-31", NULL, &error);
  work_assert_refused (edit, &error);
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL);
  g_autofree char *state = tn_row_dup_text (row, "state"), *document = tn_row_dup_text (row, "document"), *result = tn_row_dup_text (row, "result");
  g_assert_cmpstr (state, ==, "ended");
  g_assert_cmpstr (document, ==, "QĐ 12/QĐ-UBND");   /* stays when it ends */
  g_assert_cmpstr (result, ==, "120 hộ tham gia");
}

static void
test_the_list_of_movements (WorkFixture *f, gconstpointer data)
{
  static const struct { const char *name, *type, *from; } all[] = { { "Tổ tự quản", "mutual_help", "2021-10-01" }, { "Bếp cơm nghĩa tình", "mutual_help", "2021-12-01" }, { "Đường sạch", "clean_streets", "2021-11-01" } };
  GError *error = NULL;
  TnEdit *edit;
  TnId clean = { { 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (TnValues) values = work_values ("name", all[i].name, "type", all[i].type, "from", all[i].from, NULL);

      edit = tn_movement_register (f->copy, values, &error);
      work_write (f->copy, edit, error);
    }
  clean = find_movement (f, "duong sach");
  edit = tn_movement_end (f->copy, &clean, "2021-12-01", NULL, &error);
  work_write (f->copy, edit, error);
  g_autoptr (GPtrArray) lines = tn_movement_list (f->copy, NULL, NULL, NULL), found = tn_movement_list (f->copy, NULL, "bep com", NULL), open = tn_movement_list (f->copy, "registered", "", NULL);
  g_assert_true (lines->len == 3 && found->len == 1 && open->len == 2);
  g_assert_cmpstr (((TnMovementLine *) lines->pdata[0])->name, ==, "Bếp cơm nghĩa tình");   /* the newest that runs */
  g_assert_cmpstr (((TnMovementLine *) lines->pdata[2])->name, ==, "Đường sạch");
}

static void
give (WorkFixture *f, const char *to, const char *at, const char *document, gboolean refused)
{
  g_autoptr (TnValues) values = work_values ("to", to, "form", "thanks", "reason", "Nấu 300 suất cơm mỗi ngày", "at", at, "document", document, NULL);
  GError *error = NULL;
  TnEdit *edit;

  if (!to)
    tn_values_set_ref (values, "person", &f->ward.first_people[1]);
  edit = tn_commendation_give (f->copy, values, &error);
  if (refused)
    work_assert_refused (edit, &error);
  else
    work_write (f->copy, edit, error);
}

static void
test_commendations (WorkFixture *f, gconstpointer data)
{
  g_autoptr (TnValues) nobody = work_values ("form", "thanks", "reason", "Giúp dân", NULL), nothing = work_values ("form", "thanks", "to", "Chùa Thử", NULL);
  GError *error = NULL;
  TnEdit *edit = tn_commendation_give (f->copy, nobody, &error);

  work_assert_refused (edit, &error);
  edit = tn_commendation_give (f->copy, nothing, &error);
  work_assert_refused (edit, &error);
  give (f, "Bếp cơm Tổ 3", "2021-12-01", "TK 5", FALSE);
  give (f, "Bếp cơm tổ 3", "2021-12-01", "tk 5", TRUE);    /* the same one */
  give (f, "Bếp cơm Tổ 3", "2021-12-15", NULL, FALSE);
  give (f, NULL, "2021-11-20", NULL, FALSE);               /* a person of the register: her name */
  g_autoptr (GPtrArray) all = tn_commendation_list (f->copy, 0, 0, NULL, 0, NULL, NULL), december = tn_commendation_list (f->copy, 20211201, 20220101, "", 0, NULL, NULL);
  g_autoptr (GPtrArray) found = tn_commendation_list (f->copy, 0, 0, "tran thi be", 0, NULL, NULL), one = tn_commendation_list (f->copy, 0, 0, NULL, 1, NULL, NULL);
  g_assert_true (all->len == 3 && december->len == 2 && found->len == 1 && one->len == 1);
  g_assert_cmpint (((TnCommendationLine *) all->pdata[0])->at, ==, 20211215);
  g_assert_cmpstr (((TnCommendationLine *) all->pdata[2])->to, ==, "Trần Thị Bé");
}

#define ADD(name) g_test_add ("/movement/" #name, WorkFixture, GUINT_TO_POINTER (20), work_set_up, test_##name, work_tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD (the_newest_not_later_than_the_day);
  ADD (two_of_one_day_the_graver_counts);
  ADD (set_back_and_forth);
  ADD (the_same_on_two_laptops_is_one);
  ADD (what_a_zone_must_say);
  ADD (a_safe_family_from_and_until);
  ADD (weeks_of_a_quarter);
  ADD (the_list_of_safe_families);
  ADD (a_movement_goes_forward);
  ADD (the_list_of_movements);
  ADD (commendations);
  return g_test_run ();
}
