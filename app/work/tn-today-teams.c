/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is missing among teams, the worst by name; and how many places have a core member. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-team.h"

gboolean
tn_today_add_teams (TnTodayRead *read, GError **error)
{
  g_autofree char *day = tn_date_today (read->now);
  g_autoptr (TnTeams) teams = tn_teams_read (read->copy, day, error);
  if (!teams) return FALSE;
  /* A ward that has not begun with teams is not told of each group that has none. */
  if (!teams->teams->len) return TRUE;
  for (guint i = 0; i < teams->gaps->len; i++) {
    const TnGap *gap = teams->gaps->pdata[i];
    if (i >= read->limit) {
      tn_today_count (read, TN_TODAY_TEAM, teams->gaps->len - i);
      break;
    }
    char *detail = *gap->detail ? g_strdup_printf ("%s: %s", tn_gap_name (gap->type), gap->detail) : g_strdup (tn_gap_name (gap->type));
    tn_today_add (read, TN_TODAY_TEAM, "teams", tn_id_is_null (&gap->record) ? NULL : &gap->record, g_strdup (gap->title), detail, 0);
  }
  if (teams->n_places) tn_today_add_figure (read, g_strdup (_("Places with a core member")), teams->n_core, teams->n_places);
  tn_today_add_figure (read, g_strdup (_("Households that a team looks after")), teams->n_households - teams->n_without_team, teams->n_households);
  return TRUE;
}
