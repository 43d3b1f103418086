/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of the list screens, over real households. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-board.h"
#include "tn-list-keyboard.h"
#include "tn-board-row.h"
#include "tn-option-drop-down.h"

typedef struct { Ui ui; TnWorkspace *workspace; GtkWidget *window; TnBoard *board; GPtrArray *chosen; guint n; gboolean counted; } Case;

#define STOPS 5u   /* rows of the list that is cut */

/* Filters: all, none of them, one that cannot be read, and one that stops and knows quarters. */
static GPtrArray *
read_households (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  TnId quarter;
  g_autofree char *list = tn_board_split_filter (filter, &quarter);
  gboolean stops = g_str_equal (list, "stops");
  TnHouseholdQuery query = { .search = search, .area = tn_id_is_null (&quarter) ? NULL : &quarter };
  g_autoptr (GArray) found = tn_query_households (copy, &query, error);

  if (g_str_equal (filter, "broken"))
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_CORRUPT, "a < b");
      return NULL;
    }
  for (guint i = 0; found && i < (stops ? MIN (found->len, STOPS) : found->len) && !g_str_equal (filter, "nobody"); i++)
    {
      g_autoptr (TnHouseholdItem) item = tn_query_household_item (copy, g_array_index (found, gint64, i), error);
      TnBoardRow *row;

      if (!item)   /* another question took this one's place meanwhile */
        return NULL;
      row = tn_board_row_new (&item->id, g_strdup (item->head), g_strdup (item->address), g_strdup_printf ("%u", item->n_people), "accent");
      row->heading = g_strdup (item->street);
      g_ptr_array_add (rows, row);
    }
  if (!found)
    return NULL;
  if (stops)
    tn_board_add_more (rows, found->len - rows->len, search, TRUE);
  return g_steal_pointer (&rows);
}

static void
chosen_cb (Case *c, const char *id)
{
  g_ptr_array_add (c->chosen, g_strdup (id));
}

static void
counted_cb (Case *c, guint n)
{
  c->n = n;
  c->counted = TRUE;
}

static void
set_up (Case *c, gconstpointer data)
{
  ui_set_up (&c->ui, data ? data : GINT_TO_POINTER (30));
  WAIT (tn_window_get_workspace (c->ui.window));
  c->workspace = g_object_ref (tn_window_get_workspace (c->ui.window));
  c->chosen = g_ptr_array_new_with_free_func (g_free);
  c->board = tn_board_new ();
  c->window = g_object_ref_sink (gtk_window_new ());
  gtk_window_set_default_size (GTK_WINDOW (c->window), 1000, 600);
  gtk_window_set_child (GTK_WINDOW (c->window), GTK_WIDGET (c->board));
  tn_board_set_searchable (c->board, "Name");
  tn_board_add_filter (c->board, "all", "All");
  tn_board_add_filter (c->board, "nobody", "Nobody");
  tn_board_add_filter (c->board, "broken", "Broken");
  tn_board_add_filter (c->board, "stops", "Stops");
  tn_board_offer_quarters (c->board, "stops");
  tn_board_set_empty (c->board, "user-home-symbolic", "Empty", "Nothing yet", "_New", "win.new-household");
  tn_board_set_page (c->board, gtk_label_new ("the page"));
  g_signal_connect_swapped (c->board, "chosen", G_CALLBACK (chosen_cb), c);
  g_signal_connect_swapped (c->board, "counted", G_CALLBACK (counted_cb), c);
  tn_board_attach (c->board, c->workspace, read_households, NULL);
  gtk_window_present (GTK_WINDOW (c->window));
  WAIT (c->counted);
}

static void
tear_down (Case *c, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (c->window));
  g_object_unref (c->window);
  g_object_unref (c->workspace);
  g_ptr_array_unref (c->chosen);
  ui_tear_down (&c->ui, data);
}

static const char *
shown (Case *c, const char *stack)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (ui_get (c->board, stack)));
}

static void
wait_counted (Case *c)
{
  c->counted = FALSE;
  WAIT (c->counted);
}

static void
test_rows_are_listed_and_searched (Case *c, gconstpointer data)
{
  g_assert_cmpuint (c->n, ==, 30);
  g_assert_cmpstr (shown (c, "stack"), ==, "list");
  g_assert_cmpstr (shown (c, "pages"), ==, "nothing");
  g_assert_nonnull (ui_find_containing (c->board, "Hoa Mai"));
  ui_shot (c->window, "board");
  ui_type (c->board, "search", "nguyen van a");
  WAIT (c->n < 30);
  g_assert_cmpstr (shown (c, "stack"), ==, "list");
  ui_type (c->board, "search", "zzzz");
  WAIT (g_str_equal (shown (c, "stack"), "none"));
}

