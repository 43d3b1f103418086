/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-board-private.h"
#include <string.h>
#include "tn-board-row.h"
#include "tn-list-keyboard.h"
#include "tn-quarter-choice.h"

#define SPINNER_DELAY_MS 400   /* a list that comes at once shows no progress */
#define LAZY_DELAY_MS 1500     /* after a change, for a list that is dear to read */
#define FOLLOW_DELAY_MS 60     /* arrowing down the list does not read every page on the way */

/* A list view makes widgets for some two hundred lines, seen or not, and at once: a key would wait for all of them. They come some in each frame. */
#define FIRST_LINES 40u
#define NEXT_LINES 40u
#define MADE_LINES 240u        /* behind so many it makes none */

G_DEFINE_FINAL_TYPE (TnBoard, tn_board, ADW_TYPE_BIN)

enum { CHOSEN, ACTIVATED, COUNTED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- choosing --- */

static gboolean
chosen_is_null (TnBoard *self)
{
  return tn_id_is_null (&self->chosen);
}

static void
emit_id (TnBoard *self, guint which, const TnId *id)
{
  TnIdStr text = "";

  if (!tn_id_is_null (id))
    tn_id_format (id, text);
  g_signal_emit (self, signals[which], 0, text);
}

static gboolean
follow_cb (gpointer user_data)
{
  TnBoard *self = user_data;

  self->follow_id = 0;
  gtk_stack_set_visible_child_name (self->pages, chosen_is_null (self) ? "nothing" : "page");
  emit_id (self, CHOSEN, &self->chosen);
  return G_SOURCE_REMOVE;
}

static void
follow (TnBoard *self, gboolean at_once)
{
  g_clear_handle_id (&self->follow_id, g_source_remove);
  if (at_once)
    follow_cb (self);
  else
    self->follow_id = g_timeout_add (FOLLOW_DELAY_MS, follow_cb, self);
}

static void
selected_cb (TnBoard *self)
{
  TnBoardItem *item = gtk_single_selection_get_selected_item (self->selection);
  TnId id = { { 0 } };

  if (self->replacing)
    return;
  if (item)
    id = tn_board_item_get_row (item)->id;
  if (tn_id_equal (&id, &self->chosen))
    return;
  self->chosen = id;
  memset (&self->wanted, 0, sizeof self->wanted);   /* what was asked for and is not listed is not waited for any more */
  follow (self, FALSE);
}

static void
activate_cb (TnBoard *self, guint position)
{
  g_autoptr (TnBoardItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (!item)
    return;
  gtk_single_selection_set_selected (self->selection, position);   /* the arrow that left the search chose nothing yet */
  if (self->follow_id)
    follow (self, TRUE);
  adw_leaflet_set_visible_child_name (self->leaflet, "page");
  emit_id (self, ACTIVATED, &tn_board_item_get_row (item)->id);
}

static guint
find_position (TnBoard *self, const TnId *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; !tn_id_is_null (id) && i < n; i++)
    {
      g_autoptr (TnBoardItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (tn_id_equal (&tn_board_item_get_row (item)->id, id))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* Marks what is wanted, else what was chosen before. What is gone from the list stays chosen while its page is looked at: a patient whose state has
 * just changed leaves the list of those who are due, and not the screen. */
static void
choose (TnBoard *self)
{
  guint position = find_position (self, &self->wanted);

  if (position != GTK_INVALID_LIST_POSITION)
    {
      self->chosen = self->wanted;
      memset (&self->wanted, 0, sizeof self->wanted);
      gtk_single_selection_set_selected (self->selection, position);
      gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", position);
      follow (self, TRUE);
      return;
    }
  gtk_single_selection_set_selected (self->selection, find_position (self, &self->chosen));
}

/* --- reading --- */

typedef struct
{
  TnBoardRead read;
  gpointer data;
  char *filter, *search;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_free (question->filter);
  g_free (question->search);
  g_free (question);
}

static gpointer
read_rows (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return question->read (copy, question->filter, question->search, question->data, cancellable, error);
}

/* Takes the note off the rows. Owned; NULL = the list is whole. */
static char *
steal_note (GPtrArray *rows)
{
  TnBoardRow *last = rows->len ? rows->pdata[rows->len - 1] : NULL;
  char *note = last && last->note ? g_steal_pointer (&last->title) : NULL;

  if (note)
    g_ptr_array_set_size (rows, (int) rows->len - 1);
  return note;
}

static GPtrArray *
make_items (GPtrArray *rows)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  const char *heading = NULL;

  g_ptr_array_set_free_func (rows, NULL);   /* the items take them */
  for (guint i = 0; i < rows->len; i++)
    {
      TnBoardRow *row = rows->pdata[i];

      g_ptr_array_add (items, tn_board_item_new (row, i == 0 || g_strcmp0 (heading, row->heading) != 0));
      heading = row->heading;
    }
  return items;
}

static gboolean
is_same_at (TnBoard *self, guint position, GPtrArray *items, guint i)
{
  g_autoptr (TnBoardItem) old = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return tn_board_item_is_same (old, items->pdata[i]);
}

static void
forget_coming (TnBoard *self)
{
  if (self->coming_id)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->coming_id);
  self->coming_id = 0;
  g_clear_pointer (&self->coming, g_ptr_array_unref);
}

static gboolean
come_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TnBoard *self = TN_BOARD (widget);
  guint left = self->coming_end - self->coming_at, n = self->coming_at >= MADE_LINES ? left : MIN (left, NEXT_LINES);

  self->replacing = TRUE;
  g_list_store_splice (self->items, self->coming_at, 0, self->coming->pdata + self->coming_at, n);
  self->coming_at += n;
  if (n == left)
    choose (self);
  self->replacing = FALSE;
  if (n < left)
    return G_SOURCE_CONTINUE;
  self->coming_id = 0;
  g_clear_pointer (&self->coming, g_ptr_array_unref);
  return G_SOURCE_REMOVE;
}

static guint
find_item (GPtrArray *items, const TnId *id)
{
  for (guint i = 0; !tn_id_is_null (id) && i < items->len; i++)
    if (tn_id_equal (&tn_board_item_get_row (items->pdata[i])->id, id))
      return i;
  return G_MAXUINT;
}

/* From `at` on n lines, of which the first come now. What is chosen or wanted among the others is not waited for: then all come now. */
static void
insert_items (TnBoard *self, GPtrArray *items, guint at, guint n_removed, guint n)
{
  guint wanted = find_item (items, &self->wanted), chosen = wanted != G_MAXUINT ? wanted : find_item (items, &self->chosen);
  guint now = n <= FIRST_LINES + NEXT_LINES || (chosen != G_MAXUINT && chosen >= at + FIRST_LINES) ? n : FIRST_LINES;

  g_list_store_splice (self->items, at, n_removed, items->pdata + at, now);
  if (now == n)
    return;
  self->coming = g_ptr_array_ref (items);
  self->coming_at = at + now;
  self->coming_end = at + n;
  self->coming_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), come_cb, NULL, NULL);
}

