/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds as a leader plans them: through the dialog, by keyboard, by dragging. */
#include "ui-fixture.h"
#include "ui-pointer.h"
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-house-squares.h"
#include "tn-list-keyboard.h"
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
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (dialog)), ui_get (dialog, "area")));   /* and not at Cancel */
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

/* What is written by somebody else, or in a dialog over the window, replaces the line: the keyboard stays on it. */
static void
test_the_keyboard_stays (Case *c, gconstpointer data)
{
  GtkListView *view = GTK_LIST_VIEW (ui_get (get_stops (c), "stop_list"));
  TnId id = get_line (c, 3)->id;
  g_autofree char *text = tn_id_dup_string (&id);
  TnEdit *edit = tn_edit_new ("Visit");

  choose (c, 3);
  tn_list_take_keyboard (view, 3);
  g_assert_cmpuint (tn_list_get_keyboard (view), ==, 3);
  tn_edit_set_text (edit, &id, "state", "done");
  ui_write_behind (&c->ui, edit);
  WAIT (g_str_equal (get_line (c, 3)->state, "done"));
  g_assert_cmpuint (tn_list_get_keyboard (view), ==, 3);
  g_assert_true (gtk_widget_activate (gtk_root_get_focus (GTK_ROOT (c->ui.window))));   /* and on this line, not another */
  WAIT (c->acted && strstr (c->acted, text));
}

/* --- by the pointer --- */

/* What the round says: who walks to whom, in which order. */
static GBytes *
dup_walk (Case *c)
{
  GByteArray *walk = g_byte_array_new ();

  for (guint i = 0; i < N_QUARTER; i++)
    {
      const TnRoundStop *stop = get_line (c, i);

      g_byte_array_append (walk, (const guint8 *) &stop->id, sizeof stop->id);
      g_byte_array_append (walk, (const guint8 *) &stop->volunteer, sizeof stop->volunteer);
      g_byte_array_append (walk, (const guint8 *) &stop->fixed, sizeof stop->fixed);
    }
  return g_byte_array_free_to_bytes (walk);
}

static gboolean
is_walk (Case *c, GBytes *walk)
{
  g_autoptr (GBytes) now = dup_walk (c);

  return g_bytes_equal (now, walk);
}

/* The line of a door that can be seen, by its address. */
static GtkWidget *
wait_address (Case *c, guint i)
{
  GtkWidget *label;

  WAIT ((label = ui_find_text (get_stops (c), get_line (c, i)->address)));
  return label;
}

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller;
    }
  return gtk_widget_get_parent (widget) ? find_controller (gtk_widget_get_parent (widget), type) : NULL;
}

static GdkDrag *
start_drag (Case *c, guint line)
{
  GtkWidget *label = wait_address (c, line);

  return ui_pointer_start_drag (label, GTK_DRAG_SOURCE (find_controller (label, GTK_TYPE_DRAG_SOURCE)), 5, 5);
}

/* y: part of the height. */
static GdkDrag *
drag_over (GdkDrag *drag, GtkWidget *label, double y)
{
  GtkEventController *target = find_controller (label, GTK_TYPE_DROP_TARGET);
  GtkWidget *widget = gtk_event_controller_get_widget (target);

  ui_pointer_drag_over (drag, widget, GTK_DROP_TARGET (target), 40, y * gtk_widget_get_allocated_height (widget));
  return drag;
}

static void
drag_onto (Case *c, guint line, guint onto, double y)
{
  g_assert_true (ui_pointer_drop (drag_over (start_drag (c, line), wait_address (c, onto), y)));
}

static void
undo_to (Case *c, GBytes *walk)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (c->ui.window), "win.undo", NULL));
  WAIT (is_walk (c, walk));
}

/* Onto a door's upper half: the place before it, as by Alt+Up pressed so often; onto its lower half: behind it; one undo takes it back. */
static void
test_dragged_by_the_pointer (Case *c, gconstpointer data)
{
  g_autoptr (GBytes) planned = NULL, dragged = NULL;
  TnId id;

  if (!ui_pointer_can ())
    return;
  planned = dup_walk (c);
  id = get_line (c, 4)->id;
  drag_onto (c, 4, 1, 0.2);
  WAIT (tn_id_equal (&get_line (c, 1)->id, &id));
  dragged = dup_walk (c);
  undo_to (c, planned);
  for (guint place = 4; place > 1; place--)
    {
      choose (c, place);
      act (c, "stops.up");
      WAIT (tn_id_equal (&get_line (c, place - 1)->id, &id));
    }
  g_assert_true (is_walk (c, dragged));
  drag_onto (c, 1, 4, 0.8);
  WAIT (tn_id_equal (&get_line (c, 4)->id, &id));
}

