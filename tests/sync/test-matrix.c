/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

/* What two people do to one household while neither has a network, in every combination and in both orders of coming back. */
typedef enum { DO_NOTHING, DO_ADD, DO_SAME_FIELD, DO_OTHER_FIELD, DO_DELETE, N_DEEDS } Deed;
static const char *const deed_names[] = { "nothing", "add", "same", "other", "delete" };

static void
do_deed (Laptop *l, Deed deed, const TnId *id, guint round, GPtrArray *typed)
{
  g_autofree char *text = g_strdup_printf ("%s-%s-%u", l->name, deed_names[deed], round);
  if (deed == DO_ADD)
    laptop_add_person (l, id, text);
  else if (deed == DO_SAME_FIELD)
    laptop_set (l, id, "note", text);
  else if (deed == DO_OTHER_FIELD)
    laptop_set (l, id, "code", text);
  else if (deed == DO_DELETE)
    laptop_delete (l, id);
  if (deed == DO_ADD || deed == DO_SAME_FIELD || deed == DO_OTHER_FIELD)
    g_ptr_array_add (typed, g_steal_pointer (&text));
}

static gboolean
is_edit (Deed deed)
{
  return deed == DO_SAME_FIELD || deed == DO_OTHER_FIELD;
}

static void
check_outcome (Laptop *a, Laptop *b, Deed deed_a, Deed deed_b, const TnId *id)
{
  gboolean deleted = deed_a == DO_DELETE || deed_b == DO_DELETE;
  gboolean edited = is_edit (deed_a) || is_edit (deed_b);
  guint expected = (is_edit (deed_a) && deed_a == deed_b) || (deleted && edited);
  g_assert_cmpint (laptop_holds (a, id), ==, !deleted || edited);
  g_assert_cmpuint (laptop_conflicts (a, id, NULL), ==, expected);
  g_assert_cmpuint (laptop_conflicts (b, id, NULL), ==, expected);
}

static void
run_case (World *w, Laptop *a, Laptop *b, Deed deed_a, Deed deed_b, gboolean a_first, guint round)
{
  Laptop *both[] = { a, b };
  g_autoptr (GPtrArray) typed = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *door = g_strdup_printf ("%u/1", round);
  TnId id = laptop_add_household (a, door);
  laptop_set (a, &id, "note", "before");
  laptop_sync_kept (a);
  laptop_sync_kept (b);
  do_deed (a, deed_a, &id, round, typed);
  do_deed (b, deed_b, &id, round, typed);
  for (guint i = 0; i < 3; i++)
    laptop_sync_kept ((i % 2 == 0) == a_first ? a : b);
  laptop_sync_kept (a_first ? b : a);
  g_test_message ("%s against %s, %s first", deed_names[deed_a], deed_names[deed_b], a_first ? "a" : "b");
  check_outcome (a, b, deed_a, deed_b, &id);
  assert_reconciled (w, both, 2);
  for (guint i = 0; i < typed->len; i++)
    assert_not_lost (w, typed->pdata[i]);
}

static void
test_offline_matrix (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  guint round = 0;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  for (Deed deed_a = 0; deed_a < N_DEEDS; deed_a++)
    for (Deed deed_b = 0; deed_b < N_DEEDS; deed_b++)
      for (int a_first = 0; a_first < 2; a_first++)
        run_case (&w, &a, &b, deed_a, deed_b, a_first, ++round);
}

static void
test_online_matrix (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  for (Deed deed = DO_ADD; deed < N_DEEDS; deed++)
    for (int side = 0; side < 2; side++) {
      g_autoptr (GPtrArray) typed = g_ptr_array_new_with_free_func (g_free);
      TnId id = laptop_add_household (&a, "7");
      laptop_sync (&a);
      laptop_sync (&b);
      do_deed (both[side], deed, &id, (guint) deed, typed);
      laptop_sync (both[side]);
      laptop_sync (both[!side]);
      g_assert_cmpint (laptop_holds (both[!side], &id), ==, deed != DO_DELETE);
      g_assert_cmpuint (laptop_conflicts (&a, &id, NULL), ==, 0);
      assert_reconciled (&w, both, 2);
    }
}

/* The later value stands; the other is shown on both laptops with who wrote it, and one answer closes it on both. */
static void
test_conflict_is_shown_and_settled (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 }, b = { 0 };
  Laptop *both[] = { &a, &b };
  g_autoptr (GError) error = NULL;
  world_init (&w);
  laptop_init (&a, &w, "an");
  laptop_init (&b, &w, "binh");
  TnId id = laptop_add_household (&a, "45/2");
  laptop_sync (&a);
  laptop_sync (&b);
  laptop_set (&a, &id, "note", "from an");
  laptop_set (&b, &id, "note", "from binh");
  laptop_sync (&a);
  laptop_sync (&b);
  laptop_sync (&a);
  g_autofree char *stands = laptop_get (&a, &id, "note");
  g_assert_cmpstr (stands, ==, "from binh");
  TnId conflict;
  g_assert_cmpuint (laptop_conflicts (&b, &id, NULL), ==, 1);
  g_assert_cmpuint (laptop_conflicts (&a, &id, &conflict), ==, 1);
  g_autofree char *other = laptop_get (&a, &conflict, "value");
  g_assert_cmpstr (other, ==, "\"from an\"");

  g_autoptr (TnEdit) edit = tn_edit_new ("resolve");
  tn_edit_resolve (edit, &conflict, TN_KEEP_OTHER, NULL);
  g_assert_true (tn_copy_edit (a.copy, edit, NULL, &error));
  laptop_sync (&a);
  laptop_sync (&b);
  g_autofree char *settled = laptop_get (&b, &id, "note");
  g_assert_cmpstr (settled, ==, "from an");
  g_assert_cmpuint (laptop_conflicts (&a, &id, NULL), ==, 0);
  g_assert_cmpuint (laptop_conflicts (&b, &id, NULL), ==, 0);
  assert_reconciled (&w, both, 2);
  assert_not_lost (&w, "from binh");
}

/* Three edits of one field in a row, none sent, are one person's work and no conflict (sync.md fault 2). */
static void
test_own_edits_never_conflict (void)
{
  g_auto (World) w = { 0 };
  g_auto (Laptop) a = { 0 };
  Laptop *one[] = { &a };
  world_init (&w);
  laptop_init (&a, &w, "an");
  TnId id = laptop_add_household (&a, "1");
  laptop_sync (&a);
  laptop_set (&a, &id, "note", "one");
  laptop_set (&a, &id, "note", "two");
  laptop_set (&a, &id, "note", "three");
  laptop_sync (&a);
  g_assert_cmpuint (laptop_conflicts (&a, &id, NULL), ==, 0);
  assert_reconciled (&w, one, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matrix/two-people-offline", test_offline_matrix);
  g_test_add_func ("/matrix/one-after-the-other-online", test_online_matrix);
  g_test_add_func ("/matrix/a-conflict-is-shown-on-both-and-settled", test_conflict_is_shown_and_settled);
  g_test_add_func ("/matrix/own-edits-in-a-row-never-conflict", test_own_edits_never_conflict);
  return g_test_run ();
}
