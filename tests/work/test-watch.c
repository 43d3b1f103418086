/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the documents call a danger, on every boundary that they name; two checks a day; when isolation may end. Nothing here needs a copy. */
#include <stdio.h>
#include "tn-kit.h"
#include "tn-today.h"
#include "tn-watch.h"

#define QD_261_DAY 20220131

/* A local moment: "2022-02-10 08:00". */
static gint64
at (const char *text)
{
  int y, mo, d, h, mi;
  g_assert_cmpint (sscanf (text, "%d-%d-%d %d:%d", &y, &mo, &d, &h, &mi), ==, 5);
  g_autoptr (GDateTime) time = g_date_time_new_local (y, mo, d, h, mi, 0);
  return g_date_time_to_unix (time) * 1000;
}

/* The documents that call this value a danger, in the order of the table, with blanks between: "261 4377 TP". */
static char *
fired (TnSign sign, double value, gint64 day, TnAgeSpan age)
{
  g_autoptr (TnThresholds) thresholds = tn_thresholds_new ();
  TnCheck check = { 0 };
  check.has[sign] = TRUE;
  check.value[sign] = value;
  g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, day, age);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < verdict->reasons->len; i++) {
    const char *document = ((TnReason *) verdict->reasons->pdata[i])->document;
    static const struct { const char *has, *says; } names[] = { { "4038", "4038" }, { "261", "261" }, { "4377", "4377" }, { "TP.HCM", "city" } };
    for (guint n = 0; n < G_N_ELEMENTS (names); n++)
      if (strstr (document, names[n].has)) g_string_append_printf (text, "%s%s", text->len ? " " : "", names[n].says);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_every_boundary (void)
{
  static const struct { gint64 day; int age; TnSign sign; double value; const char *documents; } cases[] = {
    /* QĐ 4038: at home while breathing <= 20 and SpO2 >= 96; the others stand beside it */
    { 20210820, 30, TN_SIGN_SPO2, 95.5, "" }, { 20210820, 30, TN_SIGN_SPO2, 95, "4377" },
    { 20210821, 30, TN_SIGN_SPO2, 96, "" }, { 20210821, 30, TN_SIGN_SPO2, 95, "4038 4377" }, { 20210821, 30, TN_SIGN_SPO2, 94, "4038 4377 city" },
    { 20210821, 30, TN_SIGN_BREATHING, 20, "" }, { 20210821, 30, TN_SIGN_BREATHING, 21, "4038 4377 city" },
    { 20210821, 3, TN_SIGN_BREATHING, 21, "4038 4377 city" }, { 20210821, 30, TN_SIGN_PULSE, 130, "" },
    { 20220130, 30, TN_SIGN_SPO2, 96, "" }, { 20220130, 30, TN_SIGN_BREATHING, 20, "" },
    /* QĐ 261 takes its place on 31 January 2022 */
    { QD_261_DAY, 30, TN_SIGN_SPO2, 97, "" }, { QD_261_DAY, 30, TN_SIGN_SPO2, 96, "261" }, { QD_261_DAY, 30, TN_SIGN_SPO2, 95, "261 4377" },
    { QD_261_DAY, 30, TN_SIGN_SPO2, 94, "261 4377 city" },
    { QD_261_DAY, 30, TN_SIGN_BREATHING, 19, "" }, { QD_261_DAY, 30, TN_SIGN_BREATHING, 20, "261" }, { QD_261_DAY, 30, TN_SIGN_BREATHING, 21, "261 4377 city" },
    { QD_261_DAY, 12, TN_SIGN_BREATHING, 20, "261" }, { QD_261_DAY, 11, TN_SIGN_BREATHING, 20, "" }, { QD_261_DAY, 11, TN_SIGN_BREATHING, 29, "" },
    { QD_261_DAY, 11, TN_SIGN_BREATHING, 30, "261" }, { QD_261_DAY, 5, TN_SIGN_BREATHING, 30, "261" }, { QD_261_DAY, 5, TN_SIGN_BREATHING, 29, "" },
    { QD_261_DAY, 4, TN_SIGN_BREATHING, 39, "" }, { QD_261_DAY, 4, TN_SIGN_BREATHING, 40, "261" }, { QD_261_DAY, 1, TN_SIGN_BREATHING, 40, "261" },
    { QD_261_DAY, 1, TN_SIGN_BREATHING, 39, "" }, { QD_261_DAY, 0, TN_SIGN_BREATHING, 70, "" },
    { QD_261_DAY, 30, TN_SIGN_PULSE, 120, "" }, { QD_261_DAY, 30, TN_SIGN_PULSE, 121, "261" }, { QD_261_DAY, 30, TN_SIGN_PULSE, 50, "" },
    { QD_261_DAY, 30, TN_SIGN_PULSE, 49, "261" },
    { QD_261_DAY, 30, TN_SIGN_SYSTOLIC, 90, "" }, { QD_261_DAY, 30, TN_SIGN_SYSTOLIC, 89, "261" },
    { QD_261_DAY, 30, TN_SIGN_DIASTOLIC, 60, "" }, { QD_261_DAY, 30, TN_SIGN_DIASTOLIC, 59, "261" },
    { QD_261_DAY, 30, TN_SIGN_TEMPERATURE, 41, "" },   /* no document names a number */
    { 20301231, 80, TN_SIGN_SPO2, 96, "261" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *got = fired (cases[i].sign, cases[i].value, cases[i].day, (TnAgeSpan) { cases[i].age, cases[i].age });
    g_test_message ("%u: day %d age %d sign %u value %g", i, (int) cases[i].day, cases[i].age, cases[i].sign, cases[i].value);
    g_assert_cmpstr (got, ==, cases[i].documents);
  }
}

static void
test_ages_from_births (void)
{
  static const struct { const char *birth, *on; int min, max; } cases[] = {
    { "2017-02-10", "2022-02-10", 5, 5 }, { "2017-02-11", "2022-02-10", 4, 4 }, { "2010-02-10", "2022-02-10", 12, 12 }, { "2010-02-11", "2022-02-10", 11, 11 },
    { "2017-02", "2022-02-10", 4, 5 }, { "2017-01", "2022-02-10", 5, 5 }, { "2017", "2022-02-10", 4, 5 }, { "2022", "2022-02-10", 0, 0 },
    { "1960-02-29", "2022-02-28", 61, 61 }, { NULL, "2022-02-10", 0, TN_AGE_ANY - 1 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    TnAgeSpan span = tn_age_span (cases[i].birth, cases[i].on);
    g_test_message ("%s on %s", cases[i].birth, cases[i].on);
    g_assert_cmpint (span.min, ==, cases[i].min);
    g_assert_cmpint (span.max, ==, cases[i].max);
  }
}

/* Age not known: the strictest of all that could apply, once, and it is said. */
static void
test_unknown_age (void)
{
  g_autoptr (TnThresholds) thresholds = tn_thresholds_new ();
  TnCheck check = { 0 };
  check.has[TN_SIGN_BREATHING] = TRUE;
  static const struct { TnAgeSpan age; double value; guint n; gboolean unsure; } cases[] = {
    { { 0, TN_AGE_ANY - 1 }, 45, 3, TRUE },   /* 261 once, though three of its ages fire; 4377; city */
    { { 0, TN_AGE_ANY - 1 }, 20, 1, TRUE }, { { 0, TN_AGE_ANY - 1 }, 19, 0, TRUE },
    { { 4, 5 }, 30, 1, TRUE }, { { 4, 5 }, 29, 0, TRUE }, { { 5, 6 }, 30, 1, FALSE }, { { 11, 12 }, 20, 1, TRUE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    check.value[TN_SIGN_BREATHING] = cases[i].value;
    g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, QD_261_DAY, cases[i].age);
    g_autofree char *hints = tn_verdict_dup_hints (verdict);
    g_test_message ("%d to %d, %g", cases[i].age.min, cases[i].age.max, cases[i].value);
    g_assert_cmpuint (verdict->reasons->len, ==, cases[i].n);
    g_assert_cmpint (verdict->unsure, ==, cases[i].unsure);
    g_assert_cmpint (strstr (hints, "strictest") != NULL, ==, cases[i].unsure);
  }
}

static void
test_infants_have_no_number (void)
{
  g_autoptr (TnThresholds) thresholds = tn_thresholds_new ();
  TnCheck check = { 0 };
  check.has[TN_SIGN_BREATHING] = TRUE;
  check.value[TN_SIGN_BREATHING] = 55;
  g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, QD_261_DAY, (TnAgeSpan) { 0, 0 });
  g_assert_false (tn_verdict_is_danger (verdict));
  g_assert_true (verdict->infant);
}

/* Low once: a danger, and to be measured again. The second value decides, both ways. */
static void
test_spo2_is_measured_again (void)
{
  static const struct { double first; gboolean has_again; double again; gboolean danger, ask; } cases[] = {
    { 97, FALSE, 0, FALSE, FALSE }, { 96, FALSE, 0, TRUE, TRUE }, { 96, TRUE, 97, FALSE, FALSE }, { 96, TRUE, 96, TRUE, FALSE }, { 97, TRUE, 93, TRUE, FALSE },
  };
  g_autoptr (TnThresholds) thresholds = tn_thresholds_new ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    TnCheck check = { .has_again = cases[i].has_again, .again = cases[i].again };
    check.has[TN_SIGN_SPO2] = TRUE;
    check.value[TN_SIGN_SPO2] = cases[i].first;
    g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, QD_261_DAY, (TnAgeSpan) { 40, 40 });
    g_assert_cmpint (tn_verdict_is_danger (verdict), ==, cases[i].danger);
    g_assert_cmpint (verdict->measure_again, ==, cases[i].ask);
  }
}

