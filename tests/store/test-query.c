/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What screens read: lists in order, filters, titles, the past and conflicts in words. */
#include "tn-edit.h"
#include "tn-meta-keys.h"
#include "tn-query-private.h"
#include "tn-record-private.h"
#include "ward-fixture.h"

static char *
join_ids (Ward *ward, GArray *ids)
{
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *title = tn_query_title (ward->copy, &g_array_index (ids, TnId, i));
    g_string_append_printf (out, "%s%s", i ? "|" : "", title);
  }
  g_array_unref (ids);
  return g_string_free (out, FALSE);
}

static char *
list (Ward *ward, const TnHouseholdQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = tn_query_households (ward->copy, query, &error);
  GString *out = g_string_new (NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++) {
    g_autoptr (TnHouseholdItem) item = tn_query_household_item (ward->copy, g_array_index (rows, gint64, i), &error);
    g_assert_no_error (error);
    g_assert_cmpint (tn_query_household_row (ward->copy, &item->id), ==, item->row);
    g_string_append_printf (out, "%s%s", i ? "|" : "", item->code);
  }
  return g_string_free (out, FALSE);
}

#define ASSERT_LIST(ward, expected, ...) G_STMT_START { \
  g_autofree char *found_ = list (ward, &(TnHouseholdQuery) { __VA_ARGS__ }); g_assert_cmpstr (found_, ==, expected); } G_STMT_END

