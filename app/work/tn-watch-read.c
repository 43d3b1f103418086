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
  g_clear_pointer (&patient->parts, g_array_unref);
  g_free (patient->name);
  g_free (patient->birth);
  g_free (patient);
}

/* ---- alerts ---- */

/* Checks that a response names. */
static GHashTable *
read_answered (TnCopy *copy, const GArray *parts, GError **error)
{
  g_autoptr (GArray) responses = tn_case_listed (copy, parts, &(TnListedQuery) { .kind = "response" }, error);
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
  gboolean has_age;           /* the two below are known: asked for only when a check may be a danger */
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

static int
compare_alerts_cb (gconstpointer a, gconstpointer b)
{
  const TnAlert *x = *(const TnAlert *const *) a, *y = *(const TnAlert *const *) b;
  return x->at != y->at ? (x->at < y->at ? -1 : 1) : tn_id_compare (&x->check, &y->check);
}

static gboolean
read_checks (TnCopy *copy, const TnListedQuery *query, Checks *checks, GError **error)
{
  const GArray *parts = checks->patient->parts;
  for (guint i = 0; i < parts->len; i++) {
    TnListedQuery one = *query;
    one.parent = &g_array_index (parts, TnId, i);
    if (!tn_query_listed_each (copy, &one, take_check, checks, error)) return FALSE;
  }
  if (parts->len > 1) g_ptr_array_sort (checks->patient->alerts, compare_alerts_cb);
  return TRUE;
}

static gboolean
read_watching (TnCopy *copy, TnPatient *patient, const TnThresholds *thresholds, gint64 now, GError **error)
{
  g_autoptr (GHashTable) answered = read_answered (copy, patient->parts, error);
  g_autoptr (GArray) listed = g_array_new (FALSE, FALSE, sizeof (TnListed));
  g_autofree char *state = tn_row_dup_text (patient->row, "state");
  TnListedQuery query = { .kind = "health_check" };
  patient->closed = g_strcmp0 (state, "closed") == 0;
  Checks checks = { .copy = copy, .patient = patient, .thresholds = thresholds, .answered = answered, .checks = listed, .from = get_alerts_from (patient, now), .now = now, .today = tn_day_of (now) };
  if (patient->closed) query.from = checks.from;   /* what came before the end is not asked about any more */
  if (!answered || !read_checks (copy, &query, &checks, error)) return FALSE;
  if (!patient->closed) tn_watch_schedule (listed, get_begun (patient), now, &patient->schedule);
  patient->group = get_group (patient);
  return TRUE;
}

static TnRow *
get_case (TnCopy *copy, const TnId *home_case, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, home_case, error);
  if (!row || (!row->deleted && g_str_equal (row->kind_key, "home_case"))) return g_steal_pointer (&row);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("This home case is not here any more. Choose another one in the list."));
  return NULL;
}

/* Takes the row. n_open stays for the caller. */
static TnPatient *
read_patient (TnCopy *copy, TnRow *row, const TnCaseJoins *joins, const TnThresholds *thresholds, gint64 now, GError **error)
{
  g_autoptr (TnPatient) patient = g_new0 (TnPatient, 1);
  patient->alerts = g_ptr_array_new_with_free_func (free_alert);
  patient->row = row;
  patient->id = row->id;
  patient->parts = tn_case_joins_parts (joins, &row->id);
  g_autofree char *opened = tn_row_dup_text (patient->row, "opened");
  patient->opened = tn_listed_date (opened);
  tn_row_ref (patient->row, "person", &patient->person);
  return read_watching (copy, patient, thresholds, now, error) ? g_steal_pointer (&patient) : NULL;
}

