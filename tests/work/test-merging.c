/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Households that are one: found, merged with the people who stand in both, taken apart; what cannot be moved stays; what comes later. And that no kind of
 * the schema is forgotten when its records name a person or a household. */
#include "work-fixture.h"
#include "tn-duplicates.h"
#include "tn-listed.h"
#include "tn-merging.h"

/* The practice ward's first household, and the same one as another list has it: the same head, a child whom only this one knows, another telephone. On it
 * hang a visit, an essentials request, a petition and an entitlement with what was given. */
typedef struct { PracticeWard ward; TnCopy *copy; TnId kept, other, head, again, child, visit, petition, asked, entitlement, delivery, helped; } Pair;

static void
copy_fields (Pair *p, TnEdit *edit, const TnId *from, const TnId *to, const char *const *fields)
{
  g_autoptr (TnRow) row = tn_copy_get (p->copy, from, NULL);

  for (; *fields; fields++)
    {
      g_autofree char *text = tn_row_dup_text (row, *fields);
      tn_edit_set_text (edit, to, *fields, text);
    }
}

static TnId
hang (TnEdit *edit, const char *kind, const char *field, const TnId *on)
{
  TnId id = tn_edit_create (edit, kind, NULL);

  tn_edit_set_ref (edit, &id, field, on);
  return id;
}

static void
add_support (Pair *p, TnEdit *edit)
{
  TnId programme = tn_edit_create (edit, "programme", NULL);

  tn_edit_set_text (edit, &programme, "name", "Gói thử");
  tn_edit_set_text (edit, &programme, "per", "person");
  p->entitlement = hang (edit, "entitlement", "whom", &p->again);
  tn_edit_set_ref (edit, &p->entitlement, "programme", &programme);
  p->delivery = hang (edit, "delivery", "entitlement", &p->entitlement);
  tn_edit_set_ref (edit, &p->delivery, "programme", &programme);
  tn_edit_set_ref (edit, &p->delivery, "whom", &p->again);
  tn_edit_set_int (edit, &p->delivery, "at", 1640000000000);
}

static void
set_up (Pair *p, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Twice");
  TnId area;

  p->copy = work_make (&p->ward, 12);
  p->head = p->ward.first_people[0];
  g_autoptr (TnRow) head = tn_copy_get (p->copy, &p->head, NULL);
  g_assert_true (tn_row_ref (head, "household", &p->kept));
  g_autoptr (TnRow) kept = tn_copy_get (p->copy, &p->kept, NULL);
  p->other = tn_edit_create (edit, "household", NULL);
  copy_fields (p, edit, &p->kept, &p->other, (const char *const[]) { "house_no", "alley", "street", NULL });
  if (tn_row_ref (kept, "area", &area))
    tn_edit_set_ref (edit, &p->other, "area", &area);
  tn_edit_set_text (edit, &p->other, "phone", "02807654321");
  p->again = hang (edit, "person", "household", &p->other);
  copy_fields (p, edit, &p->head, &p->again, (const char *const[]) { "name", "birth", "sex", NULL });
  tn_edit_set_text (edit, &p->again, "relation", "head");
  tn_edit_set_ref (edit, &p->other, "head", &p->again);
  p->child = hang (edit, "person", "household", &p->other);
  tn_edit_set_text (edit, &p->child, "name", "Bé Ba Chưa Ai Biết");
  tn_edit_set_text (edit, &p->child, "birth", "2020-02-03");
  p->visit = hang (edit, "visit", "household", &p->other);
  tn_edit_set_ref (edit, &p->visit, "person", &p->again);
  tn_edit_set_int (edit, &p->visit, "at", 1640000000000);
  p->asked = hang (edit, "essentials", "household", &p->other);
  tn_edit_set_text (edit, &p->asked, "what", "Gạo");
  p->helped = hang (edit, "helping_pair", "household", &p->kept);
  tn_edit_set_text (edit, &p->helped, "helper", "Nhà bên");
  tn_edit_set_ref (edit, &p->helped, "helper_household", &p->other);
  tn_edit_set_text (edit, &p->helped, "type", "better_off");
  p->petition = hang (edit, "petition", "household", &p->other);
  tn_edit_set_ref (edit, &p->petition, "person", &p->again);
  tn_edit_set_int (edit, &p->petition, "at", 1640000000000);
  tn_edit_set_text (edit, &p->petition, "topic", "food");
  tn_edit_set_text (edit, &p->petition, "text", "Hết gạo");
  add_support (p, edit);
  work_write (p->copy, edit, NULL);
}

