/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Surveys that close within days, or should have been closed; official answers that have expired with nothing in their place. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-survey.h"
#include "tn-work-private.h"

#define SOON_DAYS 3

static gint64
get_day (gint64 now, int days)
{
  g_autofree char *day = tn_date_today (tn_day_start (now, days));

  return tn_listed_date (day);
}

static gboolean
add_surveys (TnTodayRead *read, GError **error)
{
  g_autoptr (GPtrArray) open = tn_survey_list (read->copy, "open", NULL, error);
  gint64 today = get_day (read->now, 0), soon = get_day (read->now, SOON_DAYS);

  if (!open)
    return FALSE;
  for (guint i = 0; i < open->len; i++)
    {
      TnSurveyLine *survey = open->pdata[i];

      /* Translators: %s is a date */
      if (survey->to_day && survey->to_day <= soon)
        tn_today_add (read, TN_TODAY_INFORMATION, "surveys", &survey->id, g_strdup (survey->title),
                      survey->to_day < today ? g_strdup_printf (_("Its last day was %s: close the survey"), survey->to)
                                             : g_strdup_printf (_("The survey closes on %s"), survey->to), tn_work_due (survey->to_day));
    }
  return TRUE;
}

/* By the index of their last day; those that name what took their place are done with. */
static gboolean
add_answers (TnTodayRead *read, GError **error)
{
  TnListedQuery query = { .kind = "official_answer", .from = 1, .to = get_day (read->now, 0), .newest_first = TRUE };
  g_autoptr (GArray) expired = tn_query_listed (read->copy, &query, error);

  for (guint i = 0; expired && i < expired->len; i++)
    {
      const TnListed *one = &g_array_index (expired, TnListed, i);
      g_autofree char *stored = tn_listed_date_text (one->at), *shown = stored ? tn_date_format (stored) : NULL;

      /* a month or a year holds to its end: one of which the day is not known is told only when that is past */
      if (!tn_id_is_null (&one->ref) || (!stored && one->at / 100 >= query.to / 100) || (one->at % 10000 == 0 && one->at / 10000 >= query.to / 10000))
        continue;
      /* Translators: %s is a date */
      tn_today_add (read, TN_TODAY_INFORMATION, "information", &one->id, tn_query_title (read->copy, &one->id),
                    shown ? g_strdup_printf (_("Expired on %s, and nothing is in its place"), shown) : g_strdup (_("Expired, and nothing is in its place")), tn_work_due (one->at));
    }
  return expired != NULL;
}

gboolean
tn_today_add_information (TnTodayRead *read, GError **error)
{
  return add_surveys (read, error) && add_answers (read, error);
}
