/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A day at the desk on two laptops, each with its own window over its own copy, and a real district. Lan makes a programme with a rule, takes a gift in and a
 * petition down; Minh answers it. Then there is no network: both hand the same package to the same person, and each to one of their own. Both receipts stay
 * until a person has said what the second one was; the sums are right in both windows and in the district's own database, and nobody gets it again. */
#include "ui-duel.h"
#include <string.h>
#include "tn-board.h"
#include "tn-dialog.h"
#include "tn-listed.h"
#include "tn-record-page.h"
#include "tn-screen.h"
#include "tn-stock.h"

#define SHARED "Nguyễn Thị An"       /* whom both give it to */
#define OF_LAN "Trần Văn Bình"
#define OF_MINH "Lê Thị Cúc"
#define LATE "Phạm Văn Đào"          /* while one asks, the other has given */
#define YOUNG "Võ Văn Em"            /* not entitled */
#define N_ENTITLED 4u
#define PACKAGE 1500000

typedef struct { Laptop *laptop; TnWindow *window; } Desk;
typedef struct { Duel duel; Desk lan, minh; TnId programme, item, gift, petition; } Day;

/* --- the ward, before the day --- */

static void
make_ward (Day *day)
{
  static const struct { const char *name, *birth; } people[] = {
    { SHARED, "1940-02-03" }, { OF_LAN, "1945-04-05" }, { OF_MINH, "1948-06-07" }, { LATE, "1950-08-09" }, { YOUNG, "1990-10-11" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Ward");

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      TnId id = tn_edit_create (edit, "person", NULL);

      tn_edit_set_ref (edit, &id, "household", &day->duel.household);
      tn_edit_set_text (edit, &id, "name", people[i].name);
      tn_edit_set_text (edit, &id, "birth", people[i].birth);
    }
  tn_copy_edit (day->duel.lan.copy, edit, NULL, &error);
  g_assert_no_error (error);
  laptop_sync (&day->duel.lan);
  laptop_sync (&day->duel.minh);
}

static void
open_desks (Day *day)
{
  day->lan = (Desk) { &day->duel.lan, duel_open_window (&day->duel.lan) };
  day->minh = (Desk) { &day->duel.minh, duel_open_window (&day->duel.minh) };
}

/* --- what a laptop holds --- */

static TnCopy *
read_desk (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = tn_copy_open (desk->laptop->path, TN_COPY_READ_ONLY, NULL, &error);

  g_assert_no_error (error);
  return copy;
}

static TnId
find_newest (Desk *desk, const char *kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = read_desk (desk);
  TnListedQuery query = { .kind = kind, .newest_first = TRUE };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (listed->len, ==, 1);
  return g_array_index (listed, TnListed, 0).id;
}

static gboolean
holds (Desk *desk, const TnId *id, const char *field, const char *text)
{
  g_autoptr (TnCopy) copy = read_desk (desk);
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);
  g_autofree char *held = row && !row->deleted ? tn_row_dup_text (row, field) : NULL;

  return g_strcmp0 (held, text) == 0;
}

static guint64
count_waiting (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCopy) copy = read_desk (desk);
  TnOutboxSummary summary = { 0 };

  g_assert_true (tn_outbox_summary (copy, &summary, &error));
  return summary.waiting + summary.held;
}

/* The one sends what it has, and the other asks for it. */
static void
reconcile (Desk *from, Desk *to)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (from->window), "win.reconcile", NULL));
  WAIT (count_waiting (from) == 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (to->window), "win.reconcile", NULL));
}

/* --- what a window shows, and is told --- */

static GtkWidget *
screen_of (Desk *desk, const char *name)
{
  return tn_window_show_screen (desk->window, name);
}

static GtkWidget *
page_of (Desk *desk, const char *screen)
{
  return ui_find_type (screen_of (desk, screen), TN_TYPE_RECORD_PAGE);
}

