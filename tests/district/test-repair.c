/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lines that are handed in do to a ward (POST /repair), seen through the desk: cases, and properties over random lines. */
#include "fake-laptop.h"
#include "tn-line.h"

#define WARD "26734"
#define AREA_A "019b0000-0000-7000-8000-00000000aaaa"
#define AREA_B "019b0000-0000-7000-8000-00000000bbbb"
#define STREAM_A "g00000000aaaa"
#define STAR "[{\"s\":\"*\",\"cur\":\"0\"}]"

static District *
start (void)
{
  return district_new ();   /* with the ward */
}

static Laptop *
enrol (District *district, const char *role, const char *area, const char *name)
{
  g_autoptr (GError) error = NULL;
  const char *streams[] = { area, NULL };
  g_autofree char *code = tn_district_invite (district->d, WARD, role, area ? streams : NULL, 3, &error);
  g_assert_no_error (error);
  return laptop_new (district, code, name);
}

/* The answer; lines end with a newline each. */
static cJSON *
repair_as (Laptop *laptop, const char *more, const char *lines, guint count, guint status)
{
  TnAnswer answer;
  gsize len;
  g_autofree char *text = g_strdup_printf ("{\"repair\":{\"count\":%u,\"schema\":%d%s}}\n%s", count, TN_SCHEMA_VERSION, more, lines);
  g_autoptr (GBytes) body = tn_page_deflate (text, strlen (text), 1, NULL);
  TnCall call = { .method = "POST", .path = "/v1/w/" WARD "/repair", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = laptop->token, .body = body };
  laptop->send (laptop, &call, &answer);
  g_assert_cmpuint (answer.status, ==, status);
  const char *json = g_bytes_get_data (answer.body, &len);
  cJSON *doc = cJSON_ParseWithLength (json, len);
  tn_answer_clear (&answer);
  return doc;
}

static cJSON *
repair (Laptop *laptop, const char *lines, guint count, guint status)
{
  return repair_as (laptop, "", lines, count, status);
}

static cJSON *
repair_row (Laptop *laptop, const TnRow *row, guint status)
{
  g_autoptr (GString) line = g_string_new (NULL);
  tn_row_to_line (row, line);
  g_string_append_c (line, '\n');
  return repair (laptop, line->str, 1, status);
}

static void
assert_res (cJSON *json, const char *code, const char *why)
{
  const cJSON *res = cJSON_GetObjectItem (json, "res"), *item = cJSON_GetArrayItem (res, 0);
  g_assert_cmpint (cJSON_GetArraySize (res), ==, code ? 1 : 0);
  if (code) g_assert_cmpstr (json_text (item, "code"), ==, code);
  if (why) g_assert_cmpstr (json_text (item, "why"), ==, why);
  cJSON_Delete (json);
}

static TnRow *
household (guint64 n, const char *area)
{
  TnId id = make_id (n);
  TnRow *row = tn_row_new ("household", &id);
  TnStamp stamp = tn_stamp_make (1000, 0, "aaaaaaaaaaaa");
  g_autofree char *token = g_strdup_printf ("\"%s\"", area);
  g_free (row->stream);
  row->stream = g_strdup (STREAM_A);
  if (area) tn_row_set_unit (row, "area", token, &stamp);
  tn_row_set_unit (row, "address", "{\"house_no\":\"1\"}", &stamp);
  return row;
}

static guint
count_conflicts (Laptop *laptop, const char *type, char **batch)
{
  guint n = 0;
  g_autoptr (Page) page = laptop_pull (laptop, WARD, STAR, 5000);
  for (guint i = 0; i < page->lines->len; i++) {
    TnLine line;
    g_assert_true (tn_line_parse (tn_slice (page->lines->pdata[i], -1), &line, NULL));
    if (line.type != TN_LINE_RECORD || !tn_slice_is (line.kind, "conflict")) continue;
    g_autoptr (TnRow) row = tn_line_to_row (&line, NULL);
    g_autofree char *is = tn_row_dup_text (row, "type");
    if (strcmp (is, type) == 0) n++;
    if (batch) {
      g_free (*batch);
      *batch = tn_row_dup_text (row, "batch");
    }
  }
  return n;
}

