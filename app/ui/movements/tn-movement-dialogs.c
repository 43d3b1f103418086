/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-movement-dialogs.h"
#include <glib/gi18n.h>
#include "tn-about.h"
#include "tn-date.h"
#include "tn-export-commendations.h"
#include "tn-household-actions.h"
#include "tn-listed.h"
#include "tn-movement.h"
#include "tn-zone.h"

static void
preset_today (TnForm *form, const char *field)
{
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000), *token = tn_json_string (today);

  tn_form_preset (form, field, token);
}

static void
preset_text (TnForm *form, const char *field, const char *text)
{
  g_autofree char *token = text ? tn_json_string (text) : NULL;

  if (token)
    tn_form_preset (form, field, token);
}

/* --- zones --- */

static TnEdit *
set_zone (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_zone_set (copy, values, error);
}

static void
present_zone (TnWindow *window, const TnAbout *about)
{
  static const char *const fields[] = { "area", "alley", "level", "from", "document", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Set the Level"), _("_Save"), "zone", fields, NULL, NULL, set_zone);
  TnForm *form = tn_form_dialog_get_form (dialog);
  gboolean known = about != NULL, again = known && g_str_equal (about->row->kind_key, "zone");
  g_autofree char *area = again ? tn_row_dup_text (about->row, "area") : known ? tn_id_dup_string (&about->row->id) : NULL;
  g_autofree char *alley = again ? tn_row_dup_text (about->row, "alley") : NULL;

  preset_text (form, "area", area);
  preset_text (form, "alley", alley);
  preset_today (form, "from");
  tn_form_set_hint (form, "alley", _("As it is written on its households. Left empty, the level is that of the quarter or group."));
  tn_form_dialog_present (dialog, known ? "level" : "area");
}

void
tn_movement_dialog_zone (TnWindow *window, const TnId *about)
{
  if (about)
    tn_about_open (window, about, NULL, present_zone);
  else
    present_zone (window, NULL);
}

/* --- safe families --- */

static TnEdit *
set_safe (TnCopy *copy, const TnId *household, const TnValues *values, GError **error)
{
  return tn_safe_family_set (copy, household, values, error);
}

static TnEdit *
end_safe (TnCopy *copy, const TnId *household, const TnValues *values, GError **error)
{
  g_autofree char *to = tn_values_dup_text (values, "to");

  return tn_safe_family_end (copy, household, to, error);
}

static gboolean
read_safe (TnCopy *copy, TnAbout *about, GError **error)
{
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  TnId id;

  return tn_safe_family_on (copy, &about->row->id, tn_listed_date (today), &id, &about->flag, error);
}

static void
present_safe (TnWindow *window, const TnAbout *about)
{
  static const char *const from[] = { "from", "document", "note", NULL };
  static const char *const to[] = { "to", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, about->flag ? _("Safe Family No More") : _("Safe Family"), _("_Save"), "safe_family", about->flag ? to : from, NULL,
                                         &about->row->id, about->flag ? end_safe : set_safe);
  TnForm *form = tn_form_dialog_get_form (dialog);
  g_autofree char *title = g_markup_escape_text (about->title, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (form), title);
  preset_today (form, about->flag ? "to" : "from");
  tn_form_dialog_present (dialog, about->flag ? "to" : "from");
}

void
tn_movement_dialog_safe (TnWindow *window, const TnId *household)
{
  tn_about_open (window, household, read_safe, present_safe);
}

/* --- movements --- */

static TnEdit *
register_movement (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_movement_register (copy, values, error);
}

void
tn_movement_dialog_new (TnWindow *window)
{
  static const char *const fields[] = { "name", "type", "area", "lead", "members", "from", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Register a Movement or Model"), _("_Save"), "movement", fields, NULL, NULL, register_movement);

  preset_today (tn_form_dialog_get_form (dialog), "from");
  tn_form_dialog_present (dialog, "name");
}

static TnEdit *
recognise (TnCopy *copy, const TnId *movement, const TnValues *values, GError **error)
{
  g_autofree char *document = tn_values_dup_text (values, "document");

  return tn_movement_recognise (copy, movement, document, error);
}

void
tn_movement_dialog_recognise (TnWindow *window, const TnRow *movement)
{
  static const char *const fields[] = { "document", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Recognised"), _("_Save"), "movement", fields, NULL, &movement->id, recognise);

  tn_form_dialog_require (dialog, "document", _("Write by which document it is recognised."));
  tn_form_dialog_present (dialog, "document");
}

static TnEdit *
end_movement (TnCopy *copy, const TnId *movement, const TnValues *values, GError **error)
{
  g_autofree char *to = tn_values_dup_text (values, "to"), *result = tn_values_dup_text (values, "result");

  return tn_movement_end (copy, movement, to, result, error);
}

void
tn_movement_dialog_end (TnWindow *window, const TnRow *movement)
{
  static const char *const fields[] = { "to", "result", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Ended"), _("_Save"), "movement", fields, NULL, &movement->id, end_movement);

  preset_today (tn_form_dialog_get_form (dialog), "to");
  tn_form_dialog_present (dialog, "result");
}

/* --- commendations --- */

static TnEdit *
commend (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autoptr (TnValues) all = tn_values_new ();
  g_autoptr (TnRow) row = about ? tn_copy_get (copy, about, error) : NULL;

  if (about && !row)
    return NULL;
  tn_values_merge (all, values);
  if (row)
    tn_values_set_ref (all, row->kind_key, about);
  return tn_commendation_give (copy, all, error);
}

static void
present_commend (TnWindow *window, const TnAbout *about)
{
  static const char *const fields[] = { "to", "form", "reason", "at", "level", "document", "note", NULL };
  static const char *const with_team[] = { "to", "team", "form", "reason", "at", "level", "document", "note", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("New Commendation"), _("_Save"), "commendation", about ? fields : with_team, NULL, about ? &about->row->id : NULL, commend);
  TnForm *form = tn_form_dialog_get_form (dialog);

  preset_text (form, "to", about ? about->title : NULL);
  preset_text (form, "level", "ward");
  preset_today (form, "at");
  tn_form_dialog_present (dialog, about ? "form" : "to");
}

void
tn_movement_dialog_commend (TnWindow *window, const TnId *about)
{
  if (about)
    tn_about_open (window, about, NULL, present_commend);
  else
    present_commend (window, NULL);
}

/* --- corrections --- */

static TnEdit *
change (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_work_change (copy, about, values, error);
}

void
tn_movement_dialog_edit (TnWindow *window, const TnRow *row)
{
  static const char *const movement[] = { "name", "type", "area", "lead", "members", "from", "to", "document", "result", "note", NULL };
  static const char *const commendation[] = { "to", "team", "form", "reason", "at", "level", "document", "note", NULL };
  static const char *const safe[] = { "from", "to", "document", "note", NULL };
  gboolean is_movement = g_str_equal (row->kind_key, "movement"), is_safe = g_str_equal (row->kind_key, "safe_family");
  TnDialog *dialog = tn_form_dialog_new (window, is_movement ? _("Edit the Movement") : is_safe ? _("Edit the Safe Family") : _("Edit the Commendation"), _("_Save"), row->kind_key,
                                         is_movement ? movement : is_safe ? safe : commendation, row, &row->id, change);

  tn_form_dialog_present (dialog, is_movement ? "name" : is_safe ? "from" : "to");
}

/* --- the list of a period as a file --- */

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

void
tn_movement_dialog_export (TnWindow *window)
{
  static const char *const fields[] = { "from", "to", NULL };
  GtkWidget *question = adw_message_dialog_new (GTK_WINDOW (window), _("Export the Commendations"), _("Those of which days? A day left empty sets no bound."));
  TnForm *form = tn_form_new (tn_schema_kind ("movement"), fields, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *first = g_strdup_printf ("%04d-01-01", g_date_time_get_year (now));

  tn_form_load (form, NULL);
  preset_text (form, "from", first);
  preset_today (form, "to");
  g_object_set_data (G_OBJECT (question), "form", form);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (question), GTK_WIDGET (form));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "cancel", _("_Cancel"), "export", _("_Export"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "export", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "export");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "cancel");
  g_signal_connect_object (question, "response", G_CALLBACK (period_chosen_cb), window, 0);
  gtk_window_present (GTK_WINDOW (question));
}
