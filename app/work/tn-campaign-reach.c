/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a campaign is meant for, and whom it reached: sets of households, put over each other once. */
#include "tn-campaign.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-doors.h"
#include "tn-fields.h"

static gint64
get_listed (const TnRow *row, const char *field)
{
  g_autofree char *stored = tn_row_dup_text (row, field);

  return tn_listed_date (stored);
}

/* ms of the first moment of a day; with `after` of the first moment behind it. What is not known of the date is taken as wide as it may be. */
static gint64
find_moment (gint64 date, gboolean after)
{
  int year = (int) (date / 10000), month = (int) (date / 100 % 100), day = (int) (date % 100);
  g_autoptr (GDateTime) start = NULL, end = NULL;

  if (!date)
    return 0;
  start = tn_date_midnight (year, MAX (month, 1), MAX (day, 1));
  if (!start || !after)
    return start ? g_date_time_to_unix (start) * 1000 : 0;
  end = !month ? g_date_time_add_years (start, 1) : !day ? g_date_time_add_months (start, 1) : g_date_time_add_days (start, 1);
  return g_date_time_to_unix (end) * 1000;
}

/* ---- who is meant ---- */

typedef struct { GHashTable *rows; gint64 elderly, child; const char *audience; } Audience;

static void
take_row (Audience *audience, gint64 row)
{
  if (!g_hash_table_contains (audience->rows, &row))
    g_hash_table_add (audience->rows, g_memdup2 (&row, sizeof row));
}

static gboolean
is_one_of (TnSlice token, const char *a, const char *b)
{
  return tn_slice_is (token, a) || tn_slice_is (token, b);
}

static gint64
read_birth (TnSlice body)
{
  g_autofree char *birth = tn_fields_decode (tn_json_member (body, "birth"));

  return tn_listed_date (birth);
}

static void
look_at_person_cb (gint64 row, TnSlice body, gpointer data)
{
  Audience *audience = data;
  gint64 birth;

  if (g_str_equal (audience->audience, "workers"))
    {
      if (tn_json_member (body, "workplace").len)
        take_row (audience, row);
      return;
    }
  if (g_str_equal (audience->audience, "lodgers"))
    {
      if (tn_slice_is (tn_json_member (body, "relation"), "\"lodger\""))
        take_row (audience, row);
      return;
    }
  birth = read_birth (body);
  if (birth && (g_str_equal (audience->audience, "elderly") ? birth <= audience->elderly : birth > audience->child))
    take_row (audience, row);
}

static void
look_at_home_cb (gint64 row, TnSlice body, gpointer data)
{
  if (is_one_of (tn_json_member (body, "residence"), "\"temporary\"", "\"staying\"")
      || is_one_of (tn_json_member (body, "housing"), "\"rented_room\"", "\"dormitory_room\""))
    take_row (data, row);
}

static gboolean
take_rows (Audience *audience, GArray *rows)
{
  for (guint i = 0; rows && i < rows->len; i++)
    take_row (audience, g_array_index (rows, gint64, i));
  return rows != NULL;
}

/* A category of the ward or the district: those who are of it. */
static gboolean
read_category (TnCopy *copy, Audience *audience, const char *category, GError **error)
{
  TnHouseholdQuery query = { .category = category };
  g_autoptr (GArray) rows = tn_query_households (copy, &query, error);

  return take_rows (audience, rows);
}

static gboolean
read_audience (TnCopy *copy, Audience *audience, GError **error)
{
  const char *key = audience->audience;

  if (g_str_equal (key, "unvaccinated"))
    {
      g_autoptr (GArray) rows = tn_query_unvaccinated (copy, error);
      return take_rows (audience, rows);
    }
  if (g_str_equal (key, "elderly"))
    return read_category (copy, audience, key, error) && tn_query_each_member (copy, look_at_person_cb, audience, error);
  if (g_str_equal (key, "children") || g_str_equal (key, "workers"))
    return tn_query_each_member (copy, look_at_person_cb, audience, error);
  if (g_str_equal (key, "lodgers"))
    return tn_query_each_home (copy, look_at_home_cb, audience, error) && tn_query_each_member (copy, look_at_person_cb, audience, error);
  return read_category (copy, audience, key, error);
}

/* ---- where ---- */

typedef struct { GPtrArray *units; GHashTable *by_id, *bucket_of; const TnId *root; TnReach *reach; } Places;

static void
free_area_cb (gpointer data)
{
  g_free (((TnReachArea *) data)->name);
  g_free (data);
}

static TnReachArea *
add_area (TnReach *reach, const TnId *id, const char *name)
{
  TnReachArea *area = g_new0 (TnReachArea, 1);

  area->id = *id;
  area->name = g_strdup (name);
  g_ptr_array_add (reach->areas, area);
  return area;
}

/* Of the whole ward the quarter that a unit lies in; of a campaign's own area the unit right below it. NULL = outside of it. */
static const TnAreaItem *
find_bucket (const Places *places, const TnId *area)
{
  const TnAreaItem *item = g_hash_table_lookup (places->by_id, area), *below = item;

  for (guint i = 0; item && i < 8; i++)
    {
      if (places->root ? tn_id_equal (&item->id, places->root) : g_str_equal (item->level, "quarter"))
        return places->root ? below : item;
      below = item;
      item = g_hash_table_lookup (places->by_id, &item->parent);
    }
  return places->root ? NULL : below;
}

