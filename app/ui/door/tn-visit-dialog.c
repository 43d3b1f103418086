/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-visit-dialog.h"
#include <glib/gi18n.h>
#include "tn-answer-reader.h"
#include "tn-draft-keeper.h"
#include "tn-visit-keys.h"
#include "tn-visit-people.h"
#include "tn-wrap-layout.h"

#define WIDTH 700
#define HEIGHT 720

/* Lives as long as its dialog (object data "tn-visit"). */
typedef struct
{
  TnDialog *dialog;
  TnDoorPage *page;
  TnVisitKeys *keys;
  TnVisitPeople *people;
  TnForm *form, *food;
  GtkWidget *banner, *gone;
  TnDraftKeeper *keeper;
  gboolean loading, typed, saved;
} Visit;

static void open_door (TnWindow *window, const TnDoorKey *door);

static void
free_visit (gpointer data)
{
  Visit *self = data;

  tn_door_page_free (self->page);
  tn_visit_people_free (self->people);
  g_object_unref (self->keeper);
  g_free (self);
}

/* The dialog is being taken down: it lets go of us before its widgets. */
static void
stop_visit (gpointer data)
{
  Visit *self = data;

  self->loading = TRUE;
  tn_visit_people_stop (self->people);
}

/* --- between the page and the visit --- */

static GtkTextBuffer *
get_buffer (Visit *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (tn_form_get_input (self->form, "note")));
}

static char *
dup_note (Visit *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE);
}

static void
take_text (TnForm *form, const char *field, char **text)
{
  g_free (*text);
  *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (tn_form_get_input (form, field))));
}

static void
show_text (TnForm *form, const char *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (tn_form_get_input (form, field)), text ? text : "");
}

/* Time and volunteer are asked for only where no stop says them. */
static void
take_own (Visit *self, TnVisit *visit)
{
  g_autofree char *at = tn_form_dup_token (self->form, "at"), *volunteer = tn_form_dup_text (self->form, "volunteer");

  if (!tn_id_is_null (&visit->stop))
    return;
  if (at)
    tn_json_get_int (tn_slice (at, -1), &visit->at);
  if (!volunteer || !tn_id_parse (volunteer, -1, &visit->volunteer))
    memset (&visit->volunteer, 0, sizeof visit->volunteer);
}

/* What the page says now, half typed or whole. Owned. */
static TnVisit *
collect (Visit *self)
{
  g_autofree char *base = tn_visit_to_draft (self->page->fresh);
  TnVisit *visit = tn_visit_from_draft (base);

  tn_visit_keys_store (self->keys, visit);
  tn_visit_people_store (self->people, visit);
  take_text (self->form, "need_other", &visit->need_other);
  take_text (self->form, "next", &visit->next);
  take_text (self->food, "what", &visit->food);
  g_free (visit->note);
  visit->note = dup_note (self);
  visit->gone = gtk_switch_get_active (GTK_SWITCH (self->gone));
  take_own (self, visit);
  return visit;
}

static void
show_dependent (Visit *self)
{
  int result = tn_visit_keys_get_result (self->keys);

  gtk_widget_set_visible (GTK_WIDGET (self->food), tn_visit_keys_get_tick (self->keys, TN_VISIT_FOOD));
  gtk_widget_set_visible (gtk_widget_get_ancestor (self->gone, ADW_TYPE_PREFERENCES_GROUP),
                          result >= 0 && g_str_equal (tn_visit_results[result].key, "moved"));
}

static void
show_own (Visit *self, const TnVisit *visit)
{
  g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, visit->at), *token = NULL;
  TnIdStr volunteer;

  if (!tn_id_is_null (&visit->stop))
    return;
  tn_form_preset (self->form, "at", at);
  tn_id_format (&visit->volunteer, volunteer);
  token = tn_id_is_null (&visit->volunteer) ? NULL : tn_json_string (volunteer);
  tn_form_preset (self->form, "volunteer", token);
}

