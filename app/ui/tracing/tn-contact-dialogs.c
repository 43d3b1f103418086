/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms about contacts and sources. */
#include "tn-tracing-dialogs.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-dialog.h"
#include "tn-dialog-parts.h"
#include "tn-household-actions.h"
#include "tn-option-drop-down.h"
#include "tn-person-picker.h"
#include "tn-testing.h"
#include "tn-tracing.h"

/* --- one person of the register, for something --- */

typedef struct
{
  TnId about;
  TnWorkFunc write;
  GtkWidget *picker;
} Choosing;

static gboolean
prepare_choosing_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Choosing *self = user_data;
  TnId *ids = g_new0 (TnId, 2);

  if (!tn_person_picker_get (TN_PERSON_PICKER (self->picker), &ids[1]))
    {
      g_free (ids);
      tn_dialog_show_message (dialog, _("Search the person and choose one of those found."));
      return FALSE;
    }
  ids[0] = self->about;
  *func = self->write;
  *data = ids;
  *data_free = g_free;
  return TRUE;
}

static void
choose_person (TnWindow *window, const char *title, const char *save, const TnId *about, TnWorkFunc write)
{
  TnDialog *dialog = tn_dialog_new (window, title, save);
  Choosing *self = g_new0 (Choosing, 1);

  self->about = *about;
  self->write = write;
  self->picker = tn_person_picker_new (tn_dialog_get_workspace (dialog), _("Search the person"));
  tn_dialog_set_prepare (dialog, prepare_choosing_cb, self, g_free);
  tn_dialog_add (dialog, self->picker);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 480, 360);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_person_picker_focus (TN_PERSON_PICKER (self->picker));
}

static TnEdit *
write_link (TnCopy *copy, gpointer data, GError **error)
{
  TnId *ids = data;

  return tn_tracing_link (copy, &ids[0], &ids[1], error);
}

void
tn_tracing_dialog_link (TnWindow *window, const TnId *contact, const char *name)
{
  /* Translators: %s is a name as somebody wrote it down */
  g_autofree char *title = g_strdup_printf (_("Find in the Register: %s"), name);

  choose_person (window, title, _("_Choose"), contact, write_link);
}

static TnEdit *
write_add (TnCopy *copy, gpointer data, GError **error)
{
  TnId *ids = data;

  return tn_testing_add (copy, &ids[0], &ids[1], error);
}

void
tn_tracing_dialog_add_person (TnWindow *window, const TnId *round, const char *name)
{
  /* Translators: %s is the name of a test round */
  g_autofree char *title = g_strdup_printf (_("Add a Person: %s"), name);

  choose_person (window, title, _("_Add"), round, write_add);
}

/* --- correcting --- */

static const char *const contact_fields[] = { "name", "phone", "address", "relation", "last_met", "watch_days", "note", NULL };

typedef struct
{
  TnId id;
  TnForm *form;
} Editor;

typedef struct
{
  TnId id;
  TnValues *values;
} Job;

static void
free_job (gpointer data)
{
  tn_values_free (((Job *) data)->values);
  g_free (data);
}

static TnEdit *
write_contact (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_work_change (copy, &job->id, job->values, error);
}

static gboolean
prepare_editor_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Editor *self = user_data;
  Job *job;

  if (!tn_form_validate (self->form))
    return FALSE;
  job = g_new0 (Job, 1);
  job->id = self->id;
  job->values = tn_form_dup_values (self->form);
  *func = write_contact;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

void
tn_tracing_dialog_edit_contact (TnWindow *window, const TnRow *contact, const char *name)
{
  /* Translators: %s is a person's name */
  g_autofree char *title = g_strdup_printf (_("Edit Contact: %s"), name);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Save"));
  Editor *self = g_new0 (Editor, 1);
  TnId person;

  self->id = contact->id;
  /* The name of somebody in the register is changed there. */
  self->form = tn_form_new (contact->kind, contact_fields + (tn_row_ref (contact, "person", &person) ? 1 : 0), tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));
  tn_form_load (self->form, contact);
  tn_dialog_set_prepare (dialog, prepare_editor_cb, self, g_free);
  tn_dialog_add_form (dialog, self->form);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 520, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->form, "last_met");
}

/* --- the source --- */

typedef struct
{
  TnId home_case;
  GtkWidget *how, *source;
} Source;

typedef struct
{
  TnId home_case, source;
  gboolean has_source;
  char *how;
} SourceJob;

static void
free_source_job (gpointer data)
{
  g_free (((SourceJob *) data)->how);
  g_free (data);
}

static TnEdit *
write_source (TnCopy *copy, gpointer data, GError **error)
{
  SourceJob *job = data;

  return tn_tracing_set_source (copy, &job->home_case, job->how, job->has_source ? &job->source : NULL, error);
}

