/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-rule-row.h"
#include <glib/gi18n.h>
#include "tn-date.h"
#include "tn-listed.h"
#include "tn-option-drop-down.h"
#include "tn-tip.h"
#include "tn-wrap-layout.h"

struct _TnRuleRow
{
  AdwPreferencesRow parent_instance;

  const TnRuleChoices *choices;
  TnCondition *condition;           /* its values; spans and words are in the entries */
  GtkWidget *fact, *is, *values;    /* fact and is NULL: not understood */
  GtkWidget *from, *to, *words;     /* NULL where the fact does not ask for them */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (TnRuleRow, tn_rule_row, ADW_TYPE_PREFERENCES_ROW)

enum { CHANGED, REMOVE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void fill_values (TnRuleRow *self);

static void
changed (TnRuleRow *self)
{
  if (!self->filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* --- values to choose from --- */

static const char *
find_label (TnRuleRow *self, const char *key)
{
  const GPtrArray *choices = self->choices->of[self->condition->fact];

  for (guint i = 0; i < choices->len; i++)
    if (g_str_equal (((TnFactChoice *) choices->pdata[i])->key, key))
      return ((TnFactChoice *) choices->pdata[i])->label;
  return key;
}

static void
remove_value_cb (TnRuleRow *self, GtkWidget *chip)
{
  const char *key = gtk_widget_get_name (chip);
  GPtrArray *values = self->condition->values;

  for (guint i = 0; i < values->len; i++)
    if (g_str_equal (values->pdata[i], key))
      {
        g_ptr_array_remove_index (values, i);
        break;
      }
  fill_values (self);
  gtk_widget_child_focus (self->values, GTK_DIR_TAB_FORWARD);
  changed (self);
}

static GtkWidget *
make_chip (TnRuleRow *self, const char *key)
{
  GtkWidget *chip = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4), *label = gtk_label_new (find_label (self, key));
  /* Translators: %s is a value of a condition: "Poor household" */
  g_autofree char *words = g_strdup_printf (_("Take out “%s”"), find_label (self, key));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_set_name (chip, key);
  gtk_widget_add_css_class (chip, "tn-value");
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  tn_tip_set (chip, words);
  g_signal_connect_object (chip, "clicked", G_CALLBACK (remove_value_cb), self, G_CONNECT_SWAPPED);
  return chip;
}

static void
append_option (GListStore *options, const char *key, const char *label)
{
  g_autoptr (TnOption) option = tn_option_new (key, label, 0);

  g_list_store_append (options, option);
}

static gboolean
has_value (TnRuleRow *self, const char *key)
{
  return g_ptr_array_find_with_equal_func (self->condition->values, key, g_str_equal, NULL);
}

static GListModel *
make_options (TnRuleRow *self)
{
  GListStore *options = g_list_store_new (TN_TYPE_OPTION);
  const GPtrArray *choices = self->choices->of[self->condition->fact];

  for (guint i = 0; i < choices->len; i++)
    {
      const TnFactChoice *choice = choices->pdata[i];

      if (!has_value (self, choice->key))
        append_option (options, choice->key, choice->label);
    }
  return G_LIST_MODEL (options);
}

static gboolean
let_go_cb (gpointer drop_down)
{
  return G_SOURCE_REMOVE;
}

/* The list that was chosen from goes with this, and is still at it. */
static void
value_chosen_cb (TnRuleRow *self, GParamSpec *spec, GtkDropDown *drop_down)
{
  g_autofree char *key = g_strdup (tn_option_drop_down_get_key (drop_down));

  if (self->filling || !*key)
    return;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, let_go_cb, g_object_ref (drop_down), g_object_unref);
  tn_condition_add_value (self->condition, key);
  fill_values (self);
  gtk_widget_child_focus (self->values, GTK_DIR_TAB_BACKWARD);   /* on "Add": often there is another one */
  changed (self);
}

static void
add_choices (TnRuleRow *self)
{
  g_autoptr (GListModel) options = make_options (self);
  GtkWidget *more;

  for (guint i = 0; i < self->condition->values->len; i++)
    gtk_widget_insert_before (make_chip (self, self->condition->values->pdata[i]), self->values, NULL);
  more = tn_option_drop_down_new (self->condition->values->len ? _("or …") : _("Choose …"), options);
  gtk_widget_set_name (more, "value");
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add a value"), -1);
  g_signal_connect_object (more, "notify::selected", G_CALLBACK (value_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (more, g_list_model_get_n_items (options) > 0);
  gtk_widget_insert_before (more, self->values, NULL);
}

/* --- values to write --- */

static GtkWidget *
add_entry (TnRuleRow *self, const char *name, const char *placeholder, const char *text, int width)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_widget_set_name (entry, name);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), placeholder);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), width);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, placeholder, -1);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  gtk_widget_insert_before (entry, self->values, NULL);
  return entry;
}

