/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Green zones and safe families from a terminal. */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-zone.h"

#define USAGE "zone [list] [--on DATE] | zone set KEY=VALUE… | zone weeks QUARTER | zone past QUARTER | zone safe [list] [--search TEXT] | zone safe set HOUSEHOLD [KEY=VALUE…]" \
  " | zone safe end HOUSEHOLD [DATE]"

static const char *
get_level (const char *key)
{
  return *key ? tn_choice_label (tn_kind_field (tn_schema_kind ("zone"), "level"), key) : _("not set");
}

/* A day as people write it; NULL = today. 0 with error. */
static gint64
read_day (TnCopy *copy, const char *written, GError **error)
{
  g_autofree char *day = written ? tn_date_parse (written) : tn_date_today (tn_env_now_ms (tn_copy_env (copy)));
  if (!day)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no date. Write it as 24/12/2021."), written);
  return tn_listed_date (day);
}

/* ---- looking ---- */

static void
add_level (cJSON *object, const TnZoneLevel *level)
{
  g_autofree char *from = level->from ? tn_listed_date_text (level->from) : NULL;
  cJSON_AddStringToObject (object, "level", level->level);
  cJSON_AddStringToObject (object, "since", from ? from : "");
  cJSON_AddStringToObject (object, "other", level->other ? level->other : "");
}

static void
tell_quarter (TnCtl *ctl, const TnZoneQuarter *quarter, cJSON *out)
{
  cJSON *object = cJSON_CreateObject (), *places = cJSON_AddArrayToObject (object, "places");
  TnIdStr id;
  tn_ctl_add_id (object, "id", &quarter->id);
  cJSON_AddStringToObject (object, "name", quarter->name);
  add_level (object, &quarter->level);
  cJSON_AddNumberToObject (object, "green", quarter->green);
  cJSON_AddBoolToObject (object, "clash", quarter->clash);
  cJSON_AddItemToArray (out, object);
  tn_id_format (&quarter->id, id);
  /* Translators: a record's id, a quarter, its level, and how many of its groups and alleys are green */
  tn_ctl_say (ctl, _("%s  %s: %s, %u of %u places green"), id, quarter->name, get_level (quarter->level.level), quarter->green, quarter->places->len);
  for (guint i = 0; i < quarter->places->len; i++) {
    const TnZonePlace *place = quarter->places->pdata[i];
    cJSON *one = cJSON_CreateObject ();
    tn_ctl_add_id (one, "area", &place->area);
    cJSON_AddStringToObject (one, "alley", place->alley);
    cJSON_AddStringToObject (one, "name", place->name);
    add_level (one, &place->level);
    cJSON_AddItemToArray (places, one);
    /* Translators: a group or alley, its level, and the lesser level that somebody else set for it on the same day */
    if (place->level.other)
      tn_ctl_say (ctl, _("    %s: %s (set to %s too on that day)"), place->name, get_level (place->level.level), get_level (place->level.other));
    else
      tn_ctl_say (ctl, "    %s: %s", place->name, get_level (place->level.level));
  }
}

static gboolean
list_zones (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *on = NULL;
  const GOptionEntry entries[] = { { "on", 0, 0, G_OPTION_ARG_STRING, &on, NULL, NULL }, { NULL } };
  if (!tn_ctl_options (&argc, &argv, entries, 0, 0, USAGE, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  gint64 day = copy ? read_day (copy, on, error) : 0;
  g_autoptr (TnZones) zones = day ? tn_zones_read (copy, error) : NULL;
  if (!zones)
    return FALSE;
  g_autoptr (GPtrArray) quarters = tn_zones_quarters (zones, NULL, day);
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "quarters");
  for (guint i = 0; i < quarters->len; i++)
    tell_quarter (ctl, quarters->pdata[i], out);
  return TRUE;
}

static void
tell_week (TnCtl *ctl, const TnZoneWeek *week, cJSON *out)
{
  g_autofree char *stored = tn_listed_date_text (week->day), *day = tn_date_format (stored);
  cJSON *object = cJSON_CreateObject ();
  cJSON_AddStringToObject (object, "day", stored);
  cJSON_AddNumberToObject (object, "households", week->homes);
  cJSON_AddNumberToObject (object, "green", week->green);
  cJSON_AddNumberToObject (object, "safe", week->safe);
  cJSON_AddNumberToObject (object, "places", week->places);
  cJSON_AddNumberToObject (object, "green_places", week->green_places);
  cJSON_AddItemToArray (out, object);
  /* Translators: a day, then households: in green zones, safe families, all */
  tn_ctl_say (ctl, _("%s: %u in green zones, %u safe families, of %u households"), day, week->green, week->safe, week->homes);
}

static gboolean
tell_weeks (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId quarter;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, USAGE, error) || !tn_ctl_parse_id (argv[1], &quarter, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (TnZones) zones = copy ? tn_zones_read (copy, error) : NULL;
  g_autoptr (GArray) weeks = zones ? tn_zones_weeks (zones, copy, &quarter, tn_env_now_ms (tn_copy_env (copy)), error) : NULL;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "weeks");
  for (guint i = 0; weeks && i < weeks->len; i++)
    tell_week (ctl, &g_array_index (weeks, TnZoneWeek, i), out);
  return weeks != NULL;
}