static void
test_each_danger_sign_is_named (void)
{
  g_autoptr (TnThresholds) thresholds = tn_thresholds_new ();
  const char *const *signs = tn_watch_danger_signs ();
  guint n = 0;
  for (; signs[n]; n++) {
    TnCheck check = { 0 };
    tn_check_set (&check, signs[n], tn_slice ("true", -1));
    g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, QD_261_DAY, TN_AGE_UNKNOWN);
    g_assert_cmpuint (verdict->reasons->len, ==, 1);
    g_autofree char *said = tn_reason_say (verdict->reasons->pdata[0]);
    g_assert_nonnull (strstr (said, "(QĐ 261/QĐ-BYT: danger sign)"));
    tn_check_set (&check, signs[n], tn_slice ("null", -1));
    g_assert_cmpuint (check.signs, ==, 0);
  }
  g_assert_cmpuint (n, ==, 10);
  TnCheck tired = { 0 };
  tn_check_set (&tired, "tired", tn_slice ("true", -1));
  g_assert_cmpuint (tired.signs, ==, 0);
}

static void
test_words (void)
{
  g_autoptr (TnThresholds) thresholds = tn_thresholds_new ();
  TnCheck check = { .signs = 1 };
  check.has[TN_SIGN_SPO2] = check.has[TN_SIGN_PULSE] = TRUE;
  check.value[TN_SIGN_SPO2] = 91;
  check.value[TN_SIGN_PULSE] = 130;
  g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, QD_261_DAY, (TnAgeSpan) { 40, 40 });
  static const char *const said[] = {
    "SpO2 91 % (QĐ 261/QĐ-BYT: SpO2 ≤ 96 %)", "SpO2 91 % (QĐ 4377/QĐ-BYT: SpO2 ≤ 95 %)",
    "SpO2 91 % (Gói chăm sóc F0 tại nhà TP.HCM: SpO2 < 95 %)", "Breathless (QĐ 261/QĐ-BYT: danger sign)", "pulse 130/min (QĐ 261/QĐ-BYT: pulse > 120/min)",
  };
  g_assert_cmpuint (verdict->reasons->len, ==, G_N_ELEMENTS (said));
  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autofree char *text = tn_reason_say (verdict->reasons->pdata[i]);
    g_assert_cmpstr (text, ==, said[i]);
  }
  g_autoptr (GPtrArray) lines = tn_verdict_lines (verdict);
  g_assert_cmpuint (lines->len, ==, 3);
  g_assert_cmpstr (lines->pdata[0], ==, "SpO2 91 % (QĐ 261/QĐ-BYT: SpO2 ≤ 96 %; QĐ 4377/QĐ-BYT: SpO2 ≤ 95 %; Gói chăm sóc F0 tại nhà TP.HCM: SpO2 < 95 %)");
  g_assert_cmpstr (lines->pdata[2], ==, "pulse 130/min (QĐ 261/QĐ-BYT: pulse > 120/min)");
}

