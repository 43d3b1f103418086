/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-survey-sheet.h"
#include <glib/gi18n.h>
#include "tn-dialog.h"
#include "tn-survey.h"
#include "tn-visit-keys.h"

#define WIDTH 720
#define HEIGHT 700
#define AREA_KEY "tn-survey-area"   /* of the window: the quarter of the last sheet, for the next */

/* A question on the sheet. */
typedef struct { GtkWidget *box, *number; GtkWidget *choices[TN_SURVEY_CHOICES]; } Line;

/* Lives as long as its dialog (object data "tn-sheet"). */
typedef struct
{
  TnDialog *dialog;
  TnId survey;
  char *title;
  GPtrArray *questions;   /* TnQuestion */
  TnSurveyAnswer *answers;
  Line *lines;
  GtkWidget *box;         /* of all questions */
  TnForm *form;           /* the quarter */
  gboolean loading;
} Sheet;

static void
free_sheet (gpointer data)
{
  Sheet *self = data;

  g_ptr_array_unref (self->questions);
  g_free (self->title);
  g_free (self->answers);
  g_free (self->lines);
  g_free (self);
}

/* The dialog is being taken down. */
static void
stop_sheet (gpointer data)
{
  ((Sheet *) data)->loading = TRUE;
}

static const TnQuestion *
get_question (const Sheet *self, guint i)
{
  return self->questions->pdata[i];
}

/* --- answers --- */

static void
show_answer (Sheet *self, guint i)
{
  const TnQuestion *question = get_question (self, i);

  self->loading = TRUE;
  for (guint c = 0; c < TN_SURVEY_CHOICES && question->choices[c]; c++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->lines[i].choices[c]), self->answers[i].bits >> c & 1);
  if (self->lines[i].number && self->answers[i].number < 0)
    gtk_editable_set_text (GTK_EDITABLE (self->lines[i].number), "");
  self->loading = FALSE;
}

static void
press_choice (Sheet *self, guint i, guint choice)
{
  tn_survey_press (get_question (self, i), choice, &self->answers[i]);
  show_answer (self, i);
  tn_dialog_set_dirty (self->dialog);
  tn_dialog_show_message (self->dialog, NULL);
}

static void
toggled_cb (Sheet *self, GtkToggleButton *button)
{
  if (self->loading)
    return;
  for (guint i = 0; i < self->questions->len; i++)
    for (guint c = 0; c < TN_SURVEY_CHOICES && get_question (self, i)->choices[c]; c++)
      if (self->lines[i].choices[c] == GTK_WIDGET (button))
        press_choice (self, i, c);
}

static void
number_changed_cb (Sheet *self, GtkEditable *entry)
{
  const char *text = gtk_editable_get_text (entry);
  guint64 number;

  if (self->loading)
    return;
  for (guint i = 0; i < self->questions->len; i++)
    if (self->lines[i].number == GTK_WIDGET (entry))
      {
        gboolean good = g_ascii_string_to_unsigned (text, 10, 0, TN_SURVEY_NUMBER, &number, NULL);

        self->answers[i].number = good ? (int) number : -1;
        (good || !*text ? gtk_widget_remove_css_class : gtk_widget_add_css_class) (GTK_WIDGET (entry), "error");
      }
  tn_dialog_set_dirty (self->dialog);
  tn_dialog_show_message (self->dialog, NULL);
}

/* --- from question to question --- */

/* The question that has the keyboard; -1 = none has. */
static int
find_now (Sheet *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self->dialog));

  for (guint i = 0; focus && i < self->questions->len; i++)
    if (gtk_widget_is_ancestor (focus, self->lines[i].box))
      return (int) i;
  return -1;
}