static void
tear_down (Pair *p, gconstpointer data)
{
  work_assert_projection (p->copy);
  work_clear (&p->ward, &p->copy);
}

static const TnDuplicate *
find_pair (GArray *pairs, const TnId *a, const TnId *b)
{
  TnId wanted = tn_duplicate_id (a, b);

  for (guint i = 0; i < pairs->len; i++)
    {
      const TnDuplicate *pair = &g_array_index (pairs, TnDuplicate, i);
      TnId id = tn_duplicate_id (&pair->a, &pair->b);

      if (tn_id_equal (&id, &wanted))
        return pair;
    }
  return NULL;
}

static gboolean
is_found (Pair *p)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) pairs = tn_duplicates_find (p->copy, TN_DUPLICATES_ALL, 0, NULL, &error);
  const TnDuplicate *pair;

  g_assert_no_error (error);
  pair = find_pair (pairs, &p->kept, &p->other);
  g_assert_true (!pair || pair->of == TN_DUPLICATES_HOUSEHOLDS);
  return pair != NULL;
}

static GArray *
people_of_both (Pair *p)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (TnMergePair));
  TnMergePair pair = { p->head, p->again };

  g_array_append_val (people, pair);
  return people;
}

static void
merge (Pair *p)
{
  g_autoptr (GArray) people = people_of_both (p);

  WORK_WRITE (p->copy, tn_work_merge (p->copy, &p->kept, &p->other, (const char *const[]) { "phone", NULL }, people, &built_));
}

static void
test_found_with_who_stands_in_both (Pair *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) people = tn_duplicates_between (p->copy, &p->kept, &p->other, &error);

  g_assert_true (is_found (p));
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_true (tn_id_equal (&g_array_index (people, TnDuplicate, 0).a, &p->head));
  g_assert_true (tn_id_equal (&g_array_index (people, TnDuplicate, 0).b, &p->again));
  g_autoptr (GArray) only_people = tn_duplicates_find (p->copy, TN_DUPLICATES_PEOPLE, 0, NULL, &error);
  g_autoptr (GArray) only_homes = tn_duplicates_find (p->copy, TN_DUPLICATES_HOUSEHOLDS, 0, NULL, &error);
  g_assert_nonnull (find_pair (only_people, &p->head, &p->again));
  g_assert_null (find_pair (only_people, &p->kept, &p->other));
  g_assert_null (find_pair (only_homes, &p->head, &p->again));
}

static void
assert_moved (Pair *p, const TnId *household, const TnId *person)
{
  work_assert_ref (p->copy, &p->child, "household", household);
  work_assert_ref (p->copy, &p->again, "household", household);
  work_assert_ref (p->copy, &p->visit, "household", household);
  work_assert_ref (p->copy, &p->visit, "person", person);
  work_assert_ref (p->copy, &p->asked, "household", household);
  work_assert_ref (p->copy, &p->helped, "helper_household", household);
  work_assert_ref (p->copy, &p->petition, "household", household);
  work_assert_ref (p->copy, &p->petition, "person", person);
  work_assert_ref (p->copy, &p->entitlement, "whom", person);
  work_assert_ref (p->copy, &p->delivery, "whom", &p->again);   /* written once for all: who reads it follows merged_into */
}

static void
test_merging_moves_all_and_parting_brings_it_back (Pair *p, gconstpointer data)
{
  TnId duplicate = tn_duplicate_id (&p->kept, &p->other);
  g_autoptr (TnRow) before = tn_copy_get (p->copy, &p->kept, NULL);
  g_autofree char *phone = tn_row_dup_text (before, "phone");
  g_autoptr (GError) error = NULL;
  guint n_left = 99;

  merge (p);
  assert_moved (p, &p->kept, &p->head);
  work_assert_text (p->copy, &p->kept, "phone", "02807654321");
  work_assert_text (p->copy, &p->other, "status", "joined");
  work_assert_ref (p->copy, &p->other, "joined_into", &p->kept);
  work_assert_ref (p->copy, &p->again, "merged_into", &p->head);
  work_assert_ref (p->copy, &p->kept, "head", &p->head);
  g_assert_false (is_found (p));
  guint n;
  g_autoptr (GPtrArray) quiet = tn_work_merged_late (p->copy, &n, &error);
  g_assert_cmpuint (quiet->len + n, ==, 0);
  WORK_WRITE (p->copy, tn_work_part (p->copy, &duplicate, &n_left, &built_));
  g_assert_cmpuint (n_left, ==, 0);
  assert_moved (p, &p->other, &p->again);
  work_assert_text (p->copy, &p->kept, "phone", phone);
  work_assert_text (p->copy, &p->other, "status", NULL);
  work_assert_ref (p->copy, &p->other, "joined_into", NULL);
  work_assert_ref (p->copy, &p->again, "merged_into", NULL);
  work_assert_ref (p->copy, &p->other, "head", &p->again);
  work_assert_text (p->copy, &p->again, "relation", "head");
  g_assert_true (is_found (p));
}

