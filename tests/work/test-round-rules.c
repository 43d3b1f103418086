/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a round without a database: the order of the walk, shares and places; by table, and on wards made up at random. */
#include <string.h>
#include "tn-round-share.h"
#include "tn-round-walk.h"

/* ---- the walk ---- */

typedef struct { const char *street, *alley, *house_no, *building, *room; } Address;

static TnDoor *
make_door (const Address *address, guint n)
{
  TnDoor *door = g_new0 (TnDoor, 1);
  g_autofree char *name = g_strdup_printf ("door %u", n);

  *door = (TnDoor) { .row = n, .id = tn_id_from_name (name), .street = g_strdup (address->street), .alley = g_strdup (address->alley),
                     .house_no = g_strdup (address->house_no), .room = g_strdup (address->room), .building_name = g_strdup (address->building),
                     .head = g_strdup (""), .status = g_strdup ("") };
  if (address->building)
    door->building = tn_id_from_name (address->building);
  return door;
}

static void
free_door_cb (gpointer door)
{
  tn_door_clear (door);
  g_free (door);
}

static void
shuffle (GRand *rand, GPtrArray *doors)
{
  for (guint i = doors->len; i > 1; i--)
    {
      guint j = (guint) g_rand_int_range (rand, 0, (gint32) i);
      gpointer door = doors->pdata[j];

      doors->pdata[j] = doors->pdata[i - 1];
      doors->pdata[i - 1] = door;
    }
}

/* The list as it stands here is the walk, from whatever order one begins with. */
static void
test_doors_stand_as_one_walks (void)
{
  static const Address walk[] = {
    { NULL, NULL, NULL, NULL, NULL },
    { "Bông Sao", NULL, "3", NULL, NULL },
    { "Bông Sao", NULL, "45", NULL, NULL },
    { "Bông Sao", "Hẻm 45", "1", NULL, NULL },
    { "Bông Sao", "Hẻm 45", "45/12", NULL, NULL },             /* written in full, or without its alley */
    { "Bông Sao", NULL, "45/12/3A", NULL, NULL },
    { "Bông Sao", "Hẻm 45/12", "5", NULL, NULL },
    { "Bông Sao", "Hẻm 45", "12/4", NULL, NULL },
    { "Bông Sao", "Hẻm 45", "2", NULL, NULL },
    { "Bông Sao", NULL, "47", NULL, NULL },
    { "Bông Sao", NULL, "47", "Nhà trọ Hai Lúa", "Trệt" },      /* a house that is a building too: who has no room first */
    { "Bông Sao", NULL, "47", "Nhà trọ Hai Lúa", "101" },
    { "Bông Sao", NULL, "47", "Nhà trọ Hai Lúa", "102" },
    { "Bông Sao", NULL, "47B", "Nhà trọ Hai Lúa", "110" },      /* its second gate */
    { "Bông Sao", NULL, "47", "Nhà trọ Hai Lúa", "201" },
    { "Bông Sao", NULL, "47", "Nhà trọ Hai Lúa", "1001" },
    { "Bông Sao", NULL, "49", NULL, NULL },
    { "Bông Sao", NULL, "10", NULL, NULL },                    /* and back the other side */
    { "Bông Sao", NULL, "2", "Ký túc xá", "Lầu 1 phòng 9" },
    { "Bông Sao", NULL, "2", "Ký túc xá", "Lầu 2 phòng 1" },
    { "Bông Sao", NULL, "L10C12", NULL, NULL },
    { "Bông Sao", "Hẻm Cô Ba", "1", NULL, NULL },
    { "Bông Sao", "Hẻm Cô Ba", "4", NULL, NULL },
    { "Bông Sao", "Hẻm Cô Ba", "2", NULL, NULL },
    { "ĐT 4-2", NULL, "1", NULL, NULL },
    { "Đường số 7", NULL, "1", NULL, NULL },
    { "Đường số 11B", NULL, "1", NULL, NULL },
    { "Lê Văn Thử", NULL, "1", NULL, NULL },
  };
  g_autoptr (GPtrArray) doors = g_ptr_array_new_with_free_func (free_door_cb);
  g_autoptr (GRand) rand = g_rand_new_with_seed (45);

  for (guint i = 0; i < G_N_ELEMENTS (walk); i++)
    g_ptr_array_add (doors, make_door (&walk[i], i));
  for (guint times = 0; times < 20; times++)
    {
      shuffle (rand, doors);
      tn_round_walk_sort (doors);
      for (guint i = 0; i < doors->len; i++)
        {
          const TnDoor *door = doors->pdata[i];
          const Address *want = &walk[i];
          if (door->row != (gint64) i)
            g_error ("at %u stands %s %s %s, and should %s %s %s", i, door->house_no, door->alley, door->room, want->house_no, want->alley, want->room);
        }
    }
}

