/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Support that is approved and has not come to those it is for while the programme nears its end, and receipts that nobody has explained. */
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-support-private.h"
#include "tn-today.h"

#define NEAR_DAYS 7

static guint
count_waiting (const TnProgrammeState *state)
{
  guint n = 0;

  for (guint i = 0; i < state->all->len; i++)
    n += ((const TnStands *) state->all->pdata[i])->state == TN_STATE_APPROVED && !((const TnStands *) state->all->pdata[i])->n_counted;
  return n;
}

static gint64
get_end (gint64 day)
{
  g_autoptr (GDateTime) end = g_date_time_new (tn_date_zone (), (int) (day / 10000), (int) (day / 100 % 100), (int) (day % 100), 23, 59, 59);

  return end ? g_date_time_to_unix (end) * 1000 : 0;
}

static gboolean
add_programme (TnTodayRead *read, const TnProgrammeLine *line, GError **error)
{
  g_autoptr (TnProgrammeState) state = tn_programme_state_read (read->copy, &line->id, error);
  g_autofree char *shown = tn_listed_date_show (line->to);
  guint n = state ? count_waiting (state) : 0;

  if (n)
    tn_today_add (read, TN_TODAY_SUPPORT, "support", &line->id, g_strdup (line->name),
                  /* Translators: how many people or households; a date */
                  g_strdup_printf (ngettext ("%u approved and nothing handed over; ends on %s", "%u approved and nothing handed over; ends on %s", n), n, shown), get_end (line->to));
  return state != NULL;
}

/* Two laptops that each kept the quota can be beyond it together. */
static gboolean
add_over_quota (TnTodayRead *read, const TnProgrammeLine *line, GError **error)
{
  g_autoptr (TnProgramme) programme = tn_programme_read (read->copy, &line->id, error);
  TnListedQuery query = { .kind = "entitlement", .ref = &line->id, .state = "approved" };
  guint n = 0;

  if (!programme || (programme->quota && !tn_query_count_listed (read->copy, &query, &n, error)))
    return FALSE;
  if (programme->quota && n > programme->quota)
    tn_today_add (read, TN_TODAY_SUPPORT, "support", &line->id, g_strdup (line->name),
                  /* Translators: how many are approved; the programme's quota */
                  g_strdup_printf (_("%u are approved, and it is for at most %u: refuse some, or raise the quota"), n, programme->quota), 0);
  return TRUE;
}

static gboolean
add_waiting (TnTodayRead *read, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_lines_read (read->copy, "open", "", error);
  g_autofree char *day = tn_date_today (tn_day_start (read->now, NEAR_DAYS));

  for (guint i = 0; lines && i < lines->len; i++)
    {
      const TnProgrammeLine *line = lines->pdata[i];

      if (!add_over_quota (read, line, error))
        return FALSE;
      if (line->to && line->to <= tn_listed_date (day) && !add_programme (read, line, error))
        return FALSE;
    }
  return lines != NULL;
}

gboolean
tn_today_add_support (TnTodayRead *read, GError **error)
{
  guint n;

  if (!tn_support_count_doubles (read->copy, &n, error))
    return FALSE;
  if (n)
    tn_today_add (read, TN_TODAY_SUPPORT, "support", NULL, g_strdup (_("Handed over twice, to be settled")),
                  g_strdup_printf (ngettext ("%u has two receipts for one programme", "%u have two receipts for one programme", n), n), 0);
  return add_waiting (read, error);
}
