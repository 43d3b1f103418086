/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does with a household, driven through the same actions as menus and shortcuts. */
#include "ui-fixture.h"
#include "tn-case.h"
#include "tn-opened.h"
#include "tn-dialog.h"
#include "tn-household-picker.h"
#include "tn-option-drop-down.h"

static GtkWidget *
open_dialog (Ui *ui, const char *action, const char *target)
{
  ui_act (ui, action, target);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  return ui_dialog (TN_TYPE_DIALOG);
}

static void
assert_card_opened (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) list = tn_opened_list (copy, 10, NULL);

  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((TnOpened *) list->pdata[0])->field, ==, TN_OPENED_WHOLE);
}

static void
test_add (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog = open_dialog (ui, "win.new-household", NULL);

  ui_shot (dialog, "new-household");
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_containing (dialog, "This is needed"));                     /* the head's name */
  ui_shot (dialog, "new-household-wrong");
  ui_type (dialog, "house_no", "9/9");
  ui_type (dialog, "street", "Bông Sao");
  ui_type (dialog, "name", "Phan Thị Mới");
  ui_type (dialog, "birth", "31/02/1960");
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  g_assert_nonnull (ui_dialog (TN_TYPE_DIALOG));                            /* no such day */
  ui_type (dialog, "birth", "24/12/1960");
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "sex")), "female");
  ui_save_dialog ();
  WAIT (ui_count (ui) == 41);
  WAIT (ui_find_text (ui_page (ui), "Phan Thị Mới"));
  WAIT (ui_find_containing (ui->window, "Added household 9/9"));            /* the toast, only after the write */
  ui_shot (ui->window, "added");
}

static void
test_edit (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;

  ui_open_first (ui);
  dialog = open_dialog (ui, "household.edit", NULL);
  ui_shot (dialog, "edit-household");
  ui_type (dialog, "phone", "028 0122 2333");
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first, "phone", "02801222333");
  WAIT (ui_find_text (ui_page (ui), "02801222333"));
  ui_act (ui, "win.undo", NULL);
  ui_wait_text (ui, &ui->ward.first, "phone", "02800000001");
  WAIT (ui_find_text (ui_page (ui), "02800000001"));
}

static void
test_edit_person (Ui *ui, gconstpointer data)
{
  g_autofree char *id = tn_id_dup_string (&ui->ward.first_people[0]);
  GtkWidget *dialog;

  ui_open_first (ui);
  dialog = open_dialog (ui, "person.edit", id);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_get (dialog, "number"))), ==, "079060000123");
  assert_card_opened (ui);                                                  /* the form shows it in full */
  ui_type (dialog, "number", "07906000012");
  WAIT (ui_find_containing (dialog, "12 digits"));                          /* a hint, not a refusal */
  ui_shot (dialog, "edit-person");
  ui_type (dialog, "number", "079060000123");
  ui_type (dialog, "occupation", "Thợ mộc");
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first_people[0], "occupation", "Thợ mộc");
  WAIT (ui_find_containing (ui_page (ui), "Thợ mộc"));
}

static void
test_add_person_visit_category (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog, *page = ui_page (ui);

  ui_open_first (ui);
  dialog = open_dialog (ui, "household.add-person", NULL);
  ui_type (dialog, "name", "Nguyễn Thị Út");
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "relation")), "child");
  ui_save_dialog ();
  WAIT (ui_find_text (page, "Nguyễn Thị Út"));
  dialog = open_dialog (ui, "household.add-visit", NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_get (dialog, "met")), TRUE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_get (dialog, "note"))), "Cần thuốc <gấp> & gạo", -1);
  ui_shot (dialog, "visit");
  ui_save_dialog ();
  WAIT (ui_find_text (page, "Cần thuốc <gấp> & gạo"));
  dialog = open_dialog (ui, "household.add-category", NULL);
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_containing (dialog, "This is needed"));
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "category")), "policy_family");
  ui_save_dialog ();
  WAIT (ui_find_text (page, "Policy family"));
}

static void
test_move (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;

  ui_open_first (ui);
  dialog = open_dialog (ui, "household.move", NULL);
  ui_type (dialog, "house_no", "77");
  ui_shot (dialog, "move");
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first, "house_no", "77");
  ui_act (ui, "win.undo", NULL);
  WAIT (ui_find_containing (ui_get (ui_page (ui), "title"), "12/1"));
}

static void
test_split (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog, *row;

  ui_open_first (ui);
  dialog = open_dialog (ui, "household.split", NULL);
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_containing (dialog, "Choose who leaves"));
  row = gtk_widget_get_ancestor (ui_find_text (dialog, "Nguyễn Văn Cường"), ADW_TYPE_ACTION_ROW);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_find_type (row, GTK_TYPE_CHECK_BUTTON)), TRUE);
  ui_type (dialog, "house_no", "12/1A");
  ui_shot (dialog, "split");
  ui_save_dialog ();
  WAIT (ui_count (ui) == 41);
  WAIT (ui_find_text (ui_page (ui), "Nguyễn Văn Cường"));
  WAIT (ui_find_containing (ui_page (ui), "Split from"));
  ui_act (ui, "win.undo", NULL);
  WAIT (ui_count (ui) == 40);
}

static void
test_join (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog, *picker;
  GtkSelectionModel *selection;

  ui_open_first (ui);
  dialog = open_dialog (ui, "household.join", NULL);
  picker = ui_find_type (dialog, TN_TYPE_HOUSEHOLD_PICKER);
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_containing (dialog, "Choose the household"));
  selection = gtk_list_view_get_model (GTK_LIST_VIEW (ui_find_type (picker, GTK_TYPE_LIST_VIEW)));
  gtk_editable_set_text (GTK_EDITABLE (ui_find_type (picker, GTK_TYPE_SEARCH_ENTRY)), "H0005");
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (selection)) == 1);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), 0, TRUE);
  ui_turn ();
  TnId into;
  WAIT (tn_household_picker_get (TN_HOUSEHOLD_PICKER (picker), &into));
  ui_shot (dialog, "join");
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first, "status", "joined");
  WAIT (ui_count (ui) == 39);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_get (ui->window, "filter_gone")), TRUE);
  WAIT (ui_count (ui) == 40);
}