static gboolean
page_says (Desk *desk, const char *screen, const char *text)
{
  GtkWidget *page = page_of (desk, screen);

  return page && tn_record_page_is_written (TN_RECORD_PAGE (page)) && ui_find_containing (page, text);
}

static void
act (Desk *desk, const char *screen, const char *action)
{
  g_assert_true (gtk_widget_activate_action (screen_of (desk, screen), action, NULL));
}

/* --- the people of the programme --- */

static GtkWidget *
people_of (Desk *desk)
{
  return ui_find_type (screen_of (desk, "support"), g_type_from_name ("TnSupportPeople"));
}

static guint
n_lines (Desk *desk)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (people_of (desk), "people")))));
}

static void
show_people (Desk *desk, const TnId *programme, const char *which, guint n)
{
  tn_window_go (desk->window, "support", programme);
  WAIT (page_of (desk, "support") && tn_record_page_is_written (TN_RECORD_PAGE (page_of (desk, "support"))));
  act (desk, "support", which);
  WAIT (n_lines (desk) == n);
}

static void
press (Desk *desk, const char *action)
{
  g_assert_true (gtk_widget_activate_action (people_of (desk), action, NULL));
}

static void
wait_ticked (Desk *desk, const char *text)
{
  WAIT (g_str_equal (gtk_label_get_text (GTK_LABEL (ui_get (people_of (desk), "ticked"))), text));
}

/* Looks the one up by name, and ticks the line. */
static void
tick (Desk *desk, const char *name)
{
  ui_type (people_of (desk), "people-search", name);
  WAIT (n_lines (desk) == 1 && ui_find_containing (people_of (desk), name));
  gtk_widget_activate_action (ui_get (people_of (desk), "people"), "list.activate-item", "u", 0);
  wait_ticked (desk, "1 ticked");
}

static GtkWidget *
ask_delivery (Day *day, Desk *desk, const char *name, guint n_approved)
{
  show_people (desk, &day->programme, "support.people-approved", n_approved);
  tick (desk, name);
  press (desk, "people.deliver");
  return ui_wait_dialog ();
}

static void
hand_over (Day *day, Desk *desk, const char *name, guint n_approved)
{
  ask_delivery (day, desk, name, n_approved);
  ui_save_dialog ();
  show_people (desk, &day->programme, "support.people-approved", n_approved - 1);
}

/* --- the morning: a programme --- */

static void
make_programme (Day *day)
{
  Desk *lan = &day->lan;
  GtkWidget *dialog;

  screen_of (lan, "support");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (lan->window), "win.new-programme", NULL));
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", "Gói người cao tuổi");
  ui_type (dialog, "basis", "Nghị quyết 97/NQ-HĐND");
  ui_type (dialog, "amount", "1500000");
  g_assert_true (gtk_widget_activate (ui_get (dialog, "add-condition")));
  WAIT (ui_find (dialog, "fact"));
  ui_wait_choose (dialog, "fact", "age");
  ui_type (dialog, "rule-from", "60");
  WAIT (ui_find_containing (dialog, "4 people are entitled"));
  ui_shot (dialog, "desk-01-programme");
  ui_save_dialog ();
  day->programme = find_newest (lan, "programme");
  WAIT (holds (lan, &day->programme, "rule", "age: 60.."));
  tn_window_go (lan->window, "support", &day->programme);
  WAIT (page_says (lan, "support", "Gói người cao tuổi"));
  act (lan, "support", "support.open");
  WAIT (holds (lan, &day->programme, "state", "open"));
}

static void
approve_all (Day *day)
{
  Desk *lan = &day->lan;

  show_people (lan, &day->programme, "support.people-nothing", N_ENTITLED);
  g_assert_null (ui_find_containing (people_of (lan), YOUNG));
  press (lan, "people.all");
  wait_ticked (lan, "4 ticked");
  press (lan, "people.propose");
  g_assert_nonnull (ui_find_text (ui_wait_dialog (), "4 people"));
  ui_save_dialog ();
  show_people (lan, &day->programme, "support.people-proposed", N_ENTITLED);
  press (lan, "people.all");
  wait_ticked (lan, "4 ticked");
  press (lan, "people.approve");
  g_assert_nonnull (ui_find_containing (ui_wait_dialog (), "6.000.000"));
  ui_save_dialog ();
  show_people (lan, &day->programme, "support.people-approved", N_ENTITLED);
  ui_shot (lan->window, "desk-02-approved");
}