/* A district's own record counts beside the built-in ones, in its time and for its ages. */
static void
test_added_thresholds (void)
{
  g_autoptr (TnThresholds) thresholds = tn_thresholds_new ();
  tn_thresholds_add (thresholds, &(TnThreshold) { TN_SIGN_TEMPERATURE, TN_LIMIT_AT_LEAST, 38.5, 0, 16, "CV 1/TTYT", 20220301, 20220331 });
  static const struct { gint64 day; int age; double value; guint n; } cases[] = {
    { 20220301, 10, 38.5, 1 }, { 20220331, 0, 39, 1 }, { 20220301, 10, 38.4, 0 }, { 20220301, 16, 40, 0 }, { 20220228, 10, 40, 0 }, { 20220401, 10, 40, 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    TnCheck check = { 0 };
    check.has[TN_SIGN_TEMPERATURE] = TRUE;
    check.value[TN_SIGN_TEMPERATURE] = cases[i].value;
    g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, cases[i].day, (TnAgeSpan) { cases[i].age, cases[i].age });
    g_assert_cmpuint (verdict->reasons->len, ==, cases[i].n);
  }
}

/* ---- slips of the hand ---- */

static void
test_what_cannot_be (void)
{
  static const struct { const char *fields; gboolean ok; } cases[] = {
    { "spo2=97", TRUE }, { "spo2=101", FALSE }, { "spo2=9", FALSE }, { "spo2=960", FALSE }, { "temperature=37.5", TRUE }, { "temperature=375", FALSE },
    { "temperature=29.9", FALSE }, { "breathing=0", FALSE }, { "breathing=18", TRUE }, { "pulse=19", FALSE }, { "pulse=72", TRUE },
    { "systolic=120 diastolic=80", TRUE }, { "systolic=80 diastolic=120", FALSE }, { "systolic=80 diastolic=80", FALSE },
    { "spo2=96 spo2_again=97", TRUE }, { "spo2_again=97", FALSE }, { "spo2=96 spo2_again=970", FALSE },
    { "", FALSE }, { "tired=true", FALSE }, { "breathless=true", TRUE }, { "spo2=97 at=1000", TRUE }, { "spo2=97 at=2000000", FALSE },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_auto (GStrv) fields = g_strsplit (cases[i].fields, " ", -1);
    g_autoptr (GError) error = NULL;
    TnCheck check = { 0 };
    for (guint f = 0; fields[f]; f++) {
      g_auto (GStrv) pair = g_strsplit (fields[f], "=", 2);
      tn_check_set (&check, pair[0], tn_slice (pair[1], -1));
    }
    g_test_message ("%s", cases[i].fields);
    g_assert_cmpint (tn_check_validate (&check, 1000000, &error), ==, cases[i].ok);
    if (!cases[i].ok) g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
  }
}

