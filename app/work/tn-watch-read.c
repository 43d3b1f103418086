/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is watched at home, and how it stands with each. */
#include "tn-watch.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-text.h"
#include "tn-today.h"

#define LATE_DAYS 7

const char *
tn_patient_group_name (TnPatientGroup group)
{
  static const char *const names[TN_PATIENT_N] = {
    [TN_PATIENT_DANGER] = N_("Danger"), [TN_PATIENT_DUE] = N_("Due now"), [TN_PATIENT_UNWATCHED] = N_("No check today"),
    [TN_PATIENT_WATCHED] = N_("Watched"), [TN_PATIENT_CLOSED] = N_("Closed"),
  };
  g_return_val_if_fail ((guint) group < TN_PATIENT_N, "");
  return _(names[group]);
}

static void
free_alert (gpointer data)
{
  TnAlert *alert = data;
  tn_verdict_free (alert->verdict);
  g_free (alert);
}

void
tn_patient_free (TnPatient *patient)
{
  if (!patient) return;
  g_clear_pointer (&patient->row, tn_row_free);
  g_clear_pointer (&patient->alerts, g_ptr_array_unref);
  g_free (patient->name);
  g_free (patient->birth);
  g_free (patient);
}

/* ---- alerts ---- */

/* Checks that a response names. */
static GHashTable *
read_answered (TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (GArray) responses = tn_query_listed (copy, &(TnListedQuery) { .kind = "response", .parent = home_case }, error);
  if (!responses) return NULL;
  GHashTable *answered = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  for (guint i = 0; i < responses->len; i++) g_hash_table_add (answered, tn_id_copy (&g_array_index (responses, TnListed, i).ref));
  return answered;
}

/* Checks of a case as they come from the copy. */
typedef struct {
  TnCopy *copy;
  TnPatient *patient;
  const TnThresholds *thresholds;
  GHashTable *answered;
  GArray *checks;             /* TnListed: all of them */
  gint64 from, now, today;    /* danger before `from` is not looked for; today: yyyymmdd */
  gboolean has_age;           /* the three below are known: asked for only when a check may be a danger */
  TnAgeSpan age;              /* today */
  gboolean had_birthday;      /* since the case was opened: then the age is that of the check's day */
} Checks;

static void
set_ages (Checks *self)
{
  tn_patient_name (self->copy, self->patient);
  g_autofree char *today = tn_date_today (self->now), *opened = tn_listed_date_text (self->patient->opened);
  TnAgeSpan then = opened ? tn_age_span (self->patient->birth, opened) : TN_AGE_UNKNOWN;
  self->age = tn_age_span (self->patient->birth, today);
  self->had_birthday = then.min != self->age.min || then.max != self->age.max;
  self->has_age = TRUE;
}

static TnAgeSpan
get_age (Checks *self, gint64 at)
{
  if (!self->has_age) set_ages (self);
  if (!self->had_birthday || !at) return self->age;
  g_autofree char *on = tn_date_today (at);
  return tn_age_span (self->patient->birth, on);
}

static gboolean
take_check (const TnListed *listed, TnSlice body, gpointer data)
{
  Checks *self = data;
  TnCheck check;
  g_array_append_vals (self->checks, listed, 1);
  if (listed->at < self->from || g_hash_table_contains (self->answered, &listed->id)) return TRUE;
  tn_check_read_body (body, &check);
  if (!tn_watch_may_be_danger (self->thresholds, &check, self->today)) return TRUE;
  g_autoptr (TnVerdict) verdict = tn_watch_judge (self->thresholds, &check, self->today, get_age (self, check.at));
  if (!tn_verdict_is_danger (verdict)) return TRUE;
  TnAlert *alert = g_new0 (TnAlert, 1);
  *alert = (TnAlert) { listed->id, listed->at, g_steal_pointer (&verdict) };
  g_ptr_array_add (self->patient->alerts, alert);
  return TRUE;
}

/* ---- one patient ---- */

const char *
tn_patient_name (TnCopy *copy, TnPatient *patient)
{
  if (patient->name) return patient->name;
  g_autoptr (TnRow) person = tn_id_is_null (&patient->person) ? NULL : tn_copy_get (copy, &patient->person, NULL);
  patient->name = person ? tn_row_dup_text (person, "name") : NULL;
  if (!patient->name) patient->name = g_strdup (_("(name not known here)"));   /* the person's record has not come to this laptop */
  patient->birth = person ? tn_row_dup_text (person, "birth") : NULL;
  return patient->name;
}

/* Local midnight of a day (yyyymmdd); 0 when it is not a whole date. */
static gint64
day_ms (gint64 day)
{
  g_autoptr (GDateTime) start = day % 100 && day / 100 % 100 ? tn_date_midnight ((int) (day / 10000), (int) (day / 100 % 100), (int) (day % 100)) : NULL;
  return start ? g_date_time_to_unix (start) * 1000 : 0;
}

