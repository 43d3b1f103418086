/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many households chosen in the list, and one thing done to all of them: shown beforehand, done, undone as one. */
#include "ui-fixture.h"
#include "tn-bulk-dialog.h"
#include "tn-dialog.h"
#include "tn-option-drop-down.h"
#include "tn-round-plan.h"
#include <glib/gstdio.h>

#define N 100   /* more than a screen of them, and more than the list patches line by line */

typedef struct { Ui ui; GArray *ids; } Many;

static GtkSelectionModel *
get_selection (Many *m)
{
  return gtk_column_view_get_model (GTK_COLUMN_VIEW (ui_get (ui_list (&m->ui), "view")));
}

static guint
count_chosen (Many *m)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (get_selection (m));

  return (guint) gtk_bitset_get_size (chosen);
}

static gboolean
is_chosen (Many *m, guint position)
{
  return gtk_selection_model_is_selected (get_selection (m), position);
}

static void
set_up (Many *m, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TnHouseholdQuery query = { 0 };

  ui_set_up (&m->ui, GUINT_TO_POINTER (N));
  g_autoptr (TnCopy) copy = practice_ward_open (&m->ui.ward);
  g_autoptr (GArray) rows = tn_query_households (copy, &query, &error);
  m->ids = tn_bulk_ids (copy, rows, &error);
  g_assert_no_error (error);
  ui_open_first (&m->ui);
  WAIT (count_chosen (m) == 1);   /* its page is there before its line, which then takes the place of what was chosen */
  gtk_selection_model_select_item (get_selection (m), 0, TRUE);
}

static void
tear_down (Many *m, gconstpointer data)
{
  g_array_unref (m->ids);
  ui_tear_down (&m->ui, data);
}

/* A key of the list itself, which the list inside the column view knows as an action. */
static void
list_key (Many *m, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) owned = parameter ? g_variant_ref_sink (parameter) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (ui_get (ui_list (&m->ui), "view")); child; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_activate_action_variant (child, action, owned))
      return;
  g_error ("the list knows no %s", action);
}

static gboolean
bar_shown (Many *m)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (ui_get (ui_list (&m->ui), "bar")));
}

static void
open_dialog (Many *m, const char *action)
{
  g_assert_true (gtk_widget_activate_action (ui_get (ui_list (&m->ui), "bar_menu"), action, NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
}

static void
choose (const char *name, const char *key)
{
  WAIT (tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (ui_dialog (TN_TYPE_DIALOG), name)), key));
}

static gboolean
can_save (void)
{
  return gtk_widget_get_sensitive (ui_get (ui_dialog (TN_TYPE_DIALOG), "save_button"));
}

static guint
count_with (Many *m, const char *field, const char *value)
{
  /* Only to read: opened again and again to write, it would keep the window's own write waiting for its turn. */
  g_autoptr (TnCopy) copy = tn_copy_open (m->ui.ward.path, TN_COPY_READ_ONLY, NULL, NULL);
  guint n = 0;

  g_assert_nonnull (copy);
  for (guint i = 0; i < m->ids->len; i++)
    {
      g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (m->ids, TnId, i), NULL);
      g_autofree char *text = tn_row_dup_text (row, field);

      n += g_strcmp0 (text, value) == 0;
    }
  return n;
}

/* One alone is looked at as before; the bar comes with the second, and goes with the choice. */
static void
test_the_bar_comes_with_many (Many *m, gconstpointer data)
{
  g_assert_false (bar_shown (m));
  list_key (m, "list.select-item", g_variant_new ("(ubb)", 1, TRUE, FALSE));
  WAIT (bar_shown (m));
  WAIT (ui_find_text (ui_list (&m->ui), "2 households chosen"));
  list_key (m, "list.select-item", g_variant_new ("(ubb)", 5, FALSE, TRUE));   /* Shift: all between */
  WAIT (ui_find_text (ui_list (&m->ui), "5 households chosen"));
  list_key (m, "list.select-all", NULL);   /* Ctrl+A */
  WAIT (ui_find_text (ui_list (&m->ui), "100 households chosen"));
  ui_shot (m->ui.window, "bulk-chosen");
  gtk_widget_activate (ui_get (ui_list (&m->ui), "none_button"));
  WAIT (!bar_shown (m));
  gtk_widget_activate (ui_get (ui_list (&m->ui), "all_button"));
  WAIT (bar_shown (m));
}

