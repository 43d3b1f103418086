/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds as a leader plans them: through the dialog, by keyboard, by dragging. */
#include "ui-fixture.h"
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-house-squares.h"
#include "tn-listed.h"
#include "tn-option-drop-down.h"
#include "tn-round-page.h"
#include "tn-round-plan.h"
#include "tn-round-stops.h"
#include "tn-rounds-screen.h"
#include "tn-stop-item.h"

#define N_HOUSEHOLDS 200
#define N_QUARTER (N_HOUSEHOLDS / 4)

typedef struct
{
  Ui ui;
  TnId team, volunteers[3], round;
  GtkWidget *screen;
  char *acted;      /* what the round's page asked other screens for */
} Case;

static void
add_team (Case *c, TnCopy *copy)
{
  static const char *const names[] = { "Lê Thị Hoa", "Phạm Văn Nam", "Trần Văn Tư" };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Team");

  c->team = tn_edit_create (edit, "team", NULL);
  tn_edit_set_text (edit, &c->team, "name", "Tổ COVID cộng đồng 1");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      c->volunteers[i] = tn_edit_create (edit, "volunteer", NULL);
      tn_edit_set_text (edit, &c->volunteers[i], "name", names[i]);
      tn_edit_set_ref (edit, &c->volunteers[i], "team", &c->team);
    }
  tn_copy_edit (copy, edit, NULL, &error);
  g_assert_no_error (error);
}

/* Some of a round's doors visited: what a screenshot should show too. */
static void
visit_some (TnCopy *copy, const TnId *round, gint64 at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stops = tn_round_stops (copy, round, &error);
  g_autoptr (TnEdit) edit = tn_edit_new ("Visits");

  for (guint i = 0; i < 12; i++)
    {
      const TnRoundStop *stop = stops->pdata[i];
      const char *state = i == 2 || i == 7 ? "absent" : i == 4 ? "refused" : i == 9 ? "moved" : "done";
      TnId visit = tn_edit_create (edit, "visit", NULL);

      tn_edit_set_text (edit, &stop->id, "state", state);
      tn_edit_set_ref (edit, &visit, "household", &stop->household);
      tn_edit_set_text (edit, &visit, "result", g_str_equal (state, "done") ? "met" : state);
      tn_edit_set_int (edit, &visit, "at", at);
    }
  tn_copy_edit (copy, edit, NULL, &error);
  g_assert_no_error (error);
}

static void
plan_round (Case *c, TnCopy *copy, const char *evening)
{
  g_autoptr (GError) error = NULL;
  TnRoundWish wish = { .area = c->ui.ward.quarters[0], .team = c->team, .evening = evening, .purpose = "vaccination", .volunteers = c->volunteers,
                       .n_volunteers = 2 };
  g_autoptr (TnEdit) edit = tn_round_plan (copy, &wish, &c->round, NULL, &error);

  g_assert_no_error (error);
  tn_copy_edit (copy, edit, NULL, &error);
  g_assert_no_error (error);
}

static void
acted_cb (GSimpleAction *action, GVariant *parameter, Case *c)
{
  g_autofree char *text = g_variant_print (parameter, FALSE);

  g_free (c->acted);
  c->acted = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), text);
}

/* In place of screens that are not part of this test. */
static void
watch_action (Case *c, const char *name, const char *type)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE (type));

  g_signal_connect (action, "activate", G_CALLBACK (acted_cb), c);
  g_action_map_add_action (G_ACTION_MAP (c->ui.window), G_ACTION (action));
}

static void
set_up (Case *c, gconstpointer n_rounds)
{
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000);
  g_autoptr (TnCopy) copy = NULL;

  ui_set_up (&c->ui, GUINT_TO_POINTER (N_HOUSEHOLDS));
  copy = practice_ward_open (&c->ui.ward);
  add_team (c, copy);
  if (GPOINTER_TO_UINT (n_rounds) > 1)
    {
      plan_round (c, copy, "2021-12-24");
      visit_some (copy, &c->round, G_GINT64_CONSTANT (1640347200000));
      plan_round (c, copy, "2099-12-24");
    }
  if (n_rounds)
    plan_round (c, copy, today);
  watch_action (c, "visit", "(ss)");
  watch_action (c, "print-round", "s");
  watch_action (c, "key-round", "s");
  c->screen = tn_window_show_screen (c->ui.window, "rounds");
  g_assert_true (TN_IS_ROUNDS_SCREEN (c->screen));
  if (n_rounds)
    {
      tn_window_go (c->ui.window, "rounds", &c->round);
      WAIT (g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (ui_get (ui_find_type (c->screen, TN_TYPE_ROUND_PAGE), "pages"))), "round"));
    }
}

