/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-patient-form.h"
#include "tn-dialog-parts.h"

/* What goes to the writer's thread: a copy, for the dialog may be gone before it is done. */
typedef struct
{
  TnPatientForm form;
  TnValues *values;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_array_unref (job->form.checks);
  tn_values_free (job->values);
  g_free (job);
}

static void
free_form (gpointer data)
{
  g_array_unref (((TnPatientForm *) data)->checks);
  g_free (data);
}

static TnEdit *
run_job (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return job->form.work (copy, &job->form, job->values, error);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  TnPatientForm *self = user_data;
  Job *job;

  if (!tn_form_validate (self->form))
    return FALSE;
  job = g_new0 (Job, 1);
  job->form = *self;
  job->form.checks = g_array_copy (self->checks);
  if (self->new_head_row && gtk_widget_get_visible (self->new_head_row))
    tn_dialog_parts_chosen_id (self->new_head_choice, &job->form.new_head);
  job->values = tn_form_dup_values (self->form);
  *func = run_job;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

TnPatientForm *
tn_patient_form_new (TnDialog *dialog, const char *kind, const char *const *fields, const TnRow *row, TnPatientWork work)
{
  TnPatientForm *self = g_new0 (TnPatientForm, 1);

  self->dialog = dialog;
  self->work = work;
  self->checks = g_array_new (FALSE, FALSE, sizeof (TnId));
  self->form = tn_form_new (tn_schema_kind (kind), fields, tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));
  tn_form_load (self->form, row);
  tn_dialog_set_prepare (dialog, prepare_cb, self, free_form);
  tn_dialog_add_form (dialog, self->form);
  return self;
}

void
tn_patient_form_present (TnPatientForm *self, const char *first)
{
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), 560, -1);
  gtk_window_present (GTK_WINDOW (self->dialog));
  tn_form_focus (self->form, first);
}