static void
show_visit (Visit *self, const TnVisit *visit)
{
  self->loading = TRUE;
  tn_visit_keys_load (self->keys, visit);
  tn_visit_people_load (self->people, visit);
  show_text (self->form, "need_other", visit->need_other);
  show_text (self->form, "next", visit->next);
  show_text (self->food, "what", visit->food);
  gtk_text_buffer_set_text (get_buffer (self), visit->note ? visit->note : "", -1);
  gtk_switch_set_active (GTK_SWITCH (self->gone), visit->gone);
  show_own (self, visit);
  self->loading = FALSE;
  show_dependent (self);
}

/* --- what the person does --- */

static void
changed_cb (Visit *self)
{
  g_autoptr (TnVisit) visit = NULL;
  g_autofree char *draft = NULL;

  if (self->loading || self->saved)
    return;
  show_dependent (self);
  tn_dialog_show_message (self->dialog, NULL);
  self->typed = TRUE;
  visit = collect (self);
  draft = tn_visit_to_draft (visit);
  tn_draft_keeper_keep (self->keeper, draft);
}

static void
draft_failed_cb (TnDialog *dialog, const GError *error)
{
  g_autofree char *text = g_strdup_printf (_("What you type cannot be kept on disk just now; save it soon. %s"), error->message);

  tn_dialog_show_message (dialog, text);
}

static void
start_over_cb (Visit *self)
{
  gtk_widget_hide (self->banner);
  show_visit (self, self->page->fresh);
  tn_draft_keeper_keep (self->keeper, NULL);
  self->typed = FALSE;
  gtk_widget_child_focus (GTK_WIDGET (self->keys), GTK_DIR_TAB_FORWARD);
}

static gboolean
press (Visit *self, gunichar key)
{
  switch (g_unichar_toupper (key))
    {
    case 'M':
      tn_visit_people_focus_met (self->people);
      return TRUE;
    case 'N':
      tn_form_focus (self->form, "next");
      return TRUE;
    case 'K':
      tn_form_focus (self->form, "note");
      return TRUE;
    default:
      return tn_visit_people_press (self->people, key) || tn_visit_keys_press (self->keys, key);
    }
}

/* --- beside the visit --- */

/* What was told there is ticked here. */
static void
told_answer_cb (Visit *self)
{
  for (guint i = 0; i < TN_VISIT_TOLD; i++)
    if (g_str_equal (tn_visit_ticks[i].field, "told_answers") && !tn_visit_keys_get_tick (self->keys, i))
      tn_visit_keys_press (self->keys, (gunichar) tn_visit_ticks[i].key);
}

static void
find_answer_cb (Visit *self)
{
  TnAnswerReader *reader = tn_answer_reader_new (GTK_WINDOW (self->dialog), tn_dialog_get_workspace (self->dialog), TRUE);

  tn_draft_keeper_flush (self->keeper);
  g_signal_connect_data (reader, "told", G_CALLBACK (told_answer_cb), self, NULL, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (reader));
}

/* An edit of its own: what is asked without a name is not tied to this visit. What was typed of the visit stands, in its draft too. */
static void
new_petition_cb (Visit *self)
{
  TnIdStr household;

  tn_draft_keeper_flush (self->keeper);
  tn_id_format (&self->page->door.household, household);
  g_action_group_activate_action (G_ACTION_GROUP (tn_dialog_get_window (self->dialog)), "new-petition", g_variant_new_string (household));
}

static gboolean
press_beside (Visit *self, guint keyval, GdkModifierType state)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  if (keyval == GDK_KEY_F4 && !held)
    find_answer_cb (self);
  else if (gdk_keyval_to_lower (keyval) == GDK_KEY_p && held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    new_petition_cb (self);
  else
    return FALSE;
  return TRUE;
}

/* Plain keys, wherever the keyboard is but in a text. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, Visit *self)
{
  gunichar key = gdk_keyval_to_unicode (keyval);

  if (press_beside (self, keyval, state))
    return GDK_EVENT_STOP;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK) || !key || tn_visit_keys_is_typing (GTK_WIDGET (self->dialog)))
    return GDK_EVENT_PROPAGATE;
  return press (self, key);
}

/* --- saving, and the next door --- */

