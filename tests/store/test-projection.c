/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists and search follow the records, however these come: whatever the order, the tables are what a rebuild would make. */
#include "ward-fixture.h"
#include "tn-search.h"

static void
assert_found (Ward *ward, const char *text, const char *heads)
{
  g_autofree char *found = ward_search (ward, text);
  if (g_strcmp0 (found, heads) != 0) g_error ("“%s” finds “%s” and not “%s”", text, found, heads);
}

static void
put_two_households (Ward *ward)
{
  g_autofree char *h1 = ward_ref ("h1"), *h2 = ward_ref ("h2"), *p1 = ward_ref ("p1"), *p2 = ward_ref ("p2"), *kp = ward_ref ("kp"), *group = ward_ref ("group");
  ward_put (ward, "unit", "kp", "{\"code\":\"KP3\",\"level\":\"quarter\",\"name\":\"Khu phố 3\"}");
  ward_put (ward, "unit", "group", "{\"code\":\"T28\",\"level\":\"group\",\"name\":\"Tổ 28\",\"parent\":%s}", kp);
  ward_put (ward, "household", "h1", "{\"alley\":\"Hẻm 45\",\"area\":%s,\"code\":\"HD-0012\",\"head\":%s,\"house_no\":\"45/12/3A\","
            "\"phone\":\"02803123456\",\"street\":\"Nguyễn Thông\"}", group, p1);
  ward_put (ward, "household", "h2", "{\"code\":\"HD-0013\",\"house_no\":\"7\",\"street\":\"Hoà Hưng\"}");
  ward_put (ward, "person", "p1", "{\"household\":%s,\"name\":\"Đặng Thị Ấm\",\"relation\":\"head\"}", h1);
  ward_put (ward, "person", "p2", "{\"household\":%s,\"name\":\"Nguyễn Văn Hùng\",\"relation\":\"spouse\"}", h1);
  ward_put (ward, "person", "p3", "{\"household\":%s,\"name\":\"Lê Hoà\",\"phone\":\"02808123456\",\"relation\":\"head\"}", h2);
  ward_put (ward, "identity", "c2", "{\"number\":\"079075001234\",\"person\":%s}", p2);
}

static void
test_search_finds_as_people_type (Ward *ward, gconstpointer data)
{
  static const char *const first[] = { "dang", "Đặng", "ĐẶNG THỊ", "am dang", "nguyen van h", "hung nguyen", "45/12", "45/12/3a", "hem 45", "nguyen 45/12",
    "02803", "028 0312 3456", "028.0312.3456", "+842803123456", "+84 28 0312 3456", "842803123456", "079075", "07907", "0790750", "079075001234", "hd-0012",
    "0012", "to 28", "khu pho 3", "kp3", "t28 hung", "nguyễn thông", "Nguyễn Thông", "d", "dan", " , dang ; ", "\"dang\"", "dang*", "-dang", "(dang) ^am" };
  Ward *w = ward;
  put_two_households (w);
  for (guint i = 0; i < G_N_ELEMENTS (first); i++) assert_found (w, first[i], "Đặng Thị Ấm");
  g_autofree char *decomposed = g_utf8_normalize ("Đặng Thị Ấm", -1, G_NORMALIZE_NFD);
  assert_found (w, decomposed, "Đặng Thị Ấm");
  assert_found (w, "hòa", "Lê Hoà");
  assert_found (w, "Hoà", "Lê Hoà");
  assert_found (w, "hoa hung", "Lê Hoà");
  assert_found (w, "02808", "Lê Hoà");
  assert_found (w, "h", "Lê Hoà|Đặng Thị Ấm");
  assert_found (w, "", "Lê Hoà|Đặng Thị Ấm");
  assert_found (w, " \"*' ", "Lê Hoà|Đặng Thị Ấm");
  ward_assert_sound (w);
}

static void
test_words_of_two_people_do_not_meet (Ward *ward, gconstpointer data)
{
  put_two_households (ward);
  assert_found (ward, "dang van", "");
  assert_found (ward, "thi hung", "");
  assert_found (ward, "am 079075", "");
  assert_found (ward, "am nguyen", "Đặng Thị Ấm");   /* the street */
  assert_found (ward, "dang or hoa", "");
}