static void
read_places (Places *places)
{
  GHashTable *made = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < places->units->len; i++)
    g_hash_table_insert (places->by_id, &((TnAreaItem *) places->units->pdata[i])->id, places->units->pdata[i]);
  for (guint i = 0; i < places->units->len; i++)
    {
      TnAreaItem *unit = places->units->pdata[i];
      const TnAreaItem *bucket = find_bucket (places, &unit->id);
      TnReachArea *area = bucket ? g_hash_table_lookup (made, bucket) : NULL;

      if (bucket && !area)
        g_hash_table_insert (made, (gpointer) bucket, area = add_area (places->reach, &bucket->id, bucket->name));
      if (area)
        g_hash_table_insert (places->bucket_of, &unit->id, area);
    }
  g_hash_table_unref (made);
}

/* NULL = it is not of the campaign's area. */
static TnReachArea *
find_area (Places *places, const TnId *area)
{
  static const TnId nowhere = { { 0 } };
  TnReachArea *found = g_hash_table_lookup (places->bucket_of, area);

  if (found || places->root)
    return found;
  if (!(found = g_hash_table_lookup (places->bucket_of, &nowhere)))
    g_hash_table_insert (places->bucket_of, (gpointer) &nowhere, found = add_area (places->reach, &nowhere, _("Place not known")));
  return found;
}

/* ---- how many ---- */

void
tn_reach_free (TnReach *reach)
{
  if (!reach)
    return;
  g_ptr_array_unref (reach->areas);
  g_array_unref (reach->missing);
  g_free (reach);
}

static void
count (TnReach *reach, Places *places, const GArray *homes, GHashTable *audience, GHashTable *told)
{
  for (guint i = 0; i < homes->len; i++)
    {
      const TnHomeArea *home = &g_array_index (homes, TnHomeArea, i);
      TnReachArea *area = !audience || g_hash_table_contains (audience, &home->row) ? find_area (places, &home->area) : NULL;
      gboolean reached = area && g_hash_table_contains (told, &home->id);

      if (!area)
        continue;
      area->of++;
      reach->of++;
      area->reached += reached;
      reach->reached += reached;
      if (!reached)
        g_array_append_val (reach->missing, home->id);
    }
  for (guint i = reach->areas->len; i > 0; i--)
    if (!((TnReachArea *) reach->areas->pdata[i - 1])->of)
      g_ptr_array_remove_index (reach->areas, i - 1);
}

static TnReach *
new_reach (void)
{
  TnReach *reach = g_new0 (TnReach, 1);

  reach->areas = g_ptr_array_new_with_free_func (free_area_cb);
  reach->missing = g_array_new (FALSE, FALSE, sizeof (TnId));
  return reach;
}

/* FALSE = the whole ward, also where the campaign names the ward itself. */
static gboolean
find_root (TnCopy *copy, const TnRow *campaign, TnId *root)
{
  g_autoptr (TnRow) unit = tn_row_ref (campaign, "area", root) ? tn_copy_get (copy, root, NULL) : NULL;
  g_autofree char *level = unit ? tn_row_dup_text (unit, "level") : NULL;

  return level && !g_str_equal (level, "ward") && !g_str_equal (level, "district") && !g_str_equal (level, "province");
}

/* *rows NULL: everybody is meant. */
static gboolean
find_audience (TnCopy *copy, const TnRow *campaign, GHashTable **rows, GError **error)
{
  g_autofree char *key = tn_row_dup_text (campaign, "audience"), *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  gint64 day = tn_listed_date (today);
  Audience audience = { NULL, day - TN_CAMPAIGN_ELDERLY * 10000, day - TN_CAMPAIGN_CHILD * 10000, key };

  *rows = NULL;
  if (!key || g_str_equal (key, "all"))
    return TRUE;
  *rows = audience.rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return read_audience (copy, &audience, error);
}

static GHashTable *
find_told (TnCopy *copy, const TnRow *campaign, GError **error)
{
  g_autofree char *topic = tn_row_dup_text (campaign, "topic");
  const char *field = tn_campaign_told_field (topic);

  if (!field)   /* a topic of a newer program, of which no visit of ours can speak */
    return g_hash_table_new_full (tn_id_hash, tn_id_equal, g_free, NULL);
  return tn_query_told (copy, field, find_moment (get_listed (campaign, "from"), FALSE), find_moment (get_listed (campaign, "to"), TRUE), error);
}

TnReach *
tn_campaign_reach (TnCopy *copy, const TnRow *campaign, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnReach) reach = new_reach ();
  g_autoptr (GHashTable) by_id = g_hash_table_new (tn_id_hash, tn_id_equal), bucket_of = g_hash_table_new (tn_id_hash, tn_id_equal), audience = NULL, told = NULL;
  g_autoptr (GPtrArray) units = tn_query_areas (copy, error);
  g_autoptr (GArray) homes = units ? tn_query_home_areas (copy, error) : NULL;
  TnId root;
  Places places = { units, by_id, bucket_of, find_root (copy, campaign, &root) ? &root : NULL, reach };

  if (!homes || g_cancellable_set_error_if_cancelled (cancellable, error) || !find_audience (copy, campaign, &audience, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error) || !(told = find_told (copy, campaign, error)))
    return NULL;
  read_places (&places);
  count (reach, &places, homes, audience, told);
  return g_steal_pointer (&reach);
}
