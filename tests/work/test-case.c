/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home cases over a real copy: opening, checks, alerts, responses, bags, closing, and what Today makes of them. */
#include "practice-ward.h"
#include "tn-household-actions.h"
#include "tn-kit.h"
#include "tn-projection.h"
#include "tn-today.h"

typedef struct {
  PracticeWard ward;
  TnEnv env;
  TnCopy *copy;
  gint64 now, action;
  TnId home_case;   /* of the head of the first household, once open_case() was called */
} Fixture;

static gint64
now_cb (gpointer user_data)
{
  return ((Fixture *) user_data)->now;
}

/* 10 February 2022, 08:00 in Vietnam. */
static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  practice_ward_make (&f->ward, 30);
  f->now = G_GINT64_CONSTANT (1644454800000);
  f->env = (TnEnv) { .now_ms = now_cb, .random = NULL, .user_data = f };
  f->copy = tn_copy_open (f->ward.path, 0, &f->env, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  tn_projection_check (f->copy, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&f->copy, tn_copy_close);
  practice_ward_clear (&f->ward);
}

static void
write_edit (Fixture *f, TnEdit *edit, const GError *built)
{
  g_autoptr (GError) failed = NULL;
  g_assert_no_error (built);
  g_assert_nonnull (edit);
  tn_copy_edit (f->copy, edit, &f->action, &failed);
  g_assert_no_error (failed);
}

#define WRITE(f, call) G_STMT_START { g_autoptr (GError) error = NULL; g_autoptr (TnEdit) edit_ = call; write_edit (f, edit_, error); } G_STMT_END
#define REFUSED(call, words) G_STMT_START { g_autoptr (GError) error = NULL; g_autoptr (TnEdit) edit_ = call; g_assert_null (edit_); \
    g_assert_error (error, TN_ERROR, TN_ERROR_INVALID); if (!strstr (error->message, words)) g_error ("not “%s”: %s", words, error->message); } G_STMT_END

/* "spo2=91 breathless=true note='x y'": tokens that are neither numbers nor words of JSON become texts. */
static TnValues *
values (const char *line)
{
  TnValues *v = tn_values_new ();
  g_auto (GStrv) words = NULL;
  if (!*line) return v;
  g_assert_true (g_shell_parse_argv (line, NULL, &words, NULL));
  for (guint i = 0; words[i]; i++) {
    g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);
    gboolean raw = g_ascii_isdigit (*pair[1]) && !strchr (pair[1], '-') && (*pair[1] != '0' || !pair[1][1]);   /* a telephone is a text */
    if (raw || g_str_equal (pair[1], "true") || g_str_equal (pair[1], "null")) tn_values_set (v, pair[0], pair[1]);
    else tn_values_set_text (v, pair[0], pair[1]);
  }
  return v;
}

static void
open_case (Fixture *f, const char *line)
{
  g_autoptr (TnValues) v = values (line);
  f->home_case = tn_id_new (tn_env_system ());
  WRITE (f, tn_work_open_case (f->copy, &f->ward.first_people[0], v, &f->home_case, &error));
}

static TnId
add_check (Fixture *f, const char *line)
{
  g_autoptr (TnValues) v = values (line);
  TnId id = tn_id_new (tn_env_system ());
  WRITE (f, tn_work_add_check (f->copy, &f->home_case, v, &id, &error));
  return id;
}

static TnPatient *
read_patient (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  static TnThresholds *thresholds;
  g_clear_pointer (&thresholds, tn_thresholds_free);
  thresholds = tn_thresholds_read (f->copy, &error);
  TnPatient *patient = thresholds ? tn_patient_read (f->copy, &f->home_case, thresholds, f->now, &error) : NULL;
  g_assert_no_error (error);
  return patient;
}

static void
assert_group (Fixture *f, TnPatientGroup group, guint alerts)
{
  g_autoptr (TnPatient) patient = read_patient (f);
  g_assert_cmpint (patient->group, ==, group);
  g_assert_cmpuint (patient->alerts->len, ==, alerts);
}

