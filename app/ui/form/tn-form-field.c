/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-form-field.h"
#include <glib/gi18n.h>
#include "tn-option-drop-down.h"

#define NOTE_HEIGHT 72

static gboolean
is_drop_down (const TnFormField *self)
{
  return GTK_IS_DROP_DOWN (self->input);
}

/* --- making --- */

static char *
dup_title (const TnField *field)
{
  /* Translators: the label of a field that must be filled in. */
  return field->flags & TN_FIELD_REQUIRED ? g_strdup_printf (_("%s (needed)"), _(field->label)) : g_strdup (_(field->label));
}

static void
make_entry (TnFormField *self, GCallback changed, gpointer data)
{
  g_autofree char *title = dup_title (self->field);

  self->row = self->input = adw_entry_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  switch (self->field->type)
    {
    case TN_TYPE_PHONE:
      adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->row), GTK_INPUT_PURPOSE_PHONE);
      break;
    case TN_TYPE_INT:
    case TN_TYPE_DECIMAL:
      adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->row), GTK_INPUT_PURPOSE_NUMBER);
      break;
    case TN_TYPE_DATE:
      gtk_widget_set_tooltip_text (self->row, _("Day/month/year such as 24/12/1960; month/year or the year alone if no more is known"));
      break;
    default:
      break;
    }
  g_signal_connect_swapped (self->row, "changed", changed, data);
}

static void
make_note (TnFormField *self, GCallback changed, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *label = gtk_label_new (_(self->field->label));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->input = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->input), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->input), FALSE);
  gtk_widget_add_css_class (self->input, "tn-note");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->input), GTK_ACCESSIBLE_PROPERTY_LABEL, _(self->field->label), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->input);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), NOTE_HEIGHT);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  self->row = adw_preferences_row_new ();   /* a group puts any other widget below its list */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->row), FALSE);
  gtk_widget_set_focusable (self->row, FALSE);
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input)), "changed", changed, data);
}

static void
make_action_row (TnFormField *self, GtkWidget *input)
{
  g_autofree char *title = dup_title (self->field);

  self->input = input;
  self->row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  gtk_widget_set_valign (input, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), input);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), input);
  gtk_widget_set_focusable (self->row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (input), GTK_ACCESSIBLE_PROPERTY_LABEL, _(self->field->label), -1);
}

static void
make_switch (TnFormField *self, GCallback changed, gpointer data)
{
  make_action_row (self, gtk_switch_new ());
  g_signal_connect_swapped (self->input, "notify::active", changed, data);
}

static GListModel *
join_lists (GListModel *first, GListModel *second)
{
  GListStore *lists = g_list_store_new (G_TYPE_LIST_MODEL);

  g_list_store_append (lists, first);
  g_list_store_append (lists, second);
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (lists)));
}

static GListModel *
dup_options (const TnField *field, TnLookups *lookups)
{
  GListStore *choices;
  GListModel *listed = NULL;

  if (field->type == TN_TYPE_REF)
    listed = field->ref_kind && lookups ? tn_lookups_get_for_kind (lookups, field->ref_kind) : NULL;
  else if (g_str_equal (field->key, "category") && lookups)
    listed = tn_lookups_get_categories (lookups);   /* the district's own stand there too */
  if (listed || field->type == TN_TYPE_REF)
    return listed ? g_object_ref (listed) : NULL;
  choices = g_list_store_new (TN_TYPE_OPTION);
  for (const TnChoice *choice = field->choices; choice && choice->key; choice++)
    {
      g_autoptr (TnOption) option = tn_option_new (choice->key, _(choice->label), 0);
      g_list_store_append (choices, option);
    }
  return G_LIST_MODEL (choices);
}

/* What stood there raw has come: the list, which was still being read, or the record. */
static void
options_changed_cb (GListModel *options, guint position, guint removed, guint added, GListStore *extra)
{
  g_autoptr (TnOption) raw = g_list_model_get_item (G_LIST_MODEL (extra), 0);

  if (raw && tn_option_find (options, tn_option_get_key (raw)) != G_MAXUINT)
    g_list_store_remove_all (extra);
}

static gboolean
make_choice (TnFormField *self, TnLookups *lookups, GCallback changed, gpointer data)
{
  g_autoptr (GListModel) options = dup_options (self->field, lookups), all = NULL;

  if (!options)
    return FALSE;
  self->extra = g_list_store_new (TN_TYPE_OPTION);
  all = join_lists (options, G_LIST_MODEL (self->extra));
  make_action_row (self, tn_option_drop_down_new ("—", all));
  g_signal_connect_object (options, "items-changed", G_CALLBACK (options_changed_cb), self->extra, 0);   /* after the drop-down, which then knows both */
  g_signal_connect_swapped (self->input, "notify::selected-item", changed, data);
  return TRUE;
}

