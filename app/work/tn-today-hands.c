/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises of sponsors that are overdue, the oldest first. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-hands.h"

gboolean
tn_today_add_hands (TnTodayRead *read, GError **error)
{
  g_autofree char *day = tn_date_today (read->now);
  g_autoptr (GPtrArray) running = tn_sponsorship_list (read->copy, TRUE, "", tn_listed_date (day), error);

  for (guint i = 0; running && i < running->len; i++)
    {
      const TnSponsorship *s = running->pdata[i];
      g_autofree char *stored = s->promise.since ? tn_listed_date_text (s->promise.since) : NULL, *since = stored ? tn_date_format (stored) : NULL;

      if (since)
        /* Translators: a sponsor, and a date */
        tn_today_add (read, TN_TODAY_HANDS, "hands", &s->id, g_strdup (s->person_name), g_strdup_printf (_("%s promised it by %s"), s->sponsor_name, since), s->promise.since);
    }
  return running != NULL;
}
