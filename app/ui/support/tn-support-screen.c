/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-support-screen.h"
#include <glib/gi18n.h>
#include "tn-double-dialog.h"
#include "tn-form-dialog.h"
#include "tn-listed.h"
#include "tn-programme-dialog.h"
#include "tn-programme-page.h"
#include "tn-support-do.h"
#include "tn-support-files.h"
#include "tn-support-people.h"

#define JUDGE_DELAY_MS 700   /* the whole ward is judged anew a moment after a change, and only while somebody looks */

struct _TnSupportScreen
{
  TnBoardScreen parent_instance;

  GtkStack *stack;
  TnSupportModel *model;      /* NULL before attach */
  TnSupportPeople *people;
  TnId judged;                /* whose people the model holds or reads; null = nobody's */
  gboolean stale;
  guint judge_id;
};

G_DEFINE_FINAL_TYPE (TnSupportScreen, tn_support_screen, TN_TYPE_BOARD_SCREEN)

/* --- the list --- */

static char *
dup_period (const TnProgrammeLine *line)
{
  g_autofree char *from = tn_listed_date_show (line->from), *to = tn_listed_date_show (line->to);

  return *from || *to ? g_strdup_printf ("%s – %s", from, to) : g_strdup ("");
}

static TnBoardRow *
make_row (const TnProgrammeLine *line)
{
  g_autofree char *period = dup_period (line);
  char *detail = g_strdup_printf ("%s%s%s", line->basis ? line->basis : "", line->basis && *period ? " · " : "", period);
  char *end = line->n_doubles ? g_strdup_printf (ngettext ("%u double", "%u doubles", line->n_doubles), line->n_doubles)
            : line->n_waiting ? g_strdup_printf (ngettext ("%u waits", "%u wait", line->n_waiting), line->n_waiting) : NULL;
  TnBoardRow *row = tn_board_row_new (&line->id, g_strdup (line->name), detail, end, line->n_doubles ? "error" : "warning");

  row->heading = g_strdup (tn_choice_label (tn_kind_field (tn_schema_kind ("programme"), "state"), line->state));
  return row;
}

static GPtrArray *
read_rows (TnCopy *copy, const char *filter, const char *search, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) lines = tn_programme_list (copy, NULL, search, error), rows = NULL;

  if (!lines)
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_board_row_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (rows, make_row (lines->pdata[i]));
  return g_steal_pointer (&rows);
}

/* --- the page --- */

static gpointer
read_view (TnCopy *copy, const TnId *id, gboolean log, GError **error)
{
  return tn_programme_view_read (copy, id, error);
}

static void
judge (TnSupportScreen *self)
{
  self->stale = FALSE;
  tn_support_model_set_programme (self->model, tn_id_is_null (&self->judged) ? NULL : &self->judged);
}

static void
write_page (TnBoardScreen *screen, TnRecordPage *page, gpointer view, gint64 today)
{
  TnSupportScreen *self = TN_SUPPORT_SCREEN (screen);
  const TnProgrammeView *programme = view;

  tn_programme_page_write (page, programme, self->model);
  if (tn_id_equal (&self->judged, &programme->programme->id))
    return;
  self->judged = programme->programme->id;
  judge (self);
}

/* Counts that only judging tells. */
static void
loaded_cb (TnSupportScreen *self)
{
  TnBoardScreen *screen = TN_BOARD_SCREEN (self);
  const TnProgrammeView *view = tn_board_screen_get_view (screen);

  if (view && tn_board_screen_get_page (screen))
    tn_programme_page_write (tn_board_screen_get_page (screen), view, self->model);
}

static gboolean
judge_cb (gpointer user_data)
{
  TnSupportScreen *self = user_data;

  self->judge_id = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    judge (self);
  else
    self->stale = TRUE;
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (TnSupportScreen *self)
{
  if (!tn_id_is_null (&self->judged) && !self->judge_id)
    self->judge_id = g_timeout_add (JUDGE_DELAY_MS, judge_cb, self);
}

/* --- the people --- */

static gboolean
shows_people (TnSupportScreen *self)
{
  return gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->people);
}

