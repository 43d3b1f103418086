/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Campaigns and whom they reached; official answers found and read aloud by the keyboard alone, also in the middle of a visit, from which a petition is taken
 * down too. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-answer.h"
#include "tn-answer-reader.h"
#include "tn-board.h"
#include "tn-campaign.h"
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-listed.h"
#include "tn-form.h"
#include "tn-option-drop-down.h"
#include "tn-today.h"

#define SCREEN "information"

/* Behind the window's back: what another laptop wrote. */
static TnId
add_answer (Ui *ui, const char *question, const char *answer, const char *source, const char *until)
{
  TnEdit *edit = tn_edit_new ("a");
  TnId id = tn_edit_create (edit, "official_answer", NULL);

  tn_edit_set_text (edit, &id, "question", question);
  tn_edit_set_text (edit, &id, "answer", answer);
  tn_edit_set_text (edit, &id, "source", source);
  tn_edit_set_text (edit, &id, "valid_to", until);
  ui_write_behind (ui, edit);
  return id;
}

/* ---- campaigns ---- */

static void
visit_first (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("a");
  TnId id = tn_edit_create (edit, "visit", NULL);
  gint64 action;

  tn_edit_set_ref (edit, &id, "household", &ui->ward.first);
  tn_edit_set_int (edit, &id, "at", tn_env_now_ms (tn_copy_env (copy)));
  tn_edit_set_text (edit, &id, "result", "met");
  tn_edit_set_bool (edit, &id, "told_care", TRUE);
  g_assert_true (tn_copy_edit (copy, edit, &action, NULL));
}

static void
test_a_campaign_shows_whom_it_reached (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId id;

  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nothing to Tell Yet"));
  ui_shot (ui->window, "information-empty");
  ui_act (ui, "win.new-campaign", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", "F0 <tại nhà> & gọi ai");
  ui_choose (dialog, "topic", "care");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));   /* the message */
  ui_write_note (ui_find_type (dialog, TN_TYPE_FORM), "message", "Khó thở: gọi 115 ngay");
  ui_shot (dialog, "campaign-new");
  ui_save_dialog ();
  id = ui_find_only (ui, "campaign");
  tn_window_go (ui->window, "information", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "F0 <tại nhà> & gọi ai"));
  g_assert_nonnull (ui_find_containing (ui_record (ui, SCREEN), "0 of "));
  ui_act (ui, "win.undo", NULL);
  WAIT (!ui_find_text (ui_record (ui, SCREEN), "F0 <tại nhà> & gọi ai"));
}

