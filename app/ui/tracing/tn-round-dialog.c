/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning a test round. */
#include "tn-tracing-dialogs.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-dialog-parts.h"
#include "tn-option-drop-down.h"
#include "tn-testing.h"

typedef struct
{
  TnWindow *window;
  TnForm *form;
  GtkWidget *category;
  TnId id;           /* of the new round: shown when it is on disk */
} Plan;

typedef struct
{
  TnId id;
  TnValues *values;
  char *category;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  tn_values_free (job->values);
  g_free (job->category);
  g_free (job);
}

static TnEdit *
write_plan (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_testing_plan (copy, job->values, job->category, &job->id, NULL, error);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Plan *self = user_data;
  Job *job;

  if (!tn_form_validate (self->form) || !tn_form_require (self->form, "area", _("Choose the quarter or group: a round of the whole ward is planned quarter by quarter.")))
    return FALSE;
  job = g_new0 (Job, 1);
  job->id = self->id;
  job->values = tn_form_dup_values (self->form);
  job->category = g_strdup (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->category)));
  *func = write_plan;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static void
saved_cb (TnDialog *dialog, Plan *self)
{
  tn_window_go (self->window, "tracing", &self->id);
}

void
tn_tracing_dialog_round (TnWindow *window)
{
  static const char *const fields[] = { "name", "date", "area", "place", "method", "note", NULL };
  TnDialog *dialog = tn_dialog_new (window, _("Plan a Test Round"), _("_Plan"));
  TnLookups *lookups = tn_workspace_get_lookups (tn_dialog_get_workspace (dialog));
  Plan *self = g_new0 (Plan, 1);
  GtkWidget *group = adw_preferences_group_new (), *row;
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000), *date = tn_json_string (today);
  g_autofree char *shown = tn_date_format (today), *name = g_strdup_printf (_("Test round of %s"), shown), *token = tn_json_string (name);

  self->window = window;
  self->id = tn_id_new (tn_env_system ());
  self->form = tn_form_new (tn_schema_kind ("test_round"), fields, lookups);
  tn_form_load (self->form, NULL);
  tn_form_preset (self->form, "name", token);
  tn_form_preset (self->form, "date", date);
  tn_form_preset (self->form, "method", "\"rapid\"");
  self->category = tn_dialog_parts_choice (_("Who"), "category", _("Everybody"), tn_lookups_get_categories (lookups), &row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  tn_dialog_set_prepare (dialog, prepare_cb, self, g_free);
  tn_dialog_add_form (dialog, self->form);
  tn_dialog_add (dialog, group);
  g_signal_connect (dialog, "saved", G_CALLBACK (saved_cb), self);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 520, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->form, "area");
}
