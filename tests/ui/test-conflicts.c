/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two laptops changed at once, met over a real district, shown and settled in the window. */
#include "ui-duel.h"
#include "tn-conflict-batch.h"
#include "tn-conflict-card.h"
#include "tn-dialog.h"
#include "tn-household-page.h"
#include "tn-opened.h"

static GtkWidget *
card_of (Duel *duel)
{
  GtkWidget *screen = duel_screen (duel, "conflicts");

  WAIT (ui_find_type (screen, TN_TYPE_CONFLICT_CARD));
  return ui_find_type (screen, TN_TYPE_CONFLICT_CARD);
}

static void
press (GtkWidget *root, const char *id)
{
  g_assert_true (gtk_widget_activate (ui_get (root, id)));
}

static void
assert_label (GtkWidget *root, const char *id, const char *expected)
{
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (ui_get (root, id))), ==, expected);
}

static void
assert_contains (GtkWidget *root, const char *id, const char *part)
{
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (ui_get (root, id))), part));
}

static gboolean
has_no_conflict (Duel *duel)
{
  return duel_badge (duel, "conflicts") == 0;
}

/* Both laptops and the district agree on the value, and nobody is asked any more. */
static void
assert_settled (Duel *duel, const char *field, const char *expected)
{
  g_autofree char *here = NULL, *there = NULL;

  WAIT (has_no_conflict (duel));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (ui_get (duel_screen (duel, "conflicts"), "stack"))), ==, "empty");
  duel_wait_sent (duel);
  laptop_sync (&duel->minh);
  here = duel_text (duel, field);
  there = laptop_get (&duel->minh, &duel->household, field);
  g_assert_cmpstr (here, ==, expected);
  g_assert_cmpstr (there, ==, expected);
  g_assert_cmpuint (laptop_conflicts (&duel->minh, NULL, NULL), ==, 0);
}

static void
test_shown (void)
{
  Duel duel;
  GtkWidget *card;

  duel_init (&duel);
  duel_fight (&duel, "phone", "02801111111", "02802222222");
  card = card_of (&duel);
  assert_label (card, "subtitle", "Telephone · Changed by two people");
  /* The later one stands; which is Minh's, typed after Lan's. */
  assert_label (card, "standing", "02802222222");
  assert_label (card, "other", "02801111111");
  assert_contains (card, "standing_who", "Minh");
  assert_contains (card, "other_who", "Lan");
  assert_contains (card, "other_who", "this laptop");
  assert_contains (card, "standing_who", "/20");   /* the date */
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_get (card, "keep_standing")), GTK_ACCESSIBLE_PROPERTY_LABEL, "Keep “02802222222”");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_get (card, "keep_other")), GTK_ACCESSIBLE_PROPERTY_LABEL, "Keep “02801111111”");
  g_assert_nonnull (ui_find_text (duel_screen (&duel, "conflicts"), "1 thing was changed by two people at once"));
  ui_shot (duel.window, "conflicts");
  duel_clear (&duel);
}

static void
test_keep_standing (void)
{
  Duel duel;

  duel_init (&duel);
  duel_fight (&duel, "phone", "02801111111", "02802222222");
  press (card_of (&duel), "keep_standing");
  assert_settled (&duel, "phone", "02802222222");
  ui_shot (duel.window, "conflicts-empty");
  duel_clear (&duel);
}

static void
test_keep_other (void)
{
  Duel duel;

  duel_init (&duel);
  duel_fight (&duel, "phone", "02801111111", "02802222222");
  press (card_of (&duel), "keep_other");
  assert_settled (&duel, "phone", "02801111111");
  duel_clear (&duel);
}

static void
test_third (void)
{
  Duel duel;
  GtkWidget *dialog;

  duel_init (&duel);
  duel_fight (&duel, "phone", "02801111111", "02802222222");
  press (card_of (&duel), "write_button");
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (ui_get (dialog, "phone"))), ==, "02801111111");
  ui_shot (dialog, "conflict-third");
  ui_type (dialog, "phone", "02803333333");
  ui_save_dialog ();
  assert_settled (&duel, "phone", "02803333333");
  duel_clear (&duel);
}

