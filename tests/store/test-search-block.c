/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blob of the search is changed by cutting the entry in; it must be the very bytes that writing all entries anew would give. */
#include "tn-search.h"
#include <string.h>

#define CHANGES 4000
#define HOMES 200      /* few, so that entries meet */

typedef struct { guint in; guint64 bits; char rest[8]; } Held;

static int
compare (gconstpointer a, gconstpointer b)
{
  const Held *x = a, *y = b;
  return x->in != y->in ? (x->in > y->in) - (x->in < y->in) : strcmp (x->rest, y->rest);
}

static GByteArray *
write_anew (const GArray *all, gboolean group)
{
  GByteArray *out = g_byte_array_new ();
  guint last = 0;
  for (guint i = 0; i < all->len; i++) {
    const Held *held = &g_array_index (all, Held, i);
    if (group) tn_search_group_append (out, held->in - last, held->bits, held->rest, strlen (held->rest));
    else tn_search_block_append (out, held->in - last, held->bits);
    last = held->in;
  }
  return out;
}

static void
change_model (GArray *all, const Held *what, guint64 bit, gboolean set)
{
  guint place = 0;
  while (place < all->len && compare (&g_array_index (all, Held, place), what) < 0) place++;
  gboolean found = place < all->len && compare (&g_array_index (all, Held, place), what) == 0;
  if (!found && !set) return;
  if (!found) g_array_insert_vals (all, place, what, 1);
  Held *held = &g_array_index (all, Held, place);
  held->bits = set ? held->bits | bit : held->bits & ~bit;
  if (!held->bits) g_array_remove_index (all, place);
}

static void
run_changes (gboolean group)
{
  static const char *const words[] = { "", "1", "12", "2", "78901" };
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (Held));
  g_autoptr (GByteArray) blob = g_byte_array_new ();
  for (guint i = 0; i < CHANGES; i++) {
    gboolean fills = i / 1000 % 2 == 0, set = g_test_rand_int_range (0, 4) ? fills : !fills;   /* grows, falls back to nearly nothing, and again */
    Held what = { .in = (guint) g_test_rand_int_range (0, HOMES) * (TN_SEARCH_BLOCK / HOMES) };
    guint64 bit = G_GUINT64_CONSTANT (1) << g_test_rand_int_range (0, 3) * 31;
    if (group) g_strlcpy (what.rest, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))], sizeof what.rest);
    change_model (all, &what, bit, set);
    GByteArray *now = group ? tn_search_group_change (blob->data, blob->len, what.in, bit, set, what.rest, strlen (what.rest))
                            : tn_search_block_change (blob->data, blob->len, what.in, bit, set);
    g_byte_array_unref (blob);
    blob = now;
    g_autoptr (GByteArray) anew = write_anew (all, group);
    g_assert_cmpmem (blob->data, blob->len, anew->data, anew->len);
  }
}

static void
test_block (void)
{
  run_changes (FALSE);
}

static void
test_group (void)
{
  run_changes (TRUE);
}

typedef struct { guint64 bits[TN_SEARCH_BLOCK]; } Found;

static void
decode (Found *found, const guint8 *blob, gsize len, gboolean group, const char *rest)
{
  memset (found, 0, sizeof *found);
  if (group) tn_search_group_decode (blob, len, rest, strlen (rest), found->bits, TN_SEARCH_BLOCK);
  else tn_search_block_decode (blob, len, found->bits, TN_SEARCH_BLOCK);
}

/* Small numbers, so that some entries can be read: of no bits, twice the same, not in their order, without their end, of a length that goes beyond the end. */
static gsize
draw_damage (guint8 *bytes, gsize size)
{
  gsize len = (gsize) g_test_rand_int_range (0, (gint32) size + 1);
  for (gsize k = 0; k < len; k++) bytes[k] = (guint8) (g_test_rand_int_range (0, 3) ? g_test_rand_int_range (0, 4) : g_test_rand_int_range (0, 256));
  return len;
}

/* Whatever stands in the row, nothing is read beyond it, and of what can be read of it nothing changes but the one bit. */
static void
change_damaged (gboolean group)
{
  guint8 bytes[24];
  gsize len = draw_damage (bytes, sizeof bytes);
  g_autofree guint8 *exact = g_memdup2 (bytes, MAX (len, 1));
  guint in = (guint) g_test_rand_int_range (0, g_test_rand_bit () ? 12 : TN_SEARCH_BLOCK);
  Found before, after;
  g_autoptr (GByteArray) set = group ? tn_search_group_change (exact, len, in, 2, TRUE, "7", 1) : tn_search_block_change (exact, len, in, 2, TRUE);
  g_autoptr (GByteArray) cleared = group ? tn_search_group_change (exact, len, in, 2, FALSE, "7", 1) : tn_search_block_change (exact, len, in, 2, FALSE);
  decode (&before, exact, len, group, "");
  decode (&after, set->data, set->len, group, "");
  before.bits[in] |= 2;
  g_assert_cmpmem (before.bits, sizeof before.bits, after.bits, sizeof after.bits);
  decode (&after, cleared->data, cleared->len, group, "");
  before.bits[in] &= ~G_GUINT64_CONSTANT (2);
  after.bits[in] &= ~G_GUINT64_CONSTANT (2);      /* what stands there twice, or under another word, stays */
  g_assert_cmpmem (before.bits, sizeof before.bits, after.bits, sizeof after.bits);
}

static void
test_damaged (void)
{
  for (guint i = 0; i < 40000; i++) change_damaged (i % 2);
}

/* A number that takes ten bytes, and a distance that would make the sum turn over. */
static void
test_long_numbers (void)
{
  static const guint8 wide[] = { 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 1, 8 };
  static const guint8 turns[] = { 3, 1, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 8 };
  static const guint8 expected_wide[] = { 3, 0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 1, 8 }, expected_turns[] = { 3, 1, 2, 1 };
  g_autoptr (GByteArray) a = tn_search_block_change (wide, sizeof wide, 3, 2, FALSE);
  g_assert_cmpmem (a->data, a->len, expected_wide, sizeof expected_wide);
  g_autoptr (GByteArray) b = tn_search_block_change (turns, sizeof turns, 5, 1, TRUE);
  g_assert_cmpmem (b->data, b->len, expected_turns, sizeof expected_turns);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/search-block/block", test_block);
  g_test_add_func ("/store/search-block/group", test_group);
  g_test_add_func ("/store/search-block/damaged", test_damaged);
  g_test_add_func ("/store/search-block/long-numbers", test_long_numbers);
  return g_test_run ();
}
