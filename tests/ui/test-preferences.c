/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-fixture.h"
#include "tn-preferences.h"
#include "tn-settings.h"

static GtkWidget *
open_preferences (Ui *ui)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.preferences", NULL));
  WAIT (ui_dialog (TN_TYPE_PREFERENCES));
  return ui_dialog (TN_TYPE_PREFERENCES);
}

/* Nothing may keep it. */
static void
close_preferences (GtkWidget *preferences)
{
  gpointer alive = preferences;

  g_object_add_weak_pointer (G_OBJECT (preferences), &alive);
  gtk_window_close (GTK_WINDOW (preferences));
  WAIT (alive == NULL);
}

static gboolean
is_user (Ui *ui, const char *name)
{
  g_autoptr (TnCopy) copy = practice_ward_open (&ui->ward);

  return g_strcmp0 (tn_copy_user (copy), name) == 0;
}

static void
test_user (Ui *ui, gconstpointer data)
{
  GtkWidget *preferences = open_preferences (ui), *user = ui_get (preferences, "user");

  WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (user)), "Lan"));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (preferences, "ward"))), ==, "99901");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (preferences, "server"))), ==, "not enrolled");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (ui_get (preferences, "file"))), ==, ui->ward.path);
  ui_shot (preferences, "preferences");
  gtk_editable_set_text (GTK_EDITABLE (user), "  Minh Đức ");
  g_signal_emit_by_name (user, "apply");
  WAIT (is_user (ui, "Minh Đức"));
  WAIT (ui_find_text (preferences, "Saved"));
  close_preferences (preferences);
}

/* The machine's own settings: each shows at once. */
static void
test_machine (Ui *ui, gconstpointer data)
{
  GtkWidget *preferences = open_preferences (ui);
  GSettings *settings = tn_settings_get ();

  g_assert_nonnull (settings);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (ui->window), "tn-large-rows"));
  gtk_switch_set_active (GTK_SWITCH (ui_get (preferences, "large_rows")), TRUE);
  WAIT (gtk_widget_has_css_class (GTK_WIDGET (ui->window), "tn-large-rows"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (ui_get (preferences, "minutes")), 30);
  g_assert_cmpuint (g_settings_get_uint (settings, "reconcile-minutes"), ==, 30);
  tn_preferences_follow_appearance ();
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_get (preferences, "appearance")), 2);
  g_assert_cmpint (g_settings_get_enum (settings, "appearance"), ==, 2);
  g_assert_true (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  ui_shot (preferences, "preferences-dark");
  ui_shot (ui->window, "list-dark");
  adw_combo_row_set_selected (ADW_COMBO_ROW (ui_get (preferences, "appearance")), 0);
  gtk_switch_set_active (GTK_SWITCH (ui_get (preferences, "large_rows")), FALSE);
  g_assert_false (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_get (preferences, "large_rows")), GTK_ACCESSIBLE_PROPERTY_LABEL, "Large rows");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ui_get (preferences, "minutes")), GTK_ACCESSIBLE_PROPERTY_LABEL, "Minutes between reconciliations");
  close_preferences (preferences);
}

static void
test_without_copy (void)
{
  TnWindow *window = tn_window_new (NULL);
  gpointer alive = window;
  GtkWidget *preferences;

  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.preferences", NULL));
  WAIT (ui_dialog (TN_TYPE_PREFERENCES));
  preferences = ui_dialog (TN_TYPE_PREFERENCES);
  g_assert_false (gtk_widget_get_visible (ui_get (preferences, "copy_group")));
  close_preferences (preferences);
  g_object_add_weak_pointer (G_OBJECT (window), &alive);
  gtk_window_close (GTK_WINDOW (window));
  WAIT (alive == NULL);
}

static void
test_about (Ui *ui, gconstpointer data)
{
  GtkWidget *about;

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.about", NULL));
  WAIT (ui_dialog (ADW_TYPE_ABOUT_WINDOW));
  about = ui_dialog (ADW_TYPE_ABOUT_WINDOW);
  g_assert_cmpstr (adw_about_window_get_application_name (ADW_ABOUT_WINDOW (about)), ==, "Từng Nhà");
  g_assert_cmpint (adw_about_window_get_license_type (ADW_ABOUT_WINDOW (about)), ==, GTK_LICENSE_GPL_3_0);
  ui_shot (about, "about");
  gtk_window_close (GTK_WINDOW (about));
  WAIT (!ui_dialog (ADW_TYPE_ABOUT_WINDOW));
}

int
main (int argc, char **argv)
{
  ui_init (&argc, &argv);
  g_test_add ("/ui/preferences/who types is saved in the copy", Ui, GUINT_TO_POINTER (3), ui_set_up, test_user, ui_tear_down);
  g_test_add ("/ui/preferences/this machine", Ui, GUINT_TO_POINTER (3), ui_set_up, test_machine, ui_tear_down);
  g_test_add_func ("/ui/preferences/without a copy", test_without_copy);
  g_test_add ("/ui/preferences/about", Ui, GUINT_TO_POINTER (3), ui_set_up, test_about, ui_tear_down);
  return g_test_run ();
}
