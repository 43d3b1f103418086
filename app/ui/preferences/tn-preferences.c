/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-preferences.h"
#include <glib/gi18n.h>
#include "tn-config.h"
#include "tn-meta-keys.h"
#include "tn-settings.h"

struct _TnPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwPreferencesGroup *copy_group, *machine_group;
  GtkEditable *user;
  AdwActionRow *ward, *server, *file;
  AdwComboRow *appearance;
  GtkSwitch *large_rows;
  GtkSpinButton *minutes;

  TnWindow *window;      /* not owned: the parent outlives us */
  TnStore *store;        /* NULL when no copy is open */
};

G_DEFINE_FINAL_TYPE (TnPreferences, tn_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* What the page shows of the copy. */
typedef struct { char *user, *ward, *server; } Facts;

static void
free_facts (gpointer data)
{
  Facts *facts = data;

  g_free (facts->user);
  g_free (facts->ward);
  g_free (facts->server);
  g_free (facts);
}

static gpointer
read_facts (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Facts *facts = g_new0 (Facts, 1);

  facts->user = g_strdup (tn_copy_user (copy));
  facts->ward = g_strdup (tn_copy_ward (copy));
  facts->server = tn_copy_get_meta (copy, TN_META_SERVER_URL);
  return facts;
}

static void
facts_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  Facts *facts = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->store)   /* closed already */
    {
      g_clear_pointer (&facts, free_facts);
      return;
    }
  if (!facts)
    {
      tn_window_show_error (self->window, NULL, error);
      return;
    }
  gtk_editable_set_text (self->user, facts->user ? facts->user : "");
  adw_action_row_set_subtitle (self->ward, facts->ward && *facts->ward ? facts->ward : _("not set yet"));
  adw_action_row_set_subtitle (self->server, facts->server ? facts->server : _("not enrolled"));
  free_facts (facts);
}

static gpointer
write_user (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_copy_set_user (copy, data, error) ? g_strdup (data) : NULL;
}

static void
user_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnPreferences) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *user = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->store && user)
    return;   /* closed already */
  if (user)
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (_("Saved")));
  else
    tn_window_show_error (self->window, _("The name was not saved"), error);
}

static void
user_cb (TnPreferences *self)
{
  char *user = g_strstrip (g_strdup (gtk_editable_get_text (self->user)));

  tn_store_write_async (self->store, write_user, user, g_free, g_free, NULL, user_written_cb, g_object_ref (self));
}

static void
appearance_cb (TnPreferences *self)
{
  GSettings *settings = tn_settings_get ();

  if (settings)
    g_settings_set_enum (settings, "appearance", (int) adw_combo_row_get_selected (self->appearance));
}

static void
apply_appearance (GSettings *settings)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[CLAMP (g_settings_get_enum (settings, "appearance"), 0, 2)]);
}

void
tn_preferences_follow_appearance (void)
{
  GSettings *settings = tn_settings_get ();

  if (!settings)
    return;
  g_signal_connect (settings, "changed::appearance", G_CALLBACK (apply_appearance), NULL);
  apply_appearance (settings);
}

static void
tn_preferences_dispose (GObject *object)
{
  g_clear_object (&TN_PREFERENCES (object)->store);
  G_OBJECT_CLASS (tn_preferences_parent_class)->dispose (object);
}

static void
tn_preferences_class_init (TnPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/preferences/tn-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, copy_group);
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, machine_group);
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, user);
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, ward);
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, server);
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, file);
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, appearance);
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, large_rows);
  gtk_widget_class_bind_template_child (widget_class, TnPreferences, minutes);
  gtk_widget_class_bind_template_callback (widget_class, user_cb);
  gtk_widget_class_bind_template_callback (widget_class, appearance_cb);
}

static void
tn_preferences_init (TnPreferences *self)
{
  GSettings *settings = tn_settings_get ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->machine_group), settings != NULL);
  if (!settings)
    return;
  adw_combo_row_set_selected (self->appearance, (guint) g_settings_get_enum (settings, "appearance"));
  g_settings_bind (settings, "large-rows", self->large_rows, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "reconcile-minutes", self->minutes, "value", G_SETTINGS_BIND_DEFAULT);
}

TnPreferences *
tn_preferences_new (TnWindow *window)
{
  TnPreferences *self = g_object_new (TN_TYPE_PREFERENCES, "transient-for", window, NULL);
  TnWorkspace *workspace = tn_window_get_workspace (window);

  self->window = window;
  gtk_widget_set_visible (GTK_WIDGET (self->copy_group), workspace != NULL);
  if (workspace)
    {
      self->store = g_object_ref (tn_workspace_get_store (workspace));
      adw_action_row_set_subtitle (self->file, tn_store_path (self->store));
      tn_store_read_async (self->store, read_facts, NULL, NULL, free_facts, NULL, facts_cb, g_object_ref (self));
    }
  return self;
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (tn_preferences_new (user_data)));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *about = adw_about_window_new ();

  adw_about_window_set_application_name (ADW_ABOUT_WINDOW (about), _("Từng Nhà"));
  adw_about_window_set_application_icon (ADW_ABOUT_WINDOW (about), TN_APP_ID);
  adw_about_window_set_version (ADW_ABOUT_WINDOW (about), TN_VERSION);
  adw_about_window_set_license_type (ADW_ABOUT_WINDOW (about), GTK_LICENSE_GPL_3_0);
  adw_about_window_set_developer_name (ADW_ABOUT_WINDOW (about), _("The engineers of Từng Nhà"));
  /* Translators: the motto of the plan that the program serves: đi từng ngõ, gõ từng nhà, rà từng đối tượng. */
  adw_about_window_set_comments (ADW_ABOUT_WINDOW (about), _("Every alley, every door, every person."));
  gtk_window_set_transient_for (GTK_WINDOW (about), user_data);
  gtk_window_set_modal (GTK_WINDOW (about), TRUE);
  gtk_window_present (GTK_WINDOW (about));
}

static void
apply_rows (GSettings *settings, const char *key, TnWindow *window)
{
  if (g_settings_get_boolean (settings, "large-rows"))
    gtk_widget_add_css_class (GTK_WIDGET (window), "tn-large-rows");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (window), "tn-large-rows");
}

void
tn_preferences_install_actions (TnWindow *window)
{
  GSettings *settings = tn_settings_get ();
  static const GActionEntry entries[] = {
    { .name = "preferences", .activate = preferences_cb },
    { .name = "about", .activate = about_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  if (!settings)
    return;
  g_signal_connect_object (settings, "changed::large-rows", G_CALLBACK (apply_rows), window, 0);
  apply_rows (settings, NULL, window);
}
