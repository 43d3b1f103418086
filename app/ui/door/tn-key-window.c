/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-key-window.h"
#include <glib/gi18n.h>
#include "tn-draft-keeper.h"
#include "tn-key-round.h"
#include "tn-sheet-code.h"
#include "tn-visit-keys.h"

#define LINES_SHOWN 100
#define BURST_US 60000   /* no hand presses two digits so fast: a scanner types the next code */

struct _TnKeyWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkEntry *code, *next;
  GtkRevealer *revealer;
  GtkLabel *code_label, *message, *home, *question_label;
  GtkBox *line, *keys_box, *question;
  GtkButton *keep_button;
  GtkListBox *lines;
  TnVisitKeys *keys;

  TnWorkspace *workspace;
  TnKeyRound *round;
  TnRoundStop *stop;       /* of round->stops: the home that is being keyed; NULL = a code is waited for */
  TnDraftKeeper *keeper;
  gint64 digit_at;         /* µs: when the last digit was pressed */
  int result_before;       /* the result before that digit */
  gboolean burst, busy, loading;
};

G_DEFINE_FINAL_TYPE (TnKeyWindow, tn_key_window, ADW_TYPE_WINDOW)

static void
show_message (TnKeyWindow *self, const char *text, gboolean wrong)
{
  gtk_label_set_text (self->message, text ? text : "");
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}

static void
show_count (TnKeyWindow *self)
{
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->round->stops->len; i++)
    n += !g_str_equal (((TnRoundStop *) self->round->stops->pdata[i])->state, "open");
  /* Translators: homes of a round of which a result is known. */
  text = g_strdup_printf (_("%u of %u homes"), n, self->round->stops->len);
  adw_window_title_set_subtitle (self->title, text);
}

/* --- what is being keyed --- */

static TnVisit *
collect (TnKeyWindow *self)
{
  TnVisit *visit = tn_visit_new (&self->stop->household);

  visit->stop = self->stop->id;
  visit->at = tn_visit_time (self->round->round->evening, g_get_real_time () / 1000);
  visit->next = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->next)));
  tn_visit_keys_store (self->keys, visit);
  return visit;
}

static void
changed_cb (TnKeyWindow *self)
{
  g_autoptr (TnVisit) visit = self->stop && !self->loading ? collect (self) : NULL;
  g_autofree char *draft = visit ? tn_visit_to_draft (visit) : NULL;

  if (draft)
    tn_draft_keeper_keep (self->keeper, draft);
}

static void
focus_keys (TnKeyWindow *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->keys), GTK_DIR_TAB_FORWARD);
}

/* stop NULL = the next code is waited for. Borrowed from the round. visit: what the toggles say. */
static void
show_stop (TnKeyWindow *self, TnRoundStop *stop, const TnVisit *visit)
{
  static const TnId none;
  g_autoptr (TnVisit) blank = tn_visit_new (&none);
  const TnVisit *shown = visit ? visit : blank;
  g_autofree char *home = stop ? g_strdup_printf ("%s%s%s", stop->address, *stop->head ? " · " : "", stop->head) : g_strdup ("");

  self->loading = TRUE;
  self->stop = stop;
  gtk_label_set_text (self->home, home);
  tn_visit_keys_load (self->keys, shown);
  gtk_editable_set_text (GTK_EDITABLE (self->next), shown->next ? shown->next : "");
  self->loading = FALSE;
  gtk_widget_hide (GTK_WIDGET (self->question));
  gtk_widget_set_visible (GTK_WIDGET (self->line), stop != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->code), stop == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->code_label), stop == NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->code), "");
  if (stop)
    focus_keys (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
code_entered_cb (TnKeyWindow *self)
{
  g_autoptr (GError) error = NULL;
  TnSheetCode code;
  TnRoundStop *stop = NULL;

  if (self->stop || self->busy)
    return;
  if (tn_sheet_code_parse (gtk_editable_get_text (GTK_EDITABLE (self->code)), &code, &error) &&
      tn_sheet_code_check (&code, &self->round->round->id, &error))
    stop = tn_sheet_code_find_stop (self->round->stops, &code, &error);
  show_message (self, error ? error->message : NULL, TRUE);
  if (stop)
    show_stop (self, stop, NULL);
  else
    gtk_editable_select_region (GTK_EDITABLE (self->code), 0, -1);
}

static void
leave_cb (TnKeyWindow *self)
{
  show_message (self, NULL, FALSE);
  tn_draft_keeper_keep (self->keeper, NULL);
  show_stop (self, NULL, NULL);
}

/* --- writing --- */

static void
add_line (TnKeyWindow *self, const TnKeyLine *line)
{
  GtkWidget *row = adw_action_row_new (), *last;
  g_autofree char *words = tn_visit_words (line->visit), *text = NULL;

  text = line->keyed == TN_KEYED_SAME ? g_strdup_printf (_("Was written already, nothing changed: %s"), words) : g_strdup (words);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), self->stop->address);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_list_box_prepend (self->lines, row);
  if ((last = GTK_WIDGET (gtk_list_box_get_row_at_index (self->lines, LINES_SHOWN))))
    gtk_list_box_remove (self->lines, last);
  gtk_widget_show (GTK_WIDGET (self->lines));
  show_message (self, line->keyed == TN_KEYED_SAME ? _("This home was keyed in already, in the same way. Nothing changed.") : NULL, FALSE);
}

