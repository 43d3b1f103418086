/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-rounds-screen.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-round-dialogs.h"
#include "tn-round-page.h"
#include "tn-text.h"

struct _TnRoundsScreen
{
  TnScreen parent_instance;

  TnBoard *board;
  TnRoundPage *page;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnRoundsScreen, tn_rounds_screen, TN_TYPE_SCREEN)

/* --- the list --- */

static gint64
get_today (TnCopy *copy)
{
  g_autofree char *today = tn_date_today (tn_env_now_ms (tn_copy_env (copy)));

  return tn_listed_date (today);
}

/* 0 = tonight, 1 = to come, 2 = past. */
static guint
get_part (const TnListed *round, gint64 today)
{
  return round->at == today ? 0 : round->at > today ? 1 : 2;
}

static const char *
get_heading (guint part)
{
  return part == 0 ? _("Tonight") : part == 1 ? _("To come") : _("Past");
}

/* Tonight's, then the next ones soonest first, then the past newest first. */
static int
compare_cb (gconstpointer a, gconstpointer b, gpointer today)
{
  const TnListed *x = a, *y = b;
  guint part_x = get_part (x, *(gint64 *) today), part_y = get_part (y, *(gint64 *) today);
  gboolean later = x->at > y->at;

  if (part_x != part_y)
    return part_x < part_y ? -1 : 1;
  if (x->at != y->at)
    return later == (part_x == 2) ? -1 : 1;
  return tn_id_compare (&x->id, &y->id);
}

static TnBoardRow *
make_row (const TnRound *round, guint part)
{
  const TnField *purposes = tn_kind_field (tn_schema_kind ("round"), "purpose");
  g_autofree char *evening = tn_date_format (round->evening);
  const char *purpose = *round->purpose ? tn_choice_label (purposes, round->purpose) : "", *team = round->team_name;
  guint settled = round->n - round->open - round->absent;
  char *detail = g_strdup_printf ("%s%s%s%s%s", evening, *purpose ? " · " : "", purpose, *team ? " · " : "", team);
  TnBoardRow *row = tn_board_row_new (&round->id, g_strdup (round->name), detail, g_strdup_printf ("%u/%u", settled, round->n),
                                      round->n && settled == round->n ? "success" : NULL);

  row->heading = g_strdup (get_heading (part));
  return row;
}

static gboolean
is_wanted (const TnRound *round, const char *filter, const char *folded)
{
  g_autofree char *name = NULL, *team = NULL;

  if (*filter && g_str_equal (filter, "closed") != tn_round_is_closed (round))
    return FALSE;
  if (!*folded)
    return TRUE;
  name = tn_text_fold (round->name, -1);
  team = tn_text_fold (round->team_name, -1);
  return strstr (name, folded) || strstr (team, folded);
}

static GPtrArray *
read_rounds (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  TnListedQuery query = { .kind = "round", .newest_first = TRUE };
  g_autoptr (GArray) listed = tn_query_listed (copy, &query, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  g_autofree char *folded = tn_text_fold (search, -1);
  gint64 today = get_today (copy);

  if (!listed)
    return NULL;
  g_array_sort_with_data (listed, compare_cb, &today);
  for (guint i = 0; i < listed->len; i++)
    {
      const TnListed *item = &g_array_index (listed, TnListed, i);
      g_autoptr (TnRound) round = g_cancellable_set_error_if_cancelled (cancellable, error) ? NULL : tn_round_read (copy, &item->id, error);

      if (!round)
        return NULL;
      if (is_wanted (round, filter, folded))
        g_ptr_array_add (rows, make_row (round, get_part (item, today)));
    }
  return g_steal_pointer (&rows);
}

/* --- the badge --- */

static gpointer
read_open (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 today = get_today (copy);
  TnListedQuery query = { .kind = "round", .state = "planned", .from = today, .to = today + 1 };
  g_autoptr (GArray) rounds = tn_query_listed (copy, &query, error);
  guint *open = g_new0 (guint, 1), n = 0;

  for (guint i = 0; rounds && i < rounds->len; i++)
    {
      TnListedQuery stops = { .kind = "stop", .ref = &g_array_index (rounds, TnListed, i).id, .state = "open" };

      if (!tn_query_count_listed (copy, &stops, &n, error))
        g_clear_pointer (&rounds, g_array_unref);
      else
        *open += n;
    }
  if (!rounds)
    g_clear_pointer (&open, g_free);
  return open;
}

static void
open_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnRoundsScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree guint *open = tn_store_finish (TN_STORE (source), result, &error);

  if (open)   /* else the list itself says what is wrong */
    tn_screen_set_badge (TN_SCREEN (self), *open);
}