/* The mother is watched at home: her death offers to end that too. */
static void
test_death_at_home (Ui *ui, gconstpointer data)
{
  g_autofree char *mother = tn_id_dup_string (&ui->ward.first_people[3]);
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnValues) none = tn_values_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_work_open_case (copy, &ui->ward.first_people[3], none, NULL, &error);
  GtkWidget *dialog;
  gboolean found;
  gint64 action;
  TnId home_case;

  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  g_assert_true (tn_patient_find_open (copy, &ui->ward.first_people[3], &home_case, &found, &error) && found);
  ui_open_first (ui);
  dialog = open_dialog (ui, "person.death", mother);
  WAIT (ui_find_text (dialog, "End the watch at home"));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (ui_get (dialog, "end_case"))));
  ui_shot (dialog, "death-at-home");
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first_people[3], "status", "died");
  ui_wait_text (ui, &home_case, "result", "died");
}

static void
test_head_and_death (Ui *ui, gconstpointer data)
{
  g_autofree char *wife = tn_id_dup_string (&ui->ward.first_people[1]), *head = tn_id_dup_string (&ui->ward.first_people[0]);
  GtkWidget *dialog;

  ui_open_first (ui);
  dialog = open_dialog (ui, "person.head", wife);
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, head)), "spouse");
  ui_shot (dialog, "change-head");
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first_people[1], "relation", "head");
  ui_wait_text (ui, &ui->ward.first_people[0], "relation", "spouse");
  WAIT (ui_find_containing (ui_page (ui), "Head · Female"));
  dialog = open_dialog (ui, "person.death", wife);
  ui_type (dialog, "status_date", "24/12/2021");
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "new_head")), head);
  ui_shot (dialog, "death");
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first_people[1], "status", "died");
  ui_wait_text (ui, &ui->ward.first_people[0], "relation", "head");
  WAIT (ui_find_containing (ui_page (ui), "Died 24/12/2021"));
  ui_shot (ui->window, "page-after-death");
}

static void
test_absence (Ui *ui, gconstpointer data)
{
  g_autofree char *son = tn_id_dup_string (&ui->ward.first_people[2]);

  ui_open_first (ui);
  open_dialog (ui, "person.absent", son);
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first_people[2], "status", "absent");
  open_dialog (ui, "person.back", son);
  ui_save_dialog ();
  ui_wait_text (ui, &ui->ward.first_people[2], "status", "present");
}

static void
test_delete (Ui *ui, gconstpointer data)
{
  GtkWidget *toast;

  ui_open_first (ui);
  ui_act (ui, "household.delete", NULL);
  WAIT (ui_count (ui) == 39);
  WAIT (ui_find_containing (ui->window, "Deleted"));
  ui_shot (ui->window, "deleted");
  toast = ui_find_text (ui->window, "Undo");
  g_assert_nonnull (toast);
  g_assert_true (gtk_widget_activate (gtk_widget_get_ancestor (toast, GTK_TYPE_BUTTON)));
  WAIT (ui_count (ui) == 40);
}

static void
test_escape_asks (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog, *question;

  ui_open_first (ui);
  dialog = open_dialog (ui, "household.edit", NULL);
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.cancel", NULL));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));                                       /* nothing typed: no question */
  dialog = open_dialog (ui, "household.edit", NULL);
  ui_type (dialog, "phone", "02801222333");
  gtk_widget_activate_action (dialog, "dialog.cancel", NULL);
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  question = ui_dialog (ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "discard");
  gtk_window_destroy (GTK_WINDOW (question));                               /* its buttons do this; response() does not */
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  ui_wait_text (ui, &ui->ward.first, "phone", "02800000001");
}

static void
test_overtaken (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;

  ui_open_first (ui);
  dialog = open_dialog (ui, "household.edit", NULL);
  ui_type (dialog, "phone", "02801222333");
  {
    g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
    g_autoptr (TnEdit) edit = tn_edit_new ("Behind the back");
    tn_edit_set_text (edit, &ui->ward.first, "phone", "02804555666");
    g_assert_true (tn_copy_edit (copy, edit, NULL, NULL));
  }
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (gtk_revealer_get_reveal_child (GTK_REVEALER (ui_get (dialog, "revealer"))));
  ui_shot (dialog, "overtaken");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_get (dialog, "phone"))), ==, "02801222333");
  ui_wait_text (ui, &ui->ward.first, "phone", "02804555666");
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
#define ADD(path, func) g_test_add ("/ui/actions/" path, Ui, GUINT_TO_POINTER (40), ui_set_up, func, ui_tear_down)
  ADD ("a new household with its head", test_add);
  ADD ("edit and undo", test_edit);
  ADD ("a person and the card", test_edit_person);
  ADD ("a person, a visit and a category more", test_add_person_visit_category);
  ADD ("move and undo", test_move);
  ADD ("split and undo", test_split);
  ADD ("join", test_join);
  ADD ("change head, then death", test_head_and_death);
  ADD ("death at home", test_death_at_home);
  ADD ("absence and return", test_absence);
  ADD ("delete and undo by the toast", test_delete);
  ADD ("Escape asks only when something was typed", test_escape_asks);
  ADD ("a form that was overtaken keeps what was typed", test_overtaken);
  return g_test_run ();
}