/* --- a gift of goods, and what people ask --- */

static void
ask (Desk *desk, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->window), action, NULL));
}

static void
take_gift (Day *day)
{
  Desk *lan = &day->lan;
  GtkWidget *dialog;
  TnId place, donor;

  screen_of (lan, "resources");
  ask (lan, "win.new-stock-item");
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", "Gạo");
  ui_type (dialog, "measure", "kg");
  ui_wait_choose (dialog, "type", "food");
  ui_save_dialog ();
  ask (lan, "win.new-stock-place");
  ui_type (ui_wait_dialog (), "name", "Nhà văn hóa");
  ui_save_dialog ();
  ask (lan, "win.new-donor");
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", "Công ty Thử");
  ui_wait_choose (dialog, "type", "business");
  ui_save_dialog ();
  day->item = find_newest (lan, "stock_item");
  place = find_newest (lan, "stock_place");
  donor = find_newest (lan, "donor");
  tn_window_go (lan->window, "resources", &donor);
  WAIT (page_says (lan, "resources", "Công ty Thử"));
  act (lan, "resources", "resources.new-gift");
  dialog = ui_wait_dialog ();
  ui_choose_record (dialog, "item", &day->item);
  ui_choose_record (dialog, "to", &place);
  ui_type (dialog, "quantity", "300");
  ui_save_dialog ();
  day->gift = find_newest (lan, "gift");
  WAIT (page_says (lan, "resources", "300 kg"));
}

static void
take_petition (Day *day)
{
  Desk *lan = &day->lan;
  TnIdStr home;
  GtkWidget *dialog;

  tn_id_format (&day->duel.household, home);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (lan->window), "win.new-petition", "s", home));
  dialog = ui_wait_dialog ();
  ui_write_note (dialog, "text", "Hết gạo từ hôm qua");
  ui_wait_choose (dialog, "topic", "food");
  ui_save_dialog ();
  day->petition = find_newest (lan, "petition");
}

/* --- the other laptop reads it all, and answers --- */

static void
read_at_minh (Day *day)
{
  Desk *minh = &day->minh;

  reconcile (&day->lan, minh);
  WAIT (holds (minh, &day->petition, "text", "Hết gạo từ hôm qua"));
  tn_window_go (minh->window, "support", &day->programme);
  WAIT (page_says (minh, "support", "Gói người cao tuổi"));
  show_people (minh, &day->programme, "support.people-approved", N_ENTITLED);
  tn_window_go (minh->window, "resources", &day->item);
  WAIT (page_says (minh, "resources", "300 kg"));
}

static void
answer_at_minh (Day *day)
{
  Desk *minh = &day->minh;

  tn_window_go (minh->window, "petitions", &day->petition);
  WAIT (page_says (minh, "petitions", "Hết gạo từ hôm qua"));
  act (minh, "petitions", "petition.answer");
  ui_write_note (ui_wait_dialog (), "answer", "Đã mang 10 kg gạo");
  ui_save_dialog ();
  reconcile (minh, &day->lan);
  tn_window_go (day->lan.window, "petitions", &day->petition);
  WAIT (page_says (&day->lan, "petitions", "Đã mang 10 kg gạo"));
  g_assert_true (holds (&day->lan, &day->petition, "state", "answered"));
}

/* --- what the district holds, counted in its own database by the rule and nothing of ours --- */

static gint64
ask_district (Day *day, const char *sql)
{
  sqlite3 *db = world_open_depot (&day->duel.world);
  sqlite3_stmt *stmt = NULL;
  gint64 n;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return n;
}

