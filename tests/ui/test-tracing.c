/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Tracing screen by keyboard: contacts, calls, chains, test rounds. */
#include "ui-fixture.h"
#include "tn-board.h"
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-opened.h"
#include "tn-screen.h"
#include "tn-option-drop-down.h"
#include "tn-test-item.h"
#include "tn-testing.h"
#include "tn-tracing.h"

typedef struct { Ui ui; TnId home_case; } Case;

/* --- as a person does it --- */

static GtkWidget *
screen_of (Case *c)
{
  return tn_window_show_screen (c->ui.window, "tracing");
}

/* Presses a key that the widget's class binds: what GTK would run when the keyboard is in it. */
static void
press_bound (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) && j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (!GTK_IS_KEYVAL_TRIGGER (trigger) || gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) != key)
            continue;
          g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, gtk_shortcut_get_arguments (shortcut)));
          return;
        }
    }
  g_error ("key %u is not bound", key);
}

static GtkWidget *
page_of (Case *c, const char *type)
{
  return ui_find_type (screen_of (c), g_type_from_name (type));
}

/* Presses a key in the list of the round. */
static void
press_in_list (Case *c, guint key)
{
  GtkWidget *view = ui_get (page_of (c, "TnTestPage"), "view");
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  g_assert_true (handled);
}

static gboolean
shows (Case *c, const char *text)
{
  return ui_find_containing (screen_of (c), text) != NULL;
}

static gboolean
has_title (Case *c, const char *type, const char *name)
{
  GtkWidget *page = page_of (c, type);

  return gtk_widget_get_mapped (page) && g_str_equal (gtk_label_get_text (GTK_LABEL (ui_get (page, "title"))), name);
}

static TnBoard *
board_of (Case *c)
{
  return TN_BOARD (ui_find_type (screen_of (c), TN_TYPE_BOARD));
}

static guint
count_contacts (Case *c, gboolean due_only)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&c->ui.ward);
  g_autoptr (GPtrArray) contacts = tn_tracing_contacts (copy, tn_env_now_ms (tn_env_system ()), due_only, 0, NULL, NULL);

  return contacts->len;
}

static guint
count_opened (Case *c, const TnId *id)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&c->ui.ward);
  g_autoptr (GPtrArray) opened = tn_opened_list (copy, 1000, NULL);
  guint n = 0;

  for (guint i = 0; i < opened->len; i++)
    n += tn_id_equal (&((TnOpened *) opened->pdata[i])->id, id);
  return n;
}

static void
write_behind (Case *c, TnEdit *edit)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&c->ui.ward);
  g_autoptr (GError) error = NULL;
  gint64 action;

  tn_copy_edit (copy, edit, &action, &error);
  g_assert_no_error (error);
  tn_edit_free (edit);
}

static char *
today (void)
{
  return tn_date_today (tn_env_now_ms (tn_env_system ()));
}

static void
set_up (Case *c, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Case");
  g_autofree char *opened = NULL;

  ui_set_up (&c->ui, GINT_TO_POINTER (20));
  opened = today ();
  c->home_case = tn_edit_create (edit, "home_case", NULL);
  tn_edit_set_ref (edit, &c->home_case, "person", &c->ui.ward.first_people[0]);
  tn_edit_set_text (edit, &c->home_case, "opened", opened);
  tn_edit_set_text (edit, &c->home_case, "state", "open");
  write_behind (c, edit);
}

static void
tear_down (Case *c, gconstpointer data)
{
  ui_tear_down (&c->ui, data);
}

static void
open_contacts_dialog (Case *c)
{
  TnIdStr id;

  tn_id_format (&c->home_case, id);
  ui_act (&c->ui, "win.new-contact", id);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
}

/* The household and a neighbour. */
static void
add_contacts (Case *c)
{
  GtkWidget *dialog;

  open_contacts_dialog (c);
  dialog = ui_dialog (TN_TYPE_DIALOG);
  ui_type (dialog, "name", "Chị Hàng Xóm");
  ui_type (dialog, "phone", "02800000099");
  ui_save_dialog ();
}

static void
find_by_name (Case *c, const char *name, TnId *id)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&c->ui.ward);
  g_autoptr (GPtrArray) contacts = tn_tracing_contacts (copy, tn_env_now_ms (tn_env_system ()), FALSE, 0, NULL, NULL);

  for (guint i = 0; i < contacts->len; i++)
    if (g_str_equal (((TnTracingContact *) contacts->pdata[i])->name, name))
      {
        *id = ((TnTracingContact *) contacts->pdata[i])->id;
        return;
      }
  g_error ("no contact %s", name);
}

