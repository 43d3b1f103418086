/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of work: what they are read by follows the records, and each way in uses its index. */
#include "ward-fixture.h"
#include "tn-copy-private.h"
#include "tn-listed.h"

static guint
count (Ward *ward, TnListedQuery query)
{
  g_autoptr (GError) error = NULL;
  guint n;
  tn_query_count_listed (ward->copy, &query, &n, &error);
  g_assert_no_error (error);
  g_autoptr (GArray) rows = tn_query_listed (ward->copy, &query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, n);
  return n;
}

static void
put_visits (Ward *ward)
{
  g_autofree char *h1 = ward_ref ("h1"), *h2 = ward_ref ("h2");
  ward_put (ward, "household", "h1", "{\"house_no\":\"7\",\"street\":\"Hoa Mai\"}");
  ward_put (ward, "visit", "v1", "{\"at\":1640000000000,\"household\":%s,\"result\":\"absent\"}", h1);
  ward_put (ward, "visit", "v2", "{\"at\":1640100000000,\"household\":%s,\"result\":\"met\"}", h1);
  ward_put (ward, "visit", "v3", "{\"at\":1640050000000,\"household\":%s}", h2);
}

static void
test_rows_are_found_by_parent_ref_state_and_time (Ward *ward, gconstpointer data)
{
  TnId h1 = ward_id ("h1"), round = ward_id ("r1");
  g_autofree char *h = ward_ref ("h1"), *r = ward_ref ("r1");
  put_visits (ward);
  ward_put (ward, "stop", "s1", "{\"household\":%s,\"round\":%s,\"state\":\"open\"}", h, r);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "visit" }), ==, 3);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "visit", .parent = &h1 }), ==, 2);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "visit", .state = "absent" }), ==, 1);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "visit", .state = "" }), ==, 1);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "visit", .from = 1640050000000, .to = 1640100000000 }), ==, 1);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "stop", .ref = &round, .state = "open" }), ==, 1);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "stop", .ref = &h1 }), ==, 0);
}

static void
test_the_newest_comes_first_when_asked (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnId h1 = ward_id ("h1"), h3 = ward_id ("h3"), v2 = ward_id ("v2");
  TnListed last;
  gboolean found;
  put_visits (ward);
  g_assert_true (tn_query_last_listed (ward->copy, "visit", &h1, &last, &found, &error));
  g_assert_true (found && tn_id_equal (&last.id, &v2) && tn_id_equal (&last.parent, &h1));
  g_assert_cmpstr (last.state, ==, "met");
  g_assert_cmpint (last.at, ==, 1640100000000);
  g_assert_true (tn_query_last_listed (ward->copy, "visit", &h3, &last, &found, &error));
  g_assert_false (found);
  TnListedQuery query = { .kind = "visit", .limit = 2 };
  g_autoptr (GArray) oldest = tn_query_listed (ward->copy, &query, &error);
  g_assert_cmpuint (oldest->len, ==, 2);
  g_assert_cmpint (g_array_index (oldest, TnListed, 0).at, ==, 1640000000000);
}

static void
test_a_change_moves_the_record_and_a_deletion_takes_it_out (Ward *ward, gconstpointer data)
{
  g_autofree char *p = ward_ref ("p1");
  ward_put (ward, "home_case", "c1", "{\"opened\":\"2021-12-20\",\"person\":%s,\"state\":\"open\"}", p);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "home_case", .state = "open", .from = 20211220, .to = 20211221 }), ==, 1);
  ward_put (ward, "home_case", "c1", "{\"opened\":\"2021-12\",\"person\":%s,\"state\":\"closed\"}", p);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "home_case", .state = "open" }), ==, 0);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "home_case", .state = "closed", .from = 20211200, .to = 20211201 }), ==, 1);
  /* what a newer program calls a state is found by that name; one that is too long is none */
  ward_put (ward, "home_case", "c1", "{\"person\":%s,\"state\":\"watched_by_robot\"}", p);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "home_case", .state = "watched_by_robot" }), ==, 1);
  ward_put (ward, "home_case", "c1", "{\"person\":%s,\"state\":\"%0200d\"}", p, 0);
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "home_case", .state = "" }), ==, 1);
  ward_delete (ward, "home_case", "c1");
  g_assert_cmpuint (count (ward, (TnListedQuery) { .kind = "home_case" }), ==, 0);
}

static void
test_dates_go_there_and_back (void)
{
  g_autofree char *day = tn_listed_date_text (20211224), *month = tn_listed_date_text (20211200);
  g_assert_cmpint (tn_listed_date ("2021-12-24"), ==, 20211224);
  g_assert_cmpint (tn_listed_date ("2021-12"), ==, 20211200);
  g_assert_cmpint (tn_listed_date ("2021"), ==, 20210000);
  g_assert_cmpint (tn_listed_date ("yesterday"), ==, 0);
  g_assert_cmpint (tn_listed_date (NULL), ==, 0);
  static const struct { gint64 at; const char *shown; } dates[] = { { 20211224, "24/12/2021" }, { 20211200, "12/2021" }, { 20210000, "2021" }, { 0, "" } };
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++) {
    g_autofree char *shown = tn_listed_date_show (dates[i].at);
    g_assert_cmpstr (shown, ==, dates[i].shown);
  }
  g_assert_cmpstr (day, ==, "2021-12-24");
  g_assert_null (month);
}

