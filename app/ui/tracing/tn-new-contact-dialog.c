/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a patient met. */
#include "tn-tracing-dialogs-private.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-person-picker.h"
#include "tn-tracing.h"

typedef struct
{
  TnId home_case;
  GPtrArray *checks;      /* GtkCheckButton with "tn-id" */
  TnForm *when, *other;
  GtkWidget *picker;
} Contacts;

typedef struct
{
  TnId home_case;
  GArray *people;         /* TnId */
  char *last_met;
  TnValues *other;        /* NULL = nobody else */
} ContactsJob;

static void
free_contacts (gpointer data)
{
  g_ptr_array_unref (((Contacts *) data)->checks);
  g_free (data);
}

static void
free_contacts_job (gpointer data)
{
  ContactsJob *job = data;

  g_array_unref (job->people);
  g_clear_pointer (&job->other, tn_values_free);
  g_free (job->last_met);
  g_free (job);
}

static TnEdit *
write_contacts (TnCopy *copy, gpointer data, GError **error)
{
  ContactsJob *job = data;

  return tn_tracing_add_people (copy, &job->home_case, &g_array_index (job->people, TnId, 0), job->people->len, "household", job->last_met, job->other, error);
}

/* NULL = nobody was chosen or written down. */
static TnValues *
dup_other (Contacts *self)
{
  g_autoptr (TnValues) values = tn_form_dup_values (self->other);
  g_autofree char *name = tn_form_dup_text (self->other, "name");
  TnId person;

  if (tn_person_picker_get (TN_PERSON_PICKER (self->picker), &person))
    {
      tn_values_set_ref (values, "person", &person);
      tn_values_set (values, "name", NULL);
    }
  else if (!name || !*name)
    return NULL;
  if (!tn_values_get (values, "last_met"))
    {
      g_autofree char *last_met = tn_form_dup_token (self->when, "last_met");

      tn_values_set (values, "last_met", last_met);
    }
  return g_steal_pointer (&values);
}

static gboolean
prepare_contacts_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Contacts *self = user_data;
  ContactsJob *job;

  if (!tn_form_validate (self->when) || !tn_form_validate (self->other))
    return FALSE;
  job = g_new0 (ContactsJob, 1);
  job->home_case = self->home_case;
  job->people = g_array_new (FALSE, TRUE, sizeof (TnId));
  job->last_met = tn_form_dup_text (self->when, "last_met");
  job->other = dup_other (self);
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_array_append_vals (job->people, g_object_get_data (self->checks->pdata[i], "tn-id"), 1);
  *func = write_contacts;
  *data = job;
  *data_free = free_contacts_job;
  if (job->people->len || job->other)
    return TRUE;
  free_contacts_job (job);
  tn_dialog_show_message (dialog, _("Tick somebody of the household, search a person of the register, or write down a name."));
  return FALSE;
}

/* All of the household are ticked: who lives under one roof has met. */
static GtkWidget *
make_household (Contacts *self, GPtrArray *people)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("The same household"));
  for (guint i = 0; i < people->len; i++)
    {
      const TnRow *person = people->pdata[i];
      GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();
      g_autofree char *name = tn_row_dup_text (person, "name"), *relation = tn_field_show (tn_kind_field (person->kind, "relation"), tn_row_field (person, "relation"));

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name ? name : "");
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), relation);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name ? name : "", -1);
      g_object_set_data_full (G_OBJECT (check), "tn-id", tn_id_copy (&person->id), g_free);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      gtk_widget_set_focusable (row, FALSE);
      g_ptr_array_add (self->checks, check);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  gtk_widget_set_visible (group, people->len > 0);
  return group;
}

static GtkWidget *
make_other (Contacts *self, TnDialog *dialog)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Somebody else"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _("Search the register, or write the name down below."));
  self->picker = tn_person_picker_new (tn_dialog_get_workspace (dialog), _("Search the person"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->picker);
  return group;
}

static void
present_contacts (TnWindow *window, const TnId *home_case, GPtrArray *people)
{
  static const char *const when[] = { "last_met", NULL }, *const other[] = { "name", "phone", "address", "relation", "watch_days", "note", NULL };
  TnDialog *dialog = tn_dialog_new (window, _("Add Contacts"), _("_Add"));
  TnLookups *lookups = tn_workspace_get_lookups (tn_dialog_get_workspace (dialog));
  Contacts *self = g_new0 (Contacts, 1);
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000), *token = tn_json_string (today);

  self->home_case = *home_case;
  self->checks = g_ptr_array_new ();
  self->when = tn_form_new (tn_schema_kind ("contact"), when, lookups);
  tn_form_load (self->when, NULL);
  tn_form_preset (self->when, "last_met", token);
  self->other = tn_form_new (tn_schema_kind ("contact"), other, lookups);
  tn_form_load (self->other, NULL);
  tn_dialog_set_prepare (dialog, prepare_contacts_cb, self, free_contacts);
  tn_dialog_add_form (dialog, self->when);
  tn_dialog_add (dialog, make_household (self, people));
  tn_dialog_add (dialog, make_other (self, dialog));
  tn_dialog_add_form (dialog, self->other);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 560, 680);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->when, "last_met");
}

static gpointer
read_household (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_tracing_household (copy, data, error);
}

static void
household_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTracingWaiting) waiting = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = tn_store_finish (TN_STORE (source), result, &error);
  g_autoptr (TnWindow) window = g_weak_ref_get (&waiting->window);

  if (!window)
    return;
  if (people)
    present_contacts (window, &waiting->home_case, people);
  else
    tn_window_show_error (window, NULL, error);
}

void
tn_tracing_dialog_contacts (TnWindow *window, const TnId *home_case)
{
  tn_tracing_read_then (window, home_case, NULL, read_household, (GDestroyNotify) g_ptr_array_unref, household_read_cb);
}
