/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stock, gifts and reductions as an officer works with them: in and out, counted, put right; what must be refused stays in the form with its reason. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-dialog.h"
#include "tn-donor.h"
#include "tn-plot.h"
#include "tn-record-page.h"
#include "tn-reduction.h"

#define SCREEN "resources"

static TnId
add_item (Ui *ui, const char *name, const char *measure)
{
  GtkWidget *dialog;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.new-stock-item", NULL));
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", name);
  ui_type (dialog, "measure", measure);
  ui_choose (dialog, "type", "food");
  ui_type (dialog, "low", "50");
  ui_save_dialog ();
  return tn_stock_item_id (name, measure);
}

static TnId
add_place (Ui *ui, const char *name)
{
  GtkWidget *dialog;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.new-stock-place", NULL));
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", name);
  ui_save_dialog ();
  return tn_stock_place_id (name);
}

static void
show (Ui *ui, const TnId *id, const char *text)
{
  tn_window_go (ui->window, "resources", id);
  WAIT (tn_record_page_is_written (TN_RECORD_PAGE (ui_record (ui, SCREEN))) && ui_find_containing (ui_record (ui, SCREEN), text));
}

static void
test_a_ledger_from_the_first_sack (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId rice, hall, school;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nothing Here Yet"));
  ui_shot (ui->window, "resources-empty");
  rice = add_item (ui, "Gạo <tẻ>", "kg");
  hall = add_place (ui, "Nhà văn hóa & chợ");
  school = add_place (ui, "Trường học");
  show (ui, &hall, "Nhà văn hóa & chợ");
  ui_act_on (ui, SCREEN, "resources.first", NULL);   /* its key is there, and a place offers nothing */
  ui_act_on (ui, SCREEN, "resources.second", NULL);
  g_assert_null (ui_dialog (TN_TYPE_DIALOG));
  show (ui, &rice, "Gạo <tẻ>");
  g_assert_nonnull (ui_find_containing (ui_record (ui, SCREEN), "Nothing has come in yet"));
  ui_act_on (ui, SCREEN, "resources.in", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "quantity", "1.200");       /* one and a fifth, or twelve hundred? */
  ui_choose_record (dialog, "to", &hall);
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "may be in thousands"));
  ui_type (dialog, "quantity", "1200");
  WAIT (ui_find_containing (dialog, "= 1,200 kg"));
  ui_shot (dialog, "resources-in");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "1,200 kg"));
  ui_act_on (ui, SCREEN, "resources.transfer", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "quantity", "200,5");
  ui_choose_record (dialog, "to", &school);              /* the one place that holds it is proposed */
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "999.5 kg"));
  ui_act_on (ui, SCREEN, "resources.out", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "quantity", "300");
  ui_choose_record (dialog, "from", &school);
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "holds 200.5 kg"));   /* it stays, with what was typed */
  ui_shot (dialog, "resources-refused");
  ui_type (dialog, "quantity", "180");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "20.5 kg"));
  ui_act_on (ui, SCREEN, "resources.count", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "counted", "1000");
  ui_choose_record (dialog, "place", &hall);
  ui_shot (dialog, "resources-count");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "1,000 kg"));
  g_assert_nonnull (ui_find_containing (ui_record (ui, SCREEN), "counted: 1,000 kg"));
  ui_shot (ui->window, "resources-item");
  show (ui, &hall, "What Is There");
  g_assert_nonnull (ui_find_text (ui_record (ui, SCREEN), "1,000 kg"));
}

