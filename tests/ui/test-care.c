/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A referral from the household's page to its outcome, and the professionals who take them. Who opens one is written down. */
#include "ui-fixture.h"
#include "tn-board.h"
#include "tn-care-screen.h"
#include "tn-dialog.h"
#include "tn-listed.h"
#include "tn-opened.h"

#define SCREEN "care"

static guint
count_opened (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GPtrArray) list = tn_opened_list (copy, 100, NULL);

  return list->len;
}

static TnId
find_referral (Ui *ui, const TnId *person)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnListed listed;
  gboolean found;

  g_assert_true (tn_query_last_listed (copy, "referral", person, &listed, &found, NULL) && found);
  return listed.id;
}

/* From the person's menu, as at a door: the group is guessed, the trouble typed, saved. */
static TnId
refer (Ui *ui, guint person, const char *group, const char *urgency)
{
  g_autofree char *id = tn_id_dup_string (&ui->ward.first_people[person]);
  GtkWidget *dialog;

  ui_act (ui, "win.new-referral", id);
  dialog = ui_wait_dialog ();
  if (group)
    ui_choose (dialog, "group", group);
  ui_choose (dialog, "urgency", urgency);
  ui_write_note (dialog, "need", "Mất ngủ <nhiều> & khóc");
  ui_shot (dialog, "refer");
  ui_save_dialog ();
  return find_referral (ui, &ui->ward.first_people[person]);
}

static TnId
add_professional (Ui *ui, const char *name, const char *skill, const char *limit)
{
  g_autoptr (TnCopy) copy = NULL;
  g_autoptr (GArray) ids = NULL;
  GtkWidget *dialog;

  ui_act_on (ui, SCREEN, "win.new-professional", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", name);
  ui_choose (dialog, "skill", skill);
  ui_type (dialog, "hours", "Tối thứ 3");
  ui_type (dialog, "limit", limit);
  ui_save_dialog ();
  copy = practice_ward_open (&ui->ward);
  ids = tn_query_ids (copy, "professional", NULL);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *title = tn_query_title (copy, &g_array_index (ids, TnId, i));

      if (g_str_equal (title, name))
        return g_array_index (ids, TnId, i);
    }
  g_error ("no %s", name);
}

static void
show (Ui *ui, const TnId *id, const char *text)
{
  tn_window_go (ui->window, "care", id);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), text));
}

static void
test_from_intake_to_outcome (Ui *ui, gconstpointer data)
{
  TnId id, psychologist, lawyer;
  GtkWidget *dialog, *row;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nobody Waits for Help"));
  ui_shot (ui->window, "care-empty");
  lawyer = add_professional (ui, "LS. Quách Anh", "lawyer", "");
  psychologist = add_professional (ui, "Hoàng Thị Nhã", "psychologist", "1");
  id = refer (ui, 3, NULL, "days");                          /* the mother is elderly: the group is there already */
  ui_wait_text (ui, &id, "group", "alone");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Lê Thị Đào"));
  g_assert_null (ui_find_containing (ui_screen (ui, SCREEN), "Mất ngủ"));
  g_assert_cmpuint (count_opened (ui), ==, 0);               /* the list says whom, not what */
  show (ui, &id, "Mất ngủ <nhiều> & khóc");
  g_assert_cmpuint (count_opened (ui), ==, 1);
  ui_shot (ui->window, "referral");
  /* F7, Enter: the one who fits and has room stands first */
  ui_act_on (ui, SCREEN, "care.ask", NULL);
  row = gtk_widget_get_ancestor (ui_find_text (ui_record (ui, SCREEN), "Hoàng Thị Nhã"), GTK_TYPE_LIST_BOX_ROW);
  g_assert_true (gtk_widget_has_focus (row));
  g_assert_true (gtk_widget_activate (row));
  ui_wait_text (ui, &id, "state", "taken");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Hand it on to"));
  g_assert_cmpuint (count_opened (ui), ==, 1);               /* the page that is open is no second opening */
  ui_act_on (ui, SCREEN, "care.close", NULL);
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_text (dialog, "Choose what came of it."));
  ui_choose (dialog, "outcome", "better");
  ui_shot (dialog, "referral-close");
  ui_save_dialog ();
  ui_wait_text (ui, &id, "state", "closed");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "What came of it"));
  g_assert_null (ui_find_text (ui_record (ui, SCREEN), "Hand it on to"));
  ui_act (ui, "win.undo", NULL);
  ui_wait_text (ui, &id, "state", "taken");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Hand it on to"));
  ui_act_on (ui, SCREEN, "care.give-back", NULL);
  ui_wait_text (ui, &id, "state", "open");
  show (ui, &lawyer, "No case is with them now.");
  show (ui, &psychologist, "Hoàng Thị Nhã");
  g_assert_cmpuint (count_opened (ui), ==, 1);               /* professionals are no patients */
}

