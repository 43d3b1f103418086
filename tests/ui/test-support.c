/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Support at the desk: a programme and its rule, those who are entitled, proposed, approved, handed over and never twice; a double that two laptops made, settled
 * by a person; lists on paper. */
#include <glib/gstdio.h>
#include <string.h>
#include "ui-fixture.h"
#include "tn-household-actions.h"
#include "tn-dialog.h"
#include "tn-opened.h"
#include "tn-support.h"
#include "tn-support-files.h"
#include "tn-support-people.h"

#define SCREEN "support"

static GtkWidget *
people_of (Ui *ui)
{
  return ui_find_type (ui_screen (ui, SCREEN), TN_TYPE_SUPPORT_PEOPLE);
}

static GtkWidget *
list_of (Ui *ui)
{
  return ui_get (people_of (ui), "people");
}

static GListModel *
lines_of (Ui *ui)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list_of (ui))));
}

static guint
n_lines (Ui *ui)
{
  return g_list_model_get_n_items (lines_of (ui));
}

static void
act_people (Ui *ui, const char *action)
{
  g_assert_true (gtk_widget_activate_action (people_of (ui), action, NULL));
}

/* What a person sees, and no count of records. */
static void
wait_ticked (Ui *ui, const char *text)
{
  WAIT (g_str_equal (gtk_label_get_text (GTK_LABEL (ui_get (people_of (ui), "ticked"))), text));
}

/* Enter on the line. */
static void
press_line (Ui *ui, guint position)
{
  gtk_widget_activate_action (list_of (ui), "list.activate-item", "u", position);
}

static void
close_message (void)
{
  GtkWidget *message;

  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  message = ui_dialog (ADW_TYPE_MESSAGE_DIALOG);
  gtk_window_close (GTK_WINDOW (message));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

/* --- behind the window's back: what another laptop wrote --- */

static void
write_edit (Ui *ui, TnEdit *edit, const GError *error)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) owned = edit;
  g_autoptr (GError) wrong = NULL;
  gint64 action;

  g_assert_no_error (error);
  tn_copy_edit (copy, owned, &action, &wrong);
  g_assert_no_error (wrong);
}

static TnId
make_programme (Ui *ui, const char *name, const char *per, const char *rule)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Programme");
  TnId id = tn_edit_create (edit, "programme", NULL);

  tn_edit_set_text (edit, &id, "name", name);
  tn_edit_set_text (edit, &id, "basis", "Nghị quyết 97/NQ-HĐND");
  tn_edit_set_text (edit, &id, "per", per);
  tn_edit_set_text (edit, &id, "gives", "money");
  tn_edit_set_int (edit, &id, "amount", 1000000);
  tn_edit_set_text (edit, &id, "rule", rule);
  tn_edit_set_text (edit, &id, "state", "open");
  write_edit (ui, g_steal_pointer (&edit), NULL);
  return id;
}

static TnId
approve (Ui *ui, const TnId *programme, const TnId *whom)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;
  TnId entitlement = tn_entitlement_id (programme, whom);
  g_autoptr (TnEdit) first = tn_support_propose (copy, programme, whom, 1, NULL, &error), second = NULL;
  gint64 action;

  g_assert_no_error (error);
  tn_copy_edit (copy, first, &action, &error);
  g_assert_no_error (error);
  second = tn_support_decide (copy, &entitlement, 1, TN_DECIDE_APPROVE, NULL, NULL, &error);
  g_assert_no_error (error);
  tn_copy_edit (copy, second, &action, &error);
  g_assert_no_error (error);
  return entitlement;
}

/* As it comes from a laptop that knew of no other receipt. */
static void
hand_over (Ui *ui, const TnId *programme, const TnId *whom, const char *by)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Receipt");
  TnId id = tn_edit_create (edit, "delivery", NULL), entitlement = tn_entitlement_id (programme, whom);

  tn_edit_set_ref (edit, &id, "entitlement", &entitlement);
  tn_edit_set_ref (edit, &id, "programme", programme);
  tn_edit_set_ref (edit, &id, "whom", whom);
  tn_edit_set_int (edit, &id, "at", g_get_real_time () / 1000);
  tn_edit_set_int (edit, &id, "amount", 1000000);
  tn_edit_set_text (edit, &id, "by", by);
  write_edit (ui, g_steal_pointer (&edit), NULL);
}