static TnId
id_at (TnBoard *self, guint position)
{
  g_autoptr (TnBoardItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return item ? tn_board_item_get_row (item)->id : (TnId) { { 0 } };
}

/* Back to the line that was replaced under it, wherever it is now; if it is gone, to what is chosen or to what stands there. */
static void
return_keyboard (TnBoard *self, const TnId *line, guint head)
{
  guint position = find_position (self, line), chosen = gtk_single_selection_get_selected (self->selection);

  if (position == GTK_INVALID_LIST_POSITION)
    position = chosen == GTK_INVALID_LIST_POSITION ? head : chosen;
  tn_list_take_keyboard (self->view, position);
}

/* Only what differs is replaced, so that the list keeps its place under the person's eyes; another list altogether begins at its top. */
static void
replace_items (TnBoard *self, GPtrArray *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items)), head = 0, tail = 0, keyboard = tn_list_get_keyboard (self->view);
  TnId line = id_at (self, keyboard);

  forget_coming (self);
  while (head < MIN (n, items->len) && is_same_at (self, head, items, head))
    head++;
  while (tail < MIN (n, items->len) - head && is_same_at (self, n - 1 - tail, items, items->len - 1 - tail))
    tail++;
  self->replacing = TRUE;
  if (n > head + tail || items->len > head + tail)
    insert_items (self, items, head, n - head - tail, items->len - head - tail);
  choose (self);
  self->replacing = FALSE;
  if (keyboard >= head && keyboard < n - tail)   /* nowhere is above any number of lines */
    return_keyboard (self, &line, head);
  if (n && items->len && head + tail == 0 && find_position (self, &self->chosen) == GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", 0u);
}

static void
show_problem (TnBoard *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (self->problem, escaped);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
stop_spinner (TnBoard *self)
{
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
}

/* A list that nobody looks at makes no lines: a key on the page that is looked at would wait for them. */
static void
put_waiting (TnBoard *self)
{
  g_autoptr (GPtrArray) items = NULL;

  if (!self->waiting || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  items = g_steal_pointer (&self->waiting);
  replace_items (self, items);
  gtk_label_set_text (self->note, self->waiting_note ? self->waiting_note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), self->waiting_note != NULL);
  gtk_stack_set_visible_child_name (self->stack, items->len ? "list" : tn_board_is_narrowed (self) ? "none" : "empty");
}

static void
rows_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnBoard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->workspace || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;   /* another question took this one's place, or the screen has gone */
  stop_spinner (self);
  if (!rows)
    {
      show_problem (self, error);
      return;
    }
  g_free (self->waiting_note);
  self->waiting_note = steal_note (rows);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  self->waiting = make_items (rows);
  put_waiting (self);
  g_signal_emit (self, signals[COUNTED], 0, rows->len);
}

