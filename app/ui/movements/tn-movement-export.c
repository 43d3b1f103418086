/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commendations of a period as a file. */
#include "tn-movement-dialogs.h"
#include <glib/gi18n.h>
#include "tn-export-commendations.h"
#include "tn-listed.h"

typedef struct { gint64 from, to; char *path; guint rows; } Export;

static void
free_export (gpointer data)
{
  g_free (((Export *) data)->path);
  g_free (data);
}

static gpointer
run_export (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Export *wish = data, *done;
  TnExportFormat format;
  guint rows = 0;

  if (!tn_export_format_for (wish->path, &format, error) || !tn_export_commendations (copy, wish->from, wish->to, wish->path, format, &rows, cancellable, error))
    return NULL;
  done = g_new (Export, 1);
  *done = (Export) { wish->from, wish->to, g_strdup (wish->path), rows };
  return done;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  Export *done = tn_store_finish (TN_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (!done)
    {
      tn_window_show_error (window, _("The list was not written"), error);
      return;
    }
  text = g_strdup_printf (ngettext ("%u row written to %s.", "%u rows written to %s.", done->rows), done->rows, done->path);
  tn_window_toast (window, text);
  free_export (done);
}

void
tn_movement_export (TnWindow *window, gint64 from, gint64 to, const char *path)
{
  Export *wish = g_new (Export, 1);

  *wish = (Export) { from, to, g_strdup (path), 0 };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), run_export, wish, free_export, free_export, NULL, exported_cb, g_object_ref (window));
}

static void
file_chosen_cb (GtkNativeDialog *chooser, int response, TnWindow *window)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = file ? g_file_get_path (file) : NULL;
  const Export *wish = g_object_get_data (G_OBJECT (chooser), "wish");

  gtk_native_dialog_hide (chooser);
  if (path && tn_window_get_workspace (window))
    tn_movement_export (window, wish->from, wish->to, path);
  g_object_unref (chooser);
}

static void
ask_file (TnWindow *window, gint64 from, gint64 to)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Export the Commendations"), GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Export"), _("_Cancel"));
  Export *wish = g_new0 (Export, 1);

  wish->from = from;
  wish->to = to;
  g_object_set_data_full (G_OBJECT (chooser), "wish", wish, free_export);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* Translators: name of a file, without marks. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _("commendations.xlsx"));
  g_signal_connect_object (chooser, "response", G_CALLBACK (file_chosen_cb), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
period_chosen_cb (AdwMessageDialog *question, const char *response, TnWindow *window)
{
  TnForm *form = g_object_get_data (G_OBJECT (question), "form");
  g_autofree char *from = tn_form_dup_text (form, "from"), *to = tn_form_dup_text (form, "to");
  gint64 last = tn_listed_date (to);

  if (g_str_equal (response, "export") && tn_window_get_workspace (window))
    ask_file (window, tn_listed_date (from), last ? last + 1 : 0);   /* the day itself is in it */
}

static void
preset_day (TnForm *form, const char *field, const char *day)
{
  g_autofree char *token = tn_json_string (day);

  tn_form_preset (form, field, token);
}

void
tn_movement_dialog_export (TnWindow *window)
{
  static const char *const fields[] = { "from", "to", NULL };
  GtkWidget *question = adw_message_dialog_new (GTK_WINDOW (window), _("Export the Commendations"), _("Those of which days? A day left empty sets no bound."));
  TnForm *form = tn_form_new (tn_schema_kind ("movement"), fields, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *first = g_strdup_printf ("%04d-01-01", g_date_time_get_year (now)), *today = g_date_time_format (now, "%Y-%m-%d");

  tn_form_load (form, NULL);
  preset_day (form, "from", first);
  preset_day (form, "to", today);
  g_object_set_data (G_OBJECT (question), "form", form);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (question), GTK_WIDGET (form));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "cancel", _("_Cancel"), "export", _("_Export"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "export", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "export");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "cancel");
  g_signal_connect_object (question, "response", G_CALLBACK (period_chosen_cb), window, 0);
  gtk_window_present (GTK_WINDOW (question));
}