static TnProgrammeSums
read_sums (Ui *ui, const TnId *programme)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;
  TnProgrammeSums sums;

  tn_programme_sums (copy, programme, &sums, &error);
  g_assert_no_error (error);
  g_clear_pointer (&sums.quantity, g_free);
  return sums;
}

static TnId
find_only (Ui *ui, const char *kind)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GArray) ids = tn_query_ids (copy, kind, NULL);

  g_assert_cmpuint (ids->len, ==, 1);
  return g_array_index (ids, TnId, 0);
}

/* --- tests --- */

static TnId
make_by_hand (Ui *ui)
{
  GtkWidget *dialog;
  TnId id;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Programmes Yet"));
  ui_shot (ui->window, "support-empty");
  ui_act (ui, "win.new-programme", NULL);
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_type (dialog, "name", "Gói hỗ trợ đợt 3");
  ui_type (dialog, "basis", "Nghị quyết 97/NQ-HĐND");
  ui_type (dialog, "amount", "1000000");
  ui_type (dialog, "quota", "50");
  WAIT (ui_find_containing (dialog, "people are entitled"));     /* everybody, so far */
  g_assert_true (gtk_widget_activate (ui_get (dialog, "add-condition")));
  WAIT (ui_find (dialog, "fact"));
  WAIT (!ui_find_containing (dialog, "people are entitled"));     /* a condition without a value is none: it says so */
  ui_choose (dialog, "fact", "age");
  ui_type (dialog, "rule-from", "sáu mươi");
  WAIT (ui_find_containing (dialog, "is not a whole number"));
  ui_type (dialog, "rule-from", "60");
  WAIT (ui_find_containing (dialog, "are entitled"));
  ui_shot (dialog, "programme-new");
  ui_save_dialog ();
  id = find_only (ui, "programme");
  ui_wait_text (ui, &id, "rule", "age: 60..");
  ui_wait_text (ui, &id, "state", "draft");
  return id;
}

static void
test_from_rule_to_receipt (Ui *ui, gconstpointer data)
{
  TnId id = make_by_hand (ui);
  TnProgrammeSums sums;
  GtkWidget *dialog;
  guint entitled;

  tn_window_go (ui->window, "support", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Gói hỗ trợ đợt 3"));
  ui_act_on (ui, SCREEN, "support.open", NULL);
  ui_wait_text (ui, &id, "state", "open");
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "People (F6)"));
  ui_act_on (ui, SCREEN, "support.people-nothing", NULL);
  WAIT (n_lines (ui) > 2);
  entitled = n_lines (ui);
  ui_shot (ui->window, "support-nothing");
  /* three are proposed in one go, and it is said beforehand how many */
  for (guint i = 0; i < 3; i++)
    press_line (ui, i);
  wait_ticked (ui, "3 ticked");
  press_line (ui, 2);
  press_line (ui, 2);
  wait_ticked (ui, "3 ticked");
  act_people (ui, "people.propose");
  dialog = ui_wait_dialog ();
  g_assert_nonnull (ui_find_text (dialog, "3 people"));
  ui_shot (dialog, "support-propose");
  ui_save_dialog ();
  WAIT (n_lines (ui) == entitled - 3);
  wait_ticked (ui, "Nobody is ticked");
  g_assert_cmpuint (read_sums (ui, &id).n_proposed, ==, 3);
  /* one is refused, with a reason; two are approved */
  ui_act_on (ui, SCREEN, "support.people-proposed", NULL);
  WAIT (n_lines (ui) == 3);
  press_line (ui, 0);
  act_people (ui, "people.refuse");
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Say why"));
  ui_type (dialog, "reason", "Đã nhận ở phường khác");
  ui_save_dialog ();
  WAIT (n_lines (ui) == 2);
  /* one of them gets less, and why stands in the list */
  press_line (ui, 1);
  act_people (ui, "people.amount");
  dialog = ui_wait_dialog ();
  ui_type (dialog, "amount", "600000");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Say why"));
  ui_type (dialog, "amount_reason", "Ở ghép cùng anh trai");
  ui_shot (dialog, "support-amount");
  ui_save_dialog ();
  WAIT (ui_find_containing (people_of (ui), "600.000\u00a0đ instead of 1.000.000\u00a0đ: Ở ghép cùng anh trai"));
  ui_shot (ui->window, "support-amount-set");
  wait_ticked (ui, "1 ticked");
  act_people (ui, "people.all");
  wait_ticked (ui, "2 ticked");
  act_people (ui, "people.approve");
  dialog = ui_wait_dialog ();
  g_assert_nonnull (ui_find_containing (dialog, "1 has an amount of their own; 1.600.000"));
  ui_save_dialog ();
  WAIT (n_lines (ui) == 0);
  ui_act_on (ui, SCREEN, "support.people-refused", NULL);
  WAIT (ui_find_text (people_of (ui), "Đã nhận ở phường khác"));
  /* handed over to one */
  ui_act_on (ui, SCREEN, "support.people-approved", NULL);
  WAIT (n_lines (ui) == 2);
  act_people (ui, "people.all");
  wait_ticked (ui, "2 ticked");
  act_people (ui, "people.approve");                              /* they are, with the amounts that stand there */
  WAIT (ui_find_text (ui->window, "Nobody of those ticked stands where this can be done."));
  press_line (ui, 0);
  wait_ticked (ui, "1 ticked");
  act_people (ui, "people.deliver");
  dialog = ui_wait_dialog ();
  ui_type (dialog, "receiver", "Con gái ký thay");
  ui_type (dialog, "sheet", "20210927-1430");
  ui_shot (dialog, "support-deliver");
  ui_save_dialog ();
  WAIT (n_lines (ui) == 1);
  sums = read_sums (ui, &id);
  g_assert_cmpuint (sums.n_counted, ==, 1);
  g_assert_cmpint (sums.amount, ==, 600000);
  ui_act_on (ui, SCREEN, "support.people-delivered", NULL);
  WAIT (n_lines (ui) == 1);
  ui_shot (ui->window, "support-delivered");
  act_people (ui, "people.leave");                                /* Escape: to the programme */
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "1.000.000"));
  ui_shot (ui->window, "support-programme");
  ui_act (ui, "win.undo", NULL);
  WAIT (read_sums (ui, &id).n_counted == 0);
}

