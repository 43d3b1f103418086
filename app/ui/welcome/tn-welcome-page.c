/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-welcome-page.h"
#include <glib/gi18n.h>
#include "tn-enrol-dialog.h"

struct _TnWelcomePage
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (TnWelcomePage, tn_welcome_page, ADW_TYPE_BIN)

static void
tn_welcome_page_class_init (TnWelcomePageClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass), "/vn/tungnha/TungNha/ui/welcome/tn-welcome-page.ui");
}

static void
tn_welcome_page_init (TnWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
tn_welcome_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "tungnha", "ward.tungnha", NULL);
}

static GtkFileChooserNative *
make_chooser (TnWindow *window, const char *title, GtkFileChooserAction action, const char *accept)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, accept, NULL);
  g_autoptr (GtkFileFilter) copies = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_file_filter_set_name (copies, _("Copies of a ward"));
  gtk_file_filter_add_pattern (copies, "*.tungnha");
  gtk_file_filter_add_pattern (copies, "*.db");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), copies);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  return chooser;
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, TnWindow *window)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  gboolean make = gtk_file_chooser_get_action (GTK_FILE_CHOOSER (chooser)) == GTK_FILE_CHOOSER_ACTION_SAVE;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path)
    tn_window_open_copy (window, path, make ? TN_COPY_CREATE : 0);
  gtk_native_dialog_destroy (chooser);
  g_object_unref (chooser);
}

static void
open_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkFileChooserNative *chooser = make_chooser (user_data, _("Open a Copy"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"));

  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), user_data, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
new_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autofree char *path = tn_welcome_default_path (), *folder = g_path_get_dirname (path), *name = g_path_get_basename (path);
  GtkFileChooserNative *chooser = make_chooser (user_data, _("Begin a New Ward"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Begin"));
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  /* The folder is made by opening the copy; the chooser falls back to its own when it is not there yet. */
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), file, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen_cb), user_data, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
enrol_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tn_enrol_dialog_present (TN_WINDOW (user_data));
}

void
tn_welcome_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "open-copy", .activate = open_copy_cb },
    { .name = "new-copy", .activate = new_copy_cb },
    { .name = "enrol", .activate = enrol_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
