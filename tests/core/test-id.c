/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-error.h"
#include "tn-hash.h"
#include "tn-id.h"

#include <string.h>

static gint64
fixed_clock (gpointer user_data)
{
  return G_GINT64_CONSTANT (0x017dee2a4f00);
}

static void
count_up (gpointer user_data, guint8 *buf, gsize len)
{
  guint8 *next = user_data;

  while (len--)
    *buf++ = (*next)++;
}

static void
test_new_ids_are_version_7 (void)
{
  guint8 next = 0xf0;
  const TnEnv env = { .now_ms = fixed_clock, .random = count_up, .user_data = &next };
  TnId a = tn_id_new (&env), b = tn_id_new (&env);
  TnIdStr text;

  tn_id_format (&a, text);
  g_assert_cmpstr (text, ==, "017dee2a-4f00-70f1-b2f3-f4f5f6f7f8f9");
  g_assert_false (tn_id_equal (&a, &b));
  g_assert_cmpint (tn_id_compare (&a, &b), !=, 0);
}

static void
test_the_machines_ids_differ_and_follow_the_clock (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  gint64 before = g_get_real_time () / 1000;

  for (int i = 0; i < 10000; i++)
    {
      TnId id = tn_id_new (tn_env_system ());

      g_assert_true (g_hash_table_add (seen, tn_id_copy (&id)));
    }
  g_assert_cmpint (tn_env_now_ms (tn_env_system ()), >=, before);
}

static void
test_names_give_the_same_id_everywhere (void)
{
  TnId a = tn_id_from_name ("unit/79"), b = tn_id_from_name ("unit/79"), c = tn_id_from_name ("unit/79 ");
  g_autofree char *text = tn_id_dup_string (&a);

  g_assert_true (tn_id_equal (&a, &b));
  g_assert_false (tn_id_equal (&a, &c));
  g_assert_cmpint (text[14], ==, '8');
  g_assert_nonnull (strchr ("89ab", text[19]));
}

static void
test_parsing_takes_the_canonical_form_only (void)
{
  static const char *const bad[] = {
    "", "017dee2a-4f00-70f1-b2f3-f4f5f6f7f8f", "017dee2a-4f00-70f1-b2f3-f4f5f6f7f8f99", "017DEE2A-4f00-70f1-b2f3-f4f5f6f7f8f9",
    "{17dee2a-4f00-70f1-b2f3-f4f5f6f7f8f}", "017dee2a04f00-70f1-b2f3-f4f5f6f7f8f9", "017dee2a-4f00-70f1-b2f3-f4f5f6f7f8fg",
    "017dee2a4f0070f1b2f3f4f5f6f7f8f9", " 17dee2a-4f00-70f1-b2f3-f4f5f6f7f8f9",
  };
  const char *good = "017dee2a-4f00-70f1-b2f3-f4f5f6f7f8f9\"";
  TnId id;
  TnIdStr back;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tn_id_parse (bad[i], -1, &id));
  g_assert_true (tn_id_parse (good, TN_ID_STR_LEN, &id));
  tn_id_format (&id, back);
  g_assert_true (g_str_has_prefix (good, back));
  g_assert_false (tn_id_is_null (&id));
  memset (&id, 0, sizeof id);
  g_assert_true (tn_id_is_null (&id));
}

static void
assert_hex (const guint8 *data, gsize len, const char *want)
{
  g_autofree char *hex = g_malloc (len * 2 + 1);

  tn_hex (data, len, hex);
  g_assert_cmpstr (hex, ==, want);
}

/* The values are those that b2sum gives (b2sum -l 128, -l 256): another machine's BLAKE2b must agree with ours. */
static void
test_hashes_are_blake2b (void)
{
  TnHash empty = tn_hash ("", 0), abc = tn_hash ("abc", 3);
  guint8 wide[32];

  assert_hex (empty.b, 16, "cae66941d9efbd404e4d88758ea67670");
  assert_hex (abc.b, 16, "cf4ab791c62b8d2b2109c90275287816");
  tn_hash256 ("abc", 3, wide);
  assert_hex (wide, 32, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void
test_set_hash_adds_and_subtracts (void)
{
  TnSum sum = { 0, 0 }, back;
  TnHash a = tn_hash ("a", 1), b = tn_hash ("b", 1), all_ones;
  guint8 bytes[16], zero[16] = { 0 };

  tn_sum_add (&sum, &a);
  tn_sum_add (&sum, &b);
  tn_sum_sub (&sum, &a);
  tn_sum_to_bytes (&sum, bytes);
  g_assert_cmpmem (bytes, 16, b.b, 16);
  tn_sum_from_bytes (&back, bytes);
  g_assert_cmpuint (back.lo, ==, sum.lo);
  g_assert_cmpuint (back.hi, ==, sum.hi);
  tn_sum_sub (&sum, &b);
  tn_sum_to_bytes (&sum, bytes);
  g_assert_cmpmem (bytes, 16, zero, 16);

  /* The carry goes from the low half to the high one, and falls off at the top. */
  memset (all_ones.b, 0xff, 16);
  sum = (TnSum) { 1, 0 };
  tn_sum_add (&sum, &all_ones);
  g_assert_cmpuint (sum.lo, ==, 0);
  g_assert_cmpuint (sum.hi, ==, 0);
  tn_sum_sub (&sum, &all_ones);
  g_assert_cmpuint (sum.lo, ==, 1);
  g_assert_cmpuint (sum.hi, ==, 0);
}

static void
test_hex_is_read_strictly (void)
{
  guint8 out[4];

  g_assert_true (tn_unhex ("00ff1a", 6, out));
  assert_hex (out, 3, "00ff1a");
  g_assert_false (tn_unhex ("00f", 3, out));
  g_assert_false (tn_unhex ("0F", 2, out));
  g_assert_false (tn_unhex ("0g", 2, out));
  g_assert_true (tn_unhex ("", 0, out));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id/new-ids-are-version-7", test_new_ids_are_version_7);
  g_test_add_func ("/id/the-machines-ids-differ-and-follow-the-clock", test_the_machines_ids_differ_and_follow_the_clock);
  g_test_add_func ("/id/names-give-the-same-id-everywhere", test_names_give_the_same_id_everywhere);
  g_test_add_func ("/id/parsing-takes-the-canonical-form-only", test_parsing_takes_the_canonical_form_only);
  g_test_add_func ("/hash/hashes-are-blake2b", test_hashes_are_blake2b);
  g_test_add_func ("/hash/set-hash-adds-and-subtracts", test_set_hash_adds_and_subtracts);
  g_test_add_func ("/hash/hex-is-read-strictly", test_hex_is_read_strictly);
  return g_test_run ();
}