static void
test_floors (void)
{
  static const struct { const char *room; int floor; } rooms[] = {
    { NULL, 2 }, { "", 2 }, { "5", 2 }, { "12", 2 }, { "101", 2 }, { "215", 4 }, { "1204", 24 }, { "12.04", 24 }, { "A-12.05", 24 }, { "P.302", 6 },
    { "B2-05", 2 }, { "Trệt", 0 }, { "tầng trệt", 0 }, { "Lửng", 1 }, { "Lầu 3", 6 }, { "phòng 2 lầu 4", 8 }, { "Tầng 5 phòng 12", 10 }, { "tầng hầm", -2 },
    { "99999999999999999999", 1998 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    if (tn_round_walk_floor (rooms[i].room) != rooms[i].floor)
      g_error ("“%s” is on floor %d, not %d", rooms[i].room, rooms[i].floor, tn_round_walk_floor (rooms[i].room));
}

static void
add_random_door (GRand *rand, GPtrArray *doors)
{
  static const char *const streets[] = { NULL, "", "Hoa Mai", "Đường số 7", "267A", "7-13" }, *const alleys[] = { NULL, "", "Hẻm 45", "Hẻm 45/12", "Hẻm Cô Ba" };
  g_autofree char *number = g_strdup_printf ("%d%s%d%s", g_rand_int_range (rand, 0, 60), g_rand_boolean (rand) ? "/" : "", g_rand_int_range (rand, 0, 9),
                                             g_rand_boolean (rand) ? "A" : "");
  g_autofree char *room = g_strdup_printf ("%d", g_rand_int_range (rand, 1, 400));
  gboolean building = g_rand_int_range (rand, 0, 4) == 0;
  Address address = { streets[g_rand_int_range (rand, 0, 6)], alleys[g_rand_int_range (rand, 0, 5)], g_rand_int_range (rand, 0, 9) ? number : NULL,
                      building ? (g_rand_boolean (rand) ? "Nhà trọ A" : "Chung cư B") : NULL, building ? room : NULL };

  g_ptr_array_add (doors, make_door (&address, doors->len));
}

/* Whatever the ward: each household once, from any beginning the same order, and a building in one piece. */
static void
assert_walk (GPtrArray *doors)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (tn_id_hash, tn_id_equal), left = g_hash_table_new (tn_id_hash, tn_id_equal);
  const TnId *inside = NULL;

  for (guint i = 0; i < doors->len; i++)
    {
      TnDoor *door = doors->pdata[i];

      g_assert_true (g_hash_table_add (seen, &door->id));
      if (inside && !tn_id_equal (inside, &door->building))
        g_hash_table_add (left, (gpointer) inside);
      inside = tn_id_is_null (&door->building) ? NULL : &door->building;
      g_assert_false (inside && g_hash_table_contains (left, inside));
    }
}

static void
test_each_household_once_in_any_ward (void)
{
  for (guint32 seed = 1; seed <= 60; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GPtrArray) doors = g_ptr_array_new_with_free_func (free_door_cb), first = NULL;
      guint n = (guint) g_rand_int_range (rand, 0, 150);

      for (guint i = 0; i < n; i++)
        add_random_door (rand, doors);
      tn_round_walk_sort (doors);
      assert_walk (doors);
      g_assert_cmpuint (doors->len, ==, n);
      first = g_ptr_array_copy (doors, NULL, NULL);
      g_ptr_array_set_free_func (first, NULL);
      shuffle (rand, doors);
      tn_round_walk_sort (doors);
      for (guint i = 0; i < n; i++)
        g_assert_true (doors->pdata[i] == first->pdata[i]);
    }
}

/* ---- shares ---- */

static void
count_loads (const TnShare *items, guint n, guint k, guint *loads, guint *least, guint *most)
{
  memset (loads, 0, sizeof *loads * (k + 1));
  for (guint i = 0; i < n; i++)
    if (items[i].walker < k)
      loads[items[i].walker]++;
  *least = G_MAXUINT, *most = 0;
  for (guint i = 0; i < k; i++)
    {
      *least = MIN (*least, loads[i]);
      *most = MAX (*most, loads[i]);
    }
}

/* Free doors of one walker are one run among the free doors, and the walkers come in their order. */
static void
assert_runs (const TnShare *items, guint n)
{
  guint last = 0;

  for (guint i = 0; i < n; i++)
    if (!items[i].kept)
      {
        g_assert_cmpuint (items[i].walker, >=, last);
        last = items[i].walker;
      }
}

static void
test_shares_are_runs_and_level (void)
{
  for (guint32 seed = 1; seed <= 500; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = (guint) g_rand_int_range (rand, 0, 200), k = (guint) g_rand_int_range (rand, 1, 12), least, most;
      g_autofree TnShare *items = g_new0 (TnShare, n + 1), *again = NULL;
      g_autofree guint *loads = g_new (guint, k + 1);

      tn_share_out (items, n, k);
      count_loads (items, n, k, loads, &least, &most);
      g_assert_cmpuint (most - least, <=, 1);
      assert_runs (items, n);
      again = g_memdup2 (items, sizeof *items * (n + 1));
      tn_share_out (again, n, k);
      g_assert_cmpmem (again, sizeof *items * n, items, sizeof *items * n);
    }
}

