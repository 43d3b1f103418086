/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list: what it shows, finds and filters, and what it costs. */
#include "ui-fixture.h"
#include "tn-opened.h"
#include "tn-dialog.h"
#include "tn-option-drop-down.h"

static TnHouseholdModel *
model_of (Ui *ui)
{
  return tn_household_list_get_model (TN_HOUSEHOLD_LIST (ui_list (ui)));
}

static GtkWidget *
stack_of (Ui *ui)
{
  return ui_get (ui_list (ui), "stack");
}

static void
test_shows (Ui *ui, gconstpointer data)
{
  GtkWidget *list = ui_list (ui);

  g_assert_cmpuint (ui_count (ui), ==, 40);
  WAIT (ui_find_text (list, "40 households"));
  WAIT (ui_find_text (list, "Khu phố 1"));
  ui_shot (ui->window, "list");
}

static void
test_search (Ui *ui, gconstpointer data)
{
  ui_search (ui, "nguyen van a");
  g_assert_cmpuint (ui_count (ui), >=, 1);
  g_assert_cmpuint (ui_count (ui), <, 40);
  ui_search (ui, "02800000001");
  g_assert_cmpuint (ui_count (ui), ==, 1);
  WAIT (ui_find_text (ui->window, "Nguyễn Văn Á"));
  ui_search (ui, "không có ai tên thế này");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack_of (ui))), ==, "none");
  ui_shot (ui->window, "list-none");
  ui_search (ui, "");
  g_assert_cmpuint (ui_count (ui), ==, 40);
}

static void
test_filters (Ui *ui, gconstpointer data)
{
  GtkDropDown *area = GTK_DROP_DOWN (ui_get (ui->window, "filter_area")), *category = GTK_DROP_DOWN (ui_get (ui->window, "filter_category"));
  g_autofree char *quarter = tn_id_dup_string (&ui->ward.quarters[1]);

  WAIT (tn_option_drop_down_set_key (area, quarter));
  WAIT (ui_count (ui) == 10);
  g_assert_true (tn_option_drop_down_set_key (area, ""));
  WAIT (ui_count (ui) == 40);
  WAIT (tn_option_drop_down_set_key (category, "social_allowance"));
  WAIT (ui_count (ui) == 1);
  tn_option_drop_down_set_key (category, "");
  WAIT (ui_count (ui) == 40);
}

static void
test_alleys (Ui *ui, gconstpointer data)
{
  GtkDropDown *alley = GTK_DROP_DOWN (ui_get (ui->window, "filter_alley"));

  WAIT (tn_option_drop_down_set_key (alley, "Hẻm 10"));
  WAIT (ui_count (ui) < 40);
  g_assert_cmpuint (ui_count (ui), >, 0);
}

static void
test_lazy (Ui *ui, gconstpointer data)
{
  guint shown;

  WAIT (ui_find_text (ui->window, "Khu phố 1"));
  shown = tn_household_model_get_n_fetched (model_of (ui));
  g_assert_cmpuint (ui_count (ui), ==, 3000);
  /* GtkColumnView holds 205 lines whatever the height of the window; 50 are read ahead, and all again after a change. */
  g_assert_cmpuint (shown, <=, 600);
  ui_search (ui, "hem");
  g_assert_cmpuint (ui_count (ui), ==, 3000);
  g_assert_cmpuint (tn_household_model_get_n_fetched (model_of (ui)), <=, 1200);
}

static void
assert_opened (Ui *ui, guint n)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = tn_opened_list (copy, 10, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, n);
  if (n)
    g_assert_cmpstr (((TnOpened *) list->pdata[0])->by, ==, "Lan");
}

/* The log cannot be written: the number stays hidden, and the person is told why. */
static void
test_reveal_refused (Ui *ui, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *page = ui_page (ui);

  {
    g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
    tn_db_exec (tn_copy_db (copy), "CREATE TRIGGER full BEFORE INSERT ON opened BEGIN SELECT RAISE(ABORT, 'no'); END", &error);
    g_assert_no_error (error);
  }
  ui_open_first (ui);
  WAIT (ui_find_containing (page, "•••• 0123"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_get (page, "reveal")), TRUE);
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (ui_find_containing (page, "•••• 0123"));
  g_assert_null (ui_find_containing (page, "079060000123"));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (ui_get (page, "reveal"))));
  gtk_window_destroy (GTK_WINDOW (ui_dialog (ADW_TYPE_MESSAGE_DIALOG)));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