static void
test_reach_follows_the_visits (Ui *ui, gconstpointer data)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("a");
  TnId id = tn_edit_create (edit, "campaign", NULL);
  gint64 action;

  tn_edit_set_text (edit, &id, "name", "Đợt 1");
  tn_edit_set_text (edit, &id, "topic", "care");
  tn_edit_set_text (edit, &id, "message", "Gọi 115");
  g_assert_true (tn_copy_edit (copy, edit, &action, NULL));
  g_clear_pointer (&copy, tn_copy_close);
  visit_first (ui);
  tn_window_go (ui->window, "information", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Đợt 1"));
  g_assert_nonnull (ui_find_containing (ui_record (ui, SCREEN), "1 of "));
  g_assert_nonnull (ui_find (ui_record (ui, SCREEN), "reach"));          /* the bars */
  g_assert_nonnull (ui_find_text (ui_record (ui, SCREEN), "Not reached yet"));
  g_assert_nonnull (ui_find_containing (ui_record (ui, SCREEN), "Khu phố 1"));
  ui_shot (ui->window, "campaign");
  {
    TnEdit *narrowed = tn_edit_new ("In one quarter");

    tn_edit_set_ref (narrowed, &id, "area", &ui->ward.quarters[0]);
    ui_write_behind (ui, narrowed);
  }
  /* a round to those who were not reached: their place, what for and whom are said already */
  ui_act_on (ui, SCREEN, "win.new-round-for", &id);
  {
    GtkWidget *dialog = ui_wait_dialog ();
    g_autofree char *quarter = tn_id_dup_string (&ui->ward.quarters[0]);

    WAIT (g_str_equal (tn_option_drop_down_get_key (GTK_DROP_DOWN (ui_get (dialog, "look_for"))), "not_reached"));
    WAIT (ui_find_containing (dialog, "households found"));
    g_assert_cmpstr (tn_option_drop_down_get_key (GTK_DROP_DOWN (ui_get (dialog, "area"))), ==, quarter);   /* also while the list is on its way */
    WAIT (ui_find_text (ui_get (dialog, "area"), "Khu phố 1"));
    WAIT (ui_find_containing (dialog, "Not of those looked for: 1"));
    ui_shot (dialog, "campaign-round");
    ui_save_dialog ();
  }
  {
    TnId round = ui_find_only (ui, "round");
    g_autofree char *purpose = ui_text (ui, &round, "purpose"), *name = ui_text (ui, &round, "name"), *look_for = ui_text (ui, &round, "look_for");

    g_assert_cmpstr (purpose, ==, "information");
    g_assert_cmpstr (name, ==, "Đợt 1");
    g_assert_cmpstr (look_for, ==, "not_reached");
    WAIT (g_str_equal (tn_window_get_screen (ui->window), "rounds"));
    WAIT (ui_find_containing (ui->window, "not reached by “Đợt 1”"));
    ui_shot (ui->window, "campaign-round-page");
  }
  tn_window_go (ui->window, "information", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Đợt 1"));
  ui_act_on (ui, SCREEN, "information.household", &ui->ward.first);
  WAIT (g_strcmp0 (tn_window_get_screen (ui->window), "households") == 0);
}

/* ---- official answers ---- */

static void
test_an_answer_is_written_replaced_and_leads_on (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId first;

  ui_act (ui, "win.new-answer", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "question", "Cách ly mấy ngày?");
  ui_write_note (ui_find_type (dialog, TN_TYPE_FORM), "answer", "Mười bốn ngày");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "This is needed"));   /* the source */
  ui_type (dialog, "source", "Bộ Y tế");
  ui_save_dialog ();
  first = ui_find_only (ui, "official_answer");
  tn_window_go (ui->window, "information", &first);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Mười bốn ngày"));
  ui_act_on (ui, SCREEN, "information.replace", NULL);
  dialog = ui_wait_dialog ();
  ui_write_note (ui_find_type (dialog, TN_TYPE_FORM), "answer", "Bảy ngày");
  ui_type (dialog, "document", "QĐ 261/QĐ-BYT");
  ui_shot (dialog, "answer-replace");
  ui_save_dialog ();
  ui_filter (ui, SCREEN, "expired");
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Replaced"));
  tn_board_show (TN_BOARD (ui_find_type (ui_screen (ui, SCREEN), TN_TYPE_BOARD)), &first);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "In its place now"));
  ui_shot (ui->window, "answer-replaced");
  {
    g_autofree char *next = ui_text (ui, &first, "replaced_by");
    TnId id;

    g_assert_true (tn_id_parse (next, -1, &id));
    ui_act_on (ui, SCREEN, "information.go", &id);
    WAIT (ui_find_text (ui_record (ui, SCREEN), "Bảy ngày"));
  }
  ui_act (ui, "win.undo", NULL);
  WAIT (ui_count_kind (ui, "official_answer") == 1);
}

static void
add_three (Ui *ui)
{
  g_autofree char *past = tn_date_today (tn_day_start (g_get_real_time () / 1000, -3)), *future = tn_date_today (tn_day_start (g_get_real_time () / 1000, 30));

  add_answer (ui, "Ông Nguyễn hỏi cách ly mấy ngày?", "Bảy ngày, xét nghiệm nhanh âm tính thì kết thúc.", "Bộ Y tế, QĐ 261/QĐ-BYT", future);
  add_answer (ui, "Xông hơi có hết COVID không?", "Không có bằng chứng. Xông có thể gây bỏng.", "Sở Y tế", NULL);
  add_answer (ui, "Đi chợ cần phiếu không?", "Có, hai phiếu một tuần.", "UBND phường", past);
}

static GtkWidget *
wait_reader (void)
{
  WAIT (ui_dialog (TN_TYPE_ANSWER_READER));
  return ui_dialog (TN_TYPE_ANSWER_READER);
}

static GtkWidget *
get_label (GtkWidget *reader, const char *name)
{
  return ui_get (reader, name);
}

static const char *
get_text (GtkWidget *reader, const char *name)
{
  return gtk_label_get_text (GTK_LABEL (get_label (reader, name)));
}

