/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No test: saves pictures of the window and its dialogs to look at, and the README's. TN_SHOTS names the folder; TN_COPY a copy to be shown too; TN_DARK and TN_LARGE (a
 * factor of the text) change the look; LANGUAGE the language. */
#include "ui-fixture.h"
#include "tn-answer-reader.h"
#include "tn-dialog.h"
#include "tn-enrol-dialog.h"
#include "tn-key-window.h"
#include "tn-listed.h"
#include "tn-option-drop-down.h"
#include "tn-petition.h"
#include "tn-record-page.h"
#include "tn-sheet-code.h"
#include "tn-record-page.h"
#include "tn-stick-group.h"
#include "tn-support.h"
#include "tn-support-people.h"
#include "tn-support-received.h"
#include "tn-survey.h"
#include "tn-testing.h"
#include "tn-today.h"
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

/* Many chosen, the bar under the list, and what will happen to them. */
static void
shoot_bulk (Ui *ui, gconstpointer data)
{
  GtkWidget *list, *dialog;

  tn_window_show_screen (ui->window, "households");
  WAIT (ui_list (ui) && ui_count (ui) > 0);
  list = ui_list (ui);
  gtk_widget_activate_action (list, "bulk.all", NULL);
  WAIT (gtk_revealer_get_reveal_child (GTK_REVEALER (ui_get (list, "bar"))));
  ui_shot (ui->window, "v-bulk");
  gtk_widget_activate_action (list, "bulk.set", NULL);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  WAIT (tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "bulk_field")), "residence"));
  WAIT (tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "residence")), "temporary"));
  WAIT (gtk_widget_get_sensitive (ui_get (dialog, "save_button")));
  ui_shot (dialog, "v-bulk-set");
  gtk_widget_activate_action (dialog, "dialog.cancel", NULL);
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  gtk_widget_activate_action (list, "bulk.none", NULL);
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

/* --- support: a programme, some proposed, one handed over twice --- */

static void
write_receipt (TnCopy *copy, const TnId *programme, const TnId *whom, const char *by)
{
  TnEdit *edit = tn_edit_new ("Receipt");
  TnId id = tn_edit_create (edit, "delivery", NULL), entitlement = tn_entitlement_id (programme, whom);

  tn_edit_set_ref (edit, &id, "entitlement", &entitlement);
  tn_edit_set_ref (edit, &id, "programme", programme);
  tn_edit_set_ref (edit, &id, "whom", whom);
  tn_edit_set_int (edit, &id, "at", G_GINT64_CONSTANT (1632810000000));
  tn_edit_set_int (edit, &id, "amount", 1000000);
  tn_edit_set_text (edit, &id, "by", by);
  tn_edit_set_text (edit, &id, "sheet", "20210928-0900");
  commit (copy, edit);
}

static TnId
write_programme (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnEdit *edit = tn_edit_new ("Programme");
  TnId id = tn_edit_create (edit, "programme", NULL), *people = ui->ward.first_people, entitlements[3];

  tn_edit_set_text (edit, &id, "name", "Gói hỗ trợ đợt 3 của Thành phố");
  tn_edit_set_text (edit, &id, "basis", "Nghị quyết 97/NQ-HĐND");
  tn_edit_set_text (edit, &id, "per", "person");
  tn_edit_set_text (edit, &id, "gives", "money");
  tn_edit_set_int (edit, &id, "amount", 1000000);
  tn_edit_set_int (edit, &id, "quota", 200);
  tn_edit_set_text (edit, &id, "rule", "age: 18..\nnot category: policy_family");
  tn_edit_set_text (edit, &id, "state", "open");
  commit (copy, edit);
  for (guint i = 0; i < G_N_ELEMENTS (entitlements); i++)
    entitlements[i] = tn_entitlement_id (&id, &people[i]);
  commit (copy, tn_support_propose (copy, &id, people, 3, NULL, NULL));
  commit (copy, tn_support_decide (copy, entitlements, 2, TN_DECIDE_APPROVE, NULL, NULL, NULL));
  write_receipt (copy, &id, &people[0], "Cô Ba");
  write_receipt (copy, &id, &people[0], "Chú Tư");
  return id;
}

static void
act_on (GtkWidget *widget, const char *action)
{
  g_assert_true (gtk_widget_activate_action (widget, action, NULL));
}

