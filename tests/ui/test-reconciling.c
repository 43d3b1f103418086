/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of reconciling: what has not been sent, what was done, what went wrong, in words. */
#include "ui-duel.h"
#include "slow-line.h"
#include "tn-apply.h"
#include "tn-district-bundle.h"
#include "tn-enrol-dialog.h"
#include "tn-meta-keys.h"
#include "tn-stick-group.h"
#include <glib/gstdio.h>

static guint
count_rows (GtkWidget *screen, const char *list)
{
  guint n = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (screen, list)), (int) n))
    n++;
  return n;
}

static AdwActionRow *
row_at (GtkWidget *screen, const char *list, int i)
{
  return ADW_ACTION_ROW (gtk_list_box_get_row_at_index (GTK_LIST_BOX (ui_get (screen, list)), i));
}

static const char *
title_of (gpointer row)
{
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
}

static gboolean
is_visible (GtkWidget *screen, const char *id)
{
  return gtk_widget_get_visible (ui_get (screen, id));
}

/* A window whose laptop cannot reach anybody: nothing is sent behind the test's back. */
static void
cut_line (Duel *duel)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tn_copy_set_meta (duel->lan.copy, TN_META_SERVER_URL, "https://127.0.0.1:1", &error));
}

static char *
ui_text_at (const char *path, const TnId *id, const char *field)
{
  g_autoptr (TnCopy) copy = tn_copy_open (path, TN_COPY_READ_ONLY, NULL, NULL);
  g_autoptr (TnRow) row = tn_copy_get (copy, id, NULL);

  return row && !row->deleted ? tn_row_dup_text (row, field) : NULL;
}

static guint
count_households (const char *path)
{
  g_autoptr (TnCopy) copy = tn_copy_open (path, TN_COPY_READ_ONLY, NULL, NULL);
  g_autoptr (GArray) rows = tn_query_households (copy, &(TnHouseholdQuery) { .include_gone = TRUE }, NULL);

  return rows->len;
}

static void
test_waiting (void)
{
  Duel duel;
  GtkWidget *screen;

  duel_init (&duel);
  cut_line (&duel);
  laptop_set (&duel.lan, &duel.household, "phone", "02801111111");
  laptop_set (&duel.lan, &duel.household, "house_no", "12/1A & <b>");
  duel_open (&duel);
  WAIT (duel_badge (&duel, "reconciling") == 2);
  screen = duel_screen (&duel, "reconciling");
  WAIT (count_rows (screen, "outbox") == 2);
  g_assert_cmpstr (title_of (row_at (screen, "outbox", 0)), ==, "Household: 12/1A & <b>");
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (row_at (screen, "outbox", 0)), "Telephone · Lan · "));
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (row_at (screen, "outbox", 1)), "Address · Lan · "));
  g_assert_nonnull (ui_find_text (screen, "2 changes are on this laptop only."));
  /* Offline is no error: the person can go on. */
  WAIT (g_str_equal (title_of (ui_get (screen, "state_row")), "No connection: you can go on working"));
  g_assert_true (is_visible (screen, "now_button"));
  g_assert_false (is_visible (screen, "enrol_button"));
  ui_shot (duel.window, "reconciling-offline");
  duel_clear (&duel);
}

static void
test_sent (void)
{
  Duel duel;
  GtkWidget *screen;

  duel_init (&duel);
  laptop_set (&duel.lan, &duel.household, "phone", "02801111111");
  duel_open (&duel);
  duel_wait_sent (&duel);
  WAIT (duel_badge (&duel, "reconciling") == 0);
  screen = duel_screen (&duel, "reconciling");
  WAIT (count_rows (screen, "outbox") == 1);
  WAIT (g_str_equal (title_of (row_at (screen, "outbox", 0)), "Everything that was typed here has been received."));
  WAIT (g_str_equal (title_of (ui_get (screen, "state_row")), "Connected to the district"));
  WAIT (count_rows (screen, "sessions") >= 2);
  WAIT (ui_find_containing (screen, "Sent 1, received "));   /* a later session may stand above it */
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (screen, "state_row"))), "Last reconciled on "));
  ui_shot (duel.window, "reconciling");
  duel_clear (&duel);
}

static void
subtitle_cb (GObject *row, GParamSpec *pspec, gpointer user_data)
{
  const char *text = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));

  if (text && g_str_has_prefix (text, "About ") && g_str_has_suffix (text, " records still to be received."))
    g_ptr_array_add (user_data, g_strdup (text));
}

/* While more than a page comes the person sees how much is left, and afterwards when it was. Over a slow line, as else it is over before a window
 * could show it, and in small pages, as after a line that broke. */
