/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commendations of a period as a file. */
#include "tn-movement-dialogs.h"
#include <glib/gi18n.h>
#include "tn-export-commendations.h"
#include "tn-file-actions.h"
#include "tn-file-rows.h"
#include "tn-listed.h"

typedef struct { gint64 from, to; } Days;   /* yyyymmdd; from <= day < to, 0 = no bound */

static gboolean
write_commendations (TnCopy *copy, gpointer data, const char *path, TnExportFormat format, guint *rows, GCancellable *cancellable, GError **error)
{
  const Days *days = data;

  return tn_export_commendations (copy, days->from, days->to, path, format, rows, cancellable, error);
}

void
tn_movement_export (TnWindow *window, gint64 from, gint64 to, const char *path)
{
  Days *days = g_new (Days, 1);

  *days = (Days) { from, to };
  tn_file_write_rows (window, path, write_commendations, days, g_free);
}

static void
use_cb (TnWindow *window, const char *path, gpointer data)
{
  const Days *days = data;

  tn_movement_export (window, days->from, days->to, path);
}

static void
ask_file (TnWindow *window, gint64 from, gint64 to)
{
  Days *days = g_new (Days, 1);

  *days = (Days) { from, to };
  /* Translators: name of a file, without marks. */
  tn_file_ask_save (window, _("Export the Commendations"), _("_Export"), _("commendations.xlsx"), use_cb, days, g_free);
}

static void
period_chosen_cb (AdwMessageDialog *question, const char *response, TnWindow *window)
{
  TnForm *form = g_object_get_data (G_OBJECT (question), "form");
  g_autofree char *from = tn_form_dup_text (form, "from"), *to = tn_form_dup_text (form, "to");

  if (g_str_equal (response, "export") && tn_window_get_workspace (window))
    ask_file (window, tn_listed_date (from), tn_listed_behind (tn_listed_date (to)));
}

/* A day that is none is no missing bound. */
static void
days_changed_cb (AdwMessageDialog *question)
{
  TnForm *form = g_object_get_data (G_OBJECT (question), "form");
  g_autofree char *from = tn_form_dup_token (form, "from"), *to = tn_form_dup_token (form, "to");

  adw_message_dialog_set_response_enabled (question, "export", from && to);
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
  g_signal_connect_object (form, "changed", G_CALLBACK (days_changed_cb), question, G_CONNECT_SWAPPED);
  g_signal_connect_object (question, "response", G_CALLBACK (period_chosen_cb), window, 0);
  gtk_window_present (GTK_WINDOW (question));
}