/* Watching begins with the day that the case names; on that day itself when the case was written. */
static gint64
get_begun (const TnPatient *patient)
{
  const TnUnit *first = tn_row_unit (patient->row, "person");   /* the id of a case tells its day alone (tn-case.c) */
  gint64 written = first ? tn_stamp_ms (&first->stamp) : 0, named = day_ms (patient->opened);
  return !named || (written && tn_day_of (written) == patient->opened) ? written : named;
}

/* From when on danger counts. */
static gint64
get_alerts_from (const TnPatient *patient, gint64 now)
{
  g_autofree char *result = tn_row_dup_text (patient->row, "result"), *day = tn_row_dup_text (patient->row, "closed");
  if (!patient->closed) return G_MININT64;
  return g_strcmp0 (result, "hospital") == 0 || g_strcmp0 (result, "died") == 0 ? G_MAXINT64 : MAX (day_ms (tn_listed_date (day)), tn_day_start (now, -LATE_DAYS));
}

static TnPatientGroup
get_group (const TnPatient *patient)
{
  if (patient->alerts->len) return TN_PATIENT_DANGER;
  if (patient->closed) return TN_PATIENT_CLOSED;
  if (!patient->schedule.due) return TN_PATIENT_WATCHED;
  return patient->schedule.missed > 1 && patient->schedule.n_today == 0 ? TN_PATIENT_UNWATCHED : TN_PATIENT_DUE;
}

static gboolean
read_watching (TnCopy *copy, TnPatient *patient, const TnThresholds *thresholds, gint64 now, GError **error)
{
  g_autoptr (GHashTable) answered = read_answered (copy, &patient->id, error);
  g_autoptr (GArray) listed = g_array_new (FALSE, FALSE, sizeof (TnListed));
  g_autofree char *state = tn_row_dup_text (patient->row, "state");
  TnListedQuery query = { .kind = "health_check", .parent = &patient->id };
  patient->closed = g_strcmp0 (state, "closed") == 0;
  Checks checks = { .copy = copy, .patient = patient, .thresholds = thresholds, .answered = answered, .checks = listed, .from = get_alerts_from (patient, now), .now = now, .today = tn_day_of (now) };
  if (patient->closed) query.from = checks.from;   /* what came before the end is not asked about any more */
  if (!answered || !tn_query_listed_each (copy, &query, take_check, &checks, error)) return FALSE;
  if (!patient->closed) tn_watch_schedule (listed, get_begun (patient), now, &patient->schedule);
  patient->group = get_group (patient);
  return TRUE;
}

static TnPatient *
read_unnamed (TnCopy *copy, const TnId *home_case, const TnThresholds *thresholds, gint64 now, GError **error)
{
  g_autoptr (TnPatient) patient = g_new0 (TnPatient, 1);
  patient->alerts = g_ptr_array_new_with_free_func (free_alert);
  patient->id = *home_case;
  if (!(patient->row = tn_copy_get (copy, home_case, error))) return NULL;
  if (patient->row->deleted || !g_str_equal (patient->row->kind_key, "home_case")) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This home case is not here any more. Choose another one in the list."));
    return NULL;
  }
  g_autofree char *opened = tn_row_dup_text (patient->row, "opened");
  patient->opened = tn_listed_date (opened);
  tn_row_ref (patient->row, "person", &patient->person);
  return read_watching (copy, patient, thresholds, now, error) ? g_steal_pointer (&patient) : NULL;
}

TnPatient *
tn_patient_read (TnCopy *copy, const TnId *home_case, const TnThresholds *thresholds, gint64 now, GError **error)
{
  TnPatient *patient = read_unnamed (copy, home_case, thresholds, now, error);
  if (patient) tn_patient_name (copy, patient);
  return patient;
}

/* ---- all of them ---- */

static gint64
get_waiting (const TnPatient *patient)
{
  if (patient->alerts->len) return ((TnAlert *) patient->alerts->pdata[0])->at;
  return patient->schedule.due ? patient->schedule.due_since : 0;
}

static int
compare_patients_cb (gconstpointer a, gconstpointer b)
{
  const TnPatient *x = *(const TnPatient *const *) a, *y = *(const TnPatient *const *) b;
  if (x->group != y->group) return x->group < y->group ? -1 : 1;
  gint64 p = get_waiting (x), q = get_waiting (y);
  return p != q ? (p < q ? -1 : 1) : tn_id_compare (&x->id, &y->id);
}

typedef struct {
  TnCopy *copy;
  const TnThresholds *thresholds;
  gint64 now, today;
  GPtrArray *patients;
  GHashTable *seen;          /* TnId of cases that stand in `patients` or need not */
} Reading;

static gboolean
add_patient (Reading *r, const TnId *id, GError **error)
{
  g_autoptr (TnPatient) patient = read_unnamed (r->copy, id, r->thresholds, r->now, error);
  g_hash_table_add (r->seen, tn_id_copy (id));
  if (!patient) return FALSE;
  if (!patient->closed || patient->alerts->len) g_ptr_array_add (r->patients, g_steal_pointer (&patient));
  return TRUE;
}

