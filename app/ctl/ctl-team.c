/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-ctl-commands.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-ctl-fields.h"
#include "tn-date.h"
#include "tn-team.h"

#define USAGE "team [show ID] | team gaps | team places | team add KEY=VALUE… | team join TEAM|- KEY=VALUE… | team move VOLUNTEER TEAM|- | " \
  "team area TEAM UNIT [ALLEY] | team core PLACE VOLUNTEER|KEY=VALUE… | team dissolve TEAM"

static TnTeams *
read_teams (TnCtl *ctl, TnCopy **copy, GError **error)
{
  if (!(*copy = tn_ctl_open (ctl, TN_COPY_READ_ONLY, error)))
    return NULL;
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (*copy)));
  return tn_teams_read (*copy, today, error);
}

/* ---- looking ---- */

static cJSON *
team_to_json (const TnTeamInfo *team)
{
  static const char *const loads[] = { "none", "good", "high", "too_many" };
  cJSON *object = cJSON_CreateObject ();
  tn_ctl_add_id (object, "id", &team->id);
  cJSON_AddStringToObject (object, "name", team->name);
  cJSON_AddStringToObject (object, "type", team->type);
  cJSON_AddNumberToObject (object, "members", team->members->len);
  cJSON_AddNumberToObject (object, "over_60", team->n_old);
  cJSON_AddNumberToObject (object, "households", team->n_households);
  cJSON_AddStringToObject (object, "load", loads[team->load]);
  cJSON_AddBoolToObject (object, "leader", team->has_leader);
  cJSON_AddNumberToObject (object, "knows", team->knows);
  return object;
}

static void
say_team (TnCtl *ctl, const TnTeamInfo *team)
{
  TnIdStr id;
  tn_id_format (&team->id, id);
  tn_ctl_say (ctl, _("%s  %s: %u members, %u over %d, %u households"), id, team->name, team->members->len, team->n_old, TN_TEAM_OLD, team->n_households);
}

static gboolean
list_teams (TnCtl *ctl, GError **error)
{
  g_autoptr (TnCopy) copy = NULL;
  g_autoptr (TnTeams) teams = read_teams (ctl, &copy, error);
  if (!teams)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "teams");
  for (guint i = 0; i < teams->teams->len; i++) {
    say_team (ctl, teams->teams->pdata[i]);
    cJSON_AddItemToArray (out, team_to_json (teams->teams->pdata[i]));
  }
  cJSON_AddNumberToObject (ctl->out, "households", teams->n_households);
  cJSON_AddNumberToObject (ctl->out, "without_team", teams->n_without_team);
  cJSON_AddNumberToObject (ctl->out, "gaps", teams->gaps->len);
  tn_ctl_say (ctl, _("%u of %u households have a team; %u gaps."), teams->n_households - teams->n_without_team, teams->n_households, teams->gaps->len);
  return TRUE;
}

static void
add_members (TnCtl *ctl, const TnTeamInfo *team, cJSON *object)
{
  cJSON *out = cJSON_AddArrayToObject (object, "people");
  for (guint i = 0; i < team->members->len; i++) {
    const TnMemberInfo *member = team->members->pdata[i];
    g_autofree char *knows = tn_knows_text (member->knows);
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &member->id);
    cJSON_AddStringToObject (item, "name", member->name);
    cJSON_AddStringToObject (item, "phone", member->phone);
    cJSON_AddBoolToObject (item, "leader", member->leader);
    cJSON_AddBoolToObject (item, "core", member->core);
    cJSON_AddNumberToObject (item, "age", member->age);
    cJSON_AddItemToArray (out, item);
    TnIdStr id;
    tn_id_format (&member->id, id);
    tn_ctl_say (ctl, "    %s  %s  %s  %s%s", id, member->name, member->phone, knows, member->leader ? _(" (leads)") : "");
  }
}

static gboolean
show_team (TnCtl *ctl, const char *word, GError **error)
{
  TnId id;
  if (!tn_ctl_parse_id (word, &id, error))
    return FALSE;
  g_autoptr (TnCopy) copy = NULL;
  g_autoptr (TnTeams) teams = read_teams (ctl, &copy, error);
  const TnTeamInfo *team = teams ? tn_teams_find (teams, &id) : NULL;
  if (teams && !team)
    g_set_error (error, TN_ERROR, TN_ERROR_NOT_FOUND, _("There is no team of this id. tungnha-ctl team lists them."));
  if (!team)
    return FALSE;
  cJSON *object = team_to_json (team);
  say_team (ctl, team);
  add_members (ctl, team, object);
  cJSON *areas = cJSON_AddArrayToObject (object, "areas");
  for (guint i = 0; i < team->areas->len; i++) {
    const TnTeamArea *area = team->areas->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &area->id);
    cJSON_AddStringToObject (item, "title", area->title);
    cJSON_AddNumberToObject (item, "households", area->n_households);
    cJSON_AddItemToArray (areas, item);
    tn_ctl_say (ctl, "    %s  %u", area->title, area->n_households);
  }
  cJSON_AddItemToObject (ctl->out, "team", object);
  return TRUE;
}