static void
sort_by_head (Many *m)
{
  TnHouseholdModel *model = tn_household_list_get_model (TN_HOUSEHOLD_LIST (ui_list (&m->ui)));
  gint64 first = tn_household_model_get_row (model, 0);

  tn_household_model_set_sort (model, TN_SORT_HEAD, TRUE);
  WAIT (!tn_household_model_is_loading (model) && tn_household_model_get_row (model, 0) != first);
}

/* The list is read anew after every change, also of others: who was chosen stays chosen, wherever the line stands now. */
static void
test_a_choice_outlives_a_reading (Many *m, gconstpointer data)
{
  TnHouseholdModel *model = tn_household_list_get_model (TN_HOUSEHOLD_LIST (ui_list (&m->ui)));
  gint64 rows[2];
  guint places[2];

  list_key (m, "list.select-item", g_variant_new ("(ubb)", 1, TRUE, FALSE));
  WAIT (ui_find_text (ui_list (&m->ui), "2 households chosen"));
  for (guint i = 0; i < 2; i++)
    rows[i] = tn_household_model_get_row (model, i);
  sort_by_head (m);
  for (guint i = 0; i < 2; i++)
    {
      places[i] = tn_household_model_find_row (model, rows[i]);
      g_assert_true (is_chosen (m, places[i]));
    }
  g_assert_cmpuint (MAX (places[0], places[1]), >, 1);   /* they did move */
  g_assert_nonnull (ui_find_text (ui_list (&m->ui), "2 households chosen"));
  list_key (m, "list.select-all", NULL);
  WAIT (ui_find_text (ui_list (&m->ui), "100 households chosen"));
  /* what has left the list is chosen no more, and is not said to be */
  tn_household_model_set_search (model, "12/1");
  WAIT (!tn_household_model_is_loading (model) && g_list_model_get_n_items (G_LIST_MODEL (model)) < N);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), >, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    g_assert_true (is_chosen (m, i));
  g_assert_null (ui_find_text (ui_list (&m->ui), "100 households chosen"));
}

static void
test_a_field_of_all_and_one_undo (Many *m, gconstpointer data)
{
  guint before = count_with (m, "residence", "temporary");

  list_key (m, "list.select-all", NULL);
  WAIT (ui_find_text (ui_list (&m->ui), "100 households chosen"));
  open_dialog (m, "bulk.set");
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "Choose the field."));
  g_assert_false (can_save ());
  choose ("bulk_field", "residence");
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "Write the value that all of them get."));
  choose ("residence", "temporary");
  WAIT (can_save ());
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "→ Temporary"));
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "bulk-set");
  g_assert_cmpuint (count_with (m, "residence", "temporary"), ==, before);   /* looking writes nothing */
  ui_save_dialog ();
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  g_assert_cmpuint (count_with (m, "residence", "temporary"), ==, N);
  g_assert_true (bar_shown (m));   /* the choice stays: there may be more to do */
  WAIT (tn_workspace_can_undo (tn_window_get_workspace (m->ui.window)));
  ui_act (&m->ui, "win.undo", NULL);
  WAIT (count_with (m, "residence", "temporary") == before);
}

static guint
count_members (Many *m)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&m->ui.ward);
  TnHouseholdQuery query = { .category = "lost_job" };
  g_autoptr (GArray) rows = tn_query_households (copy, &query, NULL);

  return rows->len;
}

