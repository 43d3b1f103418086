/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patients at home: open, list, show, check, respond, kit, close, reopen, join, part. The rules are those of the window (work/). */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-kit.h"
#include "tn-opened.h"
#include "tn-watch.h"

typedef gboolean (*Verb) (TnCtl *ctl, int argc, char **argv, GError **error);   /* argv[0] = the verb */

static const char *
get_group_key (TnPatientGroup group)
{
  static const char *const keys[TN_PATIENT_N] = {
    [TN_PATIENT_DANGER] = "danger", [TN_PATIENT_DUE] = "due", [TN_PATIENT_UNWATCHED] = "unwatched", [TN_PATIENT_WATCHED] = "watched", [TN_PATIENT_CLOSED] = "closed" };
  return keys[group];
}

/* ---- what is said of a patient ---- */

static void
add_alerts (TnCtl *ctl, cJSON *object, const TnPatient *patient)
{
  cJSON *alerts = cJSON_AddArrayToObject (object, "alerts");
  for (guint i = 0; i < patient->alerts->len; i++) {
    const TnAlert *alert = patient->alerts->pdata[i];
    cJSON *one = cJSON_CreateObject ();
    tn_ctl_add_id (one, "check", &alert->check);
    cJSON_AddNumberToObject (one, "at", (double) alert->at);
    cJSON_AddBoolToObject (one, "measure_again", alert->verdict->measure_again);
    cJSON *reasons = cJSON_AddArrayToObject (one, "reasons");
    for (guint r = 0; r < alert->verdict->reasons->len; r++) {
      g_autofree char *said = tn_reason_say (alert->verdict->reasons->pdata[r]);
      cJSON_AddItemToArray (reasons, cJSON_CreateString (said));
      tn_ctl_say (ctl, "    ! %s", said);
    }
    cJSON_AddItemToArray (alerts, one);
  }
}

static cJSON *
tell_patient (TnCtl *ctl, const TnPatient *patient, gint64 now)
{
  cJSON *object = cJSON_CreateObject ();
  g_autofree char *since = tn_schedule_say_since (&patient->schedule, now), *call = tn_patient_say_call (patient->row);
  TnIdStr id;
  tn_id_format (&patient->id, id);
  tn_ctl_say (ctl, "%s  %s  %s  %s", id, tn_patient_group_name (patient->group), patient->name, since);
  cJSON_AddStringToObject (object, "id", id);
  tn_ctl_add_id (object, "person", &patient->person);
  cJSON_AddStringToObject (object, "name", patient->name);
  cJSON_AddStringToObject (object, "group", get_group_key (patient->group));
  cJSON_AddBoolToObject (object, "due", patient->schedule.due);
  cJSON_AddNumberToObject (object, "checks_today", patient->schedule.n_today);
  cJSON_AddNumberToObject (object, "last_check", (double) patient->schedule.last);
  cJSON_AddStringToObject (object, "call", call);
  cJSON_AddNumberToObject (object, "open_cases", patient->n_open);
  cJSON *joined = cJSON_AddArrayToObject (object, "joined");
  for (guint i = 1; i < patient->parts->len; i++) {
    tn_id_format (&g_array_index (patient->parts, TnId, i), id);
    cJSON_AddItemToArray (joined, cJSON_CreateString (id));
  }
  if (patient->n_open > 1) {
    g_autofree char *twice = tn_patient_say_twice (patient->n_open);
    tn_ctl_say (ctl, "    ! %s", twice);
  }
  add_alerts (ctl, object, patient);
  return object;
}

/* ---- list ---- */

