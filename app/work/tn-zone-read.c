/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels of zones as they were on any day. */
#include "tn-zone-private.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-listed.h"
#include "tn-text.h"

/* A unit or an alley of it, with all that was set for it. */
typedef struct
{
  TnId area;
  char *alley, *key;     /* as first written; folded: "" = the unit */
  GArray *set;           /* Setting: by day, and on one day the graver one later */
} Place;

typedef struct { gint64 from; const char *level; TnId id; guint mark; } Setting;

/* ---- memory ---- */

static void
free_place (gpointer data)
{
  Place *place = data;

  g_free (place->alley);
  g_free (place->key);
  g_array_unref (place->set);
  g_free (place);
}

static void
free_mark (gpointer data)
{
  TnZoneMark *mark = data;

  g_free (mark->name);
  g_free (mark->document);
  g_free (mark);
}

static void
free_zone_place (gpointer data)
{
  TnZonePlace *place = data;

  g_free (place->alley);
  g_free (place->name);
  g_free (place);
}

static void
free_quarter (gpointer data)
{
  TnZoneQuarter *quarter = data;

  g_free (quarter->name);
  g_ptr_array_unref (quarter->places);
  g_free (quarter);
}

void
tn_zones_free (TnZones *zones)
{
  if (!zones)
    return;
  g_clear_pointer (&zones->areas, g_ptr_array_unref);
  g_clear_pointer (&zones->by_id, g_hash_table_unref);
  g_clear_pointer (&zones->by_place, g_hash_table_unref);
  g_clear_pointer (&zones->places, g_ptr_array_unref);
  g_clear_pointer (&zones->marks, g_ptr_array_unref);
  g_free (zones);
}

static guint
hash_place_cb (gconstpointer data)
{
  const Place *place = data;

  return tn_id_hash (&place->area) ^ g_str_hash (place->key);
}

static gboolean
equal_places_cb (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  return tn_id_equal (&x->area, &y->area) && g_str_equal (x->key, y->key);
}

/* ---- reading ---- */

static Place *
get_place (TnZones *zones, const TnId *area, const char *alley)
{
  g_autofree char *key = tn_text_fold (alley, -1);
  Place *place = g_hash_table_lookup (zones->by_place, &(Place) { .area = *area, .key = key });

  if (place)
    return place;
  place = g_new (Place, 1);
  *place = (Place) { *area, g_strdup (alley), g_steal_pointer (&key), g_array_new (FALSE, FALSE, sizeof (Setting)) };
  g_ptr_array_add (zones->places, place);
  g_hash_table_add (zones->by_place, place);
  return place;
}

static char *
name_place (const TnZones *zones, const TnId *area, const char *alley)
{
  const TnAreaItem *item = g_hash_table_lookup (zones->by_id, area);

  if (!*alley)
    return g_strdup (item ? item->name : "");
  return item ? g_strdup_printf ("%s, %s", alley, item->name) : g_strdup (alley);
}

static gboolean
add_mark (const TnListed *listed, TnSlice body, gpointer data)
{
  TnZones *zones = data;
  g_autofree char *written = tn_json_get_string (tn_json_member (body, "alley")), *alley = tn_text_tidy (written ? written : "", -1);
  Setting setting = { listed->at, listed->state, listed->id, zones->marks->len };
  TnZoneMark *mark = g_new (TnZoneMark, 1);

  *mark = (TnZoneMark) { listed->id, name_place (zones, &listed->ref, alley), listed->state, listed->at, tn_json_get_string (tn_json_member (body, "document")) };
  g_ptr_array_add (zones->marks, mark);
  g_array_append_val (get_place (zones, &listed->ref, alley)->set, setting);
  return TRUE;
}

static int
compare_settings_cb (gconstpointer a, gconstpointer b)
{
  const Setting *x = a, *y = b;
  int rank = tn_zone_rank (x->level) - tn_zone_rank (y->level);

  if (x->from != y->from)
    return x->from < y->from ? -1 : 1;
  return rank ? rank : tn_id_compare (&x->id, &y->id);
}

TnZones *
tn_zones_read (TnCopy *copy, GError **error)
{
  g_autoptr (TnZones) zones = g_new0 (TnZones, 1);
  TnListedQuery query = { .kind = "zone" };

  if (!(zones->areas = tn_query_areas (copy, error)))
    return NULL;
  zones->by_id = g_hash_table_new (tn_id_hash, tn_id_equal);
  zones->by_place = g_hash_table_new (hash_place_cb, equal_places_cb);
  zones->places = g_ptr_array_new_with_free_func (free_place);
  zones->marks = g_ptr_array_new_with_free_func (free_mark);
  for (guint i = 0; i < zones->areas->len; i++)
    g_hash_table_insert (zones->by_id, &((TnAreaItem *) zones->areas->pdata[i])->id, zones->areas->pdata[i]);
  if (!tn_query_listed_each (copy, &query, add_mark, zones, error))
    return NULL;
  for (guint i = 0; i < zones->places->len; i++)
    g_array_sort (((Place *) zones->places->pdata[i])->set, compare_settings_cb);
  return g_steal_pointer (&zones);
}

