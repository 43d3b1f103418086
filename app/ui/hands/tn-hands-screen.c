/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-hands-screen.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-hands-dialogs.h"
#include "tn-hands-view.h"

#define ENDED_LISTED 500   /* the newest; how many more there are is said */

struct _TnHandsScreen
{
  TnBoardScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (TnHandsScreen, tn_hands_screen, TN_TYPE_BOARD_SCREEN)

/* --- the lists --- */

static void
add_row (GPtrArray *rows, TnBoardRow *row, const char *heading)
{
  row->heading = g_strdup (heading);
  g_ptr_array_add (rows, row);
}

static char *
join (const char *a, const char *b)
{
  return g_strdup_printf ("%s%s%s", a, *a && *b ? " · " : "", b);
}

static void
add_pair (GPtrArray *rows, const TnPair *pair, const char *heading)
{
  gboolean waits = g_str_equal (pair->state, "waiting");
  g_autofree char *where = join (pair->head, pair->title);

  add_row (rows, tn_board_row_new (&pair->id, g_steal_pointer (&where), waits ? g_strdup (pair->what) : join (pair->helper, pair->what), NULL, NULL), heading);
}

static gboolean
list_waiting (TnCopy *copy, const char *search, gint64 today, GPtrArray *rows, GError **error)
{
  g_autoptr (GPtrArray) orphans = tn_orphan_list (copy, search, today, error), pairs = orphans ? tn_pair_list (copy, "waiting", search, 0, NULL, error) : NULL;
  g_autofree char *day = tn_listed_date_text (today);

  for (guint i = 0; pairs && i < orphans->len; i++)
    {
      const TnOrphan *orphan = orphans->pdata[i];
      g_autofree char *birth = orphan->birth ? g_strdup_printf ("%d", (int) (orphan->birth / 10000)) : NULL;
      int age = birth ? tn_date_age (birth, day) : -1;
      g_autofree char *years = age >= 0 ? g_strdup_printf (ngettext ("%d year", "%d years", (gulong) age), age) : g_strdup ("");

      add_row (rows, tn_board_row_new (&orphan->person, g_strdup (orphan->name), join (years, orphan->address), orphan->unconfirmed ? g_strdup (_("not confirmed")) : NULL, "warning"),
               _("Orphans Without a Sponsor"));
    }
  for (guint i = 0; pairs && i < pairs->len; i++)
    add_pair (rows, pairs->pdata[i], _("Households That Wait for a Helper"));
  return pairs != NULL;
}

static gboolean
list_sponsorships (TnCopy *copy, const char *search, gint64 today, GPtrArray *rows, GError **error)
{
  guint n_more = 0;

  for (int running = 1; running >= 0; running--)
    {
      g_autoptr (GPtrArray) list = tn_sponsorship_list (copy, running, search, ENDED_LISTED, today, &n_more, error);

      if (!list)
        return FALSE;
      for (guint i = 0; i < list->len; i++)
        {
          const TnSponsorship *s = list->pdata[i];
          g_autofree char *said = tn_sponsorship_say (s);

          add_row (rows, tn_board_row_new (&s->id, g_strdup (s->person_name), join (s->sponsor_name, said), s->promise.n_overdue ? g_strdup (_("overdue")) : NULL, "error"),
                   running ? _("Running") : _("Ended"));
        }
    }
  tn_board_add_more (rows, n_more, search, FALSE);   /* of those that have ended, which come last */
  return TRUE;
}

static gboolean
list_pairs (TnCopy *copy, const char *search, GPtrArray *rows, GError **error)
{
  static const char *const states[] = { "running", "ended" };
  guint n_more = 0;

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GPtrArray) pairs = tn_pair_list (copy, states[i], search, ENDED_LISTED, &n_more, error);

      if (!pairs)
        return FALSE;
      for (guint j = 0; j < pairs->len; j++)
        add_pair (rows, pairs->pdata[j], i ? _("Ended") : _("Running"));
    }
  tn_board_add_more (rows, n_more, search, FALSE);
  return TRUE;
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  gint64 today = tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy)));
  gboolean done = g_str_equal (filter, "pairs") ? list_pairs (copy, search, rows, error)
                : g_str_equal (filter, "sponsorships") ? list_sponsorships (copy, search, today, rows, error) : list_waiting (copy, search, today, rows, error);

  return done ? g_steal_pointer (&rows) : NULL;
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_hands_view_read (copy, id, error);
}

