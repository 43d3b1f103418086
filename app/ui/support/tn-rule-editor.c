/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-rule-editor.h"
#include <glib/gi18n.h>
#include "tn-rule-row.h"

struct _TnRuleEditor
{
  AdwPreferencesGroup parent_instance;

  TnRuleChoices *choices;
  GPtrArray *rows;       /* TnRuleRow */
  GtkWidget *everybody;  /* what it means that there is none */
  GtkWidget *add;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (TnRuleEditor, tn_rule_editor, ADW_TYPE_PREFERENCES_GROUP)

static guint changed_signal;

/* --- what conditions can name --- */

void
tn_rule_choices_free (TnRuleChoices *choices)
{
  for (guint i = 0; i < TN_FACT_N; i++)
    g_clear_pointer (&choices->of[i], g_ptr_array_unref);
  g_free (choices);
}

TnRuleChoices *
tn_rule_choices_read (TnCopy *copy, GError **error)
{
  TnRuleChoices *choices = g_new0 (TnRuleChoices, 1);

  for (guint i = 0; i < TN_FACT_UNKNOWN; i++)
    if (!(choices->of[i] = tn_fact_choices (copy, i, error)))
      {
        tn_rule_choices_free (choices);
        return NULL;
      }
  return choices;
}

/* --- rows --- */

static void
changed (TnRuleEditor *self)
{
  gtk_widget_set_visible (self->everybody, self->rows->len == 0);
  if (!self->filling)
    g_signal_emit (self, changed_signal, 0);
}

static void
remove_cb (TnRuleEditor *self, TnRuleRow *row)
{
  guint at = 0;

  g_ptr_array_find (self->rows, row, &at);
  g_ptr_array_remove_index (self->rows, at);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (row));
  if (self->rows->len)
    tn_rule_row_focus (self->rows->pdata[MIN (at, self->rows->len - 1)]);
  else
    gtk_widget_grab_focus (self->add);
  changed (self);
}

static TnRuleRow *
add_row (TnRuleEditor *self, const TnCondition *condition)
{
  GtkWidget *row = tn_rule_row_new (self->choices, condition);

  g_signal_connect_object (row, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  changed (self);
  return TN_RULE_ROW (row);
}

static void
add_cb (TnRuleEditor *self)
{
  TnCondition *condition = tn_condition_new (TN_FACT_CATEGORY, FALSE);

  tn_rule_row_focus (add_row (self, condition));
  tn_condition_free (condition);
}

void
tn_rule_editor_set_rule (TnRuleEditor *self, const TnRule *rule)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < rule->conditions->len; i++)
    add_row (self, rule->conditions->pdata[i]);
  changed (self);
  self->filling = FALSE;
}

TnRule *
tn_rule_editor_dup_rule (TnRuleEditor *self, GError **error)
{
  g_autoptr (TnRule) rule = tn_rule_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      TnCondition *condition = tn_rule_row_dup_condition (self->rows->pdata[i], error);

      if (!condition)
        return NULL;
      tn_rule_add (rule, condition);
    }
  return g_steal_pointer (&rule);
}

void
tn_rule_editor_set_count (TnRuleEditor *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), escaped);
}

void
tn_rule_editor_focus (TnRuleEditor *self)
{
  if (self->rows->len)
    tn_rule_row_focus (self->rows->pdata[0]);
  else
    gtk_widget_grab_focus (self->add);
}

/* --- GObject --- */

GtkWidget *
tn_rule_editor_new (TnRuleChoices *choices)
{
  TnRuleEditor *self = g_object_new (TN_TYPE_RULE_EDITOR, NULL);

  self->choices = choices;
  return GTK_WIDGET (self);
}

static void
tn_rule_editor_finalize (GObject *object)
{
  TnRuleEditor *self = TN_RULE_EDITOR (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->choices, tn_rule_choices_free);
  G_OBJECT_CLASS (tn_rule_editor_parent_class)->finalize (object);
}

static void
tn_rule_editor_class_init (TnRuleEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_rule_editor_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_rule_editor_init (TnRuleEditor *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (group, _("Who Is Entitled"));
  self->add = gtk_button_new_with_mnemonic (_("_Add a Condition"));
  gtk_widget_set_name (self->add, "add-condition");
  gtk_widget_set_valign (self->add, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (group, self->add);
  self->everybody = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->everybody), _("Everybody who lives in the ward"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->everybody), _("Add conditions; all of them must hold."));
  adw_preferences_group_add (group, self->everybody);
}
