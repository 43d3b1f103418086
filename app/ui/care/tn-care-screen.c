/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-care-screen.h"
#include <glib/gi18n.h>
#include "tn-board.h"
#include "tn-care-dialogs.h"
#include "tn-care-page.h"
#include "tn-date.h"
#include "tn-text.h"

#define CLOSED_LISTED 500   /* the newest */

struct _TnCareScreen
{
  TnScreen parent_instance;

  TnBoard *board;
  TnRecordPage *page;
  TnCareView *view;           /* as last read; NULL before */
  TnId id;                    /* whose page is shown; null = none */
  gboolean opened;            /* it was written down that this one is open */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TnCareScreen, tn_care_screen, TN_TYPE_SCREEN)

static gint64
get_today (gint64 now)
{
  g_autofree char *today = tn_date_today (now);

  return tn_listed_date (today);
}

/* --- the list: whom and by when, never what for --- */

static gboolean
matches (const char *title, const char *search)
{
  g_autofree char *folded = tn_text_fold (title, -1), *wanted = tn_text_fold (search, -1);

  return strstr (folded, wanted) != NULL;
}

static TnBoardRow *
make_open_row (const TnListed *listed, char *name, gint64 today)
{
  gboolean overdue = tn_care_is_overdue (listed->state, listed->at, today), now = listed->at == today;
  g_autofree char *stored = tn_listed_date_text (listed->at), *due = stored ? tn_date_format (stored) : NULL;
  /* Translators: %s is a date */
  char *detail = due ? g_strdup_printf (_("To be taken by %s"), due) : NULL;

  return tn_board_row_new (&listed->id, name, detail, overdue ? g_strdup (_("overdue")) : now ? g_strdup (_("today")) : NULL, overdue ? "error" : "warning");
}

static gboolean
list_referrals (TnCopy *copy, const char *state, const char *search, GPtrArray *rows, GError **error)
{
  gboolean open = g_str_equal (state, "open"), closed = g_str_equal (state, "closed");
  TnListedQuery query = { .kind = "referral", .state = state, .limit = closed ? CLOSED_LISTED : 0, .newest_first = closed };
  g_autoptr (GArray) found = tn_query_listed (copy, &query, error);
  gint64 today = get_today (tn_env_now_ms (tn_copy_env (copy)));

  for (guint i = 0; found && i < found->len; i++)
    {
      const TnListed *listed = &g_array_index (found, TnListed, i);
      char *name = tn_query_title (copy, &listed->parent);

      if (!matches (name, search))
        g_free (name);
      else if (open)
        g_ptr_array_add (rows, make_open_row (listed, name, today));
      else
        g_ptr_array_add (rows, tn_board_row_new (&listed->id, name, tn_id_is_null (&listed->ref) ? NULL : tn_query_title (copy, &listed->ref), NULL, NULL));
    }
  return found != NULL;
}

/* By profession, in the schema's order. */
static void
list_skill (GPtrArray *rows, GPtrArray *professionals, const char *skill, const char *heading, const char *search)
{
  for (guint i = 0; i < professionals->len; i++)
    {
      const TnProfessional *who = professionals->pdata[i];
      TnBoardRow *row;

      if (g_strcmp0 (who->skill, skill) != 0 || !(matches (who->name, search) || matches (heading, search) || matches (who->hours, search)))
        continue;
      row = tn_board_row_new (&who->id, g_strdup (who->name), g_strdup (who->hours),
                              who->limit ? g_strdup_printf ("%u/%u", who->n_taken, who->limit) : who->n_taken ? g_strdup_printf ("%u", who->n_taken) : NULL,
                              tn_professional_is_full (who) ? "error" : NULL);
      row->heading = g_strdup (heading);
      g_ptr_array_add (rows, row);
    }
}

static gboolean
list_professionals (TnCopy *copy, const char *search, GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) professionals = tn_care_professionals (copy, NULL, error);
  const TnField *skill = tn_kind_field (tn_schema_kind ("professional"), "skill");

  if (!professionals)
    return FALSE;
  for (const TnChoice *choice = skill->choices; choice->key; choice++)
    list_skill (rows, professionals, choice->key, _(choice->label), search);
  list_skill (rows, professionals, "", _("Profession not known"), search);
  return TRUE;
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  gboolean done = g_str_equal (filter, "professionals") ? list_professionals (copy, search, rows, error) : list_referrals (copy, filter, search, rows, error);

  return done ? g_steal_pointer (&rows) : NULL;
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

  return tn_care_view_read (copy, &question->id, question->log, error);
}

