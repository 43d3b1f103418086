/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One whole evening through the window on two laptops: plan, print, visit, alert, act, reconcile, and read it at the other. Lan sits at the window;
 * Minh's laptop meets hers at a real district, is read, gets a window of its own, and goes once more to the door that stayed closed. What a page
 * says is looked for in the language of the run: with LC_ALL=vi_VN.UTF-8 and TUNGNHA_LOCALE_DIR it is the same evening in Vietnamese. */
#include "ui-duel.h"
#include <glib/gi18n.h>
#include "tn-dialog.h"
#include "tn-key-window.h"
#include "tn-listed.h"
#include "tn-patient-page.h"
#include "tn-print-round.h"
#include "tn-round-page.h"
#include "tn-round-stops.h"
#include "tn-screen.h"
#include "tn-sheet-code.h"
#include "tn-stop-item.h"
#include "tn-visit.h"

#define N_HOMES 12u
#define N_ROUND 8u      /* of them in the quarter of the round */
#define PATIENT "Nguyễn Văn Á"
#define WIFE "Trần Thị Bé"
#define NEIGHBOUR "Chị Hàng Xóm"
#define HELPER "Hoàng Thị Nhã"

typedef struct
{
  Duel duel;
  TnId quarters[2], team, volunteers[2], homes[N_HOMES], heads[N_HOMES];
  TnId round, stops[N_ROUND], visited[N_ROUND];   /* the stops in the order of the walk, and their homes */
  TnId wife, home_case, contact, referral, helper;
} Evening;

/* --- the ward, before the evening --- */

static TnId
add_named (TnEdit *edit, const char *kind, const char *name)
{
  TnId id = tn_edit_create (edit, kind, NULL);

  tn_edit_set_text (edit, &id, "name", name);
  return id;
}

static void
add_teams (Evening *e, TnEdit *edit)
{
  static const char *const quarters[] = { "Khu phố 1", "Khu phố 2" }, *const codes[] = { "KP1", "KP2" }, *const names[] = { "Lê Thị Hoa", "Phạm Văn Nam" };

  e->team = add_named (edit, "team", "Tổ COVID cộng đồng 1");
  for (guint i = 0; i < 2; i++)
    {
      e->quarters[i] = add_named (edit, "unit", quarters[i]);
      tn_edit_set_text (edit, &e->quarters[i], "code", codes[i]);
      tn_edit_set_text (edit, &e->quarters[i], "level", "quarter");
      e->volunteers[i] = add_named (edit, "volunteer", names[i]);
      tn_edit_set_ref (edit, &e->volunteers[i], "team", &e->team);
    }
}

static TnId
add_person (TnEdit *edit, const TnId *home, const char *name, const char *relation, const char *birth)
{
  TnId id = add_named (edit, "person", name);

  tn_edit_set_ref (edit, &id, "household", home);
  tn_edit_set_text (edit, &id, "relation", relation);
  tn_edit_set_text (edit, &id, "birth", birth);
  return id;
}

/* 45/10 to 45/17 in the first quarter, 46/18 to 46/21 in the other. */
static char *
house_no (guint i)
{
  return g_strdup_printf ("%u/%u", i < N_ROUND ? 45u : 46u, 10 + i);
}

static void
add_home (Evening *e, TnEdit *edit, guint i)
{
  static const char *const heads[N_HOMES] = { PATIENT, "Trần Văn Bảy", "Lê Thị Cúc", "Phạm Văn Dần", "Võ Thị Én", "Bùi Văn Gạo", "Hồ Thị Hến",
                                              "Ngô Văn Kiên", "Dương Thị Lụa", "Lý Văn Mười", "Đỗ Thị Ngà", "Vũ Văn Ổi" };
  g_autofree char *house = house_no (i), *phone = g_strdup_printf ("0280%07u", 100 + i), *partner = i ? g_strdup_printf ("%s Hai", heads[i]) : g_strdup (WIFE);
  TnId id = tn_edit_create (edit, "household", NULL), person;

  e->homes[i] = id;
  tn_edit_set_ref (edit, &id, "area", &e->quarters[i >= N_ROUND]);
  tn_edit_set_text (edit, &id, "house_no", house);
  tn_edit_set_text (edit, &id, "alley", i < N_ROUND ? "Hẻm 45" : "Hẻm 46");
  tn_edit_set_text (edit, &id, "street", "Hoa Mai");
  tn_edit_set_text (edit, &id, "phone", phone);
  e->heads[i] = add_person (edit, &id, heads[i], "head", "1960-05-01");
  person = add_person (edit, &id, partner, "spouse", "1963-07-02");
  if (i == 0)
    e->wife = person;
  tn_edit_set_ref (edit, &id, "head", &e->heads[i]);
}