static void
test_left (void)
{
  enum { N = 700 };
  Duel duel;
  GtkWidget *screen;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);

  duel_init (&duel);
  for (guint i = 0; i < N; i++)
    laptop_add_household (&duel.minh, "5");
  laptop_sync (&duel.minh);
  SlowLine *line = slow_line_new ("127.0.0.1", (guint16) atoi (strrchr (tn_district_server_url (duel.world.server), ':') + 1));
  g_autofree char *url = slow_line_url (line);
  slow_line_set (line, &(SlowLineRules) { .rate = 16 * 1024, .latency_ms = 20 });
  g_assert_true (tn_copy_set_meta (duel.lan.copy, TN_META_SERVER_URL, url, &error));
  g_assert_true (tn_copy_set_meta (duel.lan.copy, TN_META_PACE_DOWN, "25", &error));
  duel_open (&duel);
  screen = duel_screen (&duel, "reconciling");
  g_signal_connect (ui_get (screen, "state_row"), "notify::subtitle", G_CALLBACK (subtitle_cb), said);
  WAIT (said->len > 1);
  g_test_message ("%s %s", (const char *) said->pdata[0], (const char *) said->pdata[1]);
  WAIT (count_households (duel.lan.path) == N + 1);
  WAIT (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (screen, "state_row"))), "Last reconciled on "));
  g_assert_false (is_visible (screen, "progress"));
  g_signal_handlers_disconnect_by_data (ui_get (screen, "state_row"), said);
  duel_clear (&duel);
  slow_line_free (line);
}

/* A large removal waits for a person, who is told how large it is and allows it with one button: sync.md's brake. */
static void
test_removal (void)
{
  enum { N = 240, GONE = 120 };
  Duel duel;
  TnId ids[N];
  GtkWidget *screen;
  g_autofree char *kept = NULL;

  duel_init (&duel);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *number = g_strdup_printf ("9/%u", i);
      ids[i] = laptop_add_household (&duel.lan, number);
    }
  laptop_sync (&duel.lan);
  laptop_sync (&duel.minh);
  for (guint i = 0; i < GONE; i++)
    laptop_delete (&duel.minh, &ids[i]);
  laptop_sync (&duel.minh);
  duel_open (&duel);
  screen = duel_screen (&duel, "reconciling");
  WAIT (is_visible (screen, "allow_button"));
  WAIT (ui_find_containing (screen, "would remove 120 records from this laptop. Nothing was removed."));
  kept = ui_text_at (duel.lan.path, &ids[0], "house_no");
  g_assert_cmpstr (kept, ==, "9/0");
  ui_shot (duel.window, "reconciling-removal");
  g_signal_emit_by_name (ui_get (screen, "allow_button"), "clicked");
  WAIT (!is_visible (screen, "allow_button"));
  WAIT (g_str_equal (title_of (ui_get (screen, "state_row")), "Connected to the district"));
  WAIT (count_households (duel.lan.path) == N + 1 - GONE);
  duel_clear (&duel);
}

static void
test_error (void)
{
  Duel duel;
  GtkWidget *screen;
  TnSessionLog log = { .at = G_GINT64_CONSTANT (1640000000000), .error = (char *) "The district does not know this laptop <any> more." };
  g_autoptr (GError) error = NULL;

  duel_init (&duel);
  cut_line (&duel);
  g_assert_true (tn_session_log_add (duel.lan.copy, &log, &error));
  duel_open (&duel);
  screen = duel_screen (&duel, "reconciling");
  WAIT (ui_find_text (screen, log.error));
  duel_clear (&duel);
}

static void
test_bare (void)
{
  Duel duel = { 0 };
  GtkWidget *screen;

  world_init (&duel.world);
  laptop_init_bare (&duel.lan, &duel.world, "Lan");
  duel.household = laptop_add_household (&duel.lan, "12/1");
  duel_open (&duel);
  screen = duel_screen (&duel, "reconciling");
  WAIT (g_str_equal (title_of (ui_get (screen, "state_row")), "This laptop is not enrolled at a district"));
  g_assert_true (is_visible (screen, "enrol_button"));
  g_assert_false (is_visible (screen, "now_button"));
  g_assert_false (is_visible (screen, "allow_button"));
  WAIT (count_rows (screen, "outbox") == 1);
  g_assert_cmpstr (title_of (row_at (screen, "outbox", 0)), ==, "Household: 12/1");
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (row_at (screen, "outbox", 0)), "New record · Lan · "));
  WAIT (count_rows (screen, "sessions") == 1);
  WAIT (g_str_equal (title_of (row_at (screen, "sessions", 0)), "Never reconciled yet"));
  ui_shot (duel.window, "reconciling-bare");
  duel_clear (&duel);
}

/* --- by USB stick --- */

static char *
make_stick (Duel *duel)
{
  char *stick = g_build_filename (duel->world.dir, "stick", NULL);

  g_assert_cmpint (g_mkdir (stick, 0700), ==, 0);
  return stick;
}

static void
ignore_cb (const char *path, const TnStickRead *read, const GError *error, gpointer user_data)
{
  g_assert_no_error (error);
}

