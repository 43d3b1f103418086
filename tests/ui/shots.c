/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No test: saves pictures of the window and its dialogs to look at, and the README's. TN_SHOTS names the folder; TN_DARK and TN_LARGE (a
 * factor of the text) change the look; LANGUAGE the language. */
#include "ui-fixture.h"
#include "tn-answer-reader.h"
#include "tn-dialog.h"
#include "tn-enrol-dialog.h"
#include "tn-key-window.h"
#include "tn-listed.h"
#include "tn-petition.h"
#include "tn-record-page.h"
#include "tn-sheet-code.h"
#include "tn-stick-group.h"
#include "tn-survey.h"
#include "tn-testing.h"
#include "tn-tracing.h"

static void
shoot_dialog (Ui *ui, const char *action, const char *target, const char *name)
{
  GtkWidget *dialog;

  ui_act (ui, action, target);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  ui_shot (dialog, name);
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

static void
shoot_sticks (Ui *ui)
{
  GtkWidget *screen = tn_window_show_screen (ui->window, "reconciling"), *dialog, *group;
  g_autofree char *gone = g_build_filename (ui->ward.dir, "no-such-stick", NULL);

  group = ui_get (screen, "stick_group");
  tn_stick_group_read (TN_STICK_GROUP (group), gone);
  WAIT (!gtk_widget_get_visible (ui_get (group, "spinner")) && gtk_widget_get_visible (ui_get (group, "result_row")));
  ui_shot (ui->window, "v-reconciling");
  tn_enrol_dialog_present (ui->window);
  WAIT (ui_dialog (TN_TYPE_ENROL_DIALOG));
  dialog = ui_dialog (TN_TYPE_ENROL_DIALOG);
  ui_shot (dialog, "v-enrol");
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_ENROL_DIALOG));
}

static TnId
make_round (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("Round");
  TnId round = tn_edit_create (edit, "round", NULL), stop = tn_edit_create (edit, "stop", NULL);
  gint64 action;

  tn_edit_set_text (edit, &round, "evening", "2021-12-24");
  tn_edit_set_ref (edit, &stop, "round", &round);
  tn_edit_set_ref (edit, &stop, "household", &ui->ward.first);
  tn_edit_set_int (edit, &stop, "number", 1);
  g_assert_true (tn_copy_edit (copy, edit, &action, NULL));
  return round;
}

static void
shoot_door (Ui *ui)
{
  TnId round = make_round (ui);
  g_autofree char *id = tn_id_dup_string (&round), *code = tn_sheet_code_short (&round, 1);
  GtkWidget *window;

  shoot_dialog (ui, "household.add-visit", NULL, "v-visit");
  ui_act (ui, "win.key-round", id);
  WAIT (ui_dialog (TN_TYPE_KEY_WINDOW));
  window = ui_dialog (TN_TYPE_KEY_WINDOW);
  ui_shot (window, "v-key-code");
  ui_type (window, "code", code);
  g_signal_emit_by_name (ui_get (window, "code"), "activate");
  ui_shot (window, "v-key");
  gtk_window_destroy (GTK_WINDOW (window));
  WAIT (!ui_dialog (TN_TYPE_KEY_WINDOW));
}

static void
shoot_all (Ui *ui, gconstpointer data)
{
  g_autofree char *head = tn_id_dup_string (&ui->ward.first_people[0]);

  ui_search (ui, "hem");
  ui_shot (ui->window, "v-list");
  ui_search (ui, "");
  ui_open_first (ui);
  ui_shot (ui->window, "v-page");
  shoot_dialog (ui, "win.new-household", NULL, "v-new");
  shoot_dialog (ui, "household.split", NULL, "v-split");
  shoot_dialog (ui, "household.join", NULL, "v-join");
  shoot_dialog (ui, "household.add-category", NULL, "v-category");
  shoot_dialog (ui, "person.death", head, "v-death");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (ui_get (ui_page (ui), "history")), TRUE);
  shoot_door (ui);
  ui_search (ui, "xyz");
  ui_shot (ui->window, "v-none");
  shoot_sticks (ui);
}

