/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orphans and sponsors, promises that are overdue, households that wait for a helper: as an officer works with them. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-person-row.h"
#include "tn-date.h"
#include "tn-donor.h"
#include "tn-hands.h"
#include "tn-record-page.h"

#define SCREEN "hands"

/* Behind the window's back: a child in the category, and a donor. */
static TnId
make_orphan (Ui *ui)
{
  TnEdit *edit = tn_edit_new ("Orphan");
  TnId id = tn_edit_create (edit, "membership", NULL), donor = tn_edit_create (edit, "donor", NULL);

  tn_edit_set_ref (edit, &id, "subject", &ui->ward.first_people[2]);
  tn_edit_set_text (edit, &id, "category", "orphan_covid");
  tn_edit_set_text (edit, &donor, "name", "Bà Thử <&>");
  tn_edit_set_text (edit, &donor, "type", "person");
  ui_write_behind (ui, edit);
  return donor;
}

static void
show (Ui *ui, const TnId *id, const char *text)
{
  tn_window_go (ui->window, "hands", id);
  WAIT (tn_record_page_is_written (TN_RECORD_PAGE (ui_record (ui, SCREEN))) && ui_find_containing (ui_record (ui, SCREEN), text));
}

static void
test_a_sponsor_from_promise_to_receipt (Ui *ui, gconstpointer data)
{
  const TnId *child = &ui->ward.first_people[2];
  g_autofree char *donor = NULL, *day = NULL, *target = NULL;
  TnId donor_id, id;
  GtkWidget *dialog;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nobody Waits"));
  ui_shot (ui->window, "hands-empty");
  donor_id = make_orphan (ui);
  donor = tn_id_dup_string (&donor_id);
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Orphans Without a Sponsor"));
  show (ui, child, "Nobody yet");
  ui_shot (ui->window, "hands-waiting");
  ui_act_on (ui, SCREEN, "hands.first", NULL);                       /* F7 */
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Write what is promised"));
  ui_wait_choose (dialog, "sponsor", donor);
  ui_type (dialog, "amount", "1.000.000");
  ui_type (dialog, "from", "01/10/2021");
  ui_shot (dialog, "hands-sponsorship-new");
  ui_save_dialog ();
  id = ui_find_only (ui, "sponsorship");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Bà Thử <&>"));
  show (ui, &id, "Overdue");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "overdue"));
  ui_act_on (ui, SCREEN, "hands.came", NULL);
  dialog = ui_wait_dialog ();                       /* the promised amount is proposed */
  ui_type (dialog, "at", "05/10/2021");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Came altogether"));
  ui_shot (ui->window, "hands-sponsorship");
  TnId receipt = ui_find_only (ui, "sponsorship_gift");
  target = tn_id_dup_string (&receipt);
  g_assert_true (gtk_widget_activate_action (ui_screen (ui, SCREEN), "hands.cancel", "s", target));
  ui_wait_dialog ();
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "does not count"));
  ui_act_on (ui, SCREEN, "hands.end", NULL);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Ended"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.undo", NULL));
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Overdue"));
}

/* The donor comes into the list with the promise, in one action. */
static void
test_a_sponsor_who_is_new (Ui *ui, gconstpointer data)
{
  g_autofree char *target = tn_id_dup_string (&ui->ward.first_people[2]), *name = NULL;
  GtkWidget *dialog;
  TnId id, donor;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.new-sponsorship", "s", target));
  dialog = ui_wait_dialog ();
  ui_type (dialog, "amount", "500.000");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Choose the sponsor"));
  ui_type (dialog, "name", "Ông Mới");
  ui_wait_choose (dialog, "type", "person");
  ui_shot (dialog, "hands-sponsor-new");
  ui_save_dialog ();
  id = ui_find_only (ui, "sponsorship");
  donor = ui_find_only (ui, "donor");
  name = ui_text (ui, &donor, "name");
  g_assert_cmpstr (name, ==, "Ông Mới");
  show (ui, &id, "Ông Mới");
}

/* A person's menu is made when it is opened. */
static void
open_menu (GtkMenuButton *button)
{
  gtk_menu_button_popup (button);
  WAIT (gtk_menu_button_get_menu_model (button));
  gtk_menu_button_popdown (button);
}

/* Menus below `root` that offer a sponsor. */
static guint
count_offers (GtkWidget *root)
{
  if (TN_IS_PERSON_ROW (root))
    open_menu (GTK_MENU_BUTTON (ui_get (root, "menu_button")));
  GMenuModel *menu = GTK_IS_MENU_BUTTON (root) ? gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (root)) : NULL;
  g_autoptr (GMenuModel) first = menu && g_menu_model_get_n_items (menu) ? g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION) : NULL;
  guint n = 0;

  for (int k = 0; first && k < g_menu_model_get_n_items (first); k++)
    {
      g_autofree char *action = NULL;

      n += g_menu_model_get_item_attribute (first, k, G_MENU_ATTRIBUTE_ACTION, "s", &action) && g_str_equal (action, "win.new-sponsorship");
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child; child = gtk_widget_get_next_sibling (child))
    n += count_offers (child);
  return n;
}

/* A person's menu offers it for orphans alone. */
static void
test_only_orphans_are_offered_a_sponsor (Ui *ui, gconstpointer data)
{
  make_orphan (ui);
  ui_open_first (ui);
  WAIT (count_offers (ui_page (ui)) == 1);
}

static void
test_who_waits_gets_a_helper (Ui *ui, gconstpointer data)
{
  g_autofree char *household = NULL, *expected = tn_id_dup_string (&ui->ward.first);
  GtkWidget *dialog;
  TnId pair;

  ui_open_first (ui);
  ui_act (ui, "household.pair", NULL);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_containing (dialog, "waits for a helper"));
  ui_type (dialog, "what", "Đi chợ hộ");
  ui_shot (dialog, "hands-pair-new");
  ui_save_dialog ();
  pair = ui_find_only (ui, "helping_pair");
  household = ui_text (ui, &pair, "household");
  g_assert_cmpstr (household, ==, expected);
  ui_wait_text (ui, &pair, "state", "waiting");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Households That Wait for a Helper"));
  show (ui, &pair, "Đi chợ hộ");
  ui_act_on (ui, SCREEN, "hands.first", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "helper", "Nhà bên");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Choose the type"));
  ui_wait_choose (dialog, "type", "neighbour");
  ui_save_dialog ();
  ui_wait_text (ui, &pair, "state", "running");
  show (ui, &pair, "Nhà bên");
  ui_shot (ui->window, "hands-pair");
  ui_act_on (ui, SCREEN, "hands.end", NULL);
  ui_wait_text (ui, &pair, "state", "ended");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  ui_init (&argc, &argv);
#define ADD(name, test) g_test_add ("/ui/hands/" name, Ui, GINT_TO_POINTER (12), ui_set_up, test, ui_tear_down)
  ADD ("a sponsor from promise to receipt", test_a_sponsor_from_promise_to_receipt);
  ADD ("a sponsor who is new", test_a_sponsor_who_is_new);
  ADD ("only orphans are offered a sponsor", test_only_orphans_are_offered_a_sponsor);
  ADD ("who waits gets a helper", test_who_waits_gets_a_helper);
  return g_test_run ();
}