/* ---- the level of a place on a day ---- */

static gboolean
find_level (const TnZones *zones, const TnId *area, const char *key, gint64 day, TnZoneLevel *level)
{
  const Place *place = g_hash_table_lookup (zones->by_place, &(Place) { .area = *area, .key = (char *) key });
  guint i = place ? place->set->len : 0;

  while (i > 0 && g_array_index (place->set, Setting, i - 1).from > day)
    i--;
  if (!i)
    return FALSE;
  const Setting *set = &g_array_index (place->set, Setting, i - 1), *before = i > 1 ? set - 1 : NULL;
  *level = (TnZoneLevel) { set->level, set->from, set->id, *area, before && before->from == set->from && !g_str_equal (before->level, set->level) ? before->level : NULL };
  return TRUE;
}

TnZoneLevel
tn_zones_level (const TnZones *zones, const TnId *area, const char *alley, gint64 day)
{
  TnZoneLevel level = { .level = "" };
  g_autofree char *key = tn_text_fold (alley ? alley : "", -1);
  const TnAreaItem *item;
  TnId at = *area;

  if (*key && find_level (zones, &at, key, day, &level))
    return level;
  for (guint depth = 0; depth < 8 && !find_level (zones, &at, "", day, &level); depth++)
    {
      if (!(item = g_hash_table_lookup (zones->by_id, &at)) || tn_id_is_null (&item->parent))
        break;
      at = item->parent;
      if (*key && find_level (zones, &at, key, day, &level))   /* the alley was set in the quarter, its households name the group */
        break;
    }
  return level;
}

/* ---- quarters ---- */

TnId
tn_zones_find_quarter (const TnZones *zones, const TnId *area)
{
  TnId at = *area;

  for (guint depth = 0; depth < 8; depth++)
    {
      const TnAreaItem *item = g_hash_table_lookup (zones->by_id, &at);

      if (!item || item->depth == 0)
        break;
      at = item->parent;
    }
  return at;
}

static void
add_place (TnZoneQuarter *quarter, const TnZones *zones, const TnId *area, const char *alley, gint64 day)
{
  TnZonePlace *place = g_new (TnZonePlace, 1);

  *place = (TnZonePlace) { *area, g_strdup (alley), name_place (zones, area, alley), tn_zones_level (zones, area, alley, day) };
  quarter->green += tn_zone_rank (place->level.level) == 0;
  quarter->clash |= place->level.other != NULL;
  g_ptr_array_add (quarter->places, place);
}

static void
add_places (TnZoneQuarter *quarter, const TnZones *zones, guint from, gint64 day)
{
  const TnAreaItem *top = zones->areas->pdata[from];
  guint i = from + 1;

  for (; i < zones->areas->len && ((TnAreaItem *) zones->areas->pdata[i])->depth > top->depth; i++)
    add_place (quarter, zones, &((TnAreaItem *) zones->areas->pdata[i])->id, "", day);
  if (i == from + 1)
    add_place (quarter, zones, &top->id, "", day);
  for (i = 0; i < zones->places->len; i++)
    {
      const Place *place = zones->places->pdata[i];
      TnId above = tn_zones_find_quarter (zones, &place->area);

      if (*place->key && tn_id_equal (&above, &top->id))
        add_place (quarter, zones, &place->area, place->alley, day);
    }
}

GPtrArray *
tn_zones_quarters (const TnZones *zones, const TnId *only, gint64 day)
{
  GPtrArray *quarters = g_ptr_array_new_with_free_func (free_quarter);

  for (guint i = 0; i < zones->areas->len; i++)
    {
      const TnAreaItem *item = zones->areas->pdata[i];
      TnZoneQuarter *quarter;

      if (item->depth || (only && !tn_id_equal (only, &item->id)))
        continue;
      quarter = g_new0 (TnZoneQuarter, 1);
      *quarter = (TnZoneQuarter) { .id = item->id, .name = g_strdup (item->name), .level = tn_zones_level (zones, &item->id, NULL, day),
                                   .places = g_ptr_array_new_with_free_func (free_zone_place) };
      quarter->clash = quarter->level.other != NULL;
      add_places (quarter, zones, i, day);
      g_ptr_array_add (quarters, quarter);
    }
  return quarters;
}

static int
compare_marks_cb (gconstpointer a, gconstpointer b)
{
  const TnZoneMark *x = *(const TnZoneMark *const *) a, *y = *(const TnZoneMark *const *) b;

  return x->from != y->from ? (x->from > y->from ? -1 : 1) : tn_id_compare (&y->id, &x->id);
}

GPtrArray *
tn_zones_past (const TnZones *zones, const TnId *quarter)
{
  GPtrArray *past = g_ptr_array_new ();

  for (guint i = 0; i < zones->places->len; i++)
    {
      const Place *place = zones->places->pdata[i];
      TnId above = tn_zones_find_quarter (zones, &place->area);

      for (guint s = 0; tn_id_equal (&above, quarter) && s < place->set->len; s++)
        g_ptr_array_add (past, zones->marks->pdata[g_array_index (place->set, Setting, s).mark]);
    }
  g_ptr_array_sort (past, compare_marks_cb);
  return past;
}