static void
tear_down (Case *c, gconstpointer data)
{
  ui_tear_down (&c->ui, data);
  g_clear_pointer (&c->acted, g_free);
}

static TnRoundStops *
get_stops (Case *c)
{
  return TN_ROUND_STOPS (ui_find_type (c->screen, TN_TYPE_ROUND_STOPS));
}

static GListModel *
get_lines (Case *c)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (get_stops (c), "stop_list"))));
}

static const TnRoundStop *
get_line (Case *c, guint i)
{
  g_autoptr (TnStopItem) item = NULL;

  WAIT (i < g_list_model_get_n_items (get_lines (c)));   /* a long round comes in pieces */
  item = g_list_model_get_item (get_lines (c), i);
  return tn_stop_item_get_stop (item);
}

static void
choose (Case *c, guint i)
{
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_lines (c)), i);
}

static guint
count_of (Case *c, const TnId *volunteer)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (get_lines (c)); i++)
    n += tn_id_equal (&get_line (c, i)->volunteer, volunteer);
  return n;
}

static void
act (Case *c, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_stops (c)), action, NULL));
}

/* --- tests --- */

static void
test_empty (Case *c, gconstpointer data)
{
  WAIT (ui_find_text (c->screen, "No Rounds Yet"));
  ui_shot (c->ui.window, "rounds-empty");
}

static GtkDropDown *
drop_down (GtkWidget *dialog, const char *name)
{
  return GTK_DROP_DOWN (ui_get (dialog, name));
}

static void
test_planned_through_the_dialog (Case *c, gconstpointer data)
{
  GtkWidget *dialog, *count;
  TnIdStr area, team;

  tn_id_format (&c->ui.ward.quarters[1], area);
  tn_id_format (&c->team, team);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (c->ui.window), "win.new-round", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  count = ui_get (dialog, "count");
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (count)), "200 "));
  WAIT (tn_option_drop_down_set_key (drop_down (dialog, "area"), area));
  WAIT (tn_option_drop_down_set_key (drop_down (dialog, "team"), team));
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (count)), "50 ") && strstr (gtk_label_get_text (GTK_LABEL (count)), "17 "));
  WAIT (tn_option_drop_down_set_key (drop_down (dialog, "look_for"), "category"));
  WAIT (tn_option_drop_down_set_key (drop_down (dialog, "category"), "elderly"));
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (count)), ": 39"));
  ui_shot (dialog, "rounds-plan");
  WAIT (tn_option_drop_down_set_key (drop_down (dialog, "look_for"), "all"));
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (count)), "50 "));
  ui_save_dialog ();
  WAIT (g_list_model_get_n_items (get_lines (c)) == 50);
  WAIT (ui_find_text (c->screen, "Tonight"));
  g_assert_cmpuint (count_of (c, &c->volunteers[0]), ==, 17);
  WAIT (tn_screen_get_badge (TN_SCREEN (c->screen)) == 50);
  /* one undo takes it back whole */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (c->ui.window), "win.undo", NULL));
  WAIT (ui_find_text (c->screen, "No Rounds Yet"));
}

static void
test_a_wrong_evening_is_said (Case *c, gconstpointer data)
{
  GtkWidget *dialog;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (c->ui.window), "win.new-round", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  WAIT (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (ui_get (dialog, "count"))), "200 households"));
  ui_type (dialog, "evening", "2021");
  WAIT (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (ui_get (dialog, "count"))), "Say on which evening"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

static void
test_the_list_and_the_page (Case *c, gconstpointer data)
{
  WAIT (ui_find_text (c->screen, "Past"));
  WAIT (ui_find_text (c->screen, "Tonight"));
  WAIT (ui_find_text (c->screen, "To come"));
  WAIT (ui_find_text (c->screen, "10/50"));
  WAIT (ui_find_containing (c->screen, "Lê Thị Hoa: 25 doors, 25 still to visit"));
  WAIT (tn_screen_get_badge (TN_SCREEN (c->screen)) == N_QUARTER);
  ui_shot (c->ui.window, "rounds");
}