static void
put_street (Ward *ward)
{
  static const struct { const char *code, *house_no, *alley, *street, *head; } rows[] = {
    { "a", "45", NULL, "Nguyễn Thông", "Lê Văn Én" }, { "b", "45/12/3A", NULL, "Nguyễn Thông", "Trần Thị Ánh" }, { "c", "45/2", NULL, "nguyễn thông", "Đỗ An" },
    { "d", "12", "Hẻm 45", "Nguyễn Thông", "Dương Ấn" }, { "e", "47", NULL, "Nguyễn Thông", "Phạm Ân" }, { "f", "3", "Hẻm Chùa", "Nguyễn Thông", "Bùi Em" },
    { "g", "9", NULL, "An Dương Vương", "Cao Ếch" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *alley = rows[i].alley ? g_strdup_printf ("\"alley\":\"%s\",", rows[i].alley) : g_strdup ("");
    g_autofree char *home = ward_ref (rows[i].code), *head = g_strconcat ("head-", rows[i].code, NULL);
    ward_put (ward, "household", rows[i].code, "{%s\"code\":\"%s\",\"house_no\":\"%s\",\"street\":\"%s\"}", alley, rows[i].code, rows[i].house_no,
              rows[i].street);
    ward_put (ward, "person", head, "{\"household\":%s,\"name\":\"%s\",\"relation\":\"head\"}", home, rows[i].head);
  }
}

static void
test_lists_are_in_walking_order_and_in_the_order_of_names (Ward *ward, gconstpointer data)
{
  put_street (ward);
  ASSERT_LIST (ward, "g|a|c|d|b|e|f", .sort = TN_SORT_ADDRESS);
  ASSERT_LIST (ward, "f|e|b|d|c|a|g", .descending = TRUE);
  ASSERT_LIST (ward, "c|b|e|d|f|a|g", .sort = TN_SORT_HEAD);
  ASSERT_LIST (ward, "a|b|c|d|e|f|g", .sort = TN_SORT_CODE);
  ASSERT_LIST (ward, "a|d|b|e|f", .search = "nguyen thong", .street = "Nguyễn Thông");
}

/* Another connection, as the window reads: its order is kept as long as nothing moves in it, and is right whatever was written. */
typedef struct { TnCopy *copy; const GArray *order; } Reader;

static char *
list_by_head (TnCopy *copy)
{
  Ward other = { .copy = copy };
  return list (&other, &(TnHouseholdQuery) { .sort = TN_SORT_HEAD });
}

static void
assert_order (Reader *reader, const char *expected, gboolean read_again)
{
  gsize max_row;
  g_autofree char *found = list_by_head (reader->copy);
  const GArray *order = tn_query_order (reader->copy, TN_SORT_HEAD, &max_row, NULL);
  g_assert_cmpstr (found, ==, expected);
  g_assert_true ((order != reader->order) == read_again);
  reader->order = g_array_ref ((GArray *) order);   /* kept, so that a new one cannot have its address */
}

static void
clear_reader (Reader *reader)
{
  tn_copy_close (reader->copy);
}

static void
test_order_is_read_again_only_when_something_moved (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  put_street (ward);
  Reader reader = { tn_copy_open (ward->path, TN_COPY_READ_ONLY, NULL, &error), NULL };
  g_autofree char *home = ward_ref ("a");
  g_assert_no_error (error);
  assert_order (&reader, "c|b|e|d|f|a|g", TRUE);
  ward_put (ward, "household", "a", "{\"code\":\"a\",\"house_no\":\"45\",\"phone\":\"02800000001\",\"street\":\"Nguyễn Thông\"}");
  ward_put (ward, "person", "more", "{\"household\":%s,\"name\":\"Zê\",\"relation\":\"child\"}", home);
  assert_order (&reader, "c|b|e|d|f|a|g", FALSE);
  ward_put (ward, "person", "head-a", "{\"household\":%s,\"name\":\"Lê Văn Ai\",\"relation\":\"head\"}", home);
  assert_order (&reader, "a|c|b|e|d|f|g", TRUE);
  ward_put (ward, "household", "g", "{\"code\":\"g\",\"status\":\"moved_away\"}");
  assert_order (&reader, "a|c|b|e|d|f", TRUE);
  ward_delete (ward, "household", "e");
  assert_order (&reader, "a|c|b|d|f", TRUE);
  ward_delete (ward, "person", "head-e");           /* and now the row that was kept for them */
  assert_order (&reader, "a|c|b|d|f", TRUE);
  ward_put (ward, "household", "new", "{\"code\":\"new\"}");
  g_assert_true (tn_projection_rebuild (ward->copy, NULL, &error));
  assert_order (&reader, "new|a|c|b|d|f", TRUE);
  ward_put (ward, "household", "newer", "{\"code\":\"newer\"}");   /* the rebuild has left all as it should be */
  assert_order (&reader, "new|newer|a|c|b|d|f", TRUE);
  clear_reader (&reader);
}

static void
test_order_that_was_taken_back_is_not_kept (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnDb *db = tn_copy_db (ward->copy);
  put_street (ward);
  g_autoptr (TnTx) tx = tn_tx_begin (db, TRUE, &error);
  g_assert_true (tx && tn_db_exec (db, "UPDATE household SET gone = 2 WHERE code = 'a'", &error));
  ASSERT_LIST (ward, "b|c|d|e|f|g", .sort = TN_SORT_CODE);
  tn_tx_rollback (g_steal_pointer (&tx));
  g_assert_true (tn_db_exec (db, "UPDATE household SET gone = 2 WHERE code = 'b'", &error));
  ASSERT_LIST (ward, "a|c|d|e|f|g", .sort = TN_SORT_CODE);
  g_assert_no_error (error);
}

static void
test_filters_meet (Ward *ward, gconstpointer data)
{
  g_autofree char *kp = ward_ref ("kp"), *group = ward_ref ("group"), *a = ward_ref ("a"), *p = ward_ref ("p"), *b = ward_ref ("b");
  TnId quarter = ward_id ("kp"), below = ward_id ("group"), none = ward_id ("none");
  ward_put (ward, "unit", "kp", "{\"level\":\"quarter\",\"name\":\"Khu phố 1\"}");
  ward_put (ward, "unit", "group", "{\"level\":\"group\",\"name\":\"Tổ 2\",\"parent\":%s}", kp);
  ward_put (ward, "household", "a", "{\"alley\":\"Hẻm 9\",\"area\":%s,\"code\":\"a\",\"street\":\"X\"}", group);
  ward_put (ward, "household", "b", "{\"alley\":\"Hẻm 10\",\"area\":%s,\"code\":\"b\",\"street\":\"X\"}", kp);
  ward_put (ward, "household", "c", "{\"code\":\"c\",\"status\":\"moved_away\",\"street\":\"Y\"}");
  ward_put (ward, "person", "p", "{\"household\":%s,\"name\":\"An\"}", a);
  ward_put (ward, "membership", "m1", "{\"category\":\"elderly\",\"from\":\"2020\",\"subject\":%s}", p);
  ward_put (ward, "membership", "m2", "{\"category\":\"poor\",\"from\":\"2020-05\",\"subject\":%s,\"to\":\"2021-06\"}", b);
  ward_put (ward, "membership", "m3", "{\"category\":\"alone\",\"from\":\"2999-01-01\",\"subject\":%s}", b);
  ASSERT_LIST (ward, "a|b", .area = &quarter);
  ASSERT_LIST (ward, "a", .area = &below);
  ASSERT_LIST (ward, "", .area = &none);
  ASSERT_LIST (ward, "b", .area = &quarter, .alley = "Hẻm 10");
  ASSERT_LIST (ward, "a|b", .street = "X");
  ASSERT_LIST (ward, "a|b|c", .include_gone = TRUE);
  ASSERT_LIST (ward, "a", .category = "elderly");
  ASSERT_LIST (ward, "", .category = "poor");
  ASSERT_LIST (ward, "", .category = "alone");
  ASSERT_LIST (ward, "a", .search = "an", .area = &quarter, .category = "elderly");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) areas = tn_query_areas (ward->copy, &error), alleys = tn_query_alleys (ward->copy, NULL, &error);
  g_autoptr (GPtrArray) own = tn_query_alleys (ward->copy, &below, &error), streets = tn_query_streets (ward->copy, &error);
  g_assert_cmpuint (areas->len, ==, 2);
  g_assert_cmpuint (((TnAreaItem *) areas->pdata[0])->n_households, ==, 2);
  g_assert_cmpuint (((TnAreaItem *) areas->pdata[1])->depth, ==, 1);
  g_assert_cmpstr (alleys->pdata[0], ==, "Hẻm 9");
  g_assert_cmpstr (alleys->pdata[1], ==, "Hẻm 10");
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_cmpuint (streets->len, ==, 1 + 1);
}

