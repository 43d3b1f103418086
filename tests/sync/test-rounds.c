/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two leaders work on one round apart, over a real district: nobody is asked about hundreds of doors, and both end with the same round. */
#include "sync-fixture.h"
#include "tn-round-plan.h"
#include "tn-round-share.h"

#define DOORS 60

static void
write_edit (Laptop *laptop, TnEdit *edit, GError *building)
{
  g_autoptr (TnEdit) owned = edit;
  g_autoptr (GError) error = NULL;

  g_assert_no_error (building);
  tn_copy_edit (laptop->copy, owned, NULL, &error);
  g_assert_no_error (error);
}

static void
add_door (TnEdit *edit, const char *house_no)
{
  TnId home = tn_edit_create (edit, "household", NULL), person = tn_edit_create (edit, "person", NULL);

  tn_edit_set_text (edit, &home, "house_no", house_no);
  tn_edit_set_text (edit, &home, "street", "Hoa Mai");
  tn_edit_set_text (edit, &person, "name", "Lê Văn Thử");
  tn_edit_set_ref (edit, &person, "household", &home);
}

static void
add_one_door (Laptop *laptop, const char *house_no)
{
  TnEdit *edit = tn_edit_new ("New");

  add_door (edit, house_no);
  write_edit (laptop, edit, NULL);
}

static void
set_up_ward (Laptop *laptop, TnId volunteers[3], TnId *round)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_edit_new ("Ward");
  TnRoundWish wish = { .evening = "2021-12-24", .volunteers = volunteers, .n_volunteers = 2 };

  for (guint i = 1; i <= DOORS; i++)
    {
      g_autofree char *house_no = g_strdup_printf ("%u", i);
      add_door (edit, house_no);
    }
  for (guint i = 0; i < 3; i++)
    {
      volunteers[i] = tn_edit_create (edit, "volunteer", NULL);
      tn_edit_set_text (edit, &volunteers[i], "name", "Người Đi");
    }
  write_edit (laptop, edit, NULL);
  edit = tn_round_plan (laptop->copy, &wish, round, NULL, &error);
  write_edit (laptop, edit, error);
}

static void
plan_again (Laptop *laptop, const TnId *round)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_round_plan_again (laptop->copy, round, NULL, &error);

  write_edit (laptop, edit, error);
}

static void
share (Laptop *laptop, const TnId *round, const TnId *volunteers, guint n)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_round_share (laptop->copy, round, volunteers, n, TRUE, &error);

  write_edit (laptop, edit, error);
}

static GPtrArray *
read_stops (Laptop *laptop, const TnId *round)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *stops = tn_round_stops (laptop->copy, round, &error);

  g_assert_no_error (error);
  return stops;
}

/* Both see one round, with every household once. */
static void
assert_same (Laptop *a, Laptop *b, const TnId *round, guint n)
{
  g_autoptr (GPtrArray) here = read_stops (a, round), there = read_stops (b, round);
  g_autoptr (GHashTable) seen = g_hash_table_new (tn_id_hash, tn_id_equal);

  g_assert_cmpuint (here->len, ==, n);
  g_assert_cmpuint (there->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      TnRoundStop *x = here->pdata[i], *y = there->pdata[i];

      g_assert_true (g_hash_table_add (seen, &x->household));
      g_assert_true (tn_id_equal (&x->id, &y->id));
      g_assert_true (tn_id_equal (&x->volunteer, &y->volunteer));
      g_assert_cmpint (x->position, ==, y->position);
      g_assert_cmpuint (x->number, ==, y->number);
    }
}

static void
test_two_leaders_at_once (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  TnId volunteers[3], round;

  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  set_up_ward (&a, volunteers, &round);
  laptop_sync (&a);
  laptop_sync (&b);
  assert_same (&a, &b, &round, DOORS);
  /* apart: each finds a new door and plans again; one shares among three, the other moves a door by hand and has one volunteer walk alone */
  add_one_door (&a, "17A");
  plan_again (&a, &round);
  share (&a, &round, volunteers, 3);
  add_one_door (&b, "18A");
  plan_again (&b, &round);
  share (&b, &round, volunteers + 2, 1);
  laptop_sync (&a);
  laptop_sync (&b);
  laptop_sync (&a);
  g_assert_cmpuint (laptop_conflicts (&a, NULL, NULL), ==, 0);
  g_assert_cmpuint (laptop_conflicts (&b, NULL, NULL), ==, 0);
  assert_same (&a, &b, &round, DOORS + 2);
  /* whoever looks at it next levels it again */
  share (&b, &round, volunteers, 3);
  laptop_sync (&b);
  laptop_sync (&a);
  assert_same (&a, &b, &round, DOORS + 2);
  plan_again (&a, &round);
  plan_again (&b, &round);
  g_assert_cmpuint (laptop_waiting (&a) + laptop_waiting (&b), ==, 0);
}

/* The same new door on both laptops is one stop. */
static void
test_both_find_the_same_door (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  TnId volunteers[3], round;

  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  set_up_ward (&a, volunteers, &round);
  add_one_door (&a, "17A");
  laptop_sync (&a);
  laptop_sync (&b);
  plan_again (&a, &round);
  plan_again (&b, &round);
  laptop_sync (&a);
  laptop_sync (&b);
  laptop_sync (&a);
  g_assert_cmpuint (laptop_conflicts (&a, NULL, NULL), ==, 0);
  g_assert_cmpuint (laptop_conflicts (&b, NULL, NULL), ==, 0);
  assert_same (&a, &b, &round, DOORS + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/rounds/two-leaders", test_two_leaders_at_once);
  g_test_add_func ("/sync/rounds/same-door", test_both_find_the_same_door);
  return g_test_run ();
}