static void
test_a_mistake_is_put_right (Ui *ui, gconstpointer data)
{
  TnId rice = add_item (ui, "Gạo", "kg"), hall = add_place (ui, "Nhà văn hóa"), entry;
  g_autofree char *target = NULL, *note = NULL;
  GtkWidget *dialog;

  show (ui, &rice, "Nothing has come in yet");
  ui_act_on (ui, SCREEN, "resources.in", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "quantity", "500");
  ui_choose_record (dialog, "to", &hall);
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "500 kg"));
  entry = ui_find_newest (ui, "stock_entry");
  target = tn_id_dup_string (&entry);
  g_assert_true (gtk_widget_activate_action (ui_screen (ui, SCREEN), "resources.reverse", "s", target));
  dialog = ui_wait_dialog ();
  ui_write_note (dialog, "note", "50 kg");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "put right"));
  entry = ui_find_newest (ui, "stock_entry");
  note = ui_text (ui, &entry, "note");
  g_assert_cmpstr (note, ==, "50 kg");
  g_assert_true (gtk_widget_activate_action (ui_screen (ui, SCREEN), "resources.reverse", "s", target));   /* a second time */
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "has been put right already"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (ui_find_text (ui_record (ui, SCREEN), "0 kg"));
}

static void
test_a_gift_and_its_thanks (Ui *ui, gconstpointer data)
{
  TnId rice = add_item (ui, "Gạo", "kg"), hall = add_place (ui, "Nhà văn hóa"), gift, donor;
  GtkWidget *dialog;

  ui_filter (ui, SCREEN, "gifts");                     /* as a person would; else the screen goes there by itself */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.new-donor", NULL));
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", "Công ty Thử");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_choose (dialog, "type", "business");
  ui_save_dialog ();
  donor = ui_find_newest (ui, "donor");
  show (ui, &donor, "None yet");
  ui_act_on (ui, SCREEN, "resources.new-gift", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "purpose", "Hộ nghèo");
  ui_choose_record (dialog, "item", &rice);
  ui_choose_record (dialog, "to", &hall);
  ui_type (dialog, "quantity", "300");
  ui_shot (dialog, "resources-gift");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "300 kg"));
  g_assert_nonnull (ui_find_text (ui_record (ui, SCREEN), "not thanked yet"));
  gift = ui_find_newest (ui, "gift");
  show (ui, &gift, "Hộ nghèo");
  ui_act_on (ui, SCREEN, "resources.came", NULL);
  dialog = ui_wait_dialog ();
  ui_choose_record (dialog, "item", &rice);
  ui_choose_record (dialog, "to", &hall);
  ui_type (dialog, "quantity", "20");
  ui_save_dialog ();
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "+20 kg"));
  ui_act_on (ui, SCREEN, "resources.thank", NULL);
  WAIT (!ui_find_containing (ui_record (ui, SCREEN), "Thanked Today"));
  ui_shot (ui->window, "resources-gift-page");
  show (ui, &donor, "320 kg");
  ui_shot (ui->window, "resources-donor");
  g_assert_cmpuint (ui_count_kind (ui, "stock_entry"), ==, 2);
}

static TnId
make_building (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GArray) homes = tn_query_ids (copy, "household", NULL);
  g_autoptr (TnEdit) edit = tn_edit_new ("Building");
  TnId id = tn_edit_create (edit, "building", NULL);
  gint64 action;

  tn_edit_set_text (edit, &id, "name", "Nhà trọ Thử");
  tn_edit_set_text (edit, &id, "owner", "Bà Chủ Thử");
  for (guint i = 2; i < 5; i++)
    tn_edit_set_ref (edit, &g_array_index (homes, TnId, i), "building", &id);
  g_assert_true (tn_copy_edit (copy, edit, &action, NULL));
  return id;
}