static void
test_what_changes_is_found_anew (Ward *ward, gconstpointer data)
{
  g_autofree char *h2 = ward_ref ("h2"), *p3 = ward_ref ("p3");
  put_two_households (ward);
  ward_put (ward, "person", "p2", "{\"household\":%s,\"name\":\"Nguyễn Văn Dũng\"}", h2);
  assert_found (ward, "hung", "Lê Hoà");   /* the street */
  assert_found (ward, "dung", "Lê Hoà");
  assert_found (ward, "079075", "Lê Hoà");
  ward_put (ward, "identity", "c2", "{\"number\":\"079080009999\",\"person\":%s}", p3);
  assert_found (ward, "079075", "");
  assert_found (ward, "079080 hoa", "Lê Hoà");
  ward_put (ward, "unit", "kp", "{\"code\":\"KP9\",\"level\":\"quarter\",\"name\":\"Khu phố 9\"}");
  assert_found (ward, "kp3", "");
  assert_found (ward, "kp9", "Đặng Thị Ấm");
  ward_assert_sound (ward);
  ward_delete (ward, "person", "p3");
  assert_found (ward, "dung", "");   /* found, but without a head now */
  ward_delete (ward, "household", "h1");
  assert_found (ward, "dang", "");
  ward_assert_sound (ward);
  ward_delete (ward, "identity", "c2");
  ward_delete (ward, "unit", "group");
  ward_assert_sound (ward);
}

/* tn_record_drop() takes a record from the lists while it is still in its table. */
static void
test_what_leaves_the_laptop_is_found_no_more (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  static const struct { const char *kind, *name; } leaving[] = { { "identity", "c2" }, { "person", "p2" }, { "unit", "group" }, { "household", "h1" } };
  put_two_households (ward);
  for (guint i = 0; i < G_N_ELEMENTS (leaving); i++) {
    TnId id = ward_id (leaving[i].name);
    assert_found (ward, i == 0 ? "079075" : i == 1 ? "hung 45/12" : i == 2 ? "to 28" : "45/12", "Đặng Thị Ấm");
    g_assert_true (tn_projection_remove (ward->copy, leaving[i].kind, &id, &error));
    g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (ward->copy), "DELETE FROM record WHERE id = ?", &error);
    tn_stmt_bind_id (stmt, 1, &id);
    g_assert_true (tn_stmt_run (stmt, &error));
    assert_found (ward, i == 0 ? "079075" : i == 1 ? "hung 45/12" : i == 2 ? "to 28" : "45/12", "");
    ward_assert_sound (ward);
  }
}

static void
test_a_note_of_a_unit_costs_its_households_nothing (Ward *ward, gconstpointer data)
{
  put_two_households (ward);
  sqlite3 *handle = tn_db_handle (tn_copy_db (ward->copy));
  gint64 before = sqlite3_total_changes64 (handle);
  ward_put (ward, "unit", "kp", "{\"code\":\"KP3\",\"level\":\"quarter\",\"name\":\"Khu phố 3\",\"note\":\"x\"}");
  gint64 note = sqlite3_total_changes64 (handle) - before;
  ward_put (ward, "unit", "kp", "{\"code\":\"KP3\",\"level\":\"quarter\",\"name\":\"Khu phố 33\",\"note\":\"x\"}");
  g_assert_cmpint (note, <=, 3);   /* record, item, unit */
  g_assert_cmpint (sqlite3_total_changes64 (handle) - before - note, >, 3);
  ward_assert_sound (ward);
}

