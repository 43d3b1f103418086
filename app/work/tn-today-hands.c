/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises of sponsors that are overdue, the oldest first. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-hands.h"
#include "tn-work-private.h"

gboolean
tn_today_add_hands (TnTodayRead *read, GError **error)
{
  g_autofree char *day = tn_date_today (read->now);
  guint n = 0;
  g_autoptr (GPtrArray) overdue = tn_sponsorship_overdue (read->copy, tn_listed_date (day), read->limit, &n, error);

  for (guint i = 0; overdue && i < overdue->len; i++)
    {
      const TnSponsorship *s = overdue->pdata[i];
      g_autofree char *since = tn_listed_date_show (s->promise.since);

      /* Translators: a sponsor, and a date */
      tn_today_add (read, TN_TODAY_HANDS, "hands", &s->id, g_strdup (s->person_name), g_strdup_printf (_("%s promised it by %s"), s->sponsor_name, since), tn_work_due (s->promise.since));
    }
  if (overdue)
    tn_today_count (read, TN_TODAY_HANDS, n - overdue->len);
  return overdue != NULL;
}