/* A place is one value of several fields: a third one is written as a whole. */
static void
test_third_of_place (void)
{
  Duel duel;
  GtkWidget *dialog;

  duel_init (&duel);
  duel_fight (&duel, "house_no", "12/3", "12/5");
  press (card_of (&duel), "write_button");
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  ui_shot (dialog, "conflict-third-place");
  ui_type (dialog, "house_no", "12/7");
  ui_type (dialog, "street", "Hoa Mai");
  ui_save_dialog ();
  assert_settled (&duel, "house_no", "12/7");
  g_autofree char *street = duel_text (&duel, "street");
  g_assert_cmpstr (street, ==, "Hoa Mai");
  duel_clear (&duel);
}

static void
test_household (void)
{
  Duel duel;
  GtkWidget *page, *card;

  duel_init (&duel);
  duel_fight (&duel, "phone", "02801111111", "02802222222");
  press (card_of (&duel), "open_button");
  WAIT (g_strcmp0 (tn_window_get_screen (duel.window), "households") == 0);
  page = ui_find_type (duel.window, TN_TYPE_HOUSEHOLD_PAGE);
  WAIT ((card = ui_find_type (page, TN_TYPE_CONFLICT_CARD)));
  g_assert_false (gtk_widget_get_visible (ui_get (card, "open_button")));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_widget_observe_children (ui_get (page, "conflict_cards"))), ==, 1);
  ui_shot (duel.window, "conflict-household");
  WAIT ((card = ui_find_type (page, TN_TYPE_CONFLICT_CARD)));
  press (card, "keep_other");
  WAIT (!ui_find_type (page, TN_TYPE_CONFLICT_CARD));
  assert_settled (&duel, "phone", "02801111111");
  duel_clear (&duel);
}

static guint
count_opened (Duel *duel, const TnId *id)
{
  g_autoptr (TnCopy) copy = tn_copy_open (duel->lan.path, TN_COPY_READ_ONLY, NULL, NULL);
  g_autoptr (GPtrArray) opened = tn_opened_list (copy, 100, NULL);
  guint n = 0;

  for (guint i = 0; i < opened->len; i++)
    n += tn_id_equal (&((TnOpened *) opened->pdata[i])->id, id);
  return n;
}

static const char *
text_of (GtkWidget *card, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (ui_get (card, id)));
}

/* Two numbers of one card: masked, shown when asked for, and written down who asked. */
static void
test_card_numbers (void)
{
  Duel duel;
  GtkWidget *card;
  TnId person, identity;
  TnEdit *edit = tn_edit_new ("Card");
  g_autoptr (GError) error = NULL;

  duel_init (&duel);
  person = laptop_add_person (&duel.lan, &duel.household, "Nguyễn Văn Thử");
  identity = tn_edit_create (edit, "identity", NULL);
  tn_edit_set_ref (edit, &identity, "person", &person);
  tn_edit_set_text (edit, &identity, "number", "079060000100");
  g_assert_true (tn_copy_edit (duel.lan.copy, edit, NULL, &error));
  tn_edit_free (edit);
  laptop_sync (&duel.lan);
  laptop_sync (&duel.minh);
  laptop_set (&duel.lan, &identity, "number", "079060000111");
  laptop_set (&duel.minh, &identity, "number", "079060000222");
  laptop_sync (&duel.minh);
  duel_open (&duel);
  WAIT (duel_badge (&duel, "conflicts") == 1);
  card = card_of (&duel);
  assert_label (card, "standing", "•••••••• 0222");
  assert_label (card, "other", "•••••••• 0111");
  g_assert_cmpuint (count_opened (&duel, &identity), ==, 0);
  ui_shot (duel.window, "conflict-masked");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_get (card, "reveal")), TRUE);
  WAIT (g_str_equal (text_of (card, "standing"), "079060000222"));
  assert_label (card, "other", "079060000111");
  g_assert_cmpuint (count_opened (&duel, &identity), ==, 1);
  ui_shot (duel.window, "conflict-revealed");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_get (card, "reveal")), FALSE);
  assert_label (card, "standing", "•••••••• 0222");
  /* the form of a third value shows the other one: that is asking too */
  press (card, "write_button");
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  g_assert_cmpuint (count_opened (&duel, &identity), ==, 2);
  gtk_window_destroy (GTK_WINDOW (ui_dialog (TN_TYPE_DIALOG)));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  duel_clear (&duel);
}