static void
assert_field (Fixture *f, const TnId *id, const char *field, const char *expected)
{
  g_autoptr (TnRow) row = tn_copy_get (f->copy, id, NULL);
  g_autofree char *text = row && !row->deleted ? tn_slice_dup (tn_row_field (row, field)) : NULL;
  g_assert_cmpstr (text && *text ? text : NULL, ==, expected);
}

static void
test_one_case_at_a_time (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) none = tn_values_new ();
  open_case (f, "station='Trạm y tế' station_phone=02800000100");
  assert_field (f, &f->home_case, "opened", "\"2022-02-10\"");
  assert_field (f, &f->home_case, "state", "\"open\"");
  REFUSED (tn_work_open_case (f->copy, &f->ward.first_people[0], none, NULL, &error), "already");
  WRITE (f, tn_work_death (f->copy, &f->ward.first_people[3], NULL, NULL, NULL, &error));
  REFUSED (tn_work_open_case (f->copy, &f->ward.first_people[3], none, NULL, &error), "death");
}

/* The same person and day is the same case on every laptop; the next one of that day is another. */
static void
test_the_id_of_a_case (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (TnValues) none = tn_values_new ();
  TnId id, same, next, open;
  gboolean found;
  g_assert_true (tn_case_find_id (f->copy, &f->ward.first_people[0], NULL, &id, &failed));
  g_assert_true (tn_case_find_id (f->copy, &f->ward.first_people[0], "2022-02-10", &same, &failed));
  g_assert_true (tn_id_equal (&id, &same));
  WRITE (f, tn_work_open_case (f->copy, &f->ward.first_people[0], none, NULL, &error));
  g_assert_true (tn_patient_find_open (f->copy, &f->ward.first_people[0], &open, &found, &failed) && found);
  g_assert_true (tn_id_equal (&id, &open));
  WRITE (f, tn_work_close_case (f->copy, &open, "recovered", NULL, NULL, NULL, &error));
  g_assert_true (tn_case_find_id (f->copy, &f->ward.first_people[0], NULL, &next, &failed));
  g_assert_false (tn_id_equal (&id, &next));
  WRITE (f, tn_work_open_case (f->copy, &f->ward.first_people[0], none, NULL, &error));
  g_assert_true (tn_patient_find_open (f->copy, &f->ward.first_people[0], &open, &found, &failed) && found);
  g_assert_true (tn_id_equal (&next, &open));
}

/* A death written down at the household ends the case with it, in one edit; without a case it is a death like any other. */
static void
test_a_death_ends_the_case (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (TnValues) none = tn_values_new ();
  f->home_case = tn_id_new (tn_env_system ());
  WRITE (f, tn_work_open_case (f->copy, &f->ward.first_people[3], none, &f->home_case, &error));
  REFUSED (tn_work_death_at_home (f->copy, &f->ward.first_people[3], "2022-01-01", NULL, NULL, &error), "before it began");
  WRITE (f, tn_work_death_at_home (f->copy, &f->ward.first_people[3], NULL, NULL, NULL, &error));
  assert_field (f, &f->ward.first_people[3], "status", "\"died\"");
  assert_field (f, &f->home_case, "state", "\"closed\"");
  assert_field (f, &f->home_case, "result", "\"died\"");
  tn_copy_undo (f->copy, f->action, &failed);
  g_assert_no_error (failed);
  assert_field (f, &f->home_case, "state", "\"open\"");
  assert_field (f, &f->ward.first_people[3], "status", NULL);
  WRITE (f, tn_work_death_at_home (f->copy, &f->ward.first_people[2], NULL, NULL, NULL, &error));
  assert_field (f, &f->ward.first_people[2], "status", "\"died\"");
}