static void
test_children_come_head_first (Ward *ward, gconstpointer data)
{
  g_autofree char *h = ward_ref ("h"), *head = ward_ref ("z");
  TnId id = ward_id ("h");
  g_autoptr (GError) error = NULL;
  ward_put (ward, "household", "h", "{\"head\":%s}", head);
  ward_put (ward, "person", "x", "{\"household\":%s,\"name\":\"X\",\"relation\":\"child\"}", h);
  ward_put (ward, "person", "z", "{\"household\":%s,\"name\":\"Z\",\"relation\":\"parent\"}", h);
  ward_put (ward, "visit", "v1", "{\"at\":1637700000000,\"household\":%s,\"result\":\"met\"}", h);
  ward_put (ward, "visit", "v2", "{\"at\":1637800000000,\"household\":%s,\"result\":\"absent\"}", h);
  g_autoptr (GPtrArray) people = tn_query_children (ward->copy, "person", &id, &error), visits = tn_query_children (ward->copy, "visit", &id, &error);
  g_assert_cmpuint (people->len, ==, 2);
  g_autofree char *first = tn_row_dup_text (people->pdata[0], "name"), *newest = tn_row_dup_text (visits->pdata[0], "result");
  g_assert_cmpstr (first, ==, "Z");
  g_assert_cmpstr (newest, ==, "absent");
  g_autoptr (GPtrArray) counts = tn_query_counts (ward->copy, &error);
  g_assert_cmpuint (counts->len, ==, 3);
  g_assert_cmpuint (((TnCount *) counts->pdata[2])->n, ==, 2);
  g_autofree char *names = join_ids (ward, tn_query_ids (ward->copy, "person", &error));
  g_assert_cmpstr (names, ==, "X|Z");
  ward_delete (ward, "visit", "v1");
  g_clear_pointer (&visits, g_ptr_array_unref);
  visits = tn_query_children (ward->copy, "visit", &id, &error);
  g_assert_cmpuint (visits->len, ==, 1);
}