static void
shoot_and_close (const char *name)
{
  GtkWidget *dialog;

  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  for (guint i = 0; i < 60; i++)
    ui_turn ();
  ui_shot (dialog, name);
  gtk_window_destroy (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

static void
shoot_support (Ui *ui, gconstpointer data)
{
  TnId id = write_programme (ui);
  GtkWidget *screen = tn_window_show_screen (ui->window, "support"), *people, *list;
  g_autofree char *person = tn_id_dup_string (&ui->ward.first_people[3]);

  tn_window_go (ui->window, "support", &id);
  WAIT (ui_find_containing (ui_find_type (screen, TN_TYPE_RECORD_PAGE), "1.000.000"));
  act_on (screen, "support.people-entitled");
  people = ui_find_type (screen, TN_TYPE_SUPPORT_PEOPLE);
  list = ui_get (people, "people");
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) > 3 && ui_find_containing (list, "12/1"));
  gtk_widget_activate_action (list, "list.activate-item", "u", 1u);
  gtk_widget_activate_action (list, "list.activate-item", "u", 2u);
  ui_shot (ui->window, "v-support-people");
  act_on (screen, "support.people-proposed");
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) == 1);
  gtk_widget_activate_action (list, "list.activate-item", "u", 0u);
  act_on (people, "people.amount");
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  ui_type (ui_dialog (TN_TYPE_DIALOG), "amount", "600000");
  ui_type (ui_dialog (TN_TYPE_DIALOG), "amount_reason", "Ở ghép cùng anh trai");
  for (guint i = 0; i < 60; i++)
    ui_turn ();
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "v-support-amount");
  ui_save_dialog ();
  WAIT (ui_find_containing (list, "600.000"));
  ui_shot (ui->window, "v-support-amount-set");
  act_on (screen, "support.people-approved");
  gtk_widget_activate_action (list, "list.activate-item", "u", 0u);
  act_on (people, "people.deliver");
  shoot_and_close ("v-support-deliver");
  act_on (screen, "support.people-double");
  gtk_widget_activate_action (list, "list.activate-item", "u", 0u);
  shoot_and_close ("v-support-double");
  act_on (people, "people.back");
  ui_shot (ui->window, "v-support");
  act_on (screen, "support.rule");
  shoot_and_close ("v-support-rule");
  ui_act (ui, "win.propose", person);
  shoot_and_close ("v-support-propose");
  ui_open_first (ui);
  WAIT (ui_find_containing (ui_find_type (ui_page (ui), TN_TYPE_SUPPORT_RECEIVED), "1.000.000"));
  gtk_widget_child_focus (ui_find_type (ui_page (ui), TN_TYPE_SUPPORT_RECEIVED), GTK_DIR_TAB_FORWARD);
  ui_shot (ui->window, "v-support-household");
}

/* A household that stands twice, with its people. */
static void
write_twice (Ui *ui)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnEdit *edit = tn_edit_new ("Twice");
  g_autoptr (TnRow) first = tn_copy_get (copy, &ui->ward.first, NULL);
  g_autoptr (GPtrArray) people = tn_query_children (copy, "person", &ui->ward.first, NULL);
  TnId home = tn_edit_create (edit, "household", NULL);

  for (const char *const *field = (const char *const[]) { "house_no", "alley", "street", NULL }; *field; field++)
    {
      g_autofree char *text = tn_row_dup_text (first, *field);
      tn_edit_set_text (edit, &home, *field, text);
    }
  tn_edit_set_text (edit, &home, "phone", "02800000099");
  for (guint i = 0; i < people->len; i++)
    {
      TnId person = tn_edit_create (edit, "person", NULL);

      tn_edit_set_ref (edit, &person, "household", &home);
      if (i == 0)
        tn_edit_set_ref (edit, &home, "head", &person);
      for (const char *const *field = (const char *const[]) { "name", "birth", "sex", "relation", NULL }; *field; field++)
        {
          g_autofree char *text = tn_row_dup_text (people->pdata[i], *field);
          tn_edit_set_text (edit, &person, *field, text);
        }
    }
  commit (copy, edit);
}

static void
shoot_twice (Ui *ui, gconstpointer data)
{
  GtkWidget *screen;

  write_twice (ui);
  screen = tn_window_show_screen (ui->window, "duplicates");
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (screen, "view"))))) > 0);
  gtk_widget_activate_action (ui_get (screen, "view"), "list.select-item", "(ubb)", 0, FALSE, FALSE);
  WAIT (ui_find_containing (screen, "02800000099"));
  ui_shot (ui->window, "v-twice");
}

