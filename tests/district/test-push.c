/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a push does to a ward, seen through the desk. */
#include "fake-laptop.h"
#include <string.h>

#define WARD "26734"
#define STAR "[{\"s\":\"*\",\"cur\":\"0\"}]"
#define AREA_A "019b0000-0000-7000-8000-00000000aaaa"
#define AREA_B "019b0000-0000-7000-8000-00000000bbbb"
#define STREAM_A "g00000000aaaa"
#define STREAM_B "g00000000bbbb"

static Laptop *
enrol (District *district, const char *role, const char *stream, const char *name)
{
  g_autoptr (GError) error = NULL;
  const char *streams[] = { stream, NULL };
  g_autofree char *code = tn_district_invite (district->d, WARD, role, stream ? streams : NULL, 3, &error);
  g_assert_no_error (error);
  return laptop_new (district, code, name);
}

static void
assert_sums (District *district)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  g_assert_true (tn_district_check_sums (district->d, WARD, &bad, &error));
  g_assert_cmpstr (bad, ==, NULL);
}

static char *
person_of (const TnId *household, const char *name)
{
  TnIdStr id;
  tn_id_format (household, id);
  return g_strdup_printf ("{\"household\":\"%s\",\"name\":\"%s\"}", id, name);
}

static void
assert_answer (cJSON *json, int i, gint64 n, const char *code, const char *why)
{
  const cJSON *item = cJSON_GetArrayItem (cJSON_GetObjectItem (json, "res"), i);
  g_assert_nonnull (item);
  g_assert_cmpint ((gint64) json_number (item, "n"), ==, n);
  g_assert_cmpstr (json_text (item, "code"), ==, code);
  g_assert_cmpstr (json_text (item, "why"), ==, why);
}

static GPtrArray *
list_conflicts (const Page *page)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  for (guint i = 0; i < page->lines->len; i++) {
    TnLine line;
    g_assert_true (tn_line_parse (tn_slice (page->lines->pdata[i], -1), &line, NULL));
    if (line.type == TN_LINE_RECORD && tn_slice_is (line.kind, "conflict")) g_ptr_array_add (rows, tn_line_to_row (&line, NULL));
  }
  return rows;
}

static void
assert_field (const TnRow *row, const char *field, const char *expected)
{
  g_autofree char *text = tn_row_dup_text (row, field);
  g_assert_cmpstr (text, ==, expected);
}

/* ---- new records ---- */

static void
test_creation_comes_down_canonical (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy 1");
  g_autoptr (Batch) batch = batch_new ();
  TnId house = make_id (1), person = make_id (2);
  g_autofree char *body = person_of (&house, "Trần Thị B");
  TnStamp s1 = batch_create (batch, laptop, "household", &house, "{\"area\":\"" AREA_A "\",\"code\":\"H1\"}");
  TnStamp s2 = batch_create (batch, laptop, "person", &person, body);
  laptop_push_ok (laptop, WARD, batch);
  g_autoptr (Page) page = laptop_pull (laptop, WARD, STAR, 5000);
  g_autofree char *first = g_strdup_printf ("{\"q\":1,\"k\":\"household\",\"i\":\"019b0000-0000-7000-8000-000000000001\",\"g\":\"" STREAM_A "\",\"t\":\"%s\",\"x\":{},\"d\":0,\"b\":{\"area\":\"" AREA_A "\",\"code\":\"H1\"}}", s1.s);
  g_autofree char *second = g_strdup_printf ("{\"q\":2,\"k\":\"person\",\"i\":\"019b0000-0000-7000-8000-000000000002\",\"g\":\"" STREAM_A "\",\"t\":\"%s\",\"x\":{},\"d\":0,\"b\":%s}", s2.s, body);
  g_assert_cmpuint (page->lines->len, ==, 2);
  g_assert_cmpstr (page->lines->pdata[0], ==, first);
  g_assert_cmpstr (page->lines->pdata[1], ==, second);
  g_assert_false (cJSON_IsTrue (cJSON_GetObjectItem (page->end, "more")));
  const cJSON *dig = cJSON_GetObjectItem (cJSON_GetObjectItem (page->end, "dig"), STREAM_A);
  g_assert_cmpint (cJSON_GetArrayItem (dig, 0)->valueint, ==, 2);
  TnSum sum = { 0 };
  char hex[33];
  guint8 bytes[16];
  for (guint i = 0; i < 2; i++) {
    TnLine line;
    tn_line_parse (tn_slice (page->lines->pdata[i], -1), &line, NULL);
    TnHash h = tn_line_hash (&line);
    tn_sum_add (&sum, &h);
  }
  tn_sum_to_bytes (&sum, bytes);
  tn_hex (bytes, sizeof bytes, hex);
  g_assert_cmpstr (cJSON_GetStringValue (cJSON_GetArrayItem (dig, 1)), ==, hex);
  assert_sums (district);
}

/* The quick way for canonical creations and the thorough way for all others must write the same bytes. */
static void
test_both_ways_write_the_same (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy 1");
  g_autoptr (Batch) plain = batch_new (), loose = batch_new ();
  TnId one = make_id (1), two = make_id (2);
  const char *body = "{\"area\":\"" AREA_A "\",\"code\":\"H\\u0031\",\"house_no\":\"45/12\",\"note\":\"xin \\\"chào\\\"\",\"status\":\"present\",\"street\":\"Lê Lợi\"}";
  TnStamp stamp = batch_create (plain, laptop, "household", &one, body);
  /* blanks and another order of keys: not canonical, the same content */
  g_autofree char *line = g_strdup_printf ("{\"n\":99, \"k\":\"household\",\"by\":\"Lan\",\"i\":\"019b0000-0000-7000-8000-000000000002\",\"t\":\"%s\",\"b\":{\"street\":\"Lê Lợi\", \"note\":\"xin \\\"chào\\\"\","
    "\"status\":\"present\",\"house_no\":\"45/12\",\"code\":\"H\\u0031\",\"area\":\"" AREA_A "\",\"phone\":null}}", stamp.s);
  batch_raw (loose, line);
  laptop_push_ok (laptop, WARD, plain);
  laptop_push_ok (laptop, WARD, loose);
  g_autoptr (Page) page = laptop_pull (laptop, WARD, STAR, 5000);
  const char *a = page_find (page, &one), *b = page_find (page, &two);
  g_assert_cmpstr (strstr (a, ",\"g\":"), ==, strstr (b, ",\"g\":"));
  TnLine parsed;
  g_assert_true (tn_line_parse (tn_slice (a, -1), &parsed, NULL));
  g_autoptr (TnRow) row = tn_line_to_row (&parsed, NULL);
  g_autoptr (GString) again = g_string_new (NULL);
  tn_row_to_line (row, again);
  g_assert_cmpstr (again->str + 1, ==, parsed.canonical_tail.p);
}

