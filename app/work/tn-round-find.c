/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a round looks for: every household of the place is either in, or left out for one reason. */
#include "tn-round-plan.h"
#include <glib/gi18n.h>
#include "tn-campaign.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-round-walk.h"
#include "tn-today.h"
#include "tn-work-private.h"

const char *
tn_round_left_name (TnRoundLeft why)
{
  static const char *const names[TN_LEFT_N] = {
    [TN_LEFT_GONE] = N_("Household no longer there"), [TN_LEFT_AWAY] = N_("Absent by the register"), [TN_LEFT_EMPTY] = N_("Nobody lives there"),
    [TN_LEFT_OTHER_ROUND] = N_("In another round of that evening"), [TN_LEFT_REFUSED] = N_("Did not wish it lately"),
    [TN_LEFT_MOVED] = N_("Found to have moved away"), [TN_LEFT_NOT_SOUGHT] = N_("Not of those looked for"),
  };

  g_return_val_if_fail ((guint) why < TN_LEFT_N, "");
  return _(names[why]);
}

static void
free_door_cb (gpointer data)
{
  tn_door_clear (data);
  g_free (data);
}

void
tn_round_found_free (TnRoundFound *found)
{
  if (!found)
    return;
  g_ptr_array_unref (found->doors);
  g_hash_table_unref (found->carried);
  g_array_unref (found->left_out);
  g_free (found);
}

/* ---- what is read once ---- */

/* The last that is known of a household from its visits and stops. */
typedef struct
{
  TnId stop;            /* of the latest earlier round it stood in; null = none */
  const char *state;    /* of that stop; NULL = none */
  gint64 evening;       /* its day's start, ms */
  const char *result;   /* of the newest visit; NULL = none */
  gint64 at;            /* of that visit, ms */
  gint64 met;           /* newest visit that met somebody, ms; 0 = none */
  gboolean other;       /* another round of that evening goes there */
} Past;

typedef struct
{
  TnCopy *copy;
  const TnRoundWish *wish;
  const TnId *round;       /* NULL = a new one */
  GCancellable *cancellable;
  gint64 evening, day;     /* as lists have dates; as ms of its start */
  GHashTable *pasts;       /* TnId of a household -> Past */
  GHashTable *sought;      /* gint64 rows that the question lets through; NULL = all */
} Finder;

static Past *
get_past (Finder *finder, const TnId *household)
{
  Past *past = g_hash_table_lookup (finder->pasts, household);

  if (!past)
    g_hash_table_insert (finder->pasts, tn_id_copy (household), past = g_new0 (Past, 1));
  return past;
}

/* ms of the day's start from a list's date; a date without its day is its first. */
static gint64
get_day_start (gint64 date)
{
  g_autoptr (GDateTime) day = tn_date_midnight ((int) (date / 10000), MAX (1, (int) (date / 100 % 100)), MAX (1, (int) (date % 100)));

  return day ? g_date_time_to_unix (day) * 1000 : 0;
}

