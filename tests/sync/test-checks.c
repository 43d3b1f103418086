/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people write checks of one patient while neither has a network: none is lost, and both laptops then say the same of the patient. */
#include "sync-fixture.h"
#include "tn-case.h"

typedef struct { World world; Laptop an, binh; TnId person, home_case; } Fixture;

static void
write_edit (Laptop *l, TnEdit *edit, const GError *built)
{
  g_autoptr (TnEdit) owned = edit;
  g_autoptr (GError) failed = NULL;
  gint64 action;
  g_assert_no_error (built);
  tn_copy_edit (l->copy, edit, &action, &failed);
  g_assert_no_error (failed);
}

static TnId
check (Laptop *l, const TnId *home_case, const char *sign, const char *value, const char *note)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) values = tn_values_new ();
  TnId id = tn_id_new (tn_env_system ());
  tn_values_set (values, sign, value);
  tn_values_set_text (values, "note", note);
  write_edit (l, tn_work_add_check (l->copy, home_case, values, &id, &error), error);
  return id;
}

static void
respond (Laptop *l, const TnId *home_case, const TnId *alert, const char *note)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) values = tn_values_new ();
  tn_values_set_text (values, "done", "station");
  tn_values_set_text (values, "note", note);
  write_edit (l, tn_work_respond (l->copy, home_case, alert, 1, values, &error), error);
}

/* What a laptop says of the patient: how many checks, how many alerts, whether one is due. */
static char *
tell (Laptop *l, const TnId *home_case)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnThresholds) thresholds = tn_thresholds_read (l->copy, &error);
  g_autoptr (TnPatient) patient = tn_patient_read (l->copy, home_case, thresholds, tn_env_now_ms (tn_copy_env (l->copy)), &error);
  g_assert_no_error (error);
  guint n;
  g_assert_true (tn_query_count_listed (l->copy, &(TnListedQuery) { .kind = "health_check", .parent = home_case }, &n, &error));
  return g_strdup_printf ("%u checks, %u alerts, %u today, due %d, group %u", n, patient->alerts->len, patient->schedule.n_today, patient->schedule.due, patient->group);
}

static void
set_up (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnValues) none = tn_values_new ();
  world_init (&f->world);
  laptop_init (&f->an, &f->world, "an");
  laptop_init (&f->binh, &f->world, "binh");
  TnId household = laptop_add_household (&f->an, "12/1");
  f->person = laptop_add_person (&f->an, &household, "Lê Thị Sáu");
  f->home_case = tn_id_new (tn_env_system ());
  write_edit (&f->an, tn_work_open_case (f->an.copy, &f->person, none, &f->home_case, &error), error);
  laptop_sync (&f->an);
  laptop_sync (&f->binh);
}

static void
tear_down (Fixture *f)
{
  laptop_clear (&f->an);
  laptop_clear (&f->binh);
  world_clear (&f->world);
}

static void
assert_same (Fixture *f, const char *expected)
{
  Laptop *both[] = { &f->an, &f->binh };
  g_autofree char *an = tell (&f->an, &f->home_case), *binh = tell (&f->binh, &f->home_case);
  assert_reconciled (&f->world, both, 2);
  g_assert_cmpstr (an, ==, binh);
  g_assert_true (g_str_has_prefix (an, expected));
}