/* A condition of a newer program stays as it is until a person takes it out; values come and go as chips. */
static void
test_rule_by_hand (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói tiền", "person", "future_fact: x");
  GtkWidget *dialog;

  tn_window_go (ui->window, "support", &programme);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "nobody is entitled"));
  ui_act_on (ui, SCREEN, "support.rule", NULL);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_containing (dialog, "Not understood: future_fact: x"));
  gtk_widget_activate (ui_get (dialog, "add-condition"));
  WAIT (ui_find (dialog, "value"));
  ui_choose (dialog, "value", "poor");
  WAIT (ui_find (dialog, "poor"));
  ui_choose (dialog, "value", "near_poor");
  WAIT (ui_find (dialog, "near_poor"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (ui_get (dialog, "is")), 1);
  ui_shot (dialog, "support-rule");
  ui_save_dialog ();
  ui_wait_text (ui, &programme, "rule", "future_fact: x\nnot category: poor, near_poor");
  ui_act_on (ui, SCREEN, "support.rule", NULL);
  dialog = ui_wait_dialog ();
  WAIT (ui_find (dialog, "near_poor"));
  gtk_widget_activate (ui_get (dialog, "remove"));               /* the first row: what is not understood */
  WAIT (!ui_find_containing (dialog, "Not understood"));
  gtk_widget_activate (ui_get (dialog, "poor"));
  WAIT (!ui_find (dialog, "poor"));
  WAIT (ui_find_containing (dialog, "entitled"));
  ui_save_dialog ();
  ui_wait_text (ui, &programme, "rule", "not category: near_poor");
  ui_act (ui, "win.undo", NULL);
  ui_wait_text (ui, &programme, "rule", "future_fact: x\nnot category: poor, near_poor");
}

/* A year alone means all of it, at the end of a span too, and comes back as it was typed. */
static void
test_years_alone (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói sinh năm", "person", "born: 1950..1960");
  GtkWidget *dialog;

  tn_window_go (ui->window, "support", &programme);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "1950 to 1960"));
  ui_act_on (ui, SCREEN, "support.rule", NULL);
  dialog = ui_wait_dialog ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_get (dialog, "rule-to"))), ==, "1960");
  ui_type (dialog, "rule-from", "15/6/1960");
  ui_shot (dialog, "support-rule-years");
  ui_save_dialog ();
  ui_wait_text (ui, &programme, "rule", "born: 1960-06-15..1960");
}