/* What is kept stays; the others fill up the least, so that nobody who got a free door has more than one above anybody else. */
static void
test_what_is_kept_stays_and_the_rest_is_level (void)
{
  for (guint32 seed = 1; seed <= 500; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = (guint) g_rand_int_range (rand, 1, 120), k = (guint) g_rand_int_range (rand, 1, 8), least, most;
      g_autofree TnShare *items = g_new0 (TnShare, n), *before = NULL;
      g_autofree guint *loads = g_new (guint, k + 1), *free_loads = g_new0 (guint, k + 1);

      for (guint i = 0; i < n; i++)
        if (g_rand_int_range (rand, 0, 5) == 0)
          items[i] = (TnShare) { (guint) g_rand_int_range (rand, 0, (gint32) k + 1), TRUE };   /* also of one who walks no longer */
      before = g_memdup2 (items, sizeof *items * n);
      tn_share_out (items, n, k);
      count_loads (items, n, k, loads, &least, &most);
      for (guint i = 0; i < n; i++)
        if (items[i].kept)
          g_assert_cmpuint (items[i].walker, ==, before[i].walker);
        else
          free_loads[items[i].walker]++;
      for (guint i = 0; i < k; i++)
        g_assert_true (!free_loads[i] || loads[i] <= least + 1);
      assert_runs (items, n);
    }
}

/* One door more in a run of the middle: it stays there, and no border moves. */
static void
test_borders_move_as_little_as_can_be (void)
{
  TnShare items[13];

  for (guint i = 0; i < 13; i++)
    items[i] = (TnShare) { i / 4 < 3 ? i / 4 : 2, FALSE };
  items[12].walker = 2;
  tn_share_out (items, 13, 3);
  for (guint i = 0; i < 13; i++)
    g_assert_cmpuint (items[i].walker, ==, MIN (i / 4, 2));
}

static void
test_nobody_walks (void)
{
  TnShare items[3] = { { 5, FALSE }, { 7, TRUE }, { 0, FALSE } };

  tn_share_out (items, 3, 0);
  g_assert_cmpuint (items[0].walker, ==, TN_SHARE_NOBODY);
  g_assert_cmpuint (items[1].walker, ==, 7);
  g_assert_cmpuint (items[2].walker, ==, TN_SHARE_NOBODY);
}

/* ---- places ---- */

static void
assert_positions (const gint64 *old, guint n, guint n_changed)
{
  g_autofree gint64 *new = g_new0 (gint64, n + 1);
  guint changed = 0;

  tn_round_walk_positions (old, n, new);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (new[i], >, i ? new[i - 1] : 0);
      changed += new[i] != old[i];
    }
  g_assert_cmpuint (changed, ==, n_changed);
}

/* As few as possible get another number: one that moves is one change, wherever it goes. */
static void
test_places_change_as_few_as_can_be (void)
{
  const gint64 fresh[] = { 0, 0, 0 }, same[] = { 1024, 2048, 3072 }, between[] = { 1024, 0, 2048 }, first[] = { 0, 1024 }, last[] = { 1024, 0 };
  const gint64 down[] = { 2048, 3072, 4096, 1024 }, up[] = { 4096, 1024, 2048, 3072 }, twice[] = { 1024, 1024, 2048 }, full[] = { 5, 0, 6 }, wrong[] = { -7, 1024 };

  assert_positions (fresh, 3, 3);
  assert_positions (same, 3, 0);
  assert_positions (between, 3, 1);
  assert_positions (first, 2, 1);
  assert_positions (last, 2, 1);
  assert_positions (down, 4, 1);
  assert_positions (up, 4, 1);
  assert_positions (twice, 3, 1);
  assert_positions (full, 3, 3);
  assert_positions (wrong, 2, 1);
  assert_positions (NULL, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/round-rules/walk", test_doors_stand_as_one_walks);
  g_test_add_func ("/round-rules/floors", test_floors);
  g_test_add_func ("/round-rules/any-ward", test_each_household_once_in_any_ward);
  g_test_add_func ("/round-rules/shares", test_shares_are_runs_and_level);
  g_test_add_func ("/round-rules/kept", test_what_is_kept_stays_and_the_rest_is_level);
  g_test_add_func ("/round-rules/borders", test_borders_move_as_little_as_can_be);
  g_test_add_func ("/round-rules/nobody", test_nobody_walks);
  g_test_add_func ("/round-rules/places", test_places_change_as_few_as_can_be);
  return g_test_run ();
}