static void
count_cb (TnWorkspace *workspace, const char *label, gint64 action, guint *n)
{
  (*n)++;
}

/* Beside itself, onto the heading of whoever has it, into the search, over no list: nothing is written and nothing typed. */
static void
test_dropped_elsewhere (Case *c, gconstpointer data)
{
  g_autoptr (GBytes) planned = NULL;
  GtkWidget *search = ui_get (c->screen, "search");
  GtkWidget *elsewhere[] = { search, GTK_WIDGET (c->ui.window) };
  guint n_done = 0, n_moves = 0;

  if (!ui_pointer_can ())
    return;
  g_signal_connect (tn_window_get_workspace (c->ui.window), "done", G_CALLBACK (count_cb), &n_done);
  planned = dup_walk (c);
  drag_onto (c, 2, 2, 0.8);
  drag_onto (c, 2, 1, 0.8);
  drag_onto (c, 2, 3, 0.2);
  g_assert_true (ui_pointer_drop (drag_over (start_drag (c, 2), ui_find_containing (get_stops (c), "Lê Thị Hoa: 25"), 0.5)));
  for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    {
      GdkDrag *drag = drag_over (start_drag (c, 2), wait_address (c, 4), 0.2);   /* over a door on the way, and on */

      while (gdk_drag_get_selected_action (drag))
        ui_pointer_move (elsewhere[i], 20 + n_moves++ % 2, 20);
      g_assert_false (ui_pointer_drop (drag));
    }
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
  g_assert_true (is_walk (c, planned));
  g_assert_cmpuint (n_done, ==, 0);
}

/* Away from the edge, where the list would move on. */
static gboolean
can_see (Case *c, GtkWidget *label)
{
  GtkWidget *view = ui_get (get_stops (c), "stop_list");
  double x, y;

  return label && gtk_widget_translate_coordinates (label, gtk_widget_get_parent (view), 0, 0, &x, &y) && y >= 0 &&
         y + 100 <= gtk_widget_get_allocated_height (gtk_widget_get_parent (view));
}

/* To whoever walks behind: held at the lower edge the list moves up until that volunteer's heading is seen; dropped on it, the same comes out as by
 * Alt+Page Down. */
static void
test_given_by_the_pointer (Case *c, gconstpointer data)
{
  g_autoptr (GBytes) planned = NULL, dragged = NULL;
  GtkWidget *view = gtk_widget_get_parent (ui_get (get_stops (c), "stop_list"));
  GdkDrag *drag;
  TnId id;
  int i = 0;

  if (!ui_pointer_can ())
    return;
  planned = dup_walk (c);
  id = get_line (c, 4)->id;
  drag = start_drag (c, 4);
  do
    ui_pointer_move (view, 200 + ++i % 2, gtk_widget_get_allocated_height (view) - 8);
  while (!can_see (c, ui_find_containing (view, "Phạm Văn Nam: 25")));
  for (i = 0; i < 10; i++)
    ui_pointer_move (view, 200 + i % 2, gtk_widget_get_allocated_height (view) / 2);   /* where the list stands still */
  g_assert_true (ui_pointer_drop (drag_over (drag, ui_find_containing (view, "Phạm Văn Nam: 25"), 0.5)));
  WAIT (tn_id_equal (&get_line (c, 25)->id, &id));
  dragged = dup_walk (c);
  undo_to (c, planned);
  choose (c, 4);
  act (c, "stops.next");
  WAIT (tn_id_equal (&get_line (c, 25)->id, &id));
  g_assert_true (is_walk (c, dragged));
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
  g_test_add ("/ui/rounds/the keyboard stays", Case, GUINT_TO_POINTER (1), set_up, test_the_keyboard_stays, tear_down);
  g_test_add ("/ui/rounds/dragged by the pointer", Case, GUINT_TO_POINTER (1), set_up, test_dragged_by_the_pointer, tear_down);
  g_test_add ("/ui/rounds/dropped elsewhere", Case, GUINT_TO_POINTER (1), set_up, test_dropped_elsewhere, tear_down);
  g_test_add ("/ui/rounds/given by the pointer", Case, GUINT_TO_POINTER (1), set_up, test_given_by_the_pointer, tear_down);
  g_test_add ("/ui/rounds/given and shared", Case, GUINT_TO_POINTER (1), set_up, test_given_and_shared_through_dialogs, tear_down);
  g_test_add ("/ui/rounds/closed", Case, GUINT_TO_POINTER (1), set_up, test_closed_and_opened_again, tear_down);
  g_test_add ("/ui/rounds/edited and deleted", Case, GUINT_TO_POINTER (1), set_up, test_edited_and_deleted, tear_down);
  g_test_add ("/ui/rounds/coverage", Case, GUINT_TO_POINTER (1), set_up, test_coverage, tear_down);
  return g_test_run ();
}