/* The district office reads the stick and writes its answers on it. */
static void
carry_to_district (Duel *duel, const char *stick)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = NULL;

  g_assert_true (tn_district_bundle_read_path (duel->world.district, stick, ignore_cb, NULL, &error));
  waiting = tn_district_bundle_waiting (duel->world.district, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (waiting->len, ==, 1);
  for (guint i = 0; i < waiting->len; i++)
    {
      TnStickTarget *target = waiting->pdata[i];
      g_auto (TnStickWritten) written = { 0 };

      g_assert_true (tn_district_bundle_write_path (duel->world.district, target->device, target->ward, FALSE, stick, &written, &error));
    }
}

static void
test_stick (void)
{
  Duel duel;
  GtkWidget *screen;
  TnStickGroup *group;
  g_autofree char *stick = NULL, *phone = NULL, *gone = NULL;

  duel_init (&duel);
  laptop_sync (&duel.lan);
  cut_line (&duel);
  stick = make_stick (&duel);
  laptop_set (&duel.lan, &duel.household, "phone", "02800000002");
  laptop_set (&duel.minh, &duel.household, "house_no", "12/7");
  laptop_sync (&duel.minh);
  duel_open (&duel);
  screen = duel_screen (&duel, "reconciling");
  group = TN_STICK_GROUP (ui_get (screen, "stick_group"));
  /* A stick that is not there: said in the page, and nothing counts as sent. */
  gone = g_build_filename (duel.world.dir, "no-such-stick", "x.ntb", NULL);
  tn_stick_group_write (group, gone);
  WAIT (g_str_equal (title_of (ui_get (group, "result_row")), "That did not work"));
  WAIT (duel_badge (&duel, "reconciling") == 1);
  tn_stick_group_write (group, stick);
  WAIT (g_str_equal (title_of (ui_get (group, "result_row")), "Written to the stick"));
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (group, "result_row"))), "1 unsent edit was written to the stick as “tungnha-up-"));
  g_assert_cmpuint (duel_badge (&duel, "reconciling"), ==, 1);   /* until the receipt */
  ui_shot (duel.window, "stick-written");
  carry_to_district (&duel, stick);
  tn_stick_group_read (group, stick);
  WAIT (g_str_equal (title_of (ui_get (group, "result_row")), "Read from the stick"));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (group, "result_row"))), "The district confirmed 1 edit of this laptop."));
  WAIT (duel_badge (&duel, "reconciling") == 0);
  WAIT (ui_find_containing (screen, "Sent 1, received "));
  phone = duel_text (&duel, "house_no");
  g_assert_cmpstr (phone, ==, "12/7");
  ui_shot (duel.window, "stick-read");
  duel_clear (&duel);
}

static void
test_stick_enrols (void)
{
  Duel duel = { 0 };
  GtkWidget *dialog;
  TnStickGroup *group;
  g_autofree char *stick = NULL, *code = NULL;

  world_init (&duel.world);
  laptop_init_bare (&duel.lan, &duel.world, "Lan");
  duel.household = laptop_add_household (&duel.lan, "12/1");
  stick = make_stick (&duel);
  code = world_invite (&duel.world);
  duel_open (&duel);
  tn_enrol_dialog_present (duel.window);
  WAIT (ui_dialog (TN_TYPE_ENROL_DIALOG));
  dialog = ui_dialog (TN_TYPE_ENROL_DIALOG);
  ui_type (dialog, "code", code);
  ui_shot (dialog, "enrol-by-stick");
  tn_enrol_dialog_ask_by_stick (TN_ENROL_DIALOG (dialog), stick);
  WAIT (!ui_dialog (TN_TYPE_ENROL_DIALOG));
  g_assert_cmpstr (tn_window_get_screen (duel.window), ==, "reconciling");
  carry_to_district (&duel, stick);
  group = TN_STICK_GROUP (ui_get (duel_screen (&duel, "reconciling"), "stick_group"));
  tn_stick_group_read (group, stick);
  WAIT (g_str_equal (title_of (ui_get (group, "result_row")), "Read from the stick"));
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (group, "result_row"))), "This laptop is enrolled. "));
  WAIT (g_str_equal (title_of (ui_get (duel_screen (&duel, "reconciling"), "state_row")), "No connection: you can go on working"));
  ui_shot (duel.window, "stick-enrolled");
  duel_clear (&duel);
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/reconciling/what waits is listed while offline", test_waiting);
  g_test_add_func ("/ui/reconciling/what was sent has a receipt", test_sent);
  g_test_add_func ("/ui/reconciling/how much is left is said", test_left);
  g_test_add_func ("/ui/reconciling/an error in plain words", test_error);
  g_test_add_func ("/ui/reconciling/a large removal waits for a button", test_removal);
  g_test_add_func ("/ui/reconciling/not enrolled", test_bare);
  g_test_add_func ("/ui/reconciling/by USB stick there and back", test_stick);
  g_test_add_func ("/ui/reconciling/enrolled by USB stick", test_stick_enrols);
  return g_test_run ();
}
