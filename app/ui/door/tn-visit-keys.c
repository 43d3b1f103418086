/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-visit-keys.h"
#include <glib/gi18n.h>
#include "tn-wrap-layout.h"

struct _TnVisitKeys
{
  GtkBox parent_instance;

  GtkWidget *results[TN_VISIT_RESULTS], *ticks[TN_VISIT_TICKS], *all_vaccinated;
  GtkWidget *result_row;
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (TnVisitKeys, tn_visit_keys, GTK_TYPE_BOX)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

GtkWidget *
tn_visit_keys_make_row (const char *title, GtkBox **box)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3), *label = gtk_label_new (title);

  *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_widget_set_layout_manager (GTK_WIDGET (*box), g_object_new (TN_TYPE_WRAP_LAYOUT, NULL));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (*box), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (*box));
  return row;
}

GtkWidget *
tn_visit_keys_make_toggle (char key, const char *label, const char *name)
{
  GtkWidget *button = gtk_toggle_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *text = gtk_label_new (label);
  char letter[] = { key, '\0' };
  GtkWidget *mark = gtk_label_new (letter);
  /* Translators: for screen readers: what a button does, and the key that does it. */
  g_autofree char *spoken = key ? g_strdup_printf (_("%s, key %c"), label, key) : g_strdup (label);

  gtk_widget_add_css_class (mark, "tn-key");
  gtk_widget_set_visible (mark, key != 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_box_append (GTK_BOX (box), text);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "tn-tick");
  gtk_widget_set_name (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return button;
}

static void
release_others (TnVisitKeys *self, GtkToggleButton *button)
{
  self->loading = TRUE;
  for (guint i = 0; i < TN_VISIT_RESULTS; i++)
    if (self->results[i] != GTK_WIDGET (button))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->results[i]), FALSE);
  self->loading = FALSE;
}

/* One result at most. */
static void
toggled_cb (TnVisitKeys *self, GtkToggleButton *button)
{
  if (self->loading)
    return;
  for (guint i = 0; i < TN_VISIT_RESULTS; i++)
    if (self->results[i] == GTK_WIDGET (button) && gtk_toggle_button_get_active (button))
      release_others (self, button);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
add_toggle (TnVisitKeys *self, GtkBox *box, char key, const char *label, const char *name)
{
  GtkWidget *button = tn_visit_keys_make_toggle (key, label, name);

  gtk_box_append (box, button);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_ticks (TnVisitKeys *self, const char *title, guint from, guint to)
{
  GtkBox *box;

  gtk_box_append (GTK_BOX (self), tn_visit_keys_make_row (title, &box));
  for (guint i = from; i < to; i++)
    self->ticks[i] = add_toggle (self, box, tn_visit_ticks[i].key, _(tn_visit_ticks[i].label), tn_visit_ticks[i].field);
}

static void
tn_visit_keys_class_init (TnVisitKeysClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_visit_keys_init (TnVisitKeys *self)
{
  GtkBox *box;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_box_append (GTK_BOX (self), self->result_row = tn_visit_keys_make_row (_("Result"), &box));
  for (guint i = 0; i < TN_VISIT_RESULTS; i++)
    self->results[i] = add_toggle (self, box, (char) ('1' + i), _(tn_visit_results[i].label), tn_visit_results[i].key);
  add_ticks (self, _("Told about"), 0, TN_VISIT_TOLD);
  add_ticks (self, _("Needs"), TN_VISIT_TOLD, TN_VISIT_TICKS);
  gtk_box_append (GTK_BOX (self), tn_visit_keys_make_row (_("Vaccines"), &box));
  self->all_vaccinated = add_toggle (self, box, 'V', _("Everybody is vaccinated"), "all_vaccinated");
}

GtkWidget *
tn_visit_keys_new (void)
{
  return g_object_new (TN_TYPE_VISIT_KEYS, NULL);
}

void
tn_visit_keys_insert (TnVisitKeys *self, GtkWidget *row)
{
  gtk_box_insert_child_after (GTK_BOX (self), row, self->result_row);
}

void
tn_visit_keys_load (TnVisitKeys *self, const TnVisit *visit)
{
  self->loading = TRUE;
  for (int i = 0; i < TN_VISIT_RESULTS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->results[i]), visit->result == i);
  for (guint i = 0; i < TN_VISIT_TICKS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->ticks[i]), (visit->ticks & 1u << i) != 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->all_vaccinated), visit->all_vaccinated);
  self->loading = FALSE;
}

int
tn_visit_keys_get_result (TnVisitKeys *self)
{
  for (int i = 0; i < TN_VISIT_RESULTS; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->results[i])))
      return i;
  return -1;
}

gboolean
tn_visit_keys_get_tick (TnVisitKeys *self, guint tick)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->ticks[tick]));
}

void
tn_visit_keys_store (TnVisitKeys *self, TnVisit *visit)
{
  visit->result = tn_visit_keys_get_result (self);
  visit->ticks = 0;
  for (guint i = 0; i < TN_VISIT_TICKS; i++)
    visit->ticks |= tn_visit_keys_get_tick (self, i) ? 1u << i : 0;
  visit->all_vaccinated = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->all_vaccinated));
}

/* The rule of which key does what is the visit's own. */
gboolean
tn_visit_keys_press (TnVisitKeys *self, gunichar key)
{
  TnId none = { { 0 } };
  g_autoptr (TnVisit) visit = tn_visit_new (&none);

  tn_visit_keys_store (self, visit);
  if (!tn_visit_press (visit, key))
    return FALSE;
  tn_visit_keys_load (self, visit);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

gboolean
tn_visit_keys_is_typing (GtkWidget *root)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (root));

  return focus && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus));
}