static void
go_back (TnSupportScreen *self)
{
  gtk_stack_set_visible_child_name (self->stack, "programmes");
  gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
people_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnSupportScreen *self = user_data;
  TnPeople which = TN_PEOPLE_NOTHING;

  if (!tn_board_screen_get_view (user_data) || !tn_people_from_key (g_action_get_name (G_ACTION (action)) + strlen ("people-"), &which))
    return;
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->people));
  tn_support_people_show (self->people, which);
  tn_support_people_focus (self->people);
}

static void
settle_cb (TnSupportScreen *self, const char *id)
{
  TnWindow *window = tn_window_of (self);
  TnId subject;

  if (window && tn_id_parse (id, -1, &subject))
    tn_double_dialog (window, &self->judged, &subject);
}

/* --- doing --- */

static TnEdit *
set_open (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_programme_set_state (copy, id, "open", error);
}

static TnEdit *
set_closed (TnCopy *copy, const TnId *id, GError **error)
{
  return tn_programme_set_state (copy, id, "closed", error);
}

static void
programme_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const TnProgrammeView *view = tn_board_screen_get_view (user_data);
  const char *name = g_action_get_name (G_ACTION (action));
  TnWindow *window = tn_window_of (user_data);
  const TnId *id = view ? &view->programme->id : NULL;

  if (!window || !view)
    return;
  if (g_str_equal (name, "edit") || g_str_equal (name, "rule"))
    tn_programme_dialog (window, id, g_str_equal (name, "rule"));
  else if (g_str_equal (name, "open"))
    tn_window_run (window, set_open, id, _("The programme was not opened"));
  else if (g_str_equal (name, "close"))
    tn_window_run (window, set_closed, id, NULL);
  else
    tn_support_files_ask (window, id, g_str_equal (name, "sheet") ? TN_SUPPORT_SHEET_SIGNATURES : TN_SUPPORT_SHEET_POSTING);
}

static const TnBoardScreenAction actions[] = {
  { .name = "edit", .callback = G_CALLBACK (programme_cb), .keys = "F2" },
  { .name = "rule", .callback = G_CALLBACK (programme_cb), .keys = "<Shift>F2" },
  { .name = "open", .callback = G_CALLBACK (programme_cb) },
  { .name = "close", .callback = G_CALLBACK (programme_cb) },
  { .name = "sheet", .callback = G_CALLBACK (programme_cb), .keys = "<Control>p" },
  { .name = "posting", .callback = G_CALLBACK (programme_cb), .keys = "<Control><Shift>l" },
  { .name = "people-nothing", .callback = G_CALLBACK (people_cb), .keys = "F6" },
  { .name = "people-entitled", .callback = G_CALLBACK (people_cb) },
  { .name = "people-proposed", .callback = G_CALLBACK (people_cb) },
  { .name = "people-approved", .callback = G_CALLBACK (people_cb) },
  { .name = "people-delivered", .callback = G_CALLBACK (people_cb) },
  { .name = "people-refused", .callback = G_CALLBACK (people_cb) },
  { .name = "people-declined", .callback = G_CALLBACK (people_cb) },
  { .name = "people-out", .callback = G_CALLBACK (people_cb) },
  { .name = "people-double", .callback = G_CALLBACK (people_cb) },
};

/* --- the screen --- */

/* The list of people says so by itself. */
static void
failed_cb (TnSupportScreen *self, const GError *error)
{
  TnWindow *window = tn_window_of (self);

  if (window && !shows_people (self))
    tn_window_show_error (window, _("The list could not be read"), error);
}

static void
tn_support_screen_attach (TnScreen *screen, TnWorkspace *workspace)
{
  TnSupportScreen *self = TN_SUPPORT_SCREEN (screen);
  TnStore *store = tn_workspace_get_store (workspace);

  self->model = tn_support_model_new (store);
  self->people = TN_SUPPORT_PEOPLE (tn_support_people_new (self->model));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->people), "people");
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->people, "back", G_CALLBACK (go_back), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->people, "settle", G_CALLBACK (settle_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  TN_SCREEN_CLASS (tn_support_screen_parent_class)->attach (screen, workspace);
}

