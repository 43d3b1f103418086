/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two records of one person, found, compared, merged and taken apart in the window. */
#include "ui-fixture.h"
#include "tn-board.h"
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-duplicates.h"
#include "tn-pair-page.h"

typedef struct { Ui ui; TnId kept, other; } Twice;

static void
set_up (Twice *t, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Twice");
  g_autoptr (GError) error = NULL;
  gint64 action;

  ui_set_up (&t->ui, GUINT_TO_POINTER (12));
  t->kept = t->ui.ward.first_people[2];
  g_autoptr (TnCopy) copy = practice_ward_open (&t->ui.ward);
  g_autoptr (TnRow) son = tn_copy_get (copy, &t->kept, &error);
  TnId home = tn_edit_create (edit, "household", NULL);
  t->other = tn_edit_create (edit, "person", NULL);
  tn_edit_set_text (edit, &home, "street", "Hoa Mai");
  tn_edit_set_ref (edit, &t->other, "household", &home);
  for (const char *const *field = (const char *const[]) { "name", "birth", "sex", NULL }; *field; field++)
    {
      g_autofree char *text = tn_row_dup_text (son, *field);
      tn_edit_set_text (edit, &t->other, *field, text);
    }
  tn_edit_set_text (edit, &t->other, "phone", "02809876543");
  tn_edit_set_text (edit, &t->other, "relation", "head");
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
}

static void
tear_down (Twice *t, gconstpointer data)
{
  ui_tear_down (&t->ui, data);
}

static GtkWidget *
screen_of (Twice *t)
{
  return tn_window_show_screen (t->ui.window, "duplicates");
}

/* The line of the pair, chosen; its page read. */
static void
choose_pair (Twice *t, const char *title)
{
  GtkListView *view;

  WAIT (ui_find_containing (screen_of (t), "same name"));
  view = GTK_LIST_VIEW (ui_get (screen_of (t), "view"));
  gtk_widget_activate_action (GTK_WIDGET (view), "list.select-item", "(ubb)", 0, FALSE, FALSE);
  WAIT (ui_find_text (screen_of (t), title));
}

static gboolean
is_merged (Twice *t)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&t->ui.ward);
  g_autoptr (TnRow) one = tn_copy_get (copy, &t->other, NULL), two = tn_copy_get (copy, &t->kept, NULL);
  TnId into;

  return tn_row_ref (one, "merged_into", &into) || tn_row_ref (two, "merged_into", &into);
}

static void
test_merged_and_taken_apart (Twice *t, gconstpointer data)
{
  choose_pair (t, "Are these one and the same?");
  WAIT (ui_find_text (screen_of (t), "02809876543"));
  ui_shot (t->ui.window, "duplicates");
  gtk_widget_activate (ui_get (screen_of (t), "merge_button"));
  WAIT (is_merged (t));
  WAIT (ui_find_text (screen_of (t), "These were one and the same"));
  ui_shot (t->ui.window, "duplicates-merged");
  gtk_widget_activate (ui_get (screen_of (t), "part_button"));
  WAIT (!is_merged (t));
  WAIT (ui_find_text (screen_of (t), "Are these one and the same?"));
}

static void
test_two_people (Twice *t, gconstpointer data)
{
  choose_pair (t, "Are these one and the same?");
  gtk_widget_activate (ui_get (screen_of (t), "different_button"));
  WAIT (ui_find_text (screen_of (t), "These are two people"));
  WAIT (ui_find_text (screen_of (t), "Nobody twice"));
  g_assert_false (is_merged (t));
  ui_shot (t->ui.window, "duplicates-none");
}

/* The household of the son's father stands twice, with the father in both: merged with him, and taken apart with him. */
static void
add_household_again (Twice *t, TnId *home, TnId *again)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Household twice");
  g_autoptr (GError) error = NULL;
  gint64 action;
  g_autoptr (TnCopy) copy = practice_ward_open (&t->ui.ward);
  g_autoptr (TnRow) father = tn_copy_get (copy, &t->ui.ward.first_people[0], &error), kept = NULL;
  TnId household;

  g_assert_true (tn_row_ref (father, "household", &household));
  kept = tn_copy_get (copy, &household, &error);
  *home = tn_edit_create (edit, "household", NULL);
  *again = tn_edit_create (edit, "person", NULL);
  tn_edit_set_ref (edit, again, "household", home);
  tn_edit_set_ref (edit, home, "head", again);
  for (const char *const *field = (const char *const[]) { "house_no", "alley", "street", NULL }; *field; field++)
    {
      g_autofree char *text = tn_row_dup_text (kept, *field);
      tn_edit_set_text (edit, home, *field, text);
    }
  for (const char *const *field = (const char *const[]) { "name", "birth", "sex", NULL }; *field; field++)
    {
      g_autofree char *text = tn_row_dup_text (father, *field);
      tn_edit_set_text (edit, again, *field, text);
    }
  tn_edit_set_text (edit, home, "phone", "02807654321");
  tn_edit_set_text (edit, again, "relation", "head");
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
}