/* --- contacts --- */

static void
test_contacts_are_added_and_called (Case *c, gconstpointer data)
{
  TnId first;
  GtkWidget *page;

  WAIT (ui_find_text (screen_of (c), "Nobody to Call"));
  ui_shot (c->ui.window, "tracing-empty");
  open_contacts_dialog (c);
  g_assert_nonnull (ui_find_text (ui_dialog (TN_TYPE_DIALOG), "Trần Thị Bé"));
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "tracing-add");
  gtk_window_destroy (GTK_WINDOW (ui_dialog (TN_TYPE_DIALOG)));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  add_contacts (c);
  WAIT (count_contacts (c, TRUE) == 4);
  WAIT (tn_screen_get_badge (TN_SCREEN (screen_of (c))) == 4);
  WAIT (shows (c, "Chị Hàng Xóm"));
  find_by_name (c, "Trần Thị Bé", &first);
  tn_board_show (board_of (c), &first);
  WAIT (has_title (c, "TnContactPage", "Trần Thị Bé"));
  g_assert_cmpuint (count_opened (c, &first), ==, 1);
  ui_shot (c->ui.window, "tracing-contact");
  page = page_of (c, "TnContactPage");
  press_bound (page, GDK_KEY_1);
  /* the next who is to be called comes by itself, and the keyboard with it */
  WAIT (!has_title (c, "TnContactPage", "Trần Thị Bé"));
  WAIT (gtk_root_get_focus (GTK_ROOT (c->ui.window)) == ui_get (page, "first_result"));
  WAIT (count_contacts (c, TRUE) == 3);
  ui_act (&c->ui, "win.undo", NULL);
  WAIT (count_contacts (c, TRUE) == 4);
}

static void
test_symptoms_become_a_case (Case *c, gconstpointer data)
{
  TnId neighbour, wife;
  GtkWidget *page;

  add_contacts (c);
  WAIT (count_contacts (c, TRUE) == 4);
  find_by_name (c, "Chị Hàng Xóm", &neighbour);
  find_by_name (c, "Trần Thị Bé", &wife);
  tn_window_go (c->ui.window, "tracing", &neighbour);
  WAIT (has_title (c, "TnContactPage", "Chị Hàng Xóm"));
  page = page_of (c, "TnContactPage");
  /* not in the register: found there first */
  g_assert_false (gtk_widget_get_visible (ui_get (page, "case_button")));
  g_assert_true (gtk_widget_activate_action (page, "contact.link", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  ui_type (ui_dialog (TN_TYPE_DIALOG), "person_search", "le thi dao");
  WAIT (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (ui_dialog (TN_TYPE_DIALOG), "people_found")), 0));
  gtk_list_box_select_row (GTK_LIST_BOX (ui_get (ui_dialog (TN_TYPE_DIALOG), "people_found")),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (ui_dialog (TN_TYPE_DIALOG), "people_found")), 0));
  g_assert_true (gtk_widget_activate_action (ui_dialog (TN_TYPE_DIALOG), "dialog.save", NULL));
  WAIT (ui_find_containing (ui_dialog (TN_TYPE_DIALOG), "already"));   /* she is a contact by herself: refused, and the form stays */
  gtk_window_destroy (GTK_WINDOW (ui_dialog (TN_TYPE_DIALOG)));
  WAIT (!ui_dialog (TN_TYPE_DIALOG));
  tn_window_go (c->ui.window, "tracing", &wife);
  WAIT (has_title (c, "TnContactPage", "Trần Thị Bé"));
  press_bound (page, GDK_KEY_6);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "tracing-note");
  ui_save_dialog ();   /* symptoms, unless somebody chooses another result */
  tn_window_go (c->ui.window, "tracing", &wife);
  WAIT (has_title (c, "TnContactPage", "Trần Thị Bé") && shows (c, "Has symptoms: open a case"));
  ui_shot (c->ui.window, "tracing-symptoms");
  g_assert_true (gtk_widget_activate_action (page, "contact.case", NULL));
  ui_wait_text (&c->ui, &wife, "state", "positive");
  tn_window_go (c->ui.window, "tracing", &c->home_case);
  WAIT (has_title (c, "TnChainPage", "Nguyễn Văn Á"));
  WAIT (ui_find_containing (ui_get (page_of (c, "TnChainPage"), "tree"), "Trần Thị Bé"));
  g_assert_cmpuint (count_opened (c, &c->home_case), ==, 1);
  ui_shot (c->ui.window, "tracing-chain");
}