static const TnId *
view_id (const TnCareView *view)
{
  return view->referral ? &view->referral->id : &view->professional->id;
}

static void
view_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnCareScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnCareView) view = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->page || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!view)
    {
      g_clear_pointer (&self->view, tn_care_view_free);
      tn_record_page_show_message (self->page, _("This is not shown"), error->message);
      return;
    }
  if (!tn_id_equal (view_id (view), &self->id))
    return;   /* the person went on meanwhile */
  g_clear_pointer (&self->view, tn_care_view_free);
  self->view = g_steal_pointer (&view);
  self->opened = TRUE;
  tn_care_page_write (self->page, self->view, get_today (g_get_real_time () / 1000));
}

/* The first reading writes down who opened it, and so is a write; what follows is not another opening. */
static void
load (TnCareScreen *self)
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
  (self->opened ? tn_store_read_async : tn_store_write_async) (store, read_view, question, g_free, (GDestroyNotify) tn_care_view_free, self->cancellable,
                                                               view_read_cb, g_object_ref (self));
}

static void
chosen_cb (TnCareScreen *self, const char *id)
{
  TnId chosen = { { 0 } };

  tn_id_parse (id, -1, &chosen);
  if (!tn_id_equal (&chosen, &self->id))
    self->opened = FALSE;
  self->id = chosen;
  load (self);
}

static void
store_changed_cb (TnCareScreen *self)
{
  if (self->opened)
    load (self);
}

/* --- doing --- */

static void
focus_first_offer (TnCareScreen *self)
{
  const TnProfessional *who = NULL;
  TnId taker = { { 0 } };

  if (!self->view || !self->view->ask)
    return;
  tn_row_ref (self->view->referral->row, "taken_by", &taker);
  for (guint i = 0; i < self->view->ask->len && !who; i++)
    if (!tn_id_equal (&((TnProfessional *) self->view->ask->pdata[i])->id, &taker))
      who = self->view->ask->pdata[i];
  if (who)
    tn_record_page_focus (self->page, "care.take", &who->id);
}

static void
referral_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnCareScreen *self = user_data;
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (self);
  const TnReferral *referral = self->view ? self->view->referral : NULL;
  const TnProfessional *professional = self->view ? self->view->professional : NULL;

  if (!window || !self->view)
    return;
  if (g_str_equal (name, "edit") && referral)
    tn_care_dialog_edit (window, referral->row);
  else if (g_str_equal (name, "edit"))
    tn_care_dialog_edit_professional (window, &professional->id);
  else if (g_str_equal (name, "ask"))
    focus_first_offer (self);
  else if (g_str_equal (name, "close") && referral && !g_str_equal (referral->state, "closed"))
    tn_care_dialog_close (window, referral->row);
  else if (g_str_equal (name, "delete") && professional)
    tn_window_run (window, tn_care_delete_professional, &professional->id, _("This could not be deleted"));
}

static TnEdit *
give_back (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_care_give_back (copy, id, NULL, error);
}

static void
give_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnCareScreen *self = user_data;
  TnWindow *window = tn_window_of (self);

  if (window && self->view && self->view->referral)
    tn_window_run (window, give_back, &self->view->referral->id, NULL);
}

/* Who takes which. */
typedef struct
{
  TnId referral, professional;
} Pair;

static TnEdit *
take (TnCopy *copy, gpointer data, GError **error)
{
  Pair *pair = data;

  return tn_care_take (copy, &pair->referral, &pair->professional, NULL, error);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnCareScreen) self = user_data;
  g_autoptr (GError) error = NULL;
  TnWindow *window = self->page ? tn_window_of (self) : NULL;

  if (!tn_workspace_run_finish (TN_WORKSPACE (source), result, &error) && window)
    tn_window_show_error (window, _("Nobody has taken it yet"), error);
}

static void
take_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnCareScreen *self = user_data;
  Pair *pair;
  TnId professional;

  if (!self->view || !self->view->referral || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &professional))
    return;
  pair = g_new (Pair, 1);
  *pair = (Pair) { self->view->referral->id, professional };
  tn_workspace_run_async (tn_screen_get_workspace (TN_SCREEN (self)), take, pair, g_free, NULL, taken_cb, g_object_ref (self));
}

