/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-entry.h"
#include "tn-limits.h"
#include "wire-gen.h"

#define CASES gen_cases ()
#define ID "01890a5d-ac96-774b-bcce-b302099a8057"
#define S1 "018bcfe5680000000123456789ab"
#define HEAD "{\"n\":812,\"k\":\"person\",\"i\":\"" ID "\",\"by\":\"u7\","

static void
assert_same_over (const GArray *a, const GArray *b)
{
  g_assert_cmpuint (a ? a->len : 0, ==, b ? b->len : 0);
  for (guint i = 0; a && i < a->len; i++)
    g_assert_cmpstr (g_array_index (a, TnStamp, i).s, ==, g_array_index (b, TnStamp, i).s);
}

static void
assert_same_entry (const TnEntry *a, const TnEntry *b)
{
  g_assert_cmpint (a->n, ==, b->n);
  g_assert_cmpstr (a->by, ==, b->by);
  g_assert_cmpint (a->creation, ==, b->creation);
  g_assert_cmpint (a->has_seen, ==, b->has_seen);
  g_assert_cmpmem (a->seen.b, 16, b->seen.b, 16);
  g_assert_cmpuint (a->changes->len, ==, b->changes->len);
  for (guint i = 0; i < a->changes->len; i++) {
    const TnChange *x = a->changes->pdata[i], *y = b->changes->pdata[i];
    g_assert_cmpstr (x->unit, ==, y->unit);
    g_assert_cmpstr (x->value, ==, y->value);
    g_assert_cmpstr (x->stamp.s, ==, y->stamp.s);
    assert_same_over (x->over, y->over);
  }
}

static TnEntry *
gen_entry (GRand *rand)
{
  TnId id = gen_id (rand);
  TnEntry *entry = tn_entry_new (g_rand_int_range (rand, 0, 100000), "household", &id, g_rand_boolean (rand) ? "u7" : "“\"quoted\"”");
  g_autoptr (TnRow) row = gen_row (rand, "household", TRUE);
  for (guint i = 0; i < row->units->len; i++) {
    const TnUnit *unit = &g_array_index (row->units, TnUnit, i);
    TnStamp over[TN_LIMIT_OVER];
    gsize n = (gsize) g_rand_int_range (rand, 0, TN_LIMIT_OVER + 1);
    for (gsize k = 0; k < n; k++) over[k] = gen_stamp (rand);
    tn_entry_add (entry, unit->unit, unit->value, &unit->stamp, over, n);
  }
  TnStamp stamp = gen_stamp (rand);
  if (g_rand_boolean (rand) || entry->changes->len == 0) tn_entry_add (entry, TN_UNIT_DEL, "true", &stamp, NULL, 0);
  entry->has_seen = g_rand_boolean (rand);
  for (guint i = 0; entry->has_seen && i < 16; i++) entry->seen.b[i] = (guint8) g_rand_int (rand);
  return entry;
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  for (int i = 0; i < CASES; i++) {
    g_autoptr (TnEntry) entry = gen_entry (rand);
    g_autoptr (GString) line = g_string_new (NULL), again = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    tn_entry_to_line (entry, line);
    g_autoptr (TnEntry) parsed = tn_entry_parse (tn_slice (line->str, (gssize) line->len), &error);
    g_assert_no_error (error);
    assert_same_entry (entry, parsed);
    tn_entry_to_line (parsed, again);
    g_assert_cmpstr (again->str, ==, line->str);
  }
}