static void
test_push_twice_is_push_once (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy 1");
  g_autoptr (Batch) batch = batch_new ();
  TnId house = make_id (1);
  TnStamp s = batch_create (batch, laptop, "household", &house, "{\"code\":\"H1\",\"note\":\"a\"}");
  s = batch_set (batch, laptop, "household", &house, "note", "\"b\"", &s);
  batch_set (batch, laptop, "household", &house, "note", "\"c\"", &s);
  laptop_push_ok (laptop, WARD, batch);
  g_autoptr (Page) first = laptop_pull (laptop, WARD, STAR, 5000);
  cJSON *again = laptop_push (laptop, WARD, batch, 200);
  g_autoptr (Page) second = laptop_pull (laptop, WARD, STAR, 5000);
  g_assert_cmpstr (json_text (again, "cur"), ==, page_cursor (first));
  g_assert_cmpstr (page_cursor (first), ==, page_cursor (second));
  g_assert_cmpuint (second->lines->len, ==, 1);
  g_assert_nonnull (strstr (second->lines->pdata[0], "\"note\":\"c\""));
  assert_sums (district);
  cJSON_Delete (again);
}

/* ---- two who change the same ---- */

static void
test_unseen_value_is_flagged_with_who_and_where (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) one = enrol (district, "ward_officer", NULL, "Máy Lan"), two = enrol (district, "ward_officer", NULL, "Máy Minh");
  g_autoptr (Batch) made = batch_new (), first = batch_new (), second = batch_new ();
  TnId house = make_id (1);
  TnStamp s = batch_create (made, one, "household", &house, "{\"area\":\"" AREA_A "\",\"code\":\"H1\",\"phone\":\"0281\"}");
  laptop_push_ok (one, WARD, made);
  district->now += 1000;
  TnStamp earlier = batch_set (first, one, "household", &house, "phone", "\"0282\"", &s);
  district->now += 1000;
  TnStamp later = batch_set (second, two, "household", &house, "phone", "\"0283\"", &s);
  laptop_push_ok (two, WARD, second);
  laptop_push_ok (one, WARD, first);
  g_autoptr (Page) page = laptop_pull (one, WARD, STAR, 5000);
  g_autoptr (GPtrArray) conflicts = list_conflicts (page);
  g_assert_cmpuint (conflicts->len, ==, 1);
  const TnRow *row = conflicts->pdata[0];
  g_assert_cmpstr (row->stream, ==, STREAM_A);
  assert_field (row, "record", "019b0000-0000-7000-8000-000000000001");
  assert_field (row, "unit", "phone");
  assert_field (row, "type", "field");
  assert_field (row, "value", "\"0282\"");
  assert_field (row, "stamp", earlier.s);
  assert_field (row, "by", "Lan");
  assert_field (row, "device", "Máy Lan");
  assert_field (row, "against", later.s);
  assert_field (row, "against_device", "Máy Minh");
  assert_field (row, "state", "open");
  g_autoptr (TnRow) house_row = laptop_fetch (one, WARD, &house);
  assert_field (house_row, "phone", "0283");
  laptop_push_ok (one, WARD, first);
  laptop_push_ok (two, WARD, second);
  g_autoptr (Page) again = laptop_pull (one, WARD, STAR, 5000);
  g_assert_cmpstr (page_cursor (again), ==, page_cursor (page));
  assert_sums (district);
}

static void
test_seen_value_gives_way_quietly (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) one = enrol (district, "ward_officer", NULL, "Máy 1"), two = enrol (district, "ward_officer", NULL, "Máy 2");
  g_autoptr (Batch) made = batch_new (), edit = batch_new ();
  TnId house = make_id (1);
  TnStamp s = batch_create (made, one, "household", &house, "{\"code\":\"H1\",\"phone\":\"0281\"}");
  laptop_push_ok (one, WARD, made);
  s = batch_set (edit, two, "household", &house, "phone", "\"0282\"", &s);
  batch_set (edit, two, "household", &house, "phone", "\"0283\"", &s);
  laptop_push_ok (two, WARD, edit);
  g_autoptr (Page) page = laptop_pull (one, WARD, STAR, 5000);
  g_assert_cmpuint (page->lines->len, ==, 1);
  g_assert_nonnull (strstr (page->lines->pdata[0], "\"phone\":\"0283\""));
}

static void
test_conflict_is_closed_by_an_edit (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) one = enrol (district, "ward_officer", NULL, "Máy 1"), two = enrol (district, "ward_officer", NULL, "Máy 2");
  g_autoptr (Batch) made = batch_new (), other = batch_new (), close = batch_new ();
  TnId house = make_id (1);
  batch_create (made, one, "household", &house, "{\"code\":\"H1\",\"note\":\"a\"}");
  batch_set (other, two, "household", &house, "note", "\"b\"", NULL);
  laptop_push_ok (one, WARD, made);
  laptop_push_ok (two, WARD, other);
  g_autoptr (Page) page = laptop_pull (one, WARD, STAR, 5000);
  g_autoptr (GPtrArray) conflicts = list_conflicts (page);
  g_assert_cmpuint (conflicts->len, ==, 1);
  const TnRow *row = conflicts->pdata[0];
  TnStamp seen = tn_row_unit (row, "state")->stamp;
  batch_set (close, one, "conflict", &row->id, "state", "\"closed\"", &seen);
  laptop_push_ok (one, WARD, close);
  g_autoptr (TnRow) now = laptop_fetch (one, WARD, &row->id);
  assert_field (now, "state", "closed");
  laptop_push_ok (two, WARD, other);   /* sent again, the flag does not open again */
  g_autoptr (TnRow) still = laptop_fetch (one, WARD, &row->id);
  assert_field (still, "state", "closed");
  assert_sums (district);
}

