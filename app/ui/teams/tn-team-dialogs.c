/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-team-dialogs.h"
#include <glib/gi18n.h>
#include "tn-household-actions.h"
#include "tn-team.h"

static const char *const team_fields[] = { "name", "type", "phone", "note", NULL };
static const char *const member_fields[] = { "name", "role", "phone", "birth", "skills", "hours", "knows_policy", "knows_technology", "knows_communication",
                                             "core_member", "area", "note", NULL };

/* --- teams --- */

static TnEdit *
add_team (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  return tn_team_add (copy, values, error);
}

void
tn_team_dialog_new (TnWindow *window)
{
  TnDialog *dialog = tn_form_dialog_new (window, _("New Team"), _("_Save"), "team", team_fields, NULL, NULL, add_team);

  tn_form_preset (tn_form_dialog_get_form (dialog), "type", "\"community_covid\"");
  tn_form_dialog_present (dialog, "name");
}

void
tn_team_dialog_edit (TnWindow *window, const TnId *team)
{
  tn_form_dialog_edit (window, team, _("Edit Team"), team_fields, tn_work_change);
}

/* --- members --- */

void
tn_team_dialog_new_member (TnWindow *window, const TnId *team)
{
  TnDialog *dialog = tn_form_dialog_new (window, team ? _("New Member") : _("New Volunteer"), _("_Save"), "volunteer", member_fields, NULL, team, tn_team_add_member);

  tn_form_dialog_present (dialog, "name");
}

void
tn_team_dialog_edit_member (TnWindow *window, const TnId *member)
{
  tn_form_dialog_edit (window, member, _("Edit Member"), member_fields, tn_team_change_member);
}

static TnEdit *
move_member (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  TnId to;

  tn_values_ref (values, "team", &to);   /* the dialog has asked for it */
  return tn_team_move_member (copy, about, &to, error);
}

void
tn_team_dialog_move_member (TnWindow *window, const TnId *member, const char *name)
{
  static const char *const fields[] = { "team", NULL };
  /* Translators: %s is a member’s name */
  g_autofree char *title = g_strdup_printf (_("Move %s"), name);
  TnDialog *dialog = tn_form_dialog_new (window, title, _("_Move"), "volunteer", fields, NULL, member, move_member);

  tn_form_dialog_require (dialog, "team", _("Choose the team."));
  tn_form_dialog_present (dialog, "team");
}

/* --- areas --- */

static TnEdit *
add_area (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autofree char *alley = tn_values_dup_text (values, "alley");
  TnId area;

  tn_values_ref (values, "area", &area);
  return tn_team_add_area (copy, about, &area, alley, error);
}

void
tn_team_dialog_add_area (TnWindow *window, const TnId *team)
{
  static const char *const fields[] = { "area", "alley", NULL };
  TnDialog *dialog = tn_form_dialog_new (window, _("Give the Team an Area"), _("_Save"), "team_area", fields, NULL, team, add_area);

  tn_form_set_hint (tn_form_dialog_get_form (dialog), "alley", _("Only when the team has one alley of it and not the whole."));
  tn_form_dialog_present (dialog, "area");
}

static TnEdit *
give_area (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  TnId team;

  tn_values_ref (values, "team", &team);
  return tn_team_add_area (copy, &team, about, NULL, error);
}

void
tn_team_dialog_give_area (TnWindow *window, const TnId *area, const char *about)
{
  static const char *const fields[] = { "team", NULL };
  /* Translators: %s is a quarter or group */
  g_autofree char *title = g_strdup_printf (_("Give %s to a Team"), about);
  TnDialog *dialog = tn_form_dialog_new (window, title, _("_Save"), "team_area", fields, NULL, area, give_area);

  tn_form_dialog_present (dialog, "team");
}

/* --- core members --- */

/* Somebody chosen goes before somebody written: both at once is one too many. */
static TnEdit *
name_core (TnCopy *copy, const TnId *about, const TnValues *values, GError **error)
{
  g_autoptr (TnValues) written = tn_values_new ();
  g_autofree char *name = tn_values_dup_text (values, "name");
  gboolean chosen;
  TnId volunteer;

  chosen = tn_values_ref (values, "core_member", &volunteer);
  if (chosen && name)
    {
      g_set_error_literal (error, TN_ERROR, TN_ERROR_INVALID, _("Somebody was chosen and somebody new was written. Leave one of them out."));
      return NULL;
    }
  tn_values_set (written, "name", tn_values_get (values, "name"));
  if (tn_values_get (values, "phone"))
    tn_values_set (written, "phone", tn_values_get (values, "phone"));
  return tn_team_name_core (copy, about, chosen ? &volunteer : NULL, written, error);
}

void
tn_team_dialog_name_core (TnWindow *window, const TnId *place, const char *about)
{
  static const char *const chosen[] = { "core_member", NULL }, *const written[] = { "name", "phone", NULL };
  /* Translators: %s is a group, quarter or building */
  g_autofree char *title = g_strdup_printf (_("Core Member of %s"), about);
  TnDialog *dialog = tn_form_dialog_new (window, title, _("_Save"), "building", chosen, NULL, place, name_core);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (tn_form_dialog_get_form (dialog)), _("A volunteer"));
  tn_form_dialog_add (dialog, _("Or somebody new"), "volunteer", written);
  tn_form_dialog_present (dialog, "core_member");
}