static void
test_creation_travels_whole (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  for (int i = 0; i < CASES; i++) {
    g_autoptr (TnRow) row = gen_row (rand, i % 2 ? "person" : "oxygen_round", TRUE);
    g_autoptr (GString) body = g_string_new (NULL), line = g_string_new (NULL), again = g_string_new (NULL);
    TnStamp stamp = gen_stamp (rand);
    tn_row_to_parts (row, NULL, body);
    tn_entry_append_creation (line, i, row->kind_key, &row->id, "u7", &stamp, tn_slice (body->str, -1));
    g_autoptr (TnEntry) entry = tn_entry_parse (tn_slice (line->str, -1), NULL);
    g_assert_nonnull (entry);
    g_assert_true (entry->creation);
    guint filled = 0;
    for (guint k = 0; k < row->units->len; k++) filled += g_array_index (row->units, TnUnit, k).value != NULL;
    g_assert_cmpuint (entry->changes->len, ==, filled);
    for (guint k = 0; k < entry->changes->len; k++) {
      const TnChange *change = entry->changes->pdata[k];
      g_assert_cmpstr (change->value, ==, tn_row_unit (row, change->unit)->value);
      g_assert_cmpstr (change->stamp.s, ==, stamp.s);
      g_assert_null (change->over);
    }
    tn_entry_to_line (entry, again);
    if (entry->changes->len) g_assert_cmpstr (again->str, ==, line->str);
  }
}

static void
test_shape (void)
{
  static const struct { const char *text; int code; } bad[] = {
    { "", TN_ERROR_CORRUPT }, { "[]", TN_ERROR_CORRUPT }, { HEAD "\"u\":{\"name\":[", TN_ERROR_CORRUPT },
    { "{}", TN_ERROR_INVALID }, { HEAD "\"u\":{}}", TN_ERROR_INVALID }, { HEAD "\"u\":[]}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"" S1 "\"]}}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"" S1 "\",[],1]}}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"" S1 "\",[\"x\"]]}}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"" S1 "\",{}]}}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"f18bcfe5680000000123456789ab\",[]]}}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"" S1 "\",[]],\"name\":[\"B\",\"" S1 "\",[]]}}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"" S1 "\",[]]},\"sh\":\"00\"}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"" S1 "\",[]]},\"n\":813}", TN_ERROR_INVALID },
    { HEAD "\"u\":{\"name\":[\"A\",\"" S1 "\",[]]},\"t\":\"" S1 "\",\"b\":{}}", TN_ERROR_INVALID },
    { HEAD "\"t\":\"" S1 "\"}", TN_ERROR_INVALID }, { HEAD "\"t\":\"" S1 "\",\"b\":[]}", TN_ERROR_INVALID },
    { "{\"n\":-1,\"k\":\"person\",\"i\":\"" ID "\",\"by\":\"\",\"t\":\"" S1 "\",\"b\":{}}", TN_ERROR_INVALID },
    { "{\"n\":1,\"k\":\"per\\\"son\",\"i\":\"" ID "\",\"by\":\"\",\"t\":\"" S1 "\",\"b\":{}}", TN_ERROR_INVALID },
    { "{\"n\":1,\"k\":\"person\",\"i\":\"1\",\"by\":\"\",\"t\":\"" S1 "\",\"b\":{}}", TN_ERROR_INVALID },
    { "{\"n\":1,\"k\":\"person\",\"i\":\"" ID "\",\"t\":\"" S1 "\",\"b\":{}}", TN_ERROR_INVALID },
  };
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (tn_entry_parse (tn_slice (bad[i].text, -1), &error));
    g_assert_error (error, TN_ERROR, bad[i].code);
  }
}

static void
test_further_members_of_a_newer_program_are_let_by (void)
{
  g_autoptr (TnEntry) entry = tn_entry_parse (tn_slice (HEAD "\"zz\":[1],\"u\":{\"name\":[null,\"" S1 "\",[]]}}", -1), NULL);
  g_assert_nonnull (entry);
  g_assert_null (((TnChange *) entry->changes->pdata[0])->value);
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (TN_LIMIT_LINE + 1, '"');
  g_autoptr (GError) error = NULL;
  g_assert_null (tn_entry_parse (tn_slice (text, -1), &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entry/round-trip", test_round_trip);
  g_test_add_func ("/entry/creation-travels-whole", test_creation_travels_whole);
  g_test_add_func ("/entry/shape", test_shape);
  g_test_add_func ("/entry/further-members-of-a-newer-program-are-let-by", test_further_members_of_a_newer_program_are_let_by);
  g_test_add_func ("/entry/too-long", test_too_long);
  return g_test_run ();
}
