/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Petitions from intake to whether they are satisfied; and what was typed of an author before "Without a name" was chosen is in no file of the copy. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-opened.h"
#include "tn-petition.h"

#define SCREEN "petitions"
#define SECRET_NAME "Zxyqwa Thị Bí Mật"
#define SECRET_PHONE "02805551234"

static void
press_switch (GtkWidget *dialog, const char *field, gboolean on)
{
  GtkWidget *input = ui_get (dialog, field);

  gtk_widget_grab_focus (input);
  g_assert_true (gtk_widget_activate (input));
  WAIT (gtk_switch_get_active (GTK_SWITCH (input)) == on);
}

/* Behind the window's back: what another laptop took down. */
static TnId
take (Ui *ui, const char *topic, const char *text, const char *due)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnValues) values = tn_values_new ();
  g_autoptr (TnEdit) edit = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action;

  tn_values_set_text (values, "topic", topic);
  tn_values_set_text (values, "text", text);
  if (due)
    tn_values_set_text (values, "due", due);
  edit = tn_petition_take (copy, "petition", values, &error);
  g_assert_no_error (error);
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  g_clear_pointer (&copy, tn_copy_close);
  return ui_find_newest (ui, "petition");
}

static guint
count_opened (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) list = tn_opened_list (copy, 100, NULL);

  return list->len;
}

static void
test_from_intake_to_satisfied (Ui *ui, gconstpointer data)
{
  g_autofree char *home = tn_id_dup_string (&ui->ward.first), *today = tn_date_today (g_get_real_time () / 1000), *state = NULL;
  GtkWidget *dialog;
  TnId id;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nothing to Be Answered"));
  ui_shot (ui->window, "petitions-empty");
  ui_open_first (ui);
  ui_act (ui, "household.petition", NULL);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_containing (dialog, "12/1"));              /* who asks is said */
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_write_note (dialog, "text", "Hết gạo <từ hôm qua> & sữa");
  ui_choose (dialog, "topic", "health");
  WAIT (ui_find_containing (dialog, "To be answered by"));
  ui_choose (dialog, "topic", "food");
  ui_type (dialog, "name", "Nguyễn Văn Á");
  ui_shot (dialog, "petition-new");
  ui_save_dialog ();
  id = ui_find_newest (ui, "petition");
  state = ui_text (ui, &id, "household");
  g_assert_cmpstr (state, ==, home);
  ui_wait_text (ui, &id, "state", "open");
  ui_wait_text (ui, &id, "channel", "door");
  tn_window_go (ui->window, "petitions", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Hết gạo <từ hôm qua> & sữa"));
  g_assert_nonnull (ui_find_text (ui_record (ui, SCREEN), "Nguyễn Văn Á"));
  g_assert_null (ui_find_containing (ui_record (ui, SCREEN), "They are satisfied"));   /* nothing was answered yet */
  ui_act_on (ui, SCREEN, "petition.answer", NULL);
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_text (dialog, "Write what was answered, or to whom it was passed on."));
  ui_write_note (dialog, "answer", "Đã mang 10 kg gạo");
  ui_shot (dialog, "petition-answer");
  ui_save_dialog ();
  ui_wait_text (ui, &id, "state", "answered");
  ui_wait_text (ui, &id, "answered", today);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Đã mang 10 kg gạo"));
  ui_act_on (ui, SCREEN, "petition.not-satisfied", NULL);
  ui_wait_text (ui, &id, "satisfied", "no");
  ui_act_on (ui, SCREEN, "petition.satisfied", NULL);
  ui_wait_text (ui, &id, "satisfied", "yes");
  ui_filter (ui, SCREEN, "answered");
  WAIT (ui_find_containing (ui_get (ui_screen (ui, SCREEN), "view"), "Hết gạo"));
  ui_shot (ui->window, "petition-answered");
  ui_act (ui, "win.undo", NULL);
  ui_wait_text (ui, &id, "satisfied", "no");
}