static void
test_select (Ui *ui, gconstpointer data)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (ui_get (ui_list (ui), "view"));
  GtkWidget *page = ui_page (ui);

  ui_search (ui, "nguyen van a hem 12");
  WAIT (ui_find_text (ui->window, "Nguyễn Văn Á"));
  gtk_selection_model_select_item (gtk_column_view_get_model (view), 0, TRUE);
  WAIT (ui_find_text (page, "Trần Thị Bé"));
  g_assert_nonnull (ui_find_containing (page, "•••• 0123"));
  g_assert_null (ui_find_containing (page, "079060000123"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_get (page, "reveal")), TRUE);
  g_assert_null (ui_find_containing (page, "079060000123"));   /* not before it is written down who sees it */
  WAIT (ui_find_containing (page, "079060000123"));
  assert_opened (ui, 1);
  ui_shot (ui->window, "page");
}

static void
test_empty (Ui *ui, gconstpointer data)
{
  ui_search (ui, "a");
  ui_search (ui, "");
  WAIT (ui_count (ui) == 1);
  ui_open_first (ui);
  ui_act (ui, "household.delete", NULL);
  WAIT (ui_count (ui) == 0);
  WAIT (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack_of (ui))), "empty") == 0);
  ui_shot (ui->window, "list-empty");
}

static void
test_names (Ui *ui, gconstpointer data)
{
  const char *ids[] = { "search", "view", "new_button", "filter_area", "filter_alley", "filter_category", "menu_button", "sidebar_button",
                        "edit_button", "add_person_button", "more_button", "add_visit_button" };

  ui_page (ui);   /* comes after the list */
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (ui_get (ui->window, ids[i])), GTK_ACCESSIBLE_PROPERTY_LABEL))
      g_error ("%s has no name for screen readers", ids[i]);
  g_assert_true (gtk_test_accessible_has_role (GTK_ACCESSIBLE (ui_get (ui->window, "search")), GTK_ACCESSIBLE_ROLE_SEARCH_BOX));
}

/* Nobody waits for rows that are not seen; who opens the history finds it there, and sees what comes meanwhile. */
static void
test_history_is_made_when_it_is_looked_at (Ui *ui, gconstpointer data)
{
  TnEdit *first = tn_edit_new ("Note"), *second = tn_edit_new ("Note");
  GtkWidget *history;

  tn_edit_set_text (first, &ui->ward.first, "note", "gọi trước");
  ui_write_behind (ui, first);
  ui_open_first (ui);
  history = ui_get (ui_page (ui), "history");
  WAIT (ui_find_containing (history, "change"));
  g_assert_null (ui_find_containing (history, "gọi trước"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (history), TRUE);
  WAIT (ui_find_containing (history, "gọi trước"));
  tn_edit_set_text (second, &ui->ward.first, "note", "gọi sau");
  ui_write_behind (ui, second);
  WAIT (ui_find_containing (history, "gọi sau"));
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
#define ADD(path, n, func) g_test_add ("/ui/households/" path, Ui, GUINT_TO_POINTER (n), ui_set_up, func, ui_tear_down)
  ADD ("the list shows who lives where", 40, test_shows);
  ADD ("search without marks", 40, test_search);
  ADD ("filters by quarter and category", 40, test_filters);
  ADD ("filter by alley", 40, test_alleys);
  ADD ("only what is shown is read", 3000, test_lazy);
  ADD ("choosing a line shows its page", 40, test_select);
  ADD ("no card number without a log", 40, test_reveal_refused);
  ADD ("an empty ward says what to do", 1, test_empty);
  ADD ("history is made when it is looked at", 40, test_history_is_made_when_it_is_looked_at);
  ADD ("every control has a name", 40, test_names);
  return g_test_run ();
}