static gboolean
spin_cb (gpointer user_data)
{
  TnBoard *self = user_data;

  self->spinner_id = 0;
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

void
tn_board_reload (TnBoard *self)
{
  Question *question;

  if (!self->workspace)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  question = g_new0 (Question, 1);
  *question = (Question) { self->read, self->data, tn_board_dup_filter (self), g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))) };
  tn_store_read_async (tn_workspace_get_store (self->workspace), read_rows, question, free_question, (GDestroyNotify) g_ptr_array_unref,
                       self->cancellable, rows_read_cb, g_object_ref (self));
}

static void
reload_cb (TnBoard *self)
{
  tn_board_reload (self);
}

static gboolean
lazy_cb (gpointer user_data)
{
  TnBoard *self = user_data;

  self->lazy_id = 0;
  tn_board_reload (self);
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (TnBoard *self)
{
  if (!self->lazy)
    tn_board_reload (self);
  else if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->stale = TRUE;
  else if (!self->lazy_id)
    self->lazy_id = g_timeout_add (LAZY_DELAY_MS, lazy_cb, self);
}

static void
tn_board_map (GtkWidget *widget)
{
  TnBoard *self = TN_BOARD (widget);

  GTK_WIDGET_CLASS (tn_board_parent_class)->map (widget);
  put_waiting (self);
  if (!self->stale || !self->workspace)
    return;
  self->stale = FALSE;
  tn_board_reload (self);
}

/* --- the frame --- */

static void
go_to_list_cb (TnBoard *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    return;
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
folded_cb (TnBoard *self)
{
  gtk_widget_set_visible (self->back_button, adw_leaflet_get_folded (self->leaflet));
}

static void
back_cb (TnBoard *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
tn_board_dispose (GObject *object)
{
  TnBoard *self = TN_BOARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_handle_id (&self->follow_id, g_source_remove);
  g_clear_handle_id (&self->lazy_id, g_source_remove);
  forget_coming (self);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (tn_board_parent_class)->dispose (object);
}

static void
tn_board_finalize (GObject *object)
{
  TnBoard *self = TN_BOARD (object);

  g_clear_object (&self->cancellable);
  g_object_unref (self->items);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_object (&self->filters);
  g_clear_pointer (&self->empties, g_hash_table_unref);
  g_clear_pointer (&self->by_quarter, g_hash_table_unref);
  g_clear_pointer (&self->waiting_note, g_free);
  G_OBJECT_CLASS (tn_board_parent_class)->finalize (object);
}

static void
tn_board_class_init (TnBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_board_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_board_finalize;
  widget_class->map = tn_board_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/parts/tn-board.ui");
  gtk_widget_class_bind_template_child (widget_class, TnBoard, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, bar);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, search);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, filter_place);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, quarter_place);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, page_place);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, note);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, stack);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, pages);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, spinner);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, view);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, empty);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, problem);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, empty_button);
  gtk_widget_class_bind_template_child (widget_class, TnBoard, back_button);
  gtk_widget_class_bind_template_callback (widget_class, reload_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_to_list_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[COUNTED] = g_signal_new ("counted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
tn_board_init (TnBoard *self)
{
  g_autoptr (GtkListItemFactory) factory = tn_board_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (TN_TYPE_BOARD_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);   /* the view holds it */
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self->view));
}

TnBoard *
tn_board_new (void)
{
  return g_object_new (TN_TYPE_BOARD, NULL);
}

void
tn_board_attach (TnBoard *self, TnWorkspace *workspace, TnBoardRead read, gpointer data)
{
  g_return_if_fail (self->workspace == NULL);
  self->workspace = g_object_ref (workspace);
  self->read = read;
  self->data = data;
  if (self->quarter)
    tn_quarter_choice_attach (self->quarter, workspace);
  self->spinner_id = g_timeout_add (SPINNER_DELAY_MS, spin_cb, self);
  g_signal_connect_object (tn_workspace_get_store (workspace), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->stale = self->lazy && !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->stale)
    tn_board_reload (self);
}

void
tn_board_set_lazy (TnBoard *self)
{
  self->lazy = TRUE;
}

void
tn_board_add_button (TnBoard *self, GtkWidget *button)
{
  gtk_box_append (self->bar, button);
}

void
tn_board_set_page (TnBoard *self, GtkWidget *page)
{
  adw_bin_set_child (self->page_place, page);
}

void
tn_board_show (TnBoard *self, const TnId *id)
{
  self->wanted = *id;
  adw_leaflet_set_visible_child_name (self->leaflet, "page");
  if (find_position (self, id) != GTK_INVALID_LIST_POSITION)
    {
      self->replacing = TRUE;
      choose (self);
      self->replacing = FALSE;
      return;
    }
  /* Not in the list, or not yet: its page is shown all the same, and the line is marked when it comes. */
  self->chosen = *id;
  follow (self, TRUE);
  tn_board_reload (self);
}

gboolean
tn_board_get_chosen (TnBoard *self, TnId *id)
{
  *id = self->chosen;
  return !chosen_is_null (self);
}

void
tn_board_find (TnBoard *self)
{
  adw_leaflet_set_visible_child_name (self->leaflet, "list");
  if (gtk_widget_get_visible (GTK_WIDGET (self->search)))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->search));
      gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
    }
  else
    go_to_list_cb (self);
}