/* One person with two cases: before they are joined, and with what the other says. */
static void
shoot_cases (Ui *ui, gconstpointer data)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  TnEdit *edit = tn_edit_new ("Cases");
  TnId ids[2];
  GtkWidget *screen;

  for (guint i = 0; i < 2; i++)
    {
      TnId check;

      ids[i] = tn_edit_create (edit, "home_case", NULL);
      check = tn_edit_create (edit, "health_check", NULL);
      tn_edit_set_ref (edit, &ids[i], "person", &ui->ward.first_people[0]);
      tn_edit_set_text (edit, &ids[i], "state", "open");
      tn_edit_set_text (edit, &ids[i], "opened", i ? "2021-12-05" : "2021-12-03");
      tn_edit_set_text (edit, &ids[i], "risk", i ? "high" : "low");
      tn_edit_set_text (edit, &ids[i], "illness", i ? "Đái tháo đường" : "Tăng huyết áp");
      tn_edit_set_ref (edit, &check, "home_case", &ids[i]);
      tn_edit_set_int (edit, &check, "at", g_get_real_time () / 1000 - i * 7200000);
      tn_edit_set_int (edit, &check, "spo2", 97 + (int) i);
    }
  commit (copy, edit);
  screen = tn_window_show_screen (ui->window, "today");
  WAIT (ui_find_text (screen, tn_today_theme_name (TN_TODAY_TWICE)));
  ui_shot (ui->window, "v-today-twice");
  tn_window_go (ui->window, "patients", &ids[1]);
  WAIT (ui_find (ui->window, "join_button") && gtk_widget_is_visible (ui_find (ui->window, "join_button")));
  ui_shot (ui->window, "v-patient-twice");
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "patient.join", NULL);
  WAIT (ui_find (ui->window, "part_button"));
  ui_shot (ui->window, "v-patient-joined");
  gtk_widget_grab_focus (ui_find (ui->window, "part_button"));   /* laid out now: the page scrolls to it */
  ui_shot (ui->window, "v-patient-joined-below");
}

/* A copy that is there already, such as a practice laptop's (TN_COPY): the records that a screen is best seen with. */
static void
shoot_copy (gconstpointer path)
{
  static const struct { const char *screen, *kind, *state, *name; } records[] = {
    { "resources", "stock_item", NULL, "v-stock-item" }, { "resources", "stock_place", NULL, "v-stock-place" }, { "resources", "donor", NULL, "v-donor" }, { "resources", "gift", NULL, "v-gift" },
    { "resources", "reduction", NULL, "v-reduction" }, { "hands", "sponsorship", "running", "v-sponsorship" }, { "hands", "helping_pair", "waiting", "v-pair" },
  };
  g_autoptr (TnCopy) copy = tn_copy_open (path, TN_COPY_READ_ONLY, NULL, NULL);
  TnWindow *window = tn_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  tn_window_open_copy (window, path, 0);
  WAIT (tn_window_get_workspace (window));
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      TnListedQuery query = { .kind = records[i].kind, .state = records[i].state };
      g_autoptr (GArray) found = tn_query_listed (copy, &query, NULL);
      GtkWidget *screen = tn_window_show_screen (window, records[i].screen);

      for (guint k = 0; k < MIN (found->len, 3); k++)
        {
          const TnId *id = &g_array_index (found, TnListed, k).id;
          g_autofree char *name = g_strdup_printf ("%s-%u", records[i].name, k);

          tn_window_go (window, records[i].screen, id);
          WAIT (ui_find (screen, "title"));
          for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
            ui_turn ();
          ui_shot (window, name);
        }
    }
  gtk_window_close (GTK_WINDOW (window));
}

static void
wait_half_a_second (void)
{
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
    ui_turn ();
}

/* Every list of the screens that are boards, each of its filters: what stands under a list that is cut. */
static void
shoot_lists (gconstpointer path)
{
  static const char *const screens[] = { "petitions", "support", "resources", "hands", "information", "movements", "work", "surveys", "duplicates" };
  TnWindow *window = tn_window_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  tn_window_open_copy (window, path, 0);
  WAIT (tn_window_get_workspace (window));
  for (gsize i = 0; i < G_N_ELEMENTS (screens); i++)
    {
      GtkWidget *screen = tn_window_show_screen (window, screens[i]), *filter;
      guint n;

      wait_half_a_second ();
      filter = ui_find (screen, "filter");
      n = filter ? g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (filter))) : 1;
      for (guint k = 0; k < n; k++)
        {
          g_autofree char *name = g_strdup_printf ("v-list-%s-%u", screens[i], k);

          if (filter)
            gtk_drop_down_set_selected (GTK_DROP_DOWN (filter), k);
          wait_half_a_second ();
          wait_half_a_second ();
          ui_shot (window, name);
        }
    }
  gtk_window_close (GTK_WINDOW (window));
}