/* --- tracing: a case, the household as its contacts, a round half typed --- */

static void
commit (TnCopy *copy, TnEdit *edit)
{
  g_autoptr (TnEdit) owned = edit;
  gint64 action;

  g_assert_true (owned && tn_copy_edit (copy, owned, &action, NULL));
}

static void
write_round (TnCopy *copy, const TnId *area, TnId *round)
{
  g_autoptr (TnValues) values = tn_values_new ();
  g_autoptr (GArray) people = tn_testing_people (copy, area, NULL, NULL);

  *round = tn_id_new (tn_env_system ());
  tn_values_set_text (values, "name", "Xét nghiệm khu phố 1");
  tn_values_set_text (values, "date", "2021-12-24");
  tn_values_set_text (values, "method", "rapid");
  tn_values_set_ref (values, "area", area);
  commit (copy, tn_testing_plan (copy, values, NULL, round, NULL, NULL));
  for (guint i = 0; i < 9; i++)
    commit (copy, tn_testing_key (copy, round, &g_array_index (people, TnId, i), i == 3 ? TN_TEST_POSITIVE : i == 6 ? TN_TEST_INVALID : TN_TEST_NEGATIVE, FALSE, NULL));
}

static void
write_tracing (Ui *ui, TnId *contact, TnId *home_case, TnId *round)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnValues) values = tn_values_new ();
  TnEdit *edit = tn_edit_new ("Case");
  TnId second;

  *home_case = tn_edit_create (edit, "home_case", NULL);
  tn_edit_set_ref (edit, home_case, "person", &ui->ward.first_people[0]);
  tn_edit_set_text (edit, home_case, "opened", "2021-12-20");
  tn_edit_set_text (edit, home_case, "source", "unknown");
  tn_edit_set_text (edit, home_case, "state", "open");
  commit (copy, edit);
  commit (copy, tn_tracing_add_people (copy, home_case, &ui->ward.first_people[1], 3, "household", NULL, NULL, NULL));
  *contact = tn_id_new (tn_env_system ());
  tn_values_set_text (values, "name", "Chị Sáu bán xôi đầu hẻm");
  tn_values_set_text (values, "phone", "02800000099");
  tn_values_set_text (values, "relation", "neighbour");
  commit (copy, tn_tracing_add (copy, home_case, values, contact, NULL));
  commit (copy, tn_tracing_call (copy, contact, "no_answer", 0, "Máy bận, gọi lại sau bữa tối", NULL));
  g_assert_true (tn_tracing_find_contact (copy, &ui->ward.first_people[1], &second, &(gboolean) { FALSE }, NULL));
  commit (copy, tn_tracing_call (copy, &second, "symptoms", 0, "Ho khan, sốt nhẹ", NULL));
  commit (copy, tn_tracing_make_case (copy, &second, "rapid", NULL, &second, NULL));
  write_round (copy, &ui->ward.quarters[0], round);
}

static void
shoot_record (Ui *ui, const TnId *id, const char *type, const char *name)
{
  GtkWidget *page;

  tn_window_go (ui->window, "tracing", id);
  WAIT ((page = ui_find_type (ui->window, g_type_from_name (type))) && gtk_widget_get_mapped (page));
  ui_shot (ui->window, name);
}

static void
shoot_tracing (Ui *ui, gconstpointer data)
{
  TnId contact, home_case, round;
  g_autofree char *text = NULL;

  write_tracing (ui, &contact, &home_case, &round);
  text = tn_id_dup_string (&home_case);
  tn_window_show_screen (ui->window, "tracing");
  shoot_record (ui, &contact, "TnContactPage", "v-contact");
  shoot_record (ui, &home_case, "TnChainPage", "v-chain");
  shoot_record (ui, &round, "TnTestPage", "v-round");
  shoot_dialog (ui, "win.new-contact", text, "v-new-contact");
  shoot_dialog (ui, "win.new-test-round", NULL, "v-new-round");
}

