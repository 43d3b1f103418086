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

/* Nothing of its row tells it from one that only its people speak of, but that it is here. */
static void
test_a_household_of_no_words_comes_and_goes (Ward *ward, gconstpointer data)
{
  g_autofree char *h = ward_ref ("bare");
  ward_put (ward, "person", "p", "{\"household\":%s,\"name\":\"Trần Mai\",\"relation\":\"head\"}", h);
  ward_assert_sound (ward);
  ward_put (ward, "household", "bare", "{}");
  assert_found (ward, "tran", "Trần Mai");
  ward_assert_sound (ward);
  ward_delete (ward, "household", "bare");
  assert_found (ward, "tran", "");
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

/* Names for records of random edits: the more of them, the more rows of the search go on in another block. */
typedef struct { GRand *rand; guint of_each; } Chance;

static guint
dice (Chance *c, guint sides)
{
  return (guint) g_rand_int_range (c->rand, 0, (gint32) sides);
}

static char *
any_name (Chance *c, const char *kind)
{
  return g_strdup_printf ("%s%u", kind, dice (c, c->of_each));
}

static char *
any_ref (Chance *c, const char *kind)
{
  g_autofree char *name = any_name (c, kind);
  return dice (c, 6) ? ward_ref (name) : g_strdup ("null");
}

static const char *
any_of (Chance *c, const char *const *choices)
{
  return choices[dice (c, g_strv_length ((GStrv) choices))];
}

/* Every field that the row, its head or its words are made from, and two that stand in no list. */
static void
put_home_at_random (Ward *ward, Chance *c, const char *name)
{
  static const char *const statuses[] = { "present", "present", "ended", "joined", "moved_away", "away", NULL };
  static const char *const streets[] = { "\"Lê Lợi\"", "\"Nguyễn Thông\"", "null", NULL }, *const alleys[] = { "\"Hẻm 45\"", "\"Hẻm 45/12\"", "\"Xóm Chùa\"", "null", NULL };
  g_autofree char *area = any_ref (c, "unit"), *building = any_ref (c, "building"), *head = any_ref (c, "person"), *into = any_ref (c, "household");
  guint n = dice (c, 60);
  ward_put (ward, "household", name, "{\"alley\":%s,\"area\":%s,\"building\":%s,\"code\":%s%u%s,\"head\":%s,\"house_no\":%s%u%s,\"joined_into\":%s,\"note\":\"%u\",\"phone\":%s%u%s,"
            "\"room\":%s%u%s,\"status\":\"%s\",\"street\":%s}", any_of (c, alleys), area, n % 2 ? building : "null", n % 5 ? "\"HK" : "", n % 5 ? n : 0, n % 5 ? "\"" : "", head,
            n % 7 ? "\"" : "", n % 7 ? n : 0, n % 7 ? "/2\"" : "", into, dice (c, 1000), n % 3 ? "\"0280001" : "", n % 3 ? 100 + n : 0, n % 3 ? "\"" : "", n % 4 ? "\"" : "", n, n % 4 ? "\"" : "",
            any_of (c, statuses), any_of (c, streets));
}

/* The record as it is, but for one field. */
static void
put_one_field (Ward *ward, const char *kind, const char *name, const char *field, const char *token)
{
  TnId id = ward_id (name);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (ward->copy), "SELECT json_set(body, '$.' || ?2, json(?3)) FROM record WHERE id = ?1 AND del = 0", NULL);
  tn_stmt_bind_id (stmt, 1, &id);
  tn_stmt_bind_text (stmt, 2, field);
  tn_stmt_bind_text (stmt, 3, token);
  if (tn_stmt_step (stmt, NULL) != TN_STEP_ROW) return;
  g_autofree char *body = g_strdup (tn_stmt_text (stmt, 0));
  tn_stmt_reset (stmt);
  ward_put (ward, kind, name, "%s", body);
}

/* Each alone must be seen, also where the words stay as they are: another writing of the same, another head, another status. */
static void
put_one_field_at_random (Ward *ward, Chance *c, const char *kind, const char *name)
{
  static const struct { const char *field, *tokens[5]; } all[] = {
    { "note", { "\"1\"", "\"2\"", "\"3\"" } }, { "alley", { "\"Hẻm 45\"", "\"hẻm 45\"", "\"HẺM 45\"", "null" } }, { "code", { "\"HK7\"", "\"hk7\"", "\"Hk7\"", "null" } },
    { "house_no", { "\"7A\"", "\"7a\"", "\"7 a\"", "null" } }, { "phone", { "\"0280001101\"", "\"028 0001 101\"", "\"028.0001.101\"" } },
    { "room", { "\"b1\"", "\"B1\"", "\"B 1\"", "null" } }, { "street", { "\"Lê Lợi\"", "\"le loi\"", "\"LÊ LỢI\"", "null" } },
    { "status", { "\"present\"", "\"ended\"", "\"joined\"", "\"away\"" } }, { "area", { NULL, "unit" } }, { "building", { NULL, "building" } }, { "head", { NULL, "person" } },
  };
  guint what = g_str_equal (kind, "household") ? dice (c, G_N_ELEMENTS (all)) : 0;
  for (guint twice = 0; twice < 2; twice++) {      /* the second time only the writing differs */
    g_autofree char *ref = all[what].tokens[0] ? NULL : any_ref (c, all[what].tokens[1]);
    put_one_field (ward, kind, name, all[what].field, ref ? ref : any_of (c, all[what].tokens));
  }
}

