/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-date.h"

#include <math.h>

static void
assert_parse (const char *written, const char *want)
{
  g_autofree char *stored = tn_date_parse (written);

  g_assert_cmpstr (stored, ==, want);
  if (want)
    g_assert_true (tn_date_valid (stored));
}

static void
test_reads_what_people_write (void)
{
  assert_parse ("24/12/2021", "2021-12-24");
  assert_parse ("4-7-1960", "1960-07-04");
  assert_parse (" 04 . 07 . 1960 ", "1960-07-04");
  assert_parse ("ngày 4 tháng 7 năm 1960", "1960-07-04");
  assert_parse ("Sinh năm 1960", "1960");
  assert_parse ("12/2021", "2021-12");
  assert_parse ("1960", "1960");
  assert_parse ("2021-12-24", "2021-12-24");
  assert_parse ("2021/12", "2021-12");
  assert_parse ("2021-12-24 00:00:00", "2021-12-24");
  assert_parse ("2021-12-24T18:05:00", "2021-12-24");
  assert_parse ("24/12/2021 18:05", "2021-12-24");
  assert_parse ("04071960", "1960-07-04");
  assert_parse ("20211224", "2021-12-24");
  assert_parse ("00/00/1960", "1960");
  assert_parse ("00/07/1960", "1960-07");
  assert_parse ("29/02/2020", "2020-02-29");
}

static void
test_refuses_what_is_no_date (void)
{
  static const char *const bad[] = {
    "", "abc", "24.12.21", "24/12", "31/02/2020", "29/02/2021", "13/13/2021", "32/01/2021", "24/12/20211", "1/2/3/2021", "1799", "2201",
    "24/12/2021x", "12/24/2021", "18:05", "196", "99999999", "5 tuổi", "2021-1224", "123456789012", "//", "12/12",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *stored = tn_date_parse (bad[i]);

      if (stored)
        g_error ("“%s” was read as %s", bad[i], stored);
    }
}

static void
test_stored_form_is_strict (void)
{
  static const char *const bad[] = { "", "196", "1960-", "1960-7", "1960-00", "1960-13", "1960-07-00", "1960-07-32", "1960/07/04", "1960-07-4x",
                                     "1700-01-01", "19600704" };

  g_assert_true (tn_date_valid ("1960"));
  g_assert_true (tn_date_valid ("1960-07"));
  g_assert_true (tn_date_valid ("1960-07-31"));
  g_assert_false (tn_date_valid (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (tn_date_valid (bad[i]));
}

static void
assert_serial (double serial, gboolean date1904, const char *want)
{
  g_autofree char *stored = tn_date_from_serial (serial, date1904);

  g_assert_cmpstr (stored, ==, want);
}

static void
test_spreadsheet_serials (void)
{
  assert_serial (1, FALSE, "1900-01-01");
  assert_serial (59, FALSE, "1900-02-28");
  assert_serial (60, FALSE, NULL);           /* 29 February 1900 never was */
  assert_serial (61, FALSE, "1900-03-01");
  assert_serial (44554, FALSE, "2021-12-24");
  assert_serial (44554.75, FALSE, "2021-12-24");
  assert_serial (22101, FALSE, "1960-07-04");
  assert_serial (73415, FALSE, "2100-12-31");
  assert_serial (73416, FALSE, NULL);
  assert_serial (0, FALSE, NULL);
  assert_serial (0.5, FALSE, NULL);
  assert_serial (-1, FALSE, NULL);
  assert_serial (NAN, FALSE, NULL);
  assert_serial (INFINITY, FALSE, NULL);
  assert_serial (1e300, FALSE, NULL);
  assert_serial (0, TRUE, "1904-01-01");
  assert_serial (43092, TRUE, "2021-12-24");  /* 1462 days less than with the other base */
  assert_serial (-1, TRUE, NULL);
}

static void
assert_format (const char *stored, const char *want)
{
  g_autofree char *shown = tn_date_format (stored);

  g_assert_cmpstr (shown, ==, want);
}

static void
test_shows_dates_as_people_write_them (void)
{
  g_autofree char *time = tn_date_format_time (G_GINT64_CONSTANT (1640343900000));
  g_autofree char *today = tn_date_today (G_GINT64_CONSTANT (1640365200000) - 1), *tomorrow = tn_date_today (G_GINT64_CONSTANT (1640365200000));

  assert_format ("2021-12-24", "24/12/2021");
  assert_format ("2021-12", "12/2021");
  assert_format ("1960", "1960");
  assert_format ("soon", "soon");
  assert_format (NULL, "");
  g_assert_cmpstr (time, ==, "24/12/2021 18:05");
  g_assert_cmpstr (today, ==, "2021-12-24");
  g_assert_cmpstr (tomorrow, ==, "2021-12-25");
}

static void
test_ages (void)
{
  g_assert_cmpint (tn_date_age ("1960-07-04", "2021-07-03"), ==, 60);
  g_assert_cmpint (tn_date_age ("1960-07-04", "2021-07-04"), ==, 61);
  g_assert_cmpint (tn_date_age ("1960-07", "2021-06-30"), ==, 60);
  g_assert_cmpint (tn_date_age ("1960-07", "2021-07-01"), ==, 61);
  g_assert_cmpint (tn_date_age ("1960", "2021-01-01"), ==, 61);
  g_assert_cmpint (tn_date_age ("2021-12-24", "2021-12-24"), ==, 0);
  g_assert_cmpint (tn_date_age ("2022", "2021-12-24"), ==, -1);
  g_assert_cmpint (tn_date_age (NULL, "2021-12-24"), ==, -1);
  g_assert_cmpint (tn_date_age ("x", "2021-12-24"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/reads-what-people-write", test_reads_what_people_write);
  g_test_add_func ("/date/refuses-what-is-no-date", test_refuses_what_is_no_date);
  g_test_add_func ("/date/stored-form-is-strict", test_stored_form_is_strict);
  g_test_add_func ("/date/spreadsheet-serials", test_spreadsheet_serials);
  g_test_add_func ("/date/shows-dates-as-people-write-them", test_shows_dates_as_people_write_them);
  g_test_add_func ("/date/ages", test_ages);
  return g_test_run ();
}