/* While the dialog stands open another laptop's receipt comes in. */
static void
test_second_is_refused (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói gạo", "person", ""), *whom = &ui->ward.first_people[0];
  GtkWidget *dialog;

  approve (ui, &programme, whom);
  tn_window_go (ui->window, "support", &programme);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Gói gạo"));
  ui_act_on (ui, SCREEN, "support.people-approved", NULL);
  WAIT (n_lines (ui) == 1);
  press_line (ui, 0);
  act_people (ui, "people.deliver");
  dialog = ui_wait_dialog ();
  hand_over (ui, &programme, whom, "Máy 2");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Nguyễn Văn Á"));             /* who, and why not */
  ui_shot (dialog, "support-second");
  g_assert_cmpuint (read_sums (ui, &programme).n_receipts, ==, 1);
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

/* Goods come from somewhere: that is asked, and they are drawn from there. */
static void
test_goods_from_a_place (Ui *ui, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Stock");
  TnId item = tn_edit_create (edit, "stock_item", NULL), place = tn_edit_create (edit, "stock_place", NULL), other = tn_edit_create (edit, "stock_place", NULL);
  TnId programme = tn_edit_create (edit, "programme", NULL), *whom = &ui->ward.first_people[0];
  g_autofree char *key = tn_id_dup_string (&place), *drawn = NULL;
  GtkWidget *dialog;
  TnId receipt;

  tn_edit_set_text (edit, &item, "name", "Gạo");
  tn_edit_set_text (edit, &item, "measure", "kg");
  tn_edit_set_text (edit, &place, "name", "Kho nhà văn hóa");
  tn_edit_set_text (edit, &other, "name", "Kho trường học");
  tn_edit_set_text (edit, &programme, "name", "Gói gạo");
  tn_edit_set_text (edit, &programme, "per", "person");
  tn_edit_set_text (edit, &programme, "gives", "goods");
  tn_edit_set_text (edit, &programme, "goods", "Gạo");
  tn_edit_set_ref (edit, &programme, "item", &item);
  tn_edit_set (edit, &programme, "quantity", "10");
  tn_edit_set_text (edit, &programme, "state", "open");
  write_edit (ui, edit, NULL);
  approve (ui, &programme, whom);
  tn_window_go (ui->window, "support", &programme);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "10 kg Gạo to each person"));
  ui_act_on (ui, SCREEN, "support.people-approved", NULL);
  WAIT (n_lines (ui) == 1);
  press_line (ui, 0);
  act_people (ui, "people.deliver");
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Choose from which place"));
  ui_choose (dialog, "place", key);
  ui_shot (dialog, "support-place");
  ui_save_dialog ();
  receipt = find_only (ui, "delivery");
  drawn = ui_text (ui, &receipt, "place");
  g_assert_cmpstr (drawn, ==, key);
  find_only (ui, "stock_entry");
}

static void
test_double_is_settled (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói tiền", "person", ""), *whom = &ui->ward.first_people[0];
  GtkWidget *dialog;
  TnProgrammeSums sums;

  approve (ui, &programme, whom);
  hand_over (ui, &programme, whom, "Cô Ba");
  hand_over (ui, &programme, whom, "Chú Tư");
  tn_window_go (ui->window, "support", &programme);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "to settle"));
  g_assert_nonnull (ui_find_text (ui_screen (ui, SCREEN), "1 double"));
  ui_act_on (ui, SCREEN, "support.people-double", NULL);
  WAIT (n_lines (ui) == 1);
  press_line (ui, 0);
  dialog = ui_wait_dialog ();
  g_assert_nonnull (ui_find_containing (dialog, "Cô Ba"));
  g_assert_nonnull (ui_find_containing (dialog, "Chú Tư"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_get (dialog, "error")), TRUE);
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Say why"));
  ui_type (dialog, "reason", "Ghi nhầm tên");
  ui_shot (dialog, "support-double");
  ui_save_dialog ();
  sums = read_sums (ui, &programme);
  g_assert_cmpuint (sums.n_receipts, ==, 2);
  g_assert_cmpuint (sums.n_counted, ==, 1);
  g_assert_cmpuint (sums.n_to_settle, ==, 0);
  g_assert_cmpint (sums.amount, ==, 1000000);
  WAIT (n_lines (ui) == 0);
}

