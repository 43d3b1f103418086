/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a quarter went week by week: households in green zones, and safe families. */
#include "tn-zone-private.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-today.h"

typedef struct
{
  const TnZones *zones;
  const TnId *quarter;
  GArray *weeks;         /* TnZoneWeek */
  GHashTable *mine;      /* TnId of a unit -> itself: those of the quarter */
} Weeks;

/* Sundays, and for this week today. */
static void
add_days (Weeks *w, gint64 now)
{
  g_autoptr (GDateTime) time = tn_date_local (now);
  int monday = 1 - g_date_time_get_day_of_week (time);

  for (int i = 0; i < TN_ZONE_WEEKS; i++)
    {
      int back = TN_ZONE_WEEKS - 1 - i;
      TnZoneWeek week = { .day = tn_listed_day (back ? tn_day_start (now, monday - 7 * (back - 1) - 1) : now) };

      g_array_append_val (w->weeks, week);
    }
}

static void
find_mine (Weeks *w)
{
  for (guint i = 0; i < w->zones->areas->len; i++)
    {
      TnId *id = &((TnAreaItem *) w->zones->areas->pdata[i])->id, above = tn_zones_find_quarter (w->zones, id);

      if (tn_id_equal (&above, w->quarter))
        g_hash_table_add (w->mine, id);
    }
}

static gboolean
count_green (Weeks *w, TnCopy *copy, GError **error)
{
  g_autoptr (GPtrArray) alleys = tn_query_alley_counts (copy, error);

  for (guint a = 0; alleys && a < alleys->len; a++)
    {
      const TnAlleyCount *alley = alleys->pdata[a];

      for (guint i = 0; g_hash_table_contains (w->mine, &alley->area) && i < TN_ZONE_WEEKS; i++)
        {
          TnZoneWeek *week = &g_array_index (w->weeks, TnZoneWeek, i);

          week->homes += alley->n;
          if (tn_zone_rank (tn_zones_level (w->zones, &alley->area, alley->alley, week->day).level) == 0)
            week->green += alley->n;
        }
    }
  return alleys != NULL;
}

static void
count_places (Weeks *w)
{
  for (guint i = 0; i < TN_ZONE_WEEKS; i++)
    {
      TnZoneWeek *week = &g_array_index (w->weeks, TnZoneWeek, i);
      g_autoptr (GPtrArray) quarters = tn_zones_quarters (w->zones, w->quarter, week->day);
      const TnZoneQuarter *quarter = quarters->len ? quarters->pdata[0] : NULL;

      week->places = quarter ? quarter->places->len : 0;
      week->green_places = quarter ? quarter->green : 0;
    }
}

/* Which of the weeks' days a period holds. */
static guint32
find_weeks (const Weeks *w, gint64 from, TnSlice body)
{
  g_autofree char *text = tn_json_get_string (tn_json_member (body, "to"));
  gint64 to = text && *text ? tn_listed_date (text) : G_MAXINT64;
  guint32 mask = 0;

  for (guint i = 0; i < TN_ZONE_WEEKS; i++)
    {
      gint64 day = g_array_index (w->weeks, TnZoneWeek, i).day;

      if (from <= day && to > day)
        mask |= 1u << i;
    }
  return mask;
}

typedef struct { TnId id, home; gint64 from; } Safe;

/* Of the households of one unit, by the index of places: what the rest of the ward has costs nothing (CROSS: SQLite would walk all of the kind for each unit). */
static gboolean
list_safe (TnCopy *copy, const TnId *area, GArray *list, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy),
    "SELECT i.id, h.id, i.at FROM household h CROSS JOIN item i WHERE h.area = ?1 AND h.gone = 0 AND i.parent = h.id AND i.kind = 'safe_family' AND i.at IS NOT NULL", error);
  TnStep step;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, area);
  while ((step = tn_stmt_step (stmt, error)) == TN_STEP_ROW)
    {
      Safe safe = { .from = tn_stmt_int (stmt, 2) };

      tn_stmt_id (stmt, 0, &safe.id);
      tn_stmt_id (stmt, 1, &safe.home);
      g_array_append_val (list, safe);
    }
  return step == TN_STEP_DONE;
}

static gboolean
add_mask (Weeks *w, TnCopy *copy, const Safe *safe, GHashTable *masks, GError **error)
{
  g_autoptr (TnStmt) stmt = tn_db_prepare (tn_copy_db (copy), "SELECT body FROM record WHERE id = ?1", error);
  guint32 mask;

  if (!stmt)
    return FALSE;
  tn_stmt_bind_id (stmt, 1, &safe->id);
  if (tn_stmt_step (stmt, error) != TN_STEP_ROW)
    return FALSE;
  mask = GPOINTER_TO_UINT (g_hash_table_lookup (masks, &safe->home)) | find_weeks (w, safe->from, tn_stmt_slice (stmt, 0));
  g_hash_table_replace (masks, tn_id_copy (&safe->home), GUINT_TO_POINTER (mask));
  return TRUE;
}

/* A household counts once, however many said so. */
static gboolean
count_safe (Weeks *w, TnCopy *copy, GError **error)
{
  g_autoptr (GHashTable) masks = g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Safe));
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, w->mine);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!list_safe (copy, key, list, error))
      return FALSE;
  for (guint i = 0; i < list->len; i++)
    if (!add_mask (w, copy, &g_array_index (list, Safe, i), masks, error))
      return FALSE;
  g_hash_table_iter_init (&iter, masks);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (guint i = 0; i < TN_ZONE_WEEKS; i++)
      g_array_index (w->weeks, TnZoneWeek, i).safe += (GPOINTER_TO_UINT (value) >> i) & 1;
  return TRUE;
}

GArray *
tn_zones_weeks (const TnZones *zones, TnCopy *copy, const TnId *quarter, gint64 now, GError **error)
{
  g_autoptr (GArray) weeks = g_array_new (FALSE, TRUE, sizeof (TnZoneWeek));
  g_autoptr (GHashTable) mine = g_hash_table_new (tn_id_hash, tn_id_equal);
  Weeks w = { zones, quarter, weeks, mine };

  add_days (&w, now);
  find_mine (&w);
  count_places (&w);
  return count_green (&w, copy, error) && count_safe (&w, copy, error) ? g_steal_pointer (&weeks) : NULL;
}
