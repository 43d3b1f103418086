/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones, safe families, movements and commendations, as a person sets and reads them. */
#include <string.h>
#include "ui-fixture.h"
#include "tn-option-drop-down.h"
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-movement-dialogs.h"
#include "tn-plot.h"

#define SCREEN "movements"

/* Behind the window's back: what another laptop set. */
static void
put_zone (Ui *ui, const char *level, const char *from)
{
  TnEdit *edit = tn_edit_new ("Other laptop");
  TnId id = tn_edit_create (edit, "zone", NULL);

  tn_edit_set_ref (edit, &id, "area", &ui->ward.quarters[0]);
  tn_edit_set_text (edit, &id, "level", level);
  tn_edit_set_text (edit, &id, "from", from);
  ui_write_behind (ui, edit);
}

static void
test_a_zone_over_time (Ui *ui, gconstpointer data)
{
  g_autofree char *quarter = tn_id_dup_string (&ui->ward.quarters[0]), *words = NULL;
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000);
  GtkWidget *dialog, *plot;

  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Khu phố 1"));
  tn_window_go (ui->window, "movements", &ui->ward.quarters[0]);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Its level was never set"));
  ui_act_on (ui, SCREEN, "movement.next", NULL);
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);   /* without a level */
  WAIT (ui_find_containing (dialog, "This is needed"));
  ui_choose (dialog, "level", "orange");
  ui_type (dialog, "from", "01/12/2021");
  ui_save_dialog ();
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Orange since 01/12/2021"));
  ui_act (ui, "win.set-zone", quarter);
  dialog = ui_wait_dialog ();
  ui_choose (dialog, "level", "green");
  ui_shot (dialog, "zone-new");
  ui_save_dialog ();                                           /* since today */
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Green since"));
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Green"));
  plot = ui_get (ui_record (ui, SCREEN), "plot-green");
  gtk_widget_grab_focus (plot);
  words = tn_plot_dup_text (TN_PLOT (plot));
  g_assert_nonnull (strstr (words, "%"));
  g_assert_nonnull (ui_find (ui_record (ui, SCREEN), "plot-safe"));
  /* the same day, set otherwise by somebody else */
  put_zone (ui, "red", today);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "the graver one counts until it is set anew"));
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Two levels were set on one day"));
  ui_shot (ui->window, "movements-zone-clash");
  ui_act_on (ui, SCREEN, "movement.next", NULL);
  dialog = ui_wait_dialog ();
  ui_choose (dialog, "level", "yellow");
  ui_save_dialog ();
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "Yellow since"));
  WAIT (!ui_find_containing (ui_record (ui, SCREEN), "graver"));
  ui_act (ui, "win.undo", NULL);
  WAIT (ui_find_containing (ui_record (ui, SCREEN), "graver"));
}

/* Once the list of them has been read. */
static void
choose_quarter (Ui *ui, guint i)
{
  GtkDropDown *quarter = GTK_DROP_DOWN (ui_get (ui_screen (ui, SCREEN), "quarter"));
  TnIdStr id;

  tn_id_format (&ui->ward.quarters[i], id);
  WAIT (tn_option_drop_down_set_key (quarter, id));
}

static void
test_a_safe_family_from_its_page (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId id;

  ui_filter (ui, SCREEN, "safe");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Safe Family Yet"));
  ui_shot (ui->window, "movements-safe-empty");
  ui_open_first (ui);
  ui_act (ui, "household.safe-family", NULL);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_containing (dialog, "12/1"));
  ui_type (dialog, "from", "01/12/2021");
  ui_save_dialog ();
  id = ui_find_only (ui, "safe_family");
  WAIT (ui_find_text (ui_page (ui), "Safe family since") && ui_find_text (ui_page (ui), "01/12/2021"));
  tn_window_go (ui->window, "movements", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Safe family"));
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "12/1 Hẻm 12 Hoa Mai"));
  choose_quarter (ui, 1);
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "Nothing found"));
  choose_quarter (ui, 0);
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "12/1 Hẻm 12 Hoa Mai"));
  ui_shot (ui->window, "movements-safe-quarter");
  tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (ui_screen (ui, SCREEN), "quarter")), "");
  ui_act_on (ui, SCREEN, "movement.next", NULL);
  dialog = ui_wait_dialog ();
  WAIT (ui_find_text (dialog, "Safe Family No More"));
  ui_type (dialog, "to", "20/12/2021");
  ui_save_dialog ();
  ui_wait_text (ui, &id, "to", "2021-12-20");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Safe family no more"));
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Safe Family Yet"));
  WAIT (!ui_find_text (ui_page (ui), "Safe family since"));
}

static void
test_a_movement_from_registered_to_ended (Ui *ui, gconstpointer data)
{
  GtkWidget *dialog;
  TnId id;

  ui_filter (ui, SCREEN, "movements");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Movement Yet"));
  ui_act (ui, "win.new-movement", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", "Hẻm sạch <45> & xanh");
  ui_choose (dialog, "type", "clean_streets");
  ui_type (dialog, "from", "01/11/2021");
  ui_shot (dialog, "movement-new");
  ui_save_dialog ();
  id = ui_find_only (ui, "movement");
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Hẻm sạch <45> & xanh"));
  tn_window_go (ui->window, "movements", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Registered"));
  ui_act_on (ui, SCREEN, "movement.next", NULL);
  dialog = ui_wait_dialog ();
  ui_try_save (dialog);
  WAIT (ui_find_text (dialog, "Write by which document it is recognised."));
  ui_type (dialog, "document", "QĐ 12/QĐ-UBND");
  ui_save_dialog ();
  ui_wait_text (ui, &id, "state", "recognised");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "QĐ 12/QĐ-UBND"));
  ui_act_on (ui, SCREEN, "movement.end", NULL);
  dialog = ui_wait_dialog ();
  ui_write_note (dialog, "result", "120 hộ tham gia");
  ui_save_dialog ();
  ui_wait_text (ui, &id, "state", "ended");
  WAIT (ui_find_text (ui_record (ui, SCREEN), "120 hộ tham gia"));
  g_assert_null (ui_find (ui_record (ui, SCREEN), "movement.end"));      /* nothing more to do */
  ui_act_on (ui, SCREEN, "movement.edit", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "lead", "Chi đoàn");
  ui_save_dialog ();
  ui_wait_text (ui, &id, "lead", "Chi đoàn");
}