/* The whole course of a danger: said, asked for again, answered by the second value or by somebody. */
static void
test_an_alert_stays_until_it_is_answered (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) again = values ("spo2_again=97"), low = values ("spo2_again=93"), done = values ("done=station"), little = values ("done=other"), nothing = values ("note=x");
  open_case (f, "");
  assert_group (f, TN_PATIENT_DUE, 0);
  TnId first = add_check (f, "spo2=95 pulse=80");
  assert_field (f, &first, "part", "\"morning\"");
  assert_field (f, &first, "at", "1644454800000");
  assert_group (f, TN_PATIENT_DANGER, 1);
  WRITE (f, tn_work_change_check (f->copy, &first, again, &error));
  assert_group (f, TN_PATIENT_WATCHED, 0);
  WRITE (f, tn_work_change_check (f->copy, &first, low, &error));
  assert_group (f, TN_PATIENT_DANGER, 1);
  f->now += 3600000;
  TnId second = add_check (f, "breathless=true part=extra");
  assert_group (f, TN_PATIENT_DANGER, 2);
  REFUSED (tn_work_respond (f->copy, &f->home_case, &first, 1, nothing, &error), "what was done");
  REFUSED (tn_work_respond (f->copy, &f->home_case, &first, 1, little, &error), "notes");
  WRITE (f, tn_work_respond (f->copy, &f->home_case, &first, 1, done, &error));
  assert_group (f, TN_PATIENT_DANGER, 1);   /* the other one still waits */
  WRITE (f, tn_work_respond (f->copy, &f->home_case, &second, 1, done, &error));
  assert_group (f, TN_PATIENT_WATCHED, 0);
  g_autoptr (GError) failed = NULL;
  tn_copy_undo (f->copy, f->action, &failed);
  g_assert_no_error (failed);
  assert_group (f, TN_PATIENT_DANGER, 1);
}

static void
test_what_cannot_be_is_not_written (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) typo = values ("spo2=960"), empty = values ("tired=true"), good = values ("spo2=98"), clear = values ("spo2=null"), late = values ("spo2=98 at=1844454800000");
  open_case (f, "");
  REFUSED (tn_work_add_check (f->copy, &f->home_case, typo, NULL, &error), "SpO2 960 %");
  REFUSED (tn_work_add_check (f->copy, &f->home_case, empty, NULL, &error), "Nothing was measured");
  REFUSED (tn_work_add_check (f->copy, &f->home_case, late, NULL, &error), "still to come");
  TnId check = add_check (f, "spo2=98");
  REFUSED (tn_work_change_check (f->copy, &check, typo, &error), "SpO2 960 %");
  REFUSED (tn_work_change_check (f->copy, &check, clear, &error), "Nothing was measured");
  WRITE (f, tn_work_close_case (f->copy, &f->home_case, "recovered", NULL, NULL, NULL, &error));
  REFUSED (tn_work_add_check (f->copy, &f->home_case, good, NULL, &error), "closed");
}

static void
test_groups_over_a_day (Fixture *f, gconstpointer data)
{
  open_case (f, "");
  assert_group (f, TN_PATIENT_DUE, 0);
  f->now += (gint64) 6 * 3600000;                 /* 14:00, and nobody came in the morning */
  assert_group (f, TN_PATIENT_UNWATCHED, 0);
  add_check (f, "spo2=98 part=extra");
  assert_group (f, TN_PATIENT_DUE, 0);            /* somebody looked, the check is still due */
  add_check (f, "spo2=98");
  assert_group (f, TN_PATIENT_WATCHED, 0);
  f->now += (gint64) 18 * 3600000;                /* the next morning */
  assert_group (f, TN_PATIENT_DUE, 0);
  f->now += (gint64) 24 * 3600000;                /* and the one after, without any */
  assert_group (f, TN_PATIENT_UNWATCHED, 0);
}

/* The age makes the difference: five years old to the day. */
static void
test_a_child_by_the_day (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) four = values ("birth=2017-02-11"), five = values ("birth=2017-02-10"), unknown = values ("birth=null");
  open_case (f, "");
  add_check (f, "breathing=30");
  const struct { const TnValues *birth; guint alerts; } cases[] = { { four, 0 }, { five, 1 }, { unknown, 1 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    WRITE (f, tn_work_change (f->copy, &f->ward.first_people[0], cases[i].birth, &error));
    g_autoptr (TnPatient) patient = read_patient (f);
    g_assert_cmpuint (patient->alerts->len, ==, cases[i].alerts);
    if (i == 2) g_assert_true (((TnAlert *) patient->alerts->pdata[0])->verdict->unsure);
  }
}

