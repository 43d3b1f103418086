/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-patient-detail.h"
#include "tn-date.h"
#include "tn-opened.h"

static void
free_check (gpointer data)
{
  TnPatientCheck *check = data;

  tn_row_free (check->row);
  tn_verdict_free (check->verdict);
  g_free (check);
}

void
tn_patient_detail_free (gpointer data)
{
  TnPatientDetail *self = data;

  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->responses, g_ptr_array_unref);
  g_clear_pointer (&self->kits, g_ptr_array_unref);
  g_clear_pointer (&self->joined, g_ptr_array_unref);
  g_clear_pointer (&self->essentials, g_ptr_array_unref);
  g_clear_pointer (&self->patient, tn_patient_free);
  g_clear_pointer (&self->person, tn_row_free);
  g_clear_pointer (&self->thresholds, tn_thresholds_free);   /* last: verdicts borrow from it */
  g_free (self->address);
  g_free (self->watcher);
  g_free (self->watcher_phone);
  g_free (self);
}

/* Records of `kind` under any of `parents`, newest first. */
static GPtrArray *
read_rows (TnCopy *copy, const char *kind, const GArray *parents, GError **error)
{
  TnListedQuery query = { .kind = kind };
  g_autoptr (GArray) listed = tn_case_listed (copy, parents, &query, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);

  if (!listed)
    return NULL;
  for (guint i = listed->len; i > 0; i--)
    {
      TnRow *row = tn_copy_get (copy, &g_array_index (listed, TnListed, i - 1).id, error);

      if (!row)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

static gboolean
is_answered (const TnPatientDetail *self, const TnId *check)
{
  TnId id;

  for (guint i = 0; i < self->responses->len; i++)
    if (tn_row_ref (self->responses->pdata[i], "check", &id) && tn_id_equal (&id, check))
      return TRUE;
  return FALSE;
}

static gboolean
read_checks (TnCopy *copy, TnPatientDetail *self, GError **error)
{
  g_autoptr (GPtrArray) rows = read_rows (copy, "health_check", self->patient->parts, error);

  if (!rows)
    return FALSE;
  self->checks = g_ptr_array_new_with_free_func (free_check);
  for (guint i = 0; i < rows->len; i++)
    {
      TnPatientCheck *check = g_new0 (TnPatientCheck, 1);
      g_autofree char *on = NULL;

      check->row = tn_row_copy (rows->pdata[i]);
      tn_check_read (check->row, &check->check);
      on = tn_date_today (check->check.at ? check->check.at : self->now);
      check->verdict = tn_watch_judge (self->thresholds, &check->check, tn_day_of (self->now), tn_age_span (self->patient->birth, on));
      check->answered = is_answered (self, &check->row->id);
      g_ptr_array_add (self->checks, check);
    }
  return TRUE;
}

static void
read_people (TnCopy *copy, TnPatientDetail *self)
{
  TnId watcher;
  g_autoptr (TnRow) volunteer = tn_row_ref (self->patient->row, "watcher", &watcher) ? tn_copy_get (copy, &watcher, NULL) : NULL;

  if (volunteer)
    {
      self->watcher = tn_row_dup_text (volunteer, "name");
      self->watcher_phone = tn_row_dup_text (volunteer, "phone");
    }
  if (!tn_id_is_null (&self->patient->person))
    self->person = tn_copy_get (copy, &self->patient->person, NULL);
  if (self->person && tn_row_parent (self->person, &self->household))
    self->address = tn_query_title (copy, &self->household);
}

static gboolean
read_isolation (TnCopy *copy, TnPatientDetail *self, GError **error)
{
  gint64 negative = 0;

  if (!tn_id_is_null (&self->patient->person) && !tn_patient_negative_test (copy, &self->patient->person, &negative, error))
    return FALSE;
  self->isolation = tn_watch_isolation (tn_patient_isolation_since (self->patient->row), tn_day_of (self->now), negative, &self->isolation_day);
  return TRUE;
}

static gboolean
read_joined (TnCopy *copy, TnPatientDetail *self, GError **error)
{
  const GArray *parts = self->patient->parts;

  self->joined = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_row_free);
  for (guint i = 1; i < parts->len; i++)
    {
      TnRow *row = tn_copy_get (copy, &g_array_index (parts, TnId, i), error);

      if (!row)
        return FALSE;
      g_ptr_array_add (self->joined, row);
    }
  return TRUE;
}

/* Those of the household: that somebody there is ill does not stand with them. */
static gboolean
read_essentials (TnCopy *copy, TnPatientDetail *self, GError **error)
{
  g_autoptr (GArray) households = g_array_new (FALSE, FALSE, sizeof (TnId));

  if (!tn_id_is_null (&self->household))
    g_array_append_val (households, self->household);
  self->essentials = read_rows (copy, "essentials", households, error);
  return self->essentials != NULL;
}

static gboolean
read_all (TnCopy *copy, TnPatientDetail *self, const TnId *id, GError **error)
{
  g_autofree char *today = NULL;

  self->asked = *id;
  self->now = tn_env_now_ms (tn_copy_env (copy));
  today = tn_date_today (self->now);
  if (!(self->thresholds = tn_thresholds_read (copy, error)) || !(self->patient = tn_patient_read (copy, id, self->thresholds, self->now, error)) ||
      !(self->responses = read_rows (copy, "response", self->patient->parts, error)) || !(self->kits = read_rows (copy, "kit", self->patient->parts, error)) ||
      !read_joined (copy, self, error) || !read_checks (copy, self, error) || !read_isolation (copy, self, error))
    return FALSE;
  read_people (copy, self);
  self->age = tn_age_span (self->patient->birth, today);
  return read_essentials (copy, self, error);
}

gpointer
tn_patient_detail_read (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  TnPatientDetail *self = g_new0 (TnPatientDetail, 1);

  if (read_all (copy, self, data, error))
    return self;
  tn_patient_detail_free (self);
  return NULL;
}

gpointer
tn_patient_detail_open (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) parts = tn_case_parts (copy, data, error);   /* those that were joined are shown with it */

  return parts && tn_opened_add (copy, (const TnId *) (gpointer) parts->data, parts->len, TN_OPENED_WHOLE, error) ? tn_patient_detail_read (copy, data, cancellable, error) : NULL;
}

const TnPatientCheck *
tn_patient_detail_find_check (const TnPatientDetail *detail, const TnId *id)
{
  for (guint i = 0; i < detail->checks->len; i++)
    if (tn_id_equal (&((TnPatientCheck *) detail->checks->pdata[i])->row->id, id))
      return detail->checks->pdata[i];
  return NULL;
}