static gboolean
points_somewhere (Twice *t, const TnId *id, const char *field)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&t->ui.ward);
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);
  TnId into;

  return tn_row_ref (row, field, &into);
}

static void
test_households_with_their_people (Twice *t, gconstpointer data)
{
  TnId home, again;

  add_household_again (t, &home, &again);
  tn_board_set_filter (TN_BOARD (ui_find_type (screen_of (t), TN_TYPE_BOARD)), "households");
  WAIT (ui_find_containing (screen_of (t), "same address"));
  gtk_widget_activate_action (ui_get (screen_of (t), "view"), "list.select-item", "(ubb)", 0, FALSE, FALSE);
  WAIT (ui_find_text (screen_of (t), "Who stands in both"));
  WAIT (ui_find_text (screen_of (t), "02807654321"));
  ui_shot (t->ui.window, "duplicates-households");
  gtk_widget_activate (ui_get (screen_of (t), "merge_button"));
  WAIT (ui_find_text (screen_of (t), "These were one and the same"));
  g_assert_true (points_somewhere (t, &home, "joined_into") && points_somewhere (t, &again, "merged_into"));
  ui_shot (t->ui.window, "duplicates-households-merged");
  gtk_widget_activate (ui_get (screen_of (t), "part_button"));
  WAIT (ui_find_text (screen_of (t), "Are these one and the same?"));
  g_assert_false (points_somewhere (t, &home, "joined_into") || points_somewhere (t, &again, "merged_into"));
}

/* Said under the house number while a household is typed. */
static void
test_household_said_while_typing (Twice *t, gconstpointer data)
{
  g_autofree char *house_no = NULL, *street = NULL, *alley = NULL, *name = ui_text (&t->ui, &t->ui.ward.first_people[0], "name");
  g_autoptr (TnCopy) copy = practice_ward_open (&t->ui.ward);
  g_autoptr (TnRow) father = tn_copy_get (copy, &t->ui.ward.first_people[0], NULL), kept = NULL;
  TnId household;

  g_assert_true (tn_row_ref (father, "household", &household));
  kept = tn_copy_get (copy, &household, NULL);
  house_no = tn_row_dup_text (kept, "house_no");
  street = tn_row_dup_text (kept, "street");
  alley = tn_row_dup_text (kept, "alley");
  ui_act (&t->ui, "win.new-household", NULL);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  ui_type (ui_dialog (TN_TYPE_DIALOG), "house_no", house_no);
  if (alley)
    ui_type (ui_dialog (TN_TYPE_DIALOG), "alley", alley);
  if (street)
    ui_type (ui_dialog (TN_TYPE_DIALOG), "street", street);
  ui_type (ui_dialog (TN_TYPE_DIALOG), "name", name);
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "This household is perhaps in the register already"));
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "twice-hint-household");
  ui_type (ui_dialog (TN_TYPE_DIALOG), "house_no", "9999");
  WAIT (!ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "This household is perhaps in the register already"));
}

/* Said while it is typed, and saved all the same. */
static void
test_said_while_typing (Twice *t, gconstpointer data)
{
  ui_open_first (&t->ui);
  ui_act (&t->ui, "household.add-person", NULL);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  g_autofree char *name = ui_text (&t->ui, &t->kept, "name"), *birth = ui_text (&t->ui, &t->kept, "birth"), *written = tn_date_format (birth);
  ui_type (ui_dialog (TN_TYPE_DIALOG), "name", name);
  ui_type (ui_dialog (TN_TYPE_DIALOG), "birth", written);
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "Perhaps in the register already"));
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "twice-hint");
  ui_type (ui_dialog (TN_TYPE_DIALOG), "birth", "01/01/1901");
  WAIT (!ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "Perhaps in the register already"));
  ui_save_dialog ();
}

#define ADD(path, func) g_test_add ("/ui/duplicates/" path, Twice, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD ("merged-and-taken-apart", test_merged_and_taken_apart);
  ADD ("two-people", test_two_people);
  ADD ("said-while-typing", test_said_while_typing);
  ADD ("households-with-their-people", test_households_with_their_people);
  ADD ("household-said-while-typing", test_household_said_while_typing);
  return g_test_run ();
}
