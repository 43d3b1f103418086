/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households that stand in the register twice: by table, and on a practice set with planted pairs, boarding houses and blocks (precision and recall are printed). */
#include "practice-people.h"
#include "tn-duplicates.h"

/* ---- by table ---- */

typedef struct { const char *house_no, *alley, *street, *room, *phone, *head; guint n_people; } Given;
typedef struct { Given a, b; guint at_door, shared; gboolean shown, sure; guint why; } Row;

static const Row table[] = {
  /* the same door, however it is written, and the same head */
  { { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 1 }, { "2", "Hẻm 45", "nguyen thong", NULL, NULL, "Le Thi Hoà", 3 }, 2, 0, TRUE, FALSE, TN_MATCH_ADDRESS | TN_MATCH_HEAD },
  { { "45/02", NULL, "Đường Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 1 }, { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 0 }, 2, 0, TRUE, FALSE, TN_MATCH_ADDRESS | TN_MATCH_HEAD },
  { { "45/2", NULL, "Nguyễn Thông", NULL, "02801234567", "Lê Thị Hòa", 3 }, { "45/2", NULL, "Nguyễn Thông", NULL, "028 0123 4567", "Lê Thị Hòa", 3 }, 2, 3, TRUE, TRUE,
    TN_MATCH_ADDRESS | TN_MATCH_HEAD | TN_MATCH_PHONE | TN_MATCH_MEMBERS },
  /* one list names the husband, another the wife */
  { { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 3 }, { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Trần Văn Nam", 4 }, 2, 3, TRUE, TRUE, TN_MATCH_ADDRESS | TN_MATCH_MEMBERS },
  /* moved within the ward and written down anew */
  { { "45/2", NULL, "Nguyễn Thông", NULL, "02801234567", "Lê Thị Hòa", 3 }, { "7", NULL, "Hoa Mai", NULL, "02801234567", "Lê Thị Hòa", 3 }, 1, 3, TRUE, TRUE,
    TN_MATCH_HEAD | TN_MATCH_PHONE | TN_MATCH_MEMBERS },
  /* a room is nobody else's, however many live in the house */
  { { "45/2", NULL, "Nguyễn Thông", "12", NULL, "Lê Thị Hòa", 1 }, { "45/2", NULL, "Nguyễn Thông", "P. 12", NULL, "Lê Thị Hòa", 1 }, 80, 0, TRUE, FALSE, TN_MATCH_ADDRESS | TN_MATCH_HEAD },
  /* not the same */
  { { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 3 }, { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Trần Văn Nam", 4 }, 2, 0, FALSE, FALSE, TN_MATCH_ADDRESS },
  { { "45/2", NULL, "Nguyễn Thông", "3", NULL, "Lê Thị Hòa", 1 }, { "45/2", NULL, "Nguyễn Thông", "12", NULL, "Lê Thị Hòa", 1 }, 80, 0, FALSE, FALSE, TN_MATCH_HEAD },
  { { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 1 }, { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 2 }, 60, 0, FALSE, FALSE, TN_MATCH_ADDRESS | TN_MATCH_HEAD },
  { { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 2 }, { "45/12", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 2 }, 1, 0, FALSE, FALSE, TN_MATCH_HEAD },
  { { NULL, NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 1 }, { NULL, NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 1 }, 0, 0, FALSE, FALSE, TN_MATCH_HEAD },
  /* a daughter who stands with her parents and with her husband */
  { { "45/2", NULL, "Nguyễn Thông", NULL, NULL, "Lê Thị Hòa", 4 }, { "7", NULL, "Hoa Mai", NULL, NULL, "Trần Văn Nam", 2 }, 1, 1, FALSE, FALSE, TN_MATCH_MEMBERS },
};

static TnMatchHome
take (const Given *given, guint at_door)
{
  TnMatchHome home;

  tn_match_home_init (&home, given->house_no, given->alley, given->street, given->room, given->phone, given->head);
  home.n_people = given->n_people;
  home.at_door = at_door;
  return home;
}

static void
test_pairs_by_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnMatchHome a = take (&table[i].a, table[i].at_door), b = take (&table[i].b, table[i].at_door);
      guint why, back;
      int score = tn_match_home_score (&a, &b, table[i].shared, &why);

      g_test_message ("row %u: %d", i, score);
      g_assert_cmpint (score, ==, tn_match_home_score (&b, &a, table[i].shared, &back));
      g_assert_cmphex (why, ==, back);
      g_assert_cmphex (why, ==, table[i].why);
      g_assert_cmpint (score >= TN_MATCH_SHOWN, ==, table[i].shown);
      g_assert_cmpint (score >= TN_MATCH_SURE, ==, table[i].sure);
      tn_match_home_clear (&a);
      tn_match_home_clear (&b);
    }
}

/* ---- a practice set ---- */

static const char *const streets[] = { "Hoa Mai", "Nguyễn Thông", "Bờ Bao", "Cây Bàng", "Lá Xanh", "Bến Nước", "Giếng Làng", "Đồng Xanh" };

typedef struct { GArray *homes, *people; GHashTable *truth; GRand *rand; guint n; } Set;

static TnId
name_id (Set *set, const char *what)
{
  g_autofree char *name = g_strdup_printf ("%s%u", what, set->n++);

  return tn_id_from_name (name);
}

static void
add_person (Set *set, const Born *born, const TnMatchHome *home)
{
  TnMatchPerson person;

  tn_match_person_init (&person, born->name, born->birth, born->sex, born->phone, born->card, NULL);
  person.id = name_id (set, "p");
  person.household = home->head.id;
  person.place = (guint32) home->door;
  g_array_append_val (set->people, person);
}

/* A household of `born`, the first of them its head. */
static TnId
add_home (Set *set, const char *house_no, const char *alley, const char *street, const char *room, const char *phone, const Born *born, guint n)
{
  TnMatchHome home;

  tn_match_home_init (&home, house_no, alley, street, room, phone, born[0].name);
  home.head.id = name_id (set, "h");
  home.n_people = n;
  g_array_append_val (set->homes, home);
  for (guint i = 0; i < n; i++)
    add_person (set, &born[i], &home);
  return home.head.id;
}

/* The same household as another list has it: the door written otherwise, another telephone, another of them as the head, somebody left out, or after a move. */
static TnId
add_again (Set *set, guint alley, guint house, const char *street, const char *phone, const Born *born, guint n)
{
  Born again[8];
  guint from = 0, left = n, how = (guint) g_rand_int_range (set->rand, 0, 7);
  g_autofree char *number = how == 0 ? g_strdup_printf ("%u", house) : g_strdup_printf ("%u/%u", alley, house), *lane = how == 0 ? g_strdup_printf ("Hẻm %u", alley) : NULL;
  g_autofree char *plain = how == 1 ? tn_text_fold (street, -1) : g_strdup (street);
  TnId id;

  for (guint i = 0; i < n; i++)
    {
      again[i] = born[i];
      if (how == 2)
        garble (set->rand, &again[i]);
    }
  if (how == 3 && n > 1)   /* the wife as head */
    {
      again[0] = born[1];
      again[1] = born[0];
    }
  if (how == 4 && n > 1)
    left = n - 1;
  if (how == 5)            /* nobody but the head was written down */
    left = 1;
  id = add_home (set, how == 6 ? "77" : number, lane, how == 6 ? "Hoa Mai" : plain, NULL, how == 5 ? NULL : phone, again + from, left);
  for (guint i = 0; i < n; i++)
    if (how == 2)
      clear_garbled (&again[i], &born[i]);
  return id;
}

static void
add_ordinary (Set *set, gboolean planted)
{
  Born born[5];
  guint n = (guint) g_rand_int_range (set->rand, 1, 6), alley = (guint) g_rand_int_range (set->rand, 1, 400), house = (guint) g_rand_int_range (set->rand, 1, 60);
  const char *street = streets[g_rand_int_range (set->rand, 0, G_N_ELEMENTS (streets))];
  g_autofree char *number = g_strdup_printf ("%u/%u", alley, house), *phone = g_rand_boolean (set->rand) ? g_strdup_printf ("0280%07d", g_rand_int_range (set->rand, 0, 10000000)) : NULL;
  TnId first, second, pair;

  for (guint i = 0; i < n; i++)
    born[i] = bear (set->rand);
  first = add_home (set, number, NULL, street, NULL, phone, born, n);
  if (planted)
    {
      second = add_again (set, alley, house, street, phone, born, n);
      pair = tn_duplicate_id (&first, &second);
      g_hash_table_add (set->truth, tn_id_copy (&pair));
    }
  for (guint i = 0; i < n; i++)
    clear_born (&born[i]);
}

/* Forty rooms behind one door, half of the lists without their numbers, the owner's telephone everywhere. */
static void
add_boarding_house (Set *set, guint at)
{
  g_autofree char *number = g_strdup_printf ("%u", 1000 + at), *phone = g_strdup_printf ("0280%07u", at);

  for (guint i = 0; i < 40; i++)
    {
      Born born[2] = { bear (set->rand), bear (set->rand) };
      g_autofree char *room = g_strdup_printf ("%u", i + 1);

      add_home (set, number, NULL, "Bờ Bao", i % 2 ? room : NULL, phone, born, 1 + i % 2);
      clear_born (&born[0]);
      clear_born (&born[1]);
    }
}

static void clear_home_cb (gpointer home) { tn_match_home_clear (home); }
static void clear_person_cb (gpointer person) { tn_match_person_clear (person); }

static void
test_planted_pairs_are_found (void)
{
  const guint n = 6000, planted = 300;
  g_autoptr (GRand) rand = g_rand_new_with_seed (n);
  g_autoptr (GArray) homes = g_array_new (FALSE, FALSE, sizeof (TnMatchHome)), people = g_array_new (FALSE, FALSE, sizeof (TnMatchPerson));
  g_autoptr (GHashTable) truth = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  Set set = { homes, people, truth, rand, 0 };
  guint right = 0;

  g_array_set_clear_func (homes, clear_home_cb);
  g_array_set_clear_func (people, clear_person_cb);
  for (guint i = 0; i < n; i++)
    add_ordinary (&set, i < planted);
  for (guint i = 0; i < 20; i++)
    add_boarding_house (&set, i);
  g_autoptr (GArray) pairs = tn_duplicates_among (people, 0, NULL, &error);
  g_autoptr (GArray) found = tn_duplicates_among_homes (homes, people, pairs, 0, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const TnDuplicate *pair = &g_array_index (found, TnDuplicate, i);
      TnId id = tn_duplicate_id (&pair->a, &pair->b);

      g_assert_cmpint (pair->of, ==, TN_DUPLICATES_HOUSEHOLDS);
      right += g_hash_table_contains (truth, &id);
    }
  g_print ("# %u households with 20 boarding houses of 40 rooms, %u planted pairs: precision %.3f, recall %.3f\n", homes->len, planted, (double) right / found->len, (double) right / planted);
  g_assert_cmpfloat ((double) right / found->len, >=, 0.95);
  g_assert_cmpfloat ((double) right / planted, >=, 0.95);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duplicates-homes/pairs-by-table", test_pairs_by_table);
  g_test_add_func ("/duplicates-homes/planted-pairs-are-found", test_planted_pairs_are_found);
  return g_test_run ();
}