/* Settled by mistake: one undo brings the question back. */
static void
test_undo (void)
{
  Duel duel;

  duel_init (&duel);
  duel_fight (&duel, "phone", "02801111111", "02802222222");
  press (card_of (&duel), "keep_other");
  WAIT (has_no_conflict (&duel));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (duel.window), "win.undo", NULL));
  WAIT (duel_badge (&duel, "conflicts") == 1);
  g_autofree char *phone = duel_text (&duel, "phone");
  g_assert_cmpstr (phone, ==, "02802222222");
  assert_label (card_of (&duel), "other", "02801111111");
  duel_clear (&duel);
}

/* What a restore of the district's server brought to light stands together: settled at once, taken back at once, or one by one. */
static void
test_batch (void)
{
  Duel duel;
  GtkWidget *screen, *batch;

  duel_init (&duel);
  world_save (&duel.world, "monday");
  laptop_set (&duel.minh, &duel.household, "phone", "02802222222");
  laptop_set (&duel.minh, &duel.household, "code", "HK-0002");
  laptop_set (&duel.minh, &duel.household, "code", "HK-0003");
  laptop_set (&duel.minh, &duel.household, "note", "Nhà có chó dữ, gọi điện trước khi đến.");
  laptop_sync (&duel.minh);
  laptop_set (&duel.minh, &duel.household, "note", "Nhà có chó dữ.");
  laptop_sync (&duel.minh);
  laptop_sync (&duel.lan);
  world_put_back (&duel.world, "monday");
  laptop_set (&duel.minh, &duel.household, "code", "HK-0004");
  duel_open (&duel);
  WAIT (duel_badge (&duel, "conflicts") == 1);
  screen = duel_screen (&duel, "conflicts");
  WAIT (ui_find_type (screen, TN_TYPE_CONFLICT_BATCH));
  batch = ui_find_type (screen, TN_TYPE_CONFLICT_BATCH);
  assert_contains (batch, "title", "1 value to look at");
  g_assert_false (gtk_widget_get_visible (ui_get (screen, "summary")));
  ui_shot (duel.window, "conflict-batch");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_get (batch, "one_by_one")), TRUE);
  WAIT (gtk_widget_get_mapped (ui_find_type (batch, TN_TYPE_CONFLICT_CARD)));
  assert_label (ui_find_type (batch, TN_TYPE_CONFLICT_CARD), "standing", "02802222222");
  ui_shot (duel.window, "conflict-batch-open");
  press (batch, "keep_all");
  WAIT (has_no_conflict (&duel));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (duel.window), "win.undo", NULL));
  WAIT (duel_badge (&duel, "conflicts") == 1);
  WAIT (ui_find_type (screen, TN_TYPE_CONFLICT_BATCH));
  press (ui_find_type (screen, TN_TYPE_CONFLICT_BATCH), "keep_all");
  assert_settled (&duel, "phone", "02802222222");
  duel_clear (&duel);
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/conflicts/both values with who, when and where", test_shown);
  g_test_add_func ("/ui/conflicts/what stands is kept", test_keep_standing);
  g_test_add_func ("/ui/conflicts/the other value is kept", test_keep_other);
  g_test_add_func ("/ui/conflicts/a third value is written", test_third);
  g_test_add_func ("/ui/conflicts/a third place is written", test_third_of_place);
  g_test_add_func ("/ui/conflicts/settled from the household's page", test_household);
  g_test_add_func ("/ui/conflicts/undone", test_undo);
  g_test_add_func ("/ui/conflicts/card numbers are masked", test_card_numbers);
  g_test_add_func ("/ui/conflicts/a restore's batch", test_batch);
  return g_test_run ();
}
