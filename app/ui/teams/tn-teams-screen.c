/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-teams-screen.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-date.h"
#include "tn-team-dialogs.h"
#include "tn-team-page.h"
#include "tn-text.h"

struct _TnTeamsScreen
{
  TnScreen parent_instance;

  TnBoard *board;
  TnRecordPage *page;
  TnTeams *teams;             /* as last read; NULL before */
  TnId id;                    /* whose page is shown; null = none */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnTeamsScreen, tn_teams_screen, TN_TYPE_SCREEN)

/* --- the list --- */

static TnTeams *
read_teams (TnCopy *copy, GError **error)
{
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));

  return tn_teams_read (copy, today, error);
}

/* A line that has every typed word somewhere in it. */
static gboolean
matches (const TnBoardRow *row, const char *search)
{
  g_autofree char *line = g_strdup_printf ("%s %s %s", row->title, row->detail ? row->detail : "", row->heading ? row->heading : "");
  g_autofree char *folded = tn_text_fold (line, -1), *wanted = tn_text_fold (search, -1);
  g_auto (GStrv) words = g_strsplit (wanted, " ", -1);

  for (char **word = words; *word; word++)
    if (!strstr (folded, *word))
      return FALSE;
  return TRUE;
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

static void
show_page (TnTeamsScreen *self)
{
  if (!self->teams || tn_id_is_null (&self->id))
    return;
  if (!tn_team_page_write (self->page, self->teams, &self->id))
    tn_record_page_show_message (self->page, _("This is not here any more"), _("It was deleted, or nothing is missing there now. Choose another line in the list."));
}

static gpointer
read_page (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return read_teams (copy, error);
}

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnTeamsScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  TnTeams *teams = tn_store_finish (TN_STORE (source), result, &error);

  if (teams)
    {
      g_clear_pointer (&self->teams, tn_teams_free);
      self->teams = teams;
      if (self->page)
        show_page (self);
    }
  else if (self->page && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tn_record_page_show_message (self->page, _("The teams could not be read"), error->message);
}

static void
load (TnTeamsScreen *self)
{
  TnStore *store = tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self)));

  if (tn_id_is_null (&self->id))
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (store, read_page, NULL, NULL, (GDestroyNotify) tn_teams_free, self->cancellable, page_read_cb, g_object_ref (self));
}

static void
chosen_cb (TnTeamsScreen *self, const char *id)
{
  if (!tn_id_parse (id, -1, &self->id))
    memset (&self->id, 0, sizeof self->id);
  load (self);
}

/* --- doing --- */

static void
team_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnTeamsScreen *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (self);
  gboolean is_team = self->teams && tn_teams_find (self->teams, &self->id);

  if (!window || !self->teams || tn_id_is_null (&self->id))
    return;
  if (g_str_equal (name, "edit") && is_team)
    tn_team_dialog_edit (window, &self->id);
  else if (g_str_equal (name, "edit") && tn_teams_find_member (self->teams, &self->id))
    tn_team_dialog_edit_member (window, &self->id);
  else if (g_str_equal (name, "add-member") && is_team)
    tn_team_dialog_new_member (window, &self->id);
  else if (g_str_equal (name, "add-area") && is_team)
    tn_team_dialog_add_area (window, &self->id);
  else if (g_str_equal (name, "dissolve") && is_team)
    tn_window_run (window, tn_team_dissolve, &self->id, _("The team was not dissolved"));
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
  TnTeamsScreen *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (self);
  const TnMemberInfo *member;
  TnId id;

  if (!window || !self->teams || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  member = tn_teams_find_member (self->teams, &id);
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
    tn_team_dialog_name_core (window, &id, find_title (self->teams, &id));
  else if (g_str_equal (name, "give"))
    tn_team_dialog_give_area (window, &id, find_title (self->teams, &id));
  else if (g_str_equal (name, "show"))
    tn_board_show (self->board, &id);
}

static void
install_team_actions (TnTeamsScreen *self)
{
  static const char *const plain[] = { "edit", "add-member", "add-area", "dissolve" };
  static const char *const about[] = { "edit-member", "move-member", "leave", "lead", "remove-area", "name-core", "give", "show" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (plain) + G_N_ELEMENTS (about); i++)
    {
      gboolean with_id = i >= G_N_ELEMENTS (plain);
      g_autoptr (GSimpleAction) action = with_id ? g_simple_action_new (about[i - G_N_ELEMENTS (plain)], G_VARIANT_TYPE_STRING) : g_simple_action_new (plain[i], NULL);

      g_signal_connect_object (action, "activate", G_CALLBACK (with_id ? record_cb : team_cb), self, 0);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "team", G_ACTION_GROUP (group));
}

static void
install_shortcuts (TnTeamsScreen *self)
{
  static const struct { const char *keys, *action; } shortcuts[] = {
    { "F2", "team.edit" }, { "<Control><Shift>m", "team.add-member" }, { "<Control><Shift>a", "team.add-area" }, { "<Control><Shift>t", "win.new-team" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].keys), gtk_named_action_new (shortcuts[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

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
tn_teams_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnTeamsScreen *self = TN_TEAMS_SCREEN (screen);

  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  tn_board_attach (self->board, workspace, read_rows, NULL);
}

static void
tn_teams_screen_find (TnScreen *screen)
{
  tn_board_find (TN_TEAMS_SCREEN (screen)->board);
}

static void
tn_teams_screen_show_record (TnScreen *screen, const TnId *id)
{
  tn_board_show (TN_TEAMS_SCREEN (screen)->board, id);
}

static void
tn_teams_screen_dispose (GObject *object)
{
  TnTeamsScreen *self = TN_TEAMS_SCREEN (object);

  g_cancellable_cancel (self->cancellable);
  self->page = NULL;
  G_OBJECT_CLASS (tn_teams_screen_parent_class)->dispose (object);
}

static void
tn_teams_screen_finalize (GObject *object)
{
  TnTeamsScreen *self = TN_TEAMS_SCREEN (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->teams, tn_teams_free);
  G_OBJECT_CLASS (tn_teams_screen_parent_class)->finalize (object);
}

static void
tn_teams_screen_class_init (TnTeamsScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_teams_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_teams_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_teams_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_teams_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_teams_screen_show_record;
}

static void
tn_teams_screen_init (TnTeamsScreen *self)
{
  self->cancellable = g_cancellable_new ();
  self->board = tn_board_new ();
  self->page = tn_record_page_new ();
  tn_board_add_filter (self->board, "teams", _("Teams"));
  tn_board_add_filter (self->board, "members", _("Members"));
  tn_board_add_filter (self->board, "gaps", _("What is missing"));
  tn_board_add_filter (self->board, "places", _("Core members"));
  tn_board_set_searchable (self->board, _("Search teams and members"));
  tn_board_set_empty (self->board, "system-users-symbolic", _("No Teams Yet"),
                      _("Make a team, give it its quarter, group or alley, and add its members: then the households of each member and what is missing are counted here."),
                      _("_New Team…"), "win.new-team");
  tn_board_add_button (self->board, make_add_button ());
  tn_board_set_page (self->board, GTK_WIDGET (self->page));
  g_signal_connect_object (self->board, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  install_team_actions (self);
  install_shortcuts (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
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