static void
write_petition (Ui *ui, TnCopy *copy, const char *topic, const char *text, const char *due)
{
  g_autoptr (TnValues) values = tn_values_new ();
  g_autoptr (TnEdit) edit = NULL;
  gint64 action;

  tn_values_set_text (values, "topic", topic);
  tn_values_set_text (values, "text", text);
  tn_values_set_text (values, "due", due);
  tn_values_set_ref (values, "household", &ui->ward.first);
  edit = tn_petition_take (copy, "petition", values, NULL);
  g_assert_true (edit && tn_copy_edit (copy, edit, &action, NULL));
}

static void
shoot_petitions (Ui *ui, gconstpointer data)
{
  g_autofree char *home = tn_id_dup_string (&ui->ward.first);
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnListedQuery query = { .kind = "petition", .limit = 1 };
  g_autoptr (GArray) first = NULL;
  GtkWidget *screen;

  write_petition (ui, copy, "food", "Nhà hết gạo từ hôm qua, hai con nhỏ.", "2021-12-01");
  write_petition (ui, copy, "food", "Xin thêm sữa cho cháu sáu tháng tuổi.", "2099-12-02");
  write_petition (ui, copy, "food", "Phần quà bị thiếu rau.", "2099-12-01");
  write_petition (ui, copy, "support", "Chưa nhận gói hỗ trợ đợt 3, hàng xóm đã nhận.", "2099-12-01");
  screen = tn_window_show_screen (ui->window, "petitions");
  first = tn_query_listed (copy, &query, NULL);
  tn_window_go (ui->window, "petitions", &g_array_index (first, TnListed, 0).id);
  WAIT (ui_find_containing (ui_get (screen, "view"), "hai con") && ui_find_containing (screen, "12/1"));
  ui_shot (ui->window, "v-petitions");
  shoot_dialog (ui, "win.new-petition", home, "v-petition-new");
  shoot_dialog (ui, "win.new-complaint", NULL, "v-complaint-new");
  screen = tn_window_show_screen (ui->window, "situation");
  WAIT (gtk_widget_get_visible (ui_get (screen, "asked")));
  ui_shot (ui->window, "v-situation");
}

/* --- information and surveys --- */

static TnId
write_record (TnCopy *copy, const char *kind, const char *first, ...)
{
  TnEdit *edit = tn_edit_new (kind);
  TnId id = tn_edit_create (edit, kind, NULL);
  va_list args;

  va_start (args, first);
  for (const char *field = first; field; field = va_arg (args, const char *))
    tn_edit_set_text (edit, &id, field, va_arg (args, const char *));
  va_end (args);
  commit (copy, edit);
  return id;
}

static TnId
write_survey (Ui *ui, TnCopy *copy)
{
  TnId id = write_record (copy, "survey", "title", "Sau giãn cách, bà con cần gì nhất?", "purpose", "Sắp xếp việc hỗ trợ tháng tới.", "from", "2021-12-01", "to", "2099-12-31", NULL);
  g_autofree char *survey = tn_id_dup_string (&id);

  write_record (copy, "survey_question", "survey", survey, "text", "Nhà mình cần gì nhất lúc này?", "type", "several", "choices", "Gạo, đồ ăn\nTiền thuê nhà\nViệc làm\nThuốc, khám bệnh\nMáy học cho con", NULL);
  write_record (copy, "survey_question", "survey", survey, "text", "Hài lòng với việc hỗ trợ?", "type", "scale", NULL);
  write_record (copy, "survey_question", "survey", survey, "text", "Nhà có mấy con đang học?", "type", "number", NULL);
  commit (copy, tn_survey_set_open (copy, &id, TRUE, NULL));
  for (guint i = 0; i < 40; i++)
    {
      TnSurveyAnswer answers[] = { { 1 + i % 30, -1 }, { 1u << (i * 7 % 5), -1 }, { 0, (int) i % 4 } };

      commit (copy, tn_survey_fill (copy, &id, i < 2 ? &ui->ward.quarters[3] : &ui->ward.quarters[i % 3], NULL, answers, G_N_ELEMENTS (answers), NULL));
    }
  return id;
}