static void
test_a_shown_record_is_chosen_and_stays_so (Case *c, gconstpointer data)
{
  TnId id;
  g_autofree char *first = tn_id_dup_string (&c->ui.ward.first);

  tn_board_show (c->board, &c->ui.ward.first);
  WAIT (c->chosen->len == 1);
  g_assert_cmpstr (c->chosen->pdata[0], ==, first);
  g_assert_cmpstr (shown (c, "pages"), ==, "page");
  /* it leaves the list, and stays on the screen */
  tn_board_set_filter (c->board, "nobody");
  wait_counted (c);
  g_assert_cmpstr (shown (c, "stack"), ==, "none");
  g_assert_true (tn_board_get_chosen (c->board, &id) && tn_id_equal (&id, &c->ui.ward.first));
  tn_board_set_filter (c->board, "all");
  wait_counted (c);
  g_assert_cmpuint (c->chosen->len, ==, 1);
}

/* Somebody else's change: the list is read again, and the choice is kept. */
static void
test_a_change_keeps_the_choice (Case *c, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Named");
  TnId household = tn_edit_create (edit, "household", NULL);

  tn_board_show (c->board, &c->ui.ward.first);
  WAIT (c->chosen->len == 1);
  tn_edit_set_text (edit, &household, "house_no", "1");
  tn_edit_set_text (edit, &household, "street", "Hoa Mai");
  tn_workspace_edit_async (c->workspace, edit, NULL, NULL, NULL);
  WAIT (c->n == 31);
  g_assert_cmpuint (c->chosen->len, ==, 1);
}

static void
test_what_went_wrong_is_said (Case *c, gconstpointer data)
{
  tn_board_set_filter (c->board, "broken");
  WAIT (g_str_equal (shown (c, "stack"), "problem"));
  g_assert_nonnull (ui_find_containing (c->board, "a < b"));
  tn_board_set_filter (c->board, "all");
  wait_counted (c);
  g_assert_cmpstr (shown (c, "stack"), ==, "list");
}

/* Thirty households in four quarters. */
static void
test_a_list_that_stops_says_so (Case *c, gconstpointer data)
{
  GtkWidget *note = ui_get (c->board, "note"), *quarter = ui_find (GTK_WIDGET (c->board), "quarter");
  TnIdStr id;

  g_assert_false (gtk_widget_get_visible (note));
  g_assert_false (gtk_widget_get_mapped (quarter));
  tn_board_set_filter (c->board, "stops");
  WAIT (c->n == STOPS);
  g_assert_true (gtk_widget_get_mapped (note) && gtk_widget_get_mapped (quarter));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (note)), ==, "25 more are not listed. Search, or choose a quarter, to find them.");
  ui_shot (c->window, "board-stops");
  ui_type (c->board, "search", "hem");
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (note)), "Add a word"));
  ui_type (c->board, "search", "");
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (note)), "25 more"));
  /* of one quarter there are fewer behind */
  tn_id_format (&c->ui.ward.quarters[1], id);
  WAIT (tn_option_drop_down_set_key (GTK_DROP_DOWN (quarter), id));
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (note)), "3 more are not listed"));
  /* another list knows neither */
  tn_board_set_filter (c->board, "all");
  WAIT (c->n == 30);
  g_assert_false (gtk_widget_get_visible (note) || gtk_widget_get_mapped (quarter));
}

/* The line of the first household, which is chosen, is written anew. */
static void
rename_first (Case *c, const char *name)
{
  TnEdit *edit = tn_edit_new ("Renamed");

  tn_edit_set_text (edit, &c->ui.ward.first_people[0], "name", name);
  tn_workspace_edit_async (c->workspace, edit, NULL, NULL, NULL);
  WAIT (ui_find_text (ui_get (c->board, "view"), name));
}