static void
test_people_may_come_before_their_household (Ward *ward, gconstpointer data)
{
  g_autofree char *h = ward_ref ("late"), *building = ward_ref ("block");
  ward_put (ward, "person", "p", "{\"household\":%s,\"name\":\"Trần Mai\",\"relation\":\"head\"}", h);
  ward_put (ward, "person", "alone", "{\"name\":\"Không Hộ\"}");
  assert_found (ward, "tran", "");
  ward_assert_sound (ward);
  ward_put (ward, "household", "late", "{\"building\":%s,\"room\":\"12\"}", building);
  assert_found (ward, "tran 12", "Trần Mai");
  assert_found (ward, "tran khang", "");
  ward_put (ward, "building", "block", "{\"house_no\":\"9\",\"name\":\"Nhà trọ An Khang\",\"street\":\"Lê Lợi\"}");
  assert_found (ward, "tran khang loi", "Trần Mai");
  ward_assert_sound (ward);
}

static void
test_a_crowd_shares_the_last_slot (Ward *ward, gconstpointer data)
{
  g_autofree char *h = ward_ref ("dormitory");
  ward_put (ward, "household", "dormitory", "{\"code\":\"KTX\"}");
  for (int i = 0; i < TN_SEARCH_LAST_SLOT + 10; i++) {
    g_autofree char *name = g_strdup_printf ("p%d", i);
    ward_put (ward, "person", name, "{\"household\":%s,\"name\":\"Bạn%d Số%d\",\"relation\":\"%s\"}", h, i, i, i ? "other" : "head");
  }
  assert_found (ward, "ban70", "Bạn0 Số0");
  assert_found (ward, "ban70 so70", "Bạn0 Số0");
  assert_found (ward, "ban70 so71", "");
  assert_found (ward, "ban70 ktx", "Bạn0 Số0");
  ward_delete (ward, "person", "p70");
  assert_found (ward, "ban70", "");
  assert_found (ward, "ban71", "Bạn0 Số0");
  ward_assert_sound (ward);
}

static void
change_at_random (Ward *ward, GRand *rand)
{
  static const char *const names[] = { "An", "Bình", "Chi", "Dũng", "Đào", "Nguyễn An", "Lê Bình" };
  static const char *const kinds[] = { "household", "person", "identity", "unit", "building", "visit", "membership" };
  const char *kind = kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))];
  g_autofree char *name = g_strdup_printf ("%s%d", kind, g_rand_int_range (rand, 0, 8));
  g_autofree char *h = g_strdup_printf ("household%d", g_rand_int_range (rand, 0, 8)), *home = ward_ref (h);
  g_autofree char *p = g_strdup_printf ("person%d", g_rand_int_range (rand, 0, 8)), *person = ward_ref (p);
  g_autofree char *u = g_strdup_printf ("unit%d", g_rand_int_range (rand, 0, 8)), *unit = ward_ref (u);
  g_autofree char *b = g_strdup_printf ("building%d", g_rand_int_range (rand, 0, 8)), *building = ward_ref (b);
  const char *word = names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))];
  int n = g_rand_int_range (rand, 0, 50);
  if (g_rand_int_range (rand, 0, 5) == 0) ward_delete (ward, kind, name);
  else if (g_str_equal (kind, "household"))
    ward_put (ward, kind, name, "{\"area\":%s,\"building\":%s,\"code\":\"%d\",\"head\":%s,\"house_no\":\"%d/2\",\"status\":\"%s\"}", unit,
              n % 2 ? building : "null", n, person, n, n % 3 ? "present" : "ended");
  else if (g_str_equal (kind, "person"))
    ward_put (ward, kind, name, "{\"household\":%s,\"name\":\"%s %d\",\"relation\":\"%s\",\"status\":\"%s\"}", n % 7 ? home : "null", word, n,
              n % 3 ? "child" : "head", n % 5 ? "present" : "died");
  else if (g_str_equal (kind, "identity")) ward_put (ward, kind, name, "{\"number\":\"%012d\",\"person\":%s}", n, person);
  else if (g_str_equal (kind, "unit"))
    ward_put (ward, kind, name, "{\"level\":\"%s\",\"name\":\"Tổ %d\",\"parent\":%s}", n % 2 ? "group" : "quarter", n, unit);
  else if (g_str_equal (kind, "building")) ward_put (ward, kind, name, "{\"name\":\"%s\",\"street\":\"Phố %d\"}", word, n);
  else if (g_str_equal (kind, "visit")) ward_put (ward, kind, name, "{\"at\":%d,\"household\":%s}", n, home);
  else ward_put (ward, kind, name, "{\"category\":\"poor\",\"subject\":%s}", n % 2 ? home : person);
}

