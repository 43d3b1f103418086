/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-petitions-screen.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-date.h"
#include "tn-petition-dialogs.h"
#include "tn-petition-page.h"

#define LISTED 500   /* of those that are not waiting: the newest */

struct _TnPetitionsScreen
{
  TnScreen parent_instance;

  TnBoard *board;
  TnRecordPage *page;
  TnPetitionView *view;       /* as last read; NULL before */
  TnId id;                    /* whose page is shown; null = none */
  gboolean opened;            /* it was written down that this one is open */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnPetitionsScreen, tn_petitions_screen, TN_TYPE_SCREEN)

static gint64
get_today (gint64 now)
{
  g_autofree char *today = tn_date_today (now);

  return tn_listed_date (today);
}

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

  if (!g_str_equal (line->state, "open") || !due)
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
  g_autofree char *stored = line->due ? tn_listed_date_text (line->due) : NULL, *due = stored ? tn_date_format (stored) : NULL;

  return tn_board_row_new (&line->id, g_strdup (line->report ? _("Report of wrongdoing") : *line->text ? line->text : line->topic), dup_detail (line, due),
                           line->overdue ? g_strdup (_("overdue")) : now ? g_strdup (_("today")) : NULL, line->overdue ? "error" : "warning");
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  TnPetitionList which = find_list (filter);
  gint64 today = get_today (tn_env_now_ms (tn_copy_env (copy)));
  g_autoptr (GPtrArray) lines = tn_petition_list (copy, which, search, which == TN_PETITIONS_OPEN ? 0 : LISTED, today, error), rows = NULL;

  if (!lines)
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (rows, make_row (lines->pdata[i], today));
  return g_steal_pointer (&rows);
}

/* --- the page --- */

typedef struct
{
  TnId id;
  gboolean log;
} Question;

static gpointer
read_view (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return tn_petition_view_read (copy, &question->id, question->log, error);
}

static void
view_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnPetitionsScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnPetitionView) view = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->page || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!view)
    {
      g_clear_pointer (&self->view, tn_petition_view_free);
      tn_record_page_show_message (self->page, _("This is not shown"), error->message);
      return;
    }
  if (!tn_id_equal (&view->row->id, &self->id))
    return;   /* the person went on meanwhile */
  g_clear_pointer (&self->view, tn_petition_view_free);
  self->view = g_steal_pointer (&view);
  self->opened = TRUE;
  tn_petition_page_write (self->page, self->view, get_today (g_get_real_time () / 1000));
}

/* The first reading may write down who opened it, and so is a write; what follows is not another opening. */
static void
load (TnPetitionsScreen *self)
{
  TnStore *store = tn_workspace_get_store (tn_screen_get_workspace (TN_SCREEN (self)));
  Question *question;

  if (tn_id_is_null (&self->id))
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  question = g_new (Question, 1);
  *question = (Question) { self->id, !self->opened };
  (self->opened ? tn_store_read_async : tn_store_write_async) (store, read_view, question, g_free, (GDestroyNotify) tn_petition_view_free,
                                                               self->cancellable, view_read_cb, g_object_ref (self));
}

static void
chosen_cb (TnPetitionsScreen *self, const char *id)
{
  TnId chosen = { { 0 } };

  tn_id_parse (id, -1, &chosen);
  if (!tn_id_equal (&chosen, &self->id))
    self->opened = FALSE;
  self->id = chosen;
  load (self);
}

static void
store_changed_cb (TnPetitionsScreen *self)
{
  if (self->opened)
    load (self);
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
  TnPetitionsScreen *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (self);

  if (!window || !self->view)
    return;
  if (g_str_equal (name, "edit"))
    tn_petition_dialog_edit (window, self->view->row);
  else if (g_str_equal (name, "answer"))
    tn_petition_dialog_answer (window, self->view->row);
  else if (!self->view->report)
    tn_window_run (window, g_str_equal (name, "satisfied") ? satisfied : not_satisfied, &self->view->row->id, NULL);
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (user_data, "win.new-petition", "s", "");
}

static void
household_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnWindow *window = tn_window_of (user_data);
  TnId id;

  if (window && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    tn_window_show_household (window, &id);
}

