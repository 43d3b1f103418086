/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work-fixture.h"
#include "tn-projection.h"
#include "tn-household-actions.h"

typedef struct
{
  PracticeWard ward;
  TnCopy *copy;
  gint64 action;   /* of the last write */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->copy = work_make (&f->ward, 30);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* Whatever was done and undone: what lists show is what the records say. */
  tn_projection_check (f->copy, NULL, &error);
  g_assert_no_error (error);
  work_clear (&f->ward, &f->copy);
}

static void
write_edit (Fixture *f, TnEdit *edit, const GError *built)
{
  g_autoptr (GError) failed = NULL;

  g_assert_no_error (built);
  g_assert_nonnull (edit);
  tn_copy_edit (f->copy, edit, &f->action, &failed);
  g_assert_no_error (failed);
}

/* `call` builds an edit and names its error `&error`. */
#define WRITE(f, call) \
  G_STMT_START { g_autoptr (GError) error = NULL; g_autoptr (TnEdit) edit_ = call; write_edit (f, edit_, error); } G_STMT_END
#define REFUSED(call) \
  G_STMT_START { g_autoptr (GError) error = NULL; g_autoptr (TnEdit) edit_ = call; g_assert_null (edit_); \
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID); g_assert_cmpuint (strlen (error->message), >, 10); } G_STMT_END

static char *
dup_text (Fixture *f, const TnId *id, const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRow) row = tn_copy_get (f->copy, id, &error);

  g_assert_no_error (error);
  return tn_row_dup_text (row, field);
}

#define assert_text(f, id, field, expected) \
  G_STMT_START { g_autofree char *text_ = dup_text (f, id, field); g_assert_cmpstr (text_, ==, expected); } G_STMT_END

static void
assert_ref (Fixture *f, const TnId *id, const char *field, const TnId *expected)
{
  g_autofree char *text = dup_text (f, id, field), *wanted = expected ? tn_id_dup_string (expected) : NULL;

  g_assert_cmpstr (text, ==, wanted);
}

static guint
count_people (Fixture *f, const TnId *household)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = tn_query_children (f->copy, "person", household, &error);

  g_assert_no_error (error);
  return people->len;
}

/* A household other than the first. */
static TnId
other_household (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = tn_query_ids (f->copy, "household", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    if (!tn_id_equal (&g_array_index (ids, TnId, i), &f->ward.first))
      return g_array_index (ids, TnId, i);
  g_assert_not_reached ();
}

static void
test_add_household (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) place = tn_values_new (), head = tn_values_new (), card = tn_values_new ();
  TnId id = tn_id_new (tn_env_system ()), person;

  tn_values_set_text (place, "house_no", "9/9");
  tn_values_set_text (place, "street", "Bông Sao");
  REFUSED (tn_work_add_household (f->copy, place, head, card, &id, &error));   /* no name */
  tn_values_set_text (head, "name", "Phan Thị Mới");
  tn_values_set_text (card, "number", "079170000001");
  WRITE (f, tn_work_add_household (f->copy, place, head, card, &id, &error));
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &id, NULL);
  g_assert_true (tn_row_ref (row, "head", &person));
  assert_text (f, &person, "name", "Phan Thị Mới");
  assert_text (f, &person, "relation", "head");
  g_autoptr (GPtrArray) cards = tn_query_children (f->copy, "identity", &person, NULL);
  g_assert_cmpuint (cards->len, ==, 1);
}

static void
test_add_person (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) person = tn_values_new ();
  TnId id = tn_id_new (tn_env_system ());

  tn_values_set_text (person, "name", "Nguyễn Thị Út");
  tn_values_set_text (person, "relation", "head");
  REFUSED (tn_work_add_person (f->copy, &f->ward.first, person, NULL, NULL, &error));   /* there is a head */
  tn_values_set_text (person, "relation", "child");
  WRITE (f, tn_work_add_person (f->copy, &f->ward.first, person, NULL, &id, &error));
  assert_ref (f, &id, "household", &f->ward.first);
  g_assert_cmpuint (count_people (f, &f->ward.first), ==, 5);
  g_autoptr (GPtrArray) cards = tn_query_children (f->copy, "identity", &id, NULL);
  g_assert_cmpuint (cards->len, ==, 0);   /* a blank card makes no record */
}

static void
test_change_person (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) values = tn_values_new (), card = tn_values_new ();

  tn_values_set_text (values, "relation", "head");
  REFUSED (tn_work_change_person (f->copy, &f->ward.first_people[2], values, NULL, NULL, &error));
  tn_values_set_text (values, "relation", "grandchild");
  tn_values_set_text (card, "number", "079090000456");
  WRITE (f, tn_work_change_person (f->copy, &f->ward.first_people[2], values, NULL, card, &error));
  assert_text (f, &f->ward.first_people[2], "relation", "grandchild");
}