static gboolean
run_list (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean danger = FALSE, due = FALSE, unwatched = FALSE, twice = FALSE;
  const GOptionEntry entries[] = {
    { "danger", 0, 0, G_OPTION_ARG_NONE, &danger, NULL, NULL }, { "due", 0, 0, G_OPTION_ARG_NONE, &due, NULL, NULL },
    { "unwatched", 0, 0, G_OPTION_ARG_NONE, &unwatched, NULL, NULL }, { "twice", 0, 0, G_OPTION_ARG_NONE, &twice, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, "case list [--danger] [--due] [--unwatched] [--twice]", error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  gint64 now = copy ? tn_env_now_ms (tn_copy_env (copy)) : 0;
  g_autoptr (TnThresholds) thresholds = copy ? tn_thresholds_read (copy, error) : NULL;
  g_autoptr (GPtrArray) patients = thresholds ? tn_patients_read (copy, thresholds, now, error) : NULL;
  if (!patients)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "cases");
  for (guint i = 0; i < patients->len; i++) {
    const TnPatient *patient = patients->pdata[i];
    if ((danger && !patient->alerts->len) || (due && !patient->schedule.due) || (unwatched && (patient->closed || patient->schedule.n_today)) || (twice && patient->n_open < 2))
      continue;
    cJSON_AddItemToArray (out, tell_patient (ctl, patient, now));
  }
  if (!cJSON_GetArraySize (out))
    tn_ctl_say (ctl, "%s", _("No such patient."));
  return TRUE;
}

/* ---- show: written down before anything is said ---- */

static gboolean
add_checks (TnCtl *ctl, TnCopy *copy, cJSON *object, const GArray *parts, GError **error)
{
  g_autoptr (GArray) checks = tn_case_listed (copy, parts, &(TnListedQuery) { .kind = "health_check", .newest_first = TRUE }, error);
  cJSON *out = cJSON_AddArrayToObject (object, "checks");
  for (guint i = 0; checks && i < checks->len; i++) {
    g_autoptr (TnRow) row = tn_copy_get (copy, &g_array_index (checks, TnListed, i).id, error);
    TnCheck check;
    if (!row)
      return FALSE;
    tn_check_read (row, &check);
    g_autofree char *at = tn_date_format_time (check.at), *said = tn_check_say (&check);
    tn_ctl_say (ctl, "  %s  %s", at, said);
    cJSON_AddItemToArray (out, tn_ctl_row_to_json (ctl, copy, row));
  }
  return checks != NULL;
}

static gboolean
run_show (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "case show ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  g_autoptr (TnThresholds) thresholds = copy ? tn_thresholds_read (copy, error) : NULL;
  g_autoptr (GArray) parts = thresholds ? tn_case_parts (copy, &id, error) : NULL;
  if (!parts || !tn_opened_add (copy, (const TnId *) (gpointer) parts->data, parts->len, TN_OPENED_WHOLE, error))
    return FALSE;
  gint64 now = tn_env_now_ms (tn_copy_env (copy));
  g_autoptr (TnPatient) patient = tn_patient_read (copy, &id, thresholds, now, error);
  if (!patient)
    return FALSE;
  ctl->reveal = TRUE;
  cJSON *object = tell_patient (ctl, patient, now);
  cJSON_AddItemToObject (ctl->out, "case", object);
  cJSON_AddItemToObject (object, "record", tn_ctl_row_to_json (ctl, copy, patient->row));
  return add_checks (ctl, copy, object, patient->parts, error);
}

/* ---- what changes something ---- */

/* The usual beginning: a copy to write to, the id, and the words after it as values of `kind`. */
static TnCopy *
open_for (TnCtl *ctl, char **argv, const char *kind, TnId *id, TnValues **values, GError **error)
{
  if (!tn_ctl_parse_id (argv[1], id, error) || !(*values = tn_ctl_dup_values (tn_schema_kind (kind), argv + 2, error)))
    return NULL;
  return tn_ctl_open (ctl, 0, error);
}

static gboolean
run_open (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId person, id;
  gboolean found;
  g_autoptr (TnValues) values = NULL;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, -1, "case open PERSON KEY=VALUE…", error))
    return FALSE;
  g_autoptr (TnCopy) copy = open_for (ctl, argv, "home_case", &person, &values, error);
  if (!copy || !tn_ctl_do (ctl, copy, tn_work_open_case (copy, &person, values, NULL, error), error) || !tn_patient_find_open (copy, &person, &id, &found, error))
    return FALSE;
  tn_ctl_add_id (ctl->out, "id", &id);
  return TRUE;
}

/* All alerts that are open now, or the one that is named. */
static GArray *
find_alerts (TnCopy *copy, const TnId *home_case, const char *check, GError **error)
{
  g_autoptr (GArray) checks = g_array_new (FALSE, FALSE, sizeof (TnId));
  TnId one;
  if (check) {
    if (!tn_ctl_parse_id (check, &one, error))
      return NULL;
    g_array_append_val (checks, one);
    return g_steal_pointer (&checks);
  }
  g_autoptr (TnThresholds) thresholds = tn_thresholds_read (copy, error);
  g_autoptr (TnPatient) patient = thresholds ? tn_patient_read (copy, home_case, thresholds, tn_env_now_ms (tn_copy_env (copy)), error) : NULL;
  for (guint i = 0; patient && i < patient->alerts->len; i++)
    g_array_append_val (checks, ((TnAlert *) patient->alerts->pdata[i])->check);
  return patient ? g_steal_pointer (&checks) : NULL;
}