static void
add_action (GActionMap *map, const char *name, gboolean with_id, GCallback callback, TnPetitionsScreen *self)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, with_id ? G_VARIANT_TYPE_STRING : NULL);

  g_signal_connect_object (action, "activate", callback, self, 0);
  g_action_map_add_action (map, G_ACTION (action));
}

static void
install_petition_actions (TnPetitionsScreen *self)
{
  static const char *const plain[] = { "edit", "answer", "satisfied", "not-satisfied" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GActionMap *map = G_ACTION_MAP (group);

  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    add_action (map, plain[i], FALSE, G_CALLBACK (petition_cb), self);
  add_action (map, "new", FALSE, G_CALLBACK (new_cb), self);
  add_action (map, "household", TRUE, G_CALLBACK (household_cb), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "petition", G_ACTION_GROUP (group));
}

static void
install_shortcuts (TnPetitionsScreen *self)
{
  static const struct { const char *keys, *action; } shortcuts[] = {
    { "F2", "petition.edit" }, { "F8", "petition.answer" }, { "F7", "petition.satisfied" }, { "<Shift>F7", "petition.not-satisfied" },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].keys), gtk_named_action_new (shortcuts[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

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
  g_autoptr (TnPetitionsScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  int answer = GPOINTER_TO_INT (tn_store_finish (TN_STORE (source), result, &error));

  if (self->page && answer == 2)
    tn_board_add_filter (self->board, "reports", _("Reports of wrongdoing"));
  if (!answer && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("which streams are held: %s", error->message);
}

static void
tn_petitions_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnPetitionsScreen *self = TN_PETITIONS_SCREEN (screen);

  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  tn_store_read_async (tn_workspace_get_store (workspace), read_holds, NULL, NULL, NULL, NULL, holds_read_cb, g_object_ref (self));
  tn_board_attach (self->board, workspace, read_rows, NULL);
}

static void
tn_petitions_screen_find (TnScreen *screen)
{
  tn_board_find (TN_PETITIONS_SCREEN (screen)->board);
}

static void
tn_petitions_screen_show_record (TnScreen *screen, const TnId *id)
{
  tn_board_show (TN_PETITIONS_SCREEN (screen)->board, id);
}

static void
tn_petitions_screen_dispose (GObject *object)
{
  TnPetitionsScreen *self = TN_PETITIONS_SCREEN (object);

  g_cancellable_cancel (self->cancellable);
  self->page = NULL;
  G_OBJECT_CLASS (tn_petitions_screen_parent_class)->dispose (object);
}

static void
tn_petitions_screen_finalize (GObject *object)
{
  TnPetitionsScreen *self = TN_PETITIONS_SCREEN (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->view, tn_petition_view_free);
  G_OBJECT_CLASS (tn_petitions_screen_parent_class)->finalize (object);
}

static void
tn_petitions_screen_class_init (TnPetitionsScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_petitions_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_petitions_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_petitions_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_petitions_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_petitions_screen_show_record;
}

static void
tn_petitions_screen_init (TnPetitionsScreen *self)
{
  self->cancellable = g_cancellable_new ();
  self->board = tn_board_new ();
  self->page = tn_record_page_new ();
  tn_board_add_filter (self->board, "open", _("To be answered"));
  tn_board_add_filter (self->board, "answered", _("Answered"));
  tn_board_add_filter (self->board, "all", _("All"));
  tn_board_set_searchable (self->board, _("Search by text or topic"));
  tn_board_set_empty (self->board, "mail-unread-symbolic", _("Nothing to Be Answered"),
                      _("What people ask, at a door, by telephone or at the office, is taken down here in half a minute, with a name or without one. What is due is also said on Today."),
                      _("_New Petition"), "petition.new");
  tn_board_add_button (self->board, tn_record_page_button ("document-new-symbolic", _("New petition (Ctrl+Shift+P)"), "petition.new", NULL));
  tn_board_add_button (self->board, tn_record_page_button ("security-high-symbolic", _("New report of wrongdoing"), "win.new-complaint", NULL));
  tn_board_set_page (self->board, GTK_WIDGET (self->page));
  g_signal_connect_object (self->board, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  install_petition_actions (self);
  install_shortcuts (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
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
