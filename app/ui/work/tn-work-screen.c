/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-work-screen.h"
#include <glib/gi18n.h>
#include "tn-job-dialogs.h"
#include "tn-job-page.h"
#include "tn-listed.h"

#define LISTED 500   /* of each list: who has waited longest, and of needs that are closed the newest; how many more there are is said */

struct _TnWorkScreen
{
  TnBoardScreen parent_instance;
};

G_DEFINE_FINAL_TYPE (TnWorkScreen, tn_work_screen, TN_TYPE_BOARD_SCREEN)

/* --- the lists --- */

static void
add_row (GPtrArray *rows, const char *heading, TnBoardRow *row)
{
  row->heading = g_strdup (heading);
  g_ptr_array_add (rows, row);
}

static gboolean
add_people (GPtrArray *rows, TnCopy *copy, const char *search, gint64 today, GError **error)
{
  guint n_looking, n_jobless;
  g_autoptr (GPtrArray) wishes = tn_job_list (copy, "looking", search, LISTED, &n_looking, error), others = wishes ? tn_jobless_list (copy, search, LISTED, today, &n_jobless, error) : NULL;

  for (guint i = 0; others && i < wishes->len; i++)
    {
      const TnJobLine *line = wishes->pdata[i];

      add_row (rows, _("Look for work"), tn_board_row_new (&line->id, g_strdup (line->name), g_strdup (line->wants), tn_listed_date_show (line->since), NULL));
    }
  for (guint i = 0; others && i < others->len; i++)
    {
      const TnJoblessLine *line = others->pdata[i];

      add_row (rows, _("Lost their work, not asked yet"), tn_board_row_new (&line->person, g_strdup (line->name), g_strdup (line->address), tn_listed_date_show (line->from), NULL));
    }
  if (others)
    tn_board_add_more (rows, n_looking + n_jobless, search, FALSE);
  return others != NULL;
}

static gboolean
add_businesses (GPtrArray *rows, TnCopy *copy, const char *search, GError **error)
{
  const TnField *state = tn_kind_field (tn_schema_kind ("business"), "state");
  g_autoptr (GPtrArray) lines = tn_business_list (copy, search, 0, error);

  for (guint i = 0; lines && i < lines->len; i++)
    {
      const TnBusinessLine *line = lines->pdata[i];
      const char *shown = *line->state ? tn_choice_label (state, line->state) : "";
      char *detail = *line->trade && *shown ? g_strdup_printf ("%s · %s", line->trade, shown) : g_strdup (*line->trade ? line->trade : shown);

      g_ptr_array_add (rows, tn_board_row_new (&line->id, g_strdup (line->name), detail, line->open ? g_strdup_printf (ngettext ("%u need", "%u needs", line->open), line->open) : NULL, NULL));
    }
  return lines != NULL;
}

/* "5 thợ may · 2 of 5 placed" */
static char *
dup_need_detail (const TnNeedLine *line)
{
  const char *what = tn_choice_label (tn_kind_field (tn_schema_kind ("business_need"), "what"), line->what), *text = *line->text ? line->text : what;

  if (!line->number || !g_str_equal (line->what, "workers"))
    return *line->text ? g_strdup_printf ("%s: %s", what, text) : g_strdup (what);
  /* Translators: what is needed, how many were found, how many are needed */
  return g_strdup_printf (_("%s · %u of %u found"), text, line->placed, line->number);
}

static gboolean
add_needs (GPtrArray *rows, TnCopy *copy, const char *search, gint64 today, GError **error)
{
  guint n_more;
  g_autoptr (GPtrArray) lines = tn_need_list (copy, NULL, TRUE, search, LISTED, today, &n_more, error);

  for (guint i = 0; lines && i < lines->len; i++)
    {
      const TnNeedLine *line = lines->pdata[i];
      gboolean open = line->due != 0;

      add_row (rows, open ? _("Open") : _("Closed"),
               tn_board_row_new (&line->id, g_strdup (line->name), dup_need_detail (line), line->late ? g_strdup (_("overdue")) : tn_listed_date_show (open ? line->due : line->since), line->late ? "error" : NULL));
    }
  if (lines)
    tn_board_add_more (rows, n_more, search, FALSE);
  return lines != NULL;
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 today = tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy)));
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  gboolean done = g_str_equal (filter, "businesses") ? add_businesses (rows, copy, search, error) : g_str_equal (filter, "needs") ? add_needs (rows, copy, search, today, error)
                  : add_people (rows, copy, search, today, error);

  return done ? g_steal_pointer (&rows) : NULL;
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_job_view_read (copy, id, error);
}