static void
test_scope_and_shape (void)
{
  g_autoptr (District) district = start ();
  g_autoptr (Laptop) whole = enrol (district, "ward_officer", NULL, "cả phường"), team = enrol (district, "team_leader", AREA_A, "tổ A");
  g_autoptr (TnRow) own = household (1, AREA_A), foreign = household (2, AREA_B);
  TnStamp later = tn_stamp_make (2000, 0, "bbbbbbbbbbbb");
  assert_res (repair_row (team, own, 200), NULL, NULL);
  /* nobody gets anything into another team's stream, or out of it */
  assert_res (repair_row (team, foreign, 200), "held", "scope");
  g_assert_null (laptop_fetch (whole, WARD, &foreign->id));
  assert_res (repair_row (whole, foreign, 200), NULL, NULL);
  assert_res (repair_row (team, foreign, 200), "moved", NULL);
  tn_row_set_unit (foreign, "area", "\"" AREA_A "\"", &later);
  assert_res (repair_row (team, foreign, 200), "held", "scope");
  g_autoptr (TnRow) still = laptop_fetch (team, WARD, &foreign->id);
  g_assert_null (still);
  /* a record that was moved away while this laptop did not look */
  tn_row_set_unit (own, "area", "\"" AREA_B "\"", &later);
  assert_res (repair_row (team, own, 200), "moved", NULL);
  cJSON_Delete (repair (team, "{\"nothing\":1}\n", 1, 400));
  cJSON_Delete (repair (team, "", 3, 422));
  assert_res (repair (team, "{\"k\":\"household\",\"i\":\"019b0000-0000-7000-8000-0000000000ff\",\"g\":7}\n", 1, 200), "held", "line");
  assert_res (repair (team, "{\"k\":\"spaceship\",\"i\":\"019b0000-0000-7000-8000-0000000000fe\",\"g\":\"" STREAM_A "\",\"t\":\"0000000003e80000aaaaaaaaaaaa\",\"x\":{},\"d\":0,\"b\":{\"name\":\"x\"}}\n", 1, 200), "held", "kind");
}

static void
test_one_batch (void)
{
  g_autoptr (District) district = start ();
  g_autoptr (Laptop) a = enrol (district, "ward_officer", NULL, "một"), b = enrol (district, "ward_officer", NULL, "hai");
  g_autofree char *first = NULL, *second = NULL, *third = NULL;
  for (guint i = 1; i <= 3; i++) {
    g_autoptr (TnRow) row = household (i, AREA_A);
    TnStamp later = tn_stamp_make (2000, i, "bbbbbbbbbbbb");
    assert_res (repair_row (a, row, 200), NULL, NULL);
    tn_row_set_unit (row, "note", "\"a\"", &later);
    assert_res (repair_row (a, row, 200), NULL, NULL);
    later = tn_stamp_make (1500, i, "cccccccccccc");
    tn_row_set_unit (row, "note", "\"b\"", &later);
    if (i == 3) district->now += G_GINT64_CONSTANT (31) * 24 * 3600 * 1000;
    if (i == 3) cJSON_Delete (laptop_session (b, NULL, 200));
    if (i == 3) cJSON_Delete (laptop_session (a, NULL, 200));
    assert_res (repair_row (b, row, 200), NULL, NULL);
    assert_res (repair_row (b, row, 200), NULL, NULL);
    g_assert_cmpuint (count_conflicts (a, "repair", i == 1 ? &first : i == 2 ? &second : &third), ==, i);
  }
  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);   /* a month later it is another matter */
}

/* ---- properties ---- */

typedef struct { GRand *rand; gboolean dead[64]; } Gen;

/* Of two laptops that both deleted a record, each having seen something else, the root that meets the one who had seen less first keeps the record alive and asks; so
 * whether it is dead in the end depends on the order there, and only one of the copies deletes.
 * A record as some laptop may hold it: of its units some, at stamps of few moments and replicas, so that they meet. Two lines never give one stamp two values,
 * as the value is made of it. */