/* ---- deletes ---- */

static void
test_delete_stands_only_against_what_it_saw (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) one = enrol (district, "ward_officer", NULL, "Máy 1"), two = enrol (district, "ward_officer", NULL, "Máy 2");
  g_autoptr (Batch) made = batch_new (), edit = batch_new (), blind = batch_new (), seeing = batch_new (), late = batch_new ();
  TnId house = make_id (1);
  batch_create (made, one, "household", &house, "{\"code\":\"H1\",\"note\":\"a\"}");
  laptop_push_ok (one, WARD, made);
  g_autoptr (TnRow) before = laptop_fetch (one, WARD, &house);
  TnHash old = tn_row_state_hash (before);
  batch_set (edit, two, "household", &house, "phone", "\"0282\"", NULL);
  laptop_push_ok (two, WARD, edit);
  batch_delete (blind, one, "household", &house, &old, NULL);
  laptop_push_ok (one, WARD, blind);
  g_autoptr (TnRow) alive = laptop_fetch (one, WARD, &house);
  g_assert_false (alive->deleted);
  g_autoptr (Page) page = laptop_pull (one, WARD, STAR, 5000);
  g_autoptr (GPtrArray) conflicts = list_conflicts (page);
  g_assert_cmpuint (conflicts->len, ==, 1);
  assert_field (conflicts->pdata[0], "type", "delete");
  TnHash now = tn_row_state_hash (alive);
  batch_delete (seeing, one, "household", &house, &now, &alive->del_stamp);
  laptop_push_ok (one, WARD, seeing);
  g_autoptr (TnRow) dead = laptop_fetch (one, WARD, &house);
  g_assert_true (dead->deleted);
  batch_set (late, two, "household", &house, "note", "\"tới sau\"", NULL);
  laptop_push_ok (two, WARD, late);
  g_autoptr (TnRow) woken = laptop_fetch (one, WARD, &house);
  g_assert_false (woken->deleted);
  assert_sums (district);
}

/* Who undid a delete that had never been sent says that the record lives. After the root has said so itself, and one who saw that has deleted it, the undo
 * comes again, as after a lost answer: nobody is asked about what was settled. */
static void
test_undo_of_an_unsent_delete_is_remembered (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) one = enrol (district, "ward_officer", NULL, "Máy 1"), two = enrol (district, "ward_officer", NULL, "Máy 2");
  g_autoptr (Batch) made = batch_new (), undo = batch_new (), blind = batch_new (), seeing = batch_new ();
  TnId house = make_id (1);
  batch_create (made, one, "household", &house, "{\"code\":\"H1\"}");
  laptop_push_ok (one, WARD, made);
  g_autoptr (TnRow) before = laptop_fetch (one, WARD, &house);
  TnHash old = tn_row_state_hash (before);
  batch_set (undo, two, "household", &house, TN_UNIT_DEL, "false", NULL);
  laptop_push_ok (two, WARD, undo);
  batch_delete (blind, one, "household", &house, &old, NULL);
  laptop_push_ok (one, WARD, blind);
  g_autoptr (TnRow) alive = laptop_fetch (one, WARD, &house);
  g_assert_false (alive->deleted);
  TnHash now = tn_row_state_hash (alive);
  batch_delete (seeing, one, "household", &house, &now, &alive->del_stamp);
  laptop_push_ok (one, WARD, seeing);
  laptop_push_ok (two, WARD, undo);
  g_autoptr (TnRow) dead = laptop_fetch (one, WARD, &house);
  g_assert_true (dead->deleted);
  g_autoptr (Page) page = laptop_pull (one, WARD, STAR, 5000);
  g_autoptr (GPtrArray) conflicts = list_conflicts (page);
  g_assert_cmpuint (conflicts->len, ==, 1);      /* the delete that the root did not let stand, and no other */
  assert_field (conflicts->pdata[0], "type", "delete");
  assert_sums (district);
}

/* ---- what is held ---- */

static void
test_bad_entries_are_held_and_others_taken (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy 1");
  g_autoptr (Batch) batch = batch_new ();
  TnId good = make_id (1), strange = make_id (2), conflict = make_id (3), known = make_id (4);
  batch_create (batch, laptop, "household", &good, "{\"code\":\"H1\"}");
  batch_create (batch, laptop, "spaceship", &strange, "{\"code\":\"X\"}");
  batch_create (batch, laptop, "conflict", &conflict, "{\"state\":\"open\"}");
  batch_set (batch, laptop, "household", &good, "note", "12", NULL);
  batch_set (batch, laptop, "household", &good, "colour", "\"red\"", NULL);
  batch_raw (batch, "{\"n\":77,\"k\":\"household\"}");
  batch_create (batch, laptop, "household", &known, "{\"code\":\"H4\",\"colour\":\"red\"}");
  cJSON *json = laptop_push (laptop, WARD, batch, 200);
  assert_answer (json, 0, 2, "held", "kind");
  assert_answer (json, 1, 3, "held", "kind");
  assert_answer (json, 2, 4, "held", "value");
  assert_answer (json, 3, 5, "held", "unit");
  assert_answer (json, 4, 77, "held", "line");
  assert_answer (json, 5, 6, "held", "unit");
  g_assert_cmpint (cJSON_GetArraySize (cJSON_GetObjectItem (json, "res")), ==, 6);
  g_autoptr (Page) page = laptop_pull (laptop, WARD, STAR, 5000);
  g_assert_cmpuint (page->lines->len, ==, 2);
  g_assert_nonnull (strstr (page_find (page, &good), "{\"code\":\"H1\"}"));
  g_assert_nonnull (strstr (page_find (page, &known), "{\"code\":\"H4\"}"));   /* the part that is understood */
  assert_sums (district);
  cJSON_Delete (json);
}

