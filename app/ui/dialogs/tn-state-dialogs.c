/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Head, death, absence, return, moving away. */
#include "tn-household-dialogs.h"
#include <glib/gi18n.h>
#include "tn-dialog-parts.h"
#include "tn-case.h"
#include "tn-household-actions.h"
#include "tn-option-drop-down.h"

/* --- another head --- */

typedef struct
{
  TnId household;
  GListModel *people;        /* TnOption of all who live there */
  GtkWidget *head;
  GPtrArray *relations;      /* GtkDropDown, in the order of people */
  GPtrArray *rows;
} ChangeHead;

typedef struct
{
  TnId household, head;
  TnValues *relations;
} HeadJob;

static void
free_change_head (gpointer data)
{
  ChangeHead *self = data;

  g_object_unref (self->people);
  g_ptr_array_unref (self->relations);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static void
free_head_job (gpointer data)
{
  HeadJob *job = data;

  tn_values_free (job->relations);
  g_free (job);
}

static TnEdit *
change_head (TnCopy *copy, gpointer data, GError **error)
{
  HeadJob *job = data;

  return tn_work_change_head (copy, &job->household, &job->head, job->relations, error);
}

static gboolean
prepare_head_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  ChangeHead *self = user_data;
  TnId head;
  HeadJob *job;

  if (!tn_dialog_parts_chosen_id (self->head, &head))
    {
      tn_dialog_show_message (dialog, _("Choose the new head."));
      return FALSE;
    }
  job = g_new0 (HeadJob, 1);
  job->household = self->household;
  job->head = head;
  job->relations = tn_values_new ();
  for (guint i = 0; i < self->relations->len; i++)
    {
      g_autoptr (TnOption) person = g_list_model_get_item (self->people, i);
      const char *relation = tn_option_drop_down_get_key (self->relations->pdata[i]);

      if (*relation)
        tn_values_set_text (job->relations, tn_option_get_key (person), relation);
    }
  *func = change_head;
  *data = job;
  *data_free = free_head_job;
  return TRUE;
}

/* The new head needs no relation. */
static void
head_chosen_cb (ChangeHead *self)
{
  const char *head = tn_option_drop_down_get_key (GTK_DROP_DOWN (self->head));

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autoptr (TnOption) person = g_list_model_get_item (self->people, i);
      gtk_widget_set_visible (self->rows->pdata[i], !g_str_equal (tn_option_get_key (person), head));
    }
}

static GtkWidget *
make_relations (ChangeHead *self, const TnHouseholdDetail *detail)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Relation to the new head"));
  for (guint i = 0; i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (TnOption) option = g_list_model_get_item (self->people, i);
      const TnPersonDetail *person;
      g_autofree char *relation = NULL;
      GtkWidget *row, *choice;
      TnId id;

      tn_id_parse (tn_option_get_key (option), -1, &id);
      person = tn_household_detail_find_person (detail, &id);
      relation = tn_row_dup_text (person->person, "relation");
      choice = tn_dialog_parts_choice (tn_option_get_label (option), tn_option_get_key (option), "—", tn_dialog_parts_relations (), &row);
      if (relation && !g_str_equal (relation, "head"))
        tn_option_drop_down_set_key (GTK_DROP_DOWN (choice), relation);
      g_ptr_array_add (self->relations, choice);
      g_ptr_array_add (self->rows, row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  return group;
}

void
tn_dialog_change_head (TnWindow *window, const TnHouseholdDetail *detail, const TnId *new_head)
{
  g_autofree char *title = g_strdup_printf (_("Change Head: %s"), detail->title);
  TnDialog *dialog = tn_dialog_new (window, title, _("_Change"));
  ChangeHead *self = g_new0 (ChangeHead, 1);
  GtkWidget *group = adw_preferences_group_new (), *row;
  g_autoptr (GListModel) others = NULL;
  TnId head;
  TnIdStr text;

  self->household = detail->household->id;
  self->people = tn_dialog_parts_people (detail, NULL);
  self->relations = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  others = tn_dialog_parts_people (detail, tn_row_ref (detail->household, "head", &head) ? &head : NULL);
  self->head = tn_dialog_parts_choice (_("New head"), "new_head", "—", others, &row);
  if (new_head)
    {
      tn_id_format (new_head, text);
      tn_option_drop_down_set_key (GTK_DROP_DOWN (self->head), text);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  tn_dialog_set_prepare (dialog, prepare_head_cb, self, free_change_head);
  tn_dialog_add (dialog, group);
  tn_dialog_add (dialog, make_relations (self, detail));
  g_signal_connect_swapped (self->head, "notify::selected-item", G_CALLBACK (head_chosen_cb), self);
  head_chosen_cb (self);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- what becomes of somebody --- */

typedef struct
{
  TnDialog *dialog;          /* owns this */
  TnId id;
  const char *status;        /* NULL = death */
  TnForm *when;
  GtkWidget *new_head;       /* NULL = not asked */
  GtkCheckButton *end_case;  /* NULL = is not watched at home */
  GtkWidget *end_row;
} State;

typedef struct
{
  TnId id, head;
  const char *status;
  gboolean has_head, end_case;
  char *date, *note;
} StateJob;

static void
free_state (gpointer data)
{
  State *self = data;

  g_object_set_data (G_OBJECT (self->dialog), "tn-state", NULL);
  g_free (self);
}

static void
free_state_job (gpointer data)
{
  StateJob *job = data;

  g_free (job->date);
  g_free (job->note);
  g_free (job);
}

static TnEdit *
write_death (TnCopy *copy, gpointer data, GError **error)
{
  StateJob *job = data;

  const TnId *head = job->has_head ? &job->head : NULL;

  return (job->end_case ? tn_work_death_at_home : tn_work_death) (copy, &job->id, job->date, job->note, head, error);
}

static TnEdit *
write_status (TnCopy *copy, gpointer data, GError **error)
{
  StateJob *job = data;

  return tn_work_set_status (copy, &job->id, job->status, job->date, job->note, error);
}

static gboolean
prepare_state_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  State *self = user_data;
  StateJob *job;

  if (!tn_form_validate (self->when))
    return FALSE;
  job = g_new0 (StateJob, 1);
  job->id = self->id;
  job->status = self->status;
  job->date = tn_form_dup_text (self->when, "status_date");
  job->note = tn_form_dup_text (self->when, "status_note");
  job->has_head = self->new_head && tn_dialog_parts_chosen_id (self->new_head, &job->head);
  job->end_case = self->end_case && gtk_check_button_get_active (self->end_case);
  *func = self->status ? write_status : write_death;
  *data = job;
  *data_free = free_state_job;
  return TRUE;
}

static State *
make_state (TnDialog *dialog, const TnId *id, const char *status)
{
  State *self = g_new0 (State, 1);

  self->id = *id;
  self->status = status;
  self->when = tn_dialog_parts_when (dialog, "person");
  self->dialog = dialog;
  g_object_set_data (G_OBJECT (dialog), "tn-state", self);
  tn_dialog_set_prepare (dialog, prepare_state_cb, self, free_state);
  tn_dialog_add_form (dialog, self->when);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 480, -1);
  return self;
}

/* --- who died while being watched at home --- */

static gpointer
find_case (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean found = FALSE;
  TnId open;

  return tn_patient_find_open (copy, data, &open, &found, error) ? g_memdup2 (&found, sizeof found) : NULL;
}

/* A case that could not be looked for is left as it is: nothing is offered, and the patients' screen still asks for it. */
static void
case_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnDialog) dialog = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gboolean *found = tn_store_finish (TN_STORE (source), result, &error);
  State *self = g_object_get_data (G_OBJECT (dialog), "tn-state");

  if (error && self)
    tn_dialog_show_message (dialog, error->message);
  if (!self || !found || !*found)
    return;
  gtk_check_button_set_active (self->end_case, TRUE);
  gtk_widget_show (self->end_row);
}