static void
tn_support_screen_find (TnScreen *screen)
{
  TnSupportScreen *self = TN_SUPPORT_SCREEN (screen);

  if (self->people && shows_people (self))
    tn_support_people_find (self->people);
  else
    TN_SCREEN_CLASS (tn_support_screen_parent_class)->find (screen);
}

static void
tn_support_screen_show_record (TnScreen *screen, const TnId *id)
{
  gtk_stack_set_visible_child_name (TN_SUPPORT_SCREEN (screen)->stack, "programmes");
  TN_SCREEN_CLASS (tn_support_screen_parent_class)->show_record (screen, id);
}

static void
tn_support_screen_map (GtkWidget *widget)
{
  TnSupportScreen *self = TN_SUPPORT_SCREEN (widget);

  GTK_WIDGET_CLASS (tn_support_screen_parent_class)->map (widget);
  if (self->stale && self->model)
    judge (self);
}

static void
tn_support_screen_dispose (GObject *object)
{
  TnSupportScreen *self = TN_SUPPORT_SCREEN (object);

  g_clear_handle_id (&self->judge_id, g_source_remove);
  G_OBJECT_CLASS (tn_support_screen_parent_class)->dispose (object);
}

static void
tn_support_screen_finalize (GObject *object)
{
  g_clear_object (&TN_SUPPORT_SCREEN (object)->model);
  G_OBJECT_CLASS (tn_support_screen_parent_class)->finalize (object);
}

static void
tn_support_screen_class_init (TnSupportScreenClass *klass)
{
  TnBoardScreenClass *board_class = TN_BOARD_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_support_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_support_screen_finalize;
  GTK_WIDGET_CLASS (klass)->map = tn_support_screen_map;
  TN_SCREEN_CLASS (klass)->attach = tn_support_screen_attach;
  TN_SCREEN_CLASS (klass)->find = tn_support_screen_find;
  TN_SCREEN_CLASS (klass)->show_record = tn_support_screen_show_record;
  board_class->read_rows = read_rows;
  board_class->read_view = read_view;
  board_class->free_view = (GDestroyNotify) tn_programme_view_free;
  board_class->write_page = write_page;
}

/* The board stands in a stack, with the people of a programme behind it. */
static void
tn_support_screen_init (TnSupportScreen *self)
{
  TnBoard *board = tn_board_screen_get_board (TN_BOARD_SCREEN (self));

  self->stack = GTK_STACK (gtk_stack_new ());
  g_object_ref (board);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (board), "programmes");
  g_object_unref (board);
  tn_board_set_searchable (board, _("Search by name or legal basis"));
  tn_board_set_empty (board, "emblem-documents-symbolic", _("No Programmes Yet"),
                      _("A programme says who gives what to whom, and on which legal basis. From its rule the list of those who are entitled is made; nobody gets the same twice, and nobody is forgotten."),
                      _("_New Programme"), "win.new-programme");
  tn_board_add_button (board, tn_record_page_button ("document-new-symbolic", _("New programme (Ctrl+Shift+G)"), "win.new-programme", NULL));
  tn_board_screen_install_actions (TN_BOARD_SCREEN (self), "support", actions, G_N_ELEMENTS (actions));
}

/* --- actions of the window --- */

static void
new_programme_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tn_programme_dialog (user_data, NULL, FALSE);
}

static void
propose_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TnId whom;

  if (tn_window_get_workspace (user_data) && tn_id_parse (g_variant_get_string (parameter, NULL), -1, &whom))
    tn_support_propose_one (user_data, &whom);
}

void
tn_support_screen_install_actions (TnWindow *window)
{
  static const GActionEntry entries[] = { { .name = "new-programme", .activate = new_programme_cb },
                                          { .name = "propose", .activate = propose_cb, .parameter_type = "s" } };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
