/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-teams-screen.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-team-dialogs.h"
#include "tn-team-page.h"

struct _TnTeamsScreen
{
  TnBoardScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (TnTeamsScreen, tn_teams_screen, TN_TYPE_BOARD_SCREEN)

/* --- the list --- */

static TnTeams *
read_teams (TnCopy *copy, GError **error)
{
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));

  return tn_teams_read (copy, today, error);
}

static gboolean
matches (const TnBoardRow *row, const char *search)
{
  g_autofree char *line = g_strdup_printf ("%s %s %s", row->title, row->detail ? row->detail : "", row->heading ? row->heading : "");

  return tn_board_text_matches (line, search);
}

static void
add_row (GPtrArray *rows, TnBoardRow *row, const char *search)
{
  if (matches (row, search))
    g_ptr_array_add (rows, row);
  else
    tn_board_row_free (row);
}

static void
list_teams (GPtrArray *rows, const TnTeams *teams, const char *search)
{
  static const char *const marks[] = { NULL, "success", "warning", "error" };

  for (guint i = 0; i < teams->teams->len; i++)
    {
      const TnTeamInfo *team = teams->teams->pdata[i];
      guint members = team->members->len;
      g_autofree char *people = g_strdup_printf (ngettext ("%u member", "%u members", members), members);
      g_autofree char *homes = g_strdup_printf (ngettext ("%u household", "%u households", team->n_households), team->n_households);
      /* Translators: households of one member of a team */
      char *each = team->load != TN_LOAD_NONE && members ? g_strdup_printf (_("%u each"), (team->n_households + members - 1) / members) : NULL;

      add_row (rows, tn_board_row_new (&team->id, g_strdup (team->name), g_strdup_printf ("%s · %s", people, homes), each, marks[team->load]), search);
    }
}

static void
list_member (GPtrArray *rows, const TnMemberInfo *member, const char *heading, const char *search)
{
  char *detail = g_strdup_printf ("%s%s%s", member->phone, *member->phone && *member->area_name ? " · " : "", member->area_name);
  TnBoardRow *row = tn_board_row_new (&member->id, g_strdup (member->name), detail, member->leader ? g_strdup (_("leads")) : member->core ? g_strdup (_("core")) : NULL,
                                      member->leader ? "accent" : NULL);

  row->heading = g_strdup (heading);
  add_row (rows, row, search);
}

static void
list_members (GPtrArray *rows, const TnTeams *teams, const char *search)
{
  for (guint i = 0; i < teams->teams->len; i++)
    {
      const TnTeamInfo *team = teams->teams->pdata[i];

      for (guint j = 0; j < team->members->len; j++)
        list_member (rows, team->members->pdata[j], team->name, search);
    }
  for (guint i = 0; i < teams->members->len; i++)
    {
      const TnMemberInfo *member = teams->members->pdata[i];

      if (!tn_teams_find (teams, &member->team))
        list_member (rows, member, _("In no team"), search);
    }
}

static void
list_gaps (GPtrArray *rows, const TnTeams *teams, const char *search)
{
  for (guint i = 0; i < teams->gaps->len; i++)
    {
      const TnGap *gap = teams->gaps->pdata[i];
      TnBoardRow *row = tn_board_row_new (&gap->record, g_strdup (gap->title), g_strdup (gap->detail), NULL, NULL);

      row->heading = g_strdup (tn_gap_name (gap->type));
      add_row (rows, row, search);
    }
}

static void
list_places (GPtrArray *rows, const TnTeams *teams, const char *search)
{
  /* Translators: places that have a core member, and all that need one */
  g_autofree char *heading = g_strdup_printf (_("%u of %u have a core member"), teams->n_core, teams->n_places);

  for (guint i = 0; i < teams->places->len; i++)
    {
      const TnPlace *place = teams->places->pdata[i];
      gboolean has = *place->core_name;
      TnBoardRow *row = tn_board_row_new (&place->id, g_strdup (place->title), g_strdup (has ? place->core_name : place->detail), has ? NULL : g_strdup (_("nobody")),
                                          has ? NULL : "error");

      row->heading = g_strdup (heading);
      add_row (rows, row, search);
    }
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  g_autoptr (TnTeams) teams = read_teams (copy, error);

  if (!teams)
    return NULL;
  if (g_str_equal (filter, "members"))
    list_members (rows, teams, search);
  else if (g_str_equal (filter, "gaps"))
    list_gaps (rows, teams, search);
  else if (g_str_equal (filter, "places"))
    list_places (rows, teams, search);
  else
    list_teams (rows, teams, search);
  return g_steal_pointer (&rows);
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return read_teams (copy, error);
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  if (!tn_team_page_write (page, view, tn_board_screen_get_id (self)))
    tn_record_page_show_message (page, _("This is not here any more"), _("It was deleted, or nothing is missing there now. Choose another line in the list."));
}

/* --- doing --- */