static void
test_other_screens_are_asked (Case *c, gconstpointer data)
{
  g_autofree char *round = tn_id_dup_string (&c->round), *household = tn_id_dup_string (&get_line (c, 3)->household);
  g_autofree char *stop = tn_id_dup_string (&get_line (c, 3)->id);
  g_autofree char *visited = g_strdup_printf ("visit ('%s', '%s')", household, stop), *printed = g_strdup_printf ("print-round '%s'", round);
  g_autofree char *keyed = g_strdup_printf ("key-round '%s'", round);
  GtkWidget *page = ui_find_type (c->screen, TN_TYPE_ROUND_PAGE);

  g_signal_emit_by_name (ui_get (get_stops (c), "stop_list"), "activate", 3);   /* Enter */
  g_assert_cmpstr (c->acted, ==, visited);
  g_assert_true (gtk_widget_activate_action (page, "round.print", NULL));
  g_assert_cmpstr (c->acted, ==, printed);
  g_assert_true (gtk_widget_activate_action (page, "round.key", NULL));
  g_assert_cmpstr (c->acted, ==, keyed);
}

/* Alt+Page Down gives the door to whoever walks behind, and loads stay level; undone it is back. */
static void
test_moved_by_keyboard (Case *c, gconstpointer data)
{
  TnId id = get_line (c, 3)->id, before = get_line (c, 2)->id, chosen;

  choose (c, 3);
  act (c, "stops.next");
  WAIT (tn_id_equal (&get_line (c, 25)->id, &id));
  g_assert_true (get_line (c, 25)->fixed);
  g_assert_cmpuint (count_of (c, &c->volunteers[0]), ==, 25);
  g_assert_true (tn_round_stops_get_chosen (get_stops (c), &chosen) && tn_id_equal (&chosen, &id));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (c->ui.window), "win.undo", NULL));
  WAIT (tn_id_equal (&get_line (c, 3)->id, &id));
  /* one place up, and one down to where it was */
  act (c, "stops.up");
  WAIT (tn_id_equal (&get_line (c, 2)->id, &id));
  g_assert_true (tn_id_equal (&get_line (c, 3)->id, &before));
  act (c, "stops.down");
  WAIT (tn_id_equal (&get_line (c, 3)->id, &id));
  ui_shot (c->ui.window, "rounds-moved");
}

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkDropTarget *target = find_drop_target (child);

      if (target)
        return target;
    }
  return NULL;
}

/* The pointer's way there is GTK's; what is dropped, and where, is ours. */
static void
test_dragged (Case *c, gconstpointer data)
{
  TnId id = get_line (c, 4)->id;
  TnIdStr text;
  g_auto (GValue) value = G_VALUE_INIT;
  GtkDropTarget *first;
  gboolean taken = FALSE;

  tn_id_format (&id, text);
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  WAIT ((first = find_drop_target (ui_get (get_stops (c), "stop_list"))));
  g_signal_emit_by_name (first, "drop", &value, 10.0, 1000.0, &taken);   /* onto the first line's door */
  g_assert_true (taken);
  WAIT (tn_id_equal (&get_line (c, 0)->id, &id));
  /* what is no door is let fall */
  g_value_set_string (&value, "Nguyễn");
  g_signal_emit_by_name (find_drop_target (ui_get (get_stops (c), "stop_list")), "drop", &value, 10.0, 1000.0, &taken);
  g_assert_true (tn_id_equal (&get_line (c, 0)->id, &id));
}

