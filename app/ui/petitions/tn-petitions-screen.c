/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-petitions-screen.h"
#include <glib/gi18n.h>
#include "tn-petition-dialogs.h"
#include "tn-petition-page.h"

#define LISTED 500   /* of those that are not waiting: the newest; how many more there are is said */

struct _TnPetitionsScreen
{
  TnBoardScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (TnPetitionsScreen, tn_petitions_screen, TN_TYPE_BOARD_SCREEN)

/* --- the list --- */

static TnPetitionList
find_list (const char *filter)
{
  return g_str_equal (filter, "open") ? TN_PETITIONS_OPEN : g_str_equal (filter, "answered") ? TN_PETITIONS_ANSWERED
       : g_str_equal (filter, "reports") ? TN_PETITIONS_REPORTS : TN_PETITIONS_ALL;
}

static char *
dup_detail (const TnPetitionLine *line, const char *due)
{
  const char *topic = line->report ? "" : line->topic;

  if (!g_str_equal (line->state, "open") || !*due)
    {
      const char *kind = line->report ? "complaint" : "petition";
      const char *state = *line->state ? tn_choice_label (tn_kind_field (tn_schema_kind (kind), "state"), line->state) : "";

      return g_strdup_printf ("%s%s%s", topic, *topic && *state ? " · " : "", state);
    }
  if (!*topic)
    return g_strdup_printf (_("To be answered by %s"), due);
  /* Translators: a topic, and a date */
  return g_strdup_printf (_("%s · to be answered by %s"), topic, due);
}

static TnBoardRow *
make_row (const TnPetitionLine *line, gint64 today)
{
  gboolean now = g_str_equal (line->state, "open") && line->due == today;
  g_autofree char *due = tn_listed_date_show (line->due);

  return tn_board_row_new (&line->id, g_strdup (line->report ? _("Report of wrongdoing") : *line->text ? line->text : line->topic), dup_detail (line, due),
                           line->overdue ? g_strdup (_("overdue")) : now ? g_strdup (_("today")) : NULL, line->overdue ? "error" : "warning");
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  TnPetitionList which = find_list (filter);
  gint64 today = tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy)));
  guint n_more;
  g_autoptr (GPtrArray) lines = tn_petition_list (copy, which, search, which == TN_PETITIONS_OPEN ? 0 : LISTED, today, &n_more, error), rows = NULL;

  if (!lines)
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (rows, make_row (lines->pdata[i], today));
  tn_board_add_more (rows, n_more, which == TN_PETITIONS_REPORTS ? "" : search, FALSE);
  return g_steal_pointer (&rows);
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_petition_view_read (copy, id, log, error);
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  tn_petition_page_write (page, view, today);
}

/* --- doing --- */

static TnEdit *
satisfied (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_petition_satisfied (copy, id, "yes", error);
}

static TnEdit *
not_satisfied (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_petition_satisfied (copy, id, "no", error);
}

static void
petition_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnPetitionView *view = tn_board_screen_get_view (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);

  if (!window || !view)
    return;
  if (g_str_equal (name, "edit"))
    tn_petition_dialog_edit (window, view->row);
  else if (g_str_equal (name, "answer"))
    tn_petition_dialog_answer (window, view->row);
  else if (!view->report)
    tn_window_run (window, g_str_equal (name, "satisfied") ? satisfied : not_satisfied, &view->row->id, NULL);
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (user_data, "win.new-petition", "s", "");
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (petition_cb), .keys = "F2" },
  { .name = "answer", .callback = G_CALLBACK (petition_cb), .keys = "F8" },
  { .name = "satisfied", .callback = G_CALLBACK (petition_cb), .keys = "F7" },
  { .name = "not-satisfied", .callback = G_CALLBACK (petition_cb), .keys = "<Shift>F7" },
  { .name = "new", .callback = G_CALLBACK (new_cb) },
  { .name = "household", .parameter = "s" },
};

/* --- the screen --- */

static gpointer
read_holds (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  gboolean holds;

  return tn_petition_holds_reports (copy, &holds, error) ? GINT_TO_POINTER (1 + holds) : NULL;
}

static void
holds_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnBoardScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  int answer = GPOINTER_TO_INT (tn_store_finish (TN_STORE (source), result, &error));

  if (tn_board_screen_get_page (self) && answer == 2)
    tn_board_add_filter (tn_board_screen_get_board (self), "reports", _("Reports of wrongdoing"));
  if (!answer && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("which streams are held: %s", error->message);
}

static void
tn_petitions_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  tn_store_read_async (tn_workspace_get_store (workspace), read_holds, NULL, NULL, NULL, NULL, holds_read_cb, g_object_ref (screen));
  TN_SCREEN_CLASS (tn_petitions_screen_parent_class)->attach (screen, workspace);
}

static void
tn_petitions_screen_class_init (TnPetitionsScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  TN_SCREEN_CLASS (klass)->attach = tn_petitions_screen_attach;
  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_petition_view_free;
  board_class->write_page = write_page;
  board_class->protected_records = TRUE;
}

static void
tn_petitions_screen_init (TnPetitionsScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_add_filter (board, "open", _("To be answered"));
  tn_board_add_filter (board, "answered", _("Answered"));
  tn_board_add_filter (board, "all", _("All"));
  tn_board_set_searchable (board, _("Search by text or topic"));
  tn_board_set_empty (board, "mail-unread-symbolic", _("Nothing to Be Answered"),
                      _("What people ask, at a door, by telephone or at the office, is taken down here in half a minute, with a name or without one. What is due is also said on Today."),
                      _("_New Petition"), "petition.new");
  tn_board_add_button (board, tn_record_page_button ("document-new-symbolic", _("New petition (Ctrl+Shift+P)"), "petition.new", NULL));
  tn_board_add_button (board, tn_record_page_button ("security-high-symbolic", _("New report of wrongdoing"), "win.new-complaint", NULL));
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "petition", actions, G_N_ELEMENTS (actions));
}

static void
new_petition_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gboolean named;
  TnId household;

  if (!tn_window_get_workspace (TN_WINDOW (user_data)))
    return;
  named = tn_id_parse (g_variant_get_string (parameter, NULL), -1, &household);
  tn_petition_dialog_new (TN_WINDOW (user_data), named ? &household : NULL);
}

static void
new_complaint_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (tn_window_get_workspace (TN_WINDOW (user_data)))
    tn_petition_dialog_new_report (TN_WINDOW (user_data));
}

void
tn_petitions_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-petition", .activate = new_petition_cb, .parameter_type = "s" },
                                          { .name = "new-complaint", .activate = new_complaint_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