static void
test_who_is_full_is_said (Ui *ui, gconstpointer data)
{
  TnId psychologist = add_professional (ui, "Hoàng Thị Nhã", "psychologist", "1"), first = refer (ui, 0, "bereaved", "now"), second = refer (ui, 1, "bereaved", "weeks");

  show (ui, &first, "Hoàng Thị Nhã");
  ui_act_on (ui, SCREEN, "care.take", &psychologist);
  ui_wait_text (ui, &first, "state", "taken");
  show (ui, &psychologist, "1 of 1 case");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nguyễn Văn Á"));
  show (ui, &second, "Trần Thị Bé");
  ui_act_on (ui, SCREEN, "care.take", &psychologist);
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_nonnull (ui_find_containing (ui_dialog (ADW_TYPE_MESSAGE_DIALOG), "takes 1 cases at once"));
  gtk_window_destroy (GTK_WINDOW (ui_dialog (ADW_TYPE_MESSAGE_DIALOG)));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  ui_wait_text (ui, &second, "state", "open");
  tn_board_set_filter (TN_BOARD (ui_find_type (ui_screen (ui, SCREEN), TN_TYPE_BOARD)), "professionals");
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "1/1"));
  ui_shot (ui->window, "professionals");
}

static void
test_the_day_is_said_while_it_is_chosen (Ui *ui, gconstpointer data)
{
  g_autofree char *id = tn_id_dup_string (&ui->ward.first_people[0]);
  GtkWidget *dialog;
  TnId referral;

  ui_act (ui, "win.new-referral", id);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_containing (dialog, "within three days"));
  ui_choose (dialog, "urgency", "now");
  WAIT (ui_find_containing (dialog, "come to harm today"));
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "Choose the group"));    /* nothing speaks for one */
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  referral = refer (ui, 0, "lost_job", "now");
  show (ui, &referral, "Mất ngủ");
  ui_act_on (ui, SCREEN, "care.edit", NULL);
  dialog = ui_wait_dialog ();
  ui_choose (dialog, "urgency", "weeks");
  ui_save_dialog ();
  ui_wait_text (ui, &referral, "urgency", "weeks");
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Within weeks"));
}

/* What cannot be written down is not shown. */
static void
test_nothing_is_shown_unlogged (Ui *ui, gconstpointer data)
{
  TnId id = refer (ui, 0, "alone", "days");
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (GError) error = NULL;

  tn_db_exec (tn_copy_db (copy), "CREATE TRIGGER no_log BEFORE INSERT ON opened BEGIN SELECT RAISE(FAIL, 'full'); END", &error);
  g_assert_no_error (error);
  tn_window_go (ui->window, "care", &id);
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "This is not shown"));
  g_assert_null (ui_find_containing (ui_screen (ui, SCREEN), "Mất ngủ"));
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
#define ADD(name, test) g_test_add ("/ui/care/" name, Ui, GINT_TO_POINTER (12), ui_set_up, test, ui_tear_down)
  ADD ("from intake to outcome", test_from_intake_to_outcome);
  ADD ("who is full is said", test_who_is_full_is_said);
  ADD ("the day is said while it is chosen", test_the_day_is_said_while_it_is_chosen);
  ADD ("nothing is shown unlogged", test_nothing_is_shown_unlogged);
  return g_test_run ();
}