static const char *
find_filter (gconstpointer view)
{
  static const struct { const char *kind, *filter; } lists[] = { { "business", "businesses" }, { "business_need", "needs" }, { "job_wish", "people" }, { "person", "people" } };
  const TnRow *row = ((const TnJobView *) view)->row;

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (lists[i].kind, row->kind_key))
      return lists[i].filter;
  return NULL;
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  tn_job_page_write (page, view, today);
}

/* --- doing --- */

static void
go_on (TnWindow *window, const TnJobView *view)
{
  const char *kind = view->row->kind_key;

  if (g_str_equal (kind, "job_wish"))
    tn_job_dialog_placed (window, view->row);
  else if (g_str_equal (kind, "person"))
    tn_job_dialog_new_wish (window, &view->row->id);
  else if (g_str_equal (kind, "business"))
    tn_job_dialog_new_need (window, &view->row->id);
  else if (g_str_equal (kind, "business_need"))
    tn_job_dialog_close_need (window, view->row);
}

static void
work_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnJobView *view = tn_board_screen_get_view (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);

  if (!window || !view)
    return;
  if (g_str_equal (name, "next"))
    go_on (window, view);
  else if (g_str_equal (name, "stop") && g_str_equal (view->row->kind_key, "job_wish"))
    tn_job_dialog_stopped (window, view->row);
  else if (g_str_equal (name, "edit") && !g_str_equal (view->row->kind_key, "person"))
    tn_job_dialog_edit (window, view->row);
}

/* Who, and where. */
typedef struct { TnId wish, business; } Placing;

static TnEdit *
place (TnCopy *copy, gpointer data, GError **error)
{
  Placing *placing = data;

  return tn_job_wish_place (copy, &placing->wish, &placing->business, NULL, NULL, error);
}

/* From the page of a need: this person; from that of a wish: at this business. At once, for it can be undone. */
static void
place_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnJobView *view = tn_board_screen_get_view (user_data);
  gboolean at = g_str_equal (g_action_get_name (G_ACTION (action)), "place-at");
  Placing *placing;
  TnId id;

  if (!view || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id) || !g_str_equal (view->row->kind_key, at ? "job_wish" : "business_need"))
    return;
  placing = g_new (Placing, 1);
  *placing = at ? (Placing) { view->row->id, id } : (Placing) { id, view->business };
  tn_board_screen_run (user_data, place, placing, g_free, _("This was not written down"));
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (work_cb), .keys = "F2" },
  { .name = "next", .callback = G_CALLBACK (work_cb), .keys = "F8" },
  { .name = "stop", .callback = G_CALLBACK (work_cb), .keys = "<Shift>F8" },
  { .name = "place", .parameter = "s", .callback = G_CALLBACK (place_cb) },
  { .name = "place-at", .parameter = "s", .callback = G_CALLBACK (place_cb) },
  { .name = "open", .parameter = "s" },
  { .name = "household", .parameter = "s" },
};

/* --- the screen --- */

static void
tn_work_screen_class_init (TnWorkScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_job_view_free;
  board_class->find_filter = find_filter;
  board_class->write_page = write_page;
}

static void
tn_work_screen_init (TnWorkScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_add_filter (board, "people", _("Looking for work"));
  tn_board_add_filter (board, "businesses", _("Businesses"));
  tn_board_add_filter (board, "needs", _("Needs of businesses"));
  tn_board_set_searchable (board, _("Search by name or words"));
  tn_board_set_empty (board, "applications-engineering-symbolic", _("Nobody Looks for Work"),
                      _("What work somebody looks for is noted in the menu of that person, on the page of the household. Who is listed as having lost their work stands here by itself."), NULL, NULL);
  tn_board_set_empty_of (board, "businesses", "applications-engineering-symbolic", _("No Business Yet"), _("Businesses of the ward stand here with what they need and where their workers live."),
                         _("_New Business…"), "win.new-business");
  tn_board_set_empty_of (board, "needs", "applications-engineering-symbolic", _("No Need Yet"), _("What a business needs is written down on its page: choose it among the businesses."), NULL, NULL);
  tn_board_add_button (board, tn_record_page_button ("list-add-symbolic", _("New business"), "win.new-business", NULL));
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "work", actions, G_N_ELEMENTS (actions));
}

/* --- the window's --- */

static void
new_wish_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnId person;

  if (tn_window_get_workspace (TN_WINDOW (user_data)) && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &person))
    tn_job_dialog_new_wish (TN_WINDOW (user_data), &person);
}

static void
new_business_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (tn_window_get_workspace (TN_WINDOW (user_data)))
    tn_job_dialog_new_business (TN_WINDOW (user_data));
}

void
tn_work_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-job-wish", .activate = new_wish_cb, .parameter_type = "s" }, { .name = "new-business", .activate = new_business_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