static char *
find (Ward *ward, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = tn_query_find (ward->copy, text, 10, &error);
  GString *out = g_string_new (NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < hits->len; i++) {
    const TnHit *hit = hits->pdata[i];
    g_string_append_printf (out, "%s%s %s (%s)", i ? "|" : "", hit->kind, hit->title, hit->detail);
  }
  return g_string_free (out, FALSE);
}

static void
test_find_gives_people_and_households_best_first (Ward *ward, gconstpointer data)
{
  put_street (ward);
  g_autofree char *a = ward_ref ("a");
  ward_put (ward, "person", "anh", "{\"household\":%s,\"name\":\"Anh\"}", a);
  g_autofree char *name = find (ward, "anh"), *both = find (ward, "anh 45/12"), *house = find (ward, "9 an duong"), *nothing = find (ward, "  ");
  g_assert_cmpstr (name, ==, "person Anh (45 Nguyễn Thông)|person Trần Thị Ánh (45/12/3A Nguyễn Thông)");
  g_assert_cmpstr (both, ==, "person Trần Thị Ánh (45/12/3A Nguyễn Thông)");
  g_assert_cmpstr (house, ==, "household 9 An Dương Vương (Cao Ếch)");
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_values_in_words (Ward *ward, gconstpointer data)
{
  g_autofree char *unit = ward_ref ("u"), *volunteer = ward_ref ("nobody");
  const TnKind *household = tn_schema_kind ("household"), *visit = tn_schema_kind ("visit");
  ward_put (ward, "unit", "u", "{\"level\":\"group\",\"name\":\"Tổ 28\"}");
  g_autofree char *address = tn_query_show_unit (ward->copy, household, "address",
                                                 "{\"alley\":\"Hẻm 45\",\"house_no\":\"45/2\",\"street\":\"Nguyễn Thông\"}");
  g_autofree char *area = tn_query_show_unit (ward->copy, household, "area", unit), *result = tn_query_show_unit (ward->copy, visit, "result", "\"met\"");
  g_autofree char *status = tn_query_show_unit (ward->copy, household, "status", "{\"status\":\"ended\",\"status_date\":\"2021-12-24\"}");
  g_autofree char *empty = tn_query_show_unit (ward->copy, household, "code", NULL), *gone = tn_query_show_unit (ward->copy, household, "_del", "true");
  g_autofree char *newer = tn_query_show_unit (ward->copy, household, "colour", "\"red\""), *ref = tn_query_show_unit (ward->copy, visit, "volunteer", volunteer);
  g_assert_cmpstr (address, ==, "45/2, Hẻm 45, Nguyễn Thông");
  g_assert_cmpstr (area, ==, "Tổ 28");
  g_assert_cmpstr (result, ==, "Met");
  g_assert_cmpstr (status, ==, "No longer a household, 24/12/2021");
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (gone, ==, "deleted");
  g_assert_cmpstr (newer, ==, "\"red\"");
  g_assert_cmpstr (ref, ==, "not on this laptop");
}

static void
commit (Ward *ward, TnEdit *edit)
{
  g_autoptr (GError) error = NULL;
  gint64 action;
  g_assert_true (tn_copy_edit (ward->copy, edit, &action, &error));
  g_assert_no_error (error);
}

static void
test_history_tells_each_change (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) make = tn_edit_new ("make"), change = tn_edit_new ("change"), card = tn_edit_new ("card");
  tn_copy_set_user (ward->copy, "Lan", &error);
  TnId home = tn_edit_create (make, "household", NULL), person = tn_edit_create (make, "person", NULL);
  tn_edit_set_text (make, &home, "house_no", "45/2");
  tn_edit_set_text (make, &home, "phone", "02803123456");
  tn_edit_set_ref (make, &person, "household", &home);
  tn_edit_set_text (make, &person, "name", "Đặng Ấm");
  commit (ward, make);
  tn_edit_set_text (change, &home, "phone", "02801222333");
  commit (ward, change);
  TnId number = tn_edit_create (card, "identity", NULL);
  tn_edit_set_ref (card, &number, "person", &person);
  tn_edit_set_text (card, &number, "number", "079075001234");
  commit (ward, card);
  g_autoptr (GPtrArray) own = tn_query_history (ward->copy, &home, FALSE, &error), all = tn_query_history (ward->copy, &home, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (own->len, ==, 2);
  g_assert_cmpuint (all->len, ==, 4);
  const TnHistoryItem *newest = own->pdata[0], *first = own->pdata[1];
  g_assert_cmpstr (newest->unit, ==, "phone");
  g_assert_cmpstr (newest->label, ==, "Telephone");
  g_assert_cmpstr (newest->before, ==, "02803123456");
  g_assert_cmpstr (newest->after, ==, "02801222333");
  g_assert_cmpstr (newest->by, ==, "Lan");
  g_assert_cmpstr (newest->device, ==, "this laptop");
  g_assert_true (newest->waiting);
  g_assert_cmpstr (first->unit, ==, "*");
  g_assert_cmpstr (first->after, ==, "45/2");
  g_autoptr (TnHouseholdItem) item = tn_query_household_item (ward->copy, tn_query_household_row (ward->copy, &home), &error);
  g_assert_true (item->waiting);
  g_assert_false (item->conflict);
  ward_assert_sound (ward);
}

/* Taken down without a name on another laptop, and changed there: of whom it came from nothing is said, of who changed it all. */
static void
test_history_names_nobody_of_an_untimed_edit (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) row = NULL;
  TnId id = ward_id ("petition");
  g_autoptr (GDateTime) day = g_date_time_new_local (2026, 11, 26, 0, 0, 0);
  TnStamp made = tn_stamp_make (g_date_time_to_unix (day) * 1000, 77, "aaaaaaaaaaaa"), later = tn_stamp_make (g_date_time_to_unix (day) * 1000 + 40000001, 0, "aaaaaaaaaaaa");
  tn_copy_set_meta (ward->copy, TN_META_DEVICES, "{\"aaaaaaaaaaaa\":{\"device\":\"d1\",\"name\":\"Máy tổ 5\",\"user\":\"Minh\"}}", &error);
  ward_put (ward, "petition", "petition", "{\"text\":\"Loa\",\"topic\":\"service\"}");
  row = tn_copy_get (ward->copy, &id, &error);
  tn_row_set_unit (row, "text", "\"Loa\"", &made);
  tn_row_set_unit (row, "topic", "\"service\"", &made);
  tn_row_set_unit (row, "satisfied", "\"no\"", &later);
  g_assert_true (tn_record_store (ward->copy, row, &error));
  g_autoptr (GPtrArray) items = tn_query_history (ward->copy, &id, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 2);
  const TnHistoryItem *changed = items->pdata[0], *first = items->pdata[1];
  g_assert_cmpstr (first->by, ==, "");
  g_assert_cmpstr (first->device, ==, "");
  g_assert_cmpstr (changed->by, ==, "Minh");
  g_assert_cmpstr (changed->device, ==, "Máy tổ 5");
}