static char *
dup_bound (gint64 bound, gboolean date)
{
  g_autofree char *stored = NULL;

  if (bound == G_MININT64 || bound == G_MAXINT64)
    return g_strdup ("");
  if (!date)
    return g_strdup_printf ("%" G_GINT64_FORMAT, bound);
  stored = tn_rule_date_text (bound);   /* of a year alone just the year */
  return tn_date_format (stored);
}

static void
add_span (TnRuleRow *self, gboolean date)
{
  g_autofree char *from = dup_bound (self->condition->from, date), *to = dup_bound (self->condition->to, date);
  int width = date ? 11 : 6;
  GtkWidget *dash;

  self->from = add_entry (self, "rule-from", _("from"), from, width);
  dash = gtk_label_new ("–");
  gtk_widget_add_css_class (dash, "tn-dash");
  gtk_widget_insert_before (dash, self->values, NULL);
  self->to = add_entry (self, "rule-to", _("to"), to, width);
}

static void
add_words (TnRuleRow *self)
{
  g_autofree char *text = NULL;

  g_ptr_array_add (self->condition->values, NULL);
  text = g_strjoinv (", ", (char **) self->condition->values->pdata);
  g_ptr_array_remove_index (self->condition->values, self->condition->values->len - 1);
  self->words = add_entry (self, "words", _("words, with commas between"), text, 28);
}

static void
fill_values (TnRuleRow *self)
{
  TnFactTakes takes = tn_fact_info (self->condition->fact).takes;
  GtkWidget *child;

  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (self->values)))
    gtk_widget_unparent (child);
  self->from = self->to = self->words = NULL;
  if (takes == TN_TAKES_NUMBERS || takes == TN_TAKES_DATES)
    add_span (self, takes == TN_TAKES_DATES);
  else if (takes == TN_TAKES_WORDS)
    add_words (self);
  else
    add_choices (self);
  self->filling = FALSE;
}

/* --- reading them --- */

static gboolean
read_number (const char *text, gint64 *bound, GError **error)
{
  if (g_ascii_string_to_signed (text, 10, 0, 999, bound, NULL))
    return TRUE;
  g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not a whole number."), text);
  return FALSE;
}

static gboolean
read_date (const char *text, gint64 *bound, GError **error)
{
  g_autofree char *stored = tn_date_parse (text);

  if (stored)
    *bound = tn_listed_date (stored);
  else
    g_set_error (error, TN_ERROR, TN_ERROR_INVALID, _("“%s” is not a date. Write it as 24/12/2021."), text);
  return stored != NULL;
}

/* Nothing written = open. */
static gboolean
read_bound (GtkWidget *entry, gboolean date, gint64 *bound, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  return !*text || (date ? read_date : read_number) (text, bound, error);
}

static void
read_words (const char *text, TnCondition *condition)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  g_ptr_array_set_size (condition->values, 0);
  for (guint i = 0; words[i]; i++)
    if (*g_strstrip (words[i]))
      tn_condition_add_value (condition, words[i]);
}

TnCondition *
tn_rule_row_dup_condition (TnRuleRow *self, GError **error)
{
  TnCondition *condition = tn_condition_copy (self->condition);
  gboolean date = tn_fact_info (condition->fact).takes == TN_TAKES_DATES;

  if (self->is)
    condition->negated = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->is)) == 1;
  if (self->words)
    read_words (gtk_editable_get_text (GTK_EDITABLE (self->words)), condition);
  condition->from = self->from ? G_MININT64 : condition->from;
  condition->to = self->to ? G_MAXINT64 : condition->to;
  if (!self->from || (read_bound (self->from, date, &condition->from, error) && read_bound (self->to, date, &condition->to, error)))
    return condition;
  tn_condition_free (condition);
  return NULL;
}