/* ---- two checks a day ---- */

static void
test_schedule (void)
{
  /* checks: part, day and time; `begun` when watching began */
  static const struct { const char *begun, *now, *checks; gboolean due; guint missed, n_today; const char *since; } cases[] = {
    { "2022-02-09 00:00", "2022-02-10 08:00", "morning 2022-02-09 07:30;afternoon 2022-02-09 17:00", TRUE, 1, 0, "2022-02-10 00:00" },
    { "2022-02-09 00:00", "2022-02-10 08:00", "morning 2022-02-09 07:30;afternoon 2022-02-09 17:00;morning 2022-02-10 07:00", FALSE, 0, 1, NULL },
    { "2022-02-09 00:00", "2022-02-10 12:59", "morning 2022-02-10 07:00", FALSE, 0, 1, NULL },
    { "2022-02-09 00:00", "2022-02-10 13:00", "morning 2022-02-10 07:00", TRUE, 1, 1, "2022-02-10 13:00" },
    { "2022-02-09 00:00", "2022-02-10 13:00", "", TRUE, 4, 0, "2022-02-09 00:00" },
    { "2022-02-09 15:00", "2022-02-10 08:00", "", TRUE, 2, 0, "2022-02-09 15:00" },
    { "2022-02-09 15:00", "2022-02-10 08:00", "afternoon 2022-02-09 15:05", TRUE, 1, 0, "2022-02-10 00:00" },
    { "2022-02-10 15:00", "2022-02-10 16:00", "", TRUE, 1, 0, "2022-02-10 15:00" },
    { "2022-02-10 09:00", "2022-02-10 13:00", "", TRUE, 2, 0, "2022-02-10 09:00" },
    /* in between counts as a look, not as one of the two */
    { "2022-02-09 00:00", "2022-02-10 16:00", "afternoon 2022-02-09 17:00;extra 2022-02-10 11:00", TRUE, 2, 1, "2022-02-10 00:00" },
    /* the morning's written late is the morning's; no part named: by the clock */
    { "2022-02-09 00:00", "2022-02-10 16:00", "morning 2022-02-10 14:00", TRUE, 1, 1, "2022-02-10 13:00" },
    { "2022-02-09 00:00", "2022-02-10 16:00", " 2022-02-10 14:00", FALSE, 0, 1, NULL },
    { "2022-02-09 00:00", "2022-02-10 08:00", "morning 2022-02-10 00:00", FALSE, 0, 1, NULL },
    { "2022-02-09 00:00", "2022-02-10 08:00", "morning 2022-02-09 23:59", TRUE, 2, 0, "2022-02-09 13:00" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GArray) checks = g_array_new (FALSE, TRUE, sizeof (TnListed));
    g_auto (GStrv) lines = g_strsplit (cases[i].checks, ";", -1);
    TnSchedule schedule;
    for (guint c = 0; lines[c] && *lines[c]; c++) {
      const char *blank = strchr (lines[c], ' ');
      g_autofree char *part = g_strndup (lines[c], (gsize) (blank - lines[c]));
      TnListed check = { .state = g_intern_string (part), .at = at (blank + 1) };
      g_array_append_val (checks, check);
    }
    tn_watch_schedule (checks, at (cases[i].begun), at (cases[i].now), &schedule);
    g_test_message ("%u: %s, %s", i, cases[i].now, cases[i].checks);
    g_assert_cmpint (schedule.due, ==, cases[i].due);
    g_assert_cmpuint (schedule.missed, ==, cases[i].missed);
    g_assert_cmpuint (schedule.n_today, ==, cases[i].n_today);
    g_assert_cmpint (schedule.due_since, ==, cases[i].since ? at (cases[i].since) : 0);
  }
}

