/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of teams: what is too much, what is missing. */
#include "tn-team.h"
#include <glib/gi18n.h>

static const TnTeamNorm norms[] = {
  { "Bắc Giang", "2021", 3, 5, 30, 50 },
  { "Hải Dương", "2021", 3, 5, 60, 70 },
};

const TnTeamNorm *
tn_team_norms (guint *n)
{
  *n = G_N_ELEMENTS (norms);
  return norms;
}

/* The most that one member has when a norm's smallest team looks after its most households. */
static guint
norm_limit (const TnTeamNorm *norm)
{
  return (norm->households_max + norm->members_min - 1) / norm->members_min;
}

guint
tn_team_limit (TnTeamLoad load)
{
  guint least = norm_limit (&norms[0]), most = least;
  for (guint i = 1; i < G_N_ELEMENTS (norms); i++) {
    least = MIN (least, norm_limit (&norms[i]));
    most = MAX (most, norm_limit (&norms[i]));
  }
  return load == TN_LOAD_GOOD ? least : load == TN_LOAD_HIGH ? most : 0;
}

TnTeamLoad
tn_team_load (guint households, guint members)
{
  if (!households) return TN_LOAD_NONE;
  if (!members) return TN_LOAD_TOO_MANY;
  guint each = (households + members - 1) / members;
  return each <= tn_team_limit (TN_LOAD_GOOD) ? TN_LOAD_GOOD : each <= tn_team_limit (TN_LOAD_HIGH) ? TN_LOAD_HIGH : TN_LOAD_TOO_MANY;
}

gboolean
tn_team_goes_to_doors (const char *type)
{
  return g_strcmp0 (type, "mobile_station") != 0;
}

gboolean
tn_building_needs_core (const char *type, gint64 rooms)
{
  if (g_strcmp0 (type, "apartment_block") == 0) return TRUE;
  return rooms > TN_CORE_ROOMS && (g_strcmp0 (type, "boarding_house") == 0 || g_strcmp0 (type, "dormitory") == 0);
}

char *
tn_knows_text (guint knows)
{
  static const char *const words[] = { N_("policy"), N_("technology"), N_("communication") };
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (knows & (1u << i)) g_string_append_printf (text, "%s%s", text->len ? ", " : "", _(words[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- what is missing ---- */

const char *
tn_gap_name (TnGapType type)
{
  static const char *const names[] = {
    [TN_GAP_NO_TEAM] = N_("No team looks after these"),
    [TN_GAP_NO_LEADER] = N_("Team without a leader"),
    [TN_GAP_TOO_MANY] = N_("Too many households for each member"),
    [TN_GAP_NO_CORE] = N_("No core member"),
    [TN_GAP_NOT_TRAINED] = N_("What nobody in the team knows"),
  };
  return _(names[type]);
}

void
tn_gap_free (TnGap *gap)
{
  g_free (gap->title);
  g_free (gap->detail);
  g_free (gap);
}

/* Takes detail. */
static void
add_gap (GPtrArray *gaps, TnGapType type, const TnTeamInfo *team, char *detail, guint weight)
{
  TnGap *gap = g_new0 (TnGap, 1);
  *gap = (TnGap) { type, team->id, g_strdup (team->name), detail, weight };
  g_ptr_array_add (gaps, gap);
}

static char *
say_load (const TnTeamInfo *team)
{
  guint members = team->members->len;
  if (!members)
    return g_strdup_printf (ngettext ("%u household and no members", "%u households and no members", team->n_households), team->n_households);
  /* Translators: a team’s households, its members, households of one member, and how many that may be at most */
  return g_strdup_printf (_("%u households, %u members: %u each, at most %u"), team->n_households, members, (team->n_households + members - 1) / members,
                          tn_team_limit (TN_LOAD_HIGH));
}

void
tn_team_add_gaps (const TnTeamInfo *team, GPtrArray *gaps)
{
  guint members = team->members->len, missing = TN_KNOWS_ALL & ~team->knows;
  if (!team->has_leader)
    add_gap (gaps, TN_GAP_NO_LEADER, team, g_strdup_printf (ngettext ("%u member", "%u members", members), members), members);
  if (team->load == TN_LOAD_TOO_MANY)
    add_gap (gaps, TN_GAP_TOO_MANY, team, say_load (team), members ? (team->n_households + members - 1) / members : team->n_households);
  if (members && missing) {
    g_autofree char *what = tn_knows_text (missing);
    /* Translators: %s is one or more of: policy, technology, communication */
    add_gap (gaps, TN_GAP_NOT_TRAINED, team, g_strdup_printf (_("Nobody was trained in: %s"), what), (guint) __builtin_popcount (missing));
  }
}

/* ---- memory ---- */

void
tn_member_info_free (TnMemberInfo *info)
{
  char *texts[] = { info->name, info->role, info->phone, info->skills, info->hours, info->birth, info->note, info->team_name, info->area_name };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) g_free (texts[i]);
  g_free (info);
}

void
tn_teams_free (TnTeams *teams)
{
  g_ptr_array_unref (teams->teams);
  g_ptr_array_unref (teams->members);
  g_ptr_array_unref (teams->places);
  g_ptr_array_unref (teams->gaps);
  g_free (teams);
}

/* ---- finding ---- */

static gpointer
find_by_id (GPtrArray *items, const TnId *id)
{
  for (guint i = 0; i < items->len; i++)
    if (tn_id_equal (items->pdata[i], id)) return items->pdata[i];   /* all begin with their id */
  return NULL;
}

TnTeamInfo *
tn_teams_find (const TnTeams *teams, const TnId *id)
{
  return find_by_id (teams->teams, id);
}

TnMemberInfo *
tn_teams_find_member (const TnTeams *teams, const TnId *id)
{
  return find_by_id (teams->members, id);
}

TnPlace *
tn_teams_find_place (const TnTeams *teams, const TnId *id)
{
  return find_by_id (teams->places, id);
}