/* A record of the district counts from its day on, and one that makes no sense is passed over. */
static void
test_thresholds_of_the_district (Fixture *f, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("CV 12");
  TnId id = tn_edit_create (edit, "threshold", NULL), odd = tn_edit_create (edit, "threshold", NULL);
  tn_edit_set_text (edit, &id, "sign", "temperature");
  tn_edit_set_text (edit, &id, "test", "at_least");
  tn_edit_set (edit, &id, "value", "38.5");
  tn_edit_set_text (edit, &id, "document", "CV 12/TTYT");
  tn_edit_set_text (edit, &id, "valid_from", "2022-02");
  tn_edit_set_text (edit, &id, "valid_to", "2022");
  tn_edit_set_text (edit, &odd, "sign", "temperature");
  tn_edit_set_text (edit, &odd, "test", "at_least");
  tn_edit_set (edit, &odd, "value", "30");
  tn_edit_set_text (edit, &odd, "document", "CV 13/TTYT");
  tn_edit_set_text (edit, &odd, "valid_from", "2023");
  write_edit (f, edit, NULL);
  open_case (f, "");
  add_check (f, "temperature=38.5");
  g_autoptr (TnPatient) patient = read_patient (f);
  g_assert_cmpuint (patient->alerts->len, ==, 1);
  const TnAlert *alert = patient->alerts->pdata[0];
  g_assert_cmpuint (alert->verdict->reasons->len, ==, 1);
  g_autofree char *said = tn_reason_say (alert->verdict->reasons->pdata[0]);
  g_assert_cmpstr (said, ==, "temperature 38.5 °C (CV 12/TTYT: temperature ≥ 38.5 °C)");
}

/* Other themes have figures too. NULL = ours is not there. */
static const TnTodayFigure *
find_figure (const TnToday *today)
{
  for (guint i = 0; i < today->figures->len; i++)
    if (g_str_equal (((TnTodayFigure *) today->figures->pdata[i])->label, "Patients watched today")) return today->figures->pdata[i];
  return NULL;
}

static void
test_bags (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) b = values ("bag=b no_doctor=true"), a = values ("bag=a"), c = values ("bag=c consent=true"), zero = values ("bag=a days=0");
  TnId id = tn_id_new (tn_env_system ());
  open_case (f, "");
  WRITE (f, tn_work_give_kit (f->copy, &f->home_case, a, &id, &error));
  assert_field (f, &id, "days", "7");
  assert_field (f, &id, "given", "\"2022-02-10\"");
  REFUSED (tn_work_give_kit (f->copy, &f->home_case, zero, NULL, &error), "1 to 7");
  REFUSED (tn_work_give_kit (f->copy, &f->home_case, b, NULL, &error), "24 hours");
  add_check (f, "spo2=93 spo2_again=96");         /* the second value decides here too */
  REFUSED (tn_work_give_kit (f->copy, &f->home_case, b, NULL, &error), "neither");
  f->now += 60000;
  add_check (f, "breathing=24 part=extra");
  WRITE (f, tn_work_give_kit (f->copy, &f->home_case, b, NULL, &error));
  REFUSED (tn_work_give_kit (f->copy, &f->home_case, b, NULL, &error), "3 days");
  f->now += (gint64) 25 * 3600000;
  WRITE (f, tn_work_give_kit (f->copy, &f->home_case, c, NULL, &error));
  REFUSED (tn_work_give_kit (f->copy, &f->home_case, c, NULL, &error), "once");
}

static void
test_essentials (Fixture *f, gconstpointer data)
{
  g_autoptr (TnValues) what = values ("what='Gạo, sữa'"), none = tn_values_new ();
  TnId id = tn_id_new (tn_env_system ());
  REFUSED (tn_work_ask_essentials (f->copy, &f->ward.first_people[0], none, NULL, &error), "Write what is needed");
  WRITE (f, tn_work_ask_essentials (f->copy, &f->ward.first_people[0], what, &id, &error));
  assert_field (f, &id, "state", "\"asked\"");
  g_autoptr (GError) failed = NULL;
  g_autoptr (TnToday) today = tn_today_read (f->copy, f->now, 5, &failed);
  gboolean listed = FALSE;
  for (guint i = 0; i < today->groups->len; i++) listed |= ((TnTodayGroup *) today->groups->pdata[i])->theme == TN_TODAY_ESSENTIALS;
  g_assert_true (listed);
  WRITE (f, tn_work_bring_essentials (f->copy, &id, &error));
  assert_field (f, &id, "state", "\"given\"");
  assert_field (f, &id, "given", "\"2022-02-10\"");
}