#define LIVE(kind) "(SELECT json_extract(line, '$.i') id, json_extract(line, '$.b') b FROM record WHERE json_extract(line, '$.k') = '" kind "')"
#define COUNTED " FROM " LIVE ("delivery") " d WHERE NOT EXISTS(SELECT 1 FROM " LIVE ("settlement") " s WHERE json_extract(s.b, '$.delivery') = d.id AND json_extract(s.b, '$.what') != 'stands')"
#define RECEIPTS_SQL "SELECT count(*) FROM " LIVE ("delivery")
#define MONEY_SQL "SELECT coalesce(sum(json_extract(d.b, '$.amount')), 0)" COUNTED
#define PEOPLE_SQL "SELECT count(DISTINCT json_extract(d.b, '$.whom'))" COUNTED

/* A row of the page: what it is, and its value. */
static gboolean
fact_is (Desk *desk, const char *name, const char *value)
{
  GtkWidget *label = ui_find_text (page_of (desk, "support"), name), *row = label ? gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW) : NULL;

  return row && ui_find_text (row, value);
}

/* In both windows and at the district. */
static void
wait_sums (Day *day, guint receipts, guint people, gint64 money, const char *shown)
{
  Desk *desks[] = { &day->lan, &day->minh };
  g_autofree char *n_receipts = g_strdup_printf ("%u", receipts), *n_people = g_strdup_printf ("%u", people);

  for (guint i = 0; i < G_N_ELEMENTS (desks); i++)
    {
      tn_window_go (desks[i]->window, "support", &day->programme);
      WAIT (fact_is (desks[i], "Receipts", n_receipts) && fact_is (desks[i], "People", n_people) && page_says (desks[i], "support", shown));
    }
  g_assert_cmpint (ask_district (day, RECEIPTS_SQL), ==, receipts);
  g_assert_cmpint (ask_district (day, PEOPLE_SQL), ==, people);
  g_assert_cmpint (ask_district (day, MONEY_SQL), ==, money);
}

/* --- the afternoon, without a network --- */

static void
give_apart (Day *day)
{
  world_stop (&day->duel.world);
  hand_over (day, &day->lan, SHARED, 4);
  hand_over (day, &day->minh, SHARED, 4);
  hand_over (day, &day->lan, OF_LAN, 3);
  hand_over (day, &day->minh, OF_MINH, 3);
  g_assert_cmpuint (count_waiting (&day->lan), >, 0);
  g_assert_cmpuint (count_waiting (&day->minh), >, 0);
  world_start (&day->duel.world);
  g_assert_cmpint (ask_district (day, RECEIPTS_SQL), ==, 0);
  reconcile (&day->lan, &day->minh);
  reconcile (&day->minh, &day->lan);
}

static gboolean
is_asked_today (Desk *desk)
{
  GtkWidget *today = screen_of (desk, "today");

  return ui_find_containing (today, "Handed over twice") && ui_find_containing (today, "1 has two receipts for one programme");
}

static void
see_double (Day *day)
{
  Desk *desks[] = { &day->lan, &day->minh };

  for (guint i = 0; i < G_N_ELEMENTS (desks); i++)
    {
      WAIT (is_asked_today (desks[i]));
      tn_window_go (desks[i]->window, "support", &day->programme);
      WAIT (page_says (desks[i], "support", "to settle") && ui_find_text (screen_of (desks[i], "support"), "1 double"));
    }
  ui_shot (day->minh.window, "desk-03-double");
  wait_sums (day, 4, 3, 4 * PACKAGE, "6.000.000");   /* nothing is taken away by itself */
}