static gboolean
list_gaps (TnCtl *ctl, GError **error)
{
  static const char *const types[] = { "no_team", "no_leader", "too_many", "no_core", "not_trained" };
  g_autoptr (TnCopy) copy = NULL;
  g_autoptr (TnTeams) teams = read_teams (ctl, &copy, error);
  if (!teams)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "gaps");
  for (guint i = 0; i < teams->gaps->len; i++) {
    const TnGap *gap = teams->gaps->pdata[i];
    cJSON *item = cJSON_CreateObject ();
    cJSON_AddStringToObject (item, "type", types[gap->type]);
    tn_ctl_add_id (item, "record", &gap->record);
    cJSON_AddStringToObject (item, "title", gap->title);
    cJSON_AddStringToObject (item, "detail", gap->detail);
    cJSON_AddItemToArray (out, item);
    tn_ctl_say (ctl, "%s: %s (%s)", tn_gap_name (gap->type), gap->title, gap->detail);
  }
  return TRUE;
}

static gboolean
list_places (TnCtl *ctl, GError **error)
{
  g_autoptr (TnCopy) copy = NULL;
  g_autoptr (TnTeams) teams = read_teams (ctl, &copy, error);
  if (!teams)
    return FALSE;
  cJSON *out = cJSON_AddArrayToObject (ctl->out, "places");
  for (guint i = 0; i < teams->places->len; i++) {
    const TnPlace *place = teams->places->pdata[i];
    TnIdStr id;
    tn_id_format (&place->id, id);
    cJSON *item = cJSON_CreateObject ();
    tn_ctl_add_id (item, "id", &place->id);
    cJSON_AddStringToObject (item, "title", place->title);
    tn_ctl_add_id (item, "core", &place->core);
    cJSON_AddItemToArray (out, item);
    tn_ctl_say (ctl, "%s  %s: %s", id, place->title, *place->core_name ? place->core_name : "–");
  }
  tn_ctl_say (ctl, _("%u of %u places have a core member."), teams->n_core, teams->n_places);
  return TRUE;
}

/* ---- doing ---- */

/* "-" = none. */
static gboolean
parse_team (const char *word, TnId *id, const TnId **team, GError **error)
{
  *team = g_str_equal (word, "-") ? NULL : id;
  return !*team || tn_ctl_parse_id (word, id, error);
}

static TnEdit *
join (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId id;
  const TnId *team;
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("volunteer"), argv + 3, error);
  return values && parse_team (argv[2], &id, &team, error) ? tn_team_add_member (copy, team, values, error) : NULL;
}

static TnEdit *
add (TnCopy *copy, int argc, char **argv, GError **error)
{
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("team"), argv + 2, error);
  return values ? tn_team_add (copy, values, error) : NULL;
}

static TnEdit *
move (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId volunteer, id;
  const TnId *team;
  return tn_ctl_parse_id (argv[2], &volunteer, error) && parse_team (argv[3], &id, &team, error) ? tn_team_move_member (copy, &volunteer, team, error) : NULL;
}

static TnEdit *
give_area (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId team, unit;
  return tn_ctl_parse_id (argv[2], &team, error) && tn_ctl_parse_id (argv[3], &unit, error) ? tn_team_add_area (copy, &team, &unit, argc > 4 ? argv[4] : NULL, error) : NULL;
}

static TnEdit *
name_core (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId place, volunteer;
  if (!tn_ctl_parse_id (argv[2], &place, error))
    return NULL;
  if (!strchr (argv[3], '='))
    return tn_ctl_parse_id (argv[3], &volunteer, error) ? tn_team_name_core (copy, &place, &volunteer, NULL, error) : NULL;
  g_autoptr (TnValues) values = tn_ctl_dup_values (tn_schema_kind ("volunteer"), argv + 3, error);
  return values ? tn_team_name_core (copy, &place, NULL, values, error) : NULL;
}

static TnEdit *
dissolve (TnCopy *copy, int argc, char **argv, GError **error)
{
  TnId team;
  return tn_ctl_parse_id (argv[2], &team, error) ? tn_team_dissolve (copy, &team, error) : NULL;
}

static const struct { const char *name; int min, max; /* words after it; max -1 = any */ TnEdit *(*make) (TnCopy *copy, int argc, char **argv, GError **error); } doings[] = {
  { "add", 1, -1, add }, { "join", 2, -1, join }, { "move", 2, 2, move }, { "area", 2, 3, give_area }, { "core", 2, -1, name_core }, { "dissolve", 1, 1, dissolve },
};

static gboolean
refuse (GError **error)
{
  return tn_ctl_misused (USAGE, error);
}

gboolean
tn_ctl_team (TnCtl *ctl, int argc, char **argv, GError **error)
{
  if (!tn_ctl_options (&argc, &argv, NULL, 0, -1, USAGE, error))
    return FALSE;
  if (argc == 1)
    return list_teams (ctl, error);
  if (argc == 2 && g_str_equal (argv[1], "gaps"))
    return list_gaps (ctl, error);
  if (argc == 2 && g_str_equal (argv[1], "places"))
    return list_places (ctl, error);
  if (argc == 3 && g_str_equal (argv[1], "show"))
    return show_team (ctl, argv[2], error);
  for (guint i = 0; i < G_N_ELEMENTS (doings); i++) {
    if (!g_str_equal (doings[i].name, argv[1]))
      continue;
    if (argc - 2 < doings[i].min || (doings[i].max >= 0 && argc - 2 > doings[i].max))
      break;
    g_autoptr (TnCopy) copy = tn_ctl_open (ctl, 0, error);
    return copy && tn_ctl_do (ctl, copy, doings[i].make (copy, argc, argv, error), error);
  }
  return refuse (error);
}
