/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-entry.h"
#include "tn-line.h"
#include "wire-gen.h"

#define CASES gen_cases ()
#define ID "01890a5d-ac96-774b-bcce-b302099a8057"
#define S1 "018bcfe5680000000123456789ab"
#define S2 "018bcfe5680100000123456789ab"
#define S3 "018bcfe5680200000123456789ab"
#define HEAD "{\"k\":\"person\",\"i\":\"" ID "\",\"g\":\"g12\",\"t\":"

static TnRow *
parse_row (const char *line)
{
  TnLine parsed;
  g_autoptr (GError) error = NULL;
  gboolean good = tn_line_parse (tn_slice (line, -1), &parsed, &error);
  g_assert_no_error (error);
  g_assert_true (good);
  TnRow *row = tn_line_to_row (&parsed, &error);
  g_assert_no_error (error);
  return row;
}

static void
assert_same_row (const TnRow *a, const TnRow *b)
{
  g_assert_cmpuint (a->units->len, ==, b->units->len);
  for (guint i = 0; i < a->units->len; i++) {
    const TnUnit *x = &g_array_index (a->units, TnUnit, i), *y = &g_array_index (b->units, TnUnit, i);
    g_assert_cmpstr (x->unit, ==, y->unit);
    g_assert_cmpstr (x->value, ==, y->value);
    g_assert_cmpstr (x->stamp.s, ==, y->stamp.s);
  }
  g_assert_cmpint (a->deleted, ==, b->deleted);
  g_assert_cmpstr (a->del_stamp.s, ==, b->del_stamp.s);
  g_assert_cmpstr (a->stream, ==, b->stream);
}