static void
test_without_a_name_nothing_is_kept (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  g_autofree char *household = NULL, *text = NULL, *home = tn_id_dup_string (&ui->ward.first), *named = NULL;
  TnId id;

  ui_act (ui, "win.new-petition", home);
  dialog = ui_wait_dialog ();
  ui_write_note (dialog, "text", "Loa phường quá ồn");
  ui_choose (dialog, "topic", "environment");
  ui_type (dialog, "name", SECRET_NAME);
  ui_type (dialog, "phone", SECRET_PHONE);
  g_assert_nonnull (ui_find_containing (dialog, "12/1"));
  press_switch (dialog, "anonymous", TRUE);
  WAIT (ui_find_containing (dialog, "Nothing of the person is kept"));
  g_assert_false (gtk_widget_get_visible (ui_get (dialog, "name")));
  g_assert_false (gtk_widget_get_visible (ui_get (dialog, "phone")));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_get (dialog, "name"))), ==, "");
  g_assert_null (ui_find_containing (dialog, "12/1"));
  ui_shot (dialog, "petition-without");
  ui_save_dialog ();
  id = ui_find_newest (ui, "petition");
  household = ui_text (ui, &id, "household");
  g_assert_null (household);
  g_assert_true (practice_ward_holds (&ui->ward, "Loa phường quá ồn", strlen ("Loa phường quá ồn")));   /* the search does find what is there */
  g_assert_false (practice_ward_holds (&ui->ward, "Zxyqwa", strlen ("Zxyqwa")));
  g_assert_false (practice_ward_holds (&ui->ward, SECRET_PHONE, strlen (SECRET_PHONE)));
  tn_window_go (ui->window, "petitions", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nothing of the person was kept."));
  /* who gives the name later has it added */
  ui_act_on (ui, SCREEN, "petition.edit", NULL);
  dialog = ui_wait_dialog ();
  g_assert_false (gtk_widget_get_visible (ui_get (dialog, "name")));
  press_switch (dialog, "anonymous", FALSE);
  WAIT (gtk_widget_get_visible (ui_get (dialog, "name")));
  ui_type (dialog, "name", SECRET_NAME);
  ui_save_dialog ();
  ui_wait_text (ui, &id, "name", SECRET_NAME);
  g_assert_true (practice_ward_holds (&ui->ward, "Zxyqwa", strlen ("Zxyqwa")));
  /* and from then on it is not offered to take it away */
  WAIT (ui_find_text (ui_record (ui, SCREEN), SECRET_NAME));
  ui_act_on (ui, SCREEN, "petition.edit", NULL);
  dialog = ui_wait_dialog ();
  g_assert_null (ui_find (dialog, "anonymous"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

static gboolean
is_above (GtkWidget *list, const char *text, const char *other)
{
  graphene_rect_t one, two;

  return gtk_widget_compute_bounds (ui_find_text (list, text), list, &one) && gtk_widget_compute_bounds (ui_find_text (list, other), list, &two) &&
         one.origin.y < two.origin.y;
}

static void
test_late_ones_first_and_found_by_text (Ui *ui, gconstpointer data)
{
  TnId late, later;
  GtkWidget *search;

  later = take (ui, "school", "Xin máy tính bảng cho con", "2099-12-31");
  late = take (ui, "support", "Chưa nhận gói hỗ trợ", "2021-12-01");
  g_assert_false (tn_id_equal (&late, &later));
  tn_window_go (ui->window, "petitions", &late);
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Chưa nhận gói hỗ trợ") && ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Xin máy tính bảng cho con"));
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "overdue"));
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "It should have been by 01/12/2021"));
  WAIT (is_above (ui_get (ui_screen (ui, SCREEN), "view"), "Chưa nhận gói hỗ trợ", "Xin máy tính bảng cho con"));
  ui_shot (ui->window, "petitions");
  search = ui_find_type (ui_screen (ui, SCREEN), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (search), "may tinh");
  WAIT (!ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Chưa nhận gói hỗ trợ") && ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Xin máy tính bảng cho con"));
  gtk_editable_set_text (GTK_EDITABLE (search), "allowances");      /* a topic */
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Chưa nhận gói hỗ trợ") && !ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Xin máy tính bảng cho con"));
}