static TnEdit *
write_visit (TnCopy *copy, gpointer data, GError **error)
{
  return tn_visit_edit (copy, data, error);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Visit *self = user_data;

  if (tn_visit_keys_get_result (self->keys) < 0)
    {
      tn_dialog_show_message (dialog, _("Say first how the visit went: 1 met, 2 nobody at home, 3 did not wish it, 4 moved away."));
      gtk_widget_child_focus (GTK_WIDGET (self->keys), GTK_DIR_TAB_FORWARD);
      return FALSE;
    }
  if (!tn_form_validate (self->form))
    return FALSE;
  *func = write_visit;
  *data = collect (self);
  *data_free = (GDestroyNotify) tn_visit_free;
  return TRUE;
}

static void
next_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree TnDoorKey *next = tn_store_finish (TN_STORE (source), result, &error);

  if (!next)
    tn_window_show_error (window, _("The next door could not be read"), error);
  else if (tn_id_is_null (&next->household))
    tn_window_add_toast (window, adw_toast_new (_("That was the last open door of this walk.")));
  else if (tn_window_get_workspace (window))
    open_door (window, next);
}

static void
saved_cb (Visit *self)
{
  TnWindow *window = tn_dialog_get_window (self->dialog);

  self->saved = TRUE;
  tn_draft_keeper_keep (self->keeper, NULL);
  if (tn_id_is_null (&self->page->door.stop))
    return;
  tn_store_read_async (tn_workspace_get_store (tn_dialog_get_workspace (self->dialog)), tn_door_next_read,
                       g_memdup2 (&self->page->door, sizeof self->page->door), g_free, g_free, NULL, next_read_cb, g_object_ref (window));
}

static gboolean
close_request_cb (Visit *self)
{
  tn_draft_keeper_flush (self->keeper);
  if (self->typed && !self->saved)
    tn_window_add_toast (tn_dialog_get_window (self->dialog), adw_toast_new (_("What you typed is kept: open the visit again to go on.")));
  return FALSE;
}

/* --- making --- */

static GtkWidget *
make_label (const char *text, const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css)
    gtk_widget_add_css_class (label, css);
  return label;
}

static void
add_about (Visit *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (box), make_label (self->page->about, NULL));
  if (self->page->last)
    gtk_box_append (GTK_BOX (box), make_label (self->page->last, "dim-label"));
  if (self->page->written)
    gtk_box_append (GTK_BOX (box), make_label (_("This visit is written down already: you are changing it."), "dim-label"));
  tn_dialog_add (self->dialog, box);
}

static void
add_beside (GtkWidget *box, const char *label, const char *name, GCallback callback, Visit *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_name (button, name);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
}

/* What a conversation may need that is no part of the visit. */
static void
add_besides (Visit *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_layout_manager (box, g_object_new (TN_TYPE_WRAP_LAYOUT, NULL));
  add_beside (box, _("Official Answers (F4)"), "find_answer", G_CALLBACK (find_answer_cb), self);
  add_beside (box, _("Petition (Ctrl+Shift+P)"), "new_petition", G_CALLBACK (new_petition_cb), self);
  tn_dialog_add (self->dialog, box);
}

static void
add_banner (Visit *self)
{
  GtkWidget *label = make_label (_("This was typed before and not saved. Nothing of it is lost."), NULL), *button;

  button = gtk_button_new_with_mnemonic (_("Start _Over"));
  self->banner = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->banner, "tn-banner");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_name (button, "start_over");
  gtk_box_append (GTK_BOX (self->banner), label);
  gtk_box_append (GTK_BOX (self->banner), button);
  gtk_widget_set_visible (self->banner, self->page->draft != NULL);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (start_over_cb), self);
  tn_dialog_add (self->dialog, self->banner);
}

static void
add_keys (Visit *self)
{
  self->keys = TN_VISIT_KEYS (tn_visit_keys_new ());
  tn_visit_keys_insert (self->keys, tn_visit_people_get_met (self->people));
  g_signal_connect_swapped (self->keys, "changed", G_CALLBACK (changed_cb), self);
  tn_dialog_add (self->dialog, GTK_WIDGET (self->keys));
}