/* A quarter whose level two laptops set differently, and a business that needs somebody with who looks for such work. */
static void
shoot_movements_and_work (Ui *ui, gconstpointer data)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);
  g_autoptr (TnEdit) edit = tn_edit_new ("Practice");
  TnId zone = tn_edit_create (edit, "zone", NULL), clash = tn_edit_create (edit, "zone", NULL), business = tn_edit_create (edit, "business", NULL);
  TnId need = tn_edit_create (edit, "business_need", NULL), wish = tn_edit_create (edit, "job_wish", NULL);
  g_autofree char *person = tn_id_dup_string (&ui->ward.first_people[1]);
  gint64 action;

  tn_edit_set_ref (edit, &zone, "area", &ui->ward.quarters[0]);
  tn_edit_set_text (edit, &zone, "level", "green");
  tn_edit_set_text (edit, &zone, "from", "2021-12-20");
  tn_edit_set_ref (edit, &clash, "area", &ui->ward.quarters[0]);
  tn_edit_set_text (edit, &clash, "level", "orange");
  tn_edit_set_text (edit, &clash, "from", "2021-12-20");
  tn_edit_set_text (edit, &business, "name", "Xưởng may An Thử");
  tn_edit_set_text (edit, &business, "trade", "May mặc gia công");
  tn_edit_set_ref (edit, &need, "business", &business);
  tn_edit_set_text (edit, &need, "what", "workers");
  tn_edit_set_text (edit, &need, "text", "8 thợ may công nghiệp, biết vắt sổ càng tốt");
  tn_edit_set_int (edit, &need, "number", 8);
  tn_edit_set_text (edit, &need, "since", "2021-12-01");
  tn_edit_set_text (edit, &need, "state", "open");
  tn_edit_set_ref (edit, &wish, "person", &ui->ward.first_people[2]);
  tn_edit_set_text (edit, &wish, "wants", "May công nghiệp, gần nhà");
  tn_edit_set_text (edit, &wish, "skills", "May bằng một kim, vắt sổ, sáu năm");
  tn_edit_set_text (edit, &wish, "state", "looking");
  g_assert_true (tn_copy_edit (copy, edit, &action, NULL));
  tn_window_go (ui->window, "movements", &ui->ward.quarters[0]);
  WAIT (ui_find (ui_find_type (ui->window, g_type_from_name ("TnMovementsScreen")), "plot-green"));
  ui_shot (ui->window, "v-zone");
  tn_window_go (ui->window, "work", &need);
  WAIT (ui_find_containing (tn_window_show_screen (ui->window, "work"), "vắt sổ, sáu năm"));
  ui_shot (ui->window, "v-need");
  shoot_dialog (ui, "win.set-zone", "", "v-zone-new");
  shoot_dialog (ui, "win.new-commendation", person, "v-commendation-new");
  shoot_dialog (ui, "win.new-job-wish", person, "v-wish-new");
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
  g_autofree char *asked = tn_id_dup_string (&campaign);

  go (ui, "information", &campaign, "đừng chờ sáng", "v-campaign");
  ui_act (ui, "win.new-round-for", asked);
  WAIT (ui_dialog (TN_TYPE_DIALOG) && ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "60"));
  shoot_and_close ("v-campaign-round");
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
  g_test_add ("/shots/support", Ui, GUINT_TO_POINTER (60), ui_set_up, shoot_support, ui_tear_down);
  g_test_add ("/shots/bulk", Ui, GUINT_TO_POINTER (60), ui_set_up, shoot_bulk, ui_tear_down);
  g_test_add ("/shots/twice", Ui, GUINT_TO_POINTER (12), ui_set_up, shoot_twice, ui_tear_down);
  g_test_add ("/shots/cases", Ui, GUINT_TO_POINTER (12), ui_set_up, shoot_cases, ui_tear_down);
  g_test_add ("/shots/movements-and-work", Ui, GUINT_TO_POINTER (60), ui_set_up, shoot_movements_and_work, ui_tear_down);
  g_test_add ("/shots/information", Ui, GUINT_TO_POINTER (60), ui_set_up, shoot_information, ui_tear_down);
  g_test_add_func ("/shots/welcome", shoot_welcome);
  if (g_getenv ("TN_COPY"))
    {
      g_test_add_data_func ("/shots/copy", g_getenv ("TN_COPY"), shoot_copy);
      g_test_add_data_func ("/shots/lists", g_getenv ("TN_COPY"), shoot_lists);
    }
  return g_test_run ();
}