/* The old household got it, its son moved out with a household of his own, and that one got it too: seen with both receipts. */
static void
test_split_off_is_looked_at (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói hộ", "household", ""), home = tn_id_new (tn_env_system ()), *son = &ui->ward.first_people[2], old, entitlement;
  g_autoptr (TnValues) place = tn_values_new ();
  g_autoptr (GError) error = NULL;
  TnEdit *edit = tn_edit_new ("Receipt");
  GtkWidget *dialog;

  entitlement = approve (ui, &programme, &ui->ward.first);
  old = tn_edit_create (edit, "delivery", NULL);
  tn_edit_set_ref (edit, &old, "entitlement", &entitlement);
  tn_edit_set_ref (edit, &old, "programme", &programme);
  tn_edit_set_ref (edit, &old, "whom", &ui->ward.first);
  tn_edit_set_int (edit, &old, "at", g_get_real_time () / 1000 - 3600000);
  tn_edit_set_int (edit, &old, "amount", 1000000);
  write_edit (ui, edit, NULL);
  tn_values_set_text (place, "house_no", "99/9");
  tn_values_set_text (place, "street", "Hoa Mai");
  {
    g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);

    edit = tn_work_split (copy, &ui->ward.first, son, 1, son, NULL, place, &home, &error);
  }
  write_edit (ui, edit, error);
  approve (ui, &programme, &home);
  hand_over (ui, &programme, &home, "Chú Tư");
  tn_window_go (ui->window, "support", &programme);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "to settle"));
  ui_act_on (ui, SCREEN, "support.people-double", NULL);
  WAIT (n_lines (ui) == 1);
  WAIT (ui_find_containing (people_of (ui), "its people lived in 12/1"));
  press_line (ui, 0);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_containing (dialog, "Where they lived before: 12/1"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_get (dialog, "stands")), TRUE);
  ui_type (dialog, "reason", "Hai hộ ăn riêng");
  ui_shot (dialog, "support-split");
  ui_save_dialog ();
  WAIT (n_lines (ui) == 0);
}

static void
test_from_the_household (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói hộ", "household", ""), entitlement = tn_entitlement_id (&programme, &ui->ward.first);
  g_autofree char *proposed = NULL, *key = NULL;
  GtkWidget *dialog;

  ui_open_first (ui);
  ui_act (ui, "household.propose", NULL);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_containing (dialog, "Entitled"));
  ui_shot (dialog, "support-propose-one");
  ui_save_dialog ();
  proposed = ui_text (ui, &entitlement, "programme");
  key = tn_id_dup_string (&programme);
  g_assert_cmpstr (proposed, ==, key);
}

static void
test_what_they_got (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói tiền", "person", ""), *whom = &ui->ward.first_people[1];

  approve (ui, &programme, whom);
  hand_over (ui, &programme, whom, "Cô Ba");
  ui_open_first (ui);
  WAIT (ui_find_containing (ui_page (ui), "Gói tiền"));
  WAIT (ui_find_containing (ui_page (ui), "1.000.000"));
  ui_shot (ui->window, "support-household");
}

