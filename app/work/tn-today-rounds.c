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

static GPtrArray *
read_tonight (TnTodayRead *read, GError **error)
{
  g_autofree char *today = tn_date_today (read->now);
  gint64 date = tn_listed_date (today);
  TnListedQuery query = { .kind = "round", .state = "planned", .from = date, .to = date + 1 };
  g_autoptr (GArray) listed = tn_query_listed (read->copy, &query, error);
  g_autoptr (GPtrArray) rounds = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_round_free);

  for (guint i = 0; listed && i < listed->len; i++)
    {
      TnRound *round = tn_round_read (read->copy, &g_array_index (listed, TnListed, i).id, error);

      if (!round)
        return NULL;
      g_ptr_array_add (rounds, round);
    }
  return listed ? g_steal_pointer (&rounds) : NULL;
}

/* Open ones first, also of several rounds: they are what is cut last. */
static gboolean
add_tonight (TnTodayRead *read, GError **error)
{
  g_autoptr (GPtrArray) rounds = read_tonight (read, error);

  for (guint i = 0; rounds && i < rounds->len; i++)
    if (((TnRound *) rounds->pdata[i])->open)
      add_open (read, rounds->pdata[i]);
  for (guint i = 0; rounds && i < rounds->len; i++)
    if (((TnRound *) rounds->pdata[i])->absent)
      add_absent (read, rounds->pdata[i]);
  return rounds != NULL;
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