static void
assert_index (Ward *ward, const char *where, const char *index)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = g_strdup_printf ("EXPLAIN QUERY PLAN SELECT id, parent, ref, state, at FROM item WHERE kind = 'visit'%s", where);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (ward->copy), sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  if (!strstr (tn_stmt_text (stmt, 3), index)) g_error ("%s is read by %s", where, tn_stmt_text (stmt, 3));
}

static gint64
read_number (Ward *ward, const char *column, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM item WHERE id = ?", column);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (ward->copy), sql, &error);
  TnId id = ward_id (name);
  g_assert_no_error (error);
  tn_stmt_bind_id (stmt, 1, &id);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  return tn_stmt_is_null (stmt, 0) ? -1 : tn_stmt_int (stmt, 0);
}

/* What is added up stands beside the list as the record says it, and is gone with it; a text that looks like a tick is none. */
static void
test_what_is_added_up_follows_the_records (Ward *ward, gconstpointer data)
{
  const TnKind *visit = tn_schema_kind ("visit");
  gint64 care = tn_listed_mark (visit, "told_care"), answers = tn_listed_mark (visit, "told_answers");
  g_autofree char *h1 = ward_ref ("h1"), *e1 = ward_ref ("e1");
  put_visits (ward);
  g_assert_true (care && answers && care != answers && !tn_listed_mark (visit, "need_food") && !tn_listed_mark (tn_schema_kind ("stop"), "told_care"));
  ward_put (ward, "visit", "v4", "{\"at\":1640100000000,\"household\":%s,\"note\":\"told_care:true\",\"told_answers\":true,\"told_care\":true,\"told_support\":false}", h1);
  g_assert_cmpint (read_number (ward, "marks", "v4"), ==, care | answers);
  g_assert_cmpint (read_number (ward, "marks", "v2"), ==, -1);
  ward_put (ward, "visit", "v4", "{\"at\":1640100000000,\"household\":%s,\"told_answers\":true}", h1);
  g_assert_cmpint (read_number (ward, "marks", "v4"), ==, answers);
  static const struct { const char *name, *fields; gint64 amount, quantity; } table[] = {
    { "d1", "\"amount\":1000000", 1000000, -1 }, { "d2", "\"quantity\":2.5", -1, 2500000 }, { "d3", "\"quantity\":0.0000005", -1, 1 },
    { "d4", "\"amount\":0", -1, -1 },            { "d5", "\"quantity\":-0.1", -1, -100000 }, { "d6", "\"amount\":5,\"quantity\":1e300", 5, G_GINT64_CONSTANT (1000000000000000000) },
  };
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    ward_put (ward, "delivery", table[i].name, "{%s,\"entitlement\":%s}", table[i].fields, e1);
    g_assert_cmpint (read_number (ward, "amount", table[i].name), ==, table[i].amount);
    g_assert_cmpint (read_number (ward, "quantity", table[i].name), ==, table[i].quantity);
  }
}

static void
assert_read_from (Ward *ward, const char *sql, const char *index)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL), *covering = g_strdup_printf ("COVERING INDEX %s", index);
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (ward->copy), explain, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_stmt_step (stmt, &error), ==, TN_STEP_ROW);
  if (!strstr (tn_stmt_text (stmt, 3), covering)) g_error ("%s is read by %s", sql, tn_stmt_text (stmt, 3));
}

/* Sums of a programme, and whom a campaign reached: no record is opened (work/tn-support-sums.c, tn-audience.c). */
static void
test_sums_are_read_from_an_index_alone (Ward *ward, gconstpointer data)
{
  assert_read_from (ward, "SELECT id, amount, quantity FROM item WHERE kind = 'delivery' AND ref = ?1", "item_delivery");
  assert_read_from (ward, "SELECT id, parent, NULL, at FROM item WHERE kind = 'delivery' AND ref = ?1", "item_delivery");
  assert_read_from (ward, "SELECT parent FROM item WHERE kind = 'visit' AND state = 'met' AND at >= ?1 AND at < ?2 AND parent IS NOT NULL AND marks IS NOT NULL AND marks & ?3", "item_marks");
}

/* Cost is what is returned, however many records there are. */
static void
test_each_way_in_has_its_index (Ward *ward, gconstpointer data)
{
  assert_index (ward, " AND parent = ?2 AND at IS NOT NULL ORDER BY at DESC, id LIMIT 1", "item_parent");
  assert_index (ward, " AND parent = ?2 AND +state = ?4 AND at IS NOT NULL ORDER BY at, id", "item_parent");
  assert_index (ward, " AND ref = ?3 AND +at >= ?5 ORDER BY +at, id", "item_ref");
  assert_index (ward, " AND state = ?4 AND at IS NOT NULL ORDER BY at, id", "item_state");
  assert_index (ward, " AND at IS NOT NULL AND at >= ?5 AND at < ?6 ORDER BY at, id", "item_at");
}

#define ADD(name) g_test_add ("/listed/" #name, Ward, NULL, ward_set_up, test_##name, tear_down)

static void
tear_down (Ward *ward, gconstpointer data)
{
  ward_assert_sound (ward);
  ward_tear_down (ward, data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (rows_are_found_by_parent_ref_state_and_time);
  ADD (the_newest_comes_first_when_asked);
  ADD (a_change_moves_the_record_and_a_deletion_takes_it_out);
  ADD (each_way_in_has_its_index);
  ADD (what_is_added_up_follows_the_records);
  ADD (sums_are_read_from_an_index_alone);
  g_test_add_func ("/listed/dates_go_there_and_back", test_dates_go_there_and_back);
  return g_test_run ();
}
