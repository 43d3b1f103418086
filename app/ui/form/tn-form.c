/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-form.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-form-field.h"

struct _TnForm
{
  AdwPreferencesGroup parent_instance;

  const TnKind *kind;
  GPtrArray *fields;     /* TnFormField */
  GPtrArray *hooks;      /* Hook: a field's way back to us */
  TnRow *row;            /* as loaded; NULL = new */
  gboolean loading;
};

/* What a signal of an input is swapped with. */
typedef struct
{
  TnForm *form;
  TnFormField *field;
} Hook;

G_DEFINE_FINAL_TYPE (TnForm, tn_form, ADW_TYPE_PREFERENCES_GROUP)

enum { CHANGED, SUBMIT, N_SIGNALS };
static guint signals[N_SIGNALS];

static TnFormField *
find_field (TnForm *self, const char *key)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (g_str_equal (((TnFormField *) self->fields->pdata[i])->field->key, key))
      return self->fields->pdata[i];
  return NULL;
}

/* --- checking --- */

static gboolean
check_field (TnForm *self, TnFormField *field, gboolean asked_for)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *token = tn_form_field_dup_token (field, &error);
  gboolean same = token && g_str_equal (token, field->initial);

  /* What stood there before may be of a newer program: only what the person writes is checked hard. District's categories are no built-in
   * choices and pass by the same door. */
  if (token && !same && field->field->type != TN_TYPE_CHOICE)
    tn_field_validate (field->field, tn_slice (token, -1), &error);
  if (!error && token && asked_for && (field->field->flags & TN_FIELD_REQUIRED) && g_str_equal (token, "null"))
    g_set_error (&error, TN_ERROR, TN_ERROR_INVALID, _("This is needed. Fill it in."));
  if (error || field->wrong)
    tn_form_field_show_message (field, error ? error->message : NULL, "error");
  return error == NULL;
}

static void
input_changed_cb (Hook *hook)
{
  TnForm *self = hook->form;

  if (self->loading)
    return;
  if (hook->field->wrong)
    check_field (self, hook->field, FALSE);
  g_signal_emit (self, signals[CHANGED], 0, hook->field->field->key);
}

static void
focus_left_cb (GtkEventControllerFocus *controller, Hook *hook)
{
  check_field (hook->form, hook->field, FALSE);
}

static void
entry_activated_cb (TnForm *self)
{
  g_signal_emit (self, signals[SUBMIT], 0);
}

/* --- making --- */

static void
add_field (TnForm *self, const TnField *field, TnLookups *lookups)
{
  Hook *hook = g_new0 (Hook, 1);
  TnFormField *made = tn_form_field_new (field, lookups, G_CALLBACK (input_changed_cb), hook);
  GtkEventController *focus;

  g_ptr_array_add (self->hooks, hook);
  if (!made)
    return;
  hook->form = self;
  hook->field = made;
  g_ptr_array_add (self->fields, made);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), hook);
  gtk_widget_add_controller (made->row, focus);
  if (ADW_IS_ENTRY_ROW (made->row))
    g_signal_connect_object (made->row, "entry-activated", G_CALLBACK (entry_activated_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), made->row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), made->message_row);
}

static void
tn_form_dispose (GObject *object)
{
  /* Inputs that are taken down say "changed" once more. */
  TN_FORM (object)->loading = TRUE;
  G_OBJECT_CLASS (tn_form_parent_class)->dispose (object);
}

static void
tn_form_finalize (GObject *object)
{
  TnForm *self = TN_FORM (object);

  g_clear_pointer (&self->row, tn_row_free);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->hooks);
  G_OBJECT_CLASS (tn_form_parent_class)->finalize (object);
}

static void
tn_form_class_init (TnFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tn_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = tn_form_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SUBMIT] = g_signal_new ("submit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_form_init (TnForm *self)
{
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_form_field_free);
  self->hooks = g_ptr_array_new_with_free_func (g_free);
}

TnForm *
tn_form_new (const TnKind *kind, const char *const *fields, TnLookups *lookups)
{
  TnForm *self = g_object_new (TN_TYPE_FORM, NULL);

  self->kind = kind;
  for (guint i = 0; !fields && i < kind->n_fields; i++)
    if (!(kind->fields[i].flags & (TN_FIELD_SYSTEM | TN_FIELD_DEPRECATED)))
      add_field (self, &kind->fields[i], lookups);
  for (; fields && *fields; fields++)
    add_field (self, tn_kind_field (kind, *fields), lookups);
  return self;
}

