/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a contact is watched, and what a contact needs today: the rules, without a copy. */
#include "tn-tracing.h"
#include "tn-date.h"

/* By the day of the last meeting, so that two laptops say the same whenever they look. Of the row of 16 December 2021 the seven days were read in
 * the document itself (only the vaccinated are its matter); the ten days of others are those that wards kept then. A ward that has another
 * order sets the days of a contact by hand. */
static const TnTracingPeriod periods[] = {
  { "2021-07-30", 14, 14, "QĐ 3638/QĐ-BYT, 30/07/2021" },
  { "2021-12-16", 10, 7, "CV 10696/BYT-MT, 16/12/2021" },
  { "2022-02-21", 7, 5, "CV 762/BYT-DP, 21/02/2022" },
};

#define DOSES 2
#define DOSE_MIN_DAYS 14
#define DOSE_MAX_DAYS 183   /* six months */

const TnTracingPeriod *
tn_tracing_period (const char *last_met)
{
  gsize i = G_N_ELEMENTS (periods) - 1;
  while (i > 0 && last_met && strcmp (last_met, periods[i].from) < 0) i--;
  return &periods[i];
}

static gboolean
read_date (const char *date, GDate *out)
{
  gint64 at = tn_listed_date (date);
  if (at % 100 == 0 || at / 100 % 100 == 0) return FALSE;
  g_date_clear (out, 1);
  g_date_set_dmy (out, (GDateDay) (at % 100), (GDateMonth) (at / 100 % 100), (GDateYear) (at / 10000));
  return g_date_valid (out);
}

char *
tn_tracing_add_days (const char *date, int days)
{
  GDate day;
  if (!read_date (date, &day)) return NULL;
  if (days >= 0) g_date_add_days (&day, (guint) days);
  else g_date_subtract_days (&day, (guint) -days);
  return g_strdup_printf ("%04u-%02u-%02u", (guint) g_date_get_year (&day), (guint) g_date_get_month (&day), (guint) g_date_get_day (&day));
}

gboolean
tn_tracing_vaccinated (gint64 doses, const char *last, const char *on)
{
  GDate from, to;
  if (doses < DOSES || !read_date (last, &from) || !read_date (on, &to)) return FALSE;
  int days = g_date_days_between (&from, &to);
  return days >= DOSE_MIN_DAYS && days <= DOSE_MAX_DAYS;
}

static gboolean
was_reached (const char *result)
{
  return g_str_equal (result, "well") || g_str_equal (result, "refused");
}

TnTracingNeed
tn_tracing_need (gint64 today, gint64 until, gint64 next, const char *result, gboolean called_today)
{
  if (g_str_equal (result, "symptoms")) return TN_TRACING_SYMPTOMS;   /* until somebody opens the case or finds the person well */
  if (until && until < today) return TN_TRACING_OVER;
  if (called_today && was_reached (result)) return TN_TRACING_REACHED;
  if (called_today) return TN_TRACING_AGAIN;
  return next <= today ? TN_TRACING_DUE : TN_TRACING_REACHED;   /* next 0: nobody has said when, so it is due */
}