static void
test_known_tells_what_became_of_edits (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy 1");
  g_autoptr (Batch) batch = batch_new ();
  TnId house = make_id (1);
  TnStamp made = batch_create (batch, laptop, "household", &house, "{\"code\":\"H1\",\"note\":\"a\"}");
  TnStamp note = batch_set (batch, laptop, "household", &house, "note", "\"b\"", &made);
  TnStamp held = batch_set (batch, laptop, "household", &house, "colour", "\"red\"", NULL);
  TnStamp unsent = laptop_tick (laptop, NULL);
  cJSON_Delete (laptop_push (laptop, WARD, batch, 200));
#define HOUSE "019b0000-0000-7000-8000-000000000001"
  g_autofree char *ask = g_strdup_printf ("{\"ward\":\"26734\",\"e\":[[\"" HOUSE "\",\"note\",\"%s\"],[\"" HOUSE "\",\"note\",\"%s\"],[\"" HOUSE "\",\"colour\",\"%s\"],[\"" HOUSE "\",\"note\",\"%s\"],[\"" HOUSE "\",\"*\",\"%s\"]]}",
                                          made.s, note.s, held.s, unsent.s, made.s);
  cJSON *json = laptop_json (laptop, "POST", "/v1/known", ask, 200);
  g_autofree char *text = cJSON_PrintUnformatted (json);
  g_assert_cmpstr (text, ==, "{\"have\":[0,1,2,4],\"root\":[0,1,4],\"rejected\":[]}");
  cJSON_Delete (json);
}

/* Two clones may have given one stamp to two edits: what is not there must not be taken for the other (the simulator's seed 800000032). */
static void
test_known_tells_two_edits_of_one_stamp_apart (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy 1");
  g_autoptr (Batch) batch = batch_new ();
  TnId house = make_id (1), other = make_id (2);
  TnStamp made = batch_create (batch, laptop, "household", &house, "{\"code\":\"H1\",\"note\":\"a\"}");
  TnStamp note = batch_set (batch, laptop, "household", &house, "note", "\"b\"", &made);
  TnStamp held = batch_set (batch, laptop, "household", &house, "colour", "\"red\"", NULL);
  TnChangeName names[] = {
    tn_change_name (&house, "note", &note, "\"b\""), tn_change_name (&house, "note", &note, "\"c\""), tn_change_name (&house, "note", &note, NULL),
    tn_change_name (&house, "note", &made, "\"a\""), tn_change_name (&house, "note", &made, "\"z\""),       /* displaced: in its history */
    tn_change_name (&house, "colour", &held, "\"red\""), tn_change_name (&house, "colour", &held, "\"blue\""), /* in quarantine */
    tn_change_name (&house, "*", &made, "\"any\""), tn_change_name (&other, "note", &note, "\"b\""),
  };
  g_autoptr (GBytes) ask = tn_change_names_ask (WARD, names, G_N_ELEMENTS (names));
  g_autofree char *question = g_strndup (g_bytes_get_data (ask, NULL), g_bytes_get_size (ask));
  cJSON_Delete (laptop_push (laptop, WARD, batch, 200));
  cJSON *json = laptop_json (laptop, "POST", "/v1/known", question, 200);
  g_autofree char *text = cJSON_PrintUnformatted (json);
  g_assert_cmpstr (text, ==, "{\"have\":[0,3,5,7],\"root\":[0,3,7],\"rejected\":[]}");
  cJSON_Delete (json);
  g_autofree char *bad = g_strdup_printf ("{\"ward\":\"26734\",\"e\":[[\"" HOUSE "\",\"note\",\"%s\",\"abc\"]]}", note.s);
  cJSON_Delete (laptop_json (laptop, "POST", "/v1/known", bad, 400));
}

/* ---- scope, streams ---- */

static void
test_team_leader_is_kept_to_the_area (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường"), leader = enrol (district, "team_leader", STREAM_A, "Máy tổ");
  g_autoptr (Batch) made = batch_new (), own = batch_new ();
  TnId in = make_id (1), out = make_id (2), person = make_id (3), card = make_id (4), mine = make_id (5), foreign = make_id (6), secret = make_id (7);
  g_autofree char *body = person_of (&in, "Lê C"), *card_body = g_strdup ("{\"number\":\"079\",\"person\":\"019b0000-0000-7000-8000-000000000003\"}");
  batch_create (made, officer, "household", &in, "{\"area\":\"" AREA_A "\",\"code\":\"H1\"}");
  batch_create (made, officer, "household", &out, "{\"area\":\"" AREA_B "\",\"code\":\"H2\"}");
  batch_create (made, officer, "person", &person, body);
  batch_create (made, officer, "identity", &card, card_body);
  laptop_push_ok (officer, WARD, made);
  batch_create (own, leader, "household", &mine, "{\"area\":\"" AREA_A "\",\"code\":\"H5\"}");
  batch_create (own, leader, "household", &foreign, "{\"area\":\"" AREA_B "\",\"code\":\"H6\"}");
  batch_set (own, leader, "household", &out, "note", "\"x\"", NULL);
  batch_create (own, leader, "identity", &secret, card_body);
  cJSON *json = laptop_push (leader, WARD, own, 200);
  assert_answer (json, 0, 2, "held", "scope");
  assert_answer (json, 1, 3, "held", "scope");
  assert_answer (json, 2, 4, "held", "scope");
  g_assert_cmpint (cJSON_GetArraySize (cJSON_GetObjectItem (json, "res")), ==, 3);
  g_autoptr (Page) page = laptop_pull (leader, WARD, "[{\"s\":\"0\",\"cur\":\"0\"},{\"s\":\"" STREAM_A "\",\"cur\":\"0\"}]", 5000);
  g_assert_cmpuint (page->lines->len, ==, 3);
  g_assert_null (page_find (page, &card));
  g_assert_null (page_find (page, &out));
  g_assert_null (cJSON_GetObjectItem (cJSON_GetObjectItem (page->end, "dig"), STREAM_B));
  g_assert_null (laptop_fetch (leader, WARD, &card));
  cJSON_Delete (laptop_json (leader, "POST", "/v1/w/26734/pull", "{\"want\":[{\"s\":\"*\",\"cur\":\"0\"}]}", 403));
  cJSON_Delete (laptop_json (leader, "POST", "/v1/w/26734/pull", "{\"want\":[{\"s\":\"" STREAM_A "+identity\",\"cur\":\"0\"}]}", 403));
  cJSON_Delete (laptop_json (leader, "POST", "/v1/w/26734/digest", "{\"streams\":[\"" STREAM_B "\"]}", 403));
  cJSON_Delete (json);
}