static void
test_a_category_of_the_people (Many *m, gconstpointer data)
{
  guint before = count_members (m);

  list_key (m, "list.select-all", NULL);
  WAIT (ui_find_text (ui_list (&m->ui), "100 households chosen"));
  open_dialog (m, "bulk.give");
  choose ("bulk_whom", "person");
  choose ("category", "lost_job");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (ui_get (ui_dialog (TN_TYPE_DIALOG), "bulk_age_from")), 18);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (ui_get (ui_dialog (TN_TYPE_DIALOG), "bulk_age_to")), 59);
  WAIT (can_save ());
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "Not of this age"));
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "bulk-category");
  ui_save_dialog ();
  WAIT (count_members (m) > before);
  ui_act (&m->ui, "win.undo", NULL);
  WAIT (count_members (m) == before);
}

static TnId
plan_round (Many *m)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = practice_ward_open (&m->ui.ward);
  TnRoundWish wish = { .name = "Đợt thử", .evening = "2035-01-05", .look_for = "all", .only = (const TnId *) (gpointer) m->ids->data, .n_only = 3 };
  gint64 action;
  TnId id;
  g_autoptr (TnEdit) edit = tn_round_plan (copy, &wish, &id, NULL, &error);

  g_assert_no_error (error);
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  return id;
}

static void
test_given_to_a_round (Many *m, gconstpointer data)
{
  TnId round = plan_round (m);
  TnIdStr id;

  tn_id_format (&round, id);
  list_key (m, "list.select-all", NULL);
  WAIT (ui_find_text (ui_list (&m->ui), "100 households chosen"));
  open_dialog (m, "bulk.round");
  choose ("bulk_to", id);
  WAIT (can_save ());
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "are so already"));
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "bulk-round");
  ui_save_dialog ();
  g_autoptr (TnCopy) copy = practice_ward_open (&m->ui.ward);
  g_autoptr (GPtrArray) stops = tn_round_stops (copy, &round, NULL);
  g_assert_cmpuint (stops->len, >, 20);
}

/* Closed without doing anything: nothing is written. */
static void
test_left_again (Many *m, gconstpointer data)
{
  guint before = count_with (m, "note", NULL);

  list_key (m, "list.select-all", NULL);
  WAIT (ui_find_text (ui_list (&m->ui), "100 households chosen"));
  open_dialog (m, "bulk.set");
  choose ("bulk_field", "note");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_get (ui_dialog (TN_TYPE_DIALOG), "bulk_empty")), TRUE);
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "→ (empty)"));
  gtk_widget_activate_action (ui_dialog (TN_TYPE_DIALOG), "dialog.cancel", NULL);
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  g_assert_cmpuint (count_with (m, "note", NULL), ==, before);
}

static void
test_exported (Many *m, gconstpointer data)
{
  g_autofree char *path = g_strconcat (m->ui.ward.path, ".csv", NULL), *text = NULL;
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  TnHouseholdModel *model = tn_household_list_get_model (TN_HOUSEHOLD_LIST (ui_list (&m->ui)));
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 3; i++)
    {
      gint64 row = tn_household_model_get_row (model, i);
      g_array_append_val (rows, row);
    }
  tn_bulk_export_to (m->ui.window, "household", rows, path);
  WAIT (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_unlink (path);
}

#define ADD(path, func) g_test_add ("/ui/bulk/" path, Many, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD ("the-bar-comes-with-many", test_the_bar_comes_with_many);
  ADD ("a choice outlives a reading", test_a_choice_outlives_a_reading);
  ADD ("a-field-of-all-and-one-undo", test_a_field_of_all_and_one_undo);
  ADD ("a-category-of-the-people", test_a_category_of_the_people);
  ADD ("given-to-a-round", test_given_to_a_round);
  ADD ("left-again", test_left_again);
  ADD ("exported", test_exported);
  return g_test_run ();
}