/* The same part of the same day, on both laptops, in both orders of coming back. */
static void
test_checks_written_apart (gconstpointer data)
{
  gboolean an_first = GPOINTER_TO_INT (data);
  Fixture f = { 0 };
  set_up (&f);
  TnId low = check (&f.an, &f.home_case, "spo2", "91", "an-low");
  check (&f.an, &f.home_case, "spo2", "98", "an-good");
  TnId fast = check (&f.binh, &f.home_case, "breathing", "25", "binh-fast");
  check (&f.binh, &f.home_case, "pulse", "80", "binh-good");
  for (guint i = 0; i < 3; i++) laptop_sync ((i % 2 == 0) == an_first ? &f.an : &f.binh);
  assert_same (&f, "4 checks, 2 alerts, 4 today, due 0, group 0");
  g_assert_cmpuint (laptop_conflicts (&f.an, NULL, NULL), ==, 0);
  static const char *const notes[] = { "an-low", "an-good", "binh-fast", "binh-good" };
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++) assert_not_lost (&f.world, notes[i]);
  /* each answers what the other found, again apart */
  respond (&f.binh, &f.home_case, &low, "binh-answers");
  respond (&f.an, &f.home_case, &fast, "an-answers");
  for (guint i = 0; i < 3; i++) laptop_sync ((i % 2 == 0) == an_first ? &f.an : &f.binh);
  assert_same (&f, "4 checks, 0 alerts");
  tear_down (&f);
}

/* Both begin to watch one person on the same day, each for himself: it is one case, with the checks of both. */
static void
test_opened_twice (gconstpointer data)
{
  gboolean an_first = GPOINTER_TO_INT (data);
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL, later = NULL;
  g_autoptr (TnValues) ans = tn_values_new (), binhs = tn_values_new ();
  TnId open, other;
  gboolean found;
  set_up (&f);
  TnId household = laptop_add_household (&f.an, "7"), person = laptop_add_person (&f.an, &household, "Trần Văn Tư");
  laptop_sync (&f.an);
  laptop_sync (&f.binh);
  tn_values_set_text (ans, "station", "Trạm y tế phường");
  tn_values_set_text (binhs, "note", "Sống một mình");
  write_edit (&f.an, tn_work_open_case (f.an.copy, &person, ans, NULL, &error), error);
  write_edit (&f.binh, tn_work_open_case (f.binh.copy, &person, binhs, NULL, &later), later);
  g_assert_true (tn_patient_find_open (f.an.copy, &person, &open, &found, &error) && found);
  g_assert_true (tn_patient_find_open (f.binh.copy, &person, &other, &found, &error) && found);
  g_assert_true (tn_id_equal (&open, &other));
  check (&f.an, &open, "spo2", "98", "an-checks");
  check (&f.binh, &open, "pulse", "80", "binh-checks");
  for (guint i = 0; i < 4; i++) laptop_sync ((i % 2 == 0) == an_first ? &f.an : &f.binh);
  for (guint i = 0; i < 2; i++) {
    Laptop *l = i ? &f.an : &f.binh;
    g_autofree char *words = tell (l, &open), *station = laptop_get (l, &open, "station"), *note = laptop_get (l, &open, "note");
    guint n;
    g_assert_true (g_str_has_prefix (words, "2 checks, 0 alerts"));
    g_assert_cmpstr (station, ==, "Trạm y tế phường");
    g_assert_cmpstr (note, ==, "Sống một mình");
    g_assert_true (tn_query_count_listed (l->copy, &(TnListedQuery) { .kind = "home_case", .parent = &person }, &n, &error));
    g_assert_cmpuint (n, ==, 1);
  }
  tear_down (&f);
}

/* One case of a person is watched by An, one by Bình, who opened it another day; both join them while neither has a network, and Bình had written a check just
 * before. Whatever came first: one case, which says the same on both. */