/* Minh has asked both: it was written down twice. */
static void
settle_at_minh (Day *day)
{
  Desk *minh = &day->minh;
  GtkWidget *dialog;

  show_people (minh, &day->programme, "support.people-double", 1);
  gtk_widget_activate_action (ui_get (people_of (minh), "people"), "list.activate-item", "u", 0);
  dialog = ui_wait_dialog ();
  g_assert_nonnull (ui_find_containing (dialog, SHARED));
  g_assert_nonnull (ui_find_text (dialog, "Handed over by: Lan"));
  g_assert_nonnull (ui_find_text (dialog, "Handed over by: Minh"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (ui_get (dialog, "error")), TRUE);
  ui_type (dialog, "reason", "Bà An chỉ nhận một lần");
  ui_shot (dialog, "desk-04-settle");
  ui_save_dialog ();
  reconcile (minh, &day->lan);
  WAIT (!is_asked_today (&day->lan) && !is_asked_today (minh));
  wait_sums (day, 4, 3, 3 * PACKAGE, "4.500.000");
}

/* --- nobody gets it twice --- */

/* Who has it is in the list of those who have, where nothing is handed over. */
static void
try_again (Day *day, Desk *desk)
{
  show_people (desk, &day->programme, "support.people-delivered", 3);
  tick (desk, SHARED);
  gtk_widget_activate_action (people_of (desk), "people.deliver", NULL);
  g_assert_null (ui_dialog (TN_TYPE_DIALOG));
  press (desk, "people.leave");
}

static GtkWidget *
find_other_dialog (GtkWidget *than)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != than && TN_IS_DIALOG (window) && gtk_widget_get_mapped (window))
        return window;
    }
  return NULL;
}

static guint
count_receipts (Desk *desk)
{
  g_autoptr (TnCopy) copy = read_desk (desk);
  TnListedQuery query = { .kind = "delivery" };
  guint n = 0;

  g_assert_true (tn_query_count_listed (copy, &query, &n, NULL));
  return n;
}

/* Lan is asked already; meanwhile Minh's receipt arrives, and hers is not written. */
static void
give_late (Day *day)
{
  Desk *lan = &day->lan, *minh = &day->minh;
  GtkWidget *asked = ask_delivery (day, lan, LATE, 1), *dialog;

  show_people (minh, &day->programme, "support.people-approved", 1);
  tick (minh, LATE);
  press (minh, "people.deliver");
  WAIT ((dialog = find_other_dialog (asked)));
  ui_try_save (dialog);
  WAIT (!find_other_dialog (asked));
  reconcile (minh, lan);
  WAIT (count_receipts (lan) == 5);
  ui_try_save (asked);
  WAIT (!ui_dialog (TN_TYPE_DIALOG) || ui_find_containing (asked, LATE " got it already: on "));
  g_assert_nonnull (ui_dialog (TN_TYPE_DIALOG));                  /* it stays, with what was typed */
  g_assert_nonnull (ui_find_containing (asked, "handed over by Minh."));
  ui_shot (asked, "desk-05-refused");
  gtk_window_destroy (GTK_WINDOW (asked));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
}

static void
test_desk (void)
{
  Day day = { 0 };
  Laptop *laptops[] = { &day.duel.lan, &day.duel.minh };
  g_autoptr (GError) error = NULL;

  duel_init (&day.duel);
  make_ward (&day);
  open_desks (&day);
  make_programme (&day);
  approve_all (&day);
  take_gift (&day);
  take_petition (&day);
  read_at_minh (&day);
  answer_at_minh (&day);
  give_apart (&day);
  see_double (&day);
  settle_at_minh (&day);
  try_again (&day, &day.lan);
  try_again (&day, &day.minh);
  give_late (&day);
  wait_sums (&day, 5, 4, 4 * PACKAGE, "6.000.000");
  duel_close_window (day.lan.window);
  duel_close_window (day.minh.window);
  for (guint i = 0; i < G_N_ELEMENTS (laptops); i++)
    {
      laptops[i]->copy = tn_copy_open (laptops[i]->path, 0, NULL, &error);
      g_assert_no_error (error);
    }
  assert_reconciled (&day.duel.world, laptops, G_N_ELEMENTS (laptops));
  duel_clear (&day.duel);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/desk", test_desk);
  return g_test_run ();
}
