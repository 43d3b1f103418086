/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From somebody's wish for work, and a business that needs people, to a person who has work. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-board.h"
#include "tn-dialog.h"
#include "tn-listed.h"
#include "tn-option-drop-down.h"
#include "tn-record-page.h"

static GtkWidget *
screen_of (Ui *ui)
{
  return tn_window_show_screen (ui->window, "work");
}

static GtkWidget *
page_of (Ui *ui)
{
  return ui_find_type (screen_of (ui), TN_TYPE_RECORD_PAGE);
}

static GtkWidget *
list_of (Ui *ui)
{
  return ui_get (screen_of (ui), "view");
}

static void
filter (Ui *ui, const char *key)
{
  tn_board_set_filter (TN_BOARD (ui_find_type (screen_of (ui), TN_TYPE_BOARD)), key);
}

static void
act (Ui *ui, const char *action)
{
  g_assert_true (gtk_widget_activate_action (screen_of (ui), action, NULL));
}

static GtkWidget *
wait_dialog (void)
{
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  return ui_dialog (TN_TYPE_DIALOG);
}

static void
write_note (GtkWidget *dialog, const char *field, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_get (dialog, field))), text, -1);
}

static void
choose (GtkWidget *dialog, const char *field, const char *key)
{
  g_assert_true (tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, field)), key));
}

static GArray *
list_ids (Ui *ui, const char *kind)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnListedQuery query = { .kind = kind };

  return tn_query_listed (copy, &query, NULL);
}

static TnId
find_only (Ui *ui, const char *kind)
{
  g_autoptr (GArray) rows = list_ids (ui, kind);

  g_assert_cmpuint (rows->len, ==, 1);
  return g_array_index (rows, TnListed, 0).id;
}

/* By the register, as it was imported. */
static void
add_lost_job (Ui *ui, const TnId *person)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("Mất việc");
  g_autoptr (GError) error = NULL;
  TnId id = tn_edit_create (edit, "membership", NULL);
  gint64 action;

  tn_edit_set_ref (edit, &id, "subject", person);
  tn_edit_set_text (edit, &id, "category", "lost_job");
  tn_edit_set_text (edit, &id, "from", "2021-07-01");
  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
}

static TnId
note_wish (Ui *ui, guint person, const char *wants)
{
  g_autofree char *target = tn_id_dup_string (&ui->ward.first_people[person]);
  GtkWidget *dialog;
  TnListed listed;
  gboolean found;

  ui_act (ui, "win.new-job-wish", target);
  dialog = wait_dialog ();
  ui_type (dialog, "wants", wants);
  ui_shot (dialog, "wish-new");
  ui_save_dialog ();
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_assert_true (tn_query_last_listed (copy, "job_wish", &ui->ward.first_people[person], &listed, &found, NULL) && found);
  return listed.id;
}

static TnId
add_business (Ui *ui)
{
  GtkWidget *dialog;

  ui_act (ui, "win.new-business", NULL);
  dialog = wait_dialog ();
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_type (dialog, "name", "Xưởng may <Thử> & con");
  ui_type (dialog, "trade", "may mặc");
  ui_shot (dialog, "business-new");
  ui_save_dialog ();
  return find_only (ui, "business");
}

static TnId
add_need (Ui *ui, const TnId *business)
{
  GtkWidget *dialog;

  tn_window_go (ui->window, "work", business);
  WAIT (ui_find_text (page_of (ui), "Xưởng may <Thử> & con"));
  act (ui, "work.next");
  dialog = wait_dialog ();
  choose (dialog, "what", "workers");
  write_note (dialog, "text", "2 thợ may công nghiệp");
  ui_type (dialog, "number", "2");
  ui_type (dialog, "since", "01/12/2021");
  ui_shot (dialog, "need-new");
  ui_save_dialog ();
  return find_only (ui, "business_need");
}

/* FALSE while it is not laid out yet. */
static gboolean
is_above (GtkWidget *root, const char *text, const char *other)
{
  GtkWidget *first = ui_find_text (root, text), *second = ui_find_text (root, other);
  graphene_rect_t a, b;

  return first && second && gtk_widget_compute_bounds (first, root, &a) && gtk_widget_compute_bounds (second, root, &b) && a.origin.y < b.origin.y;
}