/* Nobody looks in vain for a check of who has died. Shown, and on, once it is known that there is a case. */
static void
offer_ending (TnDialog *dialog, State *self)
{
  GtkWidget *row = tn_dialog_parts_row (_("End the watch at home"), _("This person is being watched at home.")), *check = gtk_check_button_new ();

  self->end_case = GTK_CHECK_BUTTON (check);
  self->end_row = adw_preferences_group_new ();
  gtk_widget_set_name (check, "end_case");
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _("End the watch at home"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->end_row), row);
  gtk_widget_hide (self->end_row);
  tn_dialog_add (dialog, self->end_row);
  tn_store_read_async (tn_workspace_get_store (tn_dialog_get_workspace (dialog)), find_case, tn_id_copy (&self->id), g_free, g_free, NULL, case_found_cb, g_object_ref (dialog));
}

void
tn_dialog_death (TnWindow *window, const TnHouseholdDetail *detail, const TnPersonDetail *person)
{
  g_autofree char *name = tn_row_dup_text (person->person, "name");
  g_autofree char *title = g_strdup_printf (_("Death: %s"), name ? name : "");
  TnDialog *dialog = tn_dialog_new (window, title, _("_Write Down"));
  State *self = make_state (dialog, &person->person->id, NULL);
  g_autoptr (GListModel) others = tn_dialog_parts_people (detail, &person->person->id);
  GtkWidget *group, *row;

  if (tn_household_detail_is_head (detail, &person->person->id) && g_list_model_get_n_items (others) > 0)
    {
      group = adw_preferences_group_new ();
      self->new_head = tn_dialog_parts_choice (_("New head of the household"), "new_head", "—", others, &row);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      tn_dialog_add (dialog, group);
    }
  offer_ending (dialog, self);
  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->when, "status_date");
}

static const char *
status_title (const char *status)
{
  if (g_str_equal (status, "absent"))
    return _("Absence: %s");
  if (g_str_equal (status, "moved_away"))
    return _("Moved Away: %s");
  return _("Return: %s");
}

void
tn_dialog_status (TnWindow *window, const TnId *id, const char *about, const char *status)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_autofree char *title = g_strdup_printf (status_title (status), about);
#pragma GCC diagnostic pop
  TnDialog *dialog = tn_dialog_new (window, title, _("_Write Down"));
  State *self = make_state (dialog, id, status);

  gtk_window_present (GTK_WINDOW (dialog));
  tn_form_focus (self->when, "status_date");
}