static void
make_ward (Evening *e)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new ("Ward");

  add_teams (e, edit);
  for (guint i = 0; i < N_HOMES; i++)
    add_home (e, edit, i);
  tn_copy_edit (e->duel.lan.copy, edit, NULL, &error);
  g_assert_no_error (error);
  laptop_sync (&e->duel.lan);
  laptop_sync (&e->duel.minh);
}

/* --- what a laptop holds --- */

static TnCopy *
read_lan (Evening *e)
{
  g_autoptr (GError) error = NULL;
  TnCopy *copy = tn_copy_open (e->duel.lan.path, TN_COPY_READ_ONLY, NULL, &error);

  g_assert_no_error (error);
  return copy;
}

/* The newest that the query finds; FALSE when there is none. */
static gboolean
find_newest (TnCopy *copy, TnListedQuery query, TnId *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) listed = NULL;

  query.newest_first = TRUE;
  listed = tn_query_listed (copy, &query, &error);
  g_assert_no_error (error);
  if (listed->len && id)
    *id = g_array_index (listed, TnListed, 0).id;
  return listed->len > 0;
}

/* By what it hangs on; parent NULL = any. */
static gboolean
find_listed (TnCopy *copy, const char *kind, const TnId *parent, TnId *id)
{
  return find_newest (copy, (TnListedQuery) { .kind = kind, .parent = parent }, id);
}

static gboolean
lan_has (Evening *e, const char *kind, const TnId *parent, TnId *id)
{
  g_autoptr (TnCopy) copy = read_lan (e);

  return find_listed (copy, kind, parent, id);
}

/* She lives under the patient's roof: the register knows her. */
static gboolean
lan_has_contact (Evening *e)
{
  g_autoptr (TnCopy) copy = read_lan (e);

  return find_newest (copy, (TnListedQuery) { .kind = "contact", .ref = &e->wife }, &e->contact);
}

static char *
dup_held (TnCopy *copy, const TnId *id, const char *field)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);

  if (!row || row->deleted)
    return NULL;
  return tn_kind_field (row->kind, field)->type == TN_TYPE_INT ? tn_field_show (tn_kind_field (row->kind, field), tn_row_field (row, field))
                                                               : tn_row_dup_text (row, field);
}

static gboolean
lan_holds (Evening *e, const TnId *id, const char *field, const char *text)
{
  g_autoptr (TnCopy) copy = read_lan (e);
  g_autofree char *held = dup_held (copy, id, field);

  return g_strcmp0 (held, text) == 0;
}

/* --- what a window shows --- */

static gboolean
shows (TnWindow *window, const char *screen, const char *text)
{
  return ui_find_containing (tn_window_show_screen (window, screen), text) != NULL;
}

/* Both of tonight's lines on Today. */
static gboolean
has_doors (TnWindow *window, guint open, guint absent)
{
  g_autofree char *left = g_strdup_printf (ngettext ("%u door still to visit", "%u doors still to visit", open), open);
  g_autofree char *again = g_strdup_printf (ngettext ("%u door to try again", "%u doors to try again", absent), absent);

  return shows (window, "today", left) && shows (window, "today", again) == (absent > 0);
}

static GListModel *
doors_of (TnWindow *window)
{
  GtkWidget *stops = ui_find_type (tn_window_show_screen (window, "rounds"), TN_TYPE_ROUND_STOPS);

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (stops, "stop_list"))));
}