static void
test_joined_apart (gconstpointer data)
{
  gboolean an_first = GPOINTER_TO_INT (data);
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL, later = NULL;
  set_up (&f);
  TnId second = tn_id_new (tn_env_system ());
  TnEdit *edit = tn_edit_new ("As Bình opened it without knowing");
  tn_edit_create (edit, "home_case", &second);
  tn_edit_set_ref (edit, &second, "person", &f.person);
  tn_edit_set_text (edit, &second, "state", "open");
  tn_edit_set_text (edit, &second, "opened", "2021-12-01");
  write_edit (&f.binh, edit, NULL);
  check (&f.an, &f.home_case, "spo2", "91", "an-low");
  for (guint i = 0; i < 4; i++) laptop_sync ((i % 2 == 0) == an_first ? &f.an : &f.binh);
  check (&f.binh, &f.home_case, "breathing", "25", "binh-fast");
  write_edit (&f.an, tn_work_join_cases (f.an.copy, &f.person, &error), error);
  write_edit (&f.binh, tn_work_join_cases (f.binh.copy, &f.person, &later), later);
  for (guint i = 0; i < 4; i++) laptop_sync ((i % 2 == 0) == an_first ? &f.an : &f.binh);
  for (guint i = 0; i < 2; i++) {
    Laptop *l = i ? &f.an : &f.binh;
    g_autoptr (TnThresholds) thresholds = tn_thresholds_read (l->copy, &error);
    g_autoptr (GPtrArray) patients = tn_patients_read (l->copy, thresholds, tn_env_now_ms (tn_copy_env (l->copy)), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (patients->len, ==, 1);
    const TnPatient *patient = patients->pdata[0];
    g_assert_true (tn_id_equal (&patient->id, &second));   /* it began first */
    g_assert_cmpuint (patient->parts->len, ==, 2);
    g_assert_cmpuint (patient->alerts->len, ==, 2);
    g_assert_cmpuint (patient->n_open, ==, 1);
    g_assert_cmpuint (laptop_conflicts (l, NULL, NULL), ==, 0);
  }
  Laptop *both[] = { &f.an, &f.binh };
  assert_reconciled (&f.world, both, 2);
  tear_down (&f);
}

/* An joins while Bình, who has one of the two before him, closes it: whichever stands, the other is shown as a conflict and the person is watched still. */
static void
test_joined_and_closed (gconstpointer data)
{
  gboolean an_first = GPOINTER_TO_INT (data);
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL, later = NULL;
  g_autoptr (TnThresholds) thresholds = NULL;
  set_up (&f);
  TnId second = tn_id_new (tn_env_system ());
  TnEdit *edit = tn_edit_new ("Opened before");
  tn_edit_create (edit, "home_case", &second);
  tn_edit_set_ref (edit, &second, "person", &f.person);
  tn_edit_set_text (edit, &second, "state", "open");
  tn_edit_set_text (edit, &second, "opened", "2021-12-01");
  write_edit (&f.an, edit, NULL);
  for (guint i = 0; i < 4; i++) laptop_sync (i % 2 ? &f.binh : &f.an);
  write_edit (&f.an, tn_work_join_cases (f.an.copy, &f.person, &error), error);
  write_edit (&f.binh, tn_work_close_case (f.binh.copy, &f.home_case, "recovered", NULL, NULL, NULL, &later), later);
  for (guint i = 0; i < 4; i++) laptop_sync ((i % 2 == 0) == an_first ? &f.an : &f.binh);
  g_assert_cmpuint (laptop_conflicts (&f.an, &f.home_case, NULL), ==, 1);
  for (guint i = 0; i < 2; i++) {
    Laptop *l = i ? &f.an : &f.binh;
    g_clear_pointer (&thresholds, tn_thresholds_free);
    thresholds = tn_thresholds_read (l->copy, &error);
    g_autoptr (GPtrArray) patients = tn_patients_read (l->copy, thresholds, tn_env_now_ms (tn_copy_env (l->copy)), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (patients->len, ==, 1);
    g_assert_true (tn_id_equal (&((TnPatient *) patients->pdata[0])->id, &second));
  }
  tear_down (&f);
}

/* Both answer the same alert: both answers stay. */
static void
test_one_alert_answered_twice (void)
{
  Fixture f = { 0 };
  guint n;
  set_up (&f);
  TnId low = check (&f.an, &f.home_case, "spo2", "91", "low");
  laptop_sync (&f.an);
  laptop_sync (&f.binh);
  respond (&f.an, &f.home_case, &low, "an-called");
  respond (&f.binh, &f.home_case, &low, "binh-called");
  for (guint i = 0; i < 3; i++) laptop_sync (i % 2 ? &f.binh : &f.an);
  assert_same (&f, "1 checks, 0 alerts");
  g_assert_true (tn_query_count_listed (f.binh.copy, &(TnListedQuery) { .kind = "response", .ref = &low }, &n, NULL));
  g_assert_cmpuint (n, ==, 2);
  tear_down (&f);
}

/* The second SpO2 of one check, written by both: a conflict that shows both, and the alert of what stands. */
static void
test_one_check_corrected_twice (void)
{
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL, later = NULL;
  g_autoptr (TnValues) good = tn_values_new (), bad = tn_values_new ();
  set_up (&f);
  TnId low = check (&f.an, &f.home_case, "spo2", "95", "low");
  laptop_sync (&f.an);
  laptop_sync (&f.binh);
  tn_values_set (good, "spo2_again", "98");
  tn_values_set (bad, "spo2_again", "92");
  write_edit (&f.an, tn_work_change_check (f.an.copy, &low, good, &error), error);
  write_edit (&f.binh, tn_work_change_check (f.binh.copy, &low, bad, &later), later);
  for (guint i = 0; i < 3; i++) laptop_sync (i % 2 ? &f.binh : &f.an);
  laptop_sync (&f.binh);
  assert_same (&f, "1 checks, ");
  g_assert_cmpuint (laptop_conflicts (&f.an, &low, NULL), ==, 1);
  tear_down (&f);
}

/* One closes the case while the other still writes, and finds danger: the check is there, the case stays closed, and the alert waits for an answer. */
static void
test_closed_meanwhile (void)
{
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL;
  set_up (&f);
  write_edit (&f.an, tn_work_close_case (f.an.copy, &f.home_case, "recovered", NULL, NULL, NULL, &error), error);
  TnId late = check (&f.binh, &f.home_case, "spo2", "91", "late");
  for (guint i = 0; i < 3; i++) laptop_sync (i % 2 ? &f.binh : &f.an);
  assert_same (&f, "1 checks, 1 alerts, 0 today, due 0, group 0");
  assert_not_lost (&f.world, "late");
  respond (&f.an, &f.home_case, &late, "looked after");
  for (guint i = 0; i < 3; i++) laptop_sync (i % 2 ? &f.binh : &f.an);
  assert_same (&f, "1 checks, 0 alerts, 0 today, due 0, group 4");
  tear_down (&f);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/checks/written apart, an first", GINT_TO_POINTER (TRUE), test_checks_written_apart);
  g_test_add_data_func ("/checks/written apart, binh first", GINT_TO_POINTER (FALSE), test_checks_written_apart);
  g_test_add_data_func ("/checks/opened twice, an first", GINT_TO_POINTER (TRUE), test_opened_twice);
  g_test_add_data_func ("/checks/opened twice, binh first", GINT_TO_POINTER (FALSE), test_opened_twice);
  g_test_add_data_func ("/checks/joined apart, an first", GINT_TO_POINTER (TRUE), test_joined_apart);
  g_test_add_data_func ("/checks/joined apart, binh first", GINT_TO_POINTER (FALSE), test_joined_apart);
  g_test_add_data_func ("/checks/joined and closed, an first", GINT_TO_POINTER (TRUE), test_joined_and_closed);
  g_test_add_data_func ("/checks/joined and closed, binh first", GINT_TO_POINTER (FALSE), test_joined_and_closed);
  g_test_add_func ("/checks/one alert answered twice", test_one_alert_answered_twice);
  g_test_add_func ("/checks/one check corrected twice", test_one_check_corrected_twice);
  g_test_add_func ("/checks/closed meanwhile", test_closed_meanwhile);
  return g_test_run ();
}