static void
team_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnTeams *teams = tn_board_screen_get_view (user_data);
  const TnId *id = tn_board_screen_get_id (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);
  gboolean is_team = teams && tn_teams_find (teams, id);

  if (!window || !teams)
    return;
  if (g_str_equal (name, "edit") && is_team)
    tn_team_dialog_edit (window, id);
  else if (g_str_equal (name, "edit") && tn_teams_find_member (teams, id))
    tn_team_dialog_edit_member (window, id);
  else if (g_str_equal (name, "add-member") && is_team)
    tn_team_dialog_new_member (window, id);
  else if (g_str_equal (name, "add-area") && is_team)
    tn_team_dialog_add_area (window, id);
  else if (g_str_equal (name, "dissolve") && is_team)
    tn_window_run (window, tn_team_dissolve, id, _("The team was not dissolved"));
}

static TnEdit *
leave (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_team_move_member (copy, id, NULL, error);
}

static TnEdit *
lead (TnCopy *copy, const TnId *id, GError **error)
{
  g_autoptr (TnValues) values = tn_values_new ();

  tn_values_set_text (values, "role", "leader");
  return tn_team_change_member (copy, id, values, error);
}

/* What a gap or a place is called, for a dialog's title. */
static const char *
find_title (const TnTeams *teams, const TnId *id)
{
  const TnPlace *place = tn_teams_find_place (teams, id);

  for (guint i = 0; !place && i < teams->gaps->len; i++)
    if (tn_id_equal (&((TnGap *) teams->gaps->pdata[i])->record, id))
      return ((TnGap *) teams->gaps->pdata[i])->title;
  return place ? place->title : "";
}

static void
record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnTeams *teams = tn_board_screen_get_view (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);
  const TnMemberInfo *member;
  TnId id;

  if (!window || !teams || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  member = tn_teams_find_member (teams, &id);
  if (g_str_equal (name, "edit-member"))
    tn_team_dialog_edit_member (window, &id);
  else if (g_str_equal (name, "move-member") && member)
    tn_team_dialog_move_member (window, &id, member->name);
  else if (g_str_equal (name, "leave"))
    tn_window_run (window, leave, &id, NULL);
  else if (g_str_equal (name, "lead"))
    tn_window_run (window, lead, &id, NULL);
  else if (g_str_equal (name, "remove-area"))
    tn_window_run (window, tn_team_remove_area, &id, NULL);
  else if (g_str_equal (name, "name-core"))
    tn_team_dialog_name_core (window, &id, find_title (teams, &id));
  else if (g_str_equal (name, "give"))
    tn_team_dialog_give_area (window, &id, find_title (teams, &id));
  else if (g_str_equal (name, "show"))
    tn_board_show (tn_board_screen_get_board (user_data), &id);
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (team_cb), .keys = "F2" },
  { .name = "add-member", .callback = G_CALLBACK (team_cb), .keys = "<Control><Shift>m" },
  { .name = "add-area", .callback = G_CALLBACK (team_cb), .keys = "<Control><Shift>a" },
  { .name = "dissolve", .callback = G_CALLBACK (team_cb) },
  { .name = "edit-member", .parameter = "s", .callback = G_CALLBACK (record_cb) },
  { .name = "move-member", .parameter = "s", .callback = G_CALLBACK (record_cb) },
  { .name = "leave", .parameter = "s", .callback = G_CALLBACK (record_cb) },
  { .name = "lead", .parameter = "s", .callback = G_CALLBACK (record_cb) },
  { .name = "remove-area", .parameter = "s", .callback = G_CALLBACK (record_cb) },
  { .name = "name-core", .parameter = "s", .callback = G_CALLBACK (record_cb) },
  { .name = "give", .parameter = "s", .callback = G_CALLBACK (record_cb) },
  { .name = "show", .parameter = "s", .callback = G_CALLBACK (record_cb) },
  { .name = "win.new-team", .keys = "<Control><Shift>t" },
};

/* --- the screen --- */

static GtkWidget *
make_add_button (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _("New _Team…"), "win.new-team");
  g_menu_append (menu, _("New _Volunteer…"), "win.new-member");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "list-add-symbolic");
  gtk_widget_set_tooltip_text (button, _("Add"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add"), -1);
  gtk_widget_set_name (button, "add");
  return button;
}

static void
tn_teams_screen_class_init (TnTeamsScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_teams_free;
  board_class->write_page = write_page;
}

static void
tn_teams_screen_init (TnTeamsScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_add_filter (board, "teams", _("Teams"));
  tn_board_add_filter (board, "members", _("Members"));
  tn_board_add_filter (board, "gaps", _("What is missing"));
  tn_board_add_filter (board, "places", _("Core members"));
  tn_board_set_searchable (board, _("Search teams and members"));
  tn_board_set_empty (board, "system-users-symbolic", _("No Teams Yet"),
                      _("Make a team, give it its quarter, group or alley, and add its members: then the households of each member and what is missing are counted here."),
                      _("_New Team…"), "win.new-team");
  tn_board_add_button (board, make_add_button ());
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "team", actions, G_N_ELEMENTS (actions));
}

static void
new_team_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (tn_window_get_workspace (TN_WINDOW (user_data)))
    tn_team_dialog_new (TN_WINDOW (user_data));
}

static void
new_member_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (tn_window_get_workspace (TN_WINDOW (user_data)))
    tn_team_dialog_new_member (TN_WINDOW (user_data), NULL);
}

void
tn_teams_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-team", .activate = new_team_cb }, { .name = "new-member", .activate = new_member_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