static gboolean
door_is (TnWindow *window, guint i, const char *state)
{
  g_autoptr (TnStopItem) item = g_list_model_get_item (doors_of (window), i);

  return item && g_str_equal (tn_stop_item_get_stop (item)->state, state);
}

static void
act (Evening *e, const char *action, const TnId *target)
{
  g_autofree char *id = target ? tn_id_dup_string (target) : NULL;
  GtkWidget *screen = tn_window_show_screen (e->duel.window, tn_window_get_screen (e->duel.window));

  g_assert_true (gtk_widget_activate_action (screen, action, id ? "s" : NULL, id));
}

static const char *
label_of (TnWindow *window, GType page, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (ui_get (ui_find_type (window, page), id)));
}

static guint
count_rows (TnWindow *window, const char *list)
{
  GtkWidget *box = ui_get (ui_find_type (window, TN_TYPE_PATIENT_PAGE), list);
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (box), (int) n))
    n++;
  return n;
}

/* --- six o'clock: the round --- */

static void
take_doors (Evening *e)
{
  for (guint i = 0; i < N_ROUND; i++)
    {
      g_autoptr (TnStopItem) item = g_list_model_get_item (doors_of (e->duel.window), i);

      e->stops[i] = tn_stop_item_get_stop (item)->id;
      e->visited[i] = tn_stop_item_get_stop (item)->household;
    }
}

static void
plan (Evening *e)
{
  g_autofree char *found = g_strdup_printf (ngettext ("%u household found.", "%u households found.", N_ROUND), N_ROUND);
  g_autofree char *each = g_strdup_printf (ngettext ("At most %u for each who walks.", "At most %u for each who walks.", N_ROUND / 2), N_ROUND / 2);
  GtkWidget *dialog, *count;

  act (e, "win.new-round", NULL);
  dialog = ui_wait_dialog ();
  count = ui_get (dialog, "count");
  ui_choose_record (dialog, "area", &e->quarters[0]);
  ui_choose_record (dialog, "team", &e->team);
  ui_wait_choose (dialog, "purpose", "check_in");
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (count)), found) && strstr (gtk_label_get_text (GTK_LABEL (count)), each));
  ui_shot (dialog, "evening-01-plan");
  ui_save_dialog ();
  WAIT (lan_has (e, "round", NULL, &e->round));
  tn_window_go (e->duel.window, "rounds", &e->round);
  WAIT (g_list_model_get_n_items (doors_of (e->duel.window)) == N_ROUND);
  take_doors (e);
  ui_shot (e->duel.window, "evening-02-round");
}

static guint
count_text (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, part)); p += strlen (part))
    n++;
  return n;
}

/* Each home of the round once, none of the other quarter, nobody's telephone. */
static void
print (Evening *e)
{
  g_autofree char *pdf = g_build_filename (e->duel.world.dir, "round.pdf", NULL), *text = NULL;
  g_autofree char *written = g_strdup_printf (ngettext ("%u home on the sheets in %s.", "%u homes on the sheets in %s.", N_ROUND), N_ROUND, pdf);

  tn_print_round_to_file (e->duel.window, &e->round, NULL, pdf);
  WAIT (ui_find_text (e->duel.window, written));
  if (!(text = ui_read_pdf (pdf)))
    return;
  for (guint i = 0; i < N_HOMES; i++)
    {
      g_autofree char *house = house_no (i);

      g_assert_cmpuint (count_text (text, house), ==, i < N_ROUND);
    }
  g_assert_null (strstr (text, "0280"));
  g_assert_nonnull (strstr (text, "Lê Thị Hoa"));
  g_assert_nonnull (strstr (text, "Phạm Văn Nam"));
}

/* --- from door to door --- */

/* The walk opens each next door by itself. */
static GtkWidget *
wait_door (guint place)
{
  g_autofree char *text = g_strdup_printf (_("door %u of %u of %s"), place, N_ROUND / 2, "Lê Thị Hoa");

  WAIT (ui_dialog (TN_TYPE_DIALOG) && ui_find_containing (ui_dialog (TN_TYPE_DIALOG), text));
  return ui_dialog (TN_TYPE_DIALOG);
}