/* --- loading --- */

void
tn_form_load (TnForm *self, const TnRow *row)
{
  g_clear_pointer (&self->row, tn_row_free);
  self->row = row ? tn_row_copy (row) : NULL;
  self->loading = TRUE;
  for (guint i = 0; i < self->fields->len; i++)
    {
      TnFormField *field = self->fields->pdata[i];
      TnSlice token = row ? tn_row_field (row, field->field->key) : (TnSlice) { NULL, 0 };

      g_free (field->initial);
      field->initial = token.len ? tn_slice_dup (token) : g_strdup ("null");
      tn_form_field_set_token (field, field->initial);
      tn_form_field_show_message (field, NULL, NULL);
    }
  self->loading = FALSE;
}

void
tn_form_preset (TnForm *self, const char *key, const char *token)
{
  TnFormField *field = find_field (self, key);

  g_return_if_fail (field != NULL);
  self->loading = TRUE;
  tn_form_field_set_token (field, token ? token : "null");
  self->loading = FALSE;
}

void
tn_form_preset_text (TnForm *self, const char *key, const char *text)
{
  g_autofree char *token = text && *text ? tn_json_string (text) : NULL;

  if (token)
    tn_form_preset (self, key, token);
}

void
tn_form_preset_today (TnForm *self, const char *key)
{
  g_autofree char *today = tn_date_today (g_get_real_time () / 1000);

  tn_form_preset_text (self, key, today);
}

/* --- asking --- */

gboolean
tn_form_validate (TnForm *self)
{
  TnFormField *first = NULL;

  for (guint i = 0; i < self->fields->len; i++)
    if (!check_field (self, self->fields->pdata[i], TRUE) && !first)
      first = self->fields->pdata[i];
  if (first)
    gtk_widget_grab_focus (first->input);
  return first == NULL;
}

gboolean
tn_form_require (TnForm *self, const char *key, const char *message)
{
  TnFormField *field = find_field (self, key);
  g_autofree char *token = tn_form_field_dup_token (field, NULL);

  if (token && !g_str_equal (token, "null"))
    return TRUE;
  tn_form_field_show_message (field, message, "error");
  gtk_widget_grab_focus (field->input);
  return FALSE;
}

/* The units that the person touches must still be what was shown. */
static void
expect_stamp (TnForm *self, TnValues *values, const TnField *field)
{
  const TnUnit *unit = self->row ? tn_row_unit (self->row, tn_field_unit (field)) : NULL;

  if (unit)
    tn_values_expect (values, unit->unit, &unit->stamp);
}

TnValues *
tn_form_dup_values (TnForm *self)
{
  TnValues *values = tn_values_new ();

  for (guint i = 0; i < self->fields->len; i++)
    {
      TnFormField *field = self->fields->pdata[i];
      g_autofree char *token = tn_form_field_dup_token (field, NULL);

      if (!token || g_str_equal (token, field->initial))
        continue;
      tn_values_set (values, field->field->key, token);
      expect_stamp (self, values, field->field);
    }
  return values;
}

char *
tn_form_dup_token (TnForm *self, const char *key)
{
  TnFormField *field = find_field (self, key);

  return field ? tn_form_field_dup_token (field, NULL) : NULL;
}

char *
tn_form_dup_text (TnForm *self, const char *key)
{
  g_autofree char *token = tn_form_dup_token (self, key);

  return token ? tn_json_get_string (tn_slice (token, -1)) : NULL;
}

void
tn_form_set_hint (TnForm *self, const char *key, const char *text)
{
  TnFormField *field = find_field (self, key);

  if (field && !field->wrong)
    tn_form_field_show_message (field, text, "warning");
}

void
tn_form_set_shown (TnForm *self, const char *key, gboolean shown)
{
  TnFormField *field = find_field (self, key);

  if (!field)
    return;
  if (!shown)
    {
      tn_form_preset (self, key, NULL);
      tn_form_field_show_message (field, NULL, NULL);
    }
  gtk_widget_set_visible (field->row, shown);
}

void
tn_form_focus (TnForm *self, const char *key)
{
  TnFormField *field = find_field (self, key);

  if (field)
    gtk_widget_grab_focus (field->input);
}

GtkWidget *
tn_form_get_input (TnForm *self, const char *key)
{
  TnFormField *field = find_field (self, key);

  return field ? field->input : NULL;
}