static void
focus_cb (Sheet *self)
{
  int now = self->loading ? -1 : find_now (self);

  for (guint i = 0; !self->loading && i < self->questions->len; i++)
    {
      gboolean is_now = now == (int) i;

      (is_now ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (self->lines[i].box, "tn-question-now");
    }
}

/* FALSE = there is none there. */
static gboolean
go_to (Sheet *self, int i)
{
  Line *line = i >= 0 && (guint) i < self->questions->len ? &self->lines[i] : NULL;
  guint chosen = line ? self->answers[i].bits : 0;

  if (!line)
    return FALSE;
  return gtk_widget_grab_focus (line->number ? line->number : line->choices[chosen ? g_bit_nth_lsf (chosen, -1) : 0]);
}

static void
take_back (Sheet *self, guint i)
{
  self->answers[i] = TN_SURVEY_NO_ANSWER;
  show_answer (self, i);
}

static gboolean
press_digit (Sheet *self, int now, guint digit)
{
  const TnQuestion *question = get_question (self, (guint) now);

  if (self->lines[now].number || digit == 0 || digit > g_strv_length (question->choices))
    return FALSE;
  press_choice (self, (guint) now, digit - 1);
  if (question->type == TN_QUESTION_SEVERAL || !self->answers[now].bits)
    gtk_widget_grab_focus (self->lines[now].choices[digit - 1]);
  else if (!go_to (self, now + 1))
    gtk_widget_grab_focus (self->lines[now].choices[digit - 1]);
  return TRUE;
}

static gboolean
press (Sheet *self, int now, guint keyval)
{
  gunichar key = gdk_keyval_to_unicode (keyval);

  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if (!go_to (self, now + 1))
        tn_dialog_save (self->dialog);
      return TRUE;
    case GDK_KEY_Down:
      go_to (self, now + 1);
      return TRUE;
    case GDK_KEY_Up:
      go_to (self, now - 1);
      return TRUE;
    case GDK_KEY_BackSpace:
      if (self->lines[now].number)
        return FALSE;
      take_back (self, (guint) now);
      return TRUE;
    default:
      return key < 128 && g_ascii_isdigit ((char) key) && press_digit (self, now, key - '0');
    }
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, Sheet *self)
{
  int now = find_now (self);

  return now >= 0 && !(state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) && press (self, now, keyval);
}

/* --- saving --- */

typedef struct { TnId survey, area; TnSurveyAnswer *answers; guint n; } Fill;

static void
free_fill (gpointer data)
{
  g_free (((Fill *) data)->answers);
  g_free (data);
}

static TnEdit *
fill_in (TnCopy *copy, gpointer data, GError **error)
{
  const Fill *fill = data;

  return tn_survey_fill (copy, &fill->survey, tn_id_is_null (&fill->area) ? NULL : &fill->area, NULL, fill->answers, fill->n, error);
}

/* A number that is none was not meant to be left out. */
static gboolean
check_numbers (Sheet *self)
{
  for (guint i = 0; i < self->questions->len; i++)
    if (self->lines[i].number && self->answers[i].number < 0 && *gtk_editable_get_text (GTK_EDITABLE (self->lines[i].number)))
      {
        tn_dialog_show_message (self->dialog, _("Write a number from 0 to 999, or nothing."));
        gtk_widget_grab_focus (self->lines[i].number);
        return FALSE;
      }
  return TRUE;
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Sheet *self = user_data;
  g_autofree char *area = tn_form_dup_text (self->form, "area");
  Fill *fill;

  if (!check_numbers (self))
    return FALSE;
  fill = g_new0 (Fill, 1);
  fill->survey = self->survey;
  fill->answers = g_memdup2 (self->answers, self->questions->len * sizeof *self->answers);
  fill->n = self->questions->len;
  if (area)
    tn_id_parse (area, -1, &fill->area);
  *func = fill_in;
  *data = fill;
  *data_free = free_fill;
  return TRUE;
}

static void
saved_cb (Sheet *self)
{
  TnWindow *window = tn_dialog_get_window (self->dialog);

  g_object_set_data_full (G_OBJECT (window), AREA_KEY, tn_form_dup_token (self->form, "area"), g_free);
  tn_survey_sheet_open (window, &self->survey);
}

/* --- making --- */

static GtkWidget *
make_label (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css);
  return label;
}