static void
count_open (TnRoundsScreen *self)
{
  tn_store_read_async (tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self))), read_open, NULL, NULL, g_free, self->cancellable,
                       open_read_cb, g_object_ref (self));
}

/* --- the screen --- */

static void
chosen_cb (TnRoundsScreen *self, const char *id)
{
  TnId round = { { 0 } };

  if (*id && tn_id_parse (id, -1, &round))
    tn_round_page_show (self->page, &round);
}

static void
activated_cb (TnRoundsScreen *self)
{
  tn_round_page_focus (self->page);
}

static void
tn_rounds_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnRoundsScreen *self = TN_ROUNDS_SCREEN (screen);

  tn_round_page_attach (self->page, workspace);
  tn_board_attach (self->board, workspace, read_rounds, NULL);
  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (count_open), self, G_CONNECT_SWAPPED);
  count_open (self);
}

static void
tn_rounds_screen_find (TnScreen *screen)
{
  tn_board_find (TN_ROUNDS_SCREEN (screen)->board);
}

static void
tn_rounds_screen_show_record (TnScreen *screen, const TnId *id)
{
  tn_board_show (TN_ROUNDS_SCREEN (screen)->board, id);
}

static void
tn_rounds_screen_dispose (GObject *object)
{
  TnRoundsScreen *self = TN_ROUNDS_SCREEN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (tn_rounds_screen_parent_class)->dispose (object);
}

static void
tn_rounds_screen_class_init (TnRoundsScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_rounds_screen_dispose;
  TN_SCREEN_CLASS (klass)->attach = tn_rounds_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_rounds_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_rounds_screen_show_record;
}

static void
tn_rounds_screen_init (TnRoundsScreen *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  self->cancellable = g_cancellable_new ();
  self->board = tn_board_new ();
  self->page = tn_round_page_new ();
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.new-round");
  gtk_widget_set_tooltip_text (button, _("Plan a round (Ctrl+Shift+R)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Plan a Round"), -1);
  tn_board_set_searchable (self->board, _("Round or team"));
  tn_board_add_filter (self->board, "", _("All rounds"));
  tn_board_add_filter (self->board, "planned", _("Not closed"));
  tn_board_add_filter (self->board, "closed", _("Closed"));
  tn_board_set_empty (self->board, "mark-location-symbolic", _("No Rounds Yet"),
                      _("A round is one evening of knocking at doors. Choose where and whom; the doors come in walking order, shared out fairly."),
                      _("_Plan a Round"), "win.new-round");
  tn_board_add_button (self->board, button);
  tn_board_set_page (self->board, GTK_WIDGET (self->page));
  g_signal_connect_swapped (self->board, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->board, "activated", G_CALLBACK (activated_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
}

static void
new_round_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (tn_window_get_workspace (TN_WINDOW (user_data)))
    tn_round_dialog_plan (TN_WINDOW (user_data));
}

static void
new_round_for_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnId campaign;

  if (tn_window_get_workspace (TN_WINDOW (user_data)) && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &campaign))
    tn_round_dialog_plan_for (TN_WINDOW (user_data), &campaign);
}

void
tn_rounds_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "new-round", .activate = new_round_cb },
    { .name = "new-round-for", .activate = new_round_for_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