static guint
count_rows (GtkWidget *reader)
{
  GtkListBox *list = GTK_LIST_BOX (ui_get (reader, "answers"));
  guint n = 0;

  while (gtk_list_box_get_row_at_index (list, (int) n))
    n++;
  return n;
}

static void
test_an_answer_is_read_aloud_by_the_keyboard_alone (Ui *ui, gconstpointer data)
{
  GtkWidget *reader, *entry;

  add_three (ui);
  ui_act (ui, "win.find-answer", NULL);
  reader = wait_reader ();
  WAIT (count_rows (reader) == 3);
  g_assert_nonnull (ui_find_text (reader, "Expired"));   /* marked, and behind those that hold */
  entry = ui_get (reader, "answer-search");
  g_assert_true (gtk_widget_has_focus (entry) || gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (reader)), entry));
  ui_shot (reader, "answer-find");
  gtk_editable_set_text (GTK_EDITABLE (entry), "nguyen cach ly");
  WAIT (count_rows (reader) == 1);
  g_signal_emit_by_name (entry, "activate");
  WAIT (g_str_equal (get_text (reader, "read-question"), "Ông Nguyễn hỏi cách ly mấy ngày?"));
  g_assert_true (g_str_has_prefix (get_text (reader, "read-answer"), "Bảy ngày"));
  g_assert_nonnull (strstr (get_text (reader, "read-source"), "QĐ 261/QĐ-BYT"));
  g_assert_true (g_str_has_prefix (get_text (reader, "read-until"), "Valid until"));
  g_assert_false (gtk_widget_get_visible (get_label (reader, "warning")) || gtk_widget_get_visible (ui_get (reader, "told")));
  ui_shot (reader, "answer-read");
  g_assert_true (ui_press (reader, GDK_KEY_Escape));
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  WAIT (count_rows (reader) == 3);
  g_signal_emit_by_name (entry, "activate");
  WAIT (gtk_widget_get_mapped (get_label (reader, "read-question")));
  for (guint i = 0; i < 2; i++)   /* on to the one that has expired: it says so */
    {
      g_autofree char *before = g_strdup (get_text (reader, "read-question"));

      g_assert_true (ui_press (reader, GDK_KEY_Right));
      WAIT (!g_str_equal (get_text (reader, "read-question"), before));
    }
  g_assert_true (gtk_widget_get_visible (get_label (reader, "warning")));
  ui_shot (reader, "answer-expired");
  g_assert_false (ui_press (reader, GDK_KEY_Right));   /* the last */
  gtk_editable_set_text (GTK_EDITABLE (entry), "khong ai noi");
  g_assert_true (ui_press (reader, GDK_KEY_Escape));
  WAIT (count_rows (reader) == 0 && *get_text (reader, "none"));
  g_assert_true (ui_press (reader, GDK_KEY_Escape));
  WAIT (!ui_dialog (TN_TYPE_ANSWER_READER));
}

static void
test_one_that_was_replaced_opens_the_one_in_its_place (Ui *ui, gconstpointer data)
{
  TnId old = add_answer (ui, "Mấy ngày?", "Mười bốn", "a", NULL), new = add_answer (ui, "Nay mấy ngày?", "Bảy", "b", NULL);
  TnEdit *edit = tn_edit_new ("a");
  GtkWidget *reader;

  tn_edit_set_ref (edit, &old, "replaced_by", &new);
  ui_write_behind (ui, edit);
  tn_window_go (ui->window, "information", &old);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "In its place now"));
  ui_act_on (ui, SCREEN, "information.read", NULL);
  reader = wait_reader ();
  WAIT (g_str_equal (get_text (reader, "read-answer"), "Bảy"));
  g_assert_true (ui_press (reader, GDK_KEY_Escape));   /* it was asked for by itself */
  WAIT (!ui_dialog (TN_TYPE_ANSWER_READER));
}

/* ---- in the middle of a visit ---- */

static GtkWidget *
open_visit (Ui *ui)
{
  g_autofree char *home = tn_id_dup_string (&ui->ward.first);

  g_action_group_activate_action (G_ACTION_GROUP (ui->window), "visit", g_variant_new ("(ss)", home, ""));
  return ui_wait_dialog ();
}

static gboolean
is_ticked (GtkWidget *dialog, const char *field)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (ui_get (dialog, field)));
}

