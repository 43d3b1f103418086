/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-household-editor.h"
#include <glib/gi18n.h>
#include "tn-card-form.h"
#include "tn-household-actions.h"
#include "tn-twice-hint.h"

const char *const tn_editor_place_fields[] = { "area", "house_no", "alley", "street", "building", "room", NULL };
static const char *const more_fields[] = { "phone", "housing", "residence", "code", "note", NULL };
static const char *const head_fields[] = { "name", "sex", "birth", "phone", "residence", "occupation", "workplace", NULL };

#define LAST_PLACE "tn-last-place"

/* The forms of a dialog; lives as long as it. */
typedef struct
{
  TnForm *place, *more, *head;
  GtkWidget *card;
  TnId id;
  gboolean is_new;
} Editor;

/* What goes to the writer's thread. */
typedef struct
{
  TnId id;
  TnValues *household, *head, *card;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->household, tn_values_free);
  g_clear_pointer (&job->head, tn_values_free);
  g_clear_pointer (&job->card, tn_values_free);
  g_free (job);
}

static TnEdit *
add_household (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_add_household (copy, job->household, job->head, job->card, &job->id, error);
}

static TnEdit *
change_household (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_change (copy, &job->id, job->household, error);
}

/* The two forms of a household are one record. */
static TnValues *
dup_household_values (Editor *self)
{
  TnValues *values = tn_form_dup_values (self->place);
  g_autoptr (TnValues) more = tn_form_dup_values (self->more);

  tn_values_merge (values, more);
  return values;
}

/* Houses are typed street by street: the next new household begins in the same alley. */
static void
remember_place (TnDialog *dialog, Editor *self)
{
  static const char *const keys[] = { "area", "alley", "street", NULL };
  TnValues *place = tn_values_new ();

  for (const char *const *key = keys; *key; key++)
    {
      g_autofree char *token = tn_form_dup_token (self->place, *key);
      tn_values_set (place, *key, token);
    }
  g_object_set_data_full (G_OBJECT (tn_dialog_get_window (dialog)), LAST_PLACE, place, (GDestroyNotify) tn_values_free);
}

static void
preset_place (TnWindow *window, Editor *self)
{
  static const char *const keys[] = { "area", "alley", "street", NULL };
  const TnValues *place = g_object_get_data (G_OBJECT (window), LAST_PLACE);

  for (const char *const *key = keys; place && *key; key++)
    tn_form_preset (self->place, *key, tn_values_get (place, *key));
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Editor *self = user_data;
  Job *job;

  if (!tn_form_validate (self->place) || !tn_form_validate (self->more) ||
      (self->is_new && (!tn_form_validate (self->head) || !tn_card_form_validate (self->card))))
    return FALSE;
  job = g_new0 (Job, 1);
  job->id = self->id;
  job->household = dup_household_values (self);
  if (self->is_new)
    {
      job->head = tn_form_dup_values (self->head);
      job->card = tn_card_form_dup_values (self->card);
      remember_place (dialog, self);
    }
  *func = self->is_new ? add_household : change_household;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static void
saved_cb (TnDialog *dialog, Editor *self)
{
  tn_window_show_household (tn_dialog_get_window (dialog), &self->id);
}

static Editor *
make_editor (TnDialog *dialog, const TnRow *row)
{
  Editor *self = g_new0 (Editor, 1);
  TnLookups *lookups = tn_workspace_get_lookups (tn_dialog_get_workspace (dialog));

  self->place = tn_form_new (tn_schema_kind ("household"), tn_editor_place_fields, lookups);
  self->more = tn_form_new (tn_schema_kind ("household"), more_fields, lookups);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->place), _("Address"));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->more), _("Household"));
  tn_form_load (self->place, row);
  tn_form_load (self->more, row);
  tn_dialog_set_prepare (dialog, prepare_cb, self, g_free);
  return self;
}

void
tn_household_editor_new_household (TnWindow *window)
{
  TnDialog *dialog = tn_dialog_new (window, _("New Household"), _("_Save"));
  Editor *self = make_editor (dialog, NULL);
  TnLookups *lookups = tn_workspace_get_lookups (tn_dialog_get_workspace (dialog));

  self->is_new = TRUE;
  self->id = tn_id_new (tn_env_system ());
  self->head = tn_form_new (tn_schema_kind ("person"), head_fields, lookups);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->head), _("Head"));
  tn_form_load (self->head, NULL);
  tn_twice_hint_watch (self->head, tn_dialog_get_workspace (dialog), NULL);
  tn_twice_hint_watch_home (self->place, self->head, tn_dialog_get_workspace (dialog));
  self->card = tn_card_form_new (self->head, NULL, lookups);
  preset_place (window, self);
  tn_dialog_add_form (dialog, self->place);
  tn_dialog_add_form (dialog, self->head);
  tn_dialog_add_card (dialog, self->card);
  tn_dialog_add_form (dialog, self->more);
  g_signal_connect (dialog, "saved", G_CALLBACK (saved_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->place, "house_no");
}

void
tn_household_editor_edit (TnWindow *window, const TnHouseholdDetail *detail)
{
  TnDialog *dialog = tn_dialog_new (window, _("Edit Household"), _("_Save"));
  Editor *self = make_editor (dialog, detail->household);

  self->id = detail->household->id;
  tn_dialog_add_form (dialog, self->place);
  tn_dialog_add_form (dialog, self->more);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->place, "house_no");
}