static void
show_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnCareScreen *self = user_data;
  TnWindow *window = tn_window_of (self);
  TnId id;

  if (!window || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "household"))
    tn_window_show_household (window, &id);
  else
    tn_board_show (self->board, &id);
}

static void
add_action (GActionMap *map, const char *name, gboolean with_id, GCallback callback, TnCareScreen *self)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, with_id ? G_VARIANT_TYPE_STRING : NULL);

  g_signal_connect_object (action, "activate", callback, self, 0);
  g_action_map_add_action (map, G_ACTION (action));
}

static void
install_care_actions (TnCareScreen *self)
{
  static const char *const plain[] = { "edit", "ask", "close", "delete" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GActionMap *map = G_ACTION_MAP (group);

  for (gsize i = 0; i < G_N_ELEMENTS (plain); i++)
    add_action (map, plain[i], FALSE, G_CALLBACK (referral_cb), self);
  add_action (map, "give-back", FALSE, G_CALLBACK (give_back_cb), self);
  add_action (map, "take", TRUE, G_CALLBACK (take_cb), self);
  add_action (map, "show", TRUE, G_CALLBACK (show_cb), self);
  add_action (map, "household", TRUE, G_CALLBACK (show_cb), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "care", G_ACTION_GROUP (group));
}

static void
install_shortcuts (TnCareScreen *self)
{
  static const struct { const char *keys, *action; } shortcuts[] = { { "F2", "care.edit" }, { "F7", "care.ask" }, { "F8", "care.close" } };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (shortcuts[i].keys), gtk_named_action_new (shortcuts[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

/* --- the screen --- */

static void
tn_care_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnCareScreen *self = TN_CARE_SCREEN (screen);

  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  tn_board_attach (self->board, workspace, read_rows, NULL);
}

static void
tn_care_screen_find (TnScreen *screen)
{
  tn_board_find (TN_CARE_SCREEN (screen)->board);
}

static void
tn_care_screen_show_record (TnScreen *screen, const TnId *id)
{
  tn_board_show (TN_CARE_SCREEN (screen)->board, id);
}

static void
tn_care_screen_dispose (GObject *object)
{
  TnCareScreen *self = TN_CARE_SCREEN (object);

  g_cancellable_cancel (self->cancellable);
  self->page = NULL;
  G_OBJECT_CLASS (tn_care_screen_parent_class)->dispose (object);
}

static void
tn_care_screen_finalize (GObject *object)
{
  TnCareScreen *self = TN_CARE_SCREEN (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->view, tn_care_view_free);
  G_OBJECT_CLASS (tn_care_screen_parent_class)->finalize (object);
}

static void
tn_care_screen_class_init (TnCareScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_care_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_care_screen_finalize;
  TN_SCREEN_CLASS (klass)->attach = tn_care_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_care_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_care_screen_show_record;
}

static void
tn_care_screen_init (TnCareScreen *self)
{
  self->cancellable = g_cancellable_new ();
  self->board = tn_board_new ();
  self->page = tn_record_page_new ();
  tn_board_add_filter (self->board, "open", _("Waiting"));
  tn_board_add_filter (self->board, "taken", _("Taken"));
  tn_board_add_filter (self->board, "closed", _("Closed"));
  tn_board_add_filter (self->board, "professionals", _("Professionals"));
  tn_board_set_searchable (self->board, _("Search by name"));
  tn_board_set_empty (self->board, "emblem-favorite-symbolic", _("Nobody Waits for Help"),
                      _("When somebody at a door needs a doctor, a psychologist or a lawyer, open their household and choose “Refer” in the person’s menu. Who has taken it and what came of it stands here."),
                      NULL, NULL);
  tn_board_add_button (self->board, tn_record_page_button ("contact-new-symbolic", _("New professional"), "win.new-professional", NULL));
  tn_board_set_page (self->board, GTK_WIDGET (self->page));
  g_signal_connect_object (self->board, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  install_care_actions (self);
  install_shortcuts (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
}

static void
new_referral_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnId person;

  if (tn_window_get_workspace (TN_WINDOW (user_data)) && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &person))
    tn_care_dialog_refer (TN_WINDOW (user_data), &person);
}

static void
new_professional_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (tn_window_get_workspace (TN_WINDOW (user_data)))
    tn_care_dialog_new_professional (TN_WINDOW (user_data));
}

void
tn_care_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-referral", .activate = new_referral_cb, .parameter_type = "s" },
                                          { .name = "new-professional", .activate = new_professional_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
