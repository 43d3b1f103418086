/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two checks a day, and when isolation may end. */
#include "tn-watch.h"
#include <glib/gi18n.h>
#include "tn-today.h"

#define PARTS 64   /* so far back is looked for missed ones */
#define NOON_HOURS 13

/* Parts of the day are counted: of one day 0 is the morning, 1 the afternoon; those of the day before are -2 and -1. */
static gint64
part_start (gint64 now, int part)
{
  int day = part >= 0 ? part / 2 : (part - 1) / 2;
  gint64 start = tn_day_start (now, day);
  return part % 2 == 0 ? start : start + (gint64) NOON_HOURS * 3600 * 1000;
}

/* Which part of which day a check is for; FALSE = in between. */
static gboolean
part_of (const TnListed *check, int today, int *part)
{
  if (g_str_equal (check->state, "extra")) return FALSE;
  const char *name = *check->state ? check->state : tn_day_part (check->at);
  *part = (tn_day_number (check->at) - today) * 2 + (g_str_equal (name, "morning") ? 0 : 1);
  return TRUE;
}

/* Bit i: the part i before the present one is done. */
static guint64
read_done (const GArray *checks, gint64 now, int present, TnSchedule *schedule)
{
  guint64 done = 0;
  int today = tn_day_number (now);
  for (guint i = 0; i < checks->len; i++) {
    const TnListed *check = &g_array_index (checks, TnListed, i);
    int part;
    schedule->last = MAX (schedule->last, check->at);
    schedule->n_today += tn_day_number (check->at) == today;
    if (!part_of (check, today, &part)) continue;
    if (part == 0) schedule->morning = TRUE;
    if (part == 1) schedule->afternoon = TRUE;
    if (part <= present && present - part < PARTS) done |= G_GUINT64_CONSTANT (1) << (present - part);
  }
  return done;
}

void
tn_watch_schedule (const GArray *checks, gint64 begun, gint64 now, TnSchedule *schedule)
{
  *schedule = (TnSchedule) { 0 };
  int present = g_str_equal (tn_day_part (now), "morning") ? 0 : 1;
  guint64 done = read_done (checks, now, present, schedule);
  schedule->due = !(done & 1);
  while (schedule->missed < PARTS && !(done & G_GUINT64_CONSTANT (1) << schedule->missed)) {
    int part = present - (int) schedule->missed;
    if (schedule->missed > 0 && part_start (now, part + 1) <= begun) break;   /* it was over before watching began */
    schedule->due_since = MAX (part_start (now, part), MIN (begun, now));
    schedule->missed++;
  }
}

char *
tn_schedule_say_since (const TnSchedule *schedule, gint64 now)
{
  if (!schedule->last) return g_strdup (_("No check yet"));
  guint hours = (guint) (MAX (now - schedule->last, 0) / 3600000);
  if (hours < 1) return g_strdup (_("Checked within the hour"));
  return g_strdup_printf (ngettext ("No check for %u hour", "No check for %u hours", hours), hours);
}

/* ---- isolation ---- */

static gint64
add_days (gint64 day, int days)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) (day % 100), (GDateMonth) (day / 100 % 100), (GDateYear) (day / 10000));
  g_date_add_days (&date, (guint) days);
  return (gint64) g_date_get_year (&date) * 10000 + g_date_get_month (&date) * 100 + g_date_get_day (&date);
}

TnIsolation
tn_watch_isolation (gint64 since, gint64 today, gint64 negative, gint64 *day)
{
  gboolean valid = since > 0 && since / 10000 < 9999 && g_date_valid_dmy ((GDateDay) (since % 100), (GDateMonth) (since / 100 % 100), (GDateYear) (since / 10000));
  *day = 0;
  if (!valid) return TN_ISOLATION_GOES_ON;
  gboolean old = today < 20220101;
  *day = add_days (since, old ? 10 : 7);
  if (today < *day) return TN_ISOLATION_GOES_ON;
  return old || negative >= add_days (since, 7) ? TN_ISOLATION_MAY_END : TN_ISOLATION_TEST_NEEDED;
}