static void
test_given_and_shared_through_dialogs (Case *c, gconstpointer data)
{
  TnIdStr third;
  TnId id = get_line (c, 0)->id;
  GtkWidget *dialog, *page = ui_find_type (c->screen, TN_TYPE_ROUND_PAGE);

  tn_id_format (&c->volunteers[2], third);
  choose (c, 0);
  act (c, "stops.give");
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  WAIT (tn_option_drop_down_set_key (drop_down (dialog, "volunteer"), third));
  ui_shot (dialog, "rounds-give");
  ui_save_dialog ();
  WAIT (count_of (c, &c->volunteers[2]) == 16);
  g_assert_true (gtk_widget_activate_action (page, "round.share", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  WAIT (ui_find_text (dialog, "Trần Văn Tư"));
  ui_shot (dialog, "rounds-share");
  gtk_switch_set_active (GTK_SWITCH (ui_get (dialog, "keep")), FALSE);
  ui_save_dialog ();
  WAIT (!get_line (c, 0)->fixed && tn_id_equal (&get_line (c, 0)->id, &id));
  g_assert_cmpuint (count_of (c, &c->volunteers[0]), ==, 17);
}

static void
test_closed_and_opened_again (Case *c, gconstpointer data)
{
  GtkWidget *page = ui_find_type (c->screen, TN_TYPE_ROUND_PAGE);

  g_assert_true (gtk_widget_activate_action (page, "round.close", NULL));
  WAIT (ui_find_containing (page, "Closed"));
  choose (c, 3);
  TnId id = get_line (c, 3)->id;
  gtk_widget_activate_action (GTK_WIDGET (get_stops (c)), "stops.next", NULL);
  g_assert_true (gtk_widget_activate_action (page, "round.close", NULL));
  WAIT (!ui_find_containing (page, "Closed"));
  g_assert_true (tn_id_equal (&get_line (c, 3)->id, &id));
}

static void
test_edited_and_deleted (Case *c, gconstpointer data)
{
  GtkWidget *dialog, *page = ui_find_type (c->screen, TN_TYPE_ROUND_PAGE);

  g_assert_true (gtk_widget_activate_action (page, "round.edit", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  ui_type (dialog, "name", "Đêm Giáng sinh");
  ui_save_dialog ();
  WAIT (ui_find_text (page, "Đêm Giáng sinh"));
  g_assert_true (gtk_widget_activate_action (page, "round.delete", NULL));
  WAIT (ui_find_text (c->screen, "No Rounds Yet"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (c->ui.window), "win.undo", NULL));
  WAIT (ui_find_text (c->screen, "Đêm Giáng sinh"));
}

static void
test_coverage (Case *c, gconstpointer data)
{
  GtkWidget *page = ui_find_type (c->screen, TN_TYPE_ROUND_PAGE), *summary = ui_get (page, "coverage_summary");
  g_autoptr (TnCopy) copy = practice_ward_open (&c->ui.ward);

  visit_some (copy, &c->round, g_get_real_time () / 1000);
  gtk_stack_set_visible_child_name (GTK_STACK (ui_get (page, "views")), "coverage");
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (summary)), "(20 %)") && strstr (gtk_label_get_text (GTK_LABEL (summary)), ": 38."));
  WAIT (ui_find_type (page, TN_TYPE_HOUSE_SQUARES));
  ui_shot (c->ui.window, "rounds-coverage");
  gtk_stack_set_visible_child_name (GTK_STACK (ui_get (page, "views")), "doors");
  WAIT (tn_screen_get_badge (TN_SCREEN (c->screen)) == 38);
  ui_shot (c->ui.window, "rounds-evening");
}

int
main (int argc, char **argv)
{
  const char *large = g_getenv ("TN_LARGE");
  int dpi;

  ui_init (&argc, &argv);
  if (g_getenv ("TN_DARK"))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  if (large)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) ((dpi > 0 ? dpi : 96 * 1024) * g_ascii_strtod (large, NULL)), NULL);
  g_test_add ("/ui/rounds/empty", Case, GUINT_TO_POINTER (0), set_up, test_empty, tear_down);
  g_test_add ("/ui/rounds/planned through the dialog", Case, GUINT_TO_POINTER (0), set_up, test_planned_through_the_dialog, tear_down);
  g_test_add ("/ui/rounds/a wrong evening", Case, GUINT_TO_POINTER (0), set_up, test_a_wrong_evening_is_said, tear_down);
  g_test_add ("/ui/rounds/list and page", Case, GUINT_TO_POINTER (3), set_up, test_the_list_and_the_page, tear_down);
  g_test_add ("/ui/rounds/other screens are asked", Case, GUINT_TO_POINTER (1), set_up, test_other_screens_are_asked, tear_down);
  g_test_add ("/ui/rounds/moved by keyboard", Case, GUINT_TO_POINTER (1), set_up, test_moved_by_keyboard, tear_down);
  g_test_add ("/ui/rounds/dragged", Case, GUINT_TO_POINTER (1), set_up, test_dragged, tear_down);
  g_test_add ("/ui/rounds/given and shared", Case, GUINT_TO_POINTER (1), set_up, test_given_and_shared_through_dialogs, tear_down);
  g_test_add ("/ui/rounds/closed", Case, GUINT_TO_POINTER (1), set_up, test_closed_and_opened_again, tear_down);
  g_test_add ("/ui/rounds/edited and deleted", Case, GUINT_TO_POINTER (1), set_up, test_edited_and_deleted, tear_down);
  g_test_add ("/ui/rounds/coverage", Case, GUINT_TO_POINTER (1), set_up, test_coverage, tear_down);
  return g_test_run ();
}