/* A death closes the case and is written down of the person, in one step that is undone as one. */
static void
test_closing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  const TnId *people = f->ward.first_people;
  open_case (f, "opened=2022-02-01");
  add_check (f, "spo2=85");
  REFUSED (tn_work_close_case (f->copy, &f->home_case, NULL, NULL, NULL, NULL, &error), "how the case ended");
  REFUSED (tn_work_close_case (f->copy, &f->home_case, "gone", NULL, NULL, NULL, &error), "how the case ended");
  REFUSED (tn_work_close_case (f->copy, &f->home_case, "recovered", "2022-01-31", NULL, NULL, &error), "before it began");
  REFUSED (tn_work_close_case (f->copy, &f->home_case, "died", NULL, NULL, NULL, &error), "heads the household");
  WRITE (f, tn_work_close_case (f->copy, &f->home_case, "died", "2022-02-09", "Bệnh nặng", &people[1], &error));
  assert_group (f, TN_PATIENT_CLOSED, 0);
  assert_field (f, &f->home_case, "result", "\"died\"");
  assert_field (f, &f->home_case, "closed", "\"2022-02-09\"");
  assert_field (f, &people[0], "status", "\"died\"");
  assert_field (f, &people[0], "status_note", NULL);   /* why somebody died is health, and the person's record is open */
  REFUSED (tn_work_close_case (f->copy, &f->home_case, "recovered", NULL, NULL, NULL, &error), "has been closed");
  tn_copy_undo (f->copy, f->action, &failed);
  g_assert_no_error (failed);
  assert_group (f, TN_PATIENT_DANGER, 1);
  assert_field (f, &people[0], "status", NULL);
  WRITE (f, tn_work_close_case (f->copy, &f->home_case, "recovered", NULL, NULL, NULL, &error));
  assert_group (f, TN_PATIENT_DANGER, 1);   /* "recovered" with danger on the last day: somebody must say so */
  g_autoptr (TnToday) today = tn_today_read (f->copy, f->now, 5, &failed);
  g_assert_cmpint (((TnTodayGroup *) today->groups->pdata[0])->theme, ==, TN_TODAY_DANGER);
  g_assert_null (find_figure (today));
  WRITE (f, tn_work_reopen_case (f->copy, &f->home_case, &error));
  WRITE (f, tn_work_close_case (f->copy, &f->home_case, "hospital", NULL, NULL, NULL, &error));
  assert_group (f, TN_PATIENT_CLOSED, 0);
  WRITE (f, tn_work_reopen_case (f->copy, &f->home_case, &error));
  assert_group (f, TN_PATIENT_DANGER, 1);
}

/* ---- Today ---- */

static const TnTodayGroup *
find_group (const TnToday *today, TnTodayTheme theme)
{
  for (guint i = 0; i < today->groups->len; i++)
    if (((TnTodayGroup *) today->groups->pdata[i])->theme == theme) return today->groups->pdata[i];
  return NULL;
}