static void
test_a_need_and_who_looks_side_by_side (Ui *ui, gconstpointer data)
{
  TnId business, need, wish, other;
  g_autofree char *where = NULL;

  WAIT (ui_find_text (screen_of (ui), "Nobody Looks for Work"));
  ui_shot (ui->window, "work-empty");
  filter (ui, "businesses");
  WAIT (ui_find_text (screen_of (ui), "No Business Yet"));
  business = add_business (ui);
  where = tn_id_dup_string (&business);
  filter (ui, "needs");
  WAIT (ui_find_text (screen_of (ui), "No Need Yet"));
  other = note_wish (ui, 0, "bảo vệ");
  wish = note_wish (ui, 2, "may công nghiệp");
  need = add_need (ui, &business);
  WAIT (ui_find_containing (page_of (ui), "2 thợ may công nghiệp"));   /* on the page of the business */
  tn_window_go (ui->window, "work", &need);
  WAIT (ui_find_text (page_of (ui), "Nguyễn Văn Cường") && ui_find_text (page_of (ui), "Nguyễn Văn Á"));
  WAIT (ui_find_text (list_of (ui), "overdue"));
  WAIT (is_above (page_of (ui), "Nguyễn Văn Cường", "Nguyễn Văn Á"));
  g_assert_nonnull (ui_find_text (page_of (ui), "suggested"));
  ui_shot (ui->window, "work-need");
  g_autofree char *target = tn_id_dup_string (&wish);
  g_assert_true (gtk_widget_activate_action (screen_of (ui), "work.place", "s", target));
  ui_wait_text (ui, &wish, "state", "placed");
  ui_wait_text (ui, &wish, "business", where);
  WAIT (ui_find_containing (list_of (ui), "1 of 2 found"));
  WAIT (ui_find_text (page_of (ui), "Found so far") && ui_find_text (page_of (ui), "1 of 2"));
  WAIT (!ui_find_text (page_of (ui), "Nguyễn Văn Cường"));
  ui_act (ui, "win.undo", NULL);
  ui_wait_text (ui, &wish, "state", "looking");
  WAIT (ui_find_text (page_of (ui), "Nguyễn Văn Cường"));
  /* and from the page of who looks, at the business */
  tn_window_go (ui->window, "work", &other);
  WAIT (ui_find_containing (page_of (ui), "Xưởng may <Thử> & con: 2 thợ may"));
  g_assert_true (gtk_widget_activate_action (screen_of (ui), "work.place-at", "s", where));
  ui_wait_text (ui, &other, "state", "placed");
  WAIT (ui_find_text (page_of (ui), "Has work"));
  filter (ui, "people");
  tn_window_go (ui->window, "work", &business);
  WAIT (ui_find_containing (list_of (ui), "may mặc"));          /* its list comes along */
  WAIT (ui_find_text (page_of (ui), "Found work here") && ui_find_text (page_of (ui), "Nguyễn Văn Á"));
  ui_shot (ui->window, "work-business");
}

static void
test_closing_a_need (Ui *ui, gconstpointer data)
{
  TnId business = add_business (ui), need = add_need (ui, &business);
  GtkWidget *dialog;

  filter (ui, "needs");
  tn_window_go (ui->window, "work", &need);
  WAIT (ui_find_text (page_of (ui), "Who looks for work"));
  act (ui, "work.next");
  dialog = wait_dialog ();
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_text (dialog, "Write what was done, or why it is not needed any more."));
  write_note (dialog, "answer", "Đã giới thiệu hai người");
  ui_save_dialog ();
  ui_wait_text (ui, &need, "state", "met");
  WAIT (ui_find_text (page_of (ui), "Đã giới thiệu hai người"));
  WAIT (!ui_find_text (page_of (ui), "Who looks for work"));
  WAIT (ui_find_text (list_of (ui), "Closed"));
}

static void
test_who_lost_work_is_asked (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId wish;

  screen_of (ui);
  add_lost_job (ui, &ui->ward.first_people[2]);
  WAIT (ui_find_text (list_of (ui), "Nguyễn Văn Cường") && ui_find_text (list_of (ui), "Lost their work, not asked yet"));
  tn_window_go (ui->window, "work", &ui->ward.first_people[2]);
  WAIT (ui_find_containing (page_of (ui), "is not noted yet"));
  act (ui, "work.next");
  dialog = wait_dialog ();
  WAIT (ui_find_containing (dialog, "Nguyễn Văn Cường"));
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_type (dialog, "wants", "Bán hàng");
  ui_save_dialog ();
  wish = find_only (ui, "job_wish");
  WAIT (ui_find_text (list_of (ui), "Look for work") && !ui_find_text (list_of (ui), "Lost their work, not asked yet"));
  tn_window_go (ui->window, "work", &wish);
  WAIT (ui_find_text (page_of (ui), "None has said that it needs workers now."));
  act (ui, "work.next");                                       /* has work, but where? */
  dialog = wait_dialog ();
  g_assert_true (gtk_widget_activate_action (dialog, "dialog.save", NULL));
  WAIT (ui_find_containing (dialog, "Where they have work now is missing"));
  write_note (dialog, "note", "Tiệm của người quen");
  ui_shot (dialog, "wish-placed");
  ui_save_dialog ();
  ui_wait_text (ui, &wish, "state", "placed");
  WAIT (ui_find_text (screen_of (ui), "Nobody Looks for Work"));
}

static void
test_does_not_look_any_more (Ui *ui, gconstpointer data)
{
  TnId wish = note_wish (ui, 1, "giúp việc nhà");

  tn_window_go (ui->window, "work", &wish);
  WAIT (ui_find_text (page_of (ui), "giúp việc nhà"));
  ui_shot (ui->window, "work-wish");
  act (ui, "work.edit");
  ui_type (wait_dialog (), "skills", "Nấu ăn");
  ui_save_dialog ();
  ui_wait_text (ui, &wish, "skills", "Nấu ăn");
  WAIT (ui_find_text (page_of (ui), "Nấu ăn"));
  act (ui, "work.stop");
  write_note (wait_dialog (), "note", "Về quê");
  ui_save_dialog ();
  ui_wait_text (ui, &wish, "state", "stopped");
  WAIT (ui_find_text (page_of (ui), "Does not look any more"));
}

#define ADD(name, test) g_test_add ("/work/" name, Ui, NULL, ui_set_up, test, ui_tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD ("a need and who looks, side by side", test_a_need_and_who_looks_side_by_side);
  ADD ("closing a need", test_closing_a_need);
  ADD ("who lost work is asked", test_who_lost_work_is_asked);
  ADD ("does not look any more", test_does_not_look_any_more);
  return g_test_run ();
}
