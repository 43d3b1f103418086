/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tn-test-item.h"
#include <glib/gi18n.h>
#include "tn-text.h"
#include "tn-tracing-detail.h"

struct _TnTestItem
{
  GObject parent_instance;

  TnId person;
  char *name, *address, *folded;
  TnTestResult result;
  guint n, counts[TN_TEST_N];
};

G_DEFINE_FINAL_TYPE (TnTestItem, tn_test_item, G_TYPE_OBJECT)

static guint changed_signal;

static void
tn_test_item_finalize (GObject *object)
{
  TnTestItem *self = TN_TEST_ITEM (object);

  g_free (self->name);
  g_free (self->address);
  g_free (self->folded);
  G_OBJECT_CLASS (tn_test_item_parent_class)->finalize (object);
}

static void
tn_test_item_class_init (TnTestItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tn_test_item_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tn_test_item_init (TnTestItem *self)
{
}

void
tn_test_item_update (TnTestItem *self, const TnTestLine *line)
{
  g_autofree char *both = NULL;

  if (self->name && g_str_equal (self->name, line->name) && g_str_equal (self->address, line->address) && self->result == line->result && self->n == line->n
      && memcmp (self->counts, line->counts, sizeof self->counts) == 0)
    return;
  both = g_strdup_printf ("%s %s", line->name, line->address);
  g_free (self->name);
  g_free (self->address);
  g_free (self->folded);
  self->name = g_strdup (line->name);
  self->address = g_strdup (line->address);
  self->folded = tn_text_fold (both, -1);
  self->result = line->result;
  self->n = line->n;
  memcpy (self->counts, line->counts, sizeof self->counts);
  g_signal_emit (self, changed_signal, 0);
}

TnTestItem *
tn_test_item_new (const TnTestLine *line)
{
  TnTestItem *self = g_object_new (TN_TYPE_TEST_ITEM, NULL);

  self->person = line->person;
  tn_test_item_update (self, line);
  return self;
}

const TnId *
tn_test_item_get_person (TnTestItem *self)
{
  return &self->person;
}

const char *
tn_test_item_get_name (TnTestItem *self)
{
  return self->name;
}

TnTestResult
tn_test_item_get_result (TnTestItem *self)
{
  return self->result;
}

gboolean
tn_test_item_matches (TnTestItem *self, const char *folded)
{
  return !folded || strstr (self->folded, folded) != NULL;
}

/* --- lines --- */

static char *
dup_result (TnTestItem *self)
{
  const char *label = tn_choice_label (tn_kind_field (tn_schema_kind ("test"), "result"), tn_test_result_key (self->result));
  g_autofree char *counts = NULL;

  if (self->n < 2)
    return self->result == TN_TEST_PENDING ? g_strdup ("—") : g_strdup (label);
  counts = tn_tracing_counts_words (self->counts);
  /* Translators: results of a person who was written down several times: "1 positive · 1 negative" */
  return g_strdup_printf (_("twice: %s"), counts);
}

static void
set_mark (GtkWidget *widget, const char *mark)
{
  static const char *const all[] = { "error", "success", "warning" };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_remove_css_class (widget, all[i]);
  if (mark)
    gtk_widget_add_css_class (widget, mark);
}

static void
show_item (TnTestItem *self, GtkListItem *list_item)
{
  GtkWidget *box = gtk_list_item_get_child (list_item), *texts = gtk_widget_get_first_child (box), *end = gtk_widget_get_last_child (box);
  g_autofree char *result = dup_result (self), *label = g_strdup_printf ("%s, %s, %s", self->name, self->address, result);

  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_widget_get_first_child (texts)), self->name);
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_widget_get_last_child (texts)), self->address);
  gtk_label_set_text (GTK_LABEL (end), result);
  set_mark (end, self->n > 1 ? "warning" : tn_tracing_result_mark (self->result));
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
make_text (const char *css)
{
  GtkWidget *text = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), 24);
  gtk_widget_set_hexpand (text, TRUE);
  if (css)
    {
      gtk_widget_add_css_class (text, "caption");
      gtk_widget_add_css_class (text, css);
    }
  return text;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *end = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (texts), make_text (NULL));
  gtk_box_append (GTK_BOX (texts), make_text ("dim-label"));
  gtk_widget_add_css_class (end, "heading");
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), end);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_object_set_data (G_OBJECT (gtk_list_item_get_child (item)), "tn-item", gtk_list_item_get_item (item));
  g_signal_connect (gtk_list_item_get_item (item), "changed", G_CALLBACK (show_item), item);
  show_item (gtk_list_item_get_item (item), item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  g_object_set_data (G_OBJECT (gtk_list_item_get_child (item)), "tn-item", NULL);
  g_signal_handlers_disconnect_by_data (gtk_list_item_get_item (item), item);
}

TnTestItem *
tn_test_item_of_line (GtkWidget *line)
{
  return line ? g_object_get_data (G_OBJECT (line), "tn-item") : NULL;
}

GtkListItemFactory *
tn_test_item_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  return factory;
}