static void
test_expectation_fails (Fixture *f, gconstpointer data)
{
  g_autoptr (TnRow) row = tn_copy_get (f->copy, &f->ward.first, NULL);
  g_autoptr (TnValues) mine = tn_values_new (), theirs = tn_values_new ();
  g_autoptr (TnEdit) late = NULL;
  g_autoptr (GError) late_error = NULL;

  tn_values_set_text (theirs, "phone", "02800000009");
  WRITE (f, tn_work_change (f->copy, &f->ward.first, theirs, &error));
  tn_values_expect (mine, "phone", &tn_row_unit (row, "phone")->stamp);
  tn_values_set_text (mine, "phone", "02800000008");
  late = tn_work_change (f->copy, &f->ward.first, mine, &late_error);
  g_assert_false (tn_copy_edit (f->copy, late, NULL, &late_error));
  g_assert_error (late_error, TN_ERROR, TN_ERROR_CONFLICT);
  assert_text (f, &f->ward.first, "phone", "02800000009");
}

static void
test_move_household (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) place = tn_values_new ();
  g_autoptr (GError) undo_error = NULL;

  REFUSED (tn_work_move_household (f->copy, &f->ward.first, place, &error));   /* nothing new */
  tn_values_set_text (place, "house_no", "77");
  tn_values_set_text (place, "street", "Hoa Đào");
  tn_values_set_ref (place, "area", &f->ward.quarters[2]);
  WRITE (f, tn_work_move_household (f->copy, &f->ward.first, place, &error));
  assert_text (f, &f->ward.first, "house_no", "77");
  assert_ref (f, &f->ward.first, "area", &f->ward.quarters[2]);
  tn_copy_undo (f->copy, f->action, &undo_error);
  g_assert_no_error (undo_error);
  assert_text (f, &f->ward.first, "house_no", "12/1");
  assert_ref (f, &f->ward.first, "area", &f->ward.quarters[0]);
}

static void
test_move_person (Fixture *f, gconstpointer data)
{
  TnId to = other_household (f);
  guint before = count_people (f, &to);

  REFUSED (tn_work_move_person (f->copy, &f->ward.first_people[0], &to, "sibling", NULL, &error));   /* heads others */
  REFUSED (tn_work_move_person (f->copy, &f->ward.first_people[2], &f->ward.first, "child", NULL, &error));
  WRITE (f, tn_work_move_person (f->copy, &f->ward.first_people[2], &to, "lodger", NULL, &error));
  assert_ref (f, &f->ward.first_people[2], "household", &to);
  assert_text (f, &f->ward.first_people[2], "relation", "lodger");
  g_assert_cmpuint (count_people (f, &to), ==, before + 1);
}

static void
test_last_person_leaves (Fixture *f, gconstpointer data)
{
  TnId to = other_household (f);

  for (guint i = 3; i > 0; i--)
    WRITE (f, tn_work_move_person (f->copy, &f->ward.first_people[i], &to, "relative", NULL, &error));
  assert_text (f, &f->ward.first, "status", NULL);
  WRITE (f, tn_work_move_person (f->copy, &f->ward.first_people[0], &to, "relative", "2021-12-24", &error));
  assert_text (f, &f->ward.first, "status", "ended");
  assert_text (f, &f->ward.first, "status_date", "2021-12-24");
  assert_ref (f, &f->ward.first, "head", NULL);
}

static void
test_split (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) place = tn_values_new ();
  const TnId *people = f->ward.first_people;
  TnId leaving[2] = { people[0], people[2] }, id = tn_id_new (tn_env_system ());
  g_autoptr (GError) undo_error = NULL;

  tn_values_set_text (place, "house_no", "12/1A");
  REFUSED (tn_work_split (f->copy, &f->ward.first, people, 4, &people[0], NULL, place, &id, &error));     /* nobody stays */
  REFUSED (tn_work_split (f->copy, &f->ward.first, leaving, 2, &people[2], NULL, place, &id, &error));    /* who heads the rest? */
  REFUSED (tn_work_split (f->copy, &f->ward.first, leaving, 2, &people[1], &people[1], place, &id, &error));  /* stays and heads */
  WRITE (f, tn_work_split (f->copy, &f->ward.first, leaving, 2, &people[2], &people[1], place, &id, &error));
  assert_ref (f, &id, "origin", &f->ward.first);
  assert_ref (f, &id, "head", &people[2]);
  assert_text (f, &people[2], "relation", "head");
  assert_text (f, &people[0], "relation", "relative");
  assert_ref (f, &f->ward.first, "head", &people[1]);
  assert_text (f, &people[1], "relation", "head");
  g_assert_cmpuint (count_people (f, &f->ward.first), ==, 2);
  g_assert_cmpuint (count_people (f, &id), ==, 2);
  tn_copy_undo (f->copy, f->action, &undo_error);
  g_assert_no_error (undo_error);
  g_assert_cmpuint (count_people (f, &f->ward.first), ==, 4);
  assert_ref (f, &f->ward.first, "head", &people[0]);
}