static const char *
find_filter (gconstpointer view)
{
  const TnHandsView *shown = view;
  gboolean helped = shown->pair && !g_str_equal (shown->pair->state, "waiting");

  return shown->sponsorship ? "sponsorships" : helped ? "pairs" : "waiting";
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  tn_hands_page_write (page, view, today);
}

/* --- doing --- */

static TnEdit *
end_sponsorship (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_sponsorship_end (copy, id, NULL, error);
}

static TnEdit *
end_pair (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_pair_end (copy, id, NULL, error);
}

/* The first thing that the page offers. */
static const char *
find_first (const TnHandsView *view)
{
  return view->orphan ? "sponsor" : view->sponsorship ? "came" : "edit";
}

static void
act (TnWindow *window, const TnHandsView *view, const char *name)
{
  const TnId *id = &view->row->id;

  if (g_str_equal (name, "sponsor") && view->orphan)
    tn_hands_dialog_new_sponsorship (window, id);
  else if (g_str_equal (name, "edit") && !view->orphan)
    tn_hands_dialog_edit (window, view->row);
  else if (g_str_equal (name, "came") && view->sponsorship && !g_str_equal (view->sponsorship->sponsorship->state, "ended"))
    tn_hands_dialog_came (window, view->row);
  else if (g_str_equal (name, "end") && view->sponsorship && !g_str_equal (view->sponsorship->sponsorship->state, "ended"))
    tn_window_run (window, end_sponsorship, id, NULL);
  else if (g_str_equal (name, "end") && view->pair && !g_str_equal (view->pair->state, "ended"))
    tn_window_run (window, end_pair, id, NULL);
}

static void
act_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnHandsView *view = tn_board_screen_get_view (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);

  if (window && view)
    act (window, view, g_str_equal (name, "first") ? find_first (view) : name);
}

static void
of_record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);
  TnId id;

  if (!window || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  if (g_str_equal (name, "cancel"))
    tn_hands_dialog_cancel (window, &id);
  else
    tn_window_go (window, "resources", &id);
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (act_cb), .keys = "F2" },
  { .name = "first", .callback = G_CALLBACK (act_cb), .keys = "F7" },
  { .name = "sponsor", .callback = G_CALLBACK (act_cb) },
  { .name = "came", .callback = G_CALLBACK (act_cb) },
  { .name = "end", .callback = G_CALLBACK (act_cb), .keys = "F8" },
  { .name = "cancel", .parameter = "s", .callback = G_CALLBACK (of_record_cb) },
  { .name = "household", .parameter = "s" },
  { .name = "donor", .parameter = "s", .callback = G_CALLBACK (of_record_cb) },
  { .name = "show", .parameter = "s" },
};

/* --- the screen --- */

static void
tn_hands_screen_class_init (TnHandsScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_hands_view_free;
  board_class->find_filter = find_filter;
  board_class->write_page = write_page;
}

static void
tn_hands_screen_init (TnHandsScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_add_filter (board, "waiting", _("Who waits"));
  tn_board_add_filter (board, "sponsorships", _("Sponsorships"));
  tn_board_add_filter (board, "pairs", _("Pairs"));
  tn_board_set_searchable (board, _("Search by name or address"));
  tn_board_set_empty (board, "face-smile-symbolic", _("Nobody Waits"),
                      _("Orphans of the epidemic who have no sponsor stand here by themselves, once they are in that category. A household that needs a helper is put here from its menu, with “Helping Pair”."),
                      NULL, NULL);
  tn_board_add_button (board, tn_record_page_button ("contact-new-symbolic", _("New donor"), "win.new-donor", NULL));
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "hands", actions, G_N_ELEMENTS (actions));
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnWindow *window = user_data;
  TnId id;

  if (!tn_window_get_workspace (window) || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "new-sponsorship"))
    tn_hands_dialog_new_sponsorship (window, &id);
  else
    tn_hands_dialog_new_pair (window, &id);
}

void
tn_hands_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-sponsorship", .activate = new_cb, .parameter_type = "s" }, { .name = "new-pair", .activate = new_cb, .parameter_type = "s" } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