/* When the keyboard stands on it, it stays there; and when it stands on another one, it is not called back to the one that is chosen. */
static void
test_a_change_keeps_the_keyboard (Case *c, gconstpointer data)
{
  GtkListView *view = GTK_LIST_VIEW (ui_get (c->board, "view"));
  guint chosen, other;

  tn_board_show (c->board, &c->ui.ward.first);
  chosen = gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (view)));
  other = chosen ? chosen - 1 : chosen + 1;
  tn_list_take_keyboard (view, chosen);
  g_assert_cmpuint (tn_list_get_keyboard (view), ==, chosen);
  rename_first (c, "Nguyễn Văn Mới");
  g_assert_cmpuint (tn_list_get_keyboard (view), ==, chosen);
  tn_list_take_keyboard (view, other);
  rename_first (c, "Nguyễn Văn Nữa");
  g_assert_cmpuint (tn_list_get_keyboard (view), ==, other);
}

/* The arrow down from the search goes to a line and chooses none; Enter there shows it. */
static void
test_enter_shows_a_line_that_was_not_chosen (Case *c, gconstpointer data)
{
  GtkWidget *view = ui_get (c->board, "view");
  TnId id;

  WAIT (c->counted && g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)))) > 1);
  g_assert_false (tn_board_get_chosen (c->board, &id));
  g_assert_true (gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD));
  g_assert_false (tn_board_get_chosen (c->board, &id));
  g_assert_true (gtk_widget_activate (gtk_root_get_focus (gtk_widget_get_root (view))));
  WAIT (tn_board_get_chosen (c->board, &id));
  WAIT (g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (ui_get (c->board, "pages"))), "page"));
}

static GtkSingleSelection *
selection_of (Case *c)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (c->board, "view"))));
}

static guint
n_listed (Case *c)
{
  return g_list_model_get_n_items (G_LIST_MODEL (selection_of (c)));
}

static void
assert_in_order (Case *c)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&c->ui.ward);
  g_autoptr (GPtrArray) rows = read_households (copy, "all", "", NULL, NULL, NULL);

  g_assert_cmpuint (n_listed (c), ==, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (TnBoardItem) item = g_list_model_get_item (G_LIST_MODEL (selection_of (c)), i);

      g_assert_true (tn_id_equal (&tn_board_item_get_row (item)->id, &((TnBoardRow *) rows->pdata[i])->id));
    }
}

static void
choose_at (Case *c, guint position)
{
  g_autoptr (TnBoardItem) item = g_list_model_get_item (G_LIST_MODEL (selection_of (c)), position);
  TnId id = tn_board_item_get_row (item)->id;

  tn_board_show (c->board, &id);
  WAIT (gtk_single_selection_get_selected (selection_of (c)) == position);
}

/* A list that is replaced comes some lines a frame; it is whole in the end, in its order, also when it is read again meanwhile, and what is chosen stays so. */
static void
test_a_long_list_comes_by_and_by (Case *c, gconstpointer data)
{
  guint n = GPOINTER_TO_UINT (data);

  WAIT (n_listed (c) == n);
  assert_in_order (c);
  choose_at (c, 3);
  tn_board_set_filter (c->board, "nobody");
  WAIT (n_listed (c) == 0);
  tn_board_set_filter (c->board, "all");
  WAIT (n_listed (c) > 0);
  g_assert_cmpuint (n_listed (c), <, n);   /* no line too many is made before what is seen is drawn */
  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (c)), ==, 3);
  tn_board_reload (c->board);
  wait_counted (c);
  WAIT (n_listed (c) == n);
  assert_in_order (c);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (c)), ==, 3);
  /* what is chosen far down does not wait for the others */
  choose_at (c, 200);
  tn_board_set_filter (c->board, "nobody");
  WAIT (n_listed (c) == 0);
  tn_board_set_filter (c->board, "all");
  WAIT (n_listed (c) > 0);
  g_assert_cmpuint (n_listed (c), ==, n);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection_of (c)), ==, 200);
  assert_in_order (c);
}

#define ADD(name) g_test_add ("/board/" #name, Case, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD (rows_are_listed_and_searched);
  ADD (a_shown_record_is_chosen_and_stays_so);
  ADD (a_change_keeps_the_choice);
  ADD (a_change_keeps_the_keyboard);
  ADD (enter_shows_a_line_that_was_not_chosen);
  ADD (what_went_wrong_is_said);
  ADD (a_list_that_stops_says_so);
  g_test_add ("/board/a_long_list_comes_by_and_by", Case, GUINT_TO_POINTER (330), set_up, test_a_long_list_comes_by_and_by, tear_down);
  return g_test_run ();
}
