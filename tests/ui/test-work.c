/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From somebody's wish for work, and a business that needs people, to a person who has work. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-listed.h"

#define SCREEN "work"

/* By the register, as it was imported. */
static void
add_lost_job (Ui *ui, const TnId *person)
{
  TnEdit *edit = tn_edit_new ("Mất việc");
  TnId id = tn_edit_create (edit, "membership", NULL);

  tn_edit_set_ref (edit, &id, "subject", person);
  tn_edit_set_text (edit, &id, "category", "lost_job");
  tn_edit_set_text (edit, &id, "from", "2021-07-01");
  ui_write_behind (ui, edit);
}

static TnId
note_wish (Ui *ui, guint person, const char *wants)
{
  g_autofree char *target = tn_id_dup_string (&ui->ward.first_people[person]);
  GtkWidget *dialog;
  TnListed listed;
  gboolean found;

  ui_act (ui, "win.new-job-wish", target);
  dialog = ui_wait_dialog ();
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
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_type (dialog, "name", "Xưởng may <Thử> & con");
  ui_type (dialog, "trade", "may mặc");
  ui_shot (dialog, "business-new");
  ui_save_dialog ();
  return ui_find_only (ui, "business");
}

static TnId
add_need (Ui *ui, const TnId *business)
{
  GtkWidget *dialog;

  tn_window_go (ui->window, "work", business);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Xưởng may <Thử> & con"));
  ui_act_on (ui, SCREEN, "work.next", NULL);
  dialog = ui_wait_dialog ();
  ui_choose (dialog, "what", "workers");
  ui_write_note (dialog, "text", "2 thợ may công nghiệp");
  ui_type (dialog, "number", "2");
  ui_type (dialog, "since", "01/12/2021");
  ui_shot (dialog, "need-new");
  ui_save_dialog ();
  return ui_find_only (ui, "business_need");
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

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nobody Looks for Work"));
  ui_shot (ui->window, "work-empty");
  ui_filter (ui, SCREEN, "businesses");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Business Yet"));
  business = add_business (ui);
  where = tn_id_dup_string (&business);
  ui_filter (ui, SCREEN, "needs");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Need Yet"));
  other = note_wish (ui, 0, "bảo vệ");
  wish = note_wish (ui, 2, "may công nghiệp");
  need = add_need (ui, &business);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "2 thợ may công nghiệp"));   /* on the page of the business */
  tn_window_go (ui->window, "work", &need);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nguyễn Văn Cường") && ui_find_text (ui_record (ui, SCREEN), "Nguyễn Văn Á"));
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "overdue"));
  WAIT (is_above (ui_record (ui, SCREEN), "Nguyễn Văn Cường", "Nguyễn Văn Á"));
  g_assert_nonnull (ui_find_text (ui_record (ui, SCREEN), "suggested"));
  ui_shot (ui->window, "work-need");
  g_autofree char *target = tn_id_dup_string (&wish);
  g_assert_true (gtk_widget_activate_action (ui_screen (ui, SCREEN), "work.place", "s", target));
  ui_wait_text (ui, &wish, "state", "placed");
  ui_wait_text (ui, &wish, "business", where);
  WAIT (ui_find_containing (ui_get (ui_screen (ui, SCREEN), "view"), "1 of 2 found"));
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Found so far") && ui_find_text (ui_record (ui, SCREEN), "1 of 2"));
  WAIT (!ui_find_text (ui_record (ui, SCREEN), "Nguyễn Văn Cường"));
  ui_act (ui, "win.undo", NULL);
  ui_wait_text (ui, &wish, "state", "looking");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nguyễn Văn Cường"));
  /* and from the page of who looks, at the business */
  tn_window_go (ui->window, "work", &other);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Xưởng may <Thử> & con: 2 thợ may"));
  g_assert_true (gtk_widget_activate_action (ui_screen (ui, SCREEN), "work.place-at", "s", where));
  ui_wait_text (ui, &other, "state", "placed");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Has work"));
  ui_filter (ui, SCREEN, "people");
  tn_window_go (ui->window, "work", &business);
  WAIT (ui_find_containing (ui_get (ui_screen (ui, SCREEN), "view"), "may mặc"));          /* its list comes along */
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Found work here") && ui_find_text (ui_record (ui, SCREEN), "Nguyễn Văn Á"));
  ui_shot (ui->window, "work-business");
}

static void
test_closing_a_need (Ui *ui, gconstpointer data)
{
  TnId business = add_business (ui), need = add_need (ui, &business);
  GtkWidget *dialog;

  ui_filter (ui, SCREEN, "needs");
  tn_window_go (ui->window, "work", &need);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Who looks for work"));
  ui_act_on (ui, SCREEN, "work.next", NULL);
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_text (dialog, "Write what was done, or why it is not needed any more."));
  ui_write_note (dialog, "answer", "Đã giới thiệu hai người");
  ui_save_dialog ();
  ui_wait_text (ui, &need, "state", "met");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Đã giới thiệu hai người"));
  WAIT (!ui_find_text (ui_record (ui, SCREEN), "Who looks for work"));
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Closed"));
}

static void
test_who_lost_work_is_asked (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId wish;

  ui_screen (ui, SCREEN);
  add_lost_job (ui, &ui->ward.first_people[2]);
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Nguyễn Văn Cường") && ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Lost their work, not asked yet"));
  tn_window_go (ui->window, "work", &ui->ward.first_people[2]);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "is not noted yet"));
  ui_act_on (ui, SCREEN, "work.next", NULL);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_containing (dialog, "Nguyễn Văn Cường"));
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_type (dialog, "wants", "Bán hàng");
  ui_save_dialog ();
  wish = ui_find_only (ui, "job_wish");
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Look for work") && !ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Lost their work, not asked yet"));
  tn_window_go (ui->window, "work", &wish);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "None has said that it needs workers now."));
  ui_act_on (ui, SCREEN, "work.next", NULL);                                       /* has work, but where? */
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Where they have work now is missing"));
  ui_write_note (dialog, "note", "Tiệm của người quen");
  ui_shot (dialog, "wish-placed");
  ui_save_dialog ();
  ui_wait_text (ui, &wish, "state", "placed");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nobody Looks for Work"));
}

static void
test_does_not_look_any_more (Ui *ui, gconstpointer data)
{
  TnId wish = note_wish (ui, 1, "giúp việc nhà");

  tn_window_go (ui->window, "work", &wish);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "giúp việc nhà"));
  ui_shot (ui->window, "work-wish");
  ui_act_on (ui, SCREEN, "work.edit", NULL);
  ui_type (ui_wait_dialog (), "skills", "Nấu ăn");
  ui_save_dialog ();
  ui_wait_text (ui, &wish, "skills", "Nấu ăn");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nấu ăn"));
  ui_act_on (ui, SCREEN, "work.stop", NULL);
  ui_write_note (ui_wait_dialog (), "note", "Về quê");
  ui_save_dialog ();
  ui_wait_text (ui, &wish, "state", "stopped");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Does not look any more"));
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