static void
test_lists_on_paper (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói tiền", "person", ""), *whom = &ui->ward.first_people[0];
  g_autofree char *sign = g_build_filename (ui->ward.dir, "sign.pdf", NULL), *post = g_build_filename (ui->ward.dir, "post.pdf", NULL);
  g_autofree char *whole = g_build_filename (ui->ward.dir, "whole.xlsx", NULL), *text = NULL;
  g_autoptr (TnCopy) copy = NULL;
  g_autoptr (GPtrArray) opened = NULL;

  approve (ui, &programme, whom);
  tn_window_go (ui->window, "support", &programme);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Gói tiền"));
  ui_act_on (ui, SCREEN, "support.posting", NULL);
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  ui_shot (ui_dialog (ADW_TYPE_MESSAGE_DIALOG), "support-posting");
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (ui_get (ui_dialog (ADW_TYPE_MESSAGE_DIALOG), "whole"))));
  close_message ();
  tn_support_files_write (ui->window, &programme, TN_SUPPORT_APPROVED, TN_SUPPORT_SHEET_SIGNATURES, FALSE, sign);
  WAIT (g_file_test (sign, G_FILE_TEST_EXISTS));
  tn_support_files_write (ui->window, &programme, TN_SUPPORT_APPROVED, TN_SUPPORT_SHEET_POSTING, FALSE, post);
  WAIT (g_file_test (post, G_FILE_TEST_EXISTS));
  WAIT (ui_find_containing (ui->window, "1 line in"));
  copy = practice_ward_open (&ui->ward);
  g_assert_nonnull (tn_support_files_get_sheet (ui->window, &programme));   /* for the receipts that are signed on it */
  opened = tn_opened_list (copy, 10, NULL);
  g_assert_cmpuint (opened->len, ==, 0);
  g_clear_pointer (&opened, g_ptr_array_unref);
  g_clear_pointer (&copy, tn_copy_close);
  tn_support_files_write (ui->window, &programme, TN_SUPPORT_APPROVED, TN_SUPPORT_SHEET_POSTING, TRUE, whole);
  WAIT (g_file_test (whole, G_FILE_TEST_EXISTS));
  copy = practice_ward_open (&ui->ward);
  opened = tn_opened_list (copy, 10, NULL);
  g_assert_cmpuint (opened->len, ==, 1);                           /* asked for, and written down */
  g_assert_true (tn_id_equal (&((TnOpened *) opened->pdata[0])->id, whom));
  /* an empty list is no file */
  tn_support_files_write (ui->window, &programme, TN_SUPPORT_REFUSED, TN_SUPPORT_SHEET_POSTING, FALSE, post);
  close_message ();
  text = ui_read_pdf (sign);
  g_clear_pointer (&copy, tn_copy_close);
  g_unlink (whole);
  if (text)
    g_assert_nonnull (strstr (text, "Nguyễn Văn Á"));
  g_free (text);
  text = ui_read_pdf (post);
  if (text)
    {
      g_assert_nonnull (strstr (text, "Nguyễn Văn Á"));
      g_assert_null (strstr (text, "12/1"));                         /* the house number */
    }
  g_unlink (sign);
  g_unlink (post);
}

/* Of a long list only what is in sight is read. */
static void
test_long_list_reads_what_is_seen (Ui *ui, gconstpointer data)
{
  TnId programme = make_programme (ui, "Gói tiền", "person", "");
  TnSupportModel *model;

  tn_window_go (ui->window, "support", &programme);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Gói tiền"));
  ui_act_on (ui, SCREEN, "support.people-entitled", NULL);
  WAIT (n_lines (ui) > 1000);
  ui_shot (ui->window, "support-long");
  WAIT (ui_find_containing (people_of (ui), "Hẻm"));
  model = TN_SUPPORT_MODEL (gtk_no_selection_get_model (GTK_NO_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list_of (ui))))));
  g_assert_cmpuint (tn_support_model_get_n_fetched (model), >, 0);
  g_assert_cmpuint (tn_support_model_get_n_fetched (model), <, 500);
  ui_type (people_of (ui), "people-search", "nguyen van a 12/1");
  WAIT (n_lines (ui) > 0 && n_lines (ui) < 20);
  act_people (ui, "people.all");
  g_assert_cmpuint (tn_support_model_n_ticked (model), ==, n_lines (ui));
  act_people (ui, "people.leave");                                  /* the ticks first */
  wait_ticked (ui, "Nobody is ticked");
}

int
main (int argc, char *argv[])
{
  ui_init (&argc, &argv);
#define ADD(name, homes, function) g_test_add ("/ui/support/" name, Ui, GUINT_TO_POINTER (homes), ui_set_up, function, ui_tear_down)
  ADD ("from-rule-to-receipt", 40, test_from_rule_to_receipt);
  ADD ("rule-by-hand", 10, test_rule_by_hand);
  ADD ("second-is-refused", 10, test_second_is_refused);
  ADD ("goods-from-a-place", 10, test_goods_from_a_place);
  ADD ("years-alone", 30, test_years_alone);
  ADD ("double-is-settled", 10, test_double_is_settled);
  ADD ("split-off-is-looked-at", 10, test_split_off_is_looked_at);
  ADD ("from-the-household", 10, test_from_the_household);
  ADD ("what-they-got", 10, test_what_they_got);
  ADD ("lists-on-paper", 10, test_lists_on_paper);
  ADD ("long-list-reads-what-is-seen", 400, test_long_list_reads_what_is_seen);
  return g_test_run ();
}
