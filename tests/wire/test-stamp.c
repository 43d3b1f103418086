/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-stamp.h"

#define REPLICA "0123456789ab"
#define CASES 1000000

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  for (int i = 0; i < CASES; i++) {
    gint64 ms = ((gint64) g_rand_int (rand) << 11) ^ g_rand_int (rand);
    TnStamp parsed, stamp = tn_stamp_make (ms, g_rand_int (rand) & 0xffff, REPLICA);
    char replica[TN_REPLICA_LEN + 1];
    g_assert_true (tn_stamp_parse (tn_slice (stamp.s, TN_STAMP_LEN), &parsed));
    g_assert_cmpstr (parsed.s, ==, stamp.s);
    g_assert_cmpint (tn_stamp_ms (&parsed), ==, ms);
    tn_stamp_replica (&parsed, replica);
    g_assert_cmpstr (replica, ==, REPLICA);
  }
}

static void
test_refuses_other_text (void)
{
  static const char *const bad[] = {
    "", "0", "018bcfe568000000 123456789ab", "018bcfe5680000000123456789AB", "018bcfe56800000001234567890g",
    "080000000000000001234567890a", "ffffffffffff00000123456789ab", "018bcfe56800000001234567890",  "018bcfe56800000001234567890abc",
  };
  TnStamp stamp;
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) g_assert_false (tn_stamp_parse (tn_slice (bad[i], -1), &stamp));
  g_assert_true (tn_stamp_parse (tn_slice ("07ffffffffffffff0123456789ab", -1), &stamp));
}

/* A clock that stands, jumps years both ways, or is below zero; stamps of others that lie ahead. */
static void
test_tick_strictly_rises_under_any_clock (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  TnHlc last = { 0, 0 };
  TnStamp before = tn_stamp_make (0, 0, REPLICA);
  for (int i = 0; i < CASES; i++) {
    static const gint64 walls[] = { 0, 1, -5, 1700000000000, 4102444800000, G_MAXINT64 - 1, G_MININT64 };
    gint64 wall = walls[g_rand_int_range (rand, 0, i < CASES / 2 ? 5 : G_N_ELEMENTS (walls))] + g_rand_int_range (rand, 0, 2);
    TnStamp parsed, over[2] = { { "" }, { "" } };
    if (g_rand_boolean (rand)) over[1] = tn_stamp_make (1700000000000 + g_rand_int_range (rand, 0, 9), 0xffff, "ffffffffffff");
    TnStamp next = tn_stamp_tick (&last, wall, REPLICA, over, 2);
    g_assert_true (tn_stamp_parse (tn_slice (next.s, TN_STAMP_LEN), &parsed));
    g_assert_cmpint (tn_stamp_cmp (&next, &before), >, 0);
    g_assert_cmpint (memcmp (next.s, over[1].s, 16), >, 0);     /* above what it edits, whatever the replica */
    before = next;
  }
}

static void
test_tick_carries_a_full_counter (void)
{
  TnHlc last = { 5, 0xffff };
  TnStamp stamp = tn_stamp_tick (&last, 3, REPLICA, NULL, 0);
  g_assert_cmpstr (stamp.s, ==, "00000000000600000123456789ab");
  stamp = tn_stamp_tick (&last, 9, REPLICA, NULL, 0);
  g_assert_cmpstr (stamp.s, ==, "00000000000900000123456789ab");
}

/* Midnight in any time zone; and any other moment of a day as good as never. */
static void
test_untimed_is_midnight_anywhere (void)
{
  static const char *const zones[] = { "Asia/Ho_Chi_Minh", "UTC", "Asia/Kathmandu", "America/St_Johns", "Australia/Eucla", "Pacific/Chatham" };
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zones[i]);
    g_autoptr (GDateTime) day = g_date_time_new (zone, 2026, 11, 27, 0, 0, 0);
    TnStamp stamp = tn_stamp_make (g_date_time_to_unix (day) * 1000, (guint) i, REPLICA), next = tn_stamp_make (g_date_time_to_unix (day) * 1000 + 1, 0, REPLICA);
    g_assert_true (tn_stamp_is_untimed (&stamp));
    g_assert_false (tn_stamp_is_untimed (&next));
  }
  TnStamp none = { "" };
  g_assert_false (tn_stamp_is_untimed (&none));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stamp/round-trip", test_round_trip);
  g_test_add_func ("/stamp/refuses-other-text", test_refuses_other_text);
  g_test_add_func ("/stamp/tick-strictly-rises-under-any-clock", test_tick_strictly_rises_under_any_clock);
  g_test_add_func ("/stamp/tick-carries-a-full-counter", test_tick_carries_a_full_counter);
  g_test_add_func ("/stamp/untimed-is-midnight-anywhere", test_untimed_is_midnight_anywhere);
  return g_test_run ();
}
