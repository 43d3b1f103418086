/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who stands in the register twice: by table, on a practice set with planted pairs (precision and recall are printed), and in a real copy; merging
 * and taking apart. */
#include "practice-people.h"
#include "work-fixture.h"
#include "tn-duplicates.h"
#include "tn-merging.h"
#include "tn-text.h"
#include <stdlib.h>
#include <string.h>

/* ---- by table ---- */

typedef struct { const char *name, *birth, *sex, *phone, *card; } Given;
typedef struct { Given a, b; gboolean shown, sure; guint why; } Row;

static const Row table[] = {
  { { "Đặng Thị Hòa", "1960-12-24", "female", "02801234567", "079160001234" }, { "Dang Thi Hoà", "1960-12-24", "female", "02801234567", "079160001234" }, TRUE, TRUE,
    TN_MATCH_NAME | TN_MATCH_BIRTH | TN_MATCH_CARD | TN_MATCH_PHONE },
  { { "Đặng Thị Hòa", "1960-12-04", NULL, NULL, NULL }, { "Đặng Thị Hòa", "1960-04-12", NULL, NULL, NULL }, TRUE, FALSE, TN_MATCH_NAME | TN_MATCH_BIRTH_SWAPPED },
  { { "Đặng Thị Hòa", "1960-12-24", NULL, NULL, NULL }, { "Đặng Hòa", "1960-12-24", NULL, NULL, NULL }, TRUE, FALSE, TN_MATCH_NAME_NEAR | TN_MATCH_BIRTH },
  { { "Hòa Đặng Thị", "1960-12-24", NULL, NULL, NULL }, { "Đặng Thị Hòa", "1960-12-24", NULL, NULL, NULL }, TRUE, FALSE, TN_MATCH_NAME | TN_MATCH_BIRTH },
  { { "Đặng Thị Hòa", "1960-12-24", NULL, NULL, NULL }, { "Đặng Thị Hòe", "1960-12-24", NULL, NULL, NULL }, TRUE, FALSE, TN_MATCH_NAME_NEAR | TN_MATCH_BIRTH },
  { { "Đặng Thị Hòa", "1960-12-24", NULL, NULL, NULL }, { "Đặng Thị Hòa", "1968-12-24", NULL, NULL, NULL }, TRUE, FALSE, TN_MATCH_NAME | TN_MATCH_BIRTH_NEAR },
  { { "Đặng Thị Hòa", "1960", NULL, "02801234567", NULL }, { "Đặng Thị Hòa", "1960-12-24", NULL, "02801234567", NULL }, TRUE, FALSE,
    TN_MATCH_NAME | TN_MATCH_BIRTH_NEAR | TN_MATCH_PHONE },
  { { "Đặng Thị Hòa", NULL, NULL, NULL, "079160001234" }, { "Đặng Thị Hòa", NULL, NULL, NULL, "079160001284" }, TRUE, FALSE, TN_MATCH_NAME | TN_MATCH_CARD_NEAR },
  { { "Đặng Thị Hòa", NULL, NULL, NULL, "079160001234" }, { "Trần Hoa", NULL, NULL, NULL, "079160001234" }, FALSE, FALSE, TN_MATCH_CARD },
  /* not the same */
  { { "Đặng Thị Hòa", "1960-12-24", NULL, NULL, NULL }, { "Đặng Thị Hòa", "1985-03-02", NULL, NULL, NULL }, FALSE, FALSE, TN_MATCH_NAME },
  { { "Đặng Thị Hòa", NULL, NULL, NULL, NULL }, { "Đặng Thị Hòa", NULL, NULL, NULL, NULL }, FALSE, FALSE, TN_MATCH_NAME },
  { { "Nguyễn Anh", "1990-01-02", "male", NULL, NULL }, { "Nguyễn Anh", "1990-01-02", "female", NULL, NULL }, FALSE, FALSE, TN_MATCH_NAME | TN_MATCH_BIRTH },
  { { "Võ Như Ánh", "1990-01-02", "female", NULL, NULL }, { "Hồ Như Ánh", "1990-01-02", "female", NULL, NULL }, FALSE, FALSE, TN_MATCH_BIRTH },
  { { "Trần Văn Nam", "1990-01-02", "male", "02801234567", NULL }, { "Lê Văn Bình", "1990-01-02", "male", "02801234567", NULL }, FALSE, FALSE,
    TN_MATCH_BIRTH | TN_MATCH_PHONE },
};

static TnMatchPerson
take (const Given *given)
{
  TnMatchPerson person;

  tn_match_person_init (&person, given->name, given->birth, given->sex, given->phone, given->card, NULL);
  return person;
}