static void
test_canonical_line_comes_back (void)
{
  static const char *const kinds[] = { "person", "household", "visit", "oxygen_round" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  for (int i = 0; i < CASES; i++) {
    g_autoptr (TnRow) row = gen_row (rand, kinds[i % G_N_ELEMENTS (kinds)], TRUE);
    g_autofree char *line = gen_line (row);
    g_autoptr (TnRow) again = parse_row (line);
    g_autofree char *line_again = gen_line (again);
    g_autoptr (TnRow) copy = tn_row_copy (again);
    g_assert_cmpstr (line_again, ==, line);
    assert_same_row (row, again);
    assert_same_row (row, copy);
  }
}

static void
test_parts_put_the_line_together_byte_for_byte (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  for (int i = 0; i < CASES; i++) {
    g_autoptr (TnRow) row = gen_row (rand, "household", TRUE);
    g_autofree char *line = gen_line (row);
    g_autofree char *with_seq = g_strdup_printf ("{\"q\":%d,%s", i, line + 1);
    TnLine parsed;
    g_assert_true (tn_line_parse (tn_slice (with_seq, -1), &parsed, NULL));
    g_autoptr (GString) again = g_string_new (NULL);
    tn_line_from_parts (again, parsed.kind, &parsed.id, parsed.stream, parsed.stamps, parsed.body);
    TnHash expected = tn_hash (line, strlen (line)), hash = tn_line_hash (&parsed);
    g_assert_cmpstr (again->str, ==, line);
    g_assert_cmpmem (hash.b, 16, expected.b, 16);
    g_assert_cmpint (parsed.seq, ==, i);
  }
}

static void
test_most_frequent_stamp_and_exceptions (void)
{
  TnId id;
  TnStamp s1, s2, s3;
  g_assert_true (tn_id_parse (ID, -1, &id));
  g_assert_true (tn_stamp_parse (tn_slice (S1, -1), &s1) && tn_stamp_parse (tn_slice (S2, -1), &s2) && tn_stamp_parse (tn_slice (S3, -1), &s3));
  g_autoptr (TnRow) row = tn_row_new ("person", &id);
  g_free (row->stream);
  row->stream = g_strdup ("g12");
  tn_row_set_unit (row, "name", "\"A\"", &s1);
  tn_row_set_unit (row, "sex", "\"male\"", &s2);
  tn_row_set_unit (row, "status", "{\"status_date\":\"2021\",\"status\":\"present\",\"status_note\":null}", &s1);
  tn_row_set_unit (row, "birth", NULL, &s2);
  tn_row_set_unit (row, TN_UNIT_DEL, "true", &s3);
  g_autofree char *line = gen_line (row);
  /* two and two: the greater stamp is t; the cleared unit is named although it has t's stamp */
  g_assert_cmpstr (line, ==, HEAD "\"" S2 "\",\"x\":{\"_del\":\"" S3 "\",\"birth\":\"" S2 "\",\"name\":\"" S1 "\",\"status\":\"" S1 "\"},\"d\":1,"
    "\"b\":{\"name\":\"A\",\"sex\":\"male\",\"status\":\"present\",\"status_date\":\"2021\"}}");
  TnStamp newest = tn_row_newest (row);
  g_assert_cmpstr (newest.s, ==, S3);
  g_autofree char *name = tn_row_dup_text (row, "name");
  g_assert_cmpstr (name, ==, "A");
  g_assert_true (tn_slice_is (tn_row_field (row, "status_date"), "\"2021\""));
  g_assert_cmpuint (tn_row_field (row, "status_note").len, ==, 0);
}

static void
test_unit_value_from_body (void)
{
  TnSlice body = tn_slice ("{\"status_date\":\"2021\",\"name\":\"A\",\"status\":\"present\",\"status_note\":null,\"zz\":1}", -1);
  const TnKind *kind = tn_schema_kind ("person");
  g_autofree char *status = tn_unit_value_from_body (kind, "status", body);
  g_autofree char *name = tn_unit_value_from_body (kind, "name", body);
  g_autofree char *foreign = tn_unit_value_from_body (kind, "zz", body);
  g_assert_cmpstr (status, ==, "{\"status\":\"present\",\"status_date\":\"2021\"}");
  g_assert_cmpstr (name, ==, "\"A\"");
  g_assert_cmpstr (foreign, ==, "1");
  g_assert_null (tn_unit_value_from_body (kind, "birth", body));
}

static void
test_state_hash_leaves_the_stream_out (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (TnRow) row = gen_row (rand, "person", FALSE);
  TnHash before = tn_row_state_hash (row);
  g_free (row->stream);
  row->stream = g_strdup ("g999999999999");
  TnHash moved = tn_row_state_hash (row);
  g_assert_cmpmem (before.b, 16, moved.b, 16);
  TnStamp stamp = tn_stamp_make (1800000000000, 0, GEN_REPLICA);
  tn_row_set_unit (row, "name", "\"B\"", &stamp);
  TnHash changed = tn_row_state_hash (row);
  g_assert_cmpint (memcmp (before.b, changed.b, 16), !=, 0);
}

static void
test_references (void)
{
  g_autoptr (TnRow) row = parse_row (HEAD "\"" S1 "\",\"x\":{},\"d\":0,\"b\":{\"household\":\"" ID "\",\"merged_into\":\"nobody\"}}");
  TnId id, out;
  g_assert_true (tn_id_parse (ID, -1, &id));
  g_assert_true (tn_row_parent (row, &out));
  g_assert_true (tn_id_equal (&id, &out));
  g_assert_false (tn_row_ref (row, "merged_into", &out));
  g_assert_false (tn_row_area (row, &out));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row/canonical-line-comes-back", test_canonical_line_comes_back);
  g_test_add_func ("/row/parts-put-the-line-together-byte-for-byte", test_parts_put_the_line_together_byte_for_byte);
  g_test_add_func ("/row/most-frequent-stamp-and-exceptions", test_most_frequent_stamp_and_exceptions);
  g_test_add_func ("/row/unit-value-from-body", test_unit_value_from_body);
  g_test_add_func ("/row/state-hash-leaves-the-stream-out", test_state_hash_leaves_the_stream_out);
  g_test_add_func ("/row/references", test_references);
  return g_test_run ();
}
