/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-care-screen.h"
#include <glib/gi18n.h>
#include "tn-care-dialogs.h"
#include "tn-care-page.h"

#define CLOSED_LISTED 500   /* the newest */

struct _TnCareScreen
{
  TnBoardScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (TnCareScreen, tn_care_screen, TN_TYPE_BOARD_SCREEN)

/* --- the list: whom and by when, never what for --- */

static TnBoardRow *
make_open_row (const TnListed *listed, char *name, gint64 today)
{
  gboolean overdue = tn_care_is_overdue (listed->state, listed->at, today), now = listed->at == today;
  g_autofree char *due = tn_listed_date_show (listed->at);
  /* Translators: %s is a date */
  char *detail = *due ? g_strdup_printf (_("To be taken by %s"), due) : NULL;

  return tn_board_row_new (&listed->id, name, detail, overdue ? g_strdup (_("overdue")) : now ? g_strdup (_("today")) : NULL, overdue ? "error" : "warning");
}

static gboolean
list_referrals (TnCopy *copy, const char *state, const char *search, GPtrArray *rows, GError **error)
{
  gboolean open = g_str_equal (state, "open"), closed = g_str_equal (state, "closed");
  TnListedQuery query = { .kind = "referral", .state = state, .limit = closed ? CLOSED_LISTED : 0, .newest_first = closed };
  g_autoptr (GArray) found = tn_query_listed (copy, &query, error);
  gint64 today = tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy)));

  for (guint i = 0; found && i < found->len; i++)
    {
      const TnListed *listed = &g_array_index (found, TnListed, i);
      char *name = tn_query_title (copy, &listed->parent);

      if (!tn_board_text_matches (name, search))
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

      if (g_strcmp0 (who->skill, skill) != 0 || !(tn_board_text_matches (who->name, search) || tn_board_text_matches (heading, search) || tn_board_text_matches (who->hours, search)))
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

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_care_view_read (copy, id, log, error);
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  tn_care_page_write (page, view, today);
}

/* --- doing --- */

static void
focus_first_offer (TnBoardScreen *self)
{
  const TnCareView *view = tn_board_screen_get_view (self);
  const TnProfessional *who = NULL;
  TnId taker = { { 0 } };

  if (!view || !view->ask)
    return;
  tn_row_ref (view->referral->row, "taken_by", &taker);
  for (guint i = 0; i < view->ask->len && !who; i++)
    if (!tn_id_equal (&((TnProfessional *) view->ask->pdata[i])->id, &taker))
      who = view->ask->pdata[i];
  if (who)
    tn_record_page_focus (tn_board_screen_get_page (self), "care.take", &who->id);
}

static void
referral_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnCareView *view = tn_board_screen_get_view (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);
  const TnReferral *referral = view ? view->referral : NULL;
  const TnProfessional *professional = view ? view->professional : NULL;

  if (!window || !view)
    return;
  if (g_str_equal (name, "edit") && referral)
    tn_care_dialog_edit (window, referral->row);
  else if (g_str_equal (name, "edit"))
    tn_care_dialog_edit_professional (window, &professional->id);
  else if (g_str_equal (name, "ask"))
    focus_first_offer (user_data);
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
  const TnCareView *view = tn_board_screen_get_view (user_data);
  TnWindow *window = tn_window_of (user_data);

  if (window && view && view->referral)
    tn_window_run (window, give_back, &view->referral->id, NULL);
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
take_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnCareView *view = tn_board_screen_get_view (user_data);
  Pair *pair;
  TnId professional;

  if (!view || !view->referral || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &professional))
    return;
  pair = g_new (Pair, 1);
  *pair = (Pair) { view->referral->id, professional };
  tn_board_screen_run (user_data, take, pair, g_free, _("Nobody has taken it yet"));
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (referral_cb), .keys = "F2" },
  { .name = "ask", .callback = G_CALLBACK (referral_cb), .keys = "F7" },
  { .name = "close", .callback = G_CALLBACK (referral_cb), .keys = "F8" },
  { .name = "delete", .callback = G_CALLBACK (referral_cb) },
  { .name = "give-back", .callback = G_CALLBACK (give_back_cb) },
  { .name = "take", .parameter = "s", .callback = G_CALLBACK (take_cb) },
  { .name = "show", .parameter = "s" },
  { .name = "household", .parameter = "s" },
};

/* --- the screen --- */

static void
tn_care_screen_class_init (TnCareScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_care_view_free;
  board_class->write_page = write_page;
  board_class->protected_records = TRUE;
}

static void
tn_care_screen_init (TnCareScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_add_filter (board, "open", _("Waiting"));
  tn_board_add_filter (board, "taken", _("Taken"));
  tn_board_add_filter (board, "closed", _("Closed"));
  tn_board_add_filter (board, "professionals", _("Professionals"));
  tn_board_set_searchable (board, _("Search by name"));
  tn_board_set_empty (board, "emblem-favorite-symbolic", _("Nobody Waits for Help"),
                      _("When somebody at a door needs a doctor, a psychologist or a lawyer, open their household and choose “Refer” in the person’s menu. Who has taken it and what came of it stands here."),
                      NULL, NULL);
  tn_board_add_button (board, tn_record_page_button ("contact-new-symbolic", _("New professional"), "win.new-professional", NULL));
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "care", actions, G_N_ELEMENTS (actions));
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
