/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Referrals that nobody took, and whose day has come or is past. What they are for is not said here. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-care.h"
#include "tn-date.h"

static gint64
get_ms (gint64 date)
{
  g_autoptr (GDateTime) day = tn_date_midnight ((int) (date / 10000), MAX ((int) (date / 100 % 100), 1), MAX ((int) (date % 100), 1));
  return day ? g_date_time_to_unix (day) * 1000 : 0;
}

static char *
say_due (gint64 due, gint64 today)
{
  g_autofree char *shown = tn_listed_date_show (due);
  if (due == today) return g_strdup (_("Somebody must take it today"));
  /* Translators: %s is a date */
  return g_strdup_printf (_("Somebody should have taken it by %s"), shown);
}

gboolean
tn_today_add_care (TnTodayRead *read, GError **error)
{
  g_autofree char *day = tn_date_today (read->now);
  gint64 today = tn_listed_date (day);
  TnListedQuery query = { .kind = "referral", .state = "open", .from = 1, .to = today + 1 };
  guint n;
  if (!tn_query_count_listed (read->copy, &query, &n, error)) return FALSE;
  query.limit = read->limit;
  g_autoptr (GArray) due = n ? tn_query_listed (read->copy, &query, error) : NULL;
  if (n && !due) return FALSE;
  for (guint i = 0; due && i < due->len; i++) {
    const TnListed *listed = &g_array_index (due, TnListed, i);
    tn_today_add (read, TN_TODAY_REFERRAL, "care", &listed->id, tn_query_title (read->copy, &listed->parent), say_due (listed->at, today), get_ms (listed->at));
  }
  tn_today_count (read, TN_TODAY_REFERRAL, n - (due ? due->len : 0));
  return TRUE;
}