static void
make_message (TnFormField *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->message = GTK_LABEL (label);
  self->message_row = adw_preferences_row_new ();
  gtk_label_set_wrap (self->message, TRUE);
  gtk_label_set_xalign (self->message, 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "tn-message");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->message_row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->message_row), FALSE);
  gtk_widget_set_focusable (self->message_row, FALSE);
  gtk_widget_hide (self->message_row);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->input), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, label, NULL, -1);
}

TnFormField *
tn_form_field_new (const TnField *field, TnLookups *lookups, GCallback changed, gpointer data)
{
  TnFormField *self = g_new0 (TnFormField, 1);

  self->field = field;
  if (field->type == TN_TYPE_NOTE)
    make_note (self, changed, data);
  else if (field->type == TN_TYPE_BOOL)
    make_switch (self, changed, data);
  else if (field->type != TN_TYPE_CHOICE && field->type != TN_TYPE_REF)
    make_entry (self, changed, data);
  else if (!make_choice (self, lookups, changed, data))
    {
      g_free (self);
      return NULL;
    }
  gtk_widget_set_name (self->input, field->key);
  make_message (self);
  self->initial = g_strdup ("null");
  return self;
}

void
tn_form_field_free (TnFormField *self)
{
  g_clear_object (&self->extra);
  g_free (self->initial);
  g_free (self->set);
  g_free (self->set_text);
  g_free (self);
}

/* --- the value --- */

static void
set_choice (TnFormField *self, const char *token)
{
  g_autofree char *key = tn_json_get_string (tn_slice (token, -1));

  if (tn_option_drop_down_set_key (GTK_DROP_DOWN (self->input), key ? key : ""))
    return;
  /* A value that a newer program wrote, or a record that has not arrived: shown raw, and kept unless it comes, or the person chooses another. */
  g_autoptr (TnOption) option = tn_option_new (key, key, 0);
  g_list_store_append (self->extra, option);
  tn_option_drop_down_set_key (GTK_DROP_DOWN (self->input), key);
}

static char *
dup_written (TnFormField *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (!GTK_IS_TEXT_VIEW (self->input))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->input)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

void
tn_form_field_set_token (TnFormField *self, const char *token)
{
  g_autofree char *shown = NULL;

  if (is_drop_down (self))
    {
      set_choice (self, token);
      return;
    }
  if (GTK_IS_SWITCH (self->input))
    {
      gtk_switch_set_active (GTK_SWITCH (self->input), g_str_equal (token, "true"));
      return;
    }
  shown = tn_field_show (self->field, tn_slice (token, -1));
  if (GTK_IS_TEXT_VIEW (self->input))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input)), shown, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->input), shown);
  g_free (self->set);
  g_free (self->set_text);
  self->set = g_strdup (token);
  self->set_text = dup_written (self);
}

char *
tn_form_field_dup_token (TnFormField *self, GError **error)
{
  g_autofree char *written = NULL;

  if (is_drop_down (self))
    {
      const char *key = tn_option_drop_down_get_key (GTK_DROP_DOWN (self->input));
      return *key ? tn_json_string (key) : g_strdup ("null");
    }
  if (GTK_IS_SWITCH (self->input))
    {
      gboolean active = gtk_switch_get_active (GTK_SWITCH (self->input));
      return g_strdup (active ? "true" : g_str_equal (self->initial, "null") ? "null" : "false");
    }
  written = dup_written (self);
  if (g_strcmp0 (written, self->set_text) == 0)
    return g_strdup (self->set);
  return tn_field_parse (self->field, written, error);
}

void
tn_form_field_show_message (TnFormField *self, const char *text, const char *css)
{
  gboolean error = text && g_str_equal (css, "error");

  gtk_label_set_text (self->message, text ? text : "");
  gtk_widget_remove_css_class (GTK_WIDGET (self->message), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->message), "warning");
  if (text)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), css);
  gtk_widget_set_visible (self->message_row, text != NULL);
  if (error)
    gtk_widget_add_css_class (self->row, "error");
  else
    gtk_widget_remove_css_class (self->row, "error");
  self->wrong = error;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->input), GTK_ACCESSIBLE_STATE_INVALID,
                               error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}