static void
put_person_at_random (Ward *ward, Chance *c, const char *name)
{
  static const char *const names[] = { "An", "Bình", "Chi", "Dũng", "Đào", "Nguyễn An", "Lê Bình", NULL }, *const statuses[] = { "present", "present", "died", "moved_away", "away", NULL };
  g_autofree char *home = any_ref (c, "household"), *into = any_ref (c, "person");
  guint n = dice (c, 60);
  ward_put (ward, "person", name, "{\"household\":%s,\"merged_into\":%s,\"name\":\"%s %u\",\"phone\":%s%u%s,\"relation\":\"%s\",\"status\":\"%s\"}", home, n % 9 ? "null" : into,
            any_of (c, names), n, n % 2 ? "\"0280001" : "", n % 2 ? 100 + n : 0, n % 2 ? "\"" : "", n % 3 ? "child" : "head", any_of (c, statuses));
}

static void
put_other_at_random (Ward *ward, Chance *c, const char *kind, const char *name)
{
  static const char *const levels[] = { "group", "quarter", "ward", NULL }, *const words[] = { "An Khang", "AN KHANG", "Hoà Bình", "Hòa Bình", NULL };
  g_autofree char *home = any_ref (c, "household"), *person = any_ref (c, "person"), *unit = any_ref (c, "unit");
  guint n = dice (c, 60);
  if (g_str_equal (kind, "identity")) ward_put (ward, kind, name, "{\"number\":\"0790%08u\",\"person\":%s}", n, person);
  else if (g_str_equal (kind, "unit")) ward_put (ward, kind, name, "{\"code\":\"T%u\",\"level\":\"%s\",\"name\":\"Tổ %u\",\"parent\":%s}", n, any_of (c, levels), n, unit);
  else if (g_str_equal (kind, "building")) ward_put (ward, kind, name, "{\"house_no\":\"%u\",\"name\":\"%s\",\"street\":\"Phố %u\"}", n % 2, any_of (c, words), n % 3);
  else if (g_str_equal (kind, "visit")) ward_put (ward, kind, name, "{\"at\":%u,\"household\":%s}", n, home);
  else ward_put (ward, kind, name, "{\"category\":\"poor\",\"subject\":%s}", n % 2 ? home : person);
}

static void
change_at_random (Ward *ward, Chance *c)
{
  static const char *const kinds[] = { "household", "household", "household", "person", "person", "person", "identity", "unit", "building", "visit", "membership", NULL };
  const char *kind = any_of (c, kinds);
  g_autofree char *name = any_name (c, kind);
  guint what = dice (c, 8);
  if (what == 0) ward_delete (ward, kind, name);
  else if (what < 4) put_one_field_at_random (ward, c, kind, name);
  else if (g_str_equal (kind, "household")) put_home_at_random (ward, c, name);
  else if (g_str_equal (kind, "person")) put_person_at_random (ward, c, name);
  else put_other_at_random (ward, c, kind, name);
}

static void
change_and_check (Ward *ward, Chance *c, guint rounds, guint changes)
{
  for (guint i = 0; i < rounds; i++) {
    for (guint k = 0; k < changes; k++) change_at_random (ward, c);
    ward_assert_sound (ward);
  }
  g_autoptr (GError) error = NULL;
  tn_projection_rebuild (ward->copy, NULL, &error);
  g_assert_no_error (error);
  ward_assert_sound (ward);
}

/* With -m slow ten times as many. */
static void
test_any_sequence_ends_as_a_rebuild_would (Ward *ward, gconstpointer data)
{
  for (guint32 seed = 1; seed <= (g_test_slow () ? 40u : 4u); seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    change_and_check (ward, &(Chance) { rand, 8 }, 60, 5);
  }
}

/* Households on both sides of a block's end, in one row of the search and in the next; nearly all of them stay as they are. */
static void
test_any_sequence_over_two_blocks (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  for (guint32 seed = 1; seed <= (g_test_slow () ? 10u : 1u); seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (100 + seed);
    Chance c = { rand, TN_SEARCH_BLOCK + 40 };
    g_assert_true (tn_projection_begin_bulk (ward->copy, &error));
    for (guint i = 0; i < c.of_each; i++) {
      g_autofree char *home = g_strdup_printf ("household%u", i), *person = g_strdup_printf ("person%u", i);
      put_home_at_random (ward, &c, home);
      put_person_at_random (ward, &c, person);
    }
    g_assert_true (tn_projection_end_bulk (ward->copy, &error));
    ward_assert_sound (ward);
    change_and_check (ward, &c, 5, 60);
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
  /* a stream that it got since its first copy does not make it wait for the district */
  g_assert_true (tn_db_exec (tn_copy_db (ward->copy), "INSERT INTO pull(ward, stream, ready) VALUES('27301', 'g1', 1), ('27301', 'g2', 0)", &error));
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
  ADD (a_household_of_no_words_comes_and_goes);
  ADD (a_crowd_shares_the_last_slot);
  ADD (any_sequence_ends_as_a_rebuild_would);
  ADD (any_sequence_over_two_blocks);
  ADD (bulk_ends_as_single_steps_do);
  ADD (bulk_that_was_cut_off_is_made_good_at_the_next_opening);
  ADD (bulk_that_was_rolled_back_is_over);
  ADD (check_tells_a_difference);
  return g_test_run ();
}