static TnRow *
random_row (Gen *gen, guint64 n)
{
  static const char *const units[] = { "note", "code", "phone" };
  static const char *const replicas[] = { "aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc" };
  TnRow *row = household (n, AREA_A);
  for (guint i = 0; i < 3; i++) {
    TnStamp stamp = tn_stamp_make (2000 + g_rand_int_range (gen->rand, 0, 6), 0, replicas[g_rand_int_range (gen->rand, 0, 3)]);
    g_autofree char *value = g_strdup_printf ("\"%" G_GUINT64_FORMAT " %s %.16s\"", n, units[i], stamp.s);
    if (g_rand_int_range (gen->rand, 0, 3) > 0) tn_row_set_unit (row, units[i], value, &stamp);
  }
  if (!gen->dead[n] && g_rand_int_range (gen->rand, 0, 4) == 0) {
    gen->dead[n] = TRUE;
    TnStamp dead = tn_stamp_make (2000 + g_rand_int_range (gen->rand, 3, 9), 1, replicas[g_rand_int_range (gen->rand, 0, 3)]);
    tn_row_set_unit (row, "_del", "true", &dead);
  }
  return row;
}

static void
hand_in (Laptop *laptop, GPtrArray *rows)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  for (guint i = 0; i < rows->len; i++) {
    tn_row_to_line (rows->pdata[i], lines);
    g_string_append_c (lines, '\n');
  }
  assert_res (repair (laptop, lines->str, rows->len, 200), NULL, NULL);
}

static GPtrArray *
random_copy (Gen *gen, guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  for (guint i = 1; i <= n; i++)
    if (g_rand_int_range (gen->rand, 0, 5) > 0) g_ptr_array_add (rows, random_row (gen, i));
  return rows;
}

static char *
cursor_now (Laptop *laptop)
{
  g_autoptr (Page) page = laptop_pull (laptop, WARD, STAR, 5000);
  return g_strdup (page_cursor (page));
}

/* What stands, without the stamps that the root itself gives. */
static char *
describe (Laptop *laptop, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 1; i <= n; i++) {
    TnId id = make_id (i);
    g_autoptr (TnRow) row = laptop_fetch (laptop, WARD, &id);
    g_string_append_printf (text, "%u%s:", i, row && row->deleted ? " dead" : "");
    for (guint k = 0; row && k < row->units->len; k++) {
      const TnUnit *unit = &g_array_index (row->units, TnUnit, k);
      g_string_append_printf (text, " %s=%s@%s", unit->unit, unit->value, unit->stamp.s);
    }
    g_string_append_c (text, '\n');
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Every value of every copy is asked for by /known: in the record or in its history. */
static void
assert_all_durable (Laptop *laptop, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    const TnRow *row = rows->pdata[i];
    g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (TnChangeName));
    for (guint k = 0; k < row->units->len; k++) {
      const TnUnit *unit = &g_array_index (row->units, TnUnit, k);
      TnChangeName name = tn_change_name (&row->id, unit->unit, &unit->stamp, unit->value);
      g_array_append_val (names, name);
    }
    g_autoptr (GBytes) ask = tn_change_names_ask (WARD, (const TnChangeName *) (void *) names->data, names->len);
    g_autofree char *text = g_strndup (g_bytes_get_data (ask, NULL), g_bytes_get_size (ask));
    cJSON *json = laptop_json (laptop, "POST", "/v1/known", text, 200);
    g_assert_cmpint (cJSON_GetArraySize (cJSON_GetObjectItem (json, "root")), ==, row->units->len);
    cJSON_Delete (json);
  }
}

enum { COPIES = 3, RECORDS = 60, ROUNDS = 8 };

/* A district that has got the copies in this order, each of them twice. */
static char *
run_order (GPtrArray **copies, const guint *order)
{
  g_autoptr (District) district = start ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "máy");
  g_autoptr (GError) error = NULL;
  g_autofree char *bad = NULL;
  for (guint i = 0; i < COPIES; i++) {
    hand_in (laptop, copies[order[i]]);
    g_autofree char *before = cursor_now (laptop);
    hand_in (laptop, copies[order[i]]);
    g_autofree char *after = cursor_now (laptop);
    g_assert_cmpstr (before, ==, after);
  }
  g_autofree char *before = cursor_now (laptop);
  for (guint i = 0; i < COPIES; i++) {
    hand_in (laptop, copies[i]);
    assert_all_durable (laptop, copies[i]);
  }
  g_autofree char *after = cursor_now (laptop);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (tn_district_check_sums (district->d, WARD, &bad, &error));
  g_assert_null (bad);
  return describe (laptop, RECORDS);
}