static void
ask (TnKeyWindow *self, const TnKeyLine *line)
{
  g_autofree char *words = tn_visit_words (line->visit);
  /* Translators: what is written of a visit, and what the sheet says of it. */
  g_autofree char *text = g_strdup_printf (_("Something else was written of this home already.\nWritten: %s\nThis sheet: %s\nWhich is right?"),
                                           line->standing, words);

  gtk_label_set_text (self->question_label, text);
  gtk_widget_show (GTK_WIDGET (self->question));
  gtk_widget_grab_focus (GTK_WIDGET (self->keep_button));
}

/* What a writing hands on. */
typedef struct
{
  TnKeyWindow *window;
  TnKeyLine *line;
} Written;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Written *written = user_data;
  TnKeyWindow *self = written->window;
  const TnKeyLine *line = written->line;
  g_autoptr (GError) error = NULL;
  gboolean done = tn_workspace_run_finish (TN_WORKSPACE (source), result, &error);

  self->busy = FALSE;
  if (done && self->stop)
    {
      self->stop->state = tn_visit_results[line->visit->result].state;
      add_line (self, line);
      show_count (self);
      tn_draft_keeper_keep (self->keeper, NULL);
      show_stop (self, NULL, NULL);
    }
  else if (self->stop && line->keyed == TN_KEYED_OTHER)
    ask (self, line);
  else if (error)
    show_message (self, error->message, TRUE);
  tn_key_line_unref (written->line);
  g_object_unref (self);
  g_free (written);
}

static void
write_line (TnKeyWindow *self, gboolean replace)
{
  Written *written;

  if (!self->stop || self->busy)
    return;
  if (tn_visit_keys_get_result (self->keys) < 0)
    {
      show_message (self, _("Press 1 met, 2 nobody at home, 3 did not wish it or 4 moved away first, then Enter."), TRUE);
      focus_keys (self);
      return;
    }
  show_message (self, NULL, FALSE);
  self->busy = TRUE;
  written = g_new (Written, 1);
  *written = (Written) { g_object_ref (self), tn_key_line_new (collect (self), replace) };
  tn_workspace_run_async (self->workspace, tn_key_line_write, tn_key_line_ref (written->line), tn_key_line_unref, NULL, written_cb, written);
}

static void
write_cb (TnKeyWindow *self)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self->question)))
    write_line (self, FALSE);
}

static void
keep_cb (TnKeyWindow *self)
{
  leave_cb (self);
}

static void
replace_cb (TnKeyWindow *self)
{
  gtk_widget_hide (GTK_WIDGET (self->question));
  write_line (self, TRUE);
}

/* --- keys --- */

/* A scanner that is used before Enter was pressed types a whole code into the toggles: its digits must not become results. TRUE = it was that. */
static gboolean
is_burst (TnKeyWindow *self, gunichar key)
{
  gint64 now = g_get_monotonic_time ();
  gboolean digit = key < 128 && g_ascii_isdigit ((char) key), fast = now - self->digit_at < BURST_US;

  if (!digit && !(self->burst && fast))
    {
      self->burst = FALSE;
      return FALSE;
    }
  if (digit && !fast)
    self->result_before = tn_visit_keys_get_result (self->keys);
  self->burst = fast;
  self->digit_at = now;
  return fast;
}

static void
undo_burst (TnKeyWindow *self)
{
  g_autoptr (TnVisit) visit = collect (self);

  visit->result = self->result_before;
  tn_visit_keys_load (self->keys, visit);
  changed_cb (self);
  show_message (self, _("This home is not written down yet: press Enter first, or Escape to leave it, then scan the next code."), TRUE);
}

