/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-patients-rows.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-text.h"
#include "tn-watch.h"

#define CLOSED_SHOWN 30   /* of the closed ones below the open ones; all of them by the filter */

static const char *
get_mark (TnPatientGroup group)
{
  static const char *const marks[TN_PATIENT_N] = {
    [TN_PATIENT_DANGER] = "error", [TN_PATIENT_DUE] = "accent", [TN_PATIENT_UNWATCHED] = "warning", [TN_PATIENT_WATCHED] = "success" };

  return marks[group];
}

static char *
dup_title (const TnPatient *patient, gint64 now)
{
  g_autofree char *today = tn_date_today (now), *age = tn_age_say (tn_age_span (patient->birth, today));

  return g_strdup_printf ("%s · %s", patient->name, age);
}

/* Danger says why, two open cases that they are to be joined, the closed what became of them, the others since when nobody looked. */
static char *
dup_detail (const TnPatient *patient, gint64 now)
{
  if (patient->alerts->len)
    {
      const TnAlert *alert = patient->alerts->pdata[0];
      return tn_reason_say (alert->verdict->reasons->pdata[0]);
    }
  if (patient->n_open > 1)
    return tn_patient_say_twice (patient->n_open);
  if (patient->group == TN_PATIENT_CLOSED)
    {
      g_autofree char *result = tn_row_show (patient->row, "result"), *closed = tn_row_show (patient->row, "closed");
      return g_strdup_printf ("%s · %s", result, closed);
    }
  return tn_schedule_say_since (&patient->schedule, now);
}

static char *
dup_end (const TnPatient *patient, gint64 now)
{
  if (patient->closed || !patient->schedule.last)
    return NULL;
  /* Translators: hours since the last check, short */
  return g_strdup_printf (_("%u h"), (guint) (MAX (now - patient->schedule.last, 0) / 3600000));
}

static TnBoardRow *
make_row (const TnPatient *patient, gint64 now)
{
  TnBoardRow *row = tn_board_row_new (&patient->id, dup_title (patient, now), dup_detail (patient, now), dup_end (patient, now), get_mark (patient->group));

  row->heading = g_strdup (tn_patient_group_name (patient->group));
  return row;
}

static gboolean
is_wanted (const TnPatient *patient, const char *filter)
{
  if (g_str_equal (filter, "danger"))
    return patient->group == TN_PATIENT_DANGER;
  if (g_str_equal (filter, "due"))
    return patient->schedule.due;
  if (g_str_equal (filter, "twice"))
    return patient->n_open > 1;
  if (g_str_equal (filter, "unwatched"))
    return patient->schedule.n_today == 0 && !patient->closed;
  return TRUE;
}

static gboolean
matches (const TnPatient *patient, const char *search)
{
  g_autofree char *name = tn_text_fold (patient->name, -1), *wanted = tn_text_fold (search, -1);

  return strstr (name, g_strstrip (wanted)) != NULL;
}

static gboolean
add_closed (TnCopy *copy, const TnThresholds *thresholds, guint limit, const char *search, gint64 now, GPtrArray *rows, GCancellable *cancellable, GError **error)
{
  TnListedQuery query = { .kind = "home_case", .state = "closed", .limit = limit, .newest_first = TRUE };
  g_autoptr (GArray) closed = tn_query_listed (copy, &query, error);

  if (!closed)
    return FALSE;
  for (guint i = 0; i < closed->len; i++)
    {
      g_autoptr (TnPatient) patient = tn_patient_read (copy, &g_array_index (closed, TnListed, i).id, thresholds, now, error);

      if (!patient || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if ((limit == 0 || patient->group == TN_PATIENT_CLOSED) && matches (patient, search))   /* those in danger stand above already */
        g_ptr_array_add (rows, make_row (patient, now));
    }
  return TRUE;
}

static gboolean
add_open (TnCopy *copy, const TnThresholds *thresholds, const char *filter, const char *search, gint64 now, GPtrArray *rows, TnPatientsTally *tally, GError **error)
{
  g_autoptr (GPtrArray) patients = tn_patients_read (copy, thresholds, now, error);
  int n_danger = 0;

  if (!patients)
    return FALSE;
  for (guint i = 0; i < patients->len; i++)
    {
      const TnPatient *patient = patients->pdata[i];

      n_danger += patient->alerts->len > 0;
      if (is_wanted (patient, filter) && matches (patient, search))
        g_ptr_array_add (rows, make_row (patient, now));
    }
  g_atomic_int_set (&tally->n_danger, n_danger);
  return TRUE;
}

GPtrArray *
tn_patients_rows_read (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  g_autoptr (TnThresholds) thresholds = tn_thresholds_read (copy, error);
  gint64 now = tn_env_now_ms (tn_copy_env (copy));
  gboolean all = !*filter || g_str_equal (filter, "all"), closed = g_str_equal (filter, "closed");

  if (!thresholds || (!closed && !add_open (copy, thresholds, filter, search, now, rows, data, error)) ||
      ((all || closed) && !add_closed (copy, thresholds, closed ? 0 : CLOSED_SHOWN, search, now, rows, cancellable, error)))
    return NULL;
  return g_steal_pointer (&rows);
}
