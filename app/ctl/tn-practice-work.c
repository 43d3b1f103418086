/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-practice-work.h"
#include "tn-date.h"

#define SEED 20211224   /* the day of the plan */

/* In the order in which they build on each other. NULL ends. */
static const TnPracticeTheme themes[] = {
  tn_practice_teams,
  tn_practice_add_rounds,
  tn_practice_door,
  tn_practice_patients,
  tn_practice_tracing,
  tn_practice_care,
  tn_practice_petitions,
  tn_practice_support,
  tn_practice_information,
  tn_practice_movements,
  tn_practice_jobs,
  tn_practice_surveys,
  tn_practice_stock,
  tn_practice_hands,
  NULL,
};

GArray *
tn_practice_quarters (TnPracticeWork *work, GError **error)
{
  g_autoptr (GPtrArray) areas = tn_query_areas (work->copy, error);
  GArray *quarters = areas ? g_array_new (FALSE, FALSE, sizeof (TnId)) : NULL;
  for (guint i = 0; areas && i < areas->len; i++) {
    const TnAreaItem *area = areas->pdata[i];
    if (g_str_equal (area->level, "quarter"))
      g_array_append_val (quarters, area->id);
  }
  return quarters;
}

void
tn_practice_set_day (const TnPracticeWork *work, TnEdit *edit, const TnId *id, const char *field, int days_ago)
{
  g_autofree char *day = tn_date_today (work->now - days_ago * G_GINT64_CONSTANT (86400000));
  tn_edit_set_text (edit, id, field, day);
}

gboolean
tn_practice_write (TnPracticeWork *work, TnEdit *edit, GError **error)
{
  g_autoptr (TnEdit) owned = edit;
  gint64 action;
  return tn_edit_is_empty (owned) || tn_copy_edit (work->copy, owned, &action, error);
}

gboolean
tn_practice_work (TnCopy *copy, gint64 now, GError **error)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autoptr (GArray) households = tn_query_ids (copy, "household", error);
  if (!households)
    return FALSE;
  TnPracticeWork work = { copy, now, rand, households };
  for (guint i = 0; themes[i]; i++)
    if (!themes[i] (&work, error))
      return FALSE;
  return TRUE;
}