static void
test_commendations_and_their_list (Ui *ui, gconstpointer data)
{
  g_autofree char *person = tn_id_dup_string (&ui->ward.first_people[1]), *path = g_build_filename (ui->ward.dir, "bieu-duong.csv", NULL), *text = NULL;
  GtkWidget *dialog;
  TnId id;

  ui_filter (ui, SCREEN, "commendations");
  WAIT (ui_find_text (ui_screen (ui, SCREEN), "No Commendation Yet"));
  ui_act (ui, "win.new-commendation", person);
  dialog = ui_wait_dialog ();
  WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (ui_get (dialog, "to"))), "Trần Thị Bé"));
  ui_choose (dialog, "form", "thanks");
  ui_write_note (dialog, "reason", "Nấu cơm cho khu phong tỏa");
  ui_type (dialog, "at", "20/12/2021");
  ui_shot (dialog, "commendation-new");
  ui_save_dialog ();
  id = ui_find_only (ui, "commendation");
  ui_wait_text (ui, &id, "person", person);
  WAIT (ui_find_text (ui_get (ui_screen (ui, SCREEN), "view"), "Trần Thị Bé"));
  tn_window_go (ui->window, "movements", &id);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Nấu cơm cho khu phong tỏa"));
  ui_shot (ui->window, "movements-commendation");
  ui_act (ui, "win.new-commendation", person);                 /* the same once more */
  dialog = ui_wait_dialog ();
  WAIT (*gtk_editable_get_text (GTK_EDITABLE (ui_get (dialog, "to"))));
  ui_choose (dialog, "form", "thanks");
  ui_write_note (dialog, "reason", "Nấu cơm");
  ui_type (dialog, "at", "20/12/2021");
  ui_try_save (dialog);
  WAIT (ui_find_containing (dialog, "written down already"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  tn_movement_export (ui->window, 20211201, 20220101, path);
  WAIT (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Trần Thị Bé"));
  WAIT (ui_find_containing (ui->window, "row written"));
}

static void
test_the_period_is_asked_for (Ui *ui, gconstpointer data)
{
  GtkWidget *question;

  ui_act (ui, "win.export-commendations", NULL);
  WAIT (ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
  question = ui_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (ui_find (question, "from"));
  ui_shot (question, "commendations-period");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "cancel");
  gtk_window_destroy (GTK_WINDOW (question));
  WAIT (!ui_dialog (ADW_TYPE_MESSAGE_DIALOG));
}

/* Forty alleys that were each set once: the page writes the first of each of its two lists, and more when that is asked for. */
static void
test_a_long_page_shows_more (Ui *ui, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Zones");
  GtkWidget *more;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *alley = g_strdup_printf ("Hẻm thử %02u", i);
      TnId id = tn_edit_create (edit, "zone", NULL);

      tn_edit_set_ref (edit, &id, "area", &ui->ward.quarters[0]);
      tn_edit_set_text (edit, &id, "alley", alley);
      tn_edit_set_text (edit, &id, "level", "green");
      tn_edit_set_text (edit, &id, "from", "2021-12-01");
    }
  ui_write_behind (ui, edit);
  tn_window_go (ui->window, "movements", &ui->ward.quarters[0]);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "25 more: show them"));   /* five groups and forty alleys */
  g_assert_nonnull (ui_find_text (ui_record (ui, SCREEN), "20 more: show them"));
  more = ui_get (ui_record (ui, SCREEN), "record-page.more:places");
  gtk_widget_activate_action (more, "record-page.more", "s", "places");
  WAIT (!ui_find_text (ui_record (ui, SCREEN), "25 more: show them"));
  g_assert_null (ui_find (ui_record (ui, SCREEN), "record-page.more:places"));
  g_assert_nonnull (ui_find_text (ui_record (ui, SCREEN), "20 more: show them"));   /* of the other list nothing was asked */
  /* of another record the lists are short again */
  tn_window_go (ui->window, "movements", &ui->ward.quarters[1]);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "Khu phố 2"));
  tn_window_go (ui->window, "movements", &ui->ward.quarters[0]);
  WAIT (ui_find_text (ui_record (ui, SCREEN), "25 more: show them"));
  ui_shot (ui->window, "movements-long");
}

#define ADD(name, test) g_test_add ("/movements/" name, Ui, NULL, ui_set_up, test, ui_tear_down)

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  ADD ("a zone over time", test_a_zone_over_time);
  ADD ("a safe family from its page", test_a_safe_family_from_its_page);
  ADD ("a movement from registered to ended", test_a_movement_from_registered_to_ended);
  ADD ("commendations and their list", test_commendations_and_their_list);
  ADD ("the period is asked for", test_the_period_is_asked_for);
  ADD ("a long page shows more", test_a_long_page_shows_more);
  return g_test_run ();
}