/* Only the households: the people are two, and only one of them heads what is kept. */
static void
test_people_who_are_two_stay_two (Pair *p, gconstpointer data)
{
  WORK_WRITE (p->copy, tn_work_merge (p->copy, &p->kept, &p->other, NULL, NULL, &built_));
  work_assert_ref (p->copy, &p->again, "merged_into", NULL);
  work_assert_ref (p->copy, &p->again, "household", &p->kept);
  work_assert_text (p->copy, &p->again, "relation", "relative");
  work_assert_ref (p->copy, &p->kept, "head", &p->head);
}

static void
test_the_whole_address_is_taken (Pair *p, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Another door");

  tn_edit_set_text (edit, &p->other, "house_no", "99/1");
  tn_edit_set_text (edit, &p->other, "street", "Hoa Mai");
  work_write (p->copy, edit, NULL);
  WORK_WRITE (p->copy, tn_work_merge (p->copy, &p->kept, &p->other, (const char *const[]) { "address", NULL }, NULL, &built_));
  work_assert_text (p->copy, &p->kept, "house_no", "99/1");
  work_assert_text (p->copy, &p->kept, "street", "Hoa Mai");
}

/* A laptop that did not know wrote a visit there, found them away and corrected the telephone. */
static void
test_what_comes_later_is_gathered_and_shown (Pair *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_edit_new ("Elsewhere");
  TnId visit, duplicate = tn_duplicate_id (&p->kept, &p->other);
  guint n;

  merge (p);
  visit = hang (edit, "visit", "household", &p->other);
  tn_edit_set_int (edit, &visit, "at", 1640000001000);
  tn_edit_set_text (edit, &p->other, "status", "absent");
  tn_edit_set_text (edit, &p->other, "code", "HK-99");
  work_write (p->copy, edit, NULL);
  g_autoptr (GPtrArray) late = tn_work_merged_late (p->copy, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (late->len, ==, 2);
  g_assert_cmpstr (((TnMergedLate *) late->pdata[0])->field, ==, "code");
  g_assert_cmpstr (((TnMergedLate *) late->pdata[1])->field, ==, "status");
  WORK_WRITE (p->copy, tn_work_gather_merged (p->copy, &built_));
  work_assert_ref (p->copy, &visit, "household", &p->kept);
  WORK_WRITE (p->copy, tn_work_settle_merged (p->copy, &duplicate, "code", TRUE, &built_));
  WORK_WRITE (p->copy, tn_work_settle_merged (p->copy, &duplicate, "status", FALSE, &built_));
  work_assert_text (p->copy, &p->kept, "code", "HK-99");
  work_assert_text (p->copy, &p->other, "status", "joined");   /* it is closed again */
  work_assert_text (p->copy, &p->kept, "status", NULL);
  g_autoptr (GPtrArray) none = tn_work_merged_late (p->copy, &n, &error);
  g_assert_cmpuint (none->len + n, ==, 0);
}

static void
test_a_ring_is_broken (Pair *p, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("The other way round");

  merge (p);
  tn_edit_set_ref (edit, &p->kept, "joined_into", &p->other);
  tn_edit_set_text (edit, &p->kept, "status", "joined");
  work_write (p->copy, edit, NULL);
  WORK_WRITE (p->copy, tn_work_gather_merged (p->copy, &built_));
  work_assert_ref (p->copy, &p->kept, "joined_into", NULL);
  work_assert_text (p->copy, &p->kept, "status", "present");
  work_assert_ref (p->copy, &p->other, "joined_into", &p->kept);
  work_assert_text (p->copy, &p->other, "status", "joined");
}

static void
test_two_households_are_not_shown_again (Pair *p, gconstpointer data)
{
  g_autoptr (GError) refused = NULL, mixed = NULL;

  WORK_WRITE (p->copy, tn_work_keep_apart (p->copy, &p->other, &p->kept, &built_));
  g_assert_false (is_found (p));
  merge (p);
  g_assert_null (tn_work_merge (p->copy, &p->kept, &p->other, NULL, NULL, &refused));
  g_assert_error (refused, TN_ERROR, TN_ERROR_INVALID);
  g_assert_null (tn_work_merge (p->copy, &p->kept, &p->head, NULL, NULL, &mixed));
  g_assert_error (mixed, TN_ERROR, TN_ERROR_NOT_FOUND);
}

/* Somebody said that the two heads are two people: they are not merged along, and do not make one household of two. */
static void
test_two_people_stay_two (Pair *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  WORK_WRITE (p->copy, tn_work_keep_apart (p->copy, &p->head, &p->again, &built_));
  g_autoptr (GArray) people = tn_duplicates_between (p->copy, &p->kept, &p->other, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 0);
  g_assert_false (is_found (p));
}

static void
test_found_while_typing (Pair *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) home = tn_copy_get (p->copy, &p->kept, NULL), head = tn_copy_get (p->copy, &p->head, NULL);
  g_autofree char *house_no = tn_row_dup_text (home, "house_no"), *alley = tn_row_dup_text (home, "alley"), *street = tn_row_dup_text (home, "street"), *name = tn_row_dup_text (head, "name");
  TnMatchHome typed;

  tn_match_home_init (&typed, house_no, alley, street, NULL, NULL, name);
  g_autoptr (GArray) found = tn_duplicates_of_home (p->copy, &typed, 5, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 2);
  tn_match_home_clear (&typed);
  tn_match_home_init (&typed, house_no, alley, street, NULL, NULL, "Ai Đó Khác");
  g_autoptr (GArray) none = tn_duplicates_of_home (p->copy, &typed, 5, &error);
  g_assert_cmpuint (none->len, ==, 0);
  tn_match_home_clear (&typed);
}