static void
test_any_order_any_number_of_times (void)
{
  static const guint orders[][COPIES] = { { 0, 1, 2 }, { 2, 1, 0 }, { 1, 0, 2 } };
  for (guint round = 0; round < ROUNDS; round++) {
    Gen gen = { .rand = g_rand_new_with_seed (round) };
    GPtrArray *copies[COPIES];
    g_autofree char *first = NULL;
    g_test_message ("seed %u", round);
    for (guint i = 0; i < COPIES; i++) copies[i] = random_copy (&gen, RECORDS);
    for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
      g_autofree char *end = run_order (copies, orders[i]);
      if (!first) first = g_strdup (end);
      if (strcmp (end, first) != 0) g_test_message ("one\n%s\nother\n%s", first, end);
      g_assert_true (strcmp (end, first) == 0);
    }
    for (guint i = 0; i < COPIES; i++) g_ptr_array_unref (copies[i]);
    g_rand_free (gen.rand);
  }
}

/* What only hubs have said is put together at a laptop, maybe of an edit and of a deletion whose author had not seen it. */
static void
test_death_that_no_root_has_judged (void)
{
  g_autoptr (District) district = start ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy phường");
  for (guint i = 0; i < 2; i++) {
    g_autoptr (TnRow) row = household (40 + i, AREA_A);
    g_autoptr (GString) line = g_string_new (NULL);
    TnStamp later = tn_stamp_make (2000, 0, "bbbbbbbbbbbb");
    assert_res (repair_row (laptop, row, 200), NULL, NULL);
    tn_row_set_unit (row, TN_UNIT_DEL, "true", &later);
    tn_row_to_line (row, line);
    g_string_append_c (line, '\n');
    assert_res (repair_as (laptop, i ? ",\"ahead\":true" : "", line->str, 1, 200), NULL, NULL);
    g_autofree char *batch = NULL;
    g_assert_cmpuint (count_conflicts (laptop, "repair", &batch), ==, i);
    g_autoptr (TnRow) now = laptop_fetch (laptop, WARD, &row->id);
    g_assert_true (now->deleted == (i == 0));
  }
}

static TnRow *
hanging (guint64 n, const char *kind, const char *field, const TnId *on)
{
  TnId id = make_id (n);
  TnIdStr text;
  TnRow *row = tn_row_new (kind, &id);
  TnStamp stamp = tn_stamp_make (1000, 0, "aaaaaaaaaaaa");
  tn_id_format (on, text);
  g_autofree char *token = g_strdup_printf ("\"%s\"", text);
  g_free (row->stream);
  row->stream = g_strdup (STREAM_A);
  tn_row_set_unit (row, field, token, &stamp);
  if (strcmp (kind, "conflict") == 0) tn_row_set_unit (row, "value", "\"\\\"forget me\\\"\"", &stamp);
  return row;
}

static gboolean
is_told_erased (Laptop *laptop, const TnId *id)
{
  g_autoptr (Page) page = laptop_pull (laptop, WARD, STAR, 5000);
  const char *line = page_find (page, id);
  return line && strstr (line, "\"e\":1");
}

/* Erased by a district that was put back, and so without what the lost days had hung on it: that is handed in now, as lines and as edits that are sent
 * again, in whatever order (seed 900000531: a flag brought an erased name back to everybody). */
