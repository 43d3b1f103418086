/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does with teams, as edits. A leader is written in two places, in the team and as the member's role; here they stay in step. */
#include "tn-team.h"
#include <glib/gi18n.h>
#include <string.h>
#include "tn-listed.h"
#include "tn-text.h"
#include "tn-work-private.h"

static char *
dup_name (const TnValues *values, const char *missing, GError **error)
{
  char *name = values ? tn_values_dup_text (values, "name") : NULL;
  if (name && *name) return name;
  g_free (name);
  g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, missing);
  return NULL;
}

TnEdit *
tn_team_add (TnCopy *copy, const TnValues *values, GError **error)
{
  g_autofree char *name = dup_name (values, _("The team has no name yet. Type one and save again."), error);
  if (!name) return NULL;
  /* Translators: %s is a team’s name */
  TnEdit *edit = tn_work_new_edit_about (_("Made team %s"), name);
  TnId id = tn_edit_create (edit, "team", NULL);
  tn_values_apply (values, edit, &id);
  return edit;
}

/* ---- members ---- */

static gboolean
is_leader (const TnValues *values)
{
  g_autofree char *role = tn_values_dup_text (values, "role");
  return g_strcmp0 (role, "leader") == 0;
}

/* `member` leads from now on: whoever did becomes a member. */
static void
write_leader (TnEdit *edit, const TnRow *team, const TnId *member)
{
  TnId old;
  if (tn_row_ref (team, "leader", &old) && tn_id_equal (&old, member)) return;
  if (tn_row_ref (team, "leader", &old)) tn_edit_set_text (edit, &old, "role", "member");
  tn_edit_set_ref (edit, &team->id, "leader", member);
}

/* Leads no more, if it was this one who did. */
static void
clear_leader (TnEdit *edit, const TnRow *team, const TnId *member)
{
  TnId leader;
  if (tn_row_ref (team, "leader", &leader) && tn_id_equal (&leader, member)) tn_edit_set_ref (edit, &team->id, "leader", NULL);
}

TnEdit *
tn_team_add_member (TnCopy *copy, const TnId *team, const TnValues *values, GError **error)
{
  g_autofree char *name = dup_name (values, _("The full name is missing. Type it and save again."), error);
  g_autoptr (TnRow) row = name && team ? tn_work_get (copy, "team", team, error) : NULL;
  if (!name || (team && !row)) return NULL;
  TnEdit *edit = tn_work_new_edit_about (_("Added %s"), name);
  TnId id = tn_edit_create (edit, "volunteer", NULL);
  tn_values_apply (values, edit, &id);
  if (!row) return edit;
  tn_edit_set_ref (edit, &id, "team", team);
  if (is_leader (values)) write_leader (edit, row, &id);
  return edit;
}

/* The team that the member is in: *team NULL = in none. FALSE on error. */
static gboolean
read_team_of (TnCopy *copy, const TnRow *member, TnRow **team, GError **error)
{
  g_autoptr (GError) problem = NULL;
  TnId id;
  *team = NULL;
  if (!tn_row_ref (member, "team", &id)) return TRUE;
  *team = tn_work_get (copy, "team", &id, &problem);
  if (*team || g_error_matches (problem, TN_ERROR, TN_ERROR_NOT_FOUND)) return TRUE;   /* a team that is not here leads nobody here */
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

TnEdit *
tn_team_change_member (TnCopy *copy, const TnId *member, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "volunteer", member, error), team = NULL;
  if (!row || !read_team_of (copy, row, &team, error)) return NULL;
  g_autofree char *name = tn_row_dup_text (row, "name");
  TnEdit *edit = tn_work_new_edit_about (_("Changed %s"), name ? name : "");
  tn_values_apply (values, edit, member);
  if (!team || !tn_values_get (values, "role")) return edit;
  if (is_leader (values)) write_leader (edit, team, member);
  else clear_leader (edit, team, member);
  return edit;
}

TnEdit *
tn_team_move_member (TnCopy *copy, const TnId *member, const TnId *to, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "volunteer", member, error), from = NULL;
  g_autoptr (TnRow) team = row && to ? tn_work_get (copy, "team", to, error) : NULL;
  if (!row || (to && !team) || !read_team_of (copy, row, &from, error)) return NULL;
  if (from && to && tn_id_equal (&from->id, to)) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("This is the team that the member is in already. Choose another."));
    return NULL;
  }
  g_autofree char *name = tn_row_dup_text (row, "name"), *role = tn_row_dup_text (row, "role");
  /* Translators: %s is a member’s name */
  TnEdit *edit = tn_work_new_edit_about (to ? _("Moved %s to another team") : _("%s left the team"), name ? name : "");
  tn_edit_set_ref (edit, member, "team", to);
  if (role) tn_edit_set_text (edit, member, "role", to ? "member" : NULL);
  if (from) clear_leader (edit, from, member);
  return edit;
}

/* ---- areas ---- */

static gboolean
has_area (TnCopy *copy, const TnId *team, const TnId *area, const char *alley, gboolean *has, GError **error)
{
  TnListedQuery query = { .kind = "team_area", .ref = team };
  g_autoptr (GArray) parts = tn_query_listed (copy, &query, error);
  *has = FALSE;
  for (guint i = 0; parts && i < parts->len; i++) {
    g_autoptr (TnRow) part = tn_copy_get (copy, &g_array_index (parts, TnListed, i).id, error);
    if (!part) return FALSE;
    g_autofree char *its = tn_row_dup_text (part, "alley");
    TnId id;
    *has |= tn_row_ref (part, "area", &id) && tn_id_equal (&id, area) && g_strcmp0 (its ? its : "", alley) == 0;
  }
  return parts != NULL;
}