static void
test_since (void)
{
  static const struct { gint64 last; const char *text; } cases[] = {
    { 0, "No check yet" }, { 990000, "Checked within the hour" }, { 1000000 - 3600000 + 10, "Checked within the hour" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    TnSchedule schedule = { .last = cases[i].last };
    g_autofree char *said = tn_schedule_say_since (&schedule, cases[i].last < 0 ? 0 : 1000000);
    g_assert_cmpstr (said, ==, cases[i].text);
  }
  TnSchedule day = { .last = 1000 }, hour = { .last = 1000 };
  g_autofree char *one = tn_schedule_say_since (&hour, 1000 + 3600000), *many = tn_schedule_say_since (&day, 1000 + 26 * 3600000);
  g_assert_cmpstr (one, ==, "No check for 1 hour");
  g_assert_cmpstr (many, ==, "No check for 26 hours");
}

/* ---- isolation ---- */

static void
test_isolation (void)
{
  static const struct { gint64 since, today, negative; TnIsolation is; gint64 day; } cases[] = {
    { 20211201, 20211210, 0, TN_ISOLATION_GOES_ON, 20211211 }, { 20211201, 20211211, 0, TN_ISOLATION_MAY_END, 20211211 },
    { 20211201, 20211210, 20211209, TN_ISOLATION_GOES_ON, 20211211 },
    { 20211225, 20211231, 0, TN_ISOLATION_GOES_ON, 20220104 }, { 20211225, 20220101, 0, TN_ISOLATION_TEST_NEEDED, 20220101 },
    { 20220101, 20220107, 20220107, TN_ISOLATION_GOES_ON, 20220108 }, { 20220101, 20220108, 0, TN_ISOLATION_TEST_NEEDED, 20220108 },
    { 20220101, 20220108, 20220107, TN_ISOLATION_TEST_NEEDED, 20220108 }, { 20220101, 20220108, 20220108, TN_ISOLATION_MAY_END, 20220108 },
    { 20220222, 20220301, 20220301, TN_ISOLATION_MAY_END, 20220301 }, { 0, 20220301, 0, TN_ISOLATION_GOES_ON, 0 }, { 20220200, 20220301, 0, TN_ISOLATION_GOES_ON, 0 },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 day;
    g_test_message ("since %d, today %d", (int) cases[i].since, (int) cases[i].today);
    g_assert_cmpint (tn_watch_isolation (cases[i].since, cases[i].today, cases[i].negative, &day), ==, cases[i].is);
    g_assert_cmpint (day, ==, cases[i].day);
  }
}

/* ---- bags ---- */

static void
test_bags (void)
{
#define AGE(n) { n, n }
  static const struct { TnKitFacts facts; gint64 days; /* 0 = refused */ const char *reason; } cases[] = {
    { { .bag = "a", .age = AGE (3) }, 7, NULL }, { { .bag = "a", .days = 7, .age = AGE (3) }, 7, NULL }, { { .bag = "a", .days = 8, .age = AGE (30) }, 0, "1 to 7" },
    { { .bag = "a", .days = -1, .age = AGE (30) }, 0, "1 to 7" }, { { .bag = "x" }, 0, "Choose" }, { { .bag = NULL }, 0, "Choose" },
    /* B without a doctor: above 20 or below 95, and nobody reached */
    { { .bag = "b", .age = AGE (50), .no_doctor = TRUE, .has_breathing = TRUE, .breathing = 21 }, 3, NULL },
    { { .bag = "b", .age = AGE (50), .no_doctor = TRUE, .has_breathing = TRUE, .breathing = 20 }, 0, "neither" },
    { { .bag = "b", .age = AGE (50), .no_doctor = TRUE, .has_spo2 = TRUE, .spo2 = 94 }, 3, NULL },
    { { .bag = "b", .age = AGE (50), .no_doctor = TRUE, .has_spo2 = TRUE, .spo2 = 95 }, 0, "neither" },
    { { .bag = "b", .age = AGE (50), .no_doctor = TRUE }, 0, "24 hours" },
    { { .bag = "b", .age = AGE (50), .has_spo2 = TRUE, .spo2 = 90 }, 0, "doctor" },
    { { .bag = "b", .age = AGE (50), .doctor = "BS Hoa", .days = 3 }, 3, NULL }, { { .bag = "b", .age = AGE (50), .doctor = "BS Hoa", .days = 4 }, 0, "3 days" },
    { { .bag = "b", .age = AGE (50), .doctor = "BS Hoa", .days = 2, .days_before = 1 }, 2, NULL },
    { { .bag = "b", .age = AGE (50), .doctor = "BS Hoa", .days = 2, .days_before = 2 }, 0, "3 days" },
    { { .bag = "b", .age = AGE (50), .doctor = "BS Hoa", .days_before = 2 }, 1, NULL }, { { .bag = "b", .age = AGE (50), .doctor = "BS Hoa", .days_before = 3 }, 0, "3 days" },
    /* C: over 18, consent, 5 days, once */
    { { .bag = "c", .age = AGE (18), .consent = TRUE }, 5, NULL }, { { .bag = "c", .age = AGE (17), .consent = TRUE }, 0, "over 18" },
    { { .bag = "c", .age = { 17, 18 }, .consent = TRUE }, 0, "over 18" }, { { .bag = "c", .age = { 0, TN_AGE_ANY - 1 }, .consent = TRUE }, 0, "not known" },
    { { .bag = "c", .age = AGE (40) }, 0, "consent" }, { { .bag = "c", .age = AGE (40), .consent = TRUE, .days = 4 }, 0, "5 days" },
    { { .bag = "c", .age = AGE (40), .consent = TRUE, .days = 6 }, 0, "5 days" }, { { .bag = "c", .age = AGE (40), .consent = TRUE, .days_before = 5 }, 0, "once" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gint64 days = 0;
    gboolean may = tn_kit_may_give (&cases[i].facts, &days, &error);
    g_test_message ("%u: bag %s", i, cases[i].facts.bag);
    g_assert_cmpint (may, ==, cases[i].days > 0);
    if (may) g_assert_cmpint (days, ==, cases[i].days);
    else {
      g_assert_error (error, TN_ERROR, TN_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].reason));
    }
  }
}

