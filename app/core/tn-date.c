/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-date.h"
#include "tn-text.h"

#include <math.h>
#include <string.h>

/* Nobody on a list was born before, and no document is valid after: outside of it a year is a slip of the finger. */
#define FIRST_YEAR 1800
#define LAST_YEAR 2200

typedef struct { int year, month, day; } Parts;   /* month, day: 0 = not known */

static gboolean
check_parts (const Parts *d)
{
  if (d->year < FIRST_YEAR || d->year > LAST_YEAR)
    return FALSE;
  if (!d->month)
    return !d->day;
  if (d->month < 1 || d->month > 12)
    return FALSE;
  return !d->day || g_date_valid_dmy ((GDateDay) d->day, (GDateMonth) d->month, (GDateYear) d->year);
}

static char *
store_parts (const Parts *d)
{
  if (!check_parts (d))
    return NULL;
  if (!d->month)
    return g_strdup_printf ("%04d", d->year);
  if (!d->day)
    return g_strdup_printf ("%04d-%02d", d->year, d->month);
  return g_strdup_printf ("%04d-%02d-%02d", d->year, d->month, d->day);
}

static int
read_digits (const char *p, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (p[i]))
        return -1;
      value = value * 10 + (p[i] - '0');
    }
  return value;
}

/* The stored form, nothing else. A part that is written must not be zero. */
static gboolean
load_parts (const char *stored, Parts *d)
{
  gsize len = stored ? strlen (stored) : 0;

  if (len != 4 && len != 7 && len != 10)
    return FALSE;
  if ((len > 4 && stored[4] != '-') || (len > 7 && stored[7] != '-'))
    return FALSE;
  d->year = read_digits (stored, 4);
  d->month = len > 4 ? read_digits (stored + 5, 2) : 0;
  d->day = len > 7 ? read_digits (stored + 8, 2) : 0;
  if ((len > 4 && d->month < 1) || (len > 7 && d->day < 1))
    return FALSE;
  return check_parts (d);
}

gboolean
tn_date_valid (const char *stored)
{
  Parts d;

  return load_parts (stored, &d);
}

typedef struct { int value, digits; } Number;

static gboolean
is_date_word (const char *word, gsize len)
{
  static const char *const words[] = { "ngay", "thang", "nam", "sinh" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == len && memcmp (words[i], word, len) == 0)
      return TRUE;
  return FALSE;
}

/* Steps over what may stand between the numbers; NULL when it is something else. */
static const char *
skip_between (const char *p)
{
  const char *start;

  while (*p && strchr (" /-.,", *p))
    p++;
  start = p;
  while (g_ascii_isalpha (*p))
    p++;
  if (p > start)
    return is_date_word (start, (gsize) (p - start)) ? skip_between (p) : NULL;
  return !*p || g_ascii_isdigit (*p) ? p : NULL;
}

/* Splits folded text into its numbers; 0 when it holds anything that no date holds. */
static guint
split_numbers (const char *p, Number numbers[4])
{
  guint n = 0;

  while ((p = skip_between (p)) && *p)
    {
      if (n == 4)
        return 0;
      numbers[n] = (Number) { 0, 0 };
      for (; g_ascii_isdigit (*p) && numbers[n].digits < 9; p++, numbers[n].digits++)
        numbers[n].value = numbers[n].value * 10 + (*p - '0');
      n++;
    }
  return p ? n : 0;
}

/* Cuts "18:05", "00:00:00", "T18:05Z" off the end: spreadsheets give dates a time that nobody typed. */
static void
cut_time (char *text)
{
  char *colon = strchr (text, ':'), *p = colon;

  if (!p)
    return;
  while (p > text && g_ascii_isdigit (p[-1]))
    p--;
  if (p > text && p < colon && (p[-1] == ' ' || p[-1] == 't'))
    p[-1] = 0;
}

/* 24122021 as on a citizen card, or 20211224: the middle of the one can never be the month of the other. */
static gboolean
split_eight (int value, Parts *d)
{
  *d = (Parts) { value % 10000, value / 10000 % 100, value / 1000000 };
  if (check_parts (d))
    return TRUE;
  *d = (Parts) { value / 10000, value / 100 % 100, value % 100 };
  return TRUE;
}

