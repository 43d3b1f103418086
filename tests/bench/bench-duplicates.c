/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People and households that stand in the register twice, over a whole ward of 60,000 households: beside what reading the same records alone takes; how
 * many of the households that were planted twice are found; and while one is typed in.
 *   bench-duplicates [HOUSEHOLDS] */
#include <locale.h>
#include <stdlib.h>
#include "practice-ward.h"
#include "tn-duplicates.h"
#include "tn-edit.h"

#define MAX_SECONDS 2.0
#define MAX_TYPED_MS 50.0

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static guint
read_alone (TnCopy *copy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT r.body FROM person p JOIN record r ON r.id = p.id", &error);
  guint n = 0;
  while (tn_stmt_step (stmt, &error) == TN_STEP_ROW) n += tn_stmt_slice (stmt, 0).len > 0;
  return n;
}

/* Every `step`-th household of the ward once more, with a head and one who lives there: as another list has it, without the code and the telephone. */
static GHashTable *
plant (TnCopy *copy, guint step)
{
  GHashTable *planted = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Planted");
  gint64 action;
  TnHouseholdQuery query = { 0 };
  g_autoptr (GArray) rows = tn_query_households (copy, &query, &error);
  for (guint i = 0; i < rows->len; i += step) {
    g_autoptr (TnHouseholdItem) item = tn_query_household_item (copy, g_array_index (rows, gint64, i), &error);
    g_autoptr (TnRow) home = tn_copy_get (copy, &item->id, &error);
    g_autoptr (GPtrArray) people = tn_query_children (copy, "person", &item->id, &error);
    TnId again = tn_edit_create (edit, "household", NULL), pair = tn_duplicate_id (&item->id, &again);
    for (const char *const *field = (const char *const[]) { "house_no", "alley", "street", "room", NULL }; *field; field++) {
      g_autofree char *text = tn_row_dup_text (home, *field);
      tn_edit_set_text (edit, &again, *field, text);
    }
    for (guint j = 0; j < MIN (people->len, 2); j++) {
      TnId person = tn_edit_create (edit, "person", NULL);
      tn_edit_set_ref (edit, &person, "household", &again);
      if (j == 0) tn_edit_set_ref (edit, &again, "head", &person);
      for (const char *const *field = (const char *const[]) { "name", "birth", "sex", "relation", NULL }; *field; field++) {
        g_autofree char *text = tn_row_dup_text (people->pdata[j], *field);
        tn_edit_set_text (edit, &person, *field, text);
      }
    }
    g_hash_table_add (planted, tn_id_copy (&pair));
  }
  if (!tn_copy_edit (copy, edit, &action, &error)) g_error ("%s", error->message);
  return planted;
}

static double
find_all (TnCopy *copy, GHashTable *planted)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GArray) pairs = tn_duplicates_find (copy, TN_DUPLICATES_ALL, 0, NULL, &error);
  double all = seconds_since (start);
  guint found = 0, right = 0;
  if (!pairs) g_error ("%s", error->message);
  for (guint i = 0; i < pairs->len; i++) {
    const TnDuplicate *pair = &g_array_index (pairs, TnDuplicate, i);
    TnId id = tn_duplicate_id (&pair->a, &pair->b);
    found += pair->of == TN_DUPLICATES_HOUSEHOLDS;
    right += pair->of == TN_DUPLICATES_HOUSEHOLDS && g_hash_table_contains (planted, &id);
  }
  g_print ("households twice: %u planted, %u shown, %u of them planted: precision %.3f, recall %.3f\n", g_hash_table_size (planted), found, right,
           found ? (double) right / found : 1, (double) right / g_hash_table_size (planted));
  return all;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  PracticeWard ward;
  setlocale (LC_ALL, "");
  practice_ward_make (&ward, argc > 1 ? (guint) atoi (argv[1]) : 60000);
  g_autoptr (TnCopy) copy = practice_ward_open (&ward);
  read_alone (copy);   /* into the cache */
  gint64 start = g_get_monotonic_time ();
  guint n = read_alone (copy);
  double raw = seconds_since (start);
  g_autoptr (GHashTable) planted = plant (copy, 200);
  double all = find_all (copy, planted);
  TnMatchPerson typed;
  tn_match_person_init (&typed, "Nguyễn Văn An", "1980-05-06", "male", NULL, NULL, NULL);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GArray) found = tn_duplicates_of (copy, &typed, 5, &error);
    if (!found) g_error ("%s", error->message);
  }
  double ms = seconds_since (start) * 1000 / 20;
  tn_match_person_clear (&typed);
  TnMatchHome home;
  tn_match_home_init (&home, "12/1", "Hẻm 12", "Hoa Mai", NULL, "02800000001", "Nguyễn Văn An");
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GArray) found = tn_duplicates_of_home (copy, &home, 5, &error);
    if (!found) g_error ("%s", error->message);
  }
  double home_ms = seconds_since (start) * 1000 / 20;
  tn_match_home_clear (&home);
  g_print ("%u people and their households: all pairs %.2f s (limit %.0f s), %.1f × reading the records alone (%.2f s); while typing a person %.1f ms, a household %.1f ms (limit %.0f)\n", n, all, MAX_SECONDS,
           all / raw, raw, ms, home_ms, MAX_TYPED_MS);
  g_clear_pointer (&copy, tn_copy_close);
  practice_ward_clear (&ward);
  return all <= MAX_SECONDS && ms <= MAX_TYPED_MS && home_ms <= MAX_TYPED_MS ? 0 : 1;
}