static gboolean
run_respond (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  char *check = NULL;
  g_autofree char *owned = NULL;
  const GOptionEntry entries[] = { { "check", 0, 0, G_OPTION_ARG_STRING, &check, NULL, NULL }, { NULL } };
  g_autoptr (TnValues) values = NULL;
  gboolean parsed = tn_ctl_options (&argc, &argv, entries, 2, -1, "case respond ID [--check CHECK] done=… KEY=VALUE…", error);
  owned = check;
  if (!parsed)
    return FALSE;
  g_autoptr (TnCopy) copy = open_for (ctl, argv, "response", &id, &values, error);
  g_autoptr (GArray) checks = copy ? find_alerts (copy, &id, check, error) : NULL;
  if (!checks)
    return FALSE;
  cJSON_AddNumberToObject (ctl->out, "answered", checks->len);
  return tn_ctl_do (ctl, copy, tn_work_respond (copy, &id, (const TnId *) (gconstpointer) checks->data, checks->len, values, error), error);
}

static gboolean
run_kit (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id, kit = tn_id_new (tn_env_system ());
  g_autoptr (TnValues) values = NULL;
  if (!tn_ctl_options (&argc, &argv, NULL, 2, -1, "case kit ID bag=a|b|c KEY=VALUE…", error))
    return FALSE;
  g_autoptr (TnCopy) copy = open_for (ctl, argv, "kit", &id, &values, error);
  if (!copy || !tn_ctl_do (ctl, copy, tn_work_give_kit (copy, &id, values, &kit, error), error))
    return FALSE;
  tn_ctl_add_id (ctl->out, "id", &kit);
  return TRUE;
}

static gboolean
run_close (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id, head;
  char *new_head = NULL;
  g_autofree char *owned = NULL;
  const GOptionEntry entries[] = { { "new-head", 0, 0, G_OPTION_ARG_STRING, &new_head, NULL, NULL }, { NULL } };
  g_autoptr (TnValues) values = NULL;
  gboolean parsed = tn_ctl_options (&argc, &argv, entries, 2, -1, "case close ID result=… [closed=DATE] [note=TEXT] [--new-head PERSON]", error);
  owned = new_head;
  if (!parsed || (new_head && !tn_ctl_parse_id (new_head, &head, error)))
    return FALSE;
  g_autoptr (TnCopy) copy = open_for (ctl, argv, "home_case", &id, &values, error);
  if (!copy)
    return FALSE;
  g_autofree char *result = tn_values_dup_text (values, "result"), *date = tn_values_dup_text (values, "closed"), *note = tn_values_dup_text (values, "note");
  return tn_ctl_do (ctl, copy, tn_work_close_case (copy, &id, result, date, note, new_head ? &head : NULL, error), error);
}

static gboolean
run_reopen (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "case reopen ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  return copy && tn_ctl_do (ctl, copy, tn_work_reopen_case (copy, &id, error), error);
}

static gboolean
run_join (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId person;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "case join PERSON", error) || !tn_ctl_parse_id (argv[1], &person, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  gboolean found;
  TnId id;
  if (!copy || !tn_ctl_do (ctl, copy, tn_work_join_cases (copy, &person, error), error) || !tn_patient_find_open (copy, &person, &id, &found, error))
    return FALSE;
  tn_ctl_add_id (ctl->out, "id", &id);
  return TRUE;
}

static gboolean
run_part (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId id;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, "case part ID", error) || !tn_ctl_parse_id (argv[1], &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  return copy && tn_ctl_do (ctl, copy, tn_work_part_case (copy, &id, error), error);
}

gboolean
tn_ctl_case (TnCtl *ctl, int argc, char **argv, GError **error)
{
  static const struct { const char *name; Verb run; } verbs[] = {
    { "open", run_open }, { "list", run_list }, { "show", run_show }, { "respond", run_respond }, { "kit", run_kit }, { "close", run_close }, { "reopen", run_reopen }, { "join", run_join },
    { "part", run_part } };
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (argv[1], verbs[i].name))
      return verbs[i].run (ctl, argc - 1, argv + 1, error);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("case takes one of: open, list, show, respond, kit, close, reopen, join, part."));
  return FALSE;
}