static TnForm *
add_form (Visit *self, const char *kind, const char *const *fields)
{
  TnForm *form = tn_form_new (tn_schema_kind (kind), fields, tn_workspace_get_lookups (tn_dialog_get_workspace (self->dialog)));

  tn_form_load (form, NULL);
  g_signal_connect_swapped (form, "changed", G_CALLBACK (changed_cb), self);
  tn_dialog_add (self->dialog, GTK_WIDGET (form));
  return form;
}

static void
add_gone (Visit *self)
{
  GtkWidget *group = adw_preferences_group_new (), *row = adw_action_row_new ();

  self->gone = gtk_switch_new ();
  gtk_widget_set_name (self->gone, "gone");
  gtk_widget_set_valign (self->gone, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("The household has moved away"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Writes it down as its status too: it leaves the lists, with the people who were there."));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->gone);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), self->gone);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->gone), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The household has moved away"), -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_signal_connect_swapped (self->gone, "notify::active", G_CALLBACK (changed_cb), self);
  tn_dialog_add (self->dialog, group);
}

static void
add_parts (Visit *self)
{
  static const char *const food[] = { "what", NULL }, *const of_stop[] = { "need_other", "next", "note", NULL };
  static const char *const alone[] = { "need_other", "next", "note", "at", "volunteer", NULL };

  add_about (self);
  add_banner (self);
  add_keys (self);
  add_gone (self);
  self->food = add_form (self, "essentials", food);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (tn_form_get_input (self->food, "what")), _("Food and essentials asked for"));
  self->form = add_form (self, "visit", tn_id_is_null (&self->page->door.stop) ? alone : of_stop);
  tn_dialog_add (self->dialog, tn_visit_people_get_group (self->people));
  add_besides (self);
}

static void
connect_dialog (Visit *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->dialog), keys);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (draft_failed_cb), self->dialog, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->dialog, "saved", G_CALLBACK (saved_cb), self);
  g_signal_connect_swapped (self->dialog, "close-request", G_CALLBACK (close_request_cb), self);
  tn_dialog_set_prepare (self->dialog, prepare_cb, self, stop_visit);
  g_object_set_data_full (G_OBJECT (self->dialog), "tn-visit", self, free_visit);
}

/* Takes the page. */
static void
present (TnWindow *window, TnDoorPage *page)
{
  g_autofree char *title = g_strdup_printf (_("Visit: %s"), page->title), *key = tn_door_draft_key (&page->door);
  gboolean of_round = !tn_id_is_null (&page->door.stop);
  Visit *self = g_new0 (Visit, 1);

  self->dialog = tn_dialog_new (window, title, of_round ? _("_Save, Next Door") : _("_Save"));
  self->page = page;
  self->keeper = tn_draft_keeper_new (tn_dialog_get_workspace (self->dialog), key);
  self->people = tn_visit_people_new (&page->door.household, page->people, tn_workspace_get_lookups (tn_dialog_get_workspace (self->dialog)),
                                      G_CALLBACK (changed_cb), self);
  self->loading = TRUE;
  add_parts (self);
  show_visit (self, page->draft ? page->draft : page->fresh);
  connect_dialog (self);
  gtk_window_set_default_size (GTK_WINDOW (self->dialog), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (self->dialog));
  gtk_widget_child_focus (GTK_WIDGET (self->keys), GTK_DIR_TAB_FORWARD);
}

/* --- opening --- */

static void
page_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  TnDoorPage *page = tn_store_finish (TN_STORE (source), result, &error);

  if (!page)
    tn_window_show_error (window, _("This door could not be opened"), error);
  else if (tn_window_get_workspace (window))
    present (window, page);
  else
    tn_door_page_free (page);
}

static void
open_door (TnWindow *window, const TnDoorKey *door)
{
  /* in the writer's turn: what was typed last, and is on its way to the disk, stands in the draft by then */
  tn_store_write_async (tn_workspace_get_store (tn_window_get_workspace (window)), tn_door_page_read, g_memdup2 (door, sizeof *door), g_free,
                       tn_door_page_free, NULL, page_read_cb, g_object_ref (window));
}

void
tn_visit_dialog_open (TnWindow *window, const TnId *household, const TnId *stop)
{
  TnDoorKey door = { .household = *household };

  if (stop)
    door.stop = *stop;
  if (tn_window_get_workspace (window))
    open_door (window, &door);
}