static void
test_pairs_by_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnMatchPerson a = take (&table[i].a), b = take (&table[i].b);
      guint why, back;
      int score = tn_match_score (&a, &b, &why);

      g_test_message ("%s, %s: %d", table[i].a.name, table[i].b.name, score);
      g_assert_cmpint (score, ==, tn_match_score (&b, &a, &back));
      g_assert_cmphex (why, ==, back);
      g_assert_cmphex (why, ==, table[i].why);
      g_assert_cmpint (score >= TN_MATCH_SHOWN, ==, table[i].shown);
      g_assert_cmpint (score >= TN_MATCH_SURE, ==, table[i].sure);
      tn_match_person_clear (&a);
      tn_match_person_clear (&b);
    }
}

static void
test_near_texts (void)
{
  g_assert_true (tn_match_is_near ("hoa", "hoe") && tn_match_is_near ("hoa", "ho") && tn_match_is_near ("oa", "hoa") && tn_match_is_near ("1960", "1690"));
  g_assert_false (tn_match_is_near ("hoa", "hoa") || tn_match_is_near ("hoa", "hue") || tn_match_is_near ("", "ab") || tn_match_is_near ("abcd", "badc"));
}

/* Twins live together, are born on one day and called nearly the same. */
static void
test_twins_are_two (void)
{
  TnMatchPerson a = take (&(Given) { "Lê Thanh Tú", "2012-05-06", "male", "02801234567", NULL }), b = take (&(Given) { "Lê Thanh Tứ", "2012-05-06", "male", "02801234567", NULL });

  /* folded they are the same name: only their household and cards tell, and a person looks */
  a.household = b.household = tn_id_from_name ("home");
  g_free (b.name);
  b.name = g_strdup ("le thanh tun");
  b.name_key++;
  g_assert_cmpint (tn_match_score (&a, &b, NULL), <, TN_MATCH_SHOWN);
  tn_match_person_clear (&a);
  tn_match_person_clear (&b);
}

/* ---- a practice set ---- */

typedef struct { guint found, right, planted; double seconds; } Measured;

static Measured
measure (guint n, guint n_planted)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (n);
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (TnMatchPerson));
  g_autoptr (GHashTable) truth = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  Measured m = { 0, 0, n_planted, 0 };

  for (guint i = 0; i < n; i++)
    {
      Born born = bear (rand), again;
      TnMatchPerson person;
      g_autofree char *name = g_strdup_printf ("p%u", i), *double_name = g_strdup_printf ("q%u", i), *home = g_strdup_printf ("h%u", i / 4);

      tn_match_person_init (&person, born.name, born.birth, born.sex, born.phone, born.card, NULL);
      person.id = tn_id_from_name (name);
      person.household = tn_id_from_name (home);
      g_array_append_val (people, person);
      if (i < n_planted)
        {
          TnId pair;

          again = born;
          garble (rand, &again);
          tn_match_person_init (&person, again.name, again.birth, again.sex, again.phone, again.card, NULL);
          person.id = tn_id_from_name (double_name);
          person.household = tn_id_from_name (double_name);
          pair = tn_duplicate_id (&person.id, &g_array_index (people, TnMatchPerson, people->len - 1).id);
          g_hash_table_add (truth, tn_id_copy (&pair));
          g_array_append_val (people, person);
          clear_garbled (&again, &born);
        }
      clear_born (&born);
    }
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GArray) pairs = tn_duplicates_among (people, 0, NULL, &error);
  g_assert_no_error (error);
  m.seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  m.found = pairs->len;
  for (guint i = 0; i < pairs->len; i++)
    {
      const TnDuplicate *pair = &g_array_index (pairs, TnDuplicate, i);
      TnId id = tn_duplicate_id (&pair->a, &pair->b);

      m.right += g_hash_table_contains (truth, &id);
    }
  for (guint i = 0; i < people->len; i++)
    tn_match_person_clear (&g_array_index (people, TnMatchPerson, i));
  return m;
}

static void
test_planted_pairs_are_found (void)
{
  Measured m = measure (20000, 400);
  double precision = (double) m.right / m.found, recall = (double) m.right / m.planted;

  g_print ("# 20,400 people, %u planted pairs: precision %.3f, recall %.3f, %.2f s\n", m.planted, precision, recall, m.seconds);
  g_assert_cmpfloat (precision, >=, 0.9);
  g_assert_cmpfloat (recall, >=, 0.95);
}

/* ---- in a copy ---- */

typedef struct { PracticeWard ward; TnCopy *copy; TnId kept, other, home, visit, membership; } Pair;

