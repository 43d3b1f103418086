/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-programme-dialog.h"
#include <glib/gi18n.h>
#include "tn-dialog.h"
#include "tn-form.h"
#include "tn-listed.h"
#include "tn-rule-editor.h"
#include "tn-support.h"

#define COUNT_DELAY_MS 350

static const char *const fields[] = { "name", "basis", "source", "per", "gives", "amount", "goods", "item", "quantity", "quota", "from", "to", "note", NULL };

/* What is open in the dialog; it lives as long. */
typedef struct
{
  TnDialog *dialog;
  TnForm *form;
  TnRuleEditor *editor;
  TnRow *row;                 /* NULL = a new one */
  char *rule;                 /* as it was */
  GCancellable *counting;
  guint count_id;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *self = data;

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_pointer (&self->row, tn_row_free);
  g_free (self->rule);
  g_free (self);
}

/* --- saving --- */

typedef struct
{
  TnId id;
  gboolean is_new;
  TnValues *values;
} Job;

static void
free_job (gpointer data)
{
  tn_values_free (((Job *) data)->values);
  g_free (data);
}

static TnEdit *
save (TnCopy *copy, gpointer data, GError **error)
{
  Job *job = data;

  return tn_programme_save (copy, job->is_new ? NULL : &job->id, job->values, error);
}

/* Only what was changed is written, and only over what was seen. */
static void
add_rule (Asked *self, TnValues *values, const TnRule *rule)
{
  g_autofree char *text = tn_rule_format (rule);
  const TnUnit *unit = self->row ? tn_row_unit (self->row, "rule") : NULL;

  if (g_str_equal (text, self->rule))
    return;
  tn_values_set_text (values, "rule", text);
  if (unit)
    tn_values_expect (values, unit->unit, &unit->stamp);
}

static gboolean
prepare_cb (TnDialog *dialog, TnWorkFunc *func, gpointer *data, GDestroyNotify *data_free, gpointer user_data)
{
  Asked *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRule) rule = tn_rule_editor_dup_rule (self->editor, &error);
  Job *job;

  tn_dialog_show_message (dialog, error ? error->message : NULL);
  if (!rule || !tn_form_validate (self->form))
    return FALSE;
  job = g_new0 (Job, 1);
  *job = (Job) { .is_new = self->row == NULL, .values = tn_form_dup_values (self->form) };
  if (self->row)
    job->id = self->row->id;
  add_rule (self, job->values, rule);
  *func = save;
  *data = job;
  *data_free = free_job;
  return TRUE;
}

/* --- how many are entitled --- */

typedef struct
{
  TnProgramme *programme;
  TnId id;
  gboolean is_new;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  if (question->programme)
    tn_programme_free (question->programme);
  g_free (question);
}

static char *
describe (const TnSupportFound *found)
{
  return found->programme->per_household ? g_strdup_printf (ngettext ("%u household is entitled", "%u households are entitled", found->n_entitled), found->n_entitled)
                                         : g_strdup_printf (ngettext ("%u person is entitled", "%u people are entitled", found->n_entitled), found->n_entitled);
}