/* A laptop puts together what a hub said (somebody typed something, not knowing of the deletion) and what it knows itself (deleted): no root has judged that. */
static void
test_typed_on_the_deleted_and_seen_at_a_hub (void)
{
  TnStamp typed = tn_stamp_make (1500, 0, "bbbbbbbbbbbb"), deleted = tn_stamp_make (2000, 0, "aaaaaaaaaaaa");
  static const struct { const char *more; gboolean lives; guint flags; } cases[] = { { "", FALSE, 0 }, { ",\"ahead\":true", TRUE, 1 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (District) district = start ();
    g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy phường");
    g_autoptr (TnRow) row = household (70, AREA_A);
    g_autoptr (GString) line = g_string_new (NULL);
    assert_res (repair_row (laptop, row, 200), NULL, NULL);
    tn_row_set_unit (row, TN_UNIT_DEL, "true", &deleted);
    assert_res (repair_row (laptop, row, 200), NULL, NULL);
    tn_row_set_unit (row, "note", "\"gọi lại\"", &typed);
    tn_row_to_line (row, line);
    g_string_append_c (line, '\n');
    for (guint again = 0; again < 2; again++) {   /* it may be handed in by more than one */
      assert_res (repair_as (laptop, cases[i].more, line->str, 1, 200), NULL, NULL);
      g_autoptr (TnRow) now = laptop_fetch (laptop, WARD, &row->id);
      g_assert_cmpint (now && !now->deleted, ==, cases[i].lives);
      g_assert_cmpuint (count_conflicts (laptop, "revive", NULL) + count_conflicts (laptop, "repair", NULL), ==, cases[i].flags);
    }
  }
}

static void
test_what_hangs_on_the_erased (void)
{
  guint n = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (District) district = start ();
  g_autoptr (Laptop) laptop = enrol (district, "ward_officer", NULL, "Máy phường");
  g_autoptr (TnRow) home = household (50, AREA_A), person = hanging (51, "person", "household", &home->id);
  assert_res (repair_row (laptop, home, 200), NULL, NULL);
  assert_res (repair_row (laptop, person, 200), NULL, NULL);
  g_assert_true (tn_district_erase (district->d, WARD, &home->id, &n, &error) && n == 2);
  g_autoptr (TnRow) flag = hanging (52, "conflict", "record", &person->id), sick = hanging (53, "home_case", "person", &person->id);
  g_autoptr (TnRow) check = hanging (54, "health_check", "home_case", &sick->id), kit = hanging (55, "kit", "home_case", &sick->id);
  g_autoptr (TnRow) tenant = hanging (56, "person", "household", &home->id), tenants = hanging (57, "identity", "person", &tenant->id);
  assert_res (repair_row (laptop, flag, 200), "erased", NULL);
  assert_res (repair_row (laptop, check, 200), NULL, NULL);      /* nobody knows yet on whom */
  assert_res (repair_row (laptop, sick, 200), "erased", NULL);
  assert_res (repair_row (laptop, kit, 200), "erased", NULL);
  /* who lived there is somebody: a person looks */
  assert_res (repair_row (laptop, tenant, 200), NULL, NULL);
  assert_res (repair_row (laptop, tenants, 200), NULL, NULL);
  const TnRow *gone[] = { flag, sick, check, kit };
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++) g_assert_true (is_told_erased (laptop, &gone[i]->id));
  g_assert_false (is_told_erased (laptop, &tenant->id) || is_told_erased (laptop, &tenants->id));
  /* nor does an older backup bring them back: they stand in the list beside the database */
  g_autofree char *path = g_build_filename (district->dir, "erased.list", NULL), *kept = NULL;
  g_assert_true (g_file_get_contents (path, &kept, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (gone); i++) {
    TnIdStr each;
    tn_id_format (&gone[i]->id, each);
    g_assert_nonnull (strstr (kept, each));
  }
  /* sent again, and typed only now */
  TnIdStr text;
  TnId card = make_id (58), fresh = make_id (59);
  tn_id_format (&person->id, text);
  g_autofree char *body = g_strdup_printf ("{\"number\":\"1\",\"person\":\"%s\"}", text);
  g_autoptr (Batch) again = batch_new (), now = batch_new ();
  batch_create (again, laptop, "identity", &card, body);
  batch_create (now, laptop, "identity", &fresh, body);
  g_autoptr (GBytes) packed = batch_pack (again, ",\"repair\":true");
  TnAnswer answer;
  TnCall call = { .method = "POST", .path = "/v1/w/" WARD "/push", .content_type = TN_MEDIA_NDJSON_ZSTD, .token = laptop->token, .body = packed };
  laptop->send (laptop, &call, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  tn_answer_clear (&answer);
  laptop_push_ok (laptop, WARD, now);
  g_assert_true (is_told_erased (laptop, &card));
  g_assert_false (is_told_erased (laptop, &fresh));
  g_autofree char *bad = NULL;
  g_assert_true (tn_district_check_sums (district->d, WARD, &bad, &error));
  g_assert_null (bad);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repair/scope-and-shape", test_scope_and_shape);
  g_test_add_func ("/repair/death-that-no-root-has-judged", test_death_that_no_root_has_judged);
  g_test_add_func ("/repair/typed-on-the-deleted-and-seen-at-a-hub", test_typed_on_the_deleted_and_seen_at_a_hub);
  g_test_add_func ("/repair/what-hangs-on-the-erased", test_what_hangs_on_the_erased);
  g_test_add_func ("/repair/one-batch", test_one_batch);
  g_test_add_func ("/repair/any-order-any-number-of-times", test_any_order_any_number_of_times);
  return g_test_run ();
}