static void
test_any_sequence_ends_as_a_rebuild_would (Ward *ward, gconstpointer data)
{
  for (guint32 seed = 1; seed <= 4; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    for (guint i = 0; i < 60; i++) {
      for (guint k = 0; k < 5; k++) change_at_random (ward, rand);
      ward_assert_sound (ward);
    }
    g_autoptr (GError) error = NULL;
    tn_projection_rebuild (ward->copy, NULL, &error);
    g_assert_no_error (error);
    ward_assert_sound (ward);
  }
}

static void
test_bulk_ends_as_single_steps_do (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_projection_begin_bulk (ward->copy, &error));
  g_assert_true (tn_projection_in_bulk (ward->copy));
  put_two_households (ward);
  assert_found (ward, "dang", "");
  g_assert_true (tn_projection_end_bulk (ward->copy, &error));
  g_assert_no_error (error);
  g_assert_false (tn_projection_in_bulk (ward->copy));
  assert_found (ward, "dang 45/12", "Đặng Thị Ấm");
  ward_assert_sound (ward);
}

static void
test_bulk_that_was_cut_off_is_made_good_at_the_next_opening (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (tn_projection_begin_bulk (ward->copy, &error));
  put_two_households (ward);
  g_clear_pointer (&ward->copy, tn_copy_close);
  ward->copy = tn_copy_open (ward->path, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (tn_projection_in_bulk (ward->copy));
  assert_found (ward, "dang", "Đặng Thị Ấm");
  ward_assert_sound (ward);
}

static void
test_bulk_that_was_rolled_back_is_over (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnTx *tx = tn_tx_begin (tn_copy_db (ward->copy), TRUE, &error);
  g_assert_true (tn_projection_begin_bulk (ward->copy, &error));
  g_assert_true (tn_projection_in_bulk (ward->copy));
  tn_tx_rollback (tx);
  g_assert_false (tn_projection_in_bulk (ward->copy));
  put_two_households (ward);
  assert_found (ward, "dang", "Đặng Thị Ấm");
}

static void
test_check_tells_a_difference (Ward *ward, gconstpointer data)
{
  static const char *const harm[] = {
    "UPDATE household SET n_people = 9 WHERE code = 'HD-0012'", "DELETE FROM person WHERE name LIKE 'Đặng%'", "UPDATE tally SET n = 9 WHERE kind = 'unit'",
    "DELETE FROM search WHERE key = CAST('3dan' AS BLOB)", "DELETE FROM item WHERE kind = 'identity'", "UPDATE unit SET name = 'x'",
  };
  put_two_households (ward);
  for (guint i = 0; i < G_N_ELEMENTS (harm); i++) {
    g_autoptr (GError) error = NULL, rebuilt = NULL;
    g_assert_true (tn_db_exec (tn_copy_db (ward->copy), harm[i], &error));
    g_assert_false (tn_projection_check (ward->copy, NULL, &error));
    g_assert_error (error, TN_ERROR, TN_ERROR_CORRUPT);
    g_assert_true (tn_projection_rebuild (ward->copy, NULL, &rebuilt));
    ward_assert_sound (ward);
  }
}

#define ADD(name) g_test_add ("/projection/" #name, Ward, NULL, ward_set_up, test_##name, ward_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (search_finds_as_people_type);
  ADD (words_of_two_people_do_not_meet);
  ADD (what_changes_is_found_anew);
  ADD (what_leaves_the_laptop_is_found_no_more);
  ADD (a_note_of_a_unit_costs_its_households_nothing);
  ADD (people_may_come_before_their_household);
  ADD (a_crowd_shares_the_last_slot);
  ADD (any_sequence_ends_as_a_rebuild_would);
  ADD (bulk_ends_as_single_steps_do);
  ADD (bulk_that_was_cut_off_is_made_good_at_the_next_opening);
  ADD (bulk_that_was_rolled_back_is_over);
  ADD (check_tells_a_difference);
  return g_test_run ();
}