static void
walk (Evening *e)
{
  GtkWidget *dialog;

  tn_window_show_screen (e->duel.window, "rounds");
  g_signal_emit_by_name (ui_get (ui_find_type (e->duel.window, TN_TYPE_ROUND_STOPS), "stop_list"), "activate", 0);   /* Enter */
  dialog = wait_door (1);
  ui_press_all (dialog, "1wA");
  ui_type (dialog, "what", "10 kg gạo");
  ui_shot (dialog, "evening-04-door");
  ui_try_save (dialog);
  dialog = wait_door (2);
  ui_press_all (dialog, "2");
  ui_try_save (dialog);
  dialog = wait_door (3);
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  WAIT (door_is (e->duel.window, 0, "done") && door_is (e->duel.window, 1, "absent"));
}

/* The third door was written on paper. */
static void
key_in (Evening *e)
{
  g_autoptr (TnStopItem) third = g_list_model_get_item (doors_of (e->duel.window), 2);
  g_autofree char *code = tn_sheet_code_short (&e->round, tn_stop_item_get_stop (third)->number);
  GtkWidget *window;

  act (e, "win.key-round", &e->round);
  WAIT ((window = ui_dialog (TN_TYPE_KEY_WINDOW)));
  ui_type (window, "code", code);
  g_signal_emit_by_name (ui_get (window, "code"), "activate");
  WAIT (gtk_widget_get_mapped (ui_get (window, "line")));
  ui_press_all (window, "1s");
  ui_shot (window, "evening-05-key");
  g_assert_true (ui_press (window, GDK_KEY_Return));
  WAIT (!gtk_widget_get_visible (ui_get (window, "line")));
  gtk_window_close (GTK_WINDOW (window));
  WAIT (!ui_dialog (TN_TYPE_KEY_WINDOW));
  WAIT (door_is (e->duel.window, 2, "done"));
}

/* --- danger --- */

static void
watch_patient (Evening *e)
{
  GtkWidget *dialog;

  act (e, "win.open-case", &e->heads[0]);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "station", "Trạm y tế phường");
  ui_type (dialog, "station_phone", "02800000200");
  ui_save_dialog ();
  WAIT (lan_has (e, "home_case", &e->heads[0], &e->home_case));
  WAIT (ui_find_type (e->duel.window, TN_TYPE_PATIENT_PAGE) && g_str_equal (label_of (e->duel.window, TN_TYPE_PATIENT_PAGE, "title"), PATIENT));
  act (e, "patient.check", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "spo2", "91");
  ui_type (dialog, "spo2_again", "91");
  ui_type (dialog, "breathing", "18");
  ui_shot (dialog, "evening-06-check");
  ui_save_dialog ();
}

/* Today leads to the patient; once it is written down what was done, nothing of it is left there. */
static void
answer (Evening *e)
{
  TnWindow *window = e->duel.window;
  GtkWidget *dialog, *label;

  WAIT (shows (window, "today", "SpO2 91"));
  ui_shot (window, "evening-07-danger");
  label = ui_find_containing (tn_window_show_screen (window, "today"), "SpO2 91");
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "QĐ 261/QĐ-BYT"));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "02800000200"));
  gtk_widget_activate (gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW));
  g_assert_cmpstr (tn_window_get_screen (window), ==, "patients");
  WAIT (gtk_widget_get_visible (ui_get (ui_find_type (window, TN_TYPE_PATIENT_PAGE), "alert")));
  ui_shot (window, "evening-08-patient");
  act (e, "patient.respond", NULL);
  dialog = ui_wait_dialog ();
  ui_wait_choose (dialog, "done", "station");
  ui_save_dialog ();
  WAIT (count_rows (window, "responses") == 1);
  WAIT (!shows (window, "today", "SpO2 91"));
  ui_shot (window, "evening-09-answered");
}

/* --- contacts and care --- */

