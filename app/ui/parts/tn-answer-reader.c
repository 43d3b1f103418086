/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-answer-reader.h"
#include <glib/gi18n.h>
#include "tn-answer.h"

#define FOUND_MAX 60
#define MARGIN 24

struct _TnAnswerReader
{
  AdwWindow parent_instance;

  TnStore *store;
  GCancellable *cancellable;     /* of the search under way */
  gboolean pending, open_first;  /* pending: the list is of an earlier word; open_first: Enter was pressed meanwhile */
  gboolean for_visit, alone;     /* alone: one was asked for by its id, and Escape closes */

  GtkWidget *stack, *entry, *list, *none, *back, *told;
  GtkWidget *question, *answer, *source, *until, *warning, *scroller;
};

G_DEFINE_FINAL_TYPE (TnAnswerReader, tn_answer_reader, ADW_TYPE_WINDOW)

enum { TOLD, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_reading (TnAnswerReader *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "read") == 0;
}

/* --- one in large type --- */

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text ? text : "");
  gtk_widget_set_visible (label, text && *text);
}

/* Owned; NULL = it may be told as it is. */
static char *
dup_warning (const TnAnswer *answer)
{
  if (answer->state == TN_ANSWER_EXPIRED)
    return g_strdup_printf (_("Expired on %s: ask before you tell it."), answer->valid_to);
  if (answer->state == TN_ANSWER_NOT_YET)
    return g_strdup_printf (_("Holds only from %s on."), answer->valid_from);
  return NULL;
}

static void
show_answer (TnAnswerReader *self, const TnAnswer *answer)
{
  g_autofree char *source = g_strdup_printf (_("Source: %s"), answer->source), *warning = dup_warning (answer);
  g_autofree char *until = answer->valid_to && !warning ? g_strdup_printf (_("Valid until %s"), answer->valid_to) : NULL;

  set_text (self->question, answer->question);
  set_text (self->answer, answer->answer);
  set_text (self->source, source);
  set_text (self->until, until);
  set_text (self->warning, warning);
  gtk_widget_set_visible (self->back, !self->alone);
  gtk_widget_set_visible (self->told, self->for_visit);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "read");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  gtk_widget_grab_focus (self->for_visit ? self->told : self->scroller);
}

/* From one that was replaced to the one in its place. */
static gpointer
read_one (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 today = tn_listed_today (copy);
  g_autoptr (TnAnswer) answer = tn_answer_read (copy, data, today, error);

  if (answer && answer->state == TN_ANSWER_REPLACED)
    return tn_answer_read (copy, &answer->replaced_by, today, error);
  return g_steal_pointer (&answer);
}

static void
one_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnAnswerReader) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnAnswer) answer = tn_store_finish (TN_STORE (source), result, &error);

  if (!self->stack)
    return;
  if (answer)
    show_answer (self, answer);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_text (self->none, error->message);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "find");
    }
}

static void
open_one (TnAnswerReader *self, const TnId *id)
{
  tn_store_read_async (self->store, read_one, tn_id_copy (id), g_free, (GDestroyNotify) tn_answer_free, NULL, one_read_cb, g_object_ref (self));
}

void
tn_answer_reader_show (TnAnswerReader *self, const TnId *id)
{
  g_return_if_fail (TN_IS_ANSWER_READER (self));
  self->alone = TRUE;
  open_one (self, id);
}

/* --- finding --- */

static GtkWidget *
make_label (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css)
    gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
make_row (const TnAnswer *answer)
{
  gboolean holds = answer->state == TN_ANSWER_VALID;
  g_autofree char *detail = answer->replaced_question ? g_strdup_printf (_("In its place now: %s"), answer->replaced_question) : g_strdup (answer->source);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", answer->question, holds ? detail : tn_answer_state_name (answer->state));
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (names), make_label (answer->question, NULL));
  gtk_box_append (GTK_BOX (names), make_label (detail, "dim-label"));
  gtk_widget_set_hexpand (names, TRUE);
  gtk_box_append (GTK_BOX (box), names);
  if (!holds)
    {
      GtkWidget *state = make_label (tn_answer_state_name (answer->state), "warning");

      gtk_label_set_wrap (GTK_LABEL (state), FALSE);
      gtk_box_append (GTK_BOX (box), state);
    }
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (row), "id", tn_id_copy (&answer->id), g_free);
  return row;
}

