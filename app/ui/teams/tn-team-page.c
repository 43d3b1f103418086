/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-team-page.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-tip.h"

/* Joins what is said with dots; "" is left out. Owned. */
static char *
join (const char *const *parts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; *parts; parts++)
    if (**parts)
      g_string_append_printf (text, "%s%s", text->len ? " · " : "", *parts);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
#define JOIN(...) join ((const char *const[]) { __VA_ARGS__, NULL })

static const char *
choice_label (const char *kind, const char *field, const char *key)
{
  return *key ? tn_choice_label (tn_kind_field (tn_schema_kind (kind), field), key) : "";
}

static char *
dup_age (const TnMemberInfo *member)
{
  /* Translators: an age */
  return member->age >= 0 ? g_strdup_printf (ngettext ("%d year", "%d years", member->age), member->age) : g_strdup ("");
}

/* --- a team --- */

static void
write_gaps (TnRecordPage *page, const TnTeamInfo *team)
{
  g_autoptr (GPtrArray) gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_gap_free);
  AdwPreferencesGroup *group;

  tn_team_add_gaps (team, gaps);
  if (!gaps->len)
    return;
  group = tn_record_page_add_group (page, _("What is missing"), NULL);
  for (guint i = 0; i < gaps->len; i++)
    {
      const TnGap *gap = gaps->pdata[i];
      GtkWidget *row = tn_record_page_row (group, tn_gap_name (gap->type), gap->detail), *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, "warning");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }
}

static const char *
load_style (TnTeamLoad load)
{
  static const char *const styles[] = { NULL, "success", "warning", "error" };

  return styles[load];
}

/* "Bắc Giang 17, Hải Dương 24": what is known of others is said with the figure. */
static char *
dup_norms (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n;
  const TnTeamNorm *norms = tn_team_norms (&n);

  for (guint i = 0; i < n; i++)
    {
      /* Translators: a province, its year, members of one team and the households that they look after */
      g_string_append_printf (text, _("%s (%s): %u to %u members for %u to %u households"), norms[i].where, norms[i].since, norms[i].members_min, norms[i].members_max,
                              norms[i].households_min, norms[i].households_max);
      g_string_append (text, i + 1 < n ? ". " : ".");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
write_figures (TnRecordPage *page, const TnTeamInfo *team)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Figures"), NULL);
  guint members = team->members->len;
  g_autofree char *households = g_strdup_printf ("%u", team->n_households), *norms = dup_norms ();
  g_autofree char *each = members ? g_strdup_printf ("%u", (team->n_households + members - 1) / members) : g_strdup ("–");
  g_autofree char *old = g_strdup_printf (_("%u of %u"), team->n_old, team->n_age_known), *over = g_strdup_printf (_("Members over %d years"), TN_TEAM_OLD);
  g_autofree char *knows = tn_knows_text (team->knows);
  GtkWidget *row;

  tn_record_page_fact (group, _("Households"), households);
  if (team->load != TN_LOAD_NONE)
    {
      row = tn_record_page_row (group, _("Households of each member"), norms);
      tn_record_page_row_end (row, each, load_style (team->load));
    }
  tn_record_page_fact (group, over, team->n_age_known ? old : _("not known"));
  tn_record_page_fact (group, _("Trained in"), *knows ? knows : _("nothing yet"));
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_member_menu (const TnMemberInfo *member)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *label = g_strdup_printf (_("Actions for %s"), member->name), *name = NULL;
  TnIdStr id;

  tn_id_format (&member->id, id);
  name = g_strconcat ("menu:", id, NULL);
  add_item (menu, _("_Edit…"), "team.edit-member", id);
  if (!member->leader)
    add_item (menu, _("Make _Leader"), "team.lead", id);
  add_item (menu, _("_Move to Another Team…"), "team.move-member", id);
  add_item (menu, _("Leaves the _Team"), "team.leave", id);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_name (button, name);
  tn_tip_set (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return button;
}

static void
write_member_row (AdwPreferencesGroup *group, const TnMemberInfo *member)
{
  g_autofree char *age = dup_age (member), *knows = tn_knows_text (member->knows);
  const char *role = member->leader ? _("Team leader") : g_str_equal (member->role, "deputy") ? choice_label ("volunteer", "role", member->role) : "";
  g_autofree char *first = JOIN (role, age, member->phone, member->skills), *second = JOIN (member->hours, knows);
  g_autofree char *detail = g_strdup_printf ("%s%s%s", first, *first && *second ? "\n" : "", second);
  GtkWidget *row = tn_record_page_row (group, member->name, detail);

  if (member->core)
    tn_record_page_row_end (row, _("Core member"), "accent");
  tn_record_page_row_action (row, "team.edit-member", &member->id);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_member_menu (member));
}

static void
write_members (TnRecordPage *page, const TnTeamInfo *team)
{
  /* Translators: title over the members of a team, with their number */
  g_autofree char *title = g_strdup_printf (_("Members (%u)"), team->members->len);
  AdwPreferencesGroup *group = tn_record_page_add_group (page, title, team->members->len ? NULL : _("Nobody yet."));

  adw_preferences_group_set_header_suffix (group, tn_record_page_button ("contact-new-symbolic", _("Add a member (Ctrl+Shift+M)"), "team.add-member", NULL));
  for (guint i = 0; i < team->members->len; i++)
    write_member_row (group, team->members->pdata[i]);
}

static void
write_areas (TnRecordPage *page, const TnTeamInfo *team)
{
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Looks after"), team->areas->len ? NULL : _("No quarter, group or alley yet."));

  adw_preferences_group_set_header_suffix (group, tn_record_page_button ("list-add-symbolic", _("Give the team an area (Ctrl+Shift+A)"), "team.add-area", NULL));
  for (guint i = 0; i < team->areas->len; i++)
    {
      const TnTeamArea *area = team->areas->pdata[i];
      g_autofree char *n = g_strdup_printf (ngettext ("%u household", "%u households", area->n_households), area->n_households);
      /* Translators: %s is a quarter, group or alley */
      g_autofree char *label = g_strdup_printf (_("Take %s from the team"), area->title);
      GtkWidget *row = tn_record_page_row (group, area->title, n);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), tn_record_page_button ("list-remove-symbolic", label, "team.remove-area", &area->id));
    }
}