static void
test_a_circle_is_said_and_mended (Case *c, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Two laptops apart");
  TnId other = tn_edit_create (edit, "home_case", NULL);
  g_autofree char *opened = today ();
  GtkWidget *page;

  tn_edit_set_ref (edit, &other, "person", &c->ui.ward.first_people[1]);
  tn_edit_set_text (edit, &other, "opened", opened);
  tn_edit_set_ref (edit, &other, "source_case", &c->home_case);
  tn_edit_set_ref (edit, &c->home_case, "source_case", &other);
  write_behind (c, edit);
  tn_window_go (c->ui.window, "tracing", &c->home_case);
  WAIT (has_title (c, "TnChainPage", "Nguyễn Văn Á"));
  page = page_of (c, "TnChainPage");
  WAIT (gtk_widget_get_visible (ui_get (page, "loop_box")));
  ui_shot (c->ui.window, "tracing-circle");
  g_assert_true (gtk_widget_activate_action (page, "chain.source", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  ui_shot (ui_dialog (TN_TYPE_DIALOG), "tracing-source");
  g_assert_true (tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (ui_dialog (TN_TYPE_DIALOG), "source")), "travel"));
  ui_save_dialog ();
  WAIT (!gtk_widget_get_visible (ui_get (page, "loop_box")));
  tn_board_set_filter (board_of (c), "unknown");
  WAIT (shows (c, "Nothing found"));   /* both say now where it came from */
}

/* Its contacts still name the one that was joined into another: the page is that of the patient all the same. */
static void
test_a_joined_case_shows_its_patient (Case *c, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Two laptops apart");
  TnId joined = tn_edit_create (edit, "home_case", NULL);
  g_autofree char *opened = today ();
  GtkWidget *page;

  tn_edit_set_ref (edit, &joined, "person", &c->ui.ward.first_people[0]);
  tn_edit_set_text (edit, &joined, "opened", opened);
  tn_edit_set_text (edit, &joined, "state", "joined");
  tn_edit_set_ref (edit, &joined, "joined_into", &c->home_case);
  write_behind (c, edit);
  tn_window_go (c->ui.window, "tracing", &joined);
  WAIT (has_title (c, "TnChainPage", "Nguyễn Văn Á"));
  page = page_of (c, "TnChainPage");
  g_assert_true (gtk_widget_activate_action (page, "chain.source", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  g_assert_true (tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (ui_dialog (TN_TYPE_DIALOG), "source")), "travel"));
  ui_save_dialog ();
  ui_wait_text (&c->ui, &c->home_case, "source", "travel");
}

static void
test_what_is_over_ends (Case *c, gconstpointer data)
{
  TnEdit *edit = tn_edit_new ("Long ago");
  TnId contact = tn_edit_create (edit, "contact", NULL);

  tn_edit_set_ref (edit, &contact, "home_case", &c->home_case);
  tn_edit_set_text (edit, &contact, "name", "Người Cũ");
  tn_edit_set_text (edit, &contact, "last_met", "2021-12-01");
  tn_edit_set_text (edit, &contact, "next_call", "2021-12-02");
  tn_edit_set_text (edit, &contact, "state", "watching");
  write_behind (c, edit);
  WAIT (shows (c, "Time is over"));
  ui_act (&c->ui, "win.end-watches", NULL);
  ui_wait_text (&c->ui, &contact, "state", "ended");
  WAIT (ui_find_text (screen_of (c), "Nobody to Call"));
}

/* --- test rounds --- */

static void
plan_round (Case *c)
{
  g_autofree char *quarter = tn_id_dup_string (&c->ui.ward.quarters[0]);
  GtkWidget *dialog;

  ui_act (&c->ui, "win.new-test-round", NULL);
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  dialog = ui_dialog (TN_TYPE_DIALOG);
  ui_type (dialog, "name", "Đợt khu phố 1");
  WAIT (tn_option_drop_down_set_key (GTK_DROP_DOWN (ui_get (dialog, "area")), quarter));
  ui_shot (dialog, "tracing-plan");
  ui_save_dialog ();
  WAIT (has_title (c, "TnTestPage", "Đợt khu phố 1"));
}