static void
test_conflicts_show_both_sides (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *h = ward_ref ("h"), *p = ward_ref ("p");
  TnId home = ward_id ("h"), other_home = ward_id ("h2");
  tn_copy_set_meta (ward->copy, TN_META_DEVICES, "{\"aaaaaaaaaaaa\":{\"device\":\"d1\",\"name\":\"Máy tổ 5\",\"user\":\"Minh\"}}", &error);
  ward_put (ward, "household", "h", "{\"house_no\":\"45/2\"}");
  ward_put (ward, "household", "h2", "{\"house_no\":\"7\"}");
  ward_put (ward, "person", "p", "{\"household\":%s,\"name\":\"Nguyễn An\",\"relation\":\"head\"}", h);
  ward_put (ward, "conflict", "c", "{\"against\":\"0000000000010000bbbbbbbbbbbb\",\"device\":\"d1\",\"record\":%s,\"stamp\":\"017d4f9d74000000aaaaaaaaaaaa\","
            "\"state\":\"open\",\"type\":\"field\",\"unit\":\"name\",\"value\":\"\\\"Nguyễn Ân\\\"\"}", p);
  ward_put (ward, "conflict", "settled", "{\"record\":%s,\"state\":\"closed\",\"type\":\"field\",\"unit\":\"name\"}", p);
  g_autoptr (GPtrArray) all = tn_query_conflicts (ward->copy, NULL, &error), of_home = tn_query_conflicts (ward->copy, &home, &error);
  g_autoptr (GPtrArray) of_other = tn_query_conflicts (ward->copy, &other_home, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpuint (of_home->len, ==, 1);
  g_assert_cmpuint (of_other->len, ==, 0);
  const TnConflictItem *item = all->pdata[0];
  g_assert_cmpstr (item->title, ==, "Nguyễn An");
  g_assert_cmpstr (item->unit_label, ==, "Full name");
  g_assert_cmpstr (item->standing, ==, "Nguyễn An");
  g_assert_cmpstr (item->other, ==, "Nguyễn Ân");
  g_assert_cmpstr (item->other_json, ==, "\"Nguyễn Ân\"");
  g_assert_cmpstr (item->other_by, ==, "Minh");
  g_assert_cmpstr (item->other_device, ==, "Máy tổ 5");
  g_assert_cmpint (item->other_at, ==, 0x017d4f9d7400);
  g_autoptr (TnHouseholdItem) shown = tn_query_household_item (ward->copy, tn_query_household_row (ward->copy, &home), &error);
  g_assert_true (shown->conflict);
  ward_assert_sound (ward);
}

/* Nobody has asked for the numbers: they are masked, of records that are here and of one that is not. */
static void
test_conflicts_of_cards_are_masked (Ward *ward, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *p = ward_ref ("p"), *card = ward_ref ("card"), *elsewhere = ward_ref ("elsewhere");
  TnId conflict = ward_id ("c");
  ward_put (ward, "person", "p", "{\"name\":\"Nguyễn An\"}");
  ward_put (ward, "identity", "card", "{\"number\":\"079060000123\",\"person\":%s}", p);
  ward_put (ward, "conflict", "c", "{\"record\":%s,\"stamp\":\"017d4f9d74000000aaaaaaaaaaaa\",\"state\":\"open\",\"type\":\"field\",\"unit\":\"card\","
            "\"value\":\"{\\\"number\\\":\\\"079060000999\\\"}\"}", card);
  ward_put (ward, "conflict", "c2", "{\"record\":%s,\"stamp\":\"017d4f9d74010000aaaaaaaaaaaa\",\"state\":\"open\",\"type\":\"field\",\"unit\":\"_del\",\"value\":\"true\"}", card);
  ward_put (ward, "conflict", "c3", "{\"record\":%s,\"state\":\"open\",\"type\":\"orphan\",\"unit\":\"name\",\"value\":\"\\\"x\\\"\"}", elsewhere);
  g_autoptr (GPtrArray) all = tn_query_conflicts (ward->copy, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 3);
  const TnConflictItem *item = NULL, *deletion = NULL;
  for (guint i = 0; i < all->len; i++) {
    const TnConflictItem *one = all->pdata[i];
    if (tn_id_equal (&one->id, &conflict)) item = one;
    else if (g_str_equal (one->unit, "_del")) deletion = one;
  }
  g_assert_true (item->masked);
  g_assert_cmpstr (item->standing, ==, "•••••••• 0123");
  g_assert_cmpstr (item->other, ==, "•••••••• 0999");
  g_autofree char *full = tn_query_show_unit (ward->copy, tn_schema_kind ("identity"), item->unit, item->standing_json);
  g_assert_cmpstr (full, ==, "079060000123");
  g_assert_false (deletion->masked);
  g_autoptr (TnRow) row = tn_copy_get (ward->copy, &conflict, &error);
  g_assert_true (tn_query_is_protected (ward->copy, row));
}

#define ADD(name) g_test_add ("/query/" #name, Ward, NULL, ward_set_up, test_##name, ward_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (lists_are_in_walking_order_and_in_the_order_of_names);
  ADD (order_is_read_again_only_when_something_moved);
  ADD (order_that_was_taken_back_is_not_kept);
  ADD (filters_meet);
  ADD (children_come_head_first);
  ADD (find_gives_people_and_households_best_first);
  ADD (values_in_words);
  ADD (history_tells_each_change);
  ADD (history_names_nobody_of_an_untimed_edit);
  ADD (conflicts_show_both_sides);
  ADD (conflicts_of_cards_are_masked);
  return g_test_run ();
}