static void
write_team (TnRecordPage *page, const TnTeamInfo *team)
{
  g_autofree char *subtitle = JOIN (choice_label ("team", "type", team->type), team->phone);

  tn_record_page_begin (page, team->name, subtitle);
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit the team (F2)"), "team.edit", NULL));
  tn_record_page_add_button (page, tn_record_page_button ("user-trash-symbolic", _("Dissolve the team"), "team.dissolve", NULL));
  write_gaps (page, team);
  write_members (page, team);
  write_areas (page, team);
  write_figures (page, team);
  if (*team->note)
    tn_record_page_row (tn_record_page_add_group (page, _("Notes"), NULL), team->note, NULL);
  tn_record_page_end (page);
}

/* --- a volunteer --- */

static void
write_member (TnRecordPage *page, const TnMemberInfo *member)
{
  const char *role = member->leader ? _("Team leader") : choice_label ("volunteer", "role", member->role);
  g_autofree char *subtitle = JOIN (role, *member->team_name ? member->team_name : _("In no team")), *age = dup_age (member);
  g_autofree char *birth = tn_date_format (member->birth), *born = JOIN (birth ? birth : "", age), *knows = tn_knows_text (member->knows);
  AdwPreferencesGroup *group;

  tn_record_page_begin (page, member->name, subtitle);
  tn_record_page_add_button (page, tn_record_page_button (NULL, _("_Move to Another Team…"), "team.move-member", &member->id));
  tn_record_page_add_button (page, tn_record_page_button ("document-edit-symbolic", _("Edit the member (F2)"), "team.edit-member", &member->id));
  group = tn_record_page_add_group (page, NULL, NULL);
  tn_record_page_fact (group, _("Telephone"), member->phone);
  tn_record_page_fact (group, _("Born"), born);
  tn_record_page_fact (group, _("Skills"), member->skills);
  tn_record_page_fact (group, _("Hours"), member->hours);
  tn_record_page_fact (group, _("Trained in"), *knows ? knows : _("nothing yet"));
  tn_record_page_fact (group, _("Quarter or group"), member->area_name);
  tn_record_page_fact (group, _("Core member"), member->core ? _("Yes") : "");
  tn_record_page_fact (group, _("Notes"), member->note);
  if (!tn_id_is_null (&member->team))
    {
      group = tn_record_page_add_group (page, NULL, NULL);
      tn_record_page_row_action (tn_record_page_row (group, *member->team_name ? member->team_name : _("not on this laptop"), _("Team")), "team.show", &member->team);
    }
  tn_record_page_end (page);
}

/* --- a place --- */

static const TnGap *
find_gap (const TnTeams *teams, TnGapType type, const TnId *id)
{
  for (guint i = 0; i < teams->gaps->len; i++)
    {
      const TnGap *gap = teams->gaps->pdata[i];

      if (gap->type == type && tn_id_equal (&gap->record, id))
        return gap;
    }
  return NULL;
}

static void
write_core (TnRecordPage *page, const TnPlace *place)
{
  gboolean has = !tn_id_is_null (&place->core);
  AdwPreferencesGroup *group = tn_record_page_add_group (page, _("Core member"), has ? NULL : _("Nobody yet. There must be at least one in every group, apartment block, and boarding house or dormitory of more than 20 rooms."));
  GtkWidget *button = tn_record_page_button (NULL, has ? _("Name _Another…") : _("_Name a Core Member…"), "team.name-core", &place->id);

  if (has)
    tn_record_page_row_action (tn_record_page_row (group, place->core_name, NULL), "team.show", &place->core);
  else
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  tn_record_page_add_widget (page, button);
}

static gboolean
write_place (TnRecordPage *page, const TnTeams *teams, const TnId *id)
{
  const TnPlace *place = tn_teams_find_place (teams, id);
  const TnGap *gap = find_gap (teams, TN_GAP_NO_TEAM, id);
  GtkWidget *button;

  if (!place && !gap)
    return FALSE;
  tn_record_page_begin (page, place ? place->title : gap->title, place ? place->detail : gap->detail);
  if (gap)
    {
      tn_record_page_add_group (page, tn_gap_name (TN_GAP_NO_TEAM), gap->detail);
      button = tn_record_page_button (NULL, _("_Give to a Team…"), "team.give", id);
      gtk_widget_add_css_class (button, "suggested-action");
      gtk_widget_set_halign (button, GTK_ALIGN_START);
      tn_record_page_add_widget (page, button);
    }
  if (place)
    write_core (page, place);
  tn_record_page_end (page);
  return TRUE;
}

gboolean
tn_team_page_write (TnRecordPage *page, const TnTeams *teams, const TnId *id)
{
  const TnTeamInfo *team = tn_teams_find (teams, id);
  const TnMemberInfo *member = team ? NULL : tn_teams_find_member (teams, id);

  if (team)
    write_team (page, team);
  else if (member)
    write_member (page, member);
  else
    return write_place (page, teams, id);
  return TRUE;
}
