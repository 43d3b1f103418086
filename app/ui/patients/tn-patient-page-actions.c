/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "patient.…" about the patient that is shown; some take the id of something on the page. */
#include "tn-patient-page-private.h"
#include <glib/gi18n.h>
#include "tn-check-sheet.h"
#include "tn-kit.h"
#include "tn-patient-dialogs.h"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnPatientPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TnWindow *window = tn_window_of (self);

  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error) && window)
    tn_window_show_error (window, NULL, error);
}

static TnEdit *
reopen (TnCopy *copy, gpointer data, GError **error)
{
  return tn_work_reopen_case (copy, data, error);
}

static TnEdit *
join (TnCopy *copy, gpointer data, GError **error)
{
  return tn_work_join_cases (copy, data, error);
}

static TnEdit *
part (TnCopy *copy, gpointer data, GError **error)
{
  return tn_work_part_case (copy, data, error);
}

static TnEdit *
bring (TnCopy *copy, gpointer data, GError **error)
{
  return tn_work_bring_essentials (copy, data, error);
}

/* Another screen's action with an id, where that screen is part of this program. */
static void
ask_screen (TnPatientPage *self, const char *action, const TnId *id)
{
  TnIdStr text;

  tn_id_format (id, text);
  gtk_widget_activate_action (GTK_WIDGET (self), action, "s", text);
}

static void
patient_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnPatientPage *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (self);
  TnPatientDetail *detail = self->detail;

  if (!detail || !window)
    return;
  if (g_str_equal (name, "check"))
    tn_check_sheet_new (window, detail);
  else if (g_str_equal (name, "respond"))
    tn_patient_dialog_respond (window, detail);
  else if (g_str_equal (name, "kit"))
    tn_patient_dialog_kit (window, detail);
  else if (g_str_equal (name, "essentials"))
    tn_patient_dialog_essentials (window, detail);
  else if (g_str_equal (name, "edit"))
    tn_patient_dialog_edit (window, detail);
  else if (g_str_equal (name, "close"))
    tn_patient_dialog_close (window, detail);
  else if (g_str_equal (name, "reopen"))
    tn_workspace_run_async (self->workspace, reopen, tn_id_copy (&detail->patient->id), g_free, NULL, done_cb, g_object_ref (self));
  else if (g_str_equal (name, "join"))
    tn_workspace_run_async (self->workspace, join, tn_id_copy (&detail->patient->person), g_free, NULL, done_cb, g_object_ref (self));
  else if (g_str_equal (name, "all-checks"))
    tn_patient_page_show_all_checks (self);
  else if (g_str_equal (name, "household"))
    tn_window_show_household (window, &detail->household);
  else if (g_str_equal (name, "contact"))
    ask_screen (self, "win.new-contact", &detail->patient->id);
  else if (g_str_equal (name, "refer"))
    ask_screen (self, "win.new-referral", &detail->patient->person);
}

static const char *const patient_actions[] = { "check", "respond", "kit", "essentials", "edit", "close", "reopen", "join", "household", "contact", "refer", "all-checks" };

static void
edit_check_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnPatientPage *self = user_data;
  TnWindow *window = tn_window_of (self);
  const TnPatientCheck *check = NULL;
  TnId id;

  if (self->detail && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    check = tn_patient_detail_find_check (self->detail, &id);
  if (check && window)
    tn_check_sheet_edit (window, self->detail, check);
}

static void
brought_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnPatientPage *self = user_data;
  TnId id;

  if (self->detail && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    tn_workspace_run_async (self->workspace, bring, tn_id_copy (&id), g_free, NULL, done_cb, g_object_ref (self));
}

static void
part_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnPatientPage *self = user_data;
  TnId id;

  if (self->detail && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    tn_workspace_run_async (self->workspace, part, tn_id_copy (&id), g_free, NULL, done_cb, g_object_ref (self));
}

static void
add_action (TnPatientPage *self, const char *name, const GVariantType *type, GCallback callback)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, type);

  g_signal_connect_object (action, "activate", callback, self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

void
tn_patient_page_install_actions (TnPatientPage *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (patient_actions); i++)
    add_action (self, patient_actions[i], NULL, G_CALLBACK (patient_cb));
  add_action (self, "edit-check", G_VARIANT_TYPE_STRING, G_CALLBACK (edit_check_cb));
  add_action (self, "brought", G_VARIANT_TYPE_STRING, G_CALLBACK (brought_cb));
  add_action (self, "part", G_VARIANT_TYPE_STRING, G_CALLBACK (part_cb));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "patient", G_ACTION_GROUP (self->actions));
}

static void
enable (TnPatientPage *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static gboolean
has_window_action (TnPatientPage *self, const char *name)
{
  TnWindow *window = tn_window_of (self);

  return window && g_action_map_lookup_action (G_ACTION_MAP (window), name);
}

void
tn_patient_page_update_actions (TnPatientPage *self)
{
  gboolean shown = self->detail != NULL, closed = shown && self->detail->patient->closed, open = shown && !closed;
  gboolean person = shown && self->detail->person;

  enable (self, "check", open);
  enable (self, "respond", open || (shown && self->detail->patient->alerts->len > 0));
  enable (self, "kit", open);
  enable (self, "essentials", person && !tn_id_is_null (&self->detail->household));
  enable (self, "edit", shown);
  enable (self, "close", open);
  enable (self, "reopen", closed);
  enable (self, "join", person && self->detail->patient->n_open > 1);
  enable (self, "household", shown && !tn_id_is_null (&self->detail->household));
  enable (self, "contact", shown && has_window_action (self, "new-contact"));
  enable (self, "refer", person && has_window_action (self, "new-referral"));
}
