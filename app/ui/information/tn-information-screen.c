/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-information-screen.h"
#include <glib/gi18n.h>
#include "tn-answer-reader.h"
#include "tn-information-dialogs.h"
#include "tn-information-page.h"

struct _TnInformationScreen
{
  TnBoardScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (TnInformationScreen, tn_information_screen, TN_TYPE_BOARD_SCREEN)

/* --- the list --- */

static TnBoardRow *
make_campaign_row (const TnCampaignLine *line)
{
  g_autofree char *detail = g_strdup_printf ("%s%s%s%s%s", line->topic, line->from || line->to ? " · " : "", line->from ? line->from : "", line->to ? "–" : "", line->to ? line->to : "");
  TnBoardRow *row = tn_board_row_new (&line->id, g_strdup (line->name), g_steal_pointer (&detail), NULL, NULL);

  row->heading = g_strdup (tn_campaign_state_name (line->state));
  return row;
}

static TnBoardRow *
make_answer_row (const TnAnswer *answer)
{
  gboolean holds = answer->state == TN_ANSWER_VALID;

  return tn_board_row_new (&answer->id, g_strdup (answer->question), g_strdup (answer->source), holds ? NULL : g_strdup (tn_answer_state_name (answer->state)),
                           answer->state == TN_ANSWER_EXPIRED ? "error" : "warning");
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 today = tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy)));
  gboolean campaigns = g_str_equal (filter, "campaigns");
  TnAnswerList which = g_str_equal (filter, "expired") ? TN_ANSWERS_EXPIRED : TN_ANSWERS_VALID;
  g_autoptr (GPtrArray) lines = campaigns ? tn_campaign_list (copy, search, today, error) : tn_answer_find (copy, which, search, 0, today, error);
  GPtrArray *rows;

  if (!lines)
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (rows, campaigns ? make_campaign_row (lines->pdata[i]) : make_answer_row (lines->pdata[i]));
  return rows;
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_information_view_read (copy, id, error);
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  tn_information_page_write (page, view, today);
}

/* --- doing --- */

static void
edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnInformationView *view = tn_board_screen_get_view (user_data);
  TnWindow *window = tn_window_of (user_data);

  if (view && window)
    tn_information_dialog_edit (window, view->row->kind_key, &view->row->id);
}

static void
replace_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnInformationView *view = tn_board_screen_get_view (user_data);
  TnWindow *window = tn_window_of (user_data);

  if (view && view->answer && view->answer->state != TN_ANSWER_REPLACED && window)
    tn_information_dialog_replace (window, view->row);
}

/* The one that is before the eyes, or else the search. */
static void
read_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnInformationView *view = tn_board_screen_get_view (user_data);
  TnWindow *window = tn_window_of (user_data);
  TnAnswerReader *reader = window ? tn_answer_reader_new (GTK_WINDOW (window), tn_window_get_workspace (window), FALSE) : NULL;

  if (!reader)
    return;
  if (view && view->answer)
    tn_answer_reader_show (reader, &view->row->id);
  gtk_window_present (GTK_WINDOW (reader));
}

/* The one that holds stands in another list than the one it took the place of. */
static void
go_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnId id;

  if (!tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  tn_board_set_filter (tn_board_screen_get_board (user_data), "answers");
  tn_board_show (tn_board_screen_get_board (user_data), &id);
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (edit_cb), .keys = "F2" },
  { .name = "replace", .callback = G_CALLBACK (replace_cb), .keys = "F8" },
  { .name = "read", .callback = G_CALLBACK (read_cb), .keys = "F7" },
  { .name = "go", .parameter = "s", .callback = G_CALLBACK (go_cb) },
  { .name = "household", .parameter = "s" },
};

/* --- the screen --- */

/* From Today or from another record: in which list it stands is read first. */
static gpointer
read_filter (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnRow) row = tn_copy_get (copy, data, error);
  g_autoptr (TnAnswer) answer = NULL;

  if (!row || g_str_equal (row->kind_key, "campaign"))
    return (gpointer) (row ? "campaigns" : NULL);
  answer = tn_answer_read (copy, data, tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy))), error);
  return (gpointer) (!answer ? NULL : answer->state == TN_ANSWER_EXPIRED || answer->state == TN_ANSWER_REPLACED ? "expired" : "answers");
}

typedef struct { TnBoardScreen *screen; TnId id; } Shown;

static void
filter_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Shown *shown = user_data;
  g_autoptr (TnBoardScreen) self = shown->screen;
  g_autoptr (GError) error = NULL;
  const char *filter = tn_store_finish (TN_STORE (source), result, &error);

  if (!tn_board_screen_get_page (self))
    return;
  if (filter)
    tn_board_set_filter (tn_board_screen_get_board (self), filter);
  tn_board_show (tn_board_screen_get_board (self), &shown->id);   /* what is wrong with it, the page says */
}

static void
tn_information_screen_show_record (TnScreen *screen, const TnId *id)
{
  Shown *shown = g_new (Shown, 1);

  *shown = (Shown) { TN_BOARD_SCREEN (g_object_ref (screen)), *id };
  tn_store_read_async (tn_workspace_get_store (tn_screen_get_workspace (screen)), read_filter, tn_id_copy (id), g_free, NULL, NULL, filter_read_cb, shown);
}

static void
tn_information_screen_class_init (TnInformationScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  TN_SCREEN_CLASS (klass)->show_record = tn_information_screen_show_record;
  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_information_view_free;
  board_class->write_page = write_page;
}

static void
tn_information_screen_init (TnInformationScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_add_filter (board, "campaigns", _("Campaigns"));
  tn_board_add_filter (board, "answers", _("Official answers"));
  tn_board_add_filter (board, "expired", _("Expired"));
  tn_board_set_searchable (board, _("Search by any word"));
  tn_board_set_empty (board, "dialog-information-symbolic", _("Nothing to Tell Yet"),
                      _("Campaigns say what is told at the doors, to whom and until when; whom they reached is counted from the visits. Official answers stand ready against rumours, with their source, without a network too."),
                      _("_New Official Answer"), "win.new-answer");
  tn_board_add_button (board, tn_record_page_button ("list-add-symbolic", _("New official answer"), "win.new-answer", NULL));
  tn_board_add_button (board, tn_record_page_button ("document-new-symbolic", _("New campaign"), "win.new-campaign", NULL));
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "information", actions, G_N_ELEMENTS (actions));
}

static void
window_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = TN_WINDOW (user_data);

  if (!tn_window_get_workspace (window))
    return;
  if (g_str_equal (name, "new-campaign"))
    tn_information_dialog_new_campaign (window);
  else if (g_str_equal (name, "new-answer"))
    tn_information_dialog_new_answer (window);
  else
    gtk_window_present (GTK_WINDOW (tn_answer_reader_new (GTK_WINDOW (window), tn_window_get_workspace (window), FALSE)));
}

void
tn_information_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "find-answer", .activate = window_action_cb }, { .name = "new-campaign", .activate = window_action_cb },
                                          { .name = "new-answer", .activate = window_action_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