/* What was typed into it later would alone make a part of the record, without the area that says where it belongs: ward-common, and everybody's. */
static void
test_change_of_held_creation_is_held (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường"), leader = enrol (district, "team_leader", STREAM_A, "Máy tổ");
  g_autoptr (Batch) made = batch_new (), later = batch_new (), other = batch_new ();
  TnId foreign = make_id (1), unknown = make_id (2);
  batch_create (made, leader, "household", &foreign, "{\"area\":\"" AREA_B "\",\"code\":\"H1\"}");
  batch_set (made, leader, "household", &foreign, "note", "\"x\"", NULL);
  cJSON *json = laptop_push (leader, WARD, made, 200);
  assert_answer (json, 0, 1, "held", "scope");
  assert_answer (json, 1, 2, "held", "scope");
  cJSON_Delete (json);
  batch_set (later, leader, "household", &foreign, "note", "\"y\"", NULL);
  json = laptop_push (leader, WARD, later, 200);
  assert_answer (json, 0, 3, "held", "scope");
  cJSON_Delete (json);
  g_assert_null (laptop_fetch (officer, WARD, &foreign));
  batch_set (other, leader, "household", &unknown, "note", "\"z\"", NULL);     /* of this nobody has heard: the first news of it, and kept */
  json = laptop_push (leader, WARD, other, 200);
  g_assert_cmpint (cJSON_GetArraySize (cJSON_GetObjectItem (json, "res")), ==, 0);
  cJSON_Delete (json);
}

static void
test_health_worker_gets_no_cards (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường"), nurse = enrol (district, "health_worker", NULL, "Máy y tế");
  g_autoptr (Batch) made = batch_new ();
  TnId house = make_id (1), person = make_id (3), card = make_id (4);
  g_autofree char *body = person_of (&house, "Lê C");
  batch_create (made, officer, "household", &house, "{\"area\":\"" AREA_A "\",\"code\":\"H1\"}");
  batch_create (made, officer, "person", &person, body);
  batch_create (made, officer, "identity", &card, "{\"number\":\"079\",\"person\":\"019b0000-0000-7000-8000-000000000003\"}");
  laptop_push_ok (officer, WARD, made);
  g_autoptr (Page) page = laptop_pull (nurse, WARD, STAR, 5000);
  g_assert_cmpuint (page->lines->len, ==, 2);
  g_assert_null (page_find (page, &card));
  g_assert_cmpint (cJSON_GetArraySize (cJSON_GetObjectItem (page->end, "dig")), ==, 1);
}

static void
test_moved_household_takes_all_along (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường"), from = enrol (district, "team_leader", STREAM_A, "Máy A"), to = enrol (district, "team_leader", STREAM_B, "Máy B");
  g_autoptr (Batch) made = batch_new (), move = batch_new (), back = batch_new ();
  TnId house = make_id (1), person = make_id (3), card = make_id (4);
  g_autofree char *body = person_of (&house, "Lê C");
  TnStamp s = batch_create (made, officer, "household", &house, "{\"area\":\"" AREA_A "\",\"code\":\"H1\"}");
  batch_create (made, officer, "person", &person, body);
  batch_create (made, officer, "identity", &card, "{\"number\":\"079\",\"person\":\"019b0000-0000-7000-8000-000000000003\"}");
  laptop_push_ok (officer, WARD, made);
  g_autoptr (Page) before = laptop_pull (from, WARD, "[{\"s\":\"" STREAM_A "\",\"cur\":\"0\"}]", 5000);
  g_autoptr (Page) empty = laptop_pull (to, WARD, "[{\"s\":\"" STREAM_B "\",\"cur\":\"0\"}]", 5000);
  g_assert_cmpuint (before->lines->len, ==, 2);
  g_assert_cmpuint (empty->lines->len, ==, 0);
  s = batch_set (move, officer, "household", &house, "area", "\"" AREA_B "\"", &s);
  laptop_push_ok (officer, WARD, move);
  g_autofree char *want_a = g_strdup_printf ("[{\"s\":\"" STREAM_A "\",\"cur\":\"%s\"}]", page_cursor (before));
  g_autofree char *want_b = g_strdup_printf ("[{\"s\":\"" STREAM_B "\",\"cur\":\"%s\"}]", page_cursor (empty));
  g_autoptr (Page) left = laptop_pull (from, WARD, want_a, 5000), gained = laptop_pull (to, WARD, want_b, 5000);
  g_assert_cmpuint (left->lines->len, ==, 2);
  g_assert_nonnull (strstr (page_find (left, &house), "\"m\":\"" STREAM_A "\"}"));
  g_assert_nonnull (strstr (page_find (left, &person), "\"m\":\"" STREAM_A "\"}"));
  g_assert_cmpuint (gained->lines->len, ==, 2);
  g_assert_nonnull (strstr (page_find (gained, &person), "\"g\":\"" STREAM_B "\""));
  g_autoptr (TnRow) row = laptop_fetch (officer, WARD, &card);
  g_assert_cmpstr (row->stream, ==, STREAM_B "+identity");
  batch_set (back, officer, "household", &house, "area", "\"" AREA_A "\"", &s);
  laptop_push_ok (officer, WARD, back);
  g_autoptr (Page) returned = laptop_pull (from, WARD, want_a, 5000);   /* once back, nothing says that it left */
  g_assert_cmpuint (returned->lines->len, ==, 2);
  g_assert_nonnull (strstr (page_find (returned, &house), "\"b\":{"));
  assert_sums (district);
}

/* A record that moved has its new line and the line of its leaving under one number; whoever gets both may not have a page end between them. (The leader
 * of both groups gets the household's new line alone; of a person that went to a third, the leaving alone.) */