/* A round that nobody walked says nothing of its doors: were they carried over, one that fell through would fill the next. */
static gboolean
was_walked (const GArray *stops)
{
  for (guint i = 0; i < stops->len; i++)
    {
      const char *state = g_array_index (stops, TnListed, i).state;

      if (*state && !g_str_equal (state, "open") && !g_str_equal (state, "left_out"))
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_stops_of (Finder *finder, const TnListed *round, GError **error)
{
  TnListedQuery query = { .kind = "stop", .ref = &round->id };
  g_autoptr (GArray) stops = tn_query_listed (finder->copy, &query, error);
  gboolean tonight = round->at == finder->evening && !g_str_equal (round->state, "closed"), walked = stops && was_walked (stops);

  if (!stops)
    return FALSE;
  for (guint i = 0; i < stops->len; i++)
    {
      const TnListed *stop = &g_array_index (stops, TnListed, i);
      Past *past = get_past (finder, &stop->parent);

      if (g_str_equal (stop->state, "left_out"))
        continue;
      past->other |= tonight;
      if (tonight || !walked || past->state)   /* rounds come newest first: the latest says */
        continue;
      past->stop = stop->id;
      past->state = *stop->state ? stop->state : "open";
      past->evening = get_day_start (round->at);
    }
  return TRUE;
}

static gboolean
read_rounds (Finder *finder, GError **error)
{
  TnListedQuery query = { .kind = "round", .from = tn_listed_day (tn_day_start (finder->day, -TN_ROUND_CARRY_DAYS)), .to = finder->evening + 1,
                          .newest_first = TRUE };
  g_autoptr (GArray) rounds = tn_query_listed (finder->copy, &query, error);

  if (!rounds)
    return FALSE;
  for (guint i = 0; i < rounds->len; i++)
    {
      const TnListed *round = &g_array_index (rounds, TnListed, i);

      if ((!finder->round || !tn_id_equal (&round->id, finder->round)) && !read_stops_of (finder, round, error))
        return FALSE;
    }
  return TRUE;
}

/* As far back as the question looks, or as refusals are honoured. */
static gboolean
read_visits (Finder *finder, GError **error)
{
  guint days = g_strcmp0 (finder->wish->look_for, "not_visited") == 0 ? MAX (finder->wish->days, TN_ROUND_REST_DAYS) : TN_ROUND_REST_DAYS;
  TnListedQuery query = { .kind = "visit", .from = tn_day_start (finder->day, -(int) MIN (days, 36500)), .to = tn_day_start (finder->day, 1), .newest_first = TRUE };
  g_autoptr (GArray) visits = tn_query_listed (finder->copy, &query, error);

  if (!visits)
    return FALSE;
  for (guint i = 0; i < visits->len; i++)
    {
      const TnListed *visit = &g_array_index (visits, TnListed, i);
      Past *past = get_past (finder, &visit->parent);

      if (!past->result)
        {
          past->result = visit->state;
          past->at = visit->at;
        }
      if (!past->met && g_str_equal (visit->state, "met"))
        past->met = visit->at;
    }
  return TRUE;
}

static GArray *
query_rows (Finder *finder, const char *category, GError **error)
{
  const TnRoundWish *wish = finder->wish;
  TnHouseholdQuery query = { .area = tn_id_is_null (&wish->area) ? NULL : &wish->area, .category = category, .include_gone = TRUE,
                             .street = wish->street && *wish->street ? wish->street : NULL,
                             .alley = wish->alley && *wish->alley ? wish->alley : NULL };

  return tn_query_households (finder->copy, &query, error);
}

/* Row numbers of the wish's own choice, in any order: the walk is sorted at the end. */
static GArray *
only_rows (Finder *finder)
{
  GArray *rows = g_array_sized_new (FALSE, FALSE, sizeof (gint64), finder->wish->n_only);

  for (guint i = 0; i < finder->wish->n_only; i++)
    {
      gint64 row = tn_query_household_row (finder->copy, &finder->wish->only[i]);

      if (row)
        g_array_append_val (rows, row);
    }
  return rows;
}

/* Row numbers of those that the campaign has not reached. */
static GArray *
query_not_reached (Finder *finder, GError **error)
{
  g_autoptr (TnRow) campaign = tn_work_get (finder->copy, "campaign", &finder->wish->campaign, error);
  g_autoptr (TnReach) reach = campaign ? tn_campaign_reach (finder->copy, campaign, finder->cancellable, error) : NULL;
  GArray *rows = reach ? g_array_sized_new (FALSE, FALSE, sizeof (gint64), reach->missing->len) : NULL;

  for (guint i = 0; reach && i < reach->missing->len; i++)
    {
      gint64 row = tn_query_household_row (finder->copy, &g_array_index (reach->missing, TnId, i));

      g_array_append_val (rows, row);
    }
  return rows;
}

static gboolean
read_sought (Finder *finder, GError **error)
{
  const char *look_for = finder->wish->look_for;
  g_autoptr (GArray) rows = NULL;

  if (g_strcmp0 (look_for, "category") == 0)
    rows = query_rows (finder, finder->wish->category ? finder->wish->category : "", error);
  else if (g_strcmp0 (look_for, "unvaccinated") == 0)
    rows = tn_query_unvaccinated (finder->copy, error);
  else if (g_strcmp0 (look_for, "not_reached") == 0)
    rows = query_not_reached (finder, error);
  else
    return TRUE;
  if (!rows)
    return FALSE;
  finder->sought = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (finder->sought, g_memdup2 (&g_array_index (rows, gint64, i), sizeof (gint64)));
  return TRUE;
}

/* ---- one household ---- */

static gboolean
is_carried (const Past *past)
{
  if (!past || !past->state || !(g_str_equal (past->state, "absent") || g_str_equal (past->state, "open")))
    return FALSE;
  /* somebody was there since, in no round or on another laptop */
  return !past->result || past->at < past->evening || g_str_equal (past->result, "absent");
}

static gboolean
is_sought (const Finder *finder, gint64 row, const Past *past)
{
  if (finder->sought)
    return g_hash_table_contains (finder->sought, &row);
  if (g_strcmp0 (finder->wish->look_for, "not_visited") != 0)
    return TRUE;
  return !past || past->met < tn_day_start (finder->day, -(int) MIN (finder->wish->days, 36500));
}

/* TN_LEFT_N = it is in. */
static TnRoundLeft
judge (const Finder *finder, const TnDoor *door, const Past *past)
{
  gboolean lately = past && past->result && past->at >= tn_day_start (finder->day, -TN_ROUND_REST_DAYS);

  if (g_str_equal (door->status, "absent"))
    return TN_LEFT_AWAY;
  if (*door->status && !g_str_equal (door->status, "present"))
    return TN_LEFT_GONE;
  if (door->n_people == 0)
    return TN_LEFT_EMPTY;
  if (past && past->other)
    return TN_LEFT_OTHER_ROUND;
  if (lately && g_str_equal (past->result, "refused"))
    return TN_LEFT_REFUSED;
  if (lately && g_str_equal (past->result, "moved"))
    return TN_LEFT_MOVED;
  return is_carried (past) || is_sought (finder, door->row, past) ? TN_LEFT_N : TN_LEFT_NOT_SOUGHT;
}

static void
take_in (TnRoundFound *found, const TnDoor *door, const Past *past)
{
  g_ptr_array_add (found->doors, g_memdup2 (door, sizeof *door));
  if (is_carried (past))
    g_hash_table_insert (found->carried, tn_id_copy (&door->id), tn_id_copy (&past->stop));
}

static gboolean
look_at (Finder *finder, gint64 row, TnRoundFound *found, GError **error)
{
  TnDoor door = { 0 };
  gboolean there;

  if (!tn_query_door (finder->copy, row, &door, &there, error))
    return FALSE;
  if (!there)
    return TRUE;
  const Past *past = g_hash_table_lookup (finder->pasts, &door.id);
  TnRoundLeft why = judge (finder, &door, past);

  if (why == TN_LEFT_N)
    {
      take_in (found, &door, past);
      return TRUE;
    }
  TnRoundLeftOut out = { door.id, why };

  found->left[why]++;
  g_array_append_val (found->left_out, out);
  tn_door_clear (&door);
  return TRUE;
}

static TnRoundFound *
new_found (void)
{
  TnRoundFound *found = g_new0 (TnRoundFound, 1);

  found->doors = g_ptr_array_new_with_free_func (free_door_cb);
  found->carried = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  found->left_out = g_array_new (FALSE, FALSE, sizeof (TnRoundLeftOut));
  return found;
}

static TnRoundFound *
find (Finder *finder, GError **error)
{
  g_autoptr (TnRoundFound) found = new_found ();
  g_autoptr (GArray) rows = NULL;

  if (!read_rounds (finder, error) || !read_visits (finder, error) || !read_sought (finder, error) || !(rows = finder->wish->only ? only_rows (finder) : query_rows (finder, NULL, error)))
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    if (g_cancellable_set_error_if_cancelled (finder->cancellable, error) || !look_at (finder, g_array_index (rows, gint64, i), found, error))
      return NULL;
  tn_round_walk_sort (found->doors);
  return g_steal_pointer (&found);
}

static gboolean
check_wish (const TnRoundWish *wish, gint64 evening, GError **error)
{
  const char *look_for = wish->look_for ? wish->look_for : "all";
  const char *wrong = NULL;

  if (evening % 100 == 0)
    wrong = _("Say on which evening the round is, with day, month and year.");
  else if (g_str_equal (look_for, "category") && !(wish->category && *wish->category))
    wrong = _("Say which category the round looks for.");
  else if (g_str_equal (look_for, "not_visited") && !wish->days)
    wrong = _("Say for how many days nobody has been there.");
  else if (g_str_equal (look_for, "not_reached") && tn_id_is_null (&wish->campaign))
    wrong = _("Say which campaign the round is for.");
  if (wrong)
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, wrong);
  return !wrong;
}

TnRoundFound *
tn_round_find (TnCopy *copy, const TnRoundWish *wish, const TnId *round, GCancellable *cancellable, GError **error)
{
  g_autofree char *evening = tn_work_today (copy, wish->evening);
  Finder finder = { .copy = copy, .wish = wish, .round = round, .cancellable = cancellable, .evening = tn_listed_date (evening) };
  TnRoundFound *found;

  if (!check_wish (wish, finder.evening, error))
    return NULL;
  finder.day = get_day_start (finder.evening);
  finder.pasts = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, g_free);
  found = find (&finder, error);
  g_hash_table_unref (finder.pasts);
  g_clear_pointer (&finder.sought, g_hash_table_unref);
  return found;
}