static gboolean
prepare_source_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Source *self = user_data;
  SourceJob *job = g_new0 (SourceJob, 1);

  job->home_case = self->home_case;
  job->has_source = tn_dialog_parts_chosen_id (self->source, &job->source);
  job->how = g_strdup (tn_option_drop_down_get_key (GTK_DROP_DOWN (self->how)));
  *func = write_source;
  *data = job;
  *data_free = free_source_job;
  return TRUE;
}

static GListModel *
list_choices (const TnField *field)
{
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);

  for (const TnChoice *choice = field->choices; choice->key; choice++)
    {
      g_autoptr (TnOption) option = tn_option_new (choice->key, _(choice->label), 0);

      g_list_store_append (options, option);
    }
  return G_LIST_MODEL (options);
}

/* Who named a case has caught it from a case; the person may still say that it was at home or at work. */
static void
source_chosen_cb (Source *self)
{
  const char *how = tn_option_drop_down_get_key (GTK_DROP_DOWN (self->how));

  if (*tn_option_drop_down_get_key (GTK_DROP_DOWN (self->source)) && (g_str_equal (how, "unknown") || g_str_equal (how, "travel")))
    tn_option_drop_down_set_key (GTK_DROP_DOWN (self->how), "case");
}

static void
present_source (TnWindow *window, const TnId *home_case, const char *name, GPtrArray *cases)
{
  /* Translators: %s is a person's name */
  g_autofree char *title = g_strdup_printf (_("Source of the Case: %s"), name);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Save"));
  Source *self = g_new0 (Source, 1);
  GtkWidget *group = adw_preferences_group_new (), *row;
  g_autoptr (GListModel) choices = list_choices (tn_kind_field (tn_schema_kind ("home_case"), "source"));
  g_autoptr (GListStore) options = g_list_store_new (TN_TYPE_OPTION);

  self->home_case = *home_case;
  for (guint i = 0; i < cases->len; i++)
    {
      const TnTracingCase *node = cases->pdata[i];
      g_autofree char *opened = node->opened ? tn_date_format (node->opened) : g_strdup ("–"), *label = g_strdup_printf ("%s · %s", node->name, opened);
      g_autofree char *id = tn_id_dup_string (&node->id);
      g_autoptr (TnOption) option = tn_option_new (id, label, 0);

      if (!tn_id_equal (&node->id, home_case))
        g_list_store_append (options, option);
    }
  self->how = tn_dialog_parts_choice (_("Source"), "source", NULL, choices, &row);
  tn_option_drop_down_set_key (GTK_DROP_DOWN (self->how), "unknown");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  self->source = tn_dialog_parts_choice (_("Caught from"), "source_case", "—", G_LIST_MODEL (options), &row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  tn_dialog_set_prepare (dialog, prepare_source_cb, self, g_free);
  tn_dialog_add (dialog, group);
  g_signal_connect_swapped (self->source, "notify::selected-item", G_CALLBACK (source_chosen_cb), self);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 520, -1);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (self->source);
}

/* What a dialog waits for. The window may be closed meanwhile. */
typedef struct
{
  GWeakRef window;
  TnId home_case;
  char *name;
} Waiting;

static void
free_waiting (Waiting *waiting)
{
  g_weak_ref_clear (&waiting->window);
  g_free (waiting->name);
  g_free (waiting);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Waiting, free_waiting)

static void
read_then (TnWindow *window, const TnId *home_case, const char *name, TnStoreFunc read, GDestroyNotify result_free, GAsyncReadyCallback callback)
{
  TnWorkspace *workspace = tn_window_get_workspace (window);
  Waiting *waiting;

  if (!workspace)
    return;
  waiting = g_new0 (Waiting, 1);
  g_weak_ref_init (&waiting->window, window);
  waiting->home_case = *home_case;
  waiting->name = g_strdup (name);
  tn_store_read_async (tn_workspace_get_store (workspace), read, tn_id_copy (home_case), g_free, result_free, NULL, callback, waiting);
}

static gpointer
read_recent (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_tracing_recent (copy, tn_env_now_ms (tn_copy_env (copy)), error);
}

static void
recent_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Waiting) waiting = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = tn_store_finish (TN_STORE (source), result, &error);
  g_autoptr (TnWindow) window = g_weak_ref_get (&waiting->window);

  if (!window)
    return;
  if (cases)
    present_source (window, &waiting->home_case, waiting->name, cases);
  else
    tn_window_show_error (window, NULL, error);
}

void
tn_tracing_dialog_source (TnWindow *window, const TnId *home_case, const char *name)
{
  read_then (window, home_case, name, read_recent, (GDestroyNotify) g_ptr_array_unref, recent_read_cb);
}

/* --- new contacts --- */

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
  g_autoptr (Waiting) waiting = user_data;
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
  read_then (window, home_case, NULL, read_household, (GDestroyNotify) g_ptr_array_unref, household_read_cb);
}
