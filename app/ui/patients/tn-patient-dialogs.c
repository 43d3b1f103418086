/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-patient-dialogs.h"
#include <glib/gi18n.h>
#include "tn-household-actions.h"
#include "tn-kit.h"
#include "tn-patient-form.h"

static const char *const case_fields[] = {
  "opened", "test", "test_date", "onset", "source", "risk", "illness", "watcher", "station", "station_phone", "carer", "carer_phone", "note", NULL };
static const char *const response_fields[] = { "done", "at", "by", "note", NULL };
static const char *const kit_fields[] = { "bag", "days", "consent", "doctor", "no_doctor", "given", "by", "note", NULL };
static const char *const essentials_fields[] = { "what", "note", NULL };

/* The one who watches the patient is the likeliest to have done it. */
static void
preset_watcher (TnForm *form, const TnPatientDetail *detail)
{
  TnId by;

  if (tn_row_ref (detail->patient->row, "watcher", &by))
    {
      g_autofree char *id = tn_id_dup_string (&by);
      tn_form_preset_text (form, "by", id);
    }
}

/* --- a new case --- */

/* What the dialog begins with. */
typedef struct
{
  TnId person, open;
  gboolean is_open;
  char *name, *station, *station_phone;
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->name);
  g_free (opening->station);
  g_free (opening->station_phone);
  g_free (opening);
}

/* A ward has one station or two: the one of the newest case is offered. */
static gboolean
read_station (TnCopy *copy, Opening *opening, GError **error)
{
  TnListedQuery query = { .kind = "home_case", .limit = 1, .newest_first = TRUE };
  g_autoptr (GArray) newest = tn_query_listed (copy, &query, error);
  g_autoptr (TnRow) row = NULL;

  if (!newest)
    return FALSE;
  if (newest->len == 0)
    return TRUE;
  if (!(row = tn_copy_get (copy, &g_array_index (newest, TnListed, 0).id, error)))
    return FALSE;
  opening->station = tn_row_dup_text (row, "station");
  opening->station_phone = tn_row_dup_text (row, "station_phone");
  return TRUE;
}

static gpointer
read_opening (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRow) person = tn_copy_get (copy, data, error);
  Opening *opening;

  if (!person)
    return NULL;
  opening = g_new0 (Opening, 1);
  opening->person = person->id;
  opening->name = tn_row_dup_text (person, "name");
  if (tn_patient_find_open (copy, &person->id, &opening->open, &opening->is_open, error) && read_station (copy, opening, error))
    return opening;
  free_opening (opening);
  return NULL;
}

static TnEdit *
open_case (TnCopy *copy, const TnPatientForm *form, const TnValues *values, GError **error)
{
  return tn_work_open_case (copy, &form->about, values, NULL, error);
}

static void
opened_cb (TnDialog *dialog, const TnPatientForm *form)
{
  TnIdStr person;

  tn_id_format (&form->about, person);
  gtk_widget_activate_action (GTK_WIDGET (tn_dialog_get_window (dialog)), "win.open-case", "s", person);   /* which is there now, and is shown */
}

static void
present_opening (TnWindow *window, const Opening *opening)
{
  /* Translators: %s is a person's name */
  g_autofree char *title = g_strdup_printf (_("Watch at Home: %s"), opening->name ? opening->name : "");
  TnDialog *dialog = tn_dialog_new (window, title, _("_Watch"));
  TnPatientForm *form = tn_patient_form_new (dialog, "home_case", case_fields, NULL, open_case);

  form->about = opening->person;
  tn_form_preset_today (form->form, "opened");
  tn_form_preset_text (form->form, "station", opening->station);
  tn_form_preset_text (form->form, "station_phone", opening->station_phone);
  g_signal_connect (dialog, "saved", G_CALLBACK (opened_cb), form);
  tn_patient_form_present (form, "test");
}