static void
test_page_does_not_end_within_a_number (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường"), from = enrol (district, "team_leader", STREAM_A, "Máy A");
  g_autoptr (Batch) made = batch_new (), move = batch_new ();
  TnId house[3], gone = make_id (4);
  TnStamp s[3], last;
  for (guint i = 0; i < 3; i++) {
    house[i] = make_id (1 + i);
    s[i] = batch_create (made, officer, "household", &house[i], "{\"area\":\"" AREA_A "\"}");
  }
  last = batch_create (made, officer, "household", &gone, "{\"area\":\"" AREA_A "\"}");
  laptop_push_ok (officer, WARD, made);
  g_autoptr (Page) before = laptop_pull (from, WARD, "[{\"s\":\"" STREAM_A "\",\"cur\":\"0\"}]", 5000);
  g_autofree char *cursor = g_strdup (page_cursor (before));
  for (guint i = 0; i < 3; i++) batch_set (move, officer, "household", &house[i], "note", "\"n\"", &s[i]);
  batch_set (move, officer, "household", &gone, "area", "\"" AREA_B "\"", &last);
  laptop_push_ok (officer, WARD, move);
  gboolean left = FALSE, more = TRUE;
  for (guint pages = 0; more && pages < 9; pages++) {
    g_autofree char *want = g_strdup_printf ("[{\"s\":\"" STREAM_A "\",\"cur\":\"%s\"}]", cursor);
    g_autoptr (Page) page = laptop_pull (from, WARD, want, 3);       /* full when the move's number comes */
    left |= page_find (page, &gone) != NULL;
    more = cJSON_IsTrue (cJSON_GetObjectItem (page->end, "more"));
    g_free (cursor);
    cursor = g_strdup (page_cursor (page));
  }
  g_assert_true (left);
}

static void
test_orphans_wait_for_their_parent (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường");
  g_autoptr (Batch) child = batch_new (), parent = batch_new (), turned = batch_new ();
  TnId house = make_id (1), person = make_id (3), card = make_id (4), house2 = make_id (11), person2 = make_id (12);
  g_autofree char *body = person_of (&house, "Lê C"), *body2 = person_of (&house2, "Lê D");
  batch_create (child, officer, "identity", &card, "{\"number\":\"079\",\"person\":\"019b0000-0000-7000-8000-000000000003\"}");
  batch_create (child, officer, "person", &person, body);
  laptop_push_ok (officer, WARD, child);
  g_autoptr (TnRow) alone = laptop_fetch (officer, WARD, &person), hidden = laptop_fetch (officer, WARD, &card);
  g_assert_cmpstr (alone->stream, ==, "o");
  g_assert_cmpstr (hidden->stream, ==, "o+identity");
  batch_create (parent, officer, "household", &house, "{\"area\":\"" AREA_A "\",\"code\":\"H1\"}");
  laptop_push_ok (officer, WARD, parent);
  g_autoptr (TnRow) found = laptop_fetch (officer, WARD, &person), placed = laptop_fetch (officer, WARD, &card);
  g_assert_cmpstr (found->stream, ==, STREAM_A);
  g_assert_cmpstr (placed->stream, ==, STREAM_A "+identity");
  batch_create (turned, officer, "person", &person2, body2);
  batch_create (turned, officer, "household", &house2, "{\"area\":\"" AREA_B "\",\"code\":\"H2\"}");
  laptop_push_ok (officer, WARD, turned);
  g_autoptr (TnRow) settled = laptop_fetch (officer, WARD, &person2);
  g_assert_cmpstr (settled->stream, ==, STREAM_B);
  assert_sums (district);
}

static void
test_pages_join_without_a_gap (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường");
  g_autoptr (Batch) batch = batch_new ();
  g_autofree char *cursor = g_strdup ("0");
  guint total = 0, pages = 0;
  gboolean more = TRUE;
  for (guint i = 1; i <= 250; i++) {
    TnId id = make_id (i);
    batch_create (batch, officer, "household", &id, "{\"code\":\"H\"}");
  }
  laptop_push_ok (officer, WARD, batch);
  while (more) {
    g_autofree char *want = g_strdup_printf ("[{\"s\":\"*\",\"cur\":\"%s\"}]", cursor);
    g_autoptr (Page) page = laptop_pull (officer, WARD, want, 50);
    for (guint i = 0; i < page->lines->len; i++) {
      g_autofree char *start = g_strdup_printf ("{\"q\":%u,", ++total);
      g_assert_true (g_str_has_prefix (page->lines->pdata[i], start));
    }
    more = cJSON_IsTrue (cJSON_GetObjectItem (page->end, "more"));
    g_assert_true (more == !cJSON_HasObjectItem (page->end, "dig"));
    g_free (cursor);
    cursor = g_strdup (page_cursor (page));
    pages++;
  }
  g_assert_cmpuint (total, ==, 250);
  g_assert_cmpuint (pages, ==, 5);
}

static void
test_digest_and_ids_agree_with_the_page (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường");
  g_autoptr (Batch) batch = batch_new ();
  for (guint i = 1; i <= 300; i++) {
    TnId id = make_id (i);
    batch_create (batch, officer, "household", &id, "{\"area\":\"" AREA_A "\",\"code\":\"H\"}");
  }
  laptop_push_ok (officer, WARD, batch);
  cJSON *json = laptop_json (officer, "POST", "/v1/w/26734/digest", "{\"streams\":[\"*\"]}", 200), *buckets = cJSON_GetObjectItem (cJSON_GetObjectItem (json, "streams"), STREAM_A), *bucket;
  guint n = 0;
  cJSON_ArrayForEach (bucket, buckets) n += (guint) cJSON_GetArrayItem (bucket, 0)->valueint;
  g_assert_cmpuint (n, ==, 300);
  g_assert_cmpint (cJSON_GetArrayItem (cJSON_GetObjectItem (buckets, "01"), 0)->valueint, ==, 2);   /* ids 1 and 257 */
  cJSON_Delete (json);
  /* A stream that is asked for twice, as a hub asks for "*" and its own, stands there once: an object with two equal names is no JSON of ours. */
  json = laptop_json (officer, "POST", "/v1/w/26734/digest", "{\"streams\":[\"*\",\"" STREAM_A "\"]}", 200);
  g_assert_cmpint (cJSON_GetArraySize (cJSON_GetObjectItem (json, "streams")), ==, 1);
  cJSON_Delete (json);
}