/* --- the row --- */

static void
fact_chosen_cb (TnRuleRow *self)
{
  TnFact fact = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->fact));
  TnCondition *condition;

  if (self->filling || fact >= TN_FACT_UNKNOWN || fact == self->condition->fact)
    return;
  condition = tn_condition_new (fact, gtk_drop_down_get_selected (GTK_DROP_DOWN (self->is)) == 1);
  tn_condition_free (self->condition);
  self->condition = condition;
  fill_values (self);
  changed (self);
}

static GtkWidget *
make_facts (TnRuleRow *self)
{
  g_autoptr (GListStore) facts = g_list_store_new (TN_TYPE_OPTION);
  GtkWidget *fact;

  for (TnFact i = 0; i < TN_FACT_UNKNOWN; i++)
    append_option (facts, tn_fact_info (i).key, tn_fact_info (i).label);
  fact = tn_option_drop_down_new (NULL, G_LIST_MODEL (facts));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (fact), FALSE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (fact), self->condition->fact);
  gtk_widget_set_name (fact, "fact");
  gtk_accessible_update_property (GTK_ACCESSIBLE (fact), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What is asked"), -1);
  g_signal_connect_object (fact, "notify::selected", G_CALLBACK (fact_chosen_cb), self, G_CONNECT_SWAPPED);
  return fact;
}

static GtkWidget *
make_is (TnRuleRow *self)
{
  GtkWidget *is = gtk_drop_down_new_from_strings ((const char *const[]) { _("is"), _("is not"), NULL });

  gtk_drop_down_set_selected (GTK_DROP_DOWN (is), self->condition->negated);
  gtk_widget_set_name (is, "is");
  gtk_accessible_update_property (GTK_ACCESSIBLE (is), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Is or is not"), -1);
  g_signal_connect_object (is, "notify::selected", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  return is;
}

static void
remove_cb (TnRuleRow *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static GtkWidget *
make_remove (TnRuleRow *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_widget_set_name (button, "remove");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  tn_tip_set (button, _("Take this condition out"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Take this condition out"), -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_known (TnRuleRow *self, GtkWidget *box)
{
  self->filling = TRUE;
  self->fact = make_facts (self);
  self->is = make_is (self);
  gtk_widget_set_valign (self->fact, GTK_ALIGN_START);
  gtk_widget_set_valign (self->is, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), self->fact);
  gtk_box_append (GTK_BOX (box), self->is);
  self->values = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_layout_manager (self->values, g_object_new (TN_TYPE_WRAP_LAYOUT, NULL));
  gtk_widget_set_hexpand (self->values, TRUE);
  gtk_box_append (GTK_BOX (box), self->values);
  fill_values (self);
}

/* Of a newer program, or spoilt: shown as it stands. */
static void
add_unknown (TnRuleRow *self, GtkWidget *box)
{
  g_autofree char *text = g_strdup_printf (_("Not understood: %s"), self->condition->line);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "error");
  gtk_box_append (GTK_BOX (box), label);
}

GtkWidget *
tn_rule_row_new (const TnRuleChoices *choices, const TnCondition *condition)
{
  TnRuleRow *self = g_object_new (TN_TYPE_RULE_ROW, "activatable", FALSE, "focusable", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->choices = choices;
  self->condition = tn_condition_copy (condition);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 8);
  gtk_widget_set_margin_end (box, 6);
  if (condition->fact == TN_FACT_UNKNOWN)
    add_unknown (self, box);
  else
    add_known (self, box);
  gtk_box_append (GTK_BOX (box), make_remove (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  self->filling = FALSE;
  return GTK_WIDGET (self);
}

void
tn_rule_row_focus (TnRuleRow *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
tn_rule_row_finalize (GObject *object)
{
  tn_condition_free (TN_RULE_ROW (object)->condition);
  G_OBJECT_CLASS (tn_rule_row_parent_class)->finalize (object);
}

static void
tn_rule_row_class_init (TnRuleRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_rule_row_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_rule_row_init (TnRuleRow *self)
{
}