static void
opening_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  Opening *opening = tn_store_finish (TN_STORE (source), result, &error);

  if (!opening)
    tn_window_show_error (window, _("This person could not be read"), error);
  else if (!tn_window_get_workspace (window) || tn_workspace_get_store (tn_window_get_workspace (window)) != TN_STORE (source))
    ;   /* another copy was opened meanwhile */
  else if (opening->is_open)
    tn_window_go (window, "patients", &opening->open);
  else
    present_opening (window, opening);
  if (opening)
    free_opening (opening);
}

void
tn_patient_dialog_open (TnWindow *window, const TnId *person)
{
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_opening, tn_id_copy (person), g_free, free_opening, NULL, opening_read_cb,
                       g_object_ref (window));
}

/* --- correcting the case --- */

static TnEdit *
change_case (TnCopy *copy, const TnPatientForm *form, const TnValues *values, GError **error)
{
  return tn_work_change (copy, &form->about, values, error);
}

void
tn_patient_dialog_edit (TnWindow *window, const TnPatientDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_("Home Case: %s"), detail->patient->name);
  TnPatientForm *form = tn_patient_form_new (tn_dialog_new (window, title, _("_Save")), "home_case", case_fields, detail->patient->row, change_case);

  form->about = detail->patient->id;
  tn_patient_form_present (form, "test");
}

/* --- what was done --- */

static TnEdit *
respond (TnCopy *copy, const TnPatientForm *form, const TnValues *values, GError **error)
{
  return tn_work_respond (copy, &form->about, (const TnId *) form->checks->data, form->checks->len, values, error);
}

void
tn_patient_dialog_respond (TnWindow *window, const TnPatientDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_("What Was Done: %s"), detail->patient->name), *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / 1000);
  TnPatientForm *form = tn_patient_form_new (tn_dialog_new (window, title, _("_Save")), "response", response_fields, NULL, respond);

  form->about = detail->patient->id;
  for (guint i = 0; i < detail->patient->alerts->len; i++)
    g_array_append_val (form->checks, ((TnAlert *) detail->patient->alerts->pdata[i])->check);
  tn_form_preset (form->form, "at", now);
  preset_watcher (form->form, detail);
  tn_patient_form_present (form, "done");
}

/* --- bags and essentials --- */

static TnEdit *
give_kit (TnCopy *copy, const TnPatientForm *form, const TnValues *values, GError **error)
{
  return tn_work_give_kit (copy, &form->about, values, NULL, error);
}

/* What the chosen bag asks for stands under it. */
static void
bag_chosen_cb (TnPatientForm *form)
{
  g_autofree char *bag = tn_form_dup_text (form->form, "bag");
  const char *rule = tn_kit_say_rule (bag);

  tn_form_set_hint (form->form, "bag", *rule ? rule : NULL);
}

void
tn_patient_dialog_kit (TnWindow *window, const TnPatientDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_("Medicine Bag: %s"), detail->patient->name);
  TnPatientForm *form = tn_patient_form_new (tn_dialog_new (window, title, _("_Give")), "kit", kit_fields, NULL, give_kit);

  form->about = detail->patient->id;
  tn_form_preset_today (form->form, "given");
  preset_watcher (form->form, detail);
  g_signal_connect_swapped (form->form, "changed", G_CALLBACK (bag_chosen_cb), form);
  tn_patient_form_present (form, "bag");
}

static TnEdit *
ask_essentials (TnCopy *copy, const TnPatientForm *form, const TnValues *values, GError **error)
{
  return tn_work_ask_essentials (copy, &form->about, values, NULL, error);
}

void
tn_patient_dialog_essentials (TnWindow *window, const TnPatientDetail *detail)
{
  g_autofree char *title = g_strdup_printf (_("Essentials: %s"), detail->address ? detail->address : detail->patient->name);
  TnPatientForm *form = tn_patient_form_new (tn_dialog_new (window, title, _("_Ask For")), "essentials", essentials_fields, NULL, ask_essentials);

  form->about = detail->patient->person;
  tn_patient_form_present (form, "what");
}
