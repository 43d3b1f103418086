/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A household to another door; a person, or everybody, to another household. */
#include "tn-household-dialogs.h"
#include <glib/gi18n.h>
#include "tn-dialog-parts.h"
#include "tn-household-actions.h"
#include "tn-household-editor.h"
#include "tn-household-picker.h"
#include "tn-option-drop-down.h"

/* What goes to the writer's thread, for the three of them. */
typedef struct
{
  TnId id, to;
  TnValues *place;
  char *relation, *date;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->place, tn_values_free);
  g_free (job->relation);
  g_free (job->date);
  g_free (job);
}

/* --- a household to another door --- */

typedef struct
{
  TnId id;
  TnForm *place;
} Move;

static TnEdit *
move_household (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_move_household (copy, &job->id, job->place, error);
}

static gboolean
prepare_move_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Move *self = user_data;
  Job *job;

  if (!tn_form_validate (self->place))
    return FALSE;
  job = g_new0 (Job, 1);
  job->id = self->id;
  job->place = tn_form_dup_values (self->place);
  *func = move_household;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

void
tn_dialog_move_household (TnWindow *window, const TnHouseholdDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_("Move Household: %s"), detail->title);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Move"));
  Move *self = g_new0 (Move, 1);

  self->id = detail->household->id;
  self->place = tn_form_new (tn_schema_kind ("household"), tn_editor_place_fields, tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->place), _("New address"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->place), _("The old address stays in the household’s history."));
  tn_form_load (self->place, detail->household);
  tn_dialog_set_prepare (dialog, prepare_move_cb, self, g_free);
  tn_dialog_add_form (dialog, self->place);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->place, "house_no");
}

/* --- into another household --- */

typedef struct
{
  TnId id;
  gboolean person;          /* one person, else the whole household */
  TnHouseholdPicker *picker;
  GtkWidget *relation;
  TnForm *when;
} Into;

static TnEdit *
move_person (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_move_person (copy, &job->id, &job->to, job->relation, job->date, error);
}

static TnEdit *
join_household (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_join (copy, &job->id, &job->to, job->relation, job->date, error);
}

static gboolean
prepare_into_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Into *self = user_data;
  TnId to;
  Job *job;

  if (!tn_household_picker_get (self->picker, &to))
    {
      tn_dialog_show_message (dialog, _("Choose the household in the list."));
      tn_household_picker_focus (self->picker);
      return FALSE;
    }
  if (!tn_form_validate (self->when))
    return FALSE;
  job = g_new0 (Job, 1);
  job->id = self->id;
  job->to = to;
  job->relation = g_strdup (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->relation)));
  job->date = tn_form_dup_text (self->when, "status_date");
  *func = self->person ? move_person : join_household;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

static void
present_into (TnDialog *dialog, const TnId *id, const TnId *except, gboolean person)
{
  static const char *const fields[] = { "status_date", NULL };
  Into *self = g_new0 (Into, 1);
  GtkWidget *group = adw_preferences_group_new (), *row;

  self->id = *id;
  self->person = person;
  self->picker = TN_HOUSEHOLD_PICKER (tn_household_picker_new (tn_dialog_get_workspace (dialog), except));
  self->relation = tn_dialog_parts_choice (_("Relation to the head there"), "relation", NULL, tn_dialog_parts_relations (), &row);
  tn_option_drop_down_set_key (GTK_DROP_DOWN (self->relation), "relative");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  self->when = tn_form_new (tn_schema_kind ("household"), fields, NULL);
  tn_form_load (self->when, NULL);
  tn_dialog_set_prepare (dialog, prepare_into_cb, self, g_free);
  tn_dialog_add (dialog, GTK_WIDGET (self->picker));
  tn_dialog_add (dialog, group);
  tn_dialog_add_form (dialog, self->when);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_household_picker_focus (self->picker);
}

void
tn_dialog_join (TnWindow *window, const TnHouseholdDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_("Join Another Household: %s"), detail->title);

  present_into (tn_dialog_new (window, title, _("_Join")), &detail->household->id, &detail->household->id, FALSE);
}

void
tn_dialog_move_person (TnWindow *window, const TnHouseholdDetail *detail, const TnPersonDetail *person)
{
  g_autofree char *name = tn_row_dup_text (person->person, "name");
  g_autofree char *title = g_strdup_printf (_("Move to Another Household: %s"), name ? name : "");

  present_into (tn_dialog_new (window, title, _("_Move")), &person->person->id, &detail->household->id, TRUE);
}