/* The list says that there is a report and nothing of it; who opens it is written down. */
static void
test_a_report_of_wrongdoing_is_logged (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId id;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nothing to Be Answered"));
  ui_act (ui, "win.new-complaint", NULL);
  dialog = ui_wait_dialog ();
  ui_write_note (dialog, "text", "Chia quà cho người nhà");
  ui_choose (dialog, "topic", "support");
  ui_type (dialog, "name", SECRET_NAME);
  press_switch (dialog, "anonymous", TRUE);
  ui_shot (dialog, "complaint-new");
  ui_save_dialog ();
  id = ui_find_newest (ui, "complaint");
  g_assert_false (practice_ward_holds (&ui->ward, "Zxyqwa", strlen ("Zxyqwa")));
  ui_filter (ui, SCREEN, "reports");
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Report of wrongdoing"));
  g_assert_null (ui_find_containing (ui_get (ui_screen (ui, SCREEN), "view"), "Chia quà"));
  g_assert_cmpuint (count_opened (ui), ==, 0);
  tn_window_go (ui->window, "petitions", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Chia quà cho người nhà"));
  g_assert_cmpuint (count_opened (ui), ==, 1);
  ui_act_on (ui, SCREEN, "petition.answer", NULL);
  ui_write_note (ui_wait_dialog (), "answer", "Đã chuyển thanh tra");
  ui_save_dialog ();
  ui_wait_text (ui, &id, "state", "answered");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Đã chuyển thanh tra"));
  g_assert_cmpuint (count_opened (ui), ==, 1);             /* the page that is open is no second opening */
  g_assert_null (ui_find_containing (ui_record (ui, SCREEN), "They are satisfied"));
  ui_shot (ui->window, "complaint");
}

/* What cannot be written down is not shown. */
static void
test_no_report_is_shown_unlogged (Ui *ui, gconstpointer data)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;
  TnId id;

  tn_db_exec (tn_copy_db (copy), "CREATE TRIGGER no_log BEFORE INSERT ON opened BEGIN SELECT RAISE(FAIL, 'full'); END", &error);
  g_assert_no_error (error);
  ui_act (ui, "win.new-complaint", NULL);
  dialog = ui_wait_dialog ();
  ui_write_note (dialog, "text", "Chia quà cho người nhà");
  ui_choose (dialog, "topic", "support");
  ui_save_dialog ();
  id = ui_find_newest (ui, "complaint");
  ui_filter (ui, SCREEN, "reports");
  tn_window_go (ui->window, "petitions", &id);
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "This is not shown"));
  g_assert_null (ui_find_containing (ui_screen (ui, SCREEN), "Chia quà"));
}

/* --- the situation, which is counted from them --- */

static void
add_petitions (Ui *ui, const char *topic, guint n, const TnId *area)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TnValues) values = tn_values_new ();
      g_autoptr (TnEdit) edit = NULL;
      gint64 action;

      tn_values_set_text (values, "topic", topic);
      tn_values_set_text (values, "text", "Không hiện ở đây");
      tn_values_set_ref (values, "area", area);
      edit = tn_petition_take (copy, "petition", values, &error);
      g_assert_no_error (error);
      tn_copy_edit (copy, edit, &action, &error);
      g_assert_no_error (error);
    }
}

static void
test_the_situation_says_no_small_number (Ui *ui, gconstpointer data)
{
  GtkWidget *screen, *asked;
  g_autofree char *quarter = tn_id_dup_string (&ui->ward.quarters[1]);

  add_petitions (ui, "food", 5, &ui->ward.quarters[0]);
  add_petitions (ui, "school", 2, &ui->ward.quarters[1]);
  screen = tn_window_show_screen (ui->window, "situation");
  asked = ui_get (screen, "asked");
  WAIT (ui_find_text (asked, "Food and daily needs") && ui_find_text (asked, "School"));
  g_assert_nonnull (ui_find_text (asked, "5"));
  g_assert_nonnull (ui_find_text (asked, "under 3"));
  g_assert_null (ui_find_text (asked, "2"));
  g_assert_null (ui_find_containing (screen, "Không hiện ở đây"));
  g_assert_nonnull (ui_find_text (ui_get (screen, "quarters"), "5"));
  g_assert_nonnull (ui_find_text (ui_get (screen, "quarters"), "under 3"));
  ui_shot (ui->window, "situation");
  ui_choose (screen, "quarter", quarter);
  WAIT (!ui_find_text (asked, "Food and daily needs"));
  g_assert_nonnull (ui_find_text (asked, "School"));
}

static void
test_the_situation_is_empty_at_first (Ui *ui, gconstpointer data)
{
  GtkWidget *screen = tn_window_show_screen (ui->window, "situation");

  WAIT (ui_find_text (screen, "Nothing to Count Yet"));
  ui_shot (ui->window, "situation-empty");
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
#define ADD(name, test) g_test_add ("/ui/petitions/" name, Ui, GINT_TO_POINTER (12), ui_set_up, test, ui_tear_down)
  ADD ("from intake to satisfied", test_from_intake_to_satisfied);
  ADD ("without a name nothing is kept", test_without_a_name_nothing_is_kept);
  ADD ("late ones first, and found by text", test_late_ones_first_and_found_by_text);
  ADD ("a report of wrongdoing is logged", test_a_report_of_wrongdoing_is_logged);
  ADD ("no report is shown unlogged", test_no_report_is_shown_unlogged);
  ADD ("the situation says no small number", test_the_situation_says_no_small_number);
  ADD ("the situation is empty at first", test_the_situation_is_empty_at_first);
  return g_test_run ();
}