/* The alley as the households there have it; NULL with error when there is none of that name. Owned. */
static char *
find_alley (TnCopy *copy, const TnId *area, const char *alley, GError **error)
{
  g_autoptr (GPtrArray) alleys = tn_query_alleys (copy, area, error);
  for (guint i = 0; alleys && i < alleys->len; i++)
    if (tn_text_same (alleys->pdata[i], alley)) return g_strdup (alleys->pdata[i]);
  if (!alleys) return NULL;
  g_autofree char *title = tn_query_title (copy, area);
  /* Translators: a quarter or group, and an alley as it was typed */
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("No household of %s has the alley “%s”. Write it as the list of households does, such as “Hẻm 45”."), title, alley);
  return NULL;
}

TnEdit *
tn_team_add_area (TnCopy *copy, const TnId *team, const TnId *area, const char *alley, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "team", team, error), unit = row ? tn_work_get (copy, "unit", area, error) : NULL;
  gboolean has;
  if (!unit) return NULL;
  g_autofree char *found = alley && *alley ? find_alley (copy, area, alley, error) : g_strdup ("");
  if (!found || !has_area (copy, team, area, found, &has, error)) return NULL;
  if (has) {
    g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("The team looks after this already. Choose another quarter, group or alley."));
    return NULL;
  }
  g_autofree char *name = tn_row_dup_text (row, "name"), *place = tn_row_dup_text (unit, "name");
  /* Translators: a quarter or group, and a team’s name */
  g_autofree char *label = g_strdup_printf (_("%s given to %s"), place ? place : "", name ? name : "");
  TnEdit *edit = tn_edit_new (label);
  TnId id = tn_edit_create (edit, "team_area", NULL);
  tn_edit_set_ref (edit, &id, "team", team);
  tn_edit_set_ref (edit, &id, "area", area);
  if (*found) tn_edit_set_text (edit, &id, "alley", found);
  return edit;
}

TnEdit *
tn_team_remove_area (TnCopy *copy, const TnId *team_area, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "team_area", team_area, error);
  TnId area = { 0 };
  if (!row) return NULL;
  tn_row_ref (row, "area", &area);
  g_autofree char *title = tn_query_title (copy, &area);
  /* Translators: %s is a quarter or group */
  TnEdit *edit = tn_work_new_edit_about (_("%s taken from the team"), title);
  tn_edit_delete (edit, team_area);
  return edit;
}

TnEdit *
tn_team_dissolve (TnCopy *copy, const TnId *team, GError **error)
{
  g_autoptr (TnRow) row = tn_work_get (copy, "team", team, error);
  TnListedQuery people = { .kind = "volunteer", .ref = team }, parts = { .kind = "team_area", .ref = team };
  g_autoptr (GArray) members = row ? tn_query_listed (copy, &people, error) : NULL;
  g_autoptr (GArray) areas = members ? tn_query_listed (copy, &parts, error) : NULL;
  if (!areas) return NULL;
  g_autofree char *name = tn_row_dup_text (row, "name");
  /* Translators: %s is a team’s name */
  TnEdit *edit = tn_work_new_edit_about (_("Dissolved %s"), name ? name : "");
  for (guint i = 0; i < members->len; i++) {
    const TnId *id = &g_array_index (members, TnListed, i).id;
    tn_edit_set_ref (edit, id, "team", NULL);
    tn_edit_set_text (edit, id, "role", NULL);
  }
  for (guint i = 0; i < areas->len; i++) tn_edit_delete (edit, &g_array_index (areas, TnListed, i).id);
  tn_edit_delete (edit, team);
  return edit;
}

/* ---- core members ---- */

/* Who holds one area can be named for a building too, but not for a second area: the first would be left alone unnoticed. */
static gboolean
check_free (TnCopy *copy, const TnRow *volunteer, const TnId *place, GError **error)
{
  TnSlice core = tn_row_field (volunteer, "core_member");
  TnId area;
  if (core.len != 4 || memcmp (core.p, "true", 4) != 0 || !tn_row_ref (volunteer, "area", &area) || tn_id_equal (&area, place)) return TRUE;
  g_autofree char *name = tn_row_dup_text (volunteer, "name"), *where = tn_query_title (copy, &area);
  /* Translators: a volunteer’s name, and a quarter or group */
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("%s is the core member of %s already. Choose somebody else, or name another one there first."), name ? name : "", where);
  return FALSE;
}

TnEdit *
tn_team_name_core (TnCopy *copy, const TnId *place, const TnId *volunteer, const TnValues *values, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, place, error);
  if (!row) return NULL;
  gboolean building = g_str_equal (row->kind_key, "building");
  g_autoptr (TnRow) where = tn_work_get (copy, building ? "building" : "unit", place, error);
  g_autoptr (TnRow) who = where && volunteer ? tn_work_get (copy, "volunteer", volunteer, error) : NULL;
  g_autofree char *name = who ? tn_row_dup_text (who, "name") : volunteer || !where ? NULL
                          : dup_name (values, _("Choose a volunteer, or write the full name of somebody new."), error);
  if (!name || (who && !building && !check_free (copy, who, place, error))) return NULL;
  g_autofree char *title = tn_row_dup_text (where, "name");
  /* Translators: a volunteer’s name, and a group, quarter or building */
  g_autofree char *label = g_strdup_printf (_("%s named core member of %s"), name, title ? title : "");
  TnEdit *edit = tn_edit_new (label);
  TnId id = who ? who->id : tn_edit_create (edit, "volunteer", NULL);
  if (!who) tn_values_apply (values, edit, &id);
  tn_edit_set_bool (edit, &id, "core_member", TRUE);
  if (building) tn_edit_set_ref (edit, place, "core_member", &id);
  else tn_edit_set_ref (edit, &id, "area", place);
  return edit;
}