static gboolean
add_open (Reading *r, GError **error)
{
  g_autoptr (GArray) open = tn_query_listed (r->copy, &(TnListedQuery) { .kind = "home_case", .state = "open" }, error);
  for (guint i = 0; open && i < open->len; i++)
    if (!add_patient (r, &g_array_index (open, TnListed, i).id, error)) return FALSE;
  return open != NULL;
}

/* The case of a check, unless nothing of it can be shown: it is closed, and the check no danger. */
static void
take_late (Reading *r, TnStmt *stmt, GArray *cases)
{
  TnCheck check;
  TnId id;
  if (!tn_stmt_id (stmt, 0, &id) || g_hash_table_contains (r->seen, &id)) return;
  tn_check_read_body (tn_stmt_slice (stmt, 2), &check);
  if (tn_stmt_int (stmt, 1) && !tn_watch_may_be_danger (r->thresholds, &check, r->today)) return;
  g_hash_table_add (r->seen, tn_id_copy (&id));
  g_array_append_val (cases, id);
}

/* Cases that are not open and were checked of late: one may have been closed by somebody who did not know what the other had found. Most of the checks are no
 * danger to anybody, so that neither case nor person need be looked up. */
static gboolean
add_late (Reading *r, GError **error)
{
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (TnId));
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (r->copy),
    "SELECT i.parent, c.state IS 'closed', r.body FROM item i CROSS JOIN item c ON c.id = i.parent AND c.kind = 'home_case' AND c.state IS NOT 'open'"
    " CROSS JOIN record r ON r.id = i.id WHERE i.kind = 'health_check' AND i.at >= ?1", error);
  TnStep step = TN_STEP_ERROR;
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, tn_day_start (r->now, -LATE_DAYS));
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) take_late (r, stmt, cases);
  tn_stmt_reset (stmt);
  for (guint i = 0; step == TN_STEP_DONE && i < cases->len; i++)
    if (!add_patient (r, &g_array_index (cases, TnId, i), error)) return FALSE;
  return step == TN_STEP_DONE;
}

GPtrArray *
tn_patients_read_unnamed (TnCopy *copy, const TnThresholds *thresholds, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_patient_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  Reading r = { copy, thresholds, now, tn_day_of (now), patients, seen };
  if (!add_open (&r, error) || !add_late (&r, error)) return NULL;
  g_ptr_array_sort (patients, compare_patients_cb);
  return g_steal_pointer (&patients);
}

GPtrArray *
tn_patients_read (TnCopy *copy, const TnThresholds *thresholds, gint64 now, GError **error)
{
  GPtrArray *patients = tn_patients_read_unnamed (copy, thresholds, now, error);
  for (guint i = 0; patients && i < patients->len; i++) tn_patient_name (copy, patients->pdata[i]);
  return patients;
}

/* ---- small questions ---- */

char *
tn_patient_say_call (const TnRow *home_case)
{
  g_autofree char *station = tn_row_dup_text (home_case, "station"), *phone = tn_row_dup_text (home_case, "station_phone");
  if (!phone) return g_strdup (_("Call 115"));
  /* Translators: a station's name and its telephone */
  return g_strdup_printf (_("Call %s %s or 115"), station ? station : _("the station"), phone);
}

gboolean
tn_patient_find_open (TnCopy *copy, const TnId *person, TnId *id, gboolean *found, GError **error)
{
  g_autoptr (GArray) cases = tn_query_listed (copy, &(TnListedQuery) { .kind = "home_case", .parent = person, .state = "open" }, error);
  if (!cases) return FALSE;
  *found = cases->len > 0;
  if (*found) *id = g_array_index (cases, TnListed, 0).id;
  return TRUE;
}

gboolean
tn_patient_negative_test (TnCopy *copy, const TnId *person, gint64 *day, GError **error)
{
  g_autoptr (GArray) tests = tn_query_listed (copy, &(TnListedQuery) { .kind = "test", .parent = person, .state = "negative" }, error);
  *day = 0;
  if (!tests) return FALSE;
  for (guint i = 0; i < tests->len; i++) {
    const TnListed *test = &g_array_index (tests, TnListed, i);
    g_autoptr (TnRow) row = tn_copy_get (copy, &test->id, error);
    if (!row) return FALSE;
    g_autofree char *method = tn_row_dup_text (row, "method");
    if (g_strcmp0 (method, "rapid") == 0) *day = MAX (*day, test->at);
  }
  return TRUE;
}

gint64
tn_patient_isolation_since (const TnRow *home_case)
{
  g_autofree char *tested = tn_row_dup_text (home_case, "test_date"), *opened = tn_row_dup_text (home_case, "opened");
  gint64 day = tn_listed_date (tested);
  return day % 100 ? day : tn_listed_date (opened);
}