static void
show_found (TnAnswerReader *self, const GPtrArray *found)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (self->list)) && GTK_IS_LIST_BOX_ROW (row))
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (found->pdata[i]));
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
  set_text (self->none, found->len ? NULL : _("No official answer has these words. What has no source is better not told."));
  gtk_widget_set_visible (self->list, found->len > 0);
}

static gpointer
find_answers (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  return tn_answer_find (copy, TN_ANSWERS_ALL, data, FOUND_MAX, tn_listed_today (copy), error);
}

static void row_activated_cb (TnAnswerReader *self, GtkListBoxRow *row);

static void
entry_activate_cb (TnAnswerReader *self)
{
  GtkListBoxRow *row;

  self->open_first = self->pending;   /* never the answer to what was asked before */
  row = self->pending ? NULL : gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  if (row)
    row_activated_cb (self, row);
}

static void
typed_cb (TnAnswerReader *self)
{
  self->pending = TRUE;
  self->open_first = FALSE;   /* Enter was for the words before */
  g_cancellable_cancel (self->cancellable);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnAnswerReader) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tn_store_finish (TN_STORE (source), result, &error);
  gboolean open;

  if (!self->stack || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  open = self->open_first;
  self->pending = self->open_first = FALSE;
  if (found)
    show_found (self, found);
  else
    set_text (self->none, error->message);
  if (found && open)
    entry_activate_cb (self);
}

static void
search_changed_cb (TnAnswerReader *self)
{
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  tn_store_read_async (self->store, find_answers, g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))), g_free, (GDestroyNotify) g_ptr_array_unref,
                       self->cancellable, found_cb, g_object_ref (self));
}

static void
row_activated_cb (TnAnswerReader *self, GtkListBoxRow *row)
{
  gtk_list_box_select_row (GTK_LIST_BOX (self->list), row);
  open_one (self, g_object_get_data (G_OBJECT (row), "id"));
}


/* --- keys --- */

static void
go_back (TnAnswerReader *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "find");
  gtk_widget_grab_focus (row ? GTK_WIDGET (row) : self->entry);
}

/* FALSE when there is none. */
static gboolean
step (TnAnswerReader *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  GtkListBoxRow *next = row ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), gtk_list_box_row_get_index (row) + by) : NULL;

  if (!next || self->alone)
    return FALSE;
  row_activated_cb (self, next);
  return TRUE;
}

static void
told_cb (TnAnswerReader *self)
{
  g_signal_emit (self, signals[TOLD], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
scroll (TnAnswerReader *self, double pages)
{
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + pages * gtk_adjustment_get_page_size (place));
}

static gboolean
press_reading (TnAnswerReader *self, guint keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Escape:
    case GDK_KEY_BackSpace:
      if (self->alone)
        gtk_window_close (GTK_WINDOW (self));
      else
        go_back (self);
      return TRUE;
    case GDK_KEY_Left:
      return step (self, -1);
    case GDK_KEY_Right:
      return step (self, 1);
    case GDK_KEY_Up:
      scroll (self, -.2);
      return TRUE;
    case GDK_KEY_Down:
      scroll (self, .2);
      return TRUE;
    case GDK_KEY_Page_Up:
      scroll (self, -.9);
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_space:
      scroll (self, .9);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (self->for_visit)
        told_cb (self);
      return self->for_visit;
    default:
      return FALSE;
    }
}

static gboolean
press_finding (TnAnswerReader *self, guint keyval)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (keyval == GDK_KEY_Escape)
    gtk_window_close (GTK_WINDOW (self));
  else if (keyval == GDK_KEY_Down && row && focus && gtk_widget_is_ancestor (focus, self->entry))
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else
    return FALSE;
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, TnAnswerReader *self)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  return is_reading (self) ? press_reading (self, keyval) : press_finding (self, keyval);
}