static void
test_today (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  open_case (f, "station='Trạm y tế' station_phone=02800000100");
  TnId check = add_check (f, "spo2=91 breathless=true");
  g_autoptr (TnValues) other = tn_values_new ();
  WRITE (f, tn_work_open_case (f->copy, &f->ward.first_people[1], other, NULL, &error));
  g_autoptr (TnToday) today = tn_today_read (f->copy, f->now, 5, &failed);
  g_assert_no_error (failed);
  const TnTodayGroup *danger = find_group (today, TN_TODAY_DANGER), *due = find_group (today, TN_TODAY_CHECK);
  g_assert_cmpuint (danger->n, ==, 1);
  const TnTodayItem *item = danger->items->pdata[0];
  g_assert_cmpstr (item->title, ==, "Nguyễn Văn Á");
  g_assert_cmpstr (item->detail, ==, "SpO2 91 % (QĐ 261/QĐ-BYT: SpO2 ≤ 96 %) and 1 more reason. Call Trạm y tế 02800000100 or 115.");
  g_assert_cmpstr (item->screen, ==, "patients");
  g_assert_true (tn_id_equal (&item->record, &f->home_case));
  g_assert_cmpuint (due->n, ==, 1);
  g_assert_cmpstr (((TnTodayItem *) due->items->pdata[0])->detail, ==, "No check yet");
  const TnTodayFigure *figure = find_figure (today);
  g_assert_cmpint (figure->value, ==, 1);
  g_assert_cmpint (figure->of, ==, 2);
  g_autoptr (TnValues) done = values ("done=called_115");
  WRITE (f, tn_work_respond (f->copy, &f->home_case, &check, 1, done, &error));
  g_autoptr (TnToday) after = tn_today_read (f->copy, f->now, 5, &failed);
  g_assert_null (find_group (after, TN_TODAY_DANGER));
}

/* A deleted person takes the case along, and Today does not stumble over what is left. */
static void
test_a_deleted_person (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (TnValues) none = tn_values_new ();
  f->home_case = tn_id_new (tn_env_system ());
  WRITE (f, tn_work_open_case (f->copy, &f->ward.first_people[3], none, &f->home_case, &error));
  add_check (f, "spo2=91");
  WRITE (f, tn_work_delete (f->copy, &f->ward.first_people[3], &error));
  g_autoptr (TnToday) today = tn_today_read (f->copy, f->now, 5, &failed);
  g_assert_no_error (failed);
  g_assert_null (find_group (today, TN_TODAY_DANGER));
  tn_copy_undo (f->copy, f->action, &failed);
  g_assert_no_error (failed);
  assert_group (f, TN_PATIENT_DANGER, 1);
}

static void
test_negative_test (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  static const struct { const char *date, *method, *result; } tests[] = {
    { "2022-02-09", "pcr", "negative" }, { "2022-02-07", "rapid", "negative" }, { "2022-02-08", "rapid", "positive" } };
  g_autoptr (TnEdit) edit = tn_edit_new ("Tests");
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++) {
    TnId id = tn_edit_create (edit, "test", NULL);
    tn_edit_set_ref (edit, &id, "person", &f->ward.first_people[0]);
    tn_edit_set_text (edit, &id, "date", tests[i].date);
    tn_edit_set_text (edit, &id, "method", tests[i].method);
    tn_edit_set_text (edit, &id, "result", tests[i].result);
  }
  write_edit (f, edit, NULL);
  gint64 day;
  g_assert_true (tn_patient_negative_test (f->copy, &f->ward.first_people[0], &day, &error));
  g_assert_cmpint (day, ==, 20220207);
}

/* ---- the list beside each case by itself ---- */

/* Written as another laptop may have left it: a check after the end, a case of no state. */
static TnId
put_case (Fixture *f, const TnId *person, const char *state, const char *closed)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Case");
  TnId id = tn_edit_create (edit, "home_case", NULL);
  tn_edit_set_ref (edit, &id, "person", person);
  tn_edit_set_text (edit, &id, "opened", "2022-02-01");
  tn_edit_set_text (edit, &id, "state", state);
  tn_edit_set_text (edit, &id, "closed", closed);
  if (closed) tn_edit_set_text (edit, &id, "result", "recovered");
  write_edit (f, edit, NULL);
  return id;
}

static TnId
put_check (Fixture *f, const TnId *home_case, int hours_back, int spo2)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Check");
  TnId id = tn_edit_create (edit, "health_check", NULL);
  tn_edit_set_ref (edit, &id, "home_case", home_case);
  tn_edit_set_int (edit, &id, "at", f->now - hours_back * G_GINT64_CONSTANT (3600000));
  tn_edit_set_int (edit, &id, "spo2", spo2);
  write_edit (f, edit, NULL);
  return id;
}