static void
add_choices (Sheet *self, guint i)
{
  const TnQuestion *question = get_question (self, i);
  const char *hint = question->type == TN_QUESTION_SEVERAL ? _("Any of these; Enter goes on") : question->type == TN_QUESTION_SCALE ? _("From 1 (least) to 5 (most)") : _("One of these");
  GtkBox *row;

  gtk_box_append (GTK_BOX (self->lines[i].box), tn_visit_keys_make_row (hint, &row));
  for (guint c = 0; c < TN_SURVEY_CHOICES && question->choices[c]; c++)
    {
      g_autofree char *name = g_strdup_printf ("q%u-%u", i + 1, c + 1);
      GtkWidget *choice = tn_visit_keys_make_toggle ((char) ('1' + c), question->type == TN_QUESTION_SCALE ? "" : question->choices[c], name);

      if (question->type == TN_QUESTION_SCALE)   /* its key says it to the eye; a number alone is not said by what it is on */
        gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, question->choices[c], -1);
      self->lines[i].choices[c] = choice;
      g_signal_connect_swapped (choice, "toggled", G_CALLBACK (toggled_cb), self);
      gtk_box_append (row, choice);
    }
}

static void
add_number (Sheet *self, guint i)
{
  g_autofree char *name = g_strdup_printf ("q%u", i + 1);
  GtkWidget *entry = gtk_entry_new ();

  gtk_widget_set_name (entry, name);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 3);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_widget_set_halign (entry, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, get_question (self, i)->text, -1);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (number_changed_cb), self);
  gtk_box_append (GTK_BOX (self->lines[i].box), entry);
  self->lines[i].number = entry;
}

static void
add_question (Sheet *self, guint i)
{
  g_autofree char *text = g_strdup_printf ("%u. %s", i + 1, get_question (self, i)->text);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->answers[i] = TN_SURVEY_NO_ANSWER;
  self->lines[i].box = box;
  gtk_widget_add_css_class (box, "tn-question");
  gtk_box_append (GTK_BOX (box), make_label (text, "heading"));
  if (get_question (self, i)->type == TN_QUESTION_NUMBER)
    add_number (self, i);
  else
    add_choices (self, i);
  gtk_box_append (GTK_BOX (self->box), box);
}

static void
add_quarter (Sheet *self)
{
  static const char *const fields[] = { "area", NULL };
  const char *last = g_object_get_data (G_OBJECT (tn_dialog_get_window (self->dialog)), AREA_KEY);

  self->form = tn_form_new (tn_schema_kind ("survey_sheet"), fields, tn_workspace_get_lookups (tn_dialog_get_workspace (self->dialog)));
  tn_form_load (self->form, NULL);
  if (last)
    tn_form_preset (self->form, "area", last);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self->form), _("Only the quarter and the day are kept: no name, no household, no hour, nor who typed it."));
  tn_dialog_add (self->dialog, GTK_WIDGET (self->form));
}

static void
present (Sheet *self, TnWindow *window)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->dialog = tn_dialog_new (window, self->title, _("_Save, Next Sheet"));
  self->loading = TRUE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  for (guint i = 0; i < self->questions->len; i++)
    add_question (self, i);
  tn_dialog_add (self->dialog, self->box);
  add_quarter (self);
  self->loading = FALSE;
  tn_dialog_set_prepare (self->dialog, prepare_cb, self, stop_sheet);
  g_object_set_data_full (G_OBJECT (self->dialog), "tn-sheet", self, free_sheet);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->dialog), keys);
  g_signal_connect_swapped (self->dialog, "notify::focus-widget", G_CALLBACK (focus_cb), self);
  g_signal_connect_swapped (self->dialog, "saved", G_CALLBACK (saved_cb), self);
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (self->dialog));
  go_to (self, 0);
}

/* --- opening --- */

static gpointer
read_sheet (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  const TnId *survey = data;
  g_autoptr (GPtrArray) questions = tn_survey_questions (copy, survey, error);
  Sheet *self;

  if (!questions)
    return NULL;
  self = g_new0 (Sheet, 1);
  self->survey = *survey;
  self->title = tn_query_title (copy, survey);
  self->answers = g_new0 (TnSurveyAnswer, questions->len + 1);
  self->lines = g_new0 (Line, questions->len + 1);
  self->questions = g_steal_pointer (&questions);
  return self;
}

static void
sheet_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  Sheet *self = tn_store_finish (TN_STORE (source), result, &error);

  if (!self)
    tn_window_show_error (window, NULL, error);
  else if (tn_window_get_workspace (window))
    present (self, window);
  else
    free_sheet (self);
}

void
tn_survey_sheet_open (TnWindow *window, const TnId *survey)
{
  if (tn_window_get_workspace (window))
    tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_sheet, tn_id_copy (survey), g_free, free_sheet, NULL, sheet_read_cb,
                         g_object_ref (window));
}
