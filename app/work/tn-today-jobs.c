/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Needs of businesses that have been open longer than their time. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-business.h"
#include "tn-date.h"
#include "tn-work-private.h"

/* "Workers: 5 thợ may. Since 01/12/2021" */
static char *
dup_detail (const TnNeedLine *need)
{
  const char *what = tn_choice_label (tn_kind_field (tn_schema_kind ("business_need"), "what"), need->what);
  g_autofree char *since = tn_listed_date_show (need->since);

  if (!*need->text)
    /* Translators: what a business needs, and a date */
    return g_strdup_printf (_("%s, since %s"), what, since);
  /* Translators: what a business needs, the same in its own words, and a date */
  return g_strdup_printf (_("%s: %s, since %s"), what, need->text, since);
}

gboolean
tn_today_add_jobs (TnTodayRead *read, GError **error)
{
  g_autofree char *day = tn_date_today (read->now);
  guint n = 0;
  g_autoptr (GPtrArray) late = tn_need_list_late (read->copy, read->limit, tn_listed_date (day), &n, error);

  for (guint i = 0; late && i < late->len; i++)
    {
      const TnNeedLine *need = late->pdata[i];

      tn_today_add (read, TN_TODAY_WORK, "work", &need->id, g_strdup (need->name), dup_detail (need), tn_work_due (need->due));
    }
  if (late)
    tn_today_count (read, TN_TODAY_WORK, n - late->len);
  return late != NULL;
}