static void
test_join (Fixture *f, gconstpointer data)
{
  TnId into = other_household (f);
  guint before = count_people (f, &into);

  REFUSED (tn_work_join (f->copy, &f->ward.first, &f->ward.first, NULL, NULL, &error));
  WRITE (f, tn_work_join (f->copy, &f->ward.first, &into, "relative", "2021-12-24", &error));
  assert_text (f, &f->ward.first, "status", "joined");
  assert_ref (f, &f->ward.first, "joined_into", &into);
  g_assert_cmpuint (count_people (f, &into), ==, before + 4);
  assert_text (f, &f->ward.first_people[0], "relation", "relative");
}

static void
test_change_head (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) relations = tn_values_new ();
  g_autofree char *old = tn_id_dup_string (&f->ward.first_people[0]);
  TnId stranger = other_household (f);

  REFUSED (tn_work_change_head (f->copy, &f->ward.first, &stranger, NULL, &error));
  tn_values_set_text (relations, old, "spouse");
  WRITE (f, tn_work_change_head (f->copy, &f->ward.first, &f->ward.first_people[1], relations, &error));
  assert_ref (f, &f->ward.first, "head", &f->ward.first_people[1]);
  assert_text (f, &f->ward.first_people[1], "relation", "head");
  assert_text (f, &f->ward.first_people[0], "relation", "spouse");
  assert_text (f, &f->ward.first_people[2], "relation", "child");
}

static void
test_death (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;

  REFUSED (tn_work_death (f->copy, &people[0], "2021-12-24", NULL, NULL, &error));          /* heads others */
  REFUSED (tn_work_death (f->copy, &people[0], "2021-12-24", NULL, &people[0], &error));    /* by himself */
  WRITE (f, tn_work_death (f->copy, &people[3], "2021-12-20", NULL, NULL, &error));
  WRITE (f, tn_work_death (f->copy, &people[0], "2021-12-24", "Bệnh nặng", &people[1], &error));
  assert_text (f, &people[0], "status", "died");
  assert_text (f, &people[0], "status_date", "2021-12-24");
  assert_text (f, &people[0], "status_note", "Bệnh nặng");
  assert_ref (f, &f->ward.first, "head", &people[1]);
  REFUSED (tn_work_death (f->copy, &people[0], NULL, NULL, NULL, &error));                  /* once */
}

static void
test_status (Fixture *f, gconstpointer data)
{
  const TnId *people = f->ward.first_people;

  REFUSED (tn_work_set_status (f->copy, &people[0], "moved_away", NULL, NULL, &error));     /* heads others */
  WRITE (f, tn_work_death (f->copy, &people[3], "2021-12-20", NULL, NULL, &error));
  WRITE (f, tn_work_set_status (f->copy, &people[2], "absent", "2021-12-01", NULL, &error));
  WRITE (f, tn_work_set_status (f->copy, &f->ward.first, "moved_away", "2021-12-24", "Về quê", &error));
  assert_text (f, &f->ward.first, "status", "moved_away");
  assert_text (f, &people[0], "status", "moved_away");
  assert_text (f, &people[2], "status", "moved_away");
  assert_text (f, &people[3], "status", "died");
  WRITE (f, tn_work_set_status (f->copy, &f->ward.first, "present", "2022-01-24", NULL, &error));
  assert_text (f, &people[0], "status", "present");
  assert_text (f, &people[3], "status", "died");
}

static void
test_delete (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) undo_error = NULL;

  REFUSED (tn_work_delete (f->copy, &f->ward.first_people[0], &error));   /* heads others */
  WRITE (f, tn_work_delete (f->copy, &f->ward.first, &error));
  g_assert_cmpint (tn_query_household_row (f->copy, &f->ward.first), ==, 0);
  g_autoptr (TnRow) person = tn_copy_get (f->copy, &f->ward.first_people[3], NULL);
  g_assert_true (!person || person->deleted);
  tn_copy_undo (f->copy, f->action, &undo_error);
  g_assert_no_error (undo_error);
  g_assert_cmpint (tn_query_household_row (f->copy, &f->ward.first), >, 0);
  g_assert_cmpuint (count_people (f, &f->ward.first), ==, 4);
  g_autoptr (GPtrArray) memberships = tn_query_children (f->copy, "membership", &f->ward.first_people[3], NULL);
  g_assert_cmpuint (memberships->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/work/household/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("add needs a name and makes its head", test_add_household);
  ADD ("a second head is refused", test_add_person);
  ADD ("the head is not changed by the form", test_change_person);
  ADD ("a form that was overtaken writes nothing", test_expectation_fails);
  ADD ("move and undo", test_move_household);
  ADD ("the head of others cannot leave", test_move_person);
  ADD ("a household left empty ends", test_last_person_leaves);
  ADD ("split gives both a head and undo joins them again", test_split);
  ADD ("join closes the household", test_join);
  ADD ("change head puts relations right", test_change_head);
  ADD ("a dead head is replaced", test_death);
  ADD ("who moves away together comes back together", test_status);
  ADD ("delete takes everything along and undo brings it back", test_delete);
  return g_test_run ();
}
