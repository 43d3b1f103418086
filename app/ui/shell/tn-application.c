/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-application.h"
#include <glib/gi18n.h>
#include "tn-config.h"
#include "tn-preferences.h"
#include "tn-screens.h"
#include "tn-settings.h"

struct _TnApplication
{
  AdwApplication parent_instance;

  char *copy;               /* of --copy */
  char *path;               /* of the copy that the first window shows; NULL = none */
  TnWorkspace *workspace;   /* that copy, its opening begun before GTK's own; NULL = none, or a window has it */
};

G_DEFINE_FINAL_TYPE (TnApplication, tn_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "win.find", { "<Control>f" } },
  { "win.new-household", { "<Control>n" } },
  { "win.new-petition('')", { "<Control><Shift>p" } },
  { "win.new-programme", { "<Control><Shift>g" } },
  { "win.find-answer", { "F4" } },
  { "win.new-round", { "<Control><Shift>r" } },
  { "win.undo", { "<Control>z" } },
  { "win.reconcile", { "F5", "<Control>r" } },
  { "win.open-copy", { "<Control>o" } },
  { "win.import", { "<Control>i" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.toggle-sidebar", { "F9" } },
  { "win.next-screen", { "<Control>Page_Down" } },
  { "win.previous-screen", { "<Control>Page_Up" } },
  { "win.show-help-overlay", { "F1", "<Control>question" } },
  { "household.edit", { "<Control>e" } },
  { "household.add-person", { "<Control><Shift>n" } },
  { "household.add-visit", { "<Control>t" } },
  { "household.delete", { "<Control>Delete" } },
  { "patient.check", { "<Control>k" } },
  { "patient.respond", { "<Control><Shift>k" } },
  { "window.close", { "<Control>w" } },
  { "app.quit", { "<Control>q" } },
};

/* The copy of the last time, unless it has been taken away since. Owned, nullable. */
static char *
dup_last_copy (void)
{
  GSettings *settings = tn_settings_get ();
  g_autofree char *path = settings ? g_settings_get_string (settings, "last-copy") : NULL;

  return path && *path ? g_steal_pointer (&path) : NULL;
}

static void
tn_application_activate (GApplication *app)
{
  TnApplication *self = TN_APPLICATION (app);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (app));

  if (window)
    {
      gtk_window_present (window);
      return;
    }
  window = GTK_WINDOW (tn_window_new (GTK_APPLICATION (app)));
  if (!self->workspace)
    {
      gtk_window_present (window);
      return;
    }
  tn_window_take_workspace (TN_WINDOW (window), self->workspace, self->path, 0);
  g_clear_object (&self->workspace);
  tn_window_present_ready (TN_WINDOW (window));
}

/* The copy is read on threads of its own while GTK finds its display, its fonts and its themes. */
static void
begin_opening (TnApplication *self)
{
  self->path = self->copy ? g_strdup (self->copy) : dup_last_copy ();
  if (self->path)
    self->workspace = tn_workspace_open (self->path, 0);
}

static int
tn_application_handle_local_options (GApplication *app, GVariantDict *options)
{
  TnApplication *self = TN_APPLICATION (app);
  g_autofree char *copy = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("tungnha %s\n", TN_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (options, "copy", "^ay", &copy))
    {
      self->copy = g_canonicalize_filename (copy, NULL);
      g_application_set_flags (app, g_application_get_flags (app) | G_APPLICATION_NON_UNIQUE);
    }
  return -1;
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (user_data));

  /* Each window first sees its writes to the disk; the program ends with the last of them. */
  g_list_foreach (windows, (GFunc) (void (*) (void)) gtk_window_close, NULL);
  g_list_free (windows);
}

static void
tn_application_startup (GApplication *app)
{
  static const GActionEntry entries[] = { { .name = "quit", .activate = quit_cb } };
  guint n;
  const TnScreenEntry *screens = tn_screens (&n);

  begin_opening (TN_APPLICATION (app));
  G_APPLICATION_CLASS (tn_application_parent_class)->startup (app);
  gtk_window_set_default_icon_name (TN_APP_ID);
  tn_preferences_follow_appearance ();
  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (app), accels[i].action, (const char *const *) accels[i].keys);
  for (guint i = 0; i < n && i < 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.screen::%s", screens[i].name);
      g_autofree char *key = g_strdup_printf ("<Alt>%u", i + 1);

      gtk_application_set_accels_for_action (GTK_APPLICATION (app), action, (const char *[]) { key, NULL });
    }
}

static void
tn_application_finalize (GObject *object)
{
  TnApplication *self = TN_APPLICATION (object);

  g_clear_object (&self->workspace);
  g_free (self->copy);
  g_free (self->path);
  G_OBJECT_CLASS (tn_application_parent_class)->finalize (object);
}

static void
tn_application_class_init (TnApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_application_finalize;
  G_APPLICATION_CLASS (klass)->activate = tn_application_activate;
  G_APPLICATION_CLASS (klass)->startup = tn_application_startup;
  G_APPLICATION_CLASS (klass)->handle_local_options = tn_application_handle_local_options;
}

static void
tn_application_init (TnApplication *self)
{
  static const GOptionEntry options[] = {
    { "copy", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Open this ward’s copy"), N_("FILE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Say which version this is"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

TnApplication *
tn_application_new (void)
{
  return g_object_new (TN_TYPE_APPLICATION, "application-id", TN_APP_ID, "resource-base-path", "/vn/tungnha/TungNha", NULL);
}
