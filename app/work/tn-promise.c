/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-promise.h"

#define PERIODS_MAX 1200   /* a hundred years of months: a first day in 1022 is a slip of the keyboard */

static gboolean
read_day (gint64 day, GDate *date)
{
  guint year = (guint) (day / 10000), month = MAX ((guint) (day / 100 % 100), 1), of_month = MAX ((guint) (day % 100), 1);

  if (day <= 0 || year > 9999 || !g_date_valid_dmy ((GDateDay) of_month, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) of_month, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

static gint64
write_day (const GDate *date)
{
  return (gint64) g_date_get_year (date) * 10000 + g_date_get_month (date) * 100 + g_date_get_day (date);
}

gint64
tn_promise_add_months (gint64 day, int months)
{
  GDate date;

  if (!read_day (day, &date))
    return 0;
  g_date_add_months (&date, (guint) months);
  return write_day (&date);
}

static gint64
day_before (gint64 day)
{
  GDate date;

  if (!read_day (day, &date))
    return 0;
  g_date_subtract_days (&date, 1);
  return write_day (&date);
}

static int
months_of (const char *every)
{
  return g_strcmp0 (every, "month") == 0 ? 1 : g_strcmp0 (every, "quarter") == 0 ? 3 : g_strcmp0 (every, "year") == 0 ? 12 : 0;
}

/* By when period `k` is due; 0 = there is none. */
static gint64
due_of (const TnPromise *promise, guint k)
{
  int months = months_of (promise->every);
  gint64 begins, ends;

  if (months == 0)
    return k > 0 ? 0 : promise->to ? promise->to : tn_promise_add_months (promise->from, 1);
  begins = tn_promise_add_months (promise->from, months * (int) k);
  if (!begins || (promise->to && begins > promise->to))
    return 0;
  ends = day_before (tn_promise_add_months (promise->from, months * (int) (k + 1)));
  return promise->to ? MIN (ends, promise->to) : ends;
}

TnPromiseState
tn_promise_judge (const TnPromise *promise, guint n_came, gint64 amount_came, gint64 today)
{
  TnPromiseState state = { 0 };
  guint covered = promise->amount > 0 ? (guint) CLAMP (amount_came / promise->amount, 0, PERIODS_MAX) : n_came;
  gint64 due;

  if (!promise->from || (promise->to && promise->to < promise->from))
    return state;
  for (guint k = 0; k < PERIODS_MAX && (due = due_of (promise, k)) > 0; k++)
    {
      if (due >= today)
        {
          if (k >= covered && !state.next)
            state.next = due;
          if (state.next)
            break;
          continue;
        }
      state.n_due++;
      if (k >= covered && !state.since)
        state.since = due;
    }
  state.amount_due = promise->amount * state.n_due;
  state.amount_overdue = MAX (state.amount_due - amount_came, 0) * (promise->amount > 0);
  state.n_overdue = state.n_due > covered ? state.n_due - covered : 0;
  return state;
}
