/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What patients at home ask of a person today: danger that nobody has answered, checks that are due, essentials to bring. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-watch.h"

#define SCREEN "patients"

/* The gravest reason of the oldest alert, and whom to call. */
static void
add_danger (TnTodayRead *read, TnPatient *patient)
{
  const TnAlert *alert = patient->alerts->pdata[0];
  g_autofree char *reason = tn_reason_say (alert->verdict->reasons->pdata[0]), *call = tn_patient_say_call (patient->row);
  g_autoptr (GPtrArray) lines = tn_verdict_lines (alert->verdict);
  guint more = lines->len - 1;
  /* Translators: what was found with the rule, how many more reasons, whom to call */
  g_autofree char *rest = more ? g_strdup_printf (ngettext (" and %u more reason", " and %u more reasons", more), more) : g_strdup ("");
  tn_today_add (read, TN_TODAY_DANGER, SCREEN, &patient->id, g_strdup (tn_patient_name (read->copy, patient)), g_strdup_printf ("%s%s. %s.", reason, rest, call), alert->at);
}

/* A patient in danger is due for a check like the others. */
static void
add_check (TnTodayRead *read, TnPatient *patient)
{
  tn_today_add (read, TN_TODAY_CHECK, SCREEN, &patient->id, g_strdup (tn_patient_name (read->copy, patient)), tn_schedule_say_since (&patient->schedule, read->now), patient->schedule.due_since);
}

/* Midnight of a listed date; 0 when day or month are not known. */
static gint64
date_ms (gint64 at)
{
  g_autoptr (GDateTime) day = at % 100 && at / 100 % 100 ? tn_date_midnight ((int) (at / 10000), (int) (at / 100 % 100), (int) (at % 100)) : NULL;
  return day ? g_date_time_to_unix (day) * 1000 : 0;
}

/* Once for the person, at the case that began first: it is the one that stays. */
static void
add_twice (TnTodayRead *read, GPtrArray *patients)
{
  g_autoptr (GHashTable) first = g_hash_table_new (tn_id_hash, tn_id_equal);
  for (guint i = 0; i < patients->len; i++) {
    const TnPatient *patient = patients->pdata[i], *other = g_hash_table_lookup (first, &patient->person);
    if (patient->n_open > 1 && (!other || tn_patient_compare_begun (patient, other) < 0)) g_hash_table_insert (first, (gpointer) &patient->person, (gpointer) patient);
  }
  for (guint i = 0; i < patients->len; i++) {
    TnPatient *patient = patients->pdata[i];
    if (g_hash_table_lookup (first, &patient->person) == patient)
      tn_today_add (read, TN_TODAY_TWICE, SCREEN, &patient->id, g_strdup (tn_patient_name (read->copy, patient)), tn_patient_say_twice (patient->n_open), date_ms (patient->opened));
  }
}

static int
compare_due_cb (gconstpointer a, gconstpointer b)
{
  const TnPatient *x = *(const TnPatient *const *) a, *y = *(const TnPatient *const *) b;
  return x->schedule.due_since < y->schedule.due_since ? -1 : x->schedule.due_since > y->schedule.due_since;
}

static gboolean
add_essentials (TnTodayRead *read, GError **error)
{
  TnListedQuery query = { .kind = "essentials", .state = "asked", .limit = read->limit };
  guint n = 0;
  g_autoptr (GArray) asked = tn_query_listed (read->copy, &query, error);
  if (!asked || !tn_query_count_listed (read->copy, &query, &n, error)) return FALSE;
  for (guint i = 0; i < asked->len; i++) {
    const TnListed *item = &g_array_index (asked, TnListed, i);
    g_autoptr (TnRow) row = tn_copy_get (read->copy, &item->id, error);
    if (!row) return FALSE;
    tn_today_add (read, TN_TODAY_ESSENTIALS, "households", &item->parent, tn_query_title (read->copy, &item->parent), tn_row_dup_text (row, "what"), date_ms (item->at));
  }
  tn_today_count (read, TN_TODAY_ESSENTIALS, n - asked->len);
  return TRUE;
}

gboolean
tn_today_add_patients (TnTodayRead *read, GError **error)
{
  g_autoptr (TnThresholds) thresholds = tn_thresholds_read (read->copy, error);
  g_autoptr (GPtrArray) patients = thresholds ? tn_patients_read_unnamed (read->copy, thresholds, read->now, error) : NULL;
  guint watched = 0, open = 0, n_danger = 0, n_due = 0;
  if (!patients) return FALSE;
  for (guint i = 0; i < patients->len; i++)
    if (((TnPatient *) patients->pdata[i])->alerts->len && n_danger++ < read->limit) add_danger (read, patients->pdata[i]);
  add_twice (read, patients);
  g_ptr_array_sort (patients, compare_due_cb);
  for (guint i = 0; i < patients->len; i++) {
    TnPatient *patient = patients->pdata[i];
    if (patient->closed) continue;
    open++;
    watched += patient->schedule.n_today > 0;
    if (patient->schedule.due && n_due++ < read->limit) add_check (read, patient);
  }
  tn_today_count (read, TN_TODAY_DANGER, n_danger - MIN (n_danger, read->limit));
  tn_today_count (read, TN_TODAY_CHECK, n_due - MIN (n_due, read->limit));
  if (open) tn_today_add_figure (read, g_strdup (_("Patients watched today")), watched, open);
  return add_essentials (read, error);
}
