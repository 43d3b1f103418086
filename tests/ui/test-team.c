/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of a ward laptop that serves its team, and of a leader's that goes through one. */
#include "ui-duel.h"
#include "tn-hub.h"
#include "tn-meta-keys.h"

static char *
device_of (Laptop *l)
{
  return tn_copy_get_meta (l->copy, TN_META_DEVICE);
}

static void
grant (Duel *duel, Laptop *l)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *device = device_of (l);

  g_assert_true (tn_district_hub_grant (duel->world.district, device, WARD, 30, &error));
  laptop_sync (l);
}

static gboolean
is_visible (GtkWidget *screen, const char *id)
{
  return gtk_widget_get_visible (ui_get (screen, id));
}

static const char *
subtitle_of (GtkWidget *screen, const char *id)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (screen, id)));
}

static gboolean
is_serving (GtkWidget *team)
{
  return gtk_switch_get_state (GTK_SWITCH (ui_get (team, "serve_switch")));
}

/* The switch can be moved once the page knows how things stand. */
static void
turn_on (GtkWidget *team)
{
  WAIT (gtk_widget_get_sensitive (ui_get (team, "serve_switch")));
  gtk_switch_set_active (GTK_SWITCH (ui_get (team, "serve_switch")), TRUE);
}

/* The address that the page shows. The test's machine may be in no network: then its loopback address leads there too. */
static char *
address_of (GtkWidget *team)
{
  g_autofree char *shown = g_strdup (gtk_label_get_text (GTK_LABEL (ui_get (team, "address"))));
  const char *port = strrchr (shown, ':');

  return port ? g_strconcat ("https://127.0.0.1", port, NULL) : NULL;
}

static void
test_serve (void)
{
  Duel duel;
  g_autoptr (GError) error = NULL;

  duel_init (&duel);
  grant (&duel, &duel.lan);
  duel_open (&duel);
  GtkWidget *screen = duel_screen (&duel, "reconciling"), *team = ui_get (screen, "team_group");
  WAIT (gtk_widget_get_visible (team));
  g_assert_false (is_visible (team, "address_row"));
  g_assert_false (is_visible (team, "laptops_row"));
  turn_on (team);
  WAIT (is_serving (team));
  g_assert_false (is_visible (team, "message_row"));
  g_assert_true (is_visible (team, "address_row"));
  WAIT (is_visible (team, "laptops_row"));
  /* who serves goes to the district itself */
  WAIT (!gtk_widget_get_visible (ui_get (screen, "upstream_group")));
  g_autofree char *url = address_of (team);
  if (url)
    {
      laptop_set (&duel.minh, &duel.household, "phone", "0280000001");
      g_assert_true (tn_sync_set_hub (duel.minh.copy, url, &error));
      tn_sync_run (duel.minh.copy, NULL, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      /* the window hands it on by itself; its own list shows it */
      WAIT (g_str_equal (subtitle_of (team, "relay_row"), "All that the team sent is at the district."));
      WAIT (g_str_equal (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (ui_get (team, "laptops_row"))), "1 laptop has reconciled here"));
      g_autofree char *phone = duel_text (&duel, "phone");
      g_assert_cmpstr (phone, ==, "0280000001");
    }
  else
    g_test_message ("this machine is in no network: nobody can be shown to come");
  ui_shot (duel.window, "team-serving");
  gtk_switch_set_active (GTK_SWITCH (ui_get (team, "serve_switch")), FALSE);
  WAIT (!is_serving (team) && !is_visible (team, "address_row"));
  duel_clear (&duel);
}

static void
test_not_allowed (void)
{
  Duel duel;

  duel_init (&duel);
  duel_open (&duel);
  GtkWidget *team = ui_get (duel_screen (&duel, "reconciling"), "team_group");
  WAIT (gtk_widget_get_visible (team));
  turn_on (team);
  WAIT (is_visible (team, "message_row"));
  g_assert_true (g_str_has_prefix (subtitle_of (team, "message_row"), "The district has not allowed this laptop to serve its team."));
  g_assert_false (is_serving (team));
  g_assert_false (is_visible (team, "address_row"));
  ui_shot (duel.window, "team-not-allowed");
  duel_clear (&duel);
}

/* Another program at the same copy. */
static void
write_note (Duel *duel, const char *note)
{
  g_autoptr (GError) error = NULL;
  Laptop beside = duel->lan;

  beside.copy = tn_copy_open (duel->lan.path, 0, NULL, &error);
  g_assert_no_error (error);
  laptop_set (&beside, &duel->household, "note", note);
  tn_copy_close (beside.copy);
}

static void
test_through_the_ward_laptop (void)
{
  Duel duel;
  g_autoptr (GError) error = NULL;

  duel_init (&duel);
  grant (&duel, &duel.minh);
  g_assert_true (tn_hub_prepare (duel.minh.copy, NULL, NULL, &error));
  TnHub *hub = tn_hub_new (duel.minh.path, NULL, &error);
  g_assert_true (tn_hub_start (hub, "127.0.0.1:0", &error));
  laptop_sync (&duel.minh);
  laptop_set (&duel.minh, &duel.household, "phone", "0280000002");   /* typed at the ward's laptop, and not at the district yet */
  duel_open (&duel);
  GtkWidget *upstream = ui_get (duel_screen (&duel, "reconciling"), "upstream_group");
  WAIT (gtk_widget_get_visible (upstream));
  g_assert_false (is_visible (upstream, "address"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_get (upstream, "choice")), 1);
  WAIT (is_visible (upstream, "address"));
  gtk_editable_set_text (GTK_EDITABLE (ui_get (upstream, "address")), "nowhere at all");
  g_signal_emit_by_name (ui_get (upstream, "address"), "apply");
  WAIT (is_visible (upstream, "message_row"));
  gtk_editable_set_text (GTK_EDITABLE (ui_get (upstream, "address")), tn_hub_url (hub) + strlen ("https://"));
  g_signal_emit_by_name (ui_get (upstream, "address"), "apply");
  WAIT (!is_visible (upstream, "message_row"));
  g_autofree char *phone = NULL;
  WAIT ((g_free (phone), phone = duel_text (&duel, "phone"), g_strcmp0 (phone, "0280000002") == 0));
  write_note (&duel, "qua máy phường");
  WAIT (is_visible (upstream, "there_row"));
  g_assert_cmpstr (subtitle_of (upstream, "there_row"), ==, "1 change is at the ward’s laptop, on its way to the district.");
  WAIT (ui_find_text (duel_screen (&duel, "reconciling"), "Connected to the ward’s laptop"));
  ui_shot (duel.window, "team-through");
  /* and back */
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_get (upstream, "choice")), 0);
  duel_wait_sent (&duel);
  tn_hub_free (hub);
  duel_clear (&duel);
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  g_test_add_func ("/ui/team/serve", test_serve);
  g_test_add_func ("/ui/team/not allowed", test_not_allowed);
  g_test_add_func ("/ui/team/through the ward laptop", test_through_the_ward_laptop);
  return g_test_run ();
}