/* Which number is what. Day and month of zero mean "not known" and are met in every old list (00/00/1960). */
static gboolean
order_numbers (const Number *n, guint count, Parts *d)
{
  *d = (Parts) { 0, 0, 0 };
  if (count == 1 && n[0].digits == 8)
    return split_eight (n[0].value, d);
  if (count == 0 || count > 3)
    return FALSE;
  if (n[0].digits == 4)
    {
      *d = (Parts) { n[0].value, count > 1 ? n[1].value : 0, count > 2 ? n[2].value : 0 };
      return (count < 2 || n[1].digits <= 2) && (count < 3 || n[2].digits <= 2);
    }
  if (count == 1 || n[count - 1].digits != 4 || n[0].digits > 2 || n[count - 2].digits > 2)
    return FALSE;
  *d = (Parts) { n[count - 1].value, n[count - 2].value, count == 3 ? n[0].value : 0 };
  if (!d->month)
    d->day = 0;
  return TRUE;
}

char *
tn_date_parse (const char *written)
{
  g_autofree char *folded = tn_text_fold (written, -1);
  Number numbers[4];
  Parts d;

  cut_time (folded);
  return order_numbers (numbers, split_numbers (folded, numbers), &d) ? store_parts (&d) : NULL;
}

char *
tn_date_from_serial (double serial, gboolean date1904)
{
  GDate date;
  double day = floor (serial);

  if (!isfinite (serial) || day < (date1904 ? 0 : 1) || day > 74000)
    return NULL;
  /* Excel believes in 29 February 1900 (serial 60); before it the count starts a day later. */
  if (!date1904 && day == 60)
    return NULL;
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, date1904 ? 1904 : 1900);
  g_date_add_days (&date, (guint) day - (date1904 ? 0 : day < 60 ? 1 : 2));
  if (g_date_get_year (&date) > 2100)
    return NULL;
  return store_parts (&(Parts) { g_date_get_year (&date), (int) g_date_get_month (&date), g_date_get_day (&date) });
}

char *
tn_date_format (const char *stored)
{
  Parts d;

  if (!load_parts (stored, &d))
    return g_strdup (stored ? stored : "");
  if (!d.month)
    return g_strdup_printf ("%04d", d.year);
  if (!d.day)
    return g_strdup_printf ("%02d/%04d", d.month, d.year);
  return g_strdup_printf ("%02d/%02d/%04d", d.day, d.month, d.year);
}

GTimeZone *
tn_date_zone (void)
{
  static gsize zone;

  if (g_once_init_enter (&zone))
    g_once_init_leave (&zone, (gsize) g_time_zone_new_local ());
  return (GTimeZone *) zone;
}

GDateTime *
tn_date_local (gint64 ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (ms / 1000 - (ms % 1000 < 0));

  return time ? g_date_time_to_timezone (time, tn_date_zone ()) : NULL;
}

GDateTime *
tn_date_midnight (int year, int month, int day)
{
  return g_date_time_new (tn_date_zone (), year, month, day, 0, 0, 0);
}

static char *
format_local (gint64 ms, const char *format)
{
  g_autoptr (GDateTime) time = tn_date_local (ms);

  return time ? g_date_time_format (time, format) : g_strdup ("");
}

char *
tn_date_format_time (gint64 ms)
{
  return format_local (ms, "%d/%m/%Y %H:%M");
}

int
tn_date_age (const char *birth, const char *on)
{
  Parts b, o;
  int age;

  if (!load_parts (birth, &b) || !load_parts (on, &o))
    return -1;
  /* Who is known by the year only counts from 1 January, as the lists of the elderly do. */
  age = o.year - b.year;
  if (b.month && o.month && (o.month < b.month || (o.month == b.month && b.day && o.day && o.day < b.day)))
    age--;
  return age < 0 ? -1 : age;
}

char *
tn_date_today (gint64 now_ms)
{
  return format_local (now_ms, "%Y-%m-%d");
}
