/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closing a case, with what a death asks for. */
#include "tn-patient-dialogs.h"
#include <glib/gi18n.h>
#include "tn-case.h"
#include "tn-date.h"
#include "tn-dialog-parts.h"
#include "tn-household-detail.h"
#include "tn-patient-form.h"

static const char *const fields[] = { "result", "closed", "note", NULL };

/* Until the household has been read. */
typedef struct
{
  TnWindow *window;
  TnRow *row;
  char *name;
  TnId person;
} Closing;

static void
free_closing (Closing *closing)
{
  g_object_unref (closing->window);
  tn_row_free (closing->row);
  g_free (closing->name);
  g_free (closing);
}

static TnEdit *
close_case (TnCopy *copy, const TnPatientForm *form, const TnValues *values, GError **error)
{
  g_autofree char *result = tn_values_dup_text (values, "result"), *date = tn_values_dup_text (values, "closed"), *note = tn_values_dup_text (values, "note");

  return tn_work_close_case (copy, &form->about, result, date, note, tn_id_is_null (&form->new_head) ? NULL : &form->new_head, error);
}

static void
result_chosen_cb (TnPatientForm *form)
{
  g_autofree char *result = tn_form_dup_text (form->form, "result");
  gboolean died = g_strcmp0 (result, "died") == 0;

  tn_form_set_hint (form->form, "result", died ? _("The person’s death is written down too.") : NULL);
  if (form->new_head_row)
    gtk_widget_set_visible (form->new_head_row, died);
}

static void
add_new_head (TnPatientForm *form, const TnHouseholdDetail *household, const TnId *person)
{
  g_autoptr (GListModel) others = tn_dialog_parts_people (household, person);
  GtkWidget *row;

  if (!tn_household_detail_is_head (household, person) || g_list_model_get_n_items (others) == 0)
    return;
  form->new_head_choice = tn_dialog_parts_choice (_("New head of the household"), "new_head", "—", others, &row);
  form->new_head_row = adw_preferences_group_new ();
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (form->new_head_row), row);
  tn_dialog_add (form->dialog, form->new_head_row);
}

static void
present_closing (const Closing *closing, const TnHouseholdDetail *household)
{
  g_autofree char *title = g_strdup_printf (_("Close the Case: %s"), closing->name), *today = tn_date_today (g_get_real_time () / 1000), *token = tn_json_string (today);
  TnDialog *dialog = tn_dialog_new (closing->window, title, _("_Close the Case"));
  TnPatientForm *form = tn_patient_form_new (dialog, "home_case", fields, closing->row, close_case);

  form->about = closing->row->id;
  tn_form_preset (form->form, "closed", token);
  if (household)
    add_new_head (form, household, &closing->person);
  g_signal_connect_swapped (form->form, "changed", G_CALLBACK (result_chosen_cb), form);
  result_chosen_cb (form);
  tn_patient_form_present (form, "result");
}

static void
household_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Closing *closing = user_data;
  TnHouseholdDetail *household = tn_store_finish (TN_STORE (source), result, NULL);   /* without it a death that needs a new head is refused with the reason */
  TnWorkspace *workspace = tn_window_get_workspace (closing->window);

  if (workspace && tn_workspace_get_store (workspace) == TN_STORE (source))
    present_closing (closing, household);
  if (household)
    tn_household_detail_free (household);
  free_closing (closing);
}

void
tn_patient_dialog_close (TnWindow *window, const TnPatientDetail *detail)
{
  Closing *closing = g_new0 (Closing, 1);

  *closing = (Closing) { g_object_ref (window), tn_row_copy (detail->patient->row), g_strdup (detail->patient->name), detail->patient->person };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), tn_household_detail_read, tn_id_copy (&detail->household), g_free,
                       tn_household_detail_free, NULL, household_read_cb, closing);
}