static void
shoot_reader (Ui *ui, const TnId *id)
{
  GtkWidget *reader = GTK_WIDGET (tn_answer_reader_new (GTK_WINDOW (ui->window), tn_window_get_workspace (ui->window), TRUE));

  gtk_window_present (GTK_WINDOW (reader));
  WAIT (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (reader, "answers")), 0));
  ui_shot (reader, "v-answer-find");
  tn_answer_reader_show (TN_ANSWER_READER (reader), id);
  WAIT (gtk_widget_get_mapped (ui_get (reader, "read-answer")));
  ui_shot (reader, "v-answer-read");
  gtk_window_destroy (GTK_WINDOW (reader));
}

static void
go (Ui *ui, const char *screen, const TnId *id, const char *text, const char *name)
{
  tn_window_go (ui->window, screen, id);
  WAIT (ui_find_containing (ui_find_type (tn_window_show_screen (ui->window, screen), TN_TYPE_RECORD_PAGE), text));
  ui_shot (ui->window, name);
}

static void
shoot_information (Ui *ui, gconstpointer data)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnId campaign = write_record (copy, "campaign", "name", "F0 tại nhà: khi nào phải gọi ngay", "topic", "care", "message", "Thở gấp, SpO2 xuống thấp, đau ngực, tím môi: gọi 115 ngay, đừng chờ sáng.",
                                "audience", "all", "from", "2021-12-01", NULL);
  TnId answer = write_record (copy, "official_answer", "question", "F0 nhẹ cách ly tại nhà bao nhiêu ngày?", "answer",
                              "Bảy ngày, xét nghiệm nhanh âm tính thì kết thúc; còn dương tính thì thêm ba ngày nếu đã tiêm đủ liều.", "source", "Bộ Y tế", "document", "QĐ 261/QĐ-BYT",
                              "valid_to", "2099-12-31", NULL);
  g_autofree char *next = tn_id_dup_string (&answer);
  TnId old = write_record (copy, "official_answer", "question", "F0 nhẹ cách ly tại nhà mấy ngày?", "answer", "Mười bốn ngày.", "source", "Bộ Y tế", "replaced_by", next, NULL);
  TnId survey = write_survey (ui, copy);
  GtkWidget *sheet;

  go (ui, "information", &campaign, "đừng chờ sáng", "v-campaign");
  go (ui, "information", &answer, "Bảy ngày", "v-answer");
  go (ui, "information", &old, "Mười bốn", "v-answer-replaced");
  shoot_reader (ui, &answer);
  go (ui, "surveys", &survey, "Gạo", "v-survey");
  shoot_dialog (ui, "win.new-campaign", NULL, "v-campaign-new");
  shoot_dialog (ui, "win.new-answer", NULL, "v-answer-new");
  g_assert_true (gtk_widget_activate_action (tn_window_show_screen (ui->window, "surveys"), "survey.fill", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  sheet = ui_dialog (TN_TYPE_DIALOG);
  WAIT (gtk_window_get_focus (GTK_WINDOW (sheet)));
  ui_press_all (sheet, "13");
  ui_shot (sheet, "v-survey-sheet");
  gtk_window_destroy (GTK_WINDOW (sheet));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

static void
shoot_welcome (void)
{
  TnWindow *window = tn_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  ui_shot (window, "v-welcome");
  gtk_window_close (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  const char *large = g_getenv ("TN_LARGE");
  int dpi;

  ui_init (&argc, &argv);
  if (g_getenv ("TN_DARK"))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  if (large)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) ((dpi > 0 ? dpi : 96 * 1024) * g_ascii_strtod (large, NULL)), NULL);
  g_test_add ("/shots/households", Ui, GUINT_TO_POINTER (300), ui_set_up, shoot_all, ui_tear_down);
  g_test_add ("/shots/tracing", Ui, GUINT_TO_POINTER (60), ui_set_up, shoot_tracing, ui_tear_down);
  g_test_add ("/shots/petitions", Ui, GUINT_TO_POINTER (60), ui_set_up, shoot_petitions, ui_tear_down);
  g_test_add ("/shots/information", Ui, GUINT_TO_POINTER (60), ui_set_up, shoot_information, ui_tear_down);
  g_test_add_func ("/shots/welcome", shoot_welcome);
  return g_test_run ();
}