TnPatient *
tn_patient_read (TnCopy *copy, const TnId *home_case, const TnThresholds *thresholds, gint64 now, GError **error)
{
  TnId person = { { 0 } };
  g_autoptr (TnRow) row = get_case (copy, home_case, error);
  if (row) tn_row_ref (row, "person", &person);
  g_autoptr (TnCaseJoins) joins = row ? tn_case_joins_read (copy, &person, error) : NULL;
  if (!joins) return NULL;
  TnId root = tn_case_joins_root (joins, home_case);
  if (!tn_id_equal (&root, home_case)) {
    g_clear_pointer (&row, tn_row_free);
    if (!(row = get_case (copy, &root, error))) return NULL;
  }
  g_autoptr (TnPatient) patient = read_patient (copy, g_steal_pointer (&row), joins, thresholds, now, error);
  if (patient) tn_patient_name (copy, patient);
  if (!patient || patient->closed) return g_steal_pointer (&patient);
  g_autoptr (GArray) open = tn_case_joins_open (joins, copy, &person, error);
  if (!open) return NULL;
  patient->n_open = open->len;
  return g_steal_pointer (&patient);
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

/* What reading all of them needs. seen: cases that were read, by the one that stays. */
typedef struct { TnCopy *copy; const TnThresholds *thresholds; TnCaseJoins *joins; GHashTable *seen; GPtrArray *patients; gint64 now; } All;

static void
all_clear (All *all)
{
  g_clear_pointer (&all->joins, tn_case_joins_free);
  g_clear_pointer (&all->seen, g_hash_table_unref);
  g_clear_pointer (&all->patients, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (All, all_clear)

static gboolean
add_patient (All *all, TnRow *row, GError **error)
{
  g_autoptr (TnPatient) patient = read_patient (all->copy, row, all->joins, all->thresholds, all->now, error);
  if (!patient) return FALSE;
  if (!patient->closed || patient->alerts->len) g_ptr_array_add (all->patients, g_steal_pointer (&patient));
  return TRUE;
}

static gboolean
add_open (All *all, GError **error)
{
  g_autoptr (GArray) open = tn_case_joins_open (all->joins, all->copy, NULL, error);
  for (guint i = 0; open && i < open->len; i++) {
    const TnId *id = &g_array_index (open, TnListed, i).id;
    TnRow *row = get_case (all->copy, id, error);
    g_hash_table_add (all->seen, tn_id_copy (id));
    if (!row || !add_patient (all, row, error)) return FALSE;
  }
  return open != NULL;
}

/* The case that a late check counts with, unless nothing of it can be shown: it is closed, joined into none, and the check no danger. */
static void
take_late (All *all, TnStmt *stmt, GArray *cases)
{
  TnCheck check;
  TnId id;
  if (!tn_stmt_id (stmt, 0, &id)) return;
  id = tn_case_joins_root (all->joins, &id);
  if (g_hash_table_contains (all->seen, &id)) return;
  tn_check_read_body (tn_stmt_slice (stmt, 2), &check);
  if (tn_stmt_int (stmt, 1) && !tn_watch_may_be_danger (all->thresholds, &check, tn_day_of (all->now))) return;
  g_hash_table_add (all->seen, tn_id_copy (&id));
  g_array_append_val (cases, id);
}

/* Cases that are not open and were checked of late: one may have been closed by somebody who did not know what the other had found. Most of the checks are no
 * danger to anybody, so that neither case nor person need be looked up. */
static gboolean
read_late (All *all, GArray *cases, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (all->copy),
    "SELECT i.parent, c.state IS 'closed', r.body FROM item i CROSS JOIN item c ON c.id = i.parent AND c.kind = 'home_case' AND c.state IS NOT 'open'"
    " CROSS JOIN record r ON r.id = i.id WHERE i.kind = 'health_check' AND i.at >= ?1", error);
  TnStep step = TN_STEP_ERROR;
  if (!stmt) return FALSE;
  tn_stmt_bind_int (stmt, 1, tn_day_start (all->now, -LATE_DAYS));
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW) take_late (all, stmt, cases);
  tn_stmt_reset (stmt);
  return step == TN_STEP_DONE;
}

static gboolean
add_closed (All *all, GError **error)
{
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (TnId));
  if (!read_late (all, cases, error)) return FALSE;
  for (guint i = 0; i < cases->len; i++) {
    TnRow *row = get_case (all->copy, &g_array_index (cases, TnId, i), error);
    if (!row || !add_patient (all, row, error)) return FALSE;
  }
  return TRUE;
}

static void
count_open (GPtrArray *patients)
{
  g_autoptr (GHashTable) n = g_hash_table_new (tn_id_hash, tn_id_equal);
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < patients->len; i++) {
      TnPatient *patient = patients->pdata[i];
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (n, &patient->person));
      if (patient->closed) continue;
      if (pass) patient->n_open = tn_id_is_null (&patient->person) ? 1 : before;
      else g_hash_table_insert (n, &patient->person, GUINT_TO_POINTER (before + 1));
    }
}

GPtrArray *
tn_patients_read_unnamed (TnCopy *copy, const TnThresholds *thresholds, gint64 now, GError **error)
{
  g_auto (All) all = { .copy = copy, .thresholds = thresholds, .now = now };
  if (!(all.joins = tn_case_joins_read (copy, NULL, error))) return NULL;
  all.seen = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  all.patients = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_patient_free);
  if (!add_open (&all, error) || !add_closed (&all, error)) return NULL;
  count_open (all.patients);
  g_ptr_array_sort (all.patients, compare_patients_cb);
  return g_steal_pointer (&all.patients);
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

int
tn_patient_compare_begun (const TnPatient *a, const TnPatient *b)
{
  return a->opened != b->opened ? (a->opened < b->opened ? -1 : 1) : tn_id_compare (&a->id, &b->id);
}

char *
tn_patient_say_twice (guint n_open)
{
  return g_strdup_printf (ngettext ("%u case is open for this person", "%u cases are open for this person: each shows only a part. Join them", n_open), n_open);
}

gboolean
tn_patient_find_open (TnCopy *copy, const TnId *person, TnId *id, gboolean *found, GError **error)
{
  g_autoptr (TnCaseJoins) joins = tn_case_joins_read (copy, person, error);
  g_autoptr (GArray) cases = joins ? tn_case_joins_open (joins, copy, person, error) : NULL;
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