static const char *
counts_of (Case *c)
{
  return gtk_label_get_text (GTK_LABEL (ui_get (page_of (c, "TnTestPage"), "counts")));
}

static const char *
message_of (Case *c)
{
  return gtk_label_get_text (GTK_LABEL (ui_get (page_of (c, "TnTestPage"), "message")));
}

static guint
selected_line (Case *c)
{
  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (page_of (c, "TnTestPage"), "view")))));
}

static void
test_results_are_keyed (Case *c, gconstpointer data)
{
  GtkWidget *page, *view;

  screen_of (c);
  plan_round (c);
  page = page_of (c, "TnTestPage");
  view = ui_get (page, "view");
  g_signal_emit_by_name (board_of (c), "activated", "");   /* Enter: the keyboard goes to the first line */
  WAIT (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (c->ui.window)), view));
  g_assert_cmpuint (selected_line (c), ==, 0);
  press_in_list (c, GDK_KEY_minus);
  g_assert_cmpuint (selected_line (c), ==, 1);   /* at once */
  press_in_list (c, GDK_KEY_plus);
  press_in_list (c, GDK_KEY_x);
  g_assert_cmpuint (selected_line (c), ==, 3);
  g_assert_true (tn_test_item_of_line (gtk_widget_get_first_child (gtk_root_get_focus (GTK_ROOT (c->ui.window))))
                 == gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (view)))));
  WAIT (strstr (counts_of (c), "1 positive · 1 negative · 1 not valid"));
  WAIT (strstr (counts_of (c), "50.0"));
  WAIT (gtk_widget_get_visible (ui_get (page, "case_button")));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (c->ui.window)), view));
  gtk_expander_set_expanded (GTK_EXPANDER (ui_get (page, "areas_expander")), TRUE);
  ui_shot (c->ui.window, "tracing-round");
  /* typed once more: said; the other result takes its place when it is typed again */
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (view))), 0);
  press_in_list (c, GDK_KEY_KP_Subtract);
  WAIT (strstr (message_of (c), "typed already"));
  WAIT (selected_line (c) == 0);
  press_in_list (c, GDK_KEY_KP_Add);
  WAIT (strstr (message_of (c), "stands there already") && selected_line (c) == 0);
  g_assert_nonnull (strstr (counts_of (c), "1 positive · 1 negative"));
  press_in_list (c, GDK_KEY_KP_Add);
  WAIT (strstr (counts_of (c), "2 positive · 1 not valid"));
}

static void
test_a_round_is_searched_and_closed (Case *c, gconstpointer data)
{
  GtkWidget *page;
  guint before;

  screen_of (c);
  plan_round (c);
  page = page_of (c, "TnTestPage");
  before = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (page, "view")))));
  ui_type (page, "search", "le thi dao");
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (page, "view"))))) == 1);
  press_in_list (c, GDK_KEY_Delete);   /* did not come */
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (page, "view"))))) == 0);
  ui_type (page, "search", "");
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (page, "view"))))) == before - 1);
  g_assert_true (gtk_widget_activate_action (page, "test.add", NULL));
  WAIT (ui_dialog (TN_TYPE_DIALOG));
  ui_type (ui_dialog (TN_TYPE_DIALOG), "person_search", "le thi dao");
  WAIT (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (ui_dialog (TN_TYPE_DIALOG), "people_found")), 0));
  g_signal_emit_by_name (ui_get (ui_dialog (TN_TYPE_DIALOG), "person_search"), "activate");
  ui_save_dialog ();
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (ui_get (page, "view"))))) == before);
  g_assert_true (gtk_widget_activate (ui_get (page, "close_button")));
  WAIT (gtk_widget_get_visible (ui_get (page, "open_button")));
  WAIT (shows (c, "Closed"));
}

#define ADD(name) g_test_add ("/ui/tracing/" #name, Case, NULL, set_up, test_##name, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  ui_init (&argc, &argv);
  ADD (contacts_are_added_and_called);
  ADD (symptoms_become_a_case);
  ADD (a_circle_is_said_and_mended);
  ADD (a_joined_case_shows_its_patient);
  ADD (what_is_over_ends);
  ADD (results_are_keyed);
  ADD (a_round_is_searched_and_closed);
  return g_test_run ();
}