/* ---- the schema ---- */

/* References to people and households that a merge leaves alone, and why. */
static const struct { const char *kind, *field, *why; } left[] = {
  { "household", "head", "handed over" }, { "household", "origin", "where it came from stays true" }, { "household", "joined_into", "a chain, and followed" },
  { "person", "merged_into", "a chain, and followed" }, { "visit", "person", "found through the household" },
  { "petition", "person", "loose" }, { "petition", "household", "loose" }, { "commendation", "person", "loose" }, { "commendation", "household", "loose" },
};

static gboolean
is_left (const TnKind *kind, const TnField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    if (g_str_equal (left[i].kind, kind->key) && g_str_equal (left[i].field, field->key))
      return TRUE;
  return FALSE;
}

static void
test_no_reference_is_forgotten (void)
{
  guint n;
  const TnKind *const *kinds = tn_schema_kinds (&n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < kinds[i]->n_fields; j++)
      {
        const TnField *field = &kinds[i]->fields[j];
        gboolean names = field->type == TN_TYPE_REF && (g_strcmp0 (field->ref_kind, "person") == 0 || g_strcmp0 (field->ref_kind, "household") == 0);

        if (!names || kinds[i]->flags & TN_KIND_IMMUTABLE || g_strcmp0 (kinds[i]->parent_field, field->key) == 0 || g_strcmp0 (kinds[i]->list_ref, field->key) == 0)
          continue;
        if (!is_left (kinds[i], field))
          g_error ("%s.%s names a %s, and a merge does not move it: add it to `loose` of work/tn-merging-hanging.c", kinds[i]->key, field->key, field->ref_kind);
      }
}

#define ADD(name) g_test_add ("/merging/" #name, Pair, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD (found_with_who_stands_in_both);
  ADD (merging_moves_all_and_parting_brings_it_back);
  ADD (people_who_are_two_stay_two);
  ADD (the_whole_address_is_taken);
  ADD (what_comes_later_is_gathered_and_shown);
  ADD (a_ring_is_broken);
  ADD (two_households_are_not_shown_again);
  ADD (two_people_stay_two);
  ADD (found_while_typing);
  g_test_add_func ("/merging/no-reference-is-forgotten", test_no_reference_is_forgotten);
  return g_test_run ();
}