static gboolean
press (TnKeyWindow *self, guint keyval)
{
  gunichar key = gdk_keyval_to_unicode (keyval);
  gboolean enter = keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter;

  if (is_burst (self, key))
    {
      undo_burst (self);
      return TRUE;
    }
  if (enter)
    write_line (self, FALSE);
  else if (g_unichar_toupper (key) == 'N')
    gtk_widget_grab_focus (GTK_WIDGET (self->next));
  else
    return tn_visit_keys_press (self->keys, key);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, TnKeyWindow *self)
{
  gboolean asking = gtk_widget_get_visible (GTK_WIDGET (self->question));

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Escape)
    {
      if (self->stop)
        leave_cb (self);
      else
        gtk_window_close (GTK_WINDOW (self));
      return GDK_EVENT_STOP;
    }
  if (asking || !self->stop || tn_visit_keys_is_typing (GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE;
  /* Enter on a button does what the button says. */
  if (gtk_root_get_focus (GTK_ROOT (self)) && !gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (self)), GTK_WIDGET (self->keys)))
    return GDK_EVENT_PROPAGATE;
  return press (self, keyval);
}

/* --- GObject --- */

static void
tn_key_window_finalize (GObject *object)
{
  TnKeyWindow *self = TN_KEY_WINDOW (object);

  g_clear_object (&self->workspace);
  if (self->keeper)
    tn_draft_keeper_flush (self->keeper);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->round, tn_key_round_free);
  G_OBJECT_CLASS (tn_key_window_parent_class)->finalize (object);
}

static void
tn_key_window_dispose (GObject *object)
{
  TN_KEY_WINDOW (object)->loading = TRUE;   /* entries that are taken down say "changed" once more */
  G_OBJECT_CLASS (tn_key_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, code_label);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, code);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, next);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, revealer);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, message);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, home);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, line);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, keys_box);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, question);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, question_label);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, keep_button);
  gtk_widget_class_bind_template_child (widget_class, TnKeyWindow, lines);
}

static void
tn_key_window_class_init (TnKeyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tn_key_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_key_window_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tungnha/TungNha/ui/door/tn-key-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, code_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, write_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
}

static void
tn_key_window_init (TnKeyWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->keys = TN_VISIT_KEYS (tn_visit_keys_new ());
  gtk_box_append (self->keys_box, GTK_WIDGET (self->keys));
  g_signal_connect_object (self->keys, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* --- opening --- */

static TnRoundStop *
find_stop (TnKeyWindow *self, const TnId *id)
{
  for (guint i = 0; i < self->round->stops->len; i++)
    if (tn_id_equal (&((TnRoundStop *) self->round->stops->pdata[i])->id, id))
      return self->round->stops->pdata[i];
  return NULL;
}

static void
draft_failed_cb (TnKeyWindow *self, const GError *error)
{
  show_message (self, error->message, TRUE);
}

/* Takes the round. */
static void
present (TnWindow *window, TnKeyRound *round)
{
  TnKeyWindow *self = g_object_new (TN_TYPE_KEY_WINDOW, "transient-for", window, NULL);
  g_autofree char *title = g_strdup_printf (_("Key In: %s"), round->round->name), *key = tn_key_round_draft_key (&round->round->id);
  TnRoundStop *stop = NULL;

  self->workspace = g_object_ref (tn_window_get_workspace (window));
  self->round = round;
  self->keeper = tn_draft_keeper_new (self->workspace, key);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (draft_failed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->title, title);
  show_count (self);
  gtk_window_present (GTK_WINDOW (self));
  if (round->draft)
    stop = find_stop (self, &round->draft->stop);
  show_stop (self, stop, stop ? round->draft : NULL);
  if (stop)
    show_message (self, _("This line was keyed before and not written. Enter writes it, Escape leaves it."), FALSE);
}

static void
round_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  TnKeyRound *round = tn_store_finish (TN_STORE (source), result, &error);

  if (!round)
    tn_window_show_error (window, _("This round could not be opened"), error);
  else if (tn_window_get_workspace (window))
    present (window, round);
  else
    tn_key_round_free (round);
}

void
tn_key_window_open (TnWindow *window, const TnId *round)
{
  if (tn_window_get_workspace (window))
    /* in the writer's turn, after a draft that is on its way */
    tn_store_write_async (tn_workspace_get_store (tn_window_get_workspace (window)), tn_key_round_read, tn_id_copy (round), g_free, tn_key_round_free,
                         NULL, round_read_cb, g_object_ref (window));
}