static void
test_telling_an_answer_at_a_door_ticks_the_visit (Ui *ui, gconstpointer data)
{
  GtkWidget *visit, *reader;

  add_three (ui);
  visit = open_visit (ui);
  ui_press_all (visit, "1");
  g_assert_false (is_ticked (visit, "told_answers"));
  for (guint told = 0; told < 2; told++)   /* looked at and not told is not told; told twice is told */
    {
      g_assert_true (ui_press (visit, GDK_KEY_F4));
      reader = wait_reader ();
      g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (reader)) == GTK_WINDOW (visit));
      WAIT (count_rows (reader) == 3);
      g_signal_emit_by_name (ui_get (reader, "answer-search"), "activate");
      WAIT (gtk_widget_get_mapped (get_label (reader, "read-question")));
      g_assert_true (gtk_widget_get_visible (ui_get (reader, "told")));
      if (!told)
        {
          ui_shot (reader, "answer-at-door");
          g_assert_true (ui_press (reader, GDK_KEY_Escape) && ui_press (reader, GDK_KEY_Escape));
        }
      else
        g_assert_true (ui_press (reader, GDK_KEY_Return));
      WAIT (!ui_dialog (TN_TYPE_ANSWER_READER));
      g_assert_cmpint (is_ticked (visit, "told_answers"), ==, told);
    }
  g_assert_true (is_ticked (visit, "met"));
  ui_save_dialog ();
  {
    g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
    TnListed last;
    gboolean found;

    g_assert_true (tn_query_last_listed (copy, "visit", &ui->ward.first, &last, &found, NULL) && found);
    g_autoptr (TnRow) row = tn_copy_get (copy, &last.id, NULL);
    g_assert_true (tn_slice_is (tn_row_field (row, "told_answers"), "true"));
  }
}

static GtkWidget *
find_petition_dialog (GtkWidget *visit)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l; l = l->next)
    if (TN_IS_DIALOG (l->data) && gtk_widget_get_mapped (l->data) && l->data != visit)
      return l->data;
  return NULL;
}

static void
test_a_petition_is_taken_down_during_a_visit (Ui *ui, gconstpointer data)
{
  GtkWidget *visit = open_visit (ui), *petition;
  TnId id;

  ui_press_all (visit, "1A");
  ui_write_note (visit, "note", "Bà cụ kể nhiều");
  g_signal_emit_by_name (ui_get (visit, "new_petition"), "clicked");
  WAIT ((petition = find_petition_dialog (visit)));
  g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (petition)) == GTK_WINDOW (visit));
  ui_write_note (ui_find_type (petition, TN_TYPE_FORM), "text", "Cán bộ nói khó nghe");
  ui_choose (petition, "topic", "service");
  gtk_switch_set_active (GTK_SWITCH (ui_get (petition, "anonymous")), TRUE);
  ui_shot (petition, "petition-at-door");
  ui_try_save (petition);
  WAIT (!find_petition_dialog (visit));
  /* the visit stands as it was, to be gone on with */
  g_assert_true (gtk_widget_get_mapped (visit) && is_ticked (visit, "met") && is_ticked (visit, "need_food"));
  id = ui_find_only (ui, "petition");
  {
    g_autofree char *household = ui_text (ui, &id, "household"), *person = ui_text (ui, &id, "person"), *channel = ui_text (ui, &id, "channel");

    g_assert_true (!household && !person);
    g_assert_cmpstr (channel, ==, "door");
  }
  ui_save_dialog ();
}

#define ADD(name, test) g_test_add ("/information/" name, Ui, GUINT_TO_POINTER (30), ui_set_up, test, ui_tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD ("a campaign shows whom it reached", test_a_campaign_shows_whom_it_reached);
  ADD ("reach follows the visits", test_reach_follows_the_visits);
  ADD ("an answer is written, replaced and leads on", test_an_answer_is_written_replaced_and_leads_on);
  ADD ("an answer is read aloud by the keyboard alone", test_an_answer_is_read_aloud_by_the_keyboard_alone);
  ADD ("one that was replaced opens the one in its place", test_one_that_was_replaced_opens_the_one_in_its_place);
  ADD ("telling an answer at a door ticks the visit", test_telling_an_answer_at_a_door_ticks_the_visit);
  ADD ("a petition is taken down during a visit", test_a_petition_is_taken_down_during_a_visit);
  return g_test_run ();
}