/* The son of the first household, once more, alone in a household of his own, with a category and a visit. */
static void
set_up (Pair *p, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Twice");

  p->copy = work_make (&p->ward, 30);
  p->kept = p->ward.first_people[2];
  p->home = tn_edit_create (edit, "household", NULL);
  p->other = tn_edit_create (edit, "person", NULL);
  p->visit = tn_edit_create (edit, "visit", NULL);
  p->membership = tn_edit_create (edit, "membership", NULL);
  tn_edit_set_text (edit, &p->home, "street", "Hoa Mai");
  tn_edit_set_ref (edit, &p->home, "head", &p->other);
  tn_edit_set_ref (edit, &p->other, "household", &p->home);
  g_autoptr (TnRow) son = tn_copy_get (p->copy, &p->kept, NULL);
  for (const char *const *field = (const char *const[]) { "name", "birth", "sex", NULL }; *field; field++)
    {
      g_autofree char *text = tn_row_dup_text (son, *field);
      tn_edit_set_text (edit, &p->other, *field, text);
    }
  tn_edit_set_text (edit, &p->other, "phone", "02809876543");
  tn_edit_set_text (edit, &p->other, "relation", "head");
  tn_edit_set_ref (edit, &p->visit, "household", &p->home);
  tn_edit_set_ref (edit, &p->visit, "person", &p->other);
  tn_edit_set_int (edit, &p->visit, "at", 1640000000000);
  tn_edit_set_ref (edit, &p->membership, "subject", &p->other);
  tn_edit_set_text (edit, &p->membership, "category", "disabled");
  work_write (p->copy, edit, NULL);
}

static void
tear_down (Pair *p, gconstpointer data)
{
  work_assert_projection (p->copy);
  work_clear (&p->ward, &p->copy);
}

static gboolean
is_found (Pair *p)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pairs = tn_duplicates_find (p->copy, TN_DUPLICATES_PEOPLE, 0, NULL, &error);
  TnId wanted = tn_duplicate_id (&p->other, &p->kept);

  g_assert_no_error (error);
  for (guint i = 0; i < pairs->len; i++)
    {
      const TnDuplicate *pair = &g_array_index (pairs, TnDuplicate, i);
      TnId id = tn_duplicate_id (&pair->a, &pair->b);

      if (tn_id_equal (&id, &wanted))
        return TRUE;
    }
  return FALSE;
}

static guint
count_people (Pair *p, const TnId *household)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = tn_query_children (p->copy, "person", household, &error);

  g_assert_no_error (error);
  return people->len;
}

static void
test_merging_moves_all_and_parting_brings_it_back (Pair *p, gconstpointer data)
{
  TnId duplicate = tn_duplicate_id (&p->kept, &p->other);
  g_autoptr (TnRow) before = tn_copy_get (p->copy, &p->kept, NULL);
  g_autofree char *phone = tn_row_dup_text (before, "phone");
  guint n_left = 99;

  g_assert_true (is_found (p));
  WORK_WRITE (p->copy, tn_work_merge (p->copy, &p->kept, &p->other, (const char *const[]) { "phone", NULL }, NULL, &built_));
  work_assert_text (p->copy, &p->kept, "phone", "02809876543");
  work_assert_ref (p->copy, &p->membership, "subject", &p->kept);
  work_assert_ref (p->copy, &p->visit, "person", &p->kept);
  work_assert_ref (p->copy, &p->home, "head", NULL);
  work_assert_ref (p->copy, &p->other, "merged_into", &p->kept);
  g_assert_false (is_found (p));
  g_assert_cmpuint (count_people (p, &p->home), ==, 0);
  WORK_WRITE (p->copy, tn_work_part (p->copy, &duplicate, &n_left, &built_));
  g_assert_cmpuint (n_left, ==, 0);
  work_assert_text (p->copy, &p->kept, "phone", phone);
  work_assert_ref (p->copy, &p->membership, "subject", &p->other);
  work_assert_ref (p->copy, &p->visit, "person", &p->other);
  work_assert_ref (p->copy, &p->home, "head", &p->other);
  work_assert_ref (p->copy, &p->other, "merged_into", NULL);
  g_assert_true (is_found (p));
}

/* What somebody changed since the merge is theirs. */
static void
test_parting_leaves_what_was_changed_since (Pair *p, gconstpointer data)
{
  TnId duplicate = tn_duplicate_id (&p->kept, &p->other);
  TnEdit *edit = tn_edit_new ("Newer");
  guint n_left;

  WORK_WRITE (p->copy, tn_work_merge (p->copy, &p->kept, &p->other, (const char *const[]) { "phone", NULL }, NULL, &built_));
  tn_edit_set_text (edit, &p->kept, "phone", "02801111111");
  work_write (p->copy, edit, NULL);
  WORK_WRITE (p->copy, tn_work_part (p->copy, &duplicate, &n_left, &built_));
  g_assert_cmpuint (n_left, ==, 1);
  work_assert_text (p->copy, &p->kept, "phone", "02801111111");
}