/* --- making --- */

static GtkWidget *
make_read (TnAnswerReader *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, MARGIN), **const labels[] = { &self->warning, &self->question, &self->answer, &self->source, &self->until };
  static const struct { const char *name, *css; } looks[] = {
    { "warning", "tn-danger" }, { "read-question", "tn-read-question" }, { "read-answer", "tn-read-answer" }, { "read-source", "tn-read-source" }, { "read-until", "tn-read-source" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      *labels[i] = make_label (NULL, looks[i].css);
      gtk_widget_set_name (*labels[i], looks[i].name);
      gtk_box_append (GTK_BOX (box), *labels[i]);
    }
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_widget_set_focusable (self->scroller, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->question, self->answer, self->source, NULL, -1);
  return self->scroller;
}

static GtkWidget *
make_find (TnAnswerReader *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *scroller = gtk_scrolled_window_new (), *in = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->entry = gtk_search_entry_new ();
  self->list = gtk_list_box_new ();
  self->none = make_label (NULL, "dim-label");
  gtk_widget_set_name (self->entry, "answer-search");
  gtk_widget_set_name (self->list, "answers");
  gtk_widget_set_name (self->none, "none");
  g_object_set (self->entry, "placeholder-text", _("What do they ask?"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Words of the question, the answer or the source"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Answers found"), -1);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (in), self->none);
  gtk_box_append (GTK_BOX (in), self->list);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), in);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (typed_cb), self);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  return box;
}

static void
stack_moved_cb (TnAnswerReader *self)
{
  gtk_widget_set_visible (self->back, is_reading (self) && !self->alone);
  gtk_widget_set_visible (self->told, is_reading (self) && self->for_visit);
}

static GtkWidget *
make_bar (TnAnswerReader *self)
{
  GtkWidget *bar = adw_header_bar_new ();

  self->back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  self->told = gtk_button_new_with_mnemonic (_("_Told (Enter)"));
  gtk_widget_set_name (self->told, "told");
  gtk_widget_add_css_class (self->told, "suggested-action");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->back), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back to the answers found"), -1);
  gtk_widget_set_visible (self->back, FALSE);
  gtk_widget_set_visible (self->told, FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), self->back);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->told);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (go_back), self);
  g_signal_connect_swapped (self->told, "clicked", G_CALLBACK (told_cb), self);
  return bar;
}

static void
tn_answer_reader_dispose (GObject *object)
{
  TnAnswerReader *self = TN_ANSWER_READER (object);

  g_cancellable_cancel (self->cancellable);
  self->stack = NULL;
  G_OBJECT_CLASS (tn_answer_reader_parent_class)->dispose (object);
}

static void
tn_answer_reader_finalize (GObject *object)
{
  TnAnswerReader *self = TN_ANSWER_READER (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (tn_answer_reader_parent_class)->finalize (object);
}

static void
tn_answer_reader_class_init (TnAnswerReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_answer_reader_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_answer_reader_finalize;
  signals[TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_answer_reader_init (TnAnswerReader *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->stack = gtk_stack_new ();
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_stack_add_named (GTK_STACK (self->stack), make_find (self), "find");
  gtk_stack_add_named (GTK_STACK (self->stack), make_read (self), "read");
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_box_append (GTK_BOX (box), self->stack);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (stack_moved_cb), self, G_CONNECT_SWAPPED);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

TnAnswerReader *
tn_answer_reader_new (GtkWindow *parent, TnWorkspace *workspace, gboolean for_visit)
{
  TnAnswerReader *self = g_object_new (TN_TYPE_ANSWER_READER, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE, "default-width", 900,
                                       "default-height", 660, "title", _("Official Answers"), NULL);

  self->store = g_object_ref (tn_workspace_get_store (workspace));
  self->for_visit = for_visit;
  search_changed_cb (self);
  gtk_widget_grab_focus (self->entry);
  return self;
}