static void
test_a_reduction_reaches_a_building (Ui *ui, gconstpointer data)
{
  TnId building = make_building (ui), reduction;
  GtkWidget *dialog;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.new-reduction", NULL));
  dialog = ui_wait_dialog ();
  ui_choose_record (dialog, "building", &building);
  ui_choose (dialog, "what", "rent");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "how much was reduced"));
  ui_type (dialog, "percent", "30");
  ui_shot (dialog, "resources-reduction-new");
  ui_save_dialog ();
  reduction = ui_find_newest (ui, "reduction");
  show (ui, &reduction, "Bà Chủ Thử");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "0 households"));   /* the list that it stands in came with it */
  g_assert_nonnull (ui_find_text (ui_record (ui, SCREEN), "0 Households"));
  ui_act_on (ui, SCREEN, "resources.add-building", NULL);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "3 Households"));
  g_assert_nonnull (ui_find_containing (ui_record (ui, SCREEN), "together reach 3 households"));
  ui_shot (ui->window, "resources-reduction");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.undo", NULL));   /* one action, one undo */
  WAIT (ui_find_text (ui_record (ui, SCREEN), "0 Households"));
}

/* What two laptops did, found after reconciling; looked at on the page. */
static void
test_below_zero_is_explained (Ui *ui, gconstpointer data)
{
  TnId rice = add_item (ui, "Gạo", "kg"), hall = add_place (ui, "Nhà văn hóa");
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("x");
  static const struct { const char *quantity, *day, *why; gboolean in; } table[] = {
    { "12", "2021-12-20", "gift", TRUE }, { "10", "2021-12-24", "delivery", FALSE }, { "10", "2021-12-24", "delivery", FALSE },
  };
  gint64 action;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      TnId id = tn_edit_create (edit, "stock_entry", NULL);

      tn_edit_set_ref (edit, &id, "item", &rice);
      tn_edit_set_ref (edit, &id, table[i].in ? "to" : "from", &hall);
      tn_edit_set (edit, &id, "quantity", table[i].quantity);
      tn_edit_set_text (edit, &id, "at", table[i].day);
      tn_edit_set_text (edit, &id, "why", table[i].why);
    }
  g_assert_true (tn_copy_edit (copy, edit, &action, NULL));
  g_clear_pointer (&copy, tn_copy_close);
  show (ui, &rice, "8 kg more has been taken than came");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "below zero"));
  g_assert_nonnull (ui_find_type (ui_record (ui, SCREEN), TN_TYPE_PLOT));
  ui_shot (ui->window, "resources-negative");
}

/* A line of the list says where the item is as far as it has room: first where more was taken than came. */
static void
test_a_line_says_three_places (Ui *ui, gconstpointer data)
{
  static const char *const quantities[] = { "10", "20", "30", "40", "5" };
  TnId rice = add_item (ui, "Gạo", "kg");
  TnEdit *edit = tn_edit_new ("x");

  for (guint i = 0; i < G_N_ELEMENTS (quantities); i++)
    {
      g_autofree char *name = g_strdup_printf ("Kho %u", i + 1);
      TnId place = add_place (ui, name), id = tn_edit_create (edit, "stock_entry", NULL);

      tn_edit_set_ref (edit, &id, "item", &rice);
      tn_edit_set_ref (edit, &id, i == 4 ? "from" : "to", &place);
      tn_edit_set (edit, &id, "quantity", quantities[i]);
      tn_edit_set_text (edit, &id, "at", "2021-12-20");
      tn_edit_set_text (edit, &id, "why", i == 4 ? "delivery" : "gift");
    }
  ui_write_behind (ui, edit);
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Kho 5: −5 kg; Kho 1: 10 kg; Kho 2: 20 kg; 2 more places"));
  show (ui, &rice, "Kho 4");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  ui_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/ui/resources/" path, Ui, GINT_TO_POINTER (20), ui_set_up, test, ui_tear_down)
  ADD ("a ledger from the first sack", test_a_ledger_from_the_first_sack);
  ADD ("a mistake is put right", test_a_mistake_is_put_right);
  ADD ("a gift and its thanks", test_a_gift_and_its_thanks);
  ADD ("a reduction reaches a building", test_a_reduction_reaches_a_building);
  ADD ("below zero is explained", test_below_zero_is_explained);
  ADD ("a line says three places", test_a_line_says_three_places);
  return g_test_run ();
}