static void
trace (Evening *e)
{
  GtkWidget *dialog, *page;

  act (e, "win.new-contact", &e->home_case);
  dialog = ui_wait_dialog ();
  g_assert_nonnull (ui_find_text (dialog, WIFE));
  ui_type (dialog, "name", NEIGHBOUR);
  ui_type (dialog, "phone", "02800000300");
  ui_shot (dialog, "evening-10-contacts");
  ui_save_dialog ();
  WAIT (lan_has_contact (e));
  tn_window_go (e->duel.window, "tracing", &e->contact);
  page = ui_find_type (e->duel.window, g_type_from_name ("TnContactPage"));
  WAIT (gtk_widget_get_mapped (page));
  WAIT (gtk_widget_get_mapped (ui_get (page, "first_result")) && g_str_equal (gtk_label_get_text (GTK_LABEL (ui_get (page, "title"))), WIFE));
  ui_shot (e->duel.window, "evening-11-contact");
  g_assert_true (gtk_widget_activate_action (page, "contact.call", "s", "well"));
  WAIT (lan_has (e, "call", &e->contact, NULL));
}

static void
refer (Evening *e)
{
  GtkWidget *dialog;

  act (e, "win.new-professional", NULL);
  dialog = ui_wait_dialog ();
  ui_type (dialog, "name", HELPER);
  ui_wait_choose (dialog, "skill", "psychologist");
  ui_save_dialog ();
  WAIT (lan_has (e, "professional", NULL, &e->helper));
  act (e, "win.new-referral", &e->heads[2]);
  dialog = ui_wait_dialog ();
  ui_wait_choose (dialog, "group", "alone");
  ui_wait_choose (dialog, "urgency", "days");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_get (dialog, "need"))), "Mất ngủ nhiều đêm", -1);
  ui_shot (dialog, "evening-12-refer");
  ui_save_dialog ();
  WAIT (lan_has (e, "referral", &e->heads[2], &e->referral));
  tn_window_go (e->duel.window, "care", &e->referral);
  WAIT (shows (e->duel.window, "care", "Mất ngủ nhiều đêm") && shows (e->duel.window, "care", HELPER));
  act (e, "care.take", &e->helper);
  WAIT (lan_holds (e, &e->referral, "state", "taken"));
  ui_shot (e->duel.window, "evening-13-referral");
}

/* --- at the other laptop --- */

static void
assert_holds (TnCopy *copy, const TnId *id, const char *field, const char *text)
{
  g_autofree char *held = dup_held (copy, id, field);

  g_assert_cmpstr (held, ==, text);
}

static void
assert_child (TnCopy *copy, const char *kind, const TnId *parent, const char *field, const char *text)
{
  TnId id;

  if (!find_listed (copy, kind, parent, &id))
    g_error ("no %s at the other laptop", kind);
  assert_holds (copy, &id, field, text);
}

