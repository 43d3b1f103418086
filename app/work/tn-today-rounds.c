/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounds of the evening: the doors still to be knocked at, and those where nobody was at home; how much of the ward was seen in a month. */
#include "tn-today.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-round-private.h"

#define FIGURE_DAYS 30

static void
add_open (TnTodayRead *read, const TnRound *round)
{
  char *title = g_strdup_printf (ngettext ("%u door still to visit", "%u doors still to visit", round->open), round->open);
  /* Translators: a round's name, then how many of its doors are done. */
  char *detail = g_strdup_printf (_("%s: %u of %u done"), round->name, round->n - round->open - round->absent, round->n);

  tn_today_add (read, TN_TODAY_STOP, "rounds", &round->id, title, detail, 1);
}

static void
add_absent (TnTodayRead *read, const TnRound *round)
{
  char *title = g_strdup_printf (ngettext ("%u door to try again", "%u doors to try again", round->absent), round->absent);

  tn_today_add (read, TN_TODAY_STOP, "rounds", &round->id, title, g_strdup_printf (_("%s: nobody was at home"), round->name), 2);
}

/* Open ones first, also of several rounds: they are what is cut last. */
static gboolean
add_rounds (TnTodayRead *read, const GArray *rounds, gboolean absent, GError **error)
{
  for (guint i = 0; i < rounds->len; i++)
    {
      g_autoptr (TnRound) round = tn_round_read (read->copy, &g_array_index (rounds, TnListed, i).id, error);

      if (!round)
        return FALSE;
      if (!absent && round->open)
        add_open (read, round);
      if (absent && round->absent)
        add_absent (read, round);
    }
  return TRUE;
}

static gboolean
add_tonight (TnTodayRead *read, GError **error)
{
  g_autofree char *today = tn_date_today (read->now);
  gint64 date = tn_listed_date (today);
  TnListedQuery query = { .kind = "round", .state = "planned", .from = date, .to = date + 1 };
  g_autoptr (GArray) rounds = tn_query_listed (read->copy, &query, error);

  return rounds && add_rounds (read, rounds, FALSE, error) && add_rounds (read, rounds, TRUE, error);
}

static gboolean
add_figure (TnTodayRead *read, GError **error)
{
  guint visited, n;

  if (!tn_query_count_visited (read->copy, tn_day_start (read->now, -FIGURE_DAYS + 1), tn_day_start (read->now, 1), &visited, &n, error))
    return FALSE;
  if (n)
    tn_today_add_figure (read, g_strdup (_("Households visited in the last 30 days")), visited, n);
  return TRUE;
}

gboolean
tn_today_add_rounds (TnTodayRead *read, GError **error)
{
  return add_tonight (read, error) && add_figure (read, error);
}