static gboolean
tell_past (TnCtl *ctl, int argc, char **argv, GError **error)
{
  TnId quarter;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, 1, USAGE, error) || !tn_ctl_parse_id (argv[1], &quarter, error))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (TnZones) zones = copy ? tn_zones_read (copy, error) : NULL;
  if (!zones)
    return FALSE;
  g_autoptr (GPtrArray) past = tn_zones_past (zones, &quarter);
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "past");
  for (guint i = 0; i < past->len; i++) {
    const TnZoneMark *mark = past->pdata[i];
    g_autofree char *stored = tn_listed_date_text (mark->from), *day = tn_date_format (stored ? stored : "");
    cJSON *object = cJSON_CreateObject ();
    tn_ctl_add_id (object, "id", &mark->id);
    cJSON_AddStringToObject (object, "name", mark->name);
    cJSON_AddStringToObject (object, "level", mark->level);
    cJSON_AddStringToObject (object, "since", stored ? stored : "");
    cJSON_AddItemToArray (out, object);
    tn_ctl_say (ctl, "%s  %s: %s", day, mark->name, get_level (mark->level));
  }
  return TRUE;
}

/* ---- doing ---- */

static gboolean
set_zone (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 1, -1, USAGE, error))
    return FALSE;
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("zone"), argv + 1, error);
  g_autoptr (TnCopy) copy = values ? tn_ctl_open (ctl, 0, error) : NULL;
  return copy && tn_ctl_do (ctl, copy, tn_zone_set (copy, values, error), error);
}

static gboolean
list_safe (TnCtl *ctl, const char *search, GError **error)
{
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error);
  g_autoptr (GPtrArray) lines = copy ? tn_safe_family_list (copy, NULL, search, 0, read_day (copy, NULL, NULL), NULL, error) : NULL;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "safe_families");
  for (guint i = 0; lines && i < lines->len; i++) {
    const TnSafeLine *line = lines->pdata[i];
    g_autofree char *stored = tn_listed_date_text (line->from), *day = tn_date_format (stored ? stored : "");
    cJSON *object = cJSON_CreateObject ();
    TnIdStr id;
    tn_ctl_add_id (object, "id", &line->id);
    tn_ctl_add_id (object, "household", &line->household);
    cJSON_AddStringToObject (object, "address", line->address);
    cJSON_AddStringToObject (object, "since", stored ? stored : "");
    cJSON_AddItemToArray (out, object);
    tn_id_format (&line->household, id);
    tn_ctl_say (ctl, "%s  %s  %s (%s)", id, line->address, line->head ? line->head : "", day);
  }
  return lines != NULL;
}

static gboolean
change_safe (TnCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean set = g_str_equal (argv[0], "set");
  TnId household;
  if (!tn_ctl_options (&argc, &argv, NULL, 1, set ? -1 : 2, USAGE, error) || !tn_ctl_parse_id (argv[1], &household, error))
    return FALSE;
  g_autofree char *date = !set && argc > 2 ? tn_date_parse (argv[2]) : NULL;
  g_autoptr (TnValues) values = set ? tn_ctl_dup_values (tn_schema_kind ("safe_family"), argv + 2, error) : NULL;
  if (!set && argc > 2 && !date)
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is no date. Write it as 24/12/2021."), argv[2]);
  if ((set && !values) || (!set && argc > 2 && !date))
    return FALSE;
  g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
  return copy && tn_ctl_do (ctl, copy, set ? tn_safe_family_set (copy, &household, values, error) : tn_safe_family_end (copy, &household, date, error), error);
}

static gboolean
safe (TnCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *search = NULL;
  const GOptionEntry entries[] = { { "search", 0, 0, G_OPTION_ARG_STRING, &search, NULL, NULL }, { NULL } };
  if (argc > 1 && (g_str_equal (argv[1], "set") || g_str_equal (argv[1], "end")))
    return change_safe (ctl, argc - 1, argv + 1, error);
  if (!tn_ctl_options (&argc, &argv, entries, 0, 1, USAGE, error))
    return FALSE;
  if (argc == 1 || g_str_equal (argv[1], "list"))
    return list_safe (ctl, search, error);
  return tn_ctl_misused (USAGE, error);
}

gboolean
tn_ctl_zone (TnCtl *ctl, int argc, char **argv, GError **error)
{
  static const struct { const char *word; TnCtlRun run; } words[] = {
    { "list", list_zones }, { "set", set_zone }, { "weeks", tell_weeks }, { "past", tell_past }, { "safe", safe },
  };
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (argv[1], words[i].word))
      return words[i].run (ctl, argc - 1, argv + 1, error);
  return list_zones (ctl, argc, argv, error);
}