static void
test_erased_is_gone_for_ever (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường");
  g_autoptr (Batch) batch = batch_new (), late = batch_new ();
  TnId house = make_id (1), person = make_id (3), card = make_id (4);
  guint n = 0;
  g_autofree char *body = person_of (&house, "Lê C");
  batch_create (batch, officer, "household", &house, "{\"area\":\"" AREA_A "\",\"code\":\"H1\"}");
  batch_create (batch, officer, "person", &person, body);
  batch_create (batch, officer, "identity", &card, "{\"number\":\"079000\",\"person\":\"019b0000-0000-7000-8000-000000000003\"}");
  batch_set (batch, officer, "person", &person, "name", "\"Lê Dũng\"", NULL);
  laptop_push_ok (officer, WARD, batch);
  g_assert_true (tn_district_erase (district->d, WARD, &person, &n, &error));
  g_assert_cmpuint (n, ==, 3);   /* the person, the card, the conflict over the name */
  g_autoptr (Page) page = laptop_pull (officer, WARD, STAR, 5000);
  g_assert_cmpuint (page->lines->len, ==, 4);
  g_assert_true (g_str_has_suffix (page_find (page, &person), "\"i\":\"019b0000-0000-7000-8000-000000000003\",\"e\":1}"));
  batch_set (late, officer, "person", &person, "name", "\"Lê E\"", NULL);
  cJSON *json = laptop_push (officer, WARD, late, 200);
  assert_answer (json, 0, officer->n, "erased", NULL);
  cJSON_Delete (json);
  assert_sums (district);
  g_autofree char *left = district_ask (district, "SELECT (SELECT count(*) FROM record WHERE line LIKE '%079000%'), (SELECT count(*) FROM history)");
  g_assert_cmpstr (left, ==, "0|0");
  g_assert_false (tn_district_erase (district->d, WARD, &person, &n, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

/* What waits for a reviewer and would hang on the erased, a card from one who may not see cards, goes with it; a person in the erased house waits on, and a
 * card that is somebody else's stays whatever waits to be changed in it. */
static void
test_erasing_reaches_into_quarantine (void)
{
  guint n = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) officer = enrol (district, "ward_officer", NULL, "Máy phường"), leader = enrol (district, "team_leader", AREA_A, "Máy tổ");
  g_autoptr (Batch) batch = batch_new (), held = batch_new ();
  TnId house = make_id (1), person = make_id (3), other = make_id (4), card = make_id (5), theirs = make_id (6), tenant = make_id (7);
  batch_create (batch, officer, "household", &house, "{\"area\":\"" AREA_B "\"}");
  batch_create (batch, officer, "person", &person, "{\"household\":\"019b0000-0000-7000-8000-000000000001\",\"name\":\"Lê D\"}");
  batch_create (batch, officer, "person", &other, "{\"name\":\"Lê E\"}");
  TnStamp made = batch_create (batch, officer, "identity", &theirs, "{\"number\":\"079001\",\"person\":\"019b0000-0000-7000-8000-000000000004\"}");
  laptop_push_ok (officer, WARD, batch);
  batch_create (held, leader, "identity", &card, "{\"number\":\"079000\",\"person\":\"019b0000-0000-7000-8000-000000000003\"}");
  batch_create (held, leader, "person", &tenant, "{\"household\":\"019b0000-0000-7000-8000-000000000001\",\"name\":\"Trọ\"}");
  batch_set (held, leader, "identity", &theirs, "person", "\"019b0000-0000-7000-8000-000000000003\"", &made);
  cJSON_Delete (laptop_push (leader, WARD, held, 200));
  g_autofree char *before = district_ask (district, "SELECT count(*) FROM quarantine WHERE why='scope'");
  g_assert_cmpstr (before, ==, "3");
  g_assert_true (tn_district_erase (district->d, WARD, &house, &n, &error));
  g_assert_cmpuint (n, ==, 2);
  g_autofree char *after = district_ask (district, "SELECT count(*) FROM quarantine");
  g_assert_cmpstr (after, ==, "2");
  g_autoptr (Page) page = laptop_pull (leader, WARD, "[{\"s\":\"0\",\"cur\":\"0\"}]", 5000);
  g_assert_nonnull (page_find (page, &card));
  g_assert_null (page_find (page, &tenant));
  g_autoptr (TnRow) still = laptop_fetch (officer, WARD, &theirs);
  g_assert_nonnull (still);
  assert_sums (district);
}

/* An anonymous petition is changed by two who did not see each other: what names nobody is given no name from the laptop that its stamp came from. */
static void
test_nobody_is_named_for_an_untimed_edit (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (District) district = district_new ();
  TnInvitee invitee = { .ward = WARD, .role = "ward_officer", .user = "Lan", .days = 3 };
  g_autofree char *code = tn_district_invite_full (district->d, &invitee, &error);
  g_autoptr (Laptop) lan = laptop_new (district, code, "Máy của Lan");
  g_autoptr (Batch) batch = batch_new ();
  TnId id = make_id (60);
  TnIdStr text;
  TnStamp day = tn_stamp_make (G_GINT64_CONSTANT (1600016400000), 9, lan->replica);
  tn_id_format (&id, text);
  g_autofree char *line = g_strdup_printf ("{\"n\":%" G_GINT64_FORMAT ",\"k\":\"petition\",\"i\":\"%s\",\"by\":\"\",\"u\":{\"text\":[\"Loa\",\"%s\",[]],\"topic\":[\"service\",\"%s\",[]]}}", ++lan->n, text, day.s, day.s);
  batch_raw (batch, line);
  TnStamp seen = batch_set (batch, lan, "petition", &id, "text", "\"Loa phường\"", &day);
  batch_set (batch, lan, "petition", &id, "topic", "\"other\"", NULL);
  batch_set (batch, lan, "petition", &id, "text", "\"Loa to\"", &seen);
  laptop_push_ok (lan, WARD, batch);
  g_autofree char *history = district_ask (district, "SELECT (SELECT count(*) FROM history WHERE why='superseded'), (SELECT count(*) FROM history WHERE by_user<>'')");
  g_assert_cmpstr (history, ==, "2|1");      /* the second text has its author, the first has none */
  g_autofree char *flags = district_ask (district, "SELECT (SELECT count(*) FROM record WHERE kind='conflict'), (SELECT count(*) FROM record WHERE kind='conflict' AND (line LIKE '%\"by\":%' OR line LIKE '%\"device\":%'))");
  g_assert_cmpstr (flags, ==, "1|0");
}

/* ---- at random ---- */

static void
test_any_history_adds_up (void)
{
  g_autoptr (District) district = district_new ();
  g_autoptr (Laptop) one = enrol (district, "ward_officer", NULL, "Máy 1"), two = enrol (district, "ward_officer", NULL, "Máy 2");
  Laptop *laptops[] = { one, two };
  g_autoptr (GPtrArray) sent = g_ptr_array_new_with_free_func ((GDestroyNotify) batch_free);
  const char *areas[] = { "\"" AREA_A "\"", "\"" AREA_B "\"", "null" };
  for (guint round = 0; round < 60; round++) {
    Batch *batch = batch_new ();
    Laptop *laptop = laptops[g_rand_int_range (district->rand, 0, 2)];
    for (guint i = 0; i < 8; i++) {
      guint house_n = (guint) g_rand_int_range (district->rand, 1, 12);
      TnId house = make_id (house_n), person = make_id (100 + house_n);
      switch (g_rand_int_range (district->rand, 0, 5)) {
        case 0: batch_create (batch, laptop, "household", &house, "{\"area\":\"" AREA_A "\",\"code\":\"H\"}"); break;
        case 1: { g_autofree char *body = person_of (&house, "Lê C"); batch_create (batch, laptop, "person", &person, body); break; }
        case 2: batch_set (batch, laptop, "household", &house, "area", areas[g_rand_int_range (district->rand, 0, 3)], NULL); break;
        case 3: batch_set (batch, laptop, "person", &person, "name", "\"Lê D\"", NULL); break;
        default: { TnHash any = { { 0 } }; batch_delete (batch, laptop, "person", &person, &any, NULL); }
      }
    }
    district->now += g_rand_int_range (district->rand, -500, 1000);
    cJSON_Delete (laptop_push (laptop, WARD, batch, 200));
    g_ptr_array_add (sent, batch);
    assert_sums (district);
  }
  g_autoptr (Page) before = laptop_pull (one, WARD, STAR, 5000);
  for (guint i = 0; i < sent->len; i++) cJSON_Delete (laptop_push (one, WARD, sent->pdata[i], 200));
  g_autoptr (Page) after = laptop_pull (one, WARD, STAR, 5000);
  g_assert_cmpstr (page_cursor (before), ==, page_cursor (after));
  for (guint i = 0; i < after->lines->len; i++) {
    TnLine line;
    TnId parent;
    tn_line_parse (tn_slice (after->lines->pdata[i], -1), &line, NULL);
    g_autoptr (TnRow) row = tn_line_to_row (&line, NULL);
    g_autoptr (TnRow) above = tn_row_parent (row, &parent) ? laptop_fetch (one, WARD, &parent) : NULL;
    g_autofree char *expected = above ? tn_stream_for_child (row->kind, above->stream) : NULL;
    if (above) g_assert_cmpstr (row->stream, ==, expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/push/creation-comes-down-canonical", test_creation_comes_down_canonical);
  g_test_add_func ("/push/both-ways-write-the-same", test_both_ways_write_the_same);
  g_test_add_func ("/push/twice-is-once", test_push_twice_is_push_once);
  g_test_add_func ("/push/unseen-value-is-flagged-with-who-and-where", test_unseen_value_is_flagged_with_who_and_where);
  g_test_add_func ("/push/seen-value-gives-way-quietly", test_seen_value_gives_way_quietly);
  g_test_add_func ("/push/conflict-is-closed-by-an-edit", test_conflict_is_closed_by_an_edit);
  g_test_add_func ("/push/delete-stands-only-against-what-it-saw", test_delete_stands_only_against_what_it_saw);
  g_test_add_func ("/push/undo-of-an-unsent-delete-is-remembered", test_undo_of_an_unsent_delete_is_remembered);
  g_test_add_func ("/push/bad-entries-are-held-and-others-taken", test_bad_entries_are_held_and_others_taken);
  g_test_add_func ("/push/known-tells-what-became-of-edits", test_known_tells_what_became_of_edits);
  g_test_add_func ("/push/known-tells-two-edits-of-one-stamp-apart", test_known_tells_two_edits_of_one_stamp_apart);
  g_test_add_func ("/push/team-leader-is-kept-to-the-area", test_team_leader_is_kept_to_the_area);
  g_test_add_func ("/push/change-of-held-creation-is-held", test_change_of_held_creation_is_held);
  g_test_add_func ("/push/health-worker-gets-no-cards", test_health_worker_gets_no_cards);
  g_test_add_func ("/push/moved-household-takes-all-along", test_moved_household_takes_all_along);
  g_test_add_func ("/pull/page-does-not-end-within-a-number", test_page_does_not_end_within_a_number);
  g_test_add_func ("/push/orphans-wait-for-their-parent", test_orphans_wait_for_their_parent);
  g_test_add_func ("/pull/pages-join-without-a-gap", test_pages_join_without_a_gap);
  g_test_add_func ("/pull/digest-and-ids-agree-with-the-page", test_digest_and_ids_agree_with_the_page);
  g_test_add_func ("/push/erased-is-gone-for-ever", test_erased_is_gone_for_ever);
  g_test_add_func ("/push/erasing-reaches-into-quarantine", test_erasing_reaches_into_quarantine);
  g_test_add_func ("/push/nobody-is-named-for-an-untimed-edit", test_nobody_is_named_for_an_untimed_edit);
  g_test_add_func ("/push/any-history-adds-up", test_any_history_adds_up);
  return g_test_run ();
}