/* What is missing is no failure while it is being written: it is said. */
static gpointer
count (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (GError) wrong = NULL;
  g_autoptr (TnSupportFound) found = NULL;

  if (!tn_rule_check (copy, question->programme->rule, question->is_new ? NULL : &question->id, question->programme->rule, &wrong))
    return g_strdup (wrong->message);
  found = tn_support_find_for (copy, g_steal_pointer (&question->programme), cancellable, error);
  return found ? describe (found) : NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TnRuleEditor) editor = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = tn_store_finish (TN_STORE (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tn_rule_editor_set_count (editor, text ? text : error->message);
}

static gint64
read_day (TnForm *form, const char *field)
{
  g_autofree char *text = tn_form_dup_text (form, field);

  return text ? tn_listed_date (text) : 0;
}

static TnProgramme *
make_candidate (Asked *self, TnRule *rule)
{
  TnProgramme *programme = g_new0 (TnProgramme, 1);
  g_autofree char *per = tn_form_dup_text (self->form, "per");

  programme->state = programme->gives = "";
  programme->per_household = g_strcmp0 (per, "household") == 0;
  programme->from = read_day (self->form, "from");
  programme->to = read_day (self->form, "to");
  programme->rule = rule;
  if (self->row)
    programme->id = self->row->id;
  return programme;
}

static gboolean
count_cb (gpointer user_data)
{
  Asked *self = user_data;
  g_autoptr (GError) error = NULL;
  TnRule *rule;
  Question *question;

  self->count_id = 0;
  if (!tn_dialog_get_workspace (self->dialog))   /* it is on its way out */
    return G_SOURCE_REMOVE;
  if (!(rule = tn_rule_editor_dup_rule (self->editor, &error)))
    {
      tn_rule_editor_set_count (self->editor, error->message);
      return G_SOURCE_REMOVE;
    }
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  question = g_new0 (Question, 1);
  *question = (Question) { .programme = make_candidate (self, rule), .is_new = self->row == NULL };
  question->id = question->programme->id;
  tn_store_read_async (tn_workspace_get_store (tn_dialog_get_workspace (self->dialog)), count, question, free_question, g_free, self->counting, counted_cb,
                       g_object_ref (self->editor));
  return G_SOURCE_REMOVE;
}

static void
count_soon (Asked *self)
{
  g_clear_handle_id (&self->count_id, g_source_remove);
  self->count_id = g_timeout_add (COUNT_DELAY_MS, count_cb, self);
}

static void
rule_changed_cb (TnRuleEditor *editor, Asked *self)
{
  tn_dialog_set_dirty (self->dialog);
  count_soon (self);
}

/* --- the form --- */

static void
follow_gives (Asked *self)
{
  g_autofree char *gives = tn_form_dup_text (self->form, "gives");
  gboolean goods = g_strcmp0 (gives, "goods") == 0;

  tn_form_set_shown (self->form, "amount", !goods);
  tn_form_set_shown (self->form, "goods", goods);
  tn_form_set_shown (self->form, "quantity", goods);
  if (tn_form_get_input (self->form, "item"))
    tn_form_set_shown (self->form, "item", goods);
}

static void
form_changed_cb (TnForm *form, const char *field, Asked *self)
{
  if (g_str_equal (field, "gives"))
    follow_gives (self);
  else if (g_str_equal (field, "per") || g_str_equal (field, "from") || g_str_equal (field, "to"))
    count_soon (self);
}

/* Who comes for the conditions has them first. */
static void
fill (Asked *self, TnRuleChoices *choices, gboolean at_rule)
{
  TnDialog *dialog = self->dialog;
  g_autoptr (TnRule) rule = NULL;

  self->form = tn_form_new (tn_schema_kind ("programme"), fields, tn_workspace_get_lookups (tn_dialog_get_workspace (dialog)));
  tn_form_load (self->form, self->row);
  if (!self->row)
    {
      tn_form_preset (self->form, "per", "\"person\"");
      tn_form_preset (self->form, "gives", "\"money\"");
    }
  self->rule = self->row ? tn_row_dup_text (self->row, "rule") : NULL;
  if (!self->rule)
    self->rule = g_strdup ("");
  rule = tn_rule_parse (self->rule);
  self->editor = TN_RULE_EDITOR (tn_rule_editor_new (choices));
  tn_rule_editor_set_rule (self->editor, rule);
  if (at_rule)
    tn_dialog_add (dialog, GTK_WIDGET (self->editor));
  tn_dialog_add_form (dialog, self->form);
  if (!at_rule)
    tn_dialog_add (dialog, GTK_WIDGET (self->editor));
  g_signal_connect (self->form, "changed", G_CALLBACK (form_changed_cb), self);
  g_signal_connect (self->editor, "changed", G_CALLBACK (rule_changed_cb), self);
  follow_gives (self);
  count_soon (self);
}

/* --- opening --- */

typedef struct
{
  TnRow *row;
  TnRuleChoices *choices;
} Found;

static void
free_found (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->row, tn_row_free);
  g_clear_pointer (&found->choices, tn_rule_choices_free);
  g_free (found);
}

static gpointer
read_all (TnCopy *copy, gpointer data, GCancellable *cancellable, GError **error)
{
  Found *found = g_new0 (Found, 1);

  found->choices = tn_rule_choices_read (copy, error);
  found->row = found->choices && data ? tn_copy_get (copy, data, error) : NULL;
  if (found->choices && (!data || found->row))
    return found;
  free_found (found);
  return NULL;
}

typedef struct
{
  TnWindow *window;
  gboolean at_rule;
} Opening;

static void
present (TnWindow *window, Found *found, gboolean at_rule)
{
  TnDialog *dialog = tn_dialog_new (window, found->row ? _("Edit the Programme") : _("New Programme"), _("_Save"));
  Asked *self = g_new0 (Asked, 1);

  self->dialog = dialog;
  self->row = g_steal_pointer (&found->row);
  fill (self, g_steal_pointer (&found->choices), at_rule);
  g_object_set_data_full (G_OBJECT (dialog), "tn-programme", self, free_asked);   /* not the dialog's own: its forms still speak while they go */
  tn_dialog_set_prepare (dialog, prepare_cb, self, NULL);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 760, 700);
  gtk_window_present (GTK_WINDOW (dialog));
  if (at_rule)
    tn_rule_editor_focus (self->editor);
  else
    tn_form_focus (self->form, "name");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Opening *opening = user_data;
  g_autoptr (TnWindow) window = opening->window;
  g_autoptr (GError) error = NULL;
  Found *found = tn_store_finish (TN_STORE (source), result, &error);

  if (!found)
    {
      tn_window_show_error (window, NULL, error);
      return;
    }
  if (tn_window_get_workspace (window))
    present (window, found, opening->at_rule);
  free_found (found);
}

void
tn_programme_dialog (TnWindow *window, const TnId *id, gboolean at_rule)
{
  Opening *opening;

  if (!tn_window_get_workspace (window))
    return;
  opening = g_new (Opening, 1);
  *opening = (Opening) { g_object_ref (window), at_rule };
  tn_store_read_async (tn_workspace_get_store (tn_window_get_workspace (window)), read_all, id ? tn_id_copy (id) : NULL, g_free, free_found, NULL, read_cb, opening);
}
