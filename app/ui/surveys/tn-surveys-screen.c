/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-surveys-screen.h"
#include <glib/gi18n.h>
#include "tn-form-dialog.h"
#include "tn-situation.h"
#include "tn-survey-dialogs.h"
#include "tn-survey-page.h"
#include "tn-survey-sheet.h"

struct _TnSurveysScreen
{
  TnBoardScreen parent_instance;

  TnId quarter;        /* whose counts are looked at; null = the whole ward */
};

G_DEFINE_FINAL_TYPE (TnSurveysScreen, tn_surveys_screen, TN_TYPE_BOARD_SCREEN)

/* --- the list --- */

static TnBoardRow *
make_row (const TnSurveyLine *line, gint64 today)
{
  gboolean open = g_str_equal (line->state, "open"), late = open && line->to_day && line->to_day < today;
  g_autofree char *sheets = tn_situation_count_text (line->n_sheets), *period = line->to ? g_strdup_printf (_("until %s"), line->to) : g_strdup (line->from ? line->from : "");
  g_autofree char *detail = g_strdup_printf (_("Sheets: %s"), sheets);
  g_autofree char *both = g_strdup_printf ("%s%s%s", detail, *period ? " · " : "", period);
  TnBoardRow *row;

  row = tn_board_row_new (&line->id, g_strdup (line->title), g_strdup (g_str_equal (line->state, "draft") ? period : both), late ? g_strdup (_("overdue")) : NULL, "warning");
  row->heading = g_strdup (tn_choice_label (tn_kind_field (tn_schema_kind ("survey"), "state"), line->state));
  return row;
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 today = tn_board_screen_day (tn_env_now_ms (tn_copy_env (copy)));
  g_autoptr (GPtrArray) lines = tn_survey_list (copy, NULL, search, error);
  GPtrArray *rows;

  if (!lines)
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (rows, make_row (lines->pdata[i], today));
  return rows;
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_survey_view_read (copy, id, error);
}

static void
write_page (TnBoardScreen *self, TnRecordPage *page, gpointer view, gint64 today)
{
  tn_survey_page_write (page, view, &TN_SURVEYS_SCREEN (self)->quarter);
}

/* --- doing --- */

static TnEdit *
open_survey (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_survey_set_open (copy, id, TRUE, error);
}

static TnEdit *
close_survey (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_survey_set_open (copy, id, FALSE, error);
}

static TnEdit *
move_up (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_survey_move_question (copy, id, FALSE, error);
}

static TnEdit *
move_down (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_survey_move_question (copy, id, TRUE, error);
}

static void
survey_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnSurveyView *view = tn_board_screen_get_view (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);
  gboolean draft = view && g_str_equal (view->state, "draft"), open = view && g_str_equal (view->state, "open");

  if (!view || !window)
    return;
  if (g_str_equal (name, "edit"))
    tn_survey_dialog_edit (window, &view->row->id);
  else if (g_str_equal (name, "ask") && draft)
    tn_survey_dialog_ask (window, &view->row->id);
  else if (g_str_equal (name, "fill") && open)
    tn_survey_sheet_open (window, &view->row->id);
  else if (g_str_equal (name, "open") && !open)
    tn_window_run (window, open_survey, &view->row->id, NULL);
  else if (g_str_equal (name, "close") && open)
    tn_window_run (window, close_survey, &view->row->id, NULL);
  else if (g_str_equal (name, "delete") && draft)
    tn_window_run (window, tn_survey_delete, &view->row->id, NULL);
  else if (g_str_equal (name, "export"))
    tn_survey_dialog_export (window, &view->row->id);
}

static void
question_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);
  TnId id;

  if (!window || !tn_id_parse (g_variant_get_string (parameter, NULL), -1, &id))
    return;
  if (g_str_equal (name, "question"))
    tn_survey_dialog_edit_question (window, &id);
  else
    tn_window_run (window, g_str_equal (name, "up") ? move_up : g_str_equal (name, "down") ? move_down : tn_survey_remove_question, &id, NULL);
}

static void
quarter_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnSurveysScreen *self = TN_SURVEYS_SCREEN (user_data);
  const TnSurveyView *view = tn_board_screen_get_view (user_data);

  if (view && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &self->quarter))
    tn_survey_page_write (tn_board_screen_get_page (user_data), view, &self->quarter);
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (survey_cb), .keys = "F2" },
  { .name = "ask", .callback = G_CALLBACK (survey_cb), .keys = "F7" },
  { .name = "fill", .callback = G_CALLBACK (survey_cb), .keys = "F8" },
  { .name = "open", .callback = G_CALLBACK (survey_cb) },
  { .name = "close", .callback = G_CALLBACK (survey_cb) },
  { .name = "delete", .callback = G_CALLBACK (survey_cb) },
  { .name = "export", .callback = G_CALLBACK (survey_cb) },
  { .name = "question", .parameter = "s", .callback = G_CALLBACK (question_cb) },
  { .name = "up", .parameter = "s", .callback = G_CALLBACK (question_cb) },
  { .name = "down", .parameter = "s", .callback = G_CALLBACK (question_cb) },
  { .name = "remove", .parameter = "s", .callback = G_CALLBACK (question_cb) },
  { .name = "quarter", .parameter = "s", .callback = G_CALLBACK (quarter_cb) },
};

/* --- the screen --- */

static void
tn_surveys_screen_class_init (TnSurveysScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_survey_view_free;
  board_class->write_page = write_page;
}

static void
tn_surveys_screen_init (TnSurveysScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  tn_board_set_searchable (board, _("Search by title"));
  tn_board_set_empty (board, "view-list-bullet-symbolic", _("No Survey Here"),
                      _("A few questions that can be counted, asked at doors or at the desk and filled in by keys. Nobody’s name is kept, nor the hour, and what was answered is shown as counts only."),
                      _("_New Survey"), "win.new-survey");
  tn_board_add_button (board, tn_record_page_button ("document-new-symbolic", _("New survey"), "win.new-survey", NULL));
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "survey", actions, G_N_ELEMENTS (actions));
}

static void
new_survey_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (tn_window_get_workspace (TN_WINDOW (user_data)))
    tn_survey_dialog_new (TN_WINDOW (user_data));
}

void
tn_surveys_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-survey", .activate = new_survey_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