static void
read_at_minh (Evening *e)
{
  static const char *const states[N_ROUND] = { "done", "absent", "done", "open", "open", "open", "open", "open" };
  static const char *const results[] = { "met", "absent", "met" };
  TnListedQuery contacts = { .kind = "contact", .parent = &e->home_case };
  TnCopy *copy = e->duel.minh.copy;
  guint n;

  assert_holds (copy, &e->round, "purpose", "check_in");
  for (guint i = 0; i < N_ROUND; i++)
    assert_holds (copy, &e->stops[i], "state", states[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    assert_child (copy, "visit", &e->visited[i], "result", results[i]);
  assert_child (copy, "essentials", &e->visited[0], "what", "10 kg gạo");
  assert_child (copy, "home_case", &e->heads[0], "station_phone", "02800000200");
  assert_child (copy, "health_check", &e->home_case, "spo2", "91");
  assert_child (copy, "response", &e->home_case, "done", "station");
  assert_child (copy, "call", &e->contact, "result", "well");
  assert_holds (copy, &e->contact, "state", "watching");
  g_assert_true (tn_query_count_listed (copy, &contacts, &n, NULL));
  g_assert_cmpuint (n, ==, 2);
  assert_holds (copy, &e->referral, "state", "taken");
  assert_holds (copy, &e->helper, "name", HELPER);
}

/* What Lan's evening looks like over Minh's copy. */
static void
look_at_minh (Evening *e)
{
  TnWindow *window = duel_open_window (&e->duel.minh);

  WAIT (has_doors (window, 5, 1));
  g_assert_false (shows (window, "today", "SpO2 91"));
  ui_shot (window, "evening-14-minh-today");
  tn_window_go (window, "rounds", &e->round);
  WAIT (g_list_model_get_n_items (doors_of (window)) == N_ROUND && door_is (window, 0, "done"));
  g_assert_true (door_is (window, 1, "absent") && door_is (window, 2, "done") && door_is (window, 3, "open"));
  ui_shot (window, "evening-15-minh-round");
  tn_window_go (window, "patients", &e->home_case);
  WAIT (ui_find_type (window, TN_TYPE_PATIENT_PAGE) && g_str_equal (label_of (window, TN_TYPE_PATIENT_PAGE, "title"), PATIENT));
  WAIT (count_rows (window, "checks") == 1 && count_rows (window, "responses") == 1);
  g_assert_false (gtk_widget_get_visible (ui_get (ui_find_type (window, TN_TYPE_PATIENT_PAGE), "alert")));
  ui_shot (window, "evening-16-minh-patient");
  duel_close_window (window);
}

/* Somebody is at home now. */
static void
visit_again (Evening *e)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnVisit) visit = NULL;
  g_autoptr (TnEdit) edit = NULL;
  Laptop *minh = &e->duel.minh;

  minh->copy = tn_copy_open (minh->path, 0, NULL, &error);
  g_assert_no_error (error);
  visit = tn_visit_of_stop (minh->copy, &e->stops[1], &error);
  g_assert_no_error (error);
  visit->result = tn_visit_find_result ("met");
  visit->at = tn_env_now_ms (tn_env_system ());
  edit = tn_visit_edit (minh->copy, visit, &error);
  g_assert_no_error (error);
  tn_copy_edit (minh->copy, edit, NULL, &error);
  g_assert_no_error (error);
  laptop_sync (minh);
}

static void
see_at_lan (Evening *e)
{
  TnWindow *window = e->duel.window;
  GtkWidget *page;

  act (e, "win.reconcile", NULL);
  tn_window_go (window, "rounds", &e->round);
  WAIT (door_is (window, 1, "done"));
  WAIT (shows (window, "rounds", "3/8"));
  page = ui_find_type (window, TN_TYPE_ROUND_PAGE);
  gtk_stack_set_visible_child_name (GTK_STACK (ui_get (page, "views")), "coverage");
  WAIT (strstr (gtk_label_get_text (GTK_LABEL (ui_get (page, "coverage_summary"))), "37 %"));
  ui_shot (window, "evening-17-coverage");
  WAIT (has_doors (window, 5, 0));
  g_assert_cmpuint (duel_badge (&e->duel, "conflicts"), ==, 0);
  ui_shot (window, "evening-18-today");
}

static void
test_evening (void)
{
  Evening e = { 0 };
  Laptop *laptops[] = { &e.duel.lan, &e.duel.minh };
  g_autoptr (GError) error = NULL;

  duel_init (&e.duel);
  make_ward (&e);
  duel_open (&e.duel);
  plan (&e);
  WAIT (has_doors (e.duel.window, N_ROUND, 0));
  ui_shot (e.duel.window, "evening-03-today");
  print (&e);
  walk (&e);
  key_in (&e);
  watch_patient (&e);
  answer (&e);
  trace (&e);
  refer (&e);
  duel_wait_sent (&e.duel);
  laptop_sync (&e.duel.minh);
  read_at_minh (&e);
  look_at_minh (&e);
  visit_again (&e);
  see_at_lan (&e);
  duel_wait_sent (&e.duel);
  duel_close_window (g_steal_pointer (&e.duel.window));
  e.duel.lan.copy = tn_copy_open (e.duel.lan.path, 0, NULL, &error);
  g_assert_no_error (error);
  assert_reconciled (&e.duel.world, laptops, G_N_ELEMENTS (laptops));
  duel_clear (&e.duel);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/evening", test_evening);
  return g_test_run ();
}