/* What is asked before the person is known says no only where no age makes it a danger: on, below and above every number of the documents. */
static void
test_no_danger_is_said_of_any_age (void)
{
  static const double values[TN_SIGN_N][7] = {
    [TN_SIGN_TEMPERATURE] = { 36, 37, 38, 38.5, 39, 40, 41 }, [TN_SIGN_SPO2] = { 92, 93, 94, 95, 96, 97, 100 }, [TN_SIGN_BREATHING] = { 19, 20, 21, 29, 30, 39, 40 },
    [TN_SIGN_PULSE] = { 49, 50, 60, 100, 120, 121, 130 }, [TN_SIGN_SYSTOLIC] = { 80, 89, 90, 91, 120, 140, 180 }, [TN_SIGN_DIASTOLIC] = { 50, 59, 60, 61, 80, 90, 110 },
  };
  static const gint64 days[] = { 20210820, 20210821, 20220130, QD_261_DAY, 20301231 };
  static const TnAgeSpan ages[] = { { 0, 0 }, { 0, 1 }, { 4, 5 }, { 5, 5 }, { 11, 12 }, { 30, 30 }, { 80, 81 }, { 0, TN_AGE_ANY - 1 }, { -1, -1 } };
  g_autoptr (TnThresholds) thresholds = tn_thresholds_new ();
  guint n_no = 0, n_danger = 0;
  for (guint i = 0; i < TN_SIGN_N * 7 * G_N_ELEMENTS (days) * 2; i++) {
    guint sign = i % TN_SIGN_N;
    gint64 day = days[i / TN_SIGN_N / 7 / 2];
    TnCheck check = { 0 };
    check.has[sign] = TRUE;
    check.value[sign] = values[sign][i / TN_SIGN_N % 7];
    if (i / TN_SIGN_N / 7 % 2) check.has_again = TRUE, check.again = 97;
    gboolean may = tn_watch_may_be_danger (thresholds, &check, day);
    n_no += !may;
    for (guint a = 0; a < G_N_ELEMENTS (ages); a++) {
      g_autoptr (TnVerdict) verdict = tn_watch_judge (thresholds, &check, day, ages[a]);
      gboolean danger = tn_verdict_is_danger (verdict), unknown = ages[a].max == TN_AGE_ANY - 1;
      n_danger += danger;
      if (danger && !may) g_error ("sign %u value %g on %d: a danger at %d and none of any age", sign, check.value[sign], (int) day, ages[a].min);
      if (unknown) g_assert_cmpint (danger, ==, may);   /* and it says no wherever it can */
    }
  }
  g_assert_cmpuint (n_no, >, 100);
  g_assert_cmpuint (n_danger, >, 100);
  TnCheck breathless = { .signs = 1 };
  g_assert_true (tn_watch_may_be_danger (thresholds, &breathless, QD_261_DAY));
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/watch/every boundary of the documents", test_every_boundary);
  g_test_add_func ("/watch/ages from births", test_ages_from_births);
  g_test_add_func ("/watch/an age that is not known", test_unknown_age);
  g_test_add_func ("/watch/infants have no number", test_infants_have_no_number);
  g_test_add_func ("/watch/SpO2 is measured again", test_spo2_is_measured_again);
  g_test_add_func ("/watch/each danger sign is named", test_each_danger_sign_is_named);
  g_test_add_func ("/watch/no danger is said of any age", test_no_danger_is_said_of_any_age);
  g_test_add_func ("/watch/words", test_words);
  g_test_add_func ("/watch/a district's thresholds", test_added_thresholds);
  g_test_add_func ("/watch/what cannot be", test_what_cannot_be);
  g_test_add_func ("/watch/two checks a day", test_schedule);
  g_test_add_func ("/watch/since when", test_since);
  g_test_add_func ("/watch/isolation", test_isolation);
  g_test_add_func ("/watch/bags", test_bags);
  return g_test_run ();
}