static void
test_two_people_are_not_shown_again (Pair *p, gconstpointer data)
{
  g_autoptr (GError) refused = NULL;

  WORK_WRITE (p->copy, tn_work_keep_apart (p->copy, &p->other, &p->kept, &built_));
  g_assert_false (is_found (p));
  /* and may still be found to be one */
  WORK_WRITE (p->copy, tn_work_merge (p->copy, &p->kept, &p->other, NULL, NULL, &built_));
  g_assert_null (tn_work_merge (p->copy, &p->kept, &p->other, NULL, NULL, &refused));
  g_assert_error (refused, TN_ERROR, TN_ERROR_INVALID);
}

/* A laptop that did not know hung something on the other one and corrected it. */
static void
test_what_comes_later_is_gathered_and_shown (Pair *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_edit_new ("Elsewhere");
  TnId visit = tn_edit_create (edit, "membership", NULL), duplicate = tn_duplicate_id (&p->kept, &p->other);
  guint n_to_gather;

  WORK_WRITE (p->copy, tn_work_merge (p->copy, &p->kept, &p->other, NULL, NULL, &built_));
  tn_edit_set_ref (edit, &visit, "subject", &p->other);
  tn_edit_set_text (edit, &visit, "category", "poor");
  tn_edit_set_text (edit, &p->other, "occupation", "Thợ may");
  tn_edit_set_text (edit, &p->other, "note", "Đi lại khó");
  work_write (p->copy, edit, NULL);
  g_autoptr (GPtrArray) late = tn_work_merged_late (p->copy, &n_to_gather, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_to_gather, ==, 1);
  g_assert_cmpuint (late->len, ==, 2);
  g_assert_cmpstr (((TnMergedLate *) late->pdata[0])->field, ==, "occupation");
  WORK_WRITE (p->copy, tn_work_gather_merged (p->copy, &built_));
  work_assert_ref (p->copy, &visit, "subject", &p->kept);
  WORK_WRITE (p->copy, tn_work_settle_merged (p->copy, &duplicate, "occupation", TRUE, &built_));
  work_assert_text (p->copy, &p->kept, "occupation", "Thợ may");
  /* settling one thing does not hide the other */
  g_autoptr (GPtrArray) left = tn_work_merged_late (p->copy, &n_to_gather, &error);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (((TnMergedLate *) left->pdata[0])->field, ==, "note");
  WORK_WRITE (p->copy, tn_work_settle_merged (p->copy, &duplicate, "note", FALSE, &built_));
  work_assert_text (p->copy, &p->kept, "note", NULL);
  g_autoptr (GPtrArray) none = tn_work_merged_late (p->copy, &n_to_gather, &error);
  g_assert_cmpuint (none->len + n_to_gather, ==, 0);
}

/* Two laptops merged one pair in opposite directions: somebody is left. */
static void
test_a_ring_is_broken (Pair *p, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("The other way round");

  WORK_WRITE (p->copy, tn_work_merge (p->copy, &p->kept, &p->other, NULL, NULL, &built_));
  tn_edit_set_ref (edit, &p->kept, "merged_into", &p->other);
  work_write (p->copy, edit, NULL);
  WORK_WRITE (p->copy, tn_work_gather_merged (p->copy, &built_));
  work_assert_ref (p->copy, &p->kept, "merged_into", NULL);
  work_assert_ref (p->copy, &p->other, "merged_into", &p->kept);
}

static void
test_found_while_typing (Pair *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) son = tn_copy_get (p->copy, &p->kept, NULL);
  g_autofree char *name = tn_row_dup_text (son, "name"), *birth = tn_row_dup_text (son, "birth");
  TnMatchPerson typed;

  tn_match_person_init (&typed, name, birth, NULL, NULL, NULL, NULL);
  g_autoptr (GArray) found = tn_duplicates_of (p->copy, &typed, 5, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 2);
  tn_match_person_clear (&typed);
  tn_match_person_init (&typed, "Ai Đó Khác", "1950-01-01", NULL, NULL, NULL, NULL);
  g_autoptr (GArray) nobody = tn_duplicates_of (p->copy, &typed, 5, &error);
  g_assert_cmpuint (nobody->len, ==, 0);
  tn_match_person_clear (&typed);
}

#define ADD(name) g_test_add ("/duplicates/" #name, Pair, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (merging_moves_all_and_parting_brings_it_back);
  ADD (parting_leaves_what_was_changed_since);
  ADD (two_people_are_not_shown_again);
  ADD (what_comes_later_is_gathered_and_shown);
  ADD (a_ring_is_broken);
  ADD (found_while_typing);
  g_test_add_func ("/duplicates/pairs-by-table", test_pairs_by_table);
  g_test_add_func ("/duplicates/near-texts", test_near_texts);
  g_test_add_func ("/duplicates/twins-are-two", test_twins_are_two);
  g_test_add_func ("/duplicates/planted-pairs-are-found", test_planted_pairs_are_found);
  return g_test_run ();
}
