/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household is merged on one laptop while another, without a network, goes on writing on the one that goes: nothing is lost, both end with the same, and it can
 * be taken apart on either. */
#include "sync-fixture.h"
#include "tn-duplicates.h"
#include "tn-merging.h"

typedef struct { World world; Laptop an, binh; TnId kept, other, head, again; } Fixture;

static void
write_edit (Laptop *l, TnEdit *edit, const GError *built)
{
  g_autoptr (TnEdit) owned = edit;
  g_autoptr (GError) failed = NULL;
  gint64 action;
  g_assert_no_error (built);
  tn_copy_edit (l->copy, edit, &action, &failed);
  g_assert_no_error (failed);
}

static void
sync_both (Fixture *f, gboolean an_first)
{
  for (guint i = 0; i < 4; i++) laptop_sync ((i % 2 == 0) == an_first ? &f->an : &f->binh);
}

static void
set_up (Fixture *f)
{
  world_init (&f->world);
  laptop_init (&f->an, &f->world, "an");
  laptop_init (&f->binh, &f->world, "binh");
  f->kept = laptop_add_household (&f->an, "12/1");
  f->other = laptop_add_household (&f->an, "12/01");
  f->head = laptop_add_person (&f->an, &f->kept, "Lê Thị Sáu");
  f->again = laptop_add_person (&f->an, &f->other, "Le Thi Sáu");
  sync_both (f, TRUE);
}

static void
tear_down (Fixture *f)
{
  laptop_clear (&f->an);
  laptop_clear (&f->binh);
  world_clear (&f->world);
}

static void
merge (Fixture *f, Laptop *l, const TnId *kept, const TnId *other, const TnId *head, const TnId *again)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) people = g_array_new (FALSE, FALSE, sizeof (TnMergePair));
  TnMergePair pair = { *head, *again };
  g_array_append_val (people, pair);
  write_edit (l, tn_work_merge (l->copy, kept, other, NULL, people, &error), error);
}

static void
assert_ref (Laptop *l, const TnId *id, const char *field, const TnId *expected)
{
  g_autofree char *is = laptop_get (l, id, field), *wanted = expected ? tn_id_dup_string (expected) : NULL;
  g_assert_cmpstr (is, ==, wanted);
}

static void
gather (Laptop *l)
{
  g_autoptr (GError) error = NULL;
  write_edit (l, tn_work_gather_merged (l->copy, &error), error);
}

static void
test_edited_meanwhile (gconstpointer data)
{
  gboolean an_first = GPOINTER_TO_INT (data);
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL;
  guint n, left;
  set_up (&f);
  TnId duplicate = tn_duplicate_id (&f.kept, &f.other);
  merge (&f, &f.an, &f.kept, &f.other, &f.head, &f.again);
  /* Bình does not know: somebody new, a telephone, a trade */
  TnId child = laptop_add_person (&f.binh, &f.other, "Lê Văn Bảy");
  laptop_set (&f.binh, &f.other, "phone", "02807654321");
  laptop_set (&f.binh, &f.again, "occupation", "Thợ may");
  sync_both (&f, an_first);
  for (guint i = 0; i < 2; i++) {
    Laptop *l = i ? &f.an : &f.binh;
    g_autoptr (GPtrArray) late = tn_work_merged_late (l->copy, &n, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (n, ==, 1);
    g_assert_cmpuint (late->len, ==, 2);
    assert_ref (l, &f.other, "joined_into", &f.kept);
    assert_ref (l, &f.again, "merged_into", &f.head);
  }
  gather (&f.binh);
  write_edit (&f.binh, tn_work_settle_merged (f.binh.copy, &duplicate, "phone", TRUE, &error), error);
  sync_both (&f, an_first);
  assert_ref (&f.an, &child, "household", &f.kept);
  g_autofree char *phone = laptop_get (&f.an, &f.kept, "phone");
  g_assert_cmpstr (phone, ==, "02807654321");
  /* taken apart on the laptop that did not merge: all is where it was, what came later too */
  write_edit (&f.binh, tn_work_part (f.binh.copy, &duplicate, &left, &error), error);
  sync_both (&f, an_first);
  for (guint i = 0; i < 2; i++) {
    Laptop *l = i ? &f.an : &f.binh;
    assert_ref (l, &child, "household", &f.other);
    assert_ref (l, &f.again, "household", &f.other);
    assert_ref (l, &f.again, "merged_into", NULL);
    assert_ref (l, &f.other, "joined_into", NULL);
    assert_ref (l, &f.other, "status", NULL);
  }
  tear_down (&f);
}

/* Each merges the pair the other way round: one household is left, on both laptops the same. */
static void
test_merged_crosswise (gconstpointer data)
{
  gboolean an_first = GPOINTER_TO_INT (data);
  Fixture f = { 0 };
  set_up (&f);
  merge (&f, &f.an, &f.kept, &f.other, &f.head, &f.again);
  merge (&f, &f.binh, &f.other, &f.kept, &f.again, &f.head);
  sync_both (&f, an_first);
  gather (&f.an);
  sync_both (&f, an_first);
  for (guint i = 0; i < 2; i++) {
    Laptop *l = i ? &f.an : &f.binh;
    g_autofree char *one = laptop_get (l, &f.kept, "joined_into"), *two = laptop_get (l, &f.other, "joined_into");
    g_autofree char *a = laptop_get (l, &f.head, "merged_into"), *b = laptop_get (l, &f.again, "merged_into");
    g_assert_true (!one != !two);
    g_assert_true (!a != !b);
    /* who is left lives in what is left */
    assert_ref (l, a ? &f.again : &f.head, "household", one ? &f.other : &f.kept);
  }
  tear_down (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/twice/edited-meanwhile", GINT_TO_POINTER (FALSE), test_edited_meanwhile);
  g_test_add_data_func ("/twice/edited-meanwhile-an-first", GINT_TO_POINTER (TRUE), test_edited_meanwhile);
  g_test_add_data_func ("/twice/merged-crosswise", GINT_TO_POINTER (FALSE), test_merged_crosswise);
  g_test_add_data_func ("/twice/merged-crosswise-an-first", GINT_TO_POINTER (TRUE), test_merged_crosswise);
  return g_test_run ();
}