static void
put_answer (Fixture *f, const TnId *home_case, const TnId *alert)
{
  g_autoptr (TnEdit) edit = tn_edit_new ("Answer");
  TnId id = tn_edit_create (edit, "response", NULL);
  tn_edit_set_ref (edit, &id, "home_case", home_case);
  tn_edit_set_ref (edit, &id, "check", alert);
  tn_edit_set_int (edit, &id, "at", f->now);
  tn_edit_set_text (edit, &id, "done", "station");
  write_edit (f, edit, NULL);
}

static char *
tell_patient (const TnPatient *p)
{
  TnIdStr id;
  tn_id_format (&p->id, id);
  return g_strdup_printf ("%s %s group %u, %u alerts, last %" G_GINT64_FORMAT ", due %d since %" G_GINT64_FORMAT, id, p->name, p->group, p->alerts->len, p->schedule.last, p->schedule.due,
                          p->schedule.due_since);
}

static const TnPatient *
find_patient (GPtrArray *patients, const TnId *id)
{
  for (guint i = 0; i < patients->len; i++)
    if (tn_id_equal (&((TnPatient *) patients->pdata[i])->id, id)) return patients->pdata[i];
  return NULL;
}

static void
test_the_list_says_what_each_case_says (Fixture *f, gconstpointer data)
{
  static const struct { const char *state, *closed; int hours, spo2; gboolean answered, listed; } cases[] = {
    { "open", NULL, 3, 98, FALSE, TRUE }, { "open", NULL, 200, 90, FALSE, TRUE }, { "open", NULL, 3, 90, TRUE, TRUE }, { NULL, NULL, 3, 98, FALSE, TRUE },
    { "closed", "2022-02-08", 3, 98, FALSE, FALSE }, { "closed", "2022-02-08", 3, 90, FALSE, TRUE }, { "closed", "2022-02-08", 3, 90, TRUE, FALSE },
    { "closed", "2022-02-08", 72, 90, FALSE, FALSE }, { "closed", "2022-01-20", 200, 90, FALSE, FALSE },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) people = tn_query_ids (f->copy, "person", &error);   /* a case each: those of one person are one */
  TnId ids[G_N_ELEMENTS (cases)];
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    ids[i] = put_case (f, &g_array_index (people, TnId, i), cases[i].state, cases[i].closed);
    TnId alert = put_check (f, &ids[i], cases[i].hours, cases[i].spo2);
    put_check (f, &ids[i], cases[i].hours + 12, 98);
    if (cases[i].answered) put_answer (f, &ids[i], &alert);
  }
  g_autoptr (TnThresholds) thresholds = tn_thresholds_read (f->copy, &error);
  g_autoptr (GPtrArray) patients = tn_patients_read (f->copy, thresholds, f->now, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const TnPatient *listed = find_patient (patients, &ids[i]);
    g_test_message ("case %u", i);
    g_assert_cmpint (listed != NULL, ==, cases[i].listed);
    if (!listed) continue;
    g_autoptr (TnPatient) alone = tn_patient_read (f->copy, &ids[i], thresholds, f->now, &error);
    g_autofree char *in_list = tell_patient (listed), *by_itself = tell_patient (alone);
    g_assert_cmpstr (in_list, ==, by_itself);
  }
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/case/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("one case at a time", test_one_case_at_a_time);
  ADD ("the id of a case", test_the_id_of_a_case);
  ADD ("a death ends the case", test_a_death_ends_the_case);
  ADD ("an alert stays until it is answered", test_an_alert_stays_until_it_is_answered);
  ADD ("what cannot be is not written", test_what_cannot_be_is_not_written);
  ADD ("groups over a day", test_groups_over_a_day);
  ADD ("a child by the day", test_a_child_by_the_day);
  ADD ("thresholds of the district", test_thresholds_of_the_district);
  ADD ("bags", test_bags);
  ADD ("essentials", test_essentials);
  ADD ("closing", test_closing);
  ADD ("the list says what each case says", test_the_list_says_what_each_case_says);
  ADD ("today", test_today);
  ADD ("a deleted person", test_a_deleted_person);
  ADD ("a negative rapid test", test_negative_test);
  return g_test_run ();
}
